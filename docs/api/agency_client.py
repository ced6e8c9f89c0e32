"""An agency's own system talks to Rongrian: records a complaint, explains why a round is late, reports it, lists cases.

    python docs/api/agency_client.py record complaint.json
    python docs/api/agency_client.py explain CASE_ID ROUND_7 "ลืม"
    python docs/api/agency_client.py report CASE_ID report.json
    python docs/api/agency_client.py step ConcludeInquiry CASE_ID conclusion.json
    python docs/api/agency_client.py show CASE_ID
    python docs/api/agency_client.py list

`step` takes any method of CaseService that asks for a case. The files are written as the contract's JSON
(docs/api/complaint.json, report.json, conclusion.json). Settings come from the environment: RONGRIAN_ISSUER,
RONGRIAN_CASES_ADDRESS, INTEGRATOR_ID and INTEGRATOR_SECRET (the service account that `user_admin` granted). It needs
grpcio, googleapis-common-protos and the compiled contracts (docs/api/README.md).
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Sequence
from pathlib import Path

import grpc
from google.protobuf.json_format import MessageToJson, ParseDict
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage
from google.rpc.status_pb2 import Status

from rongrian.cases.v1 import case_service_pb2
from rongrian.cases.v1.case_pb2 import Round
from rongrian.cases.v1.case_service_pb2 import (
    ExplainLatenessRequest,
    GetCaseRequest,
    ListCasesRequest,
    ListCasesResponse,
    RecordComplaintRequest,
)
from rongrian.cases.v1.case_service_pb2_grpc import CaseServiceStub


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says. Returns 0, or 1 with the refusal's rules and fields on standard error."""
    try:
        stub = CaseServiceStub(grpc.insecure_channel(os.environ["RONGRIAN_CASES_ADDRESS"]))
        metadata = (("authorization", f"Bearer {_token()}"),)
        match list(arguments):
            case ["record", file]:
                record = {"record": _read(file), "request_id": _request_id(f"record {Path(file).read_text()}")}
                answer: Message = stub.RecordComplaint(ParseDict(record, RecordComplaintRequest()), metadata=metadata)
            case ["report", case_id, file]:
                answer = _step(stub, "ReportRound", case_id, file, metadata)
            case ["step", method, case_id, file]:
                answer = _step(stub, method, case_id, file, metadata)
            case ["explain", case_id, round_, explanation]:
                late = ExplainLatenessRequest(case_id=case_id, round=Round.Value(round_), explanation=explanation)
                late.request_id = _request_id(f"explain {case_id} {round_} {explanation}")
                answer = stub.ExplainLateness(late, metadata=metadata)
            case ["show", case_id]:
                answer = stub.GetCase(GetCaseRequest(case_id=case_id), metadata=metadata)
            case ["list"]:
                answer = _all_cases(stub, metadata)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except grpc.RpcError as error:
        print(_explained(error), file=sys.stderr)
        return 1
    except KeyError as missing:
        print(f"{missing} is neither a variable that is set nor a method.", file=sys.stderr)
        return 1
    except urllib.error.URLError as error:
        print(f"No token: {error}. Check RONGRIAN_ISSUER, INTEGRATOR_ID and INTEGRATOR_SECRET.", file=sys.stderr)
        return 1
    print(MessageToJson(answer, ensure_ascii=False))
    return 0


def _step(
    stub: CaseServiceStub, method: str, case_id: str, file: str, metadata: tuple[tuple[str, str], ...]
) -> Message:
    """Call a method of CaseService with what a file says of a case."""
    asked = case_service_pb2.DESCRIPTOR.services_by_name["CaseService"].methods_by_name[method].input_type
    request = getattr(case_service_pb2, asked.name)()
    identity = _request_id(f"{method} {case_id} {Path(file).read_text()}")
    ParseDict({**_read(file), "case_id": case_id, "request_id": identity}, request)
    answer: Message = getattr(stub, method)(request, metadata=metadata)
    return answer


def _all_cases(stub: CaseServiceStub, metadata: tuple[tuple[str, str], ...]) -> ListCasesResponse:
    """Every page of the list in one answer."""
    whole = ListCasesResponse()
    request = ListCasesRequest()
    while True:
        page = stub.ListCases(request, metadata=metadata)
        whole.cases.extend(page.cases)
        if not page.next_page_token:
            return whole
        request.page_token = page.next_page_token


def _token() -> str:
    """A token of the service account by client credentials; it lives five minutes, so a long run asks again."""
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["INTEGRATOR_ID"],
        "client_secret": os.environ["INTEGRATOR_SECRET"],
    }
    url = f"{os.environ['RONGRIAN_ISSUER']}/protocol/openid-connect/token"
    with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode()) as answer:  # noqa: S310
        return str(json.load(answer)["access_token"])


def _request_id(what: str) -> str:
    """The same for the same content: sent again after a lost answer, it is done once and answered as the first time."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, what))


def _read(file: str) -> dict[str, object]:
    content: dict[str, object] = json.loads(Path(file).read_text(encoding="utf-8"))
    return content


def _explained(error: grpc.RpcError) -> str:
    """The code, the sentence in Thai, and every fault with its field and rule."""
    trailers = dict(error.trailing_metadata() or ())
    lines = [f"{trailers.get('rongrian-code', error.code())}: {error.details()}"]
    for packed in Status.FromString(trailers.get("grpc-status-details-bin", b"")).details:
        bad, thai, info = BadRequest(), LocalizedMessage(), ErrorInfo()
        if packed.Unpack(bad):
            lines += [f"  {v.field} ({v.reason}): {v.localized_message.message}" for v in bad.field_violations]
        elif packed.Unpack(thai):
            lines.append(f"  {thai.message}")
        elif packed.Unpack(info) and info.metadata:
            lines.append(f"  {dict(info.metadata)}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
