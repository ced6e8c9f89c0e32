"""Opening what is sealed: only for whom it is due, with a purpose, and each opening in the audit trail (ROLE-4)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cases.app.asking import Asked
from cases.domain.complaint import Complainant


@dataclass(frozen=True, slots=True)
class NumberOf:
    """Whose number: the accused's, or that of a co-offender by the numbers of his allegation and his own under it."""

    case_id: UUID
    allegation: int = 0
    co_offender: int = 0


class SealedDoor(Protocol):
    async def complainant(self, case_id: UUID, asked: Asked) -> Complainant:
        """What was typed in of the complainant, for a handler of one of the complaint's cases.

        Raises NotFound for what the viewer may not see or where there is none, PermissionMissing.
        """
        ...

    async def national_id(self, of: NumberOf, asked: Asked) -> str:
        """A sealed number, for whoever may change the case. Raises NotFound, also where none is recorded."""
        ...
