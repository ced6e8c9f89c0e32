"""Writing what became of a recorded complaint: its record, its people, its marks, and each of its cases."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from cases.adapters.complaint_writer import ComplaintWriter
from cases.adapters.edition import edition_of, to_stored
from cases.adapters.entry_editing import rewrite_entries
from cases.adapters.event_codec import Shared
from cases.adapters.officers import accused_among
from cases.adapters.saving import CaseSaver
from cases.adapters.sealed import Seals
from cases.adapters.tables import (
    accused,
    cases,
    complaint_editions,
    complaints,
    found_officials,
    recusals,
)
from cases.adapters.words import put_words_of
from cases.app.asking import Asked
from cases.domain.complaint import Complainant
from cases.domain.complaint_file import ComplaintFile
from kit.audit.entry import canonical
from kit.database.writes import writes_of
from kit.domain.thai_dates import fiscal_year

_COMPLAINANT: TypeAdapter[Complainant] = TypeAdapter(Complainant)


async def save_file(
    connection: AsyncConnection,
    saver: CaseSaver,
    seals: Seals,
    asked: Asked,
    rows: Sequence[Row[Any]],
    before: ComplaintFile,
    file: ComplaintFile,
) -> None:
    """Write what is other in `file` than it was `before`; `rows` are those of the cases that were there."""
    writer = ComplaintWriter(connection, seals)
    await _release_accused_handlers(connection, seals, asked, file)
    is_rewritten = (before.accused, before.allegations) != (file.accused, file.allegations)
    new = file.cases[len(before.cases) :]
    if file.version != before.version:
        await _keep_edition(connection, asked, before)
    await writer.put_new_cases(file, new)
    if is_rewritten:
        await _put_people(writer, before, file)
        await writer.put_allegations(file)
    # A number that a correction has put right goes; nobody ceases to be recused in any other way, not because an edit
    # has put another number in his place (ROLE-5).
    released = {row.national_id_index for row in rows if row.id in file.corrected_numbers}
    released |= await _put_found(connection, writer, seals, file)
    known_indexes = set(rows[0].accused_indexes) - released
    if is_rewritten or new or file.found_numbers or released:
        known_indexes |= await _indexes_of(connection, file)
    changed = await _columns_of(seals, asked, before, file, known_indexes)
    if changed != _recorded(before, rows[0].accused_indexes):
        writes_of(connection).update(complaints, {"id": file.id}, changed)
    shared = Shared(file.reception, changed["accused_indexes"], file.recused)
    await _put_marks(connection, asked, file)
    for row, case in zip(rows, file.cases, strict=False):
        await saver.save(row, case, shared, await rewrite_entries(connection, asked, case))
    for case in new:
        await saver.write_lines(case)
        saver.tell(case, shared)
    if is_rewritten or file.reception.received_on != before.reception.received_on:
        await put_words_of(connection, file)
    if writer.written or file.version != before.version:
        was = to_stored(edition_of(before))
        saver.note("complaint", file.id, before=was, after=writer.written | {complaints.name: [changed]})
    elif file.marked or file.lifted or file.deleted_on != before.deleted_on:
        was = {"recused": sorted(before.recused), "deleted_on": before.deleted_on}
        saver.note("complaint", file.id, before=was, after={name: changed[name] for name in was})


async def _release_accused_handlers(
    connection: AsyncConnection, seals: Seals, asked: Asked, file: ComplaintFile
) -> None:
    """Whoever is accused from now on, or is headed by an accused who writes it himself, is in charge no longer."""
    numbers = [person.national_id for person in file.accused]
    numbers += [number for found in file.found_numbers.values() for number in found.values()]
    indexes = {seals.index_of(number) for number in numbers if number}
    if not indexes:
        return
    gone = await accused_among(connection, {case.handler for case in file.cases if case.handler}, indexes)
    if indexes & asked.viewer.recusing:
        gone.add(asked.viewer.actor.subject)
    for case in file.cases:
        if case.handler in gone:
            case.handler = None


async def put_complainant(seals: Seals, file: ComplaintFile) -> dict[str, Any]:
    """The columns of a complainant that was typed in, sealed as a whole."""
    person = file.complainant
    if person is None:
        return {}
    words = canonical(asdict(person)) if person.says_who else ""
    return {
        "complainant_withheld": person.withheld,
        "complainant": await seals.seal(file.id, "complainant", words) if words else None,
    }


def complainant_from(words: str) -> Complainant:
    return _COMPLAINANT.validate_json(words)


async def _put_people(writer: ComplaintWriter, before: ComplaintFile, file: ComplaintFile) -> None:
    for place, case in enumerate(file.cases[: len(before.cases)]):
        if file.accused[place] != before.accused[place]:
            await writer.put_accused(file.accused[place], case)
        subject = file.subject_of(place + 1)
        if subject != before.subject_of(place + 1):
            await writer.put_subject(case, subject)


async def _put_found(
    connection: AsyncConnection, writer: ComplaintWriter, seals: Seals, file: ComplaintFile
) -> set[bytes]:
    """The numbers of officials whom a conclusion found and who did not become cases: just found, or put right.

    Answers the indexes of those that were there and are put right; an empty number takes one away.
    """
    released: set[bytes] = set()
    for case_id, numbers in file.found_numbers.items():
        its_own = (found_officials.c.case_id == case_id, found_officials.c.place.in_(numbers))
        gone = delete(found_officials).where(*its_own).returning(found_officials.c.national_id_index)
        released |= set((await connection.execute(gone)).scalars())
        for place, number in numbers.items():
            row: dict[str, Any] = {"id": uuid7(), "case_id": case_id, "place": place}
            if number:
                sealed, index = await seals.national_id(row["id"], "national_id", number)
                await writer.put(found_officials, [row | {"national_id": sealed, "national_id_index": index}])
            else:
                writer.written.setdefault(found_officials.name, []).append(row | {"national_id": None})
    return released


async def _indexes_of(connection: AsyncConnection, file: ComplaintFile) -> set[bytes]:
    """The indexes of everybody who is accused or was found, as they are written by now."""
    of_accused = select(accused.c.national_id_index).where(accused.c.complaint_id == file.id)
    of_found = (
        select(found_officials.c.national_id_index)
        .join(cases, cases.c.id == found_officials.c.case_id)
        .where(cases.c.complaint_id == file.id)
    )
    return {index for index in (await connection.execute(of_accused.union(of_found))).scalars() if index}


def _recorded(file: ComplaintFile, indexes: Collection[bytes]) -> dict[str, Any]:
    """The columns of the complaint's own row that every act may change."""
    return {
        "version": file.version,
        "accused_indexes": sorted(indexes),
        "recused": sorted(file.recused),
        "deleted_on": file.deleted_on,
    }


