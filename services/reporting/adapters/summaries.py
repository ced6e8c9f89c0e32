"""Monthly summaries: what is counted beside what was stated, and the doors to submit and to remind through."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, insert, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition, remember_request
from kit.database.tables import audit_entry, directory_agency
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound
from kit.events.outbox import record_events
from reporting.adapters.rebuilt import refuse_while_rebuilding
from reporting.adapters.reporting_agencies import agencies_of, lies_in
from reporting.adapters.round_events import summary_submitted
from reporting.adapters.round_tables import summaries
from reporting.adapters.rounds import hold_round, load_round
from reporting.adapters.scope import standpoint_of
from reporting.adapters.summary_counts import SummaryOf, count_for
from reporting.app.summary_store import Reminding, SubmittedSummary, Submitting, SummaryLine
from reporting.domain.basis import Basis
from reporting.domain.period import Period, iso_month
from reporting.domain.summary import Statement, SummaryCounts, level_of_summary
from reporting.domain.summary_errors import OwesNoSummary
from reporting.domain.summary_round import RoundState, SummaryRound
from reporting.domain.terms import Stated
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY


class SqlSummaryStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def summary(self, viewer: Viewer, agency_id: UUID | None, first: date) -> SummaryLine:
        async with self._database.begin() as connection:
            return await self._line(connection, viewer, agency_id, first)

    @asynccontextmanager
    async def submitting(
        self, viewer: Viewer, agency_id: UUID | None, first: date, request: RequestKey
    ) -> AsyncIterator[Submitting]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            await hold_round(connection, first, with_others=True)
            await _hold_summary(connection, first, agency_id or viewer.agency)
            submitting = Submitting(await self._line(connection, viewer, agency_id, first))
            yield submitting
            if submitting.statement is not None:
                await self._keep(connection, viewer, submitting.line, submitting.statement)
                remember_request(connection, request, submitting.line.agency_id)

    @asynccontextmanager
    async def reminding(self, viewer: Viewer, first: date, request: RequestKey) -> AsyncIterator[Reminding]:
        standpoint = standpoint_of(viewer)
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            round_ = await load_round(connection, first)
            agencies = agencies_of(round_).subquery("agencies")
            has_submitted = exists().where(summaries.c.round == first, summaries.c.agency_id == agencies.c.agency_id)
            owing = select(agencies.c.agency_id).where(
                agencies.c.owes, lies_in(standpoint, agencies.c.path), not_(has_submitted)
            )
            found = (await connection.execute(owing.order_by(agencies.c.code))).scalars()
            reminding = Reminding(round_, tuple(found))
            yield reminding
            said = {
                "round": iso_month(first),
                "reminded": list(reminding.reminded),
                "reminded_already": list(reminding.reminded_already),
            }
            entry = entry_of(self._clock, viewer.actor, "summary.reminded", "summary_round", round_.id, after=said)
            record_entries(connection, [entry])
            remember_request(connection, request, entry.entry_id)

    async def reminded_before(self, entry_id: UUID) -> Reminding:
        """Read from the trail, where it was noted."""
        async with self._database.read() as connection:
            statement = select(audit_entry.c.after).where(audit_entry.c.entry_id == entry_id)
            said = json.loads((await connection.execute(statement)).scalar_one())
        reminded, already = ([UUID(each) for each in said[key]] for key in ("reminded", "reminded_already"))
        round_ = SummaryRound(date.fromisoformat(f"{said['round']}-01"))
        return Reminding(round_, (*reminded, *already), tuple(reminded))

    async def _line(
        self, connection: AsyncConnection, viewer: Viewer, agency_id: UUID | None, first: date
    ) -> SummaryLine:
        round_ = await load_round(connection, first)
        agency = await _owing(connection, viewer, agency_id or viewer.agency, round_)
        is_ministry = agency.kind == AGENCY_KIND_MINISTRY
        month = Period.of_months(round_.data_month, round_.data_month, self._clock.today())
        of = SummaryOf(agency.agency_id, level_of_summary(is_ministry=is_ministry), Basis(month, round_.closed_on))
        is_open = round_.state is not RoundState.CLOSED
        if is_open:
            await refuse_while_rebuilding(connection)
        counted, is_viewer_recused = await count_for(connection, of, viewer)
        return SummaryLine(
            round=round_,
            agency_id=agency.agency_id,
            agency_name=agency.thai_name,
            is_ministry=is_ministry,
            counted=counted,
            is_viewer_recused=is_viewer_recused,
            submitted=await _submitted(connection, first, agency.agency_id),
        )

    async def _keep(self, connection: AsyncConnection, viewer: Viewer, line: SummaryLine, statement: Statement) -> None:
        at, by = self._clock.business_now(), viewer.actor.subject
        said = {
            "new": int(statement.new),
            "progress": int(statement.progress),
            "note": statement.note,
            "received": line.counted.received,
            "progressed": line.counted.progressed,
        }
        kept = {"round": line.round.first, "agency_id": line.agency_id}
        when = {"submitted_at": at, "submitted_on": self._clock.today(), "submitted_by": by}
        await connection.execute(insert(summaries).values(kept | said | when))
        summary_id = line.round.summary_id(line.agency_id)
        entry = entry_of(
            self._clock, viewer.actor, "summary.submitted", "monthly_summary", summary_id, after=kept | said
        )
        record_entries(connection, [entry])
        record_events(connection, [summary_submitted(line.round, line.agency_id, at, by)])


async def _hold_summary(connection: AsyncConnection, first: date, agency_id: UUID | None) -> None:
    """Two officers of an agency do not submit at once: the second finds what the first has submitted."""
    if agency_id is not None:
        key = func.hashtextextended(f"summary:{SummaryRound(first).summary_id(agency_id)}", 0)
        await connection.execute(select(func.pg_advisory_xact_lock(key)))


async def _owing(connection: AsyncConnection, viewer: Viewer, agency_id: UUID | None, round_: SummaryRound) -> Row[Any]:
    """The agency as it is, or as it was when the round was closed. Raises NotFound, OwesNoSummary."""
    standpoint = standpoint_of(viewer)
    agencies = agencies_of(round_).subquery("agencies")
    wanted = select(agencies).where(agencies.c.agency_id == agency_id, lies_in(standpoint, agencies.c.path))
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        # One that was made since the round was closed.
        is_there = select(directory_agency.c.id).where(directory_agency.c.id == agency_id, standpoint.opens())
        if (await connection.execute(is_there)).one_or_none() is None:
            raise NotFound
        raise OwesNoSummary
    if not row.owes:
        raise OwesNoSummary
    return row


async def _submitted(connection: AsyncConnection, first: date, agency_id: UUID) -> SubmittedSummary | None:
    wanted = select(summaries).where(summaries.c.round == first, summaries.c.agency_id == agency_id)
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None
    statement = Statement(Stated(row.new), Stated(row.progress), row.note)
    counted = SummaryCounts(row.received, row.progressed)
    return SubmittedSummary(statement, counted, row.submitted_at, row.submitted_by)
