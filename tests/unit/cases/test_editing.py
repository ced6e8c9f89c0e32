"""Editing: entries of the timeline, and what an edit of a complaint must leave alone."""

from dataclasses import replace
from datetime import date

import pytest

from cases.domain import errors
from cases.domain.case import Case
from cases.domain.complaint import Allegation, ComplaintRecord, CoOffender
from cases.domain.complaint_file import ComplaintFile
from cases.domain.edit_rules import faults_of_edit
from cases.domain.entry_edit import Written, edit_entry, is_in_closed_month
from cases.domain.happenings import CaseClosed, CaseEdited
from cases.domain.outcome_report import Closing
from cases.domain.proceedings import Proceedings
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Committee, Ground, Outcome, Source
from cases.domain.timeline import (
    FoundPerson,
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RecordedEntry,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
)
from kit.domain.errors import InvalidInput
from tests.unit.cases.builders import (
    RECEIVED,
    a_case,
    a_co_offender,
    a_conclusion,
    a_file,
    a_record,
    a_report,
    an_accused,
    an_allegation,
    an_outcome,
    concluded,
    in_proceedings,
    on,
    said,
    some_proceedings,
    with_reception,
)

DAY, LATER = date(2020, 7, 22), date(2020, 8, 3)
WORK_BEGAN = date(2020, 7, 17)
FOUND = (FoundPerson((1,), other=a_co_offender("ก", number=1)),)
EARLIER = an_accused("กลุ่มบุคคล")


def recorded(details: TimelineDetails | None, status: CaseStatus = CaseStatus.NEW) -> RecordedEntry:
    return RecordedEntry(TimelineEntry(2, status, RECEIVED, details), 1, DAY)


def edited(case: Case, entry: RecordedEntry, written: Written, *closed_months: date) -> TimelineEntry:
    return edit_entry(case, entry, written, closed_months=closed_months, now=on(LATER))


@pytest.mark.rule("CASE-20")
@pytest.mark.parametrize(
    ("details", "written", "becomes", "done_on"),
    [
        (LatenessExplanation(Round.SEVEN, "ลืม"), "ป่วย", LatenessExplanation(Round.SEVEN, "ป่วย"), RECEIVED),
        (
            RoundReport(Round.THIRTY_SEVEN, a_report()),
            a_report(WORK_BEGAN),
            RoundReport(Round.THIRTY_SEVEN, a_report(WORK_BEGAN)),
            WORK_BEGAN,
        ),
        (a_report(), a_report(WORK_BEGAN), a_report(WORK_BEGAN), WORK_BEGAN),
        (
            InquiryConclusion(a_conclusion(), FOUND, EARLIER),
            a_conclusion(Ground.NONE, criminal=True, finished_on=WORK_BEGAN),
            InquiryConclusion(a_conclusion(Ground.NONE, criminal=True, finished_on=WORK_BEGAN), FOUND, EARLIER),
            WORK_BEGAN,
        ),
        (
            ProceedingsReport(3, some_proceedings()),
            some_proceedings(WORK_BEGAN),
            ProceedingsReport(3, some_proceedings(WORK_BEGAN)),
            WORK_BEGAN,
        ),
    ],
)
def test_an_edit_writes_anew_what_was_written_and_leaves_the_rest(
    details: TimelineDetails, written: Written, becomes: TimelineDetails, done_on: date
) -> None:
    case = in_proceedings(a_case(), DAY)

    entry = edited(case, recorded(details, CaseStatus.LATE_7), written)

    assert entry == TimelineEntry(2, CaseStatus.LATE_7, done_on, becomes)
    assert (case.status, case.happenings, case.timeline) == (CaseStatus.IN_PROCEEDINGS, [CaseEdited()], [])


@pytest.mark.rule("CASE-20")
@pytest.mark.parametrize(
    ("details", "written"),
    [
        (LatenessExplanation(Round.SEVEN, "ลืม"), a_report()),
        (RoundReport(Round.SEVEN, a_report()), "ลืม"),
        (a_report(), a_conclusion()),
        (InquiryConclusion(a_conclusion()), a_report()),
        (ProceedingsReport(1, some_proceedings()), a_conclusion()),
        (an_outcome(), some_proceedings()),
    ],
)
def test_an_entry_stays_of_its_kind(details: TimelineDetails, written: Written) -> None:
    case = a_case()

    with pytest.raises(InvalidInput) as refused:
        edited(case, recorded(details), written)
    assert said(refused.value.faults) == {("entry", "CASE-20")}
    assert case.happenings == []


