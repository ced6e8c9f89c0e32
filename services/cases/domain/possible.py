"""What is possible now: of the steps of a case's life, and for somebody who stands to it in some way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cases.domain.era import Era
from cases.domain.rounds import Round
from cases.domain.stance import Stance
from cases.domain.status import CaseAct
from cases.domain.terms import Queue

if TYPE_CHECKING:
    from cases.domain.case import Case

_EXPLAIN = {Round.SEVEN: CaseAct.EXPLAIN_LATENESS_7, Round.THIRTY_SEVEN: CaseAct.EXPLAIN_LATENESS_37}
_REPORT = {Round.SEVEN: CaseAct.REPORT_ROUND_7, Round.THIRTY_SEVEN: CaseAct.REPORT_ROUND_37}

ACT_OF_QUEUE: dict[Queue, CaseAct] = {
    Queue.ROUND_7: CaseAct.REPORT_ROUND_7,
    Queue.LATENESS_7: CaseAct.EXPLAIN_LATENESS_7,
    Queue.ROUND_37: CaseAct.REPORT_ROUND_37,
    Queue.LATENESS_37: CaseAct.EXPLAIN_LATENESS_37,
    Queue.CONCLUSION: CaseAct.CONCLUDE_INQUIRY,
    Queue.PROCEEDINGS: CaseAct.REPORT_PROCEEDINGS,
    Queue.OUTCOME: CaseAct.REPORT_OUTCOME,
}


def steps_possible(case: Case, today: date) -> frozenset[CaseAct]:
    """The steps that the case would accept on `today` from somebody who may change it."""
    # What a correction has left owed may come at any time, also of a closed case (CASE-22).
    missing = {_act_of_round(case, Round.SEVEN, today)} if case.is_missing_round_7 else set()
    if case.closing is not None:
        return frozenset(missing)
    if case.concluded_on is not None:
        outcome = {CaseAct.REPORT_OUTCOME} if case.proceedings_reports else set()
        return frozenset({CaseAct.REPORT_PROCEEDINGS} | outcome | missing)
    if case.era is Era.BEFORE_RESOLUTION:
        return frozenset({CaseAct.REPORT_PROGRESS, CaseAct.CONCLUDE_INQUIRY})
    if not case.is_round_7_reported:
        return frozenset({_act_of_round(case, Round.SEVEN, today)})
    thirty_seven = case.rounds[Round.THIRTY_SEVEN]
    if thirty_seven.reported_on is not None:
        return frozenset({CaseAct.CONCLUDE_INQUIRY})
    act = _act_of_round(case, Round.THIRTY_SEVEN, today)
    # An inquiry that is concluded late has its lateness explained first (CASE-12).
    return frozenset({act} if thirty_seven.is_unexplained(today) else {act, CaseAct.CONCLUDE_INQUIRY})


def acts_possible(case: Case, today: date, stance: Stance) -> frozenset[CaseAct]:
    """Everything that the case would accept on `today` from somebody who stands to it like that."""
    acts: set[CaseAct] = set()
    if stance.may_change:
        acts |= steps_possible(case, today)
        acts.add(CaseAct.SHOW_NATIONAL_ID)
        if case.questions:
            acts.add(CaseAct.ANSWER)
        if any(case.ladder.sender_of(to) in stance.sends_from for to in case.ladder.sendable_to()):
            acts.add(CaseAct.SEND)
        if case.closing is None:
            acts.add(CaseAct.EDIT)
        if not case.is_complaint_submitted:
            acts.add(CaseAct.DELETE)
    return frozenset(acts | _acts_beside(case, stance))


def _acts_beside(case: Case, stance: Stance) -> set[CaseAct]:
    """What goes by who somebody is, not by whether he may change the case."""
    acts: set[CaseAct] = set()
    if stance.is_acoc and case.ladder.returnable_from() & stance.sends_from:
        acts.add(CaseAct.RETURN)
    if stance.is_pacc:
        acts.add(CaseAct.ASK)
    if stance.is_keeper:
        acts.add(CaseAct.NAME_HANDLER)
    if stance.is_handler:
        acts.add(CaseAct.OPEN_COMPLAINANT)
    if stance.is_handler or stance.is_acoc:
        acts.add(CaseAct.MARK_RECUSAL)
    return acts


def _act_of_round(case: Case, round_: Round, today: date) -> CaseAct:
    return _EXPLAIN[round_] if case.rounds[round_].is_unexplained(today) else _REPORT[round_]
