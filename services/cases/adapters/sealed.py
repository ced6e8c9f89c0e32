"""The one door to sealed fields: sealing what is written of a person, opening it for a reading that is audited."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.domain.complaint import CoOffender
from kit.database.tables import sealed_key
from kit.database.writes import writes_of
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import RecordSeal, Sealer, WrappedKey

_KEY = select(sealed_key).where(sealed_key.c.record_id == bindparam("record_id"))


class Seals:
    """Within one transaction; each record has one data key, made when its first field is sealed."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer, blind_index: BlindIndex) -> None:
        self._connection = connection
        self._sealer = sealer
        self._blind_index = blind_index
        self._known: dict[UUID, RecordSeal] = {}

    async def national_id(self, record_id: UUID, field: str, number: str) -> tuple[bytes | None, bytes | None]:
        """A number sealed, and its blind index; nothing for an empty one."""
        if not number:
            return None, None
        return await self.seal(record_id, field, number), self._blind_index.of(number)

    async def identifier(self, record_id: UUID, field: str, person: CoOffender) -> tuple[bytes | None, bytes | None]:
        """A co-offender's number sealed; an index only where it is a national ID."""
        sealed, index = await self.national_id(record_id, field, person.identifier)
        return sealed, index if person.has_national_id else None

    def index_of(self, number: str) -> bytes:
        return self._blind_index.of(number)

    def mark_of(self, record_id: UUID, field: str, plain: str) -> bytes:
        """A keyed hash by which a sealed text is known again; equal texts of other records and fields have others."""
        said = f"{record_id} {field} {plain}".encode()
        return self._blind_index.over(hashlib.sha256(said).digest())

    async def seal(self, record_id: UUID, field: str, plain: str) -> bytes:
        seal = self._known.get(record_id) or await self._stored(record_id)
        if seal is None:
            key, seal = self._sealer.new_record(record_id)
            writes_of(self._connection).insert(sealed_key, [asdict(key)])
        self._known[record_id] = seal
        return seal.seal(field, plain)

    async def make_keys(self, record_ids: Iterable[UUID]) -> None:
        """Data keys for records that are made in this very transaction, all at once."""
        made = [self._sealer.new_record(record_id) for record_id in record_ids]
        writes_of(self._connection).insert(sealed_key, [asdict(key) for key, _ in made])
        self._known |= {key.record_id: seal for key, seal in made}

    async def open(self, record_id: UUID, field: str, sealed: bytes) -> str | None:
        """The plain text; None where the record's key was erased."""
        seal = await self._stored(record_id)
        return seal.open(field, sealed) if seal is not None else None

    async def _stored(self, record_id: UUID) -> RecordSeal | None:
        row = (await self._connection.execute(_KEY, {"record_id": record_id})).one_or_none()
        return self._sealer.unwrap(WrappedKey(*row)) if row is not None else None
