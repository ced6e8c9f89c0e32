"""What the callers ask about: the same kind of thing in each place, and one that is nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from tests.support import tree

# Places as seen from กรมทดสอบ10, where the callers sit; which agency keeps what lies there.
AGENCY_AT: Mapping[str, UUID] = {
    "own": tree.DEPARTMENT_10,
    # An agency below.
    "below": tree.OFFICE,
    # Also below, but recorded by the callers' agency (CASE-5).
    "made": tree.OFFICE,
    # The ministry above.
    "above": tree.MINISTRY,
    # A department of another ministry.
    "other": tree.OTHER_DEPARTMENT,
    # Own, and not sent upward.
    "unsent": tree.DEPARTMENT_10,
    # Own, of a complaint in which the caller is accused, by his number; the thing asked for is a co-accused's.
    "number": tree.DEPARTMENT_10,
    # Own, of a complaint against the heads of the callers' agencies.
    "head": tree.DEPARTMENT_10,
    # Own, of a complaint for which the callers are marked as recused.
    "mark": tree.DEPARTMENT_10,
    # Own, of a deleted complaint.
    "deleted": tree.DEPARTMENT_10,
}
NOWHERE = "nowhere"
# An agency with something below it is asked to close, or to go below that.
BELOW_OF: Mapping[UUID, UUID] = {
    tree.MINISTRY: tree.DEPARTMENT_10,
    tree.DEPARTMENT_10: tree.OFFICE,
    tree.OFFICE: UUID("00000000-0000-7000-8000-000000000211"),
    tree.OTHER_DEPARTMENT: UUID("00000000-0000-7000-8000-000000000311"),
}


@dataclass(slots=True)
class Thing:
    """A complaint with its first case, and what else hangs on it; by default one that there is not.

    Each was received on a day, accuses a person and speaks of a word that no other has.
    """

    place: str = NOWHERE
    agency_id: str = field(default_factory=lambda: str(uuid4()))
    complaint_id: str = field(default_factory=lambda: str(uuid4()))
    case_ids: list[str] = field(default_factory=lambda: [str(uuid4())])
    number: str = "0/0"
    received_on: date = date(2019, 7, 10)
    national_id: str = "1100399999999"
    word: str = "ไม่มีคำนี้"
    sending_id: str = field(default_factory=lambda: str(uuid4()))
    # A correction of it that was returned.
    correction_id: str = field(default_factory=lambda: str(uuid4()))
    # That of round 37, which is not reported.
    obligation_id: str = field(default_factory=lambda: str(uuid4()))
    # An officer of the agency whose access has ended, and one of ป.ป.ท.'s role there.
    officer: str = field(default_factory=lambda: str(uuid4()))
    pacc_officer: str = field(default_factory=lambda: str(uuid4()))

    @property
    def case_id(self) -> str:
        return self.case_ids[0]

    @property
    def case_number(self) -> str:
        return f"{self.number}-1"


def thing_at(place: str, ordinal: int) -> Thing:
    """Received in the month that has this place among the months from September 2562 on."""
    month = 8 + ordinal
    return Thing(
        place=place,
        agency_id=str(AGENCY_AT[place]),
        number=f"{ordinal + 1:02}/2563",
        received_on=date(2019 + month // 12, month % 12 + 1, 10),
        national_id=f"11003{ordinal:08}",
        word=f"คำเฉพาะ{ordinal:02}",
    )
