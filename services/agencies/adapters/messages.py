"""Agencies and officers as messages of the contract.

The contract's numbers are the domain's numbers (a test holds them equal), so a term is encoded as its number.
mypy-protobuf types enum fields by name, hence the ignores.
"""

from collections.abc import Collection

from agencies.domain.agency import Agency
from agencies.domain.officer import Officer
from rongrian.agencies.v1 import agency_pb2, officer_pb2
from rongrian.agencies.v1.agency_events_pb2 import OfficerRights


def agency_message(agency: Agency) -> agency_pb2.Agency:
    details = agency.details
    return agency_pb2.Agency(
        id=str(agency.id),
        code=details.code,
        thai_name=details.thai_name,
        english_name=details.english_name,
        abbreviation=details.abbreviation,
        kind=int(details.kind),  # type: ignore[arg-type]
        type=int(details.type),  # type: ignore[arg-type]
        parent_id=str(agency.parent_id) if agency.parent_id else "",
        path=[str(step) for step in agency.path],
        is_acoc=details.is_acoc,
        head_subject=str(agency.head) if agency.head else "",
        closed_on=agency.closed_on.isoformat() if agency.closed_on else "",
        version=agency.version,
        summary_setting=int(agency.summary_setting or 0),  # type: ignore[arg-type]
        owes_summaries_from=agency.summaries_from.isoformat()[:7] if agency.owes_summaries else "",
        owes_summaries_since=agency.owes_summaries_since.isoformat() if agency.owes_summaries_since else "",
    )


def officer_message(officer: Officer) -> officer_pb2.Officer:
    return officer_pb2.Officer(
        subject=str(officer.subject) if officer.subject else "",
        username=officer.username,
        first_name=officer.first_name,
        last_name=officer.last_name,
        position=officer.position,
        telephone=officer.telephone,
        email=officer.email,
        agency_id=str(officer.agency_id),
        roles=_roles(officer.roles),
        marks=_marks(officer.marks),
        is_active=officer.is_active,
        version=officer.version,
    )


def rights_message(officer: Officer) -> OfficerRights:
    """What the other services hold a token against."""
    return OfficerRights(
        subject=str(officer.subject),
        agency_id=str(officer.agency_id),
        roles=_roles(officer.roles),
        marks=_marks(officer.marks),
        is_active=officer.is_active,
        national_id_index=officer.national_id_index or b"",
        version=officer.version,
    )


def _roles(names: Collection[str]) -> list[officer_pb2.Role.ValueType]:
    return sorted(officer_pb2.Role.Value(f"ROLE_{name.upper()}") for name in names)


def _marks(names: Collection[str]) -> list[officer_pb2.Mark.ValueType]:
    return sorted(officer_pb2.Mark.Value(f"MARK_{name.upper()}") for name in names)
