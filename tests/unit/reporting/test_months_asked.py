"""A month as a caller writes it: a month of a Gregorian year, and any other is told what is wrong with it."""

from datetime import date
from uuid import UUID

import pytest

from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from kit.domain.errors import InvalidInput
from kit.grpc.call import Call
from reporting.ports.decode import decode_month, round_token


@pytest.mark.rule("REP-10")
@pytest.mark.parametrize(
    ("text", "month", "said"),
    [
        ("2020-08", date(2020, 8, 1), []),
        ("2563-08", None, ["ปีต้องเป็น ค.ศ. (พ.ศ. ลบ 543)"]),
        ("2400-01", None, ["ปีต้องเป็น ค.ศ. (พ.ศ. ลบ 543)"]),
        ("2399-12", date(2399, 12, 1), []),
        ("2020-13", None, ["ไม่มีเดือน 2020-13"]),
        # The fiscal years of report 3 begin with 2400 as well.
        ("1856-12", None, ["ไม่มีเดือน 1856-12"]),
        ("1857-01", date(1857, 1, 1), []),
        ("0001-01", None, ["ไม่มีเดือน 0001-01"]),
    ],
)
def test_a_month_of_the_buddhist_era_is_told_so(text: str, month: date | None, said: list[str]) -> None:
    call = Call(Viewer(Actor(UUID(int=1), frozenset())))

    assert decode_month(call, "from_month", text, "REP-10") == month
    assert [fault.thai for fault in call.faults] == said
    assert {(fault.field, fault.rule) for fault in call.faults} <= {("from_month", "REP-10")}


@pytest.mark.rule("SUM-5")
@pytest.mark.parametrize("text", ["0001-01", "1856-12", "2400-01", "2563-09", "2020-13", "2020", "x"])
def test_a_token_of_rounds_that_no_page_has_given_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        round_token(Call(Viewer(Actor(UUID(int=1), frozenset()))), text)

    assert [(fault.field, fault.rule) for fault in refused.value.faults] == [("page_token", "SUM-5")]


@pytest.mark.rule("SUM-5")
def test_a_token_of_rounds_is_the_month_that_the_page_ended_with() -> None:
    call = Call(Viewer(Actor(UUID(int=1), frozenset())))

    assert (round_token(call, "2020-09"), round_token(call, "")) == (date(2020, 9, 1), None)
