"""สรุปผลการตรวจสอบข้อเท็จจริงเบื้องต้น: what the preliminary inquiry found, and whom (CASE-14, CASE-15)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cases.domain.complaint import Accused, CoOffender
from cases.domain.dates import faults_of_day
from cases.domain.record_rules import NO_SURNAME, NumberOfAccused, faults_of_accused
from cases.domain.terms import Ground
from kit.domain.errors import Fault

RULE = "CASE-14"


@dataclass(frozen=True, slots=True)
class Finding:
    """ผลการตรวจสอบ of the allegation of that number."""

    allegation: int
    result: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`criminal_ground` not set counts as none; `findings` are one for each allegation of the case."""

    finished_on: date
    disciplinary_ground: Ground
    criminal_ground: bool = False
    findings: tuple[Finding, ...] = ()
    damage: Decimal | None = None
    other_damage: str = ""
    notification: str = ""
    other_action: str = ""

    @property
    def done_on(self) -> date:
        return self.finished_on

    @property
    def has_ground(self) -> bool:
        """Whether there is anything to go on with: no ground at all ends the case (CASE-15)."""
        return self.disciplinary_ground is not Ground.NONE or self.criminal_ground

    def faults(self, field: str, *, allegations: Collection[int], received_on: date, today: date) -> Iterator[Fault]:
        """What is wrong with it for a case with these numbers of allegations."""
        yield from faults_of_day(f"{field}.finished_on", RULE, self.finished_on, received_on=received_on, today=today)
        found = [finding.allegation for finding in self.findings]
        for number in sorted(set(allegations) - set(found)):
            yield Fault(
                f"{field}.findings",
                RULE,
                f"ต้องระบุผลการตรวจสอบของเรื่องที่กล่าวหาลำดับที่ {number}",
                f"The result for allegation {number} is required.",
            )
        for place, number in enumerate(found):
            if number not in allegations or number in found[:place]:
                yield Fault(
                    f"{field}.findings[{place}].allegation",
                    RULE,
                    "ไม่มีเรื่องที่กล่าวหาลำดับนี้ในสำนวน หรือระบุซ้ำ",
                    "The case has no such allegation, or it is named twice.",
                )


@dataclass(frozen=True, slots=True)
class FoundOfficial:
    """An official whom the inquiry newly found, and whether he becomes a case of his own."""

    official: Accused
    allegations: tuple[int, ...]
    becomes_a_case: bool = False


@dataclass(frozen=True, slots=True)
class FoundOther:
    """Somebody who is no official and whom the inquiry newly found."""

    person: CoOffender
    allegations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Discovered:
    """Whom an inquiry found: new people, and who an accused is that was recorded without a name."""

    officials: tuple[FoundOfficial, ...] = ()
    others: tuple[FoundOther, ...] = ()
    identified: Accused | None = None

    def numbers_of_accused(self, *, is_known: bool) -> Iterator[NumberOfAccused]:
        """Those of whoever is accused from now on; `is_known`: the identified is recorded with his number already."""
        if self.identified is not None and not is_known:
            who = ("ผู้ถูกกล่าวหาที่ระบุตัวได้", "the accused who is identified")
            yield NumberOfAccused("identified.national_id", self.identified.national_id, *who)
        for place, found in enumerate(self.officials):
            if found.becomes_a_case:
                who = (f"ผู้กระทำความผิดที่พบเพิ่มคนที่ {place + 1}", f"newly found official {place + 1}")
                field = f"found_officials[{place}].official.national_id"
                yield NumberOfAccused(field, found.official.national_id, *who)

    def faults(self, *, accused: Accused, allegations: Collection[int]) -> Iterator[Fault]:
        """What is wrong with it for the case of `accused` in a complaint with these numbers of allegations."""
        people = [("found_officials", each.allegations) for each in self.officials]
        people += [("found_others", each.allegations) for each in self.others]
        for place, (field, numbers) in enumerate(people):
            at = place if field == "found_officials" else place - len(self.officials)
            if not set(numbers) <= set(allegations) or len(set(numbers)) < len(numbers):
                yield Fault(
                    f"{field}[{at}].allegations",
                    RULE,
                    "ไม่มีเรื่องที่กล่าวหาลำดับนี้ หรือระบุซ้ำ",
                    "There is no such allegation, or it is named twice.",
                )
        for place, found in enumerate(self.officials):
            yield from _faults_of_new(f"found_officials[{place}].official", found.official)
        if self.identified is not None:
            yield from _faults_of_new("identified", self.identified)
        if self.identified is not None and accused.last_name.strip() != NO_SURNAME:
            yield Fault(
                "identified",
                "CASE-15",
                "ผู้ถูกกล่าวหามีชื่ออยู่แล้ว ให้แก้ไขข้อมูลแทน",
                "The accused has a name already: edit the record instead.",
            )


def _faults_of_new(field: str, official: Accused) -> Iterator[Fault]:
    """An official whom the inquiry names is written down like any accused: a number, or that there is none."""
    yield from faults_of_accused(field, replace(official, keeps_national_id=False))
