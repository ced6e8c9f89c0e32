"""What reporting asks of `cases` and `deadlines`, as itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from kit.grpc.neighbour import CALL_SECONDS, Neighbour
from reporting.app.round_store import ChangeReason, LockedMonth
from reporting.domain.period import iso_month
from rongrian.cases.v1.closing_service_pb2 import CloseMonthRequest, ListReasonsRequest
from rongrian.cases.v1.closing_service_pb2_grpc import ClosingServiceStub
from rongrian.deadlines.v1.summary_reminder_service_pb2 import RemindSummariesRequest
from rongrian.deadlines.v1.summary_reminder_service_pb2_grpc import SummaryReminderServiceStub

# `cases` waits some seconds itself for what is recorded to be told.
LOCK_SECONDS = 15.0
# As many agencies as one call may name.
_AT_ONCE = 500


class CasesClosings:
    def __init__(self, cases: Neighbour) -> None:
        self._cases = cases

    async def lock(self, month: date) -> LockedMonth:
        request = CloseMonthRequest(month=iso_month(month))
        async with self._cases.calling() as metadata:
            stub = ClosingServiceStub(self._cases.channel)
            answer = await stub.CloseMonth(request, metadata=metadata, timeout=LOCK_SECONDS)
        return LockedMonth(answer.is_published, answer.last_sequence)

    async def reasons(self, case_ids: Sequence[UUID], since: date) -> Mapping[UUID, ChangeReason]:
        request = ListReasonsRequest(case_ids=[str(case_id) for case_id in case_ids], since=since.isoformat())
        async with self._cases.calling() as metadata:
            stub = ClosingServiceStub(self._cases.channel)
            answer = await stub.ListReasons(request, metadata=metadata, timeout=CALL_SECONDS)
        return {UUID(each.case_id): ChangeReason(each.deletion, tuple(each.corrections)) for each in answer.reasons}


class DeadlinesReminders:
    def __init__(self, deadlines: Neighbour) -> None:
        self._deadlines = deadlines

    async def remind(self, first: date, agencies: tuple[UUID, ...], asked_by: UUID) -> tuple[UUID, ...]:
        reminded: list[UUID] = []
        stub = SummaryReminderServiceStub(self._deadlines.channel)
        for start in range(0, len(agencies), _AT_ONCE):
            named = [str(agency) for agency in agencies[start : start + _AT_ONCE]]
            request = RemindSummariesRequest(round=iso_month(first), agency_ids=named, asked_by=str(asked_by))
            async with self._deadlines.calling() as metadata:
                answer = await stub.RemindSummaries(request, metadata=metadata, timeout=CALL_SECONDS)
            reminded += [UUID(agency) for agency in answer.agency_ids]
        return tuple(reminded)
