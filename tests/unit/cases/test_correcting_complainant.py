"""The complainant under correction: held to the law of the record, overwritten only once he is opened (CASE-22)."""

from dataclasses import replace
from datetime import date

import pytest

from cases.adapters.correction_texts import ContractTexts
from cases.app.correcting import tried
from cases.domain.complaint import Complainant
from cases.domain.correctable import Part
from cases.domain.correcting import Correcting, Spot
from cases.domain.happenings import CaseCorrected
from cases.domain.terms import Source
from tests.unit.cases.builders import on, said
from tests.unit.cases.test_correcting import change, closed

NOW = on(date(2020, 9, 1))
TEXTS = ContractTexts()


def with_complainant(person: Complainant, *, opened: bool = True, source: Source = Source.DIRECT) -> Correcting:
    complaint = closed(accused=2)
    file = complaint.file
    file.reception = replace(file.reception, source=source)
    file.complainant = person if opened else None
    file.has_complainant, file.complainant_withheld = person.says_who, person.withheld
    return complaint


@pytest.mark.rule("CASE-22", "ROLE-4")
def test_one_field_of_a_complainant_is_corrected_and_the_rest_of_him_stays() -> None:
    complaint = with_complainant(Complainant(title="นาง", first_name="สมหญิง", details="0812345678"))

    assert tried(complaint, [change(complaint, "complainant.first_name", "สมศรี")], TEXTS, now=NOW) == []

    assert complaint.file.complainant == Complainant(title="นาง", first_name="สมศรี", details="0812345678")
    assert complaint.file.version == 2
    assert [case.happenings for case in complaint.file.cases] == [[CaseCorrected(("complainant.first_name",))]] * 2


@pytest.mark.rule("ROLE-4")
def test_a_complainant_who_is_not_opened_shows_whether_he_is_withheld_and_is_never_overwritten() -> None:
    complaint = with_complainant(Complainant(first_name="สมหญิง"), opened=False)

    assert complaint.at(Spot(Part.COMPLAINANT)) == Complainant()
    with pytest.raises(ValueError, match="opened"):
        tried(complaint, [change(complaint, "complainant.title", "นาง")], TEXTS, now=NOW)
    withheld = with_complainant(Complainant(withheld=True), opened=False)
    assert withheld.at(Spot(Part.COMPLAINANT)) == Complainant(withheld=True)
    assert tried(withheld, [change(withheld, "complainant.withheld", "false")], TEXTS, now=NOW) == []


@pytest.mark.rule("CASE-22", "CASE-6")
def test_a_complainant_is_held_to_the_law_of_the_record() -> None:
    def corrected(person: Complainant, source: Source, *rows: tuple[str, str]) -> set[tuple[str, str]]:
        complaint = with_complainant(person, source=source)
        return said(tried(complaint, [change(complaint, field, text) for field, text in rows], TEXTS, now=NOW))

    somebody, nobody = Complainant(first_name="สมหญิง"), Complainant()
    withholding, naming = ("complainant.withheld", "true"), ("complainant.first_name", "สมศรี")
    emptied, anonymous = ("complainant.first_name", ""), ("reception.source", "anonymous_letter")
    refused = ("entries[{}].new_value", "CASE-6")

    def at(field: str) -> set[tuple[str, str]]:
        return {(refused[0].format(field), refused[1])}

    assert corrected(somebody, Source.DIRECT, withholding) == at("complainant.withheld")
    assert corrected(somebody, Source.DIRECT, withholding, emptied) == set()
    assert corrected(nobody, Source.DIRECT, withholding) == set()
    assert corrected(Complainant(withheld=True), Source.DIRECT, naming) == at("complainant.first_name")
    assert corrected(nobody, Source.ANONYMOUS_LETTER, naming) == at("complainant.first_name")
    assert corrected(somebody, Source.DIRECT, anonymous, naming) == at("complainant.first_name")
    assert corrected(somebody, Source.DIRECT, anonymous, emptied) == set()
