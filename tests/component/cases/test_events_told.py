"""What `cases` tells of what happens: one event a happening, with the version and the facts after it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_people_service_pb2 import LiftRecusalRequest, MarkRecusalRequest, NameHandlerRequest
from rongrian.cases.v1.case_service_pb2 import (
    AskAboutCaseRequest,
    EditEntryRequest,
    ReturnCaseRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest, RestoreComplaintRequest
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events, told
from tests.support import tree
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import (
    NITIKORN,
    a_complaint,
    a_conclusion,
    a_round_report,
    a_work_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
    the_manuals_complaint,
)
from tests.support.running import Running


@pytest.mark.rule("CASE-17", "CASE-27")
async def test_one_event_a_happening_and_each_has_the_facts_after_its_act(
    krom1: Desk, cases: Running, clock: FixedClock
) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 23)
    for step in (
        an_explanation(din.id),
        a_round_report(din.id),
        a_conclusion(din.id, allegations=(1, 2)),
        some_proceedings(din.id),
        an_outcome(din.id),
    ):
        await krom1(step)

    of_din = await events(cases, din.id)
    assert [event.WhichOneof("event") for event in of_din] == [
        "case_recorded",
        "lateness_explained",
        "round_reported",
        "inquiry_concluded",
        "proceedings_reported",
        "outcome_reported",
        "case_closed",
    ]
    assert [event.facts.version for event in of_din] == [1, 2, 3, 4, 5, 6, 7]
    assert [event.header.aggregate_version for event in of_din] == [1, 2, 3, 4, 5, 6, 7]
    assert [event.facts.status for event in of_din] == [1, 2, 3, 7, 8, 9, 9]
    assert {event.header.actor for event in of_din} == {krom1.subject}
    assert (await krom1.case(din.id)).version == 7
    facts = of_din[-1].facts
    assert (facts.outcome, facts.penalty, facts.closed_on) == (
        case_pb2.OUTCOME_SERIOUS,
        case_pb2.PENALTY_DISCHARGE,
        "2020-07-23",
    )
    assert (facts.number, facts.agency_id, facts.handler) == ("5888-1", str(tree.DEPARTMENT_1), krom1.subject)
    assert (facts.received_on, facts.recorded_on, facts.concluded_on) == ("2020-07-15", "2020-07-15", "2020-07-23")
    assert [(round_.due_on, round_.reported_on) for round_ in facts.rounds] == [
        ("2020-07-22", "2020-07-23"),
        ("2020-08-21", "2020-07-23"),
    ]
    index = cases.foundation.blind_index
    assert set(of_din[0].facts.accused_indexes) == {index.of("5555555555555"), index.of(NAM_NATIONAL_ID)}


@pytest.mark.rule("CASE-18")
async def test_before_the_resolution_there_are_no_rounds_to_tell_of(krom1: Desk, cases: Running) -> None:
    [case] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
    await krom1(some_progress(case.id, "2018-04-01"))
    await krom1(a_conclusion(case.id, "2018-05-01", ground="GROUND_NONE"))

    told_of = await events(cases, case.id)
    assert await told(cases, case.id) == ["case_recorded", "progress_reported", "inquiry_concluded", "case_closed"]
    assert not any(event.facts.rounds for event in told_of)
    assert (told_of[-1].facts.era, told_of[-1].facts.outcome) == (
        case_pb2.ERA_BEFORE_RESOLUTION,
        case_pb2.OUTCOME_ENDED,
    )


@pytest.mark.rule("CASE-15", "ROLE-5")
async def test_a_case_that_an_inquiry_opened_is_told_with_its_origin_and_all_learn_of_its_accused(
    krom1: Desk, cases: Running, clock: FixedClock
) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(din.id))
    fai = NITIKORN | {"first_name": "ไฟ", "last_name": "สีส้ม", "national_id": "3101700000004"}
    found = [{"official": fai, "allegations": [2], "becomes_a_case": True}]
    opened = (await krom1(a_conclusion(din.id, allegations=(1, 2), found_officials=found))).opened[0]

    assert await told(cases, opened.id) == ["case_recorded", "inquiry_concluded"]
    assert await told(cases, nam.id) == ["case_recorded", "case_edited"]
    facts = (await events(cases, opened.id))[0].facts
    assert (facts.origin_case_id, facts.recorded_on, len(facts.rounds)) == (din.id, "2020-07-22", 0)
    index = cases.foundation.blind_index.of("3101700000004")
    for case in (din, nam, opened):
        assert index in (await events(cases, case.id))[-1].facts.accused_indexes


@pytest.mark.rule("CASE-20", "CASE-21", "CASE-24")
async def test_what_is_beside_the_life_is_told_too(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, pacc: Desk, cases: Running
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    nam = desk_of("test-krom1-nam").subject
    own = {"case_id": case.id}
    await krom1(a_round_report(case.id, "2020-07-15"))
    await krom1(EditEntryRequest(case_id=case.id, number=2, edition=1, report=a_work_report("2020-07-15")))
    await krom1(form_of(await krom1.complaint(case.complaint_id)))
    await krom1(NameHandlerRequest(**own, officer=nam, reason="แบ่งงาน"))
    await acoc(MarkRecusalRequest(**own, officer=nam, reason="ญาติ"))
    await acoc(LiftRecusalRequest(**own, officer=nam, reason="ไม่ใช่ญาติ"))
    await krom1(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    await acoc(ReturnCaseRequest(**own, remark="เอกสารไม่ครบ"))
    await krom1(DeleteComplaintRequest(complaint_id=case.complaint_id, case_ids=[case.id], reason="บันทึกซ้ำ"))
    await acoc(RestoreComplaintRequest(complaint_id=case.complaint_id))
    await krom1(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    await acoc(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_PACC))
    await pacc(AskAboutCaseRequest(**own, question="?"))

    assert await told(cases, case.id) == [
        "case_recorded",
        "round_reported",
        "case_edited",
        "case_edited",
        "handler_named",
        "recusal_marked",
        "recusal_lifted",
        "case_sent",
        "case_returned",
        "case_deleted",
        "case_restored",
        "case_sent",
        "case_sent",
    ]
    told_of = await events(cases, case.id)
    assert [event.facts.version for event in told_of] == list(range(1, len(told_of) + 1))
    assert [event.case_sent.to for event in told_of if event.HasField("case_sent")] == [3, 3, 4]
    assert [event.case_returned.by for event in told_of if event.HasField("case_returned")] == [3]
    texts = ("แบ่งงาน", "ญาติ", "เอกสารไม่ครบ", "บันทึกซ้ำ", "รถยนต์", "ดิน")
    written = b"".join(event.SerializeToString() for event in told_of)
    assert [text for text in texts if text.encode() in written] == []


@pytest.mark.rule("SUB-5", "CASE-27")
async def test_what_is_refused_or_repeated_tells_nothing(krom1: Desk, cases: Running) -> None:
    request = the_manuals_complaint()
    din, _ = await krom1.records(request)
    report = a_round_report(din.id, "2020-07-15")
    await krom1(report)
    before = len(await events(cases))

    await krom1(request)
    await krom1(report)
    await krom1.refused(a_round_report(din.id, "2020-07-15"))
    await krom1.refused(a_conclusion(str(uuid4())))

    assert len(await events(cases)) == before
    assert len({UUID(event.header.event_id) for event in await events(cases)}) == before
