"""Values of a domain and messages of a contract: field by field, by the same names on both sides.

A dataclass field of a name is read from the message field of that name, and written to it. Dates stand in messages as
ISO text, amounts as decimal text, terms as the contract's numbers, which are the domain's; empty there is None here.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from kit.domain.errors import Fault
from kit.domain.thai_dates import FIRST_BUDDHIST_YEAR, GREGORIAN_YEAR

T = TypeVar("T")
M = TypeVar("M", bound=Message)


class _Unreadable(Exception):
    """A field that the value cannot do without is not there; the contract has found that already."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    kind: Any
    is_repeated: bool
    is_optional: bool
    default: Any


class Reader:
    """Reads messages and adds to `faults` what a pattern of the contract cannot say, such as 30 February.

    `rule` is named by a fault for which the contract has no rule of its own.
    """

    def __init__(self, faults: list[Fault], rule: str) -> None:
        self.faults = faults
        self._rule = rule

    def read(self, kind: type[T], message: Message, at: str) -> T | None:
        """The value of a message that stands at the path `at`; None where faults leave nothing to check further."""
        try:
            value: T = self._value(kind, message, f"{at}." if at else "")
        except _Unreadable:
            return None
        return value

    def day(self, at: str, text: str) -> date | None:
        """The date of an ISO `text`, None where it is empty or was refused already; a fault where it is no day."""
        if not text or any(fault.field == at for fault in self.faults):
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            words = ("ไม่มีวันที่นี้ในปฏิทิน", "There is no such day in the calendar.")
        else:
            if day.year < FIRST_BUDDHIST_YEAR:
                return day
            words = GREGORIAN_YEAR
        self.faults.append(Fault(at, self._rule, *words))
        return None

    def _value(self, kind: Any, message: Message, above: str) -> Any:
        values: dict[str, Any] = {}
        is_whole = True
        for field in _fields_of(kind):
            if field.name in message.DESCRIPTOR.fields_by_name:
                try:
                    values[field.name] = self._field(field, message, above + field.name)
                except _Unreadable:
                    is_whole = False  # read on: every day that is none is named at once
        if not is_whole:
            raise _Unreadable
        return kind(**values)

    def _field(self, field: _Field, message: Message, at: str) -> Any:
        if field.is_repeated:
            return self._items(field.kind, getattr(message, field.name), at)
        if is_dataclass(field.kind):
            if field.is_optional and not message.HasField(field.name):
                return None
            return self._value(field.kind, getattr(message, field.name), f"{at}.")
        value = self._item(field.kind, getattr(message, field.name), at)
        if value is not None:
            return value
        if field.default is not MISSING:
            return field.default
        if field.is_optional:
            return None
        raise _Unreadable

    def _items(self, kind: Any, items: Any, at: str) -> tuple[Any, ...]:
        read, is_whole = [], True
        for place, item in enumerate(items):
            try:
                read.append(self._item(kind, item, f"{at}[{place}]"))
            except _Unreadable:
                is_whole = False
        if not is_whole:
            raise _Unreadable
        return tuple(read)

    def _item(self, kind: Any, raw: Any, at: str) -> Any:
        if is_dataclass(kind):
            return self._value(kind, raw, f"{at}.")
        if kind is date:
            return self.day(at, raw)
        return _READ[kind](raw) if kind in _READ else _term(kind, raw)


def write(message_type: type[M], value: Any, **given: Any) -> M:
    """A message with the fields that `value` has by the same names, and those that are `given` beside them."""
    message = message_type()
    for name, is_repeated in _names_of(message_type.DESCRIPTOR):
        content = given[name] if name in given else getattr(value, name, None)
        if content is None:
            continue
        if is_repeated:
            target = getattr(message, name)
            for item in content:
                _append(target, item)
        else:
            _set(message, name, content)
    return message


def timestamp(moment: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


def _append(target: Any, item: Any) -> None:
    if isinstance(item, Message):
        target.append(item)
    elif is_dataclass(item):
        _fill(target.add(), item)
    else:
        target.append(_plain(item))


def _set(message: Message, name: str, content: Any) -> None:
    if isinstance(content, Message):
        getattr(message, name).CopyFrom(content)
    elif is_dataclass(content):
        _fill(getattr(message, name), content)
    elif isinstance(content, datetime):
        getattr(message, name).FromDatetime(content)
    else:
        setattr(message, name, _plain(content))


def _fill(message: Message, value: Any) -> None:
    message.SetInParent()
    message.MergeFrom(write(type(message), value))


def _plain(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _term(kind: Callable[[int], Any], number: int) -> Any:
    """The term of a number of the contract; None for 0 and for numbers that the contract has refused."""
    try:
        return kind(number) if number else None
    except ValueError:
        return None


_READ: Mapping[Any, Callable[[Any], Any]] = {str: str.strip, bool: bool, int: int, Decimal: _decimal}


@cache
def _fields_of(kind: Any) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    return tuple(_shape(field.name, hints[field.name], field.default) for field in fields(kind))


def _shape(name: str, hint: Any, default: Any) -> _Field:
    is_optional = get_origin(hint) is UnionType and NoneType in get_args(hint)
    if is_optional:
        [hint] = [part for part in get_args(hint) if part is not NoneType]
    is_repeated = get_origin(hint) is tuple
    return _Field(name, get_args(hint)[0] if is_repeated else hint, is_repeated, is_optional, default)


@cache
def _names_of(descriptor: Descriptor) -> tuple[tuple[str, bool], ...]:
    return tuple((field.name, field.is_repeated) for field in descriptor.fields)
