"""Rows ↔ agencies and officers."""

from typing import Any

from sqlalchemy import Row

from agencies.domain.agency import Agency, AgencyDetails
from agencies.domain.officer import Officer, OfficerKind, OfficerState
from agencies.domain.terms import AgencyKind, AgencyType, SummarySetting


def agency_from(row: Row[Any]) -> Agency:
    return Agency(
        id=row.id,
        details=AgencyDetails(
            code=row.code,
            thai_name=row.thai_name,
            english_name=row.english_name,
            abbreviation=row.abbreviation,
            kind=AgencyKind(row.kind),
            type=AgencyType(row.type),
            is_acoc=row.is_acoc,
        ),
        parent_id=row.parent_id,
        path=tuple(row.path),
        summaries_from=row.summaries_from,
        head=row.head,
        closed_on=row.closed_on,
        version=row.version,
        summary_setting=SummarySetting(row.summary_setting) if row.summary_setting else None,
        owes_summaries=row.owes_summaries,
        owes_summaries_since=row.owes_summaries_since,
    )


def agency_row(agency: Agency) -> dict[str, Any]:
    details = agency.details
    return {
        "id": agency.id,
        "version": agency.version,
        "code": details.code,
        "thai_name": details.thai_name,
        "english_name": details.english_name,
        "abbreviation": details.abbreviation,
        "kind": int(details.kind),
        "type": int(details.type),
        "parent_id": agency.parent_id,
        "path": list(agency.path),
        "is_acoc": details.is_acoc,
        "head": agency.head,
        "closed_on": agency.closed_on,
        "summary_setting": int(agency.summary_setting or 0),
        "summaries_from": agency.summaries_from,
        "owes_summaries": agency.owes_summaries,
        "owes_summaries_since": agency.owes_summaries_since,
    }


def officer_from(row: Row[Any]) -> Officer:
    return Officer(
        id=row.id,
        kind=OfficerKind(row.kind),
        username=row.username,
        first_name=row.first_name,
        last_name=row.last_name,
        position=row.position,
        telephone=row.telephone,
        email=row.email,
        agency_id=row.agency_id,
        roles=frozenset(row.roles),
        marks=frozenset(row.marks),
        is_head=row.is_head,
        subject=row.subject,
        state=OfficerState(row.state),
        national_id_index=row.national_id_index,
        version=row.version,
        leased_until=row.leased_until,
    )
