"""Corrections in random lives (CASE-22): the reception date by some days, the ground of a conclusion."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from cases.domain.complaint_file import ComplaintFile
from cases.domain.correctable import FIELDS, RECEIVED_ON, Part
from cases.domain.correcting import Correcting, Recorded, Spot
from cases.domain.terms import Ground
from cases.domain.timeline import RecordedEntry
from tests.unit.cases import builders, model

CASES = st.integers(min_value=0, max_value=7)
GROUNDS = st.sampled_from([*((ground, False) for ground in Ground), (Ground.NONE, True)])


class CorrectedLives(RuleBasedStateMachine):
    """The part of a walk that corrects; `LivesOfOneComplaint` is the whole."""

    today: date
    deleted_on: date | None
    file: ComplaintFile
    lives: list[model.Life]
    entries: list[list[RecordedEntry]]

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, days=st.sampled_from([None, -31, None, -8, None, -1, None, 1, 8, 31]), ground=GROUNDS)
    def correct(self, place: int, days: int | None, ground: tuple[Ground, bool]) -> None:
        """The reception date by so many days, or a conclusion."""
        if days is None:
            self._correct_a_conclusion(place, ground)
        else:
            self._correct_the_reception_date(days)

    def _correct_the_reception_date(self, days: int) -> None:
        """To one that is not after the day of recording."""
        reception, recorded_on = self.file.reception, self.file.recorded_on
        received_on = min(recorded_on, (reception.received_on or recorded_on) + timedelta(days=days))
        corrected = replace(reception, received_on=received_on)
        if self._correct("the reception date", set(), Spot(Part.RECEPTION), RECEIVED_ON, corrected):
            for life in self.lives:
                life.correct_reception(received_on)

    def _correct_a_conclusion(self, place: int, ground: tuple[Ground, bool]) -> None:
        """That of the next case that has one."""
        for index in (which % len(self.lives) for which in range(place, place + len(self.lives))):
            life, case = self.lives[index], self.file.cases[index]
            at = next((at for at, entry in enumerate(life.timeline) if entry.kind == "conclusion"), None)
            if at is not None:
                conclusion, has_ground = (
                    builders.a_conclusion(ground[0], criminal=ground[1]),
                    ground != (Ground.NONE, False),
                )
                forbidden = model.correcting_forbidden(life, has_ground)
                spot = Spot(Part.CONCLUSION, case.id, at + 1)
                if self._correct("the conclusion", forbidden, spot, "conclusion.disciplinary_ground", conclusion):
                    life.correct_conclusion(at, has_ground)
                return

    def _correct(self, what: str, forbidden: set[str], spot: Spot, field: str, value: Recorded) -> bool:
        file = deepcopy(self.file)
        by_number = [{each.entry.number: each for each in entries} for entries in self.entries]
        entries = {case.id: found for case, found in zip(file.cases, by_number, strict=True)}
        correcting = Correcting(file, entries, set())

        def code() -> None:
            correcting.put(spot, FIELDS[field], value)
            correcting.finish(now=builders.on(self.today))

        if not self._agree(f"correct {what}", forbidden, code):
            return False
        self.file = file
        self.entries = [[entries[case.id][number] for number in sorted(entries[case.id])] for case in file.cases]
        self._settle()
        return True

    def _agree(self, act: str, forbidden: set[str], code: Callable[[], None], life: model.Life | None = None) -> bool:
        raise NotImplementedError

    def _settle(self) -> None:
        raise NotImplementedError
