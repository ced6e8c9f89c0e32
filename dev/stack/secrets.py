"""Passwords and keys of one stack: random, made once, readable for their owner alone."""

import os
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from secrets import token_bytes, token_urlsafe

from dev.files import write_whole

_KEY_BYTES = 32


class Secrets:
    """One file for each secret; a variable of the same name in the environment comes before it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> str:
        given = os.environ.get(name)
        return given or self._kept(name, token_urlsafe(24)).read_text().strip()

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """Several at once."""
        return {name: self[name] for name in sorted(names)}

    def key_file(self, name: str) -> Path:
        """The file of a 256-bit key, in base64 on one line."""
        return self._kept(f"{name}.key", b64encode(token_bytes(_KEY_BYTES)).decode())

    def _kept(self, name: str, fresh: str) -> Path:
        path = self._folder / name
        if not path.exists():
            write_whole(path, fresh + "\n")
        return path
