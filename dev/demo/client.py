"""Calls to the services as one person or another, with tokens that Keycloak issued."""

import time
import uuid
from types import TracebackType
from typing import Self

import grpc.aio
import httpx

from dev.demo.people import PASSWORD, USER_ADMIN
from dev.stack import Stack
from rongrian.agencies.v1.agency_service_pb2_grpc import AgencyServiceStub
from rongrian.agencies.v1.officer_service_pb2_grpc import OfficerServiceStub
from rongrian.cases.v1.case_people_service_pb2_grpc import CasePeopleServiceStub
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from rongrian.cases.v1.complaint_service_pb2_grpc import ComplaintServiceStub
from rongrian.cases.v1.half_made_record_service_pb2_grpc import HalfMadeRecordServiceStub
from rongrian.deadlines.v1.deadline_service_pb2_grpc import DeadlineServiceStub
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from rongrian.reporting.v1.summary_service_pb2_grpc import SummaryServiceStub

_RENEW_AFTER = 200.0
_NAMES = uuid.UUID("5f6d991b-81b4-7000-8000-000000005888")


class DemoClient:
    """A stub for each service, and everybody's token."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._channels = {name: grpc.aio.insecure_channel(_grpc(stack, name)) for name in stack.services}
        self._tokens: dict[str, tuple[float, str]] = {}
        self.agencies = AgencyServiceStub(self._channels["agencies"])
        self.officers = OfficerServiceStub(self._channels["agencies"])
        self.cases = CaseServiceStub(self._channels["cases"])
        self.complaints = ComplaintServiceStub(self._channels["cases"])
        self.people = CasePeopleServiceStub(self._channels["cases"])
        self.half_made = HalfMadeRecordServiceStub(self._channels["cases"])
        self.deadlines = DeadlineServiceStub(self._channels["deadlines"])
        self.reports = ReportServiceStub(self._channels["reporting"])
        self.summaries = SummaryServiceStub(self._channels["reporting"])

    def as_(self, username: str) -> tuple[tuple[str, str], ...]:
        """The metadata of a call as `username`."""
        return (("authorization", f"Bearer {self._token(username)}"),)

    def set_password(self, subject: str, password: str) -> None:
        """Give a demo login its password for good; only the demo does so, past the first change that officers owe."""
        secret = self._stack.around.secrets["SVC_AGENCIES_SECRET"]
        token = self._ask({"grant_type": "client_credentials", "client_id": "svc-agencies", "client_secret": secret})
        answer = httpx.put(
            f"{self._stack.around.keycloak.url}/admin/realms/rongrian/users/{subject}/reset-password",
            json={"type": "password", "value": password, "temporary": False},
            headers={"Authorization": f"Bearer {token}"},
        )
        answer.raise_for_status()

    def _token(self, username: str) -> str:
        known = self._tokens.get(username)
        if known is None or time.monotonic() - known[0] > _RENEW_AFTER:
            password = self._stack.around.secrets["USER_ADMIN_PASSWORD"] if username == USER_ADMIN else PASSWORD
            form = {"grant_type": "password", "client_id": "rongrian-scripts"}
            known = (time.monotonic(), self._ask(form | {"username": username, "password": password}))
            self._tokens[username] = known
        return known[1]

    def _ask(self, form: dict[str, str]) -> str:
        answer = httpx.post(f"{self._stack.around.keycloak.issuer}/protocol/openid-connect/token", data=form)
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for channel in self._channels.values():
            await channel.close()


def request_id(step: str) -> str:
    """The id of a step of the story: the same at every telling, so that a step told again is done once."""
    return str(uuid.uuid5(_NAMES, step))


def _grpc(stack: Stack, service: str) -> str:
    return stack.ports.address(f"{service}-grpc")
