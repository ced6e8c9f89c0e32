"""CorrectionService over gRPC: decode, call, encode."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from cases.adapters.correction_sheets import read_rows, write_sheet
from cases.adapters.correction_store import SqlCorrections
from cases.app.approve_corrections import ApproveCorrections, approve_corrections
from cases.app.correction_store import FieldTexts
from cases.app.corrections import CorrectionView, Wanted
from cases.app.request_corrections import RequestCorrections, request_corrections
from cases.app.return_corrections import ReturnCorrections, return_corrections
from cases.app.upload_corrections import UploadCorrections, upload_corrections
from cases.app.withdraw_corrections import WithdrawCorrections, withdraw_corrections
from cases.domain.correctable import FIELDS
from cases.domain.permissions import DECIDE_CORRECTION, PERMISSIONS, READ, REQUEST_CORRECTION, WITHDRAW_CORRECTION
from cases.domain.terms import CorrectionState
from cases.ports.calling import caller_of
from cases.ports.decode import uuid_or_none
from kit.clock import Clock
from kit.database.requests import once
from kit.domain.errors import Fault, InvalidInput
from kit.grpc.border import rights_by_role
from kit.grpc.call import ServicerContext, current_call
from kit.grpc.server import Servicer
from kit.grpc.values import write
from rongrian.cases.v1 import correction_pb2
from rongrian.cases.v1 import correction_service_pb2 as service
from rongrian.cases.v1.correction_service_pb2_grpc import (
    CorrectionServiceServicer,
    add_CorrectionServiceServicer_to_server,
)

_PERMISSION_OF = {
    "ListCorrectableFields": READ,
    "GetCorrectionSheet": REQUEST_CORRECTION,
    "RequestCorrections": REQUEST_CORRECTION,
    "UploadCorrections": REQUEST_CORRECTION,
    "ListCorrections": READ,
    "ApproveCorrections": DECIDE_CORRECTION,
    "ReturnCorrections": DECIDE_CORRECTION,
    "WithdrawCorrections": WITHDRAW_CORRECTION,
}


class CorrectionPort(CorrectionServiceServicer):
    def __init__(self, store: SqlCorrections, texts: FieldTexts, clock: Clock) -> None:
        self._store = store
        self._texts = texts
        self._clock = clock

    async def ListCorrectableFields(
        self, request: service.ListCorrectableFieldsRequest, context: ServicerContext
    ) -> service.ListCorrectableFieldsResponse:
        fields = [
            write(
                correction_pb2.CorrectableField,
                field,
                form=field.written_as,
                choices=self._texts.choices(field),
                needs_place=field.part.needs_place,
                needs_person=field.part.needs_person,
            )
            for field in FIELDS.values()
        ]
        return service.ListCorrectableFieldsResponse(fields=fields)

    async def GetCorrectionSheet(
        self, request: service.GetCorrectionSheetRequest, context: ServicerContext
    ) -> service.GetCorrectionSheetResponse:
        call = current_call()
        call.refuse_faults()
        lines = await self._store.lines_of([UUID(case_id) for case_id in request.case_ids], call.viewer)
        return service.GetCorrectionSheetResponse(sheet=write_sheet(lines, self._texts))

    async def RequestCorrections(
        self, request: service.RequestCorrectionsRequest, context: ServicerContext
    ) -> service.RequestCorrectionsResponse:
        call = current_call()
        call.refuse_faults()
        case_id = UUID(request.case_id)
        wanted = tuple(
            Wanted(
                at=f"entries[{place}]",
                case_id=case_id,
                field=entry.field.strip(),
                place=entry.place,
                person=entry.person,
                old_value=entry.old_value,
                new_value=entry.new_value,
                reason=entry.reason,
            )
            for place, entry in enumerate(request.entries)
        )
        command = RequestCorrections(caller_of(call, request), wanted)
        batch = await once(request_corrections(command, store=self._store, texts=self._texts, clock=self._clock))
        asked_for = await self._store.batch(batch, call.viewer)
        return service.RequestCorrectionsResponse(corrections=_encoded(asked_for))

    async def UploadCorrections(
        self, request: service.UploadCorrectionsRequest, context: ServicerContext
    ) -> service.UploadCorrectionsResponse:
        call = current_call()
        call.refuse_faults()
        command = UploadCorrections(caller_of(call, request), read_rows(request.sheet))
        batch = await once(upload_corrections(command, store=self._store, texts=self._texts, clock=self._clock))
        asked_for = await self._store.batch(batch, call.viewer)
        return service.UploadCorrectionsResponse(corrections=_encoded(asked_for))

    async def ListCorrections(
        self, request: service.ListCorrectionsRequest, context: ServicerContext
    ) -> service.ListCorrectionsResponse:
        call = current_call()
        call.refuse_faults()
        page = await self._store.page(
            call.viewer,
            state=CorrectionState(request.state) if request.state else None,
            case_id=uuid_or_none(request.case_id),
            is_callers=request.is_callers_to_decide,
            after=_after(request.page_token),
        )
        next_page = str(page.next) if page.next else ""
        return service.ListCorrectionsResponse(corrections=_encoded(page.corrections), next_page_token=next_page)

    async def ApproveCorrections(
        self, request: service.ApproveCorrectionsRequest, context: ServicerContext
    ) -> service.ApproveCorrectionsResponse:
        call = current_call()
        call.refuse_faults()
        ids = _unique(request.correction_ids)
        command = ApproveCorrections(caller_of(call, request), ids)
        await once(approve_corrections(command, store=self._store, texts=self._texts, clock=self._clock))
        return service.ApproveCorrectionsResponse(corrections=_encoded(await self._store.those(ids, call.viewer)))

    async def ReturnCorrections(
        self, request: service.ReturnCorrectionsRequest, context: ServicerContext
    ) -> service.ReturnCorrectionsResponse:
        call = current_call()
        call.refuse_faults()
        ids = _unique(request.correction_ids)
        command = ReturnCorrections(caller_of(call, request), ids, request.remark.strip())
        await once(return_corrections(command, store=self._store, clock=self._clock))
        return service.ReturnCorrectionsResponse(corrections=_encoded(await self._store.those(ids, call.viewer)))

    async def WithdrawCorrections(
        self, request: service.WithdrawCorrectionsRequest, context: ServicerContext
    ) -> service.WithdrawCorrectionsResponse:
        call = current_call()
        call.refuse_faults()
        ids = _unique(request.correction_ids)
        command = WithdrawCorrections(caller_of(call, request), ids)
        await once(withdraw_corrections(command, store=self._store, clock=self._clock))
        return service.WithdrawCorrectionsResponse(corrections=_encoded(await self._store.those(ids, call.viewer)))


def _encoded(corrections: Iterable[CorrectionView]) -> list[correction_pb2.Correction]:
    return [write(correction_pb2.Correction, each) for each in corrections]


def _unique(ids: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(UUID(each) for each in ids))


def _after(token: str) -> UUID | None:
    """Raises InvalidInput for a token that no page has given."""
    if not token:
        return None
    after = uuid_or_none(token)
    if after is None:
        raise InvalidInput([Fault("page_token", "CONTRACT", "เลขหน้าถัดไปไม่ถูกต้อง", "No page has given this token.")])
    return after


def correction_servicer(store: SqlCorrections, texts: FieldTexts, clock: Clock) -> Servicer:
    """CorrectionService as it hangs in a server, with who may call which method."""

    return Servicer(
        service.DESCRIPTOR.services_by_name["CorrectionService"].full_name,
        partial(add_CorrectionServiceServicer_to_server, CorrectionPort(store, texts, clock)),
        rights_by_role(_PERMISSION_OF, PERMISSIONS),
    )
