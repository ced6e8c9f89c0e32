"""Values read from messages and written to them, field by field by the same names."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.domain.errors import Fault
from kit.grpc.values import Reader, timestamp, write
from rongrian.cases.v1 import record_pb2, report_pb2, view_pb2
from rongrian.cases.v1.report_pb2 import ImportantStep
from tests.unit.sentences import assert_in_both_languages


class Committee(IntEnum):
    NOT_APPOINTED = 1
    APPOINTED = 2


@dataclass(frozen=True)
class Step:
    what: str
    on: date | None = None


@dataclass(frozen=True)
class Work:
    """As `report_pb2.Proceedings`, of which it has some fields, and one that the message has not."""

    started_on: date
    steps: tuple[Step, ...]
    committee: Committee | None = None
    signatory: str = ""
    of_the_domain_alone: int = 5


@dataclass(frozen=True)
class Told:
    on: date | None = None
    number: str = ""


@dataclass(frozen=True)
class Report:
    """As `report_pb2.WorkReport`: a value in it may not be missing, and a committee only by its default."""

    details: str
    criminal_action: bool
    reported_to_head: Told
    committee: Committee = Committee.NOT_APPOINTED


@dataclass(frozen=True)
class Claim:
    """As `record_pb2.AllegationEntry`."""

    subject: str
    accused: tuple[int, ...]
    damage: Decimal | None = None


@dataclass(frozen=True)
class Person:
    name: str
    number: int = 0


@dataclass(frozen=True)
class Found:
    """As `view_pb2.FoundPerson`: a value that may be missing."""

    allegations: tuple[int, ...]
    other: Person | None = None
    case_id: UUID | None = None


def read(kind: type[Any], message: Any, at: str = "report") -> tuple[Any, list[tuple[str, str]]]:
    faults: list[Fault] = []
    value = Reader(faults, "CASE-16").read(kind, message, at)
    for fault in faults:
        assert_in_both_languages(fault.thai, fault.english)
    return value, [(fault.field, fault.rule) for fault in faults]


def test_a_value_has_what_the_message_has_under_the_same_names() -> None:
    message = report_pb2.Proceedings(
        started_on="2020-07-15",
        committee=2,  # type: ignore[arg-type]
        signatory="  อธิบดี ",
        steps=[ImportantStep(what="สอบปากคำ", on="2020-07-16"), ImportantStep(what="ออกคำสั่ง")],
        appeal="ไม่มี",
    )

    assert read(Work, message) == (
        Work(
            date(2020, 7, 15),
            (Step("สอบปากคำ", date(2020, 7, 16)), Step("ออกคำสั่ง")),
            Committee.APPOINTED,
            "อธิบดี",
        ),
        [],
    )


def test_what_is_empty_in_a_message_is_none_or_the_default() -> None:
    assert read(Report, report_pb2.WorkReport()) == (Report("", False, Told()), [])
    assert read(Claim, record_pb2.AllegationEntry()) == (Claim("", ()), [])
    assert read(Found, view_pb2.FoundPerson(allegations=[2, 1])) == (Found((2, 1)), [])


def test_without_what_it_cannot_do_without_there_is_no_value() -> None:
    assert read(Work, report_pb2.Proceedings(steps=[ImportantStep(what="สอบปากคำ")])) == (None, [])


@pytest.mark.parametrize(
    ("text", "day", "is_fault"),
    [
        ("2020-02-29", date(2020, 2, 29), False),
        ("2023-02-29", None, True),
        ("2020-02-30", None, True),
        ("2100-02-29", None, True),
        ("2399-12-31", date(2399, 12, 31), False),
        ("2400-01-01", None, True),
        ("2563-07-15", None, True),  # พ.ศ. where ค.ศ. is meant
        ("2020-13-01", None, True),
        ("", None, False),
    ],
)
def test_a_date_is_a_day_of_the_gregorian_calendar(text: str, day: date | None, is_fault: bool) -> None:
    faults: list[Fault] = []

    assert Reader(faults, "CASE-2").day("record.reception.received_on", text) == day
    assert [(each.field, each.rule) for each in faults] == [("record.reception.received_on", "CASE-2")] * is_fault


def test_a_buddhist_year_is_told_apart_from_a_day_that_there_is_not() -> None:
    faults: list[Fault] = []
    reader = Reader(faults, "CASE-2")
    reader.day("a", "2563-07-15")
    reader.day("b", "2020-02-30")

    assert "543" in faults[0].english
    assert "543" in faults[0].thai
    assert "calendar" in faults[1].english
    assert "ปฏิทิน" in faults[1].thai


def test_a_date_that_the_contract_has_refused_is_not_refused_again() -> None:
    contracts = Fault("report.started_on", "CASE-16", "ต้องระบุ", "It is required.")
    faults = [contracts]

    assert Reader(faults, "CASE-2").day("report.started_on", "tomorrow") is None
    assert Reader(faults, "CASE-2").day("report.other", "2020-07-15") == date(2020, 7, 15)
    assert faults == [contracts]


def test_every_fault_names_the_path_of_its_field() -> None:
    message = report_pb2.Proceedings(
        started_on="2020-02-30",
        steps=[ImportantStep(what="ก"), ImportantStep(what="ข", on="2563-07-15"), ImportantStep(what="ค", on="x")],
    )
    paths = ["started_on", "steps[1].on", "steps[2].on"]
    nested = report_pb2.WorkReport(reported_to_head=report_pb2.ReportedTo(on="2020-02-30"))

    assert read(Step, ImportantStep(on="2020-02-30"), "") == (Step(""), [("on", "CASE-16")])
    assert read(Report, nested)[1] == [("report.reported_to_head.on", "CASE-16")]
    # A day that it cannot do without leaves no value; the others are named all the same.
    assert read(Work, message) == (None, [(f"report.{path}", "CASE-16") for path in paths])
    message.started_on = "2020-02-29"
    assert read(Work, message)[1] == [(f"report.{path}", "CASE-16") for path in paths[1:]]


def test_a_number_without_a_term_and_an_amount_that_is_none_are_as_if_not_given() -> None:
    claim = record_pb2.AllegationEntry(subject="ก", damage="มาก", accused=[1, 2])

    assert read(Claim, claim) == (Claim("ก", (1, 2)), [])
    assert read(Report, report_pb2.WorkReport(details="ก", committee=7))[0].committee is Committee.NOT_APPOINTED  # type: ignore[arg-type]
    claim.damage = "1000.50"
    assert read(Claim, claim)[0].damage == Decimal("1000.50")


def test_an_optional_value_is_there_only_if_the_message_has_it() -> None:
    assert read(Found, view_pb2.FoundPerson())[0].other is None
    empty = view_pb2.FoundPerson(other=view_pb2.CoOffender(), case_id="")
    assert read(Found, empty) == (Found((), Person("")), [])


def test_a_message_gets_what_the_value_has_and_what_is_given_beside_it() -> None:
    work = Work(date(2020, 7, 15), (Step("ก", date(2020, 7, 16)), Step("ข")), Committee.APPOINTED, "อธิบดี")

    assert write(report_pb2.Proceedings, work, signatory="ปลัด", appeal="ไม่มี") == report_pb2.Proceedings(
        started_on="2020-07-15",
        committee=2,  # type: ignore[arg-type]
        signatory="ปลัด",
        steps=[ImportantStep(what="ก", on="2020-07-16"), ImportantStep(what="ข")],
        appeal="ไม่มี",
    )
    assert write(report_pb2.Proceedings, Work(date(2020, 7, 15), ()), signatory=None).committee == 0


def test_every_kind_of_content_has_its_form_in_a_message() -> None:
    moment = datetime(2020, 7, 15, 3, 4, 5, 678000, UTC)
    sending = write(view_pb2.Sending, None, to=Committee.APPOINTED, sent_at=moment, actor=UUID(int=9), id="ก")

    assert (sending.to, sending.actor, sending.id) == (2, str(UUID(int=9)), "ก")
    assert sending.sent_at.ToDatetime(UTC) == timestamp(moment).ToDatetime(UTC) == moment
    claim = write(record_pb2.AllegationEntry, Claim("ก", (1, 2), Decimal("1000.50")))
    assert (claim.damage, list(claim.accused)) == ("1000.50", [1, 2])
    told = report_pb2.ReportedTo(number="ทส 1")
    assert write(report_pb2.WorkReport, None, reported_to_head=told).reported_to_head == told
    steps = [ImportantStep(what="ก"), Step("ข")]
    assert [step.what for step in write(report_pb2.Proceedings, None, steps=steps).steps] == ["ก", "ข"]


def test_an_empty_value_in_a_message_is_there() -> None:
    assert write(report_pb2.WorkReport, Report("ก", True, Told())).HasField("reported_to_head")
    assert not write(report_pb2.WorkReport, None, reported_to_head=None).HasField("reported_to_head")


@given(
    st.builds(
        Work,
        started_on=st.dates(max_value=date(2399, 12, 31)),
        steps=st.lists(
            st.builds(Step, what=st.just("สอบปากคำ"), on=st.none() | st.dates(max_value=date(2399, 12, 31)))
        ).map(tuple),
        committee=st.none() | st.sampled_from(Committee),
        signatory=st.sampled_from(["", "อธิบดี"]),
    )
)
def test_what_is_written_is_read_back(work: Work) -> None:
    assert read(Work, write(report_pb2.Proceedings, work)) == (work, [])
