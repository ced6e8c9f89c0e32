"""To whom a letter goes, and how it gets there."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from deadlines.app.letters import Letter
from kit.domain.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Recipient:
    """An officer and his address, known for the moment of sending only."""

    subject: UUID
    address: str


class Recipients(Protocol):
    async def find(self, subject: UUID) -> Recipient | None:
        """Where a mail reaches an officer now; None when he is not in office or has no address. Raises Unavailable."""
        ...


class MailRefused(Exception):
    """The mail server answered no: `code` is its answer; below 500 it may say yes later."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server answered {code}")
        self.code = code

    @property
    def is_for_good(self) -> bool:
        return self.code >= 500


class MailNotTaken(Unavailable):
    """The mail server went away before it was given the mail."""

    def __init__(self) -> None:
        super().__init__("mail")


class Post(Protocol):
    async def send(self, letter: Letter, recipient: Recipient) -> None:
        """Hand the mail over. Raises MailRefused, MailNotTaken; Unavailable where nobody knows whether it was taken."""
        ...


class PostOffice(Protocol):
    def open(self) -> AbstractAsyncContextManager[Post]:
        """A connection to the mail server. Raises Unavailable when it is away: then nothing was sent."""
        ...
