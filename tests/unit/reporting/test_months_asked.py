"""A month as a caller writes it: a month of a Gregorian year, and any other is told what is wrong with it."""

from datetime import date
from uuid import UUID

import pytest

from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from kit.grpc.call import Call
from reporting.ports.summary_decode import decode_month


@pytest.mark.rule("REP-10")
@pytest.mark.parametrize(
    ("text", "month", "said"),
    [
        ("2020-08", date(2020, 8, 1), []),
        ("2563-08", None, ["ปีต้องเป็น ค.ศ. (พ.ศ. ลบ 543)"]),
        ("2400-01", None, ["ปีต้องเป็น ค.ศ. (พ.ศ. ลบ 543)"]),
        ("2399-12", date(2399, 12, 1), []),
        ("2020-13", None, ["ไม่มีเดือน 2020-13"]),
    ],
)
def test_a_month_of_the_buddhist_era_is_told_so(text: str, month: date | None, said: list[str]) -> None:
    call = Call(Viewer(Actor(UUID(int=1), frozenset())))

    assert decode_month(call, "from_month", text, "REP-10") == month
    assert [fault.thai for fault in call.faults] == said
    assert {(fault.field, fault.rule) for fault in call.faults} <= {("from_month", "REP-10")}
