"""Wiring of `reporting`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nats.js import JetStreamContext

from kit.audit.witness import witness_servicer
from kit.events.consumer import Subscription
from kit.events.rebuilding import Rebuild, Snapshot
from kit.foundation import Foundation
from kit.grpc.server import Servicer
from kit.process import Service
from kit.work.jobs import Job
from reporting.adapters.counted_events import CountedStreams
from reporting.adapters.differences import SqlDifferenceReader
from reporting.adapters.figure_reader import SqlFigureReader
from reporting.adapters.neighbours import CasesClosings, DeadlinesReminders
from reporting.adapters.publishing import SqlClosingStore
from reporting.adapters.rounds import SqlRoundStore
from reporting.adapters.summaries import SqlSummaryStore
from reporting.adapters.tables import FIGURES, cases
from reporting.ports.agency_events import directory_subscription
from reporting.ports.case_events import cases_subscription
from reporting.ports.deadline_events import deadlines_subscription
from reporting.ports.report_grpc import report_servicer
from reporting.ports.round_closing import RoundClosing
from reporting.ports.summary_grpc import SummaryParts, summary_servicer
from reporting.settings import ReportingSettings
from rongrian.cases.v1.snapshot_service_pb2 import ListCaseLivesRequest
from rongrian.cases.v1.snapshot_service_pb2_grpc import SnapshotServiceStub
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent

_WITNESSED = frozenset({"svc-agencies", "svc-cases", "svc-deadlines"})


def servicers(on: Foundation) -> Sequence[Servicer]:
    reader = SqlFigureReader(on.database)
    return [
        report_servicer(reader, on.clock),
        summary_servicer(_summary_parts(on)),
        witness_servicer(on.database, services=_WITNESSED),
    ]


def subscriptions(on: Foundation) -> Sequence[Subscription[Any]]:
    return [directory_subscription(), cases_subscription(), deadlines_subscription()]


def rebuilds(on: Foundation) -> Sequence[Rebuild[Any]]:
    """The schema of figures and nothing else: rounds, summaries and what was published are records."""
    lives = Snapshot(
        on.neighbour("cases"), lambda channel: SnapshotServiceStub(channel).ListCaseLives, ListCaseLivesRequest
    )
    return [Rebuild(cases_subscription(), lives, counted=cases, emptied=tuple(FIGURES.tables.values()))]


def jobs(on: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    return [round_closing(on, jetstream)]


def round_closing(on: Foundation, jetstream: JetStreamContext) -> RoundClosing:
    events = counted_streams(on, jetstream)
    return RoundClosing(SqlClosingStore(on.database, on.clock), CasesClosings(on.neighbour("cases")), events, on.clock)


def counted_streams(on: Foundation, jetstream: JetStreamContext) -> CountedStreams:
    names = {"cases": cases_subscription().name, "agencies": directory_subscription().name}
    return CountedStreams(on.database, jetstream, **names)


def _summary_parts(on: Foundation) -> SummaryParts:
    return SummaryParts(
        summaries=SqlSummaryStore(on.database, on.clock),
        rounds=SqlRoundStore(on.database, on.clock),
        differences=SqlDifferenceReader(on.database, on.clock),
        reminders=DeadlinesReminders(on.neighbour("deadlines")),
        months=CasesClosings(on.neighbour("cases")),
        clock=on.clock,
    )


SERVICE = Service(
    name="reporting",
    settings=ReportingSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    subscriptions=subscriptions,
    rebuilds=rebuilds,
    jobs=jobs,
    event=ReportingEvent,
    witness="cases",
)
