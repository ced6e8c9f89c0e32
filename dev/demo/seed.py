"""Agencies and people of the worked example, through the agencies service itself."""

import asyncio
import time

import grpc
import grpc.aio

from dev.demo.client import DemoClient, request_id
from dev.demo.people import AGENCIES, COUNTRY, PACC_OFFICER, PASSWORD, PEOPLE, USER_ADMIN, DemoPerson
from rongrian.agencies.v1.agency_pb2 import AGENCY_TYPE_GOVERNMENT_AGENCY
from rongrian.agencies.v1.agency_service_pb2 import (
    AgencyDetails,
    CreateAgencyRequest,
    ListAgenciesRequest,
    SetSummaryDutyRequest,
)
from rongrian.agencies.v1.officer_service_pb2 import GrantOfficerRequest

_COUNTRY_ID = "00000000-0000-7000-8000-000000000001"
_KNOWN_WITHIN = 10.0
# Monthly summaries are owed from กันยายน 2563 on (SUM-0).
FIRST_ROUND = "2020-09"


async def seed(client: DemoClient) -> dict[str, str]:
    """Make what is not there yet; returns each agency's id by its code."""
    await _grant(client, PACC_OFFICER, _COUNTRY_ID)
    ids = await _agencies(client)
    for agency in AGENCIES:
        if agency.code not in ids:
            details = AgencyDetails(
                code=agency.code,
                thai_name=agency.thai_name,
                english_name=agency.english_name,
                kind=agency.kind,
                type=AGENCY_TYPE_GOVERNMENT_AGENCY,
                is_acoc=agency.is_acoc,
            )
            request = CreateAgencyRequest(
                parent_id=ids[agency.parent], details=details, request_id=request_id(f"agency {agency.code}")
            )
            created = await client.agencies.CreateAgency(request, metadata=client.as_(PACC_OFFICER.username))
            ids[agency.code] = created.agency.id
    for person in PEOPLE:
        await _grant(client, person, ids[person.agency])
    for agency in AGENCIES:
        first_round = SetSummaryDutyRequest(agency_id=ids[agency.code], from_round=FIRST_ROUND)
        await client.agencies.SetSummaryDuty(first_round, metadata=client.as_(PACC_OFFICER.username))
    return ids


async def _agencies(client: DemoClient) -> dict[str, str]:
    """The agencies by code; a new officer is known to a service a moment after the grant."""
    deadline = time.monotonic() + _KNOWN_WITHIN
    while True:
        try:
            metadata = client.as_(PACC_OFFICER.username)
            listed = await client.agencies.ListAgencies(ListAgenciesRequest(), metadata=metadata)
            return {agency.code: agency.id for agency in listed.agencies} | {COUNTRY: _COUNTRY_ID}
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAUTHENTICATED or time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.2)


async def _grant(client: DemoClient, person: DemoPerson, agency_id: str) -> None:
    request = GrantOfficerRequest(
        username=person.username,
        first_name=person.first_name,
        last_name=person.last_name,
        national_id=person.national_id,
        position="ผู้รับผิดชอบ",
        email=f"{person.username}@rongrian.example",
        agency_id=agency_id,
        roles=[person.role],
        is_head=person.is_head,
        temporary_password=PASSWORD,
        request_id=request_id(f"officer {person.username}"),
    )
    granted = await client.officers.GrantOfficer(request, metadata=client.as_(USER_ADMIN))
    await asyncio.to_thread(client.set_password, granted.officer.subject, PASSWORD)
