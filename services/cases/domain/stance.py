"""What somebody is to a case: by it goes what he could do with it."""

from dataclasses import dataclass

from cases.domain.terms import Level

ANY_LEVEL = frozenset(Level)


@dataclass(frozen=True, slots=True)
class Stance:
    """`may_change`: his agency's case, one that his agency recorded, or one of his ศปท.'s subtree (CASE-5).

    `sends_from` are the levels from which he sends. `is_keeper`: of the case's own agency or its ศปท., who name
    handlers (ROLE-6). `is_acoc`, `is_pacc`: he sees it as an officer of a ศปท., of ป.ป.ท.
    """

    may_change: bool = True
    sends_from: frozenset[Level] = ANY_LEVEL
    is_handler: bool = False
    is_keeper: bool = False
    is_acoc: bool = False
    is_pacc: bool = False
