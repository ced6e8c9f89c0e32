"""Views into messages of the contract."""

from datetime import date, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from deadlines.app.rule_store import PolicyLine
from deadlines.app.views import Compliance, Figures, ObligationLine, ObligationPage, Worklist, Worklists
from deadlines.domain.calendar import Holiday
from deadlines.domain.obligation import colour_step
from deadlines.domain.policy import Terms, TermsSet
from rongrian.deadlines.v1 import deadline_service_pb2, obligation_pb2, policy_service_pb2

# The contract's numbers are the domain's (a test holds them equal); mypy-protobuf types enum fields by name.


def encode_page(page: ObligationPage, today: date) -> deadline_service_pb2.ListObligationsResponse:
    return deadline_service_pb2.ListObligationsResponse(
        obligations=[encode_obligation(line, today) for line in page.lines], next_page_token=_token(page)
    )


def encode_worklists(worklists: Worklists, today: date) -> deadline_service_pb2.GetWorklistResponse:
    return deadline_service_pb2.GetWorklistResponse(
        today=worklists.counts[Worklist.TODAY],
        this_week=worklists.counts[Worklist.THIS_WEEK],
        overdue=worklists.counts[Worklist.OVERDUE],
        obligations=[encode_obligation(line, today) for line in worklists.page.lines],
        next_page_token=_token(worklists.page),
    )


def encode_compliance(compliance: Compliance) -> deadline_service_pb2.GetComplianceResponse:
    return deadline_service_pb2.GetComplianceResponse(
        agencies=[
            deadline_service_pb2.AgencyCompliance(agency_id=str(agency_id), figures=_figures(figures))
            for agency_id, figures in sorted(compliance.by_agency.items())
        ],
        total=_figures(compliance.total),
    )


def encode_obligation(line: ObligationLine, today: date) -> obligation_pb2.Obligation:
    obligation, policy = line.obligation, line.policy
    days_late = obligation.days_late(today)
    return obligation_pb2.Obligation(
        id=str(obligation.id),
        policy=obligation.policy,
        object_id=str(obligation.object_id),
        object_number=line.object_number,
        agency_id=str(obligation.agency_id),
        opened_on=obligation.opened_on.isoformat(),
        due_on=obligation.due_on.isoformat(),
        state=int(obligation.state),  # type: ignore[arg-type]
        met_on=obligation.met_on.isoformat() if obligation.met_on else "",
        basis=policy.basis.thai if policy else "",
        basis_english=policy.basis.english if policy else "",
        duty=policy.duty.thai if policy else "",
        duty_english=policy.duty.english if policy else "",
        occurrence=obligation.occurrence,
        counted_from=obligation.counted_from.isoformat(),
        number=obligation.terms.number,
        counted_in=int(obligation.terms.counted_in),  # type: ignore[arg-type]
        is_extendable=obligation.terms.is_extendable,
        days_late=days_late,
        colour_step=colour_step(days_late),
    )


def encode_policy(line: PolicyLine) -> policy_service_pb2.Policy:
    policy = line.policy
    return policy_service_pb2.Policy(
        code=policy.code,
        duty=policy.duty.thai,
        duty_english=policy.duty.english,
        basis=policy.basis.thai,
        basis_english=policy.basis.english,
        is_law=policy.is_law,
        shipped=_terms(policy.shipped),
        terms=_terms(line.terms),
        set=[_terms_set(each) for each in line.terms_set],
        opens_with=policy.opens_with,
        met_by=policy.met_by,
        cancelled_by=policy.cancelled_by,
        revived_by=policy.revived_by,
        reminders=[step.days_after_due for step in policy.reminders],
    )


def encode_holiday(holiday: Holiday) -> policy_service_pb2.Holiday:
    change = holiday.change
    return policy_service_pb2.Holiday(
        day=holiday.day.isoformat(),
        name=holiday.name,
        is_added=change is not None and holiday.is_off,
        is_struck=not holiday.is_off,
        changed_by=str(change.made_by) if change is not None else "",
        reason=change.reason if change is not None else "",
        changed_at=_timestamp(change.made_at) if change is not None else None,
    )


def _terms(terms: Terms) -> policy_service_pb2.Terms:
    return policy_service_pb2.Terms(
        number=terms.number,
        counted_in=int(terms.counted_in),  # type: ignore[arg-type]
        is_extendable=terms.is_extendable,
    )


def _terms_set(each: TermsSet) -> policy_service_pb2.TermsSet:
    return policy_service_pb2.TermsSet(
        terms=_terms(each.terms),
        acoc_agency_id=str(each.acoc_agency_id) if each.acoc_agency_id else "",
        since=_timestamp(each.since),
        set_by=str(each.set_by),
        reason=each.reason,
    )


def _figures(figures: Figures) -> deadline_service_pb2.ComplianceFigures:
    return deadline_service_pb2.ComplianceFigures(
        met_in_time=figures.met_in_time,
        met_late=figures.met_late,
        missed=figures.missed,
        open=figures.open,
        cancelled=figures.cancelled,
    )


def _token(page: ObligationPage) -> str:
    return f"{page.next.due_on.isoformat()}~{page.next.obligation_id}" if page.next else ""


def _timestamp(moment: datetime) -> Timestamp:
    timestamp = Timestamp()
    timestamp.FromDatetime(moment)
    return timestamp
