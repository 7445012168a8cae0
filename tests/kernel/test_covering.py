"""The least effort that covers needs, compared with trying every subset."""

import itertools
import random

import pytest

from competency_graph.errors import SolverError
from competency_graph.kernel.covering import Covering, find_choices, find_coverable, put_in_order


def by_brute_force(problem, how_many):
    """Every subset that can be taken and covers most; those that contain no other such one, best first."""
    n = len(problem.effort)
    valid = []
    for size in range(1, n + 1):
        for members in itertools.combinations(range(n), size):
            takeable = set()
            while more := {
                m for m in members if m not in takeable and all(set(r) & takeable for r in problem.requires[m])
            }:
                takeable |= more
            cost = sum(problem.cost[m] for m in members) if problem.budget is not None else 0
            if len(takeable) == size and (problem.budget is None or cost <= problem.budget):
                valid.append((members, sum(bool(set(c) & set(members)) for c in problem.closers)))
    most = max((covered for _, covered in valid), default=0)
    best = [set(members) for members, covered in valid if covered == most and most]
    minimal = [b for b in best if not any(other < b for other in best)]
    ranked = sorted((sum(problem.effort[m] for m in b), len(b), tuple(sorted(b))) for b in minimal)
    return [(effort, members) for effort, _, members in ranked[:how_many]]


def generate(seed):
    rnd = random.Random(seed)
    n, needs = rnd.randint(1, 8), rnd.randint(1, 5)
    pick = lambda k: tuple(sorted(rnd.sample(range(n), min(n, k))))  # noqa: E731
    requires = tuple(tuple(pick(rnd.randint(0, 2)) for _ in range(rnd.choice((0, 0, 1, 2)))) for _ in range(n))
    return Covering(
        effort=tuple(rnd.choice((1, 2, 2, 3, 5, 750)) for _ in range(n)),
        closers=tuple(pick(rnd.randint(0, 3)) for _ in range(needs)),
        requires=requires,
        cost=tuple(rnd.randint(0, 4) for _ in range(n)),
        budget=rnd.choice((None, None, 3, 6)),
    )


@pytest.mark.parametrize("block", range(8))
def test_the_best_choices_are_those_that_trying_everything_finds(block):
    several = circular = 0
    for seed in range(block * 40, block * 40 + 40):
        problem = generate(seed)
        found = [(c.effort, tuple(sorted(c.members))) for c in find_choices(problem, 4)]
        assert found == by_brute_force(problem, 4), (seed, problem)
        several += len(found) > 1
        circular += len(put_in_order(problem, range(len(problem.effort)))) < len(problem.effort)
    assert several >= 5  # the cases are no trivial ones
    assert circular >= 5


def test_what_only_supports_each_other_in_a_circle_is_never_chosen():
    # 0 and 1 require each other, and 2 opens the way in at a high effort.
    circle = Covering((1, 1, 50, 60), ((0, 3),), (((1,),), ((0, 2),), (), ()))
    assert [c.members for c in find_choices(circle, 3)] == [(2, 1, 0), (3,)]


def test_equal_efforts_are_told_apart_by_number_of_members_then_by_their_numbers():
    ties = Covering((2, 1, 1, 2, 1), ((0, 1, 3, 4), (0, 2, 3)), ((),) * 5)
    assert [c.members for c in find_choices(ties, 9)] == [(0,), (3,), (1, 2), (2, 4)]


def test_members_come_in_an_order_in_which_they_can_be_taken():
    chain = Covering((1, 1, 1), ((0,),), (((1,),), ((2,),), ()))
    assert find_choices(chain, 1)[0].members == (2, 1, 0)


def test_a_need_that_nothing_covers_is_left_and_the_rest_is_covered():
    problem = Covering((3, 4), ((), (0,), (1,)), ((), ((),)))
    assert find_coverable(problem) == (1,)
    assert [(c.members, c.covers) for c in find_choices(problem, 2)] == [((0,), (1,))]


def test_a_budget_covers_the_largest_number_that_it_allows():
    problem = Covering((1, 9, 9), ((0,), (1,), (2,)), ((), (), ()), (10, 4, 4), 9)
    assert [c.members for c in find_choices(problem, 2)] == [(1, 2)]
    assert find_choices(Covering((1,), ((0,),), ((),), (10,), 9), 1) == ()


def test_a_thousand_choices_are_solved_and_no_subset_of_them_is_left_idle():
    rnd = random.Random(5)
    n = 1000
    closers = tuple(tuple(sorted(rnd.sample(range(n), 12))) for _ in range(50))
    requires = tuple(((rnd.randrange(n),),) if rnd.random() < 0.2 else () for _ in range(n))
    problem = Covering(tuple(rnd.randint(4, 120) for _ in range(n)), closers, requires)
    found = find_choices(problem, 3)  # raises SolverError where optimality is not proved
    assert len(found) == 3
    assert [c.effort for c in found] == sorted(c.effort for c in found)
    for choice in found:
        assert choice.covers == tuple(range(50))
        for left_out in choice.members:
            rest = put_in_order(problem, [m for m in choice.members if m != left_out])
            assert not all(set(c) & set(rest) for c in closers)


def test_costs_of_millions_in_cents_are_kept_within_the_budget_exactly():
    cents = 100
    cost = (9_000_000 * 10_000, 5_000_000 * 10_000 + cents, 5_000_000 * 10_000)
    problem = Covering((1, 1, 3), ((0, 1), (0, 2)), ((), (), ()), cost, 10_000_000 * 10_000)
    assert [c.members for c in find_choices(problem, 1)] == [(0,)]
    # Both cost one part more than the budget, which is less than the solver tells apart.
    near = Covering(
        (3, 2, 2, 1), ((3,), (0, 1), (2, 3), (0,)), ((),) * 4, (2631255, 2301600, 2475632, 2358421), 4989675
    )
    assert [(c.effort, tuple(sorted(c.members))) for c in find_choices(near, 1)] == by_brute_force(near, 1)
    tight = Covering((1, 1), ((0,), (1,)), ((), ()), cost[1:], sum(cost[1:]) - cents)
    assert [c.covers for c in find_choices(tight, 1)] == [(0,)]


@pytest.mark.parametrize(
    "problem",
    [
        Covering((10**11, 10**11 + 1), ((0, 1),), ((), ())),
        Covering((1, 1), ((0,), (1,)), ((), ()), (9659454037, 52997894006), 63108153273),
        Covering((10**400, 10**400 + 1), ((0, 1),), ((), ())),
    ],
)
def test_numbers_that_the_solver_cannot_tell_apart_are_refused(problem):
    with pytest.raises(SolverError, match="too large, or too finely divided"):
        find_choices(problem, 1)