@pytest.mark.rule("CASE-20")
def test_the_line_of_recording_is_not_edited_in_the_timeline() -> None:
    with pytest.raises(errors.NotEditable) as refused:
        edited(a_case(), recorded(None), a_report())
    assert (refused.value.rule, refused.value.possible) == ("CASE-20", ("explain_lateness_7", "send"))


@pytest.mark.rule("CASE-20")
def test_what_was_recorded_in_a_month_whose_round_is_closed_is_not_edited() -> None:
    july, august = date(2020, 7, 1), date(2020, 8, 1)
    case, entry = a_case(), recorded(RoundReport(Round.SEVEN, a_report()))

    with pytest.raises(errors.MonthIsClosed) as refused:
        edited(case, entry, a_report(WORK_BEGAN), july)
    assert (refused.value.rule, refused.value.possible) == ("CASE-20", ("explain_lateness_7", "send"))
    assert case.happenings == []
    assert edited(case, entry, a_report(WORK_BEGAN), august).done_on == WORK_BEGAN
    assert is_in_closed_month(date(2020, 7, 31), {july})
    assert not is_in_closed_month(date(2020, 8, 1), {july})
    assert not is_in_closed_month(date(2021, 7, 1), {july})


@pytest.mark.rule("CASE-20", "CASE-17")
def test_nothing_is_edited_in_a_closed_case() -> None:
    case = in_proceedings(a_case(), DAY)
    case.report_outcome(an_outcome(), now=on(DAY))

    with pytest.raises(errors.CaseIsClosed):
        edited(case, recorded(RoundReport(Round.SEVEN, a_report())), a_report(WORK_BEGAN))


@pytest.mark.rule("CASE-15", "CASE-20")
def test_a_ground_that_is_edited_away_ends_the_case() -> None:
    case, none = concluded(a_case(), DAY), a_conclusion(Ground.NONE, finished_on=WORK_BEGAN)

    entry = edited(case, recorded(InquiryConclusion(a_conclusion()), CaseStatus.INQUIRY_CONCLUDED), none)

    assert entry == TimelineEntry(2, CaseStatus.CLOSED, WORK_BEGAN, InquiryConclusion(none), ClosedAs.ENDED)
    assert (case.status, case.closing) == (CaseStatus.CLOSED, Closing(LATER, Outcome.ENDED))
    assert case.happenings == [CaseEdited(), CaseClosed()]
    assert case.timeline == []


@pytest.mark.rule("CASE-20")
def test_a_ground_on_which_there_were_proceedings_stays() -> None:
    case = in_proceedings(a_case(), DAY)

    with pytest.raises(errors.GroundInUse) as refused:
        edited(case, recorded(InquiryConclusion(a_conclusion())), a_conclusion(Ground.NONE))

    assert refused.value.rule == "CASE-20"
    assert refused.value.possible == ("send", "report_proceedings", "report_outcome")
    assert (case.happenings, case.closing) == ([], None)


# What an edit of the complaint leaves alone.


def faults(file: ComplaintFile, record: ComplaintRecord) -> set[tuple[str, str]]:
    found = said(faults_of_edit(file, record))
    assert {rule for _, rule in found} <= {"CASE-20"}
    return found


def unchanged(file: ComplaintFile) -> ComplaintRecord:
    return replace(
        a_record(accused=len(file.accused)), accused=tuple(file.accused), allegations=tuple(file.allegations)
    )


def with_allegations(file: ComplaintFile, *allegations: Allegation) -> ComplaintRecord:
    return replace(unchanged(file), allegations=allegations)


def closed(file: ComplaintFile, *places: int) -> ComplaintFile:
    for place in places:
        concluded(file.cases[place], DAY, a_conclusion(Ground.NONE))
    return file


@pytest.mark.rule("CASE-20")
def test_an_edit_that_changes_nothing_has_no_fault() -> None:
    assert faults(a_file(accused=2), unchanged(a_file(accused=2))) == set()


@pytest.mark.rule("CASE-20", "CASE-1", "CASE-2")
def test_reception_date_and_number_are_fixed_and_the_rest_of_the_reception_is_not() -> None:
    file = a_file()

    assert faults(file, with_reception(unchanged(file), received_on=date(2020, 7, 14))) == {
        ("record.reception.received_on", "CASE-20")
    }
    assert faults(file, with_reception(unchanged(file), agency_number="5889")) == {
        ("record.reception.agency_number", "CASE-20")
    }
    assert faults(file, with_reception(unchanged(file), details="เพิ่ม")) == set()


