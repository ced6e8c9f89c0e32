"""Asking for corrections and deciding them: who may, what is refused, what is kept (CASE-22)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import uuid4

import grpc
import pytest

from rongrian.cases.v1 import case_pb2, correction_pb2, view_pb2
from rongrian.cases.v1.case_people_service_pb2 import MarkRecusalRequest
from rongrian.cases.v1.case_service_pb2 import ListEarlierEntriesRequest, SendCasesRequest
from rongrian.cases.v1.complaint_service_pb2 import ListEarlierComplaintsRequest
from rongrian.cases.v1.correction_service_pb2 import ListCorrectableFieldsRequest
from tests.component.cases.correcting import (
    approving,
    asking,
    asks,
    corrected,
    entry,
    returning,
    seen_by,
    withdrawing,
)
from tests.component.cases.desk import Desk
from tests.component.cases.kept import close_month, events, places_of, told, trail
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    an_outcome,
    some_proceedings,
    the_manuals_complaint,
)
from tests.support.running import Running

EARLIER = entry("reception.received_on", "2020-07-15", "2020-07-10")
REQUESTED, APPROVED, RETURNED, WITHDRAWN = (
    correction_pb2.CORRECTION_STATE_REQUESTED,
    correction_pb2.CORRECTION_STATE_APPROVED,
    correction_pb2.CORRECTION_STATE_RETURNED,
    correction_pb2.CORRECTION_STATE_WITHDRAWN,
)


@pytest.fixture
async def case(krom1: Desk) -> view_pb2.Case:
    [recorded] = await krom1.records(a_complaint("5888", "2020-07-15", national_id="3101700000004"))
    return recorded


@pytest.fixture
async def closed(krom1: Desk, case: view_pb2.Case, clock: FixedClock) -> view_pb2.Case:
    """The case with round 7, conclusion, proceedings and outcome as entries 2 to 5, closed on 22 July."""
    clock.day = date(2020, 7, 22)
    for step in (
        a_round_report(case.id),
        a_conclusion(case.id),
        some_proceedings(case.id),
        an_outcome(case.id),
    ):
        await krom1(step)
    return await krom1.case(case.id)


@pytest.mark.rule("CASE-22", "CASE-27")
async def test_a_correction_is_asked_for_with_old_value_and_reason_and_decided_by_another_level(
    krom1: Desk, acoc: Desk, case: view_pb2.Case, cases: Running, clock: FixedClock
) -> None:
    [asked_for] = await asks(krom1, case.id, EARLIER)
    as_seen = await seen_by(acoc, is_callers_to_decide=True)
    clock.day = date(2020, 7, 16)
    [decided] = (await acoc(approving(asked_for))).corrections

    assert (asked_for.case_number, asked_for.field, asked_for.place) == ("5888-1", "reception.received_on", 0)
    assert (asked_for.old_value, asked_for.new_value, asked_for.reason) == ("2020-07-15", "2020-07-10", "พิมพ์ผิด")
    assert (asked_for.state, asked_for.requested_by, asked_for.is_callers_to_decide) == (
        REQUESTED,
        krom1.subject,
        False,
    )
    assert [(each.id, each.is_callers_to_decide) for each in as_seen] == [(asked_for.id, True)]
    assert (decided.state, decided.decided_by, decided.is_callers_to_decide) == (APPROVED, acoc.subject, False)
    assert (await krom1.case(case.id)).received_on == "2020-07-10"
    told_last = (await events(cases, case.id))[-1]
    assert list(told_last.case_corrected.fields) == ["reception.received_on"]
    assert (told_last.facts.received_on, told_last.facts.corrected_on) == ("2020-07-10", "2020-07-16")
    [earlier] = (await krom1(ListEarlierComplaintsRequest(complaint_id=case.complaint_id))).complaints
    assert earlier.complaint.reception.received_on == "2020-07-15"
    entries = {(each.object_kind, each.action): each for each in await trail(cases)}
    assert entries["correction", "case.request_correction"].after["new_value"] == "2020-07-10"
    of_case = entries["case", "case.decide_correction"]
    assert (of_case.before["received_on"], of_case.after["received_on"]) == ("2020-07-15", "2020-07-10")
    assert (of_case.reason, of_case.actor) == ("พิมพ์ผิด", acoc.subject)
    assert entries["correction", "case.decide_correction"].after["state"] == APPROVED


@pytest.mark.rule("CASE-22")
async def test_a_returned_correction_says_why_and_changes_nothing_and_may_be_asked_for_again(
    krom1: Desk, acoc: Desk, case: view_pb2.Case, cases: Running
) -> None:
    before = await told(cases, case.id)
    [asked_for] = await asks(krom1, case.id, EARLIER)
    unexplained = await acoc.refused(returning(asked_for, remark=" "))
    [returned] = (await acoc(returning(asked_for))).corrections

    assert unexplained.faults == {("remark", "CASE-22")}
    assert (returned.state, returned.remark, returned.decided_by) == (RETURNED, "ขอเอกสารประกอบ", acoc.subject)
    assert (await krom1.case(case.id)).received_on == "2020-07-15"
    assert await told(cases, case.id) == before
    assert (await acoc.refused(approving(asked_for))).code == "correction_decided"
    await asks(krom1, case.id, EARLIER)
    assert [each.state for each in await seen_by(krom1)] == [REQUESTED, RETURNED]
    assert [each.id for each in await seen_by(krom1, state=RETURNED)] == [asked_for.id]


@pytest.mark.rule("CASE-22")
async def test_whoever_asked_for_a_correction_withdraws_it_until_it_is_decided_and_nobody_else_does(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, case: view_pb2.Case, cases: Running
) -> None:
    before = await told(cases, case.id)
    wrong, right = await asks(krom1, case.id, EARLIER, entry("reception.agency_number", "5888", "5889"))

    assert (await acoc.refused(withdrawing(wrong))).code == "others_correction"
    assert (await desk_of("test-krom2").refused(withdrawing(wrong))).status is grpc.StatusCode.NOT_FOUND
    [withdrawn] = (await krom1(withdrawing(wrong))).corrections
    assert (withdrawn.state, withdrawn.decided_by) == (WITHDRAWN, krom1.subject)
    assert (await acoc.refused(approving(wrong, right))).code == "correction_decided"
    assert (await krom1.refused(withdrawing(wrong))).code == "correction_decided"
    assert [each.id for each in await seen_by(acoc, is_callers_to_decide=True)] == [right.id]
    assert await told(cases, case.id) == before
    await asks(krom1, case.id, EARLIER)
    noted = [each for each in await trail(cases) if str(each.object_id) == wrong.id]
    assert [(each.action, each.after["state"]) for each in noted] == [
        ("case.request_correction", REQUESTED),
        ("case.withdraw_correction", WITHDRAWN),
    ]


@pytest.mark.rule("CASE-22", "CASE-26")
async def test_corrections_withdrawn_while_they_are_approved_are_one_or_the_other(
    krom1: Desk, acoc: Desk, case: view_pb2.Case
) -> None:
    for turn in range(6):
        now = (await krom1.complaint(case.complaint_id)).reception
        asked_for = await asks(
            krom1,
            case.id,
            entry("reception.agency_number", now.agency_number, f"{6000 + turn}"),
            entry("reception.received_on", now.received_on, f"2020-07-{14 - turn:02}"),
        )

        answers = await asyncio.gather(
            code_of(acoc(approving(*asked_for))), code_of(krom1(withdrawing(*reversed(asked_for))))
        )

        assert sorted(answers) == ["", "correction_decided"]
        after = (await krom1.complaint(case.complaint_id)).reception
        assert (after.agency_number == f"{6000 + turn}") is (answers[0] == "")


@pytest.mark.rule("CASE-22")
async def test_a_case_that_was_sent_to_pacc_is_decided_by_pacc_and_any_other_by_its_acoc(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, pacc: Desk, case: view_pb2.Case
) -> None:
    [asked_for] = await asks(krom1, case.id, EARLIER)
    unsent = await pacc.refused(approving(asked_for))
    await krom1(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    await acoc(SendCasesRequest(case_ids=[case.id], to=case_pb2.LEVEL_PACC))

    assert (unsent.status, unsent.code) == (grpc.StatusCode.NOT_FOUND, "not_found")
    refused = await acoc.refused(approving(asked_for))
    assert (refused.code, refused.metadata["permission"]) == ("permission_missing", "case.decide_correction")
    assert (await desk_of("test-other-acoc").refused(approving(asked_for))).code == "not_found"
    by_the_unit = await krom1.refused(approving(asked_for))
    assert by_the_unit.code == "permission_missing"
    assert [each.is_callers_to_decide for each in await seen_by(acoc)] == [False]
    assert [each.is_callers_to_decide for each in await seen_by(pacc)] == [True]
    assert (await pacc(approving(asked_for))).corrections[0].state == APPROVED


@pytest.mark.rule("CASE-22")
async def test_what_stands_also_in_a_case_that_pacc_has_is_decided_by_pacc_through_whichever_case_it_is_asked_for(
    krom1: Desk, acoc: Desk, pacc: Desk, cases: Running
) -> None:
    of_din, of_nam = await krom1.records(the_manuals_complaint())
    await krom1(SendCasesRequest(case_ids=[of_nam.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    await acoc(SendCasesRequest(case_ids=[of_nam.id], to=case_pb2.LEVEL_PACC))
    await close_month(cases, date(2020, 7, 1))

    of_both, of_the_telephone, of_the_car, of_himself = await asks(
        krom1,
        of_din.id,
        EARLIER,
        entry("allegation.place", "กรุงเทพมหานคร", "นนทบุรี", place=2),
        entry("allegation.place", "จังหวัดระยอง", "ตราด", place=1),
        entry("accused.position", "นิติกร", "พนักงานขับรถ"),
    )

    for shared in (of_both, of_the_telephone):
        assert (await acoc.refused(approving(shared))).code == "permission_missing"
        assert (await acoc.refused(returning(shared))).code == "permission_missing"
    for alone in (of_the_car, of_himself):
        assert (await pacc.refused(approving(alone))).code == "not_found"
    his_to_decide = {each.id for each in await seen_by(acoc, is_callers_to_decide=True)}
    assert his_to_decide == {of_the_car.id, of_himself.id}
    assert {each.id for each in await seen_by(pacc, is_callers_to_decide=True)} == {of_both.id, of_the_telephone.id}
    await acoc(approving(of_the_car, of_himself))
    decided = (await pacc(approving(of_both, of_the_telephone))).corrections
    assert {each.state for each in decided} == {APPROVED}
    assert (await pacc.case(of_nam.id)).received_on == "2020-07-10"


@pytest.mark.rule("CASE-22")
async def test_an_acoc_asks_for_its_subtree_and_nobody_decides_what_he_asked_for(
    desk_of: Callable[[str], Desk], acoc: Desk, case: view_pb2.Case
) -> None:
    [asked_for] = await asks(acoc, case.id, EARLIER)

    assert (await acoc.refused(approving(asked_for))).code == "own_correction"
    assert (await acoc.refused(returning(asked_for))).code == "own_correction"
    assert await seen_by(acoc, is_callers_to_decide=True) == []
    for stranger in ("test-krom2", "test-other-acoc"):
        assert (await desk_of(stranger).refused(asking(case.id, EARLIER))).code == "not_found"
        assert await seen_by(desk_of(stranger)) == []
    above = await desk_of("test-ministry").refused(asking(case.id, EARLIER))
    assert (above.code, above.metadata["permission"]) == ("permission_missing", "case.request_correction")


@pytest.mark.rule("CASE-22", "ROLE-5")
async def test_who_is_to_be_accused_by_a_correction_learns_it_from_no_list_and_no_refusal(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, closed: view_pb2.Case
) -> None:
    nam = desk_of("test-krom1-nam")
    renamed = entry("accused.first_name", "ดิน", "น้ำ")
    [asked_before] = await asks(nam, closed.id, entry("accused.title", "นาย", "นาง"))
    [of_the_place] = await asks(krom1, closed.id, entry("allegation.place", "จังหวัดระยอง", "ตราด", place=1))
    pair = await asks(krom1, closed.id, renamed, entry("accused.national_id", "", NAM_NATIONAL_ID))

    assert {each.id for each in await seen_by(nam)} == {asked_before.id, of_the_place.id}
    his_own = await asks(nam, closed.id, renamed, entry("accused.national_id", "", "1101700230708"))
    assert (await nam.refused(asking(closed.id, renamed))).faults == {("entries[0].field", "CASE-22")}
    assert {each.id for each in await seen_by(nam)} == {asked_before.id, of_the_place.id, *(one.id for one in his_own)}

    await acoc(returning(*pair))
    assert {each.id for each in pair}.isdisjoint(each.id for each in await seen_by(nam))
    assert {each.id for each in pair} < {each.id for each in await seen_by(krom1)}


@pytest.mark.rule("CASE-22", "ROLE-5")
async def test_a_recused_officer_finds_no_correction(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, case: view_pb2.Case
) -> None:
    [asked_for] = await asks(krom1, case.id, EARLIER)
    await krom1(MarkRecusalRequest(case_id=case.id, officer=acoc.subject, reason="ญาติ", request_id=str(uuid4())))

    assert await seen_by(acoc) == []
    for decision in (approving(asked_for), returning(asked_for)):
        assert (await acoc.refused(decision)).code == "not_found"
    assert (await acoc.refused(asking(case.id, EARLIER))).code == "not_found"


@pytest.mark.rule("CASE-20", "CASE-22")
async def test_what_can_still_be_edited_is_not_corrected(
    krom1: Desk, acoc: Desk, case: view_pb2.Case, cases: Running
) -> None:
    position = entry("accused.position", "นิติกร", "พนักงานขับรถ")
    while_open = await krom1.refused(asking(case.id, position))
    await close_month(cases, date(2020, 7, 1))
    await corrected(krom1, acoc, case.id, position)

    assert while_open.faults == {("entries[0].field", "CASE-22")}
    assert (await krom1.case(case.id)).accused.position == "พนักงานขับรถ"
    assert await krom1.numbers(words="ดิน") == ["5888-1"]


@pytest.mark.rule("CASE-22", "CASE-26")
async def test_every_faulty_row_is_named_at_once(krom1: Desk, acoc: Desk, case: view_pb2.Case) -> None:
    await asks(krom1, case.id, EARLIER)

    refusal = await krom1.refused(
        asking(
            case.id,
            entry("reception.received_on", "2020-07-15", "2020-07-09"),
            entry("reception.agency_number", "5887", "5889"),
            entry("reception.colour", "", "แดง"),
            entry("outcome.result", "", "ผิด", place=5),
            entry("accused.title", "นาย", "นาง"),
            entry("reception.agency_number", "5888", "5888"),
        )
    )

    assert refusal.faults == {
        ("entries[0].field", "CASE-22"),
        ("entries[1].old_value", "CASE-26"),
        ("entries[2].field", "CASE-22"),
        ("entries[3].place", "CASE-22"),
        ("entries[4].field", "CASE-22"),
        ("entries[5].new_value", "CASE-22"),
        ("entries[5].field", "CASE-22"),
    }


@pytest.mark.rule("CASE-22", "CASE-2")
@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ("2020-07-16", "CASE-22"),
        ("2014-05-21", "CASE-2"),
        ("2020-02-30", "CASE-2"),
        ("2563-07-10", "CASE-2"),
        ("10 ก.ค. 2563", "CASE-2"),
        ("", "CASE-2"),
    ],
    ids=["after the recording", "too early", "no day", "of the Buddhist Era", "no date", "none"],
)
async def test_a_new_reception_date_is_held_to_the_law(
    krom1: Desk, case: view_pb2.Case, clock: FixedClock, new: str, rule: str
) -> None:
    clock.day = date(2020, 7, 20)

    refusal = await krom1.refused(asking(case.id, entry("reception.received_on", "2020-07-15", new)))

    assert refusal.faults == {("entries[0].new_value", rule)}


@pytest.mark.rule("CASE-22", "CASE-20")
async def test_each_version_of_a_corrected_entry_stays_readable(krom1: Desk, acoc: Desk, closed: view_pb2.Case) -> None:
    first = entry("outcome.result", "ผิดวินัยอย่างร้ายแรง", "ผิดวินัย", place=5)
    await corrected(krom1, acoc, closed.id, first)
    again = entry("outcome.result", "ผิดวินัย", "ผิดวินัยร้ายแรง", place=5)
    both = await corrected(krom1, acoc, closed.id, again, EARLIER)

    assert [each.state for each in both] == [APPROVED, APPROVED]
    assert (await krom1.case(closed.id)).timeline[4].outcome.result == "ผิดวินัยร้ายแรง"
    earlier = (await krom1(ListEarlierEntriesRequest(case_id=closed.id, number=5))).entries
    assert [each.entry.outcome.result for each in earlier] == ["ผิดวินัยอย่างร้ายแรง", "ผิดวินัย"]
    assert {each.replaced_by for each in earlier} == {acoc.subject}


@pytest.mark.rule("CASE-22", "CASE-26")
async def test_the_decider_is_told_what_was_corrected_meanwhile_and_nothing_is_stored(krom1: Desk, acoc: Desk) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    of_nam = entry("reception.received_on", "2020-07-15", "2020-07-12")
    stale = await asks(krom1, nam.id, of_nam, entry("reception.agency_number", "5888", "5889"))
    await corrected(krom1, acoc, din.id, EARLIER)

    refusal = await acoc.refused(approving(*stale))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.ABORTED, "changed_meanwhile")
    assert refusal.faults == {("corrections[0].old_value", "CASE-26")}
    now = await krom1.case(nam.id)
    assert (now.received_on, now.number) == ("2020-07-10", "5888-2")
    assert {each.id for each in await seen_by(krom1, state=REQUESTED)} == {each.id for each in stale}


@pytest.mark.rule("CASE-22", "CASE-27")
async def test_a_national_id_is_sealed_while_it_waits_and_recuses_from_its_approval_on(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, closed: view_pb2.Case, cases: Running
) -> None:
    nam = desk_of("test-krom1-nam")
    [asked_for] = await asks(krom1, closed.id, entry("accused.national_id", "", NAM_NATIONAL_ID))
    found_before, seen_before = await nam.numbers(), await seen_by(nam)
    before = (await events(cases, closed.id))[-1].facts.accused_indexes
    await acoc(approving(asked_for))
    after = (await events(cases, closed.id))[-1].facts.accused_indexes

    assert (asked_for.old_value, asked_for.new_value) == ("x-xxxx-xxxxx-xx-x", "x-xxxx-xxxxx-xx-x")
    assert (found_before, seen_before) == (["5888-1"], [])
    assert await nam.numbers() == []
    assert await krom1.numbers(national_id=NAM_NATIONAL_ID) == ["5888-1"]
    assert await krom1.numbers(national_id="3101700000004") == []
    assert (len(before), len(after)) == (1, 1)
    assert set(before).isdisjoint(after)
    assert (await told(cases, closed.id))[-1] == "case_corrected"
    assert await places_of(cases, NAM_NATIONAL_ID) == set()


@pytest.mark.rule("CASE-22", "ROLE-5")
async def test_a_mistyped_number_that_was_corrected_recuses_nobody_any_more(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, cases: Running
) -> None:
    nam = desk_of("test-krom1-nam")
    [case] = await krom1.records(a_complaint("1", "2020-07-15", national_id=NAM_NATIONAL_ID))
    before = await nam.numbers()
    await close_month(cases, date(2020, 7, 1))

    await corrected(krom1, acoc, case.id, entry("accused.national_id", "", ""))

    assert (before, await nam.numbers()) == ([], ["1-1"])
    shown = (await krom1.case(case.id)).accused
    assert (shown.has_national_id, shown.national_id_to_be_checked) == (False, False)


@pytest.mark.rule("CASE-22", "CASE-6")
async def test_a_number_is_not_corrected_to_that_of_another_accused(krom1: Desk, cases: Running) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    await close_month(cases, date(2020, 7, 1))

    refusal = await krom1.refused(asking(din.id, entry("accused.national_id", "", NAM_NATIONAL_ID)))

    assert refusal.faults == {("entries[0].new_value", "CASE-6")}


@pytest.mark.rule("CASE-22", "SUB-5")
async def test_asked_or_decided_twice_is_done_once(
    krom1: Desk, acoc: Desk, case: view_pb2.Case, cases: Running
) -> None:
    request = asking(case.id, EARLIER, entry("reception.agency_number", "5888", "5889"))
    first, again = await krom1(request), await krom1(request)
    decision = approving(*first.corrections)
    decided, decided_again = await acoc(decision), await acoc(decision)

    assert first == again
    assert [each.field for each in first.corrections] == ["reception.received_on", "reception.agency_number"]
    assert decided == decided_again
    assert (await told(cases, case.id)).count("case_corrected") == 1


@pytest.mark.rule("CASE-22", "CASE-26")
async def test_two_deciders_at_once_decide_it_once(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, case: view_pb2.Case, cases: Running
) -> None:
    [asked_for] = await asks(krom1, case.id, EARLIER)

    answers = await asyncio.gather(*(code_of(acoc(approving(asked_for))) for _ in range(4)))

    assert sorted(answers) == ["", *["correction_decided"] * 3]
    assert (await told(cases, case.id)).count("case_corrected") == 1


@pytest.mark.rule("CASE-22")
async def test_the_fields_are_listed_with_their_words_in_the_order_of_the_record(krom1: Desk) -> None:
    fields = {field.name: field for field in (await krom1(ListCorrectableFieldsRequest())).fields}

    names = list(fields)
    assert (names[0], names[-1]) == ("reception.received_on", "outcome.is_referred_to_criminal")
    assert (fields["reception.received_on"].form, fields["reception.received_on"].needs_place) == ("date", False)
    assert fields["conclusion.disciplinary_ground"].choices[0] == "ไม่มีมูลความผิดทางวินัย"
    assert fields["conclusion.disciplinary_ground"].needs_place
    assert list(fields["outcome.is_referred_to_criminal"].choices) == ["ใช่", "ไม่ใช่"]
    assert {field.form for field in fields.values()} == {"date", "text", "amount", "national_id", "choice"}
    assert all(field.thai and field.english for field in fields.values())


async def code_of(answer: Awaitable[object]) -> str:
    """The code of a refusal, nothing where it was done."""
    try:
        await answer
    except grpc.aio.AioRpcError as error:
        return str(dict(error.trailing_metadata() or ())["rongrian-code"])
    return ""
