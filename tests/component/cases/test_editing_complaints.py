"""Editing what was recorded (CASE-20): what follows from it, what is refused, what is locked."""

from datetime import date

import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.complaint_service_pb2 import EditComplaintRequest, ListEarlierComplaintsRequest
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.component.cases.kept import close_month, events, told, trail
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_conclusion, a_round_report, the_manuals_complaint
from tests.support.running import Running


@pytest.fixture
async def recorded(krom1: Desk) -> view_pb2.Complaint:
    """Complaint 5888."""
    din, _ = await krom1.records(the_manuals_complaint())
    return await krom1.complaint(din.complaint_id)


@pytest.fixture
def form(recorded: view_pb2.Complaint) -> EditComplaintRequest:
    """An edit of complaint 5888 that changes nothing yet."""
    return form_of(recorded)


@pytest.mark.rule("CASE-20")
async def test_everything_that_is_said_of_it_is_edited_and_said_before_stays_readable(
    krom1: Desk, form: EditComplaintRequest, cases: Running
) -> None:
    record = form.record
    record.reception.source, record.reception.source_detail = case_pb2.SOURCE_OTHER_AGENCY, "สำนักงาน ก.พ."
    record.reception.channel, record.reception.details = case_pb2.CHANNEL_EMAIL, "รับทางอีเมล"
    record.accused[0].position = "นักจัดการงานทั่วไป"
    record.allegations[0].subject = "นำรถราชการไปใช้ส่วนตัว"
    record.allegations[1].co_offenders[1].relation = "พนักงานขาย"

    edited = (await krom1(form)).complaint

    assert edited.version == 2
    assert (edited.reception.source_detail, edited.reception.channel) == ("สำนักงาน ก.พ.", case_pb2.CHANNEL_EMAIL)
    din = await krom1.case(edited.cases[0].id)
    assert (din.accused.position, din.source) == ("นักจัดการงานทั่วไป", case_pb2.SOURCE_OTHER_AGENCY)
    assert din.allegations[1].co_offenders[1].relation == "พนักงานขาย"
    [earlier] = (await krom1(ListEarlierComplaintsRequest(complaint_id=edited.id))).complaints
    assert earlier.complaint.version == 1
    assert earlier.complaint.accused[0].position == "นิติกร"
    assert earlier.complaint.allegations[0].subject == "นำรถยนต์ไปใช้ส่วนตัว"
    assert earlier.complaint.reception.source == case_pb2.SOURCE_DIRECT
    assert earlier.replaced_by == krom1.subject
    assert (await told(cases, din.id))[-1] == "case_edited"


@pytest.mark.rule("CASE-1", "CASE-20")
async def test_the_subject_of_a_case_follows_its_first_allegation(krom1: Desk, form: EditComplaintRequest) -> None:
    form.record.allegations[0].subject = "นำรถราชการไปใช้ส่วนตัว"

    edited = (await krom1(form)).complaint

    assert [row.subject for row in edited.cases] == ["นำรถราชการไปใช้ส่วนตัว", "นำทรัพย์สินของทางราชการไปขาย"]
    assert await krom1.numbers(words="รถราชการ") == ["5888-1"]
    assert await krom1.numbers(words="รถยนต์ไปใช้ส่วนตัว") == []


@pytest.mark.rule("CASE-20")
async def test_reception_date_and_number_are_refused_by_name(krom1: Desk, form: EditComplaintRequest) -> None:
    form.record.reception.received_on = "2020-07-14"
    form.record.reception.agency_number = "5889"

    refusal = await krom1.refused(form)

    assert refusal.faults == {
        ("record.reception.received_on", "CASE-20"),
        ("record.reception.agency_number", "CASE-20"),
    }


