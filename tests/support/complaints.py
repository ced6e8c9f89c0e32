"""Complaints to record: the worked example's own, and shorter ones."""

from uuid import uuid4

from google.protobuf.json_format import ParseDict

from rongrian.cases.v1.case_service_pb2 import RecordComplaintRequest, ReportRoundRequest

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


def a_round_report(case_id: str, started_on: str = "2020-07-16") -> ReportRoundRequest:
    """Round 7: no committee, as in the worked example."""
    report = {
        "round": "ROUND_7",
        "started_on": started_on,
        "committee": "COMMITTEE_NOT_APPOINTED",
        "details": "ตรวจสอบเอกสารและสอบถามผู้เกี่ยวข้องแล้ว",
    }
    return ParseDict({"case_id": case_id, "report": report, "request_id": str(uuid4())}, ReportRoundRequest())
