"""The conclusion of the preliminary inquiry, with whom it found (CASE-14, CASE-15)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from rongrian.cases.v1.case_service_pb2 import GetCaseRequest
from tests.component.cases.desk import Desk, acts
from tests.component.cases.kept import events
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import (
    NITIKORN,
    a_conclusion,
    a_round_report,
    an_explanation,
    some_proceedings,
    the_manuals_complaint,
)
from tests.support.running import Running

FAI: dict[str, Any] = NITIKORN | {"title": "นาง", "first_name": "ไฟ", "last_name": "สีส้ม", "has_no_national_id": True}
SAI = {
    "kind": "PERSON_KIND_NATURAL",
    "title": "นาย",
    "name": "ทราย",
    "last_name": "สีเทา",
    "identifier": "3101700000004",
}


@pytest.fixture
async def din(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """Case 5888-1, its round 7 reported, on 22 July 2563."""
    first, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(first.id))
    return first


def found(official: dict[str, Any], *allegations: int, becomes_a_case: bool = True) -> dict[str, Any]:
    return {"official": official, "allegations": allegations, "becomes_a_case": becomes_a_case}


@pytest.mark.rule("CASE-14")
async def test_every_fault_is_named_at_once_and_nothing_is_stored(krom1: Desk, din: view_pb2.Case) -> None:
    request = a_conclusion(din.id, "2020-07-14", allegations=(1, 3), found_officials=[found(FAI, 9)])
    request.conclusion.damage = "1,000"
    request.found_officials[0].official.ClearField("position")
    request.found_officials[0].official.has_no_national_id = False

    refusal = await krom1.refused(request)

    assert refusal.faults == {
        ("conclusion.finished_on", "CASE-14"),
        ("conclusion.damage", "CASE-14"),
        ("conclusion.findings", "CASE-14"),
        ("conclusion.findings[1].allegation", "CASE-14"),
        ("found_officials[0].allegations", "CASE-14"),
        ("found_officials[0].official.position", "CASE-6"),
        ("found_officials[0].official.national_id", "CASE-6"),
    }
    assert len((await krom1.case(din.id)).timeline) == 2


@pytest.mark.rule("CASE-15")
async def test_no_ground_at_all_closes_the_case_as_ended(krom1: Desk, din: view_pb2.Case) -> None:
    closed = (await krom1(a_conclusion(din.id, ground="GROUND_NONE", allegations=(1, 2)))).case

    assert (closed.status, closed.closed_as) == (case_pb2.CASE_STATUS_CLOSED, case_pb2.CLOSED_AS_ENDED)
    assert (await krom1.refused(some_proceedings(din.id))).code == "case_is_closed"


@pytest.mark.rule("CASE-15")
async def test_a_criminal_ground_alone_keeps_the_case_open(krom1: Desk, din: view_pb2.Case) -> None:
    request = a_conclusion(din.id, ground="GROUND_NONE", criminal=True, allegations=(1, 2))

    assert (await krom1(request)).case.status == case_pb2.CASE_STATUS_INQUIRY_CONCLUDED


@pytest.mark.rule("CASE-12")
async def test_a_conclusion_does_not_stand_for_round_7(krom1: Desk, clock: FixedClock) -> None:
    first, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)

    refusal = await krom1.refused(a_conclusion(first.id, allegations=(1, 2)))

    assert (refusal.code, refusal.metadata["rule"]) == ("round_7_first", "CASE-12")


@pytest.mark.rule("CASE-12")
async def test_a_conclusion_in_time_stands_for_round_37(krom1: Desk, din: view_pb2.Case, cases: Running) -> None:
    await krom1(a_conclusion(din.id, allegations=(1, 2)))

    again = await krom1.refused(a_round_report(din.id, round_="ROUND_37"))

    rounds = (await events(cases, din.id))[-1].facts.rounds
    assert [(round_.round, round_.reported_on) for round_ in rounds] == [(1, "2020-07-22"), (2, "2020-07-22")]
    assert again.code == "round_already_reported"


@pytest.mark.rule("CASE-11", "CASE-12")
async def test_concluded_late_the_lateness_is_explained_first(
    krom1: Desk, din: view_pb2.Case, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 22)

    too_late = await krom1.refused(a_conclusion(din.id, allegations=(1, 2)))
    await krom1(an_explanation(din.id, "ROUND_37"))
    concluded = (await krom1(a_conclusion(din.id, allegations=(1, 2)))).case

    assert (too_late.code, too_late.metadata["rule"]) == ("lateness_unexplained", "CASE-11")
    assert concluded.status == case_pb2.CASE_STATUS_INQUIRY_CONCLUDED


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (case_pb2.SOURCE_NACC_INDICTMENT, "เป็นการดำเนินการตามมติคณะกรรมการ ป.ป.ช."),
        (case_pb2.SOURCE_PACC_INDICTMENT, "เป็นการดำเนินการตามมติคณะกรรมการ ป.ป.ท."),
        (case_pb2.SOURCE_DIRECT, ""),
    ],
)
async def test_a_case_that_a_commission_indicted_offers_its_sentence(
    krom1: Desk, source: case_pb2.Source.ValueType, sentence: str
) -> None:
    request = the_manuals_complaint()
    request.record.reception.source = source

    first, _ = await krom1.records(request)

    assert first.offered_sentence == sentence


@pytest.mark.rule("CASE-15")
async def test_a_found_official_becomes_the_next_case_of_the_complaint(krom1: Desk, din: view_pb2.Case) -> None:
    concluded = await krom1(a_conclusion(din.id, allegations=(1, 2), found_officials=[found(FAI, 2)]))

    assert [case.number for case in concluded.opened] == ["5888-3"]
    fai = await krom1.case(concluded.opened[0].id)
    assert (fai.received_on, fai.origin_case_id) == ("2020-07-15", din.id)
    assert fai.status == case_pb2.CASE_STATUS_INQUIRY_CONCLUDED
    assert [allegation.number for allegation in fai.allegations] == [2]
    assert fai.subject == "นำทรัพย์สินของทางราชการไปขาย"
    assert [entry.conclusion.conclusion.disciplinary_ground for entry in fai.timeline] == [case_pb2.GROUND_SERIOUS]
    assert fai.handler == krom1.subject
    assert (await krom1.case(din.id)).timeline[-1].conclusion.found[0].case_id == fai.id


@pytest.mark.rule("CASE-15")
async def test_his_case_has_no_rounds_and_goes_on_with_proceedings(
    krom1: Desk, din: view_pb2.Case, clock: FixedClock
) -> None:
    opened = (await krom1(a_conclusion(din.id, allegations=(1, 2), found_officials=[found(FAI, 2)]))).opened[0]
    clock.day = date(2021, 7, 22)

    refusal = await krom1.refused(a_round_report(opened.id))
    row = next(row for row in await krom1.rows() if row.id == opened.id)
    reported = (await krom1(some_proceedings(opened.id))).case

    assert (refusal.code, refusal.metadata["rule"]) == ("no_rounds_of_its_own", "CASE-15")
    assert row.overdue_days == 0
    assert "report_proceedings" in acts(row)
    assert reported.status == case_pb2.CASE_STATUS_IN_PROCEEDINGS


@pytest.mark.rule("CASE-15")
async def test_a_found_official_who_becomes_no_case_stands_in_the_conclusion_alone(
    krom1: Desk, din: view_pb2.Case
) -> None:
    numbered = FAI | {"national_id": "3101700000004", "has_no_national_id": False}
    request = a_conclusion(din.id, allegations=(1, 2), found_officials=[found(numbered, 1, becomes_a_case=False)])

    concluded = await krom1(request)

    [person] = (await krom1.case(din.id)).timeline[-1].conclusion.found
    assert list(concluded.opened) == []
    assert (person.official.first_name, person.case_id, list(person.allegations)) == ("ไฟ", "", [1])
    assert (person.official.has_national_id, person.official.masked_national_id) == (True, "x-xxxx-xxxxx-xx-x")
    assert await krom1.numbers() == ["5888-2", "5888-1"]


@pytest.mark.rule("CASE-15")
async def test_others_whom_it_found_stand_as_co_offenders_from_then_on(krom1: Desk, din: view_pb2.Case) -> None:
    request = a_conclusion(din.id, allegations=(1, 2), found_others=[{"person": SAI, "allegations": [1, 2]}])
    await krom1(request)

    case = await krom1.case(din.id)
    assert [[person.name for person in each.co_offenders] for each in case.allegations] == [
        ["ทราย"],
        ["บริษัท ก", "สอน", "ทราย"],
    ]
    assert [person.number for person in case.allegations[1].co_offenders] == [1, 2, 3]
    assert case.timeline[-1].conclusion.found[0].other.name == "ทราย"
    assert await krom1.numbers(words="ทราย สีเทา") == ["5888-2", "5888-1"]
    assert await krom1.numbers(national_id="3101700000004") == ["5888-2", "5888-1"]


@pytest.fixture
async def unknown(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """A case against somebody unknown, its round 7 reported, on 22 July 2563."""
    request = the_manuals_complaint("77")
    del request.record.accused[1], request.record.allegations[1].accused[1]
    person = request.record.accused[0]
    person.first_name, person.last_name, person.details = "เจ้าหน้าที่ห้องเก็บของ", "ไม่มี", "ไม่ทราบตัวบุคคล"
    person.national_id, person.has_no_national_id = "", True
    [only] = await krom1.records(request)
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(only.id))
    return only


@pytest.mark.rule("CASE-15")
async def test_an_accused_who_is_identified_keeps_the_case_and_his_earlier_words_stay(
    krom1: Desk, unknown: view_pb2.Case
) -> None:
    await krom1(a_conclusion(unknown.id, allegations=(1, 2), identified=FAI))

    case = await krom1.case(unknown.id)
    assert (case.number, case.accused.first_name, case.accused.last_name) == ("77-1", "ไฟ", "สีส้ม")
    assert case.timeline[-1].conclusion.earlier_accused.first_name == "เจ้าหน้าที่ห้องเก็บของ"
    assert await krom1.numbers(words="ไฟ สีส้ม") == ["77-1"]
    assert await krom1.numbers(words="ห้องเก็บของ") == []


@pytest.mark.rule("CASE-15")
async def test_an_accused_with_a_name_is_not_identified_but_edited(krom1: Desk, din: view_pb2.Case) -> None:
    refusal = await krom1.refused(a_conclusion(din.id, allegations=(1, 2), identified=FAI))

    assert refusal.faults == {("identified", "CASE-15")}


@pytest.mark.rule("CASE-15", "ROLE-5")
@pytest.mark.parametrize("as_what", ["a case", "no case", "identified"])
async def test_whom_the_inquiry_names_is_recused_at_once_though_he_wrote_it_himself(
    desk_of: Callable[[str], Desk], unknown: view_pb2.Case, cases: Running, as_what: str
) -> None:
    himself = FAI | {"national_id": NAM_NATIONAL_ID, "has_no_national_id": False}
    officials = [found(himself, 1, becomes_a_case=as_what == "a case")]
    given: dict[str, Any] = {"identified": himself} if as_what == "identified" else {"found_officials": officials}
    nam = desk_of("test-krom1-nam")

    answer = await nam(a_conclusion(unknown.id, allegations=(1, 2), **given))

    assert answer.case.id == unknown.id
    assert answer.case.number == ""
    assert list(answer.opened) == []
    assert await nam.numbers() == []
    assert (await nam.refused(GetCaseRequest(case_id=unknown.id))).code == "not_found"
    facts = [event.facts for event in await events(cases) if event.facts.complaint_id == unknown.complaint_id]
    latest = {each.case_id: each for each in facts}
    index = cases.foundation.blind_index.of(NAM_NATIONAL_ID)
    assert all(index in each.accused_indexes for each in latest.values())
