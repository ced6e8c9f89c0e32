"""Dates as Thai officials write and count them (spec: dates are stored ISO, shown in the Buddhist Era)."""

from datetime import date, datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
BUDDHIST_ERA = 543
# A year from here on is meant as one of the Buddhist Era; where years are Gregorian it is answered with these words.
FIRST_BUDDHIST_YEAR = 2400
GREGORIAN_YEAR = ("ปีต้องเป็น ค.ศ. (พ.ศ. ลบ 543)", "The year is Gregorian: B.E. less 543.")

_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


def bangkok_date(moment: datetime) -> date:
    """The date in Bangkok of an aware moment; Bangkok has kept UTC+7 without summer time since 1920."""
    return moment.astimezone(BANGKOK).date()


def thai_date(day: date) -> str:
    """`15 กรกฎาคม 2563`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def short_thai_date(day: date) -> str:
    """`15 ก.ค. 2563`."""
    return f"{day.day} {_SHORT_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def thai_month(day: date) -> str:
    """`กรกฎาคม 2563`, of the month that `day` lies in."""
    return f"{_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def fiscal_year(day: date) -> int:
    """The Buddhist fiscal year (ปีงบประมาณ) of a day: year N runs from 1 October of N-1 to 30 September of N."""
    return day.year + BUDDHIST_ERA + (day.month >= 10)


def month_range(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month of a Gregorian year."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)
