"""Deleting a complaint with all its cases, and restoring it within 30 days (CASE-21)."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import grpc
import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import (
    AskAboutCaseRequest,
    CountQueuesRequest,
    GetCaseRequest,
    GetSendingRequest,
    ListEarlierEntriesRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.complaint_service_pb2 import (
    DeleteComplaintRequest,
    GetComplaintRequest,
    ListDeletedComplaintsRequest,
    ListEarlierComplaintsRequest,
    RestoreComplaintRequest,
)
from tests.component.cases.desk import Desk, acts
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events, told, trail
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report, the_manuals_complaint
from tests.support.running import Running


def deleting(*cases: view_pb2.Case, reason: str = "บันทึกซ้ำ") -> DeleteComplaintRequest:
    """What confirms the deletion of these cases."""
    return DeleteComplaintRequest(
        complaint_id=cases[0].complaint_id,
        reason=reason,
        case_ids=[case.id for case in cases],
        request_id=str(uuid4()),
    )


@pytest.fixture
async def recorded(krom1: Desk) -> list[view_pb2.Case]:
    return await krom1.records(the_manuals_complaint())


@pytest.mark.rule("CASE-21")
async def test_the_confirmation_lists_every_case_that_goes(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case]
) -> None:
    one_of_two = await krom1.refused(deleting(recorded[0]))
    unexplained = await krom1.refused(deleting(*recorded, reason=" "))
    deleted = (await krom1(deleting(*recorded))).complaint

    assert one_of_two.faults == {("case_ids", "CASE-21")}
    assert unexplained.faults == {("reason", "CASE-21")}
    assert list(deleted.numbers) == ["5888-1", "5888-2"]
    assert (deleted.deleted_on, deleted.restorable_until) == ("2020-07-15", "2020-08-14")
    assert (deleted.reason, deleted.actor) == ("บันทึกซ้ำ", krom1.subject)
    assert list((await acoc(ListDeletedComplaintsRequest())).complaints) == [deleted]


@pytest.mark.rule("CASE-21")
async def test_meanwhile_nobody_finds_anything_of_it(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case]
) -> None:
    din = recorded[0]
    await krom1(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    sending = (await krom1.case(din.id)).sendings[0].id
    await krom1(deleting(*recorded))

    for desk in (krom1, acoc, desk_of("test-auditor")):
        assert await desk.numbers() == []
        assert await desk.numbers(national_id=NAM_NATIONAL_ID) == []
        assert await desk.numbers(words="โทรศัพท์มือถือ") == []
        assert {queue.cases for queue in (await desk(CountQueuesRequest())).queues} == {0}
        for request in (
            GetCaseRequest(case_id=din.id),
            GetComplaintRequest(complaint_id=din.complaint_id),
            ListEarlierEntriesRequest(case_id=din.id, number=1),
            ListEarlierComplaintsRequest(complaint_id=din.complaint_id),
            GetSendingRequest(sending_id=sending),
        ):
            assert (await desk.refused(request)).code == "not_found"
    assert (await krom1.refused(a_round_report(din.id))).code == "not_found"
    assert (await krom1.refused(deleting(*recorded))).code == "not_found"


@pytest.mark.rule("CASE-21")
async def test_what_was_sent_to_pacc_is_not_deleted_nor_its_siblings(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case]
) -> None:
    din, nam = recorded
    await krom1(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    before = acts(await krom1.case(nam.id))
    await acoc(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_PACC))

    refusal = await krom1.refused(deleting(*recorded))

    assert (refusal.code, refusal.metadata["rule"]) == ("already_submitted", "CASE-21")
    assert "delete" in before
    assert [("delete" in acts(await krom1.case(case.id))) for case in recorded] == [False, False]


@pytest.mark.rule("CASE-21")
async def test_its_acoc_restores_it_in_full_until_the_thirtieth_day(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], clock: FixedClock
) -> None:
    din, nam = recorded
    await krom1(a_round_report(din.id, "2020-07-15"))
    before = [await krom1.case(case.id) for case in recorded]
    form = form_of(await krom1.complaint(din.complaint_id))
    await krom1(deleting(*recorded))
    clock.day = date(2020, 8, 14)

    by_unit = await krom1.refused(RestoreComplaintRequest(complaint_id=din.complaint_id))
    restored = (await acoc(RestoreComplaintRequest(complaint_id=din.complaint_id))).complaint

    assert by_unit.metadata == {"permission": "case.restore"}
    assert [row.number for row in restored.cases] == ["5888-1", "5888-2"]
    assert form_of(restored) == form
    for was, now in zip(before, [await krom1.case(din.id), await krom1.case(nam.id)], strict=True):
        assert (now.status, now.timeline, now.allegations) == (was.status, was.timeline, was.allegations)
        assert now.version == was.version + 2
    assert await krom1.numbers(words="โทรศัพท์มือถือ") == ["5888-2", "5888-1"]
    assert list((await acoc(ListDeletedComplaintsRequest())).complaints) == []
    assert (await acoc.refused(RestoreComplaintRequest(complaint_id=din.complaint_id))).code == "not_found"


@pytest.mark.rule("CASE-21")
async def test_after_the_thirtieth_day_it_is_restored_no_more(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], clock: FixedClock
) -> None:
    await krom1(deleting(*recorded))
    clock.day = date(2020, 8, 15)

    refusal = await acoc.refused(RestoreComplaintRequest(complaint_id=recorded[0].complaint_id))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.FAILED_PRECONDITION, "restoring_over")
    assert list((await acoc(ListDeletedComplaintsRequest())).complaints) == []


@pytest.mark.rule("CASE-21", "CASE-1")
async def test_its_number_stays_taken_for_that_time_and_is_free_then(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], clock: FixedClock
) -> None:
    await krom1(deleting(*recorded))
    clock.day += timedelta(days=30)
    taken = await krom1.refused(a_complaint("5888", "2020-07-15"))
    clock.day += timedelta(days=1)
    [again] = await krom1.records(a_complaint("5888", "2020-07-15"))

    assert taken.faults == {("record.reception.agency_number", "CASE-1")}
    assert again.number == "5888-1"
    assert (await acoc.refused(RestoreComplaintRequest(complaint_id=recorded[0].complaint_id))).code == "restoring_over"


@pytest.mark.rule("CASE-21", "ROLE-2")
async def test_another_ministrys_acoc_finds_and_restores_nothing(
    desk_of: Callable[[str], Desk], krom1: Desk, recorded: list[view_pb2.Case]
) -> None:
    await krom1(deleting(*recorded))
    other = desk_of("test-other-acoc")

    assert list((await other(ListDeletedComplaintsRequest())).complaints) == []
    assert (await other.refused(RestoreComplaintRequest(complaint_id=recorded[0].complaint_id))).code == "not_found"
    assert (await krom1.refused(ListDeletedComplaintsRequest())).metadata == {"permission": "case.restore"}


@pytest.mark.rule("CASE-21", "CASE-27")
async def test_both_are_told_and_in_the_trail_with_the_reason(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], cases: Running
) -> None:
    din = recorded[0]
    await krom1(deleting(*recorded))
    deleted_facts = (await events(cases, din.id))[-1].facts
    await acoc(RestoreComplaintRequest(complaint_id=din.complaint_id))

    assert deleted_facts.is_deleted
    assert (await told(cases, din.id)) == ["case_recorded", "case_deleted", "case_restored"]
    assert not (await events(cases, din.id))[-1].facts.is_deleted
    of_complaint = [entry for entry in await trail(cases) if entry.object_kind == "complaint"]
    assert [(entry.action, entry.reason, entry.actor) for entry in of_complaint[1:]] == [
        ("case.delete", "บันทึกซ้ำ", krom1.subject),
        ("case.restore", "", acoc.subject),
    ]
    assert [entry.after["deleted_on"] for entry in of_complaint[1:]] == ["2020-07-15", None]


@pytest.mark.rule("CASE-21", "ROLE-3")
async def test_who_may_only_see_deletes_nothing(
    desk_of: Callable[[str], Desk], pacc: Desk, recorded: list[view_pb2.Case]
) -> None:
    assert (await desk_of("test-ministry").refused(deleting(*recorded))).metadata == {"permission": "case.delete"}
    assert (await pacc.refused(deleting(*recorded))).metadata == {"permission": "case.delete"}
    assert (await desk_of("test-krom2").refused(deleting(*recorded))).code == "not_found"
    assert (await pacc.refused(AskAboutCaseRequest(case_id=recorded[0].id, question="?"))).code == "not_found"
