"""Random lives of complaints, step by step against the model of the law (`model.py`); steps are counted and printed."""

import sys

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from cases.domain.status import CaseStatus
from tests.unit.cases import model
from tests.unit.cases.lives import LEVELS, SEEN, STEPS, LivesOfOneComplaint


def walk() -> None:
    STEPS.clear()
    SEEN.clear()
    # The same lives at each run: what they reach is asserted.
    how_many = settings(max_examples=settings().max_examples * 3, stateful_step_count=50, derandomize=True)
    run_state_machine_as_test(LivesOfOneComplaint, settings=how_many)


@pytest.mark.rule("CASE-19", "CASE-20", "CASE-25")
def test_code_and_law_agree_after_every_step_of_random_lives() -> None:
    walk()


@pytest.mark.rule("CASE-19")
def test_the_random_lives_reached_every_step_and_every_status() -> None:
    if not STEPS:
        walk()
    for what, count in (("steps", STEPS), ("statuses, looked at after each step", SEEN)):
        lines = [f"{times:7} {name}\n" for name, times in sorted(count.items())]
        sys.stdout.writelines([f"{count.total():7} {what}\n", *lines])

    levels = [level for level in LEVELS if level != "unit"]
    both_ways = [*model.REPORTS, *(f"send to {level}" for level in levels), "answer", "delete", "restore"]
    both_ways += ["return by ministry_acoc", "return by department_acoc"]
    both_ways += [f"edit {kind}" for kind in ("explanation", "report", "progress", "conclusion", "proceedings")]
    wanted = {f"{act}: {answer}" for act in both_ways for answer in ("accepted", "refused")}
    wanted |= {"edit recorded: refused", "edit outcome: refused", "return by pacc: refused", "ask: accepted"}
    wanted |= {"a found official becomes a case", "ป.ป.ท. closes a month"}
    wanted |= {
        "correct the reception date: accepted",
        "correct the conclusion: accepted",
        "correct the conclusion: refused",
    }
    assert wanted - set(STEPS) == set()
    assert set(SEEN) == {status.name.lower() for status in CaseStatus}
