"""Corrections of a complainant who was typed in: sealed while they wait, shown to nobody, opened by a handler alone."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete

from kit.database.tables import sealed_key
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_people_service_pb2 import OpenComplainantRequest
from rongrian.cases.v1.complaint_service_pb2 import ListEarlierComplaintsRequest
from tests.component.cases.correcting import (
    approving,
    asking,
    asks,
    corrected,
    entry,
    returning,
    seen_by,
    sheet_of,
    uploading,
)
from tests.component.cases.desk import Desk, acts
from tests.component.cases.kept import close_month, events, places_of, trail
from tests.support.complaints import the_manuals_complaint
from tests.support.running import Running

WORDS = ("สมหญิงผู้ร้อง", "ใจกล้ามาก", "0812345678")
NEW_NAME = "สมศรีนามใหม่"
HIDDEN = "xxxxx"
FIELDS = ("title", "first_name", "last_name", "details")


@pytest.fixture
async def recorded(krom1: Desk, cases: Running) -> list[view_pb2.Case]:
    """Complaint 5888 with a complainant, its month closed."""
    request = the_manuals_complaint()
    person = request.record.complainant
    person.withheld, person.title = False, "นาง"
    person.first_name, person.last_name, person.details = WORDS
    found = await krom1.records(request)
    await close_month(cases, date(2020, 7, 1))
    return found


@pytest.fixture
async def withheld(krom1: Desk, cases: Running) -> view_pb2.Case:
    """Case 5888-1, the complainant withheld, its month closed."""
    first, _ = await krom1.records(the_manuals_complaint())
    await close_month(cases, date(2020, 7, 1))
    return first


async def opened_by(desk: Desk, case: view_pb2.Case) -> tuple[str, ...]:
    person = await desk(OpenComplainantRequest(case_id=case.id, purpose="สอบถามข้อเท็จจริงเพิ่มเติม"))
    return tuple(getattr(person, field) for field in FIELDS)


@pytest.mark.rule("CASE-22", "ROLE-4")
async def test_what_is_corrected_of_a_complainant_is_read_by_whoever_opens_him_and_by_nobody_else(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], cases: Running
) -> None:
    din, nam = recorded

    asked_for = await asks(
        krom1,
        din.id,
        entry("complainant.first_name", "", NEW_NAME),
        entry("complainant.details", "อะไรก็ได้", ""),
    )
    listed = await seen_by(acoc)
    decided = (await acoc(approving(*asked_for))).corrections

    for shown in (asked_for, listed[::-1], decided):
        assert [(each.old_value, each.new_value) for each in shown] == [(HIDDEN, HIDDEN), (HIDDEN, "")]
    assert await opened_by(krom1, din) == ("นาง", NEW_NAME, WORDS[1], "")
    assert (await acoc.refused(OpenComplainantRequest(case_id=din.id, purpose="ดู"))).metadata == {
        "permission": "case.open_complainant"
    }
    assert await places_of(cases, NEW_NAME, "อะไรก็ได้", *WORDS) == set()
    fields = ["complainant.first_name", "complainant.details"]
    for case in (din, nam):
        assert list((await events(cases, case.id))[-1].case_corrected.fields) == fields
    [earlier] = (await krom1(ListEarlierComplaintsRequest(complaint_id=din.complaint_id))).complaints
    assert (earlier.complaint.has_complainant, (await krom1.case(din.id)).has_complainant) == (True, True)
    of_complaint = [each for each in await trail(cases) if each.object_kind == "complaint"]
    assert "complainant" in of_complaint[1].after["complaints"][0]
    assert await krom1.numbers(words=NEW_NAME) == []


@pytest.mark.rule("CASE-22", "ROLE-4")
async def test_corrections_of_a_complainant_are_decided_one_by_one_upon_what_each_was_asked_upon(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case]
) -> None:
    din, nam = recorded
    name, details = await asks(
        krom1,
        din.id,
        entry("complainant.first_name", "", NEW_NAME),
        entry("complainant.details", "", "เคยร้องเมื่อปี 2562"),
    )
    [by_nam] = await asks(krom1, nam.id, entry("complainant.first_name", "", "ชื่ออื่น"))

    await acoc(approving(name))
    refusal = await acoc.refused(approving(by_nam))
    await acoc(approving(details))

    assert (refusal.code, refusal.faults) == ("changed_meanwhile", {("corrections[0].old_value", "CASE-26")})
    assert NEW_NAME not in refusal.said
    assert await opened_by(krom1, din) == ("นาง", NEW_NAME, WORDS[1], "เคยร้องเมื่อปี 2562")


@pytest.mark.rule("CASE-22", "CASE-6")
async def test_a_complainant_is_withheld_once_nothing_is_said_of_him(
    krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], cases: Running
) -> None:
    din, _ = recorded
    withholding = entry("complainant.withheld", "ไม่ใช่", "ใช่")

    alone = await krom1.refused(asking(din.id, withholding))
    await corrected(krom1, acoc, din.id, withholding, *(entry(f"complainant.{field}", "", "") for field in FIELDS))

    assert alone.faults == {("entries[0].new_value", "CASE-6")}
    assert not any(word in alone.said for word in WORDS)
    now = await krom1.case(din.id)
    assert (now.complainant_withheld, now.has_complainant, "open_complainant" in acts(now)) == (True, False, False)


@pytest.mark.rule("CASE-22", "CASE-6")
async def test_whoever_was_withheld_is_named_by_a_correction_and_a_source_without_one_stays_so(
    krom1: Desk, acoc: Desk, withheld: view_pb2.Case
) -> None:
    naming = entry("complainant.first_name", "", NEW_NAME)
    given = entry("complainant.withheld", "true", "false")
    anonymous = entry("reception.source", "ร้องเรียนโดยตรงมาที่หน่วยงาน", "anonymous_letter")

    still_withheld = await krom1.refused(asking(withheld.id, naming))
    nobody_complains = await krom1.refused(asking(withheld.id, anonymous, naming, given))
    asked_for = await corrected(krom1, acoc, withheld.id, naming, given)

    assert still_withheld.faults == {("entries[0].new_value", "CASE-6")}
    assert nobody_complains.faults == {("entries[1].new_value", "CASE-6")}
    assert [(each.old_value, each.new_value) for each in asked_for] == [("", HIDDEN), ("ใช่", "ไม่ใช่")]
    assert await opened_by(krom1, withheld) == ("", NEW_NAME, "", "")
    assert (await krom1.refused(asking(withheld.id, anonymous))).faults == {("entries[0].new_value", "CASE-22")}
    gone = entry("complainant.first_name", "", "")
    await corrected(krom1, acoc, withheld.id, anonymous, gone)
    assert not (await krom1.case(withheld.id)).has_complainant


@pytest.mark.rule("CASE-22", "ROLE-4")
async def test_what_waits_of_a_complainant_goes_with_the_key_that_erases_him(
    krom1: Desk, acoc: Desk, withheld: view_pb2.Case, cases: Running
) -> None:
    naming = entry("complainant.first_name", "", NEW_NAME), entry("complainant.withheld", "true", "false")
    asked_for = await asks(krom1, withheld.id, *naming)
    async with cases.database.begin() as connection:
        await connection.execute(delete(sealed_key).where(sealed_key.c.record_id == UUID(withheld.complaint_id)))

    assert (await acoc.refused(approving(*asked_for))).code == "not_found"
    assert len((await acoc(returning(*asked_for))).corrections) == 2


@pytest.mark.rule("CASE-20", "CASE-22")
async def test_a_complainant_who_can_still_be_edited_is_not_corrected(krom1: Desk) -> None:
    din, _ = await krom1.records(the_manuals_complaint())

    refusal = await krom1.refused(asking(din.id, entry("complainant.title", "", "นาย")))

    assert refusal.faults == {("entries[0].field", "CASE-22")}


@pytest.mark.rule("CASE-22", "ROLE-4")
async def test_the_sheet_says_nothing_of_a_complainant_and_takes_him_back_corrected(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, recorded: list[view_pb2.Case], cases: Running
) -> None:
    din, _ = recorded
    _, *rows = await sheet_of(krom1, din.id)
    about_him = {row[1]: row for row in rows if row[1].startswith("complainant.")}
    about_him["complainant.last_name"][4:6] = [NEW_NAME, "สะกดผิด"]

    asked_for = (await krom1(uploading(*rows))).corrections
    await acoc(approving(*asked_for))
    by_a_stranger = await desk_of("test-krom2").refused(uploading(about_him["complainant.last_name"]))

    assert {name: row[3] for name, row in about_him.items()} == {
        "complainant.withheld": "ไม่ใช่",
        **{f"complainant.{field}": "" for field in FIELDS},
    }
    assert not any(word in str(rows) for word in WORDS)
    assert [(each.field, each.old_value, each.new_value) for each in asked_for] == [
        ("complainant.last_name", HIDDEN, HIDDEN)
    ]
    assert await opened_by(krom1, din) == ("นาง", WORDS[0], NEW_NAME, WORDS[2])
    assert await places_of(cases, NEW_NAME) == set()
    assert by_a_stranger.faults == {("rows[2].case_number", "CASE-22")}
