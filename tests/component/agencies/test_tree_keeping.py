"""Keeping the tree: what ป.ป.ท. does to it, who sees what of it, and what the other services are told."""

import asyncio
from uuid import UUID, uuid4

import grpc
import pytest
from sqlalchemy import select

from kit.database.tables import directory_agency
from rongrian.agencies.v1 import agency_service_pb2 as service
from rongrian.agencies.v1.agency_pb2 import Agency
from rongrian.agencies.v1.agency_service_pb2_grpc import AgencyServiceStub
from tests.component.agencies.world import a_move, a_new_agency, a_sheet, events_of, trail_of
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.running import Running
from tests.support.tree import (
    COUNTRY,
    DEPARTMENT_1,
    DEPARTMENT_2,
    DEPARTMENT_10,
    MINISTRY,
    OFFICE,
    OTHER_DEPARTMENT,
    OTHER_MINISTRY,
)


async def codes_seen(tree: AgencyServiceStub, cast: Cast, username: str, *, with_closed: bool = False) -> list[str]:
    request = service.ListAgenciesRequest(with_closed=with_closed)
    answer = await tree.ListAgencies(request, metadata=cast.metadata(username))
    return [agency.code for agency in answer.agencies]


DEPARTMENT_CODES = [f"MT{number:02}" for number in range(1, 11)]


@pytest.mark.rule("ROLE-2")
async def test_everybody_sees_the_agencies_that_his_roles_open_a_parent_before_its_children(
    tree: AgencyServiceStub, cast: Cast
) -> None:
    whole = ["TH", "MO", "MT", "PACC", "MO01", *DEPARTMENT_CODES, "MT10A"]
    ministry = ["MT", *DEPARTMENT_CODES, "MT10A"]
    assert await codes_seen(tree, cast, "test-pacc") == whole
    assert await codes_seen(tree, cast, "test-auditor") == whole
    assert await codes_seen(tree, cast, "test-user-admin") == whole
    assert await codes_seen(tree, cast, "test-acoc") == ministry
    assert await codes_seen(tree, cast, "test-krom10") == ["MT10", "MT10A"]
    assert await codes_seen(tree, cast, "test-krom1") == ["MT01"]


