"""Taking what `cases` tells into the read models. Order, repetition and lateness of arrival change nothing (REL-3)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.adapters.tables import ENTRY_COLUMNS, ROUND_COLUMNS, acts, cases
from reporting.domain.told_case import CaseFacts, ToldAct


async def put_cases(connection: AsyncConnection, told: Iterable[CaseFacts]) -> None:
    """Take facts over where they are newer than what is here."""
    newest: dict[UUID, CaseFacts] = {}
    for facts in told:
        if facts.case_id not in newest or newest[facts.case_id].version < facts.version:
            newest[facts.case_id] = facts
    if not newest:
        return
    # In the order of their ids, so that two copies of the consumer never wait for each other.
    rows = [_row(newest[case_id]) for case_id in sorted(newest)]
    statement = insert(cases).values(rows)
    newer = {column: statement.excluded[column] for column in rows[0] if column != "id"}
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["id"], set_=newer, where=cases.c.version < statement.excluded.version
        )
    )


async def put_acts(connection: AsyncConnection, told: Iterable[ToldAct]) -> None:
    """Keep what counts as progress; the same act told again is kept once."""
    rows = [
        {"case_id": act.case_id, "version": act.version, "kind": int(act.kind), "recorded_on": act.recorded_on}
        for act in sorted(told, key=lambda act: (act.case_id, act.version))
    ]
    if rows:
        await connection.execute(insert(acts).values(rows).on_conflict_do_nothing())


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
    }


def _round_columns(facts: CaseFacts) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for round_, (due_on, reported_on) in ROUND_COLUMNS.items():
        dates = facts.rounds.get(round_)
        columns[due_on.name] = dates.due_on if dates else None
        columns[reported_on.name] = dates.reported_on if dates else None
    return columns
