"""Corrections of the number of an official whom a conclusion found and who became no case (CASE-22)."""

from collections.abc import Callable
from datetime import date

import pytest

from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_service_pb2 import ListEarlierEntriesRequest
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
from tests.component.cases.desk import Desk
from tests.component.cases.kept import events, places_of
from tests.support.cast import NAM_NATIONAL_ID
from tests.support.clock import FixedClock
from tests.support.complaints import DIN, NITIKORN, a_complaint, a_conclusion, a_round_report
from tests.support.running import Running

OTHER_NUMBER, VALID_NUMBER = "3101700000004", "1101700230708"
MASKED = "x-xxxx-xxxxx-xx-x"
FAI = NITIKORN | {"title": "นาง", "first_name": "ไฟ", "last_name": "สีส้ม"}
FOUND = "found_official.national_id"


@pytest.fixture
async def found(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """Case 1-1, open: its conclusion, entry 3, found one who became a case, นางไฟ by a mistyped number, and ดิน."""
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(case.id))
    request = a_conclusion(case.id)
    for official, number in (
        (NITIKORN | {"first_name": "ฝน", "last_name": "สีเทา"}, OTHER_NUMBER),
        (FAI, NAM_NATIONAL_ID),
    ):
        said = request.found_officials.add(allegations=[1], becomes_a_case=number == OTHER_NUMBER).official
        for name, text in {**official, "national_id": number}.items():
            setattr(said, name, text)
    unnumbered = request.found_officials.add(allegations=[1]).official
    for name, text in {**DIN, "national_id": "", "has_no_national_id": True}.items():
        setattr(unnumbered, name, text)
    await krom1(request)
    return await krom1.case(case.id)


@pytest.mark.rule("CASE-22", "ROLE-5")
async def test_the_number_of_a_found_official_is_put_right_and_the_wrong_one_recuses_nobody_any_more(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, found: view_pb2.Case, cases: Running
) -> None:
    nam = desk_of("test-krom1-nam")
    recused = await nam.numbers()
    before = set((await events(cases, found.id))[-1].facts.accused_indexes)

    [asked_for] = await asks(krom1, found.id, entry(FOUND, "", VALID_NUMBER, place=3, person=2))
    [decided] = (await acoc(approving(asked_for))).corrections

    assert (recused, sorted(await nam.numbers())) == ([], ["1-1", "1-2"])
    for shown in (asked_for, decided):
        assert (shown.old_value, shown.new_value) == (MASKED, MASKED)
    told = {row.number: (await events(cases, row.id))[-1] for row in await krom1.rows()}
    assert [list(told[number].case_corrected.fields) for number in ("1-1", "1-2")] == [[FOUND], [FOUND]]
    for event in told.values():
        now = set(event.facts.accused_indexes)
        assert (len(before), len(now), len(before & now)) == (2, 2, 1)
    assert await places_of(cases, NAM_NATIONAL_ID, VALID_NUMBER) == set()
    line = (await krom1.case(found.id)).timeline[2]
    official = line.conclusion.found[1].official
    assert (line.edition, official.has_national_id, official.national_id_to_be_checked) == (2, True, False)
    [earlier] = (await krom1(ListEarlierEntriesRequest(case_id=found.id, number=3))).entries
    assert (earlier.entry.conclusion.found[1].official, earlier.replaced_by) == (official, acoc.subject)


@pytest.mark.rule("CASE-22", "ROLE-5")
async def test_whom_a_number_put_right_recuses_finds_neither_the_request_nor_the_case_after_it(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, found: view_pb2.Case, cases: Running
) -> None:
    nam = desk_of("test-krom1-nam")
    await corrected(krom1, acoc, found.id, entry(FOUND, "", "", place=3, person=2))
    seen = sorted(await nam.numbers())
    unknown = (await krom1.case(found.id)).timeline[2].conclusion.found[1].official

    [asked_for] = await asks(krom1, found.id, entry(FOUND, "", NAM_NATIONAL_ID, place=3, person=3))
    requests_seen = [each.id for each in await seen_by(nam)]
    await acoc(approving(asked_for))

    assert (seen, unknown.has_national_id, unknown.national_id_to_be_checked) == (["1-1", "1-2"], False, False)
    assert (asked_for.old_value, asked_for.new_value) == ("", MASKED)
    assert asked_for.id not in requests_seen
    assert await nam.numbers() == []
    # What is known by now is what the next correction stands on (CASE-26).
    again = await asks(krom1, found.id, entry(FOUND, "", VALID_NUMBER, place=3, person=3))
    await acoc(returning(*again))
    assert await nam.numbers() == []


@pytest.mark.rule("CASE-22", "CASE-15")
async def test_who_became_a_case_is_corrected_as_its_accused_and_a_number_is_one(
    krom1: Desk, found: view_pb2.Case
) -> None:
    refusal = await krom1.refused(
        asking(
            found.id,
            entry(FOUND, "", VALID_NUMBER, place=3, person=1),
            entry(FOUND, "", VALID_NUMBER, place=3, person=4),
            entry(FOUND, "", VALID_NUMBER, place=2, person=2),
            entry(FOUND, "", VALID_NUMBER, place=3),
        )
    )
    no_number = await krom1.refused(asking(found.id, entry(FOUND, "", "110170023070", place=3, person=2)))

    assert refusal.faults == {(f"entries[{row}].place", "CASE-22") for row in range(4)}
    assert no_number.faults == {("entries[0].new_value", "CASE-6")}


@pytest.mark.rule("CASE-22")
async def test_found_numbers_stand_in_the_sheet_while_their_case_is_open_for_no_edit_reaches_them(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, found: view_pb2.Case
) -> None:
    rows = {(row[1], row[2], row[6]): row for row in (await sheet_of(krom1, found.id))[1:]}
    mistyped = rows[FOUND, "3", "2"]
    mistyped[4:6] = [VALID_NUMBER, "พิมพ์ผิด"]

    asked_for = (await krom1(uploading(mistyped))).corrections
    await acoc(approving(*asked_for))

    assert set(rows) == {
        *((name, "", "") for name in ("reception.received_on", "reception.agency_number")),
        *((FOUND, "3", person) for person in ("2", "3")),
    }
    assert mistyped[3] == ""
    assert sorted(await desk_of("test-krom1-nam").numbers()) == ["1-1", "1-2"]
