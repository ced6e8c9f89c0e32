"""Corrections of co-offenders: of their words, of their numbers, by form and by sheet (CASE-22)."""

from collections.abc import Callable
from datetime import date

import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_people_service_pb2 import ShowNationalIdRequest
from rongrian.cases.v1.case_service_pb2 import RecordComplaintRequest
from rongrian.cases.v1.complaint_service_pb2 import ListEarlierComplaintsRequest
from tests.component.cases.correcting import (
    approving,
    asking,
    asks,
    corrected,
    entry,
    seen_by,
    sheet_of,
    uploading,
)
from tests.component.cases.desk import Desk
from tests.component.cases.kept import close_month, events, places_of
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    the_manuals_complaint,
)
from tests.support.running import Running

RELATION = "เจ้าหน้าที่บริษัท ก. ที่รับซื้อโทรศัพท์"
SON_NUMBER, OTHER_NUMBER, VALID_NUMBER = "5614555555555", "3101700000004", "1101700230708"


@pytest.fixture
async def din(krom1: Desk, cases: Running) -> view_pb2.Case:
    """Case 5888-1, its month closed; บริษัท ก and นายสอน took part in allegation 2."""
    first, _ = await krom1.records(the_manuals_complaint())
    await close_month(cases, date(2020, 7, 1))
    return first


def with_a_co_offender() -> RecordComplaintRequest:
    request = a_complaint("1", "2020-07-15")
    request.record.allegations[0].co_offenders.add().CopyFrom(
        the_manuals_complaint().record.allegations[1].co_offenders[1]
    )
    return request


def showing(case_id: str, allegation: int, co_offender: int) -> ShowNationalIdRequest:
    return ShowNationalIdRequest(case_id=case_id, allegation=allegation, co_offender=co_offender, purpose="ตรวจสอบ")


async def people_of(desk: Desk, case_id: str, allegation: int = 2) -> list[view_pb2.CoOffender]:
    [found] = [each for each in (await desk.case(case_id)).allegations if each.number == allegation]
    return list(found.co_offenders)


@pytest.mark.rule("CASE-22", "CASE-7")
async def test_every_word_about_a_co_offender_is_corrected_and_the_earlier_ones_stay_readable(
    krom1: Desk, acoc: Desk, din: view_pb2.Case, cases: Running
) -> None:
    old = await people_of(krom1, din.id)

    await corrected(
        krom1,
        acoc,
        din.id,
        entry("co_offender.title", "นาย", "นาง", place=2, person=2),
        entry("co_offender.name", "สอน", "ศรชัย", place=2, person=2),
        entry("co_offender.last_name", "สีแดง", "สีชาด", place=2, person=2),
        entry("co_offender.relation", RELATION, "", place=2, person=2),
        entry("co_offender.details", "", "ผู้จัดการร้าน", place=2, person=2),
        entry("co_offender.kind", "นิติบุคคล", "บุคคลธรรมดา", place=2, person=1),
    )

    company, son_now = await people_of(krom1, din.id)
    assert (company.name, company.kind, company.number) == ("บริษัท ก", case_pb2.PERSON_KIND_NATURAL, 1)
    assert (son_now.title, son_now.name, son_now.last_name) == ("นาง", "ศรชัย", "สีชาด")
    assert (son_now.relation, son_now.details) == ("", "ผู้จัดการร้าน")
    assert (son_now.has_identifier, son_now.identifier_to_be_checked) == (True, old[1].identifier_to_be_checked)
    assert (await krom1(showing(din.id, 2, 2))).number == SON_NUMBER
    assert await krom1.numbers(words="ศรชัย") == ["5888-2", "5888-1"]
    assert await krom1.numbers(words="สอน") == []
    [earlier] = (await krom1(ListEarlierComplaintsRequest(complaint_id=din.complaint_id))).complaints
    assert list(earlier.complaint.allegations[1].co_offenders) == old
    [nam] = [row.id for row in await krom1.rows() if row.number == "5888-2"]
    for case_id in (din.id, nam):
        fields = list((await events(cases, case_id))[-1].case_corrected.fields)
        assert fields == [
            f"co_offender.{name}" for name in ("kind", "title", "name", "last_name", "relation", "details")
        ]


