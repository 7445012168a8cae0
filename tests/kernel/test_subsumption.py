import itertools

import numpy as np
import pytest

from competency_graph.kernel import Hierarchy, Parameters, carry, compare_among, compare_blocks, compare_pairs, cover
from competency_graph.kernel.carriage import level_mask
from tests.engines.worlds import random_arrays, random_world


def closure_of_random_elements(seed: int = 3) -> Hierarchy:
    rng = np.random.default_rng(seed)
    rows: list[list[int]] = []
    for e in range(250):
        broader = set(rng.choice(e, min(e, int(rng.integers(0, 3))), replace=False).tolist()) if e else set()
        rows.append(sorted({e}.union(*(rows[b] for b in broader))))
    indptr = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
    return Hierarchy(indptr, np.array([x for r in rows for x in r]), rng.integers(1, 4, 250))


def test_a_mask_is_a_subset_exactly_where_both_ranks_are_at_most_as_high():
    ranks = list(itertools.product(range(1, 5), repeat=2))
    masks = {r: int(level_mask(*r)[0]) for r in ranks}
    for low, high in itertools.product(ranks, repeat=2):
        subset = masks[low] & masks[high] == masks[low]
        assert subset == (low[0] <= high[0] and low[1] <= high[1])


@pytest.mark.parametrize("levels", [(5, 1), (0, 1), (-1, 2)])
def test_ranks_outside_the_scales_are_refused(levels):
    with pytest.raises(ValueError, match="ranks are 1 to 4"):
        level_mask(*levels)


@pytest.mark.parametrize("parameters", [(0, 25), (65, 0), (101, 25)])
def test_parameters_outside_per_cent_are_refused(parameters):
    with pytest.raises(ValueError, match="per cent"):
        Parameters(*parameters)


def test_the_compiled_loop_equals_the_sparse_products():
    pytest.importorskip("numba")
    h, p = closure_of_random_elements(), Parameters(65, 25)
    a, b = carry(random_arrays(1, 400), h), carry(random_arrays(2, 300), h)
    slow, fast = ([*compare_blocks(a, b, h, p, cells=30_000, compiled=c)] for c in (False, True))
    assert len(slow) == len(fast) == 4
    for x, y in zip(slow, fast, strict=True):
        assert np.array_equal(x.strict, y.strict)
        assert np.array_equal(x.substantial, y.substantial)
        assert np.array_equal(x.shared, y.shared)
    assert len(np.unique(np.concatenate([v.substantial for v in fast]))) >= 4


@pytest.mark.parametrize("compiled", [False, True])
def test_comparing_statements_among_themselves_gives_the_upper_triangle(compiled):
    if compiled:
        pytest.importorskip("numba")
    h, p = closure_of_random_elements(), Parameters(65, 25)
    a = carry(random_arrays(4, 150), h)
    whole = compare_pairs(a, a, h, p)
    seen = 0
    for low, v in compare_among(a, h, p, cells=6_000, compiled=compiled):
        high = low + len(v.strict)
        seen += high - low
        assert np.array_equal(v.strict, whole.strict[low:high, low:])
        assert np.array_equal(v.substantial, whole.substantial[low:high, low:])
        assert np.array_equal(v.shared, whole.shared[low:high, low:])
    assert seen == 150


def test_the_compiled_loop_refuses_statements_too_large_for_its_counters():
    pytest.importorskip("numba")
    h = Hierarchy(np.arange(301), np.arange(300), np.ones(300, dtype=np.int64))
    from competency_graph.kernel import Demands

    many = Demands(np.array([0, 300]), np.arange(300), level_mask([3] * 300, [2] * 300), np.zeros(300, dtype=bool))
    c = carry(many, h)
    with pytest.raises(OverflowError, match="compiled=False"):
        list(compare_blocks(c, c, h, Parameters(65, 25), compiled=True))
    assert compare_pairs(c, c, h, Parameters(65, 25)).strict.tolist() == [[4]]


def test_a_statement_carries_the_highest_level_at_which_an_element_is_implied():
    from competency_graph.model import Demand, Element
    from competency_graph.recognition import Arrays

    elements = {
        "low": Element("low", {}, "", (), "Skill", 1),
        "high": Element("high", {}, "", ("low",), "Skill", 1),
    }
    arrays = Arrays.of(elements.values())
    c = arrays.carry([[Demand("low", 1, 2), Demand("high", 3, 2)]])
    carried = dict(zip([arrays.names[e] for e in c.element], c.mask.tolist(), strict=True))
    assert carried["low"] == int(level_mask(3, 2)[0])


def test_criteria_without_level_meet_each_other_and_are_met_by_any_level():
    from competency_graph.model import Demand, Element
    from competency_graph.recognition import Arrays

    arrays = Arrays.of([Element("x", {}, "", (), "CriterionElement", 1)])
    c = arrays.carry([[Demand("x", 0, 0)], [Demand("x", 3, 2)]])
    assert compare_pairs(c, c, arrays.hierarchy, Parameters(65, 25)).strict.tolist() == [[4, 2], [3, 4]]


def test_weights_decide_coverage_by_integers_only():
    # 65 % of 20 is 13: shared weight 13 is enough, 12 is not. Two of three are more than half, which is needed too.
    from competency_graph.model import Demand, Element
    from competency_graph.recognition import Arrays

    def verdict(heavy: int) -> int:
        weights = {"a": heavy - 1, "b": 1, "c": 20 - heavy}
        arrays = Arrays.of([Element(name, {}, "", (), "Skill", weight) for name, weight in weights.items()])
        demands = [Demand(name, 3, 2) for name in weights]
        c = arrays.carry([demands[:2], demands])
        return int(compare_pairs(c, c, arrays.hierarchy, Parameters(65, 25)).substantial[0, 1])

    assert (verdict(13), verdict(12)) == (4, 2)


def test_empty_sides_give_empty_verdicts():
    arrays = random_world(0).arrays
    none, one = arrays.carry([]), arrays.carry([random_world(0).statements["s0"]])
    assert compare_pairs(none, one, arrays.hierarchy, Parameters(65, 25)).strict.shape == (0, 1)
    assert compare_pairs(one, none, arrays.hierarchy, Parameters(65, 25)).strict.shape == (1, 0)


@pytest.mark.parametrize("compiled", [False, True])
def test_half_of_what_a_statement_names_is_not_enough_however_heavy(compiled):
    from competency_graph.model import Demand, Element
    from competency_graph.recognition import Arrays

    if compiled:
        pytest.importorskip("numba")
    arrays = Arrays.of([Element("a", {}, "", (), "Skill", 99), Element("b", {}, "", (), "Skill", 1)])
    c = arrays.carry([[Demand("a", 3, 2)], [Demand("a", 3, 2), Demand("b", 3, 2)]])
    blocks = list(compare_blocks(c, c, arrays.hierarchy, Parameters(65, 25), compiled=compiled))
    assert [v.substantial.tolist() for v in blocks] == [[[4, 2], [3, 4]]]
    assert cover(c.rows(0, 1), c.rows(1, 2), arrays.hierarchy, Parameters(65, 25)).substantial.tolist() == [1]
