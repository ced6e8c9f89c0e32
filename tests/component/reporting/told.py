"""The events of a case's life, as `cases` would tell them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent, Entry, RoundFacts
from rongrian.cases.v1.case_pb2 import Outcome
from rongrian.kit.v1.event_pb2 import EventHeader
from tests.unit.reporting.oracle import Correction, Life

Change = Callable[[CasesEvent], None]
_LATE: dict[int, int] = {case_pb2.ROUND_7: case_pb2.CASE_STATUS_LATE_7, case_pb2.ROUND_37: case_pb2.CASE_STATUS_LATE_37}
_REPORTED: dict[int, int] = {
    case_pb2.ROUND_7: case_pb2.CASE_STATUS_REPORTED_7,
    case_pb2.ROUND_37: case_pb2.CASE_STATUS_REPORTED_37,
}


@dataclass(frozen=True)
class Mark:
    """An officer marked as recused on the day of the record; `lifted`: and not any more on that day."""

    officer: UUID
    lifted: date | None = None


@dataclass(frozen=True)
class ToldCase:
    """A life, where it belongs, and everything that is told of it, in the order of happening."""

    life: Life
    case_id: UUID
    complaint_id: UUID
    agency: UUID
    marks: tuple[Mark, ...]
    events: tuple[CasesEvent, ...]


@dataclass(frozen=True)
class _Complaint:
    id: UUID
    agency: UUID
    # The blind index of each accused who has one, from the day on which he was recorded.
    indexes: tuple[tuple[date, bytes], ...]
    marks: tuple[Mark, ...]

    def known_on(self, day: date) -> list[bytes]:
        return sorted({index for since, index in self.indexes if since <= day})

    def marked_on(self, day: date) -> list[str]:
        return sorted(str(mark.officer) for mark in self.marks if mark.lifted is None or day < mark.lifted)


@dataclass(frozen=True)
class _Case:
    id: UUID
    origin: UUID | None
    complaint: _Complaint

    def as_recorded(self, life: Life) -> CaseFacts:
        owes_rounds = life.is_after and self.origin is None
        return CaseFacts(
            case_id=str(self.id),
            complaint_id=str(self.complaint.id),
            agency_id=str(self.complaint.agency),
            number="1",
            era=case_pb2.ERA_AFTER_RESOLUTION if life.is_after else case_pb2.ERA_BEFORE_RESOLUTION,
            status=case_pb2.CASE_STATUS_NEW,
            received_on=life.received.isoformat(),
            recorded_on=life.recorded.isoformat(),
            rounds=[
                RoundFacts(round=round_, due_on=due.isoformat())  # type: ignore[arg-type]
                for round_, (due, _) in zip(_LATE, life.rounds, strict=True)
                if owes_rounds
            ],
            entries=[Entry(level=case_pb2.LEVEL_UNIT, on=life.recorded.isoformat())],
            origin_case_id=str(self.origin) if self.origin else "",
        )


def tell_complaint(
    lives: Sequence[Life], agency: UUID, indexes: dict[str, bytes] | None = None, marks: Sequence[Mark] = ()
) -> list[ToldCase]:
    """`indexes` gives the blind index of each name in `Life.accused`."""
    known = [(life.recorded, (indexes or {})[life.accused]) for life in lives if life.accused in (indexes or {})]
    complaint = _Complaint(uuid4(), agency, tuple(known), tuple(marks))
    ids = [uuid4() for _ in lives]
    return [
        _told(life, _Case(case_id, ids[lives.index(life.origin)] if life.origin else None, complaint))
        for life, case_id in zip(lives, ids, strict=True)
    ]


def events_of(told: Sequence[ToldCase]) -> list[CasesEvent]:
    return [event for case in told for event in case.events]


def _told(life: Life, case: _Case) -> ToldCase:
    complaint, facts, events = case.complaint, case.as_recorded(_as_first_entered(life)), []
    for version, (on, change) in enumerate(_acts(life, case), start=1):
        header = EventHeader(
            event_id=str(uuid4()), recorded_on=on.isoformat(), aggregate_id=str(case.id), aggregate_version=version
        )
        event = CasesEvent(header=header, facts=facts)
        event.facts.version = version
        event.facts.accused_indexes[:] = complaint.known_on(on)
        event.facts.recused[:] = complaint.marked_on(on)
        change(event)
        facts = event.facts
        events.append(event)
    return ToldCase(life, case.id, complaint.id, complaint.agency, complaint.marks, tuple(events))


def _as_first_entered(life: Life) -> Life:
    return life.corrections[0].was if life.corrections else life


def _acts(life: Life, case: _Case) -> Iterator[tuple[date, Change]]:
    """What happened and when. Until the end of the day of a correction the case goes by what it had been till then."""
    after = date.min
    for correction, corrected in _corrections(life):
        for on, change in _happened(correction.was, case.complaint):
            if after < on <= correction.on:
                yield on, change
        yield correction.on, _correct(correction, corrected, case)
        after = correction.on
    for on, change in _happened(life, case.complaint):
        if after < on:
            yield on, change


def _corrections(life: Life) -> Iterator[tuple[Correction, Life]]:
    """Each with what the case has said since."""
    since = [correction.was for correction in life.corrections[1:]]
    return zip(life.corrections, [*since, life], strict=False)


def _correct(correction: Correction, corrected: Life, case: _Case) -> Change:
    """The facts are worked out again from what is recorded by then, as if it had been entered so (CASE-22)."""
    anew = CasesEvent(facts=case.as_recorded(corrected))
    for on, change in _happened(corrected, case.complaint):
        if on <= correction.on:
            change(anew)

    def change_of(event: CasesEvent) -> None:
        now = event.facts
        anew.facts.version = now.version
        anew.facts.accused_indexes[:] = now.accused_indexes
        anew.facts.recused[:] = now.recused
        now.CopyFrom(anew.facts)
        now.corrected_on = correction.on.isoformat()
        event.case_corrected.fields[:] = sorted(_corrected_fields(correction.was, corrected))

    return change_of


def _corrected_fields(was: Life, corrected: Life) -> Iterator[str]:
    if was.received != corrected.received:
        yield "reception.received_on"
    if was.proceedings and was.outcome != corrected.outcome:
        yield "outcome.outcome"
    if was.proceedings and was.criminal != corrected.criminal:
        yield "outcome.is_referred_to_criminal"
    if not was.proceedings and was.closed != corrected.closed:
        yield "conclusion.disciplinary_ground"


def _happened(life: Life, complaint: _Complaint) -> list[tuple[date, Change]]:
    """What comes first in `_in_the_order_of_steps` comes first on a day, too."""
    return sorted(_in_the_order_of_steps(life, complaint), key=lambda act: act[0])


def _in_the_order_of_steps(life: Life, complaint: _Complaint) -> Iterator[tuple[date, Change]]:
    yield life.recorded, _happening("case_recorded")
    yield from _changes_of_the_complaint(life, complaint)
    yield from _rounds(life) if life.is_after and life.origin is None else _reports_before_the_resolution(life)
    for on in life.progress:
        progress = 0 if life.is_after else case_pb2.CASE_STATUS_PROGRESS_BEFORE
        yield on, _happening("progress_reported", status=progress)
    if life.concluded is not None:
        yield life.concluded, _conclude(life.concluded)
    for on in life.proceedings:
        yield on, _happening("proceedings_reported", status=case_pb2.CASE_STATUS_IN_PROCEEDINGS)
    if life.closed is not None:
        told = ["outcome_reported", "case_closed"] if life.proceedings else ["case_closed"]
        yield from ((life.closed, _close(life, name)) for name in told)
    yield from ((on, _send(level, on)) for level, on in life.sent.items())
    yield from ((on, change) for on, change in ((life.deleted, _delete), (life.restored, _restore)) if on is not None)


def _reports_before_the_resolution(life: Life) -> Iterator[tuple[date, Change]]:
    """Of rounds that a case owed until a correction: they count as progress."""
    for on in (life.reported_7, life.reported_37):
        if on is not None:
            yield on, _happening("round_reported", status=case_pb2.CASE_STATUS_PROGRESS_BEFORE)


def _rounds(life: Life) -> Iterator[tuple[date, Change]]:
    (day_7, on_7), (day_37, on_37) = life.rounds
    if on_7 is not None and on_7 > day_7:
        yield on_7, _explain(case_pb2.ROUND_7)
    if life.reported_7 is not None:
        yield life.reported_7, _report(case_pb2.ROUND_7, life.reported_7)
    if on_37 is not None and on_37 > day_37:
        yield on_37, _explain(case_pb2.ROUND_37)
    if life.reported_37 is not None:
        yield life.reported_37, _report(case_pb2.ROUND_37, life.reported_37)


def _changes_of_the_complaint(life: Life, complaint: _Complaint) -> Iterator[tuple[date, Change]]:
    """Who is accused in it and who is marked: told of each of its cases."""
    for since, _ in complaint.indexes:
        if since > life.recorded:
            yield since, _happening("case_edited")
    for mark in complaint.marks:
        if life.origin is None:
            yield life.recorded, _happening("recusal_marked", officer=str(mark.officer))
        if mark.lifted is not None and mark.lifted >= life.recorded:
            yield mark.lifted, _happening("recusal_lifted", officer=str(mark.officer))


def _happening(name: str, *, status: int = 0, **details: object) -> Change:
    def change(event: CasesEvent) -> None:
        told = getattr(event, name)
        told.SetInParent()
        for detail, value in details.items():
            setattr(told, detail, value)
        # The furthest step: a report that was made up for later leaves it as it is.
        event.facts.status = max(event.facts.status, status)  # type: ignore[assignment]

    return change


def _explain(round_: int) -> Change:
    return _happening("lateness_explained", status=_LATE[round_], round=round_)


def _report(round_: int, on: date) -> Change:
    def change(event: CasesEvent) -> None:
        _happening("round_reported", status=_REPORTED[round_], round=round_)(event)
        next(told for told in event.facts.rounds if told.round == round_).reported_on = on.isoformat()

    return change


def _conclude(on: date) -> Change:
    def change(event: CasesEvent) -> None:
        _happening("inquiry_concluded", status=case_pb2.CASE_STATUS_INQUIRY_CONCLUDED)(event)
        event.facts.concluded_on = on.isoformat()
        for told in event.facts.rounds:
            if told.round == case_pb2.ROUND_37:
                told.reported_on = told.reported_on or on.isoformat()

    return change


def _close(life: Life, happening: str) -> Change:
    def change(event: CasesEvent) -> None:
        assert life.closed is not None
        _happening(happening, status=case_pb2.CASE_STATUS_CLOSED)(event)
        event.facts.closed_on = life.closed.isoformat()
        event.facts.outcome = Outcome.Value(f"OUTCOME_{life.outcome.upper()}")
        event.facts.is_referred_to_criminal = life.criminal

    return change


def _send(level: int, on: date) -> Change:
    def change(event: CasesEvent) -> None:
        _happening("case_sent", to=level)(event)
        event.facts.entries.add(level=level, on=on.isoformat())

    return change


def _delete(event: CasesEvent) -> None:
    event.facts.is_deleted = True
    event.case_deleted.SetInParent()


def _restore(event: CasesEvent) -> None:
    event.facts.is_deleted = False
    event.case_restored.SetInParent()
