"""Wiring of `deadlines`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nats.js import JetStreamContext
from starlette.routing import Route

from deadlines.adapters.agencies import AgenciesRecipients
from deadlines.adapters.bell import SqlBell
from deadlines.adapters.calendar_feeds import SqlCalendarFeeds
from deadlines.adapters.case_rebuild import forget_cases
from deadlines.adapters.extending import SqlExtensionStore
from deadlines.adapters.reading import ObligationReader
from deadlines.adapters.recounting import SqlRecountStore
from deadlines.adapters.reminding import SqlReminderStore
from deadlines.adapters.reminding_by_hand import SqlByHand
from deadlines.adapters.rule_store import SqlRuleStore
from deadlines.adapters.smtp import SmtpPostOffice
from deadlines.adapters.summary_duties import SqlSummaryDuties
from deadlines.adapters.sweeping import SqlSweepStore
from deadlines.adapters.tables import cases
from deadlines.ports.calendar_http import calendar_route
from deadlines.ports.case_events import cases_subscription
from deadlines.ports.daily import DailyJob
from deadlines.ports.deadline_grpc import deadline_servicer
from deadlines.ports.gauges import ObligationGauges
from deadlines.ports.morning import Morning
from deadlines.ports.opening import opening_job
from deadlines.ports.policy_grpc import policy_servicer
from deadlines.ports.recounting import Recounter
from deadlines.ports.reminder_grpc import reminder_servicer
from deadlines.ports.report_events import reporting_subscription
from deadlines.ports.summary_reminder_grpc import summary_reminder_servicer
from deadlines.ports.sweeping import SweepJob
from deadlines.settings import DeadlinesSettings
from kit.directory.follow import agencies_subscription
from kit.events.consumer import Consumer, Subscription
from kit.events.rebuilding import Rebuild, Snapshot
from kit.foundation import Foundation
from kit.grpc.neighbour import Neighbour
from kit.grpc.server import Servicer
from kit.process import Service
from kit.work.jobs import Job
from rongrian.cases.v1.snapshot_service_pb2 import ListCaseLivesRequest
from rongrian.cases.v1.snapshot_service_pb2_grpc import SnapshotServiceStub
from rongrian.deadlines.v1.deadline_events_pb2 import DeadlinesEvent


def servicers(on: Foundation) -> Sequence[Servicer]:
    bell, feeds = SqlBell(on.database, on.clock), SqlCalendarFeeds(on.database, on.clock)
    return [
        deadline_servicer(ObligationReader(on.database), SqlExtensionStore(on.database, on.clock), on.clock),
        policy_servicer(SqlRuleStore(on.database, on.clock)),
        reminder_servicer(bell, feeds, on.clock, _settings(on).public_url),
        summary_reminder_servicer(SqlByHand(on.database, on.clock)),
    ]


def subscriptions(on: Foundation) -> Sequence[Subscription[Any]]:
    return [agencies_subscription("deadlines"), cases_subscription(on.clock), reporting_subscription(on.clock)]


def rebuilds(on: Foundation) -> Sequence[Rebuild[Any]]:
    lives = Snapshot(
        on.neighbour("cases"), lambda channel: SnapshotServiceStub(channel).ListCaseLives, ListCaseLivesRequest
    )
    return [Rebuild(cases_subscription(on.clock), lives, counted=cases, forget=forget_cases)]


def jobs(on: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    sweeping = SqlSweepStore(on.database, on.clock)
    told_by: list[Subscription[Any]] = [cases_subscription(on.clock), reporting_subscription(on.clock)]
    return [
        SweepJob(sweeping, on.clock),
        opening_job(SqlSummaryDuties(on.database, on.clock), on.clock),
        Recounter(SqlRecountStore(on.database, on.clock), on.clock),
        reminder_job(on, on.neighbour("agencies"), [Consumer(on.database, jetstream, each) for each in told_by]),
        ObligationGauges(sweeping),
    ]


def reminder_job(on: Foundation, agencies: Neighbour, told_by: Sequence[Consumer[Any]]) -> DailyJob:
    """Raises SystemExit when no mail server is set."""
    settings = _settings(on)
    if not settings.smtp_address:
        raise SystemExit("setting RONGRIAN_SMTP_ADDRESS: it is required to work")

    async def untold() -> int:
        return sum([await consumer.waiting() for consumer in told_by])

    morning = Morning(
        clock=on.clock,
        store=SqlReminderStore(on.database, on.directory, on.clock),
        recipients=AgenciesRecipients(agencies),
        post_office=SmtpPostOffice(settings.smtp_address, settings.mail_from),
        hour=settings.digest_hour,
        untold=untold,
    )
    return DailyJob("reminders", on.clock, morning.act, morning.is_left)


def routes(on: Foundation) -> Sequence[Route]:
    return [calendar_route(SqlCalendarFeeds(on.database, on.clock), on.directory, on.clock)]


def _settings(on: Foundation) -> DeadlinesSettings:
    assert isinstance(on.settings, DeadlinesSettings)
    return on.settings


SERVICE = Service(
    name="deadlines",
    settings=DeadlinesSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    subscriptions=subscriptions,
    rebuilds=rebuilds,
    jobs=jobs,
    routes=routes,
    event=DeadlinesEvent,
    witness="reporting",
)
