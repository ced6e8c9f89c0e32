"""The worked example as `agencies` itself holds it, officers to grant, and what the service has told."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import grpc.aio
import httpx
from google.protobuf.json_format import ParseDict
from sqlalchemy import insert, select
from stdnum.th import pin

from agencies.adapters.tables import agencies, officers
from agencies.service import SERVICE
from dev.stack import Stack
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.tables import audit_entry, outbox
from kit.foundation import Foundation
from kit.process import grpc_server
from rongrian.agencies.v1 import agency_service_pb2
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent
from rongrian.agencies.v1.officer_service_pb2 import GrantOfficerRequest
from tests.support.cast import Cast
from tests.support.running import Running, settings_for
from tests.support.tree import COUNTRY, MINISTRY, OTHER_MINISTRY, worked_example_tree

TEMPORARY_PASSWORD = "a-first-word-by-mail"
# That of an agency that was made on 15 July 2563.
FIRST_ROUND = date(2020, 8, 1)
SHEET_HEADER = "code,parent_code,thai_name,english_name,abbreviation,kind,type,is_acoc"
# Where no Keycloak answers.
NOBODY = "http://127.0.0.1:9"


async def put_world(database: Database, cast: Cast) -> None:
    """The tree beside the country that the migration made, and the tests' people as granted officers."""
    tree = [agency for agency in worked_example_tree() if agency.id != str(COUNTRY)]
    with_unit = {person.agency for person in cast.people.values() if "unit" in person.roles}
    agency_rows = [
        {
            "id": UUID(agency.id),
            "version": 1,
            "code": agency.code,
            "thai_name": agency.thai_name,
            "english_name": "",
            "abbreviation": "",
            "kind": agency.kind,
            "type": agency.type,
            "parent_id": UUID(agency.parent_id),
            "path": [UUID(step) for step in agency.path],
            "is_acoc": agency.is_acoc,
            "summaries_from": FIRST_ROUND,
            "owes_summaries": _owes(UUID(agency.id), UUID(agency.parent_id), with_unit),
        }
        for agency in tree
    ]
    async with database.begin() as connection:
        await connection.execute(insert(agencies), agency_rows)
        await connection.execute(insert(officers), [_officer_row(cast, username) for username in cast.people])


def _owes(agency_id: UUID, parent_id: UUID, with_unit: set[UUID]) -> bool:
    """A ministry, and an agency under one that has a `unit` officer (SUM-0)."""
    ministries = (MINISTRY, OTHER_MINISTRY)
    return agency_id in ministries or (parent_id in ministries and agency_id in with_unit)


def _officer_row(cast: Cast, username: str) -> dict[str, Any]:
    person = cast[username]
    return {
        "id": person.subject,
        "kind": "person",
        "state": "active",
        "version": 1,
        "subject": person.subject,
        "username": username,
        "first_name": "ทดสอบ",
        "last_name": "ระบบ",
        "position": "",
        "telephone": "",
        "email": f"{username}@agency.example",
        "agency_id": person.agency,
        "roles": sorted(person.roles),
        "marks": sorted(person.marks),
        "is_head": False,
        "granted_by": person.subject,
        "account_open": True,
    }


def a_new_agency(parent: UUID, code: str, **changed: object) -> agency_service_pb2.CreateAgencyRequest:
    details = {
        "code": code,
        "thai_name": f"หน่วยงาน {code}",
        "kind": "AGENCY_KIND_DEPARTMENT",
        "type": "AGENCY_TYPE_GOVERNMENT_AGENCY",
    }
    request = {"parent_id": str(parent), "details": details | changed, "request_id": str(uuid4())}
    return ParseDict(request, agency_service_pb2.CreateAgencyRequest())


def a_move(agency: UUID, to: UUID) -> agency_service_pb2.MoveAgencyRequest:
    return agency_service_pb2.MoveAgencyRequest(agency_id=str(agency), new_parent_id=str(to))


def a_sheet(*lines: str) -> agency_service_pb2.ImportTreeRequest:
    sheet = "\r\n".join([SHEET_HEADER, *lines]).encode()
    return agency_service_pb2.ImportTreeRequest(format=agency_service_pb2.SHEET_FORMAT_CSV, sheet=sheet)


def a_national_id() -> str:
    """A number that no other test uses, its check digit right."""
    twelve = f"1{uuid4().int % 10**11:011}"
    return twelve + str(pin.calc_check_digit(twelve))


def a_grant(agency: UUID, *roles: str, **changed: Any) -> GrantOfficerRequest:
    """A person of whom nobody has heard."""
    username = f"officer-{uuid4().hex[:12]}"
    request = {
        "username": username,
        "first_name": "สมหญิง",
        "last_name": "ตัวอย่าง",
        "national_id": a_national_id(),
        "position": "นิติกรชำนาญการ",
        "telephone": "02-000-0000",
        "email": f"{username}@agency.example",
        "agency_id": str(agency),
        "roles": [f"ROLE_{role.upper()}" for role in roles],
        "temporary_password": TEMPORARY_PASSWORD,
        "request_id": str(uuid4()),
    }
    return ParseDict(request | changed, GrantOfficerRequest())


@asynccontextmanager
async def another_copy(stack: Stack, running: Running, clock: Clock, **changed: Any) -> AsyncIterator[grpc.aio.Channel]:
    """A second process of the service on the same database, with other settings."""
    settings = settings_for(stack, SERVICE, running.database_name, **changed)
    foundation = Foundation.open(SERVICE.name, settings, clock)
    server = grpc_server(SERVICE, foundation)
    await server.start()
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{server.port}")
    try:
        yield channel
    finally:
        await channel.close()
        await server.stop()
        await foundation.close()


async def events_of(database: Database) -> Sequence[AgenciesEvent]:
    """What the service has told, in order."""
    async with database.read() as connection:
        payloads = (await connection.execute(select(outbox.c.payload).order_by(outbox.c.position))).scalars()
        return [AgenciesEvent.FromString(payload) for payload in payloads]


async def trail_of(database: Database) -> Sequence[Any]:
    """The audit entries, in order."""
    async with database.read() as connection:
        return (await connection.execute(select(audit_entry).order_by(audit_entry.c.entry_id))).all()


def service_metadata(stack: Stack, service: str) -> tuple[tuple[str, str], ...]:
    """What a call of another service carries."""
    token = client_token(stack, f"svc-{service}", stack.around.secrets[f"SVC_{service.upper()}_SECRET"])
    return (("authorization", f"Bearer {token}"),)


def client_token(stack: Stack, client_id: str, secret: str) -> str:
    """An access token of a client's own. Raises HTTPStatusError where Keycloak refuses it."""
    answer = httpx.post(
        f"{stack.around.keycloak.issuer}/protocol/openid-connect/token",
        data={"grant_type": "client_credentials"},
        auth=(client_id, secret),
    )
    return str(answer.raise_for_status().json()["access_token"])


async def states_of(running: Running, username: str) -> list[str]:
    """Of the officer of that name, pending ones too; empty where there is none."""
    async with running.database.read() as connection:
        statement = select(officers.c.state).where(officers.c.username == username)
        return list((await connection.execute(statement)).scalars())
