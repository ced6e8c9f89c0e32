"""The environment of a service's process: what that process needs and nothing else."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dev.places import CHECKOUT, SERVICES
from dev.servers.keycloak import REALM, Keycloak
from dev.servers.mail import MailServer
from dev.servers.nats import Nats
from dev.servers.postgres import Postgres
from dev.servers.program import Program, Server, Wave, surroundings
from dev.stack.ports import Ports
from dev.stack.secrets import Secrets

Role = Literal["owner", "app", "linker"]
Verb = Literal["serve", "work", "migrate"]
ROLES: tuple[Role, ...] = ("owner", "app", "linker")
AUDIENCE = "rongrian"


@dataclass(frozen=True)
class Surroundings:
    """What every service of a stack stands among."""

    kind: Literal["demo", "test"]
    folder: Path
    ports: Ports
    secrets: Secrets
    postgres: Postgres
    nats: Nats
    keycloak: Keycloak
    mail: MailServer

    @property
    def servers(self) -> dict[str, Server]:
        """By the name of the program; some may be the environment's and not ours to start."""
        return {"postgres": self.postgres, "nats": self.nats, "keycloak": self.keycloak, "mailbox": self.mail}

    @property
    def business_day_file(self) -> Path:
        """One file that every service reads; not there until a day is set."""
        return self.folder / "business-day"

    def passwords(self, service: str) -> dict[str, str]:
        """A password for each database role of a service."""
        return {role: self.secrets[f"{service.upper()}_{role.upper()}_PASSWORD"] for role in ROLES}

    def database_url(self, service: str, role: Role, database: str | None = None) -> str:
        """A service's database, as one of its roles."""
        return self.postgres.url(database or service, f"{service}_{role}", self.passwords(service)[role])

    def environment(self, service: str, verb: Verb) -> dict[str, str]:
        """The variables of `python -m <service> <verb>`, which never holds the owner's login unless it migrates."""
        name = service.upper()
        common = {
            "RONGRIAN_ENVIRONMENT": self.kind,
            "RONGRIAN_DATABASE_URL": self.database_url(service, "app"),
            "RONGRIAN_NATS_URL": self.nats.url,
            "RONGRIAN_ISSUER": self.keycloak.issuer,
            "RONGRIAN_AUDIENCE": AUDIENCE,
            "RONGRIAN_CLIENT_ID": f"svc-{service}",
            "RONGRIAN_CLIENT_SECRET": self.secrets[f"SVC_{name}_SECRET"],
            "RONGRIAN_MASTER_KEY_FILE": str(self.secrets.key_file("master")),
            "RONGRIAN_INDEX_KEY_FILE": str(self.secrets.key_file("index")),
            "RONGRIAN_BUSINESS_DAY_FILE": str(self.business_day_file),
            "RONGRIAN_SMTP_ADDRESS": self.mail.smtp,
            "PYTHONUNBUFFERED": "1",
        }
        addresses = {f"RONGRIAN_{each.upper()}_ADDRESS": self.ports.address(f"{each}-grpc") for each in SERVICES}
        return surroundings() | common | addresses | self._of_verb(service, verb) | self._of_service(service)

    def program(self, service: str, verb: Literal["serve", "work"]) -> Program:
        """One of a service's two long-lived processes."""
        command = (sys.executable, "-m", service, verb)
        return Program(f"{service}-{verb}", command, CHECKOUT, Wave.SERVICES, self.environment(service, verb))

    def _of_verb(self, service: str, verb: Verb) -> dict[str, str]:
        linker = {"RONGRIAN_LINKER_DATABASE_URL": self.database_url(service, "linker")}
        if verb == "migrate":
            return linker | {"RONGRIAN_OWNER_DATABASE_URL": self.database_url(service, "owner")}
        http = {"RONGRIAN_HTTP_ADDRESS": self.ports.address(f"{service}-{verb}")}
        if verb == "serve":
            return http | {"RONGRIAN_GRPC_ADDRESS": self.ports.address(f"{service}-grpc")}
        return http | linker

    def _of_service(self, service: str) -> dict[str, str]:
        if service == "agencies":
            return {"RONGRIAN_KEYCLOAK_URL": self.keycloak.url, "RONGRIAN_KEYCLOAK_REALM": REALM}
        if service == "deadlines":
            # The business day begins when it is set: reminders do not wait for a morning of the real clock.
            public_url = f"http://{self.ports.address('deadlines-serve')}"
            return {"RONGRIAN_DIGEST_HOUR": "0", "RONGRIAN_PUBLIC_URL": public_url}
        return {}
