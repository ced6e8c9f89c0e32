"""Proceedings, one report or more, and the outcome that closes a case (CASE-16, CASE-17)."""

from datetime import date

import pytest

from rongrian.cases.v1 import case_pb2, view_pb2
from tests.component.cases.desk import Desk
from tests.support.clock import FixedClock
from tests.support.complaints import a_conclusion, a_round_report, an_outcome, some_proceedings, the_manuals_complaint


@pytest.fixture
async def concluded(krom1: Desk, clock: FixedClock) -> view_pb2.Case:
    """Case 5888-1 with a ground, on 22 July 2563."""
    din, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(din.id))
    await krom1(a_conclusion(din.id, allegations=(1, 2)))
    return await krom1.case(din.id)


@pytest.mark.rule("CASE-16")
async def test_the_first_report_states_the_committee_and_the_next_ones_are_numbered_on(
    krom1: Desk, concluded: view_pb2.Case
) -> None:
    without = await krom1.refused(some_proceedings(concluded.id, is_first=False))
    await krom1(some_proceedings(concluded.id, "2020-07-21", "ตั้งกรรมการ", "สอบปากคำ"))
    await krom1(some_proceedings(concluded.id, "2020-07-22", is_first=False))

    assert without.faults == {("proceedings.committee", "CASE-16")}
    reports = [entry.proceedings for entry in (await krom1.case(concluded.id)).timeline[-2:]]
    assert [report.number for report in reports] == [1, 2]
    assert [step.what for step in reports[0].proceedings.steps] == ["ตั้งกรรมการ", "สอบปากคำ"]
    assert reports[0].proceedings.signatory == "อธิบดีกรมสีขาว"


@pytest.mark.rule("CASE-16")
async def test_proceedings_name_every_fault_at_once(krom1: Desk, concluded: view_pb2.Case) -> None:
    request = some_proceedings(concluded.id, "2020-02-30", "ตั้งกรรมการ", " ", is_first=False)
    request.proceedings.steps[0].on = "2020-07-23"
    request.proceedings.steps[1].on = "2563-07-22"

    refusal = await krom1.refused(request)

    assert {("proceedings.started_on", "CASE-16"), ("proceedings.steps[1].what", "CASE-16")} <= refusal.faults
    assert ("proceedings.steps[1].on", "CASE-16") in refusal.faults


@pytest.mark.rule("CASE-16", "CASE-17")
async def test_proceedings_wait_for_the_conclusion_and_the_outcome_for_proceedings(
    krom1: Desk, clock: FixedClock
) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(din.id))
    too_early = await krom1.refused(some_proceedings(din.id))
    await krom1(a_conclusion(din.id, allegations=(1, 2)))
    no_proceedings = await krom1.refused(an_outcome(din.id))

    assert (too_early.code, too_early.metadata["rule"]) == ("not_concluded", "CASE-16")
    assert (no_proceedings.code, no_proceedings.metadata["rule"]) == ("no_proceedings", "CASE-17")


SHOWN_AS = {
    ("OUTCOME_SERIOUS", "PENALTY_DISMISSAL"): case_pb2.CLOSED_AS_DISMISSED,
    ("OUTCOME_SERIOUS", "PENALTY_DISCHARGE"): case_pb2.CLOSED_AS_DISCHARGED,
    ("OUTCOME_MINOR", "PENALTY_SALARY_REDUCTION"): case_pb2.CLOSED_AS_SALARY_REDUCED,
    ("OUTCOME_MINOR", "PENALTY_SALARY_CUT"): case_pb2.CLOSED_AS_SALARY_CUT,
    ("OUTCOME_MINOR", "PENALTY_REPRIMAND"): case_pb2.CLOSED_AS_REPRIMANDED,
    ("OUTCOME_ENDED", ""): case_pb2.CLOSED_AS_ENDED,
    ("OUTCOME_OTHER", ""): case_pb2.CLOSED_AS_OTHER,
}


@pytest.mark.rule("CASE-17", "CASE-25")
@pytest.mark.parametrize(("given", "shown"), SHOWN_AS.items(), ids=["-".join(given) for given in SHOWN_AS])
async def test_a_closed_case_shows_what_it_was_closed_with_and_is_found_by_it(
    krom1: Desk, concluded: view_pb2.Case, given: tuple[str, str], shown: int
) -> None:
    outcome, penalty = given
    await krom1(some_proceedings(concluded.id))

    closed = (await krom1(an_outcome(concluded.id, outcome=outcome, penalty=penalty))).case

    assert (closed.status, closed.closed_as) == (case_pb2.CASE_STATUS_CLOSED, shown)
    assert await krom1.numbers(closed_as=shown) == ["5888-1"]
    assert (await krom1.case(concluded.id)).timeline[-1].closed_as == shown


@pytest.mark.rule("CASE-17")
@pytest.mark.parametrize(
    ("outcome", "penalty"),
    [
        ("OUTCOME_SERIOUS", "PENALTY_REPRIMAND"),
        ("OUTCOME_SERIOUS", ""),
        ("OUTCOME_MINOR", "PENALTY_DISCHARGE"),
        ("OUTCOME_ENDED", "PENALTY_REPRIMAND"),
        ("OUTCOME_OTHER", "PENALTY_DISMISSAL"),
    ],
)
async def test_a_penalty_fits_its_gravity_or_is_refused(
    krom1: Desk, concluded: view_pb2.Case, outcome: str, penalty: str
) -> None:
    await krom1(some_proceedings(concluded.id))
    request = an_outcome(concluded.id, "2020-07-23", outcome=outcome, penalty=penalty)
    request.outcome.result = " "

    refusal = await krom1.refused(request)

    assert refusal.faults == {
        ("outcome.known_on", "CASE-17"),
        ("outcome.penalty", "CASE-17"),
        ("outcome.result", "CASE-17"),
    }
