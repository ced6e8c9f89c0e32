"""What follows for a case when its correction is approved: era, rounds, status, queues, numbers, closing (CASE-22)."""

from datetime import date

import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import CountQueuesRequest, ListEarlierEntriesRequest
from tests.component.cases.correcting import approving, asking, asks, corrected, entry
from tests.component.cases.desk import Desk, acts
from tests.component.cases.kept import events, told, trail
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
    the_manuals_complaint,
)
from tests.support.running import Running

QUEUES = [
    *(case_pb2.QUEUE_ROUND_7, case_pb2.QUEUE_LATENESS_7, case_pb2.QUEUE_ROUND_37, case_pb2.QUEUE_LATENESS_37),
    *(case_pb2.QUEUE_CONCLUSION, case_pb2.QUEUE_PROCEEDINGS, case_pb2.QUEUE_OUTCOME),
]


async def queues_of(desk: Desk) -> set[str]:
    """Those in which a case waits, and whose list has it."""
    counted = {queue.queue for queue in (await desk(CountQueuesRequest())).queues if queue.cases}
    listed = {queue for queue in QUEUES if await desk.numbers(queue=queue)}
    assert counted == listed
    return {case_pb2.Queue.Name(queue).removeprefix("QUEUE_").lower() for queue in listed}


async def closed_before_the_resolution(desk: Desk) -> view_pb2.Case:
    [case] = await desk.records(a_complaint("1", "2018-03-27"))
    for step in (
        some_progress(case.id, "2018-04-03"),
        a_conclusion(case.id, "2018-05-01"),
        some_proceedings(case.id, "2018-06-01"),
        an_outcome(case.id, "2018-07-01"),
    ):
        await desk(step)
    return await desk.case(case.id)


@pytest.mark.rule("CASE-22", "CASE-12")
async def test_a_closed_case_corrected_to_after_the_resolution_owes_round_7_and_may_report_it(
    krom1: Desk, acoc: Desk, cases: Running, clock: FixedClock
) -> None:
    case = await closed_before_the_resolution(krom1)
    assert (acts(case) & {"explain_lateness_7", "report_round_7"}, await queues_of(krom1)) == (set(), set())

    await corrected(krom1, acoc, case.id, entry("reception.received_on", "2018-03-27", "2018-03-28"))

    now = await krom1.case(case.id)
    assert (now.era, now.status) == (case_pb2.ERA_AFTER_RESOLUTION, case_pb2.CASE_STATUS_CLOSED)
    facts = (await events(cases, case.id))[-1].facts
    assert [(each.due_on, each.reported_on) for each in facts.rounds] == [
        ("2018-04-04", ""),
        ("2018-05-04", "2020-07-15"),
    ]
    assert (facts.closed_on, facts.outcome) == ("2020-07-15", case_pb2.OUTCOME_SERIOUS)
    assert "explain_lateness_7" in acts(now)
    assert await queues_of(krom1) == {"lateness_7"}
    clock.day = date(2020, 7, 17)
    await krom1(an_explanation(case.id))
    assert await queues_of(krom1) == {"round_7"}
    await krom1(a_round_report(case.id, "2018-04-03"))

    done = await krom1.case(case.id)
    assert (done.status, done.closed_as) == (case_pb2.CASE_STATUS_CLOSED, case_pb2.CLOSED_AS_DISCHARGED)
    assert [line.status for line in done.timeline][-2:] == [
        case_pb2.CASE_STATUS_LATE_7,
        case_pb2.CASE_STATUS_REPORTED_7,
    ]
    assert await queues_of(krom1) == set()
    assert (await told(cases, case.id))[-2:] == ["lateness_explained", "round_reported"]
    assert (await events(cases, case.id))[-1].facts.rounds[0].reported_on == "2020-07-17"


