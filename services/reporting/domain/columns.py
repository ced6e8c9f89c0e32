"""The columns of the reports: which figure, of which era, under which heads from the outermost in (REP-10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from kit.domain.thai_dates import thai_month
from reporting.domain.period import Period, iso_month
from reporting.domain.terms import Era, FigureName


@dataclass(frozen=True, slots=True)
class ColumnHead:
    thai: str
    english: str


@dataclass(frozen=True, slots=True)
class Column:
    """`era` None: of both."""

    heads: tuple[ColumnHead, ...]
    figure: FigureName
    era: Era | None


_RECEIVED = (FigureName.RECEIVED, ColumnHead("เรื่องรับทั้งหมด", "All received"))
_CARRIED = (FigureName.CARRIED_FORWARD, ColumnHead("เรื่องค้างยกมา", "Carried forward"))
_COMPLETED = (FigureName.COMPLETED, ColumnHead("แล้วเสร็จในเดือน", "Completed in the month"))
_OUTSTANDING = (FigureName.OUTSTANDING, ColumnHead("รวมคงค้าง", "Outstanding"))
_NEW = (FigureName.NEW, ColumnHead("รับใหม่", "New"))
_FIRST_REPORTED = (
    FigureName.FIRST_REPORTED,
    ColumnHead("เรื่องเดิมรายงานครั้งแรก", "Earlier case reported for the first time"),
)
_PROGRESSED = (FigureName.PROGRESSED, ColumnHead("แจ้งความคืบหน้า", "Progress reported"))
_OUTCOMES = (
    (FigureName.ENDED, ColumnHead("ยุติ", "Ended")),
    (FigureName.MINOR, ColumnHead("ลงโทษวินัยไม่ร้ายแรง", "Minor disciplinary penalty")),
    (FigureName.SERIOUS, ColumnHead("ลงโทษวินัยร้ายแรง", "Serious disciplinary penalty")),
    (FigureName.OTHER, ColumnHead("อื่นๆ", "Other")),
    (FigureName.CRIMINAL, ColumnHead("ส่งอาญา", "Referred to criminal proceedings")),
)
_COMPLIANCE = (
    (FigureName.FOLLOWED, ColumnHead("ปฏิบัติตาม", "Followed")),
    (FigureName.NOT_FOLLOWED, ColumnHead("ไม่ปฏิบัติตาม", "Not followed")),
    (FigureName.IN_PROGRESS, ColumnHead("ระหว่างดำเนินการ", "In progress")),
)
_ERAS = {
    Era.BEFORE_RESOLUTION: ColumnHead("ก่อนมติ ครม.", "Before the cabinet resolution"),
    Era.AFTER_RESOLUTION: ColumnHead("หลังมติ ครม.", "After the cabinet resolution"),
}
_CASES_BEFORE = ColumnHead("เรื่องก่อนมติ ครม.", "Cases before the cabinet resolution")
_CASES_AFTER = ColumnHead("เรื่องหลังมติ ครม.", "Cases after the cabinet resolution")
_COMPLETED_BEFORE = ColumnHead("เรื่องแล้วเสร็จในรอบ", "Completed in the period")
_COMPLETED_AFTER = ColumnHead("เรื่องแล้วเสร็จใน", "Completed in")
_RESOLUTION = ColumnHead("การปฏิบัติตามมติ", "Compliance with the resolution")
_ALL_OUTSTANDING = ColumnHead("สรุปเรื่องคงค้าง", "All outstanding")

_Figure = tuple[FigureName, ColumnHead]


def columns_of(period: Period) -> tuple[Column, ...]:
    """Of reports 1 and 2 (REP-10, REP-11)."""
    reported = ColumnHead(f"ข้อมูลเรื่องที่รายงาน ({_thai(period)})", f"Cases reported ({_english(period)})")
    before, after = Era.BEFORE_RESOLUTION, Era.AFTER_RESOLUTION
    return (
        *(
            column
            for era, head in _ERAS.items()
            for column in _under((reported, head), era, _RECEIVED, _CARRIED, _COMPLETED, _OUTSTANDING)
        ),
        *_under((_CASES_BEFORE,), before, _FIRST_REPORTED, _PROGRESSED),
        *_under((_CASES_BEFORE, _COMPLETED_BEFORE), before, *_OUTCOMES),
        *_under((_CASES_BEFORE,), before, _OUTSTANDING),
        *_under((_CASES_AFTER,), after, _NEW, _FIRST_REPORTED, _PROGRESSED),
        *_under((_CASES_AFTER, _COMPLETED_AFTER), after, *_OUTCOMES),
        *_under((_CASES_AFTER, _RESOLUTION), after, *_COMPLIANCE),
        *_under((_CASES_AFTER,), after, _OUTSTANDING),
        Column((_ALL_OUTSTANDING,), FigureName.OUTSTANDING, None),
    )


# Of report 3: all cases of both eras by status (REP-12).
STATUS_COLUMNS = (
    *(Column((head,), figure, None) for figure, head in (_RECEIVED, _CARRIED, _PROGRESSED)),
    *(Column((_COMPLETED[1], head), figure, None) for figure, head in _OUTCOMES),
    *(Column((head,), figure, None) for figure, head in (_COMPLETED, _OUTSTANDING)),
)


def _under(heads: tuple[ColumnHead, ...], era: Era, *figures: _Figure) -> Iterator[Column]:
    return (Column((*heads, head), figure, era) for figure, head in figures)


def _thai(period: Period) -> str:
    first, last = thai_month(period.first), thai_month(period.last)
    return first if period.is_month else f"{first} ถึง {last}"


def _english(period: Period) -> str:
    first, last = iso_month(period.first), iso_month(period.last)
    return first if period.is_month else f"{first} to {last}"
