"""A record under way: complaint, cases, accused, allegations, co-offenders, written together."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_saving import put_complainant
from cases.adapters.complaint_writer import ComplaintWriter
from cases.adapters.event_codec import Shared
from cases.adapters.half_made import drop_half_made
from cases.adapters.saving import CaseSaver
from cases.adapters.scope import visible_to
from cases.adapters.sealed import Seals
from cases.adapters.tables import cases, complaints
from cases.adapters.words import put_words_of
from cases.app.asking import Asked
from cases.app.store import RecordingAgency
from cases.domain.case import Case
from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile, is_restorable_on
from kit.domain.errors import Fault, InvalidInput
from kit.domain.thai_dates import fiscal_year, short_thai_date


class SqlRecording:
    """What `put` has written stays at hand until `finish` tells of it."""

    def __init__(
        self, connection: AsyncConnection, asked: Asked, agency: RecordingAgency, seals: Seals, saver: CaseSaver
    ) -> None:
        self.agency = agency
        self.file: ComplaintFile | None = None
        self._connection = connection
        self._asked = asked
        self._seals = seals
        self._saver = saver
        self._writer = ComplaintWriter(connection, seals)

    async def faults_of_number(self, record: ComplaintRecord) -> list[Fault]:
        received_on = record.reception.received_on
        if received_on is None:
            return []
        taken = (
            select(complaints.c.id, complaints.c.received_on, complaints.c.deleted_on)
            .where(complaints.c.agency_id == self.agency.id, ~complaints.c.is_number_free)
            .where(complaints.c.fiscal_year == fiscal_year(received_on))
            .where(complaints.c.agency_number == record.reception.agency_number)
        )
        first = (await self._connection.execute(taken)).one_or_none()
        if first is None:
            return []
        if first.deleted_on is not None and not is_restorable_on(self._asked.now.on, first.deleted_on):
            await self._free_number_of(first.id)
            return []
        seen = (
            select(func.count())
            .select_from(cases)
            .join(complaints, complaints.c.id == cases.c.complaint_id)
            .where(cases.c.complaint_id == first.id, visible_to(self._asked.viewer))
        )
        is_seen = (await self._connection.execute(seen)).scalar_one() > 0
        return [number_taken(first.received_on if is_seen else None)]

    async def put(self, record: ComplaintRecord, complaint_id: UUID, new_cases: Sequence[Case]) -> None:
        """Write everything. Raises InvalidInput when another record took the number at the same moment."""
        file = ComplaintFile.of(record, complaint_id, self.agency.id, list(new_cases))
        if self._asked.viewer.recusing & {self._seals.index_of(p.national_id) for p in file.accused if p.national_id}:
            # Whoever records a complaint against himself or his head is not in charge of it (ROLE-5, ROLE-6).
            for case in file.cases:
                case.handler = None
        row = await self._complaint_row(file)
        try:
            await self._connection.execute(insert(complaints).values(row))
        except IntegrityError:
            raise InvalidInput([number_taken(None)]) from None
        self._writer.written[complaints.name] = [row]
        await self._writer.put_new_cases(file, file.cases)
        await self._writer.put_allegations(file)
        await put_words_of(self._connection, file)
        self.file = file

    async def finish(self, half_made: UUID | None) -> None:
        """Timeline, events, the trail's entry; the half-made record that it was made of ends."""
        file = self.file
        if file is None:
            return
        indexes = await self._put_indexes(file)
        for case in file.cases:
            await self._saver.write_lines(case)
            await self._saver.tell(case, Shared(file.reception, indexes, ()))
        await self._saver.note("complaint", file.id, after=self._writer.written)
        if half_made is not None:
            await drop_half_made(self._connection, half_made, self._asked.viewer)

    async def _put_indexes(self, file: ComplaintFile) -> list[bytes]:
        rows = self._writer.written.get("accused", [])
        indexes = sorted({row["national_id_index"] for row in rows if row["national_id_index"]})
        own = update(complaints).where(complaints.c.id == file.id)
        await self._connection.execute(own.values(accused_indexes=indexes))
        return indexes

    async def _free_number_of(self, complaint_id: UUID) -> None:
        """A deleted complaint that cannot be restored any more gives its number back (CASE-21)."""
        free = update(complaints).where(complaints.c.id == complaint_id).values(is_number_free=True)
        await self._connection.execute(free)

    async def _complaint_row(self, file: ComplaintFile) -> dict[str, Any]:
        reception, viewer = file.reception, self._asked.viewer
        return {
            "id": file.id,
            "agency_id": self.agency.id,
            "agency_name": self.agency.name,
            "recorded_by": viewer.actor.subject,
            "recorded_by_agency": viewer.agency,
            "recorded_at": self._asked.now.at,
            "agency_number": reception.agency_number,
            "fiscal_year": fiscal_year(reception.received_on) if reception.received_on else 0,
            "received_on": reception.received_on,
            "was_pending": reception.was_pending,
            "reception_details": reception.details,
            "source": reception.source,
            "source_detail": reception.source_detail,
            "channel": reception.channel,
            "kind": reception.kind,
            **await put_complainant(self._seals, file),
        }


def number_taken(received_on: date | None) -> Fault:
    """CASE-1: the number is used in that fiscal year; `received_on` names the first use, where it may be seen."""
    thai = f" (เรื่องที่รับเมื่อ {short_thai_date(received_on)})" if received_on else ""
    english = f" (received on {received_on.isoformat()})" if received_on else ""
    return Fault(
        "record.reception.agency_number",
        "CASE-1",
        f"เลขที่เรื่องนี้ใช้แล้วในปีงบประมาณเดียวกัน{thai}",
        f"This number is in use in that fiscal year{english}.",
    )
