"""How one case counts, month by month and for each level: the sums that it adds to, and the month read from them."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.domain.counting import Closing, CountedCase, RoundDates
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.tallying import BEGINNING, Grain, Place, Span, difference, past_of, tallies_of
from reporting.domain.terms import Era, Level, Outcome
from tests.unit.reporting.reading import AGENCY, figures_of, times

JULY, AUGUST, SEPTEMBER = (date(2020, month, 1) for month in (7, 8, 9))
BOTH_ROUNDS_IN_TIME = (
    RoundDates(date(2020, 7, 22), date(2020, 7, 22)),
    RoundDates(date(2020, 8, 21), date(2020, 8, 21)),
)


def july(day: int) -> date:
    return date(2020, 7, day)


def august(day: int) -> date:
    return date(2020, 8, day)


RECORDED, DAY_7 = july(15), july(22)


def a_case(
    *,
    due: date = DAY_7,
    reported: date | None = None,
    sent: dict[Level, date] | None = None,
    closing: Closing | None = None,
) -> CountedCase:
    return CountedCase(
        AGENCY,
        Era.AFTER_RESOLUTION,
        RECORDED,
        {Level.UNIT: RECORDED} | (sent or {}),
        rounds=(RoundDates(due, reported),),
        acts=(reported,) if reported else (),
        closing=closing,
    )


DIN = a_case(reported=july(23), sent={Level.MINISTRY_ACOC: august(30), Level.PACC: august(30)})
NAM = a_case(sent={Level.MINISTRY_ACOC: august(30), Level.PACC: august(30)})


@pytest.mark.rule("REP-1", "REP-2")
def test_the_manuals_july_is_two_new_cases_neither_of_which_followed_the_resolution() -> None:
    unit = figures_of([DIN, NAM], Level.UNIT, JULY)

    assert unit == Figures(after=EraFigures(new=2), compliance=Compliance(not_followed=2))
    assert (unit.after.received, unit.after.outstanding, unit.all_outstanding) == (2, 2, 2)


@pytest.mark.rule("REP-1")
def test_the_manuals_august_is_first_reported_for_the_acoc_and_carried_forward_for_the_unit() -> None:
    acoc = figures_of([DIN, NAM], Level.MINISTRY_ACOC, AUGUST)
    unit = figures_of([DIN, NAM], Level.UNIT, AUGUST)

    assert acoc == Figures(after=EraFigures(first_reported=2), compliance=Compliance(not_followed=2))
    assert (acoc.after.received, acoc.after.outstanding) == (2, 2)
    assert unit == Figures(after=EraFigures(carried_forward=2), compliance=Compliance(not_followed=2))
    assert (unit.after.received, unit.after.outstanding) == (0, 2)


@pytest.mark.rule("REP-1")
def test_a_level_without_an_entry_takes_that_of_the_next_one_above_it() -> None:
    sent_past_the_department = a_case(sent={Level.MINISTRY_ACOC: august(3)})

    assert figures_of([sent_past_the_department], Level.DEPARTMENT_ACOC, AUGUST).after.first_reported == 1
    assert figures_of([sent_past_the_department], Level.PACC, AUGUST) == Figures()


@pytest.mark.rule("REP-1")
def test_a_report_is_progress_only_in_a_month_after_the_entry() -> None:
    reported_in_august = a_case(reported=august(1))

    assert figures_of([DIN], Level.UNIT, JULY).after.progressed == 0
    assert figures_of([reported_in_august], Level.UNIT, AUGUST).after.progressed == 1


@pytest.mark.rule("REP-1")
def test_a_case_closed_before_it_was_sent_is_completed_in_the_month_of_its_entry() -> None:
    closing = Closing(july(30), Outcome.SERIOUS, criminal=True)
    closed_first = a_case(sent={Level.MINISTRY_ACOC: august(3)}, closing=closing)

    unit = figures_of([closed_first], Level.UNIT, JULY).after
    acoc = figures_of([closed_first], Level.MINISTRY_ACOC, AUGUST).after

    assert (unit.serious, unit.criminal, unit.outstanding) == (1, 1, 0)
    assert (acoc.first_reported, acoc.serious, acoc.criminal, acoc.outstanding) == (1, 1, 1, 0)
    assert figures_of([closed_first], Level.UNIT, AUGUST) == Figures()


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(
    ("due", "reported", "expected"),
    [
        (july(22), july(22), "in_progress"),  # in time; round 37 is still to come
        (july(22), july(23), "not_followed"),
        (july(22), None, "not_followed"),
        (july(31), None, "not_followed"),  # the month's last day is over at its end
        (august(1), None, "in_progress"),
        (august(1), august(2), "in_progress"),  # late, but after the month's end
        (july(30), august(2), "not_followed"),  # late, and missed when the month ended
    ],
)
def test_compliance_is_as_at_the_end_of_the_month(due: date, reported: date | None, expected: str) -> None:
    compliance = figures_of([a_case(due=due, reported=reported)], Level.UNIT, JULY).compliance

    assert compliance == Compliance(**{expected: 1})


@pytest.mark.rule("REP-2")
def test_a_round_that_is_not_reported_fails_in_the_month_of_its_day_from_the_first() -> None:
    before_its_day = a_case(due=august(1))

    assert before_its_day.fails_on == august(1)
    assert [figures_of([before_its_day], Level.UNIT, month).compliance for month in (JULY, AUGUST)] == [
        Compliance(in_progress=1),
        Compliance(not_followed=1),
    ]


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(("closed", "expected"), [(july(22), "in_progress"), (july(23), "not_followed")])
def test_a_case_completed_in_the_month_is_judged_as_at_its_closing(closed: date, expected: str) -> None:
    closed_unreported = a_case(closing=Closing(closed, Outcome.ENDED))

    assert figures_of([closed_unreported], Level.UNIT, JULY).compliance == Compliance(**{expected: 1})


@pytest.mark.rule("REP-2")
def test_the_resolution_is_followed_only_when_both_rounds_were_met_in_time() -> None:
    followed = CountedCase(AGENCY, Era.AFTER_RESOLUTION, july(15), {Level.UNIT: july(15)}, rounds=BOTH_ROUNDS_IN_TIME)

    assert figures_of([followed], Level.UNIT, JULY).compliance == Compliance(in_progress=1)
    assert figures_of([followed], Level.UNIT, AUGUST).compliance == Compliance(followed=1)


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(
    ("reported", "as_at_july", "as_at_august"),
    [
        (july(29), "followed", "followed"),
        (august(21), "in_progress", "followed"),
        (august(22), "in_progress", "not_followed"),
        (None, "in_progress", "not_followed"),
    ],
)
def test_failing_the_second_round_is_failing_the_resolution_from_the_month_in_which_its_day_passed(
    reported: date | None, as_at_july: str, as_at_august: str
) -> None:
    rounds = (BOTH_ROUNDS_IN_TIME[0], RoundDates(august(21), reported))
    case = CountedCase(AGENCY, Era.AFTER_RESOLUTION, RECORDED, {Level.UNIT: RECORDED}, rounds=rounds)

    assert figures_of([case], Level.UNIT, JULY).compliance == Compliance(**{as_at_july: 1})
    assert figures_of([case], Level.UNIT, AUGUST).compliance == Compliance(**{as_at_august: 1})


@pytest.mark.rule("REP-2")
@pytest.mark.parametrize(
    ("closed", "met_37", "expected"),
    [
        (july(29), july(29), "followed"),  # concluded without a ground: the conclusion stands for the round
        (july(29), None, "in_progress"),  # its day had not passed at the closing
        (august(21), None, "in_progress"),  # the day itself was not over
        (august(22), None, "not_followed"),
        (august(25), august(25), "not_followed"),  # concluded late
    ],
)
def test_the_second_round_of_a_completed_case_is_judged_as_at_its_closing(
    closed: date, met_37: date | None, expected: str
) -> None:
    rounds = (BOTH_ROUNDS_IN_TIME[0], RoundDates(august(21), met_37))
    closing = Closing(closed, Outcome.ENDED)
    case = CountedCase(AGENCY, Era.AFTER_RESOLUTION, RECORDED, {Level.UNIT: RECORDED}, rounds=rounds, closing=closing)

    month = closed.replace(day=1)
    assert figures_of([case], Level.UNIT, month).compliance == Compliance(**{expected: 1})
    assert figures_of([case], Level.UNIT, SEPTEMBER) == Figures()


@pytest.mark.rule("CASE-15", "REP-2")
@pytest.mark.parametrize(("met_37", "expected"), [(august(21), "followed"), (august(25), "not_followed")])
def test_a_case_that_an_inquiry_opened_is_judged_by_its_origins_rounds(met_37: date, expected: str) -> None:
    rounds = (BOTH_ROUNDS_IN_TIME[0], RoundDates(august(21), met_37))
    origin = CountedCase(AGENCY, Era.AFTER_RESOLUTION, RECORDED, {Level.UNIT: RECORDED}, rounds=rounds)
    found = CountedCase(AGENCY, Era.AFTER_RESOLUTION, RECORDED, {Level.UNIT: met_37}, acts=(met_37,), origin=origin)

    assert figures_of([found], Level.UNIT, JULY) == Figures()
    as_at_august = figures_of([found], Level.UNIT, AUGUST)
    assert as_at_august == Figures(after=EraFigures(first_reported=1), compliance=Compliance(**{expected: 1}))


@pytest.mark.rule("CASE-21", "REP-1")
def test_a_deleted_case_counts_as_if_it_had_never_entered() -> None:
    deleted = replace(DIN, is_deleted=True, closing=Closing(august(31), Outcome.SERIOUS, criminal=True))

    for level in Level:
        assert figures_of([deleted], level, AUGUST) == figures_of([deleted], level, JULY) == Figures()


@pytest.mark.rule("REP-1")
def test_several_reports_in_a_month_are_one_case_that_progressed() -> None:
    busy = replace(DIN, acts=(july(23), august(3), august(3), august(31)))

    assert figures_of([busy], Level.UNIT, AUGUST).after.progressed == 1
    assert figures_of([busy, DIN], Level.UNIT, AUGUST).after.progressed == 1


@pytest.mark.rule("REP-2")
def test_a_case_before_the_resolution_counts_in_its_own_era_and_has_no_compliance() -> None:
    old = CountedCase(AGENCY, Era.BEFORE_RESOLUTION, date(2018, 3, 27), {Level.UNIT: july(15)})

    assert figures_of([old], Level.UNIT, JULY) == Figures(before=EraFigures(first_reported=1))


@pytest.mark.rule("REP-1", "REP-2")
def test_the_sums_of_a_case_written_out_by_hand() -> None:
    """5888-1 as the unit has it: recorded on 15 July, round 7 reported a day late, closed on 31 August."""
    din = replace(DIN, acts=(july(23), august(31)), closing=Closing(august(31), Outcome.SERIOUS, criminal=True))

    sums = {
        (place.grain.name, place.starts_on.isoformat(), name): by
        for (place, name), by in tallies_of([din]).items()
        if place.level is Level.UNIT and by
    }

    assert sums == {
        ("MONTH", "2020-07-01", "new"): 1,
        ("MONTH", "2020-07-01", "failed_open"): 1,
        ("MONTH", "2020-08-01", "progressed"): 1,
        ("MONTH", "2020-08-01", "serious"): 1,
        ("MONTH", "2020-08-01", "criminal"): 1,
        ("MONTH", "2020-08-01", "failed_open"): -1,
        ("MONTH", "2020-08-01", "failed_completed"): 1,
        ("YEAR", "2020-01-01", "new"): 1,
        ("YEAR", "2020-01-01", "progressed"): 1,
        ("YEAR", "2020-01-01", "serious"): 1,
        ("YEAR", "2020-01-01", "criminal"): 1,
        ("YEAR", "2020-01-01", "failed_completed"): 1,
        # Of all time only what is outstanding is asked.
        ("EVER", "1900-01-01", "new"): 1,
        ("EVER", "1900-01-01", "serious"): 1,
    }


@pytest.mark.rule("PERF-6")
def test_the_newest_month_is_read_from_all_time_and_what_has_come_since_it() -> None:
    ever, years, months = past_of(date(2026, 11, 1))

    assert ever == Span(Grain.EVER, date(1900, 1, 1))
    assert years == Span(Grain.YEAR, date(2027, 1, 1), is_added=False)
    assert months == Span(Grain.MONTH, date(2026, 11, 1), date(2027, 1, 1), is_added=False)


@pytest.mark.rule("PERF-6")
def test_a_month_of_spring_is_read_from_all_time_less_its_year_and_later_ones_and_the_months_before_it() -> None:
    ever, years, months = past_of(date(2021, 3, 1))

    assert ever == Span(Grain.EVER, date(1900, 1, 1))
    assert years == Span(Grain.YEAR, date(2021, 1, 1), is_added=False)
    assert months == Span(Grain.MONTH, date(2021, 1, 1), date(2021, 3, 1))


@pytest.mark.rule("REP-1", "PERF-6")
def test_whatever_month_is_asked_each_month_before_it_counts_once_and_no_other() -> None:
    months = [date(year, month, 1) for year in range(2018, 2024) for month in range(1, 13)]

    for asked in months:
        for month in months:
            stands = {Grain.EVER: BEGINNING, Grain.YEAR: month.replace(month=1), Grain.MONTH: month}
            places = [Place(Level.UNIT, grain, on, AGENCY, Era.AFTER_RESOLUTION) for grain, on in stands.items()]
            assert sum(times(place, past_of(asked)) for place in places) == (month < asked)


@pytest.mark.rule("REL-3")
def test_the_difference_of_two_tallies_leads_from_one_to_the_other_and_names_nothing_that_stays() -> None:
    before, after = tallies_of([NAM]), tallies_of([DIN])

    changes = difference(before, after)

    assert 0 not in changes.values()
    before.update(changes)
    assert {place: by for place, by in before.items() if by} == {place: by for place, by in after.items() if by}
    july_of_the_unit = Place(Level.UNIT, Grain.MONTH, JULY, AGENCY, Era.AFTER_RESOLUTION)
    assert (july_of_the_unit, "new") not in changes
