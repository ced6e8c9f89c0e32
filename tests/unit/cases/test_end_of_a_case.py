"""How a case comes to its end: conclusion, proceedings, outcome."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.domain import errors
from cases.domain.case import Case
from cases.domain.conclusion import Conclusion
from cases.domain.happenings import (
    CaseClosed,
    InquiryConcluded,
    OutcomeReported,
    ProceedingsReported,
)
from cases.domain.outcome_report import Closing
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Ground, Outcome, Penalty
from cases.domain.timeline import (
    FoundPerson,
    InquiryConclusion,
    ProceedingsReport,
    TimelineEntry,
)
from tests.unit.cases.builders import (
    ACTOR,
    RECEIVED,
    RECEIVED_BEFORE,
    a_case,
    a_conclusion,
    a_report,
    an_accused,
    an_outcome,
    assert_told,
    concluded,
    in_proceedings,
    on,
    some_proceedings,
)

DAY_7, DAY_8, DAY_38 = date(2020, 7, 22), date(2020, 7, 23), date(2020, 8, 22)
WORK_BEGAN = date(2020, 7, 16)


@pytest.mark.rule("CASE-14")
@pytest.mark.parametrize(
    "conclusion",
    [a_conclusion(Ground.MINOR), a_conclusion(Ground.SERIOUS), a_conclusion(Ground.NONE, criminal=True)],
)
def test_a_conclusion_with_a_disciplinary_or_a_criminal_ground_goes_on(conclusion: Conclusion) -> None:
    case = a_case(RECEIVED_BEFORE)
    case.conclude_inquiry(conclusion, now=on(DAY_7))

    told = InquiryConclusion(conclusion)
    assert_told(case, InquiryConcluded(), CaseStatus.INQUIRY_CONCLUDED, conclusion.finished_on, told)
    assert (case.closing, case.concluded_on) == (None, DAY_7)


@pytest.mark.rule("CASE-14", "CASE-15", "CASE-19")
def test_whom_the_inquiry_found_and_who_the_accused_was_before_stay_in_the_timeline() -> None:
    case, found = a_case(RECEIVED_BEFORE), (FoundPerson((1,), official=an_accused("ผู้ร่วม"), case_id=ACTOR),)
    unknown = an_accused("กลุ่มบุคคล")

    case.conclude_inquiry(a_conclusion(), found=found, earlier_accused=unknown, now=on(DAY_7))

    assert case.timeline[0].details == InquiryConclusion(a_conclusion(), found, unknown)


@pytest.mark.rule("CASE-15")
def test_no_ground_at_all_closes_the_case_as_ended() -> None:
    case, conclusion = a_case(RECEIVED_BEFORE), a_conclusion(Ground.NONE)
    case.conclude_inquiry(conclusion, now=on(DAY_7))

    assert case.closing == Closing(DAY_7, Outcome.ENDED)
    assert case.happenings == [InquiryConcluded(), CaseClosed()]
    told = InquiryConclusion(conclusion)
    assert case.timeline == [TimelineEntry(2, CaseStatus.CLOSED, conclusion.finished_on, told, ClosedAs.ENDED)]


@pytest.mark.rule("CASE-16")
def test_proceedings_come_after_the_conclusion_and_are_numbered() -> None:
    with pytest.raises(errors.NotConcluded) as refused:
        a_case().report_proceedings(some_proceedings(), now=on(DAY_7))
    case, second = in_proceedings(a_case(), DAY_7), some_proceedings(WORK_BEGAN)
    case.report_proceedings(second, now=on(DAY_38))

    assert (refused.value.rule, refused.value.possible) == ("CASE-16", ("report_round_7", "send"))
    told = ProceedingsReport(2, second)
    assert_told(case, ProceedingsReported(), CaseStatus.IN_PROCEEDINGS, WORK_BEGAN, told)


@pytest.mark.rule("CASE-17")
@pytest.mark.parametrize(
    ("outcome", "penalty", "closed_as"),
    [
        (Outcome.SERIOUS, Penalty.DISMISSAL, ClosedAs.DISMISSED),
        (Outcome.SERIOUS, Penalty.DISCHARGE, ClosedAs.DISCHARGED),
        (Outcome.MINOR, Penalty.SALARY_REDUCTION, ClosedAs.SALARY_REDUCED),
        (Outcome.MINOR, Penalty.SALARY_CUT, ClosedAs.SALARY_CUT),
        (Outcome.MINOR, Penalty.REPRIMAND, ClosedAs.REPRIMANDED),
        (Outcome.ENDED, None, ClosedAs.ENDED),
        (Outcome.OTHER, None, ClosedAs.OTHER),
    ],
)
def test_the_outcome_closes_the_case_and_is_its_status(
    outcome: Outcome, penalty: Penalty | None, closed_as: ClosedAs
) -> None:
    case, report = in_proceedings(a_case(), DAY_7), an_outcome(outcome, penalty, WORK_BEGAN)
    case.report_outcome(report, now=on(DAY_38))

    assert case.closing == Closing(DAY_38, outcome, penalty, False)
    assert case.happenings == [OutcomeReported(), CaseClosed()]
    assert case.timeline == [TimelineEntry(5, CaseStatus.CLOSED, WORK_BEGAN, report, closed_as)]


@pytest.mark.rule("CASE-17")
def test_an_outcome_needs_a_report_of_proceedings() -> None:
    with pytest.raises(errors.NoProceedings) as refused:
        concluded(a_case(), DAY_7).report_outcome(an_outcome(), now=on(DAY_8))

    assert (refused.value.rule, refused.value.possible) == ("CASE-17", ("send", "report_proceedings"))


@pytest.mark.rule("CASE-17")
def test_a_referral_to_criminal_proceedings_is_kept_with_the_closing() -> None:
    case = in_proceedings(a_case(), DAY_7)
    report = an_outcome(Outcome.OTHER, None)
    referred = type(report)(report.known_on, report.outcome, report.result, report.order_number, None, True)
    case.report_outcome(referred, now=on(DAY_8))

    assert case.closing == Closing(DAY_8, Outcome.OTHER, None, True)


@pytest.mark.rule("CASE-17")
@pytest.mark.parametrize(
    "act",
    [
        lambda case: case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_38)),
        lambda case: case.report_round(Round.SEVEN, a_report(), now=on(DAY_38)),
        lambda case: case.report_progress(a_report(), now=on(DAY_38)),
        lambda case: case.conclude_inquiry(a_conclusion(), now=on(DAY_38)),
        lambda case: case.report_proceedings(some_proceedings(), now=on(DAY_38)),
        lambda case: case.report_outcome(an_outcome(), now=on(DAY_38)),
    ],
)
@pytest.mark.parametrize("received_on", [RECEIVED, RECEIVED_BEFORE])
def test_nothing_more_is_entered_in_a_closed_case(act: Callable[[Case], None], received_on: date) -> None:
    case = concluded(a_case(received_on), received_on, a_conclusion(Ground.NONE))

    with pytest.raises(errors.CaseIsClosed) as refused:
        act(case)
    assert (refused.value.rule, refused.value.possible, case.happenings) == ("CASE-17", (), [])
