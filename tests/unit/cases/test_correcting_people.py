"""Co-offenders and found officials under correction (CASE-22)."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.adapters.correction_texts import ContractTexts
from cases.app.correcting import tried
from cases.app.corrections import Change
from cases.domain.complaint import Accused, Allegation, Complainant, CoOffender, Reception
from cases.domain.correctable import FIELDS, Part
from cases.domain.correcting import Correcting, Spot
from cases.domain.errors import GroundInUse
from cases.domain.happenings import CaseCorrected
from cases.domain.terms import Ground, PersonKind
from cases.domain.timeline import FoundPerson, InquiryConclusion
from tests.unit.cases.builders import a_co_offender, an_accused, an_allegation, on, said
from tests.unit.cases.test_correcting import change, closed

NOW = on(date(2020, 9, 1))
TEXTS = ContractTexts()
SON = CoOffender(PersonKind.NATURAL, "สอน", "นาย", "สีแดง", keeps_identifier=True, to_be_checked=True, number=2)
VALID, INVALID = "1101700230708", "1101700230709"


def with_people() -> Correcting:
    """Two cases, the first closed; both of allegation 1, in which บริษัท ก and สอน took part, the first alone of 2."""
    complaint = closed(accused=2)
    company = a_co_offender(number=1)
    complaint.file.allegations = [
        replace(an_allegation(1, 2), number=1, co_offenders=(company, SON)),
        replace(an_allegation(1), number=2, co_offenders=(company,)),
    ]
    return complaint


def with_found(*people: FoundPerson, ground: Ground = Ground.SERIOUS) -> Correcting:
    """A closed case whose conclusion, entry 3, found these people."""
    complaint = closed(ground, accused=2)
    entries = complaint.entries[complaint.file.cases[0].id]
    inquiry = entries[3].entry.details
    assert isinstance(inquiry, InquiryConclusion)
    entries[3] = replace(entries[3], entry=replace(entries[3].entry, details=replace(inquiry, found=people)))
    return complaint


@pytest.mark.rule("CASE-22")
@pytest.mark.parametrize(
    ("part", "kind", "not_typed_in"),
    [
        (Part.RECEPTION, Reception, set()),
        (Part.COMPLAINANT, Complainant, set()),
        (Part.ACCUSED, Accused, {"has_no_national_id", "keeps_national_id", "to_be_checked", "is_under_agency"}),
        # Who is ticked is what the cases are.
        (Part.ALLEGATION, Allegation, {"accused", "co_offenders", "number"}),
        (Part.CO_OFFENDER, CoOffender, {"keeps_identifier", "to_be_checked", "number"}),
    ],
)
def test_everything_that_an_officer_types_into_the_five_steps_can_be_corrected(
    part: Part, kind: type, not_typed_in: set[str]
) -> None:
    corrected = {field.path[0] for field in FIELDS.values() if field.part is part}

    assert {field.name for field in fields(kind)} - corrected == not_typed_in


@pytest.mark.rule("CASE-22", "ROLE-4")
def test_what_is_sealed_is_never_shown_by_a_field_and_everything_else_is() -> None:
    sealed = {name for name, field in FIELDS.items() if field.is_sealed}

    assert sealed == {
        "complainant.title",
        "complainant.first_name",
        "complainant.last_name",
        "complainant.details",
        "accused.national_id",
        "co_offender.identifier",
        "found_official.national_id",
    }
    assert {FIELDS[name].written_as for name in sealed} == {"text", "national_id"}
    assert {part for part in Part if part.needs_person} == {Part.CO_OFFENDER, Part.FOUND_OFFICIAL}
    assert all(part.needs_place for part in Part if part.needs_person)
    assert not Part.COMPLAINANT.needs_place


_ALLEGATIONS = st.sampled_from([(1, 1), (1, 2), (2, 1)])
_WORDS = st.sampled_from(["title", "name", "last_name", "relation", "details"])
_TEXTS = st.text("กขค ", min_size=1, max_size=5).filter(lambda text: text.strip() != "")


@pytest.mark.rule("CASE-22", "CASE-7")
@given(st.lists(st.tuples(_ALLEGATIONS, _WORDS, _TEXTS), max_size=8, unique_by=lambda row: row[:2]))
def test_corrections_of_co_offenders_change_their_words_and_nothing_of_anybody_else(
    rows: list[tuple[tuple[int, int], str, str]],
) -> None:
    complaint = with_people()
    expected = {
        (each.number, person.number): person for each in complaint.file.allegations for person in each.co_offenders
    }
    others = list(complaint.file.accused), [replace(each, co_offenders=()) for each in complaint.file.allegations]

    wanted = [
        change(complaint, f"co_offender.{word}", text, place, person=person) for (place, person), word, text in rows
    ]
    assert tried(complaint, wanted, TEXTS, now=NOW) == []

    for who, word, text in rows:
        expected[who] = replace(expected[who], **{word: text.strip()})  # type: ignore[arg-type]
    people = [(each.number, person) for each in complaint.file.allegations for person in each.co_offenders]
    assert {(number, person.number): person for number, person in people} == expected
    assert others == (
        complaint.file.accused,
        [replace(each, co_offenders=()) for each in complaint.file.allegations],
    )
    assert complaint.file.version == 1 + bool(rows)


@pytest.mark.rule("CASE-22")
def test_a_co_offender_stands_under_the_allegations_of_the_case_and_is_told_to_their_cases() -> None:
    complaint = with_people()
    first, second = complaint.file.cases
    name = FIELDS["co_offender.name"]

    assert complaint.spot(second.id, name, 1, 2) == Spot(Part.CO_OFFENDER, None, 1, 2)
    for case_id, place, person in ((second.id, 2, 1), (first.id, 2, 2), (first.id, 1, 0), (first.id, 3, 1)):
        assert complaint.spot(case_id, name, place, person) is None
    assert tried(complaint, [change(complaint, name.name, "ศรชัย", 2, person=1)], TEXTS, now=NOW) == []

    assert [case.happenings for case in (first, second)] == [[CaseCorrected((name.name,))], []]
    # Locked when the last case of its allegation is closed (CASE-20): allegation 1 is the second case's as well.
    edited = {spot for spot in complaint.spots_of(first.id) if complaint.is_edited(spot)}
    assert Spot(Part.CO_OFFENDER, None, 1, 2) in edited
    assert Spot(Part.CO_OFFENDER, None, 2, 1) not in edited


@pytest.mark.rule("CASE-22", "CASE-6")
@pytest.mark.parametrize(
    ("person", "number", "to_be_checked"),
    [
        (2, VALID, False),
        (2, INVALID, True),
        (2, "AA1234567", False),
        (2, "", False),
        (1, INVALID, False),
    ],
    ids=["right", "wrong", "of a passport", "none", "of a company"],
)
def test_a_new_number_of_a_co_offender_is_marked_as_a_recorded_one(
    person: int, number: str, to_be_checked: bool
) -> None:
    complaint = with_people()

    wanted = [change(complaint, "co_offender.identifier", number, 1, person=person)]
    assert tried(complaint, wanted, TEXTS, now=NOW) == []

    now = complaint.file.allegations[0].co_offenders[person - 1]
    assert (now.identifier, now.keeps_identifier, now.to_be_checked) == (number, False, to_be_checked)
    assert [bool(case.happenings) for case in complaint.file.cases] == [True, True]
    assert complaint.file.corrected_numbers == set()


@pytest.mark.rule("CASE-22")
def test_what_two_cases_share_is_not_corrected_to_two_values_at_once() -> None:
    def asked(second: str) -> set[tuple[str, str]]:
        complaint = with_people()
        wanted = [
            replace(change(complaint, "co_offender.name", text, 1, case=case, person=2), at=f"rows[{case}]")
            for case, text in enumerate(("ศรชัย", second))
        ]
        return said(tried(complaint, wanted, TEXTS, now=NOW))

    assert asked("ศรชัย") == set()
    assert asked("ศรชาย") == {("rows[1].new_value", "CASE-22")}


FAI = FoundPerson((1,), official=replace(an_accused("ไฟ", ""), keeps_national_id=True, to_be_checked=True))
FON = FoundPerson((1,), official=an_accused("ฝน", ""), case_id=closed().file.cases[0].id)
FOUND = "found_official.national_id"


@pytest.mark.rule("CASE-22", "ROLE-5")
def test_the_number_of_a_found_official_goes_apart_and_is_told_to_every_case() -> None:
    complaint = with_found(FON, FAI)
    first, second = complaint.file.cases

    assert tried(complaint, [change(complaint, FOUND, VALID, 3, person=2)], TEXTS, now=NOW) == []

    assert complaint.file.found_numbers == {first.id: {1: VALID}}
    assert complaint.file.corrected_numbers == set()
    [entry] = first.rewritten
    assert isinstance(entry.details, InquiryConclusion)
    official = replace(an_accused("ไฟ", ""), keeps_national_id=True)
    assert entry.details.found == (FON, replace(FAI, official=official))
    assert VALID not in repr(entry)
    assert [case.happenings for case in (first, second)] == [[CaseCorrected((FOUND,))]] * 2
    assert complaint.file.version == 1
    assert (first.closing is not None, second.closing) == (True, None)


@pytest.mark.rule("CASE-22", "CASE-15")
def test_a_found_official_has_a_place_where_he_became_no_case_and_is_never_edited() -> None:
    other = FoundPerson((1,), other=a_co_offender())
    complaint = with_found(FON, FAI, other)
    case_id, number = complaint.file.cases[0].id, FIELDS[FOUND]

    assert complaint.spot(case_id, number, 3, 2) == Spot(Part.FOUND_OFFICIAL, case_id, 3, 2)
    for place, person in ((3, 1), (3, 3), (3, 0), (3, 4), (2, 2), (0, 2)):
        assert complaint.spot(case_id, number, place, person) is None
    assert number.is_never_edited
    second = complaint.file.cases[1].id
    assert Part.FOUND_OFFICIAL not in {spot.part for spot in complaint.spots_of(second)}


@pytest.mark.rule("CASE-22", "CASE-6")
def test_no_number_is_known_of_a_found_official_any_more_or_it_is_one() -> None:
    complaint = with_found(FAI)
    assert tried(complaint, [change(complaint, FOUND, "", 3, person=1)], TEXTS, now=NOW) == []
    assert complaint.file.found_numbers == {complaint.file.cases[0].id: {0: ""}}
    details = complaint.file.cases[0].rewritten[0].details
    assert isinstance(details, InquiryConclusion)
    official = details.found[0].official
    assert official is not None
    assert (official.keeps_national_id, official.has_no_national_id, official.to_be_checked) == (False, True, False)

    refused = with_found(FAI)
    faults = tried(refused, [change(refused, FOUND, "12", 3, person=1)], TEXTS, now=NOW)
    assert said(faults) == {(f"entries[{FOUND}].new_value", "CASE-6")}


@pytest.mark.rule("CASE-22", "CASE-20")
def test_a_number_and_a_ground_of_one_conclusion_are_corrected_together() -> None:
    def together(ground: Ground, new: str) -> Correcting:
        complaint = with_found(FAI, ground=ground)
        wanted: list[Change] = [
            change(complaint, FOUND, VALID, 3, person=1),
            change(complaint, "conclusion.disciplinary_ground", new, 3),
        ]
        assert tried(complaint, wanted, TEXTS, now=NOW) == []
        return complaint

    details = together(Ground.NONE, "minor").file.cases[0].rewritten[0].details
    assert isinstance(details, InquiryConclusion)
    assert details.conclusion.disciplinary_ground is Ground.MINOR
    assert details.found[0].official == replace(an_accused("ไฟ", ""), keeps_national_id=True)
    with pytest.raises(GroundInUse):
        together(Ground.SERIOUS, "none")
