"""The fields that a correction can change, in the order of the record and of the steps (CASE-22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Part(Enum):
    """Of what a field is a part: of the record, or of an entry of the timeline."""

    RECEPTION = "reception"
    COMPLAINANT = "complainant"
    ACCUSED = "accused"
    ALLEGATION = "allegation"
    CO_OFFENDER = "co_offender"
    REPORT = "report"
    EXPLANATION = "explanation"
    CONCLUSION = "conclusion"
    FOUND_OFFICIAL = "found_official"
    PROCEEDINGS = "proceedings"
    OUTCOME = "outcome"

    @property
    def needs_place(self) -> bool:
        """Whether there may be several: then a number says which allegation, or which entry of the timeline."""
        return self not in (Part.RECEPTION, Part.COMPLAINANT, Part.ACCUSED)

    @property
    def needs_person(self) -> bool:
        """Whether a second number says who there: which co-offender of the allegation, whom the conclusion found."""
        return self in (Part.CO_OFFENDER, Part.FOUND_OFFICIAL)

    @property
    def is_of_the_record(self) -> bool:
        """Whether it is of what was recorded in five steps, and not of an entry of the timeline."""
        return self in _OF_THE_RECORD


_OF_THE_RECORD = (Part.RECEPTION, Part.COMPLAINANT, Part.ACCUSED, Part.ALLEGATION, Part.CO_OFFENDER)


class Form(Enum):
    """How a value is written. ITEMS are lines of text, each item begun by its number or date in square brackets.

    SEALED is text that lies sealed, as a NATIONAL_ID does.
    """

    DATE = "date"
    TEXT = "text"
    AMOUNT = "amount"
    NATIONAL_ID = "national_id"
    CHOICE = "choice"
    ITEMS = "items"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class CorrectableField:
    """`name` is that of its part and the path of the value in it: `report.reported_to_head.on`."""

    name: str
    thai: str
    english: str
    form: Form

    @property
    def part(self) -> Part:
        return Part(self.name.partition(".")[0])

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.name.split(".")[1:]) or (self.name,)

    @property
    def written_as(self) -> str:
        """How a value is written, as the contract names it."""
        return Form.TEXT.value if self.form in (Form.ITEMS, Form.SEALED) else self.form.value

    @property
    def is_sealed(self) -> bool:
        """Nobody is shown what it says: the old value is neither asked for nor told, the new one is masked."""
        return self.form in (Form.NATIONAL_ID, Form.SEALED)

    @property
    def recuses(self) -> bool:
        """Whether it is a number by which somebody finds nothing of the complaint (ROLE-5)."""
        return self.name in (NATIONAL_ID, FOUND_NATIONAL_ID)

    @property
    def is_never_edited(self) -> bool:
        """A correction is the one way to change it, whether its case is closed or not (CASE-20)."""
        return self.name in (RECEIVED_ON, AGENCY_NUMBER, FOUND_NATIONAL_ID)


RECEIVED_ON = "reception.received_on"
AGENCY_NUMBER = "reception.agency_number"
NATIONAL_ID = "accused.national_id"
FOUND_NATIONAL_ID = "found_official.national_id"

_TABLE = (
    (RECEIVED_ON, "วันที่รับเรื่อง", "reception date", Form.DATE),
    ("reception.was_pending", "ยังค้างอยู่ ณ วันที่ 22 พฤษภาคม 2557", "still pending on 22 May 2014", Form.CHOICE),
    ("reception.source", "ที่มาของเรื่อง", "source", Form.CHOICE),
    ("reception.source_detail", "รายละเอียดที่มา", "detail of the source", Form.TEXT),
    ("reception.details", "รายละเอียดการรับเรื่อง", "reception details", Form.TEXT),
    ("reception.channel", "ช่องทาง", "channel", Form.CHOICE),
    ("reception.kind", "ประเภทเรื่อง", "kind of complaint", Form.CHOICE),
    (AGENCY_NUMBER, "เลขที่เรื่องของหน่วยงาน", "agency number", Form.TEXT),
    ("complainant.withheld", "ผู้กล่าวหาขอปกปิดหรือไม่ประสงค์จะแจ้งข้อมูล", "complainant withheld", Form.CHOICE),
    ("complainant.title", "คำนำหน้าผู้กล่าวหา", "title of the complainant", Form.SEALED),
    ("complainant.first_name", "ชื่อผู้กล่าวหา", "first name of the complainant", Form.SEALED),
    ("complainant.last_name", "นามสกุลผู้กล่าวหา", "last name of the complainant", Form.SEALED),
    ("complainant.details", "รายละเอียดผู้กล่าวหา", "details of the complainant", Form.SEALED),
    ("accused.title", "คำนำหน้าผู้ถูกกล่าวหา", "title of the accused", Form.TEXT),
    ("accused.first_name", "ชื่อผู้ถูกกล่าวหา", "first name of the accused", Form.TEXT),
    ("accused.last_name", "นามสกุลผู้ถูกกล่าวหา", "last name of the accused", Form.TEXT),
    (NATIONAL_ID, "เลขบัตรประชาชนผู้ถูกกล่าวหา (เว้นว่าง = ไม่มีข้อมูล)", "national ID (empty: none known)", Form.NATIONAL_ID),
    ("accused.position", "ตำแหน่ง", "position", Form.TEXT),
    ("accused.position_type", "ประเภทตำแหน่ง", "type of position", Form.TEXT),
    ("accused.position_level", "ระดับตำแหน่ง", "level of position", Form.TEXT),
    ("accused.affiliation", "สังกัด", "affiliation", Form.TEXT),
    ("accused.details", "รายละเอียดผู้ถูกกล่าวหา", "details of the accused", Form.TEXT),
    ("allegation.subject", "เรื่องที่กล่าวหา", "allegation", Form.TEXT),
    ("allegation.facts", "พฤติการณ์โดยสรุป", "facts", Form.TEXT),
    ("allegation.acted_on", "วันที่กระทำการ", "date of the act", Form.DATE),
    ("allegation.precision", "ความละเอียดของวันที่กระทำการ", "precision of that date", Form.CHOICE),
    ("allegation.acted_at", "เวลากระทำการ", "time of the act", Form.TEXT),
    ("allegation.document_number", "เลขที่หนังสือที่เกี่ยวข้อง", "related document", Form.TEXT),
    ("allegation.place", "สถานที่เกิดเหตุ", "place", Form.TEXT),
    ("allegation.damage", "ความเสียหาย (บาท)", "damage in baht", Form.AMOUNT),
    ("co_offender.kind", "ประเภทบุคคลของผู้ร่วมกระทำผิด", "kind of the co-offender", Form.CHOICE),
    ("co_offender.title", "คำนำหน้าผู้ร่วมกระทำผิด", "title of the co-offender", Form.TEXT),
    ("co_offender.name", "ชื่อผู้ร่วมกระทำผิด หรือชื่อนิติบุคคล", "name of the co-offender", Form.TEXT),
    ("co_offender.last_name", "นามสกุลผู้ร่วมกระทำผิด", "last name of the co-offender", Form.TEXT),
    (
        "co_offender.identifier",
        "เลขประจำตัวผู้ร่วมกระทำผิด (เว้นว่าง = ไม่มีข้อมูล)",
        "number of the co-offender (empty: none known)",
        Form.SEALED,
    ),
    ("co_offender.relation", "ความเกี่ยวพันของผู้ร่วมกระทำผิด", "relation of the co-offender", Form.TEXT),
    ("co_offender.details", "รายละเอียดผู้ร่วมกระทำผิด", "details of the co-offender", Form.TEXT),
    ("explanation", "คำอธิบายความล่าช้า", "explanation of lateness", Form.TEXT),
    ("report.started_on", "วันที่เริ่มดำเนินการ (รายงานรอบ/ความคืบหน้า)", "start date of a report", Form.DATE),
    ("report.committee", "คณะกรรมการสืบสวนข้อเท็จจริง", "fact-finding committee", Form.CHOICE),
    ("report.document_number", "เลขที่หนังสืออ้างอิง", "reference document", Form.TEXT),
    ("report.details", "รายละเอียดการดำเนินงาน", "details of the work", Form.TEXT),
    ("report.administrative_action", "การดำเนินการทางปกครอง", "administrative action", Form.TEXT),
    ("report.criminal_action", "มีการดำเนินการทางอาญา", "whether there was criminal action", Form.CHOICE),
    ("report.criminal_details", "รายละเอียดการดำเนินการทางอาญา", "details of the criminal action", Form.TEXT),
    ("report.other_action", "การดำเนินการอื่น", "other action", Form.TEXT),
    ("report.reported_to_head.on", "วันที่รายงานหัวหน้าหน่วยงาน", "date of telling the head", Form.DATE),
    ("report.reported_to_head.number", "เลขที่หนังสือรายงานหัวหน้าหน่วยงาน", "number of telling the head", Form.TEXT),
    ("report.reported_to_minister.on", "วันที่รายงานรัฐมนตรี", "date of telling the minister", Form.DATE),
    ("report.reported_to_minister.number", "เลขที่หนังสือรายงานรัฐมนตรี", "number of telling the minister", Form.TEXT),
    ("conclusion.finished_on", "วันที่ตรวจสอบแล้วเสร็จ", "date of completion", Form.DATE),
    ("conclusion.disciplinary_ground", "มูลความผิดทางวินัย", "disciplinary ground", Form.CHOICE),
    ("conclusion.criminal_ground", "มีมูลความผิดทางอาญา", "whether there is criminal ground", Form.CHOICE),
    (
        "conclusion.findings",
        "ผลการตรวจสอบ (แต่ละเรื่องขึ้นต้นบรรทัดด้วย [ลำดับเรื่องที่กล่าวหา])",
        "results (each begins a line with [number of the allegation])",
        Form.ITEMS,
    ),
    ("conclusion.damage", "ความเสียหายที่ตรวจพบ (บาท)", "damage found, in baht", Form.AMOUNT),
    ("conclusion.other_damage", "ความเสียหายอื่น", "other damage", Form.TEXT),
    ("conclusion.notification", "การแจ้งผลการตรวจสอบ", "notification of the result", Form.TEXT),
    ("conclusion.other_action", "การดำเนินการอื่นตามผลการตรวจสอบ", "other action upon the result", Form.TEXT),
    (
        FOUND_NATIONAL_ID,
        "เลขบัตรประชาชนเจ้าหน้าที่ที่พบเพิ่ม (เว้นว่าง = ไม่มีข้อมูล)",
        "national ID of an official newly found (empty: none known)",
        Form.NATIONAL_ID,
    ),
    ("proceedings.started_on", "วันที่เริ่มดำเนินการ (ทางวินัยฯ)", "start date of proceedings", Form.DATE),
    ("proceedings.committee", "คณะกรรมการสอบสวน", "committee of investigation", Form.CHOICE),
    ("proceedings.signatory", "ผู้ลงนาม", "signatory", Form.TEXT),
    ("proceedings.order_number", "เลขที่คำสั่ง", "order number", Form.TEXT),
    ("proceedings.references", "เอกสารอ้างอิง", "references", Form.TEXT),
    (
        "proceedings.steps",
        "การดำเนินการสำคัญ (แต่ละข้อขึ้นต้นบรรทัดด้วย [วันที่] หรือ [-] หากไม่ทราบวันที่)",
        "important steps (each begins a line with [date], or [-] where it is not known)",
        Form.ITEMS,
    ),
    ("proceedings.criminal_action", "การดำเนินการทางอาญา (ทางวินัยฯ)", "criminal action", Form.TEXT),
    ("proceedings.administrative_action", "การดำเนินการทางปกครอง (ทางวินัยฯ)", "administrative action", Form.TEXT),
    ("proceedings.other_action", "การดำเนินการอื่น (ทางวินัยฯ)", "other action", Form.TEXT),
    ("proceedings.appeal", "การอุทธรณ์", "appeal", Form.TEXT),
    ("outcome.known_on", "วันที่หัวหน้าหน่วยงานรับทราบผล", "date on which the head learnt of it", Form.DATE),
    ("outcome.outcome", "ผลการดำเนินการ", "outcome", Form.CHOICE),
    ("outcome.penalty", "โทษทางวินัย", "penalty", Form.CHOICE),
    ("outcome.result", "ผลการสอบสวน", "result of the investigation", Form.TEXT),
    ("outcome.order_number", "เลขที่คำสั่งลงโทษหรือเอกสารอ้างอิง", "order number or reference", Form.TEXT),
    ("outcome.is_referred_to_criminal", "ส่งดำเนินคดีอาญา", "referred to criminal proceedings", Form.CHOICE),
)
FIELDS: Mapping[str, CorrectableField] = {row[0]: CorrectableField(*row) for row in _TABLE}
