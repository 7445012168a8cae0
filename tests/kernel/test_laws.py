"""Laws of both readings, attacked with generated worlds."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from competency_graph.kernel import Parameters
from tests.engines.worlds import World, worlds

SATISFIES = ("equivalent", "exceeds")


def verdict(world: World, a: str, b: str, reading: int) -> str:
    return world.kernel_pairs()[a, b][reading]


@given(worlds(1))
def test_every_statement_is_equivalent_to_itself_in_both_readings(world):
    assert world.kernel_pairs()["s0", "s0"] == ("equivalent", "equivalent")


@given(worlds(3))
@settings(max_examples=300)
def test_strict_satisfaction_is_transitive(world):
    pairs = world.kernel_pairs()
    if pairs["s0", "s1"][0] in SATISFIES and pairs["s1", "s2"][0] in SATISFIES:
        assert pairs["s0", "s2"][0] in SATISFIES


@given(worlds(2))
@settings(max_examples=300)
def test_strict_satisfaction_implies_substantial(world):
    strict, substantial = world.kernel_pairs()["s0", "s1"]
    if strict in SATISFIES:
        assert substantial in SATISFIES


@given(worlds(2))
@settings(max_examples=300)
def test_at_full_threshold_both_readings_satisfy_alike(world):
    full = dataclasses.replace(world, parameters=Parameters(100, world.parameters.overlap))
    strict, substantial = full.kernel_pairs()["s0", "s1"]
    assert (strict in SATISFIES) == (substantial in SATISFIES)


@given(worlds(2), st.data())
def test_demanding_more_never_loses_strict_satisfaction(world, data):
    added = data.draw(st.sampled_from(sorted(world.elements)))
    if any(d.element == added for d in world.statements["s0"]):
        return
    more = (*world.statements["s0"], dataclasses.replace(world.statements["s1"][0], element=added))
    richer = dataclasses.replace(world, statements={**world.statements, "s0": more})
    if verdict(world, "s0", "s1", 0) in SATISFIES:
        assert verdict(richer, "s0", "s1", 0) in SATISFIES


@given(worlds(3))
@settings(max_examples=200)
def test_a_larger_union_never_covers_less(world):
    small = dataclasses.replace(world, unions={"u": ("s0",)}).kernel_unions()["u", "s2"]
    large = dataclasses.replace(world, unions={"u": ("s0", "s1")}).kernel_unions()["u", "s2"]
    order = ("none", "partial", "full")
    assert all(order.index(a) <= order.index(b) for a, b in zip(small, large, strict=True))


@given(worlds(2))
@settings(max_examples=200)
def test_verdicts_read_backwards_are_mirrored(world):
    mirror = {"exceeds": "falls-short", "falls-short": "exceeds"}
    pairs = world.kernel_pairs()
    for k in (0, 1):
        forward, backward = pairs["s0", "s1"][k], pairs["s1", "s0"][k]
        assert backward == mirror.get(forward, forward)


@given(worlds(2))
def test_a_union_of_one_covers_what_its_statement_satisfies(world):
    alone = dataclasses.replace(world, unions={"u": ("s0",)})
    strict = verdict(alone, "s0", "s1", 0) in SATISFIES
    assert (alone.kernel_unions()["u", "s1"][0] == "full") == strict
