"""Every call is made by somebody whose token holds (ROLE-1); what is wrong with a token has a code of its own."""

import base64
import json
import time
from typing import Any
from uuid import uuid4

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from dev.stack import Stack
from rongrian.cases.v1.case_service_pb2 import ListCasesRequest
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support.answers import Refusal, refusal_of
from tests.support.cast import Cast

FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


async def asked_with(stub: CaseServiceStub, token: str) -> Refusal:
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    return await refusal_of(stub.ListCases(ListCasesRequest(), metadata=metadata))


def forged(stack: Stack, key_id: str, **changed: Any) -> str:
    """A token that says everything right and is signed by somebody else."""
    claims = {
        "iss": stack.around.keycloak.issuer,
        "aud": "rongrian",
        "azp": "rongrian-web",
        "sub": str(uuid4()),
        "iat": int(time.time()),
        "exp": int(time.time()) + 300,
        "realm_access": {"roles": ["auditor"]},
    }
    return jwt.encode(claims | changed, FOREIGN_KEY, algorithm="RS256", headers={"kid": key_id})


def key_id_of(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def unsigned(token: str, **changed: Any) -> str:
    """The token with other claims and its old signature."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    altered = base64.urlsafe_b64encode(json.dumps(claims | changed).encode()).rstrip(b"=").decode()
    return f"{header}.{altered}.{signature}"


@pytest.mark.rule("ROLE-1")
async def test_a_call_without_a_token_is_refused(stub: CaseServiceStub) -> None:
    refusal = await asked_with(stub, "")

    assert (refusal.status, refusal.code) == (grpc.StatusCode.UNAUTHENTICATED, "token_missing")


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("text", ["nonsense", "a.b.c"])
async def test_what_is_no_token_is_forged(stub: CaseServiceStub, text: str) -> None:
    assert (await asked_with(stub, text)).code == "token_forged"


@pytest.mark.rule("ROLE-1")
async def test_a_token_signed_by_another_key_is_forged(stub: CaseServiceStub, stack: Stack, cast: Cast) -> None:
    true_key_id = key_id_of(cast.token("test-auditor"))

    assert (await asked_with(stub, forged(stack, true_key_id))).code == "token_forged"
    assert (await asked_with(stub, forged(stack, "unknown"))).code == "token_forged"


@pytest.mark.rule("ROLE-1")
async def test_a_token_whose_claims_were_changed_is_forged(stub: CaseServiceStub, cast: Cast) -> None:
    token = unsigned(cast.token("test-krom1"), realm_access={"roles": ["auditor"]})

    assert (await asked_with(stub, token)).code == "token_forged"


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_an_algorithm_that_is_not_ours_is_forged(stub: CaseServiceStub, cast: Cast, algorithm: str) -> None:
    claims = jwt.decode(cast.token("test-auditor"), options={"verify_signature": False})
    key = "" if algorithm == "none" else "k" * 32
    token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": key_id_of(cast.token("test-auditor"))})

    assert (await asked_with(stub, token)).code == "token_forged"


@pytest.mark.rule("ROLE-1")
async def test_a_token_of_another_issuer_is_foreign(stub: CaseServiceStub, stack: Stack) -> None:
    assert (await asked_with(stub, forged(stack, "k", iss="https://elsewhere.example"))).code == "token_foreign"


@pytest.mark.rule("ROLE-1")
async def test_an_officer_without_any_role_for_it_lacks_the_permission(stub: CaseServiceStub, cast: Cast) -> None:
    refusal = await asked_with(stub, cast.token("test-user-admin"))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.PERMISSION_DENIED, "permission_missing")
