"""Kernel, SPARQL and HermiT give identical verdicts, on shipped and on random data."""

import dataclasses

import pytest

from competency_graph.kernel import Parameters
from competency_graph.model import Demand
from competency_graph.queries import find_queries
from competency_graph.recognition.arrays import Arrays
from competency_graph.vocabulary import statement_iri
from tests.engines.worlds import World, random_world

RULES = {q.name: q.text for q in find_queries("construct")}


def construct(store, rule, strip=""):
    return {(s.removeprefix(strip), o.removeprefix(strip)) for s, _, o in store.construct(RULES[rule])}


def sparql_pairs(store, names):
    """Return what the construct rules say of every pair, in the words of the kernel."""

    def verdicts(satisfies, overlaps):
        found = {}
        for a in names:
            for b in names:
                forward, backward = (a == b or (a, b) in satisfies), (a == b or (b, a) in satisfies)
                related = a == b or (a, b) in overlaps
                found[a, b] = (
                    "equivalent"
                    if forward and backward
                    else "exceeds"
                    if forward
                    else "falls-short"
                    if backward
                    else "overlaps"
                    if related
                    else "unrelated"
                )
        return found

    strict = verdicts(construct(store, "strict-satisfaction"), construct(store, "strict-overlap"))
    substantial = verdicts(construct(store, "substantial-satisfaction"), construct(store, "substantial-overlap"))
    return {pair: (strict[pair], substantial[pair]) for pair in strict}


def check_sparql(world: World, capsys, what: str):
    store = world.store()
    names = [f"https://example.org/statement/{n}" for n in world.statements]
    by_iri = {tuple(f"https://example.org/statement/{n}" for n in pair): v for pair, v in world.kernel_pairs().items()}
    assert by_iri == sparql_pairs(store, names)
    strict, substantial = construct(store, "strict-coverage"), construct(store, "substantial-coverage")
    unions = world.kernel_unions()
    for (union, name), (s, t) in unions.items():
        pair = (f"https://example.org/statement/{name}", f"https://example.org/union/{union}")
        assert ((s == "full"), (t == "full")) == (pair in strict, pair in substantial)
    with capsys.disabled():
        print(
            f"\n  {what}: SPARQL equals kernel on {len(by_iri)} pairs, {len(unions)} unions, both readings",
            end="",
        )


def check_hermit(world: World, capsys, what: str):
    from competency_graph.reasoning import classify

    unions = {f"union/{u}": members for u, members in world.unions.items()}
    proved = classify(world.elements, world.statements, unions)
    pairs = world.kernel_pairs()
    assert {pair: v[0] for pair, v in pairs.items()} == {pair: proved.verdict(*pair) for pair in pairs}
    covered = world.kernel_unions()
    assert {k: v[0] == "full" for k, v in covered.items()} == {
        (u, s): proved.satisfies(f"union/{u}", s) for u, s in covered
    }
    with capsys.disabled():
        print(
            f"\n  {what}: HermiT equals kernel on {len(pairs)} pairs, {len(covered)} unions, strict reading",
            end="",
        )


@pytest.fixture(scope="module")
def shipped(graph) -> World:
    c = graph.catalogue
    statements = {s.id: s.demands for s in c.statements.values() if s.demands}
    unions = {p.id: tuple(s for s in p.statements if s in statements) for p in c.profiles.values()}
    parameters = Parameters(c.parameters.theta, c.parameters.overlap)
    return World(dict(c.elements), statements, {u: m for u, m in unions.items() if m}, parameters)


@pytest.mark.parametrize("seed", range(6))
def test_sparql_equals_kernel_on_random_data(seed, capsys):
    check_sparql(random_world(seed), capsys, f"random {seed}")


@pytest.mark.parametrize("seed", range(6))
def test_hermit_equals_kernel_on_random_data(seed, java, capsys):
    check_hermit(random_world(seed), capsys, f"random {seed}")


def test_hermit_equals_kernel_on_shipped_data(shipped, java, capsys):
    check_hermit(shipped, capsys, "shipped")


