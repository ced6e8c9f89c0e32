"""Who is in charge of a case: the recorder at first, then whom agency or ศปท. names (ROLE-6)."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest

from kit.directory.copy import put_agencies, put_officers
from rongrian.cases.v1 import view_pb2
from rongrian.cases.v1.case_people_service_pb2 import MarkRecusalRequest, NameHandlerRequest
from rongrian.cases.v1.complaint_service_pb2 import EditComplaintRequest
from tests.component.cases.desk import Desk, acts
from tests.component.cases.forms import form_of
from tests.component.cases.kept import told, trail
from tests.support import tree
from tests.support.cast import NAM_NATIONAL_ID, Cast
from tests.support.complaints import a_complaint
from tests.support.running import Running

NOBODY_OF_THE_AGENCY = {("officer", "ROLE-6")}


def naming(case_id: str, officer: str, reason: str = "ผู้รับผิดชอบเดิมย้าย") -> NameHandlerRequest:
    return NameHandlerRequest(case_id=case_id, officer=officer, reason=reason, request_id=str(uuid4()))


@pytest.fixture
async def case(krom1: Desk) -> view_pb2.Case:
    [recorded] = await krom1.records(a_complaint("1", "2020-07-15"))
    return recorded


@pytest.mark.rule("ROLE-6")
async def test_the_recorder_is_in_charge_at_first_where_a_person_of_that_agency(
    krom1: Desk, acoc: Desk, case: view_pb2.Case
) -> None:
    by_acoc = a_complaint("2", "2020-07-15")
    by_acoc.record.agency_id = str(tree.DEPARTMENT_1)
    [recorded_above] = await acoc.records(by_acoc)

    assert case.handler == krom1.subject
    assert recorded_above.handler == ""


@pytest.mark.rule("ROLE-6")
async def test_an_accused_who_is_added_has_whoever_adds_him_in_charge(krom1: Desk, case: view_pb2.Case) -> None:
    form = form_of(await krom1.complaint(case.complaint_id))
    form.record.accused.add().CopyFrom(a_complaint("1", "2020-07-15").record.accused[0])
    form.record.allegations[0].accused.append(2)

    edited = (
        await krom1(EditComplaintRequest(complaint_id=case.complaint_id, version=1, record=form.record))
    ).complaint

    assert (await krom1.case(edited.cases[1].id)).handler == krom1.subject


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize("names", ["test-krom1", "test-acoc"])
async def test_agency_and_its_acoc_name_another_officer_with_a_reason(
    desk_of: Callable[[str], Desk], case: view_pb2.Case, cases: Running, names: str
) -> None:
    desk, nam = desk_of(names), desk_of("test-krom1-nam")

    unexplained = await desk.refused(naming(case.id, nam.subject, " "))
    await desk(naming(case.id, nam.subject))

    assert unexplained.faults == {("reason", "ROLE-6")}
    assert (await nam.case(case.id)).handler == nam.subject
    assert (await told(cases, case.id))[-1] == "handler_named"
    entry = (await trail(cases))[-1]
    assert (entry.action, entry.actor, entry.reason) == ("case.name_handler", desk.subject, "ผู้รับผิดชอบเดิมย้าย")
    assert entry.after["handler"] == nam.subject


@pytest.mark.rule("ROLE-6", "ROLE-3")
async def test_nobody_else_names_one(desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case) -> None:
    request = naming(case.id, krom1.subject)

    assert (await desk_of("test-ministry").refused(request)).metadata == {"permission": "case.name_handler"}
    assert (await desk_of("test-auditor").refused(request)).metadata == {"permission": "case.name_handler"}
    assert (await desk_of("test-krom2").refused(request)).code == "not_found"


@pytest.mark.rule("ROLE-6")
async def test_it_is_an_officer_of_the_cases_own_agency(
    desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case
) -> None:
    for outsider in ("test-krom2", "test-ministry", "test-acoc", "test-pacc"):
        assert (await krom1.refused(naming(case.id, desk_of(outsider).subject))).faults == NOBODY_OF_THE_AGENCY
    assert (await krom1.refused(naming(case.id, str(uuid4())))).faults == NOBODY_OF_THE_AGENCY


@pytest.mark.rule("ROLE-6", "USER-5")
async def test_it_is_nobody_whose_access_has_ended(
    desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case, cases: Running, cast: Cast
) -> None:
    nam = cast["test-krom1-nam"]
    async with cases.database.begin() as connection:
        await put_officers(connection, [nam.rights(cases.foundation.blind_index, version=2, is_active=False)])

    assert (await krom1.refused(naming(case.id, str(nam.subject)))).faults == NOBODY_OF_THE_AGENCY


@pytest.mark.rule("ROLE-5", "ROLE-6")
async def test_it_is_neither_the_accused_nor_somebody_marked(
    desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case
) -> None:
    nam = desk_of("test-krom1-nam").subject
    [against_nam] = await krom1.records(a_complaint("2", "2020-07-15", national_id=NAM_NATIONAL_ID))
    await krom1(MarkRecusalRequest(case_id=case.id, officer=nam, reason="ญาติของผู้ถูกกล่าวหา"))

    assert (await krom1.refused(naming(against_nam.id, nam))).faults == NOBODY_OF_THE_AGENCY
    assert (await krom1.refused(naming(case.id, nam))).faults == NOBODY_OF_THE_AGENCY


@pytest.mark.rule("TRI-10", "ROLE-6")
async def test_it_is_nobody_whom_the_accused_heads(
    desk_of: Callable[[str], Desk], acoc: Desk, cases: Running, cast: Cast
) -> None:
    headed = next(agency for agency in tree.worked_example_tree() if agency.id == str(tree.DEPARTMENT_10))
    headed.head_subject, headed.version = str(cast["test-krom1-nam"].subject), 2
    async with cases.database.begin() as connection:
        await put_agencies(connection, [headed])
    against_its_head = a_complaint("10/5", "2020-07-15", national_id=NAM_NATIONAL_ID)
    against_its_head.record.agency_id = str(tree.DEPARTMENT_10)
    [case] = await acoc.records(against_its_head)

    refusal = await acoc.refused(naming(case.id, desk_of("test-krom10").subject))

    assert refusal.faults == NOBODY_OF_THE_AGENCY


@pytest.mark.rule("ROLE-6", "CASE-19")
async def test_what_a_handler_may_do_is_offered_to_every_handler_of_the_complaint(
    desk_of: Callable[[str], Desk], krom1: Desk
) -> None:
    request = a_complaint("3", "2020-07-15")
    request.record.complainant.first_name = "ผู้ร้อง"
    request.record.accused.add().CopyFrom(request.record.accused[0])
    request.record.allegations[0].accused.append(2)
    first, second = await krom1.records(request)
    nam = desk_of("test-krom1-nam")
    await krom1(naming(second.id, nam.subject))

    of_handlers = {"open_complainant", "mark_recusal"}
    assert [of_handlers & acts(await desk.case(first.id)) for desk in (krom1, nam)] == [of_handlers, of_handlers]
    marked = desk_of("test-krom2").subject
    await nam(MarkRecusalRequest(case_id=first.id, officer=marked, reason="มีส่วนได้เสีย"))


@pytest.mark.rule("ROLE-6", "CASE-26")
async def test_more_name_at_the_same_moment_than_the_service_has_connections(
    desk_of: Callable[[str], Desk], krom1: Desk, case: view_pb2.Case
) -> None:
    nam = desk_of("test-krom1-nam").subject

    await asyncio.gather(*(krom1(naming(case.id, officer)) for officer in [nam, krom1.subject] * 10))

    assert (await krom1.case(case.id)).version == 21
