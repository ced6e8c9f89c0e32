"""A ศปท. gives more time, where the policy allows it (DUE-13)."""

from datetime import date
from uuid import uuid4

import grpc
import pytest
from sqlalchemy import select

from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.sweep import sweep
from deadlines.domain.happenings import MoveCause
from deadlines.domain.state import ObligationState
from kit.database.tables import audit_entry
from rongrian.deadlines.v1.deadline_service_pb2 import ExtendObligationRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.deadlines.v1.obligation_pb2 import OBLIGATION_STATE_OPEN
from rongrian.deadlines.v1.policy_service_pb2 import AddHolidayRequest
from rongrian.deadlines.v1.policy_service_pb2_grpc import PolicyServiceStub
from tests.component.deadlines.case_events import event, facts, happenings, later, tell, tell_events
from tests.component.deadlines.own_policies import STUDY, count_again, due, kept, moves, put_policy
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running

# Two working days from Wednesday 15 July 2563.
FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2020, 7, day) for day in (17, 18, 20, 21))


async def extension(deadlines: Running, code: str = STUDY, **other: object) -> ExtendObligationRequest:
    """One working day more for the only obligation under the policy."""
    [obligation] = await kept(deadlines, code)
    asked = {"obligation_id": str(obligation.id), "reason": "รอพยานเอกสาร"} | other
    if "due_on" not in asked:
        asked |= {"days": 1}
    return ExtendObligationRequest(**asked)  # type: ignore[arg-type]


async def open_study(deadlines: Running, **other: object) -> None:
    await put_policy(deadlines, is_extendable=True)
    await tell(deadlines, facts(**other))  # type: ignore[arg-type]