def test_sparql_equals_kernel_on_the_shipped_store(graph, shipped, capsys):
    iri = {s.id: s.iri for s in graph.catalogue.statements.values()}
    by_iri = {(iri[a], iri[b]): v for (a, b), v in shipped.kernel_pairs().items()}
    assert by_iri == sparql_pairs(graph.store, [iri[s] for s in shipped.statements])
    strict, substantial = (
        construct(graph.store, "strict-coverage"),
        construct(graph.store, "substantial-coverage"),
    )
    profiles = {p.id: p.iri for p in graph.catalogue.profiles.values()}
    unions = shipped.kernel_unions()
    for (union, name), (s, t) in unions.items():
        pair = (iri[name], profiles[union])
        assert ((s == "full"), (t == "full")) == (pair in strict, pair in substantial)
    with capsys.disabled():
        print(
            f"\n  shipped: SPARQL equals kernel on {len(by_iri)} pairs, {len(unions)} unions, both readings",
            end="",
        )


def test_inferred_graphs_hold_what_the_rules_construct(graph):
    for rule, name in (
        ("strict-satisfaction", "strictlySatisfies"),
        ("substantial-satisfaction", "substantiallySatisfies"),
    ):
        constructed = {(s, o) for s, _, o in graph.store.construct(RULES[rule])}
        rows = graph.store.select(
            f"PREFIX cg: <https://w3id.org/competency-graph/ontology/> SELECT ?s ?o WHERE {{ ?s cg:{name} ?o }}"
        )
        assert {(r["s"], r["o"]) for r in rows} == constructed


def drop_link(world: World, narrow: str, broad: str) -> World:
    element = world.elements[narrow]
    kept = dataclasses.replace(element, implies=tuple(b for b in element.implies if b != broad))
    return dataclasses.replace(world, elements={**world.elements, narrow: kept})


def move_level(world: World, statement: str) -> World:
    lower = tuple(dataclasses.replace(d, complexity=1) for d in world.statements[statement])
    return dataclasses.replace(world, statements={**world.statements, statement: lower})


def restrict(world: World, *slugs: str) -> World:
    kept = {s: d for s, d in world.statements.items() if s.split(":")[0] in slugs}
    safe = {s.replace(":", "-"): d for s, d in kept.items()}
    unions = {
        u.replace("/", "-"): tuple(m.replace(":", "-") for m in ms)
        for u, ms in world.unions.items()
        if u.split("/")[0] in slugs
    }
    return World(world.elements, safe, unions, world.parameters)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda w: drop_link(w, "evaluate-societal-impact", "consider-societal-aspects"),
            id="one broader link dropped",
        ),
        pytest.param(lambda w: move_level(w, "gapc-4-WA7"), id="one level moved"),
    ],
)
def test_a_change_of_data_changes_all_engines_alike(change, shipped, java, capsys):
    before = restrict(shipped, "gapc-4", "ceeaa-2024", "ca-ceab")
    after = change(before)
    assert before.kernel_pairs() != after.kernel_pairs()
    check_sparql(after, capsys, "changed")
    check_hermit(after, capsys, "changed")


def test_two_clauses_that_together_cover_a_third_are_found():
    # No mapping of one to one can say this: neither half satisfies the whole.
    elements = random_world(0).elements
    a, b = [n for n, e in elements.items() if not e.is_grouping][:2]
    world = World(
        elements,
        {"half": (Demand(a, 3, 2),), "rest": (Demand(b, 3, 2),), "whole": (Demand(a, 3, 2), Demand(b, 3, 2))},
        {"both": ("half", "rest")},
    )
    assert world.kernel_pairs()["half", "whole"][0] in ("falls-short", "overlaps")
    assert world.kernel_unions()["both", "whole"][0] == "full"


def test_a_level_of_one_clause_is_not_lent_to_the_element_of_another():
    elements = random_world(0).elements
    a, b = [n for n, e in elements.items() if not e.is_grouping and not e.implies][:2]
    world = World(
        elements,
        {"low": (Demand(a, 1, 1),), "high": (Demand(b, 4, 4),), "asked": (Demand(a, 4, 4),)},
        {"both": ("low", "high")},
    )
    assert world.kernel_unions()["both", "asked"][0] == "none"


def test_statement_iris_are_those_of_the_store(graph):
    assert graph.catalogue.statements["gapc-4:WA1"].iri == statement_iri("gapc-4", "WA1")


def test_arrays_refuse_a_circle():
    elements = random_world(1).elements
    first = dataclasses.replace(elements["e0"], implies=("e5",))
    fifth = dataclasses.replace(elements["e5"], implies=("e0",))
    with pytest.raises(Exception, match="in a circle"):
        Arrays.of({**elements, "e0": first, "e5": fifth}.values())
