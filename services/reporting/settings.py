"""Settings of `reporting`: none beside those of every service."""

from kit.settings import ServiceSettings


class ReportingSettings(ServiceSettings):
    pass
