"""What may be done with a case, and what it tells: rounds, lateness, conclusion, proceedings, outcome."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import errors
from cases.domain.case import Case
from cases.domain.errors import CaseRefusal
from cases.domain.happenings import (
    CaseRecorded,
    HandlerNamed,
    LatenessExplained,
    ProgressReported,
    RoundReported,
)
from cases.domain.rounds import Round
from cases.domain.status import CaseAct, CaseStatus
from cases.domain.timeline import (
    LatenessExplanation,
    RoundReport,
    TimelineEntry,
)
from tests.unit.cases.builders import (
    ACTOR,
    RECEIVED,
    RECEIVED_BEFORE,
    a_case,
    a_conclusion,
    a_record,
    a_report,
    assert_told,
    concluded,
    on,
    the_cases,
)

DAY_7, DAY_8 = date(2020, 7, 22), date(2020, 7, 23)
DAY_37, DAY_38 = date(2020, 8, 21), date(2020, 8, 22)
WORK_BEGAN = date(2020, 7, 16)


@pytest.mark.rule("CASE-19")
def test_recording_is_the_first_line_of_the_timeline_and_shows_the_reception_date() -> None:
    [case] = the_cases(a_record(), DAY_7)

    assert case.timeline == [TimelineEntry(1, CaseStatus.NEW, RECEIVED, None)]
    assert case.happenings == [CaseRecorded()]
    assert (case.status, case.received_on, case.recorded_on) == (CaseStatus.NEW, RECEIVED, DAY_7)


@pytest.mark.rule("CASE-10")
def test_a_report_on_day_7_is_in_time_and_tells_that_it_was_made() -> None:
    case, report = a_case(), a_report(WORK_BEGAN)

    case.report_round(Round.SEVEN, report, now=on(DAY_7))

    done = RoundReport(Round.SEVEN, report)
    assert_told(case, RoundReported(Round.SEVEN), CaseStatus.REPORTED_7, WORK_BEGAN, done)
    assert case.rounds[Round.SEVEN].reported_on == DAY_7


@pytest.mark.rule("CASE-11", "CASE-19")
def test_a_late_report_is_refused_without_a_trace_and_says_what_is_possible() -> None:
    case = a_case()

    with pytest.raises(errors.LatenessUnexplained) as refused:
        case.report_round(Round.SEVEN, a_report(), now=on(DAY_8))

    assert (case.status, case.happenings, case.timeline) == (CaseStatus.NEW, [], [])
    assert (refused.value.rule, "Day 7" in refused.value.english) == ("CASE-11", True)
    assert refused.value.possible == ("explain_lateness_7", "send")


@pytest.mark.rule("CASE-11")
def test_explained_lateness_opens_the_way_to_the_report() -> None:
    case = a_case()

    case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_8))
    explained = LatenessExplanation(Round.SEVEN, "ลืม")
    assert_told(case, LatenessExplained(Round.SEVEN), CaseStatus.LATE_7, DAY_8, explained)
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_8))

    assert [entry.status for entry in case.timeline] == [CaseStatus.LATE_7, CaseStatus.REPORTED_7]
    assert [entry.number for entry in case.timeline] == [2, 3]
    assert case.happenings == [LatenessExplained(Round.SEVEN), RoundReported(Round.SEVEN)]


@pytest.mark.rule("CASE-11")
def test_lateness_is_explained_once_and_not_before_it_is_there() -> None:
    case = a_case()
    with pytest.raises(errors.RoundNotLate) as too_early:
        case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_7))
    case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_8))
    with pytest.raises(errors.LatenessAlreadyExplained) as twice:
        case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_8))

    assert too_early.value.possible == ("report_round_7", "send")
    assert twice.value.possible == ("report_round_7", "send")
    assert [refused.value.rule for refused in (too_early, twice)] == ["CASE-11", "CASE-11"]
    assert ["7" in refused.value.english for refused in (too_early, twice)] == [True, True]


@pytest.mark.rule("CASE-12")
def test_a_round_is_reported_once() -> None:
    case = a_case()
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))

    with pytest.raises(errors.RoundAlreadyReported) as refused:
        case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))

    assert refused.value.possible == ("send", "report_round_37", "conclude_inquiry")
    assert "7-day" in refused.value.english


@pytest.mark.rule("CASE-12")
@pytest.mark.parametrize(
    "act",
    [
        lambda case: case.report_round(Round.THIRTY_SEVEN, a_report(), now=on(DAY_38)),
        lambda case: case.explain_lateness(Round.THIRTY_SEVEN, "ลืม", now=on(DAY_38)),
        lambda case: case.conclude_inquiry(a_conclusion(), now=on(DAY_38)),
    ],
)
def test_round_37_its_lateness_and_the_conclusion_come_after_round_7(act: Callable[[Case], None]) -> None:
    with pytest.raises(errors.RoundSevenFirst) as refused:
        act(a_case())

    assert (refused.value.rule, refused.value.possible) == ("CASE-12", ("explain_lateness_7", "send"))


@pytest.mark.rule("CASE-10", "CASE-11")
@pytest.mark.parametrize(("day", "is_in_time"), [(DAY_37, True), (DAY_38, False)])
def test_on_day_37_the_report_is_in_time_and_on_day_38_late(day: date, is_in_time: bool) -> None:
    case = a_case()
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))

    assert (CaseAct.REPORT_ROUND_37 in case.acceptable(day)) == is_in_time
    assert (CaseAct.EXPLAIN_LATENESS_37 in case.acceptable(day)) == (not is_in_time)
    assert (CaseAct.CONCLUDE_INQUIRY in case.acceptable(day)) == is_in_time
    assert case.overdue_days(day) == (0 if is_in_time else 1)


@pytest.mark.rule("CASE-12")
def test_an_inquiry_concluded_in_time_stands_for_the_round_37_report() -> None:
    case = concluded(a_case(), DAY_7)

    assert case.rounds[Round.THIRTY_SEVEN].reported_on == DAY_7
    with pytest.raises(errors.RoundAlreadyReported):
        case.report_round(Round.THIRTY_SEVEN, a_report(), now=on(DAY_8))


@pytest.mark.rule("CASE-12")
def test_a_conclusion_after_a_report_of_round_37_leaves_its_date() -> None:
    case = a_case()
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))
    case.report_round(Round.THIRTY_SEVEN, a_report(), now=on(DAY_8))
    case.conclude_inquiry(a_conclusion(), now=on(DAY_38))

    assert case.rounds[Round.THIRTY_SEVEN].reported_on == DAY_8
    assert case.concluded_on == DAY_38


@pytest.mark.rule("CASE-12", "CASE-11")
def test_of_an_inquiry_concluded_late_the_lateness_is_explained_first() -> None:
    case = a_case()
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))

    with pytest.raises(errors.LatenessUnexplained) as refused:
        case.conclude_inquiry(a_conclusion(), now=on(DAY_38))
    case.explain_lateness(Round.THIRTY_SEVEN, "ตรวจสอบไม่เสร็จ", now=on(DAY_38))
    case.conclude_inquiry(a_conclusion(), now=on(DAY_38))

    assert refused.value.possible == ("send", "explain_lateness_37")
    assert "37" in refused.value.english
    assert case.status is CaseStatus.INQUIRY_CONCLUDED


@pytest.mark.rule("CASE-18")
def test_before_the_resolution_progress_is_told_any_number_of_times_until_the_conclusion() -> None:
    case, report = a_case(RECEIVED_BEFORE), a_report(WORK_BEGAN)

    case.report_progress(report, now=on(DAY_7))
    assert_told(case, ProgressReported(), CaseStatus.PROGRESS_BEFORE, WORK_BEGAN, report)
    case.report_progress(report, now=on(DAY_8))
    case.conclude_inquiry(a_conclusion(), now=on(DAY_8))
    with pytest.raises(errors.InquiryAlreadyConcluded) as refused:
        case.report_progress(report, now=on(DAY_8))

    assert (refused.value.rule, refused.value.possible) == ("CASE-14", ("send", "report_proceedings"))


@pytest.mark.rule("CASE-18")
def test_before_the_resolution_there_are_no_rounds_and_no_lateness() -> None:
    case = a_case(RECEIVED_BEFORE)

    with pytest.raises(errors.NoRoundsBeforeResolution) as no_report:
        case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))
    with pytest.raises(errors.NoRoundsBeforeResolution) as no_lateness:
        case.explain_lateness(Round.THIRTY_SEVEN, "ลืม", now=on(DAY_7))

    for refused in (no_report.value, no_lateness.value):
        assert (refused.rule, refused.possible) == ("CASE-18", ("send", "report_progress", "conclude_inquiry"))
    assert case.overdue_days(DAY_38) == 0


@pytest.mark.rule("CASE-18")
def test_after_the_resolution_there_is_no_progress_but_rounds() -> None:
    with pytest.raises(errors.OnlyBeforeResolution) as refused:
        a_case().report_progress(a_report(), now=on(DAY_7))

    assert (refused.value.rule, refused.value.possible) == ("CASE-18", ("report_round_7", "send"))


@pytest.mark.rule("CASE-14")
@pytest.mark.parametrize("received_on", [RECEIVED, RECEIVED_BEFORE])
def test_an_inquiry_is_concluded_once(received_on: date) -> None:
    case = concluded(a_case(received_on), received_on)

    with pytest.raises(errors.InquiryAlreadyConcluded) as refused:
        case.conclude_inquiry(a_conclusion(), now=on(DAY_8))
    assert refused.value.possible == ("send", "report_proceedings")


@pytest.mark.rule("DUE-7")
def test_the_longest_overdue_round_says_how_late_a_case_is() -> None:
    case = a_case()

    assert [case.overdue_days(RECEIVED + timedelta(days=passed)) for passed in (7, 8, 38, 40)] == [0, 1, 31, 33]
    case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_38))
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_38))
    assert case.overdue_days(DAY_38) == 1


@pytest.mark.rule("ROLE-6")
def test_naming_a_handler_puts_an_officer_in_charge_and_tells_it() -> None:
    case = a_case()
    case.name_handler(ACTOR)

    assert (case.handler, case.happenings, case.timeline) == (ACTOR, [HandlerNamed()], [])


def test_the_table_of_transitions_stands_behind_the_verbs() -> None:
    case = a_case()
    case.status = CaseStatus.LATE_37  # as no verb would leave it with round 7 unreported

    with pytest.raises(errors.IllegalTransition) as refused:
        case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))
    assert (refused.value.rule, refused.value.possible) == ("CASE-19", ())
    assert "LATE_37" in refused.value.english
    assert "REPORTED_7" in refused.value.english


ACTS = st.lists(
    st.tuples(
        st.sampled_from([CaseAct.EXPLAIN_LATENESS_7, CaseAct.REPORT_ROUND_7]), st.integers(min_value=0, max_value=5)
    ),
    max_size=6,
)


@pytest.mark.rule("CASE-19")
@given(ACTS)
def test_an_act_is_accepted_exactly_when_the_case_says_that_it_is_possible(acts: list[tuple[CaseAct, int]]) -> None:
    case, day = a_case(), RECEIVED + timedelta(days=5)
    for act, pause in acts:
        day += timedelta(days=pause)
        promised = act in case.acceptable(day)
        assert _accepted(case, act, day) == promised


def _accepted(case: Case, act: CaseAct, day: date) -> bool:
    try:
        if act is CaseAct.EXPLAIN_LATENESS_7:
            case.explain_lateness(Round.SEVEN, "ลืม", now=on(day))
        else:
            case.report_round(Round.SEVEN, a_report(), now=on(day))
    except CaseRefusal:
        return False
    return True
