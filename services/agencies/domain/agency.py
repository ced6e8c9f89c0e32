"""หน่วยงาน: one place in the tree."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from agencies.domain.terms import AgencyKind, AgencyType, SummarySetting


@dataclass(frozen=True, slots=True)
class AgencyDetails:
    """What an officer of ป.ป.ท. writes of an agency (ORG-1)."""

    code: str
    thai_name: str
    english_name: str
    abbreviation: str
    kind: AgencyKind
    type: AgencyType
    is_acoc: bool

    def tidied(self) -> "AgencyDetails":
        """Every word on one line, so that a sheet gives back what it was given."""
        return replace(
            self,
            code=one_line(self.code),
            thai_name=one_line(self.thai_name),
            english_name=one_line(self.english_name),
            abbreviation=one_line(self.abbreviation),
        )


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as it stands; `path` runs from the root to the agency itself, `head` is an officer's subject.

    `summaries_from` is the first day of the first round for which it owes a monthly summary, kept also while it owes
    none; `owes_summaries` is the answer that everybody is told (SUM-0), `owes_summaries_since` the business day on
    which it came to owe them from that round on, None while it owes none, and where nobody has noted it.
    """

    id: UUID
    details: AgencyDetails
    parent_id: UUID | None
    path: tuple[UUID, ...]
    summaries_from: date
    head: UUID | None = None
    closed_on: date | None = None
    version: int = 0
    summary_setting: SummarySetting | None = None
    owes_summaries: bool = False
    owes_summaries_since: date | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


def one_line(text: str) -> str:
    """A name as it is kept: single spaces, nothing around it, no control characters (the database takes no NUL)."""
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc").split())
