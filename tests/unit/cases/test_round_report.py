"""A round report from the call to the store and back: nothing that was given is lost on the way."""

from datetime import date
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from cases.adapters.details import from_json, to_json
from cases.app.views import TimelineView
from cases.domain.round_report import ReportedTo, RoundReport
from cases.domain.status import CaseStatus
from cases.ports.decode import Decoder
from cases.ports.encode import encode_timeline_entry
from rongrian.cases.v1.case_pb2 import RoundReport as ReportMessage
from rongrian.cases.v1.case_service_pb2 import RoundReportEntry
from tests.unit.cases.builders import ACTOR, RECEIVED, a_report, on

TODAY = date(2020, 7, 20)


def filled(message: Message) -> Message:
    """Every field of the message with a value of its own; dates are days of July 2563."""
    fields: Any = message.DESCRIPTOR.fields
    for number, field in enumerate(fields, start=1):
        if field.message_type is not None:
            filled(getattr(message, field.name))
        elif field.type == FieldDescriptor.TYPE_STRING:
            is_date = field.name == "on" or field.name.endswith("_on")
            setattr(message, field.name, f"2020-07-{15 + number}" if is_date else f"ข้อความที่ {number} ของ {field.name}")
        else:
            setattr(message, field.name, 1)
    return message


def test_every_field_of_a_report_comes_back_as_it_was_given() -> None:
    given = filled(RoundReportEntry())
    assert isinstance(given, RoundReportEntry)

    report = Decoder([]).round_report(given)
    stored = from_json(to_json(report))
    shown = encode_timeline_entry(
        TimelineView(1, CaseStatus.REPORTED_7, TODAY, on(TODAY).at, ACTOR, stored)
    ).round_report

    assert stored == report
    assert shown == ReportMessage.FromString(given.SerializeToString())


def test_a_report_stored_by_an_older_or_a_newer_release_is_read_as_far_as_it_goes() -> None:
    stored = to_json(a_report())
    assert stored is not None
    del stored["round_report"]["other_action"]
    stored["round_report"]["of_a_newer_release"] = "?"

    assert from_json(stored) == a_report()


@pytest.mark.rule("CASE-13")
@pytest.mark.parametrize(
    ("told", "faulty"),
    [
        (ReportedTo(), False),
        (ReportedTo(date(2020, 7, 15), "ทส 1"), False),
        (ReportedTo(date(2020, 7, 14), ""), True),
        (ReportedTo(date(2020, 7, 21), ""), True),
        (ReportedTo(None, "ทส 1"), True),
    ],
)
def test_a_superior_is_told_on_a_day_between_reception_and_today(told: ReportedTo, faulty: bool) -> None:
    base = a_report()
    report = RoundReport(
        round=base.round,
        started_on=base.started_on,
        committee=base.committee,
        details=base.details,
        reported_to_minister=told,
    )

    found = {fault.field for fault in report.faults(received_on=RECEIVED, today=TODAY)}

    assert found == ({"report.reported_to_minister.on"} if faulty else set())
