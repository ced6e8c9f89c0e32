"""Accounts in Keycloak: officers, and agencies' own systems."""

from collections.abc import Set
from datetime import timedelta
from typing import Any
from uuid import UUID

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection

from agencies.adapters.keycloak_answers import keycloak_asked, through_lost_races
from agencies.adapters.keycloak_errors import AccountTaken, RaceLost

OFFICER_ROLES = frozenset({"unit", "acoc", "pacc", "approver", "auditor", "user_admin"})
INTEGRATOR_ROLE = "integrator"
_INTEGRATOR_MARK = "rongrian.integrator"


class KeycloakAccounts:
    """The accounts of one realm, kept with the rights of this service's own client.

    Every verb may be repeated after a failure at any step, and is where another call came between. Each raises
    AccountsUnavailable where Keycloak is away; the verbs on a subject raise AccountUnknown for one that does not exist.
    """

    def __init__(
        self, *, url: str, realm: str, client_id: str, client_secret: str, timeout: timedelta = timedelta(seconds=10)
    ) -> None:
        """`url` is Keycloak's root (`http://host:port`). The token is fetched at the first call and renewed when due
        or refused, so that Keycloak may be away now and restarted later."""
        self._connection = KeycloakOpenIDConnection(
            server_url=url.rstrip("/") + "/",
            realm_name=realm,
            client_id=client_id,
            client_secret_key=client_secret,
            timeout=int(timeout.total_seconds()),
        )
        self._admin = KeycloakAdmin(connection=self._connection)

    async def close(self) -> None:
        await self._connection.aclose()
        await self._connection.keycloak_openid.connection.aclose()

    @through_lost_races
    async def create_officer(
        self,
        *,
        username: str,
        email: str,
        first_name: str,
        last_name: str,
        roles: frozenset[str],
        agency_id: UUID,
        marks: frozenset[str],
        temporary_password: str,
    ) -> UUID:
        """USER-4: an account whose password must be changed at the first login; gives its subject.

        Called again with the same username and e-mail it completes what is missing and gives the same subject; a
        password that is there stays. Raises AccountTaken where the username or the e-mail is somebody else's or a
        citizen's, or the officer's access has ended (`change_officer` opens it again); AccountRefused.
        """
        _only_officers(roles)
        claims = _claims(agency_id, marks)
        account = {
            "username": username.lower(),
            "email": email,
            "firstName": first_name,
            "lastName": last_name,
            "enabled": True,
            "attributes": claims,
            "credentials": [{"type": "password", "value": temporary_password, "temporary": True}],
        }
        subject = await self._found_or_made(account)
        with keycloak_asked(about=subject):
            await self._set_claims(subject, claims)
            await self._give_first_password(subject, temporary_password)
            await self._set_roles(subject, roles, among=OFFICER_ROLES)
        return subject

    async def officer_named(self, username: str, email: str) -> UUID | None:
        """The subject of an officer's account, None where there is none; AccountTaken where it is somebody else's."""
        with keycloak_asked():
            return await self._officer_named(username.lower(), email)

    @through_lost_races
    async def change_officer(
        self, subject: UUID, *, roles: frozenset[str], agency_id: UUID, marks: frozenset[str], enabled: bool
    ) -> None:
        """Of the officers' roles the account has these and no others afterwards; agency and marks likewise."""
        _only_officers(roles)
        if not enabled:
            await self.end_officer(subject)
        with keycloak_asked(about=subject):
            await self._set_roles(subject, roles, among=OFFICER_ROLES)
            await self._set_claims(subject, _claims(agency_id, marks), enabled=enabled)

    @through_lost_races
    async def end_officer(self, subject: UUID) -> None:
        """USER-5: no login and no renewed token from now on. Access tokens given before live out their five minutes.

        Disabled first, so that no session can begin between the two.
        """
        with keycloak_asked(about=subject):
            await self._admin.a_update_user(str(subject), {"enabled": False})
            await self._admin.a_user_logout(str(subject))

    @through_lost_races
    async def set_password(self, subject: UUID, password: str, temporary: bool) -> None:
        """A temporary one must be changed at the next login. Raises AccountRefused for one against the policy."""
        with keycloak_asked(about=subject):
            await self._admin.a_set_user_password(str(subject), password, temporary)

    @through_lost_races
    async def create_integrator(self, *, client_id: str, agency_id: UUID, marks: frozenset[str]) -> tuple[UUID, str]:
        """A client for an agency's own system; gives its service account's subject and its secret.

        Called again for the same client it completes what is missing and gives the same two. Raises AccountTaken
        where the client is not an integrator or has been ended.
        """
        client = await self._found_or_made_client(client_id)
        with keycloak_asked():
            account = await self._admin.a_get_client_service_account_user(client)
            subject = UUID(account["id"])
            await self._set_claims(subject, _claims(agency_id, marks))
            await self._set_roles(subject, frozenset({INTEGRATOR_ROLE}), among=frozenset({INTEGRATOR_ROLE}))
            secret = await self._admin.a_get_client_secrets(client)
        return subject, str(secret["value"])

    @through_lost_races
    async def end_integrator(self, client_id: str) -> None:
        """No token for this client from now on; its name stays taken. Nothing happens where there is none.

        Raises AccountTaken for a client that is not an integrator: this service must not close another service's.
        """
        with keycloak_asked():
            client = await self._client_named(client_id)
            if client is None:
                return
            if not _is_integrator(client):
                raise AccountTaken("client_id")
            await self._admin.a_update_client(client["id"], {**client, "enabled": False})

    async def _found_or_made(self, account: dict[str, Any]) -> UUID:
        """Whoever loses a race for the same officer finds what the other made."""
        with keycloak_asked():
            if found := await self._officer_named(account["username"], account["email"]):
                return found
        try:
            with keycloak_asked():
                return UUID(await self._admin.a_create_user(account))
        except AccountTaken:
            with keycloak_asked():
                if found := await self._officer_named(account["username"], account["email"]):
                    return found
            raise

    async def _officer_named(self, username: str, email: str) -> UUID | None:
        """Raises AccountTaken where the name is in use, but not by this officer."""
        found = await self._admin.a_get_users({"username": username, "exact": True, "first": 0, "max": 1})
        if not found:
            return None
        account: dict[str, Any] = found[0]
        same_person = account.get("email", "").lower() == email.lower()
        is_officer = "agency" in account.get("attributes", {})
        if not (same_person and is_officer and account["enabled"]):
            raise AccountTaken("username")
        return UUID(account["id"])

    async def _found_or_made_client(self, client_id: str) -> str:
        """Raises RaceLost where another call made it in between: called again, this one finds it."""
        with keycloak_asked():
            if found := await self._integrator_named(client_id):
                return found
        try:
            with keycloak_asked():
                made = await self._admin.a_create_client(_integrator(client_id))
        except AccountTaken:
            raise RaceLost("client") from None
        return str(made)

    async def _integrator_named(self, client_id: str) -> str | None:
        client = await self._client_named(client_id)
        if client is None:
            return None
        if not (_is_integrator(client) and client["enabled"]):
            raise AccountTaken("client_id")
        return str(client["id"])

    async def _client_named(self, client_id: str) -> dict[str, Any] | None:
        client = await self._admin.a_get_client_id(client_id)
        return None if client is None else await self._admin.a_get_client(client)

    async def _set_claims(self, subject: UUID, claims: dict[str, list[str]], **enabled: bool) -> None:
        """Keycloak takes attributes as a whole and drops what is left out: the person's own go back with them.

        `enabled` goes along only where the caller decides it, so that no repetition opens an account ended meanwhile.
        """
        account = await self._admin.a_get_user(str(subject))
        kept = {key: account[key] for key in ("username", "email", "firstName", "lastName") if key in account}
        attributes = {**account.get("attributes", {}), **claims}
        await self._admin.a_update_user(str(subject), {**kept, **enabled, "attributes": attributes})

    async def _give_first_password(self, subject: UUID, temporary_password: str) -> None:
        credentials = await self._admin.a_get_credentials(str(subject))
        if not any(credential["type"] == "password" for credential in credentials):
            await self._admin.a_set_user_password(str(subject), temporary_password, temporary=True)

    async def _set_roles(self, subject: UUID, roles: Set[str], *, among: Set[str]) -> None:
        """What is too much goes first: a crash between the two leaves less, never more."""
        held = await self._admin.a_get_realm_roles_of_user(str(subject))
        if too_many := [role for role in held if role["name"] in among - roles]:
            await self._admin.a_delete_realm_roles_of_user(str(subject), too_many)
        if missing := roles - {role["name"] for role in held}:
            not_held = await self._admin.a_get_available_realm_roles_of_user(str(subject))
            to_give = [role for role in not_held if role["name"] in missing]
            await self._admin.a_assign_realm_roles(str(subject), to_give)


def _claims(agency_id: UUID, marks: Set[str]) -> dict[str, list[str]]:
    return {"agency": [str(agency_id)], "marks": sorted(marks)}


def _only_officers(roles: Set[str]) -> None:
    if not roles or not roles <= OFFICER_ROLES:
        raise ValueError(f"roles of officers are {sorted(OFFICER_ROLES)}, not {sorted(roles)}")


def _integrator(client_id: str) -> dict[str, Any]:
    return {
        "clientId": client_id,
        "publicClient": False,
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "attributes": {_INTEGRATOR_MARK: "true"},
    }


def _is_integrator(client: dict[str, Any]) -> bool:
    attributes: dict[str, str] = client.get("attributes", {})
    return attributes.get(_INTEGRATOR_MARK) == "true"
