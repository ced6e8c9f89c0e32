"""Wiring of `cases`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from nats.js import JetStreamContext

from cases.adapters.store import SqlCaseStore
from cases.ports.audit_heads import reporting_subscription
from cases.ports.case_grpc import case_servicer
from cases.settings import CasesSettings
from kit.audit.witness import witness_servicer
from kit.directory.follow import DirectoryFollower, agencies_subscription
from kit.events.consumer import Consumer
from kit.foundation import Foundation
from kit.grpc.server import Servicer
from kit.process import Service
from kit.work.jobs import Job
from rongrian.cases.v1.case_events_pb2 import CasesEvent


def servicers(on: Foundation) -> Sequence[Servicer]:
    store = SqlCaseStore(on.database, on.clock, on.sealer, on.blind_index)
    return [case_servicer(store, on.clock), witness_servicer(on.database, services=frozenset({"svc-reporting"}))]


def jobs(on: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    agencies = Consumer(on.database, jetstream, agencies_subscription("cases"))
    return [
        DirectoryFollower(on.database, on.neighbour("agencies"), agencies),
        Consumer(on.database, jetstream, reporting_subscription()),
    ]


SERVICE = Service(
    name="cases",
    settings=CasesSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    jobs=jobs,
    event=CasesEvent,
    witness="reporting",
)
