"""A request for each method of `deadlines` and `reporting`, so made that nothing changes but the caller's own bell."""

from datetime import timedelta
from uuid import uuid4

from google.protobuf.timestamp_pb2 import Timestamp

from kit.domain.thai_dates import fiscal_year
from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1.deadline_service_pb2 import (
    ExtendObligationRequest,
    GetComplianceRequest,
    GetWorklistRequest,
    ListObligationsRequest,
)
from rongrian.deadlines.v1.policy_service_pb2 import (
    AddHolidayRequest,
    ChangePolicyRequest,
    ListHolidaysRequest,
    ListPoliciesRequest,
    StrikeHolidayRequest,
    Terms,
)
from rongrian.deadlines.v1.reminder_service_pb2 import (
    EndCalendarFeedRequest,
    GetCalendarFeedRequest,
    ListBellRequest,
    MarkBellReadRequest,
    RenewCalendarFeedRequest,
)
from rongrian.deadlines.v1.summary_reminder_service_pb2 import RemindSummariesRequest
from rongrian.reporting.v1.report_pb2 import FIGURE_NAME_NEW
from rongrian.reporting.v1.report_service_pb2 import (
    GetReport1Request,
    GetReport2Request,
    GetReport3Request,
    GetReport4Request,
    GetReport5Request,
    ListFigureCasesRequest,
)
from rongrian.reporting.v1.summary_service_pb2 import (
    CloseRoundRequest,
    GetRoundRequest,
    GetSummaryRequest,
    ListDifferencesRequest,
    ListRoundsRequest,
    RemindUnsubmittedRequest,
    SubmitSummaryRequest,
)
from tests.security.asking import Answer, Holds, Request
from tests.security.world import CLOSED_MONTH, OPEN_ROUND, World

_POLICY = "case.round_37"
_FUTURE = "2030-01"
_WHY = "ตรวจสอบสิทธิ"
# วันขึ้นปีใหม่, and a Wednesday that is nobody's holiday.
_HOLIDAY, _WORKING_DAY = "2020-01-01", "2020-07-15"


def _obligations(world: World, place: str, _: str) -> ListObligationsRequest:
    return ListObligationsRequest(object_id=world.at(place).case_id)


def _compliance(world: World, place: str, _: str) -> GetComplianceRequest:
    """On the one day on which nothing but round 37 of this thing was due."""
    due_on = (world.at(place).received_on + timedelta(days=37)).isoformat()
    return GetComplianceRequest(policy=_POLICY, due_from=due_on, due_to=due_on)


def _compliance_of_agency(world: World, place: str, _: str) -> GetComplianceRequest:
    return GetComplianceRequest(
        policy=_POLICY, due_from="2019-01-01", due_to="2020-12-31", agency_id=world.at(place).agency_id
    )


def _extend(world: World, place: str, _: str) -> ExtendObligationRequest:
    """A case round, which allows no extension."""
    return ExtendObligationRequest(obligation_id=world.at(place).obligation_id, days=1, reason=_WHY)


def _change_policy(*_: object) -> ChangePolicyRequest:
    """Which is law."""
    terms = Terms(number=40, counted_in=obligation_pb2.COUNTED_IN_CALENDAR_DAYS)
    return ChangePolicyRequest(policy=_POLICY, terms=terms, reason=_WHY)


def _remind_summaries(world: World, place: str, _: str) -> RemindSummariesRequest:
    """Of a round that nobody owes."""
    return RemindSummariesRequest(round="2014-01", agency_ids=[world.at(place).agency_id], asked_by=str(uuid4()))


def _report_1(world: World, place: str, _: str) -> GetReport1Request:
    """Of the month in which nothing but this thing was received."""
    return GetReport1Request(from_month=_month(world, place))


def _report_2(world: World, place: str, _: str) -> GetReport2Request:
    return GetReport2Request(from_month=_month(world, place))


def _report_3(world: World, place: str, _: str) -> GetReport3Request:
    return GetReport3Request(fiscal_year=fiscal_year(world.at(place).received_on))


def _report_4(world: World, place: str, _: str) -> GetReport4Request:
    return GetReport4Request(from_month=_month(world, place))


def _figure_cases(world: World, place: str, _: str) -> ListFigureCasesRequest:
    return ListFigureCasesRequest(report=1, from_month=_month(world, place), figure=FIGURE_NAME_NEW)


def _figure_cases_of_row(world: World, place: str, _: str) -> ListFigureCasesRequest:
    """Of the same month wherever it stands: the row is asked for."""
    agency_id = world.at(place).agency_id
    return ListFigureCasesRequest(report=1, from_month="2020-01", figure=FIGURE_NAME_NEW, agency_id=agency_id)


def _month(world: World, place: str) -> str:
    return f"{world.at(place).received_on:%Y-%m}"


def _summary(world: World, place: str, _: str) -> GetSummaryRequest:
    return GetSummaryRequest(agency_id=world.at(place).agency_id, round=OPEN_ROUND)


