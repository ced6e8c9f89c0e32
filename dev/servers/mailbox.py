"""A mailbox that takes every mail and shows it: `python -m dev.servers.mailbox --smtp … --http … --folder …`.

A mail is on the disk before SMTP's 250, so that a mail the sender believes sent is never lost by a kill.
"""

import argparse
import asyncio
import json
import signal
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from dev.servers.mailbox_box import Box
from dev.servers.mailbox_page import mail_page, mails_page

MAILS_ON_A_PAGE = 100


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
            address = urlsplit(self.path)
            path, before = unquote(address.path), parse_qs(address.query).get("before", [""])[0]
            if path == "/messages.json":
                mails = [asdict(mail) for mail in box.mails(box.names())]
                return self._send(json.dumps(mails, ensure_ascii=False), "application/json")
            if path == "/":
                return self._send(page_of(box, before))
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


def page_of(box: Box, before: str) -> str:
    """The newest mails, or the newest of those that came before that one."""
    names = box.names()
    older = [name for name in names if not before or name < before]
    shown = [asdict(mail) for mail in box.mails(older[:MAILS_ON_A_PAGE])]
    return mails_page(shown, of=len(names), has_older=len(older) > MAILS_ON_A_PAGE)


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
