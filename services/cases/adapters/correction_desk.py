"""The complaints under correction in the database, locked: what is asked for of them, and what is decided (CASE-22)."""

from collections.abc import Callable, Collection, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.complaint_loading import load_file
from cases.adapters.complaint_saving import complainant_from, save_file
from cases.adapters.correction_marks import marks_of
from cases.adapters.correction_reading import pending_from, shown_to
from cases.adapters.entry_editing import entries_of
from cases.adapters.for_change import ComplaintDoor, load_complaint
from cases.adapters.month_lock import hold_months
from cases.adapters.numbering import faults_of_number, is_of_number, number_taken
from cases.adapters.saving import CaseSaver
from cases.adapters.sealed import Seals
from cases.adapters.tables import cases, complaints, corrections
from cases.app.asking import Asked
from cases.app.corrections import Asking, Change, Pending
from cases.domain.complaint import Complainant
from cases.domain.correctable import FIELDS, Part
from cases.domain.correcting import Correcting, Spot
from cases.domain.terms import CorrectionState
from kit.database.writes import writes_of
from kit.domain.errors import Fault, InvalidInput, NotFound

# Of a complaint of which somebody may change or decide one case, all cases: what they share is corrected for all.
_WHOLE = ComplaintDoor(cases.c.complaint_id, lambda viewer: cases.c.deleted_on.is_(None))


class _Desk:
    """The complaints of some cases, locked, as they were and as they become."""

    def __init__(self, connection: AsyncConnection, asked: Asked, seals: Seals) -> None:
        self.connection = connection
        self.asked = asked
        self.seals = seals
        self.rows: dict[UUID, Sequence[Row[Any]]] = {}
        self.before: dict[UUID, Correcting] = {}
        self.complaints: dict[UUID, Correcting] = {}
        self._complaint_of: dict[UUID, UUID] = {}
        self._marks: dict[tuple[UUID, Spot], bytes] = {}

    async def load(self, complaint_ids: Collection[UUID]) -> None:
        """Lock and load them in the order of their ids, as every door does."""
        months = await hold_months(self.connection)
        for complaint_id in sorted(complaint_ids):
            rows = await load_complaint(self.connection, _WHOLE, complaint_id, self.asked, lambda stance: True)
            file = await load_file(self.connection, rows)
            file.place_of_number = _place_of_number(self.seals, rows)
            complaint = Correcting(file, await entries_of(self.connection, [row.id for row in rows]), months)
            self.rows[complaint_id], self.complaints[complaint_id] = rows, complaint
            self.before[complaint_id] = deepcopy(complaint)
            self._complaint_of |= {row.id: complaint_id for row in rows}
        self._marks = await marks_of(self.connection, complaint_ids)

    async def open_complainants(self, case_ids: Collection[UUID]) -> None:
        """Read the complainants of these cases' complaints, for the law of the record and to be written anew.

        Nobody is shown one. Raises NotFound where the key is erased.
        """
        wanted = {self._complaint_of[case_id] for case_id in case_ids}
        columns = (complaints.c.id, complaints.c.complainant, complaints.c.complainant_withheld)
        found = await self.connection.execute(select(*columns).where(complaints.c.id.in_(wanted)))
        for row in found.all():
            person = Complainant(withheld=row.complainant_withheld)
            if row.complainant is not None:
                words = await self.seals.open(row.id, "complainant", row.complainant)
                if words is None:
                    raise NotFound
                person = complainant_from(words)
            for complaint in (self.before[row.id], self.complaints[row.id]):
                complaint.file.complainant = person

    def complaint_of(self, case_id: UUID) -> Correcting:
        return self.complaints[self._complaint_of[case_id]]

    def mark_of(self, change: Change) -> bytes | None:
        """As it is recorded, whatever has been put in its place here: of the complainant each field by itself."""
        complaint_id = self._complaint_of[change.case_id]
        before = self.before[complaint_id]
        spot = change.spot_in(before)
        if spot is None:
            return None
        if spot.part is Part.FOUND_OFFICIAL:
            spot = replace(spot, place=0)
        if spot.part is not Part.COMPLAINANT:
            return self._marks.get((complaint_id, spot))
        text = str(getattr(before.at(spot), change.field.path[0]))
        return self.seals.mark_of(complaint_id, change.field.name, text) if text else None

    def record_of(self, change: Change) -> UUID:
        """Under whose key a sealed new value lies while it waits: the complainant's own, or that of the case."""
        is_complainants = change.field.part is Part.COMPLAINANT
        return self._complaint_of[change.case_id] if is_complainants else change.case_id

    async def faults_of_number(self, complaint: Correcting) -> list[Fault]:
        file = complaint.file
        return await faults_of_number(self.connection, self.asked, file.agency_id, file.reception, besides=file.id)


