"""Accounts of officers and integrators, against a real Keycloak with the demo overlay's realm.

Fixtures: `accounts`, `token_of` (the access token's claims, by the password grant of `rongrian-scripts`) and
`keycloak_url`, the server's root.
"""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

from agencies.adapters.keycloak import KeycloakAccounts
from agencies.adapters.keycloak_errors import AccountRefused, AccountsUnavailable, AccountTaken, AccountUnknown

TokenOf = Callable[[str, str], dict[str, Any]]

REALM = json.loads((Path(__file__).parents[3] / "docker/keycloak/rongrian-realm.json").read_text("utf-8"))
PASSWORD = "word-that-only-the-test-knows"
AGENCY = UUID("00000000-0000-7000-8000-0000000000b1")
OTHER_AGENCY = UUID("00000000-0000-7000-8000-0000000000b2")


class Officer:
    """A person of whom no other test has heard."""

    def __init__(self) -> None:
        self.username = f"officer-{uuid4().hex[:12]}"
        self.email = f"{self.username}@agency.example"

    async def created(self, accounts: KeycloakAccounts, *, roles: frozenset[str] = frozenset({"unit"})) -> UUID:
        return await accounts.create_officer(
            username=self.username,
            email=self.email,
            first_name="สมหญิง",
            last_name="ตัวอย่าง",
            roles=roles,
            agency_id=AGENCY,
            marks=frozenset({"integrity"}),
            temporary_password="first-word-by-mail",
        )

    async def at_work(self, accounts: KeycloakAccounts, *, roles: frozenset[str] = frozenset({"unit"})) -> UUID:
        """Created, and past the first change of password."""
        subject = await self.created(accounts, roles=roles)
        await accounts.set_password(subject, PASSWORD, temporary=False)
        return subject


def officers_roles(claims: dict[str, Any]) -> set[str]:
    """The token also names Keycloak's own default roles."""
    return set(claims["realm_access"]["roles"]) & {role["name"] for role in REALM["roles"]["realm"]}


def asked_for_token(keycloak_url: str, **form: str) -> httpx.Response:
    return httpx.post(f"{keycloak_url}/realms/rongrian/protocol/openid-connect/token", data=form)


def password_grant(keycloak_url: str, username: str, password: str) -> httpx.Response:
    return asked_for_token(
        keycloak_url, grant_type="password", client_id="rongrian-scripts", username=username, password=password
    )


async def test_the_token_of_a_granted_officer_carries_role_agency_and_marks_and_no_name_or_address(
    accounts: KeycloakAccounts, token_of: TokenOf
) -> None:
    officer = Officer()
    subject = await officer.at_work(accounts, roles=frozenset({"unit", "approver"}))

    claims = token_of(officer.username, PASSWORD)

    assert claims["sub"] == str(subject)
    assert claims["aud"] == "rongrian"
    assert claims["azp"] == "rongrian-scripts"
    assert officers_roles(claims) == {"unit", "approver"}
    assert claims["agency"] == str(AGENCY)
    assert claims["marks"] == ["integrity"]
    told = json.dumps(claims, ensure_ascii=False)
    assert not [word for word in (officer.username, officer.email, "สมหญิง", "ตัวอย่าง") if word in told]


async def test_an_access_token_lives_three_hundred_seconds(accounts: KeycloakAccounts, token_of: TokenOf) -> None:
    officer = Officer()
    await officer.at_work(accounts)
    claims = token_of(officer.username, PASSWORD)
    assert claims["exp"] - claims["iat"] == 300


@pytest.mark.rule("USER-4")
async def test_a_temporary_password_opens_nothing_until_it_is_changed(
    accounts: KeycloakAccounts, keycloak_url: str
) -> None:
    officer = Officer()
    await officer.created(accounts)

    answer = password_grant(keycloak_url, officer.username, "first-word-by-mail")

    assert answer.status_code == 400
    assert answer.json()["error_description"] == "Account is not fully set up"


