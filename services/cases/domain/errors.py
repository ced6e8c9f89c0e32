"""What the law of a case refuses; each says which rule, and what would be possible instead."""

from collections.abc import Iterable

from cases.domain.status import CaseAct
from kit.domain.errors import NotPossibleNow


class CaseRefusal(NotPossibleNow):
    """An act that the case does not allow now."""

    def __init__(self, rule: str, thai: str, english: str, possible: Iterable[CaseAct]) -> None:
        super().__init__(rule, thai, english, possible=[act.name.lower() for act in sorted(possible)])


class LatenessUnexplained(CaseRefusal):
    code = "lateness_unexplained"

    def __init__(self, days: int, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-11",
            f"พ้นกำหนดรอบ {days} วันแล้ว ต้องระบุเหตุผลความล่าช้าก่อนรายงาน",
            f"Day {days} has passed: explain the lateness before you report the round.",
            possible,
        )


class RoundNotLate(CaseRefusal):
    code = "round_not_late"

    def __init__(self, days: int, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-11",
            f"ยังไม่พ้นกำหนดรอบ {days} วัน ไม่มีความล่าช้าที่ต้องชี้แจง",
            f"Day {days} has not passed: there is no lateness to explain.",
            possible,
        )


class LatenessAlreadyExplained(CaseRefusal):
    code = "lateness_already_explained"

    def __init__(self, days: int, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-11",
            f"ระบุเหตุผลความล่าช้ารอบ {days} วันไว้แล้ว",
            f"The lateness of the {days}-day round has been explained.",
            possible,
        )


class RoundAlreadyReported(CaseRefusal):
    code = "round_already_reported"

    def __init__(self, days: int, possible: Iterable[CaseAct]) -> None:
        super().__init__("CASE-12", f"รายงานรอบ {days} วันไว้แล้ว", f"The {days}-day round has been reported.", possible)


class NoRoundsBeforeResolution(CaseRefusal):
    code = "no_rounds_before_resolution"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-18",
            "เรื่องก่อนมติฯ ไม่มีรอบการรายงาน 7 วันและ 37 วัน",
            "A case before the resolution has no rounds.",
            possible,
        )


class NotAtThatLevel(CaseRefusal):
    code = "not_at_that_level"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-23",
            "ส่งได้เฉพาะไปยังระดับถัดไปจากระดับที่รับเรื่องไว้แล้ว",
            "A case goes only to the level next above the one that has it.",
            possible,
        )


class AlreadySent(CaseRefusal):
    code = "already_sent"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__("CASE-23", "ส่งเรื่องนี้ไปยัง ศปท. แล้ว", "This case was sent to its ศปท. already.", possible)


class IllegalTransition(CaseRefusal):
    """The table of transitions forbids it; reaching this means that a verb let something through."""

    code = "illegal_transition"

    def __init__(self, current: str, target: str) -> None:
        super().__init__(
            "CASE-19", f"เปลี่ยนสถานะจาก {current} เป็น {target} ไม่ได้", f"{current} cannot become {target}.", []
        )
