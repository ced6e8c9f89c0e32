"""What กรมทดสอบ1 reports of case 5888-1, lines 4 to 6 of the worked example."""

from google.protobuf.json_format import ParseDict

from rongrian.cases.v1.case_pb2 import Round
from rongrian.cases.v1.case_service_pb2 import (
    ConcludeInquiryRequest,
    ExplainLatenessRequest,
    ReportOutcomeRequest,
    ReportProceedingsRequest,
    ReportRoundRequest,
)


def explain(case_id: str, round_: Round.ValueType) -> ExplainLatenessRequest:
    return ExplainLatenessRequest(case_id=case_id, round=round_, explanation="ลืม")


def report(case_id: str, round_: Round.ValueType) -> ReportRoundRequest:
    work = {
        "startedOn": "2020-07-16",
        "committee": "COMMITTEE_NOT_APPOINTED",
        "details": "ตรวจสอบเอกสารและสอบถามผู้เกี่ยวข้องแล้ว",
    }
    request = ParseDict({"caseId": case_id, "report": work}, ReportRoundRequest())
    request.round = round_
    return request


def conclude(case_id: str) -> ConcludeInquiryRequest:
    """31 August 2563: a serious disciplinary ground, and a criminal one."""
    conclusion = {
        "finishedOn": "2020-08-31",
        "disciplinaryGround": "GROUND_SERIOUS",
        "criminalGround": True,
        "findings": [
            {"allegation": 1, "result": "นำรถยนต์ของทางราชการไปใช้ส่วนตัวจริง"},
            {"allegation": 2, "result": "รู้เห็นเป็นใจให้นำโทรศัพท์ของทางราชการไปขาย"},
        ],
    }
    return ParseDict({"caseId": case_id, "conclusion": conclusion}, ConcludeInquiryRequest())


def report_proceedings(case_id: str) -> ReportProceedingsRequest:
    proceedings = {
        "startedOn": "2020-08-31",
        "committee": "COMMITTEE_APPOINTED",
        "signatory": "อธิบดีกรมทดสอบ1",
        "orderNumber": "คำสั่งกรมทดสอบ1 ที่ 12/2563",
        "steps": [{"what": "อยู่ระหว่างดำเนินการสรุปข้อเท็จจริง", "on": "2020-08-31"}],
    }
    return ParseDict({"caseId": case_id, "proceedings": proceedings}, ReportProceedingsRequest())


def report_outcome(case_id: str) -> ReportOutcomeRequest:
    """ปลดออก, and on to criminal proceedings."""
    outcome = {
        "knownOn": "2020-08-31",
        "outcome": "OUTCOME_SERIOUS",
        "penalty": "PENALTY_DISCHARGE",
        "result": "ผลการสอบสวนรับฟังได้ว่ากระทำผิดวินัยอย่างร้ายแรง",
        "orderNumber": "คำสั่งกรมทดสอบ1 ที่ 15/2563",
        "isReferredToCriminal": True,
    }
    return ParseDict({"caseId": case_id, "outcome": outcome}, ReportOutcomeRequest())
