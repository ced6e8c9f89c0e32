"""A record under way: complaint, cases, accused, allegations, co-offenders, written together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_saving import put_complainant
from cases.adapters.complaint_writer import ComplaintWriter
from cases.adapters.event_codec import Shared
from cases.adapters.half_made import drop_half_made
from cases.adapters.numbering import faults_of_number, is_of_number, number_taken
from cases.adapters.saving import CaseSaver
from cases.adapters.sealed import Seals
from cases.adapters.tables import complaints
from cases.adapters.words import put_new_words
from cases.app.asking import Asked
from cases.app.store import RecordingAgency
from cases.domain.case import Case
from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from kit.database.writes import writes_of
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
        self._writer = ComplaintWriter(connection, seals, is_new=True)
        self._indexes: list[bytes] = []

    async def faults_of_number(self, record: ComplaintRecord) -> list[Fault]:
        return await faults_of_number(self._connection, self._asked, self.agency.id, record.reception)

    async def put(self, record: ComplaintRecord, complaint_id: UUID, new_cases: Sequence[Case]) -> None:
        """Write everything but what `finish` adds."""
        file = ComplaintFile.of(record, complaint_id, self.agency.id, list(new_cases))
        self._indexes = sorted({self._seals.index_of(p.national_id) for p in file.accused if p.national_id})
        if not self._asked.viewer.recusing.isdisjoint(self._indexes):
            # Whoever records a complaint against himself or his head is not in charge of it (ROLE-5, ROLE-6).
            for case in file.cases:
                case.handler = None
        row = await self._complaint_row(file)
        await self._writer.put(complaints, [row])
        await self._writer.put_new_cases(file, file.cases)
        await self._writer.put_allegations(file)
        put_new_words(self._connection, file, self._writer.numbers)
        self.file = file

    async def finish(self, half_made: UUID | None) -> None:
        """Timeline, events, the trail's entry; the half-made record that it was made of ends.

        Raises InvalidInput when another record took the number at the same moment.
        """
        file = self.file
        if file is None:
            return
        shared = Shared(file.reception, self._indexes, ())
        for case in file.cases:
            await self._saver.write_lines(case)
            self._saver.tell(case, shared)
        self._saver.note("complaint", file.id, after=self._writer.written)
        try:
            await writes_of(self._connection).flush()
        except UniqueViolationError as error:
            raise (InvalidInput([number_taken()]) if is_of_number(error) else error) from None
        if half_made is not None:
            await drop_half_made(self._connection, half_made, self._asked.viewer)

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
            "accused_indexes": self._indexes,
            **await put_complainant(self._seals, file),
        }
