"""What each kind of report must hold: its dates, and what depends on something else in it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from cases.domain.conclusion import Conclusion, Discovered, Finding, FoundOfficial, FoundOther
from cases.domain.outcome_report import OutcomeReport
from cases.domain.proceedings import ImportantStep
from cases.domain.rounds import Round
from cases.domain.status import CaseStatus
from cases.domain.terms import Committee, Ground, Outcome, Penalty
from cases.domain.timeline import (
    InquiryConclusion,
    LatenessExplanation,
    ProceedingsReport,
    RoundReport,
    TimelineDetails,
    TimelineEntry,
    dated_before_earlier,
)
from cases.domain.work_report import ReportedTo, WorkReport
from kit.domain.errors import Fault
from tests.unit.cases.builders import (
    RECEIVED,
    a_co_offender,
    a_conclusion,
    a_report,
    an_accused,
    an_outcome,
    said,
    some_proceedings,
)

TODAY = date(2020, 7, 20)
EARLY, LATE = date(2020, 7, 14), date(2020, 7, 21)
DAYS = {"received_on": RECEIVED, "today": TODAY}


def of_report(report: WorkReport) -> set[tuple[str, str]]:
    return said(report.faults("report", **DAYS))


def of_conclusion(conclusion: Conclusion, *allegations: int) -> set[tuple[str, str]]:
    return said(conclusion.faults("conclusion", allegations=allegations, **DAYS))


def of_outcome(outcome: OutcomeReport) -> set[tuple[str, str]]:
    return said(outcome.faults("outcome", **DAYS))


@pytest.mark.rule("CASE-13", "CASE-14", "CASE-16")
@pytest.mark.parametrize(("day", "is_fault"), [(EARLY, True), (RECEIVED, False), (TODAY, False), (LATE, True)])
def test_the_date_of_a_report_lies_between_reception_and_today(day: date, is_fault: bool) -> None:
    reports: list[tuple[Iterable[Fault], str, str]] = [
        (a_report(day).faults("report", **DAYS), "report.started_on", "CASE-13"),
        (
            a_conclusion(finished_on=day).faults("conclusion", allegations=[1], **DAYS),
            "conclusion.finished_on",
            "CASE-14",
        ),
        (some_proceedings(day).faults("proceedings", is_first=True, **DAYS), "proceedings.started_on", "CASE-16"),
        (an_outcome(known_on=day).faults("outcome", **DAYS), "outcome.known_on", "CASE-17"),
    ]

    for faults, field, rule in reports:
        assert said(faults) == ({(field, rule)} if is_fault else set())


@pytest.mark.rule("CASE-13")
@pytest.mark.parametrize(
    ("told", "faulty"),
    [
        (ReportedTo(), False),
        (ReportedTo(RECEIVED, "ทส 1"), False),
        (ReportedTo(TODAY, ""), False),
        (ReportedTo(EARLY, ""), True),
        (ReportedTo(LATE, ""), True),
        (ReportedTo(None, "ทส 1"), True),
    ],
)
def test_a_superior_is_told_on_a_day_between_reception_and_today(told: ReportedTo, faulty: bool) -> None:
    reports = {
        "head": replace(a_report(), reported_to_head=told),
        "minister": replace(a_report(), reported_to_minister=told),
    }

    for superior, report in reports.items():
        assert of_report(report) == ({(f"report.reported_to_{superior}.on", "CASE-13")} if faulty else set())


@pytest.mark.rule("CASE-13")
def test_criminal_action_needs_its_details() -> None:
    lacks = {("report.criminal_details", "CASE-13")}

    assert of_report(replace(a_report(), criminal_action=True)) == lacks
    assert of_report(replace(a_report(), criminal_action=True, criminal_details=" ")) == lacks
    assert of_report(replace(a_report(), criminal_action=True, criminal_details="แจ้งความแล้ว")) == set()


@pytest.mark.rule("CASE-13")
@pytest.mark.parametrize(
    ("round_", "started_on", "is_after"),
    [
        (Round.SEVEN, date(2020, 7, 22), False),
        (Round.SEVEN, date(2020, 7, 23), True),
        (Round.THIRTY_SEVEN, date(2020, 8, 21), False),
        (Round.THIRTY_SEVEN, date(2020, 8, 22), True),
    ],
)
def test_work_that_began_after_the_day_of_the_round_is_hinted_at(
    round_: Round, started_on: date, is_after: bool
) -> None:
    assert a_report(started_on).started_after_its_day(round_, RECEIVED) == is_after


@pytest.mark.rule("CASE-14")
def test_each_allegation_of_the_case_has_one_finding() -> None:
    one_found = a_conclusion()
    twice = replace(one_found, findings=(Finding(1, "จริง"), Finding(3, "ไม่จริง"), Finding(1, "จริง")))

    assert of_conclusion(one_found, 1) == set()
    assert of_conclusion(one_found, 1, 3) == {("conclusion.findings", "CASE-14")}
    assert of_conclusion(one_found) == {("conclusion.findings[0].allegation", "CASE-14")}
    assert of_conclusion(twice, 1, 3) == {("conclusion.findings[2].allegation", "CASE-14")}
    assert of_conclusion(twice, 1) == {
        ("conclusion.findings[1].allegation", "CASE-14"),
        ("conclusion.findings[2].allegation", "CASE-14"),
    }
    lacking = list(replace(one_found, findings=()).faults("conclusion", allegations=[4, 2], **DAYS))
    assert [("2" in each.thai, "2" in each.english) for each in lacking] == [(True, True), (False, False)]


@pytest.mark.rule("CASE-14")
@pytest.mark.parametrize(
    ("ground", "criminal", "has_ground"),
    [
        (Ground.NONE, False, False),
        (Ground.NONE, True, True),
        (Ground.MINOR, False, True),
        (Ground.SERIOUS, False, True),
        (Ground.SERIOUS, True, True),
    ],
)
def test_a_ground_is_a_disciplinary_or_a_criminal_one(ground: Ground, criminal: bool, has_ground: bool) -> None:
    assert a_conclusion(ground, criminal=criminal).has_ground == has_ground


@pytest.mark.rule("CASE-14", "CASE-15")
def test_who_was_found_took_part_in_allegations_of_the_complaint_each_named_once() -> None:
    def of(*, officials: tuple[tuple[int, ...], ...] = (), others: tuple[tuple[int, ...], ...] = ()) -> object:
        found = Discovered(
            officials=tuple(FoundOfficial(an_accused(), numbers) for numbers in officials),
            others=tuple(FoundOther(a_co_offender(), numbers) for numbers in others),
        )
        return said(found.faults(accused=an_accused(), allegations=[1, 2]))

    assert of(officials=((1,), (1, 2)), others=((2,),)) == set()
    assert of(officials=((1,), (3,)), others=((2,), (1, 1))) == {
        ("found_officials[1].allegations", "CASE-14"),
        ("found_others[1].allegations", "CASE-14"),
    }
    assert of(others=((1, 3), (2,))) == {("found_others[0].allegations", "CASE-14")}
    assert of(officials=((2, 2),)) == {("found_officials[0].allegations", "CASE-14")}


@pytest.mark.rule("CASE-15")
def test_only_an_accused_without_a_name_is_identified() -> None:
    found = Discovered(identified=an_accused("ชื่อจริง"))
    unknown = replace(an_accused("กลุ่มบุคคล"), last_name=" ไม่มี")

    assert said(found.faults(accused=an_accused(), allegations=[1])) == {("identified", "CASE-15")}
    assert said(found.faults(accused=unknown, allegations=[1])) == set()
    assert said(Discovered().faults(accused=an_accused(), allegations=[1])) == set()


@pytest.mark.rule("CASE-15", "CASE-6")
def test_an_official_whom_an_inquiry_names_is_written_down_like_any_accused() -> None:
    kept = replace(an_accused(), keeps_national_id=True)  # a number that nobody has recorded yet keeps nothing
    lacking = replace(kept, national_id="")
    unknown = replace(an_accused("กลุ่มบุคคล"), last_name="ไม่มี", details="ไม่ทราบชื่อ")
    officials = tuple(FoundOfficial(each, (1,)) for each in (kept, lacking, replace(an_accused(), last_name="ไม่มี")))
    found = Discovered(officials=officials, identified=lacking)

    assert said(found.faults(accused=unknown, allegations=[1])) == {
        ("found_officials[1].official.national_id", "CASE-6"),
        ("found_officials[2].official.details", "CASE-6"),
        ("identified.national_id", "CASE-6"),
    }


@pytest.mark.rule("CASE-16")
def test_only_the_first_report_of_proceedings_must_state_the_committee() -> None:
    silent = replace(some_proceedings(), committee=None)

    assert said(silent.faults("proceedings", is_first=True, **DAYS)) == {("proceedings.committee", "CASE-16")}
    assert said(silent.faults("proceedings", is_first=False, **DAYS)) == set()
    stated = replace(silent, committee=Committee.NOT_APPOINTED)
    assert said(stated.faults("proceedings", is_first=True, **DAYS)) == set()


@pytest.mark.rule("CASE-16")
def test_an_important_step_has_a_date_only_if_it_is_known_and_then_a_possible_one() -> None:
    steps = (ImportantStep("สอบปากคำ"), ImportantStep("ออกคำสั่ง", EARLY), ImportantStep("ส่งสำนวน", LATE))
    report = replace(some_proceedings(), steps=steps)

    assert said(report.faults("proceedings", is_first=True, **DAYS)) == {
        ("proceedings.steps[1].on", "CASE-16"),
        ("proceedings.steps[2].on", "CASE-16"),
    }


FITTING: dict[Outcome, set[Penalty | None]] = {
    Outcome.SERIOUS: {Penalty.DISCHARGE, Penalty.DISMISSAL},
    Outcome.MINOR: {Penalty.REPRIMAND, Penalty.SALARY_CUT, Penalty.SALARY_REDUCTION},
    Outcome.ENDED: {None},
    Outcome.OTHER: {None},
}


@pytest.mark.rule("CASE-17")
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("penalty", [None, *Penalty])
def test_the_penalty_fits_the_gravity_of_the_outcome(outcome: Outcome, penalty: Penalty | None) -> None:
    fits = penalty in FITTING[outcome]

    assert of_outcome(an_outcome(outcome, penalty)) == (set() if fits else {("outcome.penalty", "CASE-17")})


@pytest.mark.rule("CASE-9", "CASE-16", "CASE-17")
@pytest.mark.parametrize(
    ("finished_on", "began_on", "known_on", "hinted"),
    [(10, 11, 12, set()), (10, 10, 10, set()), (10, 9, 12, {4}), (10, 11, 10, {5}), (4, 5, 6, {3}), (10, 9, 8, {4, 5})],
)
def test_proceedings_before_the_end_of_the_inquiry_and_an_outcome_before_them_are_hinted_at_and_not_refused(
    finished_on: int, began_on: int, known_on: int, hinted: set[int]
) -> None:
    def day(number: int) -> date:
        return date(2020, 7, number)

    reports: list[tuple[date, TimelineDetails]] = [
        (day(31), LatenessExplanation(Round.SEVEN, "ลืม")),
        (day(5), RoundReport(Round.SEVEN, a_report(day(5)))),
        (day(finished_on), InquiryConclusion(a_conclusion(finished_on=day(finished_on)))),
        (day(began_on), ProceedingsReport(1, some_proceedings(day(began_on)))),
        (day(known_on), an_outcome(known_on=day(known_on))),
    ]
    entries = [
        TimelineEntry(number, CaseStatus.NEW, done_on, details) for number, (done_on, details) in enumerate(reports, 1)
    ]

    assert dated_before_earlier(entries) == hinted


@pytest.mark.rule("CASE-9", "CASE-22")
def test_the_line_of_recording_is_no_step_whose_date_a_conclusion_could_lie_before() -> None:
    """It keeps the reception date that was recorded first, also where a correction has put an earlier one."""
    entries = [
        TimelineEntry(1, CaseStatus.NEW, date(2020, 7, 15), None),
        TimelineEntry(2, CaseStatus.NEW, date(2020, 7, 3), InquiryConclusion(a_conclusion())),
    ]

    assert dated_before_earlier(entries) == set()