@pytest.mark.rule("DUE-13")
async def test_an_extension_is_counted_as_the_obligation_is_and_keeps_the_old_date(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await open_study(deadlines)
    request = await extension(deadlines, request_id=str(uuid4()))

    for _ in range(2):
        answer = await stub.ExtendObligation(request, metadata=cast.metadata("test-acoc"))
        assert answer.obligation.due_on == "2020-07-20"

    [move] = await moves(deadlines)
    assert (move.old_due_on, move.new_due_on, move.cause) == (FRIDAY, MONDAY, MoveCause.EXTENSION)
    assert (move.actor, move.reason) == (cast["test-acoc"].subject, "รอพยานเอกสาร")
    assert (await happenings(deadlines, STUDY)) == ["opened", "due_moved"]
    async with deadlines.database.read() as connection:
        [entry] = (await connection.execute(select(audit_entry))).all()
    assert (entry.action, entry.reason) == ("obligation.extended", "รอพยานเอกสาร")
    assert ("2020-07-17" in entry.before, "2020-07-20" in entry.after) == (True, True)


@pytest.mark.rule("DUE-13")
async def test_an_extension_stands_whatever_is_told_or_counted_again_afterwards(
    deadlines: Running, stub: DeadlineServiceStub, policies: PolicyServiceStub, cast: Cast
) -> None:
    await put_policy(deadlines, is_extendable=True)
    recorded = facts()
    await tell(deadlines, recorded)
    request = await extension(deadlines, due_on="2020-07-21")
    await stub.ExtendObligation(request, metadata=cast.metadata("test-acoc"))

    recorded.version = 2
    await tell_events(deadlines, event(recorded, "case_edited"))
    holiday = AddHolidayRequest(day="2020-07-16", name="วันหยุดพิเศษ", reason="มติ")
    await policies.AddHoliday(holiday, metadata=cast.metadata("test-pacc"))
    await count_again(deadlines)

    assert await due(deadlines) == [TUESDAY]
    assert len(await moves(deadlines)) == 1


@pytest.mark.rule("DUE-13")
async def test_what_was_missed_is_open_again_when_it_is_extended(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await open_study(deadlines)
    clock.day = SATURDAY
    await sweep(SATURDAY, store=SqlSweepStore(deadlines.database, clock))

    answer = await stub.ExtendObligation(await extension(deadlines), metadata=cast.metadata("test-acoc"))

    assert answer.obligation.state == OBLIGATION_STATE_OPEN
    assert await happenings(deadlines, STUDY) == ["opened", "missed", "due_moved", "missed_withdrawn"]


@pytest.mark.rule("DUE-13", "DUE-16")
async def test_an_extension_is_no_excuse_for_what_had_been_recorded_late_before_it(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast, clock: FixedClock
) -> None:
    """Reported on Saturday, extended on Monday to Tuesday, and the report is heard of only then."""
    await put_policy(deadlines, is_extendable=True)
    recorded = facts()
    await tell(deadlines, recorded)
    clock.day = MONDAY
    await stub.ExtendObligation(await extension(deadlines, due_on="2020-07-21"), metadata=cast.metadata("test-acoc"))

    await tell(deadlines, later(recorded, reported_on=SATURDAY))

    [study] = await kept(deadlines)
    assert (study.state, study.due_on) == (ObligationState.MET_LATE, FRIDAY)


@pytest.mark.rule("DUE-13")
async def test_what_may_not_be_extended_says_so(deadlines: Running, stub: DeadlineServiceStub, cast: Cast) -> None:
    acoc = cast.metadata("test-acoc")
    await put_policy(deadlines, is_extendable=True)
    recorded = facts()
    await tell(deadlines, recorded)

    law = await refusal_of(stub.ExtendObligation(await extension(deadlines, "case.round_7"), metadata=acoc))
    assert (law.status, law.code) == (grpc.StatusCode.FAILED_PRECONDITION, "not_extendable")
    assert "รายงานรอบ 7 วัน (case.round_7) ขยายไม่ได้" in law.said
    for day in ("2020-07-16", "2020-07-17"):
        early = await refusal_of(stub.ExtendObligation(await extension(deadlines, due_on=day), metadata=acoc))
        assert early.code == "not_later_than_due"
    await tell(deadlines, later(recorded, reported_on=FRIDAY))
    settled = await refusal_of(stub.ExtendObligation(await extension(deadlines), metadata=acoc))
    assert settled.code == "obligation_settled"


@pytest.mark.rule("DUE-13")
async def test_what_is_wrong_with_an_extension_is_said(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await open_study(deadlines)
    acoc = cast.metadata("test-acoc")
    both = await extension(deadlines, days=1, due_on="2020-07-21", reason=" ")
    neither = await extension(deadlines, days=0, due_on="")
    no_day = await extension(deadlines, due_on="2020-02-30")

    refused = await refusal_of(stub.ExtendObligation(both, metadata=acoc))
    assert refused.faults == {("", "DUE-13"), ("reason", "DUE-13")}
    assert (await refusal_of(stub.ExtendObligation(neither, metadata=acoc))).faults == {("", "DUE-13")}
    assert (await refusal_of(stub.ExtendObligation(no_day, metadata=acoc))).faults == {("due_on", "DUE-13")}


@pytest.mark.rule("DUE-13", "ROLE-2", "ROLE-5")
async def test_only_the_acoc_above_extends_and_never_who_is_recused(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await open_study(deadlines)
    request = await extension(deadlines)

    agency = await refusal_of(stub.ExtendObligation(request, metadata=cast.metadata("test-krom1")))
    assert (agency.status, agency.metadata) == (
        grpc.StatusCode.PERMISSION_DENIED,
        {"permission": "obligation.extend"},
    )
    other = await refusal_of(stub.ExtendObligation(request, metadata=cast.metadata("test-other-acoc")))
    unknown = ExtendObligationRequest(obligation_id=str(uuid4()), days=1, reason="x")
    nothing = await refusal_of(stub.ExtendObligation(unknown, metadata=cast.metadata("test-acoc")))
    assert other == nothing
    assert nothing.status is grpc.StatusCode.NOT_FOUND


@pytest.mark.rule("ROLE-5")
async def test_an_acoc_officer_who_is_marked_finds_nothing_to_extend(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await put_policy(deadlines, is_extendable=True)
    marked = facts(agency=tree.DEPARTMENT_2)
    marked.recused.append(str(cast["test-acoc"].subject))
    await tell(deadlines, marked)

    refusal = await refusal_of(stub.ExtendObligation(await extension(deadlines), metadata=cast.metadata("test-acoc")))

    assert refusal.status is grpc.StatusCode.NOT_FOUND
