"""Writing a record: complaint, cases, accused, allegations, co-offenders; what is of persons is sealed on the way."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Sequence as DatabaseSequence
from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.rows import identity_of, row_from
from cases.adapters.scope import visible_to
from cases.adapters.tables import accusations, accused, allegations, cases, co_offenders, complaints
from cases.app.store import RecordingAgency
from cases.domain.case import Case, Moment
from cases.domain.complaint import Accused, Allegation, ComplaintRecord, CoOffender
from kit.audit.entry import canonical
from kit.database.tables import sealed_key
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput
from kit.domain.thai_dates import fiscal_year, short_thai_date
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer, WrappedKey

NATIONAL_NUMBER = DatabaseSequence("national_number")


class SqlRecording:
    """A record under way in one transaction. What `put` has written stays at hand for audit and events.

    `written` holds every row by its table, sealed values as ciphertext.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        viewer: Viewer,
        agency: RecordingAgency,
        sealer: Sealer,
        blind_index: BlindIndex,
        now: Moment,
    ) -> None:
        self.agency = agency
        self.record: ComplaintRecord | None = None
        self.complaint_id: UUID | None = None
        self.cases: Sequence[Case] = ()
        self.accused_indexes: set[bytes] = set()
        self.written: dict[str, list[dict[str, Any]]] = {}
        self._connection = connection
        self._viewer = viewer
        self._sealer = sealer
        self._blind_index = blind_index
        self._now = now
        self._keys: list[WrappedKey] = []

    async def faults_of_number(self, record: ComplaintRecord) -> list[Fault]:
        received_on = record.reception.received_on
        if received_on is None:
            return []
        taken = (
            select(complaints.c.id, complaints.c.received_on)
            .where(complaints.c.agency_id == self.agency.id)
            .where(complaints.c.fiscal_year == fiscal_year(received_on))
            .where(complaints.c.agency_number == record.reception.agency_number)
        )
        first = (await self._connection.execute(taken)).one_or_none()
        if first is None:
            return []
        seen = select(func.count()).where(cases.c.complaint_id == first.id, visible_to(self._viewer))
        is_seen = (await self._connection.execute(seen)).scalar_one() > 0
        return [number_taken(first.received_on if is_seen else None)]

    async def put(self, record: ComplaintRecord, complaint_id: UUID, new_cases: Sequence[Case]) -> None:
        """Write everything. Raises InvalidInput when another record took the number at the same moment."""
        try:
            await self._insert(complaints, [self._complaint_row(record, complaint_id)])
        except IntegrityError:
            raise InvalidInput([number_taken(None)]) from None
        await self._put_cases(record, new_cases)
        await self._put_allegations(record, complaint_id, new_cases)
        if self._keys:
            await self._connection.execute(insert(sealed_key), [asdict(key) for key in self._keys])
        self.record, self.complaint_id, self.cases = record, complaint_id, new_cases

    def _complaint_row(self, record: ComplaintRecord, complaint_id: UUID) -> dict[str, Any]:
        reception, complainant = record.reception, record.complainant
        words = canonical(asdict(complainant)) if complainant.says_who else ""
        return {
            "id": complaint_id,
            "agency_id": self.agency.id,
            "agency_name": self.agency.name,
            "recorded_by": self._viewer.actor.subject,
            "recorded_by_agency": self._viewer.agency,
            "recorded_at": self._now.at,
            "agency_number": reception.agency_number,
            "fiscal_year": fiscal_year(reception.received_on) if reception.received_on else 0,
            "received_on": reception.received_on,
            "was_pending": reception.was_pending,
            "reception_details": reception.details,
            "source": reception.source,
            "source_detail": reception.source_detail,
            "channel": reception.channel,
            "kind": reception.kind,
            "complainant_withheld": complainant.withheld,
            "complainant": self._seal(complaint_id, "complainant", words) if words else None,
        }

    async def _put_cases(self, record: ComplaintRecord, new_cases: Sequence[Case]) -> None:
        case_rows, accused_rows = [], []
        for ordinal, case in enumerate(new_cases, start=1):
            national_number = (await self._connection.execute(select(NATIONAL_NUMBER.next_value()))).scalar_one()
            case_rows.append(identity_of(case, ordinal, national_number, record.subject_of(ordinal)) | row_from(case))
            accused_rows.append(self._accused_row(record.accused[ordinal - 1], case))
        await self._insert(cases, case_rows)
        await self._insert(accused, accused_rows)

    def _accused_row(self, person: Accused, case: Case) -> dict[str, Any]:
        number = person.national_id
        index = self._blind_index.of(number) if number else None
        if index is not None:
            self.accused_indexes.add(index)
        return {
            "case_id": case.id,
            "complaint_id": case.complaint_id,
            "title": person.title,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "national_id": self._seal(case.id, "national_id", number) if number else None,
            "national_id_index": index,
            "to_be_checked": person.to_be_checked,
            "position": person.position,
            "position_type": person.position_type,
            "position_level": person.position_level,
            "affiliation": person.affiliation,
            "details": person.details,
        }

    async def _put_allegations(self, record: ComplaintRecord, complaint_id: UUID, new_cases: Sequence[Case]) -> None:
        for ordinal, allegation in enumerate(record.allegations, start=1):
            allegation_id = uuid7()
            row = _allegation_row(allegation, allegation_id, complaint_id, ordinal)
            await self._insert(allegations, [row])
            ticks = [
                {"allegation_id": allegation_id, "case_id": new_cases[place - 1].id} for place in allegation.accused
            ]
            await self._insert(accusations, ticks)
            people = [
                self._co_offender_row(person, allegation_id, number)
                for number, person in enumerate(allegation.co_offenders, start=1)
            ]
            await self._insert(co_offenders, people)

    def _co_offender_row(self, person: CoOffender, allegation_id: UUID, ordinal: int) -> dict[str, Any]:
        person_id = uuid7()
        return {
            "id": person_id,
            "allegation_id": allegation_id,
            "ordinal": ordinal,
            "kind": person.kind,
            "title": person.title,
            "name": person.name,
            "last_name": person.last_name,
            "identifier": self._seal(person_id, "identifier", person.identifier) if person.identifier else None,
            "to_be_checked": person.to_be_checked,
            "relation": person.relation,
            "details": person.details,
        }

    async def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            await self._connection.execute(insert(table), rows)
            self.written.setdefault(table.name, []).extend(rows)

    def _seal(self, record_id: UUID, field: str, plain: str) -> bytes:
        key, seal = self._sealer.new_record(record_id)
        self._keys.append(key)
        return seal.seal(field, plain)


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


def _allegation_row(allegation: Allegation, allegation_id: UUID, complaint_id: UUID, ordinal: int) -> dict[str, Any]:
    return {
        "id": allegation_id,
        "complaint_id": complaint_id,
        "ordinal": ordinal,
        "subject": allegation.subject,
        "facts": allegation.facts,
        "acted_on": allegation.acted_on,
        "precision": allegation.precision,
        "acted_at": allegation.acted_at,
        "document_number": allegation.document_number,
        "place": allegation.place,
        "damage": allegation.damage,
    }
