"""The client in docs/api does what its page says, with a service account of กรมทดสอบ2."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

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
        "RONGRIAN_CASES_ADDRESS": world.stack.ports.address("cases-grpc"),
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
