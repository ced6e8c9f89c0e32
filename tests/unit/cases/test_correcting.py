"""A complaint under correction: what is put at a place, what the law says of it, what follows (CASE-22)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.adapters.correction_texts import ContractTexts
from cases.app.correcting import tried
from cases.app.corrections import Change
from cases.domain.complaint_file import ComplaintFile
from cases.domain.correctable import FIELDS, Part
from cases.domain.correcting import Correcting, Spot
from cases.domain.era import Era
from cases.domain.errors import GroundInUse
from cases.domain.happenings import CaseCorrected
from cases.domain.outcome_report import OutcomeReport
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Ground, Outcome, Penalty
from cases.domain.timeline import RecordedEntry
from tests.unit.cases.builders import (
    RECEIVED,
    a_conclusion,
    a_file,
    a_report,
    an_outcome,
    on,
    said,
    settle,
    some_proceedings,
)
from tests.unit.sentences import assert_in_both_languages

LATER = date(2020, 7, 22)
NOW = on(date(2020, 9, 1))
TEXTS = ContractTexts()


def correcting(file: ComplaintFile, months: tuple[date, ...] = ()) -> Correcting:
    """A complaint whose first case is open, with round 7 reported; entries are recorded on 22 July."""
    entries: dict[object, dict[int, RecordedEntry]] = {case.id: {} for case in file.cases}
    file.cases[0].report_round(Round.SEVEN, a_report(), now=on(LATER))
    return _settled(Correcting(file, entries, months))  # type: ignore[arg-type]


def closed(ground: Ground = Ground.SERIOUS, accused: int = 1) -> Correcting:
    """The same with its first case closed: by a conclusion without a ground, else by an outcome."""
    complaint = correcting(a_file(accused))
    case = complaint.file.cases[0]
    case.conclude_inquiry(a_conclusion(ground), now=on(LATER))
    if ground is not Ground.NONE:
        case.report_proceedings(some_proceedings(), now=on(LATER))
        case.report_outcome(an_outcome(), now=on(LATER))
    return _settled(complaint)


def _settled(complaint: Correcting) -> Correcting:
    for case in complaint.file.cases:
        for entry in case.timeline:
            complaint.entries[case.id][entry.number] = RecordedEntry(entry, 1, LATER)
        settle(case)
    return complaint


def change(complaint: Correcting, field: str, text: str, place: int = 0, case: int = 0, person: int = 0) -> Change:
    return Change(f"entries[{field}]", complaint.file.cases[case].id, FIELDS[field], place, person, text)


def test_every_field_has_words_in_both_languages_and_a_part_of_its_own_name() -> None:
    for name, field in FIELDS.items():
        assert_in_both_languages(field.thai.replace(name, ""), field.english.capitalize() + ".")
        assert name.startswith(field.part.value)
    assert len({field.thai for field in FIELDS.values()}) == len(FIELDS)


@pytest.mark.rule("CASE-22")
def test_what_is_recorded_reads_back_as_it_is_written_at_every_place() -> None:
    complaint = closed()
    case_id = complaint.file.cases[0].id

    seen = set()
    for spot in complaint.spots_of(case_id):
        for field in (field for field in FIELDS.values() if field.part is spot.part and not field.is_sealed):
            value = complaint.at(spot)
            text = TEXTS.kept(field, value)
            assert TEXTS.read(field, text) == text
            assert TEXTS.read(field, TEXTS.shown(field, text)) == text
            assert TEXTS.changed(field, value, text) == (value, [])
            seen.add(field.part)
    assert seen == set(Part) - {Part.EXPLANATION, Part.CO_OFFENDER, Part.FOUND_OFFICIAL}


@pytest.mark.rule("CASE-22", "CASE-13", "CASE-16")
def test_the_committee_of_investigation_is_not_called_that_of_fact_finding() -> None:
    finding, investigating = FIELDS["report.committee"], FIELDS["proceedings.committee"]

    assert "ตั้งกรรมการสืบสวนข้อเท็จจริง" in TEXTS.choices(finding)
    assert TEXTS.choices(investigating)[:2] == ["ไม่ตั้งคณะกรรมการสอบสวน", "ตั้งคณะกรรมการสอบสวน"]
    assert (
        TEXTS.read(investigating, "ตั้งคณะกรรมการสอบสวน") == TEXTS.read(finding, "ตั้งกรรมการสืบสวนข้อเท็จจริง") == "appointed"
    )


@pytest.mark.rule("CASE-22", "CASE-15")
def test_a_ground_that_was_overlooked_opens_the_case_again() -> None:
    complaint = closed(Ground.NONE)
    case = complaint.file.cases[0]

    assert tried(complaint, [change(complaint, "conclusion.criminal_ground", "true", 3)], TEXTS, now=NOW) == []

    assert (case.status, case.closing, case.concluded_on) == (CaseStatus.INQUIRY_CONCLUDED, None, LATER)
    [entry] = case.rewritten
    assert (entry.number, entry.status, entry.closed_as) == (3, CaseStatus.INQUIRY_CONCLUDED, None)
    assert case.happenings == [CaseCorrected(("conclusion.criminal_ground",))]
    assert (case.corrected_on, complaint.file.version) == (NOW.on, 1)


@pytest.mark.rule("CASE-22", "CASE-15")
def test_a_ground_that_was_none_closes_the_case_on_the_day_of_its_conclusion() -> None:
    complaint = correcting(a_file())
    case = complaint.file.cases[0]
    case.conclude_inquiry(a_conclusion(), now=on(LATER))
    _settled(complaint)

    assert tried(complaint, [change(complaint, "conclusion.disciplinary_ground", "none", 3)], TEXTS, now=NOW) == []

    assert case.closing is not None
    assert (case.status, case.closing.on, case.closed_as) == (CaseStatus.CLOSED, LATER, ClosedAs.ENDED)
    assert (case.rewritten[0].status, case.rewritten[0].closed_as) == (CaseStatus.CLOSED, ClosedAs.ENDED)


@pytest.mark.rule("CASE-22", "CASE-20")
def test_a_ground_that_proceedings_stand_on_is_not_corrected_away_unless_another_takes_its_place() -> None:
    alone = [change(refused := closed(), "conclusion.disciplinary_ground", "none", 3)]
    with pytest.raises(GroundInUse):
        tried(refused, alone, TEXTS, now=NOW)

    complaint = closed()
    both = [*alone, change(complaint, "conclusion.criminal_ground", "true", 3)]
    assert tried(complaint, both, TEXTS, now=NOW) == []
    assert complaint.file.cases[0].closed_as is ClosedAs.DISCHARGED


@pytest.mark.rule("CASE-22", "CASE-17")
def test_a_corrected_outcome_changes_how_the_case_was_closed_and_not_when() -> None:
    complaint = closed()
    case = complaint.file.cases[0]
    alone = tried(closed(), [change(complaint, "outcome.outcome", "minor", 5)], TEXTS, now=NOW)
    together = [
        change(complaint, "outcome.outcome", "minor", 5),
        change(complaint, "outcome.penalty", "reprimand", 5),
        change(complaint, "outcome.is_referred_to_criminal", "true", 5),
    ]

    assert said(alone) == {("entries[outcome.outcome].new_value", "CASE-17")}
    assert tried(complaint, together, TEXTS, now=NOW) == []
    assert case.closing is not None
    assert (case.closing.on, case.closing.outcome, case.closing.penalty) == (LATER, Outcome.MINOR, Penalty.REPRIMAND)
    assert (case.closing.is_referred_to_criminal, case.closed_as) == (True, ClosedAs.REPRIMANDED)
    assert case.rewritten[0].closed_as is ClosedAs.REPRIMANDED
    assert isinstance(case.rewritten[0].details, OutcomeReport)


@pytest.mark.rule("CASE-22", "CASE-1")
def test_date_and_number_are_the_complaints_all_its_cases_follow() -> None:
    complaint = closed(accused=2)
    complaint.file.recorded_on = LATER
    before = [
        change(complaint, "reception.received_on", "2018-03-27", case=1),
        change(complaint, "reception.agency_number", "5889", case=1),
    ]

    assert tried(complaint, before, TEXTS, now=NOW) == []

    assert [case.number for case in complaint.file.cases] == ["5889-1", "5889-2"]
    assert {case.received_on for case in complaint.file.cases} == {date(2018, 3, 27)}
    assert {case.era for case in complaint.file.cases} == {Era.BEFORE_RESOLUTION}
    fields = ("reception.received_on", "reception.agency_number")
    assert [case.happenings for case in complaint.file.cases] == [[CaseCorrected(fields)]] * 2
    assert complaint.file.version == 2
    assert [len(case.rewritten) for case in complaint.file.cases] == [0, 0]


@pytest.mark.rule("CASE-22", "ROLE-5")
def test_other_cases_are_told_of_what_is_theirs_too() -> None:
    def told(field: str, text: str, place: int = 0) -> list[bool]:
        complaint = closed(accused=2)
        complaint.file.allegations.append(replace(complaint.file.allegations[0], number=2, accused=(1,)))
        assert tried(complaint, [change(complaint, field, text, place)], TEXTS, now=NOW) == []
        return [bool(case.happenings) for case in complaint.file.cases]

    assert told("accused.position", "พนักงานขับรถ") == [True, False]
    assert told("accused.national_id", "7461555555555") == [True, True]
    assert told("allegation.place", "จังหวัดตราด", 1) == [True, True]
    assert told("allegation.place", "จังหวัดตราด", 2) == [True, False]
    assert told("outcome.result", "ผิดวินัย", 5) == [True, False]


@pytest.mark.rule("CASE-22")
@pytest.mark.parametrize(
    ("field", "text", "place", "rule"),
    [
        ("reception.received_on", "2014-05-21", 0, "CASE-2"),
        ("reception.source", "other", 0, "CASE-6"),
        ("reception.source", "เพื่อนบ้าน", 0, "CASE-22"),
        ("reception.agency_number", " ", 0, "CASE-1"),
        ("accused.last_name", "ไม่มี", 0, "CASE-6"),
        ("accused.first_name", "", 0, "CASE-6"),
        ("accused.national_id", "1-1111-11111-11-1", 0, "CASE-6"),
        ("allegation.acted_on", "2020-07-16", 1, "CASE-6"),
        ("allegation.precision", "year", 1, "CASE-6"),
        ("allegation.damage", "พันบาท", 1, "CASE-6"),
        ("report.started_on", "2020-07-23", 2, "CASE-13"),
        ("report.started_on", "2020-07-14", 2, "CASE-13"),
        ("report.reported_to_head.number", "1/2563", 2, "CASE-13"),
        ("report.criminal_action", "true", 2, "CASE-13"),
        ("conclusion.findings", "ไม่มีวงเล็บ", 3, "CASE-22"),
        ("conclusion.findings", "[2] เรื่องอื่น", 3, "CASE-14"),
        ("conclusion.damage", "1.005", 3, "CASE-14"),
        ("proceedings.steps", "", 4, "CASE-16"),
        ("proceedings.steps", "[เมื่อวาน] สอบ", 4, "CASE-16"),
        ("proceedings.committee", "", 4, "CASE-16"),
        ("outcome.penalty", "reprimand", 5, "CASE-17"),
        ("outcome.known_on", "2020-07-23", 5, "CASE-17"),
        ("outcome.order_number", "", 5, "CASE-17"),
    ],
)
def test_a_new_value_is_held_to_the_law_of_its_step_on_the_day_of_its_recording(
    field: str, text: str, place: int, rule: str
) -> None:
    complaint = closed()

    faults = tried(complaint, [change(complaint, field, text, place)], TEXTS, now=NOW)

    assert {(fault.field, fault.rule) for fault in faults} == {(f"entries[{field}].new_value", rule)}
    assert complaint.file.cases[0].happenings == []


@pytest.mark.rule("CASE-22")
def test_a_reception_date_after_the_recording_is_refused_and_the_day_itself_is_not() -> None:
    for day, refused in ((RECEIVED, False), (RECEIVED + timedelta(days=1), True)):
        file = a_file(received_on=RECEIVED - timedelta(days=1))
        file.recorded_on = RECEIVED
        complaint = Correcting(file, {file.cases[0].id: {}}, ())
        faults = tried(complaint, [change(complaint, "reception.received_on", str(day))], TEXTS, now=NOW)
        assert said(faults) == ({("entries[reception.received_on].new_value", "CASE-22")} if refused else set())


@pytest.mark.rule("CASE-22", "CASE-13")
def test_a_reception_date_that_leaves_a_report_before_it_names_the_entry() -> None:
    complaint = closed()
    complaint.file.recorded_on = LATER
    moved = change(complaint, "reception.received_on", "2020-07-20")

    faults = tried(complaint, [moved], TEXTS, now=NOW)

    assert {(fault.field, fault.rule) for fault in faults} == {
        ("entries[reception.received_on].new_value", rule) for rule in ("CASE-13", "CASE-14", "CASE-16", "CASE-17")
    }
    assert any("ลำดับที่ 2" in fault.thai for fault in faults)


@pytest.mark.rule("CASE-20", "CASE-22")
def test_each_place_is_either_edited_or_corrected() -> None:
    def edited(complaint: Correcting) -> set[Part]:
        return {spot.part for spot in complaint.spots_of(complaint.file.cases[0].id) if complaint.is_edited(spot)}

    july, august = date(2020, 7, 1), date(2020, 8, 1)
    record = {Part.RECEPTION, Part.COMPLAINANT, Part.ACCUSED, Part.ALLEGATION}
    assert edited(correcting(a_file())) == record | {Part.REPORT}
    assert edited(correcting(a_file(), (august,))) == record | {Part.REPORT}
    assert edited(correcting(a_file(), (july,))) == set()
    assert edited(closed()) == set()
    # What cases share is edited until the last of them closes (CASE-20).
    assert edited(closed(accused=2)) == {Part.RECEPTION, Part.COMPLAINANT, Part.ALLEGATION}


def test_a_place_that_is_not_there_is_none() -> None:
    complaint = closed()
    case_id = complaint.file.cases[0].id

    assert complaint.spot(case_id, FIELDS["outcome.result"], 5) == Spot(Part.OUTCOME, case_id, 5)
    for field, place in (("outcome.result", 4), ("outcome.result", 0), ("reception.kind", 1), ("allegation.place", 2)):
        assert complaint.spot(case_id, FIELDS[field], place) is None
