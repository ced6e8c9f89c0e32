"""What a case is found by: the words of its allegations and the names in them (CASE-25)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cases.adapters.search import CaseTexts, put_words
from cases.adapters.tables import cases
from cases.domain.complaint_file import ComplaintFile


async def put_words_of(connection: AsyncConnection, file: ComplaintFile) -> None:
    """Write the words of every case of a complaint, never those of its complainant."""
    of_complaint = select(cases.c.id, cases.c.national_number).where(cases.c.complaint_id == file.id)
    numbers = {row.id: row.national_number for row in await connection.execute(of_complaint)}
    found = [
        CaseTexts(case.id, case.received_on, numbers[case.id], _texts_of(file, ordinal))
        for ordinal, case in enumerate(file.cases, start=1)
    ]
    await put_words(connection, found)


def _texts_of(file: ComplaintFile, ordinal: int) -> list[str]:
    accused = file.accused[ordinal - 1]
    texts = [f"{accused.title}{accused.first_name} {accused.last_name}"]
    for allegation in file.allegations:
        if ordinal in allegation.accused:
            people = [f"{person.title}{person.name} {person.last_name}" for person in allegation.co_offenders]
            texts += [allegation.subject, allegation.facts, *people]
    return texts
