"""What a record must hold, fault by fault."""

from dataclasses import replace
from datetime import date

import pytest

from cases.domain.complaint import Complainant, ComplaintRecord, CoOffender
from cases.domain.record_rules import faults_of_keeping, faults_of_record
from cases.domain.terms import DatePrecision, PersonKind, Source
from tests.unit.cases.builders import a_co_offender, a_record, an_accused, an_allegation, said, with_reception

TODAY = date(2020, 7, 15)


def faults(record: ComplaintRecord) -> set[tuple[str, str]]:
    return said(faults_of_record(record, today=TODAY))


def test_a_whole_record_has_no_fault() -> None:
    assert faults(a_record(accused=3)) == set()


@pytest.mark.rule("CASE-1", "CASE-6")
def test_nobody_is_accused_twice_and_the_fault_names_both_places() -> None:
    record = a_record(accused=3)
    twice = replace(record, accused=(*record.accused[:2], replace(record.accused[0], first_name="อีกชื่อ")))
    numberless = [replace(each, national_id="", has_no_national_id=True) for each in record.accused]

    [fault] = faults_of_record(twice, today=TODAY)

    assert said([fault]) == {("record.accused[2].national_id", "CASE-6")}
    assert "ผู้ถูกกล่าวหาคนที่ 1" in fault.thai
    assert "accused 1" in fault.english
    assert faults(replace(record, accused=tuple(numberless))) == set()


@pytest.mark.rule("CASE-2")
@pytest.mark.parametrize(
    ("received_on", "was_pending", "is_fault"),
    [
        (date(2020, 7, 15), False, False),
        (date(2020, 7, 16), False, True),
        (date(2014, 5, 22), False, False),
        (date(2014, 5, 21), False, True),
        (date(2014, 5, 21), True, False),
    ],
)
def test_the_reception_date_is_neither_in_the_future_nor_too_long_past(
    received_on: date, was_pending: bool, is_fault: bool
) -> None:
    record = with_reception(a_record(), received_on=received_on, was_pending=was_pending)

    assert (("record.reception.received_on", "CASE-2") in faults(record)) == is_fault


@pytest.mark.rule("CASE-6")
@pytest.mark.parametrize("source", [Source.OTHER_AGENCY, Source.OTHER])
def test_a_source_that_needs_words_names_their_lack(source: Source) -> None:
    lacks = {("record.reception.source_detail", "CASE-6")}

    assert faults(with_reception(a_record(), source=source)) == lacks
    assert faults(with_reception(a_record(), source=source, source_detail=" ")) == lacks
    assert faults(with_reception(a_record(), source=source, source_detail="ศาลากลาง")) == set()


@pytest.mark.rule("CASE-6")
@pytest.mark.parametrize("source", [Source.ANONYMOUS_LETTER, Source.SELF_DETECTED])
def test_a_source_without_a_complainant_takes_none(source: Source) -> None:
    for told in ("title", "first_name", "last_name", "details"):
        named = replace(a_record(), complainant=Complainant(**{told: "สมชาย"}))  # type: ignore[arg-type]
        assert faults(with_reception(named, source=source)) == {("record.complainant", "CASE-6")}
        assert faults(with_reception(named, source=Source.DIRECT)) == set()
    assert faults(with_reception(replace(a_record(), complainant=Complainant()), source=source)) == set()
    assert faults(with_reception(replace(a_record(), complainant=None), source=source)) == set()


@pytest.mark.rule("CASE-6")
def test_a_withheld_complainant_is_not_described() -> None:
    record = replace(a_record(), complainant=Complainant(withheld=True, last_name="ใจดี"))

    assert faults(record) == {("record.complainant.withheld", "CASE-6")}


@pytest.mark.rule("CASE-6")
@pytest.mark.parametrize(("number", "none"), [("", False), ("5555555555555", True)])
def test_a_national_id_is_given_or_said_to_be_missing(number: str, none: bool) -> None:
    accused = replace(an_accused(), national_id=number, has_no_national_id=none)

    assert faults(replace(a_record(), accused=(accused,))) == {("record.accused[0].national_id", "CASE-6")}


@pytest.mark.rule("CASE-6", "CASE-20")
def test_in_an_edit_the_number_that_lies_sealed_stands_for_one() -> None:
    kept = replace(an_accused(), national_id="", keeps_national_id=True)

    assert faults(replace(a_record(), accused=(kept,))) == set()
    for both in (replace(kept, national_id="5555555555555"), replace(kept, has_no_national_id=True)):
        assert faults(replace(a_record(), accused=(both,))) == {("record.accused[0].national_id", "CASE-6")}


