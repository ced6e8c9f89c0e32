"""What a recused officer's figures leave out: the first half of REP-4."""

from dataclasses import replace
from datetime import date

import pytest

from kit.directory.copy import put_agencies
from tests.component.reporting.conftest import Report, TakeIn
from tests.component.reporting.told import Mark, events_of, tell_complaint
from tests.support import tree
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.oracle import MINISTRY_ACOC, Life
from tests.unit.reporting.reading import flat

RECORDED = date(2020, 7, 15)
SOMEONE = Life(RECORDED, RECORDED, sent={MINISTRY_ACOC: RECORDED})
NAM = replace(SOMEONE, accused="nam")


@pytest.fixture(autouse=True)
async def a_complaint_against_nam_and_another_one(reporting: Running, take_in: TakeIn, clock: FixedClock) -> None:
    """Two cases of one complaint, น้ำ accused in one of them; and one of another complaint."""
    clock.day = date(2020, 7, 31)
    indexes = {"nam": reporting.foundation.blind_index.of(NAM_NATIONAL_ID)}
    await take_in(events_of(tell_complaint([SOMEONE, NAM], tree.DEPARTMENT_1, indexes)))
    await take_in(events_of(tell_complaint([SOMEONE], tree.DEPARTMENT_1, indexes)))


@pytest.mark.rule("REP-4", "ROLE-5")
async def test_an_accused_officers_figures_leave_out_the_whole_complaint(report: Report) -> None:
    recused = await report("test-krom1-nam", "2020-07")
    colleague = await report("test-krom1", "2020-07")

    assert (recused.total.after_resolution.new, colleague.total.after_resolution.new) == (1, 3)
    assert flat(recused.rows[0].figures) == flat(recused.total)
    judged = recused.total.compliance
    assert judged.followed + judged.not_followed + judged.in_progress == 1


@pytest.mark.rule("REP-4", "ROLE-5")
async def test_those_whom_the_accused_heads_are_left_without_it_and_those_above_are_not(
    reporting: Running, report: Report, cast: Cast
) -> None:
    department = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_1))
    department.head_subject = str(cast["test-krom1-nam"].subject)
    department.version = 2
    async with reporting.database.begin() as connection:
        await put_agencies(connection, [department])

    assert (await report("test-krom1", "2020-07")).total.after_resolution.new == 1
    assert (await report("test-acoc", "2020-07")).total.after_resolution.new == 3


@pytest.mark.rule("REP-4", "ROLE-5")
async def test_an_officer_marked_by_hand_finds_none_of_its_cases_in_any_figure_until_the_mark_is_lifted(
    take_in: TakeIn, report: Report, cast: Cast
) -> None:
    officer = cast["test-acoc"].subject
    assert officer is not None
    await take_in(events_of(tell_complaint([SOMEONE, SOMEONE], tree.DEPARTMENT_1, marks=[Mark(officer)])))
    lifted = [Mark(officer, lifted=date(2020, 7, 20))]
    await take_in(events_of(tell_complaint([SOMEONE], tree.DEPARTMENT_1, marks=lifted)))

    marked = await report("test-acoc", "2020-07")

    assert marked.total.after_resolution.new == 4
    judged = marked.total.compliance
    assert judged.followed + judged.not_followed + judged.in_progress == 4
    assert flat(marked.rows[0].figures) == flat(marked.total)
    assert (await report("test-krom1", "2020-07")).total.after_resolution.new == 6
