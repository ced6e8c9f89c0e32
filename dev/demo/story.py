"""The story of complaint 5888, line by line of the worked example, as far as it is built."""

import asyncio
from collections.abc import Awaitable
from datetime import date
from typing import Any

import grpc.aio

from dev.day import present, step_to
from dev.demo import steps
from dev.demo.client import DemoClient, request_id
from dev.demo.complaint import complaint_5888
from dev.demo.reports import show_report_1, show_report_5
from dev.demo.seed import seed
from dev.demo.show import say, show_timeline, show_trail, status_of, thai_reason
from dev.screen import console, show_unsettled
from dev.stack import Stack
from rongrian.cases.v1 import case_pb2, case_service_pb2, complaint_service_pb2
from rongrian.cases.v1.case_pb2 import Level
from rongrian.cases.v1.view_pb2 import Case
from rongrian.reporting.v1.report_pb2 import Stated
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request, GetReport5Request
from rongrian.reporting.v1.summary_service_pb2 import (
    CloseRoundRequest,
    GetRoundRequest,
    RoundState,
    SubmitSummaryRequest,
)

_RECEPTION, _DAY_7, _DAY_8 = date(2020, 7, 15), date(2020, 7, 22), date(2020, 7, 23)
_SENT, _END = date(2020, 8, 30), date(2020, 8, 31)
_SUBMITTED, _ROUND_CLOSED = date(2020, 9, 8), date(2020, 9, 12)
_ROUND = "2020-09"
_CLOSED_WITHIN = 60.0


async def tell(stack: Stack) -> None:
    """Tell it from where it was left; a step that was done before is answered as it was then."""
    async with DemoClient(stack) as client:
        story = Story(stack, client)
        if await story.was_told():
            console.print("The worked example was told at an earlier start; this is how it stands now.")
            await story.line_7_counts()
            await story.line_9_shows()
            return
        await story.pass_to(_RECEPTION)
        await seed(client)
        await story.line_2_records()
        await story.line_3_is_refused()
        await story.line_4_is_late()
        await story.line_5_is_sent()
        await story.line_6_is_closed()
        await story.line_7_counts()
        await story.line_8_closes_the_round()
        await story.line_9_shows()


