"""Authorised reads of `cases`: one case or complaint whole, and lines of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_loading import ACCUSED_COLUMNS, accused_from, allegations_of, part_of
from cases.adapters.listing import narrowed_by, page_after, queue_is
from cases.adapters.rows import case_from, reception_from, select_cases
from cases.adapters.scope import may_change, stance_columns, stance_from, visible_to
from cases.adapters.tables import accused, cases, closed_months, complaints
from cases.adapters.timeline_reading import is_editable, recusals_of, remarks_of, sendings_of, timeline_of
from cases.app.views import CaseLine, CasePage, CaseView, ComplaintView, PageAfter
from cases.domain.case import Case
from cases.domain.errors import CaseRefusal
from cases.domain.filter import CaseFilter
from cases.domain.permissions import PERMISSIONS, SHOW_NATIONAL_ID
from cases.domain.possible import acts_possible
from cases.domain.status import CaseAct
from cases.domain.terms import Queue, Source
from kit.clock import Clock
from kit.database.engine import Database
from kit.directory.prepared import Prepared, PreparedByIds
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound
from kit.sealing.blind_index import BlindIndex

PAGE = 20

_OF_THE_COMPLAINT = (
    complaints.c.agency_name,
    complaints.c.agency_number,
    complaints.c.source,
    complaints.c.source_detail,
    complaints.c.reception_details,
    complaints.c.was_pending,
    complaints.c.channel,
    complaints.c.kind,
    complaints.c.complainant_withheld,
    complaints.c.complainant.is_not(None).label("has_complainant"),
    complaints.c.version.label("complaint_version"),
    *ACCUSED_COLUMNS,
)


class CaseReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database, clock: Clock, blind_index: BlindIndex) -> None:
        self._database = database
        self._clock = clock
        self._blind_index = blind_index

    async def case(self, case_id: UUID, viewer: Viewer) -> CaseView:
        async with self._database.read() as connection:
            return await self.view(connection, case_id, viewer)

    async def view(self, connection: AsyncConnection, case_id: UUID, viewer: Viewer) -> CaseView:
        """As `case`, inside a transaction that is under way."""
        rows = await _WHOLE_CASE.rows(connection, viewer, case_id=case_id)
        if not rows:
            raise NotFound
        [row] = rows
        case, today, stance = case_from(row), self._clock.today(), stance_from(row, viewer)
        allegations = await allegations_of(connection, case.complaint_id)
        seen = await _SIBLINGS.rows(connection, viewer, complaint_id=case.complaint_id)
        siblings = [each.ordinal for each in seen]
        months = set((await connection.execute(select(closed_months.c.month))).scalars())
        is_open_to_him = stance.may_change and case.closing is None
        return CaseView(
            case=case,
            today=today,
            possible=_possible(row, case, viewer, today),
            national_number=row.national_number,
            agency_name=row.agency_name,
            subject=row.subject,
            reception=reception_from(row),
            accused=accused_from(row),
            complainant_withheld=row.complainant_withheld,
            has_complainant=row.has_complainant,
            allegations=part_of([each for each in allegations if row.ordinal in each.accused], siblings),
            timeline=await timeline_of(connection, case.id, months if is_open_to_him else None),
            sendings=await sendings_of(connection, case.id),
            remarks=await remarks_of(connection, case.id),
            recusals=await recusals_of(connection, case.complaint_id),
        )

    async def complaint(self, complaint_id: UUID, viewer: Viewer) -> ComplaintView:
        async with self._database.read() as connection:
            rows = await _WHOLE_COMPLAINT.rows(connection, viewer, complaint_id=complaint_id)
            if not rows:
                raise NotFound
            allegations = await allegations_of(connection, complaint_id)
        first, today = rows[0], self._clock.today()
        return ComplaintView(
            id=complaint_id,
            version=first.complaint_version,
            agency_id=first.agency_id,
            agency_name=first.agency_name,
            reception=reception_from(first),
            complainant_withheld=first.complainant_withheld,
            has_complainant=first.has_complainant,
            accused=tuple(accused_from(row) for row in rows),
            allegations=part_of(allegations, [row.ordinal for row in rows]),
            lines=tuple(_line(row, viewer, today) for row in rows),
        )

    async def lines_of_complaint(self, complaint_id: UUID, viewer: Viewer) -> list[CaseLine]:
        async with self._database.read() as connection:
            rows = await _LINES_OF_COMPLAINT.rows(connection, viewer, complaint_id=complaint_id)
        return self._lines_from(rows, viewer)

    async def lines_of_cases(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[CaseLine]:
        async with self._database.read() as connection:
            rows = await _LINES_OF_CASES.rows(connection, viewer, case_ids)
        by_id = {line.case.id: line for line in self._lines_from(rows, viewer)}
        return [by_id[case_id] for case_id in case_ids if case_id in by_id]

    @asynccontextmanager
    async def refusing(
        self, connection: AsyncConnection, case_ids: Sequence[UUID], viewer: Viewer
    ) -> AsyncIterator[None]:
        """A refusal from inside says what each of these cases, as they are recorded, would accept from the viewer.

        So it says what reading them right after it says, and of a case that he may not see nothing (CASE-19).
        """
        try:
            yield
        except CaseRefusal as refusal:
            rows = await _LINES_OF_CASES.rows(connection, viewer, case_ids)
            accepted = [line.possible for line in self._lines_from(rows, viewer)]
            refusal.say_possible(frozenset.intersection(*accepted) if accepted else ())
            raise

    async def page(self, viewer: Viewer, narrowed: CaseFilter, after: PageAfter | None) -> CasePage:
        """The places of the page are found first: what a line says beside is worked out for its cases alone."""
        places = _places(viewer).where(*narrowed_by(narrowed, viewer, self._clock.today(), self._blind_index))
        async with self._database.read() as connection:
            found = await page_after(connection, places, narrowed.words, after, PAGE + 1)
            ids = [row.id for row in found[:PAGE]]
            rows = await _LINES_OF_CASES.rows(connection, viewer, ids) if ids else []
        lines = {line.case.id: line for line in self._lines_from(rows, viewer)}
        last = found[PAGE - 1] if len(found) > PAGE else None
        more = PageAfter(last.received_on, last.national_number) if last else None
        return CasePage(tuple(lines[each] for each in ids if each in lines), more)

    async def queue_counts(self, viewer: Viewer) -> dict[Queue, int]:
        today = self._clock.today()
        counts = [func.count().filter(queue_is(queue, today)).label(queue.name) for queue in Queue]
        of_queues = (
            select(*counts)
            .select_from(cases)
            .join(complaints, complaints.c.id == cases.c.complaint_id)
            .where(visible_to(viewer), may_change(viewer), or_(cases.c.closed_on.is_(None), _MISSES_ROUND_7))
        )
        async with self._database.read() as connection:
            row = (await connection.execute(of_queues)).one()
        return {queue: getattr(row, queue.name) for queue in Queue}

    def _lines_from(self, rows: Sequence[Row[Any]], viewer: Viewer) -> list[CaseLine]:
        today = self._clock.today()
        return [_line(row, viewer, today) for row in rows]


def _whole(viewer: Viewer, *also: Any) -> Select[Any]:
    columns = (*_OF_THE_COMPLAINT, is_editable(), *stance_columns(viewer), *also)
    return select_cases(*columns).where(visible_to(viewer))


def _siblings(viewer: Viewer) -> Select[Any]:
    """The places of the cases of a complaint that the viewer sees."""
    joined = cases.join(complaints, complaints.c.id == cases.c.complaint_id)
    seen = select(cases.c.ordinal).select_from(joined).where(_IS_OF_COMPLAINT, visible_to(viewer))
    return seen.order_by(cases.c.ordinal)


def _lines(viewer: Viewer) -> Select[Any]:
    return select_cases(
        complaints.c.agency_name,
        complaints.c.source,
        complaints.c.complainant.is_not(None).label("has_complainant"),
        accused.c.title,
        accused.c.first_name,
        accused.c.last_name,
        accused.c.national_id_index,
        _sent_on(),
        is_editable(),
        *stance_columns(viewer),
    ).where(visible_to(viewer))


def _places(viewer: Viewer) -> Select[Any]:
    """Where in a list the cases stand that the viewer sees."""
    return (
        select(cases.c.id, cases.c.received_on, cases.c.national_number)
        .join(complaints, complaints.c.id == cases.c.complaint_id)
        .join(accused, accused.c.case_id == cases.c.id)
        .where(visible_to(viewer))
    )


def _sent_on() -> Any:
    entered = (cases.c.entered_department_acoc_on, cases.c.entered_ministry_acoc_on, cases.c.entered_pacc_on)
    return func.least(*entered).label("sent_on")


def _possible(row: Row[Any], case: Case, viewer: Viewer, today: date) -> frozenset[CaseAct]:
    """What the law allows him, less the opening of what is not there and edits of what lies in closed months."""
    acts = acts_possible(case, today, stance_from(row, viewer))
    if not row.has_complainant:
        acts -= {CaseAct.OPEN_COMPLAINANT}
    if row.national_id_index is None or not viewer.actor.is_any(*PERMISSIONS[SHOW_NATIONAL_ID]):
        acts -= {CaseAct.SHOW_NATIONAL_ID}
    return acts if row.is_editable else acts - {CaseAct.EDIT}


def _line(row: Row[Any], viewer: Viewer, today: date) -> CaseLine:
    case = case_from(row)
    return CaseLine(
        case=case,
        today=today,
        possible=_possible(row, case, viewer, today),
        agency_name=row.agency_name,
        subject=row.subject,
        accused=f"{row.title}{row.first_name} {row.last_name}".strip(),
        has_national_id=row.national_id_index is not None,
        source=Source(row.source),
        sent_on=row.sent_on,
        national_number=row.national_number,
    )


# Closed without round 7, as a correction may leave a case (CASE-22).
_MISSES_ROUND_7 = and_(cases.c.round_7_due_on.is_not(None), cases.c.round_7_reported_on.is_(None))
_IS_OF_COMPLAINT = cases.c.complaint_id == bindparam("complaint_id", type_=Uuid())
_WHOLE_CASE = Prepared(lambda viewer: _whole(viewer).where(cases.c.id == bindparam("case_id", type_=Uuid())))
_WHOLE_COMPLAINT = Prepared(lambda viewer: _whole(viewer, _sent_on()).where(_IS_OF_COMPLAINT).order_by(cases.c.ordinal))
_SIBLINGS = Prepared(_siblings)
_LINES_OF_COMPLAINT = Prepared(lambda viewer: _lines(viewer).where(_IS_OF_COMPLAINT).order_by(cases.c.ordinal))
_LINES_OF_CASES = PreparedByIds(cases.c.id, lambda viewer, is_among: _lines(viewer).where(is_among))