async def test_creating_an_officer_again_gives_the_same_subject_restores_the_rights_and_keeps_the_password(
    accounts: KeycloakAccounts, token_of: TokenOf
) -> None:
    officer = Officer()
    subject = await officer.at_work(accounts)
    await accounts.change_officer(
        subject, roles=frozenset({"auditor"}), agency_id=OTHER_AGENCY, marks=frozenset(), enabled=True
    )

    again = await officer.created(accounts)

    claims = token_of(officer.username, PASSWORD)
    assert again == subject
    assert officers_roles(claims) == {"unit"}
    assert (claims["agency"], claims["marks"]) == (str(AGENCY), ["integrity"])


async def test_one_officer_created_by_five_callers_at_once_is_one_account(accounts: KeycloakAccounts) -> None:
    officer = Officer()
    subjects = await asyncio.gather(*(officer.created(accounts) for _ in range(5)))
    assert len(set(subjects)) == 1


async def test_one_integrator_created_by_five_callers_at_once_is_one_client(accounts: KeycloakAccounts) -> None:
    client_id = f"agency-system-{uuid4().hex[:8]}"
    made = await asyncio.gather(
        *(accounts.create_integrator(client_id=client_id, agency_id=AGENCY, marks=frozenset()) for _ in range(5))
    )
    assert len(set(made)) == 1


async def test_a_username_of_another_person_is_taken(accounts: KeycloakAccounts) -> None:
    first, second = Officer(), Officer()
    await first.created(accounts)
    second.username = first.username.upper()
    with pytest.raises(AccountTaken) as refusal:
        await second.created(accounts)
    assert refusal.value.field == "username"


async def test_an_address_of_another_person_is_taken(accounts: KeycloakAccounts) -> None:
    first, second = Officer(), Officer()
    await first.created(accounts)
    second.email = first.email.upper()
    with pytest.raises(AccountTaken) as refusal:
        await second.created(accounts)
    assert refusal.value.field == "email"


async def test_the_account_of_a_service_is_taken(accounts: KeycloakAccounts) -> None:
    officer = Officer()
    officer.username = "service-account-svc-cases"
    with pytest.raises(AccountTaken):
        await officer.created(accounts)


@pytest.mark.rule("USER-5")
async def test_an_ended_officer_cannot_log_in_and_his_refresh_token_is_refused_at_once(
    accounts: KeycloakAccounts, keycloak_url: str
) -> None:
    officer = Officer()
    subject = await officer.at_work(accounts)
    tokens = password_grant(keycloak_url, officer.username, PASSWORD).json()

    await accounts.end_officer(subject)
    await accounts.end_officer(subject)

    assert password_grant(keycloak_url, officer.username, PASSWORD).status_code == 400
    renewed = asked_for_token(
        keycloak_url,
        grant_type="refresh_token",
        client_id="rongrian-scripts",
        refresh_token=tokens["refresh_token"],
    )
    assert renewed.status_code == 400


@pytest.mark.rule("USER-5")
async def test_a_late_repetition_of_the_grant_does_not_open_an_ended_account_but_a_change_does(
    accounts: KeycloakAccounts, token_of: TokenOf, keycloak_url: str
) -> None:
    officer = Officer()
    subject = await officer.at_work(accounts)
    await accounts.end_officer(subject)

    with pytest.raises(AccountTaken):
        await officer.created(accounts)
    assert password_grant(keycloak_url, officer.username, PASSWORD).status_code == 400

    await accounts.change_officer(subject, roles=frozenset({"unit"}), agency_id=AGENCY, marks=frozenset(), enabled=True)
    assert token_of(officer.username, PASSWORD)["sub"] == str(subject)


async def test_changed_roles_agency_and_marks_replace_the_old_ones(
    accounts: KeycloakAccounts, token_of: TokenOf
) -> None:
    officer = Officer()
    subject = await officer.at_work(accounts, roles=frozenset({"unit", "user_admin"}))

    await accounts.change_officer(
        subject,
        roles=frozenset({"acoc", "user_admin"}),
        agency_id=OTHER_AGENCY,
        marks=frozenset({"channel_keeper"}),
        enabled=True,
    )

    claims = token_of(officer.username, PASSWORD)
    assert officers_roles(claims) == {"acoc", "user_admin"}
    assert (claims["agency"], claims["marks"]) == (str(OTHER_AGENCY), ["channel_keeper"])


