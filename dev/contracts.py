"""Compiles the contracts: `python -m dev.contracts` makes `build/proto` from `proto/`, when that has changed."""

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path

from dev.places import CHECKOUT

SOURCE = CHECKOUT / "proto"
TARGET = CHECKOUT / "build" / "proto"
_STAMP = ".made-from"
_TOOLS = ("grpcio-tools", "mypy-protobuf", "protobuf")


def main() -> int:
    """Compile when stale; protoc's own message and 1 when a contract is wrong."""
    if not is_stale(SOURCE, TARGET):
        return 0
    contracts = contracts_in(SOURCE)
    making = TARGET.with_name("proto.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    if contracts and (failed := _compile(contracts, making)):
        return failed
    (making / _STAMP).write_text(fingerprint(SOURCE))
    shutil.rmtree(TARGET, ignore_errors=True)
    making.rename(TARGET)
    print(f"{len(contracts)} contracts are compiled")
    return 0


def contracts_in(source: Path) -> list[Path]:
    """Our own contracts and the vendored ones, which ours import in their compiled form."""
    return sorted(source.rglob("*.proto"))


def is_stale(source: Path, target: Path) -> bool:
    """Whether `target` was made from anything but what `source` and the compilers are now."""
    stamp = target / _STAMP
    return not stamp.exists() or stamp.read_text() != fingerprint(source)


def fingerprint(source: Path) -> str:
    """A hash over every contract's path and content, the compilers' versions, and how this module calls them."""
    digest = hashlib.sha256(" ".join(f"{tool}={version(tool)}" for tool in _TOOLS).encode())
    digest.update(Path(__file__).read_bytes())
    for path in sorted(source.rglob("*.proto")):
        digest.update(f"\n{path.relative_to(source)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _compile(contracts: list[Path], target: Path) -> int:
    """In a process of its own, as protoc prints its messages itself; google's own contracts it finds beside it."""
    scripts = Path(sysconfig.get_path("scripts"))
    plugins = (f"--plugin={name}={scripts / name}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc"))
    wanted = ("--python_out=", "--grpc_python_out=", "--mypy_out=quiet:", "--mypy_grpc_out=quiet,only_async:")
    command = [
        sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={SOURCE}", *plugins,
        *(f"{option}{target}" for option in wanted), *(str(path) for path in contracts),
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
