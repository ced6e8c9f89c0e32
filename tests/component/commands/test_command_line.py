"""`rongrian` as an operator runs it where the settings of one service, `agencies`, are, as in its pod."""

import asyncio
import os
import pwd
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from nats.js import JetStreamContext
from pydantic import SecretStr
from sqlalchemy import insert, select, text, update

from agencies.service import SERVICE
from dev.places import CHECKOUT
from dev.stack import Stack
from kit.audit.linker import Linker
from kit.audit.trail import entry_of, record_entries
from kit.database.engine import Database, open_engine
from kit.database.tables import audit_entry, outbox, parked
from kit.events.parking import OPERATOR
from tests.component.commands.conftest import event, recorded
from tests.support.clock import FixedClock
from tests.support.running import Running, running


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; `told` is what it wrote, results first."""

    code: int
    told: str


Run = Callable[..., Awaitable[Ended]]


@pytest.fixture
async def agencies(stack: Stack, clock: FixedClock) -> AsyncIterator[Running]:
    async with running(stack, SERVICE, clock) as service:
        yield service


@pytest.fixture
def settings(stack: Stack, agencies: Running, reporting: Running, nats_url: str) -> dict[str, str]:
    """`reporting` is the witness of the trail."""
    name = agencies.database_name
    return stack.around.environment("agencies", "work") | {
        "RONGRIAN_DATABASE_URL": stack.database_url("agencies", "app", name),
        "RONGRIAN_NATS_URL": nats_url,
        "RONGRIAN_REPORTING_ADDRESS": reporting.address,
        "COLUMNS": "200",
    }


@pytest.fixture
def rongrian(settings: dict[str, str]) -> Run:
    """Runs `rongrian ARGUMENTS…`, with some settings changed."""

    async def run(*arguments: str, **changed: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            str(CHECKOUT / "rongrian"),
            *arguments,
            env=settings | changed,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode or 0, (out + err).decode())

    return run


@pytest.fixture
async def three_links(stack: Stack, agencies: Running, clock: FixedClock) -> None:
    async with agencies.database.begin() as connection:
        entries = [entry_of(clock, OPERATOR, "test", "test", uuid4(), reason=f"reason {n}") for n in range(3)]
        record_entries(connection, entries)
    url = SecretStr(stack.database_url("agencies", "linker", agencies.database_name))
    linker = Database(open_engine(url, pool=1))
    assert await Linker(linker).link_waiting() == 3
    await linker.close()


@pytest.fixture
async def parked_id(agencies: Running) -> int:
    async with agencies.database.begin() as connection:
        row = {"consumer": "agencies-elsewhere", "subject": "rongrian.elsewhere.v1.told", "stream_sequence": 1}
        statement = insert(parked).values(**row, payload=b"a word of somebody's", reason="KeyError")
        kept: int = (await connection.execute(statement.returning(parked.c.id))).scalar_one()
    return kept


@pytest.mark.rule("CASE-27", "OPS-7")
async def test_verify_proves_the_trail_or_names_service_and_entry(
    stack: Stack, agencies: Running, three_links: None, rongrian: Run
) -> None:
    assert await rongrian("verify") == Ended(0, "agencies: 3 links proved\n")

    owner = open_engine(SecretStr(stack.database_url("agencies", "owner", agencies.database_name)), pool=1)
    async with owner.begin() as connection:
        await connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        changed = update(audit_entry).where(audit_entry.c.reason == "reason 1").values(reason="another")
        entry = (await connection.execute(changed.returning(audit_entry.c.entry_id))).scalar_one()
    await owner.dispose()

    ended = await rongrian("verify", "agencies")
    assert ended.code == 1
    assert ended.told.startswith("agencies: ")
    assert f"entry {entry} of link " in ended.told


@pytest.mark.rule("REL-4", "OPS-7")
async def test_republish_says_how_many_events_are_in_the_stream_again(
    agencies: Running, jetstream: JetStreamContext, rongrian: Run
) -> None:
    await recorded(agencies.database, *(event(str(n), service="agencies") for n in range(3)))
    async with agencies.database.begin() as connection:
        first_two = select(outbox.c.position).order_by(outbox.c.position).limit(2)
        await connection.execute(
            update(outbox).where(outbox.c.position.in_(first_two)).values(published_at=text("now()"))
        )

    ended = await rongrian("republish", "agencies", "--since", "2563-01-01")

    assert ended.code == 0
    first, second = ended.told.splitlines()
    assert first == (
        "agencies: 2 events are in the stream AGENCIES again, those published since 2020-01-01 00:00 by the real clock"
    )
    assert second.startswith("agencies: 1 more ")
    assert (await jetstream.stream_info("AGENCIES")).state.messages == 2


@pytest.mark.rule("OPS-7")
async def test_what_is_parked_is_listed_without_its_content_and_dropped_with_a_reason(
    agencies: Running, parked_id: int, rongrian: Run
) -> None:
    listed = await rongrian("parked", "list")
    assert listed.code == 0
    assert f"{parked_id}   agencies-elsewhere" in listed.told
    assert "KeyError" in listed.told
    assert "somebody" not in listed.told

    retried = await rongrian("parked", "retry", "agencies", "--all")
    assert (retried.code, "nothing listens under its consumer's name any more" in retried.told) == (1, True)

    assert (await rongrian("parked", "drop", "agencies", str(parked_id))).code == 2
    assert (await rongrian("parked", "drop", "agencies", str(parked_id), "--reason", " ")).code == 2
    dropped = await rongrian("parked", "drop", "agencies", str(parked_id), "--reason", "ส่งซ้ำ", USER="nobody")
    assert dropped.code == 0, dropped.told
    assert await rongrian("parked", "list") == Ended(0, "agencies: nothing is parked\n")

    async with agencies.database.read() as connection:
        entry = (await connection.execute(select(audit_entry))).one()
    assert (entry.action, entry.reason) == ("parked.drop", "ส่งซ้ำ")
    assert entry.after == f'{{"operator":"{pwd.getpwuid(os.getuid()).pw_name}"}}'


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"RONGRIAN_DATABASE_URL": "postgresql://a:b@127.0.0.1:1/a"}, "agencies: database does not answer: start it"),
        ({"RONGRIAN_NATS_URL": "nats://127.0.0.1:1"}, "agencies: nats does not answer: start it"),
        ({"RONGRIAN_MASTER_KEY_FILE": "/nowhere"}, "agencies: "),
        ({"RONGRIAN_ISSUER": ""}, "agencies: "),
        ({"RONGRIAN_CLIENT_ID": "portal"}, "'portal', which names no service"),
        ({"RONGRIAN_ENVIRONMENT": "demonstration"}, "setting RONGRIAN_ENVIRONMENT: "),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
async def test_what_stands_in_the_way_is_one_sentence(rongrian: Run, changed: dict[str, str], sentence: str) -> None:
    command = ("verify",) if "RONGRIAN_ISSUER" in changed else ("republish", "agencies")

    ended = await rongrian(*command, **changed)

    assert ended.code == 2, ended.told
    assert sentence in ended.told
    assert (ended.told.count("\n"), "Traceback" in ended.told) == (1, False)


async def test_a_wrong_password_and_a_database_that_is_not_there_are_one_sentence(
    rongrian: Run, stack: Stack, settings: dict[str, str]
) -> None:
    url = settings["RONGRIAN_DATABASE_URL"]
    password = url.split(":")[2].split("@")[0]
    for wrong in (url.replace(password, "another"), f"{url}_gone"):
        ended = await rongrian("parked", "list", RONGRIAN_DATABASE_URL=wrong)

        assert (ended.code, ended.told.count("\n")) == (2, 1), ended.told
        assert "agencies: the database refused" in ended.told


async def test_another_service_cannot_be_worked_on_with_these_settings(rongrian: Run) -> None:
    ended = await rongrian("verify", "cases")

    assert ended == Ended(2, "'cases' is no service whose settings are here; those are: agencies.\n")


@pytest.mark.rule("DUE-12")
async def test_production_refuses_to_have_its_day_moved(rongrian: Run) -> None:
    ended = await rongrian("day", "2563-08-30", RONGRIAN_ENVIRONMENT="production")

    assert ended.code == 2
    assert "Production goes by the real date" in ended.told
