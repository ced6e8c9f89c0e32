"""Who may grant what to whom (USER-1)."""

from dataclasses import dataclass, field
from uuid import UUID

from agencies.domain.permissions import GRANT
from agencies.domain.terms import ROOT
from kit.domain.errors import Fault, Permission, PermissionMissing

OF_A_SUBTREE = frozenset({"unit", "acoc", "approver", "user_admin", "integrator"})
OF_THE_COUNTRY = OF_A_SUBTREE | {"pacc", "auditor"}
# Their holders see the subtree of their agency's ศปท.
_NEED_ACOC = frozenset({"acoc", "user_admin"})


@dataclass(frozen=True, slots=True)
class Nomination:
    """Who becomes an officer of which agency; `is_id_wrong` where the check digit of the national ID is."""

    username: str
    first_name: str
    last_name: str
    national_id: str = field(repr=False)
    is_id_wrong: bool
    position: str
    telephone: str
    email: str
    agency_id: UUID
    roles: frozenset[str]
    marks: frozenset[str]
    is_head: bool

    def faults(self, *, has_acoc: bool) -> list[Fault]:
        """`has_acoc`: whether the agency has a ศปท. at or above it (ORG-2)."""
        faults = []
        if self.is_id_wrong:
            faults.append(
                Fault(
                    "national_id",
                    "USER-1",
                    "เลขประจำตัวประชาชนไม่ถูกต้อง (หลักตรวจสอบไม่ตรง)",
                    "The national ID is wrong: its check digit does not fit.",
                )
            )
        if self.roles & _NEED_ACOC and not has_acoc and self.agency_id != ROOT:
            faults.append(
                Fault(
                    "roles",
                    "ORG-2",
                    "หน่วยงานนี้ไม่มี ศปท. ในสายบังคับบัญชา จึงให้บทบาทนี้ไม่ได้",
                    "This agency has no ศปท. at or above it, where the role would belong.",
                )
            )
        return faults


def grantable_by(agency_id: UUID | None) -> frozenset[str]:
    """The roles that a `user_admin` of this agency gives and takes: ป.ป.ท.'s all of them, a ศปท.'s those below it."""
    return OF_THE_COUNTRY if agency_id == ROOT else OF_A_SUBTREE


def check_roles(agency_id: UUID | None, roles: frozenset[str], permission: Permission = GRANT) -> None:
    """Raises PermissionMissing naming the first role that this `user_admin` has no say in (ROLE-3)."""
    beyond = sorted(roles - grantable_by(agency_id))
    if beyond:
        role = beyond[0]
        thai, english = f"{permission.thai} บทบาท {role}", f"{permission.english}, role {role}"
        raise PermissionMissing(Permission(f"{permission}.{role}", thai, english))


def taken(field_name: str, thai: str, english: str) -> Fault:
    """A duplicate person (USER-2)."""
    return Fault(field_name, "USER-2", thai, english)


def faults_of_duplicates(*, national_id: bool, email: bool, username: bool) -> list[Fault]:
    """Which of the three another officer has."""
    faults = []
    if national_id:
        faults.append(
            taken("national_id", "บุคคลนี้เป็นเจ้าหน้าที่ในระบบอยู่แล้ว", "Duplicate person: this person is an officer already.")
        )
    if email:
        faults.append(
            taken("email", "อีเมลนี้เป็นของเจ้าหน้าที่ผู้อื่น", "Duplicate person: this address belongs to another officer.")
        )
    if username:
        faults.append(
            taken("username", "ชื่อผู้ใช้นี้มีผู้ใช้แล้ว", "Duplicate person: this user name has been given to another officer.")
        )
    return faults
