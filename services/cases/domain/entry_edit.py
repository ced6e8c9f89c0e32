"""Editing an entry of the timeline: another version of the same report (CASE-20)."""

from collections.abc import Container
from datetime import date

from cases.domain.case import Case, Moment
from cases.domain.conclusion import Conclusion
from cases.domain.errors import GroundInUse, MonthIsClosed, NotEditable
from cases.domain.happenings import CaseEdited
from cases.domain.proceedings import Proceedings
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RecordedEntry,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
)
from cases.domain.work_report import WorkReport
from kit.domain.errors import Fault, InvalidInput

# What an officer writes anew: the part of an entry's details that was his.
Written = str | WorkReport | Conclusion | Proceedings


def edit_entry(
    case: Case, recorded: RecordedEntry, written: Written, *, closed_months: Container[date], now: Moment
) -> TimelineEntry:
    """The entry as it shall be; the case follows a conclusion whose ground has changed.

    `closed_months` holds the first days of the months whose round ป.ป.ท. has closed. Raises CaseIsClosed,
    MonthIsClosed, NotEditable, GroundInUse, or InvalidInput when `written` is of another kind than the entry.
    """
    case.refuse_closed()
    if is_in_closed_month(recorded.recorded_on, closed_months):
        raise MonthIsClosed(case.acceptable(now.on))
    if recorded.entry.details is None:
        raise NotEditable(case.acceptable(now.on))
    details, done_on = _rewritten(recorded.entry.details, written), getattr(written, "done_on", recorded.entry.done_on)
    ends_it = _has_ground(recorded.entry.details) and not _has_ground(details)
    if ends_it and case.proceedings_reports:
        raise GroundInUse(case.acceptable(now.on))
    case.happenings.append(CaseEdited())
    if ends_it:
        case.close_by_edit(now=now)
        return TimelineEntry(recorded.entry.number, case.status, done_on, details, case.closed_as)
    return TimelineEntry(recorded.entry.number, recorded.entry.status, done_on, details, recorded.entry.closed_as)


def no_such_entry(number: int) -> InvalidInput:
    """The case is there, and its timeline has no entry of that number."""
    fault = Fault("number", "CASE-20", f"ไม่มีลำดับที่ {number} ในลำดับเหตุการณ์", f"The timeline has no entry {number}.")
    return InvalidInput([fault])


def _has_ground(details: TimelineDetails) -> bool:
    """Whether there is a ground to go on with; what is no conclusion never takes one away."""
    return not isinstance(details, InquiryConclusion) or details.conclusion.has_ground


def is_in_closed_month(recorded_on: date, closed_months: Container[date]) -> bool:
    return recorded_on.replace(day=1) in closed_months


def _rewritten(details: TimelineDetails, written: Written) -> TimelineDetails:
    match details, written:
        case LatenessExplanation(round=round_), str():
            return LatenessExplanation(round_, written)
        case RoundReport(round=round_), WorkReport():
            return RoundReport(round_, written)
        case WorkReport(), WorkReport():
            return written
        case InquiryConclusion(found=found, earlier_accused=earlier), Conclusion():
            return InquiryConclusion(written, found, earlier)
        case ProceedingsReport(number=number), Proceedings():
            return ProceedingsReport(number, written)
    raise InvalidInput(
        [
            Fault(
                "entry",
                "CASE-20",
                "ข้อมูลที่ส่งไม่ตรงกับชนิดของรายการในลำดับเหตุการณ์",
                "What was sent is of another kind than the entry.",
            )
        ]
    )