@pytest.mark.rule("CASE-6")
def test_a_group_without_surname_needs_a_reason_in_the_details() -> None:
    group = replace(an_accused(), last_name=" ไม่มี ", details=" ")

    assert faults(replace(a_record(), accused=(group,))) == {("record.accused[0].details", "CASE-6")}
    assert faults(replace(a_record(), accused=(replace(group, details="ไม่ทราบชื่อ"),))) == set()


@pytest.mark.rule("CASE-6")
def test_every_allegation_has_an_accused_and_every_accused_an_allegation() -> None:
    record = replace(a_record(accused=2), allegations=(an_allegation(1), an_allegation()))

    assert faults(record) == {("record.allegations[1].accused", "CASE-6"), ("record.accused[1]", "CASE-6")}


@pytest.mark.parametrize("ticks", [(1, 1), (0,), (3,)])
def test_a_tick_names_an_accused_of_the_list_once(ticks: tuple[int, ...]) -> None:
    record = replace(a_record(), allegations=(an_allegation(1), an_allegation(*ticks)))

    assert faults(record) == {("record.allegations[1].accused", "CASE-6")}


@pytest.mark.parametrize(
    ("acted_on", "precision", "is_fault"),
    [
        (date(2020, 7, 8), DatePrecision.DAY, False),
        (date(2020, 7, 8), DatePrecision.MONTH, True),
        (date(2020, 7, 1), DatePrecision.MONTH, False),
        (date(2020, 7, 1), DatePrecision.YEAR, True),
        (date(2020, 1, 1), DatePrecision.YEAR, False),
        (date(2020, 1, 8), DatePrecision.YEAR, True),
        (date(2020, 7, 15), DatePrecision.DAY, False),
        (date(2020, 7, 16), DatePrecision.DAY, True),
    ],
)
def test_the_date_of_the_act_stands_on_the_first_day_of_what_is_known(
    acted_on: date, precision: DatePrecision, is_fault: bool
) -> None:
    allegation = replace(an_allegation(1), acted_on=acted_on, precision=precision)

    fault = {("record.allegations[0].acted_on", "CASE-6")} if is_fault else set()
    assert faults(replace(a_record(), allegations=(allegation,))) == fault


@pytest.mark.rule("CASE-6")
def test_in_a_new_record_there_is_no_number_yet_to_keep() -> None:
    kept = replace(an_accused(), national_id="", keeps_national_id=True)
    person = replace(a_co_offender(), keeps_identifier=True)
    record = replace(
        a_record(),
        accused=(an_accused(), kept),
        allegations=(an_allegation(1), replace(an_allegation(2), co_offenders=(a_co_offender(), person))),
    )

    assert said(faults_of_keeping(record)) == {
        ("record.accused[1]", "CASE-6"),
        ("record.allegations[1].co_offenders[1]", "CASE-6"),
    }
    assert faults_of_keeping(a_record()) == []


def test_every_fault_of_a_record_is_named_at_once_each_at_its_place() -> None:
    lacking = replace(an_accused(), national_id="")
    record = replace(
        with_reception(a_record(), received_on=date(2020, 7, 16), source=Source.OTHER),
        complainant=Complainant(withheld=True, title="นาย"),
        accused=(an_accused(), lacking, lacking),
        allegations=(an_allegation(1, 2), replace(an_allegation(4), acted_on=date(2021, 1, 1))),
    )

    assert faults(record) == {
        ("record.reception.received_on", "CASE-2"),
        ("record.reception.source_detail", "CASE-6"),
        ("record.complainant.withheld", "CASE-6"),
        ("record.accused[1].national_id", "CASE-6"),
        ("record.accused[2].national_id", "CASE-6"),
        ("record.accused[2]", "CASE-6"),
        ("record.allegations[1].accused", "CASE-6"),
        ("record.allegations[1].acted_on", "CASE-6"),
    }


def test_what_the_contract_has_refused_already_is_not_refused_again() -> None:
    nothing_dated = replace(
        with_reception(a_record(), received_on=None, source=None),
        allegations=(replace(an_allegation(1), acted_on=None),),
    )

    assert faults(nothing_dated) == set()
    assert faults(replace(a_record(), allegations=())) == set()


@pytest.mark.rule("CASE-6")
@pytest.mark.parametrize(
    ("kind", "identifier", "is_national"),
    [
        (PersonKind.NATURAL, "7461555555555", True),
        (PersonKind.NATURAL, "746155555555", False),
        (PersonKind.NATURAL, "หนังสือเดินทาง"[:13], False),
        (PersonKind.NATURAL, "", False),
        (PersonKind.JURISTIC, "7461555555555", False),
    ],
)
def test_thirteen_digits_of_a_natural_person_are_a_national_id(
    kind: PersonKind, identifier: str, is_national: bool
) -> None:
    assert CoOffender(kind=kind, name="สอน", identifier=identifier).has_national_id is is_national
