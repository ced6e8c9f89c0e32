"""Recording a complaint in five steps."""

import pytest

from rongrian.cases.v1.case_pb2 import CASE_STATUS_NEW, ERA_AFTER_RESOLUTION
from rongrian.cases.v1.case_service_pb2 import ListCasesRequest
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.complaints import the_manuals_complaint


@pytest.mark.rule("CASE-1", "CASE-3")
async def test_a_complaint_with_two_accused_makes_two_cases_in_their_order(stub: CaseServiceStub, cast: Cast) -> None:
    recorded = await stub.RecordComplaint(the_manuals_complaint(), metadata=cast.metadata("test-krom1"))

    din, nam = recorded.cases
    assert (din.number, nam.number) == ("5888-1", "5888-2")
    assert [allegation.subject for allegation in din.allegations] == [
        "นำรถยนต์ไปใช้ส่วนตัว",
        "นำทรัพย์สินของทางราชการไปขาย",
    ]
    assert [allegation.subject for allegation in nam.allegations] == ["นำทรัพย์สินของทางราชการไปขาย"]
    assert din.subject == "นำรถยนต์ไปใช้ส่วนตัว"
    assert {din.status, nam.status} == {CASE_STATUS_NEW}
    assert {din.era, nam.era} == {ERA_AFTER_RESOLUTION}
    assert nam.national_number == din.national_number + 1


@pytest.mark.rule("CASE-6")
async def test_every_fault_is_named_at_once_and_nothing_is_stored(stub: CaseServiceStub, cast: Cast) -> None:
    request = the_manuals_complaint()
    request.record.accused[0].position = ""
    request.record.allegations[1].ClearField("accused")
    request.record.reception.received_on = "2020-07-16"

    refusal = await refusal_of(stub.RecordComplaint(request, metadata=cast.metadata("test-krom1")))

    assert refusal.code == "invalid_input"
    assert refusal.faults == {
        ("record.accused[0].position", "CASE-6"),
        ("record.allegations[1].accused", "CASE-6"),
        ("record.accused[1]", "CASE-6"),
        ("record.reception.received_on", "CASE-2"),
    }
    seen = await stub.ListCases(ListCasesRequest(), metadata=cast.metadata("test-auditor"))
    assert not seen.cases
