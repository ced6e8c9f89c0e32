"""The head of the chain goes out every minute, so that another service can witness it."""

import asyncio
from uuid import UUID

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from sqlalchemy import select

from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import audit_link
from kit.events.envelope import new_header, outgoing
from kit.events.outbox import OutgoingEvent, record_events
from rongrian.kit.v1.audit_pb2 import AuditHead

EVERY_SECONDS = 60.0


class HeadTeller:
    """Records the chain's head as an event of the service's own stream, whose message has a field `audit_head`."""

    name = "audit-head"

    def __init__(self, database: Database, clock: Clock, service: str, event: type[Message]) -> None:
        self._database = database
        self._clock = clock
        self._service = service
        self._event = event
        self._told = 0

    async def run(self) -> None:
        while True:
            await self.tell()
            await asyncio.sleep(EVERY_SECONDS)

    async def tell(self) -> None:
        """Record the head if it has moved since it was last told."""
        async with self._database.begin() as connection:
            newest = select(audit_link).order_by(audit_link.c.position.desc()).limit(1)
            link = (await connection.execute(newest)).one_or_none()
            if link is None or link.position == self._told:
                return
            taken_at = Timestamp()
            taken_at.FromDatetime(self._clock.now())
            head = AuditHead(service=self._service, position=link.position, hash=link.hash, taken_at=taken_at)
            record_events(connection, [self._encoded(head)])
        self._told = link.position

    def _encoded(self, head: AuditHead) -> OutgoingEvent:
        header = new_header(self._clock.business_now(), UUID(int=0), 0, None)
        return outgoing(self._service, self._event(header=header, audit_head=head))
