"""Keycloak's answers in this service's own errors: python-keycloak's exceptions end here."""

import asyncio
import json
import random
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from keycloak.exceptions import KeycloakAuthenticationError, KeycloakConnectionError, KeycloakError

from agencies.adapters.keycloak_errors import (
    AccountRefused,
    AccountsUnavailable,
    AccountTaken,
    AccountUnknown,
    RaceLost,
)
from kit.log import log

# The client library reads an answer as JSON and looks into it before it looks at its status, so that half an answer
# of a server that is starting or stopping comes out as one of these.
_HALF_AN_ANSWER = (ValueError, KeyError, TypeError)
_RACES = 5
_LONGEST_PAUSE_SECONDS = 0.2
P = ParamSpec("P")
T = TypeVar("T")


def through_lost_races(verb: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The verb, called again where another call came between; it must bear repetition. Raises the fifth RaceLost."""

    @wraps(verb)
    async def repeated(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(_RACES - 1):
            try:
                return await verb(*args, **kwargs)
            except RaceLost:
                await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311 (no secret)
        return await verb(*args, **kwargs)

    return repeated


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
    """What did not work goes to the log with its cause, which the caller does not get."""
    if isinstance(error, RaceLost):
        log.info("keycloak undid one of two calls at once", cause=error.detail)
    elif isinstance(error, AccountsUnavailable):
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
    if _is_lost_race(status, answer):
        return RaceLost(f"Keycloak answered {status}")
    if status == HTTPStatus.BAD_REQUEST:
        return AccountRefused(answer.get("errorMessage") or answer.get("error") or "refused", answer.get("field"))
    return AccountsUnavailable(f"Keycloak answered {status}")


def _is_lost_race(status: int, answer: dict[str, str]) -> bool:
    """A value that is refused comes with its key; what failed at the commit with a sentence, or as 500."""
    could_not = status == HTTPStatus.BAD_REQUEST and answer.get("error_description", "").startswith("Could not ")
    return could_not or status == HTTPStatus.INTERNAL_SERVER_ERROR


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
