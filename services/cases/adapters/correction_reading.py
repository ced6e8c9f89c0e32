"""Authorised reads of corrections, of what may be asked, and of who decides (CASE-22, ROLE-5)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.case_message import MASKED
from cases.adapters.complaint_loading import ACCUSED_COLUMNS, load_file
from cases.adapters.correction_reach import stands_in
from cases.adapters.entry_editing import entries_of
from cases.adapters.numbering import read
from cases.adapters.rows import select_cases
from cases.adapters.scope import in_scope_of, may_change, not_recused, under_his_acoc, visible_to
from cases.adapters.tables import cases, closed_months, complaints, corrections
from cases.app.correction_store import FieldTexts
from cases.app.corrections import Change, CorrectionPage, CorrectionView, Pending, SheetLine
from cases.domain.correctable import FIELDS, Form
from cases.domain.correcting import Correcting
from cases.domain.permissions import REQUEST_CORRECTION
from cases.domain.search_words import in_arabic_digits
from cases.domain.terms import CorrectionState
from kit.database.engine import Database
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound, PermissionMissing

PAGE = 50
# What stands for a sealed value that is no national ID.
HIDDEN = "xxxxx"
_OF_THE_COMPLAINT = (
    complaints.c.agency_number,
    complaints.c.source,
    complaints.c.source_detail,
    complaints.c.reception_details,
    complaints.c.was_pending,
    complaints.c.channel,
    complaints.c.kind,
    complaints.c.recused,
    complaints.c.complainant_withheld,
    complaints.c.complainant.is_not(None).label("has_complainant"),
    complaints.c.version.label("complaint_version"),
    *ACCUSED_COLUMNS,
)
_MOST_DIGITS = 18


class CorrectionReader:
    """Reads what a viewer may see; there is no read without one."""

    def __init__(self, database: Database, texts: FieldTexts) -> None:
        self._database = database
        self._texts = texts

    async def page(
        self,
        viewer: Viewer,
        *,
        state: CorrectionState | None = None,
        case_id: UUID | None = None,
        is_callers: bool = False,
        after: UUID | None = None,
    ) -> CorrectionPage:
        """Fifty corrections in scope, the newest first; what is None does not narrow."""
        statement = _seen_by(viewer).order_by(corrections.c.id.desc()).limit(PAGE + 1)
        if state is not None:
            statement = statement.where(corrections.c.state == int(state))
        if case_id is not None:
            statement = statement.where(corrections.c.case_id == case_id)
        if is_callers:
            statement = statement.where(_is_callers(viewer))
        if after is not None:
            statement = statement.where(corrections.c.id < after)
        async with self._database.read() as connection:
            rows = (await connection.execute(statement)).all()
        found = tuple(self._view(row) for row in rows[:PAGE])
        return CorrectionPage(found, found[-1].id if len(rows) > PAGE else None)

    async def batch(self, batch: UUID, viewer: Viewer) -> list[CorrectionView]:
        """Those that were asked for together, in that order."""
        statement = _seen_by(viewer).where(corrections.c.batch == batch).order_by(corrections.c.id)
        async with self._database.read() as connection:
            return [self._view(row) for row in (await connection.execute(statement)).all()]

    async def those(self, correction_ids: Sequence[UUID], viewer: Viewer) -> list[CorrectionView]:
        """Those of them that the viewer may see, in the order asked."""
        statement = _seen_by(viewer).where(corrections.c.id.in_(correction_ids))
        async with self._database.read() as connection:
            by_id = {row.id: row for row in (await connection.execute(statement)).all()}
        return [self._view(by_id[each]) for each in correction_ids if each in by_id]

    async def numbered(self, numbers: Collection[str], viewer: Viewer) -> Mapping[str, list[UUID]]:
        asked_as: dict[str, list[str]] = {}
        for number in numbers:
            asked_as.setdefault(in_arabic_digits(number), []).append(number)
        running = [int(number) for number in asked_as if number.isdecimal() and len(number) <= _MOST_DIGITS]
        statement = (
            select(cases.c.id, cases.c.number, cases.c.national_number)
            .join(complaints, complaints.c.id == cases.c.complaint_id)
            .where(visible_to(viewer), may_change(viewer))
            .where(or_(read(cases.c.number).in_(asked_as), cases.c.national_number.in_(running)))
        )
        found: dict[str, list[UUID]] = {}
        async with self._database.read() as connection:
            for row in (await connection.execute(statement)).all():
                for name in {in_arabic_digits(row.number), str(row.national_number)} & asked_as.keys():
                    for number in asked_as[name]:
                        found.setdefault(number, []).append(row.id)
        return found

    async def lines_of(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[SheetLine]:
        async with self._database.read() as connection:
            complaint_ids = await self.changeable(connection, case_ids, viewer, REQUEST_CORRECTION)
            complaints_of = [await _read_whole(connection, each, viewer) for each in complaint_ids]
        by_case = {case.id: complaint for complaint in complaints_of for case in complaint.file.cases}
        names = {case.id: case.number for complaint in complaints_of for case in complaint.file.cases}
        taken = await self.numbered(set(names.values()), viewer)
        lines = []
        for case_id in dict.fromkeys(case_ids):
            is_alone = len(taken.get(names[case_id], ())) == 1
            name = names[case_id] if is_alone else await self._national_number(case_id, viewer)
            lines += list(self._lines(case_id, name, by_case[case_id]))
        return lines

    async def _national_number(self, case_id: UUID, viewer: Viewer) -> str:
        """For a case of whose number there are several, in other years or agencies. Raises NotFound."""
        of_case = select(cases.c.national_number).join(complaints, complaints.c.id == cases.c.complaint_id)
        async with self._database.read() as connection:
            found = await connection.execute(of_case.where(cases.c.id == case_id, visible_to(viewer)))
            number = found.scalar_one_or_none()
        if number is None:
            raise NotFound
        return str(number)

    def _lines(self, case_id: UUID, name: str, complaint: Correcting) -> Iterator[SheetLine]:
        for spot in complaint.spots_of(case_id):
            for field in FIELDS.values():
                if field.part is spot.part and (field.is_never_edited or not complaint.is_edited(spot)):
                    kept = "" if field.is_sealed else self._texts.kept(field, complaint.at(spot))
                    yield SheetLine(name, field.name, spot.place, spot.person, self._texts.shown(field, kept))

    async def changeable(
        self, connection: AsyncConnection, case_ids: Collection[UUID], viewer: Viewer, permission: str
    ) -> set[UUID]:
        """The complaints of the cases. Raises NotFound, PermissionMissing where he may see one but not change it."""
        statement = (
            select(cases.c.id, cases.c.complaint_id, may_change(viewer).label("may_change"))
            .join(complaints, complaints.c.id == cases.c.complaint_id)
            .where(cases.c.id.in_(case_ids), visible_to(viewer))
        )
        rows = (await connection.execute(statement)).all()
        if len(rows) != len(set(case_ids)):
            raise NotFound
        if not all(row.may_change for row in rows):
            raise PermissionMissing(permission)
        return {row.complaint_id for row in rows}

    def _view(self, row: Row[Any]) -> CorrectionView:
        field = FIELDS[row.field]
        old, new = row.old_value, row.new_value
        if field.is_sealed:
            mask = MASKED if field.form is Form.NATIONAL_ID else HIDDEN
            old, new = mask if row.old_index else "", mask if row.sealed_value else ""
        return CorrectionView(
            id=row.id,
            case_id=row.case_id,
            case_number=row.case_number,
            field=row.field,
            place=row.place,
            person=row.person,
            old_value=self._texts.shown(field, old),
            new_value=self._texts.shown(field, new),
            reason=row.reason,
            state=CorrectionState(row.state),
            requested_at=row.requested_at,
            requested_by=row.requested_by,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
            remark=row.remark,
            is_callers_to_decide=row.is_callers,
        )


async def _read_whole(connection: AsyncConnection, complaint_id: UUID, viewer: Viewer) -> Correcting:
    """A complaint of which the viewer may change a case, with all its cases, not locked. Raises NotFound."""
    joined = cases.join(complaints, complaints.c.id == cases.c.complaint_id)
    his = select(cases.c.complaint_id).select_from(joined).where(visible_to(viewer), may_change(viewer)).correlate(None)
    of_it = (cases.c.complaint_id == complaint_id, cases.c.complaint_id.in_(his.where(complaints.c.id == complaint_id)))
    rows = (await connection.execute(select_cases(*_OF_THE_COMPLAINT).where(*of_it).order_by(cases.c.ordinal))).all()
    if not rows:
        raise NotFound
    months = set((await connection.execute(select(closed_months.c.month))).scalars())
    file = await load_file(connection, rows)
    return Correcting(file, await entries_of(connection, [row.id for row in rows]), months)


def named_by(viewer: Viewer, correction_ids: Sequence[UUID]) -> Select[Any]:
    """The corrections with these ids that he sees, `decides` where that is his."""
    return _seen_by(viewer).where(corrections.c.id.in_(correction_ids))


def pending_from(row: Row[Any], at: str, text: str) -> Pending:
    change = Change(at, row.case_id, FIELDS[row.field], row.place, row.person, text)
    state = CorrectionState(row.state)
    return Pending(row.id, change, row.old_value, row.old_index, state, row.requested_by)


def _seen_by(viewer: Viewer) -> Select[Any]:
    """Corrections of cases that he sees, less those that would recuse him."""
    joined = corrections.join(cases, cases.c.id == corrections.c.case_id)
    return (
        select(
            corrections,
            cases.c.complaint_id,
            cases.c.number.label("case_number"),
            _decides(viewer).label("decides"),
            _is_callers(viewer).label("is_callers"),
        )
        .select_from(joined.join(complaints, complaints.c.id == cases.c.complaint_id))
        .where(_is_his_to_see(viewer), shown_to(viewer))
    )


def shown_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `corrections` do not tell him that he, or a head of his, is to be accused or was found (ROLE-5).

    The one that puts in the number is told to him by nobody, what others ask for of the same person, or together with
    it, as little.
    """
    other = corrections.alias("other")
    is_of_same = and_(
        other.c.case_id == corrections.c.case_id,
        other.c.place == corrections.c.place,
        other.c.person == corrections.c.person,
        func.split_part(other.c.field, ".", 1) == func.split_part(corrections.c.field, ".", 1),
    )
    is_beside = and_(
        corrections.c.requested_by != viewer.actor.subject, or_(is_of_same, other.c.batch == corrections.c.batch)
    )
    recusing = exists().where(
        other.c.new_index.in_(sorted(viewer.recusing)), or_(other.c.id == corrections.c.id, is_beside)
    )
    return not_(recusing.correlate(corrections))


