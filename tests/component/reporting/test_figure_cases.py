"""Every figure opens into as many cases as it says: of every report, row, column and era, live and published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.directory.viewer import Viewer
from kit.domain.actor import Actor
from kit.domain.errors import NotFound
from reporting.adapters.figure_reader import SqlFigureReader
from reporting.domain.agency_rows import nested
from reporting.domain.basis import Basis
from reporting.domain.figure_asked import FigureAsked
from reporting.domain.figures import Figures
from reporting.domain.period import Period
from reporting.domain.terms import Era, FigureName
from rongrian.reporting.v1.report_pb2 import (
    FIGURE_NAME_ALL,
    FIGURE_NAME_NEW,
    FIGURE_NAME_OUTSTANDING,
    FIGURE_NAME_RECEIVED,
)
from rongrian.reporting.v1.report_service_pb2 import GetReport4Request, ListFigureCasesRequest
from rongrian.reporting.v1.report_service_pb2_grpc import ReportServiceStub
from tests.component.reporting.closing import close_month, owe_summaries
from tests.component.reporting.conftest import Report, TakeIn
from tests.component.reporting.test_counts_in_sql import OFTEN, histories, tell_in_disorder
from tests.component.reporting.told import Mark, events_of, tell_complaint
from tests.support import tree
from tests.support.answers import refusal_of
from tests.support.cast import Cast
from tests.support.clock import FixedClock
from tests.support.running import Running
from tests.unit.reporting.histories import periods, todays
from tests.unit.reporting.oracle import MINISTRY_ACOC, Life

NAMS_INDEX = b"nam"
RECORDED = date(2020, 7, 15)
SOMETIMES = settings(OFTEN, max_examples=15)
COMPLIANCE = (FigureName.FOLLOWED, FigureName.NOT_FOLLOWED, FigureName.IN_PROGRESS)


def a_viewer(role: str, agency: UUID, *, recusing: Sequence[bytes] = ()) -> Viewer:
    is_acoc = role == "acoc"
    actor = Actor(UUID(int=7), frozenset({role}), agency)
    return Viewer(actor, agency, agency if is_acoc else None, is_acoc, frozenset(recusing))


VIEWERS = st.sampled_from(
    [
        a_viewer("unit", tree.DEPARTMENT_10, recusing=[NAMS_INDEX]),
        a_viewer("acoc", tree.MINISTRY, recusing=[NAMS_INDEX]),
        a_viewer("pacc", tree.PACC),
        a_viewer("auditor", tree.PACC, recusing=[NAMS_INDEX]),
    ]
)


@pytest.mark.rule("REP-3", "REP-4", "REP-15")
@SOMETIMES
@given(data=st.data())
async def test_every_figure_of_random_histories_opens_into_as_many_cases_as_it_says(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    today, viewer = data.draw(todays), data.draw(VIEWERS)
    told = data.draw(histories(today, NAMS_INDEX))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in)
    basis = Basis(Period(*data.draw(periods(today)), today))
    reader = SqlFigureReader(reporting.database)
    figure = data.draw(st.sampled_from(FigureName))
    era = data.draw(st.sampled_from([None, *Era]))
    if figure in COMPLIANCE:
        era = None

    of_rows: list[UUID] = []
    rows = nested(await reader.lines_by_agency(viewer, basis))
    for row in rows:
        asked = FigureAsked(1, figure, era, agency_id=row.agency.id)
        ids = await all_pages(reader, viewer, basis, asked)
        assert len(ids) == number_of(row.figures, figure, era)
        of_rows += ids
        opened: list[UUID] = []
        for below in row.agencies:
            is_own = below.agency.id == row.agency.id
            ids_below = await all_pages(
                reader, viewer, basis, replace(asked, agency_id=below.agency.id, is_agencys_own=is_own)
            )
            assert len(ids_below) == number_of(below.figures, figure, era)
            opened += ids_below
        assert not row.agencies or sorted(opened) == ids

    for report in (1, 2, 4):
        assert await all_pages(reader, viewer, basis, FigureAsked(report, figure, era)) == sorted(of_rows)
    for type_, figures in (await reader.figures_by_type(viewer, basis)).items():
        ids = await all_pages(reader, viewer, basis, FigureAsked(2, figure, era, agency_type=type_))
        assert len(ids) == number_of(figures, figure, era)


@pytest.mark.rule("REP-14", "REP-15")
@SOMETIMES
@given(data=st.data())
async def test_a_row_of_report_5_opens_by_its_own_entry_whoever_looks(
    data: st.DataObject, reporting: Running, take_in: TakeIn
) -> None:
    told = data.draw(histories(date(2020, 12, 31), NAMS_INDEX))
    await tell_in_disorder(told, data.draw(st.randoms(use_true_random=False)), reporting, take_in)
    await owe_summaries(reporting)
    month = date(2020, data.draw(st.integers(5, 11)), 1)
    basis = Basis(Period.of_months(month, month, date(2020, 12, 31)))
    reader, viewer = SqlFigureReader(reporting.database), data.draw(VIEWERS)

    for row in await reader.summary_rows(viewer, basis):
        for figure, number in ((FigureName.RECEIVED, row.received), (FigureName.PROGRESSED, row.progressed)):
            asked = FigureAsked(5, figure, agency_id=row.agency_id)
            assert len(await all_pages(reader, viewer, basis, asked)) == number


@pytest.mark.rule("REP-4", "SUM-5")
async def test_a_closed_figure_opens_into_what_was_published_but_into_no_complaint_that_the_viewer_is_recused_from(
    reporting: Running, stub: ReportServiceStub, take_in: TakeIn, report: Report, clock: FixedClock, cast: Cast
) -> None:
    clock.day = date(2020, 9, 11)
    officer = cast["test-acoc"].subject
    assert officer is not None
    life = Life(RECORDED, RECORDED, sent={MINISTRY_ACOC: date(2020, 8, 3)})
    open_to_all, hidden = tell_complaint([life], tree.DEPARTMENT_1), tell_complaint([life], tree.DEPARTMENT_1)
    await take_in(events_of([*open_to_all, *hidden]))
    await close_month(reporting, date(2020, 8, 1), clock.day)
    [told_again] = tell_complaint([life], tree.DEPARTMENT_1, marks=[Mark(officer)])
    for event in told_again.events:
        event.facts.case_id, event.facts.complaint_id = str(hidden[0].case_id), str(hidden[0].complaint_id)
        event.facts.version += 10
    await take_in(told_again.events)
    await take_in(events_of(tell_complaint([life], tree.DEPARTMENT_1)))

    request = ListFigureCasesRequest(report=1, from_month="2020-08", figure=FIGURE_NAME_RECEIVED)
    answer = await stub.ListFigureCases(request, metadata=cast.metadata("test-acoc"))

    assert (list(answer.case_ids), answer.is_published) == ([str(open_to_all[0].case_id)], True)
    figures = (await report("test-acoc", "2020-08")).total.after_resolution
    assert figures.received == 2, "the published figure is the same for all"


@pytest.mark.rule("REP-13", "REP-15")
@pytest.mark.parametrize("is_closed", [False, True])
async def test_all_cases_of_report_4_open_into_as_many_as_its_whole(
    reporting: Running, stub: ReportServiceStub, take_in: TakeIn, clock: FixedClock, cast: Cast, is_closed: bool
) -> None:
    clock.day = date(2020, 9, 11)
    lives = [Life(RECORDED, RECORDED), Life(RECORDED, date(2020, 8, 20)), Life(date(2020, 9, 2), date(2020, 9, 2))]
    await take_in(events_of(tell_complaint(lives, tree.DEPARTMENT_1)))
    if is_closed:
        await close_month(reporting, date(2020, 8, 1), clock.day)
    request = ListFigureCasesRequest(report=4, from_month="2020-08", figure=FIGURE_NAME_ALL)

    opened = await stub.ListFigureCases(request, metadata=cast.metadata("test-krom1"))
    report = await stub.GetReport4(GetReport4Request(from_month="2020-08"), metadata=cast.metadata("test-krom1"))

    assert (len(opened.case_ids), opened.is_published) == (report.shares.all, is_closed)
    assert report.shares.all == 2, "what entered in September counts not yet"


@pytest.mark.rule("REP-15")
async def test_pages_hold_two_hundred_cases_and_lead_on_to_the_last(
    stub: ReportServiceStub, take_in: TakeIn, clock: FixedClock, cast: Cast
) -> None:
    clock.day = date(2020, 7, 31)
    life = Life(RECORDED, RECORDED)
    told = [case for _ in range(21) for case in tell_complaint([life] * 10, tree.DEPARTMENT_1)]
    await take_in(events_of(told))
    request = ListFigureCasesRequest(report=4, from_month="2020-07", figure=FIGURE_NAME_OUTSTANDING)

    first = await stub.ListFigureCases(request, metadata=cast.metadata("test-krom1"))
    request.page_token = first.next_page_token
    last = await stub.ListFigureCases(request, metadata=cast.metadata("test-krom1"))

    assert (len(first.case_ids), len(last.case_ids), last.next_page_token) == (200, 10, "")
    assert {*first.case_ids, *last.case_ids} == {str(case.case_id) for case in told}


@pytest.mark.rule("ROLE-2", "REP-15")
@pytest.mark.parametrize("agency", [tree.OTHER_DEPARTMENT, tree.OFFICE, UUID(int=404)])
async def test_a_row_that_the_viewers_report_does_not_have_is_not_found(reporting: Running, agency: UUID) -> None:
    """Of another ministry, one that is part of another row, one that does not exist."""
    month = Basis(Period.of_months(RECORDED, RECORDED, RECORDED))
    asked = FigureAsked(1, FigureName.NEW, agency_id=agency)

    with pytest.raises(NotFound):
        await SqlFigureReader(reporting.database).case_ids(a_viewer("acoc", tree.MINISTRY), month, asked, None, 1)


@pytest.mark.rule("REP-15")
@pytest.mark.parametrize(
    ("request_", "fields"),
    [
        (ListFigureCasesRequest(report=6, from_month="2020-07", figure=FIGURE_NAME_NEW), {"report"}),
        (ListFigureCasesRequest(report=1, from_month="2020-07"), {"figure"}),
        (ListFigureCasesRequest(report=1, from_month="2020-08", figure=FIGURE_NAME_NEW), {"from_month"}),
        (
            ListFigureCasesRequest(report=3, from_month="2020-06", to_month="2020-07", figure=FIGURE_NAME_NEW),
            {"to_month"},
        ),
        (ListFigureCasesRequest(report=5, from_month="2020-07", figure=FIGURE_NAME_NEW), {"agency_id", "figure"}),
        (ListFigureCasesRequest(report=1, from_month="2020-07", figure=FIGURE_NAME_ALL), {"figure"}),
        (ListFigureCasesRequest(report=5, from_month="0001-01", figure=FIGURE_NAME_NEW), {"from_month"}),
        (
            ListFigureCasesRequest(report=2, from_month="2020-07", figure=FIGURE_NAME_NEW, is_agencys_own=True),
            {"is_agencys_own"},
        ),
        (
            ListFigureCasesRequest(report=1, from_month="2020-07", figure=FIGURE_NAME_NEW, page_token="x"),
            {"page_token"},
        ),
    ],
)
async def test_what_no_report_has_is_refused_with_its_field(
    stub: ReportServiceStub, clock: FixedClock, cast: Cast, request_: ListFigureCasesRequest, fields: set[str]
) -> None:
    clock.day = date(2020, 7, 31)

    refusal = await refusal_of(stub.ListFigureCases(request_, metadata=cast.metadata("test-krom1")))

    assert (refusal.status, refusal.code) == (grpc.StatusCode.INVALID_ARGUMENT, "invalid_input")
    assert {field for field, _ in refusal.faults} == fields


async def all_pages(reader: SqlFigureReader, viewer: Viewer, basis: Basis, asked: FigureAsked) -> list[UUID]:
    """In pages of three, to have more than one."""
    ids: list[UUID] = []
    while page := await reader.case_ids(viewer, basis, asked, ids[-1] if ids else None, 3):
        ids += page
    assert len(ids) == len(set(ids))
    return ids


def number_of(figures: Figures, figure: FigureName, era: Era | None) -> int:
    name = figure.name.lower()
    if figure in COMPLIANCE:
        return int(getattr(figures.compliance, name))
    eras = [figures.of(each) for each in (Era if era is None else [era])]
    if figure is FigureName.ALL:
        return sum(each.received + each.carried_forward for each in eras)
    return sum(getattr(each, name) for each in eras)
