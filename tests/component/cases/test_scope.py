"""Who sees what: scope, permission, recusal; the same answer for what exists and what does not."""

from uuid import uuid4

import grpc
import pytest

from cases.adapters.store import SqlCaseStore
from cases.domain.filter import CaseFilter
from cases.domain.status import CaseAct
from kit.directory.copy import put_agencies, put_officers
from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_service_pb2 import GetCaseRequest, ListCasesRequest, SendCasesRequest
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report, the_manuals_complaint
from tests.support.running import Running


async def numbers_seen(stub: CaseServiceStub, cast: Cast, username: str) -> list[str]:
    rows = (await stub.ListCases(ListCasesRequest(), metadata=cast.metadata(username))).cases
    return sorted(row.number for row in rows)


@pytest.mark.rule("ROLE-2")
async def test_an_agency_sees_its_own_and_those_below_it(stub: CaseServiceStub, cast: Cast) -> None:
    await stub.RecordComplaint(a_complaint("10/1", "2020-07-15"), metadata=cast.metadata("test-krom10"))
    await stub.RecordComplaint(a_complaint("10/2", "2020-07-15"), metadata=cast.metadata("test-office"))

    assert await numbers_seen(stub, cast, "test-krom10") == ["10/1-1", "10/2-1"]
    assert await numbers_seen(stub, cast, "test-office") == ["10/2-1"]
    assert await numbers_seen(stub, cast, "test-acoc") == ["10/1-1", "10/2-1"]
    assert await numbers_seen(stub, cast, "test-auditor") == ["10/1-1", "10/2-1"]
    for outsider in ("test-krom1", "test-other", "test-other-acoc", "test-pacc"):
        assert await numbers_seen(stub, cast, outsider) == []


@pytest.mark.rule("ROLE-2")
async def test_out_of_scope_and_not_there_are_answered_alike(stub: CaseServiceStub, cast: Cast) -> None:
    recorded = await stub.RecordComplaint(a_complaint("1", "2020-07-15"), metadata=cast.metadata("test-krom1"))
    outsider = cast.metadata("test-krom2")

    there = await refusal_of(stub.GetCase(GetCaseRequest(case_id=recorded.cases[0].id), metadata=outsider))
    nowhere = await refusal_of(stub.GetCase(GetCaseRequest(case_id=str(uuid4())), metadata=outsider))
    changing = await refusal_of(stub.ReportRound(a_round_report(recorded.cases[0].id), metadata=outsider))

    assert there == nowhere
    assert (changing.status, changing.code) == (grpc.StatusCode.NOT_FOUND, "not_found")


@pytest.mark.rule("ROLE-3")
async def test_who_may_see_and_not_do_is_told_which_permission_is_lacking(stub: CaseServiceStub, cast: Cast) -> None:
    recorded = await stub.RecordComplaint(a_complaint("1", "2020-07-15"), metadata=cast.metadata("test-krom1"))

    by_auditor = await refusal_of(
        stub.ReportRound(a_round_report(recorded.cases[0].id), metadata=cast.metadata("test-auditor"))
    )
    by_approver = await refusal_of(stub.ListCases(ListCasesRequest(), metadata=cast.metadata("test-approver")))

    assert (by_auditor.status, by_auditor.metadata) == (
        grpc.StatusCode.PERMISSION_DENIED,
        {"permission": "case.report"},
    )
    assert by_approver.metadata == {"permission": "case.read"}


@pytest.mark.rule("CASE-5", "ROLE-3")
async def test_a_unit_above_sees_a_case_below_but_reports_only_what_it_recorded(
    stub: CaseServiceStub, cast: Cast
) -> None:
    above, below = cast.metadata("test-krom10"), cast.metadata("test-office")
    own = await stub.RecordComplaint(a_complaint("1", "2020-07-15"), metadata=below)
    for_it = a_complaint("2", "2020-07-15")
    for_it.record.agency_id = str(tree.OFFICE)
    recorded = await stub.RecordComplaint(for_it, metadata=above)

    refusal = await refusal_of(
        stub.ReportRound(a_round_report(own.cases[0].id, started_on="2020-07-15"), metadata=above)
    )
    reported = await stub.ReportRound(a_round_report(recorded.cases[0].id, started_on="2020-07-15"), metadata=above)

    assert refusal.metadata == {"permission": "case.report"}
    assert reported.case.status == case_pb2.CASE_STATUS_REPORTED_7
    assert recorded.cases[0].agency_id == str(tree.OFFICE)


