"""What stands in the way of showing figures."""

from kit.domain.errors import Kind, ServiceError


class FiguresBeingRebuilt(ServiceError):
    """A part of the figures would be shown as if it were all of them (REP-1)."""

    code = "figures_being_rebuilt"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("กำลังจัดทำตัวเลขใหม่ กรุณาลองใหม่ภายหลัง", "The figures are being made anew; try again in a while.")
