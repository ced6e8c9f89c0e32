"""Officers of the real `agencies`, a mailbox that can be read, and a run of the reminders between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.adapters.smtp import SmtpPostOffice
from deadlines.app.remind import remind
from deadlines.app.telling import Recipient
from dev.stack import Stack
from kit.directory.copy import put_officers
from kit.grpc.neighbour import Neighbour
from rongrian.agencies.v1.agency_events_pb2 import OfficerRights
from rongrian.agencies.v1.officer_service_pb2 import EndOfficerRequest
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import a_grant
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

SENDER = "rongrian@localhost"


class Agencies:
    """The real service, granting officers as a `user_admin` does; `deadlines` hears of it at once."""

    def __init__(self, service: Running, deadlines: Running, cast: Cast) -> None:
        self._stub = OfficerServiceStub(service.channel)
        self._deadlines = deadlines
        self._cast = cast
        self._granted: dict[UUID, OfficerRights] = {}

    async def engage(self, agency: UUID, role: str = "unit", **changed: Any) -> Recipient:
        """An officer of `agency` with an address that no other test uses."""
        request = a_grant(agency, role, **changed)
        granted = (await self._stub.GrantOfficer(request, metadata=self._cast.metadata("test-user-admin"))).officer
        rights = OfficerRights(
            subject=granted.subject,
            agency_id=str(agency),
            roles=request.roles,
            is_active=True,
            national_id_index=self._deadlines.foundation.blind_index.of(request.national_id),
            version=1,
        )
        await self._tell(rights)
        return Recipient(UUID(granted.subject), granted.email)

    async def end(self, officer: Recipient) -> None:
        """His access ends, here and there."""
        request = EndOfficerRequest(subject=str(officer.subject), reason="ย้าย")
        await self._stub.EndOfficer(request, metadata=self._cast.metadata("test-user-admin"))
        rights = self._granted[officer.subject]
        rights.is_active, rights.version = False, rights.version + 1
        await self._tell(rights)

    async def end_the_cast(self, *usernames: str) -> None:
        """These are in office no more, as far as `deadlines` knows."""
        index = self._deadlines.foundation.blind_index
        for username in usernames:
            await self._tell(self._cast[username].rights(index, version=2, is_active=False))

    async def _tell(self, rights: OfficerRights) -> None:
        self._granted[UUID(rights.subject)] = rights
        async with self._deadlines.database.begin() as connection:
            await put_officers(connection, [rights])


@dataclass(frozen=True, slots=True)
class Reminding:
    """A `work` process's reminders, without the wait; `heard` counts how often it asked for the news."""

    store: SqlReminderStore
    recipients: AgenciesRecipients
    clock: FixedClock
    smtp: str
    heard: list[date] = field(default_factory=list)

    @property
    def post_office(self) -> SmtpPostOffice:
        return SmtpPostOffice(self.smtp, SENDER)

    async def run(self) -> None:
        async def news() -> None:
            self.heard.append(self.clock.today())

        await remind(
            self.clock.today(),
            store=self.store,
            recipients=self.recipients,
            post_office=self.post_office,
            news=news,
        )

    async def run_each_day_until(self, day: date) -> None:
        """As a process that runs day after day, from the day after today on."""
        while self.clock.day < day:
            self.clock.day += timedelta(days=1)
            await self.run()

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


def subjects(mails: list[dict[str, Any]]) -> list[str]:
    """What the mails are about in Thai, the oldest first."""
    return [str(mail["subject"]).split(" / ")[0] for mail in reversed(mails)]
