"""What a long piece of work says while it goes on."""


class Telling:
    """Says nothing; `dev.screen` has the one that people see."""

    def step(self, text: str) -> None:
        """A piece of work begins."""

    def fetched(self, what: str, count: int, total: int) -> None:
        """`count` of `total` bytes of `what` are here; `total` is 0 where it is not known."""
