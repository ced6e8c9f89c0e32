"""Taking what `cases` tells into the read models. Order, repetition and lateness of arrival change nothing (REL-3)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.adding import Adding
from kit.database.direct import Direct
from reporting.adapters.tables import ENTRY_COLUMNS, ROUND_COLUMNS, acts, cases
from reporting.adapters.tally_writing import add_to_tallies
from reporting.domain.counting import Closing, CountedCase, RoundDates
from reporting.domain.tallying import difference, tallies_of
from reporting.domain.terms import Act, Era, Outcome
from reporting.domain.told_case import CaseFacts, Told, ToldAct

_Rows = Mapping[UUID, Mapping[str, Any]]
_COMPLAINTS = bindparam("complaints", type_=ARRAY(Uuid))
_KEYS = func.unnest(bindparam("keys", type_=ARRAY(BigInteger))).column_valued("key")
_LOCK = Direct(select(func.count(func.pg_advisory_xact_lock(_KEYS)).label("locked")))
_CASES = Direct(select(cases).where(cases.c.complaint_id == func.any(_COMPLAINTS)))
_ACTS = Direct(
    select(acts).join(cases, cases.c.id == acts.c.case_id).where(cases.c.complaint_id == func.any(_COMPLAINTS))
)
_PUT = insert(cases)
_PUT_CASES = _PUT.on_conflict_do_update(
    index_elements=["id"], set_={column.name: _PUT.excluded[column.name] for column in cases.c if column.name != "id"}
)
_ADDED_ACTS = Adding(acts, lambda rows: rows.on_conflict_do_nothing())


async def take_in(connection: AsyncConnection, told: Sequence[Told]) -> None:
    """Take over what is newer than what is here, and add what that changes to the tallies.

    A case that an inquiry opened counts by its origin's rounds (CASE-15), so the complaint is what is worked on: its
    rows are read under a lock, the same for all copies of the consumer and taken in one order, so that none waits for
    another that waits for it, and none counts from rows that another is changing.
    """
    complaints = sorted({each.facts.complaint_id for each in told})
    if not complaints:
        return
    await _lock(connection, complaints)
    rows, known = await _rows_of(connection, complaints), await _acts_of(connection, complaints)
    fresh = {each.act for each in told if each.act is not None} - known
    newer = _newer(rows, [each.facts for each in told])
    after = {**rows, **newer}
    all_acts = known | fresh
    before_cases, after_cases = _counted(rows, known), _counted(after, all_acts)
    changed = [
        {**after[case_id], "fails_on": case.fails_on}
        for case_id, case in sorted(after_cases.items())
        if case_id in newer or case.fails_on != rows[case_id]["fails_on"]
    ]
    await _write_cases(connection, changed)
    await _write_acts(connection, fresh)
    changes = difference(tallies_of(before_cases.values()), tallies_of(after_cases.values()))
    # The last of all: rows that every copy adds to stay locked until the commit.
    await add_to_tallies(connection, changes)


async def _lock(connection: AsyncConnection, complaints: Sequence[UUID]) -> None:
    keys = sorted(int.from_bytes(complaint.bytes[-8:], signed=True) for complaint in complaints)
    await _LOCK.rows(connection, keys=keys)


async def _rows_of(connection: AsyncConnection, complaints: Sequence[UUID]) -> _Rows:
    return {row.id: row._asdict() for row in await _CASES.rows(connection, complaints=complaints)}


async def _acts_of(connection: AsyncConnection, complaints: Sequence[UUID]) -> set[ToldAct]:
    found = await _ACTS.rows(connection, complaints=complaints)
    return {ToldAct(row.case_id, row.version, Act(row.kind), row.recorded_on) for row in found}


def _newer(rows: _Rows, told: Iterable[CaseFacts]) -> _Rows:
    """The newest that was told of each case, where it is newer than its row."""
    newer: dict[UUID, Mapping[str, Any]] = {}
    for facts in told:
        known = newer.get(facts.case_id) or rows.get(facts.case_id)
        if known is None or known["version"] < facts.version:
            newer[facts.case_id] = _row(facts)
    return newer


def _counted(rows: _Rows, known: Collection[ToldAct]) -> dict[UUID, CountedCase]:
    """The rows of whole complaints as cases that count, each with its acts and its origin."""
    days: dict[UUID, list[date]] = {}
    for act in known:
        days.setdefault(act.case_id, []).append(act.recorded_on)
    alone = {case_id: _counted_alone(row, days.get(case_id, ())) for case_id, row in rows.items()}
    return {
        case_id: replace(case, origin=alone.get(rows[case_id]["origin_case_id"])) for case_id, case in alone.items()
    }


def _counted_alone(row: Mapping[str, Any], days: Iterable[date]) -> CountedCase:
    closing = Closing(row["closed_on"], Outcome(row["outcome"]), row["criminal"]) if row["closed_on"] else None
    rounds = ((row[due_on.name], row[reported_on.name]) for due_on, reported_on in ROUND_COLUMNS.values())
    entries = ((level, row[column.name]) for level, column in ENTRY_COLUMNS.items())
    return CountedCase(
        agency_id=row["agency_id"],
        era=Era(row["era"]),
        received_on=row["received_on"],
        entries={level: on for level, on in entries if on is not None},
        rounds=tuple(RoundDates(due_on, reported_on) for due_on, reported_on in rounds if due_on is not None),
        acts=tuple(days),
        closing=closing,
        is_deleted=row["is_deleted"],
    )


async def _write_cases(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(_PUT_CASES, rows)


async def _write_acts(connection: AsyncConnection, fresh: Iterable[ToldAct]) -> None:
    """Keep what counts as progress; the same act told again is kept once."""
    rows = [
        {"case_id": act.case_id, "version": act.version, "kind": int(act.kind), "recorded_on": act.recorded_on}
        for act in sorted(fresh, key=lambda act: (act.case_id, act.version))
    ]
    await _ADDED_ACTS.write(connection, rows)


def _row(facts: CaseFacts) -> dict[str, Any]:
    closing = facts.closing
    return {
        "id": facts.case_id,
        "version": facts.version,
        "complaint_id": facts.complaint_id,
        "agency_id": facts.agency_id,
        "era": int(facts.era),
        "status": facts.status,
        "received_on": facts.received_on,
        "recorded_on": facts.recorded_on,
        **_round_columns(facts),
        **{column.name: facts.entries.get(level) for level, column in ENTRY_COLUMNS.items()},
        "accused_indexes": list(facts.accused_indexes),
        "recused": list(facts.recused),
        "closed_on": closing.on if closing else None,
        "outcome": int(closing.outcome) if closing else None,
        "criminal": closing.criminal if closing else False,
        "is_deleted": facts.is_deleted,
        "origin_case_id": facts.origin_case_id,
        "deleted_on": facts.deleted_on,
        "corrected_on": facts.corrected_on,
    }


def _round_columns(facts: CaseFacts) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for round_, (due_on, reported_on) in ROUND_COLUMNS.items():
        dates = facts.rounds.get(round_)
        columns[due_on.name] = dates.due_on if dates else None
        columns[reported_on.name] = dates.reported_on if dates else None
    return columns
