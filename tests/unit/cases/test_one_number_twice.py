"""Nobody is accused twice in one complaint by the same number: when it is recorded, edited, or somebody is found."""

from dataclasses import replace

import pytest

from cases.domain.conclusion import Discovered, FoundOfficial
from cases.domain.edit_rules import faults_of_edit
from cases.domain.record_rules import NumberOfAccused, faults_of_numbers
from tests.unit.cases.builders import a_file, a_record, an_accused, said
from tests.unit.sentences import assert_in_both_languages

DIN, NAM = "5555555555555", "7461555555555"


@pytest.mark.rule("CASE-6")
def test_the_second_of_the_same_number_is_named_with_the_place_of_the_first() -> None:
    typed = [NumberOfAccused.at(place, number) for place, number in enumerate([DIN, "", NAM, "", DIN])]

    [fault] = faults_of_numbers(typed)

    assert (fault.field, fault.rule) == ("record.accused[4].national_id", "CASE-6")
    assert ("ผู้ถูกกล่าวหาคนที่ 1" in fault.thai, "accused 1 " in fault.english) == (True, True)
    assert_in_both_languages(fault.thai, fault.english)


@pytest.mark.rule("CASE-6")
def test_a_number_that_lies_there_already_is_named_with_its_place() -> None:
    recorded = {DIN: 2}.get

    [fault] = faults_of_numbers([NumberOfAccused.at(0, NAM), NumberOfAccused.at(1, DIN)], recorded=recorded)

    assert fault.field == "record.accused[1].national_id"
    assert ("ผู้ถูกกล่าวหาคนที่ 3" in fault.thai, "accused 3 " in fault.english) == (True, True)


@pytest.mark.rule("CASE-20", "CASE-6")
def test_an_edit_that_types_the_number_of_another_who_keeps_his_is_refused_and_his_own_is_not() -> None:
    file = a_file(accused=2)
    file.place_of_number = {DIN: 0, NAM: 1}.get
    kept = [replace(person, national_id="", keeps_national_id=True) for person in file.accused]
    file.accused = list(kept)

    def of(first: str, second: str) -> set[tuple[str, str]]:
        numbers = (first, second)
        people = tuple(
            replace(person, national_id=number, keeps_national_id=not number)
            for person, number in zip(kept, numbers, strict=True)
        )
        record = replace(a_record(accused=2), accused=people)
        return {fault for fault in said(faults_of_edit(file, record)) if "national_id" in fault[0]}

    assert of("", DIN) == {("record.accused[1].national_id", "CASE-6")}
    assert of(NAM, "") == {("record.accused[0].national_id", "CASE-6")}
    assert of("", NAM) == of(DIN, "") == of("", "") == of(NAM, DIN) == set()


@pytest.mark.rule("CASE-15", "CASE-6")
def test_whoever_is_accused_by_a_conclusion_is_the_identified_and_the_found_who_become_cases() -> None:
    found = [
        FoundOfficial(an_accused(national_id=DIN), (1,)),
        FoundOfficial(an_accused(national_id=NAM), (1,), becomes_a_case=True),
    ]
    discovered = Discovered(officials=tuple(found), identified=an_accused(national_id="1100000000016"))

    newly, known = (list(discovered.numbers_of_accused(is_known=is_known)) for is_known in (False, True))

    official = ("found_officials[1].official.national_id", NAM, "ผู้กระทำความผิดที่พบเพิ่มคนที่ 2", "newly found official 2")
    identified = ("identified.national_id", "1100000000016", "ผู้ถูกกล่าวหาที่ระบุตัวได้", "the accused who is identified")
    assert newly == [NumberOfAccused(*identified), NumberOfAccused(*official)]
    assert known == [NumberOfAccused(*official)]
    assert list(Discovered().numbers_of_accused(is_known=False)) == []
