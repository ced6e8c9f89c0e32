"""The law that a complaint under correction is held against: each fault at its place, in its own words (CASE-22)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.domain.complaint import Complainant
from cases.domain.complaint_file import ComplaintFile
from cases.domain.correctable import FIELDS, RECEIVED_ON, Part
from cases.domain.correcting import Correcting, Spot
from cases.domain.correction_rules import faults_at
from cases.domain.record_rules import NOBODY_COMPLAINS
from cases.domain.terms import Source
from tests.unit.cases.builders import (
    RECEIVED,
    RECEIVED_BEFORE,
    a_conclusion,
    a_file,
    a_report,
    an_accused,
    an_allegation,
    on,
)
from tests.unit.cases.under_correction import DAY_7, closed_by_an_outcome, under_correction
from tests.unit.sentences import assert_in_both_languages

DIN, NAM = "5555555555555", "7461555555555"
RECEPTION = Spot(Part.RECEPTION)


def wrong(complaint: Correcting) -> list[tuple[Spot, str, str]]:
    """Spot, path and rule of each fault, once it is seen that each speaks both languages."""
    faults = faults_at(complaint)
    for each in faults:
        assert_in_both_languages(each.fault.thai, each.fault.english)
    return [(each.spot, each.fault.field, each.fault.rule) for each in faults]


def receive_on(complaint: Correcting, day: date) -> None:
    reception = replace(complaint.file.reception, received_on=day)
    complaint.put(RECEPTION, FIELDS[RECEIVED_ON], reception)


@pytest.mark.rule("CASE-22")
def test_every_entry_of_a_case_is_held_to_the_law_of_its_step_at_its_own_place() -> None:
    complaint = closed_by_an_outcome(accused=2)
    case_id = complaint.file.cases[1].id
    assert wrong(complaint) == []

    receive_on(complaint, RECEIVED + timedelta(days=1))

    assert wrong(complaint) == [
        (Spot(Part.REPORT, case_id, 2), "started_on", "CASE-13"),
        (Spot(Part.CONCLUSION, case_id, 3), "finished_on", "CASE-14"),
        (Spot(Part.PROCEEDINGS, case_id, 4), "started_on", "CASE-16"),
        (Spot(Part.OUTCOME, case_id, 5), "known_on", "CASE-17"),
    ]


@pytest.mark.rule("CASE-22", "CASE-18")
def test_progress_before_the_resolution_is_held_to_the_law_of_a_report() -> None:
    file = a_file(received_on=RECEIVED_BEFORE)
    file.recorded_on = DAY_7
    file.cases[0].report_progress(a_report(RECEIVED_BEFORE), now=on(DAY_7))
    file.cases[0].conclude_inquiry(a_conclusion(finished_on=RECEIVED_BEFORE), now=on(DAY_7))
    complaint = under_correction(file)
    assert wrong(complaint) == []

    receive_on(complaint, RECEIVED_BEFORE + timedelta(days=1))

    assert wrong(complaint)[0] == (Spot(Part.REPORT, file.cases[0].id, 2), "started_on", "CASE-13")


@pytest.mark.rule("CASE-22")
def test_a_reception_after_the_recording_is_said_once_and_hides_no_other_fault() -> None:
    file = a_file(accused=2)
    file.accused[1] = replace(file.accused[1], national_id="")
    complaint = under_correction(file)

    receive_on(complaint, RECEIVED + timedelta(days=1))

    nobodys = (Spot(Part.ACCUSED, file.cases[1].id), "national_id", "CASE-6")
    assert wrong(complaint) == [(RECEPTION, "received_on", "CASE-22"), nobodys]


@pytest.mark.rule("CASE-22", "CASE-2")
def test_a_reception_before_22_may_2557_stays_a_fault_also_on_the_day_of_its_recording() -> None:
    file = a_file(received_on=date(2014, 5, 21))
    # What the law of 2557 asks, not when the act was, is looked at here.
    file.allegations = [replace(each, acted_on=None) for each in file.allegations]

    assert wrong(under_correction(file)) == [(RECEPTION, "received_on", "CASE-2")]


@pytest.mark.rule("CASE-22", "CASE-6")
@pytest.mark.parametrize(
    ("source", "has_complainant", "path"),
    [
        (Source.DIRECT, True, None),
        (Source.ANONYMOUS_LETTER, False, None),
        (Source.SELF_DETECTED, False, None),
        (Source.ANONYMOUS_LETTER, True, "source"),
        (Source.SELF_DETECTED, True, "source"),
    ],
)
def test_with_a_complainant_on_record_the_source_cannot_become_one_without(
    source: Source, has_complainant: bool, path: str | None
) -> None:
    file = a_file()
    # He lies sealed: of him it is only known whether he is there.
    file.complainant, file.has_complainant = None, has_complainant
    file.reception = replace(file.reception, source=source)

    assert wrong(under_correction(file)) == ([(RECEPTION, path, "CASE-22")] if path else [])


@pytest.mark.rule("CASE-22", "CASE-6")
def test_a_fault_of_the_record_stands_at_its_reception_its_accused_or_its_allegation() -> None:
    file = a_file(accused=2)
    file.reception = replace(file.reception, source=Source.OTHER_AGENCY)
    file.accused[0] = replace(file.accused[0], national_id="")
    tomorrow = replace(an_allegation(1), number=7, acted_on=RECEIVED + timedelta(days=1))
    file.allegations = [replace(an_allegation(1), number=3), tomorrow]
    first, second = (Spot(Part.ACCUSED, case.id) for case in file.cases)

    assert wrong(under_correction(file)) == [
        (RECEPTION, "source_detail", "CASE-6"),
        (first, "national_id", "CASE-6"),
        # Of the whole of him: he is ticked for no allegation.
        (second, "", "CASE-6"),
        (Spot(Part.ALLEGATION, None, 7), "acted_on", "CASE-6"),
    ]


@pytest.mark.rule("CASE-22", "CASE-6")
def test_a_number_that_lies_at_another_accused_is_a_fault_of_the_one_for_whom_it_was_put_in() -> None:
    def of(first: str, second: str) -> list[tuple[Spot, str, str]]:
        return wrong(under_correction(_with_numbers(first, second)))

    one, other = (Spot(Part.ACCUSED, case.id) for case in a_file(accused=2).cases)
    assert of("", DIN) == [(other, "national_id", "CASE-6")]
    assert of(NAM, "") == [(one, "national_id", "CASE-6")]
    assert of("", "") == of(DIN, "") == of("", NAM) == of("1100000000016", "") == []
    [fault] = faults_at(under_correction(_with_numbers("", DIN)))
    assert ("ผู้ถูกกล่าวหาคนที่ 1" in fault.fault.thai, "accused 1 " in fault.fault.english) == (True, True)


def _with_numbers(*put_in: str) -> ComplaintFile:
    """Two accused whose numbers, ดิน's and น้ำ's, lie sealed; of whom nothing was put in, his stays."""
    file = a_file(accused=2)
    file.place_of_number = {DIN: 0, NAM: 1}.get
    file.accused = [replace(an_accused(national_id=number), keeps_national_id=not number) for number in put_in]
    return file


@pytest.mark.rule("CASE-22", "CASE-6")
def test_what_is_wrong_with_a_complainant_is_said_at_his_own_place_by_his_own_fields() -> None:
    complaint = under_correction(a_file())

    complaint.file.complainant = Complainant(withheld=True, first_name="สมหญิง")
    assert wrong(complaint) == [(Spot(Part.COMPLAINANT), "withheld", "CASE-6")]

    complaint.file.complainant = Complainant(first_name="สมหญิง")
    complaint.file.reception = replace(complaint.file.reception, source=next(iter(NOBODY_COMPLAINS)))
    assert (Spot(Part.COMPLAINANT), "", "CASE-6") in wrong(complaint)
