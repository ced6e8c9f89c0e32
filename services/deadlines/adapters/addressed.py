"""Whom a reminder addresses, as SQL beside the right to see: one rule for mails, digests, bell (DUE-5, ROLE-6)."""

from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, Select, Uuid, and_, exists, false, func, literal, not_, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from deadlines.adapters.objects import is_of_summary, is_owed
from deadlines.adapters.reminder_tables import reminders
from deadlines.adapters.scope import accused_indexes, concerns_pacc, recused, visible_to
from deadlines.adapters.tables import cases, obligations
from deadlines.domain.reminder import ACOC_FROM_DAYS, PACC_FROM_DAYS
from kit.database.tables import directory_agency, directory_officer
from kit.directory.viewer import Viewer


def is_still_true() -> ColumnElement[bool]:
    """Joins a reminder to its obligation as long as that is owed and has the same date (DUE-6)."""
    return and_(
        obligations.c.id == reminders.c.obligation_id,
        obligations.c.due_on == reminders.c.due_on,
        is_owed(),
    )


def addressed_to(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of `reminders`, joined to `obligations` and `cases`, address the viewer and may be seen by him.

    What a ศปท. has others reminded of by hand goes to whoever owes it alone.
    """
    above = []
    if viewer.actor.is_any("acoc") and viewer.agency is not None and viewer.agency == viewer.acoc:
        above.append(and_(reminders.c.days_after_due >= ACOC_FROM_DAYS, is_supervised_by(viewer.agency)))
    if viewer.actor.is_any("pacc"):
        above.append(and_(reminders.c.days_after_due >= PACC_FROM_DAYS, concerns_pacc()))
    told = or_(concerns_as_owner(viewer), and_(not_(reminders.c.is_by_hand), or_(false(), *above)))
    return and_(told, visible_to(viewer))


def concerns_as_owner(viewer: Viewer) -> ColumnElement[bool]:
    """The handler where one is named and there; else every officer of the agency, its ศปท. officers if it has none.

    Of a summary: whoever of the agency may submit it, its officers and those of its ศปท. (SUM-2).
    """
    if viewer.agency is None or not viewer.actor.is_any("unit", "acoc"):
        return false()
    is_handler = cases.c.handler == viewer.actor.subject
    without_handler = not_(_handler_is_there())
    if not viewer.actor.is_any("unit"):
        without_handler = and_(without_handler, not_(_has_officers_of_unit()))
    is_own = obligations.c.agency_id == viewer.agency
    return and_(is_own, or_(is_of_summary(), func.coalesce(is_handler, false()), without_handler))


def is_supervised_by(acoc: UUID) -> ColumnElement[bool]:
    """Whether `acoc` is the nearest ศปท. at or above the agency that owes (ORG-2)."""
    own, nearer, marked = (directory_agency.alias(name) for name in ("own", "nearer", "marked"))
    depth = select(func.cardinality(marked.c.path)).where(marked.c.id == acoc).scalar_subquery()
    is_between = and_(nearer.c.is_acoc, nearer.c.id == func.any(own.c.path), func.cardinality(nearer.c.path) > depth)
    below = select(own.c.id).where(own.c.path.contains(literal([acoc], ARRAY(Uuid))), ~exists().where(is_between))
    return obligations.c.agency_id.in_(below)


def nearest_acoc() -> ColumnElement[UUID]:
    """The nearest ศปท. at or above the agency that owes, NULL where there is none."""
    own, marked = directory_agency.alias("own_of_nearest"), directory_agency.alias("nearest")
    return (
        select(marked.c.id)
        .select_from(own)
        .join(marked, marked.c.id == func.any(own.c.path))
        .where(own.c.id == obligations.c.agency_id, marked.c.is_acoc)
        .order_by(func.cardinality(marked.c.path).desc())
        .limit(1)
        .correlate(obligations)
        .scalar_subquery()
    )


def _handler_is_there() -> ColumnElement[bool]:
    return _officers_there().where(directory_officer.c.subject == cases.c.handler).exists()


def _has_officers_of_unit() -> ColumnElement[bool]:
    return _officers_there().where(directory_officer.c.roles.contains(["unit"])).exists()


def _officers_there() -> Select[tuple[UUID]]:
    """The agency's officers in office who handle cases and are neither accused nor marked as recused.

    Where the accused heads the agency all are recused alike, and whoever asks sees nothing anyway (`visible_to`).
    """
    index = directory_officer.c.national_id_index
    is_accused = accused_indexes().contains(func.array_remove(_array_of(index), None))
    return (
        select(directory_officer.c.subject)
        .where(
            directory_officer.c.is_active,
            directory_officer.c.agency_id == obligations.c.agency_id,
            directory_officer.c.roles.overlap(["unit", "acoc"]),
            or_(index.is_(None), not_(is_accused)),
            not_(directory_officer.c.subject == func.any(recused())),
        )
        .correlate(obligations, cases)
    )


def _array_of(index: ColumnElement[bytes | None]) -> ColumnElement[list[bytes]]:
    return func.cast(array([index]), ARRAY(LargeBinary))
