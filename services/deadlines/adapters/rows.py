"""Row ↔ aggregate, and an obligation written with its events."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.event_codec import encode_happenings
from deadlines.adapters.tables import cases, obligations
from deadlines.domain.followed_case import CaseFacts
from deadlines.domain.obligation import Obligation
from deadlines.domain.policy import POLICIES
from deadlines.domain.state import ObligationState
from kit.clock import Clock
from kit.events.outbox import record_events

_CASE_COLUMNS = tuple(field.name for field in fields(CaseFacts) if field.name in cases.c)


def obligation_from(row: Row[Any]) -> Obligation:
    return Obligation(
        id=row.id,
        policy=POLICIES[row.policy],
        object_id=row.object_id,
        agency_id=row.agency_id,
        opened_on=row.opened_on,
        due_on=row.due_on,
        state=ObligationState(row.state),
        met_on=row.met_on,
        version=row.version,
    )


async def write_obligations(connection: AsyncConnection, changed: Iterable[Obligation], clock: Clock) -> None:
    """Write those to which something happened, and tell of it, in one transaction."""
    touched = [obligation for obligation in changed if obligation.happenings]
    if not touched:
        return
    statement = insert(obligations).values([_row_from(obligation) for obligation in touched])
    changing = {column: statement.excluded[column] for column in ("state", "met_on", "version")}
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changing))
    now = clock.business_now()
    await record_events(connection, [event for each in touched for event in encode_happenings(each, now)])


def facts_from(row: Row[Any]) -> CaseFacts:
    """What is kept of a case; its rounds live on in its obligations alone."""
    kept = {name: getattr(row, name) for name in _CASE_COLUMNS}
    return CaseFacts(rounds=(), **kept | {"accused_indexes": tuple(row.accused_indexes)})


def row_of(facts: CaseFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in _CASE_COLUMNS}


def _row_from(obligation: Obligation) -> dict[str, Any]:
    return {
        "id": obligation.id,
        "policy": obligation.policy.code,
        "object_id": obligation.object_id,
        "agency_id": obligation.agency_id,
        "opened_on": obligation.opened_on,
        "due_on": obligation.due_on,
        "state": int(obligation.state),
        "met_on": obligation.met_on,
        "version": obligation.version + len(obligation.happenings),
    }
