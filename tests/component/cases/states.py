"""Cases in every state of a case's life, as one officer brings them there."""

from collections.abc import Callable, Sequence
from typing import Any

from google.protobuf.message import Message

from tests.component.cases.desk import Desk
from tests.support.complaints import (
    NITIKORN,
    a_complaint,
    a_conclusion,
    a_round_report,
    an_explanation,
    an_outcome,
    some_proceedings,
    some_progress,
)

Steps = Callable[[str], Sequence[Message]]

_FOUND: dict[str, Any] = {
    "official": NITIKORN | {"first_name": "ไฟ", "last_name": "สีส้ม", "has_no_national_id": True},
    "allegations": [1],
    "becomes_a_case": True,
}


def _late_7(case: str) -> list[Message]:
    return [an_explanation(case)]


def _reported_7(case: str) -> list[Message]:
    return [*_late_7(case), a_round_report(case)]


def _late_37(case: str) -> list[Message]:
    return [*_reported_7(case), an_explanation(case, "ROUND_37")]


def _concluded(case: str) -> list[Message]:
    return [*_late_37(case), a_conclusion(case)]


def _in_proceedings(case: str) -> list[Message]:
    return [*_concluded(case), some_proceedings(case)]


# By the complaint's number: the reception date, and what is done with its case on 30 August 2563.
STATES: dict[str, tuple[str, Steps]] = {
    "new": ("2020-08-30", lambda case: []),
    "new-late": ("2020-07-15", lambda case: []),
    "late-7": ("2020-07-15", _late_7),
    "reported-7": ("2020-08-24", lambda case: [a_round_report(case, "2020-08-24")]),
    "reported-7-late": ("2020-07-15", _reported_7),
    "late-37": ("2020-07-15", _late_37),
    "reported-37": ("2020-07-15", lambda case: [*_late_37(case), a_round_report(case, round_="ROUND_37")]),
    "concluded": ("2020-07-15", _concluded),
    "in-proceedings": ("2020-07-15", _in_proceedings),
    "closed": ("2020-07-15", lambda case: [*_in_proceedings(case), an_outcome(case)]),
    "ended": ("2020-07-15", lambda case: [*_late_37(case), a_conclusion(case, ground="GROUND_NONE")]),
    "found": ("2020-07-15", lambda case: [*_late_37(case), a_conclusion(case, found_officials=[_FOUND])]),
    "before": ("2018-03-27", lambda case: []),
    "before-progress": ("2018-03-27", lambda case: [some_progress(case, "2018-04-01")]),
    "before-concluded": ("2018-03-27", lambda case: [a_conclusion(case, "2018-05-01")]),
}


async def cases_in_every_state(desk: Desk) -> None:
    """Record a complaint for each of STATES and bring its case there; the clock stands on 30 August 2563."""
    for number, (received_on, steps) in STATES.items():
        [row] = (await desk(a_complaint(number, received_on))).cases
        for step in steps(row.id):
            await desk(step)