@pytest.mark.rule("CASE-5")
async def test_an_agency_outside_the_subtree_cannot_be_recorded_for(stub: CaseServiceStub, cast: Cast) -> None:
    for_another = a_complaint("1", "2020-07-15")
    for_another.record.agency_id = str(tree.DEPARTMENT_2)

    by_unit = await refusal_of(stub.RecordComplaint(for_another, metadata=cast.metadata("test-krom1")))
    by_acoc = await stub.RecordComplaint(for_another, metadata=cast.metadata("test-acoc"))

    assert by_unit.code == "not_found"
    assert by_acoc.cases[0].agency_name == "กรมทดสอบ2"


@pytest.mark.rule("ROLE-5")
async def test_the_accused_finds_nothing_of_the_whole_complaint(stub: CaseServiceStub, cast: Cast) -> None:
    recorded = await stub.RecordComplaint(the_manuals_complaint(), metadata=cast.metadata("test-krom1"))
    din, _ = recorded.cases
    nam = cast.metadata("test-krom1-nam")

    assert await numbers_seen(stub, cast, "test-krom1-nam") == []
    assert (await refusal_of(stub.GetCase(GetCaseRequest(case_id=din.id), metadata=nam))).code == "not_found"
    assert (await refusal_of(stub.ReportRound(a_round_report(din.id), metadata=nam))).code == "not_found"
    sending = SendCasesRequest(case_ids=[din.id], to=case_pb2.LEVEL_MINISTRY_ACOC)
    assert (await refusal_of(stub.SendCases(sending, metadata=nam))).code == "not_found"


@pytest.mark.rule("ROLE-5", "CASE-1")
async def test_a_number_taken_by_a_complaint_against_him_is_refused_without_naming_it(
    stub: CaseServiceStub, cast: Cast
) -> None:
    await stub.RecordComplaint(the_manuals_complaint(), metadata=cast.metadata("test-krom1"))
    again = a_complaint("5888", "2020-07-15")

    for_colleague = stub.RecordComplaint(again, metadata=cast.metadata("test-krom1"))
    with pytest.raises(grpc.aio.AioRpcError) as named:
        await for_colleague
    for_accused = stub.RecordComplaint(again, metadata=cast.metadata("test-krom1-nam"))
    with pytest.raises(grpc.aio.AioRpcError) as unnamed:
        await for_accused

    assert "2020-07-15" in str(dict(named.value.trailing_metadata() or ()))
    assert "2020-07-15" not in str(dict(unnamed.value.trailing_metadata() or ()))


@pytest.mark.rule("ROLE-5")
async def test_whom_the_accused_heads_finds_nothing_either(cases: Running, stub: CaseServiceStub, cast: Cast) -> None:
    accused = cast["test-krom1-nam"]
    headed = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_10))
    headed.head_subject, headed.version = str(accused.subject), 2
    async with cases.database.begin() as connection:
        await put_agencies(connection, [headed])
    complaint = a_complaint("10/5", "2020-07-15", national_id=NAM_NATIONAL_ID)
    complaint.record.agency_id = str(tree.DEPARTMENT_10)
    await stub.RecordComplaint(complaint, metadata=cast.metadata("test-acoc"))

    assert await numbers_seen(stub, cast, "test-krom10") == []
    assert await numbers_seen(stub, cast, "test-office") == []
    assert await numbers_seen(stub, cast, "test-acoc") == ["10/5-1"]


@pytest.mark.rule("ORG-3")
async def test_access_follows_the_tree_as_it_is_now_and_the_record_keeps_its_name(
    cases: Running, stub: CaseServiceStub, cast: Cast
) -> None:
    await stub.RecordComplaint(a_complaint("1", "2020-07-15"), metadata=cast.metadata("test-krom1"))
    moved = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_1))
    moved.path[1], moved.version, moved.thai_name = str(tree.OTHER_MINISTRY), 2, "กรมทดสอบใหม่"
    async with cases.database.begin() as connection:
        await put_agencies(connection, [moved])

    assert await numbers_seen(stub, cast, "test-acoc") == []
    rows = (await stub.ListCases(ListCasesRequest(), metadata=cast.metadata("test-other-acoc"))).cases
    assert [row.agency_name for row in rows] == ["กรมทดสอบ1"]


