"""A snapshot tells of every case what was told when it happened, with the facts of today (REL-8)."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

import pytest

from cases.adapters.snapshot import SnapshotReader
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent
from rongrian.cases.v1.case_people_service_pb2 import MarkRecusalRequest, NameHandlerRequest
from rongrian.cases.v1.case_service_pb2 import EditEntryRequest
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest, RestoreComplaintRequest
from rongrian.cases.v1.snapshot_service_pb2 import ListCaseLivesRequest
from rongrian.cases.v1.snapshot_service_pb2_grpc import SnapshotServiceStub
from tests.component.cases.desk import Desk
from tests.component.cases.forms import form_of
from tests.component.cases.kept import events
from tests.component.cases.states import cases_in_every_state
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.complaints import (
    a_complaint,
    a_conclusion,
    a_round_report,
    a_work_report,
    an_explanation,
    an_outcome,
    findings,
    some_proceedings,
    the_manuals_complaint,
)
from tests.support.running import Running

# What figures or deadlines go by; everything else stands in the facts.
ACTS = {
    "case_recorded",
    "lateness_explained",
    "round_reported",
    "progress_reported",
    "inquiry_concluded",
    "proceedings_reported",
    "outcome_reported",
}
Act = tuple[str, int, str, int, str, str, str]


def acts_of(told: Iterable[CasesEvent]) -> list[Act]:
    """Of each case its acts in order: which, by which version, when, by whom."""
    found = []
    for event in told:
        name = event.WhichOneof("event") or ""
        if name in ACTS:
            header, act = event.header, getattr(event, name)
            round_ = getattr(act, "round", 0)
            at = header.recorded_at.ToJsonString()
            found.append(
                (event.facts.case_id, header.aggregate_version, name, round_, header.recorded_on, at, header.actor)
            )
    return sorted(found)


def newest_facts(told: Iterable[CasesEvent]) -> dict[str, CaseFacts]:
    newest: dict[str, CaseFacts] = {}
    for event in told:
        known = newest.get(event.facts.case_id)
        if known is None or known.version < event.facts.version:
            newest[event.facts.case_id] = event.facts
    return newest


async def lives(cases: Running, cases_a_page: int = 200) -> list[list[CasesEvent]]:
    """Every page."""
    reader, after = SnapshotReader(cases.database, cases_a_page), None
    pages: list[list[CasesEvent]] = []
    while not pages or after is not None:
        page = await reader.lives(after)
        pages.append(page.events)
        after = page.last
    return pages


@pytest.fixture
async def din(krom1: Desk, acoc: Desk, clock: FixedClock) -> view_pb2.Case:
    """Case 5888-1: a life with edits between its steps, by two officers, on several days."""
    first, second = await krom1.records(the_manuals_complaint())
    clock.day = date(2020, 7, 23)
    await krom1(an_explanation(first.id))
    await krom1(EditEntryRequest(case_id=first.id, number=2, edition=1, explanation="งานมาก"))
    clock.day = date(2020, 7, 24)
    await acoc(a_round_report(first.id))
    await acoc(form_of(await acoc.complaint(first.complaint_id)))
    await krom1(EditEntryRequest(case_id=first.id, number=3, edition=1, report=a_work_report("2020-07-18")))
    clock.day = date(2020, 8, 3)
    await krom1(a_conclusion(first.id, allegations=(1, 2)))
    conclusion = findings("2020-07-22", ground="GROUND_MINOR", allegations=(1, 2))
    await krom1(EditEntryRequest(case_id=first.id, number=4, edition=1, conclusion=conclusion))
    await krom1(some_proceedings(first.id))
    await krom1(some_proceedings(first.id, "2020-08-03", is_first=False))
    await krom1(an_outcome(first.id))
    await krom1(an_explanation(second.id))
    return await krom1.case(first.id)


@pytest.mark.rule("REL-8")
async def test_every_act_of_every_life_has_the_version_moment_and_actor_that_it_was_told_with(
    desk_of: Callable[[str], Desk], krom1: Desk, acoc: Desk, din: view_pb2.Case, cases: Running, clock: FixedClock
) -> None:
    clock.day = date(2020, 8, 30)
    await cases_in_every_state(krom1)
    [deleted] = await krom1.records(a_complaint("deleted", "2020-08-24"))
    [back] = await krom1.records(a_complaint("back", "2020-08-24"))
    nam = desk_of("test-krom1-nam").subject
    await krom1(NameHandlerRequest(case_id=back.id, officer=nam, reason="แบ่งงาน"))
    await acoc(MarkRecusalRequest(case_id=back.id, officer=nam, reason="ญาติ"))
    for case in (deleted, back):
        await krom1(a_round_report(case.id, "2020-08-24"))
        await krom1(DeleteComplaintRequest(complaint_id=case.complaint_id, case_ids=[case.id], reason="บันทึกซ้ำ"))
    await acoc(RestoreComplaintRequest(complaint_id=back.complaint_id))

    live = await events(cases)
    [page] = await lives(cases)

    assert acts_of(page) == acts_of(live)
    assert len({event.facts.case_id for event in page}) == 20
    assert newest_facts(page) == newest_facts(live)
    assert all(event.facts == newest_facts(live)[event.facts.case_id] for event in page)


@pytest.mark.rule("REL-8")
async def test_an_event_of_a_snapshot_has_the_same_id_in_each_and_another_than_when_it_was_told(
    din: view_pb2.Case, cases: Running
) -> None:
    [first], [second] = await lives(cases), await lives(cases)

    ids = [event.header.event_id for event in first]
    assert ids == [event.header.event_id for event in second]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {event.header.event_id for event in await events(cases)}
    assert all(event.header.aggregate_id == event.facts.case_id for event in first)


@pytest.mark.rule("REL-8")
async def test_pages_are_whole_complaints_however_large_and_none_is_left_out(krom1: Desk, cases: Running) -> None:
    for number in range(7):
        await krom1.records(the_manuals_complaint(f"two-{number}"))
        await krom1.records(a_complaint(f"one-{number}", "2020-07-15"))

    [whole] = await lives(cases)
    for size in (1, 2, 3, 4, 100):
        pages = await lives(cases, size)
        held = [{event.facts.complaint_id for event in page} for page in pages]
        numbers = [len({event.facts.case_id for event in page}) for page in pages]

        assert [event for page in pages for event in page] == whole
        assert sum(len(complaints) for complaints in held) == len(set[str]().union(*held)) == 14
        assert max(numbers) <= max(size, 2)
        assert all(number <= size or len(complaints) == 1 for number, complaints in zip(numbers, held, strict=True))
    assert len(await lives(cases, 21)) == 1
    order = list(dict.fromkeys(UUID(event.facts.complaint_id) for event in whole))
    assert order == sorted(order)


@pytest.mark.rule("REL-8")
async def test_without_any_case_there_is_one_empty_page(cases: Running) -> None:
    assert await lives(cases) == [[]]


@pytest.mark.rule("ROLE-3")
async def test_no_officer_reads_a_snapshot(cases: Running, cast: Cast) -> None:
    stub = SnapshotServiceStub(cases.channel)
    for username in ("test-krom1", "test-acoc", "test-pacc", "test-auditor"):
        refusal = await refusal_of(stub.ListCaseLives(ListCaseLivesRequest(), metadata=cast.metadata(username)))

        assert refusal.metadata == {"permission": "case.follow"}
