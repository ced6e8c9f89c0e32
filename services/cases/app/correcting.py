"""How corrections are tried (CASE-22): all of a complaint together, each fault at the change that has made it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from cases.app.correction_store import Deciding, FieldTexts, Requesting
from cases.app.corrections import Change
from cases.domain.case import Moment
from cases.domain.correctable import AGENCY_NUMBER, RECEIVED_ON
from cases.domain.correcting import Correcting, Spot
from cases.domain.correction_rules import SpotFault, faults_at
from kit.domain.errors import Fault


def tried(complaint: Correcting, changes: Sequence[Change], texts: FieldTexts, *, now: Moment) -> list[Fault]:
    """Put all changes of one complaint into it and let everything follow; or what is wrong, and at which of them.

    Faults that were there before are not theirs. Raises GroundInUse.
    """
    before = set(faults_at(complaint))
    faults: list[Fault] = []
    spots: list[Spot] = []
    said: dict[tuple[Spot, str], str] = {}
    for change in changes:
        spot = change.spot_in(complaint)
        if spot is None:
            return [no_such_place(change.at)]
        if said.setdefault((spot, change.field.name), change.text) != change.text:
            faults.append(_said_otherwise(change.at))
        value, wrong = texts.changed(change.field, complaint.at(spot), change.text)
        faults += [at_new_value(change.at, fault) for fault in wrong]
        complaint.put(spot, change.field, value)
        spots.append(spot)
    if not faults:
        new = [each for each in faults_at(complaint) if each not in before]
        faults = [_attributed(each, changes, spots) for each in new]
    if not faults:
        complaint.finish(now=now)
    return faults


def by_complaint(
    changes: Sequence[Change], complaint_of: Callable[[UUID], Correcting]
) -> list[tuple[Correcting, list[Change]]]:
    """The changes of each complaint, in the order of its first."""
    found: dict[UUID, tuple[Correcting, list[Change]]] = {}
    for change in changes:
        complaint = complaint_of(change.case_id)
        found.setdefault(complaint.file.id, (complaint, []))[1].append(change)
    return list(found.values())


async def faults_of_number(
    desk: Requesting | Deciding, complaint: Correcting, changes: Sequence[Change]
) -> list[Fault]:
    """Whether the corrected number is another complaint's in its fiscal year, at the change that has made it so."""
    if not complaint.is_renumbered:
        return []
    renumbering = (AGENCY_NUMBER, RECEIVED_ON)
    change = min(
        (change for change in changes if change.field.name in renumbering),
        key=lambda each: renumbering.index(each.field.name),
    )
    return [at_new_value(change.at, fault) for fault in await desk.faults_of_number(complaint)]


def _attributed(found: SpotFault, changes: Sequence[Change], spots: Sequence[Spot]) -> Fault:
    """The fault at the change that has made it: of that value, of that spot, or the reception date for all others."""
    there = [change for change, spot in zip(changes, spots, strict=True) if spot == found.spot]
    exactly = [change for change in there if found.fault.field.startswith(".".join(change.field.path))]
    if exactly or there:
        return at_new_value((exactly or there)[0].at, found.fault)
    change = next((change for change in changes if change.field.name == RECEIVED_ON), changes[0])
    named = replace(
        found.fault,
        thai=f"ลำดับที่ {found.spot.place}: {found.fault.thai}",
        english=f"Entry {found.spot.place}: {found.fault.english}",
    )
    return at_new_value(change.at, named)


def at_new_value(at: str, fault: Fault) -> Fault:
    return replace(fault, field=f"{at}.new_value")


def _said_otherwise(at: str) -> Fault:
    """What several cases share is asked for through two of them, with two values."""
    return Fault(
        f"{at}.new_value",
        "CASE-22",
        "ข้อมูลเดียวกันนี้มีค่าใหม่อีกค่าหนึ่งในคำขอของสำนวนอื่น",
        "The same is to be something else in the row of another case.",
    )


def no_such_place(at: str) -> Fault:
    return Fault(
        f"{at}.place",
        "CASE-22",
        "ไม่มีเรื่องที่กล่าวหา รายการ หรือบุคคลลำดับนี้ในสำนวน หรือรายการนั้นไม่มีข้อมูลนี้",
        "The case has no such allegation, entry or person, or the entry has no such field.",
    )
