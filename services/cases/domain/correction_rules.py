"""The law that corrected values are held against: that of recording and of each step, on the old day (CASE-22)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cases.domain.complaint import ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from cases.domain.correctable import Part
from cases.domain.corrected_entry import part_of
from cases.domain.correcting import Correcting, Spot
from cases.domain.outcome_report import OutcomeReport
from cases.domain.record_rules import NOBODY_COMPLAINS, NumberOfAccused, faults_of_numbers, faults_of_record
from cases.domain.timeline import InquiryConclusion, ProceedingsReport, RecordedEntry, RoundReport
from cases.domain.work_report import WorkReport
from kit.domain.errors import Fault

RULE = "CASE-22"
_IN_A_LIST = re.compile(r"record\.(accused|allegations)\[(\d+)\]\.?(.*)")
_IN_THE_RECEPTION = "record.reception."
_IN_THE_COMPLAINANT = "record.complainant"


@dataclass(frozen=True, slots=True)
class SpotFault:
    """A fault at a spot; its field is the path of the value there, empty for the whole."""

    spot: Spot
    fault: Fault


def faults_at(complaint: Correcting) -> list[SpotFault]:
    """Every fault of what the complaint and its cases say now, each as on the day on which it was recorded."""
    file = complaint.file
    faults = [*_of_reception(file), *_of_record(file), *_of_numbers(file)]
    for ordinal, case in enumerate(file.cases, start=1):
        for number, recorded in complaint.entries[case.id].items():
            part = part_of(recorded.entry.details)
            if part is not None:
                spot = Spot(part, case.id, number)
                found = _of_entry(recorded, case.received_on, file.numbers_of(ordinal))
                faults += [SpotFault(spot, _renamed(fault, fault.field.removeprefix("."))) for fault in found]
    return faults


def _of_reception(file: ComplaintFile) -> Iterator[SpotFault]:
    received_on = file.reception.received_on
    if received_on is not None and received_on > file.recorded_on:
        yield SpotFault(
            Spot(Part.RECEPTION),
            Fault(
                "received_on",
                RULE,
                "วันที่รับเรื่องต้องไม่หลังวันที่บันทึกเรื่องในระบบ",
                "The reception date lies after the day of recording.",
            ),
        )
    # Where he is opened to be corrected as well, the law of the record says so.
    is_opened = file.complainant is not None and file.complainant.says_who
    if file.has_complainant and not is_opened and file.reception.source in NOBODY_COMPLAINS:
        yield SpotFault(
            Spot(Part.RECEPTION),
            Fault(
                "source",
                RULE,
                "มีข้อมูลผู้กล่าวหาบันทึกไว้ จึงเปลี่ยนเป็นที่มาที่ไม่มีผู้ร้องไม่ได้",
                "A complainant is recorded: the source cannot become one without.",
            ),
        )


def _of_record(file: ComplaintFile) -> Iterator[SpotFault]:
    record = ComplaintRecord(file.reception, file.complainant, tuple(file.accused), tuple(file.allegations))
    for fault in faults_of_record(record, today=file.recorded_on):
        is_future = file.reception.received_on is not None and file.reception.received_on > file.recorded_on
        if fault.field == f"{_IN_THE_RECEPTION}received_on" and is_future:
            continue  # said above, in the words of a correction
        found = _IN_A_LIST.fullmatch(fault.field)
        if fault.field.startswith(_IN_THE_COMPLAINANT):
            path = fault.field.removeprefix(_IN_THE_COMPLAINANT).removeprefix(".")
            yield SpotFault(Spot(Part.COMPLAINANT), _renamed(fault, path))
        elif found is None:
            path = fault.field.removeprefix(_IN_THE_RECEPTION)
            yield SpotFault(Spot(Part.RECEPTION), _renamed(fault, path))
        elif found[1] == "accused":
            yield SpotFault(Spot(Part.ACCUSED, file.cases[int(found[2])].id), _renamed(fault, found[3]))
        else:
            number = file.allegations[int(found[2])].number
            yield SpotFault(Spot(Part.ALLEGATION, None, number), _renamed(fault, found[3]))


def _of_numbers(file: ComplaintFile) -> Iterator[SpotFault]:
    """A number that was put in, and is recorded of another accused of the complaint."""
    for place, person in enumerate(file.accused):
        recorded = file.place_of_number(person.national_id) if person.national_id else None
        if recorded not in (None, place):
            typed = replace(NumberOfAccused.at(place, person.national_id), field="national_id")
            for fault in faults_of_numbers([typed], recorded=file.place_of_number):
                yield SpotFault(Spot(Part.ACCUSED, file.cases[place].id), fault)


def _of_entry(recorded: RecordedEntry, received_on: date, allegations: list[int]) -> Iterator[Fault]:
    days = {"received_on": received_on, "today": recorded.recorded_on}
    match recorded.entry.details:
        case RoundReport(report=report):
            yield from report.faults("", **days)
        case WorkReport() | OutcomeReport() as report:
            yield from report.faults("", **days)
        case InquiryConclusion(conclusion=conclusion):
            yield from conclusion.faults("", allegations=allegations, **days)
        case ProceedingsReport(number=number, proceedings=proceedings):
            yield from proceedings.faults("", is_first=number == 1, **days)


def _renamed(fault: Fault, field: str) -> Fault:
    return Fault(field, fault.rule, fault.thai, fault.english)
