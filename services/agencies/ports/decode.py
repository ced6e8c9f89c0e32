"""Messages of the contract into commands. Lenient where the contract has found a fault already, never inventive."""

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import TypeVar
from uuid import UUID

from stdnum.th import pin

from agencies.domain.agency import AgencyDetails, one_line
from agencies.domain.granting import Nomination
from agencies.domain.summary_duty import EARLIEST_ROUND
from agencies.domain.terms import AgencyKind, AgencyType
from kit.directory.copy import mark_name, role_name
from kit.domain.errors import Fault, InvalidInput
from kit.domain.thai_dates import FIRST_BUDDHIST_YEAR, GREGORIAN_YEAR, thai_month
from rongrian.agencies.v1 import agency_service_pb2, officer_service_pb2
from rongrian.agencies.v1.officer_pb2 import Mark, Role

_Term = TypeVar("_Term", bound=IntEnum)


def details_from(message: agency_service_pb2.AgencyDetails) -> AgencyDetails:
    return AgencyDetails(
        code=message.code,
        thai_name=message.thai_name,
        english_name=message.english_name,
        abbreviation=message.abbreviation,
        kind=_term(AgencyKind, message.kind) or AgencyKind.OFFICE,
        type=_term(AgencyType, message.type) or AgencyType.OTHER,
        is_acoc=message.is_acoc,
    ).tidied()


def nomination_from(message: officer_service_pb2.GrantOfficerRequest, faults: list[Fault]) -> Nomination:
    """`faults` are those of the contract: a national ID that is refused already is not refused twice.

    Raises InvalidInput where no agency can be read.
    """
    number = message.national_id
    is_refused = any(fault.field == "national_id" for fault in faults)
    return Nomination(
        username=message.username,
        first_name=one_line(message.first_name),
        last_name=one_line(message.last_name),
        national_id=number,
        is_id_wrong=not is_refused and not pin.is_valid(number),
        position=one_line(message.position),
        telephone=one_line(message.telephone),
        email=message.email,
        agency_id=id_from(message.agency_id, faults),
        roles=frozenset(role_name(role) for role in message.roles if role in Role.values()),
        marks=frozenset(mark_name(mark) for mark in message.marks if mark in Mark.values()),
        is_head=message.is_head,
    )


def id_from(text: str, faults: list[Fault]) -> UUID:
    """Raises InvalidInput with the faults of the contract where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(faults) from None


def round_from(text: str) -> date | None:
    """The first day of the month YYYY-MM, None for an empty text.

    Raises InvalidInput for the year 0, which is none, for a year meant as one of the Buddhist Era, and for a round
    before the first that the cabinet resolution asks for.
    """
    if not text:
        return None
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise _no_round("รอบแรกที่ต้องรายงานไม่มีในปฏิทิน", "The calendar has no such first round.") from None
    if month.year >= FIRST_BUDDHIST_YEAR:
        raise _no_round(*GREGORIAN_YEAR)
    if month < EARLIEST_ROUND:
        raise _no_round(
            f"รอบแรกที่ต้องรายงานต้องไม่ก่อนรอบ{thai_month(EARLIEST_ROUND)} ซึ่งเป็นรอบแรกหลังมติคณะรัฐมนตรีเมื่อวันที่ 27 มีนาคม 2561",
            f"No round before {EARLIEST_ROUND:%Y-%m} is owed: the first after the cabinet resolution of 27 March 2018.",
        )
    return month


def _no_round(thai: str, english: str) -> InvalidInput:
    return InvalidInput([Fault("from_round", "SUM-0", thai, english)])


def _term(kind: Callable[[int], _Term], number: int) -> _Term | None:
    try:
        return kind(number) if number else None
    except ValueError:
        return None
