"""The way of a case upward: agency, a department's ศปท. if there is one, the ministry's, ป.ป.ท. (CASE-23)."""

from dataclasses import dataclass, field
from datetime import date

from cases.domain.terms import Level


@dataclass(slots=True)
class Ladder:
    """`levels` are the agency's own and those above it in the tree as it is now, upward.

    `entries` are the days on which the case entered each level's figures, by the first time only. `returned` are the
    levels that gave it back and wait for it to be sent again; it stays entered there.
    """

    levels: tuple[Level, ...]
    entries: dict[Level, date]
    returned: set[Level] = field(default_factory=set)
    times_reported: int = 0
    last_reported_on: date | None = None

    def sendable_to(self) -> frozenset[Level]:
        """The levels that the case could be sent to now: to a ศปท. once, to ป.ป.ท. any number of times."""
        steps = zip(self.levels, self.levels[1:], strict=False)
        return frozenset(
            above for below, above in steps if self._has_it(below) and (above is Level.PACC or not self._has_it(above))
        )

    def returnable_from(self) -> frozenset[Level]:
        """The ศปท. that could give it back now: one that has it, and that has not sent it on or has got it back."""
        return frozenset(level for level in self.levels[1:-1] if self._has_it(level) and not self._is_above(level))

    def sender_of(self, to: Level) -> Level:
        """The level that sends to `to`: the one below it; for a level that the agency has not, the agency's."""
        return self.levels[self.levels.index(to) - 1] if to in self.levels[1:] else Level.UNIT

    def reaches(self, to: Level) -> bool:
        """Whether `to` is next above a level that has the case."""
        return to in self.levels[1:] and self._has_it(self.sender_of(to))

    def send(self, to: Level, today: date) -> None:
        self.entries.setdefault(to, today)
        self.returned.discard(to)
        if to is Level.PACC:
            self.times_reported += 1
            self.last_reported_on = today

    def give_back(self, level: Level) -> None:
        self.returned.add(level)

    def _has_it(self, level: Level) -> bool:
        return level in self.entries and level not in self.returned

    def _is_above(self, level: Level) -> bool:
        return any(above > level and self._has_it(above) for above in self.entries)
