"""Fields and texts by way of the contract: a corrected value is written, checked and read as a recorded one is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from stdnum.th import pin

from cases.domain.complaint import Accused, Allegation, Complainant, CoOffender, Reception
from cases.domain.conclusion import Conclusion
from cases.domain.correctable import CorrectableField, Form, Part
from cases.domain.correcting import Recorded
from cases.domain.outcome_report import OutcomeReport
from cases.domain.proceedings import Proceedings
from cases.domain.work_report import WorkReport
from kit.domain.errors import Fault
from kit.grpc.contract import faults_of
from kit.grpc.values import Reader, write
from rongrian.cases.v1 import case_service_pb2, record_pb2, report_pb2
from rongrian.kit.v1.thai_pb2 import thai as in_thai


@dataclass(frozen=True, slots=True)
class _Written:
    """As which message of the contract a part is written, as which value it is read, and by whose rule."""

    message: type[Message]
    value: Any
    rule: str


_WRITTEN: Mapping[Part, _Written] = {
    Part.RECEPTION: _Written(record_pb2.Reception, Reception, "CASE-2"),
    Part.COMPLAINANT: _Written(record_pb2.Complainant, Complainant, "CASE-6"),
    Part.ACCUSED: _Written(record_pb2.AccusedEntry, Accused, "CASE-6"),
    Part.ALLEGATION: _Written(record_pb2.AllegationEntry, Allegation, "CASE-6"),
    Part.CO_OFFENDER: _Written(record_pb2.CoOffenderEntry, CoOffender, "CASE-6"),
    Part.REPORT: _Written(report_pb2.WorkReport, WorkReport, "CASE-13"),
    Part.EXPLANATION: _Written(case_service_pb2.ExplainLatenessRequest, str, "CASE-11"),
    Part.CONCLUSION: _Written(report_pb2.Conclusion, Conclusion, "CASE-14"),
    Part.FOUND_OFFICIAL: _Written(record_pb2.AccusedEntry, Accused, "CASE-6"),
    Part.PROCEEDINGS: _Written(report_pb2.Proceedings, Proceedings, "CASE-16"),
    Part.OUTCOME: _Written(report_pb2.OutcomeReport, OutcomeReport, "CASE-17"),
}
# Of an item: what stands in its brackets, and the text behind them.
_ITEM_FIELDS = {"findings": ("allegation", "result"), "steps": ("on", "what")}
_ITEM = re.compile(r"^\[([^\]\n]*)\][^\S\n]?", re.MULTILINE)
_NOT_KNOWN = "-"
_TICKS = {"true": "ใช่", "false": "ไม่ใช่"}
_AS_TICK = {"yes": "true", "no": "false", "มี": "true", "ไม่มี": "false", "": "false", "ใช่": "true", "ไม่ใช่": "false"}
# The contract has one term for both committees; that of the proceedings investigates (CASE-16).
_OTHER_WORDS = {"proceedings.committee": {"not_appointed": "ไม่ตั้งคณะกรรมการสอบสวน", "appointed": "ตั้งคณะกรรมการสอบสวน"}}
_CENT = Decimal("0.01")


class ContractTexts:
    """Terms are kept by the contract's names in small letters, amounts with two decimals, ticks as true or false."""

    def kept(self, of: CorrectableField, value: Recorded) -> str:
        message, name = _holder(of, _message(of, value))
        content = getattr(message, name)
        descriptor = message.DESCRIPTOR.fields_by_name[name]
        if of.form is Form.ITEMS:
            return _items_text(name, content)
        if descriptor.enum_type is not None:
            return _code(descriptor.enum_type, content)
        if isinstance(content, bool):
            return str(content).lower()
        return self.read(of, content)

    def read(self, of: CorrectableField, text: str) -> str:
        written = text.replace("\r\n", "\n").strip()
        if of.form is Form.AMOUNT:
            return _amount(written)
        if of.form is Form.ITEMS:
            return "\n".join(f"[{key}] {said}" for key, said in _items(written)) or written
        if of.form is not Form.CHOICE:
            return written
        terms = _enum_of(of)
        if terms is None:
            small = written.lower()
            return small if small in _TICKS else _AS_TICK.get(small, written)
        codes = {words: code for code, words in _choices(of, terms).items()}
        return codes.get(written, written.lower())

    def shown(self, of: CorrectableField, kept: str) -> str:
        if of.form is not Form.CHOICE:
            return kept
        terms = _enum_of(of)
        return (_choices(of, terms) if terms is not None else _TICKS).get(kept, kept)

    def choices(self, of: CorrectableField) -> list[str]:
        if of.form is not Form.CHOICE:
            return []
        terms = _enum_of(of)
        return list((_choices(of, terms) if terms is not None else _TICKS).values())

    def changed(self, of: CorrectableField, value: Recorded, text: str) -> tuple[Recorded, list[Fault]]:
        written, message = _WRITTEN[of.part], _message(of, value)
        faults = _set(of, message, text)
        faults += [fault for fault in faults_of(message) if fault.field.startswith(".".join(of.path))]
        if faults:
            return value, faults
        if isinstance(value, str):
            return text, []
        if isinstance(value, Accused) and of.is_sealed:
            return _renumbered(value, text), []
        if isinstance(value, CoOffender) and of.is_sealed:
            return _identified(value, text), []
        read = Reader(faults, written.rule).read(written.value, message, "")
        if read is None or faults:
            return value, faults
        return replace(value, **{of.path[0]: getattr(read, of.path[0])}), []


