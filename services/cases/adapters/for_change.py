"""Cases and complaints loaded to be changed: locked, as they are seen by whoever changes them."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.complaint_loading import ACCUSED_COLUMNS
from cases.adapters.rows import select_cases
from cases.adapters.scope import in_scope_of, not_recused, stance_columns, stance_from, visible_to
from cases.adapters.tables import cases, complaints
from cases.app.asking import Asked
from cases.domain.stance import Stance
from kit.directory.prepared import Prepared, PreparedByIds
from kit.directory.viewer import Viewer
from kit.domain.errors import NotFound, PermissionMissing

_OF_THE_COMPLAINT = (
    complaints.c.agency_number,
    complaints.c.source,
    complaints.c.channel,
    complaints.c.kind,
    complaints.c.accused_indexes,
    complaints.c.recused,
)
_WHOLE_COMPLAINT = (
    complaints.c.version.label("complaint_version"),
    complaints.c.was_pending,
    complaints.c.source_detail,
    complaints.c.reception_details,
    complaints.c.complainant_withheld,
    complaints.c.complainant.is_not(None).label("has_complainant"),
    *ACCUSED_COLUMNS,
)


def _locking(of_cases: ColumnElement[bool], *, alone: bool) -> Select[Any]:
    """Whoever changes a whole complaint is alone with it; those who change single cases of it go side by side.

    Locked before anything is read: the statements after this one find everything as the change before has left it,
    who is accused and who is recused among it. What the viewer may not see is not locked: he waits for nothing that he
    is not to know of, and holds up nobody (ROLE-5).
    """
    joined = cases.join(complaints, complaints.c.id == cases.c.complaint_id)
    theirs = select(cases.c.complaint_id).select_from(joined).where(of_cases).correlate(None)
    locked = select(complaints.c.id).where(complaints.c.id.in_(theirs)).order_by(complaints.c.id)
    return locked.with_for_update(read=not alone)


def _for_change(viewer: Viewer, *also: Any) -> Select[Any]:
    return select_cases(*_OF_THE_COMPLAINT, *stance_columns(viewer), *also).with_for_update(of=cases)


_LOCK_COMPLAINTS_OF_CASES = PreparedByIds(
    cases.c.id, lambda viewer, is_among: _locking(is_among & visible_to(viewer), alone=False)
)
_CASES_FOR_CHANGE = PreparedByIds(
    cases.c.id, lambda viewer, is_among: _for_change(viewer).where(is_among, visible_to(viewer)).order_by(cases.c.id)
)


class ComplaintDoor:
    """How a whole complaint is locked and loaded: by an id in that column, of those that `seen` opens to a viewer."""

    def __init__(self, column: ColumnElement[UUID], seen: Callable[[Viewer], ColumnElement[bool]]) -> None:
        is_meant = column == bindparam("object_id", type_=Uuid())
        meant = cases.c.complaint_id.in_(select(cases.c.complaint_id).where(is_meant))
        self.lock = Prepared(lambda viewer: _locking(is_meant & seen(viewer), alone=True))
        self.load = Prepared(
            lambda viewer: _for_change(viewer, *_WHOLE_COMPLAINT).where(meant, seen(viewer)).order_by(cases.c.ordinal)
        )


def _deleted_and_open_to(viewer: Viewer) -> ColumnElement[bool]:
    return in_scope_of(viewer) & cases.c.deleted_on.is_not(None) & not_recused(viewer)


COMPLAINT = ComplaintDoor(cases.c.complaint_id, visible_to)
COMPLAINT_OF_CASE = ComplaintDoor(cases.c.id, visible_to)
DELETED_COMPLAINT = ComplaintDoor(cases.c.complaint_id, _deleted_and_open_to)


async def load_for_change(
    connection: AsyncConnection, case_ids: Sequence[UUID], asked: Asked, may: Callable[[Stance], bool]
) -> list[Row[Any]]:
    """The rows in the order asked, locked in the order of their ids.

    Raises NotFound when one may not be seen, PermissionMissing when one may not be changed like that.
    """
    await _LOCK_COMPLAINTS_OF_CASES.rows(connection, asked.viewer, case_ids)
    rows = await _CASES_FOR_CHANGE.rows(connection, asked.viewer, case_ids)
    found = {row.id: row for row in rows}
    if len(found) != len(set(case_ids)):
        raise NotFound
    if not all(may(stance_from(row, asked.viewer)) for row in found.values()):
        raise PermissionMissing(asked.permission)
    return [found[case_id] for case_id in case_ids]


async def load_complaint(
    connection: AsyncConnection,
    door: ComplaintDoor,
    object_id: UUID | None,
    asked: Asked,
    may: Callable[[Stance], bool],
) -> list[Row[Any]]:
    """The rows of every case of the complaint, in their order, locked. Raises as `load_for_change`.

    What the viewer may do with one of them, he may do with the complaint.
    """
    viewer = asked.viewer
    await door.lock.rows(connection, viewer, object_id=object_id)
    rows = await door.load.rows(connection, viewer, object_id=object_id)
    if not rows:
        raise NotFound
    if not any(may(stance_from(row, viewer)) for row in rows):
        raise PermissionMissing(asked.permission)
    return rows
