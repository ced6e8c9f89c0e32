"""Reminders of today, by mail, each to each officer once (DUE-5, DUE-6)."""

from datetime import date

from deadlines.app.store import Delivery, ReminderStore
from deadlines.app.telling import MailRefused, PostOffice, Recipients
from kit.domain.errors import Unavailable


async def remind(today: date, *, store: ReminderStore, recipients: Recipients, post_office: PostOffice) -> None:
    """Send what falls on `today` and is still true; what was not reached is sent by the next run.

    Raises Unavailable when `agencies` or the mail server is away, or takes some mails later only.
    """
    await store.plan(today)
    postponed = False
    for reminder_id in await store.waiting(today):
        async with store.delivering(reminder_id) as delivery:
            if delivery is not None and not await _deliver(delivery, recipients, post_office):
                postponed = True
    if postponed:
        raise Unavailable("mail")


async def _deliver(delivery: Delivery, recipients: Recipients, post_office: PostOffice) -> bool:
    """Whether everybody has been told, so that the reminder is finished."""
    reminder = delivery.reminder
    to_tell = await recipients.of_agency(reminder.agency_id, reminder.accused_indexes)
    everybody = True
    async with post_office.open() as post:
        for recipient in to_tell:
            if not await delivery.claim(recipient.subject):
                continue
            try:
                await post.send(reminder, recipient)
            except MailRefused as refusal:
                if refusal.is_for_good:
                    await delivery.settle(recipient.subject, refused_with=refusal.code)
                else:
                    await delivery.release(recipient.subject)
                    everybody = False
            else:
                await delivery.settle(recipient.subject)
    if everybody:
        delivery.finish()
    return everybody
