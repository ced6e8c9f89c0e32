"""What every process of a service opens before it does anything: settings' servers, keys and clock."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Self

from pydantic import SecretStr
from sqlalchemy import text

from kit.auth.own_token import OwnToken
from kit.auth.tokens import TokenChecker
from kit.clock import BusinessDayFile, Clock, RealClock
from kit.database.engine import Database, open_engine
from kit.directory.viewer import Directory
from kit.domain.errors import ServiceError
from kit.grpc.neighbour import Neighbour
from kit.sealing.blind_index import BlindIndex
from kit.sealing.keys import read_index_key, read_master_keys
from kit.sealing.seal import Sealer
from kit.settings import ServiceSettings


@dataclass(frozen=True, slots=True)
class Foundation:
    """Handed to a service's wiring. Nothing in it has connected yet when it is opened.

    What a service's wiring opens beside it goes into `ending`, and is closed with it.
    """

    service: str
    settings: ServiceSettings
    clock: Clock
    database: Database
    tokens: TokenChecker
    directory: Directory
    own_token: OwnToken
    sealer: Sealer
    blind_index: BlindIndex
    ending: AsyncExitStack = field(default_factory=AsyncExitStack)

    @classmethod
    def open(cls, service: str, settings: ServiceSettings, clock: Clock | None = None) -> Self:
        """Raises SystemExit when a key file is missing or wrong."""
        database = Database(open_engine(settings.database_url, pool=settings.database_pool))
        return cls(
            service=service,
            settings=settings,
            clock=clock or _clock_of(settings),
            database=database,
            tokens=TokenChecker(settings.issuer, settings.audience),
            directory=Directory(database),
            own_token=OwnToken(settings),
            sealer=Sealer(read_master_keys(settings.master_key_file)),
            blind_index=BlindIndex(read_index_key(settings.index_key_file)),
        )

    def open_as_linker(self) -> Database:
        """The database under the linker's own role. Raises SystemExit when its address is not set."""
        url: SecretStr | None = self.settings.linker_database_url
        if url is None:
            raise SystemExit("setting RONGRIAN_LINKER_DATABASE_URL: it is required to work")
        return Database(open_engine(url, pool=1))

    def neighbour(self, name: str) -> Neighbour:
        """A client of another service. Raises SystemExit when its address is not set."""
        address: str = getattr(self.settings, f"{name}_address")
        if not address:
            raise SystemExit(f"setting RONGRIAN_{name.upper()}_ADDRESS: it is required by {self.service}")
        neighbour = Neighbour(name, address, self.own_token)
        self.ending.push_async_callback(neighbour.close)
        return neighbour

    async def close(self) -> None:
        """Close every connection."""
        await self.ending.aclose()
        await self.database.close()

    async def not_ready(self) -> list[str]:
        """What a process of this service cannot do without and does not reach."""
        try:
            async with self.database.read() as connection:
                await connection.execute(text("SELECT 1"))
        except ServiceError:
            return ["database"]
        return []


def _clock_of(settings: ServiceSettings) -> Clock:
    return BusinessDayFile(settings.business_day_file) if settings.business_day_file else RealClock()
