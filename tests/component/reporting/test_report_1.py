"""Report 1 of the worked example, and of what its viewers may see."""

from dataclasses import replace
from datetime import date

import grpc
import pytest

from tests.component.reporting.conftest import Report, TakeIn
from tests.component.reporting.told import ToldCase, events_of, tell_complaint
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.clock import FixedClock
from tests.unit.reporting.oracle import MINISTRY_ACOC, PACC, Life
from tests.unit.reporting.reading import flat

RECORDED = date(2020, 7, 15)
SENT = {MINISTRY_ACOC: date(2020, 8, 30), PACC: date(2020, 8, 30)}
# 5888-1 and 5888-2 of the worked example, lines 2 to 6.
DIN = Life(
    RECORDED,
    RECORDED,
    reported_7=date(2020, 7, 23),
    reported_37=date(2020, 8, 30),
    concluded=date(2020, 8, 31),
    proceedings=(date(2020, 8, 31),),
    closed=date(2020, 8, 31),
    outcome="serious",
    criminal=True,
    sent=SENT,
)
NAM = Life(RECORDED, RECORDED, sent=SENT)


def the_manuals_complaint() -> list[ToldCase]:
    return tell_complaint([DIN, NAM], tree.DEPARTMENT_1)


@pytest.mark.rule("REP-1", "REP-2")
async def test_the_manuals_july_and_august_as_each_of_its_people(
    take_in: TakeIn, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 9, 1)
    await take_in(events_of(the_manuals_complaint()))

    july = await report("test-krom1", "2020-07")
    august_of_the_unit = await report("test-krom1", "2020-08")
    august_of_the_acoc = await report("test-acoc", "2020-08")

    assert flat(july.total) == {
        "after.new": 2,
        "after.received": 2,
        "after.outstanding": 2,
        "not_followed": 2,
        "all_outstanding": 2,
    }
    completed = {"after.completed": 1, "after.serious": 1, "after.criminal": 1}
    left = {"after.outstanding": 1, "not_followed": 2, "all_outstanding": 1}
    carried = {"after.carried_forward": 2, "after.progressed": 1}
    assert flat(august_of_the_unit.total) == carried | completed | left
    first = {"after.first_reported": 2, "after.received": 2}
    assert flat(august_of_the_acoc.total) == first | completed | left
    assert (july.from_month, july.to_month, july.as_of) == ("2020-07", "2020-07", "2020-09-01")


@pytest.mark.rule("REP-1")
async def test_a_month_begins_with_what_the_one_before_it_left(
    take_in: TakeIn, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 9, 1)
    await take_in(events_of(the_manuals_complaint()))

    for username in ("test-krom1", "test-acoc", "test-pacc"):
        september = await report(username, "2020-09")

        left = {"after.carried_forward": 1, "after.outstanding": 1, "all_outstanding": 1}
        assert flat(september.total) == left | {"not_followed": 1}


@pytest.mark.rule("REP-1")
async def test_a_range_is_one_period_and_not_the_sum_of_its_months(
    take_in: TakeIn, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 31)
    await take_in(events_of(the_manuals_complaint()))

    both = await report("test-krom1", "2020-07", "2020-08")

    assert (both.from_month, both.to_month) == ("2020-07", "2020-08")
    assert (both.total.after_resolution.new, both.total.after_resolution.carried_forward) == (2, 0)


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(("today", "is_failed"), [(22, False), (23, True)])
async def test_while_a_month_runs_a_round_whose_day_is_not_over_is_not_missed(
    take_in: TakeIn, report: Report, clock: FixedClock, today: int, is_failed: bool
) -> None:
    """In the tallies it has failed from the first; what is not over yet is taken out when they are read."""
    clock.day = date(2020, 7, today)
    await take_in(events_of(tell_complaint([replace(NAM, sent={}), replace(NAM, sent={})], tree.DEPARTMENT_1)))

    by_tallies = (await report("test-krom1", "2020-07")).total.compliance
    by_cases = (await report("test-krom1", "2020-06", "2020-07")).total.compliance

    assert (by_tallies.not_followed, by_tallies.in_progress) == ((2, 0) if is_failed else (0, 2))
    assert by_tallies == by_cases


