"""What a refused decision upon a correction says is possible: what the case says right after it (CASE-19, CASE-22)."""

from datetime import date
from uuid import uuid4

import pytest

from rongrian.cases.v1.case_pb2 import LEVEL_MINISTRY_ACOC
from rongrian.cases.v1.case_service_pb2 import SendCasesRequest
from tests.component.cases.correcting import approving, asks, entry, returning
from tests.component.cases.desk import Desk, acts
from tests.component.cases.kept import close_month
from tests.support.answers import Refusal
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_conclusion, a_round_report, some_proceedings, the_manuals_complaint
from tests.support.running import Running

EARLIER = entry("reception.received_on", "2020-07-15", "2020-07-10")


def possible(refusal: Refusal) -> set[str]:
    return set(refusal.metadata["possible"].split())


@pytest.mark.rule("CASE-19", "CASE-22")
async def test_who_decides_his_own_or_what_is_decided_is_told_what_the_case_accepts_from_him(
    krom1: Desk, acoc: Desk
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    [own] = await asks(acoc, case.id, EARLIER)
    [other] = await asks(krom1, case.id, entry("reception.agency_number", "1", "2"))
    await acoc(approving(other))

    for decision, code in (
        (approving(own), "own_correction"),
        (returning(own), "own_correction"),
        (approving(other), "correction_decided"),
        (returning(other), "correction_decided"),
    ):
        refusal = await acoc.refused(decision)
        assert refusal.code == code
        assert possible(refusal) == acts(await acoc.case(case.id))
        assert possible(refusal) >= {"report_round_7", "edit", "send"}


@pytest.mark.rule("CASE-19", "CASE-20")
async def test_a_ground_that_came_into_use_meanwhile_says_what_is_possible_now(
    krom1: Desk, acoc: Desk, clock: FixedClock, cases: Running
) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    clock.day = date(2020, 7, 22)
    await krom1(a_round_report(case.id))
    await krom1(a_conclusion(case.id))
    await close_month(cases, date(2020, 7, 1))
    gone = entry("conclusion.disciplinary_ground", "serious", "none", place=3)
    [asked_for] = await asks(krom1, case.id, gone)
    await krom1(some_proceedings(case.id))

    refusal = await acoc.refused(approving(asked_for))

    assert refusal.code == "ground_in_use"
    assert possible(refusal) == acts(await acoc.case(case.id))
    assert "report_outcome" in possible(refusal)


@pytest.mark.rule("CASE-19", "CASE-22")
async def test_of_several_cases_it_says_what_each_of_them_would_accept(krom1: Desk, acoc: Desk) -> None:
    din, nam = await krom1.records(the_manuals_complaint())
    of_both = [*await asks(acoc, din.id, EARLIER), *await asks(acoc, nam.id, EARLIER)]
    await krom1(SendCasesRequest(case_ids=[din.id], to=LEVEL_MINISTRY_ACOC, request_id=str(uuid4())))

    refusal = await acoc.refused(approving(*of_both))

    each = [acts(await acoc.case(case.id)) for case in (din, nam)]
    assert each[0] != each[1]
    assert possible(refusal) == each[0] & each[1]
