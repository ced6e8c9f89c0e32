"""A monthly summary and what is told of it, and the policy as the migration ships it (a test holds both equal)."""

from datetime import date, datetime, time
from uuid import UUID

from deadlines.domain.followed import Told
from deadlines.domain.policy import AppliesTo, CountedIn
from deadlines.domain.summary import (
    DUTY_ENDED,
    DUTY_RESUMED,
    MONTH_BEGAN,
    ROUND_CLOSED,
    SUBMITTED,
    RoundClosing,
    SummaryFacts,
    SummaryTold,
    act_of_summary,
)
from kit.domain.thai_dates import BANGKOK
from tests.unit.deadlines.case_facts import policy, rules

AGENCY = UUID(int=2)
SEPTEMBER, OCTOBER = date(2020, 9, 1), date(2020, 10, 1)
FACTS = SummaryFacts(AGENCY, SEPTEMBER)
SUMMARY = policy(
    "summary.monthly",
    10,
    CountedIn.DAY_OF_MONTH,
    applies_to=AppliesTo.EVERY_SUMMARY,
    opens_with=(MONTH_BEGAN,),
    met_by=(SUBMITTED,),
    ended_by=(ROUND_CLOSED,),
    cancelled_by=(DUTY_ENDED,),
    revived_by=(DUTY_RESUMED,),
    is_law=True,
)
RULES = rules(SUMMARY)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), BANGKOK)


def submitted(moment: datetime, facts: SummaryFacts = FACTS) -> SummaryTold:
    return Told(facts, act_of_summary(SUBMITTED, moment, moment.date()))


def closed(moment: datetime, facts: SummaryFacts = FACTS) -> SummaryTold:
    return RoundClosing(facts.round, moment, moment.date()).of(facts)
