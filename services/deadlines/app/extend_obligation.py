"""A ศปท. gives an obligation of its subtree a later date, with a reason (DUE-13)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deadlines.app.store import ExtensionStore
from kit.clock import Clock
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class ExtendObligation:
    """`until` is the new due date, or the number of days more."""

    viewer: Viewer
    obligation_id: UUID | None
    until: date | int | None
    reason: str
    faults: tuple[Fault, ...]
    request: RequestKey


async def extend_obligation(command: ExtendObligation, *, store: ExtensionStore, clock: Clock) -> UUID:
    """The obligation's id.

    Raises InvalidInput, what `Obligation.extend` raises, and what `extending` raises.
    """
    if command.faults or command.obligation_id is None or command.until is None:
        raise InvalidInput(command.faults)
    viewer, reason = command.viewer, command.reason
    async with store.extending(viewer, command.obligation_id, reason, command.request) as extending:
        policy = extending.rules.policies.get(extending.obligation.policy)
        extending.obligation.extend(
            command.until,
            by=viewer.actor.subject,
            reason=reason,
            today=clock.today(),
            is_day_off=extending.rules.calendar.is_day_off,
            duty=policy.duty if policy is not None else None,
        )
    return command.obligation_id
