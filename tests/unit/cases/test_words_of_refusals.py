"""What refusals name: the entry that is none, the level that a case does not go to, the right that is missing."""

import pytest

from cases.domain.entry_edit import no_such_entry
from cases.domain.errors import NotAtThatLevel
from cases.domain.happenings import (
    CaseRecorded,
    Happening,
    InquiryConcluded,
    LatenessExplained,
    OutcomeReported,
    ProceedingsReported,
    ProgressReported,
    RoundReported,
)
from cases.domain.permissions import sending_to
from cases.domain.rounds import Round
from cases.domain.terms import Level
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
)
from cases.domain.told_entry import happening_of
from tests.unit.cases.builders import a_conclusion, a_report, an_outcome, some_proceedings
from tests.unit.sentences import assert_in_both_languages


@pytest.mark.rule("CASE-20")
def test_an_entry_that_is_none_is_a_fault_of_its_number() -> None:
    [fault] = no_such_entry(77).faults

    assert (fault.field, fault.rule) == ("number", "CASE-20")
    assert ("77" in fault.thai, "77" in fault.english) == (True, True)
    assert_in_both_languages(fault.thai, fault.english)


@pytest.mark.rule("CASE-23")
def test_a_level_that_is_not_next_is_refused_with_those_that_are() -> None:
    refusal = NotAtThatLevel([Level.PACC, Level.MINISTRY_ACOC], ())

    for words, level, between in ((refusal.thai, "thai", " หรือ "), (refusal.english, "english", " or ")):
        assert between.join(getattr(each, level) for each in (Level.MINISTRY_ACOC, Level.PACC)) in words


@pytest.mark.rule("ROLE-3")
def test_the_right_to_send_to_a_level_says_which() -> None:
    right = sending_to(Level.PACC)

    assert right == "case.send.pacc"
    assert right.thai.endswith(f"ไปยัง {Level.PACC.thai}")
    assert right.english.endswith(f" to {Level.PACC.english}")


@pytest.mark.rule("REL-8")
@pytest.mark.parametrize(
    ("details", "happening"),
    [
        (None, CaseRecorded()),
        (LatenessExplanation(Round.SEVEN, "ลืม"), LatenessExplained(Round.SEVEN)),
        (RoundReport(Round.THIRTY_SEVEN, a_report()), RoundReported(Round.THIRTY_SEVEN)),
        (a_report(), ProgressReported()),
        (InquiryConclusion(a_conclusion()), InquiryConcluded()),
        (ProceedingsReport(1, some_proceedings()), ProceedingsReported()),
        (an_outcome(), OutcomeReported()),
    ],
)
def test_each_entry_is_told_again_as_it_was_told_first(details: TimelineDetails | None, happening: Happening) -> None:
    assert happening_of(details) == happening
