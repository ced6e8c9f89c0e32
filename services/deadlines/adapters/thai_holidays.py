"""Thai public holidays, those of government offices and substitution days among them (DUE-2, DUE-3)."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from holidays import country_holidays
from holidays.constants import GOVERNMENT, PUBLIC


@cache
def thai_holidays(year: int) -> Mapping[date, str]:
    """The Thai names of the days off of a year, as the library has them."""
    days = country_holidays("TH", years=year, categories=(GOVERNMENT, PUBLIC), language="th")
    return dict(days.items())
