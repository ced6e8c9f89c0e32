"""Writing what happened to a case: row, timeline, sendings, remarks, events and audit entry, in one transaction."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row, Table
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.case_message import encode_case
from cases.adapters.details import to_json
from cases.adapters.event_codec import Shared, encode_happenings
from cases.adapters.rows import reception_from, row_from
from cases.adapters.tables import cases, remarks, sendings, timeline
from cases.app.asking import Asked
from cases.app.views import CaseView
from cases.domain.case import Case
from cases.domain.told_entry import happening_of
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.writes import writes_of
from kit.directory.viewer import Viewer
from kit.events.outbox import record_events


class Viewing(Protocol):
    async def view(self, connection: AsyncConnection, case_id: UUID, viewer: Viewer) -> CaseView: ...


class CaseSaver:
    """Within one transaction, for one act. `viewing` reads a case whole for what a sending keeps."""

    def __init__(self, connection: AsyncConnection, clock: Clock, asked: Asked, viewing: Viewing) -> None:
        self._connection = connection
        self._clock = clock
        self._asked = asked
        self._viewing = viewing

    async def save(
        self,
        row: Row[Any],
        case: Case,
        shared: Shared | None = None,
        edited: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
    ) -> None:
        """Write a case that was loaded as `row`, if anything happened to it.

        `shared` is what its complaint holds now, where that has changed; `edited` what an entry of the timeline said
        before an edit and says after it.
        """
        if not case.happenings and not case.remarks:
            return
        changed = row_from(case)
        writes_of(self._connection).update(cases, {"id": case.id}, changed)
        await self.write_lines(case)
        self.tell(case, shared or Shared(reception_from(row), row.accused_indexes, row.recused))
        before = {column: getattr(row, column) for column in changed}
        differing = {column for column in changed if changed[column] != before[column]}
        self.note(
            "case",
            case.id,
            before={column: before[column] for column in differing} | edited[0],
            after={column: changed[column] for column in differing} | _given(case) | edited[1],
        )

    def tell(self, case: Case, shared: Shared) -> None:
        """Record the events of what happened to it."""
        actor = self._asked.viewer.actor.subject
        record_events(self._connection, encode_happenings(case, shared, actor=actor, now=self._asked.now))

    def note(self, kind: str, object_id: UUID, *, before: dict[str, Any] | None = None, after: dict[str, Any]) -> None:
        """Add an entry to the audit trail."""
        asked = self._asked
        entry = entry_of(
            self._clock,
            asked.viewer.actor,
            asked.permission,
            kind,
            object_id,
            on=asked.now.on,
            before=before,
            after=after,
            reason=asked.reason,
        )
        record_entries(self._connection, [entry])

    async def write_lines(self, case: Case) -> None:
        """The new lines of a case that is written already: timeline, sendings, remarks."""
        now, actor = self._asked.now, self._asked.viewer.actor.subject
        self._insert(timeline, [self._timeline_row(case, place) for place in range(len(case.timeline))])
        said = [{"kind": int(remark.kind), "level": int(remark.by), "text": remark.text} for remark in case.remarks]
        own = {"case_id": case.id, "at": now.at, "actor": actor}
        self._insert(remarks, [row | own | {"id": uuid7()} for row in said])
        if case.sendings:
            content = await self._as_sent(case)
            sent = {"case_id": case.id, "sent_at": now.at, "actor": actor, "content": content}
            self._insert(sendings, [sent | {"id": uuid7(), "level": int(to)} for to in case.sendings])

    async def _as_sent(self, case: Case) -> bytes:
        """The case as it stands, as the contract shows it: each sending keeps what was sent (CASE-23)."""
        await writes_of(self._connection).flush()
        message = encode_case(await self._viewing.view(self._connection, case.id, self._asked.viewer))
        message.ClearField("possible")
        # Who may have nothing to do with it is not what was reported.
        message.ClearField("recusals")
        for entry in message.timeline:
            entry.is_editable = False
        return message.SerializeToString()

    def _timeline_row(self, case: Case, place: int) -> dict[str, Any]:
        entry = case.timeline[place]
        return {
            "case_id": case.id,
            "number": entry.number,
            "status": int(entry.status),
            "closed_as": int(entry.closed_as) if entry.closed_as else None,
            "done_on": entry.done_on,
            "reported_at": self._asked.now.at,
            "actor": self._asked.viewer.actor.subject,
            "details": to_json(entry.details),
            "case_version": case.version + len(case.happenings),
            "told_version": case.version + 1 + case.happenings.index(happening_of(entry.details)),
        }

    def _insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        writes_of(self._connection).insert(table, rows)


def _given(case: Case) -> dict[str, Any]:
    """What the officer gave with the act, for the trail."""
    return {
        "given": [to_json(entry.details) for entry in case.timeline],
        "sent_to": [level.name for level in case.sendings],
        "said": [remark.text for remark in case.remarks],
    }
