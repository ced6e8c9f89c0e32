"""What the contract itself forbids, as faults beside those that a use case finds."""

from google.protobuf.message import Message
from protovalidate import Validator, Violation

from kit.domain.errors import Fault

_VALIDATOR = Validator()
# A standard constraint of the contract that has no rule of the spec behind it is named by this.
CONTRACT = "CONTRACT"


def faults_of(request: Message) -> list[Fault]:
    """Every constraint that `request` breaks. A constraint's message holds Thai and English, divided by ` | `."""
    return [_fault(violation) for violation in _VALIDATOR.collect_violations(request)]


def _fault(violation: Violation) -> Fault:
    found = violation.proto
    thai, divider, english = found.message.partition(" | ")
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
