"""ขอแก้ไขข้อมูล: corrections are asked for, by a form for one case or by a sheet, all or none (CASE-22)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.app.asking import Asked, Caller
from cases.app.correcting import at_new_value, by_complaint, faults_of_number, no_such_place, tried
from cases.app.correction_store import Corrections, FieldTexts, Requesting
from cases.app.corrections import Asking, Change, Wanted
from cases.domain.correctable import FIELDS, CorrectableField, Part
from cases.domain.errors import CaseRefusal
from cases.domain.permissions import REQUEST_CORRECTION
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput

RULE = "CASE-22"


@dataclass(frozen=True, slots=True)
class RequestCorrections:
    by: Caller
    wanted: tuple[Wanted, ...]
    faults: tuple[Fault, ...] = ()


async def request_corrections(
    command: RequestCorrections, *, store: Corrections, texts: FieldTexts, clock: Clock
) -> UUID:
    """Ask for all of them and return what they are found by together.

    Raises InvalidInput with every fault of every row, RepeatedRequest, and what `requesting` raises.
    """
    asked = command.by.asks(REQUEST_CORRECTION, clock)
    case_ids = {row.case_id for row in command.wanted}
    opened = {row.case_id for row in command.wanted if _is_of_complainant(row)}
    async with store.requesting(case_ids, asked, opened=opened) as desk:
        faults, asked_for = list(command.faults), []
        for row in command.wanted:
            found = list(_faults_of_row(row, desk, texts))
            faults += found
            if not found:
                asked_for.append(_asking(row, desk, texts))
        faults += _said_twice(command.wanted)
        if faults:
            faults += _faults_of_values(asked_for, desk, texts)
        else:
            faults = await _faults_together(asked_for, desk, texts, asked)
        if faults:
            raise InvalidInput(faults)
        await desk.ask(asked_for)
        return desk.batch


def _is_of_complainant(row: Wanted) -> bool:
    field = FIELDS.get(row.field)
    return field is not None and field.part is Part.COMPLAINANT


def _faults_of_row(row: Wanted, desk: Requesting, texts: FieldTexts) -> Iterator[Fault]:
    field = FIELDS.get(row.field)
    if field is None:
        yield _fault(row, "field", "ไม่มีข้อมูลชื่อนี้ที่ขอแก้ไขได้", "There is no such field to correct.")
        return
    complaint = desk.complaint_of(row.case_id)
    spot = complaint.spot(row.case_id, field, row.place, row.person)
    if spot is None:
        yield no_such_place(row.at)
        return
    if not row.reason.strip():
        yield _fault(row, "reason", "ต้องระบุเหตุผลการแก้ไข", "A reason is required.")
    if not field.is_never_edited and complaint.is_edited(spot):
        yield _fault(
            row,
            "field",
            "ข้อมูลนี้ยังแก้ไขได้โดยตรง ไม่ต้องยื่นคำขอแก้ไข",
            "This can still be edited: no correction is needed.",
        )
    if desk.is_waiting(row.case_id, row.field, row.place, row.person):
        yield _fault(row, "field", "มีคำขอแก้ไขข้อมูลนี้รอพิจารณาอยู่แล้ว", "A correction of this field is waiting already.")
    if not field.is_sealed:
        yield from _faults_of_texts(row, field, texts.kept(field, complaint.at(spot)), texts)


def _faults_of_texts(row: Wanted, field: CorrectableField, recorded: str, texts: FieldTexts) -> Iterator[Fault]:
    if texts.read(field, row.old_value) != recorded:
        shown = texts.shown(field, recorded)
        yield Fault(
            f"{row.at}.old_value",
            "CASE-26",
            f"ค่าเดิมไม่ตรงกับที่บันทึกไว้ ({shown})",
            f"The old value is not what is recorded ({shown}).",
        )
    elif texts.read(field, row.new_value) == recorded:
        yield _fault(row, "new_value", "ค่าใหม่เหมือนค่าเดิม", "The new value is the old one.")


def _said_twice(wanted: Sequence[Wanted]) -> Iterator[Fault]:
    first: dict[tuple[UUID, str, int, int], str] = {}
    for row in wanted:
        before = first.setdefault((row.case_id, row.field, row.place, row.person), row.at)
        if before != row.at:
            yield _fault(row, "field", f"ซ้ำกับ {before}", f"The same stands in {before}.")


def _asking(row: Wanted, desk: Requesting, texts: FieldTexts) -> Asking:
    """A row without faults, as it is kept."""
    field, complaint = FIELDS[row.field], desk.complaint_of(row.case_id)
    spot = complaint.spot(row.case_id, field, row.place, row.person)
    if spot is None:
        raise ValueError(row)
    old = "" if field.is_sealed else texts.kept(field, complaint.at(spot))
    change = Change(row.at, row.case_id, field, row.place, row.person, texts.read(field, row.new_value))
    return Asking(change, old, row.reason.strip())


def _faults_of_values(asked_for: Sequence[Asking], desk: Requesting, texts: FieldTexts) -> Iterator[Fault]:
    """What each of them is by itself, where others are at fault anyway: all that can be named is named at once."""
    for each in asked_for:
        complaint = desk.complaint_of(each.change.case_id)
        spot = each.change.spot_in(complaint)
        if spot is not None:
            _, wrong = texts.changed(each.change.field, complaint.at(spot), each.change.text)
            yield from (at_new_value(each.change.at, fault) for fault in wrong)


async def _faults_together(
    asked_for: Sequence[Asking], desk: Requesting, texts: FieldTexts, asked: Asked
) -> list[Fault]:
    """What is wrong with all of them made at once: values that bear each other out are asked for together."""
    faults: list[Fault] = []
    for complaint, changes in by_complaint([each.change for each in asked_for], desk.complaint_of):
        try:
            faults += tried(complaint, changes, texts, now=asked.now)
        except CaseRefusal as refusal:
            concluding = next(change for change in changes if change.field.name.startswith("conclusion."))
            faults.append(Fault(f"{concluding.at}.new_value", refusal.rule, refusal.thai, refusal.english))
        faults += await faults_of_number(desk, complaint, changes)
    return faults


def _fault(row: Wanted, column: str, thai: str, english: str) -> Fault:
    return Fault(f"{row.at}.{column}", RULE, thai, english)
