"""Officers of the real `agencies`, a mailbox that can be read, and a run of the reminders between them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.adapters.smtp import SmtpPostOffice
from deadlines.app.remind import remind
from deadlines.app.telling import Recipient
from dev.stack import Stack
from kit.clock import Clock
from kit.grpc.neighbour import Neighbour
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import a_grant
from tests.support.cast import Cast
from tests.support.running import Running

SENDER = "rongrian@localhost"


class Agencies:
    """The real service, granting officers as a `user_admin` does."""

    def __init__(self, service: Running, cast: Cast) -> None:
        self._stub = OfficerServiceStub(service.channel)
        self._cast = cast

    async def engage(self, agency: UUID, **changed: Any) -> Recipient:
        """An officer of `agency` with an address that no other test uses."""
        request = a_grant(agency, "unit", **changed)
        granted = (await self._stub.GrantOfficer(request, metadata=self._cast.metadata("test-user-admin"))).officer
        return Recipient(UUID(granted.subject), granted.email)


@dataclass(frozen=True, slots=True)
class Reminding:
    """A `work` process's reminders, without the wait."""

    store: SqlReminderStore
    recipients: AgenciesRecipients
    clock: Clock
    smtp: str

    @property
    def post_office(self) -> SmtpPostOffice:
        return SmtpPostOffice(self.smtp, SENDER)

    async def run(self) -> None:
        await remind(self.clock.today(), store=self.store, recipients=self.recipients, post_office=self.post_office)

    async def is_left(self) -> bool:
        return await self.store.is_reminder_left(self.clock.today())

    def by_way_of(self, *, smtp: str = "", agencies: Neighbour | None = None) -> "Reminding":
        recipients = AgenciesRecipients(agencies) if agencies else self.recipients
        return Reminding(self.store, recipients, self.clock, smtp or self.smtp)


Mails = Callable[[Recipient], list[dict[str, Any]]]


def mails_of(stack: Stack) -> Mails:
    """Reads the mails that one officer got, the newest first."""

    def read(officer: Recipient) -> list[dict[str, Any]]:
        messages = httpx.get(f"http://{stack.around.mail.http}/messages.json").json()
        return [mail for mail in messages if officer.address in mail["to"]]

    return read