async def _columns_of(
    seals: Seals, asked: Asked, before: ComplaintFile, file: ComplaintFile, indexes: Collection[bytes]
) -> dict[str, Any]:
    """The columns of the complaint's own row as they are to be."""
    changed = _recorded(file, indexes)
    if file.version != before.version:
        reception = file.reception
        if (reception.agency_number, reception.received_on) != (
            before.reception.agency_number,
            before.reception.received_on,
        ):
            changed["shares_number"] = False
        changed |= {
            "received_on": reception.received_on,
            "fiscal_year": fiscal_year(reception.received_on) if reception.received_on else 0,
            "agency_number": reception.agency_number,
            "was_pending": reception.was_pending,
            "source": reception.source,
            "source_detail": reception.source_detail,
            "reception_details": reception.details,
            "channel": reception.channel,
            "kind": reception.kind,
        }
    if file.deleted_on != before.deleted_on:
        actor = asked.viewer.actor.subject if file.deleted_on else None
        changed |= {"deleted_by": actor, "deletion_reason": asked.reason if file.deleted_on else ""}
    changed |= await put_complainant(seals, file)
    return changed


async def _keep_edition(connection: AsyncConnection, asked: Asked, before: ComplaintFile) -> None:
    kept = {
        "complaint_id": before.id,
        "version": before.version,
        "content": to_stored(edition_of(before)),
        "replaced_at": asked.now.at,
        "replaced_by": asked.viewer.actor.subject,
    }
    await connection.execute(insert(complaint_editions).values(kept))


async def _put_marks(connection: AsyncConnection, asked: Asked, file: ComplaintFile) -> None:
    actor, at = asked.viewer.actor.subject, asked.now.at
    for mark in file.marked:
        row = {"id": uuid7(), "complaint_id": file.id, "officer": mark.officer, "reason": mark.reason}
        await connection.execute(insert(recusals).values(**row, marked_at=at, actor=actor))
    for mark in file.lifted:
        in_force = (recusals.c.complaint_id == file.id, recusals.c.officer == mark.officer)
        lift = update(recusals).where(*in_force, recusals.c.lifted_at.is_(None))
        await connection.execute(lift.values(lifted_at=at, lifted_by=actor, lift_reason=mark.reason))
