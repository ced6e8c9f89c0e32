"""The worked example acted out by `cases`, told by its own codec, counted here: no server, nothing made up between."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cases.adapters.event_codec import Shared, encode_happenings
from cases.domain.case import Case
from cases.domain.complaint import Reception
from cases.domain.happenings import CaseDeleted, CaseRestored
from cases.domain.open_cases import open_found_case
from cases.domain.rounds import Round
from cases.domain.terms import Ground, Level
from reporting.domain.counting import CountedCase
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.terms import Level as CountedLevel
from reporting.domain.told_case import CaseFacts, Told
from reporting.ports.case_events import decode_event
from rongrian.cases.v1.case_events_pb2 import CasesEvent
from tests.unit.cases import builders
from tests.unit.reporting.reading import figures_of

TODAY = date(2020, 9, 30)
JULY, AUGUST, SEPTEMBER = (date(2020, month, 1) for month in (7, 8, 9))
RECEIVED = date(2020, 7, 15)


class Teller:
    """Lets cases act and keeps what is told of them."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def lets(self, case: Case, day: date, *acts: Callable[[], object]) -> None:
        """`acts` are done on `day`; what happened is told through the contract and back."""
        for act in acts:
            act()
        shared = Shared(Reception(case.received_on, None, "5888"), [], [])
        told = encode_happenings(case, shared, actor=UUID(int=9), now=builders.on(day))
        self.told += [decode_event(CasesEvent.FromString(each.payload)) for each in told]
        case.version += len(told)
        builders.settle(case)

    def counted(self) -> list[CountedCase]:
        """Each case by the newest that was told of it, with its acts."""
        newest: dict[UUID, CaseFacts] = {}
        for each in self.told:
            if each.facts.case_id not in newest or newest[each.facts.case_id].version < each.facts.version:
                newest[each.facts.case_id] = each.facts
        by_id = {case_id: _counted(facts, self.told) for case_id, facts in newest.items()}
        return [
            replace(by_id[case_id], origin=by_id[facts.origin_case_id] if facts.origin_case_id else None)
            for case_id, facts in newest.items()
        ]


def _counted(facts: CaseFacts, told: Iterable[Told]) -> CountedCase:
    acts = [each.act for each in told if each.act is not None and each.act.case_id == facts.case_id]
    return CountedCase(
        facts.agency_id,
        facts.era,
        facts.received_on,
        facts.entries,
        rounds=tuple(facts.rounds.values()),
        acts=tuple(act.recorded_on for act in acts),
        closing=facts.closing,
        is_deleted=facts.is_deleted,
    )


@pytest.mark.rule("REP-1", "REP-2")
def test_the_worked_examples_july_and_august() -> None:
    teller = Teller()
    din, nam = builders.the_cases(builders.a_record(RECEIVED, accused=2), RECEIVED)
    day_8, late, last = (builders.on(date(2020, *day)) for day in ((7, 23), (8, 30), (8, 31)))
    for case in (din, nam):
        teller.lets(case, RECEIVED)
    teller.lets(
        din,
        day_8.on,
        lambda: din.explain_lateness(Round.SEVEN, "ลืม", now=day_8),
        lambda: din.report_round(Round.SEVEN, builders.a_report(), now=day_8),
    )
    teller.lets(
        din,
        late.on,
        lambda: din.explain_lateness(Round.THIRTY_SEVEN, "ลืม", now=late),
        lambda: din.report_round(Round.THIRTY_SEVEN, builders.a_report(), now=late),
    )
    for case in (din, nam):
        teller.lets(case, late.on, *(_sending(case, level, late.on) for level in (Level.MINISTRY_ACOC, Level.PACC)))
    outcome = replace(builders.an_outcome(), is_referred_to_criminal=True)
    teller.lets(
        din,
        last.on,
        lambda: din.conclude_inquiry(builders.a_conclusion(criminal=True), now=last),
        lambda: din.report_proceedings(builders.some_proceedings(), now=last),
        lambda: din.report_outcome(outcome, now=last),
    )

    cases = teller.counted()

    neither = Compliance(not_followed=2)
    unit, acoc = CountedLevel.UNIT, CountedLevel.MINISTRY_ACOC
    assert figures_of(cases, unit, JULY) == Figures(after=EraFigures(new=2), compliance=neither)
    august_of_the_unit = EraFigures(carried_forward=2, progressed=1, serious=1, criminal=1)
    assert figures_of(cases, unit, AUGUST) == Figures(after=august_of_the_unit, compliance=neither)
    august_of_the_acoc = EraFigures(first_reported=2, serious=1, criminal=1)
    assert figures_of(cases, acoc, AUGUST) == Figures(after=august_of_the_acoc, compliance=neither)
    assert (august_of_the_acoc.received, august_of_the_acoc.completed, august_of_the_acoc.outstanding) == (2, 1, 1)
    assert (august_of_the_unit.received, august_of_the_unit.completed, august_of_the_unit.outstanding) == (0, 1, 1)


