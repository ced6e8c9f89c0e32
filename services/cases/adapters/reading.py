"""Authorised reads of `cases`."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.details import from_json
from cases.adapters.rows import case_from, select_cases
from cases.adapters.scope import may_change, senders, visible_to
from cases.adapters.tables import accusations, accused, allegations, cases, co_offenders, complaints, sendings, timeline
from cases.app.views import CaseLine, CasePage, CaseView, PageAfter, SendingView, TimelineView
from cases.domain.case import Case
from cases.domain.complaint import Accused, Allegation, CoOffender, Reception
from cases.domain.status import CaseAct, CaseStatus
from cases.domain.terms import Channel, ComplaintKind, DatePrecision, Level, PersonKind, Source
from kit.clock import Clock
from kit.database.engine import Database
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound

PAGE = 20


class CaseReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def case(self, case_id: UUID, viewer: Viewer) -> CaseView:
        async with self._database.read() as connection:
            row = (await connection.execute(_whole(viewer).where(cases.c.id == case_id))).one_or_none()
            if row is None:
                raise NotFound
            return await self._view(connection, row, viewer)

    async def lines_of_complaint(self, complaint_id: UUID, viewer: Viewer) -> list[CaseLine]:
        of_complaint = _lines(viewer).where(cases.c.complaint_id == complaint_id).order_by(cases.c.ordinal)
        return await self._read_lines(of_complaint, viewer)

    async def lines_of_cases(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[CaseLine]:
        found = await self._read_lines(_lines(viewer).where(cases.c.id.in_(case_ids)), viewer)
        by_id = {line.case.id: line for line in found}
        return [by_id[case_id] for case_id in case_ids if case_id in by_id]

    async def page(self, viewer: Viewer, *, status: CaseStatus | None, after: PageAfter | None) -> CasePage:
        statement = _lines(viewer)
        if status is not None:
            statement = statement.where(cases.c.status == int(status))
        place = tuple_(cases.c.received_on, cases.c.national_number)
        if after is not None:
            statement = statement.where(place < tuple_(after.received_on, after.national_number))
        statement = statement.order_by(cases.c.received_on.desc(), cases.c.national_number.desc()).limit(PAGE + 1)
        lines = await self._read_lines(statement, viewer)
        last = lines[PAGE - 1] if len(lines) > PAGE else None
        more = PageAfter(last.case.received_on, last.national_number) if last else None
        return CasePage(tuple(lines[:PAGE]), more)

    async def _read_lines(self, statement: Select[Any], viewer: Viewer) -> list[CaseLine]:
        today = self._clock.today()
        async with self._database.read() as connection:
            rows = (await connection.execute(statement)).all()
        return [_line(row, viewer, today) for row in rows]

    async def _view(self, connection: AsyncConnection, row: Row[Any], viewer: Viewer) -> CaseView:
        case, today = case_from(row), self._clock.today()
        return CaseView(
            case=case,
            today=today,
            possible=_possible(row, case, viewer, today),
            national_number=row.national_number,
            agency_name=row.agency_name,
            subject=row.subject,
            reception=reception_from(row),
            accused=_accused_from(row),
            allegations=await _allegations_of(connection, case.id),
            timeline=await _timeline_of(connection, case.id),
            sendings=await _sendings_of(connection, case.id),
        )


def reception_from(row: Row[Any]) -> Reception:
    """Step 1/5 as it was recorded; a row without some of its columns gives those empty."""
    return Reception(
        received_on=row.received_on,
        source=Source(row.source),
        agency_number=row.agency_number,
        source_detail=getattr(row, "source_detail", ""),
        details=getattr(row, "reception_details", ""),
        channel=Channel(row.channel),
        kind=ComplaintKind(row.kind),
    )


def _whole(viewer: Viewer) -> Select[Any]:
    of_accused = [column for column in accused.c if column.name not in ("case_id", "complaint_id", "national_id")]
    return select_cases(
        complaints.c.agency_name,
        complaints.c.agency_number,
        complaints.c.source,
        complaints.c.source_detail,
        complaints.c.reception_details,
        complaints.c.channel,
        complaints.c.kind,
        *of_accused,
        may_change(viewer, complaints.c.recorded_by_agency).label("may_change"),
    ).where(visible_to(viewer))


def _lines(viewer: Viewer) -> Select[Any]:
    sent_on = func.least(cases.c.entered_department_acoc_on, cases.c.entered_ministry_acoc_on, cases.c.entered_pacc_on)
    return select_cases(
        complaints.c.agency_name,
        complaints.c.source,
        accused.c.title,
        accused.c.first_name,
        accused.c.last_name,
        sent_on.label("sent_on"),
        may_change(viewer, complaints.c.recorded_by_agency).label("may_change"),
    ).where(visible_to(viewer))


def _possible(row: Row[Any], case: Case, viewer: Viewer, today: date) -> frozenset[CaseAct]:
    return case.possible(today, senders(viewer)) if row.may_change else frozenset()


def _line(row: Row[Any], viewer: Viewer, today: date) -> CaseLine:
    case = case_from(row)
    return CaseLine(
        case=case,
        today=today,
        possible=_possible(row, case, viewer, today),
        national_number=row.national_number,
        agency_name=row.agency_name,
        subject=row.subject,
        accused=f"{row.title}{row.first_name} {row.last_name}".strip(),
        source=Source(row.source),
        sent_on=row.sent_on,
    )


def _accused_from(row: Row[Any]) -> Accused:
    return Accused(
        title=row.title,
        first_name=row.first_name,
        last_name=row.last_name,
        has_no_national_id=row.national_id_index is None,
        to_be_checked=row.to_be_checked,
        is_under_agency=True,
        position=row.position,
        position_type=row.position_type,
        position_level=row.position_level,
        affiliation=row.affiliation,
        details=row.details,
    )


async def _allegations_of(connection: AsyncConnection, case_id: UUID) -> tuple[Allegation, ...]:
    ticked = select(accusations.c.allegation_id).where(accusations.c.case_id == case_id)
    statement = select(allegations).where(allegations.c.id.in_(ticked)).order_by(allegations.c.ordinal)
    rows = (await connection.execute(statement)).all()
    people_of = (
        select(co_offenders)
        .where(co_offenders.c.allegation_id.in_([row.id for row in rows]))
        .order_by(co_offenders.c.ordinal)
    )
    people = (await connection.execute(people_of)).all()
    return tuple(_allegation_from(row, [p for p in people if p.allegation_id == row.id]) for row in rows)


def _allegation_from(row: Row[Any], people: Sequence[Row[Any]]) -> Allegation:
    return Allegation(
        subject=row.subject,
        facts=row.facts,
        acted_on=row.acted_on,
        precision=DatePrecision(row.precision),
        acted_at=row.acted_at,
        document_number=row.document_number,
        place=row.place,
        damage=row.damage,
        accused=(),
        co_offenders=tuple(
            CoOffender(
                kind=PersonKind(person.kind),
                title=person.title,
                name=person.name,
                last_name=person.last_name,
                is_identifier_sealed=person.identifier is not None,
                to_be_checked=person.to_be_checked,
                relation=person.relation,
                details=person.details,
            )
            for person in people
        ),
    )


async def _timeline_of(connection: AsyncConnection, case_id: UUID) -> tuple[TimelineView, ...]:
    statement = select(timeline).where(timeline.c.case_id == case_id).order_by(timeline.c.number)
    rows = (await connection.execute(statement)).all()
    return tuple(
        TimelineView(
            row.number, CaseStatus(row.status), row.done_on, row.reported_at, row.actor, from_json(row.details)
        )
        for row in rows
    )


async def _sendings_of(connection: AsyncConnection, case_id: UUID) -> tuple[SendingView, ...]:
    statement = select(sendings).where(sendings.c.case_id == case_id).order_by(sendings.c.sent_at, sendings.c.id)
    rows = (await connection.execute(statement)).all()
    return tuple(SendingView(Level(row.level), row.sent_at, row.actor) for row in rows)
