"""Policies: as they are shipped, whom they change for, and by which events they go."""

from collections.abc import Iterator
from datetime import date
from types import ModuleType
from uuid import uuid4

import grpc
import pytest
from sqlalchemy import select

from deadlines.adapters.policies import load_policies
from deadlines.adapters.tables import policy_terms
from kit.database.tables import audit_entry
from kit.directory.copy import put_agencies
from rongrian.agencies.v1 import agency_events_pb2, agency_pb2
from rongrian.cases.v1 import case_events_pb2
from rongrian.deadlines.v1 import deadline_events_pb2
from rongrian.deadlines.v1.obligation_pb2 import COUNTED_IN_DAY_OF_MONTH, COUNTED_IN_WORKING_DAYS
from rongrian.deadlines.v1.policy_service_pb2 import ChangePolicyRequest, ListPoliciesRequest, Policy, Terms
from rongrian.deadlines.v1.policy_service_pb2_grpc import PolicyServiceStub
from rongrian.reporting.v1 import report_events_pb2
from tests.component.deadlines.case_events import RECEIVED, event, facts, tell_events
from tests.component.deadlines.own_policies import STUDY, due, kept, put_policy
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.deadlines.case_facts import ROUND_7, ROUND_37
from tests.unit.deadlines.summary_facts import SUMMARY

TOLD_BY = {
    "agencies": agency_events_pb2,
    "cases": case_events_pb2,
    "deadlines": deadline_events_pb2,
    "reporting": report_events_pb2,
}

# Dates of the calendar, which no service tells.
DATES = {"calendar.month_began"}
# What is read from a field of an agency, which the events in which agencies are told carry (SUM-0).
DUTY = {"calendar.duty_ended", "calendar.duty_resumed"}


def change(number: int = 5, policy: str = STUDY, **other: object) -> ChangePolicyRequest:
    terms = Terms(number=number, counted_in=COUNTED_IN_WORKING_DAYS, is_extendable=True)
    return ChangePolicyRequest(**({"policy": policy, "terms": terms, "reason": "ตามหนังสือเวียน"} | other))  # type: ignore[arg-type]


async def policy_seen(policies: PolicyServiceStub, cast: Cast, username: str, code: str = STUDY) -> Policy:
    answer = await policies.ListPolicies(ListPoliciesRequest(), metadata=cast.metadata(username))
    return next(policy for policy in answer.policies if policy.code == code)


@pytest.mark.rule("DUE-1", "DUE-14")
async def test_both_rounds_are_shipped_as_law(deadlines: Running) -> None:
    async with deadlines.database.read() as connection:
        shipped = await load_policies(connection)

    assert set(shipped) == {"case.round_7", "case.round_37", "summary.monthly"}
    for expected in (ROUND_7, ROUND_37):
        policy = shipped[expected.code]
        assert policy.shipped == expected.shipped
        assert (policy.met_by, policy.applies_to, policy.counted_from, policy.is_law) == (
            expected.met_by,
            expected.applies_to,
            expected.counted_from,
            True,
        )
        assert [step.days_after_due for step in policy.reminders] == [-3, -1, 0, 1, 7, 15, 30]
        assert "27 มีนาคม 2561" in policy.basis.thai
    assert "7 (2)" in shipped["case.round_37"].basis.thai
    assert "PACC 7 (2)" in shipped["case.round_37"].basis.english


@pytest.mark.rule("DUE-1", "DUE-14", "SUM-5")
async def test_the_monthly_summary_is_shipped_as_law(deadlines: Running) -> None:
    async with deadlines.database.read() as connection:
        policy = (await load_policies(connection))["summary.monthly"]

    assert (policy.shipped, policy.is_law) == (SUMMARY.shipped, True)
    assert (policy.opens_with, policy.met_by, policy.ended_by) == (SUMMARY.opens_with, SUMMARY.met_by, SUMMARY.ended_by)
    assert (policy.applies_to, policy.counted_from) == (SUMMARY.applies_to, SUMMARY.counted_from)
    assert (policy.cancelled_by, policy.revived_by) == (SUMMARY.cancelled_by, SUMMARY.revived_by)
    assert [step.days_after_due for step in policy.reminders] == [-3, -1, 0, 1, 7, 15, 30]
    assert "ข้อ 8" in policy.basis.thai
    assert "PACC 8" in policy.basis.english


