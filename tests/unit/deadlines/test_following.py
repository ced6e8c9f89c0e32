"""Small things that an obligation does when it follows what was told, each by itself."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from deadlines.domain.errors import NotExtendable
from deadlines.domain.happenings import DueMoved, DueSoon, MissedWithdrawn, MoveCause, Reopened
from deadlines.domain.obligation import Obligation
from deadlines.domain.owed import Owed
from deadlines.domain.policy import CountedIn, ReminderStep, Terms, Words
from deadlines.domain.state import ObligationState
from tests.unit.deadlines.case_facts import AGENCY, CASE, OFFICER, RECEIVED, calendar, days, policy

OWED = Owed(
    policy=policy("triage.study"),
    occurrence=1,
    opening_version=1,
    opened_on=RECEIVED,
    counted_from=RECEIVED,
    terms=Terms(7, CountedIn.CALENDAR_DAYS, is_extendable=True),
    stopped_days=0,
    stopped_by=None,
    due_on=days(7),
    met_on=None,
    ended_on=None,
    is_cancelled=False,
)
STOPPER = UUID(int=78)


def opened(owed: Owed = OWED) -> Obligation:
    obligation = Obligation.open(owed, CASE, AGENCY)
    obligation.happenings.clear()
    return obligation


def follow(obligation: Obligation, owed: Owed, today: date = RECEIVED) -> None:
    obligation.follow(owed, today=today, calendar=calendar(), by=OFFICER)


@pytest.mark.rule("DUE-13")
@pytest.mark.parametrize(
    "changed",
    [
        replace(OWED, opening_version=2),
        replace(OWED, opened_on=days(1)),
        replace(OWED, counted_from=days(1)),
        replace(OWED, stopped_days=1),
        replace(OWED, terms=replace(OWED.terms, number=8)),
    ],
)
def test_what_it_stands_on_is_renewed_and_stays_so(changed: Owed) -> None:
    obligation, renewed = opened(), []
    for owed in (OWED, changed, changed):
        follow(obligation, owed)
        renewed.append(obligation.is_renewed)

    assert renewed == [False, True, True]
    assert obligation.happenings == []


@pytest.mark.rule("DUE-16")
def test_what_turns_out_not_to_have_been_met_is_open_again() -> None:
    obligation = opened()
    follow(obligation, replace(OWED, met_on=days(3)))
    obligation.happenings.clear()

    follow(obligation, OWED)

    assert (obligation.state, obligation.met_on) == (ObligationState.OPEN, None)
    assert obligation.happenings == [Reopened()]


@pytest.mark.rule("DUE-3")
@pytest.mark.parametrize(("today", "is_withdrawn"), [(days(10), True), (days(11), False)])
def test_a_missed_one_whose_new_day_has_not_passed_is_open_again(today: date, is_withdrawn: bool) -> None:
    obligation = opened()
    obligation.miss(days(8))
    obligation.happenings.clear()

    follow(obligation, replace(OWED, due_on=days(10)), today)

    assert (obligation.state is ObligationState.OPEN) == is_withdrawn
    assert (MissedWithdrawn() in obligation.happenings) == is_withdrawn


@pytest.mark.rule("DUE-13")
def test_a_move_says_its_cause_and_by_whom() -> None:
    stopped, corrected = opened(), opened()
    follow(stopped, replace(OWED, stopped_days=2, stopped_by=STOPPER, due_on=days(9)))
    follow(corrected, replace(OWED, counted_from=days(1), due_on=days(8)))

    assert stopped.happenings == [DueMoved(days(7), days(9), MoveCause.STOP, STOPPER, "")]
    assert corrected.happenings == [DueMoved(days(7), days(8), MoveCause.CORRECTION, OFFICER, "")]
    weekly = replace(OWED, terms=replace(OWED.terms, counted_in=CountedIn.WORKING_DAYS))
    both = opened(weekly)
    follow(both, replace(weekly, counted_from=days(1), stopped_days=1, due_on=days(9)))
    assert both.happenings == [DueMoved(days(7), days(9), MoveCause.CORRECTION, OFFICER, "")]


@pytest.mark.rule("DUE-13")
def test_days_more_are_counted_as_the_obligation_is() -> None:
    obligation = opened()
    nothing_but_days_off = calendar({days(8): "ก", days(9): "ข"})

    obligation.extend(2, by=OFFICER, reason="รอพยาน", today=RECEIVED, is_day_off=nothing_but_days_off.is_day_off)

    assert obligation.due_on == days(9)
    assert obligation.happenings == [DueMoved(days(7), days(9), MoveCause.EXTENSION, OFFICER, "รอพยาน")]


@pytest.mark.rule("DUE-13")
@pytest.mark.parametrize(("today", "is_open"), [(days(10), True), (days(11), False)])
def test_an_extension_to_a_day_that_has_not_passed_opens_a_missed_one(today: date, is_open: bool) -> None:
    obligation = opened()
    obligation.miss(days(8))

    obligation.extend(days(10), by=OFFICER, reason="รอพยาน", today=today, is_day_off=calendar().is_day_off)

    assert (obligation.state is ObligationState.OPEN) == is_open


@pytest.mark.rule("DUE-13")
def test_a_refused_extension_names_the_policy() -> None:
    fixed = opened(replace(OWED, terms=replace(OWED.terms, is_extendable=False)))

    with pytest.raises(NotExtendable, match=r"triage\.study"):
        fixed.extend(1, by=OFFICER, reason="รอพยาน", today=RECEIVED, is_day_off=calendar().is_day_off)
    day_off, duty = calendar().is_day_off, Words("การพิจารณา", "The study")
    with pytest.raises(NotExtendable, match=r"^The study \(triage\.study\)"):
        fixed.extend(1, by=OFFICER, reason="รอพยาน", today=RECEIVED, is_day_off=day_off, duty=duty)


@pytest.mark.rule("DUE-3", "DUE-13")
def test_a_day_off_that_the_librarys_own_list_has_gained_moves_the_date_and_nobody_has_done_so() -> None:
    weekly = replace(OWED, terms=replace(OWED.terms, counted_in=CountedIn.WORKING_DAYS))
    obligation = opened(weekly)

    follow(obligation, replace(weekly, due_on=days(8)))

    assert obligation.happenings == [DueMoved(days(7), days(8), MoveCause.HOLIDAY, None, "")]


@pytest.mark.rule("DUE-5")
def test_it_tells_that_it_will_be_due_soon() -> None:
    obligation = opened()
    obligation.become_due_soon()

    assert obligation.happenings == [DueSoon()]


@pytest.mark.rule("DUE-5")
@pytest.mark.parametrize(("day", "code"), [(-3, "before_3"), (-1, "before_1"), (0, "on_the_day"), (1, "after_1")])
def test_a_step_is_named_by_its_day(day: int, code: str) -> None:
    assert ReminderStep.of(day) == ReminderStep(code, day)
