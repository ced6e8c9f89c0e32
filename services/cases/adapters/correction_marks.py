"""By what a sealed number is known again when its correction is decided, without being opened (CASE-26)."""

import hashlib
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.tables import accused, allegations, cases, co_offenders, found_officials
from cases.domain.correctable import Part
from cases.domain.correcting import Spot


async def marks_of(connection: AsyncConnection, complaint_ids: Collection[UUID]) -> dict[tuple[UUID, Spot], bytes]:
    """The marks of the numbers that are recorded in these complaints, by complaint and spot.

    The mark is the blind index; of a co-offender, whose number may have none, what lies there: sealed anew, even the
    same number is another. The spot of an official who was found says not in which entry he stands.
    """
    return {
        **await _of_accused(connection, complaint_ids),
        **await _of_co_offenders(connection, complaint_ids),
        **await _of_found_officials(connection, complaint_ids),
    }


async def _of_accused(connection: AsyncConnection, complaint_ids: Collection[UUID]) -> dict[tuple[UUID, Spot], bytes]:
    columns = (accused.c.complaint_id, accused.c.case_id, accused.c.national_id_index)
    theirs = select(*columns).where(accused.c.complaint_id.in_(complaint_ids), accused.c.national_id_index.is_not(None))
    rows = (await connection.execute(theirs)).all()
    return {(row.complaint_id, Spot(Part.ACCUSED, row.case_id)): row.national_id_index for row in rows}


async def _of_co_offenders(
    connection: AsyncConnection, complaint_ids: Collection[UUID]
) -> dict[tuple[UUID, Spot], bytes]:
    theirs = (
        select(
            allegations.c.complaint_id,
            allegations.c.ordinal.label("place"),
            co_offenders.c.ordinal.label("person"),
            co_offenders.c.identifier,
        )
        .join(allegations, allegations.c.id == co_offenders.c.allegation_id)
        .where(allegations.c.complaint_id.in_(complaint_ids), co_offenders.c.identifier.is_not(None))
    )
    rows = (await connection.execute(theirs)).all()
    return {
        (row.complaint_id, Spot(Part.CO_OFFENDER, None, row.place, row.person)): hashlib.sha256(row.identifier).digest()
        for row in rows
    }


async def _of_found_officials(
    connection: AsyncConnection, complaint_ids: Collection[UUID]
) -> dict[tuple[UUID, Spot], bytes]:
    columns = (cases.c.complaint_id, found_officials.c.case_id, found_officials.c.place)
    theirs = (
        select(*columns, found_officials.c.national_id_index)
        .join(cases, cases.c.id == found_officials.c.case_id)
        .where(cases.c.complaint_id.in_(complaint_ids))
    )
    rows = (await connection.execute(theirs)).all()
    return {
        (row.complaint_id, Spot(Part.FOUND_OFFICIAL, row.case_id, 0, row.place + 1)): row.national_id_index
        for row in rows
    }
