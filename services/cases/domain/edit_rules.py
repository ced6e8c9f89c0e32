"""What an edit of a recorded complaint must leave alone (CASE-20): its number and date, its accused, what is closed."""

from collections.abc import Iterator
from dataclasses import replace

from cases.domain.complaint import Accused, Allegation, ComplaintRecord
from cases.domain.complaint_file import ComplaintFile
from cases.domain.record_rules import NOBODY_COMPLAINS, NumberOfAccused, faults_of_numbers
from kit.domain.errors import Fault

RULE = "CASE-20"


def faults_of_edit(file: ComplaintFile, record: ComplaintRecord) -> list[Fault]:
    """Every fault of making `file` say what `record` says; the accused of `record` are those of the cases, then new."""
    return [*_fixed(file, record), *_complainant(file, record), *_accused(file, record), *_allegations(file, record)]


def _fixed(file: ComplaintFile, record: ComplaintRecord) -> Iterator[Fault]:
    was, shall_be = file.reception, record.reception
    if shall_be.received_on != was.received_on:
        yield _fault(
            "reception.received_on",
            "วันที่รับเรื่องแก้ไขไม่ได้ ต้องยื่นคำขอแก้ไขข้อมูล",
            "The reception date is not edited: that is a correction.",
        )
    if shall_be.agency_number != was.agency_number:
        yield _fault(
            "reception.agency_number",
            "เลขที่เรื่องแก้ไขไม่ได้ ต้องยื่นคำขอแก้ไขข้อมูล",
            "The agency's number is not edited: that is a correction.",
        )


def _complainant(file: ComplaintFile, record: ComplaintRecord) -> Iterator[Fault]:
    """A source without a complainant, and one on record: an edit takes him away by sending the step empty."""
    if record.complainant is None and file.has_complainant and record.reception.source in NOBODY_COMPLAINS:
        yield _fault(
            "complainant",
            "ที่มานี้ไม่มีผู้ร้อง / ไม่ระบุชื่อ แต่มีข้อมูลผู้กล่าวหาบันทึกไว้ ต้องส่งข้อมูลผู้กล่าวหาเป็นค่าว่าง",
            "This source has no complainant, and one is recorded: send that step empty to take him away.",
        )


def _accused(file: ComplaintFile, record: ComplaintRecord) -> Iterator[Fault]:
    if len(record.accused) < len(file.cases):
        yield _fault("accused", "ลบผู้ถูกกล่าวหาที่บันทึกแล้วไม่ได้", "An accused who was recorded is never removed.")
    for place, (was, shall_be, case) in enumerate(zip(file.accused, record.accused, file.cases, strict=False)):
        if case.closing is not None and _as_written(was) != _as_written(shall_be):
            yield _fault(
                f"accused[{place}]",
                f"สำนวน {case.number} ปิดแล้ว แก้ไขผู้ถูกกล่าวหาไม่ได้",
                f"Case {case.number} is closed: its accused is locked.",
            )
    yield from _same_numbers(file, record)
    for place, shall_be in enumerate(record.accused):
        kept = place < len(file.accused) and file.accused[place].keeps_national_id
        if shall_be.keeps_national_id and not kept:
            yield _fault(
                f"accused[{place}].keeps_national_id",
                "ไม่มีเลขบัตรประชาชนที่บันทึกไว้",
                "There is no recorded number to keep.",
            )


def _same_numbers(file: ComplaintFile, record: ComplaintRecord) -> Iterator[Fault]:
    """A number that is typed in, and is that of another accused who keeps his."""
    for place, shall_be in enumerate(record.accused):
        recorded = file.place_of_number(shall_be.national_id) if shall_be.national_id else None
        if recorded not in (None, place) and record.accused[recorded].keeps_national_id:
            typed = NumberOfAccused.at(place, shall_be.national_id)
            yield from faults_of_numbers([typed], recorded=file.place_of_number)


