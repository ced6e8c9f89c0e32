"""Wiring of `deadlines`, and nothing else."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from nats.js import JetStreamContext

from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.reading import ObligationReader
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.adapters.smtp import SmtpPostOffice
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.app.remind import remind
from deadlines.app.sweep import sweep
from deadlines.ports.case_events import cases_subscription
from deadlines.ports.daily import OLDEST_SECONDS, DailyJob
from deadlines.ports.deadline_grpc import deadline_servicer
from deadlines.ports.gauges import ObligationGauges
from deadlines.settings import DeadlinesSettings
from kit.directory.follow import DirectoryFollower, agencies_subscription
from kit.events.consumer import Consumer
from kit.foundation import Foundation
from kit.grpc.neighbour import Neighbour
from kit.grpc.server import Servicer
from kit.process import Service
from kit.work.jobs import Job
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent


def servicers(on: Foundation) -> Sequence[Servicer]:
    return [deadline_servicer(ObligationReader(on.database))]


def jobs(on: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    agencies = on.neighbour("agencies")
    sweeping = SqlSweepStore(on.database, on.clock)
    return [
        DirectoryFollower(on.database, agencies, Consumer(on.database, jetstream, agencies_subscription("deadlines"))),
        Consumer(on.database, jetstream, cases_subscription(on.clock)),
        sweep_job(on, sweeping),
        reminder_job(on, agencies),
        ObligationGauges(sweeping),
    ]


def sweep_job(on: Foundation, store: SqlSweepStore) -> DailyJob:
    async def act(today: date) -> None:
        await sweep(today, store=store)

    return DailyJob("sweep", on.clock, act, store.is_overdue_left, longest_seconds=OLDEST_SECONDS)


def reminder_job(on: Foundation, agencies: Neighbour) -> DailyJob:
    """Raises SystemExit when no mail server is set."""
    settings = on.settings
    if not isinstance(settings, DeadlinesSettings) or not settings.smtp_address:
        raise SystemExit("setting RONGRIAN_SMTP_ADDRESS: it is required to work")
    store, recipients = SqlReminderStore(on.database), AgenciesRecipients(agencies)
    post_office = SmtpPostOffice(settings.smtp_address, settings.mail_from)

    async def act(today: date) -> None:
        await remind(today, store=store, recipients=recipients, post_office=post_office)

    async def is_left(day: date) -> bool:
        # A step whose day has passed is not sent any more.
        return day == on.clock.today() and await store.is_reminder_left(day)

    return DailyJob("reminders", on.clock, act, is_left)


SERVICE = Service(
    name="deadlines",
    settings=DeadlinesSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    jobs=jobs,
    event=DeadlinesEvent,
    witness="reporting",
)
