"""Wiring of `reporting`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kit.audit.witness import witness_servicer
from kit.events.consumer import Subscription
from kit.foundation import Foundation
from kit.grpc.server import Servicer
from kit.process import Service
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


def subscriptions(on: Foundation) -> Sequence[Subscription[Any]]:
    return [directory_subscription(), cases_subscription(), deadlines_subscription()]


SERVICE = Service(
    name="reporting",
    settings=ReportingSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    subscriptions=subscriptions,
    event=ReportingEvent,
    witness="cases",
)
