"""The complaints of the matrix, recorded, reported on, sent and deleted as their officers do it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import grpc.aio

from rongrian.cases.v1 import case_pb2
from rongrian.cases.v1.case_people_service_pb2 import MarkRecusalRequest
from rongrian.cases.v1.case_people_service_pb2_grpc import CasePeopleServiceStub
from rongrian.cases.v1.case_service_pb2 import (
    AskAboutCaseRequest,
    GetCaseRequest,
    RecordComplaintRequest,
    SendCasesRequest,
)
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub
from rongrian.cases.v1.complaint_service_pb2 import DeleteComplaintRequest
from rongrian.cases.v1.complaint_service_pb2_grpc import ComplaintServiceStub
from tests.security.callers import ACCUSED_OF_NUMBER, HEAD, PACC_HEAD, Callers
from tests.security.things import AGENCY_AT, Thing, thing_at
from tests.support import tree
from tests.support.clock import FixedClock
from tests.support.complaints import a_complaint, a_round_report

# Whoever records what lies in a place; of what accuses his head an officer records nothing that he would see again.
_RECORDER = {
    "below": "office_clerk",
    "above": "ministry_clerk",
    "other": "other_clerk",
    "head": "ministry_acoc",
}
_MARKED = ("unit", "acoc", "pacc", "auditor", "integrator")
_LEVELS = (case_pb2.LEVEL_DEPARTMENT_ACOC, case_pb2.LEVEL_MINISTRY_ACOC, case_pb2.LEVEL_PACC)
# Who sends from the level below each of `_LEVELS`: of the callers' agency, of the ministry, of the other ministry.
_SENDERS = {
    tree.DEPARTMENT_10: ("clerk_acoc", "clerk_acoc", "ministry_acoc"),
    tree.OFFICE: ("clerk_acoc", "clerk_acoc", "ministry_acoc"),
    tree.MINISTRY: (None, "ministry_clerk", "ministry_acoc"),
    tree.OTHER_DEPARTMENT: (None, "other_clerk", "other_acoc"),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """On the day of the clock, through the border, as anybody would."""

    channel: grpc.aio.Channel
    callers: Callers
    clock: FixedClock

    async def lay_out(self) -> dict[str, Thing]:
        """One thing for each place, each in a month of its own; the clock stands in the last month afterwards."""
        things = {place: thing_at(place, ordinal) for ordinal, place in enumerate(AGENCY_AT)}
        for thing in things.values():
            self.clock.day = thing.received_on
            await self._record(thing)
            if thing.place == "deleted":
                await self._delete(thing, "clerk_acoc")
                continue
            reporter = _RECORDER.get(thing.place, "handler")
            await self._cases.ReportRound(
                a_round_report(thing.case_id, thing.received_on.isoformat()), metadata=self._as(reporter)
            )
            if thing.place != "unsent":
                await self._send(thing)
            if thing.place == "mark":
                await self._mark(thing)
        return things

    async def lay_out_deleted(self, day: date) -> dict[str, Thing]:
        """One deleted complaint for each place, deleted on `day`."""
        self.clock.day = day
        places = [place for place in AGENCY_AT if place not in ("unsent", "deleted")]
        things = {place: thing_at(place, ordinal) for ordinal, place in enumerate(places)}
        deleters = {"above": "ministry_acoc", "head": "ministry_acoc", "other": "other_acoc"}
        for thing in things.values():
            thing.number, thing.received_on = f"{thing.number}/ลบ", day
            await self._record(thing)
            if thing.place == "mark":
                await self._mark(thing)
            await self._delete(thing, deleters.get(thing.place, "clerk_acoc"))
        return things

    async def _record(self, thing: Thing) -> None:
        recorder = _RECORDER.get(thing.place, "handler")
        request = self._complaint(thing)
        recorded = await self._cases.RecordComplaint(request, metadata=self._as(recorder))
        thing.complaint_id, thing.case_ids = recorded.complaint_id, [case.id for case in recorded.cases]

    def _complaint(self, thing: Thing) -> RecordComplaintRequest:
        request = a_complaint(thing.number, thing.received_on.isoformat(), national_id=thing.national_id)
        record = request.record
        record.agency_id = thing.agency_id
        record.complainant.first_name, record.complainant.last_name = "สายลม", "ผู้กล่าวหา"
        record.allegations[0].facts += f" {thing.word}"
        also = {"number": ACCUSED_OF_NUMBER, "head": (HEAD, PACC_HEAD)}.get(thing.place, ())
        for place, name in enumerate(also, start=2):
            accused: Any = record.accused.add()
            accused.CopyFrom(record.accused[0])
            accused.national_id = self.callers.person(name).national_id
            record.allegations[0].accused.append(place)
        return request

    async def _send(self, thing: Thing) -> None:
        """All the way up, as far as no ศปท. had it from the first day; and ป.ป.ท. has asked about it."""
        entered = thing.place == "head"
        for to, sender in zip(_LEVELS, _SENDERS[AGENCY_AT[thing.place]], strict=True):
            if sender is None or (entered and to != case_pb2.LEVEL_PACC):
                continue
            request = SendCasesRequest(case_ids=[thing.case_id], to=to, request_id=str(uuid4()))
            await self._cases.SendCases(request, metadata=self._as(sender))
        whole = await self._cases.GetCase(GetCaseRequest(case_id=thing.case_id), metadata=self._as(self._seer(thing)))
        thing.sending_id = whole.case.sendings[0].id
        if thing.place not in ("number", "head"):
            asked = AskAboutCaseRequest(case_id=thing.case_id, question="ดำเนินการถึงไหน")
            await self._cases.AskAboutCase(asked, metadata=self._as("pacc"))

    def _seer(self, thing: Thing) -> str:
        return "other_acoc" if thing.place == "other" else "ministry_acoc"

    async def _mark(self, thing: Thing) -> None:
        for name in _MARKED:
            officer = self.callers.subject(name)
            request = MarkRecusalRequest(case_id=thing.case_id, officer=officer, reason="เป็นญาติของผู้ถูกกล่าวหา")
            await CasePeopleServiceStub(self.channel).MarkRecusal(request, metadata=self._as("ministry_acoc"))

    async def _delete(self, thing: Thing, deleter: str) -> None:
        request = DeleteComplaintRequest(
            complaint_id=thing.complaint_id, reason="บันทึกผิด", case_ids=thing.case_ids, request_id=str(uuid4())
        )
        await ComplaintServiceStub(self.channel).DeleteComplaint(request, metadata=self._as(deleter))

    @property
    def _cases(self) -> CaseServiceStub:
        return CaseServiceStub(self.channel)

    def _as(self, name: str) -> Any:
        return self.callers.metadata(name)
