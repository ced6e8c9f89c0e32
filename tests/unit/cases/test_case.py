"""What may be done with a case, and what it tells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.case import Case
from cases.domain.errors import CaseRefusal, LatenessUnexplained, RoundAlreadyReported, RoundNotLate
from cases.domain.happenings import CaseSent, LatenessWasExplained, RoundReported
from cases.domain.rounds import Round
from cases.domain.status import TRANSITIONS, CaseAct, CaseStatus
from cases.domain.terms import Level
from tests.unit.cases.builders import RECEIVED, a_case, a_report, on

DAY_7, DAY_8 = date(2020, 7, 22), date(2020, 7, 23)


@pytest.mark.rule("CASE-11")
def test_the_statutes_transitions_up_to_round_7_are_these() -> None:
    assert {
        (CaseStatus.NEW, CaseStatus.LATE_7),
        (CaseStatus.NEW, CaseStatus.REPORTED_7),
        (CaseStatus.LATE_7, CaseStatus.REPORTED_7),
    } == {(before, after) for before, following in TRANSITIONS.items() for after in following}


def test_a_report_in_time_tells_that_it_was_made() -> None:
    case = a_case()

    case.report_round(a_report(), now=on(DAY_7))

    assert case.status is CaseStatus.REPORTED_7
    assert case.happenings == [RoundReported(Round.SEVEN)]
    assert case.rounds[Round.SEVEN].reported_on == DAY_7


@pytest.mark.rule("CASE-11")
def test_a_late_report_is_refused_without_a_trace_and_says_what_is_possible() -> None:
    case = a_case()

    with pytest.raises(LatenessUnexplained) as refused:
        case.report_round(a_report(), now=on(DAY_8))

    assert (case.status, case.happenings, case.timeline) == (CaseStatus.NEW, [], [])
    assert refused.value.rule == "CASE-11"
    assert refused.value.possible == ("explain_lateness_7", "send")


@pytest.mark.rule("CASE-11")
def test_explained_lateness_opens_the_way_to_the_report() -> None:
    case = a_case()

    case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_8))
    case.report_round(a_report(), now=on(DAY_8))

    assert [entry.status for entry in case.timeline] == [CaseStatus.LATE_7, CaseStatus.REPORTED_7]
    assert case.happenings == [LatenessWasExplained(Round.SEVEN), RoundReported(Round.SEVEN)]


@pytest.mark.rule("CASE-11")
def test_lateness_cannot_be_explained_before_it_is_there() -> None:
    with pytest.raises(RoundNotLate):
        a_case().explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_7))


def test_a_round_is_reported_once() -> None:
    case = a_case()
    case.report_round(a_report(), now=on(DAY_7))

    with pytest.raises(RoundAlreadyReported):
        case.report_round(a_report(), now=on(DAY_7))


def test_the_first_sending_to_pacc_stays_the_entry() -> None:
    case = a_case()
    case.send(Level.MINISTRY_ACOC, now=on(DAY_7))
    case.send(Level.PACC, now=on(DAY_7))

    case.send(Level.PACC, now=on(DAY_8))

    assert case.entries[Level.PACC] == DAY_7
    assert case.sendings == [Level.MINISTRY_ACOC, Level.PACC, Level.PACC]
    assert case.happenings[-1] == CaseSent(Level.PACC)


ACTS = st.lists(
    st.tuples(
        st.sampled_from([CaseAct.EXPLAIN_LATENESS_7, CaseAct.REPORT_ROUND_7]), st.integers(min_value=0, max_value=5)
    ),
    max_size=6,
)


@given(ACTS)
def test_an_act_is_accepted_exactly_when_the_case_says_that_it_is_possible(acts: list[tuple[CaseAct, int]]) -> None:
    case, day = a_case(), RECEIVED + timedelta(days=5)
    for act, pause in acts:
        day += timedelta(days=pause)
        promised = act in case.possible(day)
        assert _accepted(case, act, day) == promised


def _accepted(case: Case, act: CaseAct, day: date) -> bool:
    try:
        if act is CaseAct.EXPLAIN_LATENESS_7:
            case.explain_lateness(Round.SEVEN, "ลืม", now=on(day))
        else:
            case.report_round(a_report(), now=on(day))
    except CaseRefusal:
        return False
    return True
