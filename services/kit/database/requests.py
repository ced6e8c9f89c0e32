"""A request sent twice with one id is done once, and answered the second time from what it did the first time."""

import hashlib
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.database.direct import Direct
from kit.database.tables import answered_request
from kit.database.writes import writes_of
from kit.domain.errors import Fault, InvalidInput
from kit.sealing.blind_index import BlindIndex

# The object of a request that is under way, or that was carried out and came to nothing.
_NOTHING = UUID(int=0)
# Waits for the same request where it is under way elsewhere; gives no row where that one was carried out.
_CLAIM = Direct(
    insert(answered_request)
    .values({name: bindparam(name) for name in ("request_id", "subject", "digest", "object_id")})
    .on_conflict_do_nothing()
    .returning(answered_request.c.request_id)
)
_FIND = Direct(
    select(answered_request.c.digest, answered_request.c.object_id).where(
        answered_request.c.request_id == bindparam("request_id", type_=Uuid()),
        answered_request.c.subject == bindparam("subject", type_=Uuid()),
    )
)


@dataclass(frozen=True, slots=True)
class RequestKey:
    """Which request it is: the id that the caller chose, or None, and the digest of what it asks and of all it says."""

    request_id: UUID | None
    subject: UUID
    digest: bytes

    @classmethod
    def of(cls, request: Message, request_id: str, subject: UUID) -> "RequestKey":
        """The key of a decoded `request`; an id that is no UUID has been refused by the contract and counts as none."""
        # Two requests may say the same and ask for something else, such as to name a handler and to mark a recusal.
        body = request.DESCRIPTOR.full_name.encode() + b"\n" + request.SerializeToString(deterministic=True)
        try:
            chosen = UUID(request_id) if request_id else None
        except ValueError:
            chosen = None
        return cls(chosen, subject, hashlib.sha256(body).digest())

    def keyed(self, blind_index: BlindIndex) -> "RequestKey":
        """The key as it may be stored where the request holds sealed words: nobody finds them by trying."""
        return replace(self, digest=blind_index.over(self.digest))


class RepeatedRequest(Exception):
    """The same request was carried out before; `object_id` is what it made or changed."""

    def __init__(self, object_id: UUID) -> None:
        super().__init__("repeated request")
        self.object_id = object_id


async def refuse_repetition(connection: AsyncConnection, key: RequestKey) -> None:
    """Take the request's id, in the transaction of the act, before it looks at anything.

    Raises RepeatedRequest when `key` was answered before, InvalidInput when its id came with another body. While the
    same request is under way elsewhere, waits until that one has ended.
    """
    if key.request_id is None:
        return
    own = {"request_id": key.request_id, "subject": key.subject}
    found: list[Any] = []
    while not found:  # housekeeping may take it away between the two questions, on the last day that it is kept
        if await _CLAIM.rows(connection, **own, digest=key.digest, object_id=_NOTHING):
            return
        found = await _FIND.rows(connection, **own)
    [row] = found
    if row.digest != key.digest:
        raise InvalidInput(
            [Fault("request_id", "SUB-5", "รหัสคำขอนี้ใช้กับข้อมูลอื่นแล้ว", "This request id was used with another body.")]
        )
    if row.object_id != _NOTHING:
        raise RepeatedRequest(row.object_id)


def remember_request(connection: AsyncConnection, key: RequestKey, object_id: UUID) -> None:
    """Note in the transaction of the act that `key` was carried out on `object_id`."""
    if key.request_id is not None:
        own = {"request_id": key.request_id, "subject": key.subject}
        writes_of(connection).update(answered_request, own, {"object_id": object_id})


async def once(act: Awaitable[UUID]) -> UUID:
    """The id of what `act` made or changed, also when it had been carried out before."""
    try:
        return await act
    except RepeatedRequest as repeated:
        return repeated.object_id