@pytest.mark.rule("CASE-20", "CASE-6")
def test_a_complainant_on_record_is_taken_away_before_the_source_can_be_one_without() -> None:
    file, anonymous = a_file(), with_reception(unchanged(a_file()), source=Source.ANONYMOUS_LETTER)
    silent, fault = replace(anonymous, complainant=None), {("record.complainant", "CASE-20")}

    assert faults(file, silent) == set()
    file.has_complainant = True
    assert faults(file, silent) == fault
    assert faults(file, anonymous) == set()
    assert faults(file, replace(unchanged(file), complainant=None)) == set()


@pytest.mark.rule("CASE-20")
def test_an_accused_is_added_but_never_removed() -> None:
    file = a_file(accused=2)

    assert faults(file, replace(unchanged(file), accused=tuple(file.accused[:1]))) == {("record.accused", "CASE-20")}
    added = with_allegations(file, replace(file.allegations[0], accused=(1, 2, 3)))
    assert faults(file, replace(added, accused=(*file.accused, an_accused("ผู้ร่วม")))) == set()


@pytest.mark.rule("CASE-20")
def test_the_accused_of_a_closed_case_is_locked_and_named_by_his_case() -> None:
    file = closed(a_file(accused=2), 1)
    changed = [replace(each, position="ผู้อำนวยการ") for each in file.accused]
    written_otherwise = [replace(each, to_be_checked=True, is_under_agency=False) for each in file.accused]

    found = faults_of_edit(file, replace(unchanged(file), accused=tuple(changed)))

    assert said(found) == {("record.accused[1]", "CASE-20")}
    assert ("5888-2" in found[0].thai, "5888-2" in found[0].english) == (True, True)
    assert faults(file, replace(unchanged(file), accused=tuple(written_otherwise))) == set()


@pytest.mark.rule("CASE-20")
def test_only_a_recorded_number_is_kept() -> None:
    file, kept = a_file(), replace(an_accused(), national_id="", keeps_national_id=True)
    new_one = replace(unchanged(file), accused=(*file.accused, kept))

    assert faults(file, replace(unchanged(file), accused=(kept,))) == {
        ("record.accused[0].keeps_national_id", "CASE-20")
    }
    assert faults(file, new_one) == {("record.accused[1].keeps_national_id", "CASE-20")}
    file.accused = [kept]
    assert faults(file, unchanged(file)) == set()


@pytest.mark.rule("CASE-20")
def test_an_allegation_is_named_by_its_number_once() -> None:
    file = a_file()
    [recorded_one] = file.allegations
    fault = {("record.allegations[1].number", "CASE-20")}

    assert faults(file, with_allegations(file, recorded_one, recorded_one)) == fault
    assert faults(file, with_allegations(file, recorded_one, replace(an_allegation(1), number=2))) == fault
    assert faults(file, with_allegations(file, an_allegation(1), recorded_one, an_allegation(1))) == set()
    twice_wrong = with_allegations(file, replace(recorded_one, number=7), replace(recorded_one, number=8), recorded_one)
    assert faults(file, twice_wrong) == {("record.allegations[0].number", "CASE-20"), *fault}


@pytest.mark.rule("CASE-20")
def test_an_allegation_without_a_concluded_case_may_be_removed() -> None:
    file = a_file(accused=2)
    file.allegations = [replace(an_allegation(1), number=1), replace(an_allegation(1, 2), number=2)]
    removed = with_allegations(file, file.allegations[0])

    assert faults(file, removed) == set()
    concluded(file.cases[1], DAY)
    found = faults_of_edit(file, removed)
    assert said(found) == {("record.allegations", "CASE-20")}
    assert ("2 ไม่ได้ สำนวน 5888-2" in found[0].thai, "Allegation 2" in found[0].english) == (True, True)
    assert "5888-2" in found[0].english