class Story:
    """What happened so far: the two cases by their numbers."""

    def __init__(self, stack: Stack, client: DemoClient) -> None:
        self._stack = stack
        self._client = client
        self._ids: dict[str, str] = {}

    async def was_told(self) -> bool:
        """Whether an earlier start came to the end of the story: ป.ป.ท. has both cases, and 5888-1 is closed."""
        now = present(self._stack)
        if now is None or now < _ROUND_CLOSED:
            return False
        listed = await self._listed("pacc")
        mine = [row for row in listed.cases if row.number in ("5888-1", "5888-2")]
        self._ids = {row.number: row.id for row in mine}
        return len(mine) == 2 and any(row.status == case_pb2.CASE_STATUS_CLOSED for row in mine)

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
        din = await self._case("5888-1")
        if case_pb2.CASE_ACT_EXPLAIN_LATENESS_7 in din.possible:
            early = self._client.cases.ReportRound(
                steps.report(din.id, case_pb2.ROUND_7), metadata=self._client.as_("krom1")
            )
            await self._refused(_DAY_8, "รายงานก่อนชี้แจง", early)
        await self._step(_DAY_8, "ExplainLateness", steps.explain(din.id, case_pb2.ROUND_7))
        await self._step(_DAY_8, "ReportRound", steps.report(din.id, case_pb2.ROUND_7))

    async def line_5_is_sent(self) -> None:
        await self.pass_to(_SENT)
        din, nam = await self._case("5888-1"), await self._case("5888-2")
        say(_SENT, "krom1", f"{nam.number} ดำเนินการมาแล้ว {nam.days} วัน")
        await self._step(_SENT, "ExplainLateness", steps.explain(din.id, case_pb2.ROUND_37))
        await self._step(_SENT, "ReportRound", steps.report(din.id, case_pb2.ROUND_37))
        await self._send("krom1", case_pb2.LEVEL_MINISTRY_ACOC, "ส่งไปยัง ศปท. กระทรวงทดสอบ")
        await self._send("acoc", case_pb2.LEVEL_PACC, "ส่งไปยัง ป.ป.ท.")
        say(_SENT, "pacc", f"เห็น {', '.join(sorted(row.number for row in (await self._listed('pacc')).cases))}")
        deletion = complaint_service_pb2.DeleteComplaintRequest(
            complaint_id=din.complaint_id, reason="บันทึกซ้ำ", case_ids=list(self._ids.values())
        )
        await self._refused(
            _SENT, "ลบ", self._client.complaints.DeleteComplaint(deletion, metadata=self._client.as_("krom1"))
        )

    async def line_6_is_closed(self) -> None:
        await self.pass_to(_END)
        din = await self._case("5888-1")
        await self._step(_END, "ConcludeInquiry", steps.conclude(din.id))
        await self._step(_END, "ReportProceedings", steps.report_proceedings(din.id))
        await self._step(_END, "ReportOutcome", steps.report_outcome(din.id))
        edit = case_service_pb2.EditEntryRequest(case_id=din.id, number=2, edition=1, explanation="ลืมจริงๆ")
        await self._refused(_END, "แก้ไข", self._client.cases.EditEntry(edit, metadata=self._client.as_("krom1")))

    async def line_7_counts(self) -> None:
        for who, month, title in (
            ("krom1", "2020-07", "รายงาน 1 กรกฎาคม 2563 โดย กรมทดสอบ1"),
            ("krom1", "2020-08", "รายงาน 1 สิงหาคม 2563 โดย กรมทดสอบ1"),
            ("acoc", "2020-08", "รายงาน 1 สิงหาคม 2563 โดย ศปท. กระทรวงทดสอบ"),
        ):
            request = GetReport1Request(from_month=month)
            show_report_1(title, await self._client.reports.GetReport1(request, metadata=self._client.as_(who)))

    async def line_8_closes_the_round(self) -> None:
        await self.pass_to(_SUBMITTED)
        wrong = SubmitSummaryRequest(round=_ROUND, new=Stated.STATED_SOME, progress=Stated.STATED_SOME)
        await self._refused(
            _SUBMITTED,
            "ระบุว่ามีเรื่องใหม่โดยไม่มีหมายเหตุ",
            self._client.summaries.SubmitSummary(wrong, metadata=self._client.as_("krom1")),
        )
        await self._submit("krom1", Stated.STATED_NONE, Stated.STATED_SOME, "ไม่มีเรื่องร้องเรียนใหม่ มีความคืบหน้า")
        await self._submit("acoc", Stated.STATED_SOME, Stated.STATED_NONE, "มีเรื่องร้องเรียนใหม่ ไม่มีความคืบหน้า")
        await self.pass_to(_ROUND_CLOSED)
        say(_ROUND_CLOSED, "krom2", "ไม่ได้ส่งสรุปรายเดือน · มีอีเมลเตือนวันที่ 7, 9, 10 และ 11 กันยายน")
        close = CloseRoundRequest(round=_ROUND, request_id=request_id("close 2020-09"))
        await self._client.summaries.CloseRound(close, metadata=self._client.as_("pacc"))
        await self._until_closed()
        say(_ROUND_CLOSED, "pacc", "ปิดรอบกันยายน 2563")
        request = GetReport5Request(round=_ROUND)
        report = await self._client.reports.GetReport5(request, metadata=self._client.as_("acoc"))
        show_report_5("รายงาน 5 รอบกันยายน 2563 โดย ศปท. กระทรวงทดสอบ", report)

    async def _submit(self, who: str, new: Stated.ValueType, progress: Stated.ValueType, what: str) -> None:
        request = SubmitSummaryRequest(
            round=_ROUND, new=new, progress=progress, request_id=request_id(f"summary 2020-09 {who}")
        )
        await self._client.summaries.SubmitSummary(request, metadata=self._client.as_(who))
        say(_SUBMITTED, who, f"ส่งสรุปรายเดือน รอบกันยายน 2563: {what}")

    async def _until_closed(self) -> None:
        """The figures are frozen a moment after the call, once everything recorded before it is counted."""
        async with asyncio.timeout(_CLOSED_WITHIN):
            while True:
                asked = GetRoundRequest(round=_ROUND)
                answer = await self._client.summaries.GetRound(asked, metadata=self._client.as_("pacc"))
                if answer.round.state == RoundState.ROUND_STATE_CLOSED:
                    return
                await asyncio.sleep(0.2)

    async def line_9_shows(self) -> None:
        show_timeline(await self._case("5888-1"))
        await asyncio.to_thread(show_trail, self._stack)

    async def _step(self, day: date, method: str, request: Any) -> None:
        """A step of 5888-1 by กรมทดสอบ1, done once however often the story is told."""
        request.request_id = request_id(f"{method} 5888-1 {getattr(request, 'round', '')}")
        answer = await getattr(self._client.cases, method)(request, metadata=self._client.as_("krom1"))
        say(day, "krom1", status_of(answer.case))

    async def _case(self, number: str) -> Case:
        request = case_service_pb2.GetCaseRequest(case_id=self._ids[number])
        answer = await self._client.cases.GetCase(request, metadata=self._client.as_("krom1"))
        return answer.case

    async def _listed(self, who: str) -> case_service_pb2.ListCasesResponse:
        request = case_service_pb2.ListCasesRequest()
        return await self._client.cases.ListCases(request, metadata=self._client.as_(who))

    async def _send(self, who: str, to: Level.ValueType, what: str) -> None:
        request = case_service_pb2.SendCasesRequest(
            case_ids=list(self._ids.values()), to=to, request_id=request_id(f"send {to}")
        )
        await self._client.cases.SendCases(request, metadata=self._client.as_(who))
        say(_SENT, who, f"{', '.join(self._ids)} {what}")

    async def _refused(self, day: date, what: str, call: Awaitable[object]) -> None:
        """A step that the law refuses; that it is answered would be the surprise."""
        try:
            await call
        except grpc.aio.AioRpcError as error:
            say(day, "krom1", f"{what} → ปฏิเสธ: {thai_reason(error)}")
        else:
            console.print(f"[red]{what}: was not refused[/]")
