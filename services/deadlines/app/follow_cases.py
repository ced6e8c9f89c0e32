"""Obligations follow what `cases` tells."""

from collections.abc import Sequence
from datetime import date

from deadlines.app.store import CaseFollowing
from deadlines.domain.followed_case import CaseTold


async def follow_cases(told: Sequence[CaseTold], *, today: date, store: CaseFollowing) -> None:
    """Open and judge what follows from `told`, in whatever order and however often it comes (REL-3)."""
    async with store.following(told) as followed:
        for each in told:
            followed.objects[each.facts.object_id].take(each)
        followed.judge(today)
