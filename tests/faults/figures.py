"""Report 1 of one agency and month, counted from the ledger: cases after the resolution, none of them closed."""

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
        if entered is not None and entered < after(month):
            _count(figures, entry, entered, month, min(after(month), today))
    return figures


def _entered(entry: Entry, level: Level.ValueType) -> date | None:
    """The entry at the level itself, or at the next above it that has one."""
    above = _UPWARD[_UPWARD.index(level) :]
    return next((entry.entered[each] for each in above if each in entry.entered), None)


def _count(figures: Figures, entry: Entry, entered: date, month: date, days_over_before: date) -> None:
    counted = figures.after_resolution
    if entered < month:
        counted.carried_forward += 1
        counted.progressed += entry.reported_on is not None and month <= entry.reported_on < after(month)
    else:
        counted.received += 1
        counted.new += entry.received_on >= month
        counted.first_reported += entry.received_on < month
    counted.outstanding += 1
    figures.all_outstanding += 1
    in_time = entry.reported_on is not None and entry.reported_on <= entry.due_on
    failed = entry.due_on < days_over_before and not in_time
    figures.compliance.not_followed += failed
    figures.compliance.in_progress += not failed
