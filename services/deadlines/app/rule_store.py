"""What the use cases need of policies and holidays."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from deadlines.domain.calendar import Calendar, Holiday
from deadlines.domain.policy import Policy, Terms, TermsSet
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy, the terms that hold for the viewer's agency now, and those set in his part of the tree."""

    policy: Policy
    terms: Terms
    terms_set: tuple[TermsSet, ...]


@dataclass(slots=True)
class ChangingPolicy:
    """`terms` is to be filled in; as it is when the block ends it is written."""

    policy: Policy
    terms: Terms | None = None


@dataclass(slots=True)
class ChangingHolidays:
    """`added` or `struck` is to be filled in: the day, and for an added one its name."""

    calendar: Calendar
    added: tuple[date, str] | None = None
    struck: date | None = None


class RuleStore(Protocol):
    async def lines(self, viewer: Viewer) -> Sequence[PolicyLine]:
        """Every policy as it stands for the viewer."""
        ...

    def changing_policy(
        self, viewer: Viewer, code: str, acoc_agency_id: UUID | None, reason: str, request: RequestKey
    ) -> AbstractAsyncContextManager[ChangingPolicy]:
        """A policy, nobody else at it; its new terms are written with the audit entry when the block ends.

        They hold below `acoc_agency_id`, or in the country. Raises UnknownPolicy, RepeatedRequest.
        """
        ...

    def changing_holidays(
        self, viewer: Viewer, reason: str, request: RequestKey
    ) -> AbstractAsyncContextManager[ChangingHolidays]:
        """The days off, nobody else at them; the change is written with the audit entry. Raises RepeatedRequest."""
        ...

    async def holidays(self, year: int) -> list[Holiday]:
        """Public knowledge: the holidays of a year."""
        ...
