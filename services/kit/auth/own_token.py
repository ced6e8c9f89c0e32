"""A service's own token, for its calls to other services (role `service`)."""

import asyncio
import time

import httpx

from kit.auth.certificates import certificates_for
from kit.domain.errors import Unavailable
from kit.settings import ServiceSettings

RENEW_BEFORE_SECONDS = 30.0


class OwnToken:
    """Gets a token by client credentials and renews it shortly before it ends."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._url = f"{settings.issuer}/protocol/openid-connect/token"
        self._credentials = (settings.client_id, settings.client_secret.get_secret_value())
        self._token = ""
        self._good_until = 0.0
        self._asking = asyncio.Lock()

    async def get(self) -> str:
        """A token that is good for some time yet. Raises Unavailable when the issuer is away."""
        async with self._asking:
            if time.monotonic() >= self._good_until:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        try:
            async with httpx.AsyncClient(timeout=5, verify=certificates_for(self._url)) as client:
                answer = await client.post(self._url, data={"grant_type": "client_credentials"}, auth=self._credentials)
                answer.raise_for_status()
        except httpx.HTTPError:
            raise Unavailable("keycloak") from None
        body = answer.json()
        self._token = body["access_token"]
        self._good_until = time.monotonic() + float(body["expires_in"]) - RENEW_BEFORE_SECONDS
