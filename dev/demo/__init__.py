"""The worked example, played through the services' own interfaces; every step may be repeated."""

import asyncio
from collections.abc import Mapping

from dev.demo.people import PASSWORD, PEOPLE, USER_ADMIN
from dev.demo.story import tell
from dev.stack import Stack


def play(stack: Stack) -> None:
    """Fill in agencies and people, then tell the story as far as it is built, day by day, printing each step."""
    asyncio.run(tell(stack))


def logins() -> Mapping[str, str]:
    """Every demo login with its password."""
    return dict.fromkeys((person.username for person in PEOPLE), PASSWORD) | {
        USER_ADMIN: "the word in .rongrian/run/secrets/USER_ADMIN_PASSWORD"
    }
