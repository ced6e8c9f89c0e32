"""Settings that every service has; each service adds its own. Read once at start from RONGRIAN_* variables."""

import sys
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Frozen settings. A wrong or missing one stops the start with its name and the reason (OPS-5)."""

    model_config = SettingsConfigDict(env_prefix="RONGRIAN_", frozen=True, extra="ignore")

    environment: Literal["production", "demo", "test"] = "production"
    database_url: SecretStr
    owner_database_url: SecretStr | None = None
    linker_database_url: SecretStr | None = None
    database_pool: int = 8
    nats_url: SecretStr
    issuer: str
    audience: str = "rongrian"
    client_id: str
    client_secret: SecretStr
    grpc_address: str = "127.0.0.1:0"
    http_address: str = "127.0.0.1:0"
    master_key_file: Path
    index_key_file: Path
    business_day_file: Path | None = None
    agencies_address: str = ""
    cases_address: str = ""
    deadlines_address: str = ""
    reporting_address: str = ""

    @model_validator(mode="after")
    def _production_keeps_the_real_day(self) -> Self:
        if self.environment == "production" and self.business_day_file is not None:
            raise ValueError("business_day_file moves the day by hand and is refused in production")
        return self


S = TypeVar("S", bound=ServiceSettings)


def load_settings(kind: type[S]) -> S:
    """Read the settings from the environment, or end the process with a sentence for each that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in fault["loc"]).upper()
            print(f"setting RONGRIAN_{name or '*'}: {fault['msg']}", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
