"""Monthly summaries follow what `reporting` tells."""

from collections.abc import Sequence
from datetime import date

from deadlines.app.store import SummaryFollowing
from deadlines.domain.summary import RoundClosing, SummaryTold

BATCH = 200


async def follow_summaries(
    told: Sequence[SummaryTold], closings: Sequence[RoundClosing] = (), *, today: date, store: SummaryFollowing
) -> None:
    """Open, meet and end what follows, in whatever order and however often word of it comes (REL-3, SUM-5)."""
    await store.note_closed(closings)
    for first in range(0, len(told), BATCH):
        batch = told[first : first + BATCH]
        async with store.following([each.facts for each in batch]) as followed:
            for each in batch:
                followed.objects[each.facts.object_id].take(each)
            followed.judge(today)
    while closings:
        async with store.closing(closings) as closed:
            if closed is None:
                return
            closed.judge(today)
