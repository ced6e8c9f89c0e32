"""The sample that the manual gives of การปฏิบัติตามมติ ครม., made by กรมทดสอบ10: the chapters follow one another."""

from datetime import date

import pytest

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_service_pb2 import SendCasesRequest
from rongrian.reporting.v1.report_pb2 import Figures
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request
from tests.journeys.conftest import World
from tests.support import complaints

SEPTEMBER, OCTOBER = date(2020, 9, 18), date(2020, 10, 1)
# Round 7 of what was received on 23 September was due on 30 September; that of 24 September is due today.
EARLIER = ["2020-09-22", "2020-09-23", "2020-09-24"]

_ids: dict[str, str] = {}


async def record(world: World, number: str, received_on: str) -> None:
    recorded = await world.client.cases.RecordComplaint(
        complaints.a_complaint(number, received_on), metadata=world.client.as_("krom10")
    )
    [case] = recorded.cases
    _ids[number] = case.id


async def send(world: World, *numbers: str) -> None:
    """All the way up, on the day of their recording."""
    sent = [_ids[number] for number in numbers]
    for who, to in (("krom10", case_pb2.LEVEL_MINISTRY_ACOC), ("acoc", case_pb2.LEVEL_PACC)):
        await world.client.cases.SendCases(SendCasesRequest(case_ids=sent, to=to), metadata=world.client.as_(who))


async def october_of_krom10(world: World, who: str) -> Figures:
    """Its row of report 1, wherever that stands for `who`."""
    request = GetReport1Request(from_month="2020-10")
    report = await world.client.reports.GetReport1(request, metadata=world.client.as_(who))
    rows = [*report.rows, *(below for row in report.rows for below in row.agencies)]
    return next(row.figures for row in rows if row.agency_name == "กรมทดสอบ10")


async def test_on_18_september_krom10_records_two_cases_and_reports_round_7_of_the_first(world: World) -> None:
    world.pass_to(SEPTEMBER)

    for number in ("1", "2"):
        await record(world, number, "2020-09-18")
    await send(world, "1", "2")
    reported = await world.client.cases.ReportRound(
        complaints.a_round_report(_ids["1"], "2020-09-18"), metadata=world.client.as_("krom10")
    )

    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_7


async def test_on_1_october_it_records_three_from_september_and_25_new_ones_and_closes_the_first(world: World) -> None:
    """The conclusion stands for round 37 of the first; round 7 of the second was due on 25 September."""
    world.pass_to(OCTOBER)

    for number, received_on in enumerate([*EARLIER, *["2020-10-01"] * 25], start=3):
        await record(world, str(number), received_on)
    await send(world, *(str(number) for number in range(3, 31)))
    concluded = await world.client.cases.ConcludeInquiry(
        complaints.a_conclusion(_ids["1"], "2020-10-01", ground="GROUND_NONE"), metadata=world.client.as_("krom10")
    )
    world.pass_to(OCTOBER)

    assert concluded.case.closed_as == case_pb2.CLOSED_AS_ENDED


@pytest.mark.rule("REP-1", "REP-2", "REP-3")
@pytest.mark.parametrize("who", ["krom10", "acoc", "pacc"])
async def test_the_manuals_sample_stands_in_the_row_of_krom10_for_all_three(world: World, who: str) -> None:
    """25 + 3 = 28 received; 28 + 2 carried = 30 = 1 followed + 3 not followed + 26 in progress; 30 - 1 = 29 left."""
    october = await october_of_krom10(world, who)

    after, compliance = october.after_resolution, october.compliance
    assert (after.new, after.first_reported, after.received, after.carried_forward) == (25, 3, 28, 2)
    assert (compliance.followed, compliance.not_followed, compliance.in_progress) == (1, 3, 26)
    assert (after.ended, after.minor, after.serious, after.other, after.criminal) == (1, 0, 0, 0, 0)
    assert (after.completed, after.outstanding, after.progressed) == (1, 29, 1)
    assert (october.all_outstanding, october.before_resolution.ByteSize()) == (29, 0)
