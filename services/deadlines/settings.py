"""Settings of `deadlines`: where mails go, and who sends them."""

from kit.settings import ServiceSettings


class DeadlinesSettings(ServiceSettings):
    """`smtp_address` is HOST:PORT; `work` does not start without it."""

    smtp_address: str = ""
    mail_from: str = "rongrian@localhost"
