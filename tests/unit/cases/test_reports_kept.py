"""Every kind of report from the call to the store and back: nothing that was given is lost on the way."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from cases.adapters.case_message import MASKED, encode_accused, encode_allegation, encode_entry
from cases.adapters.details import from_json, to_json
from cases.app.views import TimelineView
from cases.domain.complaint import Accused, Allegation, Complainant, CoOffender, Reception
from cases.domain.conclusion import Conclusion, FoundOfficial, FoundOther
from cases.domain.outcome_report import OutcomeReport
from cases.domain.proceedings import Proceedings
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Committee
from cases.domain.timeline import (
    FoundPerson,
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
)
from cases.domain.work_report import ReportedTo, WorkReport
from cases.ports import decode
from kit.domain.errors import Fault
from kit.grpc.values import Reader
from rongrian.cases.v1 import case_pb2, case_service_pb2, record_pb2, report_pb2, view_pb2
from tests.unit.cases.builders import ACTOR, a_conclusion, a_report, an_accused, on

TODAY = date(2020, 7, 31)


def filled(message: Any) -> Any:
    """Every field of the message with a value of its own; dates are days of July 2563, lists have two items."""
    for number, field in enumerate(message.DESCRIPTOR.fields, start=1):
        content = getattr(message, field.name)
        if field.is_repeated and field.message_type is not None:
            for _ in range(2):
                filled(content.add())
        elif field.is_repeated:
            content.extend([1, 2])
        elif field.message_type is not None:
            filled(content)
        else:
            setattr(message, field.name, _content(field, number))
    return message


def _content(field: FieldDescriptor, number: int) -> Any:
    if field.type != FieldDescriptor.TYPE_STRING:
        return 1
    if field.name == "on" or field.name.endswith("_on"):
        return f"2020-07-{15 + number}"
    known = {"damage": f"{number}000.50", "national_id": "5555555555555"}
    return known.get(field.name, f"ข้อความที่ {number} ของ {field.name}")


def kept(details: TimelineDetails) -> view_pb2.TimelineEntry:
    """The entry of these details as it is shown after it lay in the store."""
    stored = json.loads(json.dumps(to_json(details)))
    read = from_json(stored)
    assert read == details
    return encode_entry(
        TimelineView(TimelineEntry(2, CaseStatus.NEW, TODAY, read, ClosedAs.OTHER), on(TODAY).at, ACTOR, 3, True)
    )


def same(shown: Message, given: Message) -> bool:
    return shown.SerializeToString(deterministic=True) == given.SerializeToString(deterministic=True)


@pytest.mark.rule("CASE-13", "CASE-19")
def test_every_field_of_a_round_report_comes_back_as_it_was_given() -> None:
    faults: list[Fault] = []
    given = filled(report_pb2.WorkReport())
    report = decode.decode_work_report(given, faults)

    assert report is not None
    shown = kept(RoundReport(Round.THIRTY_SEVEN, report)).round_report
    assert (shown.round, faults) == (2, [])
    assert same(shown.report, given)


@pytest.mark.rule("CASE-18", "CASE-19")
def test_every_field_of_progress_comes_back_as_it_was_given() -> None:
    given = filled(report_pb2.WorkReport())
    report = decode.decode_work_report(given, [])

    assert report is not None
    assert same(kept(report).progress, given)


@pytest.mark.rule("CASE-14", "CASE-19")
def test_every_field_of_a_conclusion_comes_back_as_it_was_given() -> None:
    faults: list[Fault] = []
    given = filled(report_pb2.Conclusion())
    conclusion = decode.decode_conclusion(given, faults)

    assert conclusion is not None
    assert same(kept(InquiryConclusion(conclusion)).conclusion.conclusion, given)
    assert faults == []


@pytest.mark.rule("CASE-14", "CASE-15")
def test_whom_an_inquiry_found_comes_back_without_the_numbers() -> None:
    faults: list[Fault] = []
    given = filled(case_service_pb2.ConcludeInquiryRequest())
    discovered = decode.decode_discovered(given, faults)
    found = [
        *(FoundPerson(each.allegations, _sealed(each.official), None, UUID(int=7)) for each in discovered.officials),
        *(
            FoundPerson(each.allegations, None, replace(each.person, identifier="", keeps_identifier=True))
            for each in discovered.others
        ),
    ]
    assert discovered.identified is not None

    shown = kept(InquiryConclusion(a_conclusion(), tuple(found), _sealed(discovered.identified))).conclusion

    for person, message in zip(shown.found, [*given.found_officials, *given.found_others], strict=True):
        assert list(person.allegations) == list(message.allegations) == [1, 2]
    for person, message in zip(shown.found[:2], given.found_officials, strict=True):
        assert_same_names(person.official, message.official, without={"national_id"})
        assert (person.official.has_national_id, person.official.masked_national_id) == (True, MASKED)
        assert person.case_id == str(UUID(int=7))
    for person, message in zip(shown.found[2:], given.found_others, strict=True):
        assert_same_names(person.other, message.person, without={"number", "identifier"})
        assert (person.other.has_identifier, person.case_id) == (True, "")
    assert_same_names(shown.earlier_accused, given.identified, without={"national_id"})
    assert faults == []


def _sealed(official: Accused) -> Accused:
    return replace(official, national_id="", keeps_national_id=True)


def assert_same_names(shown: Any, given: Any, *, without: set[str]) -> None:
    names = set(shown.DESCRIPTOR.fields_by_name) & set(given.DESCRIPTOR.fields_by_name)
    assert len(names - without) > 4
    for name in names - without:
        assert getattr(shown, name) == getattr(given, name), name


@pytest.mark.rule("CASE-16", "CASE-19")
def test_every_field_of_proceedings_comes_back_as_it_was_given() -> None:
    faults: list[Fault] = []
    given = filled(report_pb2.Proceedings())
    proceedings = decode.decode_proceedings(given, faults)

    assert proceedings is not None
    shown = kept(ProceedingsReport(3, proceedings)).proceedings
    assert (shown.number, faults) == (3, [])
    assert same(shown.proceedings, given)


@pytest.mark.rule("CASE-17", "CASE-19")
def test_every_field_of_an_outcome_comes_back_as_it_was_given() -> None:
    faults: list[Fault] = []
    given = filled(report_pb2.OutcomeReport())
    outcome = Reader(faults, "CASE-17").read(OutcomeReport, given, "outcome")

    assert outcome is not None
    assert same(kept(outcome).outcome, given)
    assert faults == []


@pytest.mark.rule("CASE-11", "CASE-19")
def test_an_explanation_comes_back_and_so_does_what_stands_around_every_entry() -> None:
    shown = kept(LatenessExplanation(Round.THIRTY_SEVEN, "ลืม"))

    assert same(shown.lateness, report_pb2.LatenessExplanation(round=case_pb2.ROUND_37, explanation="ลืม"))
    assert (shown.number, shown.status, shown.done_on, shown.closed_as) == (2, 1, "2020-07-31", 7)
    assert (shown.actor, shown.edition, shown.is_editable) == (str(ACTOR), 3, True)
    assert shown.reported_at.ToDatetime(on(TODAY).at.tzinfo) == on(TODAY).at


def test_the_line_of_recording_has_no_details() -> None:
    assert to_json(None) is None
    assert from_json(None) is None
    shown = encode_entry(TimelineView(TimelineEntry(1, CaseStatus.NEW, None, None), on(TODAY).at, ACTOR))
    assert (shown.WhichOneof("details"), shown.done_on, shown.closed_as) == (None, "", 0)


def test_a_report_of_the_first_release_is_read_whole() -> None:
    """It kept the round among the fields of its report, and dates as text."""
    stored = {
        "round_report": {
            "round": 1,
            "started_on": "2020-07-16",
            "committee": 2,
            "details": "สอบถามแล้ว",
            "criminal_action": True,
            "criminal_details": "แจ้งความแล้ว",
            "reported_to_head": {"on": "2020-07-17", "number": "ทส 1"},
        }
    }

    assert from_json(stored) == RoundReport(
        Round.SEVEN,
        WorkReport(
            date(2020, 7, 16),
            Committee.APPOINTED,
            "สอบถามแล้ว",
            criminal_action=True,
            criminal_details="แจ้งความแล้ว",
            reported_to_head=ReportedTo(date(2020, 7, 17), "ทส 1"),
        ),
    )


def test_a_report_stored_by_an_older_or_a_newer_release_is_read_as_far_as_it_goes() -> None:
    details = RoundReport(Round.SEVEN, a_report())
    stored = to_json(details)
    assert stored is not None
    del stored["round_report"]["report"]["other_action"]
    stored["round_report"]["report"]["of_a_newer_release"] = "?"
    stored["round_report"]["of_a_newer_release_too"] = {"?": 1}

    assert from_json(stored) == details


# Fields that a message has and its value not, and the other way round, each with its reason.
READ_BY_NAME = [
    (Reception, record_pb2.Reception, set()),
    (Complainant, record_pb2.Complainant, set()),
    (Accused, record_pb2.AccusedEntry, {"to_be_checked"}),  # worked out from the number
    (CoOffender, record_pb2.CoOffenderEntry, {"to_be_checked"}),
    (Allegation, record_pb2.AllegationEntry, set()),
    (WorkReport, report_pb2.WorkReport, set()),
    (ReportedTo, report_pb2.ReportedTo, set()),
    (Conclusion, report_pb2.Conclusion, set()),
    (Proceedings, report_pb2.Proceedings, set()),
    (OutcomeReport, report_pb2.OutcomeReport, set()),
    (FoundOfficial, report_pb2.FoundOfficial, set()),
    (FoundOther, report_pb2.FoundOther, set()),
    (LatenessExplanation, report_pb2.LatenessExplanation, set()),
    (RoundReport, report_pb2.RoundReport, set()),
    (ProceedingsReport, view_pb2.ProceedingsReport, set()),
    (InquiryConclusion, view_pb2.InquiryConclusion, set()),
    (FoundPerson, view_pb2.FoundPerson, set()),
    # Who reported and when lies beside the entry.
    (TimelineEntry, view_pb2.TimelineEntry, {"reported_at", "actor", "edition", "is_editable", "dated_before_earlier"}),
]
KINDS_OF_DETAILS = {"lateness", "round_report", "progress", "conclusion", "proceedings", "outcome"}


@pytest.mark.parametrize(("value", "message", "apart"), READ_BY_NAME, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_read_and_written_by_name_has_the_same_names_on_both_sides(
    value: type, message: type[Message], apart: set[str]
) -> None:
    named = {field.name for field in message.DESCRIPTOR.fields}
    if value is TimelineEntry:
        named = named - KINDS_OF_DETAILS | {"details"}

    assert {field.name for field in fields(value)} ^ named == apart


@pytest.mark.rule("CASE-14")
def test_of_people_a_reader_sees_that_a_number_is_kept_and_no_number() -> None:
    recorded = replace(an_accused(), national_id="", keeps_national_id=True, to_be_checked=True)
    hidden = encode_accused(recorded)
    none = encode_accused(replace(recorded, keeps_national_id=False, to_be_checked=False))

    assert (hidden.has_national_id, hidden.national_id_to_be_checked, hidden.masked_national_id) == (True, True, MASKED)
    assert (none.has_national_id, none.national_id_to_be_checked, none.masked_national_id) == (False, False, "")


def test_every_field_of_an_allegation_comes_back_as_it_was_given() -> None:
    faults: list[Fault] = []
    given = filled(record_pb2.AllegationEntry())
    allegation = Reader(faults, "CASE-6").read(Allegation, given, "allegation")

    assert allegation is not None
    assert_same_names(encode_allegation(allegation), given, without={"co_offenders"})
    assert faults == []
