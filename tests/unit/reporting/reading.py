"""Figures as the oracle names them: `before.new`, `followed`; what is 0 is left out. And as read from tallies."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from reporting.domain.counting import CountedCase
from reporting.domain.figures import Compliance, EraFigures, Figures
from reporting.domain.tallying import Grain, Place, Span, past_of, tallies_of
from reporting.domain.terms import Era, Level

AGENCY = UUID(int=1)

FIGURES_OF_AN_ERA = (
    *("new", "first_reported", "received", "carried_forward", "progressed", "completed"),
    *("ended", "minor", "serious", "other", "criminal", "outstanding"),
)


def flat(figures: Any) -> Counter[str]:
    """Of the domain's figures or the contract's."""
    is_message = hasattr(figures, "before_resolution")
    eras = {
        "before": figures.before_resolution if is_message else figures.before,
        "after": figures.after_resolution if is_message else figures.after,
    }
    named = {f"{era}.{name}": getattr(of_era, name) for era, of_era in eras.items() for name in FIGURES_OF_AN_ERA}
    named |= {name: getattr(figures.compliance, name) for name in ("followed", "not_followed", "in_progress")}
    return +Counter(named | {"all_outstanding": figures.all_outstanding})


def figures_of(cases: Iterable[CountedCase], level: Level, month: date) -> Figures:
    """The figures of a month that is over, from the tallies of `cases`: what the past left, and what is its own."""
    past, of_month = {era: Counter[str]() for era in Era}, {era: Counter[str]() for era in Era}
    for (place, name), by in tallies_of(cases).items():
        if place.level is level:
            past[place.era][name] += by * times(place, past_of(month))
            if place.grain is Grain.MONTH and place.starts_on == month:
                of_month[place.era][name] += by
    before, after = (_of_era(past[era], of_month[era]) for era in Era)
    balances, closed = past[Era.AFTER_RESOLUTION], of_month[Era.AFTER_RESOLUTION]
    followed, failed = (
        balances[f"{name}_open"] + closed[f"{name}_open"] + closed[f"{name}_completed"]
        for name in ("followed", "failed")
    )
    in_progress = after.carried_forward + after.received - followed - failed
    return Figures(before, after, Compliance(followed, failed, in_progress))


def times(place: Place, spans: Iterable[Span]) -> int:
    """How often what stands at a place is counted in by `spans`; less than 0 where it is taken away."""
    return sum(
        1 if span.is_added else -1
        for span in spans
        if place.grain is span.grain and span.since <= place.starts_on < (span.until or date.max)
    )


def _of_era(past: Counter[str], of_month: Counter[str]) -> EraFigures:
    completed = sum(past[name] for name in ("ended", "minor", "serious", "other"))
    counted = {name: of_month[name] for name in EraFigures.__dataclass_fields__ if name != "carried_forward"}
    return EraFigures(**counted, carried_forward=past["new"] + past["first_reported"] - completed)
