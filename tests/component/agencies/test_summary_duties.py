"""Who owes monthly summaries: what the other services hear of it, and who may say otherwise."""

import json
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from sqlalchemy import select, update

from agencies.adapters.tables import agencies as agencies_table
from agencies.adapters.tree_store import SqlTreeStore
from dev.stack import Stack
from kit.database.tables import directory_agency
from rongrian.agencies.v1.agency_pb2 import (
    SUMMARY_SETTING_OWES,
    SUMMARY_SETTING_OWES_NOT,
    SUMMARY_SETTING_UNSPECIFIED,
    Agency,
)
from rongrian.agencies.v1.agency_service_pb2 import (
    CloseAgencyRequest,
    ListAgenciesRequest,
    SetSummaryDutyRequest,
    UpdateAgencyRequest,
)
from rongrian.agencies.v1.agency_service_pb2_grpc import AgencyServiceStub
from rongrian.agencies.v1.directory_service_pb2 import GetSnapshotRequest
from rongrian.agencies.v1.directory_service_pb2_grpc import DirectoryServiceStub
from rongrian.agencies.v1.officer_service_pb2 import EndOfficerRequest
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import (
    FIRST_ROUND,
    a_grant,
    a_move,
    a_new_agency,
    a_sheet,
    events_of,
    service_metadata,
    trail_of,
)
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.support.tree import (
    COUNTRY,
    DEPARTMENT_1,
    DEPARTMENT_2,
    DEPARTMENT_10,
    DEPARTMENTS,
    MINISTRY,
    OFFICE,
    OTHER_DEPARTMENT,
    OTHER_MINISTRY,
    PACC,
)

# กรมทดสอบ3, where nobody has the role `unit`.
DEPARTMENT_3 = DEPARTMENTS[3]


def a_duty(agency: UUID, setting: Any = SUMMARY_SETTING_UNSPECIFIED, from_round: str = "") -> SetSummaryDutyRequest:
    return SetSummaryDutyRequest(agency_id=str(agency), setting=setting, from_round=from_round)


async def told_of(agencies: Running) -> list[tuple[str, str, int]]:
    """Each agency that an event told of, in order: its code, from which round on it owes, and its version."""
    told: list[Agency] = []
    for event in await events_of(agencies.database):
        if event.WhichOneof("event") == "agency_changed":
            told.append(event.agency_changed.agency)
        told += event.agency_moved.agencies
    return [(agency.code, agency.owes_summaries_from, agency.version) for agency in told]


async def owing(tree: AgencyServiceStub, cast: Cast) -> dict[str, str]:
    answer = await tree.ListAgencies(ListAgenciesRequest(), metadata=cast.metadata("test-pacc"))
    return {agency.code: agency.owes_summaries_from for agency in answer.agencies if agency.owes_summaries_from}


OWING = dict.fromkeys(["MO", "MT", "MO01", "MT01", "MT02", "MT10"], "2020-08")


@pytest.mark.rule("SUM-0")
async def test_the_first_unit_officer_of_a_department_makes_it_owe_and_the_last_one_ended_ends_it(
    agencies: Running, tree: AgencyServiceStub, officers: OfficerServiceStub, cast: Cast
) -> None:
    admin = cast.metadata("test-user-admin")
    assert await owing(tree, cast) == OWING

    async def grant(*roles: str) -> str:
        return (await officers.GrantOfficer(a_grant(DEPARTMENT_3, *roles), metadata=admin)).officer.subject

    async def end(subject: str) -> None:
        await officers.EndOfficer(EndOfficerRequest(subject=subject, reason="ย้าย"), metadata=admin)

    await grant("approver")
    assert await told_of(agencies) == []
    first = await grant("unit")
    assert await told_of(agencies) == [("MT03", "2020-08", 2)]
    second = await grant("unit", "approver")
    await end(first)
    assert await told_of(agencies) == [("MT03", "2020-08", 2)]
    await end(second)
    assert await told_of(agencies) == [("MT03", "2020-08", 2), ("MT03", "", 3)]
    assert await owing(tree, cast) == OWING
    entries = [entry for entry in await trail_of(agencies.database) if entry.object_kind == "agency"]
    assert [(entry.action, entry.object_id, str(entry.actor)) for entry in entries] == [
        ("agency.owe_summaries", DEPARTMENT_3, str(cast["test-user-admin"].subject))
    ] * 2


@pytest.mark.rule("SUM-0")
async def test_a_head_granted_as_the_first_unit_officer_is_told_with_the_duty_in_one_event(
    agencies: Running, officers: OfficerServiceStub, cast: Cast
) -> None:
    grant = a_grant(DEPARTMENT_3, "unit", is_head=True)
    head = (await officers.GrantOfficer(grant, metadata=cast.metadata("test-user-admin"))).officer.subject

    [told] = [event.agency_changed.agency for event in await events_of(agencies.database)
              if event.WhichOneof("event") == "agency_changed"]  # fmt: skip
    assert (told.head_subject, told.owes_summaries_from, told.version) == (head, "2020-08", 2)


