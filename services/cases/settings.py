"""Settings of `cases`: none beside those of every service."""

from kit.settings import ServiceSettings


class CasesSettings(ServiceSettings):
    pass
