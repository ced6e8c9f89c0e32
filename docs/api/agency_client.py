"""Rongrian from outside: an agency's own system, or a person, records, reports, searches, or calls any method.

    python docs/api/agency_client.py record complaint.json
    python docs/api/agency_client.py explain CASE_ID ROUND_7 "ลืม"
    python docs/api/agency_client.py report CASE_ID report.json
    python docs/api/agency_client.py show CASE_ID
    python docs/api/agency_client.py list
    python docs/api/agency_client.py call cases.v1.CaseService/ConcludeInquiry '{"case_id": "…"}' conclusion.json
    python docs/api/agency_client.py --as krom2 call cases.v1.CaseService/ListCases '{"words": "พัสดุ"}'

`call` takes any method of any service and what it asks, as the contract's JSON: words that begin with `{`, or files;
several are laid over each other. Settings come from the environment: RONGRIAN_ISSUER, RONGRIAN_CASES_ADDRESS (and those
of the other services), INTEGRATOR_ID and INTEGRATOR_SECRET (the service account that `user_admin` granted); with
`--as NAME` RONGRIAN_PASSWORD instead of the last two, in the demo alone. It needs grpcio, googleapis-common-protos and
the compiled contracts (docs/api/README.md). It ends with 0 when it is done, 1 when it was refused or what it asked for
is not there any more, 2 when it could not be asked.
"""

import importlib
import json
import os
import pkgutil
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.json_format import MessageToJson, ParseDict, ParseError
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage
from google.rpc.status_pb2 import Status

CASES = "cases.v1.CaseService"
ROUNDS = {"7": "ROUND_7", "37": "ROUND_37"}
DONE, REFUSED, TROUBLE = 0, 1, 2


class Trouble(Exception):
    """It could not be asked: one sentence says what to mend."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; answers go to standard output, sentences to standard error."""
    person, words = "", list(arguments)
    if words[:1] == ["--as"] and len(words) > 1:
        person, words = words[1], words[2:]
    try:
        answer = _answer(words, lambda: _token(person))
    except grpc.RpcError as error:
        print(_explained(error), file=sys.stderr)
        return REFUSED
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return TROUBLE
    if answer is None:
        print(__doc__, file=sys.stderr)
        return TROUBLE
    print(MessageToJson(answer, ensure_ascii=False, preserving_proto_field_name=True))
    return _told_of_deletion(answer)


def _answer(words: Sequence[str], token: Callable[[], str]) -> Any:
    """What a service answers to these words; None where they are no command."""
    match words:
        case ["record", file]:
            record = _read(file)
            return _call(f"{CASES}/RecordComplaint", {"record": record}, token, identity=f"record {_text(file)}")
        case ["report", case_id, file]:
            asked = _read(file) | {"case_id": case_id}
            return _call(f"{CASES}/ReportRound", asked, token, identity=f"ReportRound {case_id} {_text(file)}")
        case ["explain", case_id, round_, text]:
            late = {"case_id": case_id, "round": ROUNDS.get(round_, round_), "explanation": text}
            return _call(f"{CASES}/ExplainLateness", late, token, identity=f"explain {' '.join(words[1:])}")
        case ["show", case_id]:
            return _call(f"{CASES}/GetCase", {"case_id": case_id}, token)
        case ["list"]:
            return _all_cases(token)
        case ["call", method, *parts]:
            asked = {}
            for part in parts:
                asked |= _json(part, "the words") if part.lstrip().startswith("{") else _read(part)
            return _call(method, asked, token)
    return None


def _call(method: str, asked: dict[str, Any], token: Callable[[], str], *, identity: str = "") -> Any:
    """Call a method by its name with what it asks.

    A write has a request id: sent again with the same one after a lost answer, it is done once and answered as the
    first time. It follows from `identity`, or is a new one, which is told, where nothing says what is the same.
    """
    found = _method(method)
    request: Message = GetMessageClass(found.input_type)()
    if "request_id" in found.input_type.fields_by_name and not asked.get("request_id"):
        chosen = uuid.uuid5(uuid.NAMESPACE_URL, identity) if identity else uuid.uuid4()
        asked = asked | {"request_id": str(chosen)}
        if not identity:
            print(f"request_id {chosen}", file=sys.stderr)
    try:
        ParseDict(asked, request)
    except ParseError as error:
        raise Trouble(f"{found.input_type.name} does not fit its contract: {error}") from None
    service = found.containing_service.full_name.split(".")[1]
    with grpc.insecure_channel(_setting(f"RONGRIAN_{service.upper()}_ADDRESS")) as channel:
        call: Any = channel.unary_unary(
            f"/{found.containing_service.full_name}/{found.name}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=GetMessageClass(found.output_type).FromString,
        )
        return call(request, metadata=(("authorization", f"Bearer {token()}"),))


