"""Granting officers and agencies' own systems: row, account and event as one, also when something dies between."""

import json
from uuid import UUID, uuid4

import grpc
import httpx
import jwt
import pytest
from sqlalchemy import func, select, update

from agencies.adapters.keycloak import KeycloakAccounts
from agencies.adapters.officer_store import SqlOfficerStore
from agencies.adapters.tables import officers as officers_table
from agencies.app.settle_accounts import settle_accounts
from dev.stack import Stack
from kit.database.tables import answered_request, directory_officer, sealed_key
from kit.sealing.seal import WrappedKey
from rongrian.agencies.v1 import officer_service_pb2 as service
from rongrian.agencies.v1.agency_service_pb2 import ListAgenciesRequest
from rongrian.agencies.v1.agency_service_pb2_grpc import AgencyServiceStub
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from tests.component.agencies.world import (
    NOBODY,
    TEMPORARY_PASSWORD,
    a_grant,
    another_copy,
    client_token,
    events_of,
    service_metadata,
    states_of,
    trail_of,
)
from tests.support.answers import refusal_of
from tests.support.cast import PASSWORD, Cast, password_token
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.support.tree import COUNTRY, DEPARTMENT_1, MINISTRY, OTHER_DEPARTMENT, PACC


async def acoc_admin(officers: OfficerServiceStub, accounts: KeycloakAccounts, cast: Cast, stack: Stack) -> str:
    """A token of a newly granted `user_admin` of กระทรวงทดสอบ's ศปท."""
    request = a_grant(MINISTRY, "user_admin")
    granted = (await officers.GrantOfficer(request, metadata=cast.metadata("test-user-admin"))).officer
    await accounts.set_password(UUID(granted.subject), PASSWORD, temporary=False)
    return password_token(stack.around.keycloak.issuer, request.username, PASSWORD)


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),)


@pytest.mark.rule("USER-4")
async def test_a_granted_officer_has_an_account_that_opens_after_the_first_change_of_password(
    agencies: Running, officers: OfficerServiceStub, accounts: KeycloakAccounts, cast: Cast, stack: Stack
) -> None:
    request = a_grant(DEPARTMENT_1, "unit", marks=["MARK_INTEGRITY"])

    granted = (await officers.GrantOfficer(request, metadata=cast.metadata("test-user-admin"))).officer

    assert (granted.is_active, granted.username, granted.agency_id) == (True, request.username, str(DEPARTMENT_1))
    with pytest.raises(httpx.HTTPStatusError):
        password_token(stack.around.keycloak.issuer, request.username, TEMPORARY_PASSWORD)
    await accounts.set_password(UUID(granted.subject), PASSWORD, temporary=False)
    token = password_token(stack.around.keycloak.issuer, request.username, PASSWORD)
    seen = await AgencyServiceStub(agencies.channel).ListAgencies(ListAgenciesRequest(), metadata=bearer(token))
    assert [agency.code for agency in seen.agencies] == ["MT01"]


async def test_what_is_told_of_a_new_officer_is_his_rights_and_never_his_name_address_or_number(
    agencies: Running, officers: OfficerServiceStub, cast: Cast
) -> None:
    request = a_grant(DEPARTMENT_1, "unit", "approver", marks=["MARK_CHANNEL_KEEPER"])

    granted = (await officers.GrantOfficer(request, metadata=cast.metadata("test-user-admin"))).officer

    [event] = await events_of(agencies.database)
    rights = event.officer_changed.rights
    assert rights.subject == granted.subject
    assert (list(rights.roles), list(rights.marks)) == ([1, 4], [2])
    assert rights.national_id_index == agencies.foundation.blind_index.of(request.national_id)
    assert (rights.is_active, rights.version) == (True, 1)
    told = event.SerializeToString().decode("latin-1")
    trail = json.dumps([str(entry) for entry in await trail_of(agencies.database)], ensure_ascii=False)
    for word in (request.national_id, request.username, request.email, "สมหญิง", TEMPORARY_PASSWORD):
        assert word not in told
        assert word not in trail


