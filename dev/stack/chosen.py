"""Which servers a stack uses: its own, or those that the environment names."""

import os
from typing import Literal

from dev.places import CHECKOUT, SERVICES
from dev.servers import realm
from dev.servers.keycloak import Keycloak
from dev.servers.mail import MailServer
from dev.servers.nats import Nats
from dev.servers.postgres import Postgres
from dev.stack.environment import Surroundings
from dev.stack.folder import StateFolder
from dev.stack.ports import Ports
from dev.stack.secrets import Secrets

REALM_FILES = CHECKOUT / "docker" / "keycloak"


def chosen_servers(kind: Literal["demo", "test"], folder: StateFolder, ports: Ports) -> Surroundings:
    """RONGRIAN_POSTGRES_URL, _NATS_URL, _KEYCLOAK_URL and _SMTP_ADDRESS each replace a server of ours."""
    secrets = Secrets(folder.path / "secrets")
    postgres, mail = _postgres(folder, ports, secrets), _mail(folder, ports)
    return Surroundings(
        kind, folder.path, ports, secrets, postgres, _nats(folder, ports, secrets),
        _keycloak(folder, ports, secrets, postgres, mail), mail,
    )  # fmt: skip


def _postgres(folder: StateFolder, ports: Ports, secrets: Secrets) -> Postgres:
    if url := os.environ.get("RONGRIAN_POSTGRES_URL"):
        return Postgres.at(url)
    password = secrets["POSTGRES_PASSWORD"]
    return Postgres("127.0.0.1", ports["postgres"], password, folder=folder.data / "postgres")


def _nats(folder: StateFolder, ports: Ports, secrets: Secrets) -> Nats:
    if url := os.environ.get("RONGRIAN_NATS_URL"):
        return Nats(url)
    return Nats.ours(folder.data / "nats", ports["nats"], ports["nats_monitor"], secrets["NATS_PASSWORD"])


def _keycloak(folder: StateFolder, ports: Ports, secrets: Secrets, postgres: Postgres, mail: MailServer) -> Keycloak:
    if url := os.environ.get("RONGRIAN_KEYCLOAK_URL"):
        return Keycloak(url.rstrip("/"), admin_password=os.environ.get("KEYCLOAK_BOOTSTRAP_PASSWORD", ""))
    host, _, port = mail.smtp.rpartition(":")
    named = realm.secrets_of(realm.read(REALM_FILES)) | {f"SVC_{service.upper()}_SECRET" for service in SERVICES}
    return Keycloak(
        f"http://{ports.address('keycloak')}",
        folder.data / "keycloak",
        ports["keycloak_management"],
        f"postgresql://{postgres.host}:{postgres.port}/keycloak",
        secrets["KEYCLOAK_DATABASE_PASSWORD"],
        secrets["KEYCLOAK_BOOTSTRAP_PASSWORD"],
        secrets.named(named) | {"SMTP_HOST": host, "SMTP_PORT": port},
    )


def _mail(folder: StateFolder, ports: Ports) -> MailServer:
    if address := os.environ.get("RONGRIAN_SMTP_ADDRESS"):
        return MailServer(address)
    return MailServer(ports.address("smtp"), ports.address("mailbox"), folder.data / "mails")
