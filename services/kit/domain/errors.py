"""One family for every failure that a caller can act on; each border translates it once (`kit.grpc.status`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """What sort of failure it is; a border maps each to its own protocol's status."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    UNAUTHENTICATED = "unauthenticated"
    NOT_NOW = "not_now"
    CONFLICT = "conflict"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with what was sent: the field's path, the rule it breaks, and the sentence in both languages."""

    field: str
    rule: str
    thai: str
    english: str


class ServiceError(Exception):
    """Root of the family. `code` is stable and meant for programs; the two sentences are meant for people."""

    code: ClassVar[str]
    kind: ClassVar[Kind]

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(english)
        self.thai = thai
        self.english = english


class InvalidInput(ServiceError):
    """What was sent breaks rules; every fault is named at once and nothing was stored."""

    code = "invalid_input"
    kind = Kind.INVALID

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("ข้อมูลไม่ถูกต้องหรือไม่ครบถ้วน", "What was sent is wrong or incomplete.")
        self.faults = tuple(faults)


class NotFound(ServiceError):
    """ROLE-2: the same answer for what does not exist and for what the caller may not see."""

    code = "not_found"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("ไม่พบข้อมูล", "Nothing was found.")


class Permission(str):
    """The stable code of a right, and what it lets somebody do, in words for whoever lacks it."""

    thai: str
    english: str

    def __new__(cls, code: str, thai: str, english: str) -> "Permission":
        permission = super().__new__(cls, code)
        permission.thai, permission.english = thai, english
        return permission

    def __reduce__(self) -> tuple[type["Permission"], tuple[str, str, str]]:
        """A copy of it is made of the same words."""
        return Permission, (str(self), self.thai, self.english)


class PermissionMissing(ServiceError):
    """ROLE-3: the caller may see, but not do; names the permission."""

    code = "permission_missing"
    kind = Kind.FORBIDDEN

    def __init__(self, permission: str) -> None:
        thai, english = f" {permission}", ""
        if isinstance(permission, Permission):
            thai, english = f"{permission.thai} ({permission})", f" to {permission.english}"
        super().__init__(f"ท่านไม่มีสิทธิ{thai}", f"You do not hold the permission{english}: {permission}.")
        self.permission = str(permission)


class NotPossibleNow(ServiceError):
    """The act breaks a rule at this moment; names the rule and the acts that are possible instead."""

    code = "not_possible_now"
    kind = Kind.NOT_NOW

    def __init__(self, rule: str, thai: str, english: str, *, possible: Sequence[str] = ()) -> None:
        super().__init__(thai, english)
        self.rule = rule
        self.possible = tuple(possible)


class Conflict(ServiceError):
    """Somebody else changed the same thing meanwhile; read it again and repeat (CASE-26).

    `changes` name what is other now than the caller had read: each the field and what happened to it.
    """

    code = "changed_meanwhile"
    kind = Kind.CONFLICT

    def __init__(self, changes: Sequence[Fault] = ()) -> None:
        super().__init__("ข้อมูลถูกเปลี่ยนแปลงโดยผู้อื่น กรุณาเปิดใหม่", "It was changed meanwhile; read it again.")
        self.changes = tuple(changes)


class Unavailable(ServiceError):
    """Something that this call needs is away; what was asked may be repeated.

    It was not done, but where what went away was about to say that it is: then the same request id finds it done.
    """

    code = "unavailable"
    kind = Kind.UNAVAILABLE

    def __init__(self, what: str) -> None:
        super().__init__(f"ระบบ {what} ไม่พร้อมใช้งานชั่วคราว กรุณาลองใหม่", f"{what} is away for the moment; try again.")
        self.what = what


class DeadlinePassed(ServiceError):
    """The time that the caller gave, or that any call has, was over; what was asked may or may not have been done."""

    code = "deadline_passed"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("ใช้เวลานานเกินกำหนด กรุณาลองใหม่", "It took longer than the time given; try again.")


class Unauthenticated(ServiceError):
    """Root of what is wrong with a caller's token; each child has a code of its own."""

    code = "token_missing"
    kind = Kind.UNAUTHENTICATED

    def __init__(self, english: str = "A bearer token is required.") -> None:
        super().__init__("กรุณาเข้าสู่ระบบ", english)
