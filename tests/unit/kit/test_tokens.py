"""Tokens against an issuer's keys, at times and for audiences that Keycloak would not give on request."""

import time
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from kit.auth.errors import TokenExpired, TokenForeign, TokenForged
from kit.auth.tokens import TokenChecker

ISSUER = "https://issuer.example/realms/rongrian"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class CheckerWithKey(TokenChecker):
    """Knows the issuer's key beforehand, so that nothing is fetched."""

    def __init__(self) -> None:
        super().__init__(ISSUER, "rongrian")
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        self._keys = {"k": jwt.PyJWK({**public, "kid": "k", "alg": "RS256"})}
        self._fetched_at = time.monotonic()


def token(**changed: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": "rongrian",
        "azp": "rongrian-web",
        "sub": str(UUID(int=1)),
        "iat": now,
        "exp": now + 300,
        "realm_access": {"roles": ["unit", "default-roles-rongrian"]},
        "agency": str(UUID(int=2)),
    }
    return jwt.encode(claims | changed, KEY, algorithm="RS256", headers={"kid": "k"})


async def test_a_token_that_holds_names_its_holder() -> None:
    actor = await CheckerWithKey().check(token(marks=["integrity"]))

    assert (actor.subject, actor.agency_id, actor.client) == (UUID(int=1), UUID(int=2), "rongrian-web")
    assert actor.is_any("unit")
    assert not actor.is_any("pacc")
    assert actor.marks == {"integrity"}


async def test_a_token_longer_than_any_of_ours_is_not_even_read() -> None:
    with pytest.raises(TokenForged):
        await CheckerWithKey().check(token(padding="x" * 9000))


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("seconds", [-1, -3600])
async def test_a_token_past_its_time_has_expired(seconds: int) -> None:
    with pytest.raises(TokenExpired):
        await CheckerWithKey().check(token(exp=int(time.time()) + seconds))


@pytest.mark.rule("ROLE-1")
async def test_a_token_kept_in_memory_ends_with_its_time() -> None:
    checker, short = CheckerWithKey(), token(exp=int(time.time()) + 1)
    await checker.check(short)

    while time.time() < jwt.decode(short, options={"verify_signature": False})["exp"]:
        time.sleep(0.05)  # noqa: ASYNC251 - nothing else runs here

    with pytest.raises(TokenExpired):
        await checker.check(short)


@pytest.mark.rule("ROLE-1")
async def test_a_token_for_another_audience_is_foreign() -> None:
    with pytest.raises(TokenForeign):
        await CheckerWithKey().check(token(aud="another"))