def _submit(world: World, place: str, _: str) -> SubmitSummaryRequest:
    """Which states nothing."""
    return SubmitSummaryRequest(agency_id=world.at(place).agency_id, round=OPEN_ROUND)


def _differences(world: World, place: str, _: str) -> ListDifferencesRequest:
    """Of a month that was closed before anything was recorded."""
    return ListDifferencesRequest(agency_id=world.at(place).agency_id, month=CLOSED_MONTH)


def _has_obligation(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).case_id in {obligation.object_id for obligation in answer.message.obligations}


def _has_figures(answer: Answer, *_: object) -> bool:
    figures = answer.message.total
    counted = figures.met_in_time + figures.met_late + figures.missed + figures.open + figures.cancelled
    return bool(counted > 0) and bool(answer.message.agencies)


def _has_notice(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).case_id in {notice.obligation.object_id for notice in answer.message.notices}


def _has_case(answer: Answer, *_: object) -> bool:
    return bool(answer.message.total.after_resolution.new > 0)


def _has_month(answer: Answer, world: World, place: str, _: str) -> bool:
    rows = {row.month: row.figures for row in answer.message.rows}
    return bool(rows[_month(world, place)].after_resolution.new > 0)


def _has_row(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).agency_id in {row.agency_id for row in answer.message.rows}


def _has_ids(answer: Answer, world: World, place: str, _: str) -> bool:
    return not {*world.at(place).case_ids}.isdisjoint(answer.message.case_ids)


REQUESTS: dict[str, Request] = {
    "deadlines DeadlineService.ListObligations": _obligations,
    "deadlines DeadlineService.GetWorklist": lambda *_: GetWorklistRequest(),
    "deadlines DeadlineService.GetWorklist#mine": lambda *_: GetWorklistRequest(mine=True),
    "deadlines DeadlineService.GetCompliance": _compliance,
    "deadlines DeadlineService.GetCompliance#of an agency": _compliance_of_agency,
    "deadlines DeadlineService.ExtendObligation": _extend,
    "deadlines PolicyService.ListPolicies": lambda *_: ListPoliciesRequest(),
    "deadlines PolicyService.ChangePolicy": _change_policy,
    "deadlines PolicyService.ListHolidays": lambda *_: ListHolidaysRequest(year=2020),
    "deadlines PolicyService.AddHoliday": lambda *_: AddHolidayRequest(day=_HOLIDAY, name="วันขึ้นปีใหม่", reason=_WHY),
    "deadlines PolicyService.StrikeHoliday": lambda *_: StrikeHolidayRequest(day=_WORKING_DAY, reason=_WHY),
    "deadlines ReminderService.ListBell": lambda *_: ListBellRequest(),
    "deadlines ReminderService.MarkBellRead": lambda *_: MarkBellReadRequest(up_to=Timestamp(seconds=1)),
    "deadlines ReminderService.GetCalendarFeed": lambda *_: GetCalendarFeedRequest(),
    "deadlines ReminderService.RenewCalendarFeed": lambda *_: RenewCalendarFeedRequest(),
    "deadlines ReminderService.EndCalendarFeed": lambda *_: EndCalendarFeedRequest(),
    "deadlines SummaryReminderService.RemindSummaries": _remind_summaries,
    "reporting ReportService.GetReport1": _report_1,
    "reporting ReportService.GetReport2": _report_2,
    "reporting ReportService.GetReport3": _report_3,
    "reporting ReportService.GetReport4": _report_4,
    "reporting ReportService.GetReport5": lambda *_: GetReport5Request(round=OPEN_ROUND),
    "reporting ReportService.ListFigureCases": _figure_cases,
    "reporting ReportService.ListFigureCases#of a row": _figure_cases_of_row,
    "reporting SummaryService.GetSummary": _summary,
    "reporting SummaryService.SubmitSummary": _submit,
    "reporting SummaryService.RemindUnsubmitted": lambda *_: RemindUnsubmittedRequest(round=_FUTURE),
    "reporting SummaryService.ListRounds": lambda *_: ListRoundsRequest(),
    "reporting SummaryService.GetRound": lambda *_: GetRoundRequest(round=OPEN_ROUND),
    "reporting SummaryService.CloseRound": lambda *_: CloseRoundRequest(round=_FUTURE),
    "reporting SummaryService.ListDifferences": _differences,
}
HOLDS: dict[str, Holds] = {
    "deadlines DeadlineService.ListObligations": _has_obligation,
    "deadlines DeadlineService.GetWorklist": _has_obligation,
    "deadlines DeadlineService.GetWorklist#mine": _has_obligation,
    "deadlines DeadlineService.GetCompliance": _has_figures,
    "deadlines ReminderService.ListBell": _has_notice,
    "reporting ReportService.GetReport1": _has_case,
    "reporting ReportService.GetReport2": _has_case,
    "reporting ReportService.GetReport3": _has_month,
    "reporting ReportService.GetReport5": _has_row,
    "reporting ReportService.ListFigureCases": _has_ids,
}