async def test_the_national_id_is_sealed_under_a_key_of_its_own(
    agencies: Running, officers: OfficerServiceStub, cast: Cast
) -> None:
    request = a_grant(DEPARTMENT_1, "unit")
    await officers.GrantOfficer(request, metadata=cast.metadata("test-user-admin"))
    async with agencies.database.read() as connection:
        by_name = select(officers_table).where(officers_table.c.username == request.username)
        row = (await connection.execute(by_name)).one()
        key = (await connection.execute(select(sealed_key).where(sealed_key.c.record_id == row.id))).one()
    assert request.national_id not in str(row)
    seal = agencies.foundation.sealer.unwrap(WrappedKey(key.record_id, key.master_key_id, key.wrapped))
    assert seal.open("national_id", row.national_id) == request.national_id


async def test_every_fault_of_a_nomination_is_named_at_once_and_no_account_is_made(
    agencies: Running, officers: OfficerServiceStub, accounts: KeycloakAccounts, cast: Cast
) -> None:
    metadata = cast.metadata("test-user-admin")
    first = a_grant(DEPARTMENT_1, "unit")
    await officers.GrantOfficer(first, metadata=metadata)
    twin = a_grant(DEPARTMENT_1, "unit", national_id=first.national_id, email=first.email.upper(), last_name=" ")

    refusal = await refusal_of(officers.GrantOfficer(twin, metadata=metadata))

    assert refusal.faults == {("national_id", "USER-2"), ("email", "USER-2"), ("last_name", "USER-1")}
    wrong = a_grant(DEPARTMENT_1, "acoc", national_id=first.national_id[:12] + "x", email="nowhere")
    other = await refusal_of(officers.GrantOfficer(wrong, metadata=metadata))
    assert other.faults == {("national_id", "USER-1"), ("email", "USER-1")}
    digit = str((int(first.national_id[12]) + 1) % 10)
    mistyped = a_grant(PACC, "acoc", national_id=first.national_id[:12] + digit)
    third = await refusal_of(officers.GrantOfficer(mistyped, metadata=metadata))
    assert third.faults == {("national_id", "USER-1"), ("roles", "ORG-2")}
    assert await states_of(agencies, twin.username) == []
    assert await accounts.officer_named(twin.username, twin.email) is None


async def test_a_name_that_keycloak_knows_of_somebody_else_is_a_fault_and_leaves_nothing_behind(
    agencies: Running, officers: OfficerServiceStub, cast: Cast
) -> None:
    request = a_grant(DEPARTMENT_1, "unit", username="service-account-svc-cases")
    refusal = await refusal_of(officers.GrantOfficer(request, metadata=cast.metadata("test-user-admin")))
    assert refusal.faults == {("username", "USER-2")}
    assert await states_of(agencies, request.username) == []
    async with agencies.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(answered_request))).scalar_one() == 0
        assert (await connection.execute(select(func.count()).select_from(sealed_key))).scalar_one() == 0


@pytest.mark.rule("ROLE-2", "ROLE-3")
async def test_an_acocs_user_admin_grants_within_its_subtree_and_nothing_that_sees_the_country(
    officers: OfficerServiceStub, accounts: KeycloakAccounts, cast: Cast, stack: Stack
) -> None:
    metadata = bearer(await acoc_admin(officers, accounts, cast, stack))

    inside = await officers.GrantOfficer(a_grant(DEPARTMENT_1, "unit"), metadata=metadata)
    assert inside.officer.is_active
    for agency in (OTHER_DEPARTMENT, COUNTRY, uuid4()):
        outside = await refusal_of(officers.GrantOfficer(a_grant(agency, "unit"), metadata=metadata))
        assert outside.status is grpc.StatusCode.NOT_FOUND
    above = await refusal_of(officers.GrantOfficer(a_grant(DEPARTMENT_1, "auditor"), metadata=metadata))
    assert above.metadata == {"permission": "officer.grant.auditor"}
    stranger = service.EndOfficerRequest(subject=str(cast["test-other"].subject), reason="ย้าย")
    assert (await refusal_of(officers.EndOfficer(stranger, metadata=metadata))).status is grpc.StatusCode.NOT_FOUND
    listed = await officers.ListOfficers(service.ListOfficersRequest(), metadata=metadata)
    assert {"test-krom1", "test-ministry"} < {officer.username for officer in listed.officers}
    assert not {"test-other", "test-pacc"} & {officer.username for officer in listed.officers}


