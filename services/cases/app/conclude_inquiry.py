"""สรุปผลการตรวจสอบข้อเท็จจริงเบื้องต้น: the conclusion of an inquiry, with whom it found (CASE-14, CASE-15)."""

from dataclasses import dataclass, replace
from uuid import UUID

from uuid_utils.compat import uuid7

from cases.app.asking import Asked, Caller
from cases.app.store import Changes
from cases.domain.case import Case
from cases.domain.complaint import Accused
from cases.domain.complaint_file import ComplaintFile
from cases.domain.conclusion import Conclusion, Discovered, FoundOfficial
from cases.domain.open_cases import open_found_case
from cases.domain.permissions import REPORT
from cases.domain.record_rules import faults_of_numbers
from cases.domain.terms import Level
from cases.domain.timeline import FoundPerson
from kit.clock import Clock
from kit.domain.errors import Fault, InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class ConcludeInquiry:
    """`recorded_at`: by whom the cases of newly found officials are entered, as with a record."""

    by: Caller
    case_id: UUID
    expected_version: int
    conclusion: Conclusion | None
    discovered: Discovered
    faults: tuple[Fault, ...]
    recorded_at: Level


async def conclude_inquiry(command: ConcludeInquiry, *, store: Changes, clock: Clock) -> UUID:
    """Record the conclusion and return the case's id.

    Raises InvalidInput with every fault, what `Case.conclude_inquiry` raises, and what `editing_complaint` raises.
    """
    asked = command.by.asks(REPORT, clock)
    async with store.editing_complaint(
        None, asked, case_id=command.case_id, expected_version=command.expected_version
    ) as file:
        place = _place_of(file, command.case_id)
        conclusion = _faultless(command, file, place, asked)
        before = list(file.accused), list(file.allegations)
        found = [*_officials(command, file, place, conclusion, asked), *_others(command.discovered, file)]
        earlier = _identified(command.discovered.identified, file, place)
        case = file.cases[place]
        case.conclude_inquiry(conclusion, found=tuple(found), earlier_accused=earlier, now=asked.now)
        if before != (file.accused, file.allegations):
            file.version += 1
        if before[0] != file.accused or file.found_numbers:
            file.tell_edited(case, *file.cases[len(before[0]) :])
    return command.case_id


def _place_of(file: ComplaintFile, case_id: UUID) -> int:
    places = [place for place, case in enumerate(file.cases) if case.id == case_id]
    if not places:
        raise NotFound
    return places[0]


def _faultless(command: ConcludeInquiry, file: ComplaintFile, place: int, asked: Asked) -> Conclusion:
    case, faults, numbers = file.cases[place], list(command.faults), file.numbers_of(place + 1)
    if command.conclusion is not None:
        days = {"received_on": case.received_on, "today": asked.now.on}
        faults += command.conclusion.faults("conclusion", allegations=numbers, **days)
    faults += command.discovered.faults(accused=file.accused[place], allegations=numbers)
    faults += _same_numbers(command.discovered, file, place)
    if faults or command.conclusion is None:
        raise InvalidInput(faults)
    return command.conclusion


def _same_numbers(discovered: Discovered, file: ComplaintFile, place: int) -> list[Fault]:
    """Whoever is found or identified is none of the accused already; the identified may be who he was recorded as."""
    identified = discovered.identified
    is_known = identified is not None and file.place_of_number(identified.national_id) == place
    numbers = discovered.numbers_of_accused(is_known=is_known)
    return list(faults_of_numbers(numbers, recorded=file.place_of_number))


def _officials(
    command: ConcludeInquiry, file: ComplaintFile, place: int, conclusion: Conclusion, asked: Asked
) -> list[FoundPerson]:
    """Each newly found official, as a case of his own where the officer says so; his number is sealed apart."""
    origin, found = file.cases[place], []
    for at, each in enumerate(command.discovered.officials):
        case = _new_case(command, file, origin, _of_his(conclusion, each), asked) if each.becomes_a_case else None
        if case is not None:
            file.add_accused(each.official, case, each.allegations)
        elif each.official.national_id:
            file.found_numbers.setdefault(origin.id, {})[at] = each.official.national_id
        found.append(_found(each, case))
    return found


def _new_case(
    command: ConcludeInquiry, file: ComplaintFile, origin: Case, conclusion: Conclusion, asked: Asked
) -> Case:
    return open_found_case(
        origin,
        case_id=uuid7(),
        ordinal=len(file.cases) + 1,
        reception=file.reception,
        conclusion=conclusion,
        recorded_at=command.recorded_at,
        now=asked.now,
        handler=command.by.handler_for(file.agency_id),
    )


def _of_his(conclusion: Conclusion, each: FoundOfficial) -> Conclusion:
    """The conclusion as far as it is about the allegations in which he took part."""
    findings = tuple(finding for finding in conclusion.findings if finding.allegation in each.allegations)
    return replace(conclusion, findings=findings)


def _found(each: FoundOfficial, case: Case | None) -> FoundPerson:
    official = replace(each.official, national_id="", keeps_national_id=bool(each.official.national_id))
    return FoundPerson(each.allegations, official=official, case_id=case.id if case else None)


def _others(discovered: Discovered, file: ComplaintFile) -> list[FoundPerson]:
    """They stand as co-offenders under their allegations from now on."""
    for each in discovered.others:
        file.add_co_offender(each.person, each.allegations)
    return [
        FoundPerson(
            each.allegations,
            other=replace(each.person, identifier="", keeps_identifier=bool(each.person.identifier)),
        )
        for each in discovered.others
    ]


def _identified(identified: Accused | None, file: ComplaintFile, place: int) -> Accused | None:
    """The accused as he had been recorded, where the inquiry says who he is; the case stays his (CASE-15)."""
    if identified is None:
        return None
    earlier, file.accused[place] = file.accused[place], identified
    return replace(earlier, national_id="")
