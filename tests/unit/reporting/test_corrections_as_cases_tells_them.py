"""Corrections made by `cases`, told by its own codec, counted here: each by the law as it is written (CASE-22)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cases.domain.case import Case
from cases.domain.complaint import Reception
from cases.domain.complaint_file import ComplaintFile
from cases.domain.conclusion import Conclusion
from cases.domain.correctable import FIELDS, RECEIVED_ON
from cases.domain.correcting import Correcting, Recorded
from cases.domain.outcome_report import OutcomeReport
from cases.domain.rounds import Round
from cases.domain.terms import Ground, Outcome, Penalty
from cases.domain.timeline import RecordedEntry
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.terms import Level
from tests.unit.cases import builders
from tests.unit.reporting.reading import figures_of
from tests.unit.reporting.test_lives_as_cases_tells_them import Teller

RECORDED = date(2020, 7, 15)
LONG_AGO = date(2018, 3, 27)
JULY, AUGUST, SEPTEMBER = (date(2020, month, 1) for month in (7, 8, 9))


class Correctable(Teller):
    """A complaint with one case, of which everything is kept that a correction works upon."""

    def __init__(self, received_on: date) -> None:
        super().__init__()
        record = builders.a_record(received_on)
        [self.case] = builders.the_cases(record, RECORDED)
        self._file = ComplaintFile.of(record, UUID(int=1), UUID(int=3), [self.case])
        self._entries: dict[UUID, dict[int, RecordedEntry]] = {self.case.id: {}}
        self.lets(self.case, RECORDED)

    def lets(self, case: Case, day: date, *acts: Callable[[], object]) -> None:
        def keep() -> None:
            self._entries[case.id] |= {entry.number: RecordedEntry(entry, 1, day) for entry in case.timeline}

        super().lets(case, day, *acts, keep)

    def corrects(self, field: str, day: date, change: Callable[[Recorded], Recorded]) -> None:
        """Approved on `day`: what stands in the last entry that has the field, or in the reception, is changed."""
        complaint = Correcting(self._file, self._entries, frozenset())
        spots = [spot for spot in complaint.spots_of(self.case.id) if spot.part is FIELDS[field].part]

        def correct() -> None:
            complaint.put(spots[-1], FIELDS[field], change(complaint.at(spots[-1])))
            complaint.finish(now=builders.on(day))

        super().lets(self.case, day, correct)

    def receives(self, received_on: date, day: date) -> None:
        def moved(reception: Recorded) -> Recorded:
            assert isinstance(reception, Reception)
            return replace(reception, received_on=received_on)

        self.corrects(RECEIVED_ON, day, moved)

    def months(self) -> list[Figures]:
        """July, August and September, as its agency counts."""
        return [figures_of(self.counted(), Level.UNIT, month) for month in (JULY, AUGUST, SEPTEMBER)]


@pytest.mark.rule("CASE-22", "REP-1")
def test_a_case_that_was_received_before_the_resolution_owes_nothing_and_its_round_report_is_progress() -> None:
    teller, day = Correctable(RECORDED), builders.on(date(2020, 8, 3))
    case = teller.case
    teller.lets(
        case,
        day.on,
        lambda: case.explain_lateness(Round.SEVEN, "ลืม", now=day),
        lambda: case.report_round(Round.SEVEN, builders.a_report(), now=day),
    )
    teller.receives(LONG_AGO, date(2020, 9, 2))

    assert teller.months() == [
        Figures(before=EraFigures(first_reported=1)),
        Figures(before=EraFigures(carried_forward=1, progressed=1)),
        Figures(before=EraFigures(carried_forward=1)),
    ]


@pytest.mark.rule("CASE-22", "REP-2")
def test_a_case_that_was_received_after_the_resolution_is_new_and_has_missed_round_7_also_when_that_comes_yet() -> None:
    teller, concluded, late = Correctable(LONG_AGO), builders.on(date(2020, 8, 3)), builders.on(date(2020, 9, 2))
    case = teller.case
    progress, conclusion = builders.a_report(RECORDED), builders.a_conclusion()
    teller.lets(
        case,
        concluded.on,
        lambda: case.report_progress(progress, now=concluded),
        lambda: case.conclude_inquiry(conclusion, now=concluded),
    )
    teller.receives(RECORDED, date(2020, 8, 31))
    as_corrected = teller.months()
    teller.lets(
        case,
        late.on,
        lambda: case.explain_lateness(Round.SEVEN, "ลืม", now=late),
        lambda: case.report_round(Round.SEVEN, builders.a_report(), now=late),
    )

    missed, september = Compliance(not_followed=1), EraFigures(carried_forward=1)
    july_and_august = [
        Figures(after=EraFigures(new=1), compliance=missed),
        Figures(after=EraFigures(carried_forward=1, progressed=1), compliance=missed),
    ]
    assert as_corrected == [*july_and_august, Figures(after=september, compliance=missed)]
    assert teller.months() == [*july_and_august, Figures(after=replace(september, progressed=1), compliance=missed)]


@pytest.mark.rule("CASE-22", "REP-1")
def test_another_outcome_counts_in_the_month_in_which_the_case_was_closed() -> None:
    teller, day, later = Correctable(LONG_AGO), builders.on(date(2020, 8, 3)), date(2020, 9, 2)
    case, conclusion = teller.case, builders.a_conclusion()
    teller.lets(
        case,
        day.on,
        lambda: case.conclude_inquiry(conclusion, now=day),
        lambda: case.report_proceedings(builders.some_proceedings(), now=day),
        lambda: case.report_outcome(builders.an_outcome(), now=day),
    )

    def minor(outcome: Recorded) -> Recorded:
        assert isinstance(outcome, OutcomeReport)
        return replace(outcome, outcome=Outcome.MINOR, penalty=Penalty.REPRIMAND)

    teller.corrects("outcome.outcome", later, minor)

    assert teller.months() == [
        Figures(before=EraFigures(first_reported=1)),
        Figures(before=EraFigures(carried_forward=1, progressed=1, minor=1)),
        Figures(),
    ]


@pytest.mark.rule("CASE-22", "REP-1")
def test_a_conclusion_that_had_a_ground_leaves_its_case_open_as_if_it_had_never_been_closed() -> None:
    teller, day = Correctable(LONG_AGO), builders.on(date(2020, 8, 3))
    case, none = teller.case, builders.a_conclusion(Ground.NONE)
    teller.lets(case, day.on, lambda: case.conclude_inquiry(none, now=day))
    ended = teller.months()

    def serious(conclusion: Recorded) -> Recorded:
        assert isinstance(conclusion, Conclusion)
        return replace(conclusion, disciplinary_ground=Ground.SERIOUS)

    teller.corrects("conclusion.disciplinary_ground", date(2020, 9, 2), serious)

    august = EraFigures(carried_forward=1, progressed=1)
    assert ended[1:] == [Figures(before=replace(august, ended=1)), Figures()]
    assert teller.months()[1:] == [Figures(before=august), Figures(before=EraFigures(carried_forward=1))]
