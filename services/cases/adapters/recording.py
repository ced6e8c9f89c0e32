"""A record under way: complaint, cases, accused, allegations, co-offenders, written together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_saving import put_complainant
from cases.adapters.complaint_writer import ComplaintWriter
from cases.adapters.event_codec import Shared
from cases.adapters.half_made import drop_half_made
from cases.adapters.numbering import faults_of_number, number_taken
from cases.adapters.saving import CaseSaver
from cases.adapters.sealed import Seals
from cases.adapters.tables import complaints
from cases.adapters.words import put_words_of
from cases.app.asking import Asked
from cases.app.store import RecordingAgency
from cases.domain.case import Case
from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from kit.domain.errors import Fault, InvalidInput
from kit.domain.thai_dates import fiscal_year


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
        return await faults_of_number(self._connection, self._asked, self.agency.id, record.reception)

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
            raise InvalidInput([number_taken()]) from None
        self._writer.written[complaints.name] = [row]
        await self._writer.put_new_cases(file, file.cases)
        await self._writer.put_allegations(file, are_new=True)
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
