"""From the word of ป.ป.ท. to the frozen figures (SUM-5): each step may be repeated, only the last changes anything."""

from kit.clock import Clock
from kit.domain.errors import Unavailable
from reporting.app.round_store import CasesMonths, ClosingStore, CountedEvents
from reporting.domain.summary_round import SummaryRound, WaitsFor


async def carry_on_closing(
    *, store: ClosingStore, months: CasesMonths, events: CountedEvents, clock: Clock
) -> list[SummaryRound]:
    """Take every round that is closing as far as it goes now; those that are still closing afterwards."""
    found = await store.closing_rounds()
    for closing in found:
        async with store.alone(closing) as is_alone:
            if is_alone:
                await _carry_on(closing, store, months, events, clock)
    return await store.closing_rounds() if found else []


async def _carry_on(
    closing: SummaryRound, store: ClosingStore, months: CasesMonths, events: CountedEvents, clock: Clock
) -> None:
    waits_for = await _waits_for(closing, months, events)
    if waits_for is WaitsFor.NOTHING:
        is_frozen = await store.freeze(closing.close(clock.business_now(), clock.today()))
        waits_for = WaitsFor.NOTHING if is_frozen else WaitsFor.EVENTS
    if waits_for not in (WaitsFor.NOTHING, closing.waits_for):
        await store.note(closing, waits_for)


async def _waits_for(closing: SummaryRound, months: CasesMonths, events: CountedEvents) -> WaitsFor:
    """Asks `cases` anew each time: a stream that was filled again meanwhile ends elsewhere."""
    try:
        month = await months.lock(closing.data_month)
    except Unavailable:
        return WaitsFor.CASES
    if not month.is_published:
        return WaitsFor.CASES
    try:
        is_counted = await events.are_taken_in(month.last_sequence)
        if not is_counted or not await events.is_tree_taken_in(closing):
            return WaitsFor.EVENTS
    except Unavailable:
        return WaitsFor.EVENTS
    return WaitsFor.PARKED if await events.are_parked(month.last_sequence, closing) else WaitsFor.NOTHING
