"""What the person at the terminal sees."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from dev.day import Unsettled
from dev.stack import Stack
from dev.telling import Telling

# A pipe has no width: what is read later should not be broken into narrow lines.
console = Console(highlight=False, width=None if Console().is_terminal else 120)
_SERVERS = {"postgres": "postgres", "nats": "nats", "keycloak": "keycloak", "mailbox": "smtp"}


class Screen(Telling):
    """One moving line for what goes on, a bar for what is fetched; plain lines where this is not a terminal."""

    def __init__(self) -> None:
        bar = (BarColumn(), DownloadColumn())
        self._work = Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True)
        self._fetch = Progress(TextColumn("fetching {task.description}"), *bar, console=console, transient=True)
        self._step = self._work.add_task("")
        self._fetching: TaskID | None = None

    def quiet(self) -> None:
        """Take the moving line away, so that others can print."""
        if console.is_terminal:
            self._work.stop()
            self._fetch.stop()

    def step(self, text: str) -> None:
        if not console.is_terminal:
            return console.print(text)
        self._fetch.stop()
        self._work.update(self._step, description=text)
        return self._work.start()

    def fetched(self, what: str, count: int, total: int) -> None:
        if self._fetching is None:
            self._work.stop()
            self._fetching = self._fetch.add_task(what, total=total or None)
            if console.is_terminal:
                self._fetch.start()
            else:
                console.print(f"fetching {what}")
        self._fetch.update(self._fetching, completed=count)


def show_addresses(stack: Stack, logins: Mapping[str, str], today: date | None) -> None:
    """Where everything is, who can log in, what to try next."""
    around, table = stack.around, Table(box=None, show_header=False, pad_edge=False)
    for service in stack.services:
        table.add_row(f"{service} (gRPC)", stack.ports.address(f"{service}-grpc"))
    table.add_row("accounts (Keycloak)", around.keycloak.issuer)
    table.add_row("mails", around.mail.page)
    table.add_row("logs", str(stack.folder.logs))
    for password in dict.fromkeys(logins.values()):
        names = " ".join(name for name, its in logins.items() if its == password)
        table.add_row(f"logins with {password}", names)
    console.print(table)
    if today is not None:
        soon = today + timedelta(days=7)
        console.print(f"The business day is {today.day}/{today.month}/{today.year + 543}.")
        console.print(f"Next: read the mails; `make day D={soon.year + 543}-{soon:%m-%d}` lets a week pass;")
    console.print("docs/api/README.md records a case from outside. Ctrl-C stops, `make reset` starts over.")


def show_processes(stack: Stack, memory: Mapping[str, int]) -> None:
    """Every process with its memory and address."""
    table = Table("process", "pid", "MiB (PSS)", "address", box=None)
    pids = stack.processes()
    for name in sorted(pids):
        table.add_row(name, str(pids[name]), f"{memory.get(name, 0) >> 20}", _listens(stack, name))
    table.add_row("all", "", f"{sum(memory.values()) >> 20}", "")
    console.print(table)


def _listens(stack: Stack, name: str) -> str:
    """Where a process answers, and what is spoken there where it is one of a service."""
    if name in _SERVERS:
        return stack.ports.address(_SERVERS[name])
    service, _, process = name.rpartition("-")
    http = f"HTTP {stack.ports.address(name)}"
    return f"gRPC {stack.ports.address(f'{service}-grpc')}, {http}" if process == "serve" else http


def show_present(day: date | None) -> None:
    """The business day as it is."""
    if day is None:
        console.print("The business day is the real one; `make day D=2563-08-30` sets another.")
    else:
        console.print(f"The business day is {day.isoformat()} ({day.day}/{day.month}/{day.year + 543}).")


def show_day(day: date) -> None:
    """A day has passed."""
    console.print(f"{day.isoformat()} ({day.day}/{day.month}/{day.year + 543})")


def show_unsettled(late: Sequence[Unsettled]) -> None:
    """Who did not finish a day in time."""
    for each in late:
        reasons = ", ".join(each.waiting_for)
        console.print(f"[yellow]{each.service} had not finished {each.day} after 30 s[/]: it waits for {reasons}")
