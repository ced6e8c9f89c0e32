"""Views into messages of the contract."""

from datetime import date, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from cases.adapters.event_codec import ROUNDS
from cases.app.views import CaseLine, CasePage, CaseView, PageAfter, TimelineView
from cases.domain.complaint import Accused, Allegation, CoOffender
from cases.domain.round_report import LatenessExplanation, ReportedTo, RoundReport
from cases.domain.rounds import colour_step
from cases.domain.status import CaseAct
from rongrian.cases.v1 import case_pb2, case_service_pb2

# The contract's numbers are the domain's numbers (a test holds them equal), so a term is encoded as its number.
# mypy-protobuf types enum fields by name, hence the ignores.


def encode_case(view: CaseView) -> case_pb2.Case:
    case, reception = view.case, view.reception
    return case_pb2.Case(
        id=str(case.id),
        complaint_id=str(case.complaint_id),
        number=case.number,
        national_number=view.national_number,
        agency_id=str(case.agency_id),
        agency_name=view.agency_name,
        subject=view.subject,
        accused=_accused(view.accused),
        source=int(reception.source or 0),  # type: ignore[arg-type]
        source_detail=reception.source_detail,
        channel=int(reception.channel),  # type: ignore[arg-type]
        kind=int(reception.kind),  # type: ignore[arg-type]
        era=int(case.era),  # type: ignore[arg-type]
        status=int(case.status),  # type: ignore[arg-type]
        received_on=case.received_on.isoformat(),
        reception_details=reception.details,
        days=(view.today - case.received_on).days,
        allegations=[_allegation(allegation) for allegation in view.allegations],
        timeline=[encode_timeline_entry(entry) for entry in view.timeline],
        sendings=[
            case_pb2.Sending(
                to=int(sending.to),  # type: ignore[arg-type]
                sent_at=_timestamp(sending.sent_at),
                actor=str(sending.actor),
            )
            for sending in view.sendings
        ],
        possible=_acts(view.possible),
        version=case.version,
    )


def encode_page(page: CasePage) -> case_service_pb2.ListCasesResponse:
    return case_service_pb2.ListCasesResponse(
        cases=[encode_row(line) for line in page.lines],
        next_page_token=f"{page.next.received_on.isoformat()}~{page.next.national_number}" if page.next else "",
    )


def decode_page_token(token: str) -> PageAfter | None:
    """Raises ValueError for a token that no page has given."""
    if not token:
        return None
    received_on, _, national_number = token.partition("~")
    number = int(national_number)
    if not 0 < number < 2**63:
        raise ValueError(number)
    return PageAfter(date.fromisoformat(received_on), number)


def encode_row(line: CaseLine) -> case_service_pb2.CaseRow:
    case, today = line.case, line.today
    overdue = case.overdue_days(today)
    return case_service_pb2.CaseRow(
        id=str(case.id),
        number=case.number,
        subject=line.subject,
        accused=line.accused,
        source=int(line.source),  # type: ignore[arg-type]
        era=int(case.era),  # type: ignore[arg-type]
        status=int(case.status),  # type: ignore[arg-type]
        received_on=case.received_on.isoformat(),
        days=(today - case.received_on).days,
        sent_on=_iso(line.sent_on),
        agency_id=str(case.agency_id),
        agency_name=line.agency_name,
        possible=_acts(line.possible),
        overdue_days=overdue,
        colour_step=colour_step(overdue),
    )


def _accused(accused: Accused) -> case_pb2.Accused:
    return case_pb2.Accused(
        title=accused.title,
        first_name=accused.first_name,
        last_name=accused.last_name,
        has_national_id=not accused.has_no_national_id,
        national_id_to_be_checked=accused.to_be_checked,
        position=accused.position,
        position_type=accused.position_type,
        position_level=accused.position_level,
        affiliation=accused.affiliation,
        details=accused.details,
    )


def _allegation(allegation: Allegation) -> case_pb2.Allegation:
    return case_pb2.Allegation(
        subject=allegation.subject,
        facts=allegation.facts,
        acted_on=_iso(allegation.acted_on),
        precision=int(allegation.precision),  # type: ignore[arg-type]
        acted_at=allegation.acted_at,
        document_number=allegation.document_number,
        place=allegation.place,
        damage="" if allegation.damage is None else str(allegation.damage),
        co_offenders=[_co_offender(person) for person in allegation.co_offenders],
    )


def _co_offender(person: CoOffender) -> case_pb2.CoOffender:
    return case_pb2.CoOffender(
        kind=int(person.kind or 0),  # type: ignore[arg-type]
        title=person.title,
        name=person.name,
        last_name=person.last_name,
        has_identifier=person.is_identifier_sealed,
        identifier_to_be_checked=person.to_be_checked,
        relation=person.relation,
        details=person.details,
    )


def encode_timeline_entry(entry: TimelineView) -> case_pb2.TimelineEntry:
    message = case_pb2.TimelineEntry(
        number=entry.number,
        status=int(entry.status),  # type: ignore[arg-type]
        done_on=_iso(entry.done_on),
        reported_at=_timestamp(entry.reported_at),
        actor=str(entry.actor),
    )
    match entry.details:
        case RoundReport() as report:
            message.round_report.CopyFrom(_round_report(report))
        case LatenessExplanation(round=round_, explanation=explanation):
            message.lateness.round = ROUNDS[round_]
            message.lateness.explanation = explanation
    return message


def _round_report(report: RoundReport) -> case_pb2.RoundReport:
    return case_pb2.RoundReport(
        round=ROUNDS[report.round],
        started_on=report.started_on.isoformat(),
        committee=int(report.committee),  # type: ignore[arg-type]
        document_number=report.document_number,
        details=report.details,
        administrative_action=report.administrative_action,
        criminal_action=report.criminal_action,
        criminal_details=report.criminal_details,
        other_action=report.other_action,
        reported_to_head=_reported_to(report.reported_to_head),
        reported_to_minister=_reported_to(report.reported_to_minister),
    )


def _reported_to(told: ReportedTo) -> case_pb2.ReportedTo:
    return case_pb2.ReportedTo(on=_iso(told.on), number=told.number)


def _acts(acts: frozenset[CaseAct]) -> list[case_pb2.CaseAct.ValueType]:
    return [int(act) for act in sorted(acts)]  # type: ignore[misc]


def _timestamp(moment: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
