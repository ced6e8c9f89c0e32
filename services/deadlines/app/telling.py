"""Whom a reminder goes to, and how it gets there."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from deadlines.domain.reminder import Reminder


@dataclass(frozen=True, slots=True)
class Recipient:
    """An officer and his address, known for the moment of sending only."""

    subject: UUID
    address: str


class Recipients(Protocol):
    async def of_agency(self, agency_id: UUID, accused_indexes: Sequence[bytes]) -> list[Recipient]:
        """The agency's officers as they are now, without those who are recused (ROLE-5). Raises Unavailable."""
        ...


class MailRefused(Exception):
    """The mail server answered no: `code` is its answer; below 500 it may say yes later."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server answered {code}")
        self.code = code

    @property
    def is_for_good(self) -> bool:
        return self.code >= 500


class Post(Protocol):
    async def send(self, reminder: Reminder, recipient: Recipient) -> None:
        """Hand the mail over. Raises MailRefused; or Unavailable, when whether it was taken cannot be known."""
        ...


class PostOffice(Protocol):
    def open(self) -> AbstractAsyncContextManager[Post]:
        """A connection to the mail server. Raises Unavailable when it is away: then nothing was sent."""
        ...
