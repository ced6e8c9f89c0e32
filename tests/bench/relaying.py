"""PERF-7: the relay beside the raw publishing of the same payloads."""

import asyncio
import time
from uuid import uuid4

import asyncpg
from nats.js import JetStreamContext

from cases.service import SERVICE as CASES
from kit.events.relay import BATCH, Relay
from kit.events.streams import connect, ensure_stream, subject_of
from tests.bench.ground import Ground
from tests.bench.rows import Row
from tests.bench.timing import rates_in_turns

_BATCHES = 4
# Under new ids: the stream would drop what it has had before.
_WAIT_AGAIN = "UPDATE outbox SET published_at = NULL, event_id = gen_random_uuid() WHERE position = ANY($1)"


async def relay_row(ground: Ground, database: str) -> Row:
    """Of events of lives that ran, made to wait again."""
    nats = await connect(ground.stack_nats_url(), "bench")
    jetstream = nats.jetstream()
    await ensure_stream(jetstream, CASES.name)
    connection = await asyncpg.connect(ground.owner_url("cases", database))
    rows = await connection.fetch(f"SELECT payload, position FROM outbox ORDER BY position LIMIT {BATCH * _BATCHES}")
    payloads, positions = [row["payload"] for row in rows], [row["position"] for row in rows]
    await connection.execute("UPDATE outbox SET published_at = now() WHERE published_at IS NULL")
    async with ground.foundation(CASES, database) as foundation:
        relay = Relay(foundation.database, jetstream, CASES.name)

        async def ours() -> float:
            await connection.execute(_WAIT_AGAIN, positions)
            await connection.execute("VACUUM ANALYZE outbox")
            began, count = time.perf_counter(), 0
            while published := await relay.publish_waiting():
                count += published
            seconds = time.perf_counter() - began
            assert count == len(positions), "the relay has not published all that waited"
            return count / seconds

        async def floor() -> float:
            began = time.perf_counter()
            await _publish(jetstream, payloads)
            return len(payloads) / (time.perf_counter() - began)

        rate, raw = await rates_in_turns(ours, floor)
    await connection.close()
    await nats.close()
    return Row(
        "PERF-7", "events that the relay publishes a second", rate, "events/s", raw,
        "nats-py publish_async of the same payloads", 0.5, "at least", "ratio",
        under=f"{_BATCHES} batches of {BATCH} events of lives in the larger database, waiting again: claimed, "
        "published, acked, marked; three times in turns with the same payloads published raw, all in flight",
    )  # fmt: skip


async def _publish(jetstream: JetStreamContext, payloads: list[bytes]) -> None:
    subject = subject_of(CASES.name, "floor")
    acks = [
        await jetstream.publish_async(subject, payload, headers={"Nats-Msg-Id": str(uuid4())}) for payload in payloads
    ]
    await asyncio.gather(*acks)
