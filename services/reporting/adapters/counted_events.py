"""How far reporting has counted what `cases` tells: its consumer's place in the stream, and what it had to park."""

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import exists, or_, select

from kit.database.engine import Database
from kit.database.tables import parked
from kit.domain.errors import Unavailable
from kit.events.streams import stream_of
from reporting.adapters.round_tables import rounds
from reporting.domain.summary_round import SummaryRound


class StreamOfCases:
    """`consumer` is the name of the durable consumer that takes the events of `cases` in."""

    def __init__(self, database: Database, jetstream: JetStreamContext, consumer: str) -> None:
        self._database = database
        self._jetstream = jetstream
        self._consumer = consumer

    async def are_taken_in(self, up_to: int) -> bool:
        """Everything before the floor is acked, or was parked; what was only delivered does not count."""
        try:
            known = await self._jetstream.consumer_info(stream_of("cases"), self._consumer)
        except (NatsError, AssertionError, OSError) as error:  # nats-py asserts that it has connected once
            raise Unavailable("nats") from error
        floor = known.ack_floor.stream_seq if known.ack_floor is not None else 0
        return floor >= up_to

    async def are_parked(self, up_to: int, closing: SummaryRound) -> bool:
        """Also one parked before the closing began: a stream that was filled again counts its places anew."""
        began = select(rounds.c.closing_at).where(rounds.c.round == closing.first).scalar_subquery()
        before = or_(parked.c.stream_sequence <= up_to, parked.c.parked_at <= began)
        statement = select(exists().where(parked.c.consumer == self._consumer, before))
        async with self._database.read() as connection:
            return bool((await connection.execute(statement)).scalar_one())
