"""Two officers at one case: the second is told what changed, and nothing is lost (CASE-26)."""

import asyncio
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import grpc
import grpc.aio
import pytest
from google.protobuf.message import Message

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_people_service_pb2 import MarkRecusalRequest
from rongrian.cases.v1.case_service_pb2 import EditEntryRequest, SendCasesRequest
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events
from tests.support.answers import Refusal, read_refusal
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


async def at_the_same_moment(*calls: tuple[Desk, Message]) -> tuple[list[Any], list[Refusal]]:
    """What was answered, and what was refused."""
    answers = await asyncio.gather(*(desk(request) for desk, request in calls), return_exceptions=True)
    errors = [answer for answer in answers if isinstance(answer, BaseException)]
    refused = [read_refusal(error) for error in errors if isinstance(error, grpc.aio.AioRpcError)]
    return [answer for answer in answers if not isinstance(answer, BaseException)], refused


@pytest.fixture
async def din(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """Case 5888-1, its round 7 reported, on 22 July 2563."""
    first, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(first.id))
    return await krom1.case(first.id)


@pytest.mark.rule("CASE-26")
async def test_every_step_made_upon_an_older_version_is_refused_with_what_changed_since(
    krom1: Desk, acoc: Desk, clock: FixedClock
) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 23)
    await acoc(an_explanation(din.id))
    steps: list[Any] = [
        an_explanation(din.id),
        a_round_report(din.id),
        some_progress(din.id, "2020-07-16"),
        a_conclusion(din.id, allegations=(1, 2)),
        some_proceedings(din.id),
        an_outcome(din.id),
    ]

    for step in steps:
        step.expected_version = din.version
        refusal = await krom1.refused(step)
        assert (refusal.status, refusal.code) == (grpc.StatusCode.ABORTED, "changed_meanwhile")
        assert refusal.faults == {("timeline[2]", "CASE-26")}
    report = steps[1]
    report.expected_version = (await krom1.case(din.id)).version
    assert (await krom1(report)).case.status == case_pb2.CASE_STATUS_REPORTED_7


