"""The mails that came, one file each."""

import json
import re
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from dev.files import write_whole

_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Mail:
    """A mail as the page and the tests read it; `to` is whom the envelope named, whatever the headers say."""

    name: str
    message_id: str
    sender: str
    to: list[str]
    subject: str
    body: str
    received_at: str


class Box:
    """The folder of mails: `<received, in nanoseconds>-<random>.eml`, and the envelope beside each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._read_before: dict[str, Mail] = {}

    def keep(self, content: bytes, recipients: list[str]) -> None:
        """Store a mail; when this returns, it is on the disk. Its envelope is there before it."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
        write_whole(self._folder / f"{name}.json", json.dumps({"to": recipients}))
        write_whole(self._folder / f"{name}.eml", content)

    def names(self) -> list[str]:
        """What every mail is found by, the newest first."""
        return sorted((path.stem for path in self._folder.glob("[0-9]*.eml")), reverse=True)

    def mails(self, names: Iterable[str]) -> list[Mail]:
        """Those mails, in that order."""
        return [self._read(name) for name in names]

    def mail(self, name: str) -> Mail | None:
        """One mail by its name; None where there is none, or it is no name."""
        is_there = _NAME.fullmatch(name) and (self._folder / f"{name}.eml").exists()
        return self._read(name) if is_there else None

    def _read(self, name: str) -> Mail:
        """A mail that was kept stays as it is, so that it is read once."""
        if name not in self._read_before:
            self._read_before[name] = self._from_disk(self._folder / f"{name}.eml")
        return self._read_before[name]

    def _from_disk(self, path: Path) -> Mail:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        envelope = json.loads(path.with_suffix(".json").read_text())
        received = datetime.fromtimestamp(int(path.name.partition("-")[0]) / 1e9, UTC)
        return Mail(
            name=path.stem,
            message_id=str(message.get("Message-ID", "")),
            sender=str(message.get("From", "")),
            to=list(envelope["to"]),
            subject=str(message.get("Subject", "")),
            body=_text(message),
            received_at=received.isoformat(),
        )


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    return str(part.get_content()) if part is not None else ""
