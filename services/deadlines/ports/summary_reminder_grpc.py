"""SummaryReminderService over gRPC, for `reporting` alone."""

from functools import partial

from deadlines.app.remind_summaries import ByHand, RemindSummaries, remind_summaries
from deadlines.domain.permissions import REMIND_SUMMARIES
from deadlines.ports.decode import id_from, month_from
from kit.grpc.border import MethodRights
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from rongrian.deadlines.v1 import summary_reminder_service_pb2 as service
from rongrian.deadlines.v1.summary_reminder_service_pb2_grpc import (
    SummaryReminderServiceServicer,
    add_SummaryReminderServiceServicer_to_server,
)

_ASKERS = frozenset({"svc-reporting"})


class SummaryReminderPort(SummaryReminderServiceServicer):
    def __init__(self, store: ByHand) -> None:
        self._store = store

    async def RemindSummaries(
        self, request: service.RemindSummariesRequest, context: ServicerContext
    ) -> service.RemindSummariesResponse:
        call = current_call()
        agency_ids = [id_from(each) for each in request.agency_ids]
        command = RemindSummaries(
            actor=call.viewer.actor,
            round=month_from(request.round),
            agency_ids=tuple(each for each in agency_ids if each is not None),
            asked_by=id_from(request.asked_by),
            faults=tuple(call.faults),
        )
        reminded = await remind_summaries(command, store=self._store)
        return service.RemindSummariesResponse(agency_ids=[str(each) for each in reminded])


def summary_reminder_servicer(store: ByHand) -> Servicer:
    """SummaryReminderService as it hangs in a server, with the client that may call it."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["SummaryReminderService"].full_name,
        partial(add_SummaryReminderServiceServicer_to_server, SummaryReminderPort(store)),
        {"RemindSummaries": MethodRights(REMIND_SUMMARIES, services=_ASKERS)},
    )
