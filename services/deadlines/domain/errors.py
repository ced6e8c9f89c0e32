"""What the law of an obligation refuses."""

from datetime import date

from kit.domain.errors import NotPossibleNow
from kit.domain.thai_dates import short_thai_date


class DayNotPassed(NotPossibleNow):
    code = "day_not_passed"

    def __init__(self, due_on: date) -> None:
        super().__init__(
            "DUE-2",
            f"ยังไม่พ้นกำหนด {short_thai_date(due_on)}",
            f"The due date {due_on.isoformat()} has not passed: until midnight in Bangkok it can be met in time.",
        )


class IllegalTransition(NotPossibleNow):
    """The table of transitions forbids it; reaching this means that a verb let something through."""

    code = "illegal_transition"

    def __init__(self, current: str, target: str) -> None:
        super().__init__("DUE-16", f"เปลี่ยนสถานะจาก {current} เป็น {target} ไม่ได้", f"{current} cannot become {target}.")
