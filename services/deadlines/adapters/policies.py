"""Policies and days off, row by row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from deadlines.adapters.tables import holiday_changes, policies, policy_terms
from deadlines.adapters.thai_holidays import thai_holidays
from deadlines.domain.calendar import Calendar, HolidayChange
from deadlines.domain.owed import Rules
from deadlines.domain.policy import (
    AppliesTo,
    CountedFrom,
    CountedIn,
    OwedBy,
    Policy,
    ReminderStep,
    Terms,
    TermsSet,
    Words,
)
from kit.database.direct import Direct
from kit.database.tables import directory_agency

# Whoever changes policies or holidays holds it alone, whoever works obligations out holds it beside the others: what is
# opened by the old rules is committed before the change, and the recount that follows meets it.
_LOCK = 7_463_140
# Asked for every batch of events.
_SHARE = Direct(select(func.pg_advisory_xact_lock_shared(_LOCK).label("shared")))
_POLICIES = Direct(select(policies).order_by(policies.c.code))
_HOLIDAY_CHANGES = Direct(select(holiday_changes).order_by(holiday_changes.c.position))
_TERMS = Direct(select(policy_terms))
_OWN = directory_agency.alias("own")
_ACOCS_ABOVE = Direct(
    select(_OWN.c.id.label("agency_id"), directory_agency.c.id.label("acoc_id"))
    .join(directory_agency, directory_agency.c.id == func.any(_OWN.c.path))
    .where(_OWN.c.id == func.any(bindparam("agency_ids", type_=ARRAY(Uuid))), directory_agency.c.is_acoc)
    .order_by(func.cardinality(directory_agency.c.path).desc())
)


async def load_policies(connection: AsyncConnection) -> dict[str, Policy]:
    """Every policy by its code."""
    return {row.code: policy_from(row) for row in await _POLICIES.rows(connection)}


async def load_calendar(connection: AsyncConnection) -> Calendar:
    return Calendar(thai_holidays, tuple(change_from(row) for row in await _HOLIDAY_CHANGES.rows(connection)))


async def load_terms(connection: AsyncConnection) -> list[TermsSet]:
    return [terms_set_from(row) for row in await _TERMS.rows(connection)]


async def load_rules(connection: AsyncConnection) -> Rules:
    """The rules as they stand, and stand still until the transaction of `connection` ends."""
    await share_rules(connection)
    policies_now = await load_policies(connection)
    return Rules(policies_now, await load_terms(connection), await load_calendar(connection))


async def share_rules(connection: AsyncConnection) -> None:
    """Let nobody change the rules until the transaction of `connection` ends; before anything else is locked."""
    await _SHARE.rows(connection)


async def hold_rules(connection: AsyncConnection) -> None:
    """Be the only one who changes or goes by the rules until the transaction of `connection` ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def acocs_above(connection: AsyncConnection, agency_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """For each agency the ศปท. at or above it as the tree is now, the nearest first."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in await _ACOCS_ABOVE.rows(connection, agency_ids=list(set(agency_ids))):
        found[row.agency_id] = (*found.get(row.agency_id, ()), row.acoc_id)
    return found


def policy_from(row: Row[Any]) -> Policy:
    return Policy(
        code=row.code,
        shipped=terms_from(row),
        counted_from=CountedFrom(row.counted_from),
        owed_by=OwedBy(row.owed_by),
        applies_to=AppliesTo(row.applies_to),
        opens_with=tuple(row.opens_with),
        met_by=tuple(row.met_by),
        ended_by=tuple(row.ended_by),
        cancelled_by=tuple(row.cancelled_by),
        revived_by=tuple(row.revived_by),
        stopped_by=tuple(row.stopped_by),
        resumed_by=tuple(row.resumed_by),
        longest_stop=row.longest_stop,
        is_repeating=row.is_repeating,
        is_law=row.is_law,
        duty=Words(row.thai_duty, row.english_duty),
        basis=Words(row.thai_basis, row.english_basis),
        reminders=tuple(ReminderStep.of(days) for days in sorted(row.reminders)),
    )


def terms_from(row: Row[Any]) -> Terms:
    return Terms(row.number, CountedIn(row.counted_in), row.is_extendable)


def terms_set_from(row: Row[Any]) -> TermsSet:
    return TermsSet(row.policy, row.acoc_agency_id, terms_from(row), row.since, row.set_by, row.reason)


def change_from(row: Row[Any]) -> HolidayChange:
    return HolidayChange(row.id, row.day, row.is_added, row.name, row.made_by, row.made_at, row.reason)
