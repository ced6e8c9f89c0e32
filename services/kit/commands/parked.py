"""`parked list | retry | drop`: the messages that one service could not take in."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING, Annotated

import typer

from kit.commands.running import DONE, FAULT, TROUBLE, run_command
from kit.commands.showing import moment, progress, show_table, tell, tell_trouble
from kit.events.parking import drop, list_parked
from kit.events.retrying import Outcome, Retried, retry
from kit.foundation import Foundation

if TYPE_CHECKING:
    from kit.process import Service

_REASON = "Why it is not needed; stays in the audit trail, so no names of persons."


def parked_commands(service: Service) -> typer.Typer:
    """The three commands, for one service."""
    app = typer.Typer(no_args_is_help=True)

    @app.command("list")
    def show() -> None:
        """What is parked: id, consumer, subject, why, when. The content is not shown."""
        run_command(service, show_parked)

    @app.command("retry")
    def again(
        ids: Annotated[list[int] | None, typer.Argument(metavar="ID…", show_default=False)] = None,
        every: Annotated[bool, typer.Option("--all", help="Everything that is parked.")] = False,
    ) -> None:
        """Hand messages to their consumers again. One that fails stays parked with the new reason; ends with 1 then."""
        if bool(ids) == every:
            raise typer.BadParameter("name the messages by their ids, or say --all.")
        run_command(service, lambda foundation: retry_parked(service, foundation, ids or None))

    @app.command("drop")
    def without(
        parked_id: Annotated[int, typer.Argument(metavar="ID", show_default=False)],
        reason: Annotated[str, typer.Option(help=_REASON, show_default=False)],
    ) -> None:
        """Delete one message for good. Who did it and why stays in the audit trail."""
        if not reason.strip():
            raise typer.BadParameter("say in --reason why the message is not needed.")
        run_command(service, lambda foundation: drop_parked(foundation, parked_id, reason.strip()))

    return app


async def show_parked(foundation: Foundation) -> int:
    """A table, or that nothing is parked."""
    messages = await list_parked(foundation.database)
    if not messages:
        tell(f"{foundation.service}: nothing is parked")
        return DONE
    rows = [(str(each.id), each.consumer, each.subject, each.reason, moment(each.parked_at)) for each in messages]
    show_table(("id", "consumer", "subject", "reason", "parked at"), rows)
    return DONE


async def retry_parked(service: Service, foundation: Foundation, ids: list[int] | None) -> int:
    """Retry these, or all for None, the oldest first. FAULT when one stays parked, TROUBLE when one is not there."""
    subscriptions = service.subscriptions(foundation)
    chosen = ids or [each.id for each in await list_parked(foundation.database)]
    with progress(f"{service.name}: messages") as show:
        results: list[Retried] = []
        for parked_id in chosen:
            results.append(await retry(foundation.database, subscriptions, parked_id))
            show(len(results), len(chosen))
    for each in results:
        if each.outcome is not Outcome.TAKEN_IN:
            tell(f"{service.name}: {each.id} {each.outcome.value}" + (f" ({each.reason})" if each.reason else ""))
    outcomes = [each.outcome for each in results]
    tell(f"{service.name}: {outcomes.count(Outcome.TAKEN_IN)} of {len(chosen)} messages are taken in now")
    if Outcome.NOT_PARKED in outcomes and ids:
        return TROUBLE
    return FAULT if {Outcome.STILL_PARKED, Outcome.NO_SUCH_CONSUMER} & set(outcomes) else DONE


async def drop_parked(foundation: Foundation, parked_id: int, reason: str) -> int:
    """Drop one and say so; TROUBLE when it is not parked."""
    dropped = await drop(foundation.database, foundation.clock, parked_id, operator=who_runs_this(), reason=reason)
    if not dropped:
        tell_trouble(f"{foundation.service}: no message {parked_id} is parked: see `parked list`.")
        return TROUBLE
    tell(f"{foundation.service}: message {parked_id} is dropped; the audit trail says who and why")
    return DONE


def who_runs_this() -> str:
    """The operating system's name for whoever runs this process; `uid-1000` in a container that has none for him.

    The variables USER and LOGNAME are not asked: anybody may set them.
    """
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"