@pytest.mark.rule("DUE-17")
async def test_every_event_that_a_policy_goes_by_is_one_that_a_contract_can_tell(deadlines: Running) -> None:
    tellable = DATES | DUTY | {name for service, contract in TOLD_BY.items() for name in _events_of(service, contract)}
    async with deadlines.database.read() as connection:
        shipped = await load_policies(connection)

    assert {"cases.case_recorded", "cases.round_reported.round_7", "cases.case_returned.level_pacc"} <= tellable
    assert {"reporting.summary_submitted", "reporting.round_closed"} <= tellable
    named = {name for policy in shipped.values() for name in policy.events}
    assert named - tellable == set()
    assert named >= DATES | DUTY
    assert {"agencies.agency_changed", "agencies.agency_moved"} <= tellable
    assert "owes_summaries_from" in agency_pb2.Agency.DESCRIPTOR.fields_by_name
    assert all(policy.opens_with and policy.met_by for policy in shipped.values())


def _events_of(service: str, contract: ModuleType) -> Iterator[str]:
    """The names of a service's events, and of their kinds where a term tells these apart."""
    for message in contract.DESCRIPTOR.message_types_by_name.values():
        for oneof in message.oneofs:
            for field in oneof.fields:
                yield f"{service}.{field.name}"
                kinds = [inner.enum_type for inner in field.message_type.fields if inner.enum_type is not None]
                yield from (f"{service}.{field.name}.{value.name.lower()}" for kind in kinds for value in kind.values)


@pytest.mark.rule("DUE-1")
@pytest.mark.parametrize("username", ["test-pacc", "test-acoc"])
@pytest.mark.parametrize("code", ["case.round_7", "case.round_37", "summary.monthly"])
async def test_what_is_law_changes_for_nobody(
    policies: PolicyServiceStub, cast: Cast, username: str, code: str
) -> None:
    refusal = await refusal_of(policies.ChangePolicy(change(policy=code), metadata=cast.metadata(username)))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.FAILED_PRECONDITION, "policy_is_law")
    assert refusal.metadata["rule"] == "DUE-1"


@pytest.mark.rule("DUE-1")
async def test_an_agency_changes_no_policy(policies: PolicyServiceStub, cast: Cast) -> None:
    refusal = await refusal_of(policies.ChangePolicy(change(), metadata=cast.metadata("test-krom1")))

    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
    assert refusal.metadata == {"permission": "policy.change"}


@pytest.mark.rule("DUE-1")
async def test_what_is_wrong_with_a_change_is_said(deadlines: Running, policies: PolicyServiceStub, cast: Cast) -> None:
    pacc = cast.metadata("test-pacc")
    await put_policy(deadlines)

    unknown = await refusal_of(policies.ChangePolicy(change(policy="no.such"), metadata=pacc))
    assert unknown.faults == {("policy", "DUE-1")}
    no_day = Terms(number=32, counted_in=COUNTED_IN_DAY_OF_MONTH)
    wrong = await refusal_of(policies.ChangePolicy(change(terms=no_day, reason=" "), metadata=pacc))
    assert wrong.faults == {("terms.number", "DUE-1"), ("reason", "DUE-1")}
    no_unit = await refusal_of(policies.ChangePolicy(change(terms=Terms(number=3)), metadata=pacc))
    assert no_unit.faults == {("terms.counted_in", "DUE-1")}


