"""Complaints as officers write them down: one to three accused, one or two allegations, co-offenders with some."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cases.domain.complaint import Accused, Allegation, Complainant, ComplaintRecord, CoOffender, Reception
from cases.domain.record_rules import EARLIEST, NOBODY_COMPLAINS
from cases.domain.terms import Channel, ComplaintKind, PersonKind, Source
from tests.bench.bulk import words

_SOURCES = (Source.DIRECT, Source.ANONYMOUS_LETTER, Source.SELF_DETECTED, Source.NATIONAL_CENTRE)


def a_record(number: int, received_on: date, agency_name: str, rng: Random) -> ComplaintRecord:
    """Faultless for whoever records it on that day or later."""
    accused = tuple(_accused(agency_name, rng) for _ in range(rng.choices((1, 2, 3), (60, 30, 10))[0]))
    source = rng.choices(_SOURCES, (5, 3, 1, 1))[0]
    reception = Reception(
        received_on=received_on,
        source=source,
        agency_number=f"รย {number}",
        was_pending=received_on < EARLIEST,
        details="รับไว้ตามหนังสือนำส่ง",
        channel=rng.choice(list(Channel)),
        kind=rng.choices(list(ComplaintKind), (8, 4, 3, 1, 1, 1, 1))[0],
    )
    return ComplaintRecord(
        reception, _complainant(source, rng), accused, _allegations(accused, number, received_on, rng)
    )


def _complainant(source: Source, rng: Random) -> Complainant:
    if source in NOBODY_COMPLAINS:
        return Complainant()
    if rng.random() < 0.5:
        return Complainant(withheld=True)
    return Complainant(False, "นาย", words.first_name(rng), words.last_name(rng), "ผู้อยู่ในเหตุการณ์")


def _accused(agency_name: str, rng: Random) -> Accused:
    number = words.national_id(rng) if rng.random() < 0.9 else ""
    return Accused(
        title=rng.choice(("นาย", "นาง", "นางสาว")),
        first_name=words.first_name(rng),
        last_name=words.last_name(rng),
        national_id=number,
        has_no_national_id=not number,
        position=rng.choice(words.POSITIONS),
        position_type="วิชาการ",
        position_level="ชำนาญการ",
        affiliation=agency_name,
        is_under_agency=True,
    )


def _allegations(accused: tuple[Accused, ...], number: int, received_on: date, rng: Random) -> tuple[Allegation, ...]:
    """Everybody is ticked for the first, the last accused for the second where there is one."""
    who = f"{accused[0].title}{accused[0].first_name} {accused[0].last_name}"
    everybody = tuple(range(1, len(accused) + 1))
    ticks = (everybody, (len(accused),))[: rng.choices((1, 2), (7, 3))[0]]
    return tuple(
        Allegation(
            subject=words.subject(rng),
            facts=words.facts(rng, who, 2 * number + place),
            acted_on=received_on - timedelta(days=rng.randint(3, 400)),
            place=f"จังหวัด{words.province(rng)}",
            accused=ticked,
            damage=Decimal(rng.randint(1, 500) * 1000) if rng.random() < 0.3 else None,
            co_offenders=tuple(_co_offender(rng) for _ in range(rng.choices((0, 1, 2), (8, 1, 1))[0])),
        )
        for place, ticked in enumerate(ticks)
    )


def _co_offender(rng: Random) -> CoOffender:
    if rng.random() < 0.5:
        return CoOffender(PersonKind.JURISTIC, f"บริษัท {words.last_name(rng)} จำกัด", relation="ผู้รับจ้าง")
    number = words.national_id(rng)
    return CoOffender(
        PersonKind.NATURAL, words.first_name(rng), "นาย", words.last_name(rng), number, relation="พยานร่วม"
    )
