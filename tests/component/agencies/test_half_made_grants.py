"""A grant that stops half-way: taken up again, finished, or forgotten; never an account that nobody knows of."""

from datetime import timedelta
from uuid import uuid4

import grpc
import pytest
from sqlalchemy import func, update

from agencies.adapters.keycloak import KeycloakAccounts
from agencies.adapters.officer_store import SqlOfficerStore
from agencies.adapters.tables import officers as officers_table
from agencies.app.settle_accounts import settle_accounts
from dev.stack import Stack
from rongrian.agencies.v1 import officer_service_pb2 as service
from rongrian.agencies.v1.officer_pb2 import ROLE_APPROVER
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import (
    NOBODY,
    TEMPORARY_PASSWORD,
    a_grant,
    another_copy,
    events_of,
    states_of,
    trail_of,
)
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.support.tree import DEPARTMENT_1


async def let_the_lease_end(running: Running, username: str) -> None:
    async with running.database.begin() as connection:
        past = update(officers_table).where(officers_table.c.username == username)
        await connection.execute(past.values(leased_until=func.now() - timedelta(seconds=1)))


@pytest.mark.rule("USER-4")
async def test_a_grant_that_stopped_before_its_account_goes_on_with_the_same_request(
    agencies: Running, officers: OfficerServiceStub, cast: Cast, stack: Stack, clock: FixedClock
) -> None:
    metadata, request = cast.metadata("test-user-admin"), a_grant(DEPARTMENT_1, "unit")
    async with another_copy(stack, agencies, clock, keycloak_url=NOBODY) as channel:
        refusal = await refusal_of(OfficerServiceStub(channel).GrantOfficer(request, metadata=metadata))
    assert refusal.status is grpc.StatusCode.UNAVAILABLE
    assert await states_of(agencies, request.username) == ["pending"]
    assert await events_of(agencies.database) == []
    listed = await officers.ListOfficers(service.ListOfficersRequest(), metadata=metadata)
    assert request.username not in {officer.username for officer in listed.officers}

    granted = (await officers.GrantOfficer(request, metadata=metadata)).officer
    again = (await officers.GrantOfficer(request, metadata=metadata)).officer

    assert granted.is_active
    assert again == granted
    assert len(await events_of(agencies.database)) == 1


async def test_the_same_person_nominated_again_under_another_request_takes_the_half_made_grant_up(
    agencies: Running, officers: OfficerServiceStub, cast: Cast, stack: Stack, clock: FixedClock
) -> None:
    metadata, request = cast.metadata("test-user-admin"), a_grant(DEPARTMENT_1, "unit")
    async with another_copy(stack, agencies, clock, keycloak_url=NOBODY) as channel:
        await refusal_of(OfficerServiceStub(channel).GrantOfficer(request, metadata=metadata))
    request.roles[:] = [ROLE_APPROVER]
    request.request_id = str(uuid4())
    busy = await refusal_of(officers.GrantOfficer(request, metadata=metadata))
    assert busy.code == "still_being_granted"
    await let_the_lease_end(agencies, request.username)
    granted = (await officers.GrantOfficer(request, metadata=metadata)).officer
    assert (granted.is_active, list(granted.roles)) == (True, [ROLE_APPROVER])
    assert await states_of(agencies, request.username) == ["active"]


@pytest.mark.rule("USER-4")
async def test_a_grant_that_nobody_repeats_is_finished_where_the_account_exists(
    agencies: Running,
    officers: OfficerServiceStub,
    officer_store: SqlOfficerStore,
    accounts: KeycloakAccounts,
    cast: Cast,
    stack: Stack,
    clock: FixedClock,
) -> None:
    metadata, request = cast.metadata("test-user-admin"), a_grant(DEPARTMENT_1, "unit", is_head=True)
    async with another_copy(stack, agencies, clock, keycloak_url=NOBODY) as channel:
        await refusal_of(OfficerServiceStub(channel).GrantOfficer(request, metadata=metadata))
    # Killed right after Keycloak had made the account.
    subject = await accounts.create_officer(
        username=request.username,
        email=request.email,
        first_name=request.first_name,
        last_name=request.last_name,
        roles=frozenset({"unit"}),
        agency_id=DEPARTMENT_1,
        marks=frozenset(),
        temporary_password=TEMPORARY_PASSWORD,
    )
    assert await settle_accounts(store=officer_store, accounts=accounts) == 0
    await let_the_lease_end(agencies, request.username)
    assert await settle_accounts(store=officer_store, accounts=accounts) == 1

    assert await states_of(agencies, request.username) == ["active"]
    granted, headed = await events_of(agencies.database)
    assert granted.officer_changed.rights.subject == str(subject)
    assert headed.agency_changed.agency.head_subject == str(subject)
    assert [entry.actor for entry in await trail_of(agencies.database)] == [cast["test-user-admin"].subject] * 2
    again = await officers.GrantOfficer(request, metadata=metadata)
    assert again.officer.subject == str(subject)


@pytest.mark.rule("USER-4")
async def test_a_grant_that_nobody_repeats_is_forgotten_where_no_account_was_made(
    agencies: Running,
    officers: OfficerServiceStub,
    officer_store: SqlOfficerStore,
    accounts: KeycloakAccounts,
    cast: Cast,
    stack: Stack,
    clock: FixedClock,
) -> None:
    metadata, request = cast.metadata("test-user-admin"), a_grant(DEPARTMENT_1, "unit")
    async with another_copy(stack, agencies, clock, keycloak_url=NOBODY) as channel:
        await refusal_of(OfficerServiceStub(channel).GrantOfficer(request, metadata=metadata))
    await let_the_lease_end(agencies, request.username)
    await settle_accounts(store=officer_store, accounts=accounts)
    assert await states_of(agencies, request.username) == []
    assert [entry.action for entry in await trail_of(agencies.database)] == ["officer.withdraw"]

    assert (await officers.GrantOfficer(request, metadata=metadata)).officer.is_active
