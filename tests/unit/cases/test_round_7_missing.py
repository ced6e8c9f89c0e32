"""A case whose inquiry is concluded and whose round 7 is missing, as only a correction leaves one (CASE-22)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from cases.domain.case import Case, Moment
from cases.domain.complaint_file import ComplaintFile
from cases.domain.correctable import FIELDS, Part
from cases.domain.correcting import Correcting, Spot
from cases.domain.entry_edit import edit_entry
from cases.domain.era import Era
from cases.domain.errors import CaseRefusal, GroundInUse, InquiryAlreadyConcluded
from cases.domain.rounds import Round, rounds_of
from cases.domain.status import CaseStatus
from cases.domain.terms import Ground
from cases.domain.timeline import InquiryConclusion, RecordedEntry, RoundReport, TimelineEntry
from tests.unit.cases.builders import RECEIVED, RECEIVED_BEFORE, a_conclusion, a_file, a_report, in_proceedings, on

DAY_7, DAY_8 = date(2020, 7, 22), date(2020, 7, 23)
CONCLUSION = RecordedEntry(
    TimelineEntry(2, CaseStatus.INQUIRY_CONCLUDED, RECEIVED, InquiryConclusion(a_conclusion())), 1, RECEIVED
)
NO_GROUND = a_conclusion(Ground.NONE)


def missing_round_7() -> ComplaintFile:
    """Recorded, concluded and in proceedings (3 entries) before the resolution, and then corrected to after it."""
    file = a_file(received_on=RECEIVED_BEFORE)
    case = in_proceedings(file.cases[0], RECEIVED_BEFORE)
    file.reception = replace(file.reception, received_on=RECEIVED)
    case.received_on, case.era, case.rounds = RECEIVED, Era.AFTER_RESOLUTION, rounds_of(RECEIVED)
    return file


@pytest.mark.rule("CASE-22", "CASE-19")
def test_its_report_is_one_entry_more_and_leaves_the_case_where_it_was() -> None:
    [case], report = missing_round_7().cases, a_report(date(2020, 7, 16))

    case.report_round(Round.SEVEN, report, now=on(DAY_7))

    made_up = TimelineEntry(4, CaseStatus.REPORTED_7, date(2020, 7, 16), RoundReport(Round.SEVEN, report))
    assert (case.timeline, case.status) == ([made_up], CaseStatus.IN_PROCEEDINGS)


def _concludes(file: ComplaintFile, now: Moment) -> None:
    file.cases[0].conclude_inquiry(a_conclusion(), now=now)


def _edits_the_ground_away(file: ComplaintFile, now: Moment) -> None:
    edit_entry(file.cases[0], CONCLUSION, NO_GROUND, closed_months=(), now=now)


def _corrects_the_ground_away(file: ComplaintFile, now: Moment) -> None:
    [case] = file.cases
    complaint = Correcting(file, {case.id: {2: CONCLUSION}}, ())
    complaint.put(Spot(Part.CONCLUSION, case.id, 2), FIELDS["conclusion.disciplinary_ground"], NO_GROUND)
    complaint.finish(now=now)


@pytest.mark.rule("CASE-19", "CASE-22")
@pytest.mark.parametrize(
    ("does", "refusal"),
    [
        (_concludes, InquiryAlreadyConcluded),
        (_edits_the_ground_away, GroundInUse),
        (_corrects_the_ground_away, GroundInUse),
    ],
)
@pytest.mark.parametrize(("day", "owed"), [(DAY_7, "report_round_7"), (DAY_8, "explain_lateness_7")])
def test_what_is_refused_says_what_of_round_7_is_possible_on_that_day(
    does: Callable[[ComplaintFile, Moment], None], refusal: type[CaseRefusal], day: date, owed: str
) -> None:
    file = missing_round_7()

    with pytest.raises(refusal) as refused:
        does(file, on(day))

    assert set(refused.value.possible) == {owed, "report_proceedings", "report_outcome", "send"}
    assert _untouched(file.cases[0])


def _untouched(case: Case) -> bool:
    return (case.status, case.closing, case.happenings) == (CaseStatus.IN_PROCEEDINGS, None, [])
