"""Reminders of today, by mail, each to each officer once (DUE-5, DUE-6)."""

import asyncio
from collections.abc import Coroutine
from datetime import date
from typing import Any

from deadlines.app.store import Delivery, ReminderStore
from deadlines.app.telling import MailRefused, Post, PostOffice, Recipient, Recipients
from kit.domain.errors import Unavailable


async def remind(today: date, *, store: ReminderStore, recipients: Recipients, post_office: PostOffice) -> None:
    """Send what falls on `today` and is still true; what was not reached is sent by the next run.

    Raises Unavailable when `agencies` or the mail server is away. What fails for a reminder's own sake, also a mail
    that the server takes later only (MailRefused), is raised when the others have been sent.
    """
    await store.plan(today)
    failures: list[Exception] = []
    for reminder_id in await store.waiting(today):
        try:
            async with store.delivering(reminder_id) as delivery:
                if delivery is not None:
                    await _deliver(delivery, recipients, post_office)
        except Unavailable:
            raise
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


async def _deliver(delivery: Delivery, recipients: Recipients, post_office: PostOffice) -> None:
    """Tell everybody who is not told yet. Raises MailRefused when some are to be told later."""
    reminder = delivery.reminder
    to_tell = await recipients.of_agency(reminder.agency_id, reminder.accused_indexes)
    postponed: MailRefused | None = None
    if to_tell:
        async with post_office.open() as post:
            for recipient in to_tell:
                try:
                    await _to_the_end(_tell(delivery, post, recipient))
                except MailRefused as refusal:
                    postponed = refusal
    if postponed is not None:
        raise postponed
    delivery.finish()


async def _tell(delivery: Delivery, post: Post, recipient: Recipient) -> None:
    if not await delivery.claim(recipient.subject):
        return
    refused_with = None
    try:
        await post.send(delivery.reminder, recipient)
    except MailRefused as refusal:
        if not refusal.is_for_good:
            await delivery.release(recipient.subject)
            raise
        refused_with = refusal.code
    await delivery.settle(recipient.subject, refused_with)


async def _to_the_end(telling: Coroutine[Any, Any, None]) -> None:
    """A stop of the process lets a mail under way end, so that it is not sent again for want of its answer."""
    task = asyncio.ensure_future(telling)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
