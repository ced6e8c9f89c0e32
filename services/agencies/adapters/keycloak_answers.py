"""Keycloak's answers in this service's own errors: python-keycloak's exceptions end here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from uuid import UUID

from keycloak.exceptions import KeycloakAuthenticationError, KeycloakConnectionError, KeycloakError

from agencies.adapters.keycloak_errors import AccountRefused, AccountsUnavailable, AccountTaken, AccountUnknown
from kit.log import log

# The client library reads an answer as JSON and looks into it before it looks at its status, so that half an answer
# of a server that is starting or stopping comes out as one of these.
_HALF_AN_ANSWER = (ValueError, KeyError, TypeError)


@contextmanager
def keycloak_asked(about: UUID | None = None) -> Iterator[None]:
    """Every call to Keycloak is made inside; `about` is the subject that it concerns.

    Raises AccountsUnavailable, AccountTaken, AccountUnknown or AccountRefused in place of what the library raises.
    """
    try:
        yield
    except KeycloakError as error:
        raise _told(_named(error, about)) from None
    except _HALF_AN_ANSWER as error:
        raise _told(AccountsUnavailable(f"unreadable answer ({type(error).__name__})")) from None


def _told(error: Exception) -> Exception:
    """An outage goes to the log with its cause, which the caller does not get."""
    if isinstance(error, AccountsUnavailable):
        log.warning("keycloak does not answer", cause=error.detail)
    return error


def _named(error: KeycloakError, about: UUID | None) -> Exception:
    status = error.response_code
    if isinstance(error, KeycloakConnectionError | KeycloakAuthenticationError) or status is None:
        return AccountsUnavailable(f"{type(error).__name__} {status or ''}".strip())
    answer = _answer(error.response_body)
    if status == HTTPStatus.CONFLICT:
        return _taken(answer.get("errorMessage", ""))
    if status == HTTPStatus.NOT_FOUND and about is not None and answer.get("error") == "User not found":
        return AccountUnknown(about)
    if status == HTTPStatus.BAD_REQUEST:
        return AccountRefused(answer.get("errorMessage") or answer.get("error") or "refused", answer.get("field"))
    return AccountsUnavailable(f"Keycloak answered {status}")


def _taken(message: str) -> AccountTaken:
    """Keycloak tells the two apart by its sentence alone ("User exists with same email")."""
    if "email" in message:
        return AccountTaken("email")
    return AccountTaken("username" if "username" in message else "client_id")


def _answer(body: bytes | None) -> dict[str, str]:
    try:
        answer = json.loads(body or b"{}")
    except ValueError:
        return {}
    return {key: value for key, value in answer.items() if isinstance(value, str)} if isinstance(answer, dict) else {}
