"""What an agency states beside what was counted, and who confirms it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.summary import Statement, SummaryCounts, level_of_summary, roles_that_submit
from reporting.domain.terms import Level, Stated


@pytest.mark.rule("SUM-3")
@pytest.mark.parametrize(
    ("stated", "number", "contradicts"),
    [(Stated.SOME, 0, True), (Stated.NONE, 1, True), (Stated.SOME, 3, False), (Stated.NONE, 0, False)],
)
def test_some_where_none_was_counted_and_none_where_some_were_ask_for_a_note(
    stated: Stated, number: int, contradicts: bool
) -> None:
    of_new = Statement(stated, Stated.NONE, "")
    of_progress = Statement(Stated.NONE, stated, "")

    assert bool(of_new.faults_beside(SummaryCounts(received=number))) is contradicts
    assert bool(of_progress.faults_beside(SummaryCounts(progressed=number))) is contradicts


@pytest.mark.rule("SUM-3")
@given(st.sampled_from(Stated), st.sampled_from(Stated), st.integers(0, 3), st.integers(0, 3))
def test_a_note_settles_every_contradiction_and_without_one_both_are_asked_for_once(
    new: Stated, progress: Stated, received: int, progressed: int
) -> None:
    counted = SummaryCounts(received, progressed)
    agrees = (new is Stated.SOME) == (received > 0) and (progress is Stated.SOME) == (progressed > 0)

    faults = Statement(new, progress, "").faults_beside(counted)

    assert [(fault.field, fault.rule) for fault in faults] == ([] if agrees else [("note", "SUM-3")])
    assert Statement(new, progress, "นับรวมเรื่องที่อยู่ระหว่างบันทึก").faults_beside(counted) == []


@pytest.mark.rule("SUM-2", "REP-14")
def test_a_ministry_confirms_as_acoc_by_its_own_entry_and_any_other_agency_as_unit() -> None:
    assert (level_of_summary(is_ministry=True), level_of_summary(is_ministry=False)) == (
        Level.MINISTRY_ACOC,
        Level.UNIT,
    )
    assert roles_that_submit(is_ministry=True) == {"acoc"}
    assert roles_that_submit(is_ministry=False) == {"unit", "acoc"}
