"""เรื่องร้องเรียน: what an agency takes on, as the officer records it in five steps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.domain.terms import Channel, ComplaintKind, DatePrecision, PersonKind, Source


@dataclass(frozen=True, slots=True)
class Reception:
    """Step 1/5."""

    received_on: date | None
    source: Source | None
    agency_number: str
    was_pending: bool = False
    source_detail: str = ""
    details: str = ""
    channel: Channel = Channel.LETTER
    kind: ComplaintKind = ComplaintKind.CORRUPTION


@dataclass(frozen=True, slots=True)
class Complainant:
    """Step 2/5. Its words exist here only until the store has sealed them."""

    withheld: bool = False
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    details: str = ""

    @property
    def says_who(self) -> bool:
        return any((self.title, self.first_name, self.last_name, self.details))


@dataclass(frozen=True, slots=True)
class Accused:
    """Step 3/5: one accused official. `to_be_checked`: the check digit is wrong; kept, and marked."""

    first_name: str
    last_name: str
    position: str
    position_type: str
    position_level: str
    affiliation: str
    title: str = ""
    national_id: str = ""
    has_no_national_id: bool = False
    to_be_checked: bool = False
    is_under_agency: bool = False
    details: str = ""


@dataclass(frozen=True, slots=True)
class CoOffender:
    """Step 5/5: one who took part and is no official."""

    kind: PersonKind | None
    name: str
    title: str = ""
    last_name: str = ""
    identifier: str = ""
    to_be_checked: bool = False
    relation: str = ""
    details: str = ""
    # Read back from the store: a number is recorded, and stays sealed.
    is_identifier_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Allegation:
    """Step 4/5. `accused` are the places, from 1, of those who are ticked for it in step 5/5."""

    subject: str
    facts: str
    acted_on: date | None
    place: str
    accused: tuple[int, ...]
    precision: DatePrecision = DatePrecision.DAY
    acted_at: str = ""
    document_number: str = ""
    damage: Decimal | None = None
    co_offenders: tuple[CoOffender, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintRecord:
    """All five steps."""

    reception: Reception
    complainant: Complainant
    accused: tuple[Accused, ...]
    allegations: tuple[Allegation, ...]

    def subject_of(self, ordinal: int) -> str:
        """The subject of the case of the accused at `ordinal`: his first ticked allegation (CASE-1)."""
        return next(a.subject for a in self.allegations if ordinal in a.accused)