def _allegations(file: ComplaintFile, record: ComplaintRecord) -> Iterator[Fault]:
    recorded = {allegation.number: allegation for allegation in file.allegations}
    seen: set[int] = set()
    for place, shall_be in enumerate(record.allegations):
        field = f"allegations[{place}]"
        if shall_be.number and (shall_be.number not in recorded or shall_be.number in seen):
            yield _fault(f"{field}.number", "ไม่มีเรื่องที่กล่าวหาลำดับนี้ หรือระบุซ้ำ", "No such allegation, or it is named twice.")
            continue
        seen.add(shall_be.number)
        was = recorded.get(shall_be.number)
        yield from _co_offenders(field, was, shall_be)
        yield from _locked(file, field, was, shall_be)
    for number in sorted(set(recorded) - seen):
        yield from _removed(file, recorded[number])


def _co_offenders(field: str, was: Allegation | None, shall_be: Allegation) -> Iterator[Fault]:
    recorded = {person.number: person for person in was.co_offenders} if was else {}
    named = [person.number for person in shall_be.co_offenders if person.number]
    for place, person in enumerate(shall_be.co_offenders):
        at = f"{field}.co_offenders[{place}]"
        if person.number and (person.number not in recorded or named.count(person.number) > 1):
            yield _fault(f"{at}.number", "ไม่มีผู้ร่วมกระทำผิดลำดับนี้ หรือระบุซ้ำ", "No such co-offender, or he is named twice.")
        elif person.keeps_identifier and not (person.number and recorded[person.number].keeps_identifier):
            yield _fault(f"{at}.keeps_identifier", "ไม่มีเลขที่บันทึกไว้", "There is no recorded number to keep.")
        elif person.keeps_identifier and person.identifier:
            yield _fault(
                f"{at}.identifier",
                "ระบุเลขใหม่ หรือคงเลขเดิมไว้ อย่างใดอย่างหนึ่ง",
                "Give another number or keep the recorded one; one of the two.",
            )


def _locked(file: ComplaintFile, field: str, was: Allegation | None, shall_be: Allegation) -> Iterator[Fault]:
    """A tick of a concluded case stays, for its conclusion has answered just these allegations; an allegation is locked
    when the last of its cases is closed.
    """
    ticked_before = set(was.accused) if was else set()
    for ordinal in sorted(ticked_before ^ set(shall_be.accused)):
        if ordinal <= len(file.cases) and file.cases[ordinal - 1].concluded_on is not None:
            yield _fault(
                f"{field}.accused",
                f"สำนวน {file.cases[ordinal - 1].number} สรุปผลการตรวจสอบแล้ว เปลี่ยนเรื่องที่กล่าวหาไม่ได้",
                f"The inquiry of case {file.cases[ordinal - 1].number} is concluded: its allegations are locked.",
            )
    if was is None or _untied(was) == _untied(shall_be):
        return
    if ticked_before and all(file.cases[ordinal - 1].closing is not None for ordinal in ticked_before):
        yield _fault(field, "สำนวนของเรื่องนี้ปิดทั้งหมดแล้ว แก้ไขไม่ได้", "All its cases are closed: it is locked.")


def _removed(file: ComplaintFile, allegation: Allegation) -> Iterator[Fault]:
    """What a conclusion has answered, or a closed case was about, is not taken away."""
    for ordinal in allegation.accused:
        case = file.cases[ordinal - 1]
        if case.concluded_on is not None:
            yield _fault(
                "allegations",
                f"ลบเรื่องที่กล่าวหาลำดับที่ {allegation.number} ไม่ได้ สำนวน {case.number} สรุปผลการตรวจสอบแล้ว",
                f"Allegation {allegation.number} cannot be removed: the inquiry of case {case.number} is concluded.",
            )


def _as_written(accused: Accused) -> Accused:
    """Without what an edit sends in another form: a number that is kept."""
    return replace(accused, to_be_checked=False, is_under_agency=True)


def _untied(allegation: Allegation) -> Allegation:
    """Without its ticks, and without the marks for checking: a number that is kept is sent without its mark."""
    people = tuple(replace(person, to_be_checked=False) for person in allegation.co_offenders)
    return replace(allegation, accused=(), co_offenders=people)


def _fault(field: str, thai: str, english: str) -> Fault:
    return Fault(f"record.{field}", RULE, thai, english)