@pytest.mark.rule("CASE-20", "CASE-10")
async def test_an_accused_who_is_added_makes_the_next_case_with_the_same_rounds(
    krom1: Desk, form: EditComplaintRequest, clock: FixedClock, cases: Running
) -> None:
    clock.day = date(2020, 7, 23)
    form.record.accused.add().CopyFrom(a_complaint("1", "2020-07-15").record.accused[0])
    form.record.allegations[1].accused.append(3)

    edited = (await krom1(form)).complaint

    assert [row.number for row in edited.cases] == ["5888-1", "5888-2", "5888-3"]
    third = edited.cases[2]
    assert (third.received_on, third.overdue_days, third.status) == ("2020-07-15", 1, case_pb2.CASE_STATUS_NEW)
    assert third.subject == "นำทรัพย์สินของทางราชการไปขาย"
    assert await told(cases, third.id) == ["case_recorded"]
    assert (await events(cases, third.id))[0].facts.recorded_on == "2020-07-23"


@pytest.mark.rule("CASE-20")
async def test_an_accused_is_never_removed(krom1: Desk, form: EditComplaintRequest) -> None:
    del form.record.accused[1], form.record.allegations[1].accused[1]

    assert ("record.accused", "CASE-20") in (await krom1.refused(form)).faults


@pytest.mark.rule("CASE-20", "CASE-7")
async def test_allegations_and_co_offenders_are_added_changed_and_removed_and_keep_their_numbers(
    krom1: Desk, form: EditComplaintRequest
) -> None:
    third = form.record.allegations.add()
    third.CopyFrom(form.record.allegations[0])
    third.subject, third.number = "ใช้เวลาราชการทำธุรกิจส่วนตัว", 0
    del form.record.allegations[1].co_offenders[0]
    form.record.allegations[1].co_offenders.add(kind=case_pb2.PERSON_KIND_JURISTIC, name="ร้าน ข")

    edited = (await krom1(form)).complaint
    again = form_of(edited)
    del again.record.allegations[0]
    removed = (await krom1(again)).complaint

    assert [allegation.number for allegation in edited.allegations] == [1, 2, 3]
    people = [(person.number, person.name, person.has_identifier) for person in edited.allegations[1].co_offenders]
    assert people == [(2, "สอน", True), (3, "ร้าน ข", False)]
    assert [allegation.number for allegation in removed.allegations] == [2, 3]
    assert [row.subject for row in removed.cases] == ["นำทรัพย์สินของทางราชการไปขาย"] * 2


@pytest.mark.rule("CASE-20", "CASE-6")
async def test_an_edit_names_every_fault_at_once(krom1: Desk, form: EditComplaintRequest) -> None:
    form.record.accused[0].last_name = " "
    form.record.accused[1].keeps_national_id = False
    form.record.allegations[0].number = 9
    form.record.allegations[1].co_offenders[0].keeps_identifier = True
    form.record.allegations[1].acted_on = "2020-07-16"

    refusal = await krom1.refused(form)

    assert refusal.faults == {
        ("record.accused[0].last_name", "CASE-6"),
        ("record.accused[1].national_id", "CASE-6"),
        ("record.allegations[0].number", "CASE-20"),
        ("record.allegations[1].acted_on", "CASE-6"),
        ("record.allegations[1].co_offenders[0].keeps_identifier", "CASE-20"),
    }


@pytest.mark.rule("CASE-20", "ROLE-5")
async def test_a_sealed_number_is_kept_or_replaced_and_search_follows(
    krom1: Desk, form: EditComplaintRequest, cases: Running
) -> None:
    form.record.accused[0].position = "นักจัดการงานทั่วไป"
    kept = (await krom1(form)).complaint
    found_as_before = await krom1.numbers(national_id="5555555555555")
    replaced = form_of(kept)
    replaced.record.accused[0].keeps_national_id = False
    replaced.record.accused[0].national_id = "3101700000004"
    await krom1(replaced)

    assert kept.accused[0].has_national_id
    assert kept.accused[0].national_id_to_be_checked
    assert found_as_before == ["5888-1"]
    assert await krom1.numbers(national_id="5555555555555") == []
    assert await krom1.numbers(national_id="3101700000004") == ["5888-1"]
    index = cases.foundation.blind_index
    # Whoever was named before stays recused: an edit must not open the complaint to the man it was about (ROLE-5).
    assert set((await events(cases))[-1].facts.accused_indexes) == {
        index.of("5555555555555"),
        index.of("3101700000004"),
        index.of(NAM_NATIONAL_ID),
    }


