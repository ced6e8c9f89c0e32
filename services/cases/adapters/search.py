"""Cases by words (CASE-25, PERF-5): exactly those in whose words every word of a query stands, newest first.

Two ways lead to a page, and each alone gives the same rows:

- *The newest first.* The list is walked in its own order, with its own conditions, at most `NEWEST` rows of it, and
  each case's words are looked at until the page is full. EXPLAIN: Limit over a Subquery Scan with a SubPlan on
  `pk_case_words`, over the list's own Limit. Words that many cases have are found after a few rows.
- *The index.* A Bitmap Index Scan on `ix_case_words_grams` gives the candidates that have every gram, a Sort of their
  small rows puts them in order, then one after the other is looked at and held against the list's conditions (Nested
  Loop by primary keys) until the page is full. Words that few cases have have few candidates.

So the list is walked first, and the index is asked where the walk filled no page and did not come to the list's end.
Looking at a text is `strpos`: what LIKE '%word%' says with `%`, `_` and `\\` taken as they are, at a third of its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Integer, Result, Row, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.search_tables import case_words
from cases.adapters.tables import cases
from cases.domain.search_words import grams_of_text, grams_of_words, searchable

# A word that fewer than one case in 50 has does not fill a page of 20 from these. Putting a fiftieth of a million
# candidates in order costs as much as walking these.
NEWEST = 1000

Place = tuple[date, int]
"""Where a case stands in a list: its reception date and its national number, both falling."""


@dataclass(frozen=True, slots=True)
class CaseTexts:
    """What a case is found by: the subjects and facts of its allegations, the names of accused and co-offenders.

    Never the complainant's words, never a national ID.
    """

    case_id: UUID
    received_on: date
    national_number: int
    texts: Sequence[str]


async def put_words(connection: AsyncConnection, of_cases: Sequence[CaseTexts]) -> None:
    """Write or replace the words of these cases, in one statement of the caller's transaction."""
    if not of_cases:
        return
    put = insert(case_words).values([row_of(case) for case in of_cases])
    new = {name: put.excluded[name] for name in ("received_on", "national_number", "words", "grams")}
    changed = or_(*(case_words.c[name] != new[name] for name in ("received_on", "national_number", "words")))
    await connection.execute(put.on_conflict_do_update(index_elements=["case_id"], set_=new, where=changed))


async def page_of_words(
    connection: AsyncConnection, statement: Select[Any], words: Sequence[str], after: Place | None, limit: int
) -> Sequence[Row[Any]]:
    """The first `limit` rows after a place, of those of `statement` in which every one of `words` stands.

    `statement` selects from `cases` with the viewer's scope and all other conditions, without order and limit; `words`
    are those of `words_of_query`; `limit` is at most NEWEST.
    """
    newest = _newest(statement, after)
    rows = await _rows(connection, _among(newest, statement, words, limit))
    if len(rows) == limit or await _is_whole(connection, newest):
        return rows
    return await _rows(connection, having_words(statement, words, after).limit(limit))


def having_words(statement: Select[Any], words: Sequence[str], after: Place | None = None) -> Select[Any]:
    """All rows of `statement` in which every one of `words` stands, newest first, by the index alone."""
    having_grams = case_words.c.grams.contains(literal(grams_of_words(words), ARRAY(Integer)))
    ordered = select(case_words).with_only_columns(
        case_words.c.case_id, case_words.c.received_on, case_words.c.national_number, case_words.c.words
    )
    ordered = _newest_first(_after(ordered.where(having_grams), case_words, after), case_words)
    # OFFSET 0 keeps the planner from giving up the order: candidates are looked at in it, no further than needed.
    candidates = ordered.offset(0).subquery("candidates")
    narrowed = statement.join(candidates, candidates.c.case_id == cases.c.id).where(_all_in(candidates.c.words, words))
    return _newest_first(narrowed, candidates)


def _newest(statement: Select[Any], after: Place | None) -> Select[Any]:
    """The places of the list's first NEWEST rows."""
    places = statement.with_only_columns(
        cases.c.id, cases.c.received_on, cases.c.national_number, maintain_column_froms=True
    )
    return _newest_first(_after(places, cases, after), cases).limit(NEWEST)


def _among(newest: Select[Any], statement: Select[Any], words: Sequence[str], limit: int) -> Select[Any]:
    walked = newest.subquery("walked")
    # A subquery for each row, not a join: a join may read the words of all cases first.
    stand = select(_all_in(case_words.c.words, words)).where(case_words.c.case_id == walked.c.id).scalar_subquery()
    found = _newest_first(select(walked).where(stand), walked).limit(limit).subquery("found")
    return _newest_first(statement.join(found, found.c.id == cases.c.id), found)


async def _is_whole(connection: AsyncConnection, newest: Select[Any]) -> bool:
    """Whether the walk came to the end of the list."""
    return not await _rows(connection, select(newest.subquery("walked").c.id).offset(NEWEST - 1))


async def _rows(connection: AsyncConnection, statement: Select[Any]) -> Sequence[Row[Any]]:
    result: Result[Any] = await connection.execute(statement)
    return result.all()


def _all_in(text: ColumnElement[str], words: Sequence[str]) -> ColumnElement[bool]:
    return and_(True, *(func.strpos(text, word) > 0 for word in words))


def _after(statement: Select[Any], table: FromClause, after: Place | None) -> Select[Any]:
    if after is None:
        return statement
    return statement.where(tuple_(table.c.received_on, table.c.national_number) < tuple_(*after))


def _newest_first(statement: Select[Any], table: FromClause) -> Select[Any]:
    return statement.order_by(table.c.received_on.desc(), table.c.national_number.desc())


def row_of(case: CaseTexts) -> dict[str, Any]:
    words = searchable(case.texts)
    return {
        "case_id": case.case_id,
        "received_on": case.received_on,
        "national_number": case.national_number,
        "words": words,
        "grams": grams_of_text(words),
    }
