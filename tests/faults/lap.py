"""A lap: the slice from the record to the figure on four business days, told step by step so that one can be hit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import uuid4

from google.protobuf.message import Message

from dev.demo import steps
from dev.demo.complaint import complaint_5888
from dev.demo.people import PASSWORD, USER_ADMIN
from rongrian.agencies.v1.officer_pb2 import ROLE_UNIT
from rongrian.agencies.v1.officer_service_pb2 import GrantOfficerRequest
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_pb2 import CaseStatus, Level
from rongrian.cases.v1.case_service_pb2 import (
    RecordComplaintRequest,
    RecordComplaintResponse,
    SendCasesRequest,
)
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request
from tests.faults.figures import expected
from tests.faults.ledger import Entry
from tests.faults.world import World

Step = Callable[[], Awaitable[None]]

FIRST_AGENCY, LAST_AGENCY = 3, 9
OFFICERS_AGENCY = "MT10O"
_BEFORE = timedelta(days=5)  # so that the day after tomorrow is day 7
_DAY = timedelta(days=1)


class Lap:
    """One agency's officer at work; `killed` names what is killed meanwhile, for the ledger."""

    def __init__(self, world: World, killed: str) -> None:
        world.laps += 1
        self.world = world
        self.killed = killed
        self.name = f"F{world.laps}"
        self.officer = f"krom{FIRST_AGENCY + world.laps % (LAST_AGENCY - FIRST_AGENCY + 1)}"
        self.complaints: list[list[Entry]] = []

    def steps(self) -> list[Step]:
        """In order. What was reported before day 7 is known to all by then: whoever has reported is not reminded."""
        return [
            self.record,
            self.record,
            self.next_day,
            self.report_in_time,
            self.grant_an_officer,
            self.evening,
            self.day_7,
            self.report_on_the_day,
            self.next_day,
            self.explain_and_report_late,
            self.conclude,
            self.report_proceedings,
            self.close,
            self.send_to_the_acoc,
            self.send_to_pacc,
            self.look_at_the_figures,
        ]

    @property
    def days(self) -> list[Step]:
        """The steps that are days."""
        return [self.next_day, self.day_7]

    async def record(self) -> None:
        """A complaint is recorded; its cases enter the agency's figures today."""
        answer = await self.world.caller.act("cases", "RecordComplaint", self.complaint(), self.officer)
        self.recorded(answer)

    def complaint(self) -> RecordComplaintRequest:
        """The next complaint, against two, received five days ago."""
        record = complaint_5888()
        record.reception.agency_number = f"{self.name}-{len(self.complaints) + 1}"
        record.reception.received_on = (self.world.today - _BEFORE).isoformat()
        return RecordComplaintRequest(record=record, request_id=str(uuid4()))

    def recorded(self, answer: RecordComplaintResponse) -> None:
        """Enter the answer into the ledger."""
        world = self.world
        self.complaints.append(world.ledger.recorded(answer.cases, self.officer, world.today, self.killed))

    async def next_day(self) -> None:
        """The next business day, until every service has done with it."""
        await asyncio.to_thread(self.world.pass_to, self.world.today + _DAY)

    async def day_7(self) -> None:
        """The next day, on which all that is still open is reminded of."""
        await self.next_day()

    async def evening(self) -> None:
        """Every service has done with what today has brought."""
        await asyncio.to_thread(self.world.pass_to, self.world.today)

    async def report_in_time(self) -> None:
        """Before its day 7: no reminder, no lateness."""
        await self.report(self.complaints[0][0])

    async def report_on_the_day(self) -> None:
        """On day 7 itself, which is in time; the reminder went out as the day began."""
        await self.report(self.complaints[0][1])

    async def explain_and_report_late(self) -> None:
        """On day 8, one of two: the other stays missed."""
        late = self.complaints[1][0]
        explanation = steps.explain(late.id, case_pb2.ROUND_7)
        answer = await self.world.caller.act("cases", "ExplainLateness", explanation, self.officer)
        self.world.ledger.explained(answer.case, self.world.today)
        await self.report(late)

    async def report(self, entry: Entry) -> None:
        request = steps.report(entry.id, case_pb2.ROUND_7)
        request.report.started_on = entry.recorded_on.isoformat()
        answer = await self.world.caller.act("cases", "ReportRound", request, self.officer)
        self.world.ledger.reported(answer.case, request.report.started_on, self.world.today)

    async def conclude(self) -> None:
        """The late one's inquiry ends, in time for round 37."""
        await self._step("ConcludeInquiry", case_pb2.CASE_STATUS_INQUIRY_CONCLUDED)

    async def report_proceedings(self) -> None:
        await self._step("ReportProceedings", case_pb2.CASE_STATUS_IN_PROCEEDINGS)

    async def close(self) -> None:
        """ปลดออก, and on to criminal proceedings."""
        await self._step("ReportOutcome", case_pb2.CASE_STATUS_CLOSED)

    async def _step(self, method: str, status: CaseStatus.ValueType) -> None:
        """A step of the late case, done today."""
        late, today = self.complaints[1][0], self.world.today
        answer = await self.world.caller.act("cases", method, _TO_THE_END[method](late.id, today), self.officer)
        self.world.ledger.went_on(answer.case, status, today)

    async def send_to_the_acoc(self) -> None:
        """Every case of both complaints at once."""
        everything = [entry for complaint in self.complaints for entry in complaint]
        await self._send(everything, case_pb2.LEVEL_MINISTRY_ACOC, self.officer)

    async def send_to_pacc(self) -> None:
        """The second complaint goes on to ป.ป.ท."""
        await self._send(self.complaints[1], case_pb2.LEVEL_PACC, "acoc")

    async def grant_an_officer(self) -> None:
        """An officer of another agency: a row, an account in Keycloak, an event to all."""
        await self.grant(self.officer_to_grant())

    def officer_to_grant(self) -> GrantOfficerRequest:
        username = f"{self.name.lower()}-officer"
        return GrantOfficerRequest(
            username=username,
            first_name="เจ้าหน้าที่",
            last_name=self.name,
            national_id=_national_id(self.world.laps),
            position="ผู้รับผิดชอบ",
            email=f"{username}@rongrian.example",
            agency_id=self.world.agencies[OFFICERS_AGENCY],
            roles=[ROLE_UNIT],
            temporary_password=PASSWORD,
            request_id=str(uuid4()),
        )

    async def grant(self, request: GrantOfficerRequest) -> None:
        answer = await self.world.caller.act("agencies", "GrantOfficer", request, USER_ADMIN)
        self.world.ledger.officers[request.username] = answer.officer.subject

    async def look_at_the_figures(self) -> None:
        """This month's, as soon as all have settled, agree with the ledger."""
        await self.evening()
        world = self.world
        month = world.today.replace(day=1)
        request = GetReport1Request(from_month=month.isoformat()[:7])
        report = await world.caller.read("reporting", "GetReport1", request, self.officer)
        entries = world.ledger.of(self.officer)
        assert report.total == expected(entries, case_pb2.LEVEL_UNIT, month, world.today)

    async def _send(self, entries: list[Entry], to: Level.ValueType, who: str) -> None:
        request = SendCasesRequest(case_ids=[entry.id for entry in entries], to=to)
        answer = await self.world.caller.act("cases", "SendCases", request, who)
        self.world.ledger.sent(answer.cases, to, self.world.today)


def _concluded(case_id: str, today: date) -> Message:
    request = steps.conclude(case_id)
    request.conclusion.finished_on = today.isoformat()
    return request


def _in_proceedings(case_id: str, today: date) -> Message:
    request = steps.report_proceedings(case_id)
    request.proceedings.started_on = request.proceedings.steps[0].on = today.isoformat()
    return request


def _closed(case_id: str, today: date) -> Message:
    request = steps.report_outcome(case_id)
    request.outcome.known_on = today.isoformat()
    return request


_TO_THE_END = {"ConcludeInquiry": _concluded, "ReportProceedings": _in_proceedings, "ReportOutcome": _closed}


def _national_id(number: int) -> str:
    """An invention with a right check digit."""
    digits = f"29{number:010d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=True))
    return f"{digits}{(11 - total % 11) % 10}"
