"""What Keycloak's refusals mean, by the bodies that a Keycloak 26.7 sent."""

import pytest
from keycloak.exceptions import KeycloakPostError

from agencies.adapters.keycloak_answers import keycloak_asked, through_lost_races
from agencies.adapters.keycloak_errors import AccountRefused, RaceLost

RACE_LOST = b'{"error":"invalid_request","error_description":"Could not add user role mappings!"}'
UNKNOWN_ERROR = b'{"error":"unknown_error","error_description":"For more on this error consult the server log."}'
TOO_SHORT = b'{"error":"invalidPasswordMinLengthMessage","error_description":"Invalid password: minimum length 12."}'


class Keycloak:
    """Answers each call in turn with a refusal, and with success when none is left."""

    def __init__(self, *refusals: tuple[int, bytes]) -> None:
        self._refusals = list(refusals)
        self.calls = 0

    @through_lost_races
    async def verb(self) -> str:
        self.calls += 1
        with keycloak_asked():
            if self._refusals:
                status, body = self._refusals.pop(0)
                raise KeycloakPostError("refused", response_code=status, response_body=body)
        return "done"


async def test_a_call_that_lost_a_race_is_made_again_and_nobody_hears_of_it() -> None:
    keycloak = Keycloak((400, RACE_LOST), (500, UNKNOWN_ERROR))
    assert await keycloak.verb() == "done"
    assert keycloak.calls == 3


async def test_a_call_that_loses_five_races_fails_as_an_outage_and_not_as_a_wrong_password() -> None:
    keycloak = Keycloak(*[(400, RACE_LOST)] * 9)
    with pytest.raises(RaceLost):
        await keycloak.verb()
    assert keycloak.calls == 5


async def test_what_keycloak_refuses_is_asked_once() -> None:
    keycloak = Keycloak((400, TOO_SHORT))
    with pytest.raises(AccountRefused) as refusal:
        await keycloak.verb()
    assert (refusal.value.reason, keycloak.calls) == ("invalidPasswordMinLengthMessage", 1)