async def test_a_change_can_take_every_mark_and_leaves_name_and_address_alone(
    accounts: KeycloakAccounts, keycloak_url: str
) -> None:
    officer = Officer()
    subject = await officer.at_work(accounts)

    await accounts.change_officer(subject, roles=frozenset({"unit"}), agency_id=AGENCY, marks=frozenset(), enabled=True)
    await accounts.end_officer(subject)
    await accounts.change_officer(subject, roles=frozenset({"unit"}), agency_id=AGENCY, marks=frozenset(), enabled=True)

    tokens = asked_for_token(
        keycloak_url,
        grant_type="password",
        client_id="rongrian-scripts",
        username=officer.email,
        password=PASSWORD,
        scope="openid profile email",
    ).json()
    person = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert (person["name"], person["email"]) == ("สมหญิง ตัวอย่าง", officer.email)
    access = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert not {"marks", "name", "email", "preferred_username"} & access.keys()


async def test_an_officer_has_roles_of_officers_only(accounts: KeycloakAccounts) -> None:
    for roles in (frozenset[str](), frozenset({"service"}), frozenset({"unit", "citizen"})):
        with pytest.raises(ValueError, match="roles of officers"):
            await Officer().created(accounts, roles=roles)


async def test_a_password_against_the_policy_is_refused_by_name_without_being_repeated(
    accounts: KeycloakAccounts,
) -> None:
    officer = Officer()
    subject = await officer.created(accounts)
    with pytest.raises(AccountRefused) as refusal:
        await accounts.set_password(subject, "short-word", temporary=False)
    assert refusal.value.reason == "invalidPasswordMinLengthMessage"
    assert "short-word" not in str(refusal.value)


async def test_a_value_against_the_profile_is_refused_with_its_field(accounts: KeycloakAccounts) -> None:
    officer = Officer()
    officer.email = "no address"
    with pytest.raises(AccountRefused) as refusal:
        await officer.created(accounts)
    assert refusal.value.field == "email"
    assert "no address" not in str(refusal.value)


async def test_an_unknown_subject_is_named(accounts: KeycloakAccounts) -> None:
    stranger = uuid4()
    with pytest.raises(AccountUnknown):
        await accounts.end_officer(stranger)
    with pytest.raises(AccountUnknown):
        await accounts.set_password(stranger, PASSWORD, temporary=True)


async def test_five_wrong_passwords_shut_the_right_one_out(accounts: KeycloakAccounts, keycloak_url: str) -> None:
    officer = Officer()
    await officer.at_work(accounts)
    assert password_grant(keycloak_url, officer.username, PASSWORD).status_code == 200

    for attempt in range(REALM["failureFactor"]):
        assert password_grant(keycloak_url, officer.username, f"a wrong word {attempt}").status_code == 400

    assert password_grant(keycloak_url, officer.username, PASSWORD).status_code == 400


async def test_an_integrator_gets_a_token_with_its_role_and_agency_by_its_own_secret(
    accounts: KeycloakAccounts, keycloak_url: str
) -> None:
    client_id = f"agency-system-{uuid4().hex[:8]}"
    subject, secret = await accounts.create_integrator(client_id=client_id, agency_id=AGENCY, marks=frozenset())

    again = await accounts.create_integrator(client_id=client_id, agency_id=AGENCY, marks=frozenset({"integrity"}))

    answer = asked_for_token(
        keycloak_url, grant_type="client_credentials", client_id=client_id, client_secret=secret
    ).json()
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert again == (subject, secret)
    assert (claims["sub"], claims["azp"], claims["aud"]) == (str(subject), client_id, "rongrian")
    assert officers_roles(claims) == {"integrator"}
    assert (claims["agency"], claims["marks"]) == (str(AGENCY), ["integrity"])


