"""Complaints to record, and what is reported of them: the worked example's own, and shorter ones."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import uuid4

from google.protobuf.json_format import ParseDict
from google.protobuf.message import Message

from rongrian.cases.v1.case_service_pb2 import (
    ConcludeInquiryRequest,
    ExplainLatenessRequest,
    RecordComplaintRequest,
    ReportOutcomeRequest,
    ReportProceedingsRequest,
    ReportProgressRequest,
    ReportRoundRequest,
)
from rongrian.cases.v1.report_pb2 import Conclusion, OutcomeReport, Proceedings, WorkReport

M = TypeVar("M", bound=Message)

NITIKORN = {
    "position": "นิติกร",
    "position_type": "วิชาการ",
    "position_level": "ชำนาญการ",
    "affiliation": "กรมสีขาว",
    "is_under_agency": True,
}
DIN = NITIKORN | {
    "title": "นาย",
    "first_name": "ดิน",
    "last_name": "สีดำ",
    "national_id": "5555555555555",
    "details": "ผอ.กลุ่มงานตอบข้อหารือ",
}
NAM = NITIKORN | {
    "title": "นางสาว",
    "first_name": "น้ำ",
    "last_name": "สีใส",
    "national_id": "7461555555555",
    "position": "ลูกจ้างประจำ",
    "position_type": "ลูกจ้างประจำ",
    "position_level": "ลูกจ้างประจำ",
}
CAR = {
    "subject": "นำรถยนต์ไปใช้ส่วนตัว",
    "facts": "นายดิน สีดำ นิติกรชำนาญการ นำรถยนต์ หมายเลขทะเบียน กก 200 นนทบุรี ของกรมสีขาว ไปใช้พาญาติไปเที่ยวส่วนตัว",
    "acted_on": "2020-07-08",
    "place": "จังหวัดระยอง",
    "accused": [1],
}
TELEPHONE = {
    "subject": "นำทรัพย์สินของทางราชการไปขาย",
    "facts": "นำโทรศัพท์มือถือของกลุ่มงานฯ ที่ได้รับมอบให้ดูแลรักษาไปขายที่ตลาดนัด โดยนายดิน รู้เห็นเป็นใจ",
    "acted_on": "2020-07-10",
    "place": "กรุงเทพมหานคร",
    "accused": [1, 2],
    "co_offenders": [
        {"kind": "PERSON_KIND_JURISTIC", "name": "บริษัท ก", "relation": "บริษัทที่รับซื้อโทรศัพท์ต่อ"},
        {
            "kind": "PERSON_KIND_NATURAL",
            "title": "นาย",
            "name": "สอน",
            "last_name": "สีแดง",
            "identifier": "5614555555555",
            "relation": "เจ้าหน้าที่บริษัท ก. ที่รับซื้อโทรศัพท์",
        },
    ],
}


def the_manuals_complaint(number: str = "5888", received_on: str = "2020-07-15") -> RecordComplaintRequest:
    """Number 5888: ดิน and น้ำ, two allegations, two co-offenders, the complainant withheld."""
    return _request(number, received_on, accused=[DIN, NAM], allegations=[CAR, TELEPHONE], withheld=True)


def a_complaint(number: str, received_on: str, *, national_id: str = "") -> RecordComplaintRequest:
    """One accused, one allegation; without a number where none is given."""
    person = DIN | {"national_id": national_id, "has_no_national_id": not national_id}
    acted_before = CAR | {"acted_on": "2014-01-05"}
    return _request(number, received_on, accused=[person], allegations=[acted_before], withheld=False)


def _request(
    number: str, received_on: str, *, accused: list[object], allegations: list[object], withheld: bool
) -> RecordComplaintRequest:
    record = {
        "reception": {
            "received_on": received_on,
            "source": "SOURCE_DIRECT",
            "agency_number": number,
        },
        "complainant": {"withheld": withheld},
        "accused": accused,
        "allegations": allegations,
    }
    return ParseDict({"record": record, "request_id": str(uuid4())}, RecordComplaintRequest())


def a_work_report(started_on: str = "2020-07-16") -> WorkReport:
    """No committee, as in the worked example."""
    report = {
        "started_on": started_on,
        "committee": "COMMITTEE_NOT_APPOINTED",
        "details": "ตรวจสอบเอกสารและสอบถามผู้เกี่ยวข้องแล้ว",
    }
    return ParseDict(report, WorkReport())


def a_round_report(case_id: str, started_on: str = "2020-07-16", round_: str = "ROUND_7") -> ReportRoundRequest:
    return _about(case_id, ReportRoundRequest(report=a_work_report(started_on)), round=round_)


def an_explanation(case_id: str, round_: str = "ROUND_7", explanation: str = "ลืม") -> ExplainLatenessRequest:
    return _about(case_id, ExplainLatenessRequest(), round=round_, explanation=explanation)


def some_progress(case_id: str, started_on: str) -> ReportProgressRequest:
    return _about(case_id, ReportProgressRequest(report=a_work_report(started_on)))


def findings(
    finished_on: str = "2020-07-20",
    *,
    ground: str = "GROUND_SERIOUS",
    criminal: bool = False,
    allegations: Iterable[int] = (1,),
) -> Conclusion:
    """A conclusion with a result for each of the allegations."""
    conclusion = {
        "finished_on": finished_on,
        "disciplinary_ground": ground,
        "criminal_ground": criminal,
        "findings": [{"allegation": number, "result": "ผลการตรวจสอบข้อเท็จจริง"} for number in allegations],
    }
    return ParseDict(conclusion, Conclusion())


def a_conclusion(
    case_id: str,
    finished_on: str = "2020-07-20",
    *,
    ground: str = "GROUND_SERIOUS",
    criminal: bool = False,
    allegations: Iterable[int] = (1,),
    **found: Any,
) -> ConcludeInquiryRequest:
    """`found` are the fields of the request for whom the inquiry found."""
    conclusion = findings(finished_on, ground=ground, criminal=criminal, allegations=allegations)
    return _about(case_id, ConcludeInquiryRequest(conclusion=conclusion), **found)


def steps_taken(started_on: str = "2020-07-21", *steps: str, is_first: bool = True) -> Proceedings:
    """Proceedings; the first report states the committee."""
    taken = steps or ("แต่งตั้งคณะกรรมการสอบสวนวินัยอย่างร้ายแรง",)
    proceedings: dict[str, Any] = {"started_on": started_on, "steps": [{"what": step} for step in taken]}
    if is_first:
        proceedings |= {"committee": "COMMITTEE_APPOINTED", "signatory": "อธิบดีกรมสีขาว", "order_number": "12/2563"}
    return ParseDict(proceedings, Proceedings())


def some_proceedings(
    case_id: str, started_on: str = "2020-07-21", *steps: str, is_first: bool = True
) -> ReportProceedingsRequest:
    proceedings = steps_taken(started_on, *steps, is_first=is_first)
    return _about(case_id, ReportProceedingsRequest(proceedings=proceedings))


def an_outcome(
    case_id: str, known_on: str = "2020-07-22", *, outcome: str = "OUTCOME_SERIOUS", penalty: str = "PENALTY_DISCHARGE"
) -> ReportOutcomeRequest:
    """ปลดออก, as in the worked example."""
    report = {
        "known_on": known_on,
        "outcome": outcome,
        "penalty": penalty or "PENALTY_UNSPECIFIED",
        "result": "ผิดวินัยอย่างร้ายแรง",
        "order_number": "คำสั่งที่ 34/2563",
    }
    return _about(case_id, ReportOutcomeRequest(outcome=ParseDict(report, OutcomeReport())))


def _about(case_id: str, request: M, **fields: Any) -> M:
    """The request about a case, with a request id of its own."""
    return ParseDict({"case_id": case_id, "request_id": str(uuid4()), **fields}, request)
