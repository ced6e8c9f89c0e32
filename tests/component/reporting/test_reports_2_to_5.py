"""Reports 2 to 5 of the worked example, live and of closed months."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update

from kit.database.tables import directory_agency
from kit.directory.copy import put_agencies
from reporting.adapters.round_tables import summaries
from rongrian.agencies.v1.agency_pb2 import AGENCY_TYPE_PUBLIC_ORGANISATION
from rongrian.reporting.v1 import report_service_pb2 as service
from rongrian.reporting.v1.report_pb2 import STATED_NONE, STATED_SOME, STATED_UNSPECIFIED
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from tests.component.reporting.closing import NOON, close_month, owe_summaries
from tests.component.reporting.conftest import Report, TakeIn
from tests.component.reporting.test_report_1 import NAM, the_manuals_complaint
from tests.component.reporting.told import events_of, tell_complaint
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.oracle import MINISTRY_ACOC, Life
from tests.unit.reporting.reading import flat

Ask = Callable[[str, Any], Awaitable[Any]]
AUGUST = date(2020, 8, 1)


@pytest.fixture
def ask(stub: ReportServiceStub, cast: Cast) -> Ask:
    """The answer to a request, whose name says the method."""

    async def asked(username: str, request: Any) -> Any:
        method = type(request).__name__.removesuffix("Request")
        return await getattr(stub, method)(request, metadata=cast.metadata(username))

    return asked


@pytest.fixture(autouse=True)
async def september(clock: FixedClock, take_in: TakeIn) -> None:
    clock.day = date(2020, 9, 11)
    await take_in(events_of(the_manuals_complaint()))


@pytest.mark.rule("REP-11")
async def test_report_2_has_all_four_types_in_their_order_and_the_columns_of_report_1(
    reporting: Running, ask: Ask, report: Report, take_in: TakeIn
) -> None:
    organisation = update(directory_agency).where(directory_agency.c.id == tree.DEPARTMENT_2)
    async with reporting.database.begin() as connection:
        await connection.execute(organisation.values(type=AGENCY_TYPE_PUBLIC_ORGANISATION))
    await take_in(events_of(tell_complaint([NAM], tree.DEPARTMENT_2)))

    by_type = await ask("test-acoc", service.GetReport2Request(from_month="2020-08"))
    by_agency = await report("test-acoc", "2020-08")

    assert [row.type for row in by_type.rows] == [1, 2, 3, 4]
    assert [row.figures.after_resolution.received for row in by_type.rows] == [2, 0, 1, 0]
    assert flat(by_type.total) == flat(by_agency.total)
    assert list(by_type.columns) == list(by_agency.columns)
    assert (by_type.from_month, by_type.as_of, by_type.is_published) == ("2020-08", "2020-09-11", False)


@pytest.mark.rule("REP-12")
async def test_report_3_has_the_twelve_months_of_the_fiscal_year_and_nothing_of_those_that_have_not_begun(
    ask: Ask, report: Report
) -> None:
    answer = await ask("test-krom1", service.GetReport3Request(fiscal_year=2563))
    next_year = await ask("test-krom1", service.GetReport3Request(fiscal_year=2563))

    months = [row.month for row in answer.rows]
    assert months == [*(f"2019-{month}" for month in (10, 11, 12)), *(f"2020-{month:02}" for month in range(1, 10))]
    for row in answer.rows:
        assert flat(row.figures) == flat((await report("test-krom1", row.month)).total)
    assert [flat(row.figures).get("all_outstanding", 0) for row in answer.rows] == [0] * 9 + [2, 1, 1]
    assert next_year.rows[-1].HasField("figures")


@pytest.mark.rule("REP-12")
async def test_a_month_that_has_not_begun_has_no_figures(ask: Ask, clock: FixedClock) -> None:
    clock.day = date(2020, 8, 1)

    rows = (await ask("test-krom1", service.GetReport3Request(fiscal_year=2563))).rows

    assert [row.HasField("figures") for row in rows] == [True] * 11 + [False]


@pytest.mark.rule("REP-12")
@pytest.mark.parametrize("fiscal_year", [2564, 9999, 63])
async def test_a_fiscal_year_that_has_not_begun_is_refused(ask: Ask, fiscal_year: int) -> None:
    refusal = await refusal_of(ask("test-krom1", service.GetReport3Request(fiscal_year=fiscal_year)))

    assert (refusal.code, refusal.faults) == ("invalid_input", {("fiscal_year", "REP-12")})


@pytest.mark.rule("REP-13")
async def test_report_4_shares_all_cases_between_outstanding_and_completed_by_outcome(ask: Ask) -> None:
    august = (await ask("test-krom1", service.GetReport4Request(from_month="2020-08"))).shares
    summer = (await ask("test-krom1", service.GetReport4Request(from_month="2020-07", to_month="2020-09"))).shares

    for shares in (august, summer):
        assert (shares.all, shares.outstanding, shares.completed) == (2, 1, 1)
        assert (shares.ended, shares.minor, shares.serious, shares.other) == (0, 0, 1, 0)


@pytest.mark.rule("REP-14", "SUM-1")
async def test_report_5_of_september_has_what_each_stated_beside_the_counts_of_august(
    reporting: Running, ask: Ask
) -> None:
    await owe_summaries(reporting)
    await submit(reporting, tree.DEPARTMENT_1, new=STATED_NONE, progress=STATED_SOME)
    await submit(reporting, tree.MINISTRY, new=STATED_SOME, progress=STATED_NONE)

    answer = await ask("test-acoc", service.GetReport5Request(round="2020-09"))

    rows = {row.agency_name: row for row in answer.rows}
    names = ["กระทรวงทดสอบ", *(f"กรมทดสอบ{number}" for number in range(1, 11))]
    assert [row.agency_name for row in answer.rows] == names
    ministry, first, second = rows["กระทรวงทดสอบ"], rows["กรมทดสอบ1"], rows["กรมทดสอบ2"]
    assert (ministry.new, ministry.received, ministry.progress, ministry.progressed) == (STATED_SOME, 2, STATED_NONE, 0)
    assert (first.new, first.received, first.progress, first.progressed) == (STATED_NONE, 0, STATED_SOME, 1)
    assert (second.new, second.progress, second.submitted_on) == (STATED_UNSPECIFIED, STATED_UNSPECIFIED, "")
    assert {row.ministry_name for row in answer.rows} == {"กระทรวงทดสอบ"}
    assert (answer.round, answer.is_published, first.submitted_on) == ("2020-09", False, "2020-09-09")


@pytest.mark.rule("REP-14", "ROLE-2")
async def test_a_row_of_report_5_says_the_same_to_everybody_who_sees_it(reporting: Running, ask: Ask) -> None:
    await owe_summaries(reporting)
    request = service.GetReport5Request(round="2020-09")

    of_unit, of_acoc, of_pacc = [(await ask(who, request)).rows for who in ("test-krom1", "test-acoc", "test-pacc")]

    assert [row.agency_name for row in of_unit] == ["กรมทดสอบ1"]
    assert [row for row in of_acoc if row.agency_name == "กรมทดสอบ1"] == list(of_unit)
    assert [row for row in of_pacc if row.ministry_id == str(tree.MINISTRY)] == list(of_acoc)
    assert [row.agency_name for row in of_pacc if row.agency_id == row.ministry_id] == ["กระทรวงอื่น", "กระทรวงทดสอบ"]


@pytest.mark.rule("REP-14")
@pytest.mark.parametrize("round_", ["2020-10", "0001-01", "2563-09"])
async def test_a_round_in_the_future_or_in_no_calendar_is_refused(ask: Ask, round_: str) -> None:
    refusal = await refusal_of(ask("test-acoc", service.GetReport5Request(round=round_)))

    assert (refusal.code, {field for field, _ in refusal.faults}) == ("invalid_input", {"round"})


@pytest.mark.rule("SUM-5", "REP-10")
async def test_a_closed_month_shows_what_was_published_and_a_range_over_it_is_live(
    reporting: Running, ask: Ask, report: Report, take_in: TakeIn, clock: FixedClock
) -> None:
    await owe_summaries(reporting)
    before = {who: (await report(who, "2020-08")).total for who in ("test-krom1", "test-acoc", "test-pacc")}
    await close_month(reporting, AUGUST, clock.day)
    clock.day = date(2020, 9, 20)
    late = Life(date(2020, 8, 3), date(2020, 8, 3), sent={MINISTRY_ACOC: date(2020, 8, 4)})
    await take_in(events_of(tell_complaint([late], tree.DEPARTMENT_1)))

    for who, total in before.items():
        published = await report(who, "2020-08")
        assert (published.is_published, published.as_of) == (True, "2020-09-11")
        assert flat(published.total) == flat(total)
        by_type = await ask(who, service.GetReport2Request(from_month="2020-08"))
        of_year = (await ask(who, service.GetReport3Request(fiscal_year=2563))).rows
        shares = (await ask(who, service.GetReport4Request(from_month="2020-08"))).shares
        assert flat(by_type.total) == flat(of_year[10].figures) == flat(total)
        assert (of_year[10].is_published, of_year[9].is_published) == (True, False)
        assert shares.outstanding == total.all_outstanding
    summer = await report("test-krom1", "2020-07", "2020-08")
    assert (summer.is_published, summer.as_of, summer.total.after_resolution.new) == (False, "2020-09-20", 3)
    closed = (await ask("test-acoc", service.GetReport5Request(round="2020-09"))).rows
    assert [row.received for row in closed if row.agency_id == str(tree.MINISTRY)] == [2]
    assert (await report("test-krom1", "2020-09")).total.after_resolution.carried_forward == 2


@pytest.mark.rule("SUM-5", "ROLE-2")
async def test_a_moved_agency_stays_where_it_was_published_and_is_seen_live_where_it_is_now(
    reporting: Running, report: Report, clock: FixedClock
) -> None:
    await close_month(reporting, AUGUST, clock.day)
    moved = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_1))
    moved.path[:] = [str(tree.COUNTRY), str(tree.OTHER_MINISTRY), moved.id]
    moved.version = 2
    async with reporting.database.begin() as connection:
        await put_agencies(connection, [moved])

    here, there = [(await report(who, "2020-08")).rows for who in ("test-acoc", "test-other-acoc")]
    here_now, there_now = [(await report(who, "2020-09")).rows for who in ("test-acoc", "test-other-acoc")]

    assert here[0].agencies[0].agency_name == "กรมทดสอบ1"
    assert [row.figures.all_outstanding for row in (*here, *there)] == [1, 0]
    assert [row.figures.all_outstanding for row in (*here_now, *there_now)] == [0, 1]
    assert "กรมทดสอบ1" in {row.agency_name for row in there_now[0].agencies}


async def submit(reporting: Running, agency: Any, *, new: int, progress: int) -> None:
    row = {"round": date(2020, 9, 1), "agency_id": agency, "new": new, "progress": progress, "note": ""}
    then = {
        "received": 0,
        "progressed": 0,
        "submitted_at": NOON,
        "submitted_on": date(2020, 9, 9),
        "submitted_by": agency,
    }
    async with reporting.database.begin() as connection:
        await connection.execute(insert(summaries).values(row | then))
