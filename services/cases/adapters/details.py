"""The details of a timeline entry as they are stored: JSON of what the officer gave, under the name of its kind."""

from typing import Any

from pydantic import TypeAdapter

from cases.domain.outcome_report import OutcomeReport
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
)
from cases.domain.work_report import WorkReport

_KINDS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind)
    for name, kind in (
        ("lateness", LatenessExplanation),
        ("round_report", RoundReport),
        ("progress", WorkReport),
        ("conclusion", InquiryConclusion),
        ("proceedings", ProceedingsReport),
        ("outcome", OutcomeReport),
    )
}
_NAME_OF = {adapter._type: name for name, adapter in _KINDS.items()}


def to_json(details: TimelineDetails | None) -> dict[str, Any] | None:
    if details is None:
        return None
    name = _NAME_OF[type(details)]
    return {name: _KINDS[name].dump_python(details, mode="json")}


def from_json(stored: dict[str, Any] | None) -> TimelineDetails | None:
    """Reports stored by an older release lack fields, those by a newer one have more: both are read as far as known."""
    if stored is None:
        return None
    [(name, content)] = stored.items()
    if name == "round_report" and "report" not in content:
        # The first release kept the round among the fields of its report.
        content = {"round": content["round"], "report": content}
    details: TimelineDetails = _KINDS[name].validate_python(content)
    return details
