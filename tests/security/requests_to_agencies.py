"""A request for each method of `agencies` and of the witness, so made that nothing changes."""

from uuid import UUID, uuid4

from rongrian.agencies.v1 import agency_pb2, officer_pb2
from rongrian.agencies.v1.agency_service_pb2 import (
    SHEET_FORMAT_CSV,
    AgencyDetails,
    AppointHeadRequest,
    CloseAgencyRequest,
    CreateAgencyRequest,
    ExportTreeRequest,
    ImportTreeRequest,
    ListAgenciesRequest,
    MoveAgencyRequest,
    SetSummaryDutyRequest,
    UpdateAgencyRequest,
)
from rongrian.agencies.v1.directory_service_pb2 import GetSnapshotRequest, ListAddressesRequest
from rongrian.agencies.v1.officer_service_pb2 import (
    EndOfficerRequest,
    GrantIntegratorRequest,
    GrantOfficerRequest,
    ListOfficersRequest,
)
from rongrian.kit.v1.audit_pb2 import GetHeadRequest
from tests.component.agencies.world import a_grant
from tests.security.asking import Answer, Holds, Request
from tests.security.things import BELOW_OF
from tests.security.world import TAKEN_CLIENT, World


def _details() -> AgencyDetails:
    """Under a code that is taken, which is refused once the agency was found."""
    return AgencyDetails(
        code="TH", thai_name="ประเทศไทย", kind=agency_pb2.AGENCY_KIND_OFFICE, type=agency_pb2.AGENCY_TYPE_OTHER
    )


def _create(world: World, place: str, _: str) -> CreateAgencyRequest:
    return CreateAgencyRequest(parent_id=world.at(place).agency_id, details=_details())


def _update(world: World, place: str, _: str) -> UpdateAgencyRequest:
    return UpdateAgencyRequest(agency_id=world.at(place).agency_id, details=_details())


def _move(world: World, place: str, _: str) -> MoveAgencyRequest:
    """Below one that lies under it, which is refused."""
    agency_id = world.at(place).agency_id
    below = BELOW_OF.get(UUID(agency_id), uuid4())
    return MoveAgencyRequest(agency_id=agency_id, new_parent_id=str(below))


def _close(world: World, place: str, _: str) -> CloseAgencyRequest:
    return CloseAgencyRequest(agency_id=world.at(place).agency_id)


def _appoint(world: World, place: str, _: str) -> AppointHeadRequest:
    """Somebody who is no officer."""
    return AppointHeadRequest(agency_id=world.at(place).agency_id, head_subject=str(uuid4()))


def _set_summary_duty(world: World, place: str, _: str) -> SetSummaryDutyRequest:
    """By the rule, as it is already."""
    return SetSummaryDutyRequest(agency_id=world.at(place).agency_id)


def _import(*_: object) -> ImportTreeRequest:
    return ImportTreeRequest(format=SHEET_FORMAT_CSV, sheet="ไม่ใช่ตาราง".encode())


def _export(*_: object) -> ExportTreeRequest:
    return ExportTreeRequest(format=SHEET_FORMAT_CSV)


def _grant(world: World, place: str, role: officer_pb2.Role.ValueType = officer_pb2.ROLE_UNIT) -> GrantOfficerRequest:
    """With a national ID whose check digit is wrong."""
    request = a_grant(UUID(world.at(place).agency_id), "unit")
    right = request.national_id
    request.national_id = right[:-1] + str((int(right[-1]) + 1) % 10)
    request.roles[:] = [role]
    return request


def _end(world: World, place: str, _: str) -> EndOfficerRequest:
    return EndOfficerRequest(subject=world.at(place).officer, reason="ย้าย")


def _end_pacc(world: World, place: str, _: str) -> EndOfficerRequest:
    return EndOfficerRequest(subject=world.at(place).pacc_officer, reason="ย้าย")


def _list_officers(world: World, place: str, _: str) -> ListOfficersRequest:
    return ListOfficersRequest(agency_id=world.at(place).agency_id)


def _grant_integrator(world: World, place: str, _: str) -> GrantIntegratorRequest:
    return GrantIntegratorRequest(client_id=TAKEN_CLIENT, agency_id=world.at(place).agency_id)


def _addresses(world: World, place: str, _: str) -> ListAddressesRequest:
    return ListAddressesRequest(subjects=[world.at(place).officer])


def _has_agency(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).agency_id in {agency.id for agency in answer.message.agencies}


def _has_officer(answer: Answer, world: World, place: str, _: str) -> bool:
    return world.at(place).officer in {officer.subject for officer in answer.message.officers}


REQUESTS: dict[str, Request] = {
    "agencies AgencyService.ListAgencies": lambda *_: ListAgenciesRequest(),
    "agencies AgencyService.CreateAgency": _create,
    "agencies AgencyService.UpdateAgency": _update,
    "agencies AgencyService.MoveAgency": _move,
    "agencies AgencyService.CloseAgency": _close,
    "agencies AgencyService.AppointHead": _appoint,
    "agencies AgencyService.SetSummaryDuty": _set_summary_duty,
    "agencies AgencyService.ImportTree": _import,
    "agencies AgencyService.ExportTree": _export,
    "agencies OfficerService.GrantOfficer": lambda world, place, _: _grant(world, place),
    "agencies OfficerService.GrantOfficer#of ป.ป.ท.": lambda world, place, _: _grant(
        world, place, officer_pb2.ROLE_PACC
    ),
    "agencies OfficerService.EndOfficer": _end,
    "agencies OfficerService.EndOfficer#of ป.ป.ท.": _end_pacc,
    "agencies OfficerService.ListOfficers": _list_officers,
    "agencies OfficerService.GrantIntegrator": _grant_integrator,
    "agencies DirectoryService.GetSnapshot": lambda *_: GetSnapshotRequest(),
    "agencies DirectoryService.ListAddresses": _addresses,
    "cases AuditWitnessService.GetHead": lambda *_: GetHeadRequest(service="reporting"),
    "reporting AuditWitnessService.GetHead": lambda *_: GetHeadRequest(service="cases"),
}
HOLDS: dict[str, Holds] = {
    "agencies AgencyService.ListAgencies": _has_agency,
    "agencies OfficerService.ListOfficers": _has_officer,
}
