"""How the story looks in a terminal: steps, the timeline, the proof of the audit trail."""

import subprocess
import sys
from datetime import UTC, date
from zoneinfo import ZoneInfo

import grpc.aio
from google.protobuf.descriptor import EnumDescriptor
from google.rpc.error_details_pb2 import BadRequest, LocalizedMessage
from google.rpc.status_pb2 import Status
from rich.table import Table

from dev.screen import console
from dev.stack import Stack
from rongrian.cases.v1.case_pb2 import CaseStatus, ClosedAs, Level
from rongrian.cases.v1.view_pb2 import Case as CaseMessage
from rongrian.cases.v1.view_pb2 import CaseRow, CaseStanding, TimelineEntry
from rongrian.kit.v1.thai_pb2 import thai

_BANGKOK = ZoneInfo("Asia/Bangkok")


def in_thai(kind: EnumDescriptor, number: int) -> str:
    """The Thai words of a value of the contract."""
    return str(kind.values_by_number[number].GetOptions().Extensions[thai])


def buddhist(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def say(day: date, who: str, what: str) -> None:
    console.print(f"  {buddhist(day):>10}  {who:<8}  {what}")


def thai_reason(error: grpc.aio.AioRpcError) -> str:
    """The refusal in Thai, with the faults where fields are named."""
    trailers = dict(error.trailing_metadata() or ())
    details = trailers.get("grpc-status-details-bin", b"")
    sentence, faults = "", []
    for packed in Status.FromString(details if isinstance(details, bytes) else b"").details:
        message, bad = LocalizedMessage(), BadRequest()
        if packed.Unpack(message):
            sentence = message.message
        elif packed.Unpack(bad):
            faults = [f"{fault.localized_message.message} ({fault.reason})" for fault in bad.field_violations]
    return " · ".join(faults) or sentence


def status_of(case: CaseMessage | CaseRow | CaseStanding) -> str:
    return f"{case.number}: {status_words(case)}"


def status_words(shown: CaseMessage | CaseRow | CaseStanding | TimelineEntry) -> str:
    """The status as officials say it; of what is closed, what it was closed with."""
    if shown.closed_as:
        return in_thai(ClosedAs.DESCRIPTOR, shown.closed_as)
    return in_thai(CaseStatus.DESCRIPTOR, shown.status)


def show_timeline(case: CaseMessage) -> None:
    table = Table("ครั้งที่", "สถานะ", "วันที่ดำเนินการ", "บันทึกเมื่อ", title=f"ลำดับเหตุการณ์ของ {case.number}")
    for entry in case.timeline:
        reported = entry.reported_at.ToDatetime(UTC).astimezone(_BANGKOK).date()
        done = buddhist(date.fromisoformat(entry.done_on)) if entry.done_on else ""
        table.add_row(str(entry.number), status_words(entry), done, buddhist(reported))
    console.print(table)
    for sending in case.sendings:
        sent = buddhist(sending.sent_at.ToDatetime(UTC).astimezone(_BANGKOK).date())
        console.print(f"  ส่งไปยัง {in_thai(Level.DESCRIPTOR, sending.to)} เมื่อ {sent}")


def show_trail(stack: Stack) -> None:
    """Whether the audit trail of `cases` holds, as its own command says."""
    environment = stack.around.environment("cases", "serve")
    proved = subprocess.run(
        [sys.executable, "-m", "cases", "verify"], env=environment, capture_output=True, text=True, check=False
    )
    console.print(f"  ร่องรอยการตรวจสอบ (audit trail): {(proved.stdout or proved.stderr).strip()}")
