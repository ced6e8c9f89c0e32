"""Who owes monthly summaries, and from which round on (SUM-0)."""

from datetime import date, timedelta

from agencies.domain.agency import Agency
from agencies.domain.terms import AgencyKind, SummarySetting
from kit.domain.thai_dates import month_range

# The duty comes from the cabinet resolution of 27 March 2018: the first round after it reports that month.
EARLIEST_ROUND = date(2018, 4, 1)


def owes_summaries(agency: Agency, parent: Agency | None, *, has_unit: bool) -> bool:
    """`has_unit`: whether the agency has an active officer with the role `unit`; `parent` None above the country."""
    if not agency.is_open or agency.details.kind is AgencyKind.COUNTRY:
        return False
    if agency.summary_setting is not None:
        return agency.summary_setting is SummarySetting.OWES
    if agency.details.kind is AgencyKind.MINISTRY:
        return True
    return has_unit and parent is not None and parent.details.kind is AgencyKind.MINISTRY


def first_round_after(day: date) -> date:
    """The first day of the month after that of `day`: the first round of an agency that is made on it."""
    _, last = month_range(day.year, day.month)
    return last + timedelta(days=1)
