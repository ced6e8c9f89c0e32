"""What the law of monthly summaries and their rounds refuses."""

from datetime import date

from kit.domain.errors import Fault, InvalidInput, NotPossibleNow
from kit.domain.thai_dates import short_thai_date, thai_month


class RoundNotBegun(InvalidInput):
    """A round in the future: the month that it reports is not over."""

    def __init__(self, first: date) -> None:
        thai = f"รอบ{thai_month(first)} ยังมาไม่ถึง"
        super().__init__([Fault("round", "SUM-1", thai, f"The round {first.isoformat()[:7]} has not begun.")])


class RoundNotOver(NotPossibleNow):
    code = "round_not_over"

    def __init__(self, due_on: date) -> None:
        super().__init__(
            "SUM-5",
            f"ปิดรอบได้หลังวันที่ {short_thai_date(due_on)}",
            f"The round can be closed once {due_on.isoformat()} has passed.",
        )


class RoundTakesNoMore(NotPossibleNow):
    code = "round_takes_no_more"

    def __init__(self, first: date) -> None:
        super().__init__(
            "SUM-5",
            f"ปิดรอบ{thai_month(first)} แล้ว ไม่รับรายงานเพิ่ม",
            f"The round {first.isoformat()[:7]} is closed and takes no summary any more.",
        )


class RoundClosedAlready(NotPossibleNow):
    code = "round_closed_already"

    def __init__(self, first: date) -> None:
        super().__init__(
            "SUM-5",
            f"รอบ{thai_month(first)} ปิดไว้แล้ว",
            f"The round {first.isoformat()[:7]} has been closed already.",
        )


class IllegalRoundTransition(NotPossibleNow):
    """The table of transitions forbids it; reaching this means that a verb let something through."""

    code = "illegal_transition"

    def __init__(self, current: str, target: str) -> None:
        super().__init__("SUM-5", f"เปลี่ยนสถานะจาก {current} เป็น {target} ไม่ได้", f"{current} cannot become {target}.")


class OwesNoSummary(NotPossibleNow):
    code = "owes_no_summary"

    def __init__(self) -> None:
        super().__init__(
            "SUM-0",
            "หน่วยงานนี้ไม่ต้องส่งสรุปรายงานประจำเดือนของรอบนี้",
            "This agency owes no monthly summary of this round.",
        )


class SummaryAlreadySubmitted(NotPossibleNow):
    code = "summary_already_submitted"

    def __init__(self) -> None:
        super().__init__(
            "SUM-2",
            "หน่วยงานยืนยันสรุปรายงานของรอบนี้แล้ว ส่งได้ครั้งเดียว",
            "The agency has confirmed its summary of this round; it does so once.",
        )


class ColleagueMustConfirm(NotPossibleNow):
    """Says no more than this: which complaint it is, and why, is not for this caller."""

    code = "colleague_must_confirm"

    def __init__(self) -> None:
        super().__init__(
            "REP-4",
            "สรุปรายงานของรอบนี้ต้องให้เจ้าหน้าที่ผู้อื่นของหน่วยงานเป็นผู้ยืนยัน",
            "Another officer of the agency has to confirm this summary.",
        )


class MonthNotClosed(NotPossibleNow):
    code = "month_not_closed"

    def __init__(self, month: date) -> None:
        super().__init__(
            "SUM-5",
            f"ยังไม่ได้ปิดรอบของข้อมูลเดือน{thai_month(month)}",
            f"The round of {month.isoformat()[:7]} has not been closed: there is nothing published to compare with.",
        )
