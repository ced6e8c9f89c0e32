"""Views into messages of the contract."""

from datetime import date
from uuid import UUID

from deadlines.app.views import ObligationLine, ObligationPage, PageAfter
from rongrian.deadlines.v1 import deadline_service_pb2, obligation_pb2


def encode_page(page: ObligationPage) -> deadline_service_pb2.ListObligationsResponse:
    return deadline_service_pb2.ListObligationsResponse(
        obligations=[_obligation(line) for line in page.lines],
        next_page_token=f"{page.next.due_on.isoformat()}~{page.next.obligation_id}" if page.next else "",
    )


def decode_page_token(token: str) -> PageAfter | None:
    """Raises ValueError for a token that no page has given."""
    if not token:
        return None
    due_on, _, obligation_id = token.partition("~")
    return PageAfter(date.fromisoformat(due_on), UUID(obligation_id))


def _obligation(line: ObligationLine) -> obligation_pb2.Obligation:
    obligation = line.obligation
    return obligation_pb2.Obligation(
        id=str(obligation.id),
        policy=obligation.policy.code,
        object_id=str(obligation.object_id),
        object_number=line.object_number,
        agency_id=str(obligation.agency_id),
        opened_on=obligation.opened_on.isoformat(),
        due_on=obligation.due_on.isoformat(),
        # The contract's numbers are the domain's (a test holds them equal); mypy-protobuf types enum fields by name.
        state=int(obligation.state),  # type: ignore[arg-type]
        met_on=obligation.met_on.isoformat() if obligation.met_on else "",
        basis=obligation.policy.basis.thai,
        basis_english=obligation.policy.basis.english,
    )
