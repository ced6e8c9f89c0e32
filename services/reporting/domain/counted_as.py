"""As what one case counts in a month: the figures of a row in which it stands alone."""

from dataclasses import dataclass

from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.terms import Era, Outcome


@dataclass(frozen=True, slots=True)
class CountedAs:
    """The fields of a published case, by the same names."""

    era: Era
    is_carried: bool
    is_received_in_it: bool
    is_progressed: bool
    is_completed: bool
    outcome: Outcome | None
    criminal: bool
    is_failed: bool
    is_followed: bool

    def figures(self) -> Figures:
        closed_as = self.outcome if self.is_completed else None
        of_era = EraFigures(
            new=int(not self.is_carried and self.is_received_in_it),
            first_reported=int(not self.is_carried and not self.is_received_in_it),
            carried_forward=int(self.is_carried),
            progressed=int(self.is_progressed),
            ended=int(closed_as is Outcome.ENDED),
            minor=int(closed_as is Outcome.MINOR),
            serious=int(closed_as is Outcome.SERIOUS),
            other=int(closed_as is Outcome.OTHER),
            criminal=int(self.is_completed and self.criminal),
        )
        if self.era is Era.BEFORE_RESOLUTION:
            return Figures(before=of_era)
        is_open = not self.is_followed and not self.is_failed
        return Figures(after=of_era, compliance=Compliance(int(self.is_followed), int(self.is_failed), int(is_open)))
