"""Every refusal of the domain: a rule, a stable code of its own, and a sentence in both languages."""

from datetime import date
from typing import Any

import pytest

from cases.domain import errors
from cases.domain.errors import CaseRefusal
from cases.domain.filter import days_of
from cases.domain.permissions import PERMISSIONS
from cases.domain.status import CaseAct
from cases.domain.terms import Level
from kit.domain.errors import NotPossibleNow
from tests.unit.sentences import assert_in_both_languages

REFUSALS = sorted(CaseRefusal.__subclasses__(), key=lambda each: each.__name__)
OF_A_ROUND = {
    errors.LatenessUnexplained,
    errors.RoundNotLate,
    errors.LatenessAlreadyExplained,
    errors.RoundAlreadyReported,
}
SAY_NOTHING_MORE = (
    errors.CaseIsClosed,
    errors.NotDeleted,
    errors.CorrectionDecided,
    errors.OwnCorrection,
    errors.OthersCorrection,
)
WITHOUT_ALTERNATIVES = {*SAY_NOTHING_MORE, errors.RestoringOver, errors.IllegalTransition}
RULES = {
    "LatenessUnexplained": "CASE-11",
    "RoundNotLate": "CASE-11",
    "LatenessAlreadyExplained": "CASE-11",
    "RoundAlreadyReported": "CASE-12",
    "RoundSevenFirst": "CASE-12",
    "InquiryAlreadyConcluded": "CASE-14",
    "NoRoundsOfItsOwn": "CASE-15",
    "NotConcluded": "CASE-16",
    "CaseIsClosed": "CASE-17",
    "NoProceedings": "CASE-17",
    "NoRoundsBeforeResolution": "CASE-18",
    "OnlyBeforeResolution": "CASE-18",
    "IllegalTransition": "CASE-19",
    "MonthIsClosed": "CASE-20",
    "NotEditable": "CASE-20",
    "GroundInUse": "CASE-20",
    "AlreadySubmitted": "CASE-21",
    "NotDeleted": "CASE-21",
    "RestoringOver": "CASE-21",
    "CorrectionDecided": "CASE-22",
    "OwnCorrection": "CASE-22",
    "OthersCorrection": "CASE-22",
    "NotAtThatLevel": "CASE-23",
    "AlreadySent": "CASE-23",
    "NotReturnable": "CASE-24",
    "NothingAsked": "CASE-24",
}


def one_of(kind: Any) -> Any:
    possible = (CaseAct.SEND, CaseAct.REPORT_ROUND_7)
    match kind:
        case errors.IllegalTransition:
            return kind("NEW", "CLOSED")
        case _ if kind in SAY_NOTHING_MORE:
            return kind()
        case errors.RestoringOver:
            return kind(37)
        case errors.AlreadySubmitted:
            return kind("5888-37", possible)
        case errors.NotAtThatLevel:
            return kind({Level.DEPARTMENT_ACOC, Level.PACC}, possible)
        case _ if kind in OF_A_ROUND:
            return kind(37, possible)
    return kind(possible)


@pytest.mark.rule("CASE-19")
@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_a_refusal_says_rule_alternatives_and_a_sentence_in_both_languages(kind: type[CaseRefusal]) -> None:
    refusal = one_of(kind)

    assert refusal.rule == RULES[kind.__name__]
    assert refusal.possible == (() if kind in WITHOUT_ALTERNATIVES else ("report_round_7", "send"))
    thai = refusal.thai.replace("NEW", "ใหม่").replace("CLOSED", "ปิด")
    assert_in_both_languages(thai, refusal.english.replace("NEW", "New"))
    if kind in OF_A_ROUND | {errors.RestoringOver, errors.AlreadySubmitted}:
        assert "37" in refusal.thai
        assert "37" in refusal.english
    assert str(refusal) == refusal.english


def test_codes_are_stable_and_each_is_said_by_one_refusal() -> None:
    codes = {kind.__name__: kind.code for kind in REFUSALS}

    assert len(set(codes.values())) == len(codes) == len(RULES)
    assert NotPossibleNow.code not in codes.values()
    assert codes["LatenessUnexplained"] == "lateness_unexplained"
    # Programs go by them: a code follows from the name of its refusal, and neither is changed.
    for name, code in codes.items():
        assert code in (_snake(name), {"RoundSevenFirst": "round_7_first"}.get(name))


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


@pytest.mark.rule("CASE-25")
@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2020-07", date(2020, 7, 1), date(2020, 7, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28)),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_its_days(month: str, first: date, last: date) -> None:
    assert days_of(month) == (first, last)


@pytest.mark.rule("ROLE-3")
def test_who_may_do_what_written_out_by_hand() -> None:
    changing, officers = {"unit", "acoc", "integrator"}, {"unit", "acoc"}

    assert {
        "case.record": changing,
        "case.report": changing,
        "case.edit": changing,
        "case.delete": changing,
        "case.send": changing,
        "case.answer": changing,
        "case.restore": {"acoc"},
        "case.return": {"acoc"},
        "case.ask": {"pacc"},
        "case.name_handler": officers,
        "case.mark_recusal": officers,
        "case.open_complainant": officers,
        "case.show_national_id": officers,
        "case.keep_half_made": officers,
        "case.request_correction": officers,
        "case.withdraw_correction": officers,
        "case.decide_correction": {"acoc", "pacc"},
        "case.read": {"unit", "acoc", "pacc", "auditor", "integrator"},
    } == PERMISSIONS
