"""Random lives of complaints: each step is made in the code and in the model of the law, and must end alike."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from cases.domain.case import Case
from cases.domain.complaint_file import ComplaintFile
from cases.domain.conclusion import Conclusion
from cases.domain.entry_edit import Written, edit_entry
from cases.domain.errors import CaseRefusal
from cases.domain.open_cases import open_found_case
from cases.domain.possible import ACT_OF_QUEUE, acts_possible
from cases.domain.rework import Reworked, rework
from cases.domain.rounds import Round
from cases.domain.stance import Stance
from cases.domain.status import CaseAct
from cases.domain.terms import Ground, Level, Outcome, Penalty
from cases.domain.timeline import RecordedEntry
from tests.unit.cases import builders, model
from tests.unit.cases.corrected_lives import CASES, GROUNDS, CorrectedLives

ROUNDS = {7: Round.SEVEN, 37: Round.THIRTY_SEVEN}
OUTCOMES = {
    "dismissed": (Outcome.SERIOUS, Penalty.DISMISSAL),
    "discharged": (Outcome.SERIOUS, Penalty.DISCHARGE),
    "salary_reduced": (Outcome.MINOR, Penalty.SALARY_REDUCTION),
    "salary_cut": (Outcome.MINOR, Penalty.SALARY_CUT),
    "reprimanded": (Outcome.MINOR, Penalty.REPRIMAND),
    "ended": (Outcome.ENDED, None),
    "other": (Outcome.OTHER, None),
}
LEVELS = {level.name.lower(): level for level in Level}
RECEPTIONS = [date(2018, 3, 27), date(2018, 3, 28), date(2018, 1, 5), date(2020, 2, 27), date(2020, 12, 28)]
KINDS = st.sampled_from(
    ["recorded", "explanation", "report", "progress", "progress", "conclusion", "proceedings", "outcome"]
)
OUTCOME_NAMES = st.sampled_from(list(OUTCOMES))
# After how many days, which of the possible steps, and which entry before the last is then edited.
NextStep = tuple[int, int, int | None]
EDITS = st.sampled_from([None, None, 0, 1, 2])
NEXT_STEPS = st.lists(st.tuples(st.sampled_from([0, 1, 8, 31]), CASES, EDITS), min_size=1, max_size=6)
LEVEL_NAMES = st.sampled_from([name for name in LEVELS if name != "unit"])

STEPS: Counter[str] = Counter()
SEEN: Counter[str] = Counter()


class LivesOfOneComplaint(CorrectedLives):
    """One complaint in the code (`file`, with `entries` as the store keeps them) and in the model (`lives`)."""

    def __init__(self) -> None:
        super().__init__()
        self.closed_months: set[tuple[int, int]] = set()
        self.deleted_on: date | None = None

    @initialize(
        received_on=st.sampled_from(RECEPTIONS),
        accused=st.integers(min_value=1, max_value=2),
        has_department=st.booleans(),
        recorded_at=st.sampled_from(["unit", "ministry_acoc"]),
        waited=st.sampled_from([0, 0, 3, 9]),
    )
    def recorded(self, received_on: date, accused: int, has_department: bool, recorded_at: str, waited: int) -> None:
        self.today = received_on + timedelta(days=waited)
        levels = [name for name in LEVELS if has_department or name != "department_acoc"]
        record = builders.a_record(received_on, accused)
        cases = builders.the_cases(record, self.today, tuple(LEVELS[name] for name in levels), LEVELS[recorded_at])
        self.file = ComplaintFile.of(record, UUID(int=1), UUID(int=3), cases)
        self.lives = [model.Life(received_on, tuple(levels), self.today) for _ in cases]
        self.entries: list[list[RecordedEntry]] = [[] for _ in cases]
        for life in self.lives:
            life.note("recorded", "new", self.today)
            for level in levels[: levels.index(recorded_at) + 1]:
                life.send(level, self.today)
        self._settle()

    # The steps.

    @rule(days=st.integers(min_value=1, max_value=12))
    def days_pass(self, days: int) -> None:
        STEPS["days pass"] += 1
        self.today += timedelta(days=days)

    @rule(which=st.sampled_from([7, 8, 37, 38]))
    def a_day_of_the_law_comes(self, which: int) -> None:
        STEPS["day 7, 8, 37 or 38 comes"] += 1
        self.today = max(self.today, self.lives[0].received_on + timedelta(days=which))

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, steps=NEXT_STEPS, ground=GROUNDS, found=st.booleans(), outcome=OUTCOME_NAMES)
    def the_next_steps(
        self, place: int, steps: list[NextStep], ground: tuple[Ground, bool], found: bool, outcome: str
    ) -> None:
        """Such as the law would accept, some days apart and now and then edited, so that lives come to their end."""
        for days, which, edited in steps:
            self.today += timedelta(days=days)
            possible = sorted(model.possible_reports(self.lives[place % len(self.lives)], self.today))
            if possible:
                self._report(possible[which % len(possible)], place, ground, found, outcome)
                self.they_agree()
            if edited is not None:
                self._edit(place, edited, ground)
                self.they_agree()

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, act=st.sampled_from(list(model.REPORTS)), ground=GROUNDS, outcome=OUTCOME_NAMES)
    def any_step(self, place: int, act: str, ground: tuple[Ground, bool], outcome: str) -> None:
        self._report(act, place, ground, False, outcome)

    def _report(self, act: str, place: int, ground: tuple[Ground, bool], found: bool, outcome: str) -> None:
        now, round_ = builders.on(self.today), 37 if act.endswith("37") else 7
        conclusion = builders.a_conclusion(ground[0], criminal=ground[1])
        has_ground = ground != (Ground.NONE, False)
        steps: dict[str, tuple[Callable[[Case], None], Callable[[model.Life], None]]] = {
            "explain_lateness": (
                lambda case: case.explain_lateness(ROUNDS[round_], "ลืม", now=now),
                lambda life: life.explain(round_, self.today),
            ),
            "report_round": (
                lambda case: case.report_round(ROUNDS[round_], builders.a_report(), now=now),
                lambda life: life.report(round_, self.today),
            ),
            "report_progress": (
                lambda case: case.report_progress(builders.a_report(), now=now),
                lambda life: life.tell_progress(self.today),
            ),
            "conclude_inquiry": (
                lambda case: case.conclude_inquiry(conclusion, now=now),
                lambda life: life.conclude(has_ground, self.today),
            ),
            "report_proceedings": (
                lambda case: case.report_proceedings(builders.some_proceedings(), now=now),
                lambda life: life.report_proceedings(self.today),
            ),
            "report_outcome": (
                lambda case: case.report_outcome(builders.an_outcome(*OUTCOMES[outcome]), now=now),
                lambda life: life.report_outcome(outcome, self.today),
            ),
        }
        code, law = steps[act.removesuffix("_7").removesuffix("_37")]
        if self._try(act, place, code=code, law=law) and act == "conclude_inquiry" and found and len(self.lives) < 4:
            self._found_an_official(place % len(self.lives), conclusion)

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES)
    def send_on(self, place: int) -> None:
        """To the level to which the law would let it go."""
        life = self.lives[place % len(self.lives)]
        self.send_to(place, next(to for to in LEVELS if not model.sending_forbidden(life, to)))

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, to=LEVEL_NAMES)
    def send_anywhere(self, place: int, to: str) -> None:
        self.send_to(place, to)

    def send_to(self, place: int, to: str) -> None:
        self._try(
            f"send to {to}",
            place,
            code=lambda case: case.send(LEVELS[to], now=builders.on(self.today)),
            law=lambda life: life.send(to, self.today),
            forbidden=lambda life: model.sending_forbidden(life, to),
        )

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, by=st.one_of(st.none(), LEVEL_NAMES))
    def give_back(self, place: int, by: str | None) -> None:
        """From the level where it lies, or from any."""
        level = by or self.lives[place % len(self.lives)].lies_at
        self._try(
            f"return by {level}",
            place,
            code=lambda case: case.give_back(LEVELS[level], "ขอเอกสารเพิ่ม", now=builders.on(self.today)),
            law=lambda life: life.give_back(),
            forbidden=lambda life: model.returning_forbidden(life, level),
        )

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, is_answer=st.booleans())
    def ask_or_answer(self, place: int, is_answer: bool) -> None:
        now = builders.on(self.today)
        self._try(
            "answer" if is_answer else "ask",
            place,
            code=lambda case: case.answer(Level.UNIT, "แล้ว", now=now) if is_answer else case.ask("เมื่อใด"),
            law=lambda life: setattr(life, "was_asked", True),
            forbidden=lambda life: model.answering_forbidden(life) if is_answer else set(),
        )

    @precondition(lambda self: self.deleted_on is None)
    @rule(place=CASES, kind=KINDS, ground=GROUNDS)
    def edit_an_entry(self, place: int, kind: str, ground: tuple[Ground, bool]) -> None:
        """The last of that kind in any of the cases, where there is one."""
        for which in range(place, place + len(self.lives)):
            kinds = [entry.kind for entry in self.lives[which % len(self.lives)].timeline]
            if kind in kinds:
                self._edit(which, kinds[::-1].index(kind), ground)
                return

    def _edit(self, place: int, entry: int, ground: tuple[Ground, bool]) -> None:
        """An edit of the entry that is so many before the last."""
        index = place % len(self.lives)
        life, recorded = self.lives[index], self.entries[index][-1 - entry % len(self.entries[index])]
        at = recorded.entry.number - 1
        kind = life.timeline[at].kind
        says = ground != (Ground.NONE, False) if kind == "conclusion" else None

        def edit(case: Case) -> None:
            months = {date(year, month, 1) for year, month in self.closed_months}
            written = _written(kind, ground)
            edited = edit_entry(case, recorded, written, closed_months=months, now=builders.on(self.today))
            self.entries[index][at] = replace(recorded, entry=edited, edition=recorded.edition + 1)

        self._try(
            f"edit {kind}",
            place,
            code=edit,
            law=lambda life: life.edit(at, says),
            forbidden=lambda life: model.editing_forbidden(life, at, says, self.closed_months),
        )

    @precondition(lambda self: self._last_month() not in self.closed_months)
    @rule(rarely=st.integers(min_value=0, max_value=2))
    def a_month_is_closed(self, rarely: int) -> None:
        if rarely == 1:
            STEPS["ป.ป.ท. closes a month"] += 1
            self.closed_months.add(self._last_month())

    def _last_month(self) -> tuple[int, int]:
        last = self.today.replace(day=1) - timedelta(days=1)
        return last.year, last.month

    @precondition(lambda self: self.deleted_on is None)
    @rule(rarely=st.integers(min_value=0, max_value=4))
    def delete(self, rarely: int) -> None:
        if rarely != 1:
            return
        forbidden = model.deleting_forbidden(self.lives)
        confirmed = [case.id for case in self.file.cases]
        if self._agree("delete", forbidden, lambda: self.file.delete(confirmed, now=builders.on(self.today))):
            self.deleted_on = self.today
            self._settle()

    @rule(after=st.sampled_from([0, 2, 5, 30, 30, 31]))
    def restore(self, after: int) -> None:
        if self.deleted_on is None and after:
            return
        self.today = max(self.today, (self.deleted_on or self.today) + timedelta(days=after))
        forbidden = model.restoring_forbidden(self.deleted_on, self.today)
        if self._agree("restore", forbidden, lambda: self.file.restore(now=builders.on(self.today))):
            self.deleted_on = None
            self._settle()

    # What both must agree in after every step.

    @invariant()
    def they_agree(self) -> None:
        assert self.file.deleted_on == self.deleted_on
        for case, life, entries in zip(self.file.cases, self.lives, self.entries, strict=True):
            SEEN[life.status] += 1
            assert case.deleted_on == self.deleted_on
            assert case.status.name.lower() == life.status
            assert (case.closed_as.name.lower() if case.closed_as else "") == life.closed_as
            assert [each.entry.status.name.lower() for each in entries] == [each.status for each in life.timeline]
            assert case.timeline_length == len(life.timeline)
            assert {level.name.lower(): day for level, day in case.ladder.entries.items()} == life.entered
            self._agree_on_rounds(case, life)
            assert _as_it_stands(case) == rework(case, entries)
            self._agree_on_what_is_possible(case, life)

    def _agree_on_rounds(self, case: Case, life: model.Life) -> None:
        assert set(case.rounds) == (set(Round) if life.owes_rounds else set())
        for days, round_ in ROUNDS.items():
            if round_ in case.rounds:
                state = case.rounds[round_]
                assert state.due_on == life.received_on + timedelta(days=days)
                assert state.reported_on == life.reported.get(days)
                assert state.explained_on == life.explained.get(days)
                assert state.is_overdue(self.today) == life.overdue(days, self.today)
        late = [(self.today - life.received_on).days - days for days in ROUNDS if life.overdue(days, self.today)]
        assert case.overdue_days(self.today) == max(late, default=0)

    def _agree_on_what_is_possible(self, case: Case, life: model.Life) -> None:
        steps = model.possible_reports(life, self.today)
        sends = {"send"} if any(not model.sending_forbidden(life, to) for to in LEVELS) else set()
        assert _names(case.acceptable(self.today)) == steps | sends
        in_queues = {queue.name.lower() for queue, act in ACT_OF_QUEUE.items() if act in case.acceptable(self.today)}
        assert in_queues == model.queues(life, self.today)

        always = {"show_national_id"} | ({"answer"} if life.was_asked else set())
        always |= set() if life.closed_as else {"edit"}
        always |= set() if model.deleting_forbidden([life]) or case.is_complaint_submitted else {"delete"}
        assert _names(acts_possible(case, self.today, Stance())) == steps | sends | always
        for name, level in LEVELS.items():
            acts = _names(acts_possible(case, self.today, Stance(sends_from=frozenset({level}), is_acoc=True)))
            assert ("send" in acts) == (bool(sends) and model.sender(life) == name)
            assert ("return" in acts) == (not model.returning_forbidden(life, name))

    # How a step is made.

    def _try(
        self,
        act: str,
        place: int,
        *,
        code: Callable[[Case], None],
        law: Callable[[model.Life], None],
        forbidden: Callable[[model.Life], set[str]] | None = None,
    ) -> bool:
        index = place % len(self.lives)
        case, life = self.file.cases[index], self.lives[index]
        rules = forbidden(life) if forbidden else model.forbidden(life, act, self.today)
        if not self._agree(act, rules, lambda: code(case), life):
            assert (case.timeline, case.sendings, case.remarks, case.happenings) == ([], [], [], [])
            return False
        law(life)
        self._settle()
        return True

    def _agree(self, act: str, forbidden: set[str], code: Callable[[], None], life: model.Life | None = None) -> bool:
        """Whether it was accepted; code and law have to say the same, and a refusal one of the rules that forbid it."""
        refusal = _refusal_of(code)
        STEPS[f"{act}: {'refused' if refusal else 'accepted'}"] += 1
        if refusal is None:
            assert not forbidden
            return True
        assert refusal.rule in forbidden
        if life is not None and refusal.possible:
            assert set(refusal.possible) - {"send"} == model.possible_reports(life, self.today)
        return False

    def _found_an_official(self, place: int, conclusion: Conclusion) -> None:
        """CASE-15: the next number, concluded as its origin was, no rounds, entered as something recorded that day."""
        STEPS["a found official becomes a case"] += 1
        origin = self.file.cases[place]
        case = open_found_case(
            origin,
            case_id=UUID(int=2 + len(self.lives)),
            ordinal=len(self.lives) + 1,
            reception=self.file.reception,
            conclusion=conclusion,
            recorded_at=Level.UNIT,
            now=builders.on(self.today),
        )
        case.is_complaint_submitted = origin.is_complaint_submitted
        self.file.add_accused(builders.an_accused("ผู้ร่วม"), case, [1])
        life = model.Life(origin.received_on, self.lives[place].levels, self.today, found_by_an_inquiry=True)
        life.has_ground = conclusion.has_ground
        life.note("conclusion", "inquiry_concluded", self.today)
        life.send("unit", self.today)
        self.lives.append(life)
        self.entries.append([])
        self._settle()

    def _settle(self) -> None:
        """As the store does: what a case had to tell is kept, and the case loaded anew."""
        submitted = any(Level.PACC in case.ladder.entries for case in self.file.cases)
        for case, entries in zip(self.file.cases, self.entries, strict=True):
            entries += [RecordedEntry(entry, 1, self.today) for entry in case.timeline]
            builders.settle(case)
            case.is_complaint_submitted = submitted


def _refusal_of(code: Callable[[], None]) -> CaseRefusal | None:
    try:
        code()
    except CaseRefusal as refusal:
        return refusal
    return None


def _as_it_stands(case: Case) -> Reworked:
    return Reworked(case.era, case.rounds, case.status, case.concluded_on, case.closing)


def _written(kind: str, ground: tuple[Ground, bool]) -> Written:
    if kind == "conclusion":
        return builders.a_conclusion(ground[0], criminal=ground[1])
    if kind == "proceedings":
        return builders.some_proceedings()
    return "ป่วย" if kind == "explanation" else builders.a_report()


def _names(acts: frozenset[CaseAct]) -> set[str]:
    return {act.name.lower() for act in acts}
