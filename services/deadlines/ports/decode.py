"""Messages of the contract into what the use cases take; what cannot be is a fault beside those of the contract."""

from datetime import date
from uuid import UUID

from deadlines.app.views import PageAfter
from deadlines.domain.policy import CountedIn, Terms
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.values import Reader
from rongrian.deadlines.v1 import policy_service_pb2


def days_from_to(due_from: str, due_to: str, rule: str, faults: list[Fault]) -> tuple[date | None, date | None]:
    """Both ends of a range; one that runs backwards is added to `faults`."""
    reader = Reader(faults, rule)
    first, last = reader.day("due_from", due_from), reader.day("due_to", due_to)
    if first is not None and last is not None and first > last:
        faults.append(Fault("due_to", rule, "วันสิ้นสุดต้องไม่ก่อนวันเริ่มต้น", "The period ends before it begins."))
    return first, last


def month_from(text: str) -> date | None:
    """The first day of YYYY-MM; None for what is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def id_from(text: str) -> UUID | None:
    """None for none, and for what the contract has refused."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def terms_from(message: policy_service_pb2.Terms) -> Terms | None:
    """None for terms that the contract has refused."""
    try:
        counted_in = CountedIn(message.counted_in)
    except ValueError:
        return None
    has_number = counted_in not in (CountedIn.END_OF_DAY, CountedIn.GIVEN_DATE)
    return Terms(message.number if has_number else 0, counted_in, message.is_extendable)


def page_after(token: str) -> PageAfter | None:
    """Raises InvalidInput for a token that no page has given."""
    if not token:
        return None
    due_on, _, obligation_id = token.partition("~")
    try:
        return PageAfter(date.fromisoformat(due_on), UUID(obligation_id))
    except ValueError:
        fault = Fault("page_token", "DUE-7", "หน้าที่ขอไม่มีอยู่", "No page has given this token.")
        raise InvalidInput([fault]) from None
