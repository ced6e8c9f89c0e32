"""Writing a complaint with its people and allegations, new or edited; what is of persons is sealed on the way."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Sequence as DatabaseSequence
from sqlalchemy import Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.rows import identity_of, row_from
from cases.adapters.sealed import Seals
from cases.adapters.tables import accusations, accused, allegations, cases, co_offenders
from cases.domain.case import Case
from cases.domain.complaint import Accused, Allegation, CoOffender
from cases.domain.complaint_file import ComplaintFile

NATIONAL_NUMBER = DatabaseSequence("national_number")


class ComplaintWriter:
    """Writes within one transaction. `written` holds every row by its table, sealed values as ciphertext."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals
        self.written: dict[str, list[dict[str, Any]]] = {}

    async def put_new_cases(self, file: ComplaintFile, new: Iterable[Case]) -> None:
        """Cases that are not there yet, with their accused."""
        case_rows, accused_rows = [], []
        for case in new:
            ordinal = file.cases.index(case) + 1
            number = (await self._connection.execute(select(NATIONAL_NUMBER.next_value()))).scalar_one()
            subject = {"subject": file.subject_of(ordinal)}
            case_rows.append(identity_of(case, ordinal, number) | subject | row_from(case))
            accused_rows.append(await self._accused_row(file.accused[ordinal - 1], case))
        await self.put(cases, case_rows)
        await self.put(accused, accused_rows)

    async def put_accused(self, person: Accused, case: Case) -> None:
        """An accused as he is recorded now; a number that is kept stays as it lies there."""
        row = await self._accused_row(person, case)
        await self.put(accused, [_without_kept(row, person.keeps_national_id, "national_id")])

    async def put_subject(self, case: Case, subject: str) -> None:
        await self._connection.execute(update(cases).where(cases.c.id == case.id).values(subject=subject))

    async def put_allegations(self, file: ComplaintFile) -> None:
        """All allegations of the complaint as they are now, with ticks and co-offenders; the others go."""
        kept = [allegation.number for allegation in file.allegations]
        old = select(allegations.c.id).where(allegations.c.complaint_id == file.id)
        gone = old.where(allegations.c.ordinal.not_in(kept))
        for statement in (
            delete(accusations).where(accusations.c.allegation_id.in_(old)),
            delete(co_offenders).where(co_offenders.c.allegation_id.in_(gone)),
            delete(allegations).where(allegations.c.id.in_(gone)),
        ):
            await self._connection.execute(statement)
        for allegation in file.allegations:
            allegation_id = await self._put_allegation(file.id, allegation)
            ticks = [{"allegation_id": allegation_id, "case_id": file.cases[o - 1].id} for o in allegation.accused]
            await self.put(accusations, ticks)
            await self._put_co_offenders(allegation_id, allegation.co_offenders)

    async def put(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Insert, or make what is there say the same."""
        if not rows:
            return
        key = [column.name for column in table.primary_key]
        statement = insert(table)
        changing = {name: statement.excluded[name] for name in rows[0] if name not in key}
        if changing:
            statement = statement.on_conflict_do_update(index_elements=key, set_=changing)
        await self._connection.execute(statement, rows)
        self.written.setdefault(table.name, []).extend(rows)

    async def _accused_row(self, person: Accused, case: Case) -> dict[str, Any]:
        sealed, index = await self._seals.national_id(case.id, "national_id", person.national_id)
        return {
            "case_id": case.id,
            "complaint_id": case.complaint_id,
            "title": person.title,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "national_id": sealed,
            "national_id_index": index,
            "to_be_checked": person.to_be_checked,
            "position": person.position,
            "position_type": person.position_type,
            "position_level": person.position_level,
            "affiliation": person.affiliation,
            "details": person.details,
        }

    async def _put_allegation(self, complaint_id: UUID, allegation: Allegation) -> UUID:
        known = select(allegations.c.id).where(
            allegations.c.complaint_id == complaint_id, allegations.c.ordinal == allegation.number
        )
        allegation_id: UUID = (await self._connection.execute(known)).scalar_one_or_none() or uuid7()
        written = asdict(allegation)
        own = {name: written[name] for name in _OF_AN_ALLEGATION}
        row = {"id": allegation_id, "complaint_id": complaint_id, "ordinal": allegation.number, **own}
        await self.put(allegations, [row])
        return allegation_id

    async def _put_co_offenders(self, allegation_id: UUID, people: tuple[CoOffender, ...]) -> None:
        of_allegation = co_offenders.c.allegation_id == allegation_id
        known = select(co_offenders.c.ordinal, co_offenders.c.id).where(of_allegation)
        ids = {row.ordinal: row.id for row in await self._connection.execute(known)}
        kept = [person.number for person in people]
        await self._connection.execute(delete(co_offenders).where(of_allegation, co_offenders.c.ordinal.not_in(kept)))
        for person in people:
            row = await self._co_offender_row(person, ids.get(person.number) or uuid7(), allegation_id)
            await self.put(co_offenders, [_without_kept(row, person.keeps_identifier, "identifier")])

    async def _co_offender_row(self, person: CoOffender, person_id: UUID, allegation_id: UUID) -> dict[str, Any]:
        sealed, index = await self._seals.identifier(person_id, "identifier", person)
        return {
            "id": person_id,
            "allegation_id": allegation_id,
            "ordinal": person.number,
            "kind": person.kind,
            "title": person.title,
            "name": person.name,
            "last_name": person.last_name,
            "identifier": sealed,
            "identifier_index": index,
            "to_be_checked": person.to_be_checked,
            "relation": person.relation,
            "details": person.details,
        }


_OF_AN_ALLEGATION = (*("subject", "facts", "acted_on", "precision", "acted_at", "document_number", "place", "damage"),)


def _without_kept(row: dict[str, Any], is_kept: bool, sealed: str) -> dict[str, Any]:
    """A row that leaves the recorded number and its index as they are."""
    left = {sealed, f"{sealed}_index"} if is_kept else set()
    return {name: value for name, value in row.items() if name not in left}
