"""What an operator sees: results on standard output, progress and troubles on standard error."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kit.domain.thai_dates import BANGKOK, BUDDHIST_ERA


def tell(sentence: str) -> None:
    """A result, on a line of its own however narrow the terminal."""
    _out().print(sentence, soft_wrap=True, markup=False)


def tell_trouble(sentence: str) -> None:
    """What stood in the way."""
    Console(stderr=True, highlight=False).print(sentence, soft_wrap=True, markup=False)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows under their headings; in a pipe as wide as they are, since nothing reads broken lines."""
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    _out().print(table, markup=False, soft_wrap=not _out().is_terminal)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields how to say that `done` of `total` are done; a bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def moment(at: datetime) -> str:
    """`21/11/2569 10:30:05`, in Bangkok."""
    there = at.astimezone(BANGKOK)
    return f"{there.day}/{there.month}/{there.year + BUDDHIST_ERA} {there:%H:%M:%S}"


def _out() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=200)
