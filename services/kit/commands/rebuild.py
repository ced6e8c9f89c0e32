"""`rebuild`: the read models of one service."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from kit.commands.running import DONE, TROUBLE
from kit.commands.showing import progress, tell, tell_trouble
from kit.directory.follow import take_snapshot
from kit.events.rebuilding import Rebuild, Rebuilding
from kit.events.streams import connect_once
from kit.foundation import Foundation

if TYPE_CHECKING:
    from kit.process import Service


class Source(Enum):
    """What a read model is made of."""

    SNAPSHOT = "snapshot"
    EVENTS = "events"


async def rebuild(service: Service, foundation: Foundation, source: Source, *, force: bool) -> int:
    """Make everything anew that follows from what others tell (REL-4, REL-8), and say how much that is.

    The copy of agencies and officers comes from the snapshot of `agencies` alone. TROUBLE for a service that keeps
    nothing of the kind. Raises what stands in the way.
    """
    consumers = {subscription.publisher: subscription.name for subscription in service.subscriptions(foundation)}
    rebuilds = service.rebuilds(foundation)
    if source is Source.SNAPSHOT and "agencies" in consumers:
        neighbour = foundation.neighbour("agencies")
        count = await take_snapshot(foundation.database, neighbour, consumers["agencies"])
        tell(f"{service.name}: {count} agencies and officers are taken from agencies")
    elif not rebuilds:
        tell_trouble(f"{service.name}: nothing in it is made of {source.value}.")
        return TROUBLE
    for each in rebuilds:
        await (_from_snapshot if source is Source.SNAPSHOT else _from_events)(foundation, each, force)
    return DONE


async def _from_snapshot(foundation: Foundation, each: Rebuild[Any], force: bool) -> None:
    publisher = each.subscription.publisher
    with progress(f"{foundation.service}: {publisher}") as show:
        count = await Rebuilding(foundation.database, each).from_snapshot(show)
    tell(f"{foundation.service}: {count} {publisher} are taken from the snapshot")


async def _from_events(foundation: Foundation, each: Rebuild[Any], force: bool) -> None:
    name = each.subscription.name
    nats = await connect_once(foundation.settings.nats_url, f"{name}-rebuild")
    try:
        with progress(f"{foundation.service}: events") as show:
            count = await Rebuilding(foundation.database, each).from_events(nats.jetstream(), show, force=force)
    finally:
        await nats.close()
    tell(f"{foundation.service}: {count} events of {each.subscription.publisher} are taken in again")
