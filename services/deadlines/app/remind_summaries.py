"""`reporting` has agencies reminded of a summary that they owe, because a ศปท. asks for it (SUM-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from deadlines.domain.summary import SummaryFacts
from kit.domain.actor import Actor
from kit.domain.errors import Fault, InvalidInput


@dataclass(frozen=True, slots=True)
class RemindSummaries:
    """`actor` is the service that calls, `asked_by` the officer who asks; he has been found to have the right there."""

    actor: Actor
    round: date | None
    agency_ids: tuple[UUID, ...]
    asked_by: UUID | None
    faults: tuple[Fault, ...]


class ByHand(Protocol):
    async def note(self, summaries: Sequence[SummaryFacts], actor: Actor, asked_by: UUID) -> list[UUID]:
        """Note a reminder of today for each of these that is still owed and was not reminded of by hand today.

        It is sent by the next run of the reminders, once (DUE-6). Returns the agencies; each has an audit entry.
        """
        ...


async def remind_summaries(command: RemindSummaries, *, store: ByHand) -> list[UUID]:
    """The agencies that are reminded. Raises InvalidInput."""
    if command.faults or command.round is None or command.asked_by is None:
        raise InvalidInput(command.faults)
    summaries = [SummaryFacts(agency_id, command.round) for agency_id in sorted(set(command.agency_ids))]
    return await store.note(summaries, command.actor, command.asked_by)
