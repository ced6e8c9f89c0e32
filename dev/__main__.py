"""`python -m dev run | day | status | versions | stop | reset`."""

import importlib
import importlib.util
import signal
import sys
import time
from collections.abc import Mapping
from types import FrameType
from typing import Annotated, Any

import typer

from dev import screen
from dev.day import parse, present, step_to
from dev.stack import Stack, leftovers, running_stack
from dev.stack.folder import StateFolder
from dev.stack.memory import held
from dev.stack.stack import state_path
from dev.trouble import Trouble, of_system

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.command()
def run() -> None:
    """Bring everything up, play the worked example, stay until Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGINT):  # a shell may have handed SIGINT down as ignored
        signal.signal(number, _interrupt)
    shown = screen.Screen()
    stack = Stack.for_run(shown)
    try:
        with stack.started():
            shown.quiet()
            logins = _demo(stack)
            screen.show_addresses(stack, logins, present(stack))
            _stay(stack)
    except KeyboardInterrupt:
        shown.quiet()
        screen.console.print("Stopped; the data are kept.")
    finally:
        shown.quiet()


@app.command()
def day(to: Annotated[str, typer.Argument(metavar="[DAY]", show_default=False)] = "") -> None:
    """Show the business day, or move it forward to DAY, day by day."""
    target, stack = parse(to) if to else None, running_stack()
    if target is None:
        screen.show_present(present(stack))
    else:
        screen.show_unsettled(step_to(stack, target, screen.show_day))


@app.command()
def status() -> None:
    """Every process that runs, its memory and address."""
    stack = running_stack()
    screen.show_processes(stack, held(stack.processes()))


@app.command()
def versions() -> None:
    """The servers' versions as they report them."""
    for name, version in running_stack().versions().items():
        screen.console.print(f"{name}: {version}")


@app.command()
def stop() -> None:
    """Stop what runs, as Ctrl-C does where it was started; the data stay."""
    folder = StateFolder(state_path("run"))
    was_running = folder.holder() is not None
    folder.end_holder()
    screen.console.print("Stopped; the data are kept." if was_running else "Nothing was running.")


@app.command()
def reset() -> None:
    """Stop what runs and delete all its state; what was fetched is kept."""
    folder = StateFolder(state_path("run"))
    folder.end_holder()
    leftovers.end(str(folder.path))
    folder.remove()
    screen.console.print("All state is deleted: `make run` starts over.")


def _demo(stack: Stack) -> Mapping[str, str]:
    """Play the worked example, where there is one; its logins by name."""
    if importlib.util.find_spec("dev.demo") is None:
        return {}
    demo: Any = importlib.import_module("dev.demo")
    demo.play(stack)
    logins: Mapping[str, str] = demo.logins() if hasattr(demo, "logins") else {}
    return logins


def _stay(stack: Stack) -> None:
    while stack.alive():
        time.sleep(0.5)
    raise Trouble("The supervisor was ended from outside, and everything with it: run the same command again.")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Errors that the user can mend are one sentence."""
    try:
        app()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except OSError as error:
        print(of_system(error), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
