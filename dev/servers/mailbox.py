"""A mailbox that takes every mail and shows it: `python -m dev.servers.mailbox --smtp … --http … --folder …`.

A mail is on the disk before SMTP's 250, so that a mail the sender believes sent is never lost by a kill.
"""

import argparse
import asyncio
import json
import signal
import threading
import time
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from aiosmtpd.smtp import SMTP, Envelope, Session

from dev.files import write_whole
from dev.servers.mailbox_page import mail_page, mails_page


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

    def keep(self, content: bytes, recipients: list[str]) -> None:
        """Store a mail; when this returns, it is on the disk. Its envelope is there before it."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
        write_whole(self._folder / f"{name}.json", json.dumps({"to": recipients}))
        write_whole(self._folder / f"{name}.eml", content)

    def mails(self) -> list[Mail]:
        """Every mail, newest first."""
        return [self._read(path) for path in sorted(self._folder.glob("[0-9]*.eml"), reverse=True)]

    def mail(self, name: str) -> Mail | None:
        """One mail by its name."""
        return next((mail for mail in self.mails() if mail.name == name), None)

    def _read(self, path: Path) -> Mail:
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


class _Taker:
    """aiosmtpd's handler; the name of the method is aiosmtpd's."""

    def __init__(self, box: Box) -> None:
        self._box = box

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, then say so; a full disk is a temporary failure, and the sender tries again."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        try:
            await asyncio.to_thread(self._box.keep, content, [str(address) for address in envelope.rcpt_tos])
        except OSError:
            return "451 The mail could not be stored, try again later"
        return "250 Message accepted for delivery"


def _pages(box: Box) -> type[BaseHTTPRequestHandler]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0])
            if path == "/messages.json":
                return self._send(
                    json.dumps([asdict(mail) for mail in box.mails()], ensure_ascii=False), "application/json"
                )
            if path == "/":
                return self._send(mails_page([asdict(mail) for mail in box.mails()]))
            mail = box.mail(path.removeprefix("/mail/"))
            return self._send(mail_page(asdict(mail))) if mail else self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Nothing: who reads which mail is not logged."""

        def _send(self, text: str, kind: str = "text/html") -> None:
            body = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.end_headers()
            self.wfile.write(body)

    return Pages


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


async def _serve(smtp: tuple[str, int], http: tuple[str, int], folder: Path) -> None:
    box, loop, gone = Box(folder), asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, gone.set)
    pages = ThreadingHTTPServer(http, _pages(box))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    server = await loop.create_server(lambda: SMTP(_Taker(box), hostname="mailbox.invalid", loop=loop), *smtp)
    async with server:
        await gone.wait()
    pages.shutdown()


def main() -> None:
    """Serve until SIGTERM."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--smtp", type=_address, required=True)
    options.add_argument("--http", type=_address, required=True)
    options.add_argument("--folder", type=Path, required=True)
    chosen = options.parse_args()
    asyncio.run(_serve(chosen.smtp, chosen.http, chosen.folder))


if __name__ == "__main__":
    main()
