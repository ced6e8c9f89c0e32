"""หน่วยงานที่ต้องรายงาน: which agencies owe a round's summary, now or as they were when it was closed (SUM-0, SUM-5)."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, exists, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import directory_agency
from reporting.adapters.round_tables import published_agencies, summaries
from reporting.adapters.scope import Standpoint
from reporting.domain.summary_round import RoundState, SummaryRound


def agencies_of(of: SummaryRound) -> Select[tuple[UUID, str, str, int, list[UUID], bool]]:
    """Every agency, with `owes` where it owes the round's summary: as published where the round is closed.

    One that was closed after it had submitted stays in.
    """
    if of.state is RoundState.CLOSED:
        then = published_agencies.c
        return select(
            then.agency_id, then.code, then.thai_name, then.kind, then.path, then.owes_summary.label("owes")
        ).where(then.month == of.data_month)
    now = directory_agency.c
    return select(
        now.id.label("agency_id"), now.code, now.thai_name, now.kind, now.path, owes_now(of.first).label("owes")
    )


def owes_now(first: date) -> ColumnElement[bool]:
    """Whether a row of the directory owes the summary of the round that begins on `first`, or has submitted it."""
    begins = and_(directory_agency.c.owes_summaries_from <= first, directory_agency.c.closed_on.is_(None))
    has_submitted = exists().where(summaries.c.round == first, summaries.c.agency_id == directory_agency.c.id)
    return or_(begins.is_(True), has_submitted)


def lies_in(standpoint: Standpoint, path: ColumnElement[list[UUID]], below: UUID | None = None) -> ColumnElement[bool]:
    """Whether a path runs through the top of what a viewer sees, and through `below` where that narrows it."""
    tops = [top for top in (standpoint.top, below) if top is not None]
    return path.contains(literal(tops, ARRAY(Uuid))) if tops else true()
