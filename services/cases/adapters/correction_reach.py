"""Which cases of its complaint a correction changes: it is asked for through one, what is shared stands in several."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_

from cases.adapters.tables import accusations, allegations, corrections
from cases.domain.correctable import FIELDS, Part
from cases.domain.correcting import OF_AN_ALLEGATION, SHARED_BY_ALL


def stands_in(changed: FromClause, named: FromClause) -> ColumnElement[bool]:
    """Whether what a row of `corrections`, asked for through the case `named`, corrects stands in the case `changed`.

    Both are rows of `cases` of one complaint.
    """
    is_accused_of_it = (
        exists()
        .where(
            accusations.c.case_id == changed.c.id,
            accusations.c.allegation_id == allegations.c.id,
            allegations.c.complaint_id == changed.c.complaint_id,
            allegations.c.ordinal == corrections.c.place,
        )
        .correlate(changed, corrections)
    )
    return or_(
        named.c.id == changed.c.id,
        corrections.c.field.in_(fields_of(SHARED_BY_ALL)),
        and_(corrections.c.field.in_(fields_of(OF_AN_ALLEGATION)), is_accused_of_it),
    )


def fields_of(parts: Collection[Part]) -> list[str]:
    """The names of the fields of these parts."""
    return [field.name for field in FIELDS.values() if field.part in parts]
