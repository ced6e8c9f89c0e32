"""Which step falls on which day, and whom it addresses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.policy import ReminderStep
from deadlines.domain.reminder import OWN_MAIL_DAYS, due_on_of
from tests.unit.deadlines.reminder_calendar import Audience, audiences_of, latest_step

STEPS = tuple(ReminderStep.of(days) for days in (-3, -1, 0, 1, 7, 15, 30))
DUE = date(2020, 7, 22)

# The default of DUE-5 written out, for a case received on 15 July 2563: the date, the round, how it goes, to whom.
WRITTEN_OUT = """
19 ก.ค.  รอบ 7   สรุปเช้า  owner
21 ก.ค.  รอบ 7   สรุปเช้า  owner
22 ก.ค.  รอบ 7   เฉพาะ   owner
23 ก.ค.  รอบ 7   เฉพาะ   owner acoc
29 ก.ค.  รอบ 7   สรุปเช้า  owner acoc
6 ส.ค.   รอบ 7   สรุปเช้า  owner acoc pacc
18 ส.ค.  รอบ 37  สรุปเช้า  owner
20 ส.ค.  รอบ 37  สรุปเช้า  owner
21 ส.ค.  รอบ 7   สรุปเช้า  owner acoc pacc
21 ส.ค.  รอบ 37  เฉพาะ   owner
22 ส.ค.  รอบ 37  เฉพาะ   owner acoc
28 ส.ค.  รอบ 37  สรุปเช้า  owner acoc
5 ก.ย.   รอบ 37  สรุปเช้า  owner acoc pacc
20 ก.ย.  รอบ 37  สรุปเช้า  owner acoc pacc
"""
MONTHS = {7: "ก.ค.", 8: "ส.ค.", 9: "ก.ย.", 10: "ต.ค."}


@pytest.mark.rule("DUE-5", "DUE-10")
def test_the_reminders_of_a_case_received_on_15_july_2563_are_these() -> None:
    due = {"รอบ 7": date(2020, 7, 22), "รอบ 37": date(2020, 8, 21)}
    told = []
    for number in range(100):
        day = date(2020, 7, 15) + timedelta(days=number)
        for round_, due_on in due.items():
            step = latest_step(STEPS, due_on, day, since=day - timedelta(days=1))
            if step is not None:
                way = "เฉพาะ" if step.days_after_due in OWN_MAIL_DAYS else "สรุปเช้า"
                audiences = audiences_of(step.days_after_due)
                to = [audience.value for audience in Audience if audience in audiences]
                told.append([str(day.day), MONTHS[day.month], *round_.split(), way, *to])

    assert told == [line.split() for line in WRITTEN_OUT.strip().splitlines()]


@pytest.mark.rule("DUE-6")
@pytest.mark.parametrize(
    ("last_planned", "today", "step"),
    [
        (date(2020, 7, 18), date(2020, 7, 19), "before_3"),
        (date(2020, 7, 17), date(2020, 7, 23), "after_1"),
        (date(2020, 7, 18), date(2020, 7, 20), "before_3"),
        (date(2020, 7, 23), date(2020, 7, 28), None),
        (date(2020, 7, 1), date(2020, 12, 1), "after_30"),
        (None, date(2020, 7, 18), None),
        (None, date(2022, 7, 18), "after_30"),
    ],
    ids=[
        "the day itself",
        "out for a week: of four passed steps the last",
        "out over the step and back before the next",
        "nothing between two steps",
        "out for months",
        "heard of before any step",
        "heard of two years late",
    ],
)
def test_of_several_passed_steps_the_last_is_told(last_planned: date | None, today: date, step: str | None) -> None:
    found = latest_step(STEPS, DUE, today, since=last_planned)

    assert (found.code if found else None) == step


dates = st.dates(min_value=date(2014, 5, 22), max_value=date(2100, 1, 1))
some_steps = st.lists(st.integers(-60, 120), min_size=1, max_size=8, unique=True).map(
    lambda days: tuple(ReminderStep.of(each) for each in sorted(days))
)


@pytest.mark.rule("DUE-6")
@given(steps=some_steps, due_on=dates, start=st.integers(-200, 200), stops=st.lists(st.integers(1, 90), max_size=12))
def test_however_the_days_are_cut_by_outages_no_step_is_told_twice_and_the_last_that_passed_is_told(
    steps: tuple[ReminderStep, ...], due_on: date, start: int, stops: list[int]
) -> None:
    day = first = due_on + timedelta(days=start)
    told = []
    for stop in stops:
        since, day = day, day + timedelta(days=stop)
        step = latest_step(steps, due_on, day, since=since)
        if step is not None:
            told.append(step.days_after_due)

    passed = [step.days_after_due for step in steps if first < due_on + timedelta(days=step.days_after_due) <= day]
    assert told == sorted(set(told))
    assert set(told) <= set(passed)
    assert told[-1:] == passed[-1:]


@pytest.mark.rule("DUE-6")
@given(steps=some_steps, due_on=dates, today=dates, back=st.one_of(st.none(), st.integers(1, 400)))
def test_the_ranges_of_due_dates_never_overlap_so_that_one_step_at_most_is_planned_for_an_obligation(
    steps: tuple[ReminderStep, ...], due_on: date, today: date, back: int | None
) -> None:
    since = None if back is None else today - timedelta(days=back)
    ranges = [due_on_of(steps, step, today, since) for step in steps]

    assert sum(each.after < due_on <= each.until for each in ranges) <= 1


@pytest.mark.rule("DUE-5")
@given(st.integers(-60, 400), st.integers(-60, 400))
def test_whoever_owes_is_always_told_and_nobody_drops_out_as_it_gets_later(earlier: int, later: int) -> None:
    earlier, later = sorted((earlier, later))

    assert Audience.OWNER in audiences_of(earlier)
    assert audiences_of(earlier) <= audiences_of(later)
    assert Audience.ACOC not in audiences_of(min(earlier, 0))
    assert Audience.PACC not in audiences_of(min(earlier, 14))