@pytest.mark.rule("CASE-22", "CASE-27")
async def test_a_co_offenders_number_is_sealed_while_it_waits_and_recuses_nobody(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, cases: Running
) -> None:
    nam = desk_of("test-krom1-nam")
    [case] = await krom1.records(with_a_co_offender())
    await close_month(cases, date(2020, 7, 1))
    before = (await events(cases, case.id))[-1].facts.accused_indexes
    number = entry("co_offender.identifier", "", NAM_NATIONAL_ID, place=1, person=1)

    [asked_for] = await asks(krom1, case.id, number)
    waiting = await seen_by(nam)
    [decided] = (await acoc(approving(asked_for))).corrections

    assert (asked_for.place, asked_for.person) == (1, 1)
    assert [each.id for each in waiting] == [asked_for.id]
    for shown in (asked_for, decided, *waiting):
        assert (shown.old_value, shown.new_value) == ("xxxxx", "xxxxx")
    assert await places_of(cases, NAM_NATIONAL_ID, SON_NUMBER) == set()
    assert (await krom1(showing(case.id, 1, 1))).number == NAM_NATIONAL_ID
    # A co-offender is no official: an edit that names him so would recuse nobody either (ROLE-5).
    assert await nam.numbers() == ["1-1"]
    assert (await events(cases, case.id))[-1].facts.accused_indexes == before
    assert await krom1.numbers(national_id=NAM_NATIONAL_ID) == ["1-1"]
    assert await krom1.numbers(national_id=SON_NUMBER) == []


