"""Which services can be worked on from here, and the environment of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commandline.trouble import Trouble

if TYPE_CHECKING:
    from dev.stack import Stack

_SERVICES = Path(__file__).parent.parent
# What a child needs of ours, to show its progress on the same terminal.
_OF_THE_TERMINAL = ("TERM", "COLUMNS", "LINES", "NO_COLOR", "COLORTERM")


@dataclass(frozen=True)
class AtHand:
    """`environment` gives the variables with which `python -m SERVICE` is run; `stack` is there on one machine."""

    services: tuple[str, ...]
    environment: Callable[[str], Mapping[str, str]]
    stack: Stack | None = None

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """The services named, each once, or all. Raises Trouble for a wrong name."""
        for name in names:
            if name not in self.services:
                there = ", ".join(self.services)
                raise Trouble(f"{name!r} is no service whose settings are here; those are: {there}.")
        return tuple(dict.fromkeys(names)) or self.services


def find() -> AtHand:
    """The one service whose settings this process has (a pod), else all of what `make run` runs on this machine.

    Raises Trouble when there is neither.
    """
    if "RONGRIAN_DATABASE_URL" in os.environ:
        return _of_this_process(os.environ)
    return _of_this_machine()


def is_production() -> bool:
    """Whether this process has a service's settings, and those are of production, as they are where nothing is said."""
    given = os.environ.get("RONGRIAN_ENVIRONMENT", "production")
    return "RONGRIAN_DATABASE_URL" in os.environ and given == "production"


def _of_this_process(variables: Mapping[str, str]) -> AtHand:
    """A service's client is called svc-SERVICE everywhere: the other services know it by that."""
    client = variables.get("RONGRIAN_CLIENT_ID", "")
    service = client.removeprefix("svc-")
    if not client.startswith("svc-") or not (_SERVICES / service / "service.py").exists():
        raise Trouble(
            f"RONGRIAN_CLIENT_ID is {client!r}, which names no service: set it to svc-SERVICE, "
            "or unset RONGRIAN_DATABASE_URL to work on what `make run` runs on this machine."
        )
    return AtHand((service,), lambda name: variables)


def _of_this_machine() -> AtHand:
    try:
        from dev.stack import running_stack
        from dev.trouble import Trouble as TroubleOfStack
        from dev.trouble import of_system
    except ModuleNotFoundError:
        raise Trouble(
            "No settings are here: set the RONGRIAN_* variables of the service, or run this in one of its pods."
        ) from None
    try:
        stack = running_stack()
    except TroubleOfStack as trouble:
        raise Trouble(f"{trouble} Elsewhere, set the RONGRIAN_* variables of a service.") from None
    except OSError as error:
        raise Trouble(str(of_system(error))) from None
    terminal = {name: os.environ[name] for name in _OF_THE_TERMINAL if name in os.environ}
    return AtHand(
        stack.services,
        lambda service: stack.around.environment(service, "work") | terminal,
        stack,
    )
