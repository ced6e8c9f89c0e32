"""Taking what `cases` tells into the read models. Order, repetition and lateness of arrival change nothing (REL-3)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.adapters.tables import ENTRY_COLUMNS, acts, cases
from reporting.domain.terms import Act, Level
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent
from rongrian.cases.v1.case_pb2 import ROUND_7

_ACT_OF = {"round_reported": Act.ROUND_REPORT}


async def put_cases(connection: AsyncConnection, told: Sequence[CaseFacts]) -> None:
    """Take facts over where they are newer than what is here."""
    newest: dict[str, CaseFacts] = {}
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


async def put_acts(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
    """Keep what counts as progress; the same act told again is kept once."""
    rows = [
        {
            "case_id": UUID(event.facts.case_id),
            "version": event.header.aggregate_version,
            "kind": int(_ACT_OF[happening]),
            "recorded_on": date.fromisoformat(event.header.recorded_on),
        }
        for event in events
        if (happening := event.WhichOneof("event")) in _ACT_OF
    ]
    if rows:
        rows.sort(key=lambda row: (row["case_id"], row["version"]))
        await connection.execute(insert(acts).values(rows).on_conflict_do_nothing())


def _row(facts: CaseFacts) -> dict[str, Any]:
    round_7 = next((round_ for round_ in facts.rounds if round_.round == ROUND_7), None)
    entries = {Level(entry.level): _day(entry.on) for entry in facts.entries}
    return {
        "id": UUID(facts.case_id),
        "version": facts.version,
        "complaint_id": UUID(facts.complaint_id),
        "agency_id": UUID(facts.agency_id),
        "era": int(facts.era),
        "status": int(facts.status),
        "received_on": _day(facts.received_on),
        "recorded_on": _day(facts.recorded_on),
        "round_7_due_on": _day(round_7.due_on) if round_7 else None,
        "round_7_reported_on": _day(round_7.reported_on) if round_7 else None,
        **{column.name: entries.get(level) for level, column in ENTRY_COLUMNS.items()},
        "accused_indexes": list(facts.accused_indexes),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
