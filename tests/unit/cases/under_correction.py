"""A complaint that is put under correction, with its entries as the store keeps them."""

from datetime import date

from cases.domain.complaint_file import ComplaintFile
from cases.domain.correcting import Correcting
from cases.domain.rounds import Round
from cases.domain.timeline import RecordedEntry
from tests.unit.cases.builders import (
    a_conclusion,
    a_file,
    a_report,
    an_outcome,
    on,
    settle,
    some_proceedings,
)

# Day 7 of what was received on 15 July 2563.
DAY_7 = date(2020, 7, 22)


def under_correction(file: ComplaintFile, recorded_on: date = DAY_7) -> Correcting:
    """With what its cases have in their timelines since they were loaded, all recorded on that day."""
    entries = {
        case.id: {entry.number: RecordedEntry(entry, 1, recorded_on) for entry in case.timeline} for case in file.cases
    }
    for case in file.cases:
        settle(case)
    return Correcting(file, entries, ())


def closed_by_an_outcome(accused: int = 1) -> Correcting:
    """Its last case with round 7 (entry 2), conclusion (3), proceedings (4) and outcome (5), all of day 7."""
    file = a_file(accused)
    file.recorded_on, case = DAY_7, file.cases[-1]
    case.report_round(Round.SEVEN, a_report(), now=on(DAY_7))
    case.conclude_inquiry(a_conclusion(), now=on(DAY_7))
    case.report_proceedings(some_proceedings(), now=on(DAY_7))
    case.report_outcome(an_outcome(), now=on(DAY_7))
    return under_correction(file)
