"""What a transaction collects is written as one statement at its end; connections that were cut are renewed."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from kit.audit.trail import entry_of, record_entries
from kit.database.adding import Adding
from kit.database.direct import Direct
from kit.database.engine import Database
from kit.database.tables import audit_entry, audit_unlinked, directory_agency, inbox, outbox, parked, rebuilding
from kit.database.writes import MOST_ROWS, writes_of
from kit.domain.actor import Actor
from kit.events.outbox import OutgoingEvent, record_events
from tests.support.clock import FixedClock
from tests.support.running import Running

NOBODY = UUID(int=1)


def events(*names: str) -> list[OutgoingEvent]:
    return [OutgoingEvent(uuid4(), name, b"") for name in names]


async def subjects_in(database: Database) -> list[str]:
    async with database.read() as connection:
        return list((await connection.execute(select(outbox.c.subject).order_by(outbox.c.position))).scalars())


@pytest.mark.parametrize("many", [3, MOST_ROWS, MOST_ROWS + 1, 40])
async def test_events_and_entries_recorded_in_turns_are_written_in_their_order(
    cases: Running, clock: FixedClock, many: int
) -> None:
    names = [f"{number:02d}" for number in range(many)]
    async with cases.database.begin() as connection:
        for name in names:
            record_events(connection, events(name))
            record_entries(connection, [entry_of(clock, Actor(NOBODY, frozenset()), name, "case", NOBODY)])

    assert await subjects_in(cases.database) == names
    async with cases.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(audit_unlinked))).scalar_one() == many
        actions = select(audit_entry.c.action).order_by(audit_entry.c.action)
        assert list((await connection.execute(actions)).scalars()) == names


async def test_rows_that_hold_arrays_are_written_as_they_are_however_many(cases: Running) -> None:
    for many in (2, MOST_ROWS, MOST_ROWS + 1):
        named = [{"id": UUID(int=1000 * many + number), "path": [UUID(int=number)] * 2} for number in range(many)]
        same = {
            "version": 1,
            "code": "",
            "thai_name": "กรม",
            "english_name": "",
            "kind": 2,
            "type": 1,
            "is_acoc": False,
        }
        async with cases.database.begin() as connection:
            writes_of(connection).insert(directory_agency, [each | same for each in named])
            record_events(connection, events(f"{many:02d}"))
        async with cases.database.read() as connection:
            of_it = select(directory_agency.c.id, directory_agency.c.path)
            rows = (
                await connection.execute(of_it.where(directory_agency.c.id.in_([each["id"] for each in named])))
            ).all()
            assert sorted((row.id, row.path) for row in rows) == [(each["id"], each["path"]) for each in named]
    assert await subjects_in(cases.database) == ["02", f"{MOST_ROWS}", f"{MOST_ROWS + 1}"]


async def test_a_row_is_changed_beside_what_is_new(cases: Running) -> None:
    message = {"consumer": "a", "subject": "b", "stream_sequence": 1, "payload": b"\x00", "reason": "before"}
    async with cases.database.begin() as connection:
        writes_of(connection).insert(parked, [message])
    async with cases.database.begin() as connection:
        writes_of(connection).update(parked, {"consumer": "a", "stream_sequence": 1}, {"reason": "after"})
        writes_of(connection).insert(rebuilding, [{"consumer": "a"}])
        record_events(connection, events("told"))

    async with cases.database.read() as connection:
        assert (await connection.execute(select(parked.c.reason, parked.c.payload))).one() == ("after", b"\x00")
        assert (await connection.execute(select(rebuilding.c.consumer))).scalars().all() == ["a"]
    assert await subjects_in(cases.database) == ["told"]


async def test_whoever_reads_within_the_transaction_flushes_first(cases: Running) -> None:
    async with cases.database.begin() as connection:
        record_events(connection, events("first"))
        count = select(func.count()).select_from(outbox)
        assert (await connection.execute(count)).scalar_one() == 0
        await writes_of(connection).flush()
        assert (await connection.execute(count)).scalar_one() == 1
        record_events(connection, events("second"))
    assert await subjects_in(cases.database) == ["first", "second"]


async def test_nothing_is_written_where_the_transaction_fails_and_nothing_is_left_for_the_next(cases: Running) -> None:
    async def fail() -> None:
        async with cases.database.begin() as connection:
            record_events(connection, events("never"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with cases.database.begin() as connection:
        record_events(connection, events("after"))
    assert await subjects_in(cases.database) == ["after"]


async def test_outside_of_a_transaction_nothing_can_be_recorded(cases: Running) -> None:
    async with cases.database.read() as connection:
        with pytest.raises(KeyError):
            record_events(connection, events("lost"))


async def test_a_connection_that_was_cut_while_nobody_used_it_is_renewed(cases: Running) -> None:
    async with cases.database.read() as in_use:
        async with cases.database.read() as connection:
            cut = await _backend(connection)
        await in_use.execute(select(func.pg_terminate_backend(cut)))
        await asyncio.sleep(0.1)

        async with cases.database.begin() as connection:
            assert await _backend(connection) != cut
            record_events(connection, events("after"))
        async with cases.database.read() as connection:
            assert await _backend(connection) != cut
    assert await subjects_in(cases.database) == ["after"]


@pytest.mark.parametrize("is_direct", [True, False])
async def test_whoever_is_cancelled_in_the_middle_of_a_statement_ends_at_once_and_leaves_nothing(
    cases: Running, is_direct: bool
) -> None:
    async def wait_for_the_lock() -> None:
        async with cases.database.begin() as connection:
            record_events(connection, events("never"))
            await writes_of(connection).flush()
            statement = select(func.pg_advisory_xact_lock(5888).label("waited"))
            if is_direct:
                await Direct(statement).rows(connection)
            else:
                await connection.execute(statement)

    async with cases.database.begin() as holding:
        await holding.execute(select(func.pg_advisory_xact_lock(5888)))
        waiting = asyncio.create_task(wait_for_the_lock())
        await asyncio.sleep(0.3)
        waiting.cancel()
        async with asyncio.timeout(5):
            with pytest.raises(asyncio.CancelledError):
                await waiting
    async with cases.database.begin() as connection:
        record_events(connection, events("after"))
    assert await subjects_in(cases.database) == ["after"]


async def test_whoever_is_cancelled_at_whatever_moment_spoils_nobody_elses_act(cases: Running) -> None:
    async def act(name: str) -> None:
        async with cases.database.begin() as connection:
            record_events(connection, events(name))

    async def in_use() -> int:
        busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        async with cases.database.read() as connection:
            number: int = (await connection.execute(text(busy))).scalar_one()
            return number

    done = 0
    for moment in range(60):
        cancelled = asyncio.create_task(act(f"{moment:02d}"))
        await asyncio.sleep(moment * 0.0003)
        cancelled.cancel()
        done += not isinstance((await asyncio.gather(cancelled, return_exceptions=True))[0], BaseException)
        await asyncio.gather(*(act("after") for _ in range(3)))
        assert (await subjects_in(cases.database)).count("after") == 3 * (moment + 1)
    assert 0 < done < 60
    assert await in_use() == 0


async def _backend(connection: AsyncConnection) -> int:
    number: int = (await connection.execute(select(func.pg_backend_pid()))).scalar_one()
    return number


def test_a_table_with_columns_of_arrays_is_not_added_to_by_arrays() -> None:
    with pytest.raises(ValueError, match="path"):
        Adding(directory_agency, lambda rows: rows.on_conflict_do_nothing())


async def test_rows_added_together_meet_those_that_are_there_as_the_statement_says(cases: Running) -> None:
    later = Adding(
        inbox,
        lambda rows: rows.on_conflict_do_update(
            index_elements=["consumer", "event_id"], set_={"taken_at": rows.excluded.taken_at}
        ),
    )
    first_stays = Adding(inbox, lambda rows: rows.on_conflict_do_nothing())
    ids = [uuid4() for _ in range(30)]
    days = [datetime(2020, 7, day, tzinfo=UTC) for day in (1, 2, 3)]

    async with cases.database.begin() as connection:
        await later.write(connection, [])
        for adding, some, day in ((later, ids[:10], 0), (later, ids[5:], 1), (first_stays, ids, 2)):
            rows = [{"consumer": "a", "event_id": each, "taken_at": days[day]} for each in some]
            await adding.write(connection, rows)
        with pytest.raises(KeyError):
            await later.write(connection, [{"consumer": "a", "event_id": ids[0]}])

    async with cases.database.read() as connection:
        found = await connection.execute(select(inbox.c.event_id, inbox.c.taken_at))
    kept = {row.event_id: row.taken_at for row in found}
    assert kept == {each: days[0] if place < 5 else days[1] for place, each in enumerate(ids)}
