"""Wiring of `reporting`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from nats.js import JetStreamContext

from kit.audit.witness import witness_servicer
from kit.directory.follow import DirectoryFollower
from kit.events.consumer import Consumer
from kit.foundation import Foundation
from kit.grpc.server import Servicer
from kit.process import Service
from kit.work.jobs import Job
from reporting.adapters.figure_reader import SqlFigureReader
from reporting.ports.agency_events import directory_subscription
from reporting.ports.case_events import cases_subscription
from reporting.ports.deadline_events import deadlines_subscription
from reporting.ports.report_grpc import report_servicer
from reporting.settings import ReportingSettings
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent

_WITNESSED = frozenset({"svc-agencies", "svc-cases", "svc-deadlines"})


def servicers(on: Foundation) -> Sequence[Servicer]:
    reader = SqlFigureReader(on.database)
    return [report_servicer(reader, on.clock), witness_servicer(on.database, services=_WITNESSED)]


def jobs(on: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    agencies = Consumer(on.database, jetstream, directory_subscription())
    return [
        DirectoryFollower(on.database, on.neighbour("agencies"), agencies),
        Consumer(on.database, jetstream, cases_subscription()),
        Consumer(on.database, jetstream, deadlines_subscription()),
    ]


SERVICE = Service(
    name="reporting",
    settings=ReportingSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    jobs=jobs,
    event=ReportingEvent,
    witness="cases",
)
