"""What an object owes: worked out from its acts in their order, however they came (REL-3, DUE-16)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from deadlines.domain.act import Act
from deadlines.domain.calendar import Calendar, Stop, due_date, stopped_days
from deadlines.domain.policy import CountedFrom, Policy, Terms, TermsSet, is_named


@dataclass(frozen=True, slots=True)
class Rules:
    """By what obligations are worked out at a moment."""

    policies: Mapping[str, Policy]
    terms_set: Collection[TermsSet]
    calendar: Calendar

    def name(self, event: str) -> bool:
        """Whether any policy goes by such an event."""
        return any(is_named(event, policy.events) for policy in self.policies.values())


@dataclass(frozen=True, slots=True)
class Extension:
    """A later date that a ศปท. gave, and when (DUE-13)."""

    due_on: date
    given_at: datetime


@dataclass(slots=True)
class Occurrence:
    """One time that a policy applies to an object: from what opens it to what meets, ends or cancels it."""

    number: int
    opening: Act
    met: Act | None = None
    ended: Act | None = None
    is_cancelled: bool = False
    stops: list[Stop] = field(default_factory=list)
    last_stop: Act | None = None

    @property
    def is_over(self) -> bool:
        return self.met is not None or self.ended is not None or self.is_cancelled


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation as it should stand, but for whether its day has passed."""

    policy: Policy
    occurrence: int
    opening_version: int
    opened_on: date
    counted_from: date
    terms: Terms
    stopped_days: int
    stopped_by: UUID | None
    due_on: date
    met_on: date | None
    ended_on: date | None
    is_cancelled: bool


def occurrences(policy: Policy, acts: Iterable[Act]) -> list[Occurrence]:
    """The occurrences of one policy in `acts`, which are in the order of their versions.

    While one is open, a further opening act opens no other: its date stands on the first (DUE-13). An act that both
    meets and opens (the follow-up that is sent) meets the one and opens the next. A policy that does not repeat is owed
    once. What is met is not cancelled by a later act; word of having been met while cancelled counts once revived. What
    ended is met and cancelled by nothing that was recorded after it.
    """
    found: list[Occurrence] = []
    for act in acts:
        if found:
            _follow(found[-1], policy, act)
        is_free = not found or (policy.is_repeating and found[-1].is_over)
        if is_free and is_named(act.event, policy.opens_with):
            found.append(Occurrence(len(found) + 1, act))
    return found


def owed_under(
    occurrence: Occurrence,
    policy: Policy,
    rules: Rules,
    *,
    received_on: date,
    is_cancelled: bool,
    acocs: Sequence[UUID],
    settled_terms: Terms | None,
    extensions: Sequence[Extension],
) -> Owed:
    """The obligation of one occurrence.

    `acocs` are the ศปท. at or above who owes, the nearest first; terms that were `settled_terms` when it opened stay,
    wherever its agency has moved since. What is met is judged by the days off and the extensions that were known when
    what met it was recorded (DUE-3).
    """
    opening, met = occurrence.opening, occurrence.met
    terms = settled_terms or policy.terms_at(opening.recorded_at, acocs, rules.terms_set)
    counted_from = received_on if policy.counted_from is CountedFrom.RECEPTION else opening.recorded_on
    judged_at = met.recorded_at if met is not None else None
    stopped = stopped_days(occurrence.stops, policy.longest_stop)
    counted = due_date(
        terms,
        counted_from,
        lambda day: rules.calendar.is_day_off(day, judged_at),
        stopped=stopped,
        given=opening.given_on or opening.recorded_on,
    )
    granted = [each.due_on for each in extensions if judged_at is None or each.given_at <= judged_at]
    return Owed(
        policy=policy,
        occurrence=occurrence.number,
        opening_version=opening.version,
        opened_on=opening.recorded_on,
        counted_from=counted_from,
        terms=terms,
        stopped_days=len(stopped),
        stopped_by=occurrence.last_stop.actor if occurrence.last_stop is not None else None,
        due_on=max([counted, *granted]),
        met_on=met.recorded_on if met is not None else None,
        ended_on=occurrence.ended.recorded_on if occurrence.ended is not None else None,
        is_cancelled=is_cancelled or occurrence.is_cancelled,
    )


def _follow(current: Occurrence, policy: Policy, act: Act) -> None:
    if is_named(act.event, policy.revived_by):
        current.is_cancelled = False
    if is_named(act.event, policy.ended_by):
        _end(current, act)
    if current.met is not None:
        return
    if current.ended is not None:
        is_before = act.recorded_at <= current.ended.recorded_at
        current.is_cancelled = current.is_cancelled or (is_before and is_named(act.event, policy.cancelled_by))
        return
    if is_named(act.event, policy.met_by):
        current.met = act
    elif is_named(act.event, policy.cancelled_by):
        current.is_cancelled = True
    elif is_named(act.event, policy.stopped_by):
        if not current.stops or current.stops[-1].until is not None:
            current.stops.append(Stop(act.recorded_on, None))
            current.last_stop = act
    elif is_named(act.event, policy.resumed_by) and current.stops and current.stops[-1].until is None:
        current.stops[-1] = Stop(current.stops[-1].on, act.recorded_on)
        current.last_stop = act


def _end(current: Occurrence, act: Act) -> None:
    """By when each was recorded: nothing is taken any more once it has ended (DUE-16)."""
    if current.ended is None and (current.met is None or current.met.recorded_at > act.recorded_at):
        current.met, current.ended = None, act
