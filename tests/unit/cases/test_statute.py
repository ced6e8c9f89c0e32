"""The statute's transitions, both eras, written out by hand."""

import pytest

from cases.domain.era import Era
from cases.domain.possible import ACT_OF_QUEUE
from cases.domain.status import TRANSITIONS, CaseAct, CaseStatus
from cases.domain.terms import Level, Queue

S = CaseStatus

AFTER = {
    (S.NEW, S.LATE_7),
    (S.NEW, S.REPORTED_7),
    (S.LATE_7, S.REPORTED_7),
    (S.REPORTED_7, S.LATE_37),
    (S.REPORTED_7, S.REPORTED_37),
    (S.LATE_37, S.REPORTED_37),
    (S.REPORTED_7, S.INQUIRY_CONCLUDED),  # the conclusion stands for the round-37 report
    (S.LATE_37, S.INQUIRY_CONCLUDED),
    (S.REPORTED_37, S.INQUIRY_CONCLUDED),
    (S.REPORTED_7, S.CLOSED),  # no ground: ยุติเรื่อง by the conclusion
    (S.LATE_37, S.CLOSED),
    (S.REPORTED_37, S.CLOSED),
    (S.INQUIRY_CONCLUDED, S.IN_PROCEEDINGS),
    (S.INQUIRY_CONCLUDED, S.CLOSED),  # the ground was edited away
    (S.IN_PROCEEDINGS, S.IN_PROCEEDINGS),
    (S.IN_PROCEEDINGS, S.CLOSED),
}
BEFORE = {
    (S.NEW, S.PROGRESS_BEFORE),
    (S.PROGRESS_BEFORE, S.PROGRESS_BEFORE),
    (S.NEW, S.INQUIRY_CONCLUDED),
    (S.PROGRESS_BEFORE, S.INQUIRY_CONCLUDED),
    (S.NEW, S.CLOSED),
    (S.PROGRESS_BEFORE, S.CLOSED),
    (S.INQUIRY_CONCLUDED, S.IN_PROCEEDINGS),
    (S.INQUIRY_CONCLUDED, S.CLOSED),
    (S.IN_PROCEEDINGS, S.IN_PROCEEDINGS),
    (S.IN_PROCEEDINGS, S.CLOSED),
}


@pytest.mark.rule("CASE-11", "CASE-12", "CASE-15")
def test_after_the_resolution_a_case_goes_these_ways_and_no_others() -> None:
    assert _pairs(Era.AFTER_RESOLUTION) == AFTER


@pytest.mark.rule("CASE-18")
def test_before_the_resolution_a_case_goes_these_ways_and_no_others() -> None:
    assert _pairs(Era.BEFORE_RESOLUTION) == BEFORE


def _pairs(era: Era) -> set[tuple[CaseStatus, CaseStatus]]:
    return {(before, after) for before, following in TRANSITIONS[era].items() for after in following}


@pytest.mark.rule("CASE-17")
@pytest.mark.parametrize("era", Era)
def test_nothing_follows_the_end(era: Era) -> None:
    assert TRANSITIONS[era][S.CLOSED] == frozenset()


@pytest.mark.rule("CASE-25")
def test_each_of_the_seven_queues_waits_for_its_act() -> None:
    assert {
        Queue.ROUND_7: CaseAct.REPORT_ROUND_7,
        Queue.LATENESS_7: CaseAct.EXPLAIN_LATENESS_7,
        Queue.ROUND_37: CaseAct.REPORT_ROUND_37,
        Queue.LATENESS_37: CaseAct.EXPLAIN_LATENESS_37,
        Queue.CONCLUSION: CaseAct.CONCLUDE_INQUIRY,
        Queue.PROCEEDINGS: CaseAct.REPORT_PROCEEDINGS,
        Queue.OUTCOME: CaseAct.REPORT_OUTCOME,
    } == ACT_OF_QUEUE


@pytest.mark.rule("CASE-23")
def test_a_ministrys_acoc_stands_below_pacc_and_a_departments_below_that() -> None:
    assert Level.of_acoc(is_a_ministrys=True) is Level.MINISTRY_ACOC
    assert Level.of_acoc(is_a_ministrys=False) is Level.DEPARTMENT_ACOC
    assert sorted(Level) == [Level.UNIT, Level.DEPARTMENT_ACOC, Level.MINISTRY_ACOC, Level.PACC]
