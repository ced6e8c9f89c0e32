"""เรื่องร้องเรียน: what an agency takes on, as the officer records it in five steps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.domain.terms import Channel, ComplaintKind, DatePrecision, PersonKind, Source

_NATIONAL_ID_DIGITS = 13


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
    # In an edit: the number that is recorded, sealed, stays as it is. Read back from the store: one is recorded.
    keeps_national_id: bool = False


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
    # In an edit: which of the recorded ones of the allegation it is, 0 for a new one.
    number: int = 0
    # In an edit: the number that is recorded, sealed, stays as it is. Read back from the store: one is recorded.
    keeps_identifier: bool = False

    @property
    def has_national_id(self) -> bool:
        """Whether his number is written as a national ID: 13 digits of a natural person."""
        is_written_so = len(self.identifier) == _NATIONAL_ID_DIGITS and self.identifier.isdecimal()
        return self.kind is PersonKind.NATURAL and is_written_so


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
    # Its number in the complaint, from 1, kept for good; 0 until it is recorded.
    number: int = 0


@dataclass(frozen=True, slots=True)
class ComplaintRecord:
    """All five steps. In an edit, no complainant means that what was recorded of one stays."""

    reception: Reception
    complainant: Complainant | None
    accused: tuple[Accused, ...]
    allegations: tuple[Allegation, ...]
