"""What the law of the tree and of granting refuses; each says which rule."""

from collections.abc import Sequence

from kit.domain.errors import NotPossibleNow

_NAMED = 10


class AgencyIsClosed(NotPossibleNow):
    code = "agency_is_closed"

    def __init__(self, agency_code: str) -> None:
        super().__init__("ORG-3", f"หน่วยงาน {agency_code} ปิดแล้ว", f"The agency {agency_code} is closed.")


class WouldBeCircle(NotPossibleNow):
    code = "would_be_circle"

    def __init__(self) -> None:
        super().__init__(
            "ORG-3",
            "ย้ายหน่วยงานไปอยู่ใต้ตนเองหรือใต้หน่วยงานในสังกัดของตนไม่ได้",
            "An agency cannot go below itself or below one that lies under it.",
        )


class RootStays(NotPossibleNow):
    code = "root_stays"

    def __init__(self) -> None:
        super().__init__(
            "ORG-1",
            "ประเทศเป็นยอดของโครงสร้าง ย้ายหรือปิดไม่ได้",
            "The country is the top of the tree: it is not moved or closed.",
        )


class CountryOwesNothing(NotPossibleNow):
    code = "country_owes_nothing"

    def __init__(self) -> None:
        super().__init__(
            "SUM-0",
            "ประเทศไม่ต้องส่งสรุปรายงานประจำเดือน",
            "The country owes no monthly summaries: agencies below it do.",
        )


class OpenAgenciesBelow(NotPossibleNow):
    """Names them by their codes, the first ten."""

    code = "open_agencies_below"

    def __init__(self, codes: Sequence[str]) -> None:
        named = ", ".join(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else "")
        super().__init__(
            "ORG-3",
            f"ยังมีหน่วยงานในสังกัดที่เปิดอยู่ {len(codes)} แห่ง: {named}",
            f"{len(codes)} agencies below it are still open: {named}",
            possible=["move_agency", "close_agency"],
        )


class TooManyToMove(NotPossibleNow):
    """A move is told in one message, which has a greatest size."""

    code = "too_many_to_move"

    def __init__(self) -> None:
        super().__init__(
            "ORG-3",
            "หน่วยงานที่ย้ายพร้อมกันมีมากเกินไป กรุณาย้ายทีละส่วน",
            "Too many agencies move at once: move them in parts.",
            possible=["move_agency"],
        )


class LastUserAdmin(NotPossibleNow):
    code = "last_user_admin"

    def __init__(self) -> None:
        super().__init__(
            "USER-5",
            "ผู้ดูแลผู้ใช้งานคนสุดท้ายของ ป.ป.ท. ยุติสิทธิไม่ได้ ต้องแต่งตั้งผู้อื่นก่อน",
            "The last user administrator of ป.ป.ท. cannot be ended: grant another one first.",
            possible=["grant_officer"],
        )


class StillBeingGranted(NotPossibleNow):
    """The same officer's account is being made by another call at this moment."""

    code = "still_being_granted"

    def __init__(self) -> None:
        super().__init__(
            "USER-4", "กำลังสร้างบัญชีของเจ้าหน้าที่ผู้นี้ กรุณาลองใหม่", "This officer's account is being made; try again."
        )
