"""A recorded complaint as rows, and as the aggregate."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.rows import case_from, reception_from
from cases.adapters.tables import accusations, accused, allegations, cases, co_offenders
from cases.domain.complaint import Accused, Allegation, CoOffender
from cases.domain.complaint_file import ComplaintFile
from cases.domain.terms import DatePrecision, PersonKind
from kit.database.direct import Direct

# What a row must hold, beside the aggregate's columns, to give an accused.
ACCUSED_COLUMNS = [column for column in accused.c if column.name not in ("case_id", "complaint_id", "national_id")]

_IS_OF_IT = allegations.c.complaint_id == bindparam("complaint_id", type_=Uuid())
_ALLEGATIONS = Direct(select(allegations).where(_IS_OF_IT).order_by(allegations.c.ordinal))
_TICKS = Direct(
    select(accusations.c.allegation_id, cases.c.ordinal)
    .join(cases, cases.c.id == accusations.c.case_id)
    .join(allegations, allegations.c.id == accusations.c.allegation_id)
    .where(_IS_OF_IT)
    .order_by(cases.c.ordinal)
)
_PEOPLE = Direct(
    select(co_offenders)
    .join(allegations, allegations.c.id == co_offenders.c.allegation_id)
    .where(_IS_OF_IT)
    .order_by(co_offenders.c.ordinal)
)


async def load_file(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> ComplaintFile:
    """The complaint of the `rows` of all its cases, in their order, with the columns of complaint and accused."""
    first = rows[0]
    return ComplaintFile(
        id=first.complaint_id,
        agency_id=first.agency_id,
        version=first.complaint_version,
        recorded_on=first.recorded_on,
        reception=reception_from(first),
        accused=[accused_from(row) for row in rows],
        allegations=list(await allegations_of(connection, first.complaint_id)),
        cases=[case_from(row) for row in rows],
        recused=set(first.recused),
        deleted_on=first.deleted_on,
        has_complainant=first.has_complainant,
        complainant_withheld=first.complainant_withheld,
    )


def accused_from(row: Row[Any]) -> Accused:
    has_number = row.national_id_index is not None
    return Accused(
        title=row.title,
        first_name=row.first_name,
        last_name=row.last_name,
        has_no_national_id=not has_number,
        keeps_national_id=has_number,
        to_be_checked=row.to_be_checked,
        is_under_agency=True,
        position=row.position,
        position_type=row.position_type,
        position_level=row.position_level,
        affiliation=row.affiliation,
        details=row.details,
    )


async def allegations_of(connection: AsyncConnection, complaint_id: UUID) -> tuple[Allegation, ...]:
    """All allegations of a complaint, with the places of the accused who are ticked, and their co-offenders."""
    rows, ticks, people = [
        await statement.rows(connection, complaint_id=complaint_id) for statement in (_ALLEGATIONS, _TICKS, _PEOPLE)
    ]
    return tuple(
        _allegation_from(
            row,
            [tick.ordinal for tick in ticks if tick.allegation_id == row.id],
            [_co_offender_from(person) for person in people if person.allegation_id == row.id],
        )
        for row in rows
    )


def part_of(allegations: Iterable[Allegation], ordinals: Sequence[int]) -> tuple[Allegation, ...]:
    """The allegations of the accused at these `ordinals`, ticked by their places among these.

    For whoever sees some cases of a complaint only: what the others are accused of is not his to know.
    """
    place_of = {ordinal: place for place, ordinal in enumerate(ordinals, start=1)}
    ticked = [
        replace(each, accused=tuple(place_of[ordinal] for ordinal in each.accused if ordinal in place_of))
        for each in allegations
    ]
    return tuple(allegation for allegation in ticked if allegation.accused)


def _allegation_from(row: Row[Any], ticked: Sequence[int], people: Sequence[CoOffender]) -> Allegation:
    return Allegation(
        subject=row.subject,
        facts=row.facts,
        acted_on=row.acted_on,
        precision=DatePrecision(row.precision),
        acted_at=row.acted_at,
        document_number=row.document_number,
        place=row.place,
        damage=row.damage,
        accused=tuple(ticked),
        co_offenders=tuple(people),
        number=row.ordinal,
    )


def _co_offender_from(row: Row[Any]) -> CoOffender:
    return CoOffender(
        kind=PersonKind(row.kind),
        title=row.title,
        name=row.name,
        last_name=row.last_name,
        keeps_identifier=row.identifier is not None,
        to_be_checked=row.to_be_checked,
        relation=row.relation,
        details=row.details,
        number=row.ordinal,
    )