@pytest.mark.rule("USER-5")
async def test_the_token_of_an_ended_officer_is_refused_as_soon_as_the_copy_knows(
    cases: Running, stub: CaseServiceStub, cast: Cast
) -> None:
    ended = cast["test-krom2"].rights(cases.foundation.blind_index, version=2, is_active=False)
    async with cases.database.begin() as connection:
        await put_officers(connection, [ended])

    refusal = await refusal_of(stub.ListCases(ListCasesRequest(), metadata=cast.metadata("test-krom2")))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.UNAUTHENTICATED, "officer_ended")


@pytest.mark.rule("ROLE-5")
async def test_what_a_recused_officer_records_is_recorded_and_gone_from_his_sight(
    stub: CaseServiceStub, cast: Cast
) -> None:
    against_himself = a_complaint("9", "2020-07-15", national_id=NAM_NATIONAL_ID)

    recorded = await stub.RecordComplaint(against_himself, metadata=cast.metadata("test-krom1-nam"))

    assert recorded.complaint_id
    assert list(recorded.cases) == []
    assert await numbers_seen(stub, cast, "test-krom1-nam") == []
    assert await numbers_seen(stub, cast, "test-krom1") == ["9-1"]


@pytest.mark.rule("ORG-2")
async def test_its_acoc_is_the_nearest_one_marked_and_cases_go_up_through_it(
    cases: Running, stub: CaseServiceStub, cast: Cast
) -> None:
    with_its_own = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_10))
    with_its_own.is_acoc, with_its_own.version = True, 2
    async with cases.database.begin() as connection:
        await put_agencies(connection, [with_its_own])
    office, departments, ministrys = (cast.metadata(name) for name in ("test-office", "test-office-acoc", "test-acoc"))
    await stub.RecordComplaint(a_complaint("1", "2020-07-15"), metadata=cast.metadata("test-krom1"))
    recorded = await stub.RecordComplaint(a_complaint("2", "2020-07-15"), metadata=office)
    case_id = recorded.cases[0].id

    def sending(to: case_pb2.Level.ValueType) -> SendCasesRequest:
        return SendCasesRequest(case_ids=[case_id], to=to)

    past_it = await refusal_of(stub.SendCases(sending(case_pb2.LEVEL_MINISTRY_ACOC), metadata=office))
    await stub.SendCases(sending(case_pb2.LEVEL_DEPARTMENT_ACOC), metadata=office)
    not_his = await refusal_of(stub.SendCases(sending(case_pb2.LEVEL_MINISTRY_ACOC), metadata=ministrys))
    await stub.SendCases(sending(case_pb2.LEVEL_MINISTRY_ACOC), metadata=departments)
    await stub.SendCases(sending(case_pb2.LEVEL_PACC), metadata=ministrys)

    assert await numbers_seen(stub, cast, "test-office-acoc") == ["2-1"]
    assert await numbers_seen(stub, cast, "test-acoc") == ["1-1", "2-1"]
    assert past_it.metadata == {"permission": "case.send.ministry_acoc"}
    assert not_his.metadata == {"permission": "case.send.ministry_acoc"}
    assert await numbers_seen(stub, cast, "test-pacc") == ["2-1"]


@pytest.mark.rule("ROLE-3", "CASE-19")
async def test_an_agencys_own_system_is_offered_nothing_that_only_persons_may_do(
    cases: Running, stub: CaseServiceStub, cast: Cast, clock: FixedClock
) -> None:
    await stub.RecordComplaint(the_manuals_complaint(), metadata=cast.metadata("test-krom1"))
    on = cases.foundation
    store = SqlCaseStore(on.database, clock, on.sealer, on.blind_index)
    system = Viewer(Actor(uuid4(), frozenset({"integrator"}), tree.DEPARTMENT_1), agency=tree.DEPARTMENT_1)

    page = await store.page(system, CaseFilter(), None)

    assert [line.possible for line in page.lines] == [
        {CaseAct.REPORT_ROUND_7, CaseAct.SEND, CaseAct.EDIT, CaseAct.DELETE}
    ] * 2
