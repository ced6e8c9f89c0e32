"""What a case is found by: the words of its allegations and the names in them (CASE-25)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.search import CaseTexts, put_words, row_of
from cases.adapters.search_tables import case_words
from cases.adapters.tables import cases
from cases.domain.complaint_file import ComplaintFile
from kit.database.writes import writes_of


async def put_words_of(connection: AsyncConnection, file: ComplaintFile) -> None:
    """Write the words of every case of a complaint that is there already, never those of its complainant."""
    of_complaint = select(cases.c.id, cases.c.national_number).where(cases.c.complaint_id == file.id)
    numbers = {row.id: row.national_number for row in await connection.execute(of_complaint)}
    await put_words(connection, _found_by(file, numbers))


def put_new_words(connection: AsyncConnection, file: ComplaintFile, numbers: Mapping[UUID, int]) -> None:
    """The words of a complaint that is being recorded; `numbers` are the national ones of its cases."""
    writes_of(connection).insert(case_words, [row_of(case) for case in _found_by(file, numbers)])


def _found_by(file: ComplaintFile, numbers: Mapping[UUID, int]) -> list[CaseTexts]:
    return [
        CaseTexts(case.id, case.received_on, numbers[case.id], _texts_of(file, ordinal))
        for ordinal, case in enumerate(file.cases, start=1)
    ]


def _texts_of(file: ComplaintFile, ordinal: int) -> list[str]:
    accused = file.accused[ordinal - 1]
    texts = [f"{accused.title}{accused.first_name} {accused.last_name}"]
    for allegation in file.allegations:
        if ordinal in allegation.accused:
            people = [f"{person.title}{person.name} {person.last_name}" for person in allegation.co_offenders]
            texts += [allegation.subject, allegation.facts, *people]
    return texts