async def test_an_ended_integrator_gets_no_token_and_its_name_stays_taken(
    accounts: KeycloakAccounts, keycloak_url: str
) -> None:
    client_id = f"agency-system-{uuid4().hex[:8]}"
    _, secret = await accounts.create_integrator(client_id=client_id, agency_id=AGENCY, marks=frozenset())

    await accounts.end_integrator(client_id)
    await accounts.end_integrator(client_id)
    await accounts.end_integrator("a system that never was")

    answer = asked_for_token(keycloak_url, grant_type="client_credentials", client_id=client_id, client_secret=secret)
    assert answer.status_code == 401
    with pytest.raises(AccountTaken):
        await accounts.create_integrator(client_id=client_id, agency_id=AGENCY, marks=frozenset())


async def test_a_client_of_rongrian_itself_is_neither_an_integrator_nor_ended(accounts: KeycloakAccounts) -> None:
    with pytest.raises(AccountTaken):
        await accounts.create_integrator(client_id="svc-cases", agency_id=AGENCY, marks=frozenset())
    with pytest.raises(AccountTaken):
        await accounts.end_integrator("svc-cases")


async def test_where_keycloak_is_away_the_failure_says_so() -> None:
    nobody = KeycloakAccounts(url="http://127.0.0.1:9", realm="rongrian", client_id="svc-agencies", client_secret="-")
    with pytest.raises(AccountsUnavailable):
        await Officer().created(nobody)
    await nobody.close()


async def test_a_client_whose_secret_is_refused_is_as_good_as_away(keycloak_url: str) -> None:
    stranger = KeycloakAccounts(url=keycloak_url, realm="rongrian", client_id="svc-agencies", client_secret="wrong")
    with pytest.raises(AccountsUnavailable):
        await stranger.end_officer(uuid4())
    await stranger.close()


def test_no_client_of_the_base_realm_allows_a_password_or_an_implicit_grant() -> None:
    open_to = [
        client["clientId"]
        for client in REALM["clients"]
        if client["directAccessGrantsEnabled"] or client["implicitFlowEnabled"]
    ]
    assert open_to == []
    assert [client["enabled"] for client in REALM["clients"] if client["clientId"] == "admin-cli"] == [False]


def test_the_base_realm_holds_no_secret_and_no_password() -> None:
    secrets = [client["secret"] for client in REALM["clients"] if "secret" in client]
    passwords = [credential["value"] for user in REALM["users"] for credential in user.get("credentials", [])]
    assert len(secrets) == 7
    assert [word for word in secrets + passwords if not re.fullmatch(r"\$\{[A-Z_]+\}", word)] == []


@pytest.mark.parametrize("client_id", ["admin-cli", "rongrian-web", "rongrian-mobile", "account", "account-console"])
def test_a_public_client_gets_nothing_for_a_password(client_id: str, keycloak_url: str) -> None:
    answer = asked_for_token(
        keycloak_url, grant_type="password", client_id=client_id, username="user-admin", password=PASSWORD
    )
    assert answer.json()["error"] in ("unauthorized_client", "invalid_client")


@pytest.mark.parametrize(
    ("client_id", "redirect_uri"),
    [("rongrian-web", "http://127.0.0.1:15061/signed-in"), ("rongrian-mobile", "th.go.rongrian:/callback")],
)
def test_a_login_without_pkce_is_sent_back(client_id: str, redirect_uri: str, keycloak_url: str) -> None:
    asked = {"client_id": client_id, "redirect_uri": redirect_uri, "response_type": "code", "scope": "openid"}
    door = f"{keycloak_url}/realms/rongrian/protocol/openid-connect/auth"

    sent_back = httpx.get(door, params=asked)
    let_in = httpx.get(door, params={**asked, "code_challenge": "x" * 43, "code_challenge_method": "S256"})

    assert "error=invalid_request" in sent_back.headers["location"]
    assert let_in.status_code == 200
