"""Whoever lacks a permission is told in words what he may not do."""

from collections.abc import Mapping
from copy import deepcopy

import pytest

from agencies.domain import permissions as of_agencies
from cases.domain import permissions as of_cases
from deadlines.domain import permissions as of_deadlines
from kit.domain.errors import Permission, PermissionMissing
from reporting.domain import permissions as of_reporting
from tests.unit.sentences import assert_in_both_languages


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize(
    "held",
    [of_agencies.PERMISSIONS, of_cases.PERMISSIONS, of_deadlines.PERMISSIONS, of_reporting.PERMISSIONS],
    ids=["agencies", "cases", "deadlines", "reporting"],
)
def test_every_permission_of_an_officer_says_what_it_lets_him_do(held: Mapping[str, object]) -> None:
    for permission in held:
        missing = PermissionMissing(permission)

        assert isinstance(permission, Permission), permission
        assert missing.permission == permission
        assert missing.thai == f"ท่านไม่มีสิทธิ{permission.thai} ({permission})"
        assert_in_both_languages(permission.thai, permission.english.capitalize() + ".")
        assert permission.english in missing.english
        assert type(missing.permission) is str
        assert vars(deepcopy(permission)) == vars(permission)
