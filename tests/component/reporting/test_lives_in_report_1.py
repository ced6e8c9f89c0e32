"""What the events of a case's whole life do to the figures of report 1."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from rongrian.cases.v1.case_events_pb2 import CasesEvent
from tests.component.reporting.conftest import Report, TakeIn
from tests.component.reporting.told import events_of, tell_complaint
from tests.support import tree
from tests.support.clock import FixedClock
from tests.unit.reporting.oracle import MINISTRY_ACOC, OUTCOMES, PACC, Life
from tests.unit.reporting.reading import flat

RECORDED = date(2020, 7, 15)
IN_TIME = Life(RECORDED, RECORDED, reported_7=date(2020, 7, 22))
FOLLOWED = replace(IN_TIME, reported_37=date(2020, 8, 21))


@pytest.fixture(autouse=True)
def today(clock: FixedClock) -> None:
    clock.day = date(2020, 10, 1)


def told(*lives: Life) -> Sequence[CasesEvent]:
    return events_of(tell_complaint(lives, tree.DEPARTMENT_1))


@pytest.mark.rule("REP-2")
async def test_a_conclusion_in_time_stands_for_the_second_round_and_a_late_one_does_not(
    take_in: TakeIn, report: Report
) -> None:
    await take_in(told(FOLLOWED))
    await take_in(told(replace(IN_TIME, concluded=date(2020, 8, 21))))
    await take_in(told(replace(IN_TIME, concluded=date(2020, 8, 22))))

    july, august = (await report("test-krom1", "2020-07")), (await report("test-krom1", "2020-08"))

    assert july.total.compliance.in_progress == 3
    assert (august.total.compliance.followed, august.total.compliance.not_followed) == (2, 1)


@pytest.mark.rule("REP-1")
async def test_each_outcome_has_its_own_column_and_a_conclusion_without_ground_ends_the_case(
    take_in: TakeIn, report: Report
) -> None:
    concluded = replace(FOLLOWED, concluded=date(2020, 8, 24))
    on = date(2020, 8, 25)
    await take_in(told(*(replace(concluded, proceedings=(on,), closed=on, outcome=each) for each in OUTCOMES)))
    await take_in(told(replace(concluded, closed=concluded.concluded)))

    august, september = (await report("test-krom1", "2020-08")), (await report("test-krom1", "2020-09"))

    era = august.total.after_resolution
    assert (era.ended, era.minor, era.serious, era.other, era.criminal) == (2, 1, 1, 1, 0)
    assert (era.completed, era.outstanding, august.total.compliance.followed) == (5, 0, 5)
    assert not flat(september.total)


@pytest.mark.rule("REP-1")
async def test_a_case_closed_before_it_was_sent_is_completed_where_and_when_it_enters(
    take_in: TakeIn, report: Report
) -> None:
    july = date(2020, 7, 30)
    await take_in(told(replace(IN_TIME, concluded=july, closed=july, sent={MINISTRY_ACOC: date(2020, 8, 3)})))

    assert (await report("test-krom1", "2020-07")).total.after_resolution.ended == 1
    assert not flat((await report("test-acoc", "2020-07")).total)
    august = (await report("test-acoc", "2020-08")).total
    assert (august.after_resolution.first_reported, august.after_resolution.ended) == (1, 1)
    assert august.compliance.followed == 1


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize(
    ("life", "progressed"),
    [
        (FOLLOWED, 1),
        (replace(IN_TIME, concluded=date(2020, 8, 3)), 1),
        (replace(IN_TIME, concluded=date(2020, 7, 30), proceedings=(date(2020, 8, 3),)), 1),
        (replace(IN_TIME, concluded=date(2020, 7, 30), proceedings=(date(2020, 7, 31),), closed=date(2020, 8, 3)), 1),
        (replace(IN_TIME, concluded=date(2020, 7, 30), closed=date(2020, 8, 3)), 0),  # closed by an edit
        (replace(IN_TIME, sent={MINISTRY_ACOC: date(2020, 8, 3), PACC: date(2020, 8, 4)}), 0),
        (replace(IN_TIME, deleted=date(2020, 8, 3), restored=date(2020, 8, 4)), 0),
        (Life(date(2018, 3, 27), RECORDED, progress=(date(2020, 8, 3), date(2020, 8, 4))), 1),
        (Life(date(2018, 3, 27), RECORDED, progress=(date(2020, 7, 31),)), 0),
    ],
)
async def test_reports_conclusion_proceedings_and_outcome_are_progress_and_nothing_else_is(
    take_in: TakeIn, report: Report, life: Life, progressed: int
) -> None:
    await take_in(told(life))

    total = (await report("test-krom1", "2020-08")).total

    assert total.before_resolution.progressed + total.after_resolution.progressed == progressed


@pytest.mark.rule("REP-1")
@pytest.mark.parametrize("happening", ["lateness_explained", "case_edited", "case_returned", "handler_named"])
async def test_what_moves_a_case_without_work_on_it_is_no_progress(
    take_in: TakeIn, report: Report, happening: str
) -> None:
    [*_, last] = told(IN_TIME)
    last.ClearField("event")
    getattr(last, happening).SetInParent()
    last.header.recorded_on = "2020-08-03"
    await take_in([last])

    august = (await report("test-krom1", "2020-08")).total.after_resolution
    assert (august.carried_forward, august.progressed) == (1, 0)


@pytest.mark.rule("CASE-21", "REP-1")
async def test_a_deleted_complaint_counts_nowhere_and_comes_back_as_it_was(take_in: TakeIn, report: Report) -> None:
    deleted, restored = date(2020, 9, 1), date(2020, 9, 2)
    lives = [replace(FOLLOWED, concluded=date(2020, 8, 31)), IN_TIME]
    events = told(*(replace(life, deleted=deleted, restored=restored) for life in lives))
    restorations = [event for event in events if event.WhichOneof("event") == "case_restored"]
    await take_in([event for event in events if event not in restorations])

    for month in ("2020-07", "2020-08", "2020-09"):
        assert not flat((await report("test-krom1", month)).total)

    await take_in(restorations)

    july, august = (await report("test-krom1", "2020-07")).total, (await report("test-krom1", "2020-08")).total
    assert (july.after_resolution.new, july.compliance.in_progress) == (2, 2)
    assert (august.after_resolution.carried_forward, august.after_resolution.progressed) == (2, 1)
    assert (august.compliance.followed, august.compliance.not_followed) == (1, 1)


@pytest.mark.rule("CASE-15", "REP-2")
@pytest.mark.parametrize(
    ("concluded", "expected"), [(date(2020, 8, 20), "followed"), (date(2020, 8, 24), "not_followed")]
)
async def test_a_case_that_an_inquiry_opened_counts_by_its_origins_rounds_in_whatever_order_they_are_told(
    take_in: TakeIn, report: Report, concluded: date, expected: str
) -> None:
    origin = replace(IN_TIME, concluded=concluded)
    found = Life(RECORDED, concluded, concluded=concluded, origin=origin)
    of_origin, of_found = tell_complaint([origin, found], tree.DEPARTMENT_1)

    await take_in(of_found.events)
    alone = (await report("test-krom1", "2020-08")).total
    await take_in(of_origin.events)
    both = (await report("test-krom1", "2020-08")).total

    assert flat(alone)["in_progress"] == 1
    assert flat(both)[expected] == 2
    assert (both.after_resolution.first_reported, both.after_resolution.carried_forward) == (1, 1)


@pytest.mark.rule("CASE-15", "CASE-21")
async def test_a_found_case_is_deleted_and_restored_with_its_origin(take_in: TakeIn, report: Report) -> None:
    concluded, deleted = date(2020, 8, 20), date(2020, 9, 1)
    origin = replace(IN_TIME, concluded=concluded, deleted=deleted)
    found = Life(RECORDED, concluded, concluded=concluded, deleted=deleted, origin=origin)
    await take_in(told(origin, found))

    assert not flat((await report("test-krom1", "2020-08")).total)
