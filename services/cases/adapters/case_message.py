"""A case as the contract shows it: answered by the service, and kept with each sending (CASE-23)."""

from cases.app.views import CaseView, EarlierEntry, RecusalView, RemarkView, SendingView, TimelineView
from cases.domain.complaint import Accused, Allegation, CoOffender
from cases.domain.outcome_report import OutcomeReport
from cases.domain.status import CaseAct
from cases.domain.terms import Source
from cases.domain.timeline import FoundPerson, InquiryConclusion, LatenessExplanation, ProceedingsReport, RoundReport
from cases.domain.work_report import WorkReport
from kit.grpc.values import write
from rongrian.cases.v1 import case_service_pb2, report_pb2, view_pb2

MASKED = "x-xxxx-xxxxx-xx-x"

# CASE-8: where a commission has indicted, conclusion and proceedings carry out its resolution.
OFFERED_SENTENCE = {
    Source.NACC_INDICTMENT: "เป็นการดำเนินการตามมติคณะกรรมการ ป.ป.ช.",
    Source.PACC_INDICTMENT: "เป็นการดำเนินการตามมติคณะกรรมการ ป.ป.ท.",
}


def encode_case(view: CaseView) -> view_pb2.Case:
    case, reception = view.case, view.reception
    return write(
        view_pb2.Case,
        case,
        national_number=view.national_number,
        agency_name=view.agency_name,
        subject=view.subject,
        accused=encode_accused(view.accused),
        source=reception.source,
        source_detail=reception.source_detail,
        channel=reception.channel,
        kind=reception.kind,
        reception_details=reception.details,
        days=(view.today - case.received_on).days,
        allegations=[encode_allegation(allegation) for allegation in view.allegations],
        timeline=[encode_entry(entry) for entry in view.timeline],
        sendings=[encode_sending(sending) for sending in view.sendings],
        possible=encode_acts(view.possible),
        remarks=[encode_remark(remark) for remark in view.remarks],
        recusals=[encode_recusal(mark) for mark in view.recusals],
        offered_sentence=OFFERED_SENTENCE.get(reception.source) if reception.source else None,
        complainant_withheld=view.complainant_withheld,
        has_complainant=view.has_complainant,
    )


def encode_accused(person: Accused) -> view_pb2.Accused:
    return write(
        view_pb2.Accused,
        person,
        has_national_id=person.keeps_national_id,
        national_id_to_be_checked=person.to_be_checked,
        masked_national_id=MASKED if person.keeps_national_id else None,
    )


def encode_allegation(allegation: Allegation) -> view_pb2.Allegation:
    people = [encode_co_offender(person) for person in allegation.co_offenders]
    return write(view_pb2.Allegation, allegation, co_offenders=people)


def encode_co_offender(person: CoOffender) -> view_pb2.CoOffender:
    return write(
        view_pb2.CoOffender,
        person,
        has_identifier=person.keeps_identifier,
        identifier_to_be_checked=person.to_be_checked,
    )


def encode_entry(view: TimelineView) -> view_pb2.TimelineEntry:
    message = write(
        view_pb2.TimelineEntry,
        view.entry,
        reported_at=view.reported_at,
        actor=view.actor,
        edition=view.edition,
        is_editable=view.is_editable,
        dated_before_earlier=view.dated_before_earlier,
    )
    match view.entry.details:
        case LatenessExplanation() as lateness:
            message.lateness.CopyFrom(write(report_pb2.LatenessExplanation, lateness))
        case RoundReport() as report:
            message.round_report.CopyFrom(write(report_pb2.RoundReport, report))
        case WorkReport() as progress:
            message.progress.CopyFrom(write(report_pb2.WorkReport, progress))
        case InquiryConclusion() as inquiry:
            message.conclusion.CopyFrom(_conclusion(inquiry))
        case ProceedingsReport() as proceedings:
            message.proceedings.CopyFrom(write(view_pb2.ProceedingsReport, proceedings))
        case OutcomeReport() as outcome:
            message.outcome.CopyFrom(write(report_pb2.OutcomeReport, outcome))
    return message


def encode_earlier_entry(earlier: EarlierEntry) -> case_service_pb2.EarlierEntry:
    return write(case_service_pb2.EarlierEntry, earlier, entry=encode_entry(earlier.view))


def encode_sending(sending: SendingView) -> view_pb2.Sending:
    return write(view_pb2.Sending, sending)


def encode_remark(view: RemarkView) -> view_pb2.Remark:
    return write(view_pb2.Remark, view.remark, id=view.id, at=view.at, actor=view.actor)


def encode_recusal(mark: RecusalView) -> view_pb2.RecusalMark:
    return write(view_pb2.RecusalMark, mark)


def encode_acts(acts: frozenset[CaseAct]) -> list[CaseAct]:
    return sorted(acts)


def _conclusion(inquiry: InquiryConclusion) -> view_pb2.InquiryConclusion:
    earlier = encode_accused(inquiry.earlier_accused) if inquiry.earlier_accused is not None else None
    found = [_found(person) for person in inquiry.found]
    return write(view_pb2.InquiryConclusion, inquiry, found=found, earlier_accused=earlier)


def _found(person: FoundPerson) -> view_pb2.FoundPerson:
    official = encode_accused(person.official) if person.official is not None else None
    other = encode_co_offender(person.other) if person.other is not None else None
    return write(view_pb2.FoundPerson, person, official=official, other=other)
