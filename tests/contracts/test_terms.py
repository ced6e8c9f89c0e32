"""The same thing has the same number and name in contract and code, and Thai words where it is shown."""

from enum import IntEnum
from typing import Any

import pytest

from agencies.domain.terms import SummarySetting
from cases.domain import terms
from cases.domain.era import Era
from cases.domain.status import CaseAct, CaseStatus
from deadlines.app.bell import NoticeKind
from reporting.domain import terms as counted
from reporting.domain.difference import DifferenceCause
from reporting.domain.summary_round import RoundState
from rongrian.agencies.v1 import agency_pb2, officer_pb2
from rongrian.cases.v1 import case_pb2, correction_pb2
from rongrian.deadlines.v1 import deadline_service_pb2, obligation_pb2, reminder_service_pb2
from rongrian.kit.v1.thai_pb2 import thai
from rongrian.reporting.v1 import report_pb2, summary_service_pb2

PAIRS: list[tuple[type[IntEnum], Any]] = [
    (terms.Source, case_pb2.Source),
    (terms.Channel, case_pb2.Channel),
    (terms.ComplaintKind, case_pb2.ComplaintKind),
    (terms.Committee, case_pb2.Committee),
    (terms.DatePrecision, case_pb2.DatePrecision),
    (terms.PersonKind, case_pb2.PersonKind),
    (terms.Level, case_pb2.Level),
    (Era, case_pb2.Era),
    (terms.Ground, case_pb2.Ground),
    (terms.Outcome, case_pb2.Outcome),
    (terms.Penalty, case_pb2.Penalty),
    (terms.ClosedAs, case_pb2.ClosedAs),
    (terms.Queue, case_pb2.Queue),
    (terms.RemarkKind, case_pb2.RemarkKind),
    (terms.CorrectionState, correction_pb2.CorrectionState),
    (counted.Era, case_pb2.Era),
    (counted.Level, case_pb2.Level),
    (counted.Outcome, case_pb2.Outcome),
    (counted.Stated, report_pb2.Stated),
    (counted.FigureName, report_pb2.FigureName),
    (counted.AgencyType, agency_pb2.AgencyType),
    (RoundState, summary_service_pb2.RoundState),
    (DifferenceCause, summary_service_pb2.DifferenceCause),
    (CaseStatus, case_pb2.CaseStatus),
    (CaseAct, case_pb2.CaseAct),
    (NoticeKind, reminder_service_pb2.NoticeKind),
    (SummarySetting, agency_pb2.SummarySetting),
]
SHOWN = [
    *(pair[1] for pair in PAIRS if pair[1] is not case_pb2.DatePrecision),
    case_pb2.Round,
    agency_pb2.AgencyKind,
    agency_pb2.AgencyType,
    officer_pb2.Role,
    officer_pb2.Mark,
    obligation_pb2.ObligationState,
    obligation_pb2.CountedIn,
    obligation_pb2.MoveCause,
    deadline_service_pb2.Worklist,
    reminder_service_pb2.NoticeKind,
]


@pytest.mark.parametrize(("in_code", "in_contract"), PAIRS, ids=lambda pair: getattr(pair, "__name__", ""))
def test_a_term_has_one_number_and_name(in_code: type[IntEnum], in_contract: Any) -> None:
    prefix = _prefix(in_contract)
    contract = {name.removeprefix(prefix): number for name, number in in_contract.items() if number}

    assert {term.name: term.value for term in in_code} == contract


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.DESCRIPTOR.name)
def test_every_value_that_is_shown_has_thai_words(kind: Any) -> None:
    wordless = [
        value.name for value in kind.DESCRIPTOR.values if value.number and not value.GetOptions().Extensions[thai]
    ]

    assert wordless == []


def _prefix(kind: Any) -> str:
    unspecified: str = kind.Name(0)
    return unspecified.removesuffix("UNSPECIFIED")
