"""Report 1 of one agency and month, counted from the ledger: cases after the resolution, some of them closed."""

from collections.abc import Iterable
from datetime import date, timedelta

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_pb2 import Level
from rongrian.reporting.v1.report_pb2 import ComplianceFigures, EraFigures, Figures
from tests.faults.ledger import Entry

_UPWARD = (case_pb2.LEVEL_UNIT, case_pb2.LEVEL_MINISTRY_ACOC, case_pb2.LEVEL_PACC)


def months(first: date, last: date) -> list[date]:
    """The first day of each month from the one of `first` to that of `last`."""
    month, found = first.replace(day=1), []
    while month <= last:
        found.append(month)
        month = after(month)
    return found


def after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def expected(entries: Iterable[Entry], level: Level.ValueType, month: date, today: date) -> Figures:
    """What whoever stands at `level` must be shown."""
    figures = Figures(before_resolution=EraFigures(), after_resolution=EraFigures(), compliance=ComplianceFigures())
    for entry in entries:
        entered = _entered(entry, level)
        if entered is None or entered >= after(month):
            continue
        completed = max(entry.closed_on, entered) if entry.closed_on else None
        if completed is None or completed >= month:
            is_completed = completed is not None and completed < after(month)
            _count(figures, entry, entered, month, is_completed)
            over_before = entry.closed_on if is_completed and entry.closed_on else min(after(month), today)
            _comply(figures, entry, over_before)
    return figures


def _entered(entry: Entry, level: Level.ValueType) -> date | None:
    """The entry at the level itself, or at the next above it that has one."""
    above = _UPWARD[_UPWARD.index(level) :]
    return next((entry.entered[each] for each in above if each in entry.entered), None)


def _count(figures: Figures, entry: Entry, entered: date, month: date, is_completed: bool) -> None:
    counted = figures.after_resolution
    if entered < month:
        acts = [act for act in (entry.reported_on, entry.concluded_on, entry.closed_on) if act is not None]
        counted.carried_forward += 1
        counted.progressed += any(month <= act < after(month) for act in acts)
    else:
        counted.received += 1
        counted.new += entry.received_on >= month
        counted.first_reported += entry.received_on < month
    # Every one that is closed was closed with ปลดออก, and sent on to criminal proceedings.
    for name in ("completed", "serious", "criminal"):
        setattr(counted, name, getattr(counted, name) + is_completed)
    counted.outstanding += not is_completed
    figures.all_outstanding += not is_completed


def _comply(figures: Figures, entry: Entry, days_over_before: date) -> None:
    rounds = ((entry.due_on, entry.reported_on), (entry.second_due_on, entry.concluded_on))
    failed = any(due < days_over_before and (met is None or met > due) for due, met in rounds)
    both = all(met is not None and met <= due and met <= days_over_before for due, met in rounds)
    figures.compliance.not_followed += failed
    figures.compliance.followed += both and not failed
    figures.compliance.in_progress += not (both or failed)
