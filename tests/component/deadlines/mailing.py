"""`agencies` as its contract says, a mailbox that can be read, and a run of the reminders between them."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.adapters.smtp import SmtpPostOffice
from deadlines.app.remind import remind
from dev.stack import Stack
from kit.clock import Clock
from kit.grpc.call import ServicerContext
from kit.grpc.neighbour import Neighbour
from rongrian.agencies.v1.directory_service_pb2 import (
    GetSnapshotRequest,
    GetSnapshotResponse,
    ListRecipientsRequest,
    ListRecipientsResponse,
    Recipient,
)
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceServicer

SENDER = "rongrian@localhost"


class Agencies(DirectoryServiceServicer):
    """A server of the contract: answers with the officers it was given, less those whose index it is asked to leave."""

    def __init__(self) -> None:
        self.officers: list[tuple[UUID, Recipient, bytes]] = []
        self.asked: list[ListRecipientsRequest] = []

    def engage(self, agency: UUID, *, index: bytes = b"") -> Recipient:
        """An officer with an address that no other test uses."""
        subject = uuid4()
        officer = Recipient(subject=str(subject), email=f"{subject}@agency.example")
        self.officers.append((agency, officer, index))
        return officer

    async def GetSnapshot(
        self, request: GetSnapshotRequest, context: ServicerContext
    ) -> AsyncIterator[GetSnapshotResponse]:
        """Nothing: the tests put the directory there themselves."""
        yield GetSnapshotResponse()

    async def ListRecipients(self, request: ListRecipientsRequest, context: ServicerContext) -> ListRecipientsResponse:
        self.asked.append(request)
        told = [
            officer
            for agency, officer, index in self.officers
            if str(agency) == request.agency_id and index not in request.accused_indexes
        ]
        return ListRecipientsResponse(recipients=told)


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
        return [mail for mail in messages if officer.email in mail["to"]]

    return read
