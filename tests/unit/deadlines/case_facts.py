"""A case and its acts as `cases` would tell them, and rules to judge by, for tests that need no server."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from deadlines.domain.act import Act
from deadlines.domain.calendar import Calendar, HolidayChange
from deadlines.domain.followed import Told
from deadlines.domain.followed_case import CaseFacts, CaseTold, FollowedCase
from deadlines.domain.obligation import Obligation, obligation_id
from deadlines.domain.owed import Rules
from deadlines.domain.policy import (
    AppliesTo,
    CountedFrom,
    CountedIn,
    OwedBy,
    Policy,
    ReminderStep,
    Terms,
    TermsSet,
    Words,
)
from kit.domain.thai_dates import BANGKOK

CASE = UUID(int=5888)
COMPLAINT = UUID(int=5)
AGENCY = UUID(int=1)
OFFICER = UUID(int=77)
RECEIVED = date(2020, 7, 15)

RECORDED = "cases.case_recorded"
REPORTED_7 = "cases.round_reported.round_7"
REPORTED_37 = "cases.round_reported.round_37"
CONCLUDED = "cases.inquiry_concluded"
DELETED = "cases.case_deleted"
RESTORED = "cases.case_restored"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BANGKOK)


def case_facts(version: int = 1, *, received_on: date = RECEIVED, is_deleted: bool = False) -> CaseFacts:
    """A case after the resolution, recorded on the day of its reception."""
    return CaseFacts(
        case_id=CASE,
        complaint_id=COMPLAINT,
        agency_id=AGENCY,
        number="5888-1",
        received_on=received_on,
        recorded_on=received_on,
        owes_rounds=True,
        is_with_pacc=False,
        accused_indexes=(),
        handler=None,
        recused=(),
        is_deleted=is_deleted,
        version=version,
    )


def told(
    version: int, event: str, on: date, *, facts: CaseFacts | None = None, given_on: date | None = None
) -> CaseTold:
    """What `cases` told of the `version`-th change, recorded at noon of the day `on`."""
    stands = replace(facts or case_facts(is_deleted=event == DELETED), version=version)
    return Told(stands, Act(version, event, noon(on), on, OFFICER, given_on))


def policy(
    code: str,
    number: int = 7,
    counted_in: CountedIn = CountedIn.CALENDAR_DAYS,
    *,
    counted_from: CountedFrom = CountedFrom.OPENING,
    applies_to: AppliesTo = AppliesTo.EVERY_CASE,
    opens_with: tuple[str, ...] = (RECORDED,),
    met_by: tuple[str, ...] = (REPORTED_7,),
    ended_by: tuple[str, ...] = (),
    cancelled_by: tuple[str, ...] = (DELETED,),
    revived_by: tuple[str, ...] = (RESTORED,),
    stopped_by: tuple[str, ...] = (),
    resumed_by: tuple[str, ...] = (),
    longest_stop: int = 0,
    is_repeating: bool = False,
    is_law: bool = False,
    is_extendable: bool = False,
) -> Policy:
    return Policy(
        code=code,
        shipped=Terms(number, counted_in, is_extendable),
        counted_from=counted_from,
        owed_by=OwedBy.AGENCY,
        applies_to=applies_to,
        opens_with=opens_with,
        met_by=met_by,
        ended_by=ended_by,
        cancelled_by=cancelled_by,
        revived_by=revived_by,
        stopped_by=stopped_by,
        resumed_by=resumed_by,
        longest_stop=longest_stop,
        is_repeating=is_repeating,
        is_law=is_law,
        duty=Words("หน้าที่", "duty"),
        basis=Words("ฐานอำนาจ", "basis"),
        reminders=(ReminderStep.of(0),),
    )


def law_round(code: str, number: int, *met_by: str) -> Policy:
    """A case round, as the migration ships it (a test with the database holds both equal)."""
    return policy(
        code,
        number,
        counted_from=CountedFrom.RECEPTION,
        applies_to=AppliesTo.CASES_WITH_ROUNDS,
        met_by=met_by,
        is_law=True,
    )


ROUND_7 = law_round("case.round_7", 7, REPORTED_7)
ROUND_37 = law_round("case.round_37", 37, REPORTED_37, CONCLUDED)


def calendar(listed: Mapping[date, str] | None = None, changes: Collection[HolidayChange] = ()) -> Calendar:
    """Days off written out by hand."""
    days = listed or {}
    return Calendar(lambda year: {day: name for day, name in days.items() if day.year == year}, tuple(changes))


def change(day: date, *, is_added: bool, on: date = RECEIVED, name: str = "วันหยุดพิเศษ") -> HolidayChange:
    return HolidayChange(UUID(int=day.toordinal()), day, is_added, name, OFFICER, noon(on), "มติคณะรัฐมนตรี")


def rules(*policies: Policy, days_off: Calendar | None = None, terms_set: Collection[TermsSet] = ()) -> Rules:
    """The two rounds where nothing else is asked for."""
    return Rules({each.code: each for each in policies or (ROUND_7, ROUND_37)}, terms_set, days_off or calendar())


def followed(*events: CaseTold, by: Rules | None = None, today: date = RECEIVED) -> FollowedCase:
    """A case of which these were told one after another, judged after each."""
    case = FollowedCase(events[0].facts)
    for each in events:
        case.take(each)
        case.judge(by or rules(), today)
    return case


def obligation_of(case: FollowedCase, code: str = "case.round_7", occurrence: int = 1) -> Obligation:
    return case.obligations[obligation_id(CASE, code, occurrence)]


def days(number: int) -> date:
    """So many days after the reception."""
    return RECEIVED + timedelta(days=number)
