"""Reminders of today, by mail: each to each officer once (DUE-5, DUE-6, DUE-10)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date
from typing import Any

from deadlines.app.letters import Letter
from deadlines.app.reminder_store import ReminderStore, Telling
from deadlines.app.telling import MailNotTaken, MailRefused, Post, PostOffice, Recipient, Recipients
from kit.domain.errors import Unavailable


async def remind(
    today: date,
    *,
    store: ReminderStore,
    recipients: Recipients,
    post_office: PostOffice,
    news: Callable[[], Awaitable[None]],
) -> None:
    """Plan what falls on `today` and send what is still true; what was not reached is sent by the next run.

    `news` is awaited before a new day is planned: what was told to this service the evening before is then known.
    Raises Unavailable when `agencies` or the mail server is away. What fails for one officer's sake, also a mail that
    the server takes later only (MailRefused), is raised when the others have been told.
    """
    if not await store.is_planned(today):
        await news()
    await store.plan(today)
    await store.tell_soon()
    waiting = await store.waiting(today)
    if not waiting:
        return
    failures: list[Exception] = []
    in_other_hands = False
    for subject in await store.to_tell(today):
        try:
            async with store.telling(today, subject) as telling:
                if telling is None:
                    in_other_hands = True
                else:
                    await _tell(telling, recipients, post_office)
        except Unavailable:
            raise
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    if not in_other_hands:
        await store.finish(waiting)


async def _tell(telling: Telling, recipients: Recipients, post_office: PostOffice) -> None:
    """Send an officer his letters. Raises MailRefused when some are to be sent later."""
    if not telling.letters:
        return
    recipient = await recipients.find(telling.subject)
    if recipient is None:
        return
    postponed: MailRefused | None = None
    async with post_office.open() as post:
        for letter in telling.letters:
            try:
                await _to_the_end(_send(telling, letter, post, recipient))
            except MailRefused as refusal:
                postponed = refusal
    if postponed is not None:
        raise postponed


async def _send(telling: Telling, letter: Letter, post: Post, recipient: Recipient) -> None:
    if not await telling.claim(letter):
        return
    refused_with = None
    try:
        await post.send(letter, recipient)
    except MailNotTaken:
        await telling.release(letter)
        raise
    except MailRefused as refusal:
        if not refusal.is_for_good:
            await telling.release(letter)
            raise
        refused_with = refusal.code
    await telling.settle(letter, refused_with)


async def _to_the_end(sending: Coroutine[Any, Any, None]) -> None:
    """A stop of the process lets a mail under way end, so that it is not sent again for want of its answer."""
    task = asyncio.ensure_future(sending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
