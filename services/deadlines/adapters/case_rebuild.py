"""Making anew what `deadlines` keeps of the cases (REL-8).

Facts and acts of a case are thrown away in the transaction of the page that tells them again. Its obligations are not:
reminders, extensions and what was told of them hang on them, and by the same acts they are judged the same, under the
same ids, with nothing to tell (REL-3). So what opened, was missed or mailed is not told twice, and nobody meets a case
of which a part is known, whose obligations would be cancelled and opened again. Where there was nothing, they open.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.policies import load_rules
from deadlines.adapters.tables import acts, cases
from rongrian.cases.v1.case_events_pb2 import CasesEvent


async def forget_cases(connection: AsyncConnection, events: Sequence[CasesEvent]) -> None:
    """Forget facts and acts of the cases that `events` tell of, all of whose acts are among them."""
    # The rules stand still first, for everybody who works obligations out: so nobody waits for another in a circle.
    await load_rules(connection)
    told = {UUID(event.header.aggregate_id) for event in events}
    await connection.execute(delete(acts).where(acts.c.object_id.in_(told)))
    await connection.execute(delete(cases).where(cases.c.case_id.in_(told)))
