"""`republish`: the stream of one service."""

from datetime import datetime

from kit.commands.running import DONE
from kit.commands.showing import progress, tell
from kit.domain.thai_dates import BANGKOK
from kit.events.republish import Republishing
from kit.events.streams import connect_once, stream_of
from kit.foundation import Foundation


async def republish(foundation: Foundation, since: datetime | None) -> int:
    """Fill the stream again (REL-4) and say how many went out. Raises Unavailable when NATS is away."""
    service = foundation.service
    nats = await connect_once(foundation.settings.nats_url, f"{service}-republish")
    try:
        run = Republishing(foundation.database, nats.jetstream(), service, since)
        with progress(f"{service}: events") as show:
            count = await run.run(show)
        waiting = await run.not_yet_published()
    finally:
        await nats.close()
    when = f", those published since {since.astimezone(BANGKOK):%Y-%m-%d %H:%M} by the real clock" if since else ""
    tell(f"{service}: {count} events are in the stream {stream_of(service)} again{when}")
    if waiting:
        tell(f"{service}: {waiting} more were never published; its `work` does so by itself")
    return DONE