class SqlRequesting(_Desk):
    def __init__(self, connection: AsyncConnection, asked: Asked, seals: Seals, saver: CaseSaver) -> None:
        super().__init__(connection, asked, seals)
        self.batch: UUID = uuid7()
        self._saver = saver
        self._waiting: set[tuple[UUID, str, int, int]] = set()

    async def load_waiting(self, case_ids: Collection[UUID]) -> None:
        key = (corrections.c.case_id, corrections.c.field, corrections.c.place, corrections.c.person)
        is_open = corrections.c.state == int(CorrectionState.REQUESTED)
        is_told = shown_to(self.asked.viewer)
        found = await self.connection.execute(select(*key).where(corrections.c.case_id.in_(case_ids), is_open, is_told))
        self._waiting = {(row.case_id, row.field, row.place, row.person) for row in found}

    def is_waiting(self, case_id: UUID, field: str, place: int, person: int) -> bool:
        return (case_id, field, place, person) in self._waiting

    async def ask(self, asked_for: Sequence[Asking]) -> None:
        for each in asked_for:
            row = await self._row(each)
            await self.connection.execute(insert(corrections).values(row))
            self._saver.note("correction", row["id"], after=row)

    async def _row(self, each: Asking) -> dict[str, Any]:
        change, correction_id = each.change, uuid7()
        sealed = index = old_index = None
        if change.field.is_sealed:
            old_index = self.mark_of(change)
            if change.text:
                sealed = await self.seals.seal(self.record_of(change), _sealed_as(correction_id), change.text)
                # Whom a number would recuse does not find the request for it either (ROLE-5).
                index = self.seals.index_of(change.text) if change.field.recuses else None
        return {
            "id": correction_id,
            "batch": self.batch,
            "case_id": change.case_id,
            "field": change.field.name,
            "place": change.place,
            "person": change.person,
            "old_value": each.old,
            "new_value": "" if change.field.is_sealed else change.text,
            "sealed_value": sealed,
            "old_index": old_index,
            "new_index": index,
            "reason": each.reason,
            "state": int(CorrectionState.REQUESTED),
            "requested_at": self.asked.now.at,
            "requested_by": self.asked.viewer.actor.subject,
        }


class SqlDeciding(_Desk):
    def __init__(
        self, connection: AsyncConnection, asked: Asked, seals: Seals, saver_for: Callable[[Asked], CaseSaver]
    ) -> None:
        super().__init__(connection, asked, seals)
        self.pending: list[Pending] = []
        self._saver_for = saver_for
        self._why: dict[UUID, str] = {}

    async def load_pending(self, rows: Sequence[Row[Any]], *, is_opened: bool) -> None:
        """The corrections of `rows`, sealed values opened where they are needed now."""
        for place, row in enumerate(rows):
            pending = pending_from(row, f"corrections[{place}]", row.new_value)
            if row.sealed_value is not None and is_opened:
                opened = await self.seals.open(self.record_of(pending.change), _sealed_as(row.id), row.sealed_value)
                if opened is None:
                    raise NotFound
                pending = replace(pending, change=replace(pending.change, text=opened))
            self.pending.append(pending)
            self._why[row.id] = row.reason
        if is_opened:
            await self.open_complainants({row.case_id for row in rows if FIELDS[row.field].part is Part.COMPLAINANT})

    async def decide(self, state: CorrectionState, remark: str = "") -> None:
        decided = {
            "state": int(state),
            "decided_at": self.asked.now.at,
            "decided_by": self.asked.viewer.actor.subject,
            "remark": remark,
        }
        for each in self.pending:
            await self.connection.execute(update(corrections).where(corrections.c.id == each.id).values(decided))
            before, saver = {"state": int(each.state)}, self._saver_for(replace(self.asked, reason=self._why[each.id]))
            saver.note("correction", each.id, before=before, after=decided)
        if state is CorrectionState.APPROVED:
            for complaint_id, complaint in self.complaints.items():
                await self._save(complaint_id, complaint)

    async def _save(self, complaint_id: UUID, complaint: Correcting) -> None:
        """Raises InvalidInput when another complaint has taken the number at the same moment."""
        of_it = {case.id for case in complaint.file.cases}
        why = "; ".join(dict.fromkeys(self._why[each.id] for each in self.pending if each.change.case_id in of_it))
        asked = replace(self.asked, reason=why)
        before = self.before[complaint_id].file
        try:
            await save_file(
                *(self.connection, self._saver_for(asked), self.seals, asked),
                *(self.rows[complaint_id], before, complaint.file),
            )
            await writes_of(self.connection).flush()
        except UniqueViolationError as error:
            raise (InvalidInput([number_taken()]) if is_of_number(error) else error) from None


def _place_of_number(seals: Seals, rows: Sequence[Row[Any]]) -> Callable[[str], int | None]:
    """The place, from 0, of the accused who is recorded with a number, by its blind index."""
    places = {row.national_id_index: place for place, row in enumerate(rows) if row.national_id_index is not None}
    return lambda number: places.get(seals.index_of(number))


def _sealed_as(correction_id: UUID) -> str:
    return f"correction {correction_id}"
