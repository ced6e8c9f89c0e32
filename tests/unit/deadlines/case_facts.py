"""Facts of a case as `cases` would tell them, for tests that need no server."""

from datetime import date, timedelta
from uuid import UUID

from deadlines.domain.followed_case import CaseFacts, FollowedCase, RoundFacts
from deadlines.domain.obligation import Obligation
from deadlines.domain.policy import ROUND_7

CASE = UUID(int=5888)
COMPLAINT = UUID(int=5)
AGENCY = UUID(int=1)
RECEIVED = date(2020, 7, 15)


def facts(version: int, *, received_on: date = RECEIVED, reported_on: date | None = None) -> CaseFacts:
    """A case after the resolution, recorded on the day of its reception."""
    return CaseFacts(
        case_id=CASE,
        complaint_id=COMPLAINT,
        agency_id=AGENCY,
        number="5888-1",
        recorded_on=received_on,
        is_with_pacc=False,
        accused_indexes=(),
        rounds=(RoundFacts(ROUND_7, received_on + timedelta(days=7), reported_on),),
        version=version,
    )


def followed(*told: CaseFacts) -> FollowedCase:
    case = FollowedCase(told[0], {})
    for each in told:
        case.take(each)
    return case


def round_7_of(case: FollowedCase) -> Obligation:
    return case.obligations[ROUND_7]
