"""What the use cases of corrections need of the store and of the fields' texts (CASE-22)."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from cases.app.asking import Asked
from cases.app.corrections import Asking, Change, Pending, SheetLine
from cases.domain.correctable import CorrectableField
from cases.domain.correcting import Correcting, Recorded
from cases.domain.terms import CorrectionState
from kit.directory.viewer import Viewer
from kit.domain.errors import Fault


class FieldTexts(Protocol):
    """Values of fields and texts: as they are kept (terms by their codes), and in words as they are shown."""

    def kept(self, of: CorrectableField, value: Recorded) -> str:
        """The text of a field of what is recorded."""
        ...

    def read(self, of: CorrectableField, text: str) -> str:
        """What somebody has written, as it is kept; what cannot be read stays as it was written."""
        ...

    def shown(self, of: CorrectableField, kept: str) -> str: ...

    def changed(self, of: CorrectableField, value: Recorded, text: str) -> tuple[Recorded, list[Fault]]:
        """The value with another text in the field, and what the contract has against it; then the value as it was."""
        ...

    def choices(self, of: CorrectableField) -> list[str]:
        """The words of a field that may say one of some; empty for others."""
        ...


class Requesting(Protocol):
    """Complaints for which corrections are asked, in one transaction."""

    def complaint_of(self, case_id: UUID) -> Correcting: ...

    def is_waiting(self, case_id: UUID, field: str, place: int, person: int) -> bool:
        """Whether a correction of that field is open already."""
        ...

    async def faults_of_number(self, complaint: Correcting) -> list[Fault]:
        """Whether another complaint has the number in that fiscal year (CASE-1)."""
        ...

    async def ask(self, asked_for: Sequence[Asking]) -> None: ...

    @property
    def batch(self) -> UUID:
        """What those that are asked for together are found by."""
        ...


class Withdrawing(Protocol):
    """Corrections that are taken back, in one transaction; nothing of their complaints is read."""

    @property
    def pending(self) -> Sequence[Pending]: ...

    async def decide(self, state: CorrectionState, remark: str = "") -> None:
        """Write the decision on all of them; the complaints that were loaded are written as they are now."""
        ...


class Deciding(Withdrawing, Protocol):
    """Corrections that are decided, in one transaction, under the locks of their complaints."""

    def complaint_of(self, case_id: UUID) -> Correcting: ...

    def mark_of(self, change: Change) -> bytes | None:
        """By which a sealed value, as it is recorded, is known again; None where there is none."""
        ...

    async def faults_of_number(self, complaint: Correcting) -> list[Fault]: ...


class Corrections(Protocol):
    def requesting(
        self, case_ids: Collection[UUID], asked: Asked, *, opened: Collection[UUID]
    ) -> AbstractAsyncContextManager[Requesting]:
        """`opened`: cases whose complainant is to be corrected; he is opened to be held to the law, shown to nobody.

        Raises NotFound for a case that the caller may not see, PermissionMissing where he may not change it.
        """
        ...

    def deciding(
        self, correction_ids: Sequence[UUID], asked: Asked, *, is_opened: bool
    ) -> AbstractAsyncContextManager[Deciding]:
        """`is_opened`: what is sealed is read, to be written. A refusal says what the cases would accept (CASE-19).

        Raises NotFound, PermissionMissing where another level decides.
        """
        ...

    def withdrawing(self, correction_ids: Sequence[UUID], asked: Asked) -> AbstractAsyncContextManager[Withdrawing]:
        """Raises NotFound."""
        ...

    async def numbered(self, numbers: Collection[str], viewer: Viewer) -> Mapping[str, list[UUID]]:
        """The cases that he may change, by each of these: a case number, or a national running number.

        Numbers are compared as recording compares them, Thai digits read as Arabic (CASE-1).
        """
        ...

    async def lines_of(self, case_ids: Sequence[UUID], viewer: Viewer) -> list[SheetLine]:
        """What may be asked now of each of the cases, in the order asked. Raises NotFound, PermissionMissing."""
        ...