@pytest.mark.rule("CASE-20")
async def test_a_closed_case_locks_its_accused_and_its_own_allegations_and_no_more(
    krom1: Desk, recorded: view_pb2.Complaint, clock: FixedClock
) -> None:
    clock.day = date(2020, 7, 22)
    din = recorded.cases[0].id
    await krom1(a_round_report(din))
    await krom1(a_conclusion(din, ground="GROUND_NONE", allegations=(1, 2)))
    locked = form_of(await krom1.complaint(recorded.id))
    locked.record.accused[0].position = "นักจัดการงานทั่วไป"
    locked.record.allegations[0].place = "กรุงเทพมหานคร"
    locked.record.allegations[1].accused.remove(1)
    shared = form_of(await krom1.complaint(recorded.id))
    shared.record.accused[1].position = "พนักงานราชการ"
    shared.record.allegations[1].place = "ตลาดนัด"

    refusal = await krom1.refused(locked)
    edited = (await krom1(shared)).complaint

    assert refusal.faults == {
        ("record.accused[0]", "CASE-20"),
        ("record.allegations[0]", "CASE-20"),
        ("record.allegations[1].accused", "CASE-20"),
    }
    assert edited.allegations[1].place == "ตลาดนัด"


@pytest.mark.rule("CASE-20")
async def test_an_unchanged_allegation_of_a_closed_case_is_no_fault_though_a_number_in_it_is_to_be_checked(
    krom1: Desk, clock: FixedClock
) -> None:
    request = the_manuals_complaint("90")
    request.record.allegations[1].accused.remove(1)
    din, nam = await krom1.records(request)
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(nam.id))
    await krom1(a_conclusion(nam.id, ground="GROUND_NONE", allegations=(2,)))
    form = form_of(await krom1.complaint(din.complaint_id))
    form.record.accused[0].position = "นักจัดการงานทั่วไป"

    edited = (await krom1(form)).complaint

    assert edited.accused[0].position == "นักจัดการงานทั่วไป"
    assert edited.allegations[1].co_offenders[1].identifier_to_be_checked


@pytest.mark.rule("CASE-20")
async def test_when_the_last_case_is_closed_or_the_month_nothing_is_edited(
    krom1: Desk, recorded: view_pb2.Complaint, clock: FixedClock, cases: Running
) -> None:
    await close_month(cases, date(2020, 7, 1))
    in_closed_month = await krom1.refused(form_of(recorded))
    clock.day = date(2020, 7, 22)
    for row, allegations in zip(recorded.cases, ((1, 2), (2,)), strict=True):
        await krom1(a_round_report(row.id))
        await krom1(a_conclusion(row.id, ground="GROUND_NONE", allegations=allegations))
    all_closed = await krom1.refused(form_of(await krom1.complaint(recorded.id)))

    assert (in_closed_month.code, in_closed_month.metadata["rule"]) == ("month_is_closed", "CASE-20")
    assert all_closed.code == "case_is_closed"


@pytest.mark.rule("CASE-20", "CASE-27")
async def test_the_complainant_stays_unless_he_is_typed_in_anew_and_the_trail_tells_of_it(
    krom1: Desk, cases: Running
) -> None:
    request = a_complaint("8", "2020-07-15")
    request.record.complainant.first_name = "ผู้ร้องคนแรก"
    [case] = await krom1.records(request)
    form = form_of(await krom1.complaint(case.complaint_id))
    form.record.reception.details = "รับเรื่องทางไปรษณีย์"

    stays = (await krom1(form)).complaint
    withheld = form_of(stays)
    withheld.record.complainant.withheld = True
    anew = (await krom1(withheld)).complaint

    assert (stays.has_complainant, stays.complainant_withheld) == (True, False)
    assert (anew.has_complainant, anew.complainant_withheld) == (False, True)
    of_details, of_complainant = [entry for entry in await trail(cases) if entry.object_kind == "complaint"][1:]
    assert of_details.before["reception"]["details"] == ""
    assert of_details.after["complaints"][0]["reception_details"] == "รับเรื่องทางไปรษณีย์"
    assert of_complainant.before["has_complainant"] is True
    assert of_complainant.after["complaints"][0]["complainant"] is None
