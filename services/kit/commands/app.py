"""The commands of one service, as its own command line shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kit.commands.moment import parse_moment
from kit.commands.parked import parked_commands
from kit.commands.rebuild import Source, rebuild
from kit.commands.running import run_command, run_migration
from kit.commands.stream import republish
from kit.commands.trail import prove

if TYPE_CHECKING:
    from kit.process import Service

_SINCE = (
    "What was published from then on: 2569-11-21 or 2026-11-21T10:30, Bangkok time by the real clock, whatever the "
    "business day is. Otherwise all of seven days."
)


def command_line(service: Service, processes: Mapping[str, Callable[[], None]]) -> typer.Typer:
    """Every command of `service`; `processes` are the two that run until they are told to stop."""
    app = typer.Typer(
        help=f"The service {service.name}: its two processes, and what its operators run. Settings: RONGRIAN_*.",
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
    )
    app.command("serve", help="Answer calls until SIGTERM.")(processes["serve"])
    app.command("work", help="Relay, consume, link and sweep until SIGTERM.")(processes["work"])
    _add_migrate(app, service)
    _add_verify(app, service)
    _add_republish(app, service)
    _add_rebuild(app, service)
    app.add_typer(parked_commands(service), name="parked", help="Messages that could not be taken in.")
    return app


def _add_migrate(app: typer.Typer, service: Service) -> None:
    @app.command("migrate")
    def migrate() -> None:
        """Bring the database up to this version's tables; may be repeated."""
        run_migration(service)


def _add_verify(app: typer.Typer, service: Service) -> None:
    @app.command("verify")
    def verify() -> None:
        """Prove the audit trail: every link, every entry, nothing cut off. Ends with 1 where it fails."""
        run_command(service, lambda foundation: prove(foundation, service.witness))


def _add_republish(app: typer.Typer, service: Service) -> None:
    @app.command("republish")
    def refill(
        since: Annotated[
            datetime | None, typer.Option(parser=parse_moment, metavar="MOMENT", show_default=False, help=_SINCE)
        ] = None,
    ) -> None:
        """Fill the service's stream again from its outbox. May be stopped and repeated: nothing is taken in twice."""
        run_command(service, lambda foundation: republish(foundation, since))


def _add_rebuild(app: typer.Typer, service: Service) -> None:
    @app.command("rebuild")
    def make_anew(
        source: Annotated[
            Source, typer.Option("--from", help="The others' snapshots, or the stream.")
        ] = Source.SNAPSHOT,
        force: Annotated[bool, typer.Option("--force", help="Take a stream that has lost its beginning.")] = False,
    ) -> None:
        """Make anew what follows from others' events. May be stopped and repeated, and run beside `work`."""
        run_command(service, lambda foundation: rebuild(service, foundation, source, force=force))
