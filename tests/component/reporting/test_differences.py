"""What has changed of a closed month since it was published, case by case, and that it explains the totals."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import grpc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from kit.directory.copy import put_agencies
from reporting.adapters.round_tables import ROUNDS, rounds
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent
from rongrian.cases.v1.case_pb2 import OUTCOME_ENDED
from rongrian.reporting.v1.summary_service_pb2 import (
    DIFFERENCE_CAUSE_AGENCY_MOVED,
    DIFFERENCE_CAUSE_CORRECTED,
    DIFFERENCE_CAUSE_DELETED,
    DIFFERENCE_CAUSE_RESTORED,
    CloseRoundRequest,
    Difference,
    ListDifferencesRequest,
    ListDifferencesResponse,
)
from tests.component.reporting.conftest import TakeIn
from tests.component.reporting.summarising import Asking, freeze, owe
from tests.component.reporting.test_counts_in_sql import (
    VIEWERS,
    below,
    histories,
    is_hidden,
    lives_of,
    tell_in_disorder,
)
from tests.component.reporting.told import ToldCase, events_of, tell_complaint
from tests.support import tree
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.oracle import MINISTRY_ACOC, Life, tally
from tests.unit.reporting.reading import flat

AUGUST = date(2020, 8, 3)
SENT = {MINISTRY_ACOC: date(2020, 8, 5)}
NEW = Life(AUGUST, AUGUST, sent=SENT)
CLOSED_ON, LATER = date(2020, 9, 12), date(2020, 10, 5)
OF_AUGUST = ListDifferencesRequest(month="2020-08")


@pytest.fixture
def asking(reporting: Running, cast: Cast) -> Asking:
    return Asking(reporting, cast)


def case(life: Life = NEW, agency: UUID = tree.DEPARTMENT_1) -> ToldCase:
    [told] = tell_complaint([life], agency)
    return told


def changed(told: ToldCase, change: Callable[[CaseFacts], None]) -> CasesEvent:
    """The next event of a case: its facts as the change leaves them."""
    event = CasesEvent()
    event.CopyFrom(told.events[-1])
    event.header.event_id, event.header.recorded_on = str(uuid4()), LATER.isoformat()
    event.header.aggregate_version += 1
    event.facts.version += 1
    event.case_edited.SetInParent()
    change(event.facts)
    return event


def _delete(facts: CaseFacts) -> None:
    facts.is_deleted, facts.deleted_on = True, LATER.isoformat()


def _restore(facts: CaseFacts) -> None:
    facts.is_deleted, facts.deleted_on = False, ""


def _correct_reception(facts: CaseFacts) -> None:
    facts.received_on, facts.corrected_on = "2020-07-30", LATER.isoformat()


async def close_august(asking: Asking, clock: FixedClock) -> None:
    await owe(asking.running)
    clock.day = CLOSED_ON
    await asking("test-pacc", CloseRoundRequest(round="2020-09"))
    await freeze(asking.running, clock)
    clock.day = LATER


async def move_office(running: Running, above: tuple[UUID, ...]) -> None:
    office = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.OFFICE))
    office.path[:] = [str(step) for step in (*above, tree.OFFICE)]
    office.parent_id, office.version = str(above[-1]), 2
    async with running.database.begin() as connection:
        await put_agencies(connection, [office])


def explains(page: ListDifferencesResponse, rows: Sequence[Difference]) -> bool:
    """Whether now less published is what the rows say."""
    then, now = Counter(flat(page.published)), Counter(flat(page.now))
    for row in rows:
        then.update(flat(row.now))
        now.update(flat(row.published))
    return then == now


@pytest.mark.rule("SUM-5")
async def test_a_deleted_a_restored_and_a_corrected_case_differ_each_with_its_cause_and_day(
    asking: Asking, take_in: TakeIn, clock: FixedClock
) -> None:
    left, deleted, corrected = case(), case(), case()
    restored = case(replace(NEW, deleted=date(2020, 8, 20)))
    await take_in(events_of([left, deleted, corrected, restored]))
    await close_august(asking, clock)
    await take_in([changed(deleted, _delete), changed(corrected, _correct_reception), changed(restored, _restore)])

    page = await asking("test-acoc", OF_AUGUST)

    causes = {row.case_id: (row.cause, row.on) for row in page.differences}
    assert causes == {
        str(deleted.case_id): (DIFFERENCE_CAUSE_DELETED, "2020-10-05"),
        str(corrected.case_id): (DIFFERENCE_CAUSE_CORRECTED, "2020-10-05"),
        str(restored.case_id): (DIFFERENCE_CAUSE_RESTORED, ""),
    }
    assert (page.published.after_resolution.new, page.published.after_resolution.received) == (3, 3)
    now = page.now.after_resolution
    assert (now.new, now.first_reported, now.received) == (2, 1, 3)
    assert explains(page, page.differences)
    [row] = [row for row in page.differences if row.case_id == str(corrected.case_id)]
    assert (row.published.after_resolution.new, row.now.after_resolution.first_reported) == (1, 1)
    assert (row.agency_name, row.reason, page.next_page_token) == ("กรมทดสอบ1", "", "")


@pytest.mark.rule("SUM-5")
async def test_what_was_published_stands_and_later_steps_are_no_difference(
    asking: Asking, take_in: TakeIn, clock: FixedClock
) -> None:
    told = case()
    await take_in(told.events)
    await close_august(asking, clock)

    def end(facts: CaseFacts) -> None:
        facts.closed_on, facts.outcome = LATER.isoformat(), OUTCOME_ENDED

    await take_in([changed(told, end)])

    page = await asking("test-acoc", OF_AUGUST)
    assert (len(page.differences), flat(page.published)) == (0, flat(page.now))


@pytest.mark.rule("SUM-5")
async def test_the_cases_of_an_agency_that_has_moved_differ_where_it_was_and_where_it_is(
    asking: Asking, take_in: TakeIn, clock: FixedClock
) -> None:
    moved, left = case(agency=tree.OFFICE), case()
    await take_in(events_of([moved, left]))
    await close_august(asking, clock)
    await move_office(asking.running, (tree.COUNTRY, tree.OTHER_MINISTRY))

    viewers = ("test-acoc", "test-other-acoc", "test-auditor", "test-office")
    was, is_now, above, own = [await asking(username, OF_AUGUST) for username in viewers]

    for page, published, now in ((was, 2, 1), (is_now, 0, 1)):
        [row] = page.differences
        assert (row.case_id, row.cause) == (str(moved.case_id), DIFFERENCE_CAUSE_AGENCY_MOVED)
        assert (page.published.after_resolution.new, page.now.after_resolution.new) == (published, now)
        assert explains(page, page.differences)
    assert (list(above.differences), list(own.differences)) == ([], [])


@pytest.mark.rule("SUM-5", "ROLE-2")
async def test_it_is_narrowed_to_an_agency_and_those_below_it_within_the_callers_scope(
    asking: Asking, take_in: TakeIn, clock: FixedClock
) -> None:
    here, there = case(), case(agency=tree.OFFICE)
    await take_in(events_of([here, there]))
    await close_august(asking, clock)
    await take_in([changed(here, _delete), changed(there, _delete)])

    of_10 = await asking("test-acoc", ListDifferencesRequest(month="2020-08", agency_id=str(tree.DEPARTMENT_10)))
    outside = await asking.refused("test-krom1", ListDifferencesRequest(month="2020-08", agency_id=str(tree.OFFICE)))
    of_krom1 = await asking("test-krom1", OF_AUGUST)

    assert [row.case_id for row in of_10.differences] == [str(there.case_id)]
    assert of_10.published.after_resolution.new == 1
    assert outside.status is grpc.StatusCode.NOT_FOUND
    assert [row.case_id for row in of_krom1.differences] == [str(here.case_id)]


@pytest.mark.rule("SUM-5", "REP-4")
async def test_a_recused_officer_finds_no_row_of_his_complaint_and_the_totals_as_published_for_all(
    asking: Asking, take_in: TakeIn, clock: FixedClock
) -> None:
    indexes = {"nam": asking.running.foundation.blind_index.of(NAM_NATIONAL_ID)}
    [against_nam] = tell_complaint([replace(NEW, accused="nam")], tree.DEPARTMENT_1, indexes)
    other = case()
    await take_in(events_of([against_nam, other]))
    await close_august(asking, clock)
    await take_in([changed(against_nam, _delete), changed(other, _delete)])

    recused, colleague = [await asking(username, OF_AUGUST) for username in ("test-krom1-nam", "test-krom1")]

    assert [row.case_id for row in recused.differences] == [str(other.case_id)]
    assert len(colleague.differences) == 2
    assert recused.published == colleague.published
    assert (recused.now.after_resolution.new, colleague.now.after_resolution.new) == (1, 0)
    assert explains(recused, recused.differences)


@pytest.mark.rule("SUM-5")
async def test_a_month_that_is_not_closed_has_no_differences(asking: Asking, clock: FixedClock) -> None:
    await owe(asking.running)
    clock.day = CLOSED_ON
    await asking("test-pacc", CloseRoundRequest(round="2020-09"))

    for month in ("2020-08", "2020-07"):
        refusal = await asking.refused("test-acoc", ListDifferencesRequest(month=month))
        assert (refusal.status, refusal.code) == (grpc.StatusCode.FAILED_PRECONDITION, "month_not_closed")
    assert (await asking.refused("test-acoc", ListDifferencesRequest(month="2020-13"))).faults == {("month", "SUM-5")}


@pytest.mark.rule("SUM-5")
async def test_pages_follow_each_other_by_the_ids_of_the_cases(
    asking: Asking, take_in: TakeIn, clock: FixedClock
) -> None:
    told = [case() for _ in range(103)]
    await take_in(events_of(told))
    await close_august(asking, clock)
    await take_in([changed(each, _delete) for each in told])

    first = await asking("test-acoc", OF_AUGUST)
    following = ListDifferencesRequest(month="2020-08", page_token=first.next_page_token)
    second = await asking("test-acoc", following)
    unknown = await asking.refused("test-acoc", ListDifferencesRequest(month="2020-08", page_token="x"))

    rows = [*first.differences, *second.differences]
    assert [row.case_id for row in rows] == sorted(str(each.case_id) for each in told)
    assert (len(first.differences), second.next_page_token) == (100, "")
    assert first.now == second.now
    assert explains(first, rows)
    assert unknown.faults == {("page_token", "SUM-5")}


@pytest.mark.rule("SUM-5", "REP-3")
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_comes_after_the_closing_the_rows_explain_the_totals(
    data: st.DataObject, asking: Asking, take_in: TakeIn, clock: FixedClock, cast: Cast
) -> None:
    """Random histories, of which some events are told only after the month was frozen."""
    clock.day = data.draw(st.dates(date(2020, 9, 1), date(2020, 11, 30)))
    told = data.draw(histories(clock.day, asking.running.foundation.blind_index.of(NAM_NATIONAL_ID)))
    month = data.draw(st.sampled_from([date(2020, number, 1) for number in (5, 6, 7, 8)]))
    chance = data.draw(st.randoms(use_true_random=False))
    early = [replace(each, events=each.events[: chance.randint(0, len(each.events))]) for each in told]
    await tell_in_disorder(early, chance, asking.running, take_in)
    await publish(asking.running, month, clock)
    await take_in(events_of(told))

    for username, (level, top) in VIEWERS.items():
        page = await asking(username, ListDifferencesRequest(month=month.isoformat()[:7]))

        assert explains(page, page.differences)
        hidden = [each for each in told if is_hidden(each, told, username, cast[username].subject)]
        if not hidden:
            last = date(2020, month.month + 1, 1).toordinal() - 1
            seen = lives_of(below(top, told))
            assert flat(page.now) == tally(seen, level, month, date.fromordinal(last), clock.day)


async def publish(running: Running, month: date, clock: FixedClock) -> None:
    """The month alone is published."""
    async with running.database.begin() as connection:
        for table in ROUNDS.sorted_tables:
            await connection.execute(delete(table))
        row = {"round": date(2020, month.month + 1, 1), "state": 2, "closing_at": clock.now(), "closing_by": uuid4()}
        await connection.execute(insert(rounds).values(row))
    await freeze(running, clock)
