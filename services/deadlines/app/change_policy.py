"""Terms for what opens from now on: ป.ป.ท. for the country, a ศปท. for its subtree (DUE-1)."""

from dataclasses import dataclass

from deadlines.app.rule_store import RuleStore
from deadlines.domain.errors import PolicyIsLaw
from deadlines.domain.permissions import CHANGE_POLICY
from deadlines.domain.policy import CountedIn, Policy, Terms
from kit.database.requests import RequestKey
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault, InvalidInput, PermissionMissing

_OWN_UNITS = frozenset({CountedIn.END_OF_DAY, CountedIn.GIVEN_DATE})
_HIGHEST = {CountedIn.CALENDAR_DAYS: 366, CountedIn.WORKING_DAYS: 366, CountedIn.DAY_OF_MONTH: 31}


@dataclass(frozen=True, slots=True)
class ChangePolicy:
    viewer: Viewer
    code: str
    terms: Terms | None
    reason: str
    faults: tuple[Fault, ...]
    request: RequestKey


async def change_policy(command: ChangePolicy, *, store: RuleStore) -> None:
    """Raises InvalidInput, PolicyIsLaw, PermissionMissing for who keeps no subtree, what `changing_policy` raises."""
    terms = command.terms
    faults = [*command.faults, *(_faults_of(terms) if terms is not None else ())]
    if faults or terms is None:
        raise InvalidInput(faults)
    viewer = command.viewer
    acoc = None if viewer.actor.is_any("pacc") else viewer.acoc
    if acoc is None and not viewer.actor.is_any("pacc"):
        raise PermissionMissing(CHANGE_POLICY)
    async with store.changing_policy(viewer, command.code, acoc, command.reason, command.request) as changing:
        if changing.policy.is_law:
            raise PolicyIsLaw(changing.policy.code, changing.policy.duty)
        _refuse_foreign_unit(terms, changing.policy)
        changing.terms = terms


def _refuse_foreign_unit(terms: Terms, policy: Policy) -> None:
    """The end of the day, or a date that comes with the act, fit only what was counted so from the first."""
    if terms.counted_in in _OWN_UNITS and terms.counted_in is not policy.shipped.counted_in:
        sentence = ("หน่วยนับนี้ใช้กับกำหนดเวลานี้ไม่ได้", "This unit does not fit this policy.")
        raise InvalidInput([Fault("terms.counted_in", "DUE-1", *sentence)])


def _faults_of(terms: Terms) -> list[Fault]:
    highest = _HIGHEST.get(terms.counted_in)
    if highest is None or 1 <= terms.number <= highest:
        return []
    sentence = (f"จำนวนต้องอยู่ระหว่าง 1 ถึง {highest}", f"The number lies between 1 and {highest}.")
    return [Fault("terms.number", "DUE-1", *sentence)]
