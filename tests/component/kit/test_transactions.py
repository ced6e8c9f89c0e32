"""What is raised within a transaction: the database's own absence, and everything else as it was."""

from uuid import uuid4

import pytest

from kit.database import requests
from kit.database.requests import RequestKey, refuse_repetition
from kit.database.tables import answered_request
from tests.support.running import Running


@pytest.mark.parametrize("error", [PermissionError("a file"), TimeoutError("an answer of somebody else's")])
async def test_what_is_not_the_databases_fault_is_not_called_its_absence(cases: Running, error: OSError) -> None:
    """Else a batch of events would be tried for ever that no try can take in."""
    with pytest.raises(type(error)) as raised:
        async with cases.database.begin():
            raise error

    assert raised.value is error


@pytest.mark.rule("SUB-5")
async def test_a_request_that_was_forgotten_just_now_is_done(cases: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Housekeeping takes an id away between the two questions whether it is known."""
    key = RequestKey(uuid4(), uuid4(), bytes(32))
    row = {"request_id": key.request_id, "subject": key.subject, "digest": key.digest, "object_id": uuid4()}
    async with cases.database.begin() as connection:
        await connection.execute(answered_request.insert().values(row))
    find = requests._FIND

    class _ForgottenFirst:
        async def rows(self, connection: object, **values: object) -> list[object]:
            async with cases.database.begin() as housekeeping:
                await housekeeping.execute(answered_request.delete())
            return await find.rows(connection, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(requests, "_FIND", _ForgottenFirst())

    async with cases.database.begin() as connection:
        await refuse_repetition(connection, key)


async def test_a_parameter_that_is_forgotten_is_named_and_nothing_is_asked(cases: Running) -> None:
    async with cases.database.read() as connection:
        with pytest.raises(KeyError, match="subject"):
            await requests._FIND.rows(connection, request_id=uuid4())