@pytest.mark.rule("CASE-22", "CASE-18")
async def test_a_case_with_reported_and_explained_rounds_corrected_to_before_the_resolution_and_back(
    krom1: Desk, acoc: Desk, cases: Running, clock: FixedClock
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-01"))
    for step in (an_explanation(case.id), a_round_report(case.id, "2020-07-02")):
        await krom1(step)
    clock.day = date(2020, 8, 30)
    await krom1(an_explanation(case.id, "ROUND_37"))
    late = (await events(cases, case.id))[-1].facts

    await corrected(krom1, acoc, case.id, entry("reception.received_on", "2020-07-01", "2018-03-01"))
    before = await krom1.case(case.id)
    queues_before, facts = await queues_of(krom1), (await events(cases, case.id))[-1].facts
    await corrected(krom1, acoc, case.id, entry("reception.received_on", "2018-03-01", "2020-07-01"))

    assert (before.era, before.status) == (case_pb2.ERA_BEFORE_RESOLUTION, case_pb2.CASE_STATUS_PROGRESS_BEFORE)
    assert (list(facts.rounds), queues_before) == ([], {"conclusion"})
    assert [line.status for line in before.timeline] == [
        *(case_pb2.CASE_STATUS_NEW, case_pb2.CASE_STATUS_LATE_7, case_pb2.CASE_STATUS_REPORTED_7),
        case_pb2.CASE_STATUS_LATE_37,
    ]
    again = (await events(cases, case.id))[-1].facts
    assert (again.status, list(again.rounds)) == (late.status, list(late.rounds))
    assert again.status == case_pb2.CASE_STATUS_LATE_37
    assert again.version == late.version + 2


@pytest.mark.rule("CASE-22", "CASE-11")
async def test_a_lateness_that_was_none_stays_in_the_timeline_and_is_explained_again_when_it_comes(
    krom1: Desk, acoc: Desk, clock: FixedClock
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-07"))
    await krom1(an_explanation(case.id))

    await corrected(krom1, acoc, case.id, entry("reception.received_on", "2020-07-07", "2020-07-14"))

    now = await krom1.case(case.id)
    assert (now.status, "report_round_7" in acts(now)) == (case_pb2.CASE_STATUS_NEW, True)
    assert now.timeline[1].lateness.explanation == "ลืม"
    clock.day = date(2020, 7, 22)
    assert "explain_lateness_7" in acts(await krom1.case(case.id))
    await krom1(an_explanation(case.id, explanation="ลืมอีก"))
    assert (await krom1.case(case.id)).status == case_pb2.CASE_STATUS_LATE_7


@pytest.mark.rule("CASE-22", "CASE-15")
async def test_a_closed_case_with_a_ground_that_was_overlooked_goes_on(
    krom1: Desk, acoc: Desk, cases: Running, clock: FixedClock
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(case.id))
    await krom1(a_conclusion(case.id, ground="GROUND_NONE"))
    ended = (await events(cases, case.id))[-1].facts
    clock.day = date(2020, 8, 3)

    ground = entry("conclusion.disciplinary_ground", "ไม่มีมูลความผิดทางวินัย", "มีมูลความผิดทางวินัยร้ายแรง", place=3)
    [decided] = await corrected(krom1, acoc, case.id, ground)

    assert (decided.old_value, decided.new_value) == ("ไม่มีมูลความผิดทางวินัย", "มีมูลความผิดทางวินัยร้ายแรง")
    facts = (await events(cases, case.id))[-1].facts
    assert (ended.closed_on, ended.outcome) == ("2020-07-22", case_pb2.OUTCOME_ENDED)
    assert (facts.closed_on, facts.outcome, facts.concluded_on) == ("", 0, "2020-07-22")
    now = await krom1.case(case.id)
    assert (now.status, now.closed_as) == (case_pb2.CASE_STATUS_INQUIRY_CONCLUDED, 0)
    assert "report_proceedings" in acts(now)
    assert (now.timeline[2].status, now.timeline[2].edition) == (case_pb2.CASE_STATUS_INQUIRY_CONCLUDED, 2)
    [earlier] = (await krom1(ListEarlierEntriesRequest(case_id=case.id, number=3))).entries
    assert (earlier.entry.status, earlier.replaced_by) == (case_pb2.CASE_STATUS_CLOSED, acoc.subject)
    of_case = [each for each in await trail(cases) if (each.object_kind, each.object_id) == ("case", case.id)][-1]
    assert (of_case.before["closed_on"], of_case.after["closed_on"]) == ("2020-07-22", None)
    assert of_case.before["entries"][0]["said"]["conclusion"]["conclusion"]["disciplinary_ground"] == 1
    assert of_case.after["entries"][0]["says"]["conclusion"]["conclusion"]["disciplinary_ground"] == 3
    await krom1(some_proceedings(case.id))


@pytest.mark.rule("CASE-22", "CASE-20")
async def test_a_ground_that_proceedings_stand_on_is_refused_at_once(krom1: Desk, clock: FixedClock) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    clock.day = date(2020, 7, 22)
    for step in (a_round_report(case.id), a_conclusion(case.id), some_proceedings(case.id), an_outcome(case.id)):
        await krom1(step)

    refusal = await krom1.refused(asking(case.id, entry("conclusion.disciplinary_ground", "serious", "none", place=3)))

    assert refusal.faults == {("entries[0].new_value", "CASE-20")}


@pytest.mark.rule("CASE-22", "CASE-17")
async def test_outcome_and_penalty_are_corrected_together_and_the_case_stays_closed_on_its_day(
    krom1: Desk, acoc: Desk, cases: Running, clock: FixedClock
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    clock.day = date(2020, 7, 22)
    for step in (a_round_report(case.id), a_conclusion(case.id), some_proceedings(case.id), an_outcome(case.id)):
        await krom1(step)
    clock.day = date(2020, 9, 1)
    outcome = entry("outcome.outcome", "ลงโทษวินัยร้ายแรง", "minor", place=5)
    penalty = entry("outcome.penalty", "discharge", "ภาคทัณฑ์", place=5)

    asked_for = await asks(krom1, case.id, outcome, penalty)
    one_alone = await acoc.refused(approving(asked_for[0]))
    await acoc(approving(*asked_for))

    assert one_alone.faults == {("corrections[0].new_value", "CASE-17")}
    now = await krom1.case(case.id)
    assert now.closed_as == case_pb2.CLOSED_AS_REPRIMANDED
    facts = (await events(cases, case.id))[-1].facts
    assert (facts.closed_on, facts.outcome, facts.penalty) == (
        *("2020-07-22", case_pb2.OUTCOME_MINOR),
        case_pb2.PENALTY_REPRIMAND,
    )
    assert await krom1.numbers(closed_as=case_pb2.CLOSED_AS_REPRIMANDED) == ["1-1"]


@pytest.mark.rule("CASE-22", "CASE-1")
async def test_a_corrected_number_is_that_of_all_its_cases_and_unique_in_its_fiscal_year(
    krom1: Desk, acoc: Desk, cases: Running
) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    await krom1.records(a_complaint("5889", "2020-07-14"))
    await krom1.records(a_complaint("5890", "2019-09-30"))
    taken = await krom1.refused(asking(din.id, entry("reception.agency_number", "5888", "5889")))
    in_that_year = await krom1.refused(
        asking(
            nam.id,
            entry("reception.agency_number", "5888", "5890"),
            entry("reception.received_on", "2020-07-15", "2019-09-30"),
        )
    )
    asked_for = await asks(krom1, nam.id, entry("reception.agency_number", "5888", "5890"))
    late = await asks(krom1, din.id, entry("reception.agency_number", "5888", "5891"))
    await acoc(approving(*asked_for))

    assert taken.faults == {("entries[0].new_value", "CASE-1")}
    assert in_that_year.faults == {("entries[0].new_value", "CASE-1")}
    assert sorted(await krom1.numbers(number="5890")) == ["5890-1", "5890-1", "5890-2"]
    assert await krom1.numbers(words="สีใส") == ["5890-2"]
    for case in (din, nam):
        last = (await events(cases, case.id))[-1]
        assert (last.WhichOneof("event"), list(last.case_corrected.fields)) == (
            "case_corrected",
            ["reception.agency_number"],
        )
    # The other's correction was asked for upon the old number (CASE-26).
    stale = await acoc.refused(approving(*late))
    assert (stale.code, stale.faults) == ("changed_meanwhile", {("corrections[0].old_value", "CASE-26")})
    # The old number is free, the new one taken.
    await krom1.records(a_complaint("5888", "2020-07-15"))
    refused = await krom1.refused(a_complaint("5890", "2020-07-15"))
    assert refused.faults == {("record.reception.agency_number", "CASE-1")}


@pytest.mark.rule("CASE-22", "CASE-25")
async def test_lists_and_searches_go_by_the_corrected_date(krom1: Desk, acoc: Desk) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    [other] = await krom1.records(a_complaint("2", "2020-07-14"))

    await corrected(krom1, acoc, case.id, entry("reception.received_on", "2020-07-15", "2020-06-30"))

    assert await krom1.numbers() == ["2-1", "1-1"]
    assert await krom1.numbers(words="รถยนต์") == ["2-1", "1-1"]
    assert await krom1.numbers(received_in="2020-06") == ["1-1"]
    assert (await krom1.case(case.id)).days == 15
    assert (await krom1.case(other.id)).received_on == "2020-07-14"
