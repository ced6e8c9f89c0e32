"""What was told of every case, made anew from the tables (REL-8): from it another service starts from nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.details import from_json
from cases.adapters.event_codec import Shared, event_of, facts_of
from cases.adapters.rows import case_from, reception_from, select_cases
from cases.adapters.tables import cases, complaints, timeline
from cases.domain.happenings import CaseRecorded, Happening
from cases.domain.told_entry import happening_of
from kit.database.engine import Database
from kit.events.envelope import new_header
from rongrian.cases.v1.case_events_pb2 import CaseFacts, CasesEvent

CASES_A_PAGE = 200

_OF_THE_COMPLAINT = (
    complaints.c.agency_number,
    complaints.c.source,
    complaints.c.channel,
    complaints.c.kind,
    complaints.c.accused_indexes,
    complaints.c.recused,
)
_OF_THE_ENTRY: tuple[Any, ...] = (
    timeline.c.case_id,
    timeline.c.number,
    timeline.c.told_version,
    timeline.c.reported_at,
    timeline.c.actor,
    timeline.c.details,
)


@dataclass(frozen=True, slots=True)
class LivesPage:
    """`last` is the complaint after which the next page begins, None on the last page."""

    events: list[CasesEvent]
    last: UUID | None


class SnapshotReader:
    """For services alone, which see everything that events tell."""

    def __init__(self, database: Database, cases_a_page: int = CASES_A_PAGE) -> None:
        self._database = database
        self._cases_a_page = cases_a_page

    async def lives(self, after: UUID | None) -> LivesPage:
        """The cases of the complaints behind `after`, in the order of their ids: a page full, or one complaint.

        An event for each entry of the timeline, with the version, moment and actor that it was told with. What else was
        told (sendings, edits, handlers, marks, deletion) stands in the facts, which are those of one moment for the
        whole page. Deleted cases are among them.
        """
        async with self._database.begin() as connection:
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            page, is_last = await self._complaints_after(connection, after)
            of_page = cases.c.complaint_id.in_(page)
            rows = (await connection.execute(_cases().where(of_page))).all()
            entries = select(*_OF_THE_ENTRY).join(cases, cases.c.id == timeline.c.case_id).where(of_page)
            ordered = entries.order_by(timeline.c.case_id, timeline.c.number)
            by_case = groupby((await connection.execute(ordered)).all(), lambda row: row.case_id)
            lines = {case_id: list(of_case) for case_id, of_case in by_case}
        events = [event for row in rows for event in _life(row, lines[row.id])]
        return LivesPage(events, None if is_last else page[-1])

    async def _complaints_after(self, connection: AsyncConnection, after: UUID | None) -> tuple[list[UUID], bool]:
        """The complaints of the next page, and whether it is the last."""
        counted = select(cases.c.complaint_id, func.count().label("number")).group_by(cases.c.complaint_id)
        if after is not None:
            counted = counted.where(cases.c.complaint_id > after)
        ordered = counted.order_by(cases.c.complaint_id).limit(self._cases_a_page + 1)
        found = (await connection.execute(ordered)).all()
        page: list[UUID] = []
        number = 0
        for row in found:
            number += row.number
            if page and number > self._cases_a_page:
                break
            page.append(row.complaint_id)
        return page, len(page) == len(found)


def _cases() -> Any:
    return select_cases(*_OF_THE_COMPLAINT).order_by(cases.c.complaint_id, cases.c.ordinal)


def _life(row: Row[Any], entries: Sequence[Row[Any]]) -> Iterator[CasesEvent]:
    """A case that an inquiry opened has its record and its conclusion in one entry."""
    case = case_from(row)
    facts = facts_of(case, Shared(reception_from(row), row.accused_indexes, row.recused), case.version)
    first = entries[0]
    if first.details is not None:
        yield _event(facts, first, 1, CaseRecorded())
    for entry in entries:
        # 0 was written by a release that did not keep it.
        yield _event(facts, entry, entry.told_version or entry.number, happening_of(from_json(entry.details)))


def _event(facts: CaseFacts, entry: Row[Any], version: int, happening: Happening) -> CasesEvent:
    header = new_header(entry.reported_at, entry.case_id, version, entry.actor)
    header.event_id = str(uuid5(entry.case_id, str(version)))
    return event_of(header, facts, happening)