@pytest.mark.rule("CASE-22", "CASE-6")
async def test_a_number_put_right_is_checked_and_one_that_is_not_known_goes(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    async def identified(number: str) -> tuple[bool, bool]:
        await corrected(krom1, acoc, din.id, entry("co_offender.identifier", "", number, place=2, person=2))
        [_, son] = await people_of(krom1, din.id)
        return son.has_identifier, son.identifier_to_be_checked

    assert await identified(VALID_NUMBER) == (True, False)
    assert await identified("1101700230709") == (True, True)
    assert await identified("AA1234567") == (True, False)
    assert (await krom1(showing(din.id, 2, 2))).number == "AA1234567"
    assert await identified("") == (False, False)
    assert (await krom1.refused(showing(din.id, 2, 2))).code == "not_found"
    too_long = entry("co_offender.identifier", "", "1" * 61, place=2, person=2)
    assert {field for field, _ in (await krom1.refused(asking(din.id, too_long))).faults} == {"entries[0].new_value"}


@pytest.mark.rule("CASE-22", "CASE-26")
async def test_what_two_cases_share_of_a_co_offender_is_not_corrected_upon_what_is_gone(
    krom1: Desk, acoc: Desk, din: view_pb2.Case
) -> None:
    [nam_id] = [row.id for row in await krom1.rows() if row.number == "5888-2"]
    by_nam = await asks(
        krom1,
        nam_id,
        entry("co_offender.name", "สอน", "สอนใจ", place=2, person=2),
        entry("co_offender.identifier", "", VALID_NUMBER, place=2, person=2),
        entry("co_offender.details", "", "ลูกจ้าง", place=2, person=2),
    )
    await corrected(
        krom1,
        acoc,
        din.id,
        entry("co_offender.name", "สอน", "ศรชัย", place=2, person=2),
        entry("co_offender.identifier", "", OTHER_NUMBER, place=2, person=2),
    )

    refusal = await acoc.refused(approving(*by_nam))
    await acoc(approving(by_nam[2]))

    assert refusal.code == "changed_meanwhile"
    assert refusal.faults == {(f"corrections[{row}].old_value", "CASE-26") for row in (0, 1)}
    assert OTHER_NUMBER not in refusal.said
    [_, now] = await people_of(krom1, din.id)
    assert (now.name, now.details) == ("ศรชัย", "ลูกจ้าง")
    assert (await krom1(showing(din.id, 2, 2))).number == OTHER_NUMBER


@pytest.mark.rule("CASE-22")
async def test_each_co_offender_of_an_allegation_may_wait_for_a_correction_and_nobody_else_has_a_place(
    krom1: Desk, din: view_pb2.Case
) -> None:
    of_both = [entry("co_offender.details", "", "ผู้ซื้อ", place=2, person=person) for person in (1, 2)]

    asked_for = await asks(krom1, din.id, *of_both)
    refusal = await krom1.refused(
        asking(
            din.id,
            of_both[0],
            entry("co_offender.name", "สอน", "ศรชัย", place=2, person=3),
            entry("co_offender.name", "สอน", "ศรชัย", place=1, person=1),
            entry("co_offender.name", "สอน", "ศรชัย", place=2),
            entry("allegation.place", "กรุงเทพมหานคร", "นนทบุรี", place=2, person=1),
            entry("co_offender.name", "สอน", "", place=2, person=2),
            entry("co_offender.title", "นาย", "นาง", place=2, person=2),
            entry("co_offender.title", "นาย", "นางสาว", place=2, person=2),
        )
    )
    [nam_id] = [row.id for row in await krom1.rows() if row.number == "5888-2"]
    not_of_hers = await krom1.refused(asking(nam_id, entry("allegation.place", "จังหวัดระยอง", "ตราด", place=1)))
    nameless = await krom1.refused(asking(din.id, entry("co_offender.name", "สอน", " ", place=2, person=2)))

    assert [(each.place, each.person) for each in asked_for] == [(2, 1), (2, 2)]
    assert refusal.faults == {
        ("entries[0].field", "CASE-22"),
        *((f"entries[{row}].place", "CASE-22") for row in (1, 2, 3, 4)),
        ("entries[5].new_value", "CASE-6"),
        ("entries[7].field", "CASE-22"),
    }
    assert not_of_hers.faults == {("entries[0].place", "CASE-22")}
    assert nameless.faults == {("entries[0].new_value", "CASE-6")}


@pytest.mark.rule("CASE-20", "CASE-22")
async def test_a_co_offender_who_can_still_be_edited_is_not_corrected(krom1: Desk) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    wanted = entry("co_offender.name", "สอน", "ศรชัย", place=2, person=2)

    assert (await krom1.refused(asking(din.id, wanted))).faults == {("entries[0].field", "CASE-22")}
    await krom1(a_round_report(nam.id, "2020-07-15"))
    await krom1(a_conclusion(nam.id, "2020-07-15", ground="GROUND_NONE", allegations=(2,)))
    # His allegation is edited until the last of its cases is closed (CASE-20).
    assert (await krom1.refused(asking(nam.id, wanted))).faults == {("entries[0].field", "CASE-22")}
    await krom1(a_round_report(din.id, "2020-07-15"))
    await krom1(a_conclusion(din.id, "2020-07-15", ground="GROUND_NONE", allegations=(1, 2)))
    assert len(await asks(krom1, nam.id, wanted)) == 1


@pytest.mark.rule("CASE-22")
async def test_the_sheet_names_each_co_offender_and_is_taken_back(krom1: Desk, acoc: Desk, din: view_pb2.Case) -> None:
    _, *rows = await sheet_of(krom1, din.id)
    about_people = {(row[1], row[2], row[6]): row for row in rows if row[1].startswith("co_offender.")}
    about_people["co_offender.name", "2", "2"][4:6] = ["ศรชัย", "พิมพ์ผิด"]
    about_people["co_offender.identifier", "2", "2"][4:6] = [VALID_NUMBER, "พิมพ์ผิด"]
    about_people["co_offender.identifier", "2", "1"][4:6] = ["0105500000001", "เพิ่งทราบ"]
    wrong = ["5888-1", "co_offender.title", "2", "นาย", "นาง", "ผิด", "สอง"]

    asked_for = (await krom1(uploading(*rows))).corrections
    await acoc(approving(*asked_for))
    refusal = await krom1.refused(uploading(wrong))

    assert len(about_people) == 14
    assert about_people["co_offender.name", "2", "1"][3] == "บริษัท ก"
    assert about_people["co_offender.identifier", "2", "2"][3] == ""
    assert SON_NUMBER not in str(rows)
    assert {(each.field, each.place, each.person) for each in asked_for} == {
        ("co_offender.name", 2, 2),
        ("co_offender.identifier", 2, 2),
        ("co_offender.identifier", 2, 1),
    }
    assert {each.new_value for each in asked_for} == {"ศรชัย", "xxxxx"}
    assert [each.old_value for each in asked_for if each.person == 1] == [""]
    assert [(await krom1(showing(din.id, 2, person))).number for person in (1, 2)] == ["0105500000001", VALID_NUMBER]
    assert refusal.faults == {("rows[2].person", "CASE-22")}
