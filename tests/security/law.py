"""The form of the law: who may see and do what, written down by hand, beside each table the rules that say so.

A table has a row for each role and a column for each place (`things.AGENCY_AT` says which is which):

    +   it comes through: what is asked for is answered, or refused for what it says or for the state of the thing
    -   it is not there: the same answer, byte for byte, as for what does not exist; a list is answered without it
    ~   a list is answered without it, but not as for what does not exist
    p   refused, naming the permission that is lacking
    q   refused, naming the second permission of the method
    =   answered, and just as for what does not exist

A role without a row lacks the permission, whatever the place; `handler` is a unit where he has none. Nobody, an officer
whose access has ended, and whose token is forged, says another role than the directory or names an officer of whom it
does not know: refused as `TOKENS` says, everywhere (ROLE-1, USER-5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Law = Mapping[str, Mapping[str, str]]

TOKENS = {
    "nobody": "token_missing",
    "forged": "token_forged",
    "unknown": "officer_unknown",
    "superseded": "token_superseded",
    "ended_unit": "officer_ended",
    "ended_acoc": "officer_ended",
    "ended_pacc": "officer_ended",
    "ended_approver": "officer_ended",
    "ended_auditor": "officer_ended",
    "ended_user_admin": "officer_ended",
    "ended_integrator": "officer_ended",
}


def law(table: str) -> Law:
    """The cells by role and place."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    cells = {row[0]: dict(zip(head, row[1:], strict=True)) for row in rows}
    if "unit" in cells:
        cells.setdefault("handler", cells["unit"])
    return cells


@dataclass(frozen=True, slots=True)
class Right:
    """The law of one method, what somebody who may not lacks, and what comes back where it comes through.

    `through`: the codes of the answers (`ok` among them) of which one comes back. `services` may call it too.
    `is_list`: + and - say whether the answer holds the thing. `is_narrowed`: the list asks for the thing alone, so that
    an answer without it is the one for what does not exist. `days_later`: it is asked so long after everything.
    """

    law: Law
    lacks: str
    through: str = "ok"
    second: str = ""
    is_list: bool = False
    is_narrowed: bool = True
    services: frozenset[str] = field(default_factory=frozenset)
    days_later: int = 0

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(next(iter(self.law.values())))

    def sign(self, caller: str, place: str) -> str:
        """What the law says of a caller and a place; of whose token is refused the code of that refusal."""
        if caller in TOKENS:
            return TOKENS[caller]
        if caller in self.services:
            return "+"
        return self.law[caller][place] if caller in self.law else "p"
