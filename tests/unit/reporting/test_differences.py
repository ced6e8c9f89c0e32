"""Why a case counts otherwise than was published, case by case, and as what one case counts."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.domain.counted_as import CountedAs
from reporting.domain.difference import ChangedCase, DifferenceCause
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.terms import Era, Outcome

CLOSED_ON = date(2020, 9, 12)
LATER = date(2020, 10, 5)
CASE = ChangedCase(
    was_published=True, has_moved=False, is_deleted=False, deleted_on=None, corrected_on=None, closed_on=CLOSED_ON
)


@pytest.mark.rule("SUM-5")
@pytest.mark.parametrize(
    ("case", "cause", "on"),
    [
        (replace(CASE, is_deleted=True, deleted_on=LATER), DifferenceCause.DELETED, LATER),
        (replace(CASE, is_deleted=True, deleted_on=LATER, corrected_on=LATER), DifferenceCause.DELETED, LATER),
        (replace(CASE, corrected_on=LATER), DifferenceCause.CORRECTED, LATER),
        (replace(CASE, corrected_on=CLOSED_ON), DifferenceCause.CORRECTED, CLOSED_ON),
        (replace(CASE, has_moved=True), DifferenceCause.AGENCY_MOVED, None),
        (replace(CASE, was_published=False), DifferenceCause.RESTORED, None),
        (replace(CASE, was_published=False, has_moved=True), DifferenceCause.RESTORED, None),
        (replace(CASE, was_published=False, corrected_on=LATER), DifferenceCause.CORRECTED, LATER),
        # A correction from before the closing was published with it.
        (replace(CASE, was_published=False, corrected_on=date(2020, 9, 1)), DifferenceCause.RESTORED, None),
    ],
)
def test_each_cause_with_its_day(case: ChangedCase, cause: DifferenceCause, on: date | None) -> None:
    assert case.cause() == (cause, on)


@pytest.mark.rule("REP-1", "REP-2")
def test_a_case_counts_in_each_figure_once() -> None:
    carried = CountedAs(
        era=Era.AFTER_RESOLUTION,
        is_carried=True,
        is_received_in_it=False,
        is_progressed=True,
        is_completed=True,
        outcome=Outcome.SERIOUS,
        criminal=True,
        is_failed=True,
        is_followed=False,
    )
    new = replace(carried, is_carried=False, is_received_in_it=True, is_completed=False, is_failed=False)
    old = replace(carried, era=Era.BEFORE_RESOLUTION, is_carried=False, is_progressed=False, is_failed=False)

    completed = EraFigures(carried_forward=1, progressed=1, serious=1, criminal=1)
    assert carried.figures() == Figures(after=completed, compliance=Compliance(not_followed=1))
    still_open = EraFigures(new=1, progressed=1)
    assert new.figures() == Figures(after=still_open, compliance=Compliance(in_progress=1))
    assert old.figures() == Figures(before=EraFigures(first_reported=1, serious=1, criminal=1))
