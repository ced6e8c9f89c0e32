"""PolicyService over gRPC: decode, call, encode."""

from contextlib import suppress
from functools import partial

from google.protobuf.message import Message

from deadlines.app.change_holidays import AddHoliday, StrikeHoliday, add_holiday, strike_holiday
from deadlines.app.change_policy import ChangePolicy, change_policy
from deadlines.app.rule_store import RuleStore
from deadlines.domain.permissions import CHANGE_POLICY, KEEP_HOLIDAYS, PERMISSIONS, READ_POLICIES
from deadlines.ports.decode import terms_from
from deadlines.ports.encode import encode_holiday, encode_policy
from kit.database.requests import RepeatedRequest, RequestKey
from kit.grpc.border import rights_by_role
from kit.grpc.call import Call, ServicerContext, current_call
from kit.grpc.server import Servicer
from kit.grpc.values import Reader
from rongrian.deadlines.v1 import policy_service_pb2 as service
from rongrian.deadlines.v1.policy_service_pb2_grpc import PolicyServiceServicer, add_PolicyServiceServicer_to_server

_PERMISSION_OF = {
    "ListPolicies": READ_POLICIES,
    "ChangePolicy": CHANGE_POLICY,
    "ListHolidays": READ_POLICIES,
    "AddHoliday": KEEP_HOLIDAYS,
    "StrikeHoliday": KEEP_HOLIDAYS,
}


class PolicyPort(PolicyServiceServicer):
    def __init__(self, store: RuleStore) -> None:
        self._store = store

    async def ListPolicies(
        self, request: service.ListPoliciesRequest, context: ServicerContext
    ) -> service.ListPoliciesResponse:
        call = current_call()
        call.refuse_faults()
        return service.ListPoliciesResponse(
            policies=[encode_policy(line) for line in await self._store.lines(call.viewer)]
        )

    async def ChangePolicy(
        self, request: service.ChangePolicyRequest, context: ServicerContext
    ) -> service.ChangePolicyResponse:
        call = current_call()
        command = ChangePolicy(
            viewer=call.viewer,
            code=request.policy,
            terms=terms_from(request.terms),
            reason=request.reason.strip(),
            faults=tuple(call.faults),
            request=_key(request, request.request_id, call),
        )
        with suppress(RepeatedRequest):
            await change_policy(command, store=self._store)
        lines = await self._store.lines(call.viewer)
        return service.ChangePolicyResponse(
            policy=next(encode_policy(line) for line in lines if line.policy.code == request.policy)
        )

    async def ListHolidays(
        self, request: service.ListHolidaysRequest, context: ServicerContext
    ) -> service.ListHolidaysResponse:
        current_call().refuse_faults()
        return service.ListHolidaysResponse(
            holidays=[encode_holiday(each) for each in await self._store.holidays(request.year)]
        )

    async def AddHoliday(
        self, request: service.AddHolidayRequest, context: ServicerContext
    ) -> service.AddHolidayResponse:
        call = current_call()
        command = AddHoliday(
            viewer=call.viewer,
            day=Reader(call.faults, "DUE-3").day("day", request.day),
            name=request.name.strip(),
            reason=request.reason.strip(),
            faults=tuple(call.faults),
            request=_key(request, request.request_id, call),
        )
        with suppress(RepeatedRequest):
            await add_holiday(command, store=self._store)
        return service.AddHolidayResponse(holiday=await self._holiday(request.day))

    async def StrikeHoliday(
        self, request: service.StrikeHolidayRequest, context: ServicerContext
    ) -> service.StrikeHolidayResponse:
        call = current_call()
        command = StrikeHoliday(
            viewer=call.viewer,
            day=Reader(call.faults, "DUE-3").day("day", request.day),
            reason=request.reason.strip(),
            faults=tuple(call.faults),
            request=_key(request, request.request_id, call),
        )
        with suppress(RepeatedRequest):
            await strike_holiday(command, store=self._store)
        return service.StrikeHolidayResponse(holiday=await self._holiday(request.day))

    async def _holiday(self, day: str) -> service.Holiday:
        """As it is now, of a day that was just added or struck."""
        of_year = await self._store.holidays(int(day[:4]))
        return next(encode_holiday(each) for each in of_year if each.day.isoformat() == day)


def policy_servicer(store: RuleStore) -> Servicer:
    """PolicyService as it hangs in a server, with who may call which method."""

    rights = rights_by_role(_PERMISSION_OF, PERMISSIONS)
    return Servicer(
        service.DESCRIPTOR.services_by_name["PolicyService"].full_name,
        partial(add_PolicyServiceServicer_to_server, PolicyPort(store)),
        rights,
    )


def _key(request: Message, request_id: str, call: Call) -> RequestKey:
    return RequestKey.of(request, request_id, call.viewer.actor.subject)
