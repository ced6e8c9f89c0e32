"""The commands of `rongrian`."""

import sys
from typing import Annotated

import typer

from commandline import at_hand
from commandline.day import show_or_move
from commandline.running import run_each
from commandline.trouble import Trouble

_TROUBLE = 2
_INTERRUPTED = 130

_HELP = """The operator's command line of Rongrian.

Beside `make run` it works on all services of this machine; where a service's RONGRIAN_* settings are, on that service.
It ends with 0 when all is done, 1 when something was found at fault, 2 when it could not be done."""

Service = Annotated[str, typer.Argument(metavar="SERVICE", help="Which service.", show_default=False)]
Services = Annotated[
    list[str] | None, typer.Argument(metavar="[SERVICE]…", help="Which services; all otherwise.", show_default=False)
]

app = typer.Typer(help=_HELP, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
parked = typer.Typer(help="Messages that a service could not take in.", no_args_is_help=True)
app.add_typer(parked, name="parked")


@app.command()
def day(
    to: Annotated[str, typer.Argument(metavar="[DAY]", help="As 2563-08-30 or 2020-08-30.", show_default=False)] = "",
) -> None:
    """Show the business day of what runs on this machine, or move it forward to DAY, day by day."""
    show_or_move(to)


@app.command()
def verify(services: Services = None) -> None:
    """Prove the audit trails: every link, every entry, nothing cut off. Names service and entry where one fails."""
    there = at_hand.find()
    raise typer.Exit(run_each(there, there.chosen(services or []), "verify"))


@app.command()
def republish(
    service: Service,
    since: Annotated[
        str,
        typer.Option(
            metavar="MOMENT",
            help="What was published from then on: 2569-11-21 or 2026-11-21T10:30, Bangkok time by the real clock, "
            "whatever the business day is.",
            show_default="all of seven days",
        ),
    ] = "",
) -> None:
    """Fill the stream of SERVICE again from its outbox. May be stopped and repeated: nothing is taken in twice."""
    there = at_hand.find()
    raise typer.Exit(run_each(there, there.chosen([service]), "republish", *(("--since", since) if since else ())))


@app.command()
def rebuild(
    services: Annotated[list[str], typer.Argument(metavar="SERVICE…", help="Which services.", show_default=False)],
    source: Annotated[
        str, typer.Option("--from", metavar="snapshot|events", help="The others' snapshots, or the stream.")
    ] = "snapshot",
    force: Annotated[bool, typer.Option("--force", help="Take a stream that has lost its beginning.")] = False,
) -> None:
    """Make anew what SERVICE keeps of what others tell. May be stopped and repeated."""
    there = at_hand.find()
    forced = ("--force",) if force else ()
    raise typer.Exit(run_each(there, there.chosen(services), "rebuild", "--from", source, *forced))


@parked.command("list")
def list_parked(services: Services = None) -> None:
    """What is parked: id, consumer, subject, why, when. The content is not shown."""
    there = at_hand.find()
    raise typer.Exit(run_each(there, there.chosen(services or []), "parked", "list"))


@parked.command()
def retry(
    service: Service,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]…", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything that is parked.")] = False,
) -> None:
    """Hand messages to their consumers again. One that fails stays parked with the new reason."""
    there = at_hand.find()
    chosen = [*map(str, ids or []), *(["--all"] if every else [])]
    raise typer.Exit(run_each(there, there.chosen([service]), "parked", "retry", *chosen))


@parked.command()
def drop(
    service: Service,
    parked_id: Annotated[int, typer.Argument(metavar="ID", show_default=False)],
    reason: Annotated[
        str,
        typer.Option(help="Why it is not needed; stays in the audit trail: no names of persons.", show_default=False),
    ],
) -> None:
    """Delete one message for good. Who did it and why stays in the audit trail."""
    there = at_hand.find()
    raise typer.Exit(run_each(there, there.chosen([service]), "parked", "drop", str(parked_id), "--reason", reason))


def main() -> int:
    """Run the command; what an operator can mend is one sentence and the code 2."""
    try:
        app(prog_name="rongrian")
    except Trouble as trouble:
        print(trouble, file=sys.stderr)  # noqa: T201
    except KeyboardInterrupt:
        return _INTERRUPTED
    return _TROUBLE