@pytest.mark.rule("CASE-15", "REP-2")
@pytest.mark.parametrize(("concluded", "followed"), [(date(2020, 8, 21), True), (date(2020, 8, 22), False)])
def test_a_found_official_counts_by_the_rounds_of_the_inquiry_that_found_him(concluded: date, followed: bool) -> None:
    teller, now = Teller(), builders.on(concluded)
    origin = builders.a_case(RECEIVED)
    teller.lets(
        origin,
        date(2020, 7, 22),
        lambda: origin.report_round(Round.SEVEN, builders.a_report(), now=builders.on(date(2020, 7, 22))),
    )
    if not followed:
        teller.lets(origin, concluded, lambda: origin.explain_lateness(Round.THIRTY_SEVEN, "ลืม", now=now))
    conclusion = builders.a_conclusion()
    teller.lets(origin, concluded, lambda: origin.conclude_inquiry(conclusion, now=now))
    found = open_found_case(
        origin,
        case_id=UUID(int=99),
        ordinal=2,
        reception=Reception(RECEIVED, None, "5888"),
        conclusion=conclusion,
        recorded_at=Level.UNIT,
        now=now,
    )
    teller.lets(found, concluded)

    august = figures_of(teller.counted(), CountedLevel.UNIT, AUGUST)

    assert august.after == EraFigures(first_reported=1, carried_forward=1, progressed=1)
    assert august.compliance == (Compliance(followed=2) if followed else Compliance(not_followed=2))


@pytest.mark.rule("CASE-21", "REP-1")
def test_before_the_resolution_progress_is_told_and_a_deletion_takes_the_case_away_until_it_is_restored() -> None:
    teller, august = Teller(), builders.on(date(2020, 8, 3))
    [case] = builders.the_cases(builders.a_record(builders.RECEIVED_BEFORE), RECEIVED)
    teller.lets(case, RECEIVED)
    teller.lets(case, august.on, lambda: case.report_progress(builders.a_report(RECEIVED), now=august))
    none = builders.a_conclusion(Ground.NONE)
    september = builders.on(date(2020, 9, 1))
    teller.lets(case, september.on, lambda: case.conclude_inquiry(none, now=september))
    as_it_was = [figures_of(teller.counted(), CountedLevel.UNIT, month) for month in (JULY, AUGUST, SEPTEMBER)]

    case.deleted_on = september.on
    teller.lets(case, september.on, lambda: case.happenings.append(CaseDeleted()))
    deleted = [figures_of(teller.counted(), CountedLevel.UNIT, month) for month in (JULY, AUGUST, SEPTEMBER)]
    case.deleted_on = None
    teller.lets(case, september.on, lambda: case.happenings.append(CaseRestored()))
    restored = [figures_of(teller.counted(), CountedLevel.UNIT, month) for month in (JULY, AUGUST, SEPTEMBER)]

    assert (
        as_it_was
        == restored
        == [
            Figures(before=EraFigures(first_reported=1)),
            Figures(before=EraFigures(carried_forward=1, progressed=1)),
            Figures(before=EraFigures(carried_forward=1, progressed=1, ended=1)),
        ]
    )
    assert deleted == [Figures()] * 3


@pytest.mark.rule("REP-1")
def test_an_outcome_alone_is_progress_in_its_month() -> None:
    teller = Teller()
    case, september = builders.in_proceedings(builders.a_case(RECEIVED), date(2020, 7, 22)), builders.on(TODAY)
    teller.lets(case, TODAY, lambda: case.report_outcome(builders.an_outcome(), now=september))

    assert figures_of(teller.counted(), CountedLevel.UNIT, SEPTEMBER).after == EraFigures(
        carried_forward=1, progressed=1, serious=1
    )


def _sending(case: Case, to: Level, day: date) -> Callable[[], None]:
    return lambda: case.send(to, now=builders.on(day))
