"""Who sees which obligation, in pages, with the ground beside the date."""

from datetime import date, timedelta
from uuid import uuid4

import grpc
import pytest

from kit.directory.copy import put_agencies, put_officers
from rongrian.deadlines.v1.deadline_service_pb2 import ListObligationsRequest
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.deadlines.v1.obligation_pb2 import OBLIGATION_STATE_MET, OBLIGATION_STATE_OPEN, ObligationState
from tests.component.deadlines.case_events import DAY_7, DAY_37, RECEIVED, facts, tell
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.running import Running


async def numbers_seen(
    stub: DeadlineServiceStub,
    cast: Cast,
    username: str,
    *,
    object_id: str = "",
    states: tuple[ObligationState.ValueType, ...] = (),
) -> list[str]:
    request = ListObligationsRequest(object_id=object_id, states=states, policy="case.round_7")
    answer = await stub.ListObligations(request, metadata=cast.metadata(username))
    return sorted(obligation.object_number for obligation in answer.obligations)


@pytest.mark.rule("ROLE-2")
async def test_each_sees_what_its_place_in_the_tree_opens(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await tell(
        deadlines,
        facts("10-1", agency=tree.DEPARTMENT_10),
        facts("11-1", agency=tree.OFFICE, with_pacc=True),
        facts("30-1", agency=tree.OTHER_DEPARTMENT),
    )

    assert await numbers_seen(stub, cast, "test-krom10") == ["10-1", "11-1"]
    assert await numbers_seen(stub, cast, "test-office") == ["11-1"]
    assert await numbers_seen(stub, cast, "test-krom1") == []
    assert await numbers_seen(stub, cast, "test-acoc") == ["10-1", "11-1"]
    assert await numbers_seen(stub, cast, "test-other-acoc") == ["30-1"]
    assert await numbers_seen(stub, cast, "test-pacc") == ["11-1"]
    assert await numbers_seen(stub, cast, "test-auditor") == ["10-1", "11-1", "30-1"]


@pytest.mark.rule("ROLE-2")
async def test_what_is_out_of_scope_and_what_is_not_there_look_alike(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    theirs = facts(agency=tree.DEPARTMENT_2)
    await tell(deadlines, theirs)

    assert await numbers_seen(stub, cast, "test-krom2", object_id=theirs.case_id) == ["5888-1"]
    assert await numbers_seen(stub, cast, "test-krom1", object_id=theirs.case_id) == []
    assert await numbers_seen(stub, cast, "test-krom1", object_id=str(uuid4())) == []


@pytest.mark.rule("ROLE-5")
async def test_an_accused_officer_finds_no_obligation_of_the_whole_complaint(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    complaint, nam = uuid4(), deadlines.foundation.blind_index.of(NAM_NATIONAL_ID)
    await tell(
        deadlines,
        facts("5888-1", complaint_id=complaint, accused=(b"din", nam)),
        facts("5888-2", complaint_id=complaint, accused=(b"din", nam)),
        facts("7-1"),
    )

    assert await numbers_seen(stub, cast, "test-krom1") == ["5888-1", "5888-2", "7-1"]
    assert await numbers_seen(stub, cast, "test-krom1-nam") == ["7-1"]


@pytest.mark.rule("ROLE-5")
async def test_whom_the_accused_heads_finds_nothing_either(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    headed = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_1))
    headed.head_subject, headed.version = str(cast["test-krom1-nam"].subject), 2
    index = deadlines.foundation.blind_index
    async with deadlines.database.begin() as connection:
        await put_agencies(connection, [headed])
        await put_officers(connection, [cast["test-krom1-nam"].rights(index, version=2)])
    await tell(deadlines, facts(accused=(index.of(NAM_NATIONAL_ID),)))

    assert await numbers_seen(stub, cast, "test-krom1") == []
    assert await numbers_seen(stub, cast, "test-acoc") == ["5888-1"]


async def test_a_role_that_owes_nothing_is_told_which_permission_it_lacks(
    stub: DeadlineServiceStub, cast: Cast
) -> None:
    refusal = await refusal_of(stub.ListObligations(ListObligationsRequest(), metadata=cast.metadata("test-approver")))

    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
    assert refusal.metadata == {"permission": "obligation.read"}


async def test_states_are_filtered(deadlines: Running, stub: DeadlineServiceStub, cast: Cast) -> None:
    await tell(deadlines, facts("1-1"), facts("2-1", reported_on=DAY_7))

    assert await numbers_seen(stub, cast, "test-krom1", states=(OBLIGATION_STATE_OPEN,)) == ["1-1"]
    assert await numbers_seen(stub, cast, "test-krom1", states=(OBLIGATION_STATE_MET,)) == ["2-1"]


async def test_pages_of_a_hundred_hold_each_obligation_once_the_earliest_due_first(
    deadlines: Running, stub: DeadlineServiceStub, cast: Cast
) -> None:
    await tell(deadlines, *(facts(f"{n}-1", received_on=RECEIVED + timedelta(days=n % 3)) for n in range(205)))

    sizes, seen, token = [], [], ""
    while True:
        request = ListObligationsRequest(page_token=token, policy="case.round_7")
        answer = await stub.ListObligations(request, metadata=cast.metadata("test-krom1"))
        sizes.append(len(answer.obligations))
        seen += [(obligation.due_on, obligation.object_number) for obligation in answer.obligations]
        token = answer.next_page_token
        if not token:
            break

    assert sizes == [100, 100, 5]
    assert len(set(seen)) == 205
    assert [due_on for due_on, _ in seen] == sorted(due_on for due_on, _ in seen)


async def test_a_page_token_that_no_page_gave_is_refused(stub: DeadlineServiceStub, cast: Cast) -> None:
    request = ListObligationsRequest(page_token="2020-07-22~x")

    refusal = await refusal_of(stub.ListObligations(request, metadata=cast.metadata("test-krom1")))

    assert refusal.code == "invalid_input"
    assert [field for field, _ in refusal.faults] == ["page_token"]


@pytest.mark.rule("DUE-14")
async def test_the_date_comes_with_its_legal_ground(deadlines: Running, stub: DeadlineServiceStub, cast: Cast) -> None:
    await tell(deadlines, facts())

    answer = await stub.ListObligations(ListObligationsRequest(), metadata=cast.metadata("test-krom1"))

    round_7, round_37 = answer.obligations
    assert (round_7.policy, round_7.duty, date.fromisoformat(round_7.due_on)) == (
        "case.round_7",
        "รายงานรอบ 7 วัน",
        DAY_7,
    )
    assert "ข้อ 7 (1)" in round_7.basis
    assert "PACC 7 (1)" in round_7.basis_english
    assert (round_37.policy, date.fromisoformat(round_37.due_on)) == ("case.round_37", DAY_37)
    assert "ข้อ 7 (2)" in round_37.basis
    assert "PACC 7 (2)" in round_37.basis_english
