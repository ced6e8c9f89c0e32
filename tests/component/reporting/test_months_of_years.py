"""Any month of many years, read from the sums of all time, years and months, against the cases counted one by one."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from kit.domain.thai_dates import fiscal_year
from reporting.adapters.figure_reader import SqlFigureReader
from reporting.adapters.figure_sources import added_of_agencies, figures_of_agencies, from_cases
from reporting.adapters.scope import standpoint_of
from reporting.domain.basis import Basis
from reporting.domain.figures import Figures
from reporting.domain.period import Period, months_of_fiscal_year
from reporting.domain.terms import Level
from tests.component.reporting.conftest import TakeIn
from tests.component.reporting.test_counts_in_sql import AGENCIES, OFTEN, tell_in_disorder
from tests.component.reporting.test_tallies import by_agency
from tests.component.reporting.told import ToldCase, tell_complaint
from tests.support import tree
from tests.support.running import Running
from tests.unit.reporting.oracle import DEPARTMENT_ACOC, MINISTRY_ACOC, OUTCOMES, PACC, Life

RARELY = settings(OFTEN, max_examples=6)
FIRST, TODAY = date(2018, 1, 10), date(2022, 1, 20)
MONTHS = [date(year, month, 1) for year in range(2018, 2023) for month in range(1, 13)]
UNTIL_NOW = [month for month in MONTHS if month <= TODAY]
VIEWERS = [
    Viewer(Actor(tree.PACC, frozenset({role}), tree.PACC), recusing=frozenset(recusing))
    for role in ("pacc", "auditor")
    for recusing in ([], [b"nam"])
]
# Its round 7 is due before the running month ends, and nobody has reported it.
RUNNING = Life(TODAY - timedelta(3), TODAY - timedelta(2), sent={PACC: TODAY}, accused="someone")
# Few days or most of a year: so that lives begin in one year and go on in another.
GAPS = st.one_of(st.integers(0, 45), st.integers(200, 500)).map(timedelta)


@st.composite
def long_lives(draw: st.DrawFn) -> Life:
    """Recorded some day since 2018, then going on as far as today lets it."""
    recorded = FIRST + draw(st.integers(0, (TODAY - FIRST).days).map(timedelta))
    received = recorded - draw(GAPS)
    reported_7 = recorded + draw(GAPS)
    concluded = reported_7 + draw(GAPS)
    proceeded = concluded + draw(GAPS)
    closed = proceeded + draw(GAPS)
    sent = recorded
    entries = {}
    for level in (DEPARTMENT_ACOC, MINISTRY_ACOC, PACC):
        sent += draw(GAPS)
        if sent <= TODAY:
            entries[level] = sent
    life = Life(received, recorded, sent=entries, accused=draw(st.sampled_from(["nam", "someone"])))
    return Life(
        **vars(life)
        | {
            "reported_7": reported_7 if life.is_after and reported_7 <= TODAY else None,
            "concluded": concluded if concluded <= TODAY else None,
            "proceedings": (proceeded,) if proceeded <= TODAY else (),
            "closed": closed if closed <= TODAY else None,
            "outcome": draw(st.sampled_from(OUTCOMES)),
            "criminal": draw(st.booleans()),
        }
    )


@st.composite
def histories(draw: st.DrawFn) -> list[ToldCase]:
    told: list[ToldCase] = []
    for life in [RUNNING, *draw(st.lists(long_lives(), min_size=4, max_size=20))]:
        told += tell_complaint([life], draw(st.sampled_from(AGENCIES)), {"nam": b"nam"})
    return told


@pytest.mark.rule("REP-1", "REP-2", "PERF-6")
@RARELY
@given(data=st.data())
async def test_every_month_of_four_years_is_the_same_from_sums_as_counted_case_by_case(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    told, viewer = data.draw(histories()), data.draw(st.sampled_from(VIEWERS))
    level = data.draw(st.sampled_from(Level))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in)

    for month in UNTIL_NOW:
        basis = Basis(Period.of_months(month, month, TODAY))
        by_sums = await by_agency(reporting, select(figures_of_agencies(level, basis, viewer)))
        by_cases = await by_agency(reporting, from_cases(level, basis.period, viewer))

        assert by_sums == by_cases
        # Report 5 and the summaries read no more than their two numbers need.
        assert await added(reporting, level, basis, viewer) == {
            agency: two for agency, figures in by_cases.items() if any(two := two_numbers(figures))
        }


@pytest.mark.rule("REP-12", "REP-4")
@RARELY
@given(data=st.data())
async def test_each_month_of_a_fiscal_year_is_the_same_beside_the_others_as_by_itself(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    viewer, told = data.draw(st.sampled_from(VIEWERS)), data.draw(histories())
    await tell_in_disorder(told, random.Random(12), reporting, take_in)
    reader, level = SqlFigureReader(reporting.database), standpoint_of(viewer).level

    for year in range(fiscal_year(UNTIL_NOW[0]), fiscal_year(TODAY) + 1):
        periods = [Period.of_months(month, month, TODAY) for month in months_of_fiscal_year(year) if month <= TODAY]
        together = await reader.figures_by_month(viewer, [Basis(period) for period in periods])

        for period in periods:
            by_cases = await by_agency(reporting, from_cases(level, period, viewer))
            assert together.get(period.first, Figures()) == sum(by_cases.values(), start=Figures())


async def added(reporting: Running, level: Level, basis: Basis, viewer: Viewer) -> dict[object, tuple[int, int]]:
    """Received and progressed of each agency that has either."""
    totals: dict[object, tuple[int, int]] = {}
    async with reporting.database.read() as connection:
        for row in await connection.execute(select(added_of_agencies(level, basis, viewer))):
            received, progressed = totals.get(row.agency_id, (0, 0))
            totals[row.agency_id] = (received + row.received, progressed + row.progressed)
    return {agency: two for agency, two in totals.items() if any(two)}


def two_numbers(figures: Figures) -> tuple[int, int]:
    eras = figures.before, figures.after
    return sum(era.received for era in eras), sum(era.progressed for era in eras)
