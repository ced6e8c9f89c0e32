"""Migrations of one service's database: the kit's tables and the service's own, then the rights of its roles."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from kit.database.engine import open_engine
from kit.database.grants import grant_rights
from kit.settings import ServiceSettings

KIT_MIGRATIONS = Path(__file__).parent.parent / "migrations"
# One number for all: two migrations of a database never run side by side.
_MIGRATION_LOCK = 7_463_111


def migration_config(service_migrations: Path, connection: Connection | None = None) -> Config:
    """Alembic's settings for a service: its own versions beside the kit's, two branches of one database."""
    config = Config()
    config.set_main_option("script_location", str(KIT_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", f"{KIT_MIGRATIONS / 'versions'}:{service_migrations / 'versions'}")
    config.attributes["connection"] = connection
    return config


def migrate(settings: ServiceSettings, service_migrations: Path) -> None:
    """Bring the database up to the newest tables as its owner; may be repeated and waits its turn.

    Raises SystemExit when the owner's or the linker's address is not set.
    """
    if settings.owner_database_url is None or settings.linker_database_url is None:
        raise SystemExit("migrate needs RONGRIAN_OWNER_DATABASE_URL and RONGRIAN_LINKER_DATABASE_URL")
    asyncio.run(
        migrate_database(
            settings.owner_database_url,
            service_migrations,
            application=role_of(settings.database_url),
            linker=role_of(settings.linker_database_url),
        )
    )


async def migrate_database(owner: SecretStr, service_migrations: Path, *, application: str, linker: str) -> None:
    """As `migrate`, with the three roles handed in."""
    engine = open_engine(owner, pool=1)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SET LOCAL lock_timeout = '30s'"))
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade, service_migrations)
            await grant_rights(connection, application=application, linker=linker)
    finally:
        await engine.dispose()


def role_of(url: SecretStr) -> str:
    """The role that an address logs in with."""
    role = make_url(url.get_secret_value()).username
    if role is None:
        raise SystemExit("a database address names no role")
    return role


def _upgrade(connection: Connection, service_migrations: Path) -> None:
    command.upgrade(migration_config(service_migrations, connection), "heads")
