"""Wiring of `cases`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cases.adapters.closing import SqlMonthClosing
from cases.adapters.correction_store import SqlCorrections
from cases.adapters.correction_texts import ContractTexts
from cases.adapters.half_made import SqlHalfMadeRecords
from cases.adapters.history import HistoryReader
from cases.adapters.opening import SqlSealedDoor
from cases.adapters.reasons import ReasonReader
from cases.adapters.snapshot import SnapshotReader
from cases.adapters.store import SqlCaseStore
from cases.ports.audit_heads import reporting_subscription
from cases.ports.case_grpc import case_servicer
from cases.ports.closing_grpc import closing_servicer
from cases.ports.complaint_grpc import complaint_servicer
from cases.ports.correction_grpc import correction_servicer
from cases.ports.half_made_grpc import half_made_servicer
from cases.ports.people_grpc import people_servicer
from cases.ports.snapshot_grpc import snapshot_servicer
from cases.settings import CasesSettings
from kit.audit.witness import witness_servicer
from kit.directory.follow import agencies_subscription
from kit.events.consumer import Subscription
from kit.foundation import Foundation
from kit.grpc.server import Servicer
from kit.process import Service
from rongrian.cases.v1.case_events_pb2 import CasesEvent


def servicers(on: Foundation) -> Sequence[Servicer]:
    store = SqlCaseStore(on.database, on.clock, on.sealer, on.blind_index)
    history = HistoryReader(on.database, on.clock)
    door = SqlSealedDoor(on.database, on.clock, on.sealer, on.blind_index)
    texts = ContractTexts()
    corrections = SqlCorrections(on.database, on.clock, on.sealer, on.blind_index, texts, store)
    return [
        case_servicer(store, history, on.clock),
        complaint_servicer(store, history, on.clock),
        people_servicer(store, door, on.clock),
        correction_servicer(corrections, texts, on.clock),
        half_made_servicer(SqlHalfMadeRecords(on.database, on.sealer, on.blind_index)),
        closing_servicer(
            SqlMonthClosing(on.database, on.clock, on.settings.nats_url), ReasonReader(on.database), on.clock
        ),
        snapshot_servicer(SnapshotReader(on.database)),
        witness_servicer(on.database, services=frozenset({"svc-reporting"})),
    ]


def subscriptions(on: Foundation) -> Sequence[Subscription[Any]]:
    return [agencies_subscription("cases"), reporting_subscription()]


SERVICE = Service(
    name="cases",
    settings=CasesSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    subscriptions=subscriptions,
    event=CasesEvent,
    witness="reporting",
)
