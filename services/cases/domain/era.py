"""ก่อนมติฯ / หลังมติฯ: on which side of the cabinet resolution of 27 March 2018 a case lies (CASE-3)."""

from datetime import date
from enum import IntEnum

RESOLUTION = date(2018, 3, 27)


class Era(IntEnum):
    BEFORE_RESOLUTION = 1
    AFTER_RESOLUTION = 2


def era_of(received_on: date) -> Era:
    """Computed from the reception date, never chosen; the day of the resolution itself is still before."""
    return Era.BEFORE_RESOLUTION if received_on <= RESOLUTION else Era.AFTER_RESOLUTION
