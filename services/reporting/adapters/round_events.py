"""What reporting tells of summaries and rounds: ids and months, nothing else."""

from datetime import datetime
from uuid import UUID

from kit.events.envelope import new_header, outgoing
from kit.events.outbox import OutgoingEvent
from reporting.domain.period import iso_month
from reporting.domain.summary_round import SummaryRound
from rongrian.reporting.v1.report_events_pb2 import ReportingEvent


def summary_submitted(round_: SummaryRound, agency_id: UUID, at: datetime, by: UUID) -> OutgoingEvent:
    event = ReportingEvent(header=new_header(at, round_.summary_id(agency_id), 1, by))
    event.summary_submitted.agency_id = str(agency_id)
    event.summary_submitted.round = iso_month(round_.first)
    return outgoing("reporting", event)


def round_closed(round_: SummaryRound, at: datetime, by: UUID) -> OutgoingEvent:
    event = ReportingEvent(header=new_header(at, round_.id, 1, by))
    event.round_closed.round = iso_month(round_.first)
    return outgoing("reporting", event)
