"""An id names one request: what it asks for, and all that it says (SUB-5)."""

from uuid import UUID, uuid4

import pytest

from kit.database.requests import RequestKey
from rongrian.cases.v1.case_people_service_pb2 import MarkRecusalRequest, NameHandlerRequest

OFFICER = UUID(int=7)


@pytest.mark.rule("SUB-5")
def test_two_acts_whose_requests_say_the_same_are_two_requests() -> None:
    said = {"case_id": str(uuid4()), "officer": str(uuid4()), "reason": "ญาติ", "request_id": str(uuid4())}
    naming, marking = NameHandlerRequest(**said), MarkRecusalRequest(**said)
    assert naming.SerializeToString() == marking.SerializeToString()

    keys = [RequestKey.of(request, said["request_id"], OFFICER) for request in (naming, naming, marking)]

    assert keys[0] == keys[1]
    assert keys[0].digest != keys[2].digest
