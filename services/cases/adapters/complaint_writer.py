"""Writing a complaint with its people and allegations, new or edited; what is of persons is sealed on the way."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Table, bindparam, delete, func, select, update
from sqlalchemy import Sequence as DatabaseSequence
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.rows import identity_of, row_from
from cases.adapters.sealed import Seals
from cases.adapters.tables import accusations, accused, allegations, cases, co_offenders
from cases.domain.case import Case
from cases.domain.complaint import Accused, CoOffender
from cases.domain.complaint_file import ComplaintFile
from kit.database.direct import Direct
from kit.database.writes import writes_of

NATIONAL_NUMBER = DatabaseSequence("national_number")
_NUMBERS = Direct(
    select(NATIONAL_NUMBER.next_value().label("number")).select_from(
        func.generate_series(1, bindparam("many", type_=Integer())).table_valued()
    )
)


class ComplaintWriter:
    """Writes within one transaction. `written` holds every row by its table, sealed values as ciphertext.

    `numbers` has the national number of every case that was put. `is_new`: nothing of the complaint is there yet.
    """

    def __init__(self, connection: AsyncConnection, seals: Seals, *, is_new: bool = False) -> None:
        self._connection = connection
        self._seals = seals
        self._is_new = is_new
        self.numbers: dict[UUID, int] = {}
        self.written: dict[str, list[dict[str, Any]]] = {}

    async def put_new_cases(self, file: ComplaintFile, new: Iterable[Case]) -> None:
        """Cases that are not there yet, with their accused."""
        new = list(new)
        numbers = sorted(row.number for row in await _NUMBERS.rows(self._connection, many=len(new))) if new else []
        self.numbers |= {case.id: number for case, number in zip(new, numbers, strict=True)}
        await self._seals.make_keys(case.id for case in new if file.accused[file.cases.index(case)].national_id)
        case_rows, accused_rows = [], []
        for case, number in zip(new, numbers, strict=True):
            ordinal = file.cases.index(case) + 1
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
        """All allegations of the complaint as they are now, with ticks and co-offenders; what is there else goes."""
        ids, people_ids = ({}, {}) if self._is_new else await self._clear(file)
        ids |= {each.number: uuid7() for each in file.allegations if each.number not in ids}
        taking_part = [(ids[each.number], person) for each in file.allegations for person in each.co_offenders]
        new = {(of, person.number): uuid7() for of, person in taking_part if (of, person.number) not in people_ids}
        await self._seals.make_keys(
            new[of, p.number] for of, p in taking_part if p.identifier and (of, p.number) in new
        )
        rows, ticks = [], []
        for allegation in file.allegations:
            own = {name: getattr(allegation, name) for name in _OF_AN_ALLEGATION}
            row = {"id": ids[allegation.number], "complaint_id": file.id, "ordinal": allegation.number}
            rows.append(row | own)
            ticks += [{"allegation_id": row["id"], "case_id": file.cases[o - 1].id} for o in allegation.accused]
        people = []
        for of, person in taking_part:
            row = await self._co_offender_row(person, (people_ids | new)[of, person.number], of)
            people.append(_without_kept(row, person.keeps_identifier, "identifier"))
        await self.put(allegations, rows)
        await self.put(accusations, ticks)
        for columns in {tuple(row) for row in people}:
            await self.put(co_offenders, [row for row in people if tuple(row) == columns])

    async def _clear(self, file: ComplaintFile) -> tuple[dict[int, UUID], dict[tuple[UUID, int], UUID]]:
        """Take the ticks away, and who and what is in it no more; the ids of what stays, by its number."""
        kept = {allegation.number: {p.number for p in allegation.co_offenders} for allegation in file.allegations}
        of_complaint = select(allegations.c.ordinal, allegations.c.id).where(allegations.c.complaint_id == file.id)
        ids = {row.ordinal: row.id for row in await self._connection.execute(of_complaint)}
        there = select(co_offenders.c.allegation_id, co_offenders.c.ordinal, co_offenders.c.id)
        found = await self._connection.execute(there.where(co_offenders.c.allegation_id.in_(ids.values())))
        people = {(row.allegation_id, row.ordinal): row.id for row in found}
        stay = {(ids[number], person) for number, numbers in kept.items() if number in ids for person in numbers}
        leaving = [person_id for place, person_id in people.items() if place not in stay]
        gone = [allegation_id for number, allegation_id in ids.items() if number not in kept]
        for statement in (
            delete(accusations).where(accusations.c.allegation_id.in_(ids.values())),
            delete(co_offenders).where(co_offenders.c.id.in_(leaving)),
            delete(allegations).where(allegations.c.id.in_(gone)),
        ):
            await self._connection.execute(statement)
        return ids, people

    async def put(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Insert, or make what is there say the same."""
        if not rows:
            return
        if self._is_new:
            writes_of(self._connection).insert(table, rows)
        else:
            await self._connection.execute(_putting(table, tuple(rows[0])), rows)
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


@cache
def _putting(table: Table, columns: tuple[str, ...]) -> Insert:
    key = [column.name for column in table.primary_key]
    statement = insert(table)
    changing = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=changing) if changing else statement


_OF_AN_ALLEGATION = (*("subject", "facts", "acted_on", "precision", "acted_at", "document_number", "place", "damage"),)


def _without_kept(row: dict[str, Any], is_kept: bool, sealed: str) -> dict[str, Any]:
    """A row that leaves the recorded number and its index as they are."""
    left = {sealed, f"{sealed}_index"} if is_kept else set()
    return {name: value for name, value in row.items() if name not in left}