def _all_cases(token: Callable[[], str]) -> Any:
    """Every page of the list in one answer."""
    whole = _call(f"{CASES}/ListCases", {}, token)
    while whole.next_page_token:
        page = _call(f"{CASES}/ListCases", {"page_token": whole.next_page_token}, token)
        whole.cases.extend(page.cases)
        whole.next_page_token = page.next_page_token
    return whole


def _method(name: str) -> MethodDescriptor:
    """The method of a name such as `cases.v1.CaseService/ListCases`. Raises Trouble with those that there are."""
    path, _, method = name.removeprefix("rongrian.").rpartition("/")
    package, _, service_name = path.rpartition(".")
    services = _services(f"rongrian.{package}")
    if service_name not in services:
        there = ", ".join(sorted(services)) or "cases.v1.CaseService, deadlines.v1.DeadlineService and others of proto/"
        raise Trouble(f"There is no service {path!r}. There are: {there}.")
    methods = services[service_name].methods_by_name
    if method not in methods:
        raise Trouble(f"{path} has no method {method!r}. It has: {', '.join(methods)}.")
    return methods[method]


def _services(package: str) -> dict[str, ServiceDescriptor]:
    """The services of a package of the compiled contracts, by name; none where there is no such package."""
    try:
        path = importlib.import_module(package).__path__
    except (ImportError, AttributeError, ValueError):
        return {}
    names = [module.name for module in pkgutil.iter_modules(path) if module.name.endswith("_service_pb2")]
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    return {name: found for module in modules for name, found in module.DESCRIPTOR.services_by_name.items()}


def _token(person: str) -> str:
    """A token of the service account, or of a person of the demo; it lives five minutes, so a long run asks again."""
    if person:
        form = {"grant_type": "password", "client_id": "rongrian-scripts", "username": person}
        form["password"] = _setting("RONGRIAN_PASSWORD")
    else:
        form = {"grant_type": "client_credentials", "client_id": _setting("INTEGRATOR_ID")}
        form["client_secret"] = _setting("INTEGRATOR_SECRET")
    url = f"{_setting('RONGRIAN_ISSUER')}/protocol/openid-connect/token"
    try:
        with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode()) as answer:  # noqa: S310
            return str(json.load(answer)["access_token"])
    except (urllib.error.URLError, ValueError) as error:
        checked = "the name and RONGRIAN_PASSWORD" if person else "INTEGRATOR_ID and INTEGRATOR_SECRET"
        raise Trouble(f"No token: {error}. Check RONGRIAN_ISSUER, {checked}.") from None


def _setting(name: str) -> str:
    if not os.environ.get(name):
        raise Trouble(f"{name} is not set: docs/api/README.md says where it comes from.")
    return os.environ[name]


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise Trouble(f"{file} cannot be read: {reason}.") from None


def _read(file: str) -> dict[str, Any]:
    return _json(_text(file), file)


def _json(text: str, where: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise Trouble(f"{where}: no JSON at line {error.lineno}, column {error.colno}: {error.msg}.") from None
    if not isinstance(content, dict):
        raise Trouble(f"{where}: an object is wanted, {{…}}.")
    return content


def _told_of_deletion(answer: Any) -> int:
    """Recording again what was recorded and deleted makes nothing: that is said, and is no success."""
    if answer.DESCRIPTOR.name != "RecordComplaintResponse" or not answer.deleted_on:
        return DONE
    on, until = answer.deleted_on, answer.restorable_until
    thai = f"เรื่องนี้บันทึกไว้แล้วและถูกลบเมื่อ {on} ไม่มีการบันทึกใหม่ ศปท. กู้คืนได้ถึง {until}"
    english = f"Nothing was recorded: it had been, and was deleted on {on}. Its ศปท. can restore it until {until}."
    print(f"{thai}\n{english}", file=sys.stderr)
    return REFUSED


def _explained(error: Any) -> str:
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
