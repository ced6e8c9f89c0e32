"""Obligations follow what `cases` tells."""

from collections.abc import Sequence

from deadlines.app.store import CaseFollowing
from deadlines.domain.followed_case import CaseFacts


async def follow_cases(told: Sequence[CaseFacts], *, store: CaseFollowing) -> None:
    """Open and judge what follows from `told`, in whatever order and however often it comes (REL-3)."""
    async with store.following(told) as followed:
        for facts in told:
            followed[facts.case_id].take(facts)
