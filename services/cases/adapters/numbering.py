"""The agency's own number: unique within agency and fiscal year, while its complaint can be restored (CASE-1)."""

from datetime import date
from uuid import UUID

from asyncpg import UniqueViolationError
from sqlalchemy import ColumnElement, Integer, Text, Uuid, bindparam, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.scope import in_scope_of, not_recused
from cases.adapters.tables import cases, complaints
from cases.app.asking import Asked
from cases.domain.complaint import Reception
from cases.domain.complaint_file import is_restorable_on, restorable_until
from cases.domain.search_words import in_arabic_digits
from kit.database.direct import Direct
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault
from kit.domain.thai_dates import fiscal_year, short_thai_date


def read(number: ColumnElement[str]) -> ColumnElement[str]:
    """A number as it is compared, in the very words of its indexes; beside it stands `in_arabic_digits`."""
    return func.translate(number, literal_column("'๐๑๒๓๔๕๖๗๘๙'"), literal_column("'0123456789'"))


def is_numbered(number: str) -> ColumnElement[bool]:
    """Whether a case, or its complaint, has that number (CASE-25)."""
    wanted, numbered, theirs = in_arabic_digits(number), cases.alias("numbered"), cases.alias("theirs")
    of_complaint = theirs.join(complaints, complaints.c.id == theirs.c.complaint_id)
    of_number = select(numbered.c.id).where(read(numbered.c.number) == wanted)
    of_its = select(theirs.c.id).select_from(of_complaint).where(read(complaints.c.agency_number) == wanted)
    return cases.c.id.in_(of_number.union(of_its.correlate(None)))


_NUMBERED = Direct(
    select(complaints.c.id, complaints.c.received_on, complaints.c.deleted_on)
    .where(complaints.c.agency_id == bindparam("agency_id", type_=Uuid()), ~complaints.c.is_number_free)
    .where(complaints.c.fiscal_year == bindparam("year", type_=Integer()))
    .where(read(complaints.c.agency_number) == bindparam("number", type_=Text()))
    .where(complaints.c.id != bindparam("besides", type_=Uuid()))
    .order_by(complaints.c.recorded_at, complaints.c.id)
)


def is_of_number(error: UniqueViolationError) -> bool:
    """Whether what was written has a number that another complaint took at the same moment."""
    return str(error.constraint_name).startswith("uq_complaints_number")


async def faults_of_number(
    connection: AsyncConnection, asked: Asked, agency_id: UUID, reception: Reception, *, besides: UUID | None = None
) -> list[Fault]:
    """Whether a complaint of the agency, `besides` that one, has the number; it is named if it may be seen.

    A deleted one that cannot be restored any more gives its number back.
    """
    if reception.received_on is None:
        return []
    asked_for = {
        "agency_id": agency_id,
        "year": fiscal_year(reception.received_on),
        "number": in_arabic_digits(reception.agency_number),
        "besides": besides or UUID(int=0),
    }
    for first in await _NUMBERED.rows(connection, **asked_for):
        if first.deleted_on is None or is_restorable_on(asked.now.on, first.deleted_on):
            is_seen = await _is_open_to(connection, asked.viewer, first.id)
            return [number_taken(*((first.received_on, first.deleted_on) if is_seen else ()))]
        free = update(complaints).where(complaints.c.id == first.id).values(is_number_free=True)
        await connection.execute(free)
    return []


async def _is_open_to(connection: AsyncConnection, viewer: Viewer, complaint_id: UUID) -> bool:
    """Whether the viewer may see the complaint, or that it was deleted."""
    seen = (
        select(func.count())
        .select_from(cases)
        .join(complaints, complaints.c.id == cases.c.complaint_id)
        .where(cases.c.complaint_id == complaint_id, in_scope_of(viewer), not_recused(viewer))
    )
    return (await connection.execute(seen)).scalar_one() > 0


def number_taken(received_on: date | None = None, deleted_on: date | None = None) -> Fault:
    """CASE-1: the number is used in that fiscal year; the days are those of the first use, where it may be seen."""
    thai = f" (เรื่องที่รับเมื่อ {short_thai_date(received_on)})" if received_on else ""
    english = f" (received on {received_on.isoformat()})" if received_on else ""
    if deleted_on:
        until = restorable_until(deleted_on)
        thai += f" เรื่องนั้นถูกลบแล้ว ศปท. กู้คืนได้ถึงวันที่ {short_thai_date(until)}"
        english += f"; that complaint is deleted, and its ศปท. can restore it until {until.isoformat()}"
    return Fault(
        "record.reception.agency_number",
        "CASE-1",
        f"เลขที่เรื่องนี้ใช้แล้วในปีงบประมาณเดียวกัน{thai}",
        f"This number is in use in that fiscal year{english}.",
    )
