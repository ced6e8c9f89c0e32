"""The rows of a life in the database of `cases`, as its adapters write them; a test holds both equal.

Left out: the trail's entries, the outbox, answered requests, earlier editions, and what a sending kept of its case.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from cases.adapters.details import to_json
from cases.adapters.rows import identity_of, row_from
from cases.domain.complaint import Accused, Allegation, Complainant, CoOffender
from cases.domain.search_words import grams_of_text, searchable
from cases.domain.terms import PersonKind
from kit.audit.entry import canonical
from kit.domain.thai_dates import fiscal_year
from kit.sealing.blind_index import BlindIndex
from kit.sealing.seal import RecordSeal, Sealer
from tests.bench.bulk.lives import Life

CASES_OF_A_COMPLAINT = 3  # at most; national numbers are kept free for so many

Rows = dict[str, list[dict[str, Any]]]
# What others refer to comes first.
TABLES = (
    *("complaints", "cases", "accused", "allegations", "accusations", "co_offenders"),
    *("case_words", "timeline", "sendings", "sealed_key"),
)


class CaseRows:
    """Gathers the rows of lives by table."""

    def __init__(self, sealer: Sealer, blind_index: BlindIndex) -> None:
        self._sealer = sealer
        self._blind_index = blind_index
        self.rows: Rows = {table: [] for table in TABLES}

    def add(self, number: int, life: Life) -> list[bytes]:
        """The rows of the complaint of that number; answers the indexes of its accused."""
        indexes: set[bytes] = set()
        allegation_ids = [uuid7() for _ in life.file.allegations]
        for ordinal, case in enumerate(life.file.cases, start=1):
            national_number = number * CASES_OF_A_COMPLAINT + ordinal
            identity = identity_of(case, ordinal, national_number)
            self.rows["cases"].append(identity | row_from(case) | {"subject": life.file.subject_of(ordinal)})
            index = self._add_accused(life.file.accused[ordinal - 1], case.id, life.file.id)
            indexes |= {index} if index else set()
            self._add_words(life, ordinal, national_number)
        for allegation_id, allegation in zip(allegation_ids, life.file.allegations, strict=True):
            self._add_allegation(allegation_id, allegation, life)
        self._add_timeline(life)
        self._add_complaint(life, sorted(indexes))
        return sorted(indexes)

    def _add_complaint(self, life: Life, indexes: list[bytes]) -> None:
        file, reception = life.file, life.file.reception
        row = {
            "id": file.id,
            "agency_id": file.agency_id,
            "agency_name": life.place.name,
            "recorded_by": life.place.officer,
            "recorded_by_agency": life.place.agency_id,
            "recorded_at": life.recorded_at,
            "agency_number": reception.agency_number,
            "fiscal_year": fiscal_year(reception.received_on) if reception.received_on else 0,
            "received_on": reception.received_on,
            "was_pending": reception.was_pending,
            "reception_details": reception.details,
            "source": reception.source,
            "source_detail": reception.source_detail,
            "channel": reception.channel,
            "kind": reception.kind,
            **self._complainant(file.complainant, file.id),
            "version": file.version,
            "accused_indexes": indexes,
            "recused": [],
            "deleted_on": file.deleted_on,
            "deleted_by": life.place.officer if file.deleted_on else None,
            "deletion_reason": "บันทึกซ้ำ" if file.deleted_on else "",
            "is_number_free": False,
        }
        self.rows["complaints"].append(row)

    def _complainant(self, person: Complainant | None, complaint_id: UUID) -> dict[str, Any]:
        assert person is not None
        sealed = None
        if person.says_who:
            sealed = self._new_seal(complaint_id).seal("complainant", canonical(asdict(person)))
        return {"complainant_withheld": person.withheld, "complainant": sealed}

    def _add_accused(self, person: Accused, case_id: UUID, complaint_id: UUID) -> bytes | None:
        sealed, index = self._number(case_id, "national_id", person.national_id)
        own = {
            name: getattr(person, name)
            for name in (
                *("title", "first_name", "last_name", "to_be_checked"),
                *("position", "position_type", "position_level", "affiliation", "details"),
            )
        }
        row = {"case_id": case_id, "complaint_id": complaint_id, "national_id": sealed, "national_id_index": index}
        self.rows["accused"].append(row | own)
        return index

    def _add_allegation(self, allegation_id: UUID, allegation: Allegation, life: Life) -> None:
        own = {
            name: getattr(allegation, name)
            for name in ("subject", "facts", "acted_on", "precision", "acted_at", "document_number", "place", "damage")
        }
        row = {"id": allegation_id, "complaint_id": life.file.id, "ordinal": allegation.number}
        self.rows["allegations"].append(row | own)
        self.rows["accusations"] += [
            {"allegation_id": allegation_id, "case_id": life.file.cases[ordinal - 1].id}
            for ordinal in allegation.accused
        ]
        for person in allegation.co_offenders:
            self._add_co_offender(person, allegation_id)

    def _add_co_offender(self, person: CoOffender, allegation_id: UUID) -> None:
        person_id = uuid7()
        sealed, index = self._number(person_id, "identifier", person.identifier)
        row = {
            "id": person_id,
            "allegation_id": allegation_id,
            "ordinal": person.number,
            "kind": person.kind,
            "title": person.title,
            "name": person.name,
            "last_name": person.last_name,
            "identifier": sealed,
            "identifier_index": index if person.kind is PersonKind.NATURAL else None,
            "to_be_checked": person.to_be_checked,
            "relation": person.relation,
            "details": person.details,
        }
        self.rows["co_offenders"].append(row)

    def _add_words(self, life: Life, ordinal: int, national_number: int) -> None:
        case = life.file.cases[ordinal - 1]
        words = searchable(_texts_of(life, ordinal))
        row = {
            "case_id": case.id,
            "received_on": case.received_on,
            "national_number": national_number,
            "words": words,
            "grams": grams_of_text(words),
        }
        self.rows["case_words"].append(row)

    def _add_timeline(self, life: Life) -> None:
        actor = life.place.officer
        for line in life.lines:
            entry, details = line.entry, to_json(line.entry.details)
            row = {
                "case_id": line.case_id,
                "number": entry.number,
                "status": int(entry.status),
                "closed_as": int(entry.closed_as) if entry.closed_as else None,
                "done_on": entry.done_on,
                "reported_at": line.at,
                "actor": actor,
                "details": json.dumps(details, ensure_ascii=False) if details is not None else None,
                "edition": 1,
                "case_version": line.case_version,
                "told_version": line.told_version,
            }
            self.rows["timeline"].append(row)
        self.rows["sendings"] += [
            {"id": uuid7(), "case_id": case_id, "level": int(level), "sent_at": at, "actor": actor, "content": None}
            for case_id, level, at in life.sendings
        ]

    def _number(self, record_id: UUID, name: str, number: str) -> tuple[bytes | None, bytes | None]:
        if not number:
            return None, None
        return self._new_seal(record_id).seal(name, number), self._blind_index.of(number)

    def _new_seal(self, record_id: UUID) -> RecordSeal:
        key, seal = self._sealer.new_record(record_id)
        self.rows["sealed_key"].append(asdict(key))
        return seal


def _texts_of(life: Life, ordinal: int) -> Iterable[str]:
    accused = life.file.accused[ordinal - 1]
    yield f"{accused.title}{accused.first_name} {accused.last_name}"
    for allegation in life.file.allegations:
        if ordinal in allegation.accused:
            yield from (allegation.subject, allegation.facts)
            yield from (f"{person.title}{person.name} {person.last_name}" for person in allegation.co_offenders)
