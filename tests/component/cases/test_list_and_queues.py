"""Lists, what narrows them, and the queues of work (CASE-25)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_service_pb2 import CountQueuesRequest, ListCasesRequest, SendCasesRequest
from tests.component.cases.desk import Desk, acts
from tests.component.cases.states import STATES, cases_in_every_state
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, the_manuals_complaint

ACT_OF_QUEUE = {
    case_pb2.QUEUE_ROUND_7: "report_round_7",
    case_pb2.QUEUE_LATENESS_7: "explain_lateness_7",
    case_pb2.QUEUE_ROUND_37: "report_round_37",
    case_pb2.QUEUE_LATENESS_37: "explain_lateness_37",
    case_pb2.QUEUE_CONCLUSION: "conclude_inquiry",
    case_pb2.QUEUE_PROCEEDINGS: "report_proceedings",
    case_pb2.QUEUE_OUTCOME: "report_outcome",
}


@pytest.fixture
async def every_state(krom1: Desk, clock: FixedClock) -> None:
    clock.day = date(2020, 8, 30)
    await cases_in_every_state(krom1)


@pytest.mark.rule("CASE-25")
@pytest.mark.usefixtures("every_state")
async def test_the_queues_hold_what_the_law_says_on_30_august_2563(krom1: Desk) -> None:
    queued = {queue: sorted(await krom1.numbers(queue=queue)) for queue in ACT_OF_QUEUE}

    assert queued == {
        case_pb2.QUEUE_ROUND_7: ["late-7-1", "new-1"],
        case_pb2.QUEUE_LATENESS_7: ["new-late-1"],
        case_pb2.QUEUE_ROUND_37: ["late-37-1", "reported-7-1"],
        case_pb2.QUEUE_LATENESS_37: ["reported-7-late-1"],
        case_pb2.QUEUE_CONCLUSION: [
            "before-1",
            "before-progress-1",
            "late-37-1",
            "reported-37-1",
            "reported-7-1",
        ],
        case_pb2.QUEUE_PROCEEDINGS: [
            "before-concluded-1",
            "concluded-1",
            "found-1",
            "found-2",
            "in-proceedings-1",
        ],
        case_pb2.QUEUE_OUTCOME: ["in-proceedings-1"],
    }


@pytest.mark.rule("CASE-25", "CASE-19")
@pytest.mark.usefixtures("every_state")
async def test_every_day_each_queue_is_what_would_be_accepted_and_its_count_is_its_length(
    krom1: Desk, acoc: Desk, clock: FixedClock
) -> None:
    days = ("2020-08-30", "2020-08-31", "2020-09-01", "2020-09-30", "2020-10-01", "2020-10-07", "2021-01-01")
    for desk, day in [(krom1, day) for day in days] + [(acoc, days[0])]:
        clock.day = date.fromisoformat(day)
        offered = {row.number: acts(row) for row in await desk.rows()}
        counts = {each.queue: each.cases for each in (await desk(CountQueuesRequest())).queues}

        assert len(offered) == len(STATES) + 1
        for queue, act in ACT_OF_QUEUE.items():
            queued = await desk.numbers(queue=queue)
            assert set(queued) == {number for number, possible in offered.items() if act in possible}, (day, act)
            assert counts[queue] == len(queued), (day, act)
        assert list(counts) == list(ACT_OF_QUEUE)


@pytest.mark.rule("CASE-25", "ROLE-3")
@pytest.mark.usefixtures("every_state")
async def test_who_could_do_nothing_has_nothing_in_his_queues(desk_of: Callable[[str], Desk], krom1: Desk) -> None:
    for name in ("test-auditor", "test-ministry", "test-pacc", "test-krom2"):
        desk = desk_of(name)
        assert [each.cases for each in (await desk(CountQueuesRequest())).queues] == [0] * 7
        assert [await desk.numbers(queue=queue) for queue in ACT_OF_QUEUE] == [[]] * 7
    assert len(await desk_of("test-auditor").numbers()) == len(await krom1.numbers())


@pytest.mark.rule("CASE-25")
@pytest.mark.usefixtures("every_state")
async def test_each_filter_narrows_the_list(krom1: Desk) -> None:
    numbers = krom1.numbers

    assert await numbers(status=case_pb2.CASE_STATUS_NEW) == ["new-1", "new-late-1", "before-1"]
    assert await numbers(status=case_pb2.CASE_STATUS_CLOSED) == ["ended-1", "closed-1"]
    assert await numbers(closed_as=case_pb2.CLOSED_AS_DISCHARGED) == ["closed-1"]
    assert await numbers(closed_as=case_pb2.CLOSED_AS_ENDED) == ["ended-1"]
    assert len(await numbers(era=case_pb2.ERA_BEFORE_RESOLUTION)) == 3
    assert len(await numbers(era=case_pb2.ERA_AFTER_RESOLUTION)) == len(STATES) - 2
    assert await numbers(number="found-2") == ["found-2"]
    assert await numbers(number=" found ") == ["found-2", "found-1"]
    assert await numbers(received_in="2020-08") == ["new-1", "reported-7-1"]
    assert len(await numbers(received_in="2020")) == len(STATES) - 2
    assert await numbers(received_in="2019") == []
    assert await numbers(received_in="2018-03", status=case_pb2.CASE_STATUS_PROGRESS_BEFORE) == ["before-progress-1"]
    assert await numbers(words="ไฟ สีส้ม", queue=case_pb2.QUEUE_PROCEEDINGS) == ["found-2"]


@pytest.mark.rule("CASE-25")
async def test_words_find_subject_facts_and_names_and_never_the_complainant(krom1: Desk) -> None:
    request = the_manuals_complaint()
    request.record.complainant.withheld = False
    request.record.complainant.first_name = "สมหญิง"
    request.record.complainant.details = "โทรศัพท์บ้าน"
    await krom1.records(request)

    found = {
        words: await krom1.numbers(words=words)
        for words in ("รถยนต์", "ตลาดนัด", "สีใส", "บริษัท ก", "สอน สีแดง", "สมหญิง", "โทรศัพท์บ้าน", "7461555555555")
    }

    assert found == {
        "รถยนต์": ["5888-1"],
        "ตลาดนัด": ["5888-2", "5888-1"],
        "สีใส": ["5888-2"],
        "บริษัท ก": ["5888-2", "5888-1"],
        "สอน สีแดง": ["5888-2", "5888-1"],
        "สมหญิง": [],
        "โทรศัพท์บ้าน": [],
        "7461555555555": [],
    }


@pytest.mark.rule("CASE-25")
async def test_a_national_id_finds_the_accused_and_a_co_offender_by_all_its_digits(krom1: Desk) -> None:
    await krom1.records(the_manuals_complaint())

    assert await krom1.numbers(national_id="7461555555555") == ["5888-2"]
    assert await krom1.numbers(national_id="5614555555555") == ["5888-2", "5888-1"]
    assert await krom1.numbers(national_id="1111111111111") == []
    part = await krom1.refused(ListCasesRequest(national_id="746155555555"))
    assert part.faults == {("national_id", "CASE-25")}


@pytest.mark.rule("CASE-25")
@pytest.mark.parametrize("month", ["2563-07", "2563", "2020-13", "9999", "0000", "0000-01", "20", "2020-7"])
async def test_a_month_that_is_none_or_of_the_buddhist_era_is_a_fault(krom1: Desk, month: str) -> None:
    assert (await krom1.refused(ListCasesRequest(received_in=month))).faults == {("received_in", "CASE-25")}


@pytest.mark.rule("CASE-25")
@pytest.mark.parametrize("month", ["2399-12", "0001-01", "0001"])
async def test_a_month_in_which_nothing_was_received_gives_an_empty_list(krom1: Desk, month: str) -> None:
    assert await krom1.numbers(received_in=month) == []


@pytest.mark.rule("CASE-25")
async def test_for_whom_stands_above_several_agencies_the_list_names_and_narrows_by_agency(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk
) -> None:
    await krom1.records(a_complaint("1", "2020-07-15"))
    await desk_of("test-krom10").records(a_complaint("10", "2020-07-15"))
    await desk_of("test-office").records(a_complaint("11", "2020-07-15"))

    assert {row.number: row.agency_name for row in await acoc.rows()} == {
        "1-1": "กรมทดสอบ1",
        "10-1": "กรมทดสอบ10",
        "11-1": "สำนักงานทดสอบ",
    }
    assert await acoc.numbers(agency_id=str(tree.DEPARTMENT_10)) == ["11-1", "10-1"]
    assert await acoc.numbers(agency_id=str(tree.OTHER_DEPARTMENT)) == []
    assert await krom1.numbers(agency_id=str(tree.DEPARTMENT_10)) == []


@pytest.mark.rule("CASE-25")
async def test_every_page_of_a_narrowed_list_comes_once(krom1: Desk, clock: FixedClock) -> None:
    first_day = date(2020, 6, 1)
    for place in range(45):
        number = "a" if place % 5 else "b"
        received_on = first_day + timedelta(days=place % 3)
        await krom1(a_complaint(f"{number}{place:02}", received_on.isoformat()))

    rows = await krom1.rows(received_in="2020-06")
    by_words = await krom1.rows(received_in="2020-06", words="รถยนต์")
    page = await krom1(ListCasesRequest(received_in="2020-06"))

    assert len(page.cases) == 20
    assert len({row.id for row in rows}) == len(rows) == 45
    assert [row.received_on for row in rows] == sorted((row.received_on for row in rows), reverse=True)
    assert by_words == rows


@pytest.mark.rule("CASE-23", "CASE-25")
async def test_a_row_shows_days_sendings_and_how_late_it_is(krom1: Desk, acoc: Desk, clock: FixedClock) -> None:
    din, _ = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 20)
    await krom1(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC))
    for day in (21, 24):
        clock.day = date(2020, 7, day)
        await acoc(SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_PACC))

    row = (await krom1.rows(number="5888-1"))[0]

    assert (row.subject, row.accused, row.source) == ("นำรถยนต์ไปใช้ส่วนตัว", "นายดิน สีดำ", case_pb2.SOURCE_DIRECT)
    assert (row.received_on, row.days, row.sent_on) == ("2020-07-15", 9, "2020-07-20")
    assert (row.last_reported_on, row.times_reported) == ("2020-07-24", 2)
    assert row.masked_national_id == "x-xxxx-xxxxx-xx-x"
    assert (row.overdue_days, row.colour_step) == (2, 1)


@pytest.mark.rule("CASE-25", "DUE-7")
async def test_a_row_is_the_pinker_the_later_its_longest_overdue_round(krom1: Desk, clock: FixedClock) -> None:
    [case] = await krom1.records(a_complaint("1", "2020-07-15"))
    steps = {}
    for days in (7, 8, 10, 11, 14, 15, 22, 23, 37, 38):
        clock.day = date(2020, 7, 15) + timedelta(days=days)
        steps[days] = (await krom1.rows())[0].colour_step

    assert steps == {7: 0, 8: 1, 10: 1, 11: 2, 14: 2, 15: 3, 22: 3, 23: 4, 37: 4, 38: 5}
    assert case.days == 0


@pytest.mark.rule("CASE-25", "ROLE-2")
async def test_a_list_of_named_cases_holds_those_that_may_be_seen_and_that_the_rest_of_the_filter_leaves(
    desk_of: Callable[[str], Desk], krom1: Desk
) -> None:
    first, second = await krom1.records(the_manuals_complaint())
    [third] = await krom1.records(a_complaint("1/2561", "2018-03-27"))
    named = [first.id, third.id]

    assert await krom1.numbers(case_ids=named) == ["5888-1", "1/2561-1"]
    assert await krom1.numbers(case_ids=named, era=case_pb2.ERA_AFTER_RESOLUTION) == ["5888-1"]
    assert await krom1.numbers(case_ids=[second.id], words="รถยนต์") == []
    assert await krom1.numbers(case_ids=[first.id], words="รถยนต์") == ["5888-1"]
    assert await desk_of("test-krom2").numbers(case_ids=named) == []
    assert len(await krom1.numbers()) == 3
