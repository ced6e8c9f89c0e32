"""What an obligation is about, joined to it: a case, or an agency's monthly summary of a round."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists

from deadlines.adapters.tables import cases, obligations, summaries
from deadlines.domain.reminder import OWED
from deadlines.domain.summary import name_of_round

# By what people know the object: a case by its number, a summary by its round.
KNOWN_BY = (cases.c.number.label("case_number"), summaries.c.round)


def joined_to_case(statement: Select[Any]) -> Select[Any]:
    """A statement about obligations with the columns of `cases`, NULL for what is about no case."""
    return statement.outerjoin(cases, cases.c.case_id == obligations.c.object_id)


def joined_to_object(statement: Select[Any]) -> Select[Any]:
    """With the columns of `cases` and of `summaries`, NULL for those of the other kind."""
    return joined_to_case(statement).outerjoin(summaries, summaries.c.id == obligations.c.object_id)


def is_of_summary() -> ColumnElement[bool]:
    """Whether a row joined to `cases` is about a summary; that there is no case does not make it one."""
    known = summaries.alias("known")
    return and_(cases.c.case_id.is_(None), exists().where(known.c.id == obligations.c.object_id))


def is_owed() -> ColumnElement[bool]:
    """Whether an obligation is still to be met: what is missed is, until it has ended."""
    return and_(obligations.c.state.in_([int(state) for state in OWED]), obligations.c.ended_on.is_(None))


def number_from(row: Row[Any]) -> str:
    """The number of a case, or the name of a round, of a row with the columns of `KNOWN_BY`."""
    number: str | None = row.case_number
    return number if number is not None else name_of_round(row.round)
