"""Calls to another service, as this service itself; an outage becomes `Unavailable`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc
import grpc.aio

from kit.auth.own_token import OwnToken
from kit.domain.errors import Unavailable

CALL_SECONDS = 5.0
# A page of a snapshot holds whole complaints, however large.
MOST_BYTES = 64 * 1024 * 1024


class Neighbour:
    """A channel to one other service. `metadata` carries this service's own token."""

    def __init__(self, name: str, address: str, token: OwnToken) -> None:
        self._name = name
        self._token = token
        self.channel = grpc.aio.insecure_channel(address, options=[("grpc.max_receive_message_length", MOST_BYTES)])

    @asynccontextmanager
    async def calling(self) -> AsyncIterator[tuple[tuple[str, str], ...]]:
        """Yields the metadata to call with. Raises Unavailable when the neighbour does not answer in time."""
        metadata = (("authorization", f"Bearer {await self._token.get()}"),)
        try:
            yield metadata
        except grpc.aio.AioRpcError as error:
            if error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED):
                raise Unavailable(self._name) from error
            raise

    async def close(self) -> None:
        await self.channel.close()
