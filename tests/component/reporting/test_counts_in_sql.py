"""The counts in SQL, over gRPC, against the oracle: random histories told late, twice and in any order.

Deletions, corrections, late sendings and moves of agencies are among them; what they hold is counted and printed.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from reporting.adapters.figure_reader import SqlFigureReader
from reporting.adapters.tables import acts, cases, tallies
from reporting.domain.agency_rows import nested, total_of
from reporting.domain.basis import Basis
from reporting.domain.period import Period
from reporting.ports.agency_events import take_in_directory_and_heads
from rongrian.reporting.v1.report_pb2 import AgencyRow, Figures
from tests.component.reporting.conftest import Report, TakeIn
from tests.component.reporting.moving import MovedTree, Paths, moved_trees, put_back
from tests.component.reporting.told import Mark, ToldCase, events_of, tell_complaint
from tests.support import tree
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.histories import complaints, periods, todays
from tests.unit.reporting.oracle import DEPARTMENT_ACOC, MINISTRY_ACOC, PACC, UNIT, Life, tally
from tests.unit.reporting.reading import flat
from tests.unit.reporting.shares import Shares

PATHS = MovedTree().paths
AGENCIES = [tree.DEPARTMENT_1, tree.DEPARTMENT_10, tree.OFFICE, tree.MINISTRY, tree.OTHER_DEPARTMENT, tree.PACC]
# By whose entry each counts, and the top of what he sees.
VIEWERS = {
    "test-krom1": (UNIT, tree.DEPARTMENT_1),
    "test-krom1-nam": (UNIT, tree.DEPARTMENT_1),
    "test-krom10": (UNIT, tree.DEPARTMENT_10),
    "test-ministry": (UNIT, tree.MINISTRY),
    "test-acoc": (MINISTRY_ACOC, tree.MINISTRY),
    "test-other-acoc": (MINISTRY_ACOC, tree.OTHER_MINISTRY),
    "test-pacc": (PACC, tree.COUNTRY),
    "test-auditor": (UNIT, tree.COUNTRY),
}
E = TypeVar("E")
OFTEN = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def histories(draw: st.DrawFn, today: date, nams_index: bytes, officers: Sequence[UUID] = ()) -> list[ToldCase]:
    """`officers` are those who may be marked as recused."""
    marks: st.SearchStrategy[list[Mark]] = st.just([])
    if officers:
        marks = st.lists(st.builds(Mark, st.sampled_from(officers), st.sampled_from([None, today])), max_size=1)
    told: list[ToldCase] = []
    for lives in draw(st.lists(complaints(today), min_size=2, max_size=10)):
        told += tell_complaint(lives, draw(st.sampled_from(AGENCIES)), {"nam": nams_index}, draw(marks))
    return told


DRAWN = Shares("moved")
# The rarer ones are printed here, and asserted of the many more histories of `test_random_histories`.
ALWAYS_TOLD = {
    *("received before the resolution", "received after the resolution", "moved", "corrected", "deleted", "restored"),
    *("sent in a later month than recorded", "closed before entry"),
}


def draw_history(
    data: st.DataObject, today: date, nams_index: bytes, officers: Sequence[UUID] = ()
) -> tuple[list[ToldCase], MovedTree]:
    told, moved = data.draw(histories(today, nams_index, officers)), data.draw(moved_trees())
    DRAWN.count(lives_of(told), moved=sum(case.agency in moved.moved for case in told))
    return told, moved


@pytest.mark.rule("REP-1", "REP-3", "REL-3")
@settings(OFTEN, max_examples=30)
@given(data=st.data())
async def test_every_row_and_total_of_every_viewer_is_the_oracles_and_adds_up(
    data: st.DataObject, reporting: Running, take_in: TakeIn, report: Report, clock: FixedClock, cast: Cast
) -> None:
    """A month, which is read from sums, and a range, which is counted: as each viewer, over the tree as it is now."""
    clock.day = data.draw(todays)
    officers = [subject for username in VIEWERS if (subject := cast[username].subject) is not None]
    nams_index = reporting.foundation.blind_index.of(NAM_NATIONAL_ID)
    told, moved = draw_history(data, clock.day, nams_index, officers)
    range_of_months = data.draw(periods(clock.day))
    month = data.draw(periods(clock.day, longest=1))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in, moved)

    for first, last in (month, range_of_months):
        for username, (level, top) in VIEWERS.items():
            answer = await report(username, first.isoformat()[:7], last.isoformat()[:7])

            seen = [case for case in told if not is_hidden(case, told, username, cast[username].subject)]
            in_scope = below(top, seen, moved.paths)
            assert flat(answer.total) == tally(lives_of(in_scope), level, first, last, clock.day)
            hold_identities(answer.total)
            for row, of_row in rows_with_their_cases(answer.rows, in_scope, moved.paths):
                assert flat(row.figures) == tally(lives_of(of_row), level, first, last, clock.day)
                hold_identities(row.figures)


@pytest.mark.rule("REP-1", "REP-3")
@settings(OFTEN, max_examples=25)
@given(data=st.data())
async def test_the_acoc_of_a_department_counts_by_its_own_level(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    today = data.draw(todays)
    told, moved = draw_history(data, today, b"nam")
    first, last = data.draw(periods(today))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in, moved)
    officer = Actor(UUID(int=7), frozenset({"acoc"}), tree.DEPARTMENT_10)
    viewer = Viewer(officer, tree.DEPARTMENT_10, acoc=tree.DEPARTMENT_10, is_acoc_a_ministrys=False)

    basis = Basis(Period(first, last, today))

    lines = await SqlFigureReader(reporting.database).lines_by_agency(viewer, basis)

    in_scope = below(tree.DEPARTMENT_10, told, moved.paths)
    counted = flat(total_of(nested(lines)))
    assert counted == tally(lives_of(in_scope), DEPARTMENT_ACOC, first, last, today)


@pytest.mark.rule("REP-1", "CASE-22", "ORG-3")
def test_the_random_histories_hold_everything_that_moves_a_figure() -> None:
    if not DRAWN.cases:
        draw_without_telling()
    DRAWN.show()

    assert DRAWN.missing & ALWAYS_TOLD == set()


@settings(OFTEN, max_examples=100)
@given(data=st.data())
def draw_without_telling(data: st.DataObject) -> None:
    draw_history(data, data.draw(todays), b"nam")


async def tell_in_disorder(
    told: list[ToldCase],
    chance: random.Random,
    reporting: Running,
    take_in: TakeIn,
    moved: MovedTree | None = None,
) -> None:
    """Each event once or twice, in any order, in batches of any size; what was there before is gone.

    Of what `moved`, the moves are told in between, by a stream of their own; without it the tree is left alone.
    """
    async with reporting.database.begin() as connection:
        await connection.execute(delete(cases))
        await connection.execute(delete(acts))
        await connection.execute(delete(tallies))
        if moved is not None:
            await put_back(connection)
    moves = in_disorder(moved.told if moved is not None else [], chance)
    events = in_disorder(events_of(told), chance)
    while events or moves:
        if moves and (not events or chance.random() < 0.3):
            async with reporting.database.begin() as connection:
                await take_in_directory_and_heads(connection, [moves.pop()])
        batch = chance.randint(1, 7)
        await take_in(events[:batch])
        del events[:batch]


def in_disorder(events: Sequence[E], chance: random.Random) -> list[E]:
    disordered = [*events, *(event for event in events if chance.random() < 0.3)]
    chance.shuffle(disordered)
    return disordered


def is_hidden(case: ToldCase, told: list[ToldCase], username: str, subject: UUID | None) -> bool:
    """Whether he is accused in its complaint, or marked as recused from it (ROLE-5)."""
    is_marked = any(mark.officer == subject and mark.lifted is None for mark in case.marks)
    of_complaint = [other.life.accused for other in told if other.complaint_id == case.complaint_id]
    return is_marked or (username == "test-krom1-nam" and "nam" in of_complaint)


def below(top: UUID, told: list[ToldCase], paths: Paths = PATHS) -> list[ToldCase]:
    return [case for case in told if top in paths[case.agency]]


def lives_of(told: list[ToldCase]) -> list[Life]:
    return [case.life for case in told]


def rows_with_their_cases(
    rows: Iterable[AgencyRow], told: list[ToldCase], paths: Paths
) -> Iterator[tuple[AgencyRow, list[ToldCase]]]:
    """A row that stands under one of its own name has that agency's own cases alone, any other all below it."""
    for row in rows:
        agency = UUID(row.agency_id)
        yield row, below(agency, told, paths)
        for opened in row.agencies:
            own = [case for case in told if case.agency == agency]
            yield opened, own if opened.agency_id == row.agency_id else below(UUID(opened.agency_id), told, paths)


def hold_identities(figures: Figures) -> None:
    for era in (figures.before_resolution, figures.after_resolution):
        assert era.received == era.new + era.first_reported
        assert era.completed == era.ended + era.minor + era.serious + era.other
        assert era.outstanding == era.carried_forward + era.received - era.completed
    judged = figures.compliance
    counted = figures.after_resolution.carried_forward + figures.after_resolution.received
    assert judged.followed + judged.not_followed + judged.in_progress == counted
