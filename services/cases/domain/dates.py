"""What every date that an officer types into a report must hold to."""

from collections.abc import Iterator
from datetime import date

from kit.domain.errors import Fault


def faults_of_day(field: str, rule: str, day: date, *, received_on: date, today: date) -> Iterator[Fault]:
    """A day of work on a case lies neither before its reception nor in the future."""
    if day < received_on:
        yield Fault(field, rule, "วันที่ต้องไม่ก่อนวันที่รับเรื่อง", "The date lies before the reception date.")
    if day > today:
        yield Fault(field, rule, "วันที่ต้องไม่เป็นวันในอนาคต", "The date lies in the future.")
