"""What can happen to a case; each becomes an event."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from cases.domain.rounds import Round
from cases.domain.terms import Level


@dataclass(frozen=True, slots=True)
class CaseRecorded:
    pass


@dataclass(frozen=True, slots=True)
class LatenessExplained:
    round: Round


@dataclass(frozen=True, slots=True)
class RoundReported:
    round: Round


@dataclass(frozen=True, slots=True)
class ProgressReported:
    pass


@dataclass(frozen=True, slots=True)
class InquiryConcluded:
    pass


@dataclass(frozen=True, slots=True)
class ProceedingsReported:
    pass


@dataclass(frozen=True, slots=True)
class OutcomeReported:
    pass


@dataclass(frozen=True, slots=True)
class CaseClosed:
    pass


@dataclass(frozen=True, slots=True)
class CaseEdited:
    pass


@dataclass(frozen=True, slots=True)
class CaseSent:
    to: Level


@dataclass(frozen=True, slots=True)
class CaseReturned:
    by: Level


@dataclass(frozen=True, slots=True)
class HandlerNamed:
    pass


@dataclass(frozen=True, slots=True)
class RecusalMarked:
    officer: UUID


@dataclass(frozen=True, slots=True)
class RecusalLifted:
    officer: UUID


@dataclass(frozen=True, slots=True)
class CaseDeleted:
    pass


@dataclass(frozen=True, slots=True)
class CaseRestored:
    pass


@dataclass(frozen=True, slots=True)
class CaseCorrected:
    """`fields` by their names in the sheet."""

    fields: tuple[str, ...]


Happening: TypeAlias = (
    CaseRecorded
    | LatenessExplained
    | RoundReported
    | ProgressReported
    | InquiryConcluded
    | ProceedingsReported
    | OutcomeReported
    | CaseClosed
    | CaseEdited
    | CaseSent
    | CaseReturned
    | HandlerNamed
    | RecusalMarked
    | RecusalLifted
    | CaseDeleted
    | CaseRestored
    | CaseCorrected
)
