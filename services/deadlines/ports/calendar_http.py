"""The calendar feed over HTTP: whoever has the secret address reads what its owner may see at that moment (DUE-11)."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from deadlines.adapters.icalendar_form import CONTENT_TYPE, calendar_of
from deadlines.app.calendar_feed import CalendarFeeds, hash_of
from deadlines.domain.permissions import FEED, PERMISSIONS
from kit.auth.errors import OfficerEnded, OfficerUnknown
from kit.clock import Clock
from kit.directory.viewer import Directory, Viewer
from kit.domain.errors import Unavailable

PATH = "/v1/calendar/{secret}.ics"
_PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


def calendar_route(feeds: CalendarFeeds, directory: Directory, clock: Clock) -> Route:
    """GET and HEAD. A secret that nobody has, and one whose owner's access has ended: 404, alike."""

    async def feed(request: Request) -> Response:
        try:
            viewer = await _owner(feeds, directory, str(request.path_params["secret"]))
            if viewer is None:
                return PlainTextResponse("not found", status_code=404, headers=_PRIVATE)
            lines = await feeds.due_list(viewer)
        except Unavailable:
            return PlainTextResponse("try again later", status_code=503, headers=_PRIVATE | {"Retry-After": "60"})
        calendar = calendar_of(lines, today=clock.today(), at=clock.now())
        return Response(calendar, headers=_PRIVATE | {"Content-Type": CONTENT_TYPE})

    return Route(PATH, feed, methods=["GET"])


async def _owner(feeds: CalendarFeeds, directory: Directory, secret: str) -> Viewer | None:
    """The owner as he would be seen if he called himself now.

    Every secret, of whatever length or form, is hashed and its hash looked up: the time says nothing about how near a
    guess was.
    """
    subject = await feeds.owner(hash_of(secret))
    if subject is None:
        return None
    try:
        viewer = await directory.viewer_of(subject)
    except (OfficerEnded, OfficerUnknown):
        return None
    return viewer if viewer.actor.is_any(*PERMISSIONS[FEED]) else None
