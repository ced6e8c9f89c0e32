"""Policies that a test puts in, opened by the recording of a case, and what is kept of their obligations."""

from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select

from deadlines.adapters.recounting import SqlRecountStore
from deadlines.adapters.tables import due_changes, obligations, policies
from deadlines.app.recount import recount
from deadlines.domain.policy import CountedIn
from tests.support.running import Running

STUDY = "triage.study"


async def put_policy(
    deadlines: Running,
    code: str = STUDY,
    number: int = 2,
    counted_in: CountedIn = CountedIn.WORKING_DAYS,
    **other: Any,
) -> None:
    """A policy owed by every case from its recording on, met by the report of round 7."""
    shipped = {
        "is_extendable": False,
        "counted_from": "opening",
        "owed_by": "agency",
        "applies_to": "every_case",
        "opens_with": ["cases.case_recorded"],
        "met_by": ["cases.round_reported.round_7"],
        "cancelled_by": ["cases.case_deleted"],
        "revived_by": ["cases.case_restored"],
        "stopped_by": [],
        "resumed_by": [],
        "longest_stop": 0,
        "is_repeating": False,
        "is_law": False,
        "thai_duty": "ศึกษาเรื่อง",
        "english_duty": "study",
        "thai_basis": "ประกาศ สปน. ข้อ 8 (1)",
        "english_basis": "OPM 8 (1)",
        "reminders": [0],
    }
    row = shipped | {"code": code, "number": number, "counted_in": int(counted_in)} | other
    async with deadlines.database.begin() as connection:
        await connection.execute(insert(policies).values(**row))


async def kept(deadlines: Running, code: str = STUDY) -> list[Row[Any]]:
    """The obligations under a policy, in the order of their occurrence."""
    statement = select(obligations).where(obligations.c.policy == code).order_by(obligations.c.occurrence)
    async with deadlines.database.read() as connection:
        return list((await connection.execute(statement)).all())


async def due(deadlines: Running, code: str = STUDY) -> list[date]:
    return [row.due_on for row in await kept(deadlines, code)]


async def moves(deadlines: Running) -> list[Row[Any]]:
    """Every move of a due date, in order."""
    async with deadlines.database.read() as connection:
        return list((await connection.execute(select(due_changes).order_by(due_changes.c.id))).all())


async def count_again(deadlines: Running) -> None:
    """What a `work` process does about changes of holidays."""
    clock = deadlines.foundation.clock
    await recount(clock.today(), store=SqlRecountStore(deadlines.database, clock))
