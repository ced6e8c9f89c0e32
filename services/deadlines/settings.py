"""Settings of `deadlines`: where mails go, who sends them and when, and where calendars are found."""

from pydantic import Field

from kit.settings import ServiceSettings


class DeadlinesSettings(ServiceSettings):
    """`smtp_address` is HOST:PORT; `work` does not start without it.

    `digest_hour` is the hour of Bangkok from which on reminders go out (DUE-10). `public_url` is where calendars reach
    the HTTP port of `serve` (DUE-11); without it a feed's address is told without a host.
    """

    smtp_address: str = ""
    mail_from: str = "rongrian@localhost"
    digest_hour: int = Field(default=7, ge=0, le=23)
    public_url: str = ""
