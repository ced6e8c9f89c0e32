"""The client in docs/api does what its page says, with a service account of กรมทดสอบ2 and as people of the demo."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dev.demo.people import PASSWORD
from rongrian.agencies.v1.officer_service_pb2 import GrantIntegratorRequest
from tests.journeys.conftest import World

API = Path(__file__).parents[2] / "docs" / "api"


@pytest.fixture
async def environment(world: World) -> dict[str, str]:
    granted = await world.client.officers.GrantIntegrator(
        GrantIntegratorRequest(client_id="integrator-krom2", agency_id=world.agencies["MT02"]),
        metadata=world.client.as_("user-admin"),
    )
    world.pass_to(date(2020, 7, 15))  # until every service knows of it
    return os.environ | {
        "RONGRIAN_ISSUER": world.stack.around.keycloak.issuer,
        **{
            f"RONGRIAN_{name.upper()}_ADDRESS": world.stack.ports.address(f"{name}-grpc")
            for name in world.stack.services
        },
        "RONGRIAN_PASSWORD": PASSWORD,
        "INTEGRATOR_ID": "integrator-krom2",
        "INTEGRATOR_SECRET": granted.client_secret,
    }


def ask(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(API / "agency_client.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_it_records_reports_lists_and_is_told_why_a_second_report_is_refused(
    environment: dict[str, str], tmp_path: Path
) -> None:
    other = tmp_path / "another.json"
    other.write_text((API / "report.json").read_text().replace("ทส 0201/123", "ทส 0201/124"))

    recorded = ask(environment, "record", str(API / "complaint.json"))
    again = ask(environment, "record", str(API / "complaint.json"))
    case = json.loads(recorded.stdout)["cases"][0]
    reported = ask(environment, "report", case["id"], str(API / "report.json"))
    refused = ask(environment, "report", case["id"], str(other))
    listed = ask(environment, "list")

    assert recorded.returncode == 0, recorded.stderr
    assert case["number"] == "API-1/2563-1"
    assert json.loads(again.stdout)["cases"][0]["id"] == case["id"]
    assert json.loads(reported.stdout)["case"]["status"] == "CASE_STATUS_REPORTED_7"
    assert refused.returncode == 1
    assert "round_already_reported" in refused.stderr
    assert "รายงานรอบ 7 วันไว้แล้ว" in refused.stderr
    assert [row["number"] for row in json.loads(listed.stdout)["cases"]] == ["API-1/2563-1"]


async def test_it_is_told_every_fault_with_field_and_rule(environment: dict[str, str], tmp_path: Path) -> None:
    complaint = json.loads((API / "complaint.json").read_text())
    complaint["accused"][0]["position"] = ""
    complaint["reception"]["agency_number"] = ""
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(complaint))

    refused = ask(environment, "record", str(wrong))

    assert "record.accused[0].position (CASE-6): ต้องระบุตำแหน่ง" in refused.stderr
    assert "record.reception.agency_number (CASE-1)" in refused.stderr


async def test_a_person_searches_edits_sends_gets_back_deletes_and_sees_what_is_due(
    environment: dict[str, str], tmp_path: Path
) -> None:
    def call(person: str, method: str, asked: object = None) -> dict[str, Any]:
        done = ask(environment, "--as", person, "call", method, json.dumps(asked or {}))
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    file = tmp_path / "complaint.json"
    file.write_text((API / "complaint.json").read_text().replace("API-1/2563", "บ ๒/๒๕๖๓"))
    recorded = json.loads(ask(environment, "record", str(file)).stdout)
    case_id = recorded["cases"][0]["id"]
    ask(environment, "report", case_id, str(API / "report.json"))
    report = json.loads((API / "report.json").read_text())["report"] | {"details": "สอบปากคำแล้วสองคน"}

    assert (
        len(call("krom2", "cases.v1.CaseService/ListCases", {"words": "เสนอราคา", "number": "บ 2/2563"})["cases"]) == 1
    )
    call("krom2", "cases.v1.CaseService/EditEntry", {"case_id": case_id, "number": 2, "edition": 1, "report": report})
    to_acoc = {"case_ids": [case_id], "to": "LEVEL_MINISTRY_ACOC"}
    call("krom2", "rongrian.cases.v1.CaseService/SendCases", to_acoc)
    call("acoc", "cases.v1.CaseService/ReturnCase", {"case_id": case_id, "remark": "ขอเอกสารเพิ่ม"})
    call("krom2", "cases.v1.CaseService/SendCases", to_acoc)  # a new request id: sent again, not answered as before
    sendings = json.loads(ask(environment, "show", case_id).stdout)["case"]["sendings"]
    worklist = call("krom2", "deadlines.v1.DeadlineService/GetWorklist")
    call("krom2", "deadlines.v1.ReminderService/ListBell")
    feed = call("krom2", "deadlines.v1.ReminderService/RenewCalendarFeed")
    deletion = {"complaint_id": recorded["complaint_id"], "reason": "บันทึกซ้ำ", "case_ids": [case_id]}
    call("krom2", "cases.v1.ComplaintService/DeleteComplaint", deletion)
    again = ask(environment, "record", str(file))

    assert len(sendings) == 2
    assert {"today", "obligations"} & worklist.keys() or worklist == {}
    assert feed["address"].startswith("http")
    assert again.returncode == 1
    assert "ถูกลบเมื่อ 2020-07-15" in again.stderr
    assert "ศปท. กู้คืนได้ถึง 2020-08-14" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("record", "nowhere.json"), "nowhere.json cannot be read: No such file or directory."),
        (("record", __file__), "no JSON at line 1, column 3"),
        (("call", "cases.v1.CaseService/GetCase", "[]"), "[] cannot be read"),
        (("call", "cases.v1.CaseService/GetCase", "{"), "no JSON at line 1, column 2"),
        (("call", "cases.v1.CaseService/GetCase", '{"case": "1"}'), 'has no field named "case"'),
        (("call", "cases.v1.CaseService/GetCases"), "It has: RecordComplaint, ExplainLateness"),
        (("call", "cases.v1.Case/GetCase"), "There are: CasePeopleService, CaseService"),
        (("call", "GetCase"), "There is no service ''"),
        (("explain", "0", "SEVEN", "ลืม"), "Invalid enum value"),
        (("--as", "krom2", "show", "0"), "RONGRIAN_CASES_ADDRESS is not set"),
        (("explain", "0", "7"), "python docs/api/agency_client.py explain CASE_ID"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value)[-40:],
)
def test_what_cannot_be_asked_is_a_sentence_and_ends_with_2(arguments: tuple[str, ...], sentence: str) -> None:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("RONGRIAN_")}

    ended = ask(settings, *arguments)

    assert ended.returncode == 2
    assert sentence in ended.stderr.replace("\n", " ")
    assert "Traceback" not in ended.stderr
