"""What one row of a report says, and how rows add up (REP-1 to REP-3)."""

from dataclasses import dataclass, field

from reporting.domain.terms import Era


@dataclass(frozen=True, slots=True)
class EraFigures:
    """The figures of one era (REP-1). What is counted is kept; what follows from it is worked out."""

    new: int = 0
    first_reported: int = 0
    carried_forward: int = 0
    progressed: int = 0
    ended: int = 0
    minor: int = 0
    serious: int = 0
    other: int = 0
    criminal: int = 0

    @property
    def received(self) -> int:
        return self.new + self.first_reported

    @property
    def completed(self) -> int:
        return self.ended + self.minor + self.serious + self.other

    @property
    def outstanding(self) -> int:
        return self.carried_forward + self.received - self.completed

    def __add__(self, more: "EraFigures") -> "EraFigures":
        return EraFigures(
            self.new + more.new,
            self.first_reported + more.first_reported,
            self.carried_forward + more.carried_forward,
            self.progressed + more.progressed,
            self.ended + more.ended,
            self.minor + more.minor,
            self.serious + more.serious,
            self.other + more.other,
            self.criminal + more.criminal,
        )


@dataclass(frozen=True, slots=True)
class Compliance:
    """การปฏิบัติตามมติ of cases after the resolution (REP-2)."""

    followed: int = 0
    not_followed: int = 0
    in_progress: int = 0

    def __add__(self, more: "Compliance") -> "Compliance":
        return Compliance(
            self.followed + more.followed,
            self.not_followed + more.not_followed,
            self.in_progress + more.in_progress,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a row says; the sum of two is the row of both."""

    before: EraFigures = field(default_factory=EraFigures)
    after: EraFigures = field(default_factory=EraFigures)
    compliance: Compliance = field(default_factory=Compliance)

    def of(self, era: Era) -> EraFigures:
        return self.before if era is Era.BEFORE_RESOLUTION else self.after

    @property
    def all_outstanding(self) -> int:
        """สรุปเรื่องคงค้าง."""
        return self.before.outstanding + self.after.outstanding

    def __add__(self, more: "Figures") -> "Figures":
        return Figures(self.before + more.before, self.after + more.after, self.compliance + more.compliance)