@pytest.mark.rule("CASE-20")
def test_a_co_offender_is_named_by_his_number_once_and_keeps_only_what_was_recorded() -> None:
    file = a_file()
    known = replace(a_co_offender("ก", number=1), keeps_identifier=True)
    other = a_co_offender("ข", number=2)
    file.allegations = [replace(file.allegations[0], co_offenders=(known, other))]

    def of(*people: CoOffender) -> set[tuple[str, str]]:
        return faults(file, with_allegations(file, replace(file.allegations[0], co_offenders=people)))

    at = "record.allegations[0].co_offenders"
    assert of(known, other) == of(other, a_co_offender("ค"), a_co_offender("ง")) == of() == set()
    assert of(known, known) == {(f"{at}[0].number", "CASE-20"), (f"{at}[1].number", "CASE-20")}
    assert of(other, a_co_offender("ค", number=3)) == {(f"{at}[1].number", "CASE-20")}
    assert of(known, replace(other, keeps_identifier=True)) == {(f"{at}[1].keeps_identifier", "CASE-20")}
    assert of(replace(a_co_offender("ค"), keeps_identifier=True)) == {(f"{at}[0].keeps_identifier", "CASE-20")}
    assert of(replace(known, identifier="5614555555555")) == {(f"{at}[0].identifier", "CASE-20")}
    new = replace(an_allegation(1), co_offenders=(a_co_offender("ก", number=1),))
    assert faults(file, with_allegations(file, file.allegations[0], new)) == {
        ("record.allegations[1].co_offenders[0].number", "CASE-20")
    }


@pytest.mark.rule("CASE-20")
def test_an_allegation_is_locked_when_the_last_of_its_cases_is_closed() -> None:
    file = a_file(accused=2)
    changed = with_allegations(file, replace(file.allegations[0], facts="แก้ไข"))

    assert faults(closed(file, 1), changed) == set()
    assert faults(closed(file, 0), changed) == {("record.allegations[0]", "CASE-20")}
    assert faults(file, unchanged(file)) == set()


@pytest.mark.rule("CASE-20")
@pytest.mark.parametrize("place", [1, 2])
def test_an_allegation_of_one_case_is_locked_by_its_own_case_alone(place: int) -> None:
    file = closed(a_file(accused=2), 0)
    person = replace(a_co_offender("ก", number=1), keeps_identifier=True, to_be_checked=True)
    file.allegations = [replace(an_allegation(place), number=1, co_offenders=(person,))]
    [recorded_one] = file.allegations
    locked = {("record.allegations[0]", "CASE-20")} if place == 1 else set()

    def of_people(**changes: object) -> set[tuple[str, str]]:
        people = (replace(person, **changes),)  # type: ignore[arg-type]
        return faults(file, with_allegations(file, replace(recorded_one, co_offenders=people)))

    assert of_people(name="ข") == locked
    assert of_people(to_be_checked=False) == set()  # a number that is kept is sent without its mark
    assert faults(file, with_allegations(file, replace(recorded_one, accused=(1, 2)))) == (
        set() if place == 1 else {("record.allegations[0].accused", "CASE-20")}
    )
    removed = faults(file, with_allegations(file, an_allegation(2)))
    assert removed == ({("record.allegations", "CASE-20")} if place == 1 else set())


@pytest.mark.rule("CASE-20")
def test_a_tick_of_a_closed_case_stays_as_it_is() -> None:
    file = a_file(accused=3)
    file.allegations = [replace(an_allegation(1, 2), number=1), replace(an_allegation(2, 3), number=2)]
    closed(file, 2)
    first, second = file.allegations

    found = faults_of_edit(file, with_allegations(file, replace(first, accused=(1, 3)), second))
    assert said(found) == {("record.allegations[0].accused", "CASE-20")}
    assert ("5888-3" in found[0].thai, "5888-3" in found[0].english) == (True, True)
    assert faults(file, with_allegations(file, first, replace(second, accused=(1,)))) == {
        ("record.allegations[1].accused", "CASE-20")
    }
    assert faults(file, with_allegations(file, replace(first, accused=(2,)), second)) == set()
    new = an_allegation(3)
    assert faults(file, with_allegations(file, first, second, new)) == {("record.allegations[2].accused", "CASE-20")}
    fourth = replace(with_allegations(file, first, second, an_allegation(4)), accused=(*file.accused, an_accused("ง")))
    assert faults(file, fourth) == set()


def test_what_is_written_of_proceedings_may_leave_the_committee_to_the_first() -> None:
    later = Proceedings(WORK_BEGAN, some_proceedings().steps)

    assert replace(later, committee=Committee.APPOINTED) == some_proceedings(WORK_BEGAN)
