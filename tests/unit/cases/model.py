"""The life of a case, restated from the statute's tables and the manual alone; nothing here is taken from the code.

Each act has a list of what forbids it: the rule and the condition. A case accepts an act when nothing forbids it. The
law gives no order among several hindrances, so `forbidden` says all of them, and the code has to name one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

# The drawing: what each status is followed by. `closed` is left by a correction alone.
AFTER_THE_RESOLUTION = {
    "new": {"late_7", "reported_7"},
    "late_7": {"reported_7"},
    "reported_7": {"late_37", "reported_37", "inquiry_concluded", "closed"},
    "late_37": {"reported_37", "inquiry_concluded", "closed"},
    "reported_37": {"inquiry_concluded", "closed"},
    "inquiry_concluded": {"in_proceedings", "closed"},
    "in_proceedings": {"in_proceedings", "closed"},
    "closed": set[str](),
}
BEFORE_THE_RESOLUTION = {
    "new": {"progress_before", "inquiry_concluded", "closed"},
    "progress_before": {"progress_before", "inquiry_concluded", "closed"},
    "inquiry_concluded": {"in_proceedings", "closed"},
    "in_proceedings": {"in_proceedings", "closed"},
    "closed": set[str](),
}
# How far a step brings a case, from the first to the last.
FURTHER_AND_FURTHER = [
    *("new", "late_7", "reported_7", "late_37", "reported_37", "progress_before"),
    *("inquiry_concluded", "in_proceedings", "closed"),
]
LAST_DAY_BEFORE = date(2018, 3, 27)  # 27 มีนาคม 2561
RESTORABLE_FOR = timedelta(days=30)


@dataclass
class Entry:
    """One line of the timeline: what it is and the day on which it was recorded."""

    kind: str
    status: str
    recorded_on: date


@dataclass
class Life:
    """One case: what has been recorded of it, and where it lies."""

    received_on: date
    levels: tuple[str, ...]
    recorded_on: date
    found_by_an_inquiry: bool = False
    reported: dict[int, date] = field(default_factory=dict)
    explained: dict[int, date] = field(default_factory=dict)
    has_ground: bool | None = None
    proceedings: int = 0
    closed_as: str = ""
    timeline: list[Entry] = field(default_factory=list)
    entered: dict[str, date] = field(default_factory=dict)
    lies_at: str = "unit"
    was_asked: bool = False

    @property
    def is_before(self) -> bool:
        return self.received_on <= LAST_DAY_BEFORE

    @property
    def status(self) -> str:
        """CASE-22: the furthest step recorded."""
        steps = [self._counts_as(entry) for entry in self.timeline]
        return "closed" if self.closed_as else max(steps, key=FURTHER_AND_FURTHER.index)

    def _counts_as(self, entry: Entry) -> str:
        """A report counts as progress before the resolution; after it progress counts for nothing."""
        if entry.kind == "report" and not self.owes_rounds:
            return "progress_before"
        if entry.kind == "progress" and not self.is_before:
            return "new"
        if entry.kind == "explanation" and self.round_of(entry) not in self.explained:
            return "new"
        return entry.status

    @staticmethod
    def round_of(entry: Entry) -> int:
        return 37 if entry.status.endswith("37") else 7

    @property
    def misses_round_7(self) -> bool:
        """CASE-22: concluded or closed without it, by a correction; it stays owed and may still be reported."""
        return self.owes_rounds and 7 not in self.reported and self.has_ground is not None

    @property
    def owes_rounds(self) -> bool:
        """CASE-18, CASE-15: not before the resolution, and not where an inquiry opened the case."""
        return not self.is_before and not self.found_by_an_inquiry

    def overdue(self, round_: int, today: date) -> bool:
        """CASE-10: the round's day has passed, and nothing that counts for it has been recorded."""
        return self.owes_rounds and round_ not in self.reported and (today - self.received_on).days > round_

    def next_level(self) -> str | None:
        place = self.levels.index(self.lies_at)
        return self.levels[place + 1] if place + 1 < len(self.levels) else None

    # What is recorded.

    def note(self, kind: str, status: str, today: date) -> None:
        self.timeline.append(Entry(kind, status, today))

    def explain(self, round_: int, today: date) -> None:
        self.explained[round_] = today
        self.note("explanation", f"late_{round_}", today)

    def report(self, round_: int, today: date) -> None:
        self.reported[round_] = today
        self.note("report", f"reported_{round_}", today)

    def tell_progress(self, today: date) -> None:
        self.note("progress", "progress_before", today)

    def conclude(self, ground: bool, today: date) -> None:
        self.has_ground = ground
        if self.owes_rounds:
            self.reported.setdefault(37, today)  # CASE-12: it stands for the report
        if not ground:
            self.closed_as = "ended"
        self.note("conclusion", "inquiry_concluded" if ground else "closed", today)

    def report_proceedings(self, today: date) -> None:
        self.proceedings += 1
        self.note("proceedings", "in_proceedings", today)

    def report_outcome(self, closed_as: str, today: date) -> None:
        self.closed_as = closed_as
        self.note("outcome", "closed", today)

    def edit(self, place: int, ground: bool | None) -> None:
        """CASE-20, CASE-15: a conclusion edited to no ground at all closes the case, as it would have done at first.

        A case of an official whom an inquiry without any ground found goes on all the same: an edit takes nothing away.
        """
        if ground is not None and self.timeline[place].kind == "conclusion":
            had_ground, self.has_ground = self.has_ground, ground
            if had_ground and not ground:
                self.closed_as = "ended"
                self.timeline[place].status = "closed"

    def correct_reception(self, received_on: date) -> None:
        """CASE-22: everything recorded counts as if the date had been this one from the beginning."""
        self.received_on = received_on
        self.reported, self.explained = {}, {}
        for entry in self.timeline if self.owes_rounds else []:
            round_ = self.round_of(entry)
            if entry.kind == "report":
                self.reported[round_] = entry.recorded_on
            if entry.kind == "explanation" and (entry.recorded_on - received_on).days > round_:
                self.explained[round_] = entry.recorded_on
            if entry.kind == "conclusion":
                self.reported.setdefault(37, entry.recorded_on)

    def correct_conclusion(self, place: int, ground: bool) -> None:
        """CASE-22: a ground that was overlooked opens the case again, one that was none closes it."""
        had_ground, self.has_ground = self.has_ground, ground
        if had_ground and not ground:
            self.closed_as, self.timeline[place].status = "ended", "closed"
        elif ground and self.timeline[place].status == "closed":
            self.closed_as, self.timeline[place].status = "", "inquiry_concluded"

    def send(self, to: str, today: date) -> None:
        self.lies_at = to
        self.entered.setdefault(to, today)

    def give_back(self) -> None:
        """To the level that had sent it; that one may return it further down in its turn."""
        self.lies_at = self.levels[self.levels.index(self.lies_at) - 1]


