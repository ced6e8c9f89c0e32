"""Months, pages, agencies and statements out of messages."""

from datetime import date
from uuid import UUID

from kit.domain.errors import Fault, InvalidInput
from kit.domain.thai_dates import BUDDHIST_ERA, FIRST_BUDDHIST_YEAR, GREGORIAN_YEAR
from kit.grpc.call import Call
from reporting.domain.summary import Statement
from reporting.domain.terms import Stated
from rongrian.reporting.v1.summary_service_pb2 import SubmitSummaryRequest

# As far back as a fiscal year may be asked for (REP-12). The calendar itself ends where a month has none before it.
_FIRST_YEAR = FIRST_BUDDHIST_YEAR - BUDDHIST_ERA


def decode_month(call: Call, field: str, text: str, rule: str) -> date | None:
    """The first day of a month of the contract; None where it was refused.

    A fault where there is none, or where its year is meant as one of the Buddhist Era.
    """
    if any(fault.field == field for fault in call.faults):
        return None
    month = _month(text)
    if month is None:
        call.faults.append(Fault(field, rule, f"ไม่มีเดือน {text}", f"There is no such month as {text}."))
        return None
    if month.year >= FIRST_BUDDHIST_YEAR:
        call.faults.append(Fault(field, rule, *GREGORIAN_YEAR))
        return None
    return month


def month_of(call: Call, field: str, text: str, rule: str) -> date:
    """Raises InvalidInput where anything is wrong; for calls whose use case adds no fault."""
    month = decode_month(call, field, text, rule)
    if month is None or call.faults:
        raise InvalidInput(call.faults)
    return month


def decode_statement(call: Call, request: SubmitSummaryRequest) -> Statement | None:
    """None where the contract has refused a part of it."""
    if any(fault.field in ("new", "progress", "note") for fault in call.faults):
        return None
    return Statement(Stated(request.new), Stated(request.progress), request.note.strip())


def decode_agency(call: Call, text: str) -> UUID | None:
    """None for the caller's own, and where the contract has refused it."""
    if not text or any(fault.field == "agency_id" for fault in call.faults):
        return None
    return UUID(text)


def round_token(call: Call, text: str) -> date | None:
    """The round that a page ended with. Raises InvalidInput for a token that no page has given."""
    if not text:
        return None
    month = _month(text)
    if month is None or month.year >= FIRST_BUDDHIST_YEAR:
        raise _no_page(call, "SUM-5")
    return month


def case_token(call: Call, text: str) -> UUID | None:
    """The case that a page ended with. Raises InvalidInput for a token that no page has given."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise _no_page(call, "SUM-5") from None


def _month(text: str) -> date | None:
    """None where no calendar has it, or its year lies too far back."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if month.year >= _FIRST_YEAR else None


def _no_page(call: Call, rule: str) -> InvalidInput:
    fault = Fault("page_token", rule, "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
    return InvalidInput([*call.faults, fault])
