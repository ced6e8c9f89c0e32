"""What a corrected case comes to (CASE-22), written out by hand: both eras, every status, both ways."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.case import Case
from cases.domain.era import Era
from cases.domain.errors import CaseIsClosed, LatenessUnexplained, RoundAlreadyReported, RoundSevenFirst
from cases.domain.open_cases import open_found_case
from cases.domain.possible import steps_possible
from cases.domain.rework import rework
from cases.domain.rounds import Round
from cases.domain.status import CaseAct, CaseStatus
from cases.domain.terms import ClosedAs, Ground, Level, Outcome
from cases.domain.timeline import RecordedEntry
from tests.unit.cases.builders import (
    a_case,
    a_conclusion,
    a_record,
    a_report,
    an_outcome,
    on,
    settle,
    some_proceedings,
)

# Each letter is a step: p progress, e and E explained lateness of round 7 and 37, r and R their reports, c a conclusion
# with a ground, n one without any, d proceedings, o an outcome.
BEFORE, AFTER = date(2018, 3, 20), date(2018, 4, 10)


class Life:
    """A case and its timeline, as the store keeps both."""

    def __init__(self, received_on: date) -> None:
        self.case: Case = a_case(received_on)
        self.entries: list[RecordedEntry] = []

    def steps(self, *steps: tuple[str, date]) -> "Life":
        for step, day in steps:
            self._take(step, day)
            self.entries += [RecordedEntry(entry, 1, day) for entry in self.case.timeline]
            settle(self.case)
        return self

    def corrected_to(self, received_on: date) -> Case:
        """The case with that reception date and everything that follows."""
        case = self.case
        case.received_on = received_on
        reworked = rework(case, self.entries)
        case.era, case.rounds, case.status = reworked.era, reworked.rounds, reworked.status
        case.concluded_on, case.closing = reworked.concluded_on, reworked.closing
        return case

    def _take(self, step: str, day: date) -> None:
        case, now = self.case, on(day)
        match step:
            case "p":
                case.report_progress(a_report(), now=now)
            case "e" | "E":
                case.explain_lateness(Round.SEVEN if step == "e" else Round.THIRTY_SEVEN, "ลืม", now=now)
            case "r" | "R":
                case.report_round(Round.SEVEN if step == "r" else Round.THIRTY_SEVEN, a_report(), now=now)
            case "c" | "n":
                case.conclude_inquiry(a_conclusion(Ground.SERIOUS if step == "c" else Ground.NONE), now=now)
            case "d":
                case.report_proceedings(some_proceedings(), now=now)
            case "o":
                case.report_outcome(an_outcome(), now=now)


def day(number: int, received_on: date = AFTER) -> date:
    return received_on + timedelta(days=number)


@pytest.mark.rule("CASE-22", "CASE-18")
@pytest.mark.parametrize(
    ("steps", "status", "closed_as"),
    [
        ("", CaseStatus.NEW, None),
        ("e8", CaseStatus.NEW, None),
        ("e8 r9", CaseStatus.PROGRESS_BEFORE, None),
        ("r5", CaseStatus.PROGRESS_BEFORE, None),
        ("r5 E40", CaseStatus.PROGRESS_BEFORE, None),
        ("r5 R30", CaseStatus.PROGRESS_BEFORE, None),
        ("r5 c20", CaseStatus.INQUIRY_CONCLUDED, None),
        ("r5 c20 d25", CaseStatus.IN_PROCEEDINGS, None),
        ("r5 n20", CaseStatus.CLOSED, ClosedAs.ENDED),
        ("r5 c20 d25 o60", CaseStatus.CLOSED, ClosedAs.DISCHARGED),
    ],
)
def test_corrected_to_before_the_resolution_a_report_is_progress_and_nothing_is_owed_or_late(
    steps: str, status: CaseStatus, closed_as: ClosedAs | None
) -> None:
    life = Life(AFTER).steps(*((step[0], day(int(step[1:]))) for step in steps.split()))

    case = life.corrected_to(BEFORE)

    assert (case.era, case.rounds, case.status) == (Era.BEFORE_RESOLUTION, {}, status)
    assert case.closed_as is closed_as
    assert case.overdue_days(date(2021, 1, 1)) == 0


@pytest.mark.rule("CASE-22", "CASE-12")
@pytest.mark.parametrize(
    ("steps", "status", "reported_37", "closed_on"),
    [
        ("", CaseStatus.NEW, None, None),
        ("p5", CaseStatus.NEW, None, None),
        ("p5 p50", CaseStatus.NEW, None, None),
        ("c20", CaseStatus.INQUIRY_CONCLUDED, day(20, BEFORE), None),
        ("p5 c20 d25", CaseStatus.IN_PROCEEDINGS, day(20, BEFORE), None),
        ("n60", CaseStatus.CLOSED, day(60, BEFORE), day(60, BEFORE)),
        ("p5 c20 d25 o60", CaseStatus.CLOSED, day(20, BEFORE), day(60, BEFORE)),
    ],
)
def test_corrected_to_after_the_resolution_progress_is_no_round_and_round_7_stays_owed(
    steps: str, status: CaseStatus, reported_37: date | None, closed_on: date | None
) -> None:
    life = Life(BEFORE).steps(*((step[0], day(int(step[1:]), BEFORE)) for step in steps.split()))

    case = life.corrected_to(AFTER)

    assert (case.era, case.status) == (Era.AFTER_RESOLUTION, status)
    seven, thirty_seven = case.rounds[Round.SEVEN], case.rounds[Round.THIRTY_SEVEN]
    assert (seven.due_on, seven.reported_on, seven.explained_on) == (day(7), None, None)
    assert (thirty_seven.due_on, thirty_seven.reported_on) == (day(37), reported_37)
    assert (case.closing.on if case.closing else None) == closed_on


@pytest.mark.rule("CASE-22", "CASE-11")
@pytest.mark.parametrize(
    ("steps", "moved", "status", "explained"),
    [
        ("e8", 1, CaseStatus.NEW, (False, False)),
        ("e9", 1, CaseStatus.LATE_7, (True, False)),
        ("e8", -1, CaseStatus.LATE_7, (True, False)),
        ("e8 r8", 1, CaseStatus.REPORTED_7, (False, False)),
        ("r5", -3, CaseStatus.REPORTED_7, (False, False)),
        ("r5 E38", 1, CaseStatus.REPORTED_7, (False, False)),
        ("r5 E39", 1, CaseStatus.LATE_37, (False, True)),
        ("e8 r9 E40 R41", 2, CaseStatus.REPORTED_37, (False, True)),
        ("e8 r9 E40 R41", 3, CaseStatus.REPORTED_37, (False, False)),
    ],
)
def test_an_explained_lateness_counts_only_where_it_was_one(
    steps: str, moved: int, status: CaseStatus, explained: tuple[bool, bool]
) -> None:
    received = date(2020, 7, 15)
    life = Life(received).steps(*((step[0], day(int(step[1:]), received)) for step in steps.split()))
    before = [state.reported_on for state in life.case.rounds.values()]

    case = life.corrected_to(day(moved, received))

    assert case.status is status
    assert tuple(state.explained_on is not None for state in case.rounds.values()) == explained
    assert [state.reported_on for state in case.rounds.values()] == before
    assert [state.due_on for state in case.rounds.values()] == [day(moved + 7, received), day(moved + 37, received)]


@pytest.mark.rule("CASE-22", "CASE-11")
@pytest.mark.parametrize("is_closed", [False, True])
def test_a_missing_round_may_still_be_reported_of_a_concluded_and_of_a_closed_case(is_closed: bool) -> None:
    steps = [("c", day(20, BEFORE)), ("d", day(25, BEFORE)), *([("o", day(60, BEFORE))] if is_closed else [])]
    life = Life(BEFORE).steps(*steps)
    case, today = life.corrected_to(AFTER), day(100)
    status, others = case.status, set() if is_closed else {CaseAct.REPORT_PROCEEDINGS, CaseAct.REPORT_OUTCOME}

    assert steps_possible(case, day(7)) == others | {CaseAct.REPORT_ROUND_7}
    assert steps_possible(case, today) == others | {CaseAct.EXPLAIN_LATENESS_7}
    with pytest.raises(LatenessUnexplained):
        case.report_round(Round.SEVEN, a_report(), now=on(today))
    with pytest.raises(CaseIsClosed if is_closed else RoundSevenFirst):
        case.report_round(Round.THIRTY_SEVEN, a_report(), now=on(today))
    life.steps(("e", today), ("r", today))

    assert case.status is status
    assert [each.entry.status for each in life.entries[-2:]] == [CaseStatus.LATE_7, CaseStatus.REPORTED_7]
    assert {each.entry.closed_as for each in life.entries[-2:]} == {None}
    assert case.rounds[Round.SEVEN].reported_on == today
    assert steps_possible(case, today) == others
    with pytest.raises(CaseIsClosed if is_closed else RoundAlreadyReported):
        case.report_round(Round.SEVEN, a_report(), now=on(today))
    assert rework(case, life.entries).status is status


@pytest.mark.rule("CASE-22", "CASE-15")
def test_a_case_that_an_inquiry_opened_follows_the_date_and_owes_no_round_in_any_era() -> None:
    origin = Life(BEFORE).case
    conclusion = a_conclusion(Ground.NONE)
    found = open_found_case(
        origin,
        case_id=origin.id,
        ordinal=2,
        reception=a_record().reception,
        conclusion=conclusion,
        recorded_at=Level.UNIT,
        now=on(day(20, BEFORE)),
    )
    life = Life(BEFORE)
    life.case, life.entries = found, [RecordedEntry(entry, 1, day(20, BEFORE)) for entry in found.timeline]
    settle(found)

    case = life.corrected_to(AFTER)

    assert (case.era, case.rounds, case.status) == (Era.AFTER_RESOLUTION, {}, CaseStatus.INQUIRY_CONCLUDED)
    assert case.closing is None


@pytest.mark.rule("CASE-22")
def test_a_case_that_an_edit_has_closed_keeps_the_day_of_the_edit() -> None:
    life = Life(AFTER).steps(("r", day(5)), ("n", day(20)))
    assert life.case.closing is not None
    edited = type(life.case.closing)(day(30), Outcome.ENDED)
    life.case.closing = edited

    assert life.corrected_to(day(1)).closing == edited


@pytest.mark.rule("CASE-22")
@given(back=st.integers(min_value=-40, max_value=0), there=st.integers(min_value=-40, max_value=0))
def test_a_date_corrected_and_corrected_back_gives_the_case_as_it_was(back: int, there: int) -> None:
    life = Life(AFTER).steps(("e", day(8)), ("r", day(9)), ("E", day(40)), ("c", day(41)), ("d", day(50)))
    before = rework(life.case, life.entries)

    life.corrected_to(day(there))
    life.corrected_to(day(back))
    life.corrected_to(AFTER)

    assert rework(life.case, life.entries) == before
    assert life.case.rounds == before.rounds
