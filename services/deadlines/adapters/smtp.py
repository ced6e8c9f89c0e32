"""Mails over SMTP; what the server answers tells whether a mail was taken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiosmtplib

from deadlines.adapters.reminder_mail import mail_of
from deadlines.app.letters import Letter
from deadlines.app.telling import MailNotTaken, MailRefused, Recipient
from kit.domain.errors import Unavailable

TIMEOUT_SECONDS = 10.0
# A server may look a mail through before it says that it has taken it; RFC 5321 would give it ten minutes.
TAKING_SECONDS = 60.0
# SMTP's own code for an address that is not one; also for one that this server cannot be told.
NO_SUCH_ADDRESS = 553


class SmtpPostOffice:
    """`address` is HOST:PORT; STARTTLS is used where the server offers it."""

    def __init__(self, address: str, sender: str) -> None:
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._sender = sender

    @asynccontextmanager
    async def open(self) -> AsyncIterator["SmtpPost"]:
        client = _Client(hostname=self._host, port=self._port, timeout=TIMEOUT_SECONDS)
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError):
            raise Unavailable("mail") from None
        try:
            yield SmtpPost(client, self._sender)
        finally:
            client.close()


class _Client(aiosmtplib.SMTP):
    """Notes that the server is about to be given a mail."""

    is_given = False

    async def data(self, message: str | bytes, /, **_: Any) -> aiosmtplib.SMTPResponse:
        self.is_given = True
        return await super().data(message, timeout=TAKING_SECONDS)


class SmtpPost:
    def __init__(self, client: _Client, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def send(self, letter: Letter, recipient: Recipient) -> None:
        self._client.is_given = False
        try:
            mail = mail_of(letter, sender=self._sender, recipient=recipient)
            await self._client.send_message(mail, sender=self._sender, recipients=[recipient.address])
        except (ValueError, aiosmtplib.SMTPNotSupported):
            raise MailRefused(NO_SUCH_ADDRESS) from None
        except aiosmtplib.SMTPRecipientsRefused as refusal:
            raise MailRefused(refusal.recipients[0].code) from None
        except aiosmtplib.SMTPResponseException as refusal:
            raise MailRefused(refusal.code) from None
        except (aiosmtplib.SMTPException, OSError):
            raise (Unavailable("mail") if self._client.is_given else MailNotTaken) from None
