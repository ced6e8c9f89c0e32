"""สรุปรายงานผลการดำเนินการ ประจำเดือน: what an agency states of a month, beside what is counted (SUM-2, SUM-3)."""

from dataclasses import dataclass

from kit.domain.errors import Fault
from reporting.domain.terms import Level, Stated


@dataclass(frozen=True, slots=True)
class SummaryCounts:
    """The two figures of a summary, of both eras together."""

    received: int = 0
    progressed: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """What an agency confirms: whether there were new complaints, whether there was progress, and a note."""

    new: Stated
    progress: Stated
    note: str

    def faults_beside(self, counted: SummaryCounts) -> list[Fault]:
        """A note is missing where either statement contradicts what was counted (SUM-3)."""
        if self.note or not self.contradicts(counted):
            return []
        thai = "สิ่งที่ระบุไม่ตรงกับจำนวนที่ระบบนับได้ กรุณาชี้แจงในหมายเหตุ"
        return [Fault("note", "SUM-3", thai, "What is stated contradicts what was counted: explain it in the note.")]

    def contradicts(self, counted: SummaryCounts) -> bool:
        """Whether something is stated where nothing was counted, or nothing where something was."""
        return _contradicts(self.new, counted.received) or _contradicts(self.progress, counted.progressed)


def _contradicts(stated: Stated, number: int) -> bool:
    return (stated is Stated.SOME) != (number > 0)


def level_of_summary(*, is_ministry: bool) -> Level:
    """By whose entry a row of report 5 counts: a ministry's as its ศปท., any other's as the unit (REP-14)."""
    return Level.MINISTRY_ACOC if is_ministry else Level.UNIT


def roles_that_submit(*, is_ministry: bool) -> frozenset[str]:
    """Which of an agency's own officers confirm its summary: of a ministry its ศปท., of others the unit or a ศปท."""
    return frozenset({"acoc"}) if is_ministry else frozenset({"unit", "acoc"})
