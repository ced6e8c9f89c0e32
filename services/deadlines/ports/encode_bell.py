"""The bell into messages of the contract."""

from datetime import UTC, date, datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from deadlines.app.bell import BellPage, Notice, NoticeAfter
from deadlines.ports.encode import encode_obligation
from rongrian.deadlines.v1 import reminder_service_pb2 as service


def encode_bell(page: BellPage, today: date) -> service.ListBellResponse:
    return service.ListBellResponse(
        notices=[_notice(notice, today) for notice in page.notices],
        next_page_token=f"{page.next.noted_at.isoformat()}~{page.next.notice_id}" if page.next else "",
        unread=page.unread,
    )


def decode_bell_token(token: str) -> NoticeAfter | None:
    """Raises ValueError for a token that no page has given."""
    if not token:
        return None
    noted_at, _, notice_id = token.partition("~")
    at = datetime.fromisoformat(noted_at)
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return NoticeAfter(at, UUID(notice_id))


def moment(at: datetime | None) -> Timestamp | None:
    """A moment of the contract, not set where there is none."""
    if at is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(at.astimezone(UTC))
    return stamp


def _notice(notice: Notice, today: date) -> service.Notice:
    return service.Notice(
        id=str(notice.id),
        # The contract's numbers are the domain's (a test holds them equal); mypy-protobuf types enum fields by name.
        kind=int(notice.kind),  # type: ignore[arg-type]
        noted_at=moment(notice.noted_at),
        is_read=notice.is_read,
        obligation=encode_obligation(notice.line, today),
        days_after_due=notice.days_after_due,
        old_due_on=notice.old_due_on.isoformat() if notice.old_due_on else "",
        new_due_on=notice.new_due_on.isoformat() if notice.new_due_on else "",
    )
