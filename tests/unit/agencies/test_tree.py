"""The law of the tree, held against a naive model of it."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.domain.errors import AgencyIsClosed, OpenAgenciesBelow, RootStays, WouldBeCircle
from agencies.domain.terms import AgencyKind
from agencies.domain.tree import TreeAct
from tests.unit.agencies.small_trees import IDS, SIZE, details, tree_of


def naive_path(agency: int, parents: dict[int, int]) -> tuple[UUID, ...]:
    """Nothing but walking up."""
    return (IDS[0],) if agency == 0 else (*naive_path(parents[agency], parents), IDS[agency])


def is_below(agency: int, top: int, parents: dict[int, int]) -> bool:
    while agency != top and agency != 0:
        agency = parents[agency]
    return agency == top


trees = st.tuples(*(st.integers(0, number - 1) for number in range(1, SIZE))).map(
    lambda parents: dict(enumerate(parents, start=1))
)
moves = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=12)


@pytest.mark.rule("ORG-3")
@given(parents=trees, moves=moves)
def test_after_any_moves_every_path_is_the_way_up_that_a_naive_model_walks(
    parents: dict[int, int], moves: list[tuple[int, int]]
) -> None:
    tree = tree_of(parents)
    for child, to in moves:
        if child == 0:
            with pytest.raises(RootStays):
                tree.move(IDS[child], IDS[to])
        elif is_below(to, child, parents):
            with pytest.raises(WouldBeCircle):
                tree.move(IDS[child], IDS[to])
        else:
            tree.move(IDS[child], IDS[to])
            parents[child] = to
        assert {agency.id: agency.path for agency in tree.all()} == {
            IDS[number]: naive_path(number, parents) for number in range(SIZE)
        }


@pytest.mark.rule("ORG-3")
@given(parents=trees, child=st.integers(1, SIZE - 1), to=st.integers(0, SIZE - 1))
def test_a_move_tells_of_every_agency_below_it_and_of_no_other(parents: dict[int, int], child: int, to: int) -> None:
    if is_below(to, child, parents) or parents[child] == to:
        return
    tree = tree_of(parents)

    moved = tree.move(IDS[child], IDS[to])

    below = {IDS[number] for number in range(1, SIZE) if is_below(number, child, parents)}
    assert {agency.id for agency in moved} == below
    [happening] = tree.happenings
    assert (happening.act, happening.agencies, set(happening.carried)) == (TreeAct.MOVE, (IDS[child],), below)
    assert {agency.version for agency in moved} == {2}


@given(parents=trees, swapped=st.permutations(range(1, SIZE)))
def test_moving_many_at_once_asks_only_for_the_tree_that_results(parents: dict[int, int], swapped: list[int]) -> None:
    """Places are exchanged as a whole: on the way there one by one, circles would come and go."""
    place = dict(enumerate(swapped, start=1)) | {0: 0}
    after = {place[child]: place[parent] for child, parent in parents.items()}
    tree = tree_of(parents)

    tree.replant({IDS[child]: IDS[parent] for child, parent in after.items()})

    assert {agency.id: agency.path for agency in tree.all()} == {
        IDS[number]: naive_path(number, after) for number in range(SIZE)
    }


@pytest.mark.rule("ORG-3")
def test_an_agency_closes_only_when_nothing_below_it_is_open_and_the_refusal_names_what_is() -> None:
    tree = tree_of({1: 0, 2: 1, 3: 2, 4: 1})
    with pytest.raises(OpenAgenciesBelow, match=r"3 agencies below it are still open: A2, A4, A3"):
        tree.close(IDS[1], date(2020, 7, 15))
    for agency in (3, 2, 4, 1):
        tree.close(IDS[agency], date(2020, 7, 15))
    assert tree.agency(IDS[1]).closed_on == date(2020, 7, 15)


@pytest.mark.rule("ORG-3")
def test_nothing_is_made_moved_or_changed_at_a_closed_agency() -> None:
    tree = tree_of({1: 0, 2: 0})
    tree.close(IDS[1], date(2020, 7, 15))
    with pytest.raises(AgencyIsClosed):
        tree.create(IDS[3], IDS[1], details("A3"), date(2020, 7, 15))
    with pytest.raises(AgencyIsClosed):
        tree.move(IDS[2], IDS[1])
    with pytest.raises(AgencyIsClosed):
        tree.move(IDS[1], IDS[2])
    with pytest.raises(AgencyIsClosed):
        tree.update(IDS[1], details("A1", acoc=True))
    with pytest.raises(AgencyIsClosed):
        tree.appoint_head(IDS[1], UUID(int=99))


@pytest.mark.rule("ORG-1")
def test_a_code_belongs_to_one_agency_and_there_is_one_country() -> None:
    tree = tree_of({1: 0, 2: 0})
    assert [fault.field for fault in tree.faults_of(details("A1"), None)] == ["details.code"]
    assert [fault.field for fault in tree.faults_of(details("A1"), IDS[2])] == ["details.code"]
    assert tree.faults_of(details("A1"), IDS[1]) == []
    second = details("XX", kind=AgencyKind.COUNTRY)
    assert [(fault.field, fault.rule) for fault in tree.faults_of(second, None)] == [("details.kind", "ORG-1")]


def test_what_changes_nothing_leaves_no_trace() -> None:
    tree = tree_of({1: 0})
    tree.update(IDS[1], tree.agency(IDS[1]).details)
    tree.move(IDS[1], IDS[0])
    tree.appoint_head(IDS[1], None)
    assert tree.happenings == []
    assert tree.changed() == []