@pytest.mark.rule("CASE-26")
async def test_what_changed_beside_the_timeline_is_told_too(krom1: Desk, din: view_pb2.Case) -> None:
    await krom1(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    conclusion = a_conclusion(din.id, allegations=(1, 2))
    conclusion.expected_version = din.version

    assert (await krom1.refused(conclusion)).faults == {("expected_version", "CASE-26")}


@pytest.mark.rule("CASE-26", "CASE-20")
async def test_an_entry_that_was_edited_meanwhile_is_named_to_whoever_writes_upon_the_older_version(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    await acoc(EditEntryRequest(case_id=din.id, number=2, edition=1, report=a_work_report("2020-07-18")))
    conclusion = a_conclusion(din.id, allegations=(1, 2))
    conclusion.expected_version = din.version

    assert (await krom1.refused(conclusion)).faults == {("timeline[2]", "CASE-26")}


@pytest.mark.rule("CASE-26", "CASE-20")
async def test_the_second_to_edit_an_entry_is_told_which_fields_changed(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    by_acoc = a_work_report("2020-07-18")
    by_acoc.reported_to_head.on = "2020-07-19"
    await acoc(EditEntryRequest(case_id=din.id, number=2, edition=1, report=by_acoc))

    late = await krom1.refused(EditEntryRequest(case_id=din.id, number=2, edition=1, report=a_work_report()))
    of_none = await krom1.refused(EditEntryRequest(case_id=din.id, number=2, edition=9, report=a_work_report()))

    assert late.code == "changed_meanwhile"
    assert late.faults == {
        ("report.started_on", "CASE-26"),
        ("report.reported_to_head.on", "CASE-26"),
    }
    assert of_none.faults == {("report", "CASE-26")}
    assert (await krom1.case(din.id)).timeline[1].done_on == "2020-07-18"


@pytest.mark.rule("CASE-26", "CASE-20")
async def test_the_second_to_edit_a_complaint_is_told_which_fields_changed(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    complaint = await krom1.complaint(din.complaint_id)
    first, second = form_of(complaint), form_of(complaint)
    first.record.reception.details = "รับทางไปรษณีย์"
    first.record.accused[1].position = "พนักงานราชการ"
    first.record.allegations.add().CopyFrom(first.record.allegations[0])
    first.record.allegations[2].number = 0
    await acoc(first)
    second.record.accused[0].position = "นักจัดการงานทั่วไป"

    refusal = await krom1.refused(second)

    assert refusal.faults == {
        ("record.reception.details", "CASE-26"),
        ("record.accused[1].position", "CASE-26"),
        ("record.allegations[2]", "CASE-26"),
    }
    assert (await krom1.complaint(din.complaint_id)).accused[0].position == "นิติกร"


@pytest.mark.rule("CASE-26", "CASE-15")
async def test_a_form_that_was_opened_before_the_inquiry_named_somebody_loses_him_not(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    opened_before = form_of(await krom1.complaint(din.complaint_id))
    other = {"kind": "PERSON_KIND_JURISTIC", "name": "ร้าน ข"}
    await acoc(a_conclusion(din.id, allegations=(1, 2), found_others=[{"person": other, "allegations": [1]}]))

    refusal = await krom1.refused(opened_before)

    assert refusal.faults == {("record.allegations[0].co_offenders[0]", "CASE-26")}
    assert [person.name for person in (await krom1.case(din.id)).allegations[0].co_offenders] == ["ร้าน ข"]


@pytest.mark.rule("CASE-26")
async def test_of_the_same_step_at_the_same_moment_one_is_accepted_and_one_is_told(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    versioned = [a_conclusion(din.id, allegations=(1, 2)) for _ in range(2)]
    for request in versioned:
        request.expected_version = din.version

    answered, refused = await at_the_same_moment((krom1, versioned[0]), (acoc, versioned[1]))
    proceedings = await at_the_same_moment((krom1, some_proceedings(din.id)), (acoc, some_proceedings(din.id)))
    outcomes = await at_the_same_moment((krom1, an_outcome(din.id)), (acoc, an_outcome(din.id)))

    assert len(answered) == 1
    assert [refusal.faults for refusal in refused] == [{("timeline[3]", "CASE-26")}]
    assert len(proceedings[0]) == 2
    assert [refusal.code for refusal in outcomes[1]] == ["case_is_closed"]
    timeline = (await krom1.case(din.id)).timeline
    assert [entry.number for entry in timeline] == [1, 2, 3, 4, 5, 6]
    assert [entry.proceedings.number for entry in timeline[3:5]] == [1, 2]


@pytest.mark.rule("CASE-26")
@pytest.mark.parametrize("what", ["a record", "an entry", "a complaint", "a sending", "a request sent twice"])
async def test_whatever_two_do_at_the_same_moment_one_is_done(
    krom1: Desk, acoc: Desk, din: view_pb2.Case, what: str
) -> None:
    edit = EditEntryRequest(case_id=din.id, number=2, edition=1, report=a_work_report("2020-07-18"))
    to_acoc = SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC)
    form = form_of(await krom1.complaint(din.complaint_id))
    form.record.reception.details = "รับทางไปรษณีย์"
    conclusion = a_conclusion(din.id, allegations=(1, 2))
    calls: dict[str, tuple[tuple[Desk, Message], tuple[Desk, Message]]] = {
        "a record": ((krom1, a_complaint("7", "2020-07-15")), (krom1, a_complaint("7", "2020-07-16"))),
        "an entry": ((krom1, edit), (acoc, edit)),
        "a complaint": ((krom1, form), (acoc, form)),
        "a sending": ((krom1, to_acoc), (acoc, to_acoc)),
        "a request sent twice": ((krom1, conclusion), (krom1, conclusion)),
    }

    answered, refused = await at_the_same_moment(*calls[what])

    if what == "a request sent twice":
        assert (len(answered), answered[0]) == (2, answered[1])
    else:
        assert (len(answered), len(refused)) == (1, 1)
        assert refused[0].code in {"invalid_input", "changed_meanwhile", "already_sent"}


@pytest.mark.rule("CASE-26", "CASE-15")
async def test_two_inquiries_of_one_complaint_find_officials_at_the_same_moment_and_none_is_lost(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    nam = (await krom1.complaint(din.complaint_id)).cases[1].id
    await krom1(a_round_report(nam))
    found = [
        {
            "official": NITIKORN | {"first_name": name, "last_name": "สีส้ม", "has_no_national_id": True},
            "allegations": [2],
            "becomes_a_case": True,
        }
        for name in ("ไฟ", "ลม")
    ]
    answered, _ = await at_the_same_moment(
        (krom1, a_conclusion(din.id, allegations=(1, 2), found_officials=found[:1])),
        (acoc, a_conclusion(nam, allegations=(2,), found_officials=found[1:])),
    )

    assert len(answered) == 2
    complaint = await krom1.complaint(din.complaint_id)
    assert [row.number for row in complaint.cases] == ["5888-1", "5888-2", "5888-3", "5888-4"]
    assert {person.first_name for person in complaint.accused} == {"ดิน", "น้ำ", "ไฟ", "ลม"}
    assert list(complaint.allegations[1].accused) == [1, 2, 3, 4]


@pytest.mark.rule("ROLE-5", "CASE-26")
async def test_a_step_at_the_moment_of_a_mark_tells_of_the_mark(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, din: view_pb2.Case, cases: Running
) -> None:
    marked = [desk_of(name).subject for name in ("test-krom1-nam", "test-krom2", "test-krom10", "test-other")]
    for officer in marked:
        request = some_proceedings(din.id)
        if officer == marked[0]:
            await krom1(a_conclusion(din.id, allegations=(1, 2)))
        await at_the_same_moment(
            (acoc, MarkRecusalRequest(case_id=din.id, officer=officer, reason="ญาติ")), (krom1, request)
        )

    told = sorted(await events(cases, din.id), key=lambda event: event.facts.version)
    recused = [set(event.facts.recused) for event in told]
    assert [event.facts.version for event in told] == list(range(1, len(told) + 1))
    assert all(before <= after for before, after in pairwise(recused))
    assert recused[-1] == set(marked)