def _message(of: CorrectableField, value: Recorded) -> Message:
    kind = _WRITTEN[of.part].message
    return write(kind, value) if not isinstance(value, str) else write(kind, None, explanation=value)


def _holder(of: CorrectableField, message: Message) -> tuple[Any, str]:
    """The message that holds the field, and its name there."""
    *above, name = of.path
    holder = message
    for step in above:
        holder = getattr(holder, step)
    return holder, name


def _set(of: CorrectableField, message: Message, text: str) -> list[Fault]:
    """Write the text into the message; a fault where it is none of the words that it may be."""
    holder, name = _holder(of, message)
    descriptor = holder.DESCRIPTOR.fields_by_name[name]
    if of.form is Form.ITEMS:
        return _set_items(of, holder, name, text)
    if descriptor.enum_type is not None:
        codes = ["", *_choices(of, descriptor.enum_type)]
        if text not in codes:
            return [_no_such_word(of, descriptor.enum_type)]
        numbers = descriptor.enum_type.values_by_name
        setattr(holder, name, numbers[_prefix(descriptor.enum_type) + text.upper()].number if text else 0)
    elif descriptor.type == FieldDescriptor.TYPE_BOOL:
        if text not in _TICKS:
            return [Fault(".".join(of.path), "CASE-22", "ต้องเป็น ใช่ หรือ ไม่ใช่", "It is yes or no.")]
        setattr(holder, name, text == "true")
    else:
        setattr(holder, name, text)
    return []


def _set_items(of: CorrectableField, holder: Any, name: str, text: str) -> list[Fault]:
    items, (key_name, text_name) = _items(text), _ITEM_FIELDS[name]
    if text and not items:
        return [_no_items(of)]
    holder.ClearField(name)
    for key, said in items:
        item = getattr(holder, name).add()
        if key_name == "allegation":
            if not key.isdecimal() or len(key) > 9:
                return [_no_items(of)]
            item.allegation = int(key)
        elif key != _NOT_KNOWN:
            setattr(item, key_name, key)
        setattr(item, text_name, said)
    return []


def _items(text: str) -> list[tuple[str, str]]:
    """Each item's key and text; none where the text does not begin with one."""
    if not _ITEM.match(text):
        return []
    parts = _ITEM.split(text)[1:]
    return [(key.strip(), said.strip()) for key, said in zip(parts[::2], parts[1::2], strict=True)]


def _items_text(name: str, items: Any) -> str:
    key, said = _ITEM_FIELDS[name]
    return "\n".join(f"[{getattr(item, key) or _NOT_KNOWN}] {getattr(item, said).strip()}" for item in items)


def _renumbered(person: Accused, number: str) -> Accused:
    return replace(
        person,
        national_id=number,
        keeps_national_id=False,
        has_no_national_id=not number,
        to_be_checked=bool(number) and not pin.is_valid(number),
    )


def _identified(person: CoOffender, number: str) -> CoOffender:
    """A 13-digit number of a natural person is checked as an accused's is (CASE-6)."""
    named = replace(person, identifier=number, keeps_identifier=False)
    return replace(named, to_be_checked=named.has_national_id and not pin.is_valid(number))


def _amount(text: str) -> str:
    """With two decimals; what is no amount stays as it is, for the contract to refuse."""
    bare = text.replace(",", "")
    try:
        exact = Decimal(bare)
    except InvalidOperation:
        return text
    if not exact.is_finite() or abs(exact) >= Decimal(10) ** 15:
        return text
    return str(exact.quantize(_CENT)) if exact == exact.quantize(_CENT) else text


def _enum_of(of: CorrectableField) -> EnumDescriptor | None:
    descriptor: Any = _WRITTEN[of.part].message.DESCRIPTOR
    for step in of.path[:-1]:
        descriptor = descriptor.fields_by_name[step].message_type
    return cast(EnumDescriptor | None, descriptor.fields_by_name[of.path[-1]].enum_type)


def _choices(of: CorrectableField, terms: EnumDescriptor) -> dict[str, str]:
    """The words of each code of a term; the code itself where it has none."""
    words = {
        code: value.GetOptions().Extensions[in_thai] or code
        for value in terms.values
        if value.number and (code := _code(terms, value.number))
    }
    return words | _OTHER_WORDS.get(of.name, {})


def _code(terms: EnumDescriptor, number: int) -> str:
    name: str = terms.values_by_number[number].name
    return name.removeprefix(_prefix(terms)).lower() if number else ""


def _prefix(terms: EnumDescriptor) -> str:
    unspecified: str = terms.values_by_number[0].name
    return unspecified.removesuffix("UNSPECIFIED")


def _no_such_word(of: CorrectableField, terms: EnumDescriptor) -> Fault:
    words = ", ".join(_choices(of, terms).values())
    return Fault(".".join(of.path), "CASE-22", f"ต้องเป็นหนึ่งใน {words}", f"It is one of {words}.")


def _no_items(of: CorrectableField) -> Fault:
    return Fault(
        ".".join(of.path), "CASE-22", f"รูปแบบไม่ถูกต้อง: {of.thai}", f"It is not written as it should be: {of.english}."
    )
