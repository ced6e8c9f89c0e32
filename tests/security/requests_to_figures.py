"""A request for each method of `deadlines` and `reporting`, so made that nothing changes but the caller's own bell."""

from datetime import timedelta

from google.protobuf.timestamp_pb2 import Timestamp

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
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request
from tests.security.asking import Answer, Holds, Request
from tests.security.world import World

_POLICY = "case.round_37"
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


def _report_1(world: World, place: str, _: str) -> GetReport1Request:
    """Of the month in which nothing but this thing was received."""
    return GetReport1Request(from_month=f"{world.at(place).received_on:%Y-%m}")


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
    "reporting ReportService.GetReport1": _report_1,
}
HOLDS: dict[str, Holds] = {
    "deadlines DeadlineService.ListObligations": _has_obligation,
    "deadlines DeadlineService.GetWorklist": _has_obligation,
    "deadlines DeadlineService.GetWorklist#mine": _has_obligation,
    "deadlines DeadlineService.GetCompliance": _has_figures,
    "deadlines ReminderService.ListBell": _has_notice,
    "reporting ReportService.GetReport1": _has_case,
}
