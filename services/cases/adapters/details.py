"""The details of a timeline entry as they are stored: JSON of what the officer gave."""

from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from cases.domain.round_report import LatenessExplanation, ReportedTo, RoundReport, TimelineDetails
from cases.domain.rounds import Round
from cases.domain.terms import Committee


def to_json(details: TimelineDetails | None) -> dict[str, Any] | None:
    if details is None:
        return None
    kind = "lateness" if isinstance(details, LatenessExplanation) else "round_report"
    return {kind: _plain(asdict(details))}


def from_json(stored: dict[str, Any] | None) -> TimelineDetails | None:
    if stored is None:
        return None
    if "lateness" in stored:
        return LatenessExplanation(Round(stored["lateness"]["round"]), stored["lateness"]["explanation"])
    report = stored["round_report"]
    # Reports stored by an older release lack fields, those by a newer one have more: both are read as far as known.
    known = {field.name: report[field.name] for field in fields(RoundReport) if field.name in report}
    return RoundReport(**known | {name: _READ[name](known[name]) for name in _READ if name in known})


def _reported_to(stored: dict[str, Any]) -> ReportedTo:
    on = stored["on"]
    return ReportedTo(date.fromisoformat(on) if on else None, stored["number"])


# The fields that JSON keeps in another form.
_READ: dict[str, Callable[[Any], Any]] = {
    "round": Round,
    "started_on": date.fromisoformat,
    "committee": Committee,
    "reported_to_head": _reported_to,
    "reported_to_minister": _reported_to,
}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    return value.isoformat() if isinstance(value, date) else value
