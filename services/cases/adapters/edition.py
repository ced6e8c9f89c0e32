"""A complaint as it was before an edit, as JSON: everything that a page may show, nothing that is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from cases.adapters.complaint_loading import part_of
from cases.app.views import ComplaintView
from cases.domain.complaint import Accused, Allegation, Reception
from cases.domain.complaint_file import ComplaintFile


@dataclass(frozen=True, slots=True)
class Edition:
    reception: Reception
    complainant_withheld: bool
    has_complainant: bool
    accused: tuple[Accused, ...]
    allegations: tuple[Allegation, ...]


_EDITION: TypeAdapter[Edition] = TypeAdapter(Edition)


def edition_of(file: ComplaintFile) -> Edition:
    return Edition(
        reception=file.reception,
        complainant_withheld=file.complainant_withheld,
        has_complainant=file.has_complainant,
        accused=tuple(replace(person, national_id="") for person in file.accused),
        allegations=tuple(_without_numbers(allegation) for allegation in file.allegations),
    )


def to_stored(edition: Edition) -> dict[str, Any]:
    stored: dict[str, Any] = _EDITION.dump_python(edition, mode="json")
    return stored


def view_from(
    stored: dict[str, Any], *, complaint_id: UUID, version: int, ordinals: Sequence[int], agency_id: UUID, name: str
) -> ComplaintView:
    """The edition as a complaint is shown to whoever sees the cases of `ordinals`, without the lines of its cases."""
    edition = _EDITION.validate_python(stored)
    seen = [ordinal for ordinal in ordinals if ordinal <= len(edition.accused)]
    return ComplaintView(
        id=complaint_id,
        version=version,
        agency_id=agency_id,
        agency_name=name,
        reception=edition.reception,
        complainant_withheld=edition.complainant_withheld,
        has_complainant=edition.has_complainant,
        accused=tuple(edition.accused[ordinal - 1] for ordinal in seen),
        allegations=part_of(edition.allegations, seen),
        lines=(),
    )


def _without_numbers(allegation: Allegation) -> Allegation:
    return replace(allegation, co_offenders=tuple(replace(person, identifier="") for person in allegation.co_offenders))
