"""A month closed at once, as the closing of its round freezes it."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import func, insert, or_, update

from kit.database.tables import directory_agency
from reporting.adapters.publishing import SqlClosingStore
from reporting.adapters.round_tables import rounds
from reporting.domain.summary_round import RoundState, SummaryRound, round_of_data
from rongrian.agencies.v1.agency_pb2 import AGENCY_KIND_MINISTRY
from tests.support.running import Running

NOON = datetime(2020, 10, 11, 5, tzinfo=UTC)


async def close_month(reporting: Running, month: date, on: date) -> None:
    """`month` by its first day, closed on the business day `on`."""
    closing = SummaryRound(round_of_data(month), RoundState.CLOSING)
    row = {"round": closing.first, "state": int(closing.state), "closing_at": NOON, "closing_by": UUID(int=9)}
    async with reporting.database.begin() as connection:
        await connection.execute(insert(rounds).values(row))
    await SqlClosingStore(reporting.database, reporting.foundation.clock).freeze(closing.close(NOON, on))


async def owe_summaries(reporting: Running) -> None:
    """Every ministry and every agency directly under one owes from May 2020 on."""
    is_ministry = directory_agency.c.kind == AGENCY_KIND_MINISTRY
    owes = or_(is_ministry, func.cardinality(directory_agency.c.path) == 3)
    owing = update(directory_agency).where(owes).values(owes_summaries_from=date(2020, 5, 1))
    async with reporting.database.begin() as connection:
        await connection.execute(owing)