@pytest.mark.rule("REP-3")
async def test_a_ministry_opens_into_its_agencies_and_they_add_up_to_it(
    take_in: TakeIn, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 31)
    for agency in (tree.MINISTRY, tree.DEPARTMENT_1, tree.OFFICE, tree.OFFICE, tree.OTHER_DEPARTMENT, tree.PACC):
        await take_in(events_of(tell_complaint([NAM], agency)))

    country = await report("test-auditor", "2020-07")

    received = {row.agency_name: row.figures.after_resolution.received for row in country.rows}
    assert received == {"กระทรวงทดสอบ": 4, "กระทรวงอื่น": 1, "สำนักงาน ป.ป.ท.": 1}
    ministry = next(row for row in country.rows if row.agency_id == str(tree.MINISTRY))
    below = {row.agency_name: row.figures.after_resolution.received for row in ministry.agencies}
    untouched = {f"กรมทดสอบ{number}": 0 for number in range(2, 10)}
    assert below == {"กระทรวงทดสอบ": 1, "กรมทดสอบ1": 1, "กรมทดสอบ10": 2} | untouched
    assert [row.agency_name for row in ministry.agencies][:2] == ["กระทรวงทดสอบ", "กรมทดสอบ1"]
    assert country.total.after_resolution.received == 6


@pytest.mark.rule("ROLE-2")
async def test_a_viewer_sees_his_own_part_of_the_tree_and_no_word_of_another(
    take_in: TakeIn, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 31)
    await take_in(events_of(the_manuals_complaint()))

    others = await report("test-krom2", "2020-07")
    other_ministry = await report("test-other-acoc", "2020-08")

    assert [row.agency_name for row in others.rows] == ["กรมทดสอบ2"]
    assert [row.agency_name for row in other_ministry.rows] == ["กระทรวงอื่น"]
    assert [row.agency_name for row in other_ministry.rows[0].agencies] == ["กรมอื่น"]
    assert not flat(others.total)
    assert not flat(other_ministry.total)


@pytest.mark.rule("REP-4")
async def test_auditors_see_by_the_units_entry_and_pacc_by_its_own(
    take_in: TakeIn, report: Report, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 31)
    await take_in(events_of(the_manuals_complaint()))
    await take_in(events_of(tell_complaint([replace(NAM, sent={})], tree.OTHER_DEPARTMENT)))

    assert (await report("test-auditor", "2020-07")).total.after_resolution.new == 3
    assert not flat((await report("test-pacc", "2020-07")).total)
    assert (await report("test-pacc", "2020-08")).total.after_resolution.first_reported == 2


async def test_who_may_not_read_reports_is_told_which_permission_he_lacks(report: Report) -> None:
    refusal = await refusal_of(report("test-approver", "2020-07"))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.PERMISSION_DENIED, "permission_missing")
    assert refusal.metadata["permission"] == "report.read"


@pytest.mark.parametrize(
    ("from_month", "to_month", "fields"),
    [
        ("2020-08", "", {"from_month"}),
        ("2020-07", "2020-08", {"to_month"}),
        ("2020-07", "2020-06", {"to_month"}),
        ("2020-09", "2020-08", {"from_month", "to_month"}),
        ("9999-12", "", {"from_month"}),
        ("0000-01", "", {"from_month"}),
        ("2563", "กรกฎาคม", {"from_month", "to_month"}),
        ("", "", {"from_month"}),
    ],
)
async def test_a_month_that_cannot_be_reported_is_refused_with_its_field_and_rule(
    report: Report, from_month: str, to_month: str, fields: set[str]
) -> None:
    refusal = await refusal_of(report("test-krom1", from_month, to_month))

    assert refusal.code == "invalid_input"
    assert refusal.faults == {(field, "REP-10") for field in fields}
