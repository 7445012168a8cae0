"""Small worlds of elements and statements for the engines, and their triples."""

import random
from dataclasses import dataclass, field

import numpy as np
import pyoxigraph as ox
from hypothesis import strategies as st

from competency_graph.kernel import Parameters, compare_pairs, cover
from competency_graph.model import Demand, Element
from competency_graph.recognition import Arrays
from competency_graph.recognition.comparison import COVERAGES, VERDICTS
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import PREFIXES, expand, term

THETA, OVERLAP = 65, 25


@dataclass(frozen=True)
class World:
    """Elements, statements with demands, and unions of statements."""

    elements: dict[str, Element]
    statements: dict[str, tuple[Demand, ...]]
    unions: dict[str, tuple[str, ...]]
    parameters: Parameters = field(default_factory=lambda: Parameters(THETA, OVERLAP))

    @property
    def arrays(self) -> Arrays:
        return Arrays.of(self.elements.values())

    def kernel_pairs(self):
        """Return the verdicts of all pairs, strict and substantial, by names."""
        names, arrays = list(self.statements), self.arrays
        c = arrays.carry([self.statements[n] for n in names])
        v = compare_pairs(c, c, arrays.hierarchy, self.parameters)
        return {
            (a, b): (VERDICTS[v.strict[i, j]], VERDICTS[v.substantial[i, j]])
            for i, a in enumerate(names)
            for j, b in enumerate(names)
        }

    def kernel_unions(self):
        """Return the coverage of all statements by all unions, strict and substantial, by names."""
        names, arrays = list(self.statements), self.arrays
        c = arrays.carry([self.statements[n] for n in names])
        found = {}
        for union, members in self.unions.items():
            r = cover(arrays.carry([self.statements[m] for m in members]), c, arrays.hierarchy, self.parameters)
            for k, name in enumerate(names):
                found[union, name] = (COVERAGES[r.strict[k]], COVERAGES[r.substantial[k]])
        return found

    def store(self) -> EmbeddedStore:
        """Return the world as asserted triples in a store."""
        return EmbeddedStore.in_memory(ox.Quad(*t, ox.NamedNode("https://example.org/graph")) for t in self.triples())

    def triples(self):
        def node(kind, name):
            return ox.NamedNode(f"https://example.org/{kind}/{name}")

        def number(n):
            return ox.Literal(str(n), datatype=ox.NamedNode(expand("xsd:integer")))

        true = ox.Literal("true", datatype=ox.NamedNode(expand("xsd:boolean")))
        rdf_type = ox.NamedNode(PREFIXES["rdf"] + "type")

        def cg(name):
            return ox.NamedNode(term(name))

        yield node("parameters", "p"), rdf_type, cg("ParameterSet")
        yield node("parameters", "p"), cg("coverageThreshold"), number(self.parameters.theta)
        yield node("parameters", "p"), cg("overlapLimit"), number(self.parameters.overlap)
        for scale in ("complexity", "autonomy"):
            for rank in range(1, 5):
                yield node(scale, rank), cg("rank"), number(rank)
        for name, e in self.elements.items():
            yield node("element", name), cg("weight"), number(e.weight)
            if e.is_grouping:
                yield node("element", name), cg("isGrouping"), true
            for b in e.implies:
                yield node("element", name), cg("implies"), node("element", b)
        for name, demands in self.statements.items():
            for d in demands:
                demand = node("demand", f"{name}/{d.element}")
                yield demand, cg("isDemandOf"), node("statement", name)
                yield demand, cg("demandsElement"), node("element", d.element)
                if d.complexity:
                    yield demand, cg("hasComplexity"), node("complexity", d.complexity)
                    yield demand, cg("hasAutonomy"), node("autonomy", d.autonomy)
                if d.is_essential:
                    yield demand, cg("isEssential"), true
        for union, members in self.unions.items():
            for m in members:
                yield node("statement", m), cg("isMemberOf"), node("union", union)


def random_world(seed: int, n_elements: int = 30, n_statements: int = 40, n_unions: int = 6) -> World:
    """Return a world with groupings, several broader elements each, and mixed levels within statements."""
    rnd = random.Random(seed)
    elements = {}
    for i in range(n_elements):
        broader = rnd.sample(range(i), min(i, rnd.choice([0, 1, 1, 2]))) if i else []
        grouping = i < 3
        elements[f"e{i}"] = Element(
            f"e{i}", {}, "", tuple(f"e{b}" for b in broader), "Skill", rnd.randint(1, 3), grouping
        )
    real = [n for n, e in elements.items() if not e.is_grouping]
    statements = {}
    for i in range(n_statements):
        chosen = rnd.sample(real, rnd.randint(1, 6))
        criterion = rnd.random() < 0.1
        statements[f"s{i}"] = tuple(
            Demand(e, *((0, 0) if criterion else (rnd.randint(1, 4), rnd.randint(1, 4))), rnd.random() < 0.2)
            for e in chosen
        )
    names = list(statements)
    unions = {f"u{i}": tuple(rnd.sample(names, rnd.randint(1, 6))) for i in range(n_unions)}
    return World(elements, statements, unions, Parameters(rnd.randint(40, 100), rnd.randint(10, 60)))


@st.composite
def worlds(draw, statements: int = 3):
    """Draw small worlds with *statements* statements s0, s1, ..."""
    size = draw(st.integers(2, 7))
    elements = {}
    for i in range(size):
        broader = draw(st.sets(st.integers(0, i - 1), max_size=2)) if i else set()
        elements[f"e{i}"] = Element(
            f"e{i}", {}, "", tuple(f"e{b}" for b in sorted(broader)), "Skill", draw(st.integers(1, 3))
        )
    demand = st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans())
    made = {}
    for k in range(statements):
        chosen = draw(st.dictionaries(st.sampled_from(sorted(elements)), demand, min_size=1, max_size=4))
        made[f"s{k}"] = tuple(Demand(e, c, a, x) for e, (c, a, x) in sorted(chosen.items()))
    theta, overlap = draw(st.integers(1, 100)), draw(st.integers(1, 100))
    return World(elements, made, {}, Parameters(theta, overlap))


def random_arrays(seed: int, statements: int):
    """Return demands of many statements over the shipped size of vocabulary, as arrays."""
    from competency_graph.kernel import Demands
    from competency_graph.kernel.carriage import level_mask

    rng = np.random.default_rng(seed)
    per = rng.integers(1, 9, statements)
    element = np.concatenate([rng.choice(250, k, replace=False) for k in per])
    levels = rng.integers(1, 5, len(element)), rng.integers(1, 5, len(element))
    indptr = np.concatenate([[0], np.cumsum(per)])
    return Demands(indptr, element, level_mask(*levels), rng.random(len(element)) < 0.1)