def _is_his_to_see(viewer: Viewer) -> ColumnElement[bool]:
    """What a case that he sees asks for; ป.ป.ท. also sees what another one would change in a case sent to it."""
    in_scope = or_(in_scope_of(viewer), _is_paccs() if viewer.actor.is_any("pacc") else false())
    return and_(in_scope, cases.c.deleted_on.is_(None), not_recused(viewer))


def _decides(viewer: Viewer) -> ColumnElement[bool]:
    """ป.ป.ท. of what stands in a case that was sent to it, else the case's ศปท."""
    as_pacc = _is_paccs() if viewer.actor.is_any("pacc") else false()
    return or_(as_pacc, and_(not_(_is_paccs()), under_his_acoc(viewer)))


def _is_paccs() -> ColumnElement[bool]:
    """What stands in a case that was sent to ป.ป.ท., be it another one than it was asked for through."""
    changed = cases.alias("changed")
    is_of_it = changed.c.complaint_id == cases.c.complaint_id
    was_sent = exists().where(is_of_it, changed.c.entered_pacc_on.is_not(None), stands_in(changed, cases))
    return was_sent.correlate(cases, corrections)


def _is_callers(viewer: Viewer) -> ColumnElement[bool]:
    is_open = corrections.c.state == int(CorrectionState.REQUESTED)
    return and_(is_open, corrections.c.requested_by != viewer.actor.subject, _decides(viewer))
