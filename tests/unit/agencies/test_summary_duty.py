"""Who owes monthly summaries, and that everybody hears of it once whenever that changes."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.domain.agency import Agency
from agencies.domain.errors import AgencyIsClosed, CountryOwesNothing
from agencies.domain.summary_duty import first_round_after, owes_summaries
from agencies.domain.terms import AgencyKind, SummarySetting
from agencies.domain.tree import Tree, TreeAct
from kit.domain.errors import ServiceError
from tests.unit.agencies.small_trees import DAY, IDS, SIZE, country, details, tree_of

MINISTRY, DEPARTMENT, ENTERPRISE, OFFICE = 1, 2, 3, 4
OWES, OWES_NOT = SummarySetting.OWES, SummarySetting.OWES_NOT


def a_ministry_with_three_below() -> Tree:
    """Under the ministry a department and a state enterprise, under the department an office."""
    tree = Tree([country()])
    tree.create(IDS[MINISTRY], IDS[0], details("M", kind=AgencyKind.MINISTRY), DAY)
    tree.create(IDS[DEPARTMENT], IDS[MINISTRY], details("D"), DAY)
    tree.create(IDS[ENTERPRISE], IDS[MINISTRY], details("E", kind=AgencyKind.STATE_ENTERPRISE), DAY)
    tree.create(IDS[OFFICE], IDS[DEPARTMENT], details("O", kind=AgencyKind.OFFICE), DAY)
    return Tree(tree.all())


def owing(tree: Tree, *with_unit: int) -> set[int]:
    """By their numbers, when these agencies have an active `unit` officer."""
    tree.settle_summaries({IDS[number] for number in with_unit}, DAY)
    return {IDS.index(agency.id) for agency in tree.all() if agency.owes_summaries}


@pytest.mark.rule("SUM-0")
def test_a_ministry_owes_and_whoever_is_directly_under_one_and_has_a_unit_officer() -> None:
    assert owing(a_ministry_with_three_below()) == {MINISTRY}
    assert owing(a_ministry_with_three_below(), DEPARTMENT) == {MINISTRY, DEPARTMENT}
    assert owing(a_ministry_with_three_below(), ENTERPRISE) == {MINISTRY, ENTERPRISE}
    assert owing(a_ministry_with_three_below(), 0, MINISTRY, OFFICE) == {MINISTRY}
    assert owing(a_ministry_with_three_below(), 0, MINISTRY, DEPARTMENT, ENTERPRISE, OFFICE) == {
        MINISTRY,
        DEPARTMENT,
        ENTERPRISE,
    }


@pytest.mark.rule("SUM-0")
def test_what_its_acoc_has_set_goes_before_the_rule_until_it_is_taken_back() -> None:
    tree = a_ministry_with_three_below()
    tree.set_summary_duty(IDS[MINISTRY], OWES_NOT, None)
    tree.set_summary_duty(IDS[DEPARTMENT], OWES_NOT, None)
    tree.set_summary_duty(IDS[OFFICE], OWES, None)
    assert owing(tree, DEPARTMENT) == {OFFICE}
    for number in (MINISTRY, DEPARTMENT, OFFICE):
        tree.set_summary_duty(IDS[number], None, None)
    assert owing(tree, DEPARTMENT) == {MINISTRY, DEPARTMENT}


@pytest.mark.rule("SUM-0")
def test_what_is_closed_owes_nothing_nor_does_the_country_and_neither_is_set() -> None:
    tree = a_ministry_with_three_below()
    tree.set_summary_duty(IDS[ENTERPRISE], OWES, None)
    tree.close(IDS[ENTERPRISE], DAY)
    assert owing(tree, 0, ENTERPRISE) == {MINISTRY}
    assert not owes_summaries(replace(country(), summary_setting=OWES), None, has_unit=True)
    with pytest.raises(AgencyIsClosed):
        tree.set_summary_duty(IDS[ENTERPRISE], OWES, None)
    with pytest.raises(CountryOwesNothing, match="The country owes no monthly summaries"):
        tree.set_summary_duty(IDS[0], OWES, None)


@pytest.mark.rule("SUM-0")
@pytest.mark.parametrize(
    ("made_on", "first_round"),
    [
        (date(2020, 8, 1), date(2020, 9, 1)),
        (date(2020, 8, 31), date(2020, 9, 1)),
        (date(2020, 12, 31), date(2021, 1, 1)),
        (date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_the_first_round_is_the_month_after_the_agency_was_made(made_on: date, first_round: date) -> None:
    assert first_round_after(made_on) == first_round
    tree = Tree([country()])
    assert tree.create(IDS[1], IDS[0], details("A1"), made_on).summaries_from == first_round


@pytest.mark.rule("SUM-0")
def test_the_first_round_is_kept_until_another_is_named_whoever_owes() -> None:
    tree = a_ministry_with_three_below()
    assert tree.set_summary_duty(IDS[DEPARTMENT], OWES_NOT, date(2020, 10, 1)).summaries_from == date(2020, 10, 1)
    assert tree.set_summary_duty(IDS[DEPARTMENT], OWES, None).summaries_from == date(2020, 10, 1)
    assert tree.agency(IDS[DEPARTMENT]).version == 2


def test_what_is_set_and_settled_already_leaves_no_trace() -> None:
    tree = a_ministry_with_three_below()
    tree.set_summary_duty(IDS[DEPARTMENT], None, date(2020, 8, 1))
    tree.set_summary_duty(IDS[OFFICE], None, None)
    assert tree.happenings == []
    tree.settle_summaries(set(), DAY)
    again = Tree(tree.all())
    again.settle_summaries(set(), date(2021, 1, 1))
    assert (again.happenings, again.changed()) == ([], [])


@pytest.mark.rule("SUM-0")
def test_since_when_it_owes_is_the_day_of_its_first_officer_or_of_an_earlier_first_round() -> None:
    first, second, third, fourth = (date(2020, month, 5) for month in (1, 6, 9, 12))
    tree, since = a_ministry_with_three_below(), []
    for with_unit, first_round, on in (
        ({IDS[DEPARTMENT]}, None, first),
        ({IDS[DEPARTMENT]}, date(2019, 10, 1), second),
        ({IDS[DEPARTMENT]}, date(2020, 2, 1), third),
        (set(), None, third),
        ({IDS[DEPARTMENT]}, None, fourth),
    ):
        tree = Tree(tree.all())
        tree.set_summary_duty(IDS[DEPARTMENT], None, first_round)
        tree.settle_summaries(with_unit, on)
        since.append(tree.agency(IDS[DEPARTMENT]).owes_summaries_since)

    assert since == [first, second, second, None, fourth]


@pytest.mark.rule("SUM-0")
def test_when_a_ministry_becomes_something_else_each_below_it_is_told_for_itself() -> None:
    before = a_ministry_with_three_below()
    owing(before, DEPARTMENT, ENTERPRISE)
    tree = Tree(before.all())

    tree.update(IDS[MINISTRY], details("M", kind=AgencyKind.PUBLIC_ORGANISATION))

    assert owing(tree, DEPARTMENT, ENTERPRISE) == set()
    assert [(each.act, each.agencies) for each in tree.happenings] == [
        (TreeAct.UPDATE, (IDS[MINISTRY],)),
        (TreeAct.OWE_SUMMARIES, (IDS[DEPARTMENT],)),
        (TreeAct.OWE_SUMMARIES, (IDS[ENTERPRISE],)),
    ]
    assert {agency.version for agency in tree.changed()} == {3}


@pytest.mark.rule("SUM-0")
def test_whoever_a_move_takes_along_is_told_with_the_move_and_not_again() -> None:
    tree = a_ministry_with_three_below()
    tree.create(IDS[5], IDS[0], details("A5"), DAY)
    tree = Tree(tree.all())

    tree.update(IDS[DEPARTMENT], details("D", kind=AgencyKind.MINISTRY))
    tree.move(IDS[DEPARTMENT], IDS[5])

    assert owing(tree, OFFICE) == {MINISTRY, DEPARTMENT, OFFICE}
    assert [each.act for each in tree.happenings] == [TreeAct.UPDATE, TreeAct.MOVE, TreeAct.OWE_SUMMARIES]
    assert tree.happenings[-1].agencies == (IDS[MINISTRY],)


numbers = st.integers(0, SIZE - 1)
trees = st.tuples(*(st.integers(0, number - 1) for number in range(1, SIZE))).map(
    lambda parents: dict(enumerate(parents, start=1))
)
kinds = st.sampled_from([kind for kind in AgencyKind if kind is not AgencyKind.COUNTRY])
acts = st.lists(
    st.one_of(
        st.tuples(st.just("kind"), numbers, kinds),
        st.tuples(st.just("move"), numbers, numbers),
        st.tuples(st.just("close"), numbers, st.none()),
        st.tuples(st.just("set"), numbers, st.sampled_from([None, OWES, OWES_NOT])),
    ),
    max_size=10,
)


def do(tree: Tree, act: str, number: int, to: object) -> None:
    """What the law refuses does not happen."""
    agency_id = IDS[number]
    try:
        if act == "kind" and isinstance(to, AgencyKind) and number:
            tree.update(agency_id, details(f"A{number}", kind=to))
        elif act == "move" and isinstance(to, int):
            tree.move(agency_id, IDS[to])
        elif act == "close":
            tree.close(agency_id, DAY)
        elif act == "set":
            tree.set_summary_duty(agency_id, to if isinstance(to, SummarySetting) else None, None)
    except ServiceError:
        pass


def naively_owes(agency: Agency, tree: Tree, with_unit: set[int]) -> bool:
    """The sentences of the law, one after the other."""
    if agency.closed_on or agency.id == IDS[0]:
        return False
    if agency.summary_setting:
        return agency.summary_setting == OWES
    is_ministry = agency.details.kind == AgencyKind.MINISTRY
    above = tree.agency(agency.path[-2]).details.kind
    return is_ministry or (above == AgencyKind.MINISTRY and IDS.index(agency.id) in with_unit)


@pytest.mark.rule("SUM-0")
@given(parents=trees, first=acts, units=st.sets(numbers), then=acts, units_then=st.sets(numbers))
def test_after_any_acts_the_answer_is_the_laws_and_each_change_of_it_is_told_exactly_once(
    parents: dict[int, int], first: list[tuple[str, int, object]], units: set[int],
    then: list[tuple[str, int, object]], units_then: set[int],
) -> None:  # fmt: skip
    earlier = tree_of(parents)
    for act in first:
        do(earlier, *act)
    owing(earlier, *units)
    tree = Tree(earlier.all())
    for act in then:
        do(tree, *act)

    owing(tree, *units_then)

    for agency in tree.all():
        assert agency.owes_summaries == naively_owes(agency, tree, units_then)
    changed = {agency.id for agency in tree.changed()}
    told = Counter(each for happening in tree.happenings for each in {*happening.agencies, *happening.carried})
    assert changed <= set(told)
    settled = [each for happening in tree.happenings if happening.act is TreeAct.OWE_SUMMARIES
               for each in happening.agencies]  # fmt: skip
    assert all(told[each] == 1 for each in settled)
    assert all(agency.version == earlier.agency(agency.id).version + 1 for agency in tree.changed())
