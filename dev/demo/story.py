"""The story of complaint 5888, line by line of the worked example, as far as it is built."""

import asyncio
from collections.abc import Awaitable
from datetime import date

import grpc.aio

from dev.day import present, step_to
from dev.demo.client import DemoClient, request_id
from dev.demo.complaint import complaint_5888
from dev.demo.seed import seed
from dev.demo.show import say, show_report1, show_timeline, status_of, thai_reason
from dev.screen import console, show_unsettled
from dev.stack import Stack
from rongrian.cases.v1 import case_pb2, case_service_pb2
from rongrian.cases.v1.case_pb2 import Case, Level
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request

_RECEPTION, _DAY_7, _DAY_8, _END = date(2020, 7, 15), date(2020, 7, 22), date(2020, 7, 23), date(2020, 8, 30)


async def tell(stack: Stack) -> None:
    """Tell it from where it was left; a step that was done before is answered as it was then."""
    async with DemoClient(stack) as client:
        story = Story(stack, client)
        if await story.was_told():
            console.print("The worked example was told at an earlier start; this is how it stands now.")
            await story.show()
            return
        await story.pass_to(_RECEPTION)
        await seed(client)
        await story.line_2_records()
        await story.line_3_is_refused()
        await story.line_4_is_late()
        await story.line_5_is_sent()
        await story.show()


class Story:
    """What happened so far: the two cases by their numbers."""

    def __init__(self, stack: Stack, client: DemoClient) -> None:
        self._stack = stack
        self._client = client
        self._ids: dict[str, str] = {}

    async def was_told(self) -> bool:
        """Whether an earlier start came to the end of the story: ป.ป.ท. has both cases."""
        now = present(self._stack)
        if now is None or now < _END:
            return False
        metadata = self._client.as_("pacc")
        listed = await self._client.cases.ListCases(case_service_pb2.ListCasesRequest(), metadata=metadata)
        self._ids = {row.number: row.id for row in listed.cases if row.number in ("5888-1", "5888-2")}
        return len(self._ids) == 2

    async def pass_to(self, day: date) -> None:
        """Let the days pass until `day`; one that has passed is left as it is."""
        now = present(self._stack)
        if now is None or now < day:
            show_unsettled(await asyncio.to_thread(step_to, self._stack, day))

    async def line_2_records(self) -> None:
        request = case_service_pb2.RecordComplaintRequest(record=complaint_5888(), request_id=request_id("record 5888"))
        recorded = await self._client.cases.RecordComplaint(request, metadata=self._client.as_("krom1"))
        self._ids = {case.number: case.id for case in recorded.cases}
        for case in recorded.cases:
            say(_RECEPTION, "krom1", f"บันทึกเรื่องร้องเรียน {status_of(case)}")

    async def line_3_is_refused(self) -> None:
        request = case_service_pb2.RecordComplaintRequest(record=complaint_5888())
        request.record.reception.agency_number = "5889"
        request.record.accused[0].position = ""
        call = self._client.cases.RecordComplaint(request, metadata=self._client.as_("krom1"))
        await self._refused(_RECEPTION, "ไม่ระบุตำแหน่ง", call)

    async def line_4_is_late(self) -> None:
        await self.pass_to(_DAY_7)
        say(_DAY_7, "krom1", "ครบกำหนดรอบ 7 วัน ยังรายงานได้ · มีอีเมลเตือน")
        await self.pass_to(_DAY_8)
        case = await self._case("5888-1")
        if case_pb2.CASE_ACT_EXPLAIN_LATENESS_7 in case.possible:
            early = self._client.cases.ReportRound(self._round_7(case.id, ""), metadata=self._client.as_("krom1"))
            await self._refused(_DAY_8, "รายงานก่อนชี้แจง", early)
        explanation = case_service_pb2.ExplainLatenessRequest(
            case_id=case.id, round=case_pb2.ROUND_7, explanation="ลืม", request_id=request_id("explain 5888-1")
        )
        explained = await self._client.cases.ExplainLateness(explanation, metadata=self._client.as_("krom1"))
        say(_DAY_8, "krom1", status_of(explained.case))
        report = self._round_7(case.id, request_id("report 5888-1"))
        reported = await self._client.cases.ReportRound(report, metadata=self._client.as_("krom1"))
        say(_DAY_8, "krom1", status_of(reported.case))

    async def line_5_is_sent(self) -> None:
        await self.pass_to(_END)
        late = await self._case("5888-2")
        say(_END, "krom1", f"{late.number} ดำเนินการมาแล้ว {late.days} วัน")
        await self._send("krom1", case_pb2.LEVEL_MINISTRY_ACOC, "ส่งไปยัง ศปท. กระทรวงทดสอบ")
        await self._send("acoc", case_pb2.LEVEL_PACC, "ส่งไปยัง ป.ป.ท.")
        listed = await self._client.cases.ListCases(
            case_service_pb2.ListCasesRequest(), metadata=self._client.as_("pacc")
        )
        say(_END, "pacc", f"เห็น {', '.join(sorted(row.number for row in listed.cases))}")

    async def show(self) -> None:
        show_timeline(await self._case("5888-1"))
        for who, month, title in (
            ("krom1", "2020-07", "รายงาน 1 กรกฎาคม 2563 โดย กรมทดสอบ1"),
            ("acoc", "2020-08", "รายงาน 1 สิงหาคม 2563 โดย ศปท. กระทรวงทดสอบ"),
        ):
            request = GetReport1Request(from_month=month)
            show_report1(title, await self._client.reports.GetReport1(request, metadata=self._client.as_(who)))

    async def _case(self, number: str) -> Case:
        request = case_service_pb2.GetCaseRequest(case_id=self._ids[number])
        answer = await self._client.cases.GetCase(request, metadata=self._client.as_("krom1"))
        return answer.case

    async def _send(self, who: str, to: Level.ValueType, what: str) -> None:
        request = case_service_pb2.SendCasesRequest(
            case_ids=list(self._ids.values()), to=to, request_id=request_id(f"send {to}")
        )
        await self._client.cases.SendCases(request, metadata=self._client.as_(who))
        say(_END, who, f"{', '.join(self._ids)} {what}")

    async def _refused(self, day: date, what: str, call: Awaitable[object]) -> None:
        """A step that the law refuses; that it is answered would be the surprise."""
        try:
            await call
        except grpc.aio.AioRpcError as error:
            say(day, "krom1", f"{what} → ปฏิเสธ: {thai_reason(error)}")
        else:
            console.print(f"[red]{what}: was not refused[/]")

    def _round_7(self, case_id: str, step: str) -> case_service_pb2.ReportRoundRequest:
        report = case_service_pb2.RoundReportEntry(
            round=case_pb2.ROUND_7,
            started_on="2020-07-16",
            committee=case_pb2.COMMITTEE_NOT_APPOINTED,
            details="ตรวจสอบเอกสารและสอบถามผู้เกี่ยวข้องแล้ว",
        )
        return case_service_pb2.ReportRoundRequest(case_id=case_id, report=report, request_id=step)
