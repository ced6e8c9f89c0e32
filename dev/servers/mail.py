"""Where mail goes: the mailbox of this stack, or an SMTP server that the environment names."""

import sys
from dataclasses import dataclass
from pathlib import Path

from dev.places import CHECKOUT
from dev.servers.program import Program, Wave, answers, first_line, surroundings


@dataclass(frozen=True)
class MailServer:
    """An SMTP server: ours when it has a folder, with a page to read what came."""

    smtp: str
    http: str = ""
    folder: Path | None = None

    @property
    def page(self) -> str:
        """The page of all mails."""
        return f"http://{self.http}/" if self.http else "(not ours: mails go to the server that was named)"

    def program(self) -> Program:
        """The mailbox is a process of its own, so that mails outlive whoever sent them."""
        options = ("--smtp", self.smtp, "--http", self.http, "--folder", str(self.folder))
        command = (sys.executable, "-m", "dev.servers.mailbox", *options)
        return Program("mailbox", command, CHECKOUT, Wave.CARRIERS, surroundings())

    def ready(self) -> bool:
        """Whether it takes mail and, where it is ours, shows it."""
        return self._greeting() is not None and (not self.http or answers(self.page))

    def version(self) -> str:
        """As the server itself reports it."""
        return (self._greeting() or "did not answer").removeprefix("220 ")

    def _greeting(self) -> str | None:
        host, _, port = self.smtp.rpartition(":")
        return first_line(host, int(port))
