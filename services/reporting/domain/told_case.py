"""What `cases` tells of a case, as far as figures go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reporting.domain.counting import Closing, RoundDates
from reporting.domain.terms import Act, Era, Level, Round


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as it stood after its `version`-th change.

    `accused_indexes` and `recused` are those of the whole complaint (ROLE-5). A case that an inquiry opened has
    `origin_case_id` and no rounds (CASE-15); one before the resolution has none either.
    """

    case_id: UUID
    version: int
    complaint_id: UUID
    agency_id: UUID
    era: Era
    status: int
    received_on: date
    recorded_on: date
    rounds: Mapping[Round, RoundDates]
    entries: Mapping[Level, date]
    accused_indexes: tuple[bytes, ...]
    recused: tuple[UUID, ...]
    closing: Closing | None
    is_deleted: bool
    origin_case_id: UUID | None
    deleted_on: date | None = None
    corrected_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act that counts as progress: the `version`-th change of its case."""

    case_id: UUID
    version: int
    kind: Act
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a case: the case as it stood then, and the act where it is one that counts."""

    facts: CaseFacts
    act: ToldAct | None
