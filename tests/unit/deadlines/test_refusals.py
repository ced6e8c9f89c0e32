"""Every refusal of the domain: a rule, a stable code of its own, and a sentence in both languages."""

from datetime import date
from typing import Any

import pytest

from deadlines.domain import errors
from deadlines.domain.policy import Words
from kit.domain.errors import NotPossibleNow
from tests.unit.sentences import assert_in_both_languages

DAY = date(2020, 7, 22)
ROUND_7 = Words("รายงานรอบ 7 วัน", "Report of round 7")
# Each with what it is told, its rule, and what both of its sentences say.
REFUSALS: list[tuple[type[NotPossibleNow], tuple[Any, ...], str, str, str]] = [
    (errors.DayNotPassed, (DAY,), "DUE-2", "22 ก.ค. 2563", "2020-07-22"),
    (errors.PolicyIsLaw, ("(7)",), "DUE-1", "(7)", "(7)"),
    (errors.PolicyIsLaw, ("7", ROUND_7), "DUE-1", "รายงานรอบ 7 วัน (7)", "Report of round 7 (7)"),
    (errors.NotExtendable, ("(7)",), "DUE-13", "(7)", "(7)"),
    (errors.NotExtendable, ("7", ROUND_7), "DUE-13", "รายงานรอบ 7 วัน (7)", "Report of round 7 (7)"),
    (errors.ObligationSettled, (), "DUE-13", "", ""),
    (errors.NotLaterThanDue, (DAY,), "DUE-13", "22 ก.ค. 2563", "2020-07-22"),
    (errors.HolidayAlready, (DAY,), "DUE-3", "22 ก.ค. 2563", "2020-07-22"),
    (errors.NoHoliday, (DAY,), "DUE-3", "22 ก.ค. 2563", "2020-07-22"),
]


@pytest.mark.rule("DUE-13")
@pytest.mark.parametrize(("kind", "told", "rule", "thai", "english"), REFUSALS)
def test_a_refusal_says_its_rule_and_a_sentence_in_both_languages(
    kind: type[Any], told: tuple[Any, ...], rule: str, thai: str, english: str
) -> None:
    refusal = kind(*told)

    assert (refusal.rule, refusal.possible) == (rule, ())
    # A sentence may begin with a date or the code of a policy.
    said = refusal.english.removeprefix(english).strip()
    assert_in_both_languages(refusal.thai, said[0].upper() + said[1:] if english else said)
    assert refusal.english[:1] in {"I", "T", "A", *english[:1]}
    assert thai in refusal.thai
    assert english in refusal.english


def test_a_transition_that_the_table_forbids_names_both_states() -> None:
    refusal = errors.IllegalTransition("MET", "OPEN")

    assert (refusal.rule, refusal.english) == ("DUE-16", "MET cannot become OPEN.")
    assert "MET" in refusal.thai
    assert "OPEN" in refusal.thai


@pytest.mark.rule("DUE-1")
def test_an_unknown_policy_is_a_fault_of_what_was_sent() -> None:
    [fault] = errors.UnknownPolicy().faults

    assert (fault.field, fault.rule) == ("policy", "DUE-1")
    assert_in_both_languages(fault.thai, fault.english)


def test_each_refusal_has_a_code_of_its_own_that_stays() -> None:
    kinds = {kind for kind, *_ in REFUSALS} | {errors.IllegalTransition}

    assert {kind.code for kind in kinds} == {
        *("day_not_passed", "illegal_transition", "policy_is_law", "not_extendable", "obligation_settled"),
        *("not_later_than_due", "holiday_already", "no_holiday"),
    }
    declared = {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, NotPossibleNow)}
    assert declared - {NotPossibleNow} == kinds
