"""Line 8 of the worked example: the round of กันยายน 2563, whose data are those of สิงหาคม 2563."""

import asyncio
from datetime import date

import pytest

from rongrian.deadlines.v1 import obligation_pb2
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.reporting.v1.report_pb2 import FigureName, Stated, SummaryRow
from rongrian.reporting.v1.report_service_pb2 import (
    GetReport1Request,
    GetReport5Request,
    GetReport5Response,
    ListFigureCasesRequest,
)
from rongrian.reporting.v1.summary_service_pb2 import (
    CloseRoundRequest,
    GetRoundRequest,
    GetSummaryRequest,
    ListDifferencesRequest,
    RoundState,
    SubmitSummaryRequest,
)
from tests.journeys.conftest import World
from tests.support.answers import refusal_of

SEPTEMBER = "2020-09"
SOME, NONE = Stated.STATED_SOME, Stated.STATED_NONE


async def report_5(world: World, who: str) -> GetReport5Response:
    request = GetReport5Request(round=SEPTEMBER)
    answer: GetReport5Response = await world.client.reports.GetReport5(request, metadata=world.client.as_(who))
    return answer


def stated(row: SummaryRow) -> tuple[int, int, int, int]:
    """What stands in the row: status and number of both columns."""
    return row.new, row.received, row.progress, row.progressed


@pytest.mark.rule("SUM-1", "SUM-3")
async def test_on_8_september_krom1_sees_what_was_counted_and_has_to_explain_what_contradicts_it(world: World) -> None:
    world.pass_to(date(2020, 9, 8))
    krom1 = world.client.as_("krom1")

    shown = await world.client.summaries.GetSummary(GetSummaryRequest(round=SEPTEMBER), metadata=krom1)
    refusal = await refusal_of(
        world.client.summaries.SubmitSummary(
            SubmitSummaryRequest(round=SEPTEMBER, new=SOME, progress=SOME), metadata=krom1
        )
    )

    assert (shown.summary.data_month, shown.summary.received, shown.summary.progressed) == ("2020-08", 0, 1)
    assert shown.summary.is_callers_to_submit
    assert refusal.faults == {("note", "SUM-3")}


@pytest.mark.rule("SUM-2", "REP-14")
async def test_krom1_and_the_acoc_submit_and_report_5_says_so_with_a_dash_for_krom2(world: World) -> None:
    for who, new, progress in (("krom1", NONE, SOME), ("acoc", SOME, NONE)):
        request = SubmitSummaryRequest(round=SEPTEMBER, new=new, progress=progress)
        await world.client.summaries.SubmitSummary(request, metadata=world.client.as_(who))

    rows = {row.agency_name: row for row in (await report_5(world, "acoc")).rows}

    assert list(rows) == ["กระทรวงทดสอบ", *(f"กรมทดสอบ{number}" for number in range(1, 11))]
    assert stated(rows["กรมทดสอบ1"]) == (NONE, 0, SOME, 1)
    assert stated(rows["กระทรวงทดสอบ"]) == (SOME, 2, NONE, 0)
    assert stated(rows["กรมทดสอบ2"]) == (Stated.STATED_UNSPECIFIED, 0, Stated.STATED_UNSPECIFIED, 0)
    assert rows["กรมทดสอบ2"].submitted_on == ""


@pytest.mark.rule("SUM-2")
async def test_a_second_summary_of_krom1_is_refused(world: World) -> None:
    again = SubmitSummaryRequest(round=SEPTEMBER, new=NONE, progress=SOME)

    refusal = await refusal_of(world.client.summaries.SubmitSummary(again, metadata=world.client.as_("krom1")))

    assert refusal.metadata["rule"] == "SUM-2"


@pytest.mark.rule("SUM-5")
async def test_the_round_is_not_closed_before_its_10th_has_passed(world: World) -> None:
    world.pass_to(date(2020, 9, 10))

    refusal = await refusal_of(
        world.client.summaries.CloseRound(CloseRoundRequest(round=SEPTEMBER), metadata=world.client.as_("pacc"))
    )

    assert refusal.metadata["rule"] == "SUM-5"


@pytest.mark.rule("DUE-5", "SUM-5")
async def test_krom3_is_reminded_on_7_9_10_and_11_september_and_never_again_once_the_round_is_closed(
    world: World,
) -> None:
    """As กรมทดสอบ2 and the others that submit nothing; กรมทดสอบ2 has a case of its own here, of which it hears too."""
    world.pass_to(date(2020, 9, 12))
    before = set(world.mails_to("krom3@rongrian.example"))
    pacc = world.client.as_("pacc")

    await world.client.summaries.CloseRound(CloseRoundRequest(round=SEPTEMBER), metadata=pacc)
    async with asyncio.timeout(60):
        while True:
            answer = await world.client.summaries.GetRound(GetRoundRequest(round=SEPTEMBER), metadata=pacc)
            if answer.round.state == RoundState.ROUND_STATE_CLOSED:
                break
            await asyncio.sleep(0.2)
    world.pass_to(date(2020, 9, 18))

    digests = {title for title in before if title.startswith("สรุปกำหนดเวลาประจำวันที่")}
    assert digests == {
        "สรุปกำหนดเวลาประจำวันที่ 7 กันยายน 2563: 1 รายการ",
        "สรุปกำหนดเวลาประจำวันที่ 9 กันยายน 2563: 1 รายการ",
    }
    assert sorted(title.partition(":")[0] for title in before - digests) == ["ครบกำหนดวันนี้", "เกินกำหนด 1 วัน"]
    assert set(world.mails_to("krom3@rongrian.example")) == before
    owed = await world.client.deadlines.ListObligations(
        ListObligationsRequest(policy="summary.monthly"), metadata=world.client.as_("krom3")
    )
    assert [(each.policy, each.due_on, each.state) for each in owed.obligations] == [
        ("summary.monthly", "2020-09-10", obligation_pb2.OBLIGATION_STATE_MISSED)
    ]


@pytest.mark.rule("SUM-5", "REP-10")
async def test_the_closed_month_shows_what_was_published_and_opens_into_its_cases(world: World) -> None:
    acoc = world.client.as_("acoc")

    report = await world.client.reports.GetReport1(GetReport1Request(from_month="2020-08"), metadata=acoc)
    behind = await world.client.reports.ListFigureCases(
        ListFigureCasesRequest(report=1, from_month="2020-08", figure=FigureName.FIGURE_NAME_RECEIVED), metadata=acoc
    )
    differences = await world.client.summaries.ListDifferences(ListDifferencesRequest(month="2020-08"), metadata=acoc)

    after = report.total.after_resolution
    assert report.is_published
    assert (after.received, after.first_reported, after.progressed, after.completed) == (2, 2, 0, 1)
    assert (after.serious, after.criminal, after.outstanding) == (1, 1, 1)
    assert report.total.compliance.not_followed == 2
    assert len(behind.case_ids) == 2
    assert list(differences.differences) == []
    assert differences.published == differences.now == report.total


@pytest.mark.rule("SUM-5")
async def test_no_summary_of_a_closed_round_is_taken_and_it_is_not_closed_twice(world: World) -> None:
    late = SubmitSummaryRequest(round=SEPTEMBER, new=NONE, progress=NONE)

    refused = await refusal_of(world.client.summaries.SubmitSummary(late, metadata=world.client.as_("krom2")))
    twice = await refusal_of(
        world.client.summaries.CloseRound(CloseRoundRequest(round=SEPTEMBER), metadata=world.client.as_("pacc"))
    )

    assert (refused.metadata["rule"], twice.metadata["rule"]) == ("SUM-5", "SUM-5")