@pytest.mark.rule("DUE-1")
async def test_a_change_holds_for_what_is_recorded_after_it_whenever_word_of_that_comes(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    """Recorded on Wednesday 15 July, changed on Thursday 16, recorded on Friday 17; the first is heard of last."""
    await put_policy(deadlines)
    before, after = event(facts("1-1")), event(facts("2-1", received_on=date(2020, 7, 17)))
    clock.day = date(2020, 7, 16)
    await policies.ChangePolicy(change(5), metadata=cast.metadata("test-pacc"))

    clock.day = date(2020, 7, 20)
    await tell_events(deadlines, after, before)

    assert sorted((row.opened_on, row.number, row.due_on) for row in await kept(deadlines)) == [
        (date(2020, 7, 15), 2, date(2020, 7, 17)),
        (date(2020, 7, 17), 5, date(2020, 7, 24)),
    ]


@pytest.mark.rule("DUE-1")
async def test_the_nearest_acoc_wins_then_the_country(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await put_policy(deadlines)
    await policies.ChangePolicy(change(3), metadata=cast.metadata("test-pacc"))
    await policies.ChangePolicy(change(4), metadata=cast.metadata("test-acoc"))

    clock.day = date(2020, 7, 16)
    of_ministry = facts("1-1", received_on=clock.day)
    of_other = facts("2-1", received_on=clock.day, agency=tree.OTHER_DEPARTMENT)
    await tell_events(deadlines, event(of_ministry), event(of_other))

    assert {row.agency_id: row.number for row in await kept(deadlines)} == {
        tree.DEPARTMENT_1: 4,
        tree.OTHER_DEPARTMENT: 3,
    }
    assert (await policy_seen(policies, cast, "test-krom1")).terms.number == 4
    assert (await policy_seen(policies, cast, "test-other")).terms.number == 3


@pytest.mark.rule("DUE-1")
async def test_a_departments_own_acoc_is_nearer_than_the_ministrys(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    """The office of กรมทดสอบ10 becomes a ศปท. of its own."""
    office = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.OFFICE))
    office.is_acoc, office.version = True, 2
    async with deadlines.database.begin() as connection:
        await put_agencies(connection, [office])
    await put_policy(deadlines)
    await policies.ChangePolicy(change(3), metadata=cast.metadata("test-office-acoc"))
    await policies.ChangePolicy(change(4), metadata=cast.metadata("test-acoc"))

    clock.day = date(2020, 7, 16)
    agencies = (tree.OFFICE, tree.DEPARTMENT_10)
    await tell_events(
        deadlines, *(event(facts(f"{n}-1", received_on=clock.day, agency=agency)) for n, agency in enumerate(agencies))
    )

    assert {row.agency_id: row.number for row in await kept(deadlines)} == {tree.OFFICE: 3, tree.DEPARTMENT_10: 4}


@pytest.mark.rule("DUE-1")
async def test_who_changed_what_when_and_why_is_kept_and_shown_in_his_part_of_the_tree(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast
) -> None:
    await put_policy(deadlines)
    request = change(4, request_id=str(uuid4()))
    for _ in range(2):
        answer = await policies.ChangePolicy(request, metadata=cast.metadata("test-acoc"))
        assert (answer.policy.shipped.number, answer.policy.terms.number) == (2, 4)

    [term] = (await policy_seen(policies, cast, "test-krom1")).set
    assert (term.acoc_agency_id, term.set_by) == (str(tree.MINISTRY), str(cast["test-acoc"].subject))
    assert term.reason == "ตามหนังสือเวียน"
    assert not (await policy_seen(policies, cast, "test-other")).set
    async with deadlines.database.read() as connection:
        assert len((await connection.execute(select(policy_terms))).all()) == 1
        [entry] = (await connection.execute(select(audit_entry))).all()
    assert (entry.action, entry.actor, entry.reason) == (
        "policy.changed",
        cast["test-acoc"].subject,
        "ตามหนังสือเวียน",
    )
    assert '"number":2' in entry.before
    assert '"number":4' in entry.after


@pytest.mark.rule("DUE-13")
async def test_a_change_moves_nothing_that_is_open(
    deadlines: Running, policies: PolicyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await put_policy(deadlines)
    recorded = facts()
    await tell_events(deadlines, event(recorded))
    clock.day = date(2020, 7, 16)
    await policies.ChangePolicy(change(9), metadata=cast.metadata("test-pacc"))

    recorded.version = 2
    await tell_events(deadlines, event(recorded, "handler_named", on=clock.day))

    assert await due(deadlines) == [date(2020, 7, 17)]
    assert [row.counted_from for row in await kept(deadlines)] == [RECEIVED]
