"""Summaries, rounds and differences into messages of the contract."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from kit.directory.viewer import Viewer
from kit.grpc.values import timestamp
from reporting.app.round_store import Difference, DifferencePage, RoundLine
from reporting.app.summary_store import SummaryLine
from reporting.domain.period import iso_month
from reporting.domain.permissions import CLOSE_ROUND, PERMISSIONS
from reporting.ports.encode import encode_figures
from rongrian.reporting.v1 import summary_service_pb2 as service


def encode_summary(line: SummaryLine, viewer: Viewer, today: date) -> service.Summary:
    message = service.Summary(
        agency_id=str(line.agency_id),
        agency_name=line.agency_name,
        round=iso_month(line.round.first),
        data_month=iso_month(line.round.data_month),
        received=line.counted.received,
        progressed=line.counted.progressed,
        round_state=int(line.round.state),  # type: ignore[arg-type]
        is_callers_to_submit=line.can_be_submitted_by(viewer, today),
    )
    submitted = line.submitted
    if submitted is not None:
        message.new = int(submitted.statement.new)  # type: ignore[assignment]
        message.progress = int(submitted.statement.progress)  # type: ignore[assignment]
        message.note = submitted.statement.note
        message.submitted_at.CopyFrom(timestamp(submitted.at))
        message.submitted_by = str(submitted.by)
        message.received_then = submitted.counted.received
        message.progressed_then = submitted.counted.progressed
    return message


def encode_round(line: RoundLine, viewer: Viewer, today: date) -> service.SummaryRound:
    round_ = line.round
    may_close = viewer.actor.is_any(*PERMISSIONS[CLOSE_ROUND])
    return service.SummaryRound(
        round=iso_month(round_.first),
        data_month=iso_month(round_.data_month),
        due_on=round_.due_on.isoformat(),
        state=int(round_.state),  # type: ignore[arg-type]
        owing=line.owing,
        submitted=line.submitted,
        closed_at=timestamp(round_.closed_at) if round_.closed_at is not None else None,
        waits_for=round_.waits_for,
        is_callers_to_close=may_close and round_.can_be_closed(today),
    )


def encode_rounds(lines: Sequence[RoundLine], limit: int, viewer: Viewer, today: date) -> service.ListRoundsResponse:
    """`lines` has one more than the page's `limit` where another page follows."""
    page = lines[:limit]
    return service.ListRoundsResponse(
        rounds=[encode_round(line, viewer, today) for line in page],
        next_page_token=iso_month(page[-1].round.first) if len(lines) > limit else "",
    )


def encode_differences(page: DifferencePage, reasons: Mapping[UUID, str]) -> service.ListDifferencesResponse:
    return service.ListDifferencesResponse(
        published=encode_figures(page.published),
        now=encode_figures(page.now),
        differences=[_difference(each, reasons.get(each.case_id, "")) for each in page.differences],
        next_page_token="" if page.is_last else str(page.differences[-1].case_id),
    )


def _difference(difference: Difference, reason: str) -> service.Difference:
    return service.Difference(
        case_id=str(difference.case_id),
        agency_id=str(difference.agency_id),
        agency_name=difference.agency_name,
        cause=int(difference.cause),  # type: ignore[arg-type]
        on=difference.on.isoformat() if difference.on is not None else "",
        reason=reason,
        published=encode_figures(difference.published),
        now=encode_figures(difference.now),
    )
