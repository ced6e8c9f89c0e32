"""What the contract itself forbids, as faults beside those that a use case finds."""

from collections.abc import Iterator
from itertools import islice

from google.protobuf.message import Message
from protovalidate import Validator, Violation

from kit.domain.errors import Fault

_VALIDATOR = Validator()
# A standard constraint of the contract that has no rule of the spec behind it is named by this.
CONTRACT = "CONTRACT"
MOST_MESSAGES = 2000
_NO_ID = ("ต้องเป็นรหัส (UUID) ไม่ใช่เลขที่หรือชื่อ", "It must be an id (a UUID), not a number or a name.")
_NUL = ("ข้อความมีอักขระที่ใช้ไม่ได้ (NUL)", "The text holds a character that cannot be kept (NUL).")


def faults_of(request: Message) -> list[Fault]:
    """Every constraint that `request` breaks. A constraint's message holds Thai and English, divided by ` | `.

    A request with more messages inside it than anybody writes by hand is looked at no further: checking takes time.
    """
    if next(islice(_messages_in(request), MOST_MESSAGES, None), None) is not None:
        return [Fault("", CONTRACT, f"มีรายการเกิน {MOST_MESSAGES} รายการ", f"It holds over {MOST_MESSAGES} entries.")]
    faults = [_fault(violation) for violation in _VALIDATOR.collect_violations(request)]
    if b"\0" in request.SerializeToString():
        faults += [Fault(path, CONTRACT, *_NUL) for path in _texts_with_nul(request, "")]
    return faults


def _messages_in(message: Message) -> Iterator[Message]:
    """Every message inside `message`, at any depth."""
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        for item in value if field.is_repeated else [value]:
            yield item
            yield from _messages_in(item)


def _texts_with_nul(message: Message, above: str) -> Iterator[str]:
    """PostgreSQL keeps no text with a NUL character; the paths of those that hold one."""
    for field, value in message.ListFields():
        path = f"{above}{field.name}"
        for place, item in enumerate(value if field.is_repeated else [value]):
            here = f"{path}[{place}]" if field.is_repeated else path
            if isinstance(item, Message):
                yield from _texts_with_nul(item, f"{here}.")
            elif isinstance(item, str) and "\0" in item:
                yield here


def _fault(violation: Violation) -> Fault:
    found = violation.proto
    thai, divider, english = found.message.partition(" | ")
    if found.rule_id == "string.uuid":
        return Fault(_path(violation), CONTRACT, *_NO_ID)
    if not divider:
        return Fault(_path(violation), CONTRACT, f"ค่าไม่ถูกต้อง ({found.rule_id})", found.message)
    return Fault(_path(violation), found.rule_id, thai, english)


def _path(violation: Violation) -> str:
    steps: list[str] = []
    elements = violation.proto.field.elements if violation.proto.field else []
    for element in elements:
        subscript = element.subscript
        index = f"[{subscript.value}]" if subscript is not None else ""
        steps.append(f"{element.field_name}{index}")
    return ".".join(steps)
