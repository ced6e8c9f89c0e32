"""What the law of a case refuses; each says which rule, and what would be possible instead."""

from collections.abc import Iterable

from cases.domain.status import CaseAct
from cases.domain.terms import Level
from kit.domain.errors import NotPossibleNow


class CaseRefusal(NotPossibleNow):
    """An act that the case does not allow now."""

    def __init__(self, rule: str, thai: str, english: str, possible: Iterable[CaseAct]) -> None:
        super().__init__(rule, thai, english)
        self.say_possible(possible)

    def say_possible(self, acts: Iterable[CaseAct]) -> None:
        """What would be possible instead: of the case alone at first, of whoever has asked where he is known."""
        self.possible = tuple(act.name.lower() for act in sorted(acts))


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


class NoRoundsOfItsOwn(CaseRefusal):
    code = "no_rounds_of_its_own"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-15",
            "สำนวนของผู้กระทำความผิดที่พบเพิ่มไม่มีรอบการรายงานของตนเอง",
            "A case that an inquiry opened has no rounds of its own.",
            possible,
        )


class RoundSevenFirst(CaseRefusal):
    code = "round_7_first"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-12",
            "ต้องรายงานรอบ 7 วันก่อน",
            "Round 7 is reported first: round 37, its lateness and the conclusion come after it.",
            possible,
        )


class InquiryAlreadyConcluded(CaseRefusal):
    code = "inquiry_already_concluded"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-14",
            "สรุปผลการตรวจสอบข้อเท็จจริงเบื้องต้นไว้แล้ว",
            "The preliminary inquiry has been concluded.",
            possible,
        )


class OnlyBeforeResolution(CaseRefusal):
    code = "only_before_resolution"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-18",
            "แจ้งความคืบหน้าใช้เฉพาะเรื่องก่อนมติฯ เรื่องหลังมติฯ ให้รายงานตามรอบ",
            "Progress is told of cases before the resolution; later ones report in rounds.",
            possible,
        )


class NotConcluded(CaseRefusal):
    code = "not_concluded"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-16",
            "ต้องสรุปผลการตรวจสอบข้อเท็จจริงเบื้องต้นก่อน",
            "The preliminary inquiry is concluded first.",
            possible,
        )


class NoProceedings(CaseRefusal):
    code = "no_proceedings"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-17",
            "ต้องรายงานการดำเนินการทางวินัยฯ อย่างน้อยหนึ่งครั้งก่อน",
            "Proceedings are reported at least once first.",
            possible,
        )


class CaseIsClosed(CaseRefusal):
    code = "case_is_closed"

    def __init__(self) -> None:
        super().__init__(
            "CASE-17",
            "เรื่องนี้ปิดแล้ว บันทึกหรือแก้ไขไม่ได้ การเปลี่ยนแปลงต้องยื่นคำขอแก้ไขข้อมูล",
            "The case is closed: nothing can be entered or edited. A change is a correction.",
            [],
        )


class MonthIsClosed(CaseRefusal):
    code = "month_is_closed"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-20",
            "ป.ป.ท. ปิดรอบของเดือนที่บันทึกรายการนี้แล้ว การเปลี่ยนแปลงต้องยื่นคำขอแก้ไขข้อมูล",
            "The round of the month in which this was recorded is closed. A change is a correction.",
            possible,
        )


class NotEditable(CaseRefusal):
    code = "not_editable"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-20",
            "รายการนี้แก้ไขจากลำดับเหตุการณ์ไม่ได้ ให้แก้ไขที่ข้อมูลเรื่องร้องเรียน",
            "This entry is not edited in the timeline: what was recorded is edited in the complaint.",
            possible,
        )


class GroundInUse(CaseRefusal):
    code = "ground_in_use"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-20",
            "รายงานการดำเนินการทางวินัยฯ ไว้แล้ว แก้ไขเป็นไม่มีมูลไม่ได้",
            "Proceedings have been reported: the ground cannot be edited away.",
            possible,
        )


class CorrectionDecided(CaseRefusal):
    code = "correction_decided"

    def __init__(self) -> None:
        super().__init__("CASE-22", "คำขอแก้ไขนี้พิจารณาหรือถอนไปแล้ว", "This correction has been decided or withdrawn.", [])


class OwnCorrection(CaseRefusal):
    code = "own_correction"

    def __init__(self) -> None:
        super().__init__(
            "CASE-22",
            "ผู้ยื่นคำขอพิจารณาคำขอของตนเองไม่ได้",
            "Nobody decides a correction that he has asked for himself.",
            [],
        )


class OthersCorrection(CaseRefusal):
    code = "others_correction"

    def __init__(self) -> None:
        super().__init__(
            "CASE-22",
            "ถอนได้เฉพาะคำขอที่ตนเองยื่น",
            "A correction is withdrawn by nobody but who has asked for it.",
            [],
        )


class NotReturnable(CaseRefusal):
    code = "not_returnable"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-24",
            "ส่งคืนได้เฉพาะเรื่องที่ ศปท. ได้รับแล้วและยังไม่ส่งต่อ",
            "A ศปท. returns what has reached it and what it has not sent on.",
            possible,
        )


class AlreadySubmitted(CaseRefusal):
    code = "already_submitted"

    def __init__(self, numbers: str, possible: Iterable[CaseAct]) -> None:
        super().__init__(
            "CASE-21",
            f"ลบไม่ได้ เพราะส่งไปยัง ป.ป.ท. แล้ว ({numbers})",
            f"It cannot be deleted: sent to ป.ป.ท. already ({numbers}).",
            possible,
        )


class NotDeleted(CaseRefusal):
    code = "not_deleted"

    def __init__(self) -> None:
        super().__init__("CASE-21", "เรื่องนี้ไม่ได้ถูกลบ", "This complaint is not deleted.", [])


class RestoringOver(CaseRefusal):
    code = "restoring_over"

    def __init__(self, days: int) -> None:
        super().__init__(
            "CASE-21",
            f"พ้นกำหนด {days} วันที่กู้คืนได้แล้ว",
            f"The {days} days in which it could be restored are over.",
            [],
        )


class NothingAsked(CaseRefusal):
    code = "nothing_asked"

    def __init__(self, possible: Iterable[CaseAct]) -> None:
        super().__init__("CASE-24", "ไม่มีข้อสอบถามเกี่ยวกับเรื่องนี้", "Nothing was asked about this case.", possible)


class NotAtThatLevel(CaseRefusal):
    code = "not_at_that_level"

    def __init__(self, open_to: Iterable[Level], possible: Iterable[CaseAct]) -> None:
        levels = sorted(open_to)
        thai, english = " หรือ ".join(to.thai for to in levels), " or ".join(to.english for to in levels)
        super().__init__(
            "CASE-23",
            f"ส่งได้เฉพาะไปยังระดับถัดไปจากระดับที่รับเรื่องไว้แล้ว ขณะนี้คือ {thai}",
            f"A case goes only to the level next above the one that has it: that is {english} now.",
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
