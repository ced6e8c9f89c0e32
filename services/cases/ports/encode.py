"""Views into messages of the contract."""

from datetime import date

from cases.adapters.case_message import MASKED, encode_accused, encode_acts, encode_allegation
from cases.app.views import (
    CaseLine,
    CasePage,
    ComplaintView,
    DeletedComplaint,
    EarlierComplaint,
    PageAfter,
)
from cases.domain.rounds import colour_step
from kit.grpc.values import write
from rongrian.cases.v1 import case_service_pb2, complaint_service_pb2, record_pb2, view_pb2


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


def encode_row(line: CaseLine) -> view_pb2.CaseRow:
    case, today = line.case, line.today
    overdue = case.overdue_days(today)
    return write(
        view_pb2.CaseRow,
        case,
        subject=line.subject,
        accused=line.accused,
        source=line.source,
        days=(today - case.received_on).days,
        sent_on=line.sent_on,
        agency_name=line.agency_name,
        possible=encode_acts(line.possible),
        overdue_days=overdue,
        colour_step=colour_step(overdue),
        masked_national_id=MASKED if line.has_national_id else None,
        last_reported_on=case.ladder.last_reported_on,
        times_reported=case.ladder.times_reported,
    )


def encode_standing(line: CaseLine) -> view_pb2.CaseStanding:
    return write(view_pb2.CaseStanding, line.case, possible=encode_acts(line.possible))


def encode_complaint(view: ComplaintView) -> view_pb2.Complaint:
    reception = write(record_pb2.Reception, view.reception)
    return write(
        view_pb2.Complaint,
        view,
        reception=reception,
        accused=[encode_accused(person) for person in view.accused],
        allegations=[encode_allegation(allegation) for allegation in view.allegations],
        cases=[encode_row(line) for line in view.lines],
    )


def encode_earlier_complaint(earlier: EarlierComplaint) -> complaint_service_pb2.EarlierComplaint:
    complaint = encode_complaint(earlier.complaint)
    return write(complaint_service_pb2.EarlierComplaint, earlier, complaint=complaint)


def encode_deleted(complaint: DeletedComplaint) -> complaint_service_pb2.DeletedComplaint:
    return write(complaint_service_pb2.DeletedComplaint, complaint)
