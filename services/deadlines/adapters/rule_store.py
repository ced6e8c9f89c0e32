"""Policies and holidays as they are read and changed; a change is written with its audit entry in one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from deadlines.adapters.policies import (
    acocs_above,
    hold_rules,
    load_calendar,
    load_policies,
    load_terms,
    terms_set_from,
)
from deadlines.adapters.scope import agency_open_to
from deadlines.adapters.tables import holiday_changes, policy_terms
from deadlines.app.rule_store import ChangingHolidays, ChangingPolicy, PolicyLine
from deadlines.domain.calendar import Holiday
from deadlines.domain.errors import UnknownPolicy
from deadlines.domain.policy import Policy, Terms, TermsSet
from kit.audit.trail import entry_of, record_entries
from kit.clock import Clock
from kit.database.engine import Database
from kit.database.requests import RequestKey, refuse_repetition, remember_request
from kit.database.tables import directory_agency
from kit.directory.viewer import Viewer


class SqlRuleStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def lines(self, viewer: Viewer) -> list[PolicyLine]:
        async with self._database.read() as connection:
            known = await load_policies(connection)
            everything = await load_terms(connection)
            acocs = await _acocs_of(connection, viewer)
            open_to = select(directory_agency.c.id).where(agency_open_to(viewer))
            shown = select(policy_terms).where(
                or_(
                    policy_terms.c.acoc_agency_id.is_(None),
                    policy_terms.c.acoc_agency_id.in_(acocs),
                    policy_terms.c.acoc_agency_id.in_(open_to),
                )
            )
            rows = await connection.execute(shown.order_by(policy_terms.c.since.desc()))
            terms_set = [terms_set_from(row) for row in rows]
        now = self._clock.business_now()
        return [
            PolicyLine(
                policy,
                policy.terms_at(now, acocs, everything),
                tuple(each for each in terms_set if each.policy == policy.code),
            )
            for policy in known.values()
        ]

    @asynccontextmanager
    async def changing_policy(
        self, viewer: Viewer, code: str, acoc_agency_id: UUID | None, reason: str, request: RequestKey
    ) -> AsyncIterator[ChangingPolicy]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            await hold_rules(connection)
            policy = (await load_policies(connection)).get(code)
            if policy is None:
                raise UnknownPolicy
            changing = ChangingPolicy(policy)
            yield changing
            if changing.terms is None:
                return
            since, terms_id, subject = self._clock.business_now(), uuid7(), viewer.actor.subject
            place = (acoc_agency_id,) if acoc_agency_id is not None else ()
            before = policy.terms_at(since, place, await load_terms(connection))
            new = TermsSet(code, acoc_agency_id, changing.terms, since, subject, reason)
            await connection.execute(insert(policy_terms).values(id=terms_id, **_terms_row(new)))
            entry = entry_of(
                self._clock,
                viewer.actor,
                "policy.changed",
                "policy_terms",
                terms_id,
                before=_said(policy, before, acoc_agency_id),
                after=_said(policy, changing.terms, acoc_agency_id),
                reason=reason,
            )
            record_entries(connection, [entry])
            remember_request(connection, request, terms_id)

    @asynccontextmanager
    async def changing_holidays(
        self, viewer: Viewer, reason: str, request: RequestKey
    ) -> AsyncIterator[ChangingHolidays]:
        async with self._database.begin() as connection:
            await refuse_repetition(connection, request)
            await hold_rules(connection)
            changing = ChangingHolidays(await load_calendar(connection))
            yield changing
            if changing.added is not None:
                await self._change(connection, viewer, "holiday.added", *changing.added, reason, request)
            elif changing.struck is not None:
                name = changing.calendar.name_of(changing.struck)
                await self._change(connection, viewer, "holiday.struck", changing.struck, name, reason, request)

    async def holidays(self, year: int) -> list[Holiday]:
        async with self._database.read() as connection:
            return (await load_calendar(connection)).holidays(year)

    async def _change(
        self,
        connection: AsyncConnection,
        viewer: Viewer,
        action: str,
        day: date,
        name: str,
        reason: str,
        request: RequestKey,
    ) -> None:
        change_id = uuid7()
        await connection.execute(
            insert(holiday_changes).values(
                id=change_id,
                day=day,
                is_added=action == "holiday.added",
                name=name,
                made_by=viewer.actor.subject,
                made_at=self._clock.business_now(),
                reason=reason,
            )
        )
        said = {"day": day, "name": name}
        entry = entry_of(self._clock, viewer.actor, action, "holiday", change_id, after=said, reason=reason)
        record_entries(connection, [entry])
        remember_request(connection, request, change_id)


async def _acocs_of(connection: AsyncConnection, viewer: Viewer) -> tuple[UUID, ...]:
    if viewer.agency is None:
        return ()
    return (await acocs_above(connection, [viewer.agency])).get(viewer.agency, ())


def _terms_row(new: TermsSet) -> dict[str, Any]:
    return {
        "policy": new.policy,
        "acoc_agency_id": new.acoc_agency_id,
        "number": new.terms.number,
        "counted_in": int(new.terms.counted_in),
        "is_extendable": new.terms.is_extendable,
        "since": new.since,
        "set_by": new.set_by,
        "reason": new.reason,
    }


def _said(policy: Policy, terms: Terms, acoc_agency_id: UUID | None) -> dict[str, Any]:
    return {
        "policy": policy.code,
        "acoc_agency_id": acoc_agency_id,
        "number": terms.number,
        "counted_in": terms.counted_in.name,
        "is_extendable": terms.is_extendable,
    }
