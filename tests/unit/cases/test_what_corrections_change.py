"""What is corrected and what follows from it: days, closings, numbers, and what each field is like (CASE-22)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.domain.correctable import FIELDS, NATIONAL_ID, Part
from cases.domain.correcting import Spot
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import ClosedAs, Outcome
from cases.domain.timeline import LatenessExplanation, TimelineEntry
from tests.unit.cases.builders import a_file, a_report, on
from tests.unit.cases.under_correction import closed_by_an_outcome, under_correction

DAY_8 = date(2020, 7, 23)
NOW = on(date(2020, 9, 1))


@pytest.mark.rule("CASE-22", "CASE-11")
def test_an_explanation_is_corrected_and_keeps_the_day_on_which_it_was_given() -> None:
    file = a_file()
    [case] = file.cases
    case.explain_lateness(Round.SEVEN, "ลืม", now=on(DAY_8))
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_8))
    complaint, field = under_correction(file, DAY_8), FIELDS["explanation"]
    spot = complaint.spot(case.id, field, 2)
    assert spot == Spot(Part.EXPLANATION, case.id, 2)
    assert complaint.at(spot) == "ลืม"

    complaint.put(spot, field, "ป่วย")
    complaint.finish(now=NOW)

    assert complaint.at(spot) == "ป่วย"
    assert case.rewritten == [TimelineEntry(2, CaseStatus.LATE_7, DAY_8, LatenessExplanation(Round.SEVEN, "ป่วย"))]
    assert case.rounds[Round.SEVEN].explained_on == DAY_8


@pytest.mark.rule("CASE-22", "CASE-19")
@pytest.mark.parametrize(
    ("field", "number"),
    [("report.started_on", 2), ("conclusion.finished_on", 3), ("proceedings.started_on", 4), ("outcome.known_on", 5)],
)
def test_the_timeline_shows_the_corrected_day(field: str, number: int) -> None:
    complaint, day = closed_by_an_outcome(), date(2020, 7, 17)
    [case] = complaint.file.cases
    spot = complaint.spot(case.id, FIELDS[field], number)
    assert spot is not None

    value: Any = complaint.at(spot)
    complaint.put(spot, FIELDS[field], replace(value, **{FIELDS[field].path[0]: day}))
    complaint.finish(now=NOW)

    assert [(entry.number, entry.done_on) for entry in case.rewritten] == [(number, day)]


@pytest.mark.rule("CASE-22", "CASE-17")
@pytest.mark.parametrize(("outcome", "closed_as"), [(Outcome.ENDED, ClosedAs.ENDED), (Outcome.OTHER, ClosedAs.OTHER)])
def test_an_outcome_corrected_to_one_without_a_penalty_says_what_the_case_was_closed_as(
    outcome: Outcome, closed_as: ClosedAs
) -> None:
    complaint = closed_by_an_outcome()
    [case] = complaint.file.cases
    spot = Spot(Part.OUTCOME, case.id, 5)

    value: Any = complaint.at(spot)
    complaint.put(spot, FIELDS["outcome.outcome"], replace(value, outcome=outcome, penalty=None))
    complaint.finish(now=NOW)

    assert (case.closed_as, case.rewritten[0].closed_as) == (closed_as, closed_as)


@pytest.mark.rule("CASE-22", "ROLE-5")
def test_only_a_corrected_number_of_the_accused_frees_whoever_has_the_wrong_one() -> None:
    complaint = closed_by_an_outcome(accused=2)
    first, second = (case.id for case in complaint.file.cases)

    for field in ("accused.position", "reception.kind", "outcome.result"):
        spot = complaint.spot(second, FIELDS[field], 5 if field == "outcome.result" else 0)
        assert spot is not None
        complaint.put(spot, FIELDS[field], complaint.at(spot))
    assert complaint.file.corrected_numbers == set()

    complaint.put(Spot(Part.ACCUSED, first), FIELDS[NATIONAL_ID], complaint.file.accused[0])
    assert complaint.file.corrected_numbers == {first}


@pytest.mark.rule("CASE-22", "CASE-1")
@pytest.mark.parametrize(
    ("corrected", "is_renumbered"),
    [
        ((), False),
        (("reception.kind", "reception.source"), False),
        (("reception.received_on",), True),
        (("reception.kind", "reception.agency_number"), True),
    ],
)
def test_the_reception_date_and_the_number_alone_may_make_the_number_anothers(
    corrected: tuple[str, ...], is_renumbered: bool
) -> None:
    complaint = under_correction(a_file())
    for field in corrected:
        complaint.put(Spot(Part.RECEPTION), FIELDS[field], complaint.file.reception)

    assert complaint.is_renumbered == is_renumbered


@pytest.mark.rule("CASE-22", "CASE-20")
def test_date_and_number_are_corrected_and_never_edited() -> None:
    of_reception = {name: field for name, field in FIELDS.items() if field.part is Part.RECEPTION}

    never_edited = {name for name, field in of_reception.items() if field.is_never_edited}
    assert never_edited == {"reception.received_on", "reception.agency_number"}
    assert not any(FIELDS[name].is_never_edited for name in (NATIONAL_ID, "allegation.place", "outcome.known_on"))


@pytest.mark.rule("CASE-22")
def test_of_reception_and_accused_a_case_has_one_of_all_else_a_number_says_which() -> None:
    assert {part for part in Part if not part.needs_place} >= {Part.RECEPTION, Part.ACCUSED}
    several = {Part.ALLEGATION, Part.REPORT, Part.EXPLANATION, Part.CONCLUSION, Part.PROCEEDINGS, Part.OUTCOME}
    assert several <= {part for part in Part if part.needs_place}


@pytest.mark.rule("CASE-22")
def test_what_is_written_line_by_line_is_named_text_and_every_other_form_by_itself() -> None:
    written = {field.written_as for field in FIELDS.values()}
    assert "items" not in written
    assert {"date", "text", "amount", "national_id", "choice"} <= written
    assert FIELDS["conclusion.findings"].written_as == FIELDS["proceedings.steps"].written_as == "text"
    assert FIELDS["conclusion.finished_on"].written_as == "date"
