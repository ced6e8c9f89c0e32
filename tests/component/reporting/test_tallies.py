"""The tallies that the consumer keeps, against those summed anew from the cases by the migrations' own SQL."""

import asyncio
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Subquery, select, text

from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from reporting.adapters.counts import counted_cases, counts_of, figures_from
from reporting.adapters.figure_sources import added_of_agencies, figures_of_agencies, figures_of_months
from reporting.adapters.scope import Standpoint
from reporting.adapters.tables import cases, tallies
from reporting.adapters.trees import tree_of
from reporting.domain.basis import Basis
from reporting.domain.period import Period
from reporting.domain.terms import Level
from tests.bench.bulk.tallies import SUMMED, TALLIES
from tests.component.reporting.conftest import TakeIn
from tests.component.reporting.test_counts_in_sql import OFTEN, histories, tell_in_disorder
from tests.component.reporting.told import events_of, tell_complaint
from tests.support import tree
from tests.support.running import Running
from tests.unit.reporting.histories import todays
from tests.unit.reporting.oracle import MINISTRY_ACOC, PACC, Life

SOMETIMES = settings(OFTEN, max_examples=20)
RECORDED = date(2020, 7, 15)
YEAR = [date(2020, month, 1) for month in range(5, 13)]


@pytest.mark.rule("REL-3", "REL-4", "REP-1")
@SOMETIMES
@given(data=st.data())
async def test_what_the_consumer_added_up_is_what_the_migrations_sum_from_the_cases(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    told = data.draw(histories(data.draw(todays), b"nam"))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in)

    kept, failing = await sums(reporting), await days_of_failing(reporting)
    await sum_anew(reporting)

    assert await sums(reporting) == kept
    assert await days_of_failing(reporting) == failing


@pytest.mark.rule("REP-1", "REP-2")
@SOMETIMES
@given(data=st.data())
async def test_tallies_and_cases_give_every_agency_the_same_figures_in_every_month_at_every_level(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    today = data.draw(todays)
    told = data.draw(histories(today, b"nam"))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in)
    recusing = frozenset(data.draw(st.sampled_from([[], [b"nam"]])))
    viewer = Viewer(Actor(tree.PACC, frozenset({"pacc"}), tree.PACC), recusing=recusing)

    for month in (month for month in YEAR if month <= today):
        period = Period.of_months(month, month, today)
        for level in Level:
            figures = figures_of_agencies(level, Basis(period), viewer)
            counted = counted_cases(level, period, viewer)
            by_cases = select(counted.c.agency_id, *counts_of(counted)).group_by(counted.c.agency_id)

            assert await by_agency(reporting, select(figures)) == await by_agency(reporting, by_cases)


@pytest.mark.rule("REL-3")
async def test_copies_of_the_consumer_at_once_neither_lose_nor_double_nor_stop_each_other(
    reporting: Running, take_in: TakeIn
) -> None:
    """Eight at a time, each with a batch of whatever complaints come: the same ones, in any order."""
    life = Life(
        RECORDED, RECORDED, reported_7=date(2020, 7, 23), sent={MINISTRY_ACOC: date(2020, 8, 3), PACC: RECORDED}
    )
    events = [event for _ in range(40) for event in events_of(tell_complaint([life, life], tree.DEPARTMENT_1))]
    events += events
    random.Random(5888).shuffle(events)
    batches = [events[at : at + 20] for at in range(0, len(events), 20)]
    copies = asyncio.Semaphore(8)

    async def one(batch: Any) -> None:
        async with copies:
            await take_in(batch)

    await asyncio.gather(*(one(batch) for batch in batches))

    kept = await sums(reporting)
    await sum_anew(reporting)
    assert await sums(reporting) == kept
    assert sum(row["new"] for place, row in kept.items() if place[:2] == (int(Level.UNIT), 2)) == 80


async def sum_anew(reporting: Running) -> None:
    async with reporting.database.begin() as connection:
        await connection.execute(text("DELETE FROM figures.tallies"))
        await connection.execute(text("UPDATE figures.cases SET fails_on = NULL"))
        for statement in (TALLIES.FAILS_ON, SUMMED):
            await connection.exec_driver_sql(statement)


async def sums(reporting: Running) -> dict[tuple[Any, ...], dict[str, int]]:
    """What is not 0, by its place."""
    async with reporting.database.read() as connection:
        rows = (await connection.execute(select(tallies))).mappings().all()
    keys = [column.name for column in tallies.primary_key]
    named = {
        tuple(row[key] for key in keys): {name: row[name] for name in row if name not in keys and row[name]}
        for row in rows
    }
    return {place: row for place, row in named.items() if row}


async def days_of_failing(reporting: Running) -> dict[Any, date | None]:
    async with reporting.database.read() as connection:
        return {row.id: row.fails_on for row in await connection.execute(select(cases.c.id, cases.c.fails_on))}


async def by_agency(reporting: Running, statement: Any) -> dict[Any, Any]:
    """The sum of an agency's rows, where there is anything."""
    totals: dict[Any, Any] = {}
    async with reporting.database.read() as connection:
        for row in await connection.execute(statement):
            figures = figures_from(row)
            totals[row.agency_id] = totals[row.agency_id] + figures if row.agency_id in totals else figures
    return {agency: figures for agency, figures in totals.items() if figures != type(figures)()}


RECUSED = Viewer(Actor(tree.PACC, frozenset({"pacc"}), tree.PACC), recusing=frozenset([b"nam"]))
OVER = [Period.of_months(month, month, date(2020, 12, 31)) for month in YEAR[:2]]
READINGS = {
    "a month": figures_of_agencies(Level.PACC, Basis(OVER[0]), RECUSED),
    "its two numbers": added_of_agencies(Level.PACC, Basis(OVER[0]), RECUSED),
    "several months": figures_of_months(
        Level.PACC, OVER, RECUSED, tree_of(Basis(OVER[0]), Standpoint(Level.PACC, tree.PACC))
    ),
}


@pytest.mark.rule("PERF-6")
@pytest.mark.parametrize("reading", READINGS.values(), ids=list(READINGS))
async def test_the_complaints_that_a_viewer_is_recused_from_are_found_by_index(
    reporting: Running, reading: Subquery
) -> None:
    """However many cases there are; nothing else of them is read for a month that is over."""
    figures = select(reading)

    async with reporting.database.begin() as connection:
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        compiled = figures.compile(dialect=connection.dialect)
        parameters = tuple(compiled.params[name] for name in compiled.positiontup or ())
        plan = "\n".join(row[0] for row in await connection.exec_driver_sql(f"EXPLAIN {compiled}", parameters))

    assert "ix_cases_accused_indexes" in plan
    assert "ix_cases_recused" in plan
    assert "Seq Scan" not in plan
