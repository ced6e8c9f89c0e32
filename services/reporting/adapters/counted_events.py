"""How far reporting has counted what others tell: its consumers' places in the streams, and what they had to park."""

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from sqlalchemy import and_, exists, func, or_, select

from kit.database.engine import Database
from kit.database.tables import directory_freshness, parked
from kit.domain.errors import Unavailable
from kit.events.streams import stream_of
from reporting.adapters.round_tables import rounds
from reporting.domain.summary_round import SummaryRound


class CountedStreams:
    """`cases` and `agencies` are the names of the durable consumers that take their events in."""

    def __init__(self, database: Database, jetstream: JetStreamContext, *, cases: str, agencies: str) -> None:
        self._database = database
        self._jetstream = jetstream
        self._cases = cases
        self._agencies = agencies

    async def are_taken_in(self, up_to: int) -> bool:
        """Everything before the floor is acked, or was parked; what was only delivered does not count."""
        known = await self._known("cases", self._cases)
        floor = known.ack_floor.stream_seq if known.ack_floor is not None else 0
        return floor >= up_to

    async def is_tree_taken_in(self, closing: SummaryRound) -> bool:
        """`agencies` has said since that all of it is in the stream, and of the stream nothing waits.

        Both: a heartbeat that says so may overtake an event that is tried again.
        """
        fresh_at = select(func.max(directory_freshness.c.fresh_at)).scalar_subquery()
        began = select(rounds.c.closing_at).where(rounds.c.round == closing.first).scalar_subquery()
        async with self._database.read() as connection:
            is_told = (await connection.execute(select(fresh_at >= began))).scalar_one()
        known = await self._known("agencies", self._agencies)
        return bool(is_told) and not known.num_pending and not known.num_ack_pending

    async def are_parked(self, up_to: int, closing: SummaryRound) -> bool:
        """Of `cases` also one parked before the closing began: a stream that was filled again counts anew.

        Of `agencies` any, since the tree is frozen as it is known now.
        """
        began = select(rounds.c.closing_at).where(rounds.c.round == closing.first).scalar_subquery()
        before = or_(parked.c.stream_sequence <= up_to, parked.c.parked_at <= began)
        counts = or_(and_(parked.c.consumer == self._cases, before), parked.c.consumer == self._agencies)
        async with self._database.read() as connection:
            return bool((await connection.execute(select(exists().where(counts)))).scalar_one())

    async def _known(self, publisher: str, consumer: str) -> ConsumerInfo:
        try:
            known: ConsumerInfo = await self._jetstream.consumer_info(stream_of(publisher), consumer)
        except (NatsError, AssertionError, OSError) as error:  # nats-py asserts that it has connected once
            raise Unavailable("nats") from error
        return known
