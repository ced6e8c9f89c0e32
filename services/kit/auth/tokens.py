"""Checking a token here, by its signature, issuer, audience and times (ROLE-1); nobody is asked for each call."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from typing import Any
from uuid import UUID

import httpx
import jwt
from jwt import PyJWK

from kit.auth.certificates import certificates_for
from kit.auth.errors import TokenExpired, TokenForeign, TokenForged, TokenUnreadable
from kit.domain.actor import Actor
from kit.domain.errors import Unavailable

ALGORITHMS = ["RS256", "ES256"]
MAX_TOKEN_BYTES = 8192
KEYS_SECONDS = 600.0
# A key id that nobody knows makes us ask again, but not more often than this.
ASK_AGAIN_SECONDS = 5.0
CACHED_TOKENS = 10_000


class TokenChecker:
    """Checks tokens of one issuer; keys are fetched when first needed and kept for ten minutes."""

    def __init__(self, issuer: str, audience: str) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys: dict[str, PyJWK] = {}
        self._fetched_at = self._asked_at = -KEYS_SECONDS
        self._fetching = asyncio.Lock()
        self._checked: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def check(self, token: str) -> Actor:
        """The caller that `token` names.

        Raises TokenForged, TokenForeign, TokenExpired, or Unavailable when the issuer's keys cannot be had.
        """
        if len(token) > MAX_TOKEN_BYTES:
            raise TokenForged
        digest = hashlib.sha256(token.encode()).digest()
        known = self._checked.get(digest)
        if known is not None and known[0] > time.time():
            return known[1]
        claims = await self._claims(token)
        actor = _actor_of(claims)
        self._checked[digest] = (float(claims["exp"]), actor)
        if len(self._checked) > CACHED_TOKENS:
            self._checked.popitem(last=False)
        return actor

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            key_id = jwt.get_unverified_header(token).get("kid", "")
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except jwt.InvalidTokenError:
            raise TokenForged from None
        if issuer != self._issuer:
            raise TokenForeign
        key = await self._key(key_id)
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self._audience,
                issuer=self._issuer,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "azp"]},
            )
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
            raise TokenExpired from None
        except (jwt.InvalidAudienceError, jwt.InvalidIssuerError):
            raise TokenForeign from None
        except jwt.InvalidTokenError:
            raise TokenForged from None
        return claims

    async def _key(self, key_id: str) -> PyJWK:
        if key_id not in self._keys or time.monotonic() - self._fetched_at > KEYS_SECONDS:
            await self._fetch(key_id)
        try:
            return self._keys[key_id]
        except KeyError:
            raise TokenForged from None

    async def _fetch(self, key_id: str) -> None:
        async with self._fetching:
            now = time.monotonic()
            if key_id in self._keys and now - self._fetched_at <= KEYS_SECONDS:
                return
            if now - self._asked_at < ASK_AGAIN_SECONDS:
                if self._keys:
                    return
                raise Unavailable("keycloak")
            self._asked_at = now
            try:
                async with httpx.AsyncClient(timeout=5, verify=certificates_for(self._issuer)) as client:
                    answer = await client.get(f"{self._issuer}/protocol/openid-connect/certs")
                    answer.raise_for_status()
            except httpx.HTTPError:
                if self._keys:
                    return  # The issuer is away: the keys we have are still its keys.
                raise Unavailable("keycloak") from None
            keys = (PyJWK(key) for key in answer.json()["keys"] if key.get("use", "sig") == "sig")
            self._keys = {str(key.key_id): key for key in keys}
            self._fetched_at = time.monotonic()


def _actor_of(claims: dict[str, Any]) -> Actor:
    try:
        agency = claims.get("agency")
        return Actor(
            subject=UUID(claims["sub"]),
            roles=frozenset(claims.get("realm_access", {}).get("roles", [])),
            agency_id=UUID(agency) if agency else None,
            marks=frozenset(claims.get("marks", [])),
            client=str(claims["azp"]),
        )
    except (ValueError, TypeError, AttributeError):
        raise TokenUnreadable from None
