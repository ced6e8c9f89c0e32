"""Corrections in the database: asked for and decided, each in one transaction with what follows (CASE-22)."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.complaint_loading import load_file
from cases.adapters.complaint_saving import save_file
from cases.adapters.correction_reading import CorrectionReader, pending_from, waiting_for
from cases.adapters.entry_editing import entries_of
from cases.adapters.for_change import ComplaintDoor, load_complaint
from cases.adapters.month_lock import hold_months
from cases.adapters.numbering import faults_of_number, number_taken
from cases.adapters.saving import CaseSaver, Viewing
from cases.adapters.sealed import Seals
from cases.adapters.tables import cases, corrections
from cases.app.asking import Asked
from cases.app.correcting import Asking, FieldTexts, Pending
from cases.domain.correcting import Correcting
from cases.domain.terms import CorrectionState
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import refuse_repetition, remember_request
from kit.domain.errors import Fault, InvalidInput, NotFound, PermissionMissing
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import Sealer

# Of a complaint of which somebody may change or decide one case, all cases: what they share is corrected for all.
_WHOLE = ComplaintDoor(cases.c.complaint_id, lambda viewer: cases.c.deleted_on.is_(None))


def _place_of_number(seals: Seals, rows: Sequence[Row[Any]]) -> Callable[[str], int | None]:
    """The place, from 0, of the accused who is recorded with a number, by its blind index."""
    places = {row.national_id_index: place for place, row in enumerate(rows) if row.national_id_index is not None}
    return lambda number: places.get(seals.index_of(number))


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

    def complaint_of(self, case_id: UUID) -> Correcting:
        return self.complaints[self._complaint_of[case_id]]

    def row_of(self, case_id: UUID) -> Row[Any]:
        return next(row for row in self.rows[self._complaint_of[case_id]] if row.id == case_id)

    def index_of(self, case_id: UUID) -> bytes | None:
        index: bytes | None = self.row_of(case_id).national_id_index
        return index

    async def faults_of_number(self, complaint: Correcting) -> list[Fault]:
        file = complaint.file
        return await faults_of_number(self.connection, self.asked, file.agency_id, file.reception, besides=file.id)


class SqlRequesting(_Desk):
    def __init__(self, connection: AsyncConnection, asked: Asked, seals: Seals, saver: CaseSaver) -> None:
        super().__init__(connection, asked, seals)
        self.batch: UUID = uuid7()
        self._saver = saver
        self._waiting: set[tuple[UUID, str, int]] = set()

    async def load_waiting(self, case_ids: Collection[UUID]) -> None:
        key = (corrections.c.case_id, corrections.c.field, corrections.c.place)
        is_open = corrections.c.state == int(CorrectionState.REQUESTED)
        found = await self.connection.execute(select(*key).where(corrections.c.case_id.in_(case_ids), is_open))
        self._waiting = {(row.case_id, row.field, row.place) for row in found}

    def is_waiting(self, case_id: UUID, field: str, place: int) -> bool:
        return (case_id, field, place) in self._waiting

    async def ask(self, asked_for: Sequence[Asking]) -> None:
        for each in asked_for:
            row = await self._row(each)
            await self.connection.execute(insert(corrections).values(row))
            await self._saver.note("correction", row["id"], after=row)

    async def _row(self, each: Asking) -> dict[str, Any]:
        """A sealed value is under the key of its case, as the number that it shall replace is."""
        change, correction_id = each.change, uuid7()
        sealed = index = old_index = None
        if change.field.is_sealed:
            sealed, index = await self.seals.national_id(change.case_id, _sealed_as(correction_id), change.text)
            old_index = self.index_of(change.case_id)
        return {
            "id": correction_id,
            "batch": self.batch,
            "case_id": change.case_id,
            "field": change.field.name,
            "place": change.place,
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
            text = row.new_value
            if row.sealed_value is not None and is_opened:
                opened = await self.seals.open(row.case_id, _sealed_as(row.id), row.sealed_value)
                if opened is None:
                    raise NotFound
                text = opened
            self.pending.append(pending_from(row, f"corrections[{place}]", text))
            self._why[row.id] = row.reason

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
            await saver.note("correction", each.id, before=before, after=decided)
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
        except IntegrityError:
            raise InvalidInput([number_taken()]) from None


class SqlCorrections(CorrectionReader):
    """The doors through which corrections are asked for and decided; reading is `CorrectionReader`'s."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sealer: Sealer,
        blind_index: BlindIndex,
        texts: FieldTexts,
        viewing: Viewing,
    ) -> None:
        super().__init__(database, texts)
        self._clock = clock
        self._sealer = sealer
        self._blind_index = blind_index
        self._viewing = viewing

    @asynccontextmanager
    async def requesting(self, case_ids: Collection[UUID], asked: Asked) -> AsyncIterator[SqlRequesting]:
        async with self._beginning(asked) as connection:
            complaint_ids = await self.changeable(connection, case_ids, asked.viewer, asked.permission)
            desk = SqlRequesting(connection, asked, self._seals(connection), self._saver(connection, asked))
            await desk.load(complaint_ids)
            # Once more under the locks: who is recused may have changed while they were waited for (ROLE-5).
            await self.changeable(connection, case_ids, asked.viewer, asked.permission)
            await desk.load_waiting(case_ids)
            yield desk
            await remember_request(connection, asked.request.keyed(self._blind_index), desk.batch)

    @asynccontextmanager
    async def deciding(
        self, correction_ids: Sequence[UUID], asked: Asked, *, is_opened: bool
    ) -> AsyncIterator[SqlDeciding]:
        async with self._beginning(asked) as connection:
            desk = SqlDeciding(
                connection, asked, self._seals(connection), lambda asking: self._saver(connection, asking)
            )
            wanted = waiting_for(asked.viewer, correction_ids)
            found = (await connection.execute(wanted)).all()
            await desk.load({row.complaint_id for row in found})
            rows = (await connection.execute(wanted.with_for_update(of=corrections))).all()
            _refuse(rows, correction_ids, asked)
            by_id = {row.id: row for row in rows}
            await desk.load_pending([by_id[each] for each in dict.fromkeys(correction_ids)], is_opened=is_opened)
            yield desk
            await remember_request(connection, asked.request.keyed(self._blind_index), correction_ids[0])

    @asynccontextmanager
    async def _beginning(self, asked: Asked) -> AsyncIterator[AsyncConnection]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, asked.request.keyed(self._blind_index))
            yield connection

    def _seals(self, connection: AsyncConnection) -> Seals:
        return Seals(connection, self._sealer, self._blind_index)

    def _saver(self, connection: AsyncConnection, asked: Asked) -> CaseSaver:
        return CaseSaver(connection, self._clock, asked, self._viewing)


def _refuse(rows: Sequence[Row[Any]], wanted: Sequence[UUID], asked: Asked) -> None:
    """Raises NotFound for what he may not see, PermissionMissing for what another level decides."""
    if len(rows) != len(set(wanted)):
        raise NotFound
    if not all(row.decides for row in rows):
        raise PermissionMissing(asked.permission)


def _sealed_as(correction_id: UUID) -> str:
    return f"correction {correction_id}"
