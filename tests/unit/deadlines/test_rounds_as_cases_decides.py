"""For the rounds `cases` decides: what `deadlines` works out from its events equals it (DUE-16)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.adapters.event_codec import Shared, encode_happenings
from cases.domain.case import Case, Moment
from cases.domain.complaint import Reception
from cases.domain.conclusion import Conclusion
from cases.domain.era import Era, era_of
from cases.domain.happenings import CaseDeleted, CaseRestored
from cases.domain.ladder import Ladder
from cases.domain.rounds import Round, rounds_of
from cases.domain.status import CaseAct, CaseStatus
from cases.domain.terms import Committee, Ground, Level
from cases.domain.work_report import WorkReport
from deadlines.domain.followed_case import CaseTold, FollowedCase
from deadlines.domain.obligation import Obligation
from deadlines.domain.state import ObligationState
from deadlines.ports.case_events import decode_event
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent
from tests.unit.deadlines.case_facts import noon, rules

POLICY_OF = {case_pb2.ROUND_7: "case.round_7", case_pb2.ROUND_37: "case.round_37"}
OFFICER = UUID(int=77)
ACTS = (
    CaseAct.EXPLAIN_LATENESS_7,
    CaseAct.REPORT_ROUND_7,
    CaseAct.EXPLAIN_LATENESS_37,
    CaseAct.REPORT_ROUND_37,
    CaseAct.CONCLUDE_INQUIRY,
)


def new_case(received_on: date, recorded_on: date, *, origin: UUID | None) -> Case:
    """With an origin it is one that an inquiry opened: it begins where that inquiry ended (CASE-15)."""
    era = era_of(received_on)
    owes_rounds = era is Era.AFTER_RESOLUTION and origin is None
    return Case(
        id=UUID(int=5888),
        complaint_id=UUID(int=5),
        agency_id=UUID(int=1),
        number="5888-1",
        era=era,
        status=CaseStatus.INQUIRY_CONCLUDED if origin else CaseStatus.NEW,
        received_on=received_on,
        recorded_on=recorded_on,
        rounds=rounds_of(received_on) if owes_rounds else {},
        ladder=Ladder((Level.UNIT, Level.PACC), {Level.UNIT: recorded_on}),
        timeline_length=0,
        version=0,
        concluded_on=recorded_on if origin else None,
        origin_case_id=origin,
    )


def work_on(case: Case, act: CaseAct, now: Moment) -> None:
    report = WorkReport(now.on, Committee.APPOINTED, "สืบสวน")
    match act:
        case CaseAct.EXPLAIN_LATENESS_7:
            case.explain_lateness(Round.SEVEN, "เอกสารล่าช้า", now=now)
        case CaseAct.EXPLAIN_LATENESS_37:
            case.explain_lateness(Round.THIRTY_SEVEN, "เอกสารล่าช้า", now=now)
        case CaseAct.REPORT_ROUND_7:
            case.report_round(Round.SEVEN, report, now=now)
        case CaseAct.REPORT_ROUND_37:
            case.report_round(Round.THIRTY_SEVEN, report, now=now)
        case CaseAct.CONCLUDE_INQUIRY:
            case.conclude_inquiry(Conclusion(now.on, Ground.SERIOUS), now=now)


def told_by(case: Case, now: Moment) -> list[CasesEvent]:
    """The events of what has just happened, through the contract and back."""
    shared = Shared(Reception(case.received_on, None, "5888"), [], [])
    events = [CasesEvent.FromString(each.payload) for each in encode_happenings(case, shared, actor=OFFICER, now=now)]
    case.version += len(events)
    case.happenings.clear()
    return events


@st.composite
def a_life(draw: st.DrawFn) -> list[CasesEvent]:
    """A case that takes what it accepts, on days that never go back; now and then deleted, and restored later."""
    received_on = draw(st.dates(min_value=date(2018, 3, 20), max_value=date(2018, 4, 20)))
    day = received_on + timedelta(days=draw(st.integers(0, 9)))
    origin = UUID(int=1) if draw(st.integers(0, 9)) == 0 else None
    case = new_case(received_on, day, origin=origin)
    case.record()
    told = told_by(case, Moment(noon(day), day))
    for _ in range(draw(st.integers(0, 7))):
        day += timedelta(days=draw(st.integers(0, 12)))
        now = Moment(noon(day), day)
        if case.deleted_on is not None or draw(st.integers(0, 5)) == 0:
            is_restored = case.deleted_on is not None
            case.deleted_on = None if is_restored else day
            case.happenings.append(CaseRestored() if is_restored else CaseDeleted())
        elif possible := [act for act in ACTS if act in case.acceptable(day)]:
            work_on(case, draw(st.sampled_from(possible)), now)
        told += told_by(case, now)
    return told


def decided(facts: CaseFacts) -> dict[str, tuple[str, str]]:
    """What `cases` says of the rounds: when each is due, when it was reported."""
    return {POLICY_OF[each.round]: (each.due_on, each.reported_on) for each in facts.rounds}


def derived(obligation: Obligation) -> tuple[str, str]:
    return obligation.due_on.isoformat(), obligation.met_on.isoformat() if obligation.met_on else ""


@pytest.mark.rule("DUE-16", "REL-3")
@settings(max_examples=300)
@given(told=a_life(), data=st.data())
def test_both_rounds_are_due_and_reported_as_cases_says(told: list[CasesEvent], data: st.DataObject) -> None:
    arrived: list[CaseTold] = [decode_event(each) for each in data.draw(st.permutations(told))]
    case = FollowedCase(arrived[0].facts)
    for each in arrived:
        case.take(each)
        case.judge(rules(), each.act.recorded_on)

    facts = max((each.facts for each in told), key=lambda each: each.version)
    if facts.is_deleted:
        assert {each.state for each in case.obligations.values()} <= {ObligationState.CANCELLED}
    else:
        assert {each.policy: derived(each) for each in case.obligations.values()} == decided(facts)
        for owed in case.obligations.values():
            assert owed.met_on is None or (owed.state is ObligationState.MET) == (owed.met_on <= owed.due_on)


@pytest.mark.rule("DUE-16")
def test_the_worked_examples_rounds_written_out_by_hand() -> None:
    """Received on 15 July 2563; round 7 reported on 20 July, the inquiry concluded on 30 August, nine days late."""
    case = new_case(date(2020, 7, 15), date(2020, 7, 15), origin=None)
    case.record()
    told = told_by(case, Moment(noon(date(2020, 7, 15)), date(2020, 7, 15)))
    for day, act in (
        (date(2020, 7, 20), CaseAct.REPORT_ROUND_7),
        (date(2020, 8, 30), CaseAct.EXPLAIN_LATENESS_37),
        (date(2020, 8, 30), CaseAct.CONCLUDE_INQUIRY),
    ):
        work_on(case, act, Moment(noon(day), day))
        told += told_by(case, Moment(noon(day), day))

    followed = FollowedCase(decode_event(told[0]).facts)
    for each in told:
        followed.take(decode_event(each))
    followed.judge(rules(), date(2020, 8, 30))

    assert {each.policy: (*derived(each), each.state) for each in followed.obligations.values()} == {
        "case.round_7": ("2020-07-22", "2020-07-20", ObligationState.MET),
        "case.round_37": ("2020-08-21", "2020-08-30", ObligationState.MET_LATE),
    }
