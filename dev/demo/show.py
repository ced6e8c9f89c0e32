"""How the story looks in a terminal: steps, the timeline, report 1."""

from datetime import date

from google.protobuf.descriptor import EnumDescriptor
from rich.table import Table

from dev.screen import console
from rongrian.cases.v1.case_pb2 import Case as CaseMessage
from rongrian.cases.v1.case_pb2 import CaseStatus
from rongrian.kit.v1.thai_pb2 import thai
from rongrian.reporting.v1.report_pb2 import Figures
from rongrian.reporting.v1.report_service_pb2 import GetReport1Response


def in_thai(kind: EnumDescriptor, number: int) -> str:
    """The Thai words of a value of the contract."""
    return str(kind.values_by_number[number].GetOptions().Extensions[thai])


def buddhist(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def say(day: date, who: str, what: str) -> None:
    console.print(f"  {buddhist(day):>10}  {who:<8}  {what}")


def status_of(case: CaseMessage) -> str:
    return f"{case.number}: {in_thai(CaseStatus.DESCRIPTOR, case.status)}"


def show_timeline(case: CaseMessage) -> None:
    table = Table("ครั้งที่", "สถานะ", "วันที่ดำเนินการ", "บันทึกเมื่อ", title=f"ลำดับเหตุการณ์ของ {case.number}")
    for entry in case.timeline:
        reported = entry.reported_at.ToDatetime().date()
        done = buddhist(date.fromisoformat(entry.done_on)) if entry.done_on else ""
        table.add_row(str(entry.number), in_thai(CaseStatus.DESCRIPTOR, entry.status), done, buddhist(reported))
    console.print(table)


def show_report1(title: str, report: GetReport1Response) -> None:
    heads = ("รับใหม่", "รายงานครั้งแรก", "รับทั้งหมด", "ค้างยกมา", "คืบหน้า", "แล้วเสร็จ", "คงค้าง")
    table = Table("หน่วยงาน (หลังมติฯ)", *heads, "ไม่ปฏิบัติตาม", title=title)
    for row in report.rows:
        table.add_row(row.agency_name, *_cells(row.figures))
        for agency in row.agencies:
            table.add_row(f"  {agency.agency_name}", *_cells(agency.figures))
    table.add_row("รวมทั้งสิ้น", *_cells(report.total))
    console.print(table)


def _cells(figures: Figures) -> list[str]:
    after = figures.after_resolution
    numbers = (after.new, after.first_reported, after.received, after.carried_forward)
    rest = (after.progressed, after.completed, after.outstanding, figures.compliance.not_followed)
    return [str(number) for number in (*numbers, *rest)]
