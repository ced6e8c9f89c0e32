"""Figures as the oracle names them: `before.new`, `followed`; what is 0 is left out."""

from collections import Counter
from typing import Any

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
