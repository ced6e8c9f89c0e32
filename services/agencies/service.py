"""Wiring of `agencies`, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from nats.js import JetStreamContext

from agencies.adapters.directory import DirectoryReader
from agencies.adapters.heartbeat import Heartbeat
from agencies.adapters.keycloak import KeycloakAccounts
from agencies.adapters.officer_store import SqlOfficerStore
from agencies.adapters.tree_store import SqlTreeStore
from agencies.ports.account_settler import AccountSettler
from agencies.ports.agency_grpc import agency_servicer
from agencies.ports.directory_grpc import directory_servicer
from agencies.ports.officer_grpc import officer_servicer
from agencies.ports.summary_settler import SummarySettler
from agencies.settings import AgenciesSettings
from kit.foundation import Foundation
from kit.grpc.server import Servicer
from kit.process import Service
from kit.work.jobs import Job
from rongrian.agencies.v1.agency_events_pb2 import AgenciesEvent


def servicers(on: Foundation) -> Sequence[Servicer]:
    return [
        agency_servicer(_tree(on), on.clock),
        officer_servicer(_officers(on), _accounts(on), on.blind_index),
        directory_servicer(DirectoryReader(on.database)),
    ]


def jobs(on: Foundation, jetstream: JetStreamContext) -> Sequence[Job]:
    return [
        Heartbeat(on.database, jetstream, on.clock),
        AccountSettler(_officers(on), _accounts(on)),
        SummarySettler(_tree(on)),
    ]


def _tree(on: Foundation) -> SqlTreeStore:
    return SqlTreeStore(on.database, on.clock)


def _officers(on: Foundation) -> SqlOfficerStore:
    return SqlOfficerStore(on.database, on.clock, on.sealer, on.blind_index)


def _accounts(on: Foundation) -> KeycloakAccounts:
    settings = on.settings
    assert isinstance(settings, AgenciesSettings)
    accounts = KeycloakAccounts(
        url=settings.keycloak_url,
        realm=settings.keycloak_realm,
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
    )
    on.ending.push_async_callback(accounts.close)
    return accounts


SERVICE = Service(
    name="agencies",
    settings=AgenciesSettings,
    migrations=Path(__file__).parent / "migrations",
    servicers=servicers,
    jobs=jobs,
    event=AgenciesEvent,
    witness="reporting",
)
