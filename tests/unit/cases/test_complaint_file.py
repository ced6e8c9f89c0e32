"""A complaint as a whole: its numbers, its deletion, who is recused from it, and how an edit rewrites it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from cases.domain import errors
from cases.domain.case import Case
from cases.domain.complaint import Complainant
from cases.domain.complaint_file import ComplaintFile, RecusalMark, is_restorable_on, restorable_until
from cases.domain.era import Era
from cases.domain.happenings import (
    CaseDeleted,
    CaseEdited,
    CaseRecorded,
    CaseRestored,
    InquiryConcluded,
    RecusalLifted,
    RecusalMarked,
)
from cases.domain.ladder import Ladder
from cases.domain.open_cases import open_cases, open_found_case
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import Level
from cases.domain.timeline import InquiryConclusion, TimelineEntry
from kit.domain.errors import InvalidInput
from tests.unit.cases.builders import (
    DEPARTMENT_LEVELS,
    RECEIVED,
    RECEIVED_BEFORE,
    a_case,
    a_co_offender,
    a_conclusion,
    a_file,
    a_record,
    an_accused,
    an_allegation,
    concluded,
    on,
    said,
    settle,
    the_cases,
    with_reception,
)

DAY = date(2020, 7, 22)
OFFICER = UUID(int=77)


@pytest.mark.rule("CASE-1")
def test_each_accused_makes_a_case_numbered_in_their_order() -> None:
    cases = the_cases(a_record(accused=3), DAY)

    assert [case.number for case in cases] == ["5888-1", "5888-2", "5888-3"]
    assert [case.id for case in cases] == [UUID(int=2), UUID(int=3), UUID(int=4)]
    assert {(case.complaint_id, case.agency_id, case.version) for case in cases} == {(UUID(int=1), UUID(int=3), 0)}
    assert all(case.happenings == [CaseRecorded()] for case in cases)


@pytest.mark.rule("CASE-3", "CASE-18")
def test_the_era_is_computed_and_with_it_whether_there_are_rounds() -> None:
    assert (a_case(date(2018, 3, 27)).era, set(a_case(date(2018, 3, 27)).rounds)) == (Era.BEFORE_RESOLUTION, set())
    assert (a_case(date(2018, 3, 28)).era, set(a_case(date(2018, 3, 28)).rounds)) == (Era.AFTER_RESOLUTION, set(Round))


@pytest.mark.rule("CASE-5", "CASE-23")
@pytest.mark.parametrize(
    ("recorded_at", "entered"),
    [
        (Level.UNIT, {Level.UNIT}),
        (Level.DEPARTMENT_ACOC, {Level.UNIT, Level.DEPARTMENT_ACOC}),
        (Level.MINISTRY_ACOC, {Level.UNIT, Level.DEPARTMENT_ACOC, Level.MINISTRY_ACOC}),
    ],
)
def test_recording_by_an_acoc_enters_the_case_for_it_and_all_between(recorded_at: Level, entered: set[Level]) -> None:
    [case] = the_cases(a_record(), DAY, DEPARTMENT_LEVELS, recorded_at)

    assert case.ladder == Ladder(DEPARTMENT_LEVELS, dict.fromkeys(entered, DAY))


@pytest.mark.rule("ROLE-6")
def test_a_new_case_is_in_charge_of_whom_the_record_gives_it_to_and_a_found_ones_too() -> None:
    record, file = a_record(), a_file()
    shared: Any = {"recorded_at": Level.UNIT, "now": on(DAY)}
    place: Any = {"complaint_id": UUID(int=1), "agency_id": UUID(int=3), "levels": DEPARTMENT_LEVELS}
    [case] = open_cases(record.reception, case_ids=[UUID(int=2)], handler=OFFICER, **place, **shared)
    [unnamed] = open_cases(record.reception, case_ids=[UUID(int=2)], handler=None, **place, **shared)
    found = open_found_case(
        unnamed,
        case_id=UUID(int=4),
        ordinal=2,
        reception=file.reception,
        conclusion=a_conclusion(),
        handler=OFFICER,
        **shared,
    )

    assert (case.handler, unnamed.handler, found.handler) == (OFFICER, None, OFFICER)


def test_a_record_with_faults_is_never_opened() -> None:
    with pytest.raises(ValueError, match=r"^a record with faults was opened$"):
        the_cases(with_reception(a_record(), received_on=None), DAY)


@pytest.mark.rule("CASE-15")
def test_a_found_official_becomes_a_case_concluded_like_its_origin_without_rounds() -> None:
    origin = concluded(a_case(levels=DEPARTMENT_LEVELS), DAY)
    file, conclusion, later = a_file(), a_conclusion(finished_on=RECEIVED), date(2020, 7, 30)

    def found(of: Case, recorded_at: Level) -> Case:
        return open_found_case(
            of,
            case_id=OFFICER,
            ordinal=2,
            reception=file.reception,
            conclusion=conclusion,
            recorded_at=recorded_at,
            now=on(later),
        )

    case = found(origin, Level.DEPARTMENT_ACOC)

    assert (case.id, case.complaint_id, case.agency_id) == (OFFICER, origin.complaint_id, origin.agency_id)
    assert (case.number, case.era, case.received_on) == ("5888-2", origin.era, RECEIVED)
    assert (case.status, case.concluded_on, case.recorded_on) == (CaseStatus.INQUIRY_CONCLUDED, later, later)
    assert (case.rounds, case.origin_case_id, case.timeline_length, case.version) == ({}, origin.id, 0, 0)
    entered = {Level.UNIT: later, Level.DEPARTMENT_ACOC: later}
    assert case.ladder == Ladder(DEPARTMENT_LEVELS, entered)
    told = InquiryConclusion(conclusion)
    assert case.timeline == [TimelineEntry(1, CaseStatus.INQUIRY_CONCLUDED, RECEIVED, told)]
    assert case.happenings == [CaseRecorded(), InquiryConcluded()]
    assert found(case, Level.UNIT).origin_case_id == origin.id


@pytest.mark.rule("CASE-15", "CASE-11", "CASE-12")
def test_a_found_officials_case_owes_no_round_and_takes_none() -> None:
    case = open_found_case(
        concluded(a_case(), DAY),
        case_id=OFFICER,
        ordinal=2,
        reception=a_file().reception,
        conclusion=a_conclusion(),
        recorded_at=Level.UNIT,
        now=on(DAY),
    )

    for round_ in Round:
        with pytest.raises(errors.NoRoundsOfItsOwn) as refused:
            case.explain_lateness(round_, "ลืม", now=on(date(2020, 12, 1)))
        assert (refused.value.rule, refused.value.possible) == ("CASE-15", ("send", "report_proceedings"))
    assert case.overdue_days(date(2020, 12, 1)) == 0


def test_a_complaint_numbers_its_allegations_and_their_co_offenders_from_1() -> None:
    people = (a_co_offender("ก", number=9), a_co_offender("ข"))
    first, second = replace(an_allegation(1), number=8, co_offenders=people), an_allegation(1, 2, subject="ทุจริต")
    record = replace(a_record(accused=2), allegations=(first, second))
    cases = the_cases(record, DAY)

    file = ComplaintFile.of(record, UUID(int=1), UUID(int=3), cases)

    assert [allegation.number for allegation in file.allegations] == [1, 2]
    assert [person.number for person in file.allegations[0].co_offenders] == [1, 2]
    assert (file.id, file.agency_id, file.version) == (UUID(int=1), UUID(int=3), 1)
    assert (file.recorded_on, file.reception) == (DAY, record.reception)
    assert (file.accused, file.cases, file.recused) == (list(record.accused), cases, set())
    assert file.complainant == record.complainant
    nobody = ComplaintFile.of(replace(record, complainant=None), UUID(int=1), UUID(int=3), cases)
    assert nobody.complainant == Complainant()


@pytest.mark.rule("CASE-1")
def test_the_subject_of_a_case_is_its_first_ticked_allegation() -> None:
    file = a_file(accused=3)
    file.allegations = [
        replace(an_allegation(2, subject="ข"), number=4),
        replace(an_allegation(1, 2, 3, subject="ก"), number=6),
    ]

    assert [file.subject_of(place) for place in (1, 2, 3)] == ["ก", "ข", "ก"]
    assert [file.numbers_of(place) for place in (1, 2, 3)] == [[6], [4, 6], [6]]


# CASE-21


@pytest.mark.rule("CASE-21")
def test_deleting_takes_every_case_and_restoring_brings_every_case_back() -> None:
    file = a_file(accused=2)

    file.delete([UUID(int=3), UUID(int=2)], now=on(DAY))
    assert (file.deleted_on, [case.deleted_on for case in file.cases]) == (DAY, [DAY, DAY])
    assert [case.happenings for case in file.cases] == [[CaseDeleted()], [CaseDeleted()]]

    file.restore(now=on(date(2020, 8, 21)))
    assert (file.deleted_on, [case.deleted_on for case in file.cases]) == (None, [None, None])
    assert file.cases[1].happenings == [CaseDeleted(), CaseRestored()]


@pytest.mark.rule("CASE-21")
@pytest.mark.parametrize("confirmed", [[], [2], [2, 3, 4]])
def test_a_deletion_that_was_confirmed_for_other_cases_is_refused_and_lists_them(confirmed: list[int]) -> None:
    file = a_file(accused=2)

    with pytest.raises(InvalidInput) as refused:
        file.delete([UUID(int=each) for each in confirmed], now=on(DAY))

    assert said(refused.value.faults) == {("case_ids", "CASE-21")}
    assert "5888-1, 5888-2" in refused.value.faults[0].thai
    assert "5888-1, 5888-2" in refused.value.faults[0].english
    assert (file.deleted_on, file.cases[0].happenings) == (None, [])


@pytest.mark.rule("CASE-21")
def test_once_one_case_was_submitted_to_pacc_the_complaint_is_not_deleted() -> None:
    file = a_file(accused=3)
    for case in file.cases[1:]:
        case.send(Level.MINISTRY_ACOC, now=on(DAY))
        case.send(Level.PACC, now=on(DAY))
        settle(case)

    with pytest.raises(errors.AlreadySubmitted) as refused:
        file.delete([case.id for case in file.cases], now=on(DAY))

    assert (refused.value.rule, refused.value.possible) == ("CASE-21", ("report_round_7", "send"))
    assert "(5888-2, 5888-3)" in refused.value.thai
    assert "(5888-2, 5888-3)" in refused.value.english
    assert [case.deleted_on for case in file.cases] == [None, None, None]


@pytest.mark.rule("CASE-21")
def test_a_complaint_of_one_case_that_was_submitted_to_pacc_is_not_deleted() -> None:
    file = a_file()
    [case] = file.cases
    for level in (Level.MINISTRY_ACOC, Level.PACC):
        case.send(level, now=on(DAY))

    with pytest.raises(errors.AlreadySubmitted):
        file.delete([case.id], now=on(DAY))

    assert (file.deleted_on, case.deleted_on) == (None, None)


@pytest.mark.rule("CASE-21")
def test_what_is_not_deleted_or_longer_than_30_days_is_not_restored() -> None:
    file = a_file()
    with pytest.raises(errors.NotDeleted) as not_deleted:
        file.restore(now=on(DAY))
    file.delete([UUID(int=2)], now=on(DAY))
    with pytest.raises(errors.RestoringOver) as over:
        file.restore(now=on(date(2020, 8, 22)))

    assert [refused.value.rule for refused in (not_deleted, over)] == ["CASE-21", "CASE-21"]
    assert "30" in over.value.english
    assert file.deleted_on == DAY
    assert restorable_until(DAY) == date(2020, 8, 21)
    assert is_restorable_on(date(2020, 8, 21), DAY)
    assert not is_restorable_on(date(2020, 8, 22), DAY)


# ROLE-5


@pytest.mark.rule("ROLE-5")
def test_a_mark_of_recusal_is_set_and_lifted_once_and_every_case_tells_it() -> None:
    file = a_file(accused=2)

    file.mark_recusal(OFFICER, "ญาติ")
    file.mark_recusal(OFFICER, "อีกครั้ง")
    assert (file.recused, file.marked) == ({OFFICER}, [RecusalMark(OFFICER, "ญาติ")])
    assert [case.happenings for case in file.cases] == [[RecusalMarked(OFFICER)]] * 2

    file.lift_recusal(OFFICER, "ไม่ใช่ญาติ")
    file.lift_recusal(OFFICER, "อีกครั้ง")
    assert (file.recused, file.lifted) == (set(), [RecusalMark(OFFICER, "ไม่ใช่ญาติ")])
    assert [case.happenings for case in file.cases] == [[RecusalMarked(OFFICER), RecusalLifted(OFFICER)]] * 2


@pytest.mark.rule("ROLE-5", "ROLE-6")
def test_who_is_marked_as_recused_is_in_charge_no_longer_and_the_others_stay() -> None:
    file, other = a_file(accused=3), UUID(int=78)
    for case, handler in zip(file.cases, (OFFICER, other, None), strict=True):
        case.handler = handler

    file.mark_recusal(OFFICER, "ญาติ")

    assert [case.handler for case in file.cases] == [None, other, None]


# CASE-20


@pytest.mark.rule("CASE-20")
def test_an_edit_makes_the_complaint_say_what_the_record_says() -> None:
    file = a_file()
    record = with_reception(a_record(accused=2), details="เพิ่มเติม")
    record = replace(record, complainant=None, allegations=(replace(file.allegations[0], facts="ใหม่", accused=(1, 2)),))
    [_, new] = the_cases(record, DAY)
    settle(new)

    file.rewrite(record, [new])

    assert (file.reception, file.accused, file.version) == (record.reception, list(record.accused), 2)
    assert file.allegations == list(record.allegations)
    assert (file.cases[1:], file.complainant) == ([new], Complainant(withheld=True))
    assert [case.happenings for case in file.cases] == [[CaseEdited()], []]
    file.rewrite(replace(record, complainant=Complainant(title="นาง")), [])
    assert (file.complainant, file.version) == (Complainant(title="นาง"), 3)


@pytest.mark.rule("CASE-20")
def test_a_new_allegation_and_a_new_co_offender_get_the_next_numbers() -> None:
    file = a_file()
    file.allegations = [replace(an_allegation(1), number=3, co_offenders=(a_co_offender("ก", number=5),))]
    [kept] = file.allegations
    shall_be = replace(kept, co_offenders=(a_co_offender("ข"), a_co_offender("ก", number=5), a_co_offender("ค")))

    file.rewrite(replace(a_record(), allegations=(an_allegation(1), shall_be, an_allegation(1))), [])

    assert [each.number for each in file.allegations] == [4, 3, 5]
    assert [(each.name, each.number) for each in file.allegations[1].co_offenders] == [("ข", 6), ("ก", 5), ("ค", 7)]


def test_numbers_begin_at_1_where_there_was_no_allegation() -> None:
    file = a_file()
    file.allegations = []

    file.rewrite(a_record(), [])

    assert [each.number for each in file.allegations] == [1]


@pytest.mark.rule("CASE-20")
def test_a_number_that_is_kept_keeps_its_mark_for_checking() -> None:
    file = a_file()
    file.accused = [replace(an_accused(), national_id="", keeps_national_id=True, to_be_checked=True)]
    person = replace(a_co_offender("ก", number=1), keeps_identifier=True, to_be_checked=True)
    file.allegations = [replace(an_allegation(1), number=1, co_offenders=(person,))]
    unmarked = replace(file.allegations[0], co_offenders=(replace(person, to_be_checked=False),))
    record = replace(a_record(), accused=(replace(file.accused[0], to_be_checked=False),), allegations=(unmarked,))

    file.rewrite(record, [])

    assert marks(file) == (True, True)
    typed_anew = replace(a_co_offender("ก", number=1), identifier="0105")
    anew = replace(record.allegations[0], co_offenders=(typed_anew,))
    file.rewrite(replace(record, accused=(an_accused(),), allegations=(anew,)), [])
    assert marks(file) == (False, False)


def marks(file: ComplaintFile) -> tuple[bool, bool]:
    return file.accused[0].to_be_checked, file.allegations[0].co_offenders[0].to_be_checked


@pytest.mark.rule("CASE-15")
def test_who_was_found_is_added_to_the_allegations_that_he_took_part_in() -> None:
    file = a_file()
    file.allegations = [
        replace(an_allegation(1), number=1, co_offenders=(a_co_offender("ก", number=2),)),
        replace(an_allegation(1), number=3),
    ]
    found, case = an_accused("ผู้ร่วม"), a_case(RECEIVED_BEFORE)

    file.add_accused(found, case, [3])
    file.add_co_offender(a_co_offender("ข"), [1, 3])

    assert (file.accused[1:], file.cases[1:]) == ([found], [case])
    assert [each.accused for each in file.allegations] == [(1,), (1, 2)]
    assert [[person.number for person in each.co_offenders] for each in file.allegations] == [[2, 3], [1]]
    file.add_co_offender(a_co_offender("ค"), [3])
    assert [[person.name for person in each.co_offenders] for each in file.allegations] == [["ก", "ข"], ["ข", "ค"]]


def test_a_change_of_what_all_share_is_told_by_each_case_but_those_that_tell_it_anyway() -> None:
    file = a_file(accused=3)

    file.tell_edited(file.cases[1])

    assert [case.happenings for case in file.cases] == [[CaseEdited()], [], [CaseEdited()]]


def test_a_copy_stays_as_the_complaint_was_whatever_becomes_of_it() -> None:
    file = a_file(accused=2)
    officer = uuid4()
    file.recused.add(officer)
    as_it_was = (list(file.accused), list(file.allegations), list(file.cases), {officer}, file.version, file.id)

    copy = file.copied()
    file.accused[0] = replace(file.accused[0], last_name="อื่น")
    file.allegations.pop()
    file.cases.pop()
    file.recused.clear()
    file.version += 1

    assert (copy.accused, copy.allegations, copy.cases, copy.recused, copy.version, copy.id) == as_it_was
