"""Adding entries, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from kit.audit.entry import AuditEntry, canonical
from kit.clock import Clock
from kit.database.tables import audit_entry, audit_unlinked
from kit.database.writes import writes_of
from kit.domain.actor import Actor

_OF_AN_ENTRY = tuple(field.name for field in fields(AuditEntry))


def entry_of(
    clock: Clock,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: UUID,
    *,
    on: date | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """An entry for what `actor` does, on the business day `on` or today; sealed values are handed in as ciphertext."""
    return AuditEntry(
        entry_id=uuid7(),
        at=clock.now(),
        on=on or clock.today(),
        actor=actor.subject,
        roles=" ".join(sorted(actor.roles)),
        agency_id=actor.agency_id,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        before=canonical(before or {}),
        after=canonical(after or {}),
        reason=reason,
    )


def record_entries(connection: AsyncConnection, entries: Sequence[AuditEntry]) -> None:
    """Add `entries`, each with the hash of its own content; the linker chains them after the commit."""
    writes = writes_of(connection)
    rows = [{name: getattr(entry, name) for name in _OF_AN_ENTRY} for entry in entries]
    hashes = [{"content_hash": entry.content_hash()} for entry in entries]
    writes.insert(audit_entry, [row | own for row, own in zip(rows, hashes, strict=True)])
    writes.insert(audit_unlinked, [{"entry_id": entry.entry_id} for entry in entries])
