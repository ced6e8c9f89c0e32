"""The calendar feed: a due list read by a secret address, as its owner would see it at that moment (DUE-11)."""

import hashlib
import secrets
from datetime import datetime
from typing import Protocol
from uuid import UUID

from deadlines.app.views import ObligationLine
from kit.directory.viewer import Viewer

SECRET_BYTES = 32


class CalendarFeeds(Protocol):
    async def renewed_at(self, viewer: Viewer) -> datetime | None:
        """When the viewer's present address was made; None where he has no feed."""
        ...

    async def renew(self, viewer: Viewer, secret_hash: bytes) -> None:
        """From now on the feed is found by this hash, and by the one before no more."""
        ...

    async def end(self, viewer: Viewer) -> None:
        """The viewer has no feed; where he had none: no change."""
        ...

    async def owner(self, secret_hash: bytes) -> UUID | None:
        """Whose feed it is; None for a secret that nobody has."""
        ...

    async def due_list(self, viewer: Viewer) -> list[ObligationLine]:
        """What is open or missed in the viewer's scope."""
        ...


async def renew_calendar_feed(viewer: Viewer, *, feeds: CalendarFeeds) -> str:
    """Make a new secret and return it: it is kept nowhere, only its hash."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await feeds.renew(viewer, hash_of(secret))
    return secret


def hash_of(secret: str) -> bytes:
    """What is kept of a secret; it is as long as the hash, so that trying is in vain without any salt."""
    return hashlib.sha256(secret.encode()).digest()
