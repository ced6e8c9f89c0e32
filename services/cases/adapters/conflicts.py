"""What has changed in a case or complaint since a version of it, for whoever wrote upon that one (CASE-26)."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.edition import edition_of, to_stored
from cases.adapters.tables import complaint_editions, timeline
from cases.domain.complaint_file import ComplaintFile
from cases.domain.status import CaseStatus
from kit.domain.errors import Fault
from kit.domain.thai_dates import bangkok_date, short_thai_date
from rongrian.cases.v1.case_pb2 import CaseStatus as CaseStatusMessage
from rongrian.kit.v1.thai_pb2 import thai as in_thai


async def changes_since(connection: AsyncConnection, case_id: UUID, version: int) -> list[Fault]:
    """The entries of the timeline that were added or edited since; something else, such as a sending, as one line."""
    newer = select(timeline).where(timeline.c.case_id == case_id, timeline.c.case_version > version)
    rows = (await connection.execute(newer.order_by(timeline.c.number))).all()
    changes = [_change(row.number, CaseStatus(row.status), bangkok_date(row.reported_at), row.edition) for row in rows]
    return changes or [
        Fault(
            "expected_version",
            "CASE-26",
            "สถานะการส่ง ผู้รับผิดชอบ หรือข้อมูลของสำนวนเปลี่ยนแปลงแล้ว",
            "Its sendings, its handler or its record have changed.",
        )
    ]


def _change(number: int, status: CaseStatus, on: date, edition: int) -> Fault:
    day = short_thai_date(on)
    thai = f"แก้ไขลำดับที่ {number} เป็นฉบับที่ {edition}" if edition > 1 else f"บันทึกลำดับที่ {number} เมื่อ {day}"
    english = f"edited to edition {edition}" if edition > 1 else f"recorded on {on}"
    words = CaseStatusMessage.DESCRIPTOR.values_by_number[status].GetOptions().Extensions[in_thai]
    told = f"Entry {number} ({status.name.lower()}) was {english}."
    return Fault(f"timeline[{number}]", "CASE-26", f"{thai} ({words})", told)


def fields_changed(before: dict[str, object] | None, now: dict[str, object] | None, edition: int) -> list[Fault]:
    """The fields of an entry that another edit has changed since the edition that the caller had read."""
    return [
        Fault(
            _as_asked(field),
            "CASE-26",
            f"มีผู้แก้ไขแล้วเป็นฉบับที่ {edition}",
            f"Somebody has changed it; the entry is in edition {edition} now.",
        )
        for field in _differing(before or {}, now or {})
    ]


def _as_asked(field: str) -> str:
    """Where it stands in the request of an edit: `explanation`, `report.details`; kept under the entry's kind."""
    kind, _, written = field.partition(".")
    if kind == "progress":
        return f"report.{written}".rstrip(".")
    return written or {"lateness": "explanation", "round_report": "report"}.get(kind, kind)


async def complaint_changes(connection: AsyncConnection, file: ComplaintFile, expected_version: int) -> list[Fault]:
    """The fields of a complaint that other edits have changed since the version that the caller had read.

    One line where none can be named: what is sealed has changed, or the version never was.
    """
    earlier = select(complaint_editions.c.content).where(
        complaint_editions.c.complaint_id == file.id, complaint_editions.c.version == expected_version
    )
    before = (await connection.execute(earlier)).scalar_one_or_none()
    changed = list(_differing(before, to_stored(edition_of(file)))) if before is not None else []
    thai = f"มีผู้บันทึกการแก้ไขฉบับที่ {file.version} แล้ว ข้อมูลที่พิมพ์ไว้ยังอยู่กับท่าน"
    english = f"Version {file.version} was saved meanwhile; what you typed is still with you."
    fields = [f"record.{_ON_THE_FORM.get(field, field)}" for field in changed] or ["version"]
    return [Fault(field, "CASE-26", thai, english) for field in fields]


_ON_THE_FORM = {"complainant_withheld": "complainant.withheld", "has_complainant": "complainant"}


def _differing(before: object, now: object, at: str = "") -> Iterator[str]:
    """The paths of what is other; what is new or gone as a whole is one of them."""
    if before == now:
        return
    if isinstance(before, dict) and isinstance(now, dict):
        for name in sorted(before.keys() | now.keys()):
            yield from _differing(before.get(name), now.get(name), f"{at}.{name}" if at else name)
    elif isinstance(before, list) and isinstance(now, list):
        for place, (was, is_now) in enumerate(zip_longest(before, now)):
            yield from _differing(was, is_now, f"{at}[{place}]")
    else:
        yield at