Hindrance = tuple[str, Callable[[Life, date], bool]]
CLOSED: Hindrance = ("CASE-17", lambda life, _: bool(life.closed_as))
CLOSED_WITH_ROUND_7: Hindrance = ("CASE-17", lambda life, _: bool(life.closed_as) and not life.misses_round_7)
BEFORE: Hindrance = ("CASE-18", lambda life, _: life.is_before)
AFTER: Hindrance = ("CASE-18", lambda life, _: not life.is_before)
NO_ROUNDS: Hindrance = ("CASE-15", lambda life, _: life.found_by_an_inquiry)
CONCLUDED: Hindrance = ("CASE-14", lambda life, _: life.has_ground is not None)
UNREPORTED_7: Hindrance = (
    "CASE-12",
    lambda life, _: life.owes_rounds and 7 not in life.reported,
)


def reported(round_: int) -> Hindrance:
    return "CASE-12", lambda life, _: round_ in life.reported


def not_late(round_: int) -> Hindrance:
    return "CASE-11", lambda life, today: not life.overdue(round_, today)


def explained(round_: int) -> Hindrance:
    return "CASE-11", lambda life, _: round_ in life.explained


def unexplained(round_: int) -> Hindrance:
    return "CASE-11", lambda life, today: life.overdue(round_, today) and round_ not in life.explained


