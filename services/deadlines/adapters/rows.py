"""Row ↔ aggregate, and an obligation written with its events and the moves of its date."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from deadlines.adapters.event_codec import encode_happenings
from deadlines.adapters.objects import number_from
from deadlines.adapters.planning import note_unplanned
from deadlines.adapters.policies import terms_from
from deadlines.adapters.tables import cases, due_changes, obligations
from deadlines.app.views import ObligationLine
from deadlines.domain.act import Act
from deadlines.domain.followed_case import CaseFacts
from deadlines.domain.happenings import DueMoved, Opened, Reopened
from deadlines.domain.obligation import Obligation
from deadlines.domain.policy import Policy
from deadlines.domain.state import ObligationState
from kit.clock import Clock
from kit.database.adding import Adding
from kit.events.outbox import record_events

_CASE_COLUMNS = tuple(field.name for field in fields(CaseFacts))
# What an obligation is known by; everything else may become other.
_LASTING = frozenset({"id", "policy", "object_id", "agency_id", "occurrence"})
_PUT = Adding(
    obligations,
    lambda rows: rows.on_conflict_do_update(
        index_elements=["id"],
        set_={column.name: rows.excluded[column.name] for column in obligations.c if column.name not in _LASTING},
    ),
)


def obligation_from(row: Row[Any]) -> Obligation:
    return Obligation(
        id=row.id,
        policy=row.policy,
        object_id=row.object_id,
        agency_id=row.agency_id,
        occurrence=row.occurrence,
        opening_version=row.opening_version,
        opened_on=row.opened_on,
        counted_from=row.counted_from,
        terms=terms_from(row),
        stopped_days=row.stopped_days,
        due_on=row.due_on,
        state=ObligationState(row.state),
        met_on=row.met_on,
        ended_on=row.ended_on,
        version=row.version,
    )


def line_from(row: Row[Any], policies: Mapping[str, Policy]) -> ObligationLine:
    """Of a row with the columns of an obligation and those that its object is known by."""
    return ObligationLine(obligation_from(row), number_from(row), policies.get(row.policy), row.round)


async def write_obligations(connection: AsyncConnection, changed: Iterable[Obligation], clock: Clock) -> None:
    """Write those that are other than they were, and tell what happened to them, in one transaction."""
    touched = [obligation for obligation in changed if obligation.happenings or obligation.is_renewed]
    if not touched:
        return
    await _PUT.write(connection, [_row_from(obligation) for obligation in touched])
    now = clock.business_now()
    moves = [
        {"id": uuid7(), "obligation_id": obligation.id, "made_at": now, **_move_row(happening)}
        for obligation in touched
        for happening in obligation.happenings
        if isinstance(happening, DueMoved)
    ]
    if moves:
        await connection.execute(insert(due_changes), moves)
    dated = [each.id for each in touched if any(isinstance(h, Opened | Reopened | DueMoved) for h in each.happenings)]
    await note_unplanned(connection, dated)
    record_events(connection, [event for each in touched for event in encode_happenings(each, now)])


def facts_from(row: Row[Any]) -> CaseFacts:
    kept = {name: getattr(row, name) for name in _CASE_COLUMNS}
    return CaseFacts(**kept | {"accused_indexes": tuple(row.accused_indexes), "recused": tuple(row.recused)})


def row_of(facts: CaseFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in cases.c.keys()}  # noqa: SIM118


def act_from(row: Row[Any]) -> Act:
    return Act(row.version, row.event, row.recorded_at, row.recorded_on, row.actor, row.given_on)


def _move_row(move: DueMoved) -> dict[str, Any]:
    return {
        "old_due_on": move.old_due_on,
        "new_due_on": move.new_due_on,
        "cause": int(move.cause),
        "actor": move.actor,
        "reason": move.reason,
    }


def _row_from(obligation: Obligation) -> dict[str, Any]:
    return {
        "id": obligation.id,
        "policy": obligation.policy,
        "object_id": obligation.object_id,
        "agency_id": obligation.agency_id,
        "occurrence": obligation.occurrence,
        "opening_version": obligation.opening_version,
        "opened_on": obligation.opened_on,
        "counted_from": obligation.counted_from,
        "number": obligation.terms.number,
        "counted_in": int(obligation.terms.counted_in),
        "is_extendable": obligation.terms.is_extendable,
        "stopped_days": obligation.stopped_days,
        "due_on": obligation.due_on,
        "state": int(obligation.state),
        "met_on": obligation.met_on,
        "ended_on": obligation.ended_on,
        "version": obligation.version + len(obligation.happenings),
    }
