"""The manual's own complaint, number 5888, as an officer fills in the five steps."""

from google.protobuf.json_format import ParseDict

from rongrian.cases.v1.record_pb2 import ComplaintRecord

_DIN = {
    "title": "นาย",
    "firstName": "ดิน",
    "lastName": "สีดำ",
    "nationalId": "5555555555555",
    "isUnderAgency": True,
    "position": "นิติกร",
    "positionType": "วิชาการ",
    "positionLevel": "ชำนาญการ",
    "affiliation": "กรมสีขาว",
    "details": "ผอ.กลุ่มงานตอบข้อหารือ",
}
_NAM = {
    "title": "นางสาว",
    "firstName": "น้ำ",
    "lastName": "สีใส",
    "nationalId": "7461555555555",
    "isUnderAgency": True,
    "position": "ลูกจ้างประจำ",
    "positionType": "ลูกจ้างประจำ",
    "positionLevel": "ลูกจ้างประจำ",
    "affiliation": "กรมสีขาว",
}
_CAR = {
    "subject": "นำรถยนต์ไปใช้ส่วนตัว",
    "facts": "นายดิน สีดำ นิติกรชำนาญการ นำรถยนต์ หมายเลขทะเบียน กก 200 นนทบุรี ของกรมสีขาว ไปใช้พาญาติไปเที่ยวส่วนตัว",
    "actedOn": "2020-07-08",
    "place": "จังหวัดระยอง",
    "accused": [1],
}
_TELEPHONE = {
    "subject": "นำทรัพย์สินของทางราชการไปขาย",
    "facts": "นำโทรศัพท์มือถือของกลุ่มงานฯ ที่ได้รับมอบให้ดูแลรักษาไปขายที่ตลาดนัด โดยนายดิน รู้เห็นเป็นใจ",
    "actedOn": "2020-07-10",
    "place": "กรุงเทพมหานคร",
    "accused": [1, 2],
    "coOffenders": [
        {"kind": "PERSON_KIND_JURISTIC", "name": "บริษัท ก", "relation": "บริษัทที่รับซื้อโทรศัพท์ต่อ"},
        {
            "kind": "PERSON_KIND_NATURAL",
            "title": "นาย",
            "name": "สอน",
            "lastName": "สีแดง",
            "identifier": "5614555555555",
            "relation": "เจ้าหน้าที่บริษัท ก. ที่รับซื้อโทรศัพท์",
        },
    ],
}


def complaint_5888() -> ComplaintRecord:
    """Line 2 of the worked example: two accused, two allegations, the complainant withheld."""
    record = {
        "reception": {"receivedOn": "2020-07-15", "source": "SOURCE_DIRECT", "agencyNumber": "5888"},
        "complainant": {"withheld": True},
        "accused": [_DIN, _NAM],
        "allegations": [_CAR, _TELEPHONE],
    }
    return ParseDict(record, ComplaintRecord())
