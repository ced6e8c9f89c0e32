"""The master keys that wrap data keys, and the index key of the blind index; each from a file."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """Master keys by their id; the first line of the file is the one that new data keys are wrapped with."""

    current: str
    by_id: dict[str, bytes]


def read_master_keys(path: Path) -> MasterKeys:
    """Read one base64 key of 32 bytes a line, the current one first. Raises SystemExit naming what is wrong."""
    keys = [_decode(line, path) for line in _lines(path)]
    by_id = {hashlib.sha256(key).hexdigest()[:12]: key for key in keys}
    return MasterKeys(current=next(iter(by_id)), by_id=by_id)


def read_index_key(path: Path) -> bytes:
    """Read the one key of the blind index, shared by intake, cases and agencies. Raises SystemExit."""
    return _decode(_lines(path)[0], path)


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text().split()
    except OSError as error:
        raise SystemExit(f"key file {path}: {error.strerror}") from None
    if not lines:
        raise SystemExit(f"key file {path}: it is empty")
    return lines


def _decode(line: str, path: Path) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise SystemExit(f"key file {path}: every line must be {KEY_BYTES} bytes in base64")
    return key
