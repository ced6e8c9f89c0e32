"""One entry of the trail and the hashes that make a chain of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

FIRST_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who (actor, roles, agency) did what to which object, when, before and after in canonical JSON, and why."""

    entry_id: UUID
    at: datetime
    on: date
    actor: UUID
    roles: str
    agency_id: UUID | None
    action: str
    object_kind: str
    object_id: UUID
    before: str
    after: str
    reason: str

    def content_hash(self) -> bytes:
        """SHA-256 over every column, each with its length before it, so that none can be shifted into the next."""
        digest = hashlib.sha256()
        for value in (
            self.entry_id.hex,
            self.at.isoformat(),
            self.on.isoformat(),
            self.actor.hex,
            self.roles,
            self.agency_id.hex if self.agency_id else "",
            self.action,
            self.object_kind,
            self.object_id.hex,
            self.before,
            self.after,
            self.reason,
        ):
            encoded = value.encode()
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
        return digest.digest()


def link_hash(position: int, previous: bytes, content_hash: bytes) -> bytes:
    """The hash of the link at `position` (from 1): over its place, the link before it, and the entry."""
    return hashlib.sha256(position.to_bytes(8, "big") + previous + content_hash).digest()


def canonical(values: Mapping[str, Any]) -> str:
    """JSON in one form only; bytes (sealed values) as hex, dates and ids in their standard form."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