REPORTS: dict[str, tuple[Hindrance, ...]] = {
    "explain_lateness_7": (CLOSED_WITH_ROUND_7, BEFORE, NO_ROUNDS, reported(7), not_late(7), explained(7)),
    "report_round_7": (CLOSED_WITH_ROUND_7, BEFORE, NO_ROUNDS, reported(7), unexplained(7)),
    "explain_lateness_37": (
        *(CLOSED, BEFORE, NO_ROUNDS, UNREPORTED_7),
        *(reported(37), CONCLUDED, not_late(37), explained(37)),
    ),
    "report_round_37": (
        *(CLOSED, BEFORE, NO_ROUNDS, UNREPORTED_7),
        *(reported(37), CONCLUDED, unexplained(37)),
    ),
    "report_progress": (CLOSED, AFTER, CONCLUDED),
    "conclude_inquiry": (CLOSED, CONCLUDED, UNREPORTED_7, unexplained(37)),
    "report_proceedings": (CLOSED, ("CASE-16", lambda life, _: life.has_ground is None)),
    "report_outcome": (CLOSED, ("CASE-17", lambda life, _: life.proceedings == 0)),
}
QUEUES = {
    "round_7": "report_round_7",
    "lateness_7": "explain_lateness_7",
    "round_37": "report_round_37",
    "lateness_37": "explain_lateness_37",
    "conclusion": "conclude_inquiry",
    "proceedings": "report_proceedings",
    "outcome": "report_outcome",
}


def forbidden(life: Life, act: str, today: date) -> set[str]:
    """CASE-8 to CASE-18: the rules that forbid a report now; empty where it is accepted."""
    return {rule for rule, hinders in REPORTS[act] if hinders(life, today)}


def possible_reports(life: Life, today: date) -> set[str]:
    return {act for act in REPORTS if not forbidden(life, act, today)}


def queues(life: Life, today: date) -> set[str]:
    """CASE-25: every queue whose act would be accepted now."""
    return {queue for queue, act in QUEUES.items() if not forbidden(life, act, today)}


def sender(life: Life) -> str | None:
    """CASE-23: the level from which it goes on now: whoever has it, to ป.ป.ท. again and again the ministry's ศปท."""
    return "ministry_acoc" if life.lies_at == "pacc" else life.lies_at


def sending_forbidden(life: Life, to: str) -> set[str]:
    """CASE-23: from level to level; to a ศปท. once and again after a return; to ป.ป.ท. any number of times."""
    again = to == "pacc" and life.lies_at == "pacc"
    return set() if life.next_level() == to or again else {"CASE-23"}


def returning_forbidden(life: Life, by: str) -> set[str]:
    """CASE-24: by the ศปท. that has it, before it sends it on."""
    return set() if life.lies_at == by and by in ("department_acoc", "ministry_acoc") else {"CASE-24"}


def answering_forbidden(life: Life) -> set[str]:
    return set() if life.was_asked else {"CASE-24"}


def editing_forbidden(life: Life, place: int, ground: bool | None, closed_months: set[tuple[int, int]]) -> set[str]:
    """CASE-20: not once closed, nor once the month of that entry is, nor the recording (that is the complaint's).

    `ground` is what an edited conclusion says now, `None` for every other entry. A ground on which there have been
    proceedings stays: without it they could not have been.
    """
    entry = life.timeline[place]
    takes_ground_away = ground is False and life.has_ground is True
    is_month_closed = (entry.recorded_on.year, entry.recorded_on.month) in closed_months
    rules = {"CASE-17", "CASE-20"} if life.closed_as else set[str]()
    if entry.kind == "recorded" or is_month_closed or (takes_ground_away and life.proceedings):
        rules |= {"CASE-20"}
    return rules


def correcting_forbidden(life: Life, ground: bool) -> set[str]:
    """CASE-22, CASE-20: a ground on which there have been proceedings is not corrected away."""
    return {"CASE-20"} if life.has_ground and not ground and life.proceedings else set()


def deleting_forbidden(complaint: list[Life]) -> set[str]:
    """CASE-21: all cases of a complaint or none; not once one of them was submitted to ป.ป.ท."""
    return {"CASE-21"} if any("pacc" in life.entered for life in complaint) else set()


def restoring_forbidden(deleted_on: date | None, today: date) -> set[str]:
    return {"CASE-21"} if deleted_on is None or today > deleted_on + RESTORABLE_FOR else set()
