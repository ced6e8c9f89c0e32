"""After all that: what was acknowledged agrees with cases, obligations, figures, mailbox, officers and trails."""

import asyncio
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from dev.demo.people import USER_ADMIN
from dev.places import CHECKOUT, built_services
from rongrian.agencies.v1.officer_service_pb2 import ListOfficersRequest
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_pb2 import Level
from rongrian.cases.v1.case_service_pb2 import GetCaseRequest, ListCasesRequest
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.reporting.v1.report_pb2 import Figures
from rongrian.reporting.v1.report_service_pb2 import GetReport1Request, GetReport1Response
from tests.faults.database import parked
from tests.faults.figures import expected, months
from tests.faults.lap import FIRST_AGENCY, LAST_AGENCY, OFFICERS_AGENCY
from tests.faults.ledger import Entry
from tests.faults.world import World

NUMBERS = range(FIRST_AGENCY, LAST_AGENCY + 1)
UNITS = [f"krom{number}" for number in NUMBERS]
_ON_THE_DAY = "ครบกำหนดวันนี้: รายงานรอบ 7 วัน"
# Whose death may leave a mail sent and not noted: the sender, the server that took it, the database that notes it.
_MAY_REPEAT_A_MAIL = {"deadlines-work", "mailbox", "postgres"}
_SERVICES = built_services()


@pytest.fixture(scope="module", autouse=True)
async def settled(world: World) -> None:
    """Whatever was still under way has ended."""
    world.caller.during = "nothing"
    await asyncio.to_thread(world.stack.wait_ready)
    await asyncio.to_thread(world.pass_to, world.today)


async def rows(world: World, service: str, method: str, request: Any, who: str, field: str) -> AsyncIterator[Any]:
    """Every row of a list, page by page."""
    while True:
        page = await world.caller.read(service, method, request, who)
        for row in getattr(page, field):
            yield row
        request.page_token = page.next_page_token
        if not request.page_token:
            return


@pytest.mark.parametrize("who", UNITS)
async def test_every_acknowledged_case_is_there_once_as_acknowledged_and_no_other(world: World, who: str) -> None:
    entries = world.ledger.of(who)

    listed = [row async for row in rows(world, "cases", "ListCases", ListCasesRequest(), who, "cases")]

    assert Counter(row.id for row in listed) == Counter(entry.id for entry in entries)
    assert {row.number: row.status for row in listed} == {entry.number: entry.status for entry in entries}
    for entry in entries:
        answer = await world.caller.read("cases", "GetCase", GetCaseRequest(case_id=entry.id), who)
        world.ledger.agree(answer.case)
    world.agreed["cases"] += len(entries)


@pytest.mark.parametrize("who", UNITS)
async def test_each_case_has_its_two_obligations_in_the_right_state(world: World, who: str) -> None:
    request = ListObligationsRequest()

    listed = [row async for row in rows(world, "deadlines", "ListObligations", request, who, "obligations")]

    summaries = [row.due_on for row in listed if row.policy == "summary.monthly"]
    assert len(set(summaries)) == len(summaries)
    of_cases = [row for row in listed if row.policy.startswith("case.")]
    owed = sorted((row.object_id, row.policy, row.due_on, row.state, row.met_on) for row in of_cases)
    entries = world.ledger.of(who)
    assert owed == sorted(each for entry in entries for each in entry.obligations(world.today))
    world.agreed["obligations"] += len(owed)


@pytest.mark.parametrize("who", UNITS)
async def test_report_1_as_the_unit_counts_what_the_ledger_counts(world: World, who: str) -> None:
    for month in months(world.began_on, world.today):
        report = await report_1(world, month.isoformat(), who)

        assert report.total == expected(world.ledger.of(who), case_pb2.LEVEL_UNIT, month, world.today)
        world.agreed["figures of an agency in a month"] += 1


@pytest.mark.parametrize(("who", "level"), [("acoc", case_pb2.LEVEL_MINISTRY_ACOC), ("pacc", case_pb2.LEVEL_PACC)])
async def test_report_1_further_up_counts_what_was_sent(world: World, who: str, level: Level.ValueType) -> None:
    for month in months(world.began_on, world.today):
        found = by_agency(await report_1(world, month.isoformat(), who))

        for number in NUMBERS:
            figures = expected(world.ledger.of(f"krom{number}"), level, month, world.today)
            assert found[world.agencies[f"MT{number:02}"]] == figures
            world.agreed["figures of an agency in a month"] += 1


async def report_1(world: World, month: str, who: str) -> GetReport1Response:
    answer: GetReport1Response = await world.caller.read(
        "reporting", "GetReport1", GetReport1Request(from_month=month[:7]), who
    )
    return answer


def by_agency(report: GetReport1Response) -> dict[str, Figures]:
    return {agency.agency_id: agency.figures for row in report.rows for agency in row.agencies}


@pytest.mark.parametrize("who", UNITS)
def test_each_case_open_on_its_day_7_was_reminded_of_once(world: World, who: str) -> None:
    entries = {entry.number: entry for entry in world.ledger.of(who) if entry.is_reminded_of(world.today)}

    mails = mails_to(world, f"{who}@rongrian.example")

    assert set(mails) == set(entries)
    assert {number: len(copies) for number, copies in mails.items() if len(copies) != 1} == {}
    assert {number: copies for number, copies in mails.items() if not may_be(entries[number], copies)} == {}
    world.agreed["reminders"] += len(mails)
    world.agreed["mails that came twice"] += sum(sum(copies.values()) - 1 for copies in mails.values())


def mails_to(world: World, address: str) -> dict[str, Counter[str]]:
    """How often each Message-ID of a mail on day 7 has come, by the number of the case."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mail in httpx.get(f"http://{world.stack.around.mail.http}/messages.json", timeout=60).json():
        is_of_the_day = address in mail["to"] and mail["subject"].startswith(_ON_THE_DAY)
        if is_of_the_day and (number := re.search(r"เรื่องเลขที่ (F\S+)", mail["body"])):
            found[number[1]][mail["message_id"]] += 1
    return found


def may_be(entry: Entry, copies: Counter[str]) -> bool:
    """One copy; two where the one who knew of the first was killed."""
    return max(copies.values()) <= (2 if entry.lap in _MAY_REPEAT_A_MAIL else 1)


async def test_every_granted_officer_is_there_once_and_no_other(world: World) -> None:
    request = ListOfficersRequest(agency_id=world.agencies[OFFICERS_AGENCY])

    listed = (await world.caller.read("agencies", "ListOfficers", request, USER_ADMIN)).officers

    ours = [officer for officer in listed if officer.username != "office"]
    assert sorted((officer.username, officer.subject) for officer in ours) == sorted(world.ledger.officers.items())
    assert all(officer.is_active for officer in ours)
    world.agreed["officers"] += len(ours)


@pytest.mark.parametrize("service", _SERVICES)
@pytest.mark.rule("CASE-27")
def test_the_audit_trail_verifies(world: World, service: str) -> None:
    proved = subprocess.run(
        [sys.executable, "-m", service, "verify"], cwd=CHECKOUT, capture_output=True, text=True, check=False,
        env=world.stack.around.environment(service, "serve"),
    )  # fmt: skip

    assert proved.returncode == 0, proved.stdout + proved.stderr
    world.agreed["links of audit trails"] += int(proved.stdout.split()[1])


@pytest.mark.parametrize("service", _SERVICES)
async def test_no_event_was_parked(world: World, service: str) -> None:
    assert await parked(world.stack, service) == []


def test_no_outage_was_answered_as_an_internal_error(world: World) -> None:
    assert world.caller.internal == []