@pytest.mark.rule("ROLE-3")
async def test_whoever_may_see_officers_may_not_grant_or_end_them(officers: OfficerServiceStub, cast: Cast) -> None:
    for username in ("test-pacc", "test-auditor"):
        metadata = cast.metadata(username)
        assert (await officers.ListOfficers(service.ListOfficersRequest(), metadata=metadata)).officers
        granting = await refusal_of(officers.GrantOfficer(a_grant(DEPARTMENT_1, "unit"), metadata=metadata))
        assert granting.metadata == {"permission": "officer.grant"}
        end = service.EndOfficerRequest(subject=str(cast["test-krom1"].subject), reason="ย้าย")
        assert (await refusal_of(officers.EndOfficer(end, metadata=metadata))).metadata == {"permission": "officer.end"}


async def test_a_head_is_appointed_with_the_grant_and_heads_nothing_once_ended(
    agencies: Running, officers: OfficerServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-user-admin")
    request = a_grant(DEPARTMENT_1, "unit", is_head=True)
    head = (await officers.GrantOfficer(request, metadata=metadata)).officer.subject
    await officers.EndOfficer(service.EndOfficerRequest(subject=head, reason="เกษียณ"), metadata=metadata)
    heads = [event.agency_changed.agency.head_subject for event in await events_of(agencies.database)
             if event.WhichOneof("event") == "agency_changed"]  # fmt: skip
    assert heads == [head, ""]


@pytest.mark.rule("USER-5")
async def test_an_ended_officer_is_refused_with_a_token_that_is_still_good_and_gets_no_other(
    agencies: Running, officers: OfficerServiceStub, accounts: KeycloakAccounts, cast: Cast, stack: Stack
) -> None:
    metadata, request = cast.metadata("test-user-admin"), a_grant(DEPARTMENT_1, "unit")
    subject = (await officers.GrantOfficer(request, metadata=metadata)).officer.subject
    await accounts.set_password(UUID(subject), PASSWORD, temporary=False)
    token = password_token(stack.around.keycloak.issuer, request.username, PASSWORD)

    end = service.EndOfficerRequest(subject=subject, reason="ย้ายไปหน่วยงานอื่น")
    ended = (await officers.EndOfficer(end, metadata=metadata)).officer

    assert (ended.is_active, ended.version) == (False, 2)
    refusal = await refusal_of(
        AgencyServiceStub(agencies.channel).ListAgencies(ListAgenciesRequest(), metadata=bearer(token))
    )
    assert refusal.code == "officer_ended"
    with pytest.raises(httpx.HTTPStatusError):
        password_token(stack.around.keycloak.issuer, request.username, PASSWORD)
    rights = (await events_of(agencies.database))[-1].officer_changed.rights
    assert (rights.subject, rights.is_active, rights.version) == (subject, False, 2)
    last = (await trail_of(agencies.database))[-1]
    assert (last.action, last.reason, last.object_id) == ("officer.end", "ย้ายไปหน่วยงานอื่น", UUID(subject))
    listed = await officers.ListOfficers(service.ListOfficersRequest(), metadata=metadata)
    assert [officer.is_active for officer in listed.officers if officer.subject == subject] == [False]
    assert (await officers.EndOfficer(end, metadata=metadata)).officer == ended


@pytest.mark.rule("USER-5")
async def test_with_keycloak_away_the_rights_end_at_once_and_the_account_when_it_is_back(
    agencies: Running,
    officers: OfficerServiceStub,
    officer_store: SqlOfficerStore,
    accounts: KeycloakAccounts,
    cast: Cast,
    stack: Stack,
    clock: FixedClock,
) -> None:
    metadata, request = cast.metadata("test-user-admin"), a_grant(DEPARTMENT_1, "unit")
    subject = (await officers.GrantOfficer(request, metadata=metadata)).officer.subject
    await accounts.set_password(UUID(subject), PASSWORD, temporary=False)
    end = service.EndOfficerRequest(subject=subject, reason="ย้าย")

    async with another_copy(stack, agencies, clock, keycloak_url=NOBODY) as channel:
        ended = (await OfficerServiceStub(channel).EndOfficer(end, metadata=metadata)).officer

    assert not ended.is_active
    async with agencies.database.read() as connection:
        own_copy = select(directory_officer.c.is_active).where(directory_officer.c.subject == UUID(subject))
        assert (await connection.execute(own_copy)).scalar_one() is False
    assert password_token(stack.around.keycloak.issuer, request.username, PASSWORD)
    assert await settle_accounts(store=officer_store, accounts=accounts) == 1
    with pytest.raises(httpx.HTTPStatusError):
        password_token(stack.around.keycloak.issuer, request.username, PASSWORD)
    assert await settle_accounts(store=officer_store, accounts=accounts) == 0


async def test_the_last_user_admin_of_the_country_is_not_ended(
    agencies: Running, officers: OfficerServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-user-admin")
    first = service.EndOfficerRequest(subject="00000000-0000-7000-8000-0000000000a1", reason="ทดสอบ")
    async with agencies.database.begin() as connection:
        # The realm's own account stays: other tests log in with it.
        of_realm = update(officers_table).where(officers_table.c.subject == UUID(first.subject))
        await connection.execute(of_realm.values(state="ended", account_open=False))
    last = service.EndOfficerRequest(subject=str(cast["test-user-admin"].subject), reason="ทดสอบ")
    refusal = await refusal_of(officers.EndOfficer(last, metadata=metadata))
    assert (refusal.code, refusal.metadata["rule"]) == ("last_user_admin", "USER-5")


async def test_an_agencys_system_gets_one_secret_however_often_it_is_granted_until_it_is_ended(
    agencies: Running, officers: OfficerServiceStub, cast: Cast, stack: Stack
) -> None:
    metadata = cast.metadata("test-user-admin")
    request = service.GrantIntegratorRequest(client_id=f"integrator-{uuid4().hex[:12]}", agency_id=str(DEPARTMENT_1))

    first = await officers.GrantIntegrator(request, metadata=metadata)
    second = await officers.GrantIntegrator(request, metadata=metadata)

    assert first == second
    assert len(await events_of(agencies.database)) == 1
    token = client_token(stack, request.client_id, first.client_secret)
    assert jwt.decode(token, options={"verify_signature": False})["agency"] == str(DEPARTMENT_1)
    seen = await AgencyServiceStub(agencies.channel).ListAgencies(ListAgenciesRequest(), metadata=bearer(token))
    assert [agency.code for agency in seen.agencies] == ["MT01"]
    elsewhere = service.GrantIntegratorRequest(client_id=request.client_id, agency_id=str(MINISTRY))
    assert (await refusal_of(officers.GrantIntegrator(elsewhere, metadata=metadata))).faults == {
        ("client_id", "USER-2")
    }
    await officers.EndOfficer(service.EndOfficerRequest(subject=first.subject, reason="เลิกใช้"), metadata=metadata)
    with pytest.raises(httpx.HTTPStatusError):
        client_token(stack, request.client_id, first.client_secret)
    actions = [entry.action for entry in await trail_of(agencies.database)]
    assert actions == ["officer.grant", "integrator.show_secret", "integrator.show_secret", "officer.end"]


async def test_another_service_may_not_grant(officers: OfficerServiceStub, stack: Stack) -> None:
    refusal = await refusal_of(
        officers.GrantOfficer(a_grant(DEPARTMENT_1, "unit"), metadata=service_metadata(stack, "cases"))
    )
    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