@pytest.mark.rule("SUM-0")
async def test_a_department_moved_away_from_its_ministry_owes_no_more_and_moved_back_owes_again(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-pacc")

    away = await tree.MoveAgency(a_move(DEPARTMENT_10, DEPARTMENT_1), metadata=metadata)
    below = await tree.MoveAgency(a_move(OFFICE, OTHER_MINISTRY), metadata=metadata)
    back = await tree.MoveAgency(a_move(DEPARTMENT_10, MINISTRY), metadata=metadata)

    assert await told_of(agencies) == [
        ("MT10", "", 2),
        ("MT10A", "", 2),
        ("MT10A", "2020-08", 3),
        ("MT10", "2020-08", 3),
    ]
    answered = [*away.agencies, *below.agencies, *back.agencies]
    told = [agency for event in await events_of(agencies.database) for agency in event.agency_moved.agencies]
    assert answered == told


@pytest.mark.rule("SUM-0")
async def test_a_new_ministry_owes_from_the_month_after_it_was_made_and_a_closed_one_nothing(
    agencies: Running, tree: AgencyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    metadata = cast.metadata("test-pacc")
    clock.day = FIRST_ROUND.replace(month=12, day=31)

    made = await tree.CreateAgency(a_new_agency(COUNTRY, "MN", kind="AGENCY_KIND_MINISTRY"), metadata=metadata)
    await tree.ImportTree(a_sheet("MS,TH,กระทรวงใหม่,,,ministry,government_agency,true"), metadata=metadata)
    closed = await tree.CloseAgency(CloseAgencyRequest(agency_id=made.agency.id), metadata=metadata)

    assert await told_of(agencies) == [("MN", "2021-01", 1), ("MS", "2021-01", 1), ("MN", "", 2)]
    assert (made.agency.owes_summaries_from, closed.agency.owes_summaries_from) == ("2021-01", "")


@pytest.mark.rule("SUM-0")
async def test_when_a_ministry_becomes_another_kind_each_department_of_it_is_told_to_owe_no_more(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    details = a_new_agency(COUNTRY, "MT", thai_name="กระทรวงทดสอบ", is_acoc=True).details
    request = UpdateAgencyRequest(agency_id=str(MINISTRY), details=details)

    changed = await tree.UpdateAgency(request, metadata=cast.metadata("test-pacc"))

    assert await told_of(agencies) == [("MT", "", 2), ("MT01", "", 2), ("MT02", "", 2), ("MT10", "", 2)]
    assert changed.agency.owes_summaries_from == ""


@pytest.mark.rule("SUM-0")
async def test_what_the_acoc_above_sets_is_told_kept_in_the_trail_and_said_by_the_snapshot(
    agencies: Running,
    tree: AgencyServiceStub,
    directory: DirectoryServiceStub,
    cast: Cast,
    stack: Stack,
) -> None:
    acoc = cast.metadata("test-acoc")

    owes = await tree.SetSummaryDuty(a_duty(OFFICE, SUMMARY_SETTING_OWES, "2020-09"), metadata=acoc)
    owes_not = await tree.SetSummaryDuty(a_duty(DEPARTMENT_1, SUMMARY_SETTING_OWES_NOT), metadata=acoc)
    again = await tree.SetSummaryDuty(a_duty(DEPARTMENT_1, SUMMARY_SETTING_OWES_NOT), metadata=acoc)

    assert await told_of(agencies) == [("MT10A", "2020-09", 2), ("MT01", "", 2)]
    assert (owes.agency.summary_setting, owes_not.agency.summary_setting) == (1, 2)
    assert again == owes_not
    first, _ = await trail_of(agencies.database)
    assert (first.action, first.object_id, first.actor) == (
        "agency.set_summary_duty",
        OFFICE,
        cast["test-acoc"].subject,
    )
    assert json.loads(first.before) == {
        "owes_summaries": False,
        "owes_summaries_since": None,
        "summaries_from": "2020-08-01",
        "summary_setting": 0,
        "version": 1,
    }
    assert json.loads(first.after) == {
        "owes_summaries": True,
        "owes_summaries_since": "2020-07-15",
        "summaries_from": "2020-09-01",
        "summary_setting": 1,
        "version": 2,
    }
    parts = directory.GetSnapshot(GetSnapshotRequest(), metadata=service_metadata(stack, "reporting"))
    snapshot = {agency.code: agency async for part in parts for agency in part.agencies}
    expected = OWING | {"MT10A": "2020-09"}
    expected.pop("MT01")
    assert {code: agency.owes_summaries_from for code, agency in snapshot.items() if agency.owes_summaries_from} == (
        expected
    )
    assert snapshot["MT10A"] == owes.agency
    async with agencies.database.read() as connection:
        own_copy = select(directory_agency.c.owes_summaries_from).where(directory_agency.c.id == OFFICE)
        assert str((await connection.execute(own_copy)).scalar_one()) == "2020-09-01"


@pytest.mark.rule("SUM-0")
async def test_by_the_rule_again_an_agency_keeps_the_round_that_was_named(tree: AgencyServiceStub, cast: Cast) -> None:
    pacc = cast.metadata("test-pacc")
    await tree.SetSummaryDuty(a_duty(OTHER_DEPARTMENT, SUMMARY_SETTING_OWES_NOT, "2021-02"), metadata=pacc)
    ruled = (await tree.SetSummaryDuty(a_duty(OTHER_DEPARTMENT), metadata=pacc)).agency
    assert (ruled.summary_setting, ruled.owes_summaries_from) == (SUMMARY_SETTING_UNSPECIFIED, "2021-02")


@pytest.mark.rule("SUM-0", "ROLE-2")
async def test_an_acoc_sets_its_own_subtree_and_finds_nothing_beyond_it_while_pacc_sets_all(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    for username, agency in (
        ("test-acoc", OTHER_DEPARTMENT),
        ("test-acoc", OTHER_MINISTRY),
        ("test-acoc", PACC),
        ("test-acoc", COUNTRY),
        ("test-other-acoc", MINISTRY),
        ("test-acoc", uuid4()),
        ("test-pacc", uuid4()),
    ):
        refusal = await refusal_of(tree.SetSummaryDuty(a_duty(agency), metadata=cast.metadata(username)))
        assert refusal.status is grpc.StatusCode.NOT_FOUND
    # The ศปท. of an office's officer is that of its ministry.
    for username, agency in (
        ("test-acoc", MINISTRY),
        ("test-office-acoc", DEPARTMENT_2),
        ("test-other-acoc", OTHER_DEPARTMENT),
        ("test-pacc", PACC),
    ):
        request = a_duty(agency, SUMMARY_SETTING_OWES_NOT)
        assert (await tree.SetSummaryDuty(request, metadata=cast.metadata(username))).agency.summary_setting == 2
    assert await told_of(agencies) == [("MT", "", 2), ("MT02", "", 2), ("MO01", "", 2), ("PACC", "", 2)]


@pytest.mark.rule("SUM-0", "ROLE-3")
@pytest.mark.parametrize(
    "username", ["test-krom10", "test-ministry", "test-approver", "test-auditor", "test-user-admin"]
)
async def test_whoever_may_not_set_duties_is_refused_naming_the_permission(
    tree: AgencyServiceStub, cast: Cast, username: str
) -> None:
    refusal = await refusal_of(tree.SetSummaryDuty(a_duty(DEPARTMENT_10), metadata=cast.metadata(username)))
    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
    assert refusal.metadata == {"permission": "agency.set_summary_duty"}


@pytest.mark.rule("SUM-0")
async def test_the_country_is_not_set_and_a_round_that_no_calendar_has_is_a_fault(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    pacc = cast.metadata("test-pacc")
    country = await refusal_of(tree.SetSummaryDuty(a_duty(COUNTRY, SUMMARY_SETTING_OWES), metadata=pacc))
    assert (country.code, country.metadata["rule"]) == ("country_owes_nothing", "SUM-0")
    for wrong in ("2020-13", "2563/09", "0000-01", "2563-09", "1900-01"):
        refusal = await refusal_of(tree.SetSummaryDuty(a_duty(DEPARTMENT_1, from_round=wrong), metadata=pacc))
        assert refusal.faults == {("from_round", "SUM-0")}
    assert await events_of(agencies.database) == []


@pytest.mark.rule("SUM-0")
async def test_after_the_upgrade_that_asks_it_first_everybody_hears_once_who_owes(
    agencies: Running, tree: AgencyServiceStub, cast: Cast, clock: FixedClock
) -> None:
    async with agencies.database.begin() as connection:
        await connection.execute(update(agencies_table).values(owes_summaries=False))
    store = SqlTreeStore(agencies.database, clock)

    await store.settle_summaries()
    await store.settle_summaries()

    assert {code: (first, version) for code, first, version in await told_of(agencies)} == {
        code: (first, 2) for code, first in OWING.items()
    }
    told = await events_of(agencies.database)
    assert (len(told), {event.header.actor for event in told}) == (len(OWING), {""})
    assert await owing(tree, cast) == OWING
