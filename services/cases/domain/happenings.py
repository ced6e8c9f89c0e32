"""What can happen to a case; each becomes an event."""

from dataclasses import dataclass
from typing import TypeAlias

from cases.domain.rounds import Round
from cases.domain.terms import Level


@dataclass(frozen=True, slots=True)
class CaseRecorded:
    pass


@dataclass(frozen=True, slots=True)
class LatenessWasExplained:
    round: Round


@dataclass(frozen=True, slots=True)
class RoundReported:
    round: Round


@dataclass(frozen=True, slots=True)
class CaseSent:
    to: Level


Happening: TypeAlias = CaseRecorded | LatenessWasExplained | RoundReported | CaseSent
