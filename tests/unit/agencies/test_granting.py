"""Who may grant what, the life of an officer's row, and terms that are the contract's."""

from enum import IntEnum
from uuid import UUID, uuid4

import pytest
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

from agencies.domain.granting import Nomination, check_roles
from agencies.domain.officer import Officer, OfficerKind, OfficerState
from agencies.domain.terms import ROOT, AgencyKind, AgencyType
from kit.domain.errors import Conflict, PermissionMissing
from rongrian.agencies.v1 import agency_pb2

MINISTRY = UUID(int=1)


def nomination(*roles: str, agency_id: UUID = MINISTRY, is_id_wrong: bool = False) -> Nomination:
    return Nomination(
        username="nok",
        first_name="นก",
        last_name="สีฟ้า",
        national_id="7461555555555",
        is_id_wrong=is_id_wrong,
        position="",
        telephone="",
        email="nok@agency.example",
        agency_id=agency_id,
        roles=frozenset(roles),
        marks=frozenset(),
        is_head=False,
    )


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize("role", ["pacc", "auditor"])
def test_only_the_user_admin_of_the_country_grants_what_sees_the_country(role: str) -> None:
    check_roles(ROOT, frozenset({role}))
    with pytest.raises(PermissionMissing) as refusal:
        check_roles(MINISTRY, frozenset({"unit", role}))
    assert refusal.value.permission == f"officer.grant.{role}"


@pytest.mark.parametrize("role", ["unit", "acoc", "approver", "user_admin"])
def test_a_user_admin_of_an_acoc_grants_what_sees_its_subtree(role: str) -> None:
    check_roles(MINISTRY, frozenset({role}))


@pytest.mark.rule("ORG-2")
def test_a_role_of_an_acoc_needs_one_at_or_above_the_agency() -> None:
    for role in ("acoc", "user_admin"):
        assert [fault.rule for fault in nomination(role).faults(has_acoc=False)] == ["ORG-2"]
        assert nomination(role).faults(has_acoc=True) == []
    assert nomination("user_admin", agency_id=ROOT).faults(has_acoc=False) == []
    assert nomination("unit").faults(has_acoc=False) == []


def test_a_wrong_check_digit_is_a_fault_of_the_national_id() -> None:
    faults = nomination("unit", is_id_wrong=True).faults(has_acoc=True)
    assert [(fault.field, fault.rule) for fault in faults] == [("national_id", "USER-1")]


def test_a_nomination_never_shows_its_number() -> None:
    assert "7461555555555" not in repr(nomination("unit"))


# Written out by hand: what may follow what.
_POSSIBLE = {("pending", "activate"): "active", ("active", "end"): "ended"}


@pytest.mark.rule("USER-5")
@pytest.mark.parametrize("state", OfficerState)
@pytest.mark.parametrize("act", ["activate", "end"])
def test_an_officer_is_pending_then_active_then_ended_and_nothing_else(state: OfficerState, act: str) -> None:
    officer = Officer(
        id=uuid4(),
        kind=OfficerKind.PERSON,
        username="nok",
        first_name="นก",
        last_name="สีฟ้า",
        position="",
        telephone="",
        email="",
        agency_id=MINISTRY,
        roles=frozenset({"unit"}),
        marks=frozenset(),
        state=state,
        version=3,
    )
    expected = _POSSIBLE.get((state.value, act))
    if expected is None:
        with pytest.raises(Conflict):
            officer.activate(uuid4()) if act == "activate" else officer.end()
    else:
        officer.activate(uuid4()) if act == "activate" else officer.end()
        assert (officer.state.value, officer.version) == (expected, 4)


@pytest.mark.parametrize(
    ("domain", "contract", "prefix"),
    [
        (AgencyKind, agency_pb2.AgencyKind, "AGENCY_KIND_"),
        (AgencyType, agency_pb2.AgencyType, "AGENCY_TYPE_"),
    ],
)
def test_the_terms_are_the_contracts_by_name_and_number(
    domain: type[IntEnum], contract: EnumTypeWrapper, prefix: str
) -> None:
    told = {name.removeprefix(prefix): number for name, number in contract.items() if number}
    assert {term.name: term.value for term in domain} == told
