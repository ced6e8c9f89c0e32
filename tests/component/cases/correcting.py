"""Asking for corrections and deciding them, as officers do it."""

from uuid import uuid4

from kit.sheets import read_xlsx, write_xlsx
from rongrian.cases.v1.correction_pb2 import Correction
from rongrian.cases.v1.correction_service_pb2 import (
    ApproveCorrectionsRequest,
    CorrectionEntry,
    GetCorrectionSheetRequest,
    ListCorrectionsRequest,
    RequestCorrectionsRequest,
    ReturnCorrectionsRequest,
    UploadCorrectionsRequest,
    WithdrawCorrectionsRequest,
)
from tests.component.cases.desk import Desk

HEADER = ["case_number", "field", "place", "old_value", "new_value", "reason", "person"]
# As sheets were given before a correction could be about one of several people.
HEADER_WITHOUT_PERSON = HEADER[:-1]
REASON = "พิมพ์ผิด"


def entry(field: str, old: str, new: str, *, place: int = 0, person: int = 0, reason: str = REASON) -> CorrectionEntry:
    return CorrectionEntry(field=field, place=place, person=person, old_value=old, new_value=new, reason=reason)


def asking(case_id: str, *entries: CorrectionEntry) -> RequestCorrectionsRequest:
    return RequestCorrectionsRequest(case_id=case_id, entries=entries, request_id=str(uuid4()))


def uploading(*rows: list[str], header: list[str] = HEADER) -> UploadCorrectionsRequest:
    """A sheet with these rows under the header."""
    return UploadCorrectionsRequest(sheet=write_xlsx({"corrections": [header, *rows]}), request_id=str(uuid4()))


async def sheet_of(desk: Desk, *case_ids: str) -> list[list[str]]:
    """The lines of the sheet that is given to be filled in, the header first."""
    return read_xlsx((await desk(GetCorrectionSheetRequest(case_ids=case_ids))).sheet)


def approving(*corrections: Correction) -> ApproveCorrectionsRequest:
    return ApproveCorrectionsRequest(correction_ids=[each.id for each in corrections], request_id=str(uuid4()))


def returning(*corrections: Correction, remark: str = "ขอเอกสารประกอบ") -> ReturnCorrectionsRequest:
    ids = [each.id for each in corrections]
    return ReturnCorrectionsRequest(correction_ids=ids, remark=remark, request_id=str(uuid4()))


def withdrawing(*corrections: Correction) -> WithdrawCorrectionsRequest:
    return WithdrawCorrectionsRequest(correction_ids=[each.id for each in corrections], request_id=str(uuid4()))


async def asks(desk: Desk, case_id: str, *entries: CorrectionEntry) -> list[Correction]:
    return list((await desk(asking(case_id, *entries))).corrections)


async def corrected(unit: Desk, decider: Desk, case_id: str, *entries: CorrectionEntry) -> list[Correction]:
    """Asked for by one and approved by the other; as they stand then."""
    return list((await decider(approving(*await asks(unit, case_id, *entries)))).corrections)


async def seen_by(desk: Desk, **narrowed: object) -> list[Correction]:
    return list((await desk(ListCorrectionsRequest(**narrowed))).corrections)  # type: ignore[arg-type]
