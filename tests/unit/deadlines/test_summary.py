"""A monthly summary: opened by the calendar, met by what is submitted, ended by the closing of its round."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.act import Act
from deadlines.domain.errors import ObligationSettled
from deadlines.domain.followed import FollowedObject, Told
from deadlines.domain.happenings import Cancelled, Met, Missed, MissedWithdrawn, Opened, Reopened
from deadlines.domain.obligation import Obligation, obligation_id
from deadlines.domain.state import ObligationState
from deadlines.domain.summary import (
    ROUND_CLOSED,
    SUBMITTED,
    FollowedSummary,
    SummaryDuty,
    SummaryFacts,
    SummaryTold,
    act_of_summary,
    month_began,
    name_of_round,
    next_month,
    see_duty,
)
from tests.unit.deadlines.case_facts import OFFICER, calendar
from tests.unit.deadlines.summary_facts import (
    AGENCY,
    FACTS,
    OCTOBER,
    RULES,
    SEPTEMBER,
    SUMMARY,
    at,
    closed,
    submitted,
)

NOVEMBER = date(2020, 11, 1)


def followed(*told: SummaryTold, today: date = SEPTEMBER) -> FollowedSummary:
    """A summary of which these were told one after another, judged after each."""
    summary = FollowedObject(FACTS)
    for each in told:
        summary.take(each)
        summary.judge(RULES, today)
    return summary


def obligation_of(summary: FollowedSummary) -> Obligation:
    return summary.obligations[obligation_id(FACTS.object_id, "summary.monthly", 1)]


@pytest.mark.rule("DUE-4", "SUM-1")
def test_the_round_of_october_2563_is_due_on_saturday_the_10th_though_it_is_a_day_off() -> None:
    facts = SummaryFacts(AGENCY, OCTOBER)
    summary = FollowedObject(facts)
    summary.take(month_began(facts))
    summary.judge(RULES, OCTOBER)

    [obligation] = summary.obligations.values()
    assert (obligation.opened_on, obligation.due_on) == (date(2020, 10, 1), date(2020, 10, 10))
    assert obligation.due_on.weekday() == 5
    assert calendar().is_day_off(obligation.due_on)


def test_a_round_is_known_by_its_month_and_a_summary_by_its_agency_and_round() -> None:
    assert name_of_round(SEPTEMBER) == "รอบกันยายน 2563"
    ids = {SummaryFacts(agency, month).object_id for agency in (AGENCY, UUID(int=3)) for month in (SEPTEMBER, OCTOBER)}
    assert len(ids) == 4
    assert FACTS.object_id == SummaryFacts(AGENCY, SEPTEMBER).object_id


@pytest.mark.rule("DUE-16", "SUM-1")
@pytest.mark.parametrize(("day", "state"), [(10, ObligationState.MET), (11, ObligationState.MET_LATE)])
def test_it_is_met_in_time_until_the_end_of_the_10th(day: int, state: ObligationState) -> None:
    summary = followed(month_began(FACTS), submitted(at(date(2020, 9, day), 23)))

    assert obligation_of(summary).state is state


@pytest.mark.rule("SUM-5")
def test_what_is_not_submitted_when_the_round_is_closed_is_missed_for_good() -> None:
    summary = followed(month_began(FACTS), closed(at(date(2020, 9, 12))), today=date(2020, 9, 12))

    obligation = obligation_of(summary)
    assert (obligation.state, obligation.ended_on) == (ObligationState.MISSED, date(2020, 9, 12))
    assert obligation.happenings == [Opened(), Missed()]
    assert (obligation.is_owed, obligation.days_late(date(2020, 9, 30))) == (False, 0)
    extendable = replace(SUMMARY.shipped, is_extendable=True)
    obligation.terms = extendable
    with pytest.raises(ObligationSettled):
        obligation.extend(1, by=AGENCY, reason="ขอขยาย", today=OCTOBER, is_day_off=calendar().is_day_off)


@pytest.mark.rule("SUM-5")
def test_what_the_sweep_called_missed_before_the_closing_is_told_missed_once_and_ends() -> None:
    summary = followed(month_began(FACTS))
    obligation_of(summary).miss(date(2020, 9, 11))

    summary.take(closed(at(date(2020, 9, 12))))
    summary.judge(RULES, date(2020, 9, 12))

    obligation = obligation_of(summary)
    assert obligation.happenings == [Opened(), Missed()]
    assert (obligation.is_renewed, obligation.ended_on) == (True, date(2020, 9, 12))


@pytest.mark.rule("SUM-5")
def test_a_summary_recorded_after_the_closing_changes_nothing() -> None:
    began, ended = month_began(FACTS), closed(at(date(2020, 9, 12)))
    late = submitted(at(date(2020, 9, 13)))

    for order in ((began, ended, late), (began, late, ended), (late, ended, began)):
        obligation = obligation_of(followed(*order, today=date(2020, 9, 14)))
        assert (obligation.state, obligation.met_on) == (ObligationState.MISSED, None)


@pytest.mark.rule("SUM-5", "DUE-16")
def test_a_summary_recorded_before_the_closing_and_told_after_it_withdraws_what_was_missed() -> None:
    told = [month_began(FACTS), closed(at(date(2020, 9, 12))), submitted(at(date(2020, 9, 10)))]
    obligation = obligation_of(followed(*told, today=date(2020, 9, 13)))

    assert (obligation.state, obligation.ended_on) == (ObligationState.MET, None)
    in_time = Met(date(2020, 9, 10), in_time=True)
    assert obligation.happenings == [Opened(), Missed(), MissedWithdrawn(), in_time]


@pytest.mark.rule("SUM-5", "DUE-16")
def test_a_summary_recorded_at_the_very_moment_of_the_closing_was_not_recorded_after_it() -> None:
    moment = at(date(2020, 9, 10))

    for order in (submitted(moment), closed(moment)), (closed(moment), submitted(moment)):
        assert stand(followed(month_began(FACTS), *order)) == (ObligationState.MET, date(2020, 9, 10), None)


@pytest.mark.rule("DUE-17", "SUM-1")
def test_a_month_begins_at_midnight_in_bangkok_by_nobody_and_is_submitted_by_somebody() -> None:
    began = month_began(FACTS)
    moment = at(date(2020, 9, 10))

    evening = datetime(2020, 8, 31, 17, tzinfo=UTC)
    assert began == Told(FACTS, Act(1, "calendar.month_began", evening, date(2020, 9, 1), None))
    summary = act_of_summary(SUBMITTED, moment, date(2020, 9, 10), OFFICER)
    assert summary == Act(2, "reporting.summary_submitted", moment, date(2020, 9, 10), OFFICER)


@pytest.mark.rule("REL-3", "SUM-5")
@given(
    st.lists(st.integers(min_value=0, max_value=24 * 40), min_size=2, max_size=2),
    st.sampled_from([(1,), (2,), (1, 2)]),
    st.data(),
)
def test_whatever_the_order_of_arrival_the_end_is_the_same(
    hours: list[int], happened: tuple[int, ...], data: st.DataObject
) -> None:
    """The round begins; a summary is submitted, it is closed, or both, each told once or twice."""
    moments = [at(SEPTEMBER, 1) + timedelta(hours=each) for each in hours]
    every = [submitted(moments[0]), closed(moments[1])]
    truth = [month_began(FACTS), *(every[number - 1] for number in happened)]
    arrived = data.draw(st.permutations([*truth, *truth]))
    today = data.draw(st.dates(min_value=SEPTEMBER, max_value=date(2020, 11, 1)))

    assert stand(followed(*arrived, today=today)) == by_hand(truth)


def by_hand(truth: Sequence[SummaryTold]) -> tuple[ObligationState, date | None, date | None]:
    """SUM-5 in plain words: submitted before the closing it is met, else closed it is missed, else it is open."""
    recorded = {each.act.event: each.act for each in truth}
    summary, closing = recorded.get(SUBMITTED), recorded.get(ROUND_CLOSED)
    if summary is not None and (closing is None or summary.recorded_at <= closing.recorded_at):
        is_late = summary.recorded_on > date(2020, 9, 10)
        return ObligationState.MET_LATE if is_late else ObligationState.MET, summary.recorded_on, None
    if closing is not None:
        return ObligationState.MISSED, None, closing.recorded_on
    return ObligationState.OPEN, None, None


def stand(summary: FollowedSummary) -> tuple[ObligationState, date | None, date | None]:
    obligation = obligation_of(summary)
    return obligation.state, obligation.met_on, obligation.ended_on


def begun(duty: SummaryDuty, today: date) -> list[date]:
    return [facts.round for facts in duty.begun(today)]


@pytest.mark.rule("SUM-0")
def test_the_months_that_have_begun_are_opened_from_the_first_that_is_owed() -> None:
    duty = SummaryDuty(AGENCY, SEPTEMBER, None, None)

    assert begun(duty, date(2020, 8, 31)) == []
    assert list(duty.begun(date(2020, 9, 1))) == [SummaryFacts(AGENCY, SEPTEMBER)]
    assert begun(duty, date(2020, 11, 15)) == [SEPTEMBER, OCTOBER, date(2020, 11, 1)]


@pytest.mark.rule("SUM-0")
def test_what_was_opened_is_not_opened_again_unless_the_agency_owes_from_another_month_on() -> None:
    opened = SummaryDuty(AGENCY, SEPTEMBER, SEPTEMBER, OCTOBER)

    assert begun(opened, date(2020, 11, 15)) == [date(2020, 11, 1)]
    earlier = replace(opened, owes_from=date(2020, 8, 1))
    assert begun(earlier, date(2020, 10, 15)) == [date(2020, 8, 1), SEPTEMBER, OCTOBER]


@pytest.mark.rule("SUM-0", "SUM-5")
def test_of_what_was_closed_until_the_day_on_which_it_came_to_owe_nothing_is_opened() -> None:
    closed_rounds = {SEPTEMBER: date(2020, 9, 12), OCTOBER: date(2020, 10, 12)}
    new = SummaryDuty(AGENCY, SEPTEMBER, None, None, date(2020, 10, 5), closed_rounds=closed_rounds)

    assert begun(new, NOVEMBER) == [OCTOBER, NOVEMBER]
    assert begun(replace(new, owes_since=date(2020, 10, 12)), NOVEMBER) == [NOVEMBER]
    assert begun(replace(new, owes_since=date(2020, 8, 1)), NOVEMBER) == [SEPTEMBER, OCTOBER, NOVEMBER]
    assert begun(replace(new, owes_since=None), NOVEMBER) == [SEPTEMBER, OCTOBER, NOVEMBER]
    looked_at_before = replace(new, opened_from=SEPTEMBER, opened_until=SEPTEMBER, owes_since=date(2020, 10, 20))
    assert begun(looked_at_before, NOVEMBER) == [NOVEMBER]


@pytest.mark.rule("SUM-0")
def test_of_the_rounds_that_are_open_those_before_the_first_that_is_owed_now_have_ended_or_all_where_none_is() -> None:
    """A closed agency owes nothing, of a month that had begun before neither."""
    open_rounds = (SEPTEMBER, OCTOBER, NOVEMBER)
    owing = SummaryDuty(AGENCY, OCTOBER, SEPTEMBER, NOVEMBER, open_rounds=open_rounds)
    nothing = replace(owing, owes_from=None)

    assert list(owing.ended()) == [FACTS]
    assert begun(owing, NOVEMBER) == [OCTOBER, NOVEMBER]
    assert [facts.round for facts in nothing.ended()] == [SEPTEMBER, OCTOBER, NOVEMBER]
    assert begun(nothing, date(2021, 1, 1)) == []
    assert [each.owes_on(SEPTEMBER) for each in (owing, nothing)] == [False, False]
    assert owing.owes_on(OCTOBER)


def seen(summary: FollowedSummary, day: date, *, is_owed: bool) -> ObligationState:
    """How it stands once it was looked at on that day."""
    see_duty(summary, is_owed=is_owed, at=at(day), today=day)
    summary.judge(RULES, day)
    return obligation_of(summary).state


@pytest.mark.rule("SUM-0")
def test_when_the_duty_ends_the_summary_is_cancelled_and_when_it_is_owed_again_it_opens_again() -> None:
    summary = followed(month_began(FACTS))

    for day, is_owed in ((2, True), (3, False), (4, False), (5, True), (6, True), (7, False), (8, True)):
        expected = ObligationState.OPEN if is_owed else ObligationState.CANCELLED
        assert seen(summary, date(2020, 9, day), is_owed=is_owed) is expected

    assert obligation_of(summary).happenings == [Opened(), Cancelled(), Reopened(), Cancelled(), Reopened()]
    duty = [summary.acts[place] for place in sorted(summary.acts)][1:]
    assert [(act.version, act.event, act.recorded_on.day) for act in duty] == [
        (4, "calendar.duty_ended", 3),
        (5, "calendar.duty_resumed", 5),
        (6, "calendar.duty_ended", 7),
        (7, "calendar.duty_resumed", 8),
    ]


@pytest.mark.rule("SUM-0", "REL-3")
def test_what_was_submitted_stays_met_when_the_duty_ends_also_where_word_of_it_comes_after_that() -> None:
    summary = followed(month_began(FACTS), submitted(at(date(2020, 9, 3))))
    late = followed(month_began(FACTS))

    assert seen(summary, date(2020, 9, 4), is_owed=False) is ObligationState.MET
    assert seen(late, date(2020, 9, 4), is_owed=False) is ObligationState.CANCELLED
    late.take(submitted(at(date(2020, 9, 3))))
    assert seen(late, date(2020, 9, 5), is_owed=False) is ObligationState.MET
    assert stand(late) == stand(summary)


@pytest.mark.rule("SUM-0", "SUM-5", "DUE-16")
@pytest.mark.parametrize(("closed_on", "state"), [(11, ObligationState.MISSED), (13, ObligationState.CANCELLED)])
def test_only_a_duty_that_ended_before_the_round_was_closed_is_cancelled(
    closed_on: int, state: ObligationState
) -> None:
    """Word of the closing comes after the end of the duty was seen on the 12th."""
    summary = followed(month_began(FACTS))
    seen(summary, date(2020, 9, 12), is_owed=False)

    summary.take(closed(at(date(2020, 9, closed_on))))

    assert seen(summary, date(2020, 9, 14), is_owed=False) is state
    assert seen(summary, date(2020, 9, 15), is_owed=True) is state


@pytest.mark.rule("SUM-0", "SUM-5", "REL-3")
@given(
    st.lists(st.booleans(), max_size=8),
    st.one_of(st.none(), st.integers(min_value=0, max_value=8)),
    st.one_of(st.none(), st.integers(min_value=0, max_value=8)),
)
def test_however_often_the_duty_ends_and_returns_the_last_answer_before_the_closing_counts(
    answers: list[bool], submitted_after: int | None, closed_after: int | None
) -> None:
    """Each answer is seen at noon, from 2 September on; the summary and the closing are told in an evening before."""
    summary = followed(month_began(FACTS))
    last, is_submitted, is_closed = True, False, False
    for number, is_owed in enumerate([*answers, True]):
        evening = at(date(2020, 9, 1 + number), 18)
        if submitted_after == number and not is_closed:
            summary.take(submitted(evening))
            is_submitted = True
        if closed_after == number:
            summary.take(closed(evening))
            is_closed = True
        if number == len(answers):
            break
        last = last if is_closed else is_owed
        seen(summary, date(2020, 9, 2 + number), is_owed=is_owed)
    summary.judge(RULES, date(2020, 9, 10))

    unmet = ObligationState.MISSED if is_closed else ObligationState.OPEN
    owed = ObligationState.MET if is_submitted else unmet
    assert obligation_of(summary).state is (owed if last or is_submitted else ObligationState.CANCELLED)


@pytest.mark.rule("SUM-0", "SUM-5")
def test_a_duty_that_ends_after_the_round_was_closed_leaves_it_missed() -> None:
    summary = followed(month_began(FACTS), closed(at(date(2020, 9, 12))))

    assert seen(summary, date(2020, 9, 13), is_owed=False) is ObligationState.MISSED


@given(st.dates(min_value=date(2014, 1, 1), max_value=date(2100, 1, 1)))
def test_after_a_month_comes_the_next(day: date) -> None:
    first = day.replace(day=1)
    assert next_month(first).day == 1
    assert (next_month(first).year * 12 + next_month(first).month) == first.year * 12 + first.month + 1
