"""Officers who are named in an act, held against this service's copy of the directory."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.tables import cases, complaints
from kit.database.tables import directory_agency, directory_officer
from kit.domain.errors import Fault, InvalidInput


async def accused_among(
    connection: AsyncConnection, officers: Collection[UUID], indexes: Collection[bytes]
) -> set[UUID]:
    """Those of the officers whose number carries one of these blind indexes."""
    if not officers:
        return set()
    own = directory_officer.c.national_id_index.in_(indexes)
    statement = select(directory_officer.c.subject).where(directory_officer.c.subject.in_(officers), own)
    return set((await connection.execute(statement)).scalars())


async def refuse_unknown(connection: AsyncConnection, officer: UUID) -> None:
    """Raises InvalidInput when the directory knows no such officer: a mark on nobody protects nobody (ROLE-5)."""
    known = select(directory_officer.c.subject).where(directory_officer.c.subject == officer)
    if (await connection.execute(known)).first() is None:
        raise InvalidInput([_unknown_officer()])


async def refuse_as_handler(connection: AsyncConnection, case_id: UUID, officer: UUID) -> None:
    """Raises InvalidInput for whoever cannot be in charge of a case (ROLE-6).

    He works for the case's agency, is neither accused nor headed by an accused, and not marked (TRI-10).
    """
    row = (await connection.execute(_as_handler(case_id, officer))).one_or_none()
    if row is None or officer in row.recused or row.national_id_index in row.accused_indexes:
        raise InvalidInput([_no_handler()])
    if await _is_headed_by_accused(connection, row):
        raise InvalidInput([_no_handler()])


def _as_handler(case_id: UUID, officer: UUID) -> Any:
    handles_cases = or_(*(directory_officer.c.roles.contains([role]) for role in ("unit", "acoc")))
    of_case = (cases.c.agency_id, complaints.c.accused_indexes, complaints.c.recused)
    return (
        select(*of_case, directory_officer.c.national_id_index)
        .select_from(cases)
        .join(complaints, complaints.c.id == cases.c.complaint_id)
        .join(directory_officer, directory_officer.c.agency_id == cases.c.agency_id)
        .where(cases.c.id == case_id, directory_officer.c.subject == officer)
        .where(directory_officer.c.is_active, handles_cases)
    )


async def _is_headed_by_accused(connection: AsyncConnection, row: Row[Any]) -> bool:
    own, above, head = directory_agency.alias("own"), directory_agency.alias("above"), directory_officer.alias("head")
    statement = (
        select(above.c.id)
        .select_from(own)
        .join(above, above.c.id == func.any(own.c.path))
        .join(head, head.c.subject == above.c.head)
        .where(own.c.id == row.agency_id, head.c.national_id_index.in_(list(row.accused_indexes)))
    )
    return (await connection.execute(statement)).first() is not None


def _no_handler() -> Fault:
    return Fault(
        "officer",
        "ROLE-6",
        "ผู้รับผิดชอบต้องเป็นเจ้าหน้าที่ของหน่วยงานเจ้าของสำนวนที่ยังปฏิบัติหน้าที่และไม่มีส่วนเกี่ยวข้อง",
        "A handler is an active officer of the case's agency who has no part in it.",
    )


def _unknown_officer() -> Fault:
    return Fault("officer", "ROLE-5", "ไม่พบเจ้าหน้าที่คนนี้ในระบบ", "The directory knows no such officer.")