@pytest.mark.rule("ORG-1")
async def test_a_new_agency_is_there_with_all_that_was_said_of_it_and_is_told(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    request = a_new_agency(DEPARTMENT_1, "MT01A", english_name=" Division ", abbreviation="กอง.", is_acoc=True)

    made = (await tree.CreateAgency(request, metadata=cast.metadata("test-pacc"))).agency

    assert [UUID(step) for step in made.path] == [COUNTRY, MINISTRY, DEPARTMENT_1, UUID(made.id)]
    assert (made.code, made.english_name, made.is_acoc, made.version) == ("MT01A", "Division", True, 1)
    [event] = await events_of(agencies.database)
    assert event.agency_changed.agency == made
    assert (event.header.aggregate_id, event.header.aggregate_version) == (made.id, 1)
    assert event.header.recorded_on == "2020-07-15"
    assert event.header.actor == str(cast["test-pacc"].subject)
    async with agencies.database.read() as connection:
        own_copy = select(directory_agency.c.path).where(directory_agency.c.id == UUID(made.id))
        assert (await connection.execute(own_copy)).scalar_one() == [UUID(step) for step in made.path]
    [entry] = await trail_of(agencies.database)
    assert (entry.action, entry.object_id, entry.actor) == ("agency.create", UUID(made.id), cast["test-pacc"].subject)


async def test_the_same_request_sent_twice_makes_one_agency(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    request = a_new_agency(DEPARTMENT_1, "MT01A")
    first = await tree.CreateAgency(request, metadata=cast.metadata("test-pacc"))
    second = await tree.CreateAgency(request, metadata=cast.metadata("test-pacc"))
    assert first == second
    assert len(await events_of(agencies.database)) == 1


@pytest.mark.rule("ORG-1")
async def test_every_fault_of_a_new_agency_is_named_at_once_and_nothing_is_stored(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    request = a_new_agency(DEPARTMENT_1, "MT02", thai_name=" ", kind="AGENCY_KIND_COUNTRY", type=0)

    refusal = await refusal_of(tree.CreateAgency(request, metadata=cast.metadata("test-pacc")))

    assert refusal.faults == {
        ("details.code", "ORG-1"),
        ("details.thai_name", "ORG-1"),
        ("details.kind", "ORG-1"),
        ("details.type", "ORG-1"),
    }
    assert await events_of(agencies.database) == []


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize("username", ["test-krom1", "test-acoc", "test-auditor", "test-user-admin"])
async def test_whoever_does_not_keep_the_tree_is_refused_naming_the_permission(
    tree: AgencyServiceStub, cast: Cast, username: str
) -> None:
    refusal = await refusal_of(tree.MoveAgency(a_move(OFFICE, DEPARTMENT_1), metadata=cast.metadata(username)))
    assert refusal.status is grpc.StatusCode.PERMISSION_DENIED
    assert refusal.metadata == {"permission": "agency.keep"}


async def test_an_agency_that_does_not_exist_is_not_found(tree: AgencyServiceStub, cast: Cast) -> None:
    refusal = await refusal_of(tree.MoveAgency(a_move(uuid4(), DEPARTMENT_1), metadata=cast.metadata("test-pacc")))
    assert refusal.status is grpc.StatusCode.NOT_FOUND


@pytest.mark.rule("ORG-3")
async def test_a_move_takes_the_subtree_along_in_one_event_and_access_follows_at_once(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    moved = await tree.MoveAgency(a_move(DEPARTMENT_10, OTHER_MINISTRY), metadata=cast.metadata("test-pacc"))

    assert [(agency.code, [UUID(step) for step in agency.path], agency.version) for agency in moved.agencies] == [
        ("MT10", [COUNTRY, OTHER_MINISTRY, DEPARTMENT_10], 2),
        ("MT10A", [COUNTRY, OTHER_MINISTRY, DEPARTMENT_10, OFFICE], 2),
    ]
    [event] = await events_of(agencies.database)
    assert list(event.agency_moved.agencies) == list(moved.agencies)
    assert await codes_seen(tree, cast, "test-other-acoc") == ["MO", "MO01", "MT10", "MT10A"]
    assert "MT10A" not in await codes_seen(tree, cast, "test-acoc")


@pytest.mark.rule("ORG-3")
async def test_two_moves_at_the_same_moment_never_make_a_circle(tree: AgencyServiceStub, cast: Cast) -> None:
    metadata = cast.metadata("test-pacc")
    for _ in range(10):
        answers = await asyncio.gather(
            tree.MoveAgency(a_move(DEPARTMENT_1, DEPARTMENT_2), metadata=metadata),
            tree.MoveAgency(a_move(DEPARTMENT_2, DEPARTMENT_1), metadata=metadata),
            return_exceptions=True,
        )
        refused = [answer for answer in answers if isinstance(answer, grpc.aio.AioRpcError)]
        assert [dict(error.trailing_metadata() or ())["rongrian-code"] for error in refused] == ["would_be_circle"]
        await tree.MoveAgency(a_move(DEPARTMENT_1, MINISTRY), metadata=metadata)
        await tree.MoveAgency(a_move(DEPARTMENT_2, MINISTRY), metadata=metadata)


@pytest.mark.rule("ORG-3")
async def test_a_renamed_agency_keeps_its_id_its_place_and_its_old_name_in_the_trail(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    details = a_new_agency(MINISTRY, "MT01", thai_name="กรมชื่อใหม่").details
    request = service.UpdateAgencyRequest(agency_id=str(DEPARTMENT_1), details=details)

    renamed = (await tree.UpdateAgency(request, metadata=cast.metadata("test-pacc"))).agency

    assert (renamed.id, renamed.thai_name, renamed.version) == (str(DEPARTMENT_1), "กรมชื่อใหม่", 2)
    [entry] = await trail_of(agencies.database)
    assert ("กรมทดสอบ1" in entry.before, "กรมชื่อใหม่" in entry.after) == (True, True)


@pytest.mark.rule("ORG-3")
async def test_an_agency_closes_from_below_stays_in_the_list_of_closed_ones_and_takes_nothing_new(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-pacc")
    department = service.CloseAgencyRequest(agency_id=str(DEPARTMENT_10))

    refusal = await refusal_of(tree.CloseAgency(department, metadata=metadata))
    assert (refusal.code, refusal.metadata["rule"]) == ("open_agencies_below", "ORG-3")

    await tree.CloseAgency(service.CloseAgencyRequest(agency_id=str(OFFICE)), metadata=metadata)
    closed = (await tree.CloseAgency(department, metadata=metadata)).agency
    assert closed.closed_on == "2020-07-15"
    assert "MT10" not in await codes_seen(tree, cast, "test-pacc")
    assert "MT10" in await codes_seen(tree, cast, "test-pacc", with_closed=True)
    late = await refusal_of(tree.CreateAgency(a_new_agency(DEPARTMENT_10, "MT10B"), metadata=metadata))
    assert late.code == "agency_is_closed"
    again = (await tree.CloseAgency(department, metadata=metadata)).agency
    assert again == closed
    assert len(await events_of(agencies.database)) == 2


@pytest.mark.rule("ORG-1")
async def test_an_active_officer_becomes_head_of_an_agency_and_nobody_else(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-pacc")
    head = str(cast["test-krom1"].subject)

    def appoint(subject: str) -> service.AppointHeadRequest:
        return service.AppointHeadRequest(agency_id=str(DEPARTMENT_1), head_subject=subject)

    refusal = await refusal_of(tree.AppointHead(appoint(str(uuid4())), metadata=metadata))
    assert refusal.faults == {("head_subject", "ORG-1")}
    assert (await tree.AppointHead(appoint(head), metadata=metadata)).agency.head_subject == head
    assert (await tree.AppointHead(appoint(""), metadata=metadata)).agency.head_subject == ""
    told = [event.agency_changed.agency for event in await events_of(agencies.database)]
    assert [(agency.head_subject, agency.version) for agency in told] == [(head, 2), ("", 3)]


@pytest.mark.rule("ORG-4")
@pytest.mark.parametrize("kind", [service.SHEET_FORMAT_XLSX, service.SHEET_FORMAT_CSV])
async def test_the_exported_tree_imported_again_changes_nothing(
    agencies: Running, tree: AgencyServiceStub, cast: Cast, kind: service.SheetFormat.ValueType
) -> None:
    metadata = cast.metadata("test-pacc")
    exported = await tree.ExportTree(service.ExportTreeRequest(format=kind), metadata=metadata)

    request = service.ImportTreeRequest(format=kind, sheet=exported.sheet)
    did = await tree.ImportTree(request, metadata=metadata)

    assert did == service.ImportTreeResponse(unchanged=16)
    assert await events_of(agencies.database) == []


@pytest.mark.rule("ORG-4")
async def test_one_faulty_row_keeps_the_whole_sheet_out(agencies: Running, tree: AgencyServiceStub, cast: Cast) -> None:
    sheet = a_sheet(
        "MN,TH,กระทรวงใหม่,,,ministry,government_agency,true",
        "MN01,MN,กรมใหม่,,,departement,government_agency,",
        "MN02,NOWHERE,กรมใหม่,,,department,government_agency,",
    )
    refusal = await refusal_of(tree.ImportTree(sheet, metadata=cast.metadata("test-pacc")))
    assert refusal.faults == {("sheet[3].kind", "ORG-4"), ("sheet[4].parent_code", "ORG-4")}
    assert "MN" not in await codes_seen(tree, cast, "test-pacc")
    assert await events_of(agencies.database) == []


@pytest.mark.rule("ORG-4")
async def test_a_sheet_makes_renames_and_moves_and_tells_all_of_it(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    sheet = a_sheet(
        "MN01,MN,กรมใหม่,,,department,government_agency,",
        "MN,TH,กระทรวงใหม่,,,ministry,government_agency,true",
        "MT10,MN,กรมทดสอบ10,,,department,government_agency,",
        "MO01,MO,กรมอื่น ใหม่,,,department,government_agency,",
    )
    did = await tree.ImportTree(sheet, metadata=cast.metadata("test-pacc"))
    assert did == service.ImportTreeResponse(created=2, changed=1, moved=1, unchanged=0)

    listed = await tree.ListAgencies(service.ListAgenciesRequest(), metadata=cast.metadata("test-pacc"))
    now = {agency.id: agency for agency in listed.agencies}
    told: dict[str, Agency] = {}
    for event in await events_of(agencies.database):
        changed = event.agency_moved.agencies or [event.agency_changed.agency]
        told |= {agency.id: agency for agency in changed}
    assert {agency.code for agency in told.values()} == {"MN", "MN01", "MT10", "MT10A", "MO01"}
    assert all(now[agency_id] == agency for agency_id, agency in told.items())
    assert now[str(OTHER_DEPARTMENT)].thai_name == "กรมอื่น ใหม่"


async def test_a_national_tree_of_three_thousand_rows_is_loaded_in_one_transaction(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    rows = [f"D{number:04},MT,อำเภอที่ {number},,,district,government_agency," for number in range(3000)]
    did = await tree.ImportTree(a_sheet(*rows), metadata=cast.metadata("test-pacc"))
    assert did.created == 3000
    assert len(await events_of(agencies.database)) == 3000


@pytest.mark.rule("ORG-3")
async def test_a_move_that_no_message_could_carry_is_refused_before_it_happens(
    agencies: Running, tree: AgencyServiceStub, cast: Cast
) -> None:
    metadata = cast.metadata("test-pacc")
    rows = [
        f"D{number:04},MT01,{'อำเภอชื่อยาวมาก ' * 10}{number},,,district,government_agency," for number in range(2000)
    ]
    await tree.ImportTree(a_sheet(*rows), metadata=metadata)
    refusal = await refusal_of(tree.MoveAgency(a_move(DEPARTMENT_1, OTHER_MINISTRY), metadata=metadata))
    assert refusal.code == "too_many_to_move"
    assert len(await events_of(agencies.database)) == 2000
