"""What the law of an obligation refuses."""

from datetime import date

from deadlines.domain.policy import Words
from kit.domain.errors import Fault, InvalidInput, NotPossibleNow
from kit.domain.thai_dates import short_thai_date


def _named(policy: str, duty: Words | None) -> tuple[str, str]:
    """What is owed, with the code by which policies are kept; the code alone where nobody has said what is owed."""
    return (f"{duty.thai} ({policy})", f"{duty.english} ({policy})") if duty is not None else (policy, policy)


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


class PolicyIsLaw(NotPossibleNow):
    code = "policy_is_law"

    def __init__(self, policy: str, duty: Words | None = None) -> None:
        thai, english = _named(policy, duty)
        super().__init__(
            "DUE-1",
            f"กำหนดเวลา {thai} เป็นไปตามกฎหมาย ผู้ใดจะเปลี่ยนแปลงมิได้",
            f"{english} is law and changes for nobody.",
        )


class NotExtendable(NotPossibleNow):
    code = "not_extendable"

    def __init__(self, policy: str, duty: Words | None = None) -> None:
        thai, english = _named(policy, duty)
        super().__init__(
            "DUE-13",
            f"กำหนดเวลา {thai} ขยายไม่ได้",
            f"{english} allows no extension.",
        )


class ObligationSettled(NotPossibleNow):
    code = "obligation_settled"

    def __init__(self) -> None:
        super().__init__(
            "DUE-13", "ดำเนินการแล้วหรือยกเลิกแล้ว จึงขยายกำหนดเวลาไม่ได้", "It is met or cancelled, so its date stays."
        )


class NotLaterThanDue(NotPossibleNow):
    code = "not_later_than_due"

    def __init__(self, due_on: date) -> None:
        super().__init__(
            "DUE-13",
            f"วันที่ขยายต้องหลังวันครบกำหนดเดิม {short_thai_date(due_on)}",
            f"An extension gives a day after the present due date {due_on.isoformat()}.",
        )


class HolidayAlready(NotPossibleNow):
    code = "holiday_already"

    def __init__(self, day: date) -> None:
        super().__init__(
            "DUE-3",
            f"{short_thai_date(day)} เป็นวันหยุดราชการอยู่แล้ว",
            f"{day.isoformat()} is a public holiday already.",
        )


class NoHoliday(NotPossibleNow):
    code = "no_holiday"

    def __init__(self, day: date) -> None:
        super().__init__(
            "DUE-3",
            f"{short_thai_date(day)} ไม่ใช่วันหยุดราชการ",
            f"{day.isoformat()} is no public holiday.",
        )


class UnknownPolicy(InvalidInput):
    """There is no policy of that code."""

    def __init__(self) -> None:
        super().__init__([Fault("policy", "DUE-1", "ไม่มีกำหนดเวลาตามรหัสนี้", "There is no policy of this code.")])
