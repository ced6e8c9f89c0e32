"""How an operator's command runs: settings, connections, and a sentence for what stands in its way."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import asyncpg
import grpc.aio
import typer
from sqlalchemy.exc import DBAPIError

from kit.commands.showing import tell_trouble
from kit.database.migrate import migrate
from kit.domain.errors import ServiceError, Unavailable
from kit.foundation import Foundation
from kit.log import configure_logging
from kit.settings import load_settings

if TYPE_CHECKING:
    from kit.process import Service

# The exit codes: what was asked is done; it was done and found a fault; it could not be done.
DONE, FAULT, TROUBLE = 0, 1, 2
_SETTING_OF = {"database": "RONGRIAN_DATABASE_URL", "nats": "RONGRIAN_NATS_URL", "keycloak": "RONGRIAN_ISSUER"}


def run_command(service: Service, body: Callable[[Foundation], Awaitable[int]]) -> None:
    """Run `body` with everything opened and exit with its code; with 2 and a sentence when something is missing.

    Logs go to standard error, so that results can be read from standard output.
    """
    settings = load_settings(service.settings)
    configure_logging(service.name, "operator", sys.stderr)

    async def run() -> int:
        foundation = Foundation.open(service.name, settings)
        try:
            return await body(foundation)
        finally:
            await foundation.close()

    raise typer.Exit(_guarded(service, lambda: asyncio.run(run())))


def run_migration(service: Service) -> None:
    """Migrate and exit; as `run_command`."""
    settings = load_settings(service.settings)

    def run() -> int:
        migrate(settings, service.migrations)
        return DONE

    raise typer.Exit(_guarded(service, run))


def _guarded(service: Service, run: Callable[[], int]) -> int:
    """The code of `run`, or TROUBLE after a sentence that says what stood in its way."""
    try:
        return run()
    except Unavailable as error:
        _tell(service, _what_is_away(error.what))
    except ServiceError as error:
        _tell(service, str(error))
    except (DBAPIError, asyncpg.PostgresError) as error:
        state = getattr(getattr(error, "orig", error), "sqlstate", None) or type(error).__name__
        hint = f"is it migrated (python -m {service.name} migrate), and is RONGRIAN_DATABASE_URL right?"
        _tell(service, f"the database refused ({state}): {hint}")
    except grpc.aio.AioRpcError as error:
        _tell(service, f"another service refused to answer ({error.code().name}): look into its log.")
    except SystemExit as error:
        if not isinstance(error.code, str):
            raise
        _tell(service, error.code)
    except KeyboardInterrupt:
        _tell(service, "stopped; the same command may be run again.")
        return 130
    return TROUBLE


def _what_is_away(what: str) -> str:
    setting = _SETTING_OF.get(what, f"RONGRIAN_{what.upper()}_ADDRESS")
    return f"{what} does not answer: start it, or mend {setting}, and run the same command again."


def _tell(service: Service, sentence: str) -> None:
    tell_trouble(f"{service.name}: {sentence}")
