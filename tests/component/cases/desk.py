"""An officer at his desk: what he asks of `cases`, of whichever of its services, and how he is refused."""

from dataclasses import dataclass
from typing import Any

import grpc.aio
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from rongrian.cases.v1 import (
    case_pb2,
    case_people_service_pb2,
    case_service_pb2,
    complaint_service_pb2,
    correction_service_pb2,
    half_made_record_service_pb2,
    view_pb2,
)
from rongrian.cases.v1.case_service_pb2 import GetCaseRequest, ListCasesRequest, RecordComplaintRequest
from rongrian.cases.v1.complaint_service_pb2 import GetComplaintRequest
from tests.support.answers import Refusal, refusal_of
from tests.support.cast import Cast, Person

SERVICES = (
    case_service_pb2.DESCRIPTOR.services_by_name["CaseService"],
    complaint_service_pb2.DESCRIPTOR.services_by_name["ComplaintService"],
    case_people_service_pb2.DESCRIPTOR.services_by_name["CasePeopleService"],
    correction_service_pb2.DESCRIPTOR.services_by_name["CorrectionService"],
    half_made_record_service_pb2.DESCRIPTOR.services_by_name["HalfMadeRecordService"],
)
METHODS: dict[str, MethodDescriptor] = {
    method.input_type.full_name: method for service in SERVICES for method in service.methods
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Calls as one person; `desk(request)` goes to the method that takes such a request."""

    channel: grpc.aio.Channel
    cast: Cast
    username: str

    @property
    def person(self) -> Person:
        return self.cast[self.username]

    @property
    def subject(self) -> str:
        return str(self.person.subject)

    async def __call__(self, request: Message) -> Any:
        method = METHODS[request.DESCRIPTOR.full_name]
        call = self.channel.unary_unary(
            f"/{method.containing_service.full_name}/{method.name}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )
        return await call(request, metadata=self.cast.metadata(self.username))

    async def refused(self, request: Message) -> Refusal:
        """The refusal of a request; fails the test where it is answered."""
        return await refusal_of(self(request))

    async def records(self, request: RecordComplaintRequest) -> list[view_pb2.Case]:
        """The cases of a complaint that he records, in the order of the accused."""
        recorded = await self(request)
        return [await self.case(row.id) for row in recorded.cases]

    async def case(self, case_id: str) -> view_pb2.Case:
        case: view_pb2.Case = (await self(GetCaseRequest(case_id=case_id))).case
        return case

    async def complaint(self, complaint_id: str) -> view_pb2.Complaint:
        complaint: view_pb2.Complaint = (await self(GetComplaintRequest(complaint_id=complaint_id))).complaint
        return complaint

    async def rows(self, **narrowed: Any) -> list[view_pb2.CaseRow]:
        """The rows of every page of the list."""
        request, rows = ListCasesRequest(**narrowed), []
        while True:
            page = await self(request)
            rows += page.cases
            if not page.next_page_token:
                return rows
            request.page_token = page.next_page_token

    async def numbers(self, **narrowed: Any) -> list[str]:
        """The numbers of the cases of every page, in the order of the list."""
        return [row.number for row in await self.rows(**narrowed)]


def acts(shown: view_pb2.Case | view_pb2.CaseRow | view_pb2.CaseStanding) -> set[str]:
    """What is possible, by the names of the acts."""
    return {case_pb2.CaseAct.Name(act).removeprefix("CASE_ACT_").lower() for act in shown.possible}
