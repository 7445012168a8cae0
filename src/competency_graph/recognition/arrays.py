"""From the values of the graph to the arrays of the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from competency_graph.errors import InvalidDataError
from competency_graph.kernel import Carriage, Demands, Hierarchy, carry
from competency_graph.kernel.carriage import level_mask
from competency_graph.model import Demand, Element


@dataclass(frozen=True)
class Arrays:
    """The element hierarchy as arrays, with the names of the elements in order."""

    names: tuple[str, ...]
    index: Mapping[str, int]
    hierarchy: Hierarchy
    closure: Mapping[str, frozenset[str]]

    def weight(self, name: str) -> int:
        """Return how much an element counts."""
        return int(self.hierarchy.weight[self.index[name]])

    @classmethod
    def of(cls, elements: Iterable[Element]) -> Arrays:
        """Return the arrays of *elements*; raises InvalidDataError where they imply each other in a circle."""
        by_name = {e.name: e for e in elements}
        names = tuple(sorted(by_name))
        index = {name: i for i, name in enumerate(names)}
        closure = _closures(by_name)
        rows = [sorted(index[x] for x in closure[name]) for name in names]
        return cls(
            names,
            index,
            Hierarchy(
                np.concatenate([[0], np.cumsum([len(r) for r in rows])]).astype(np.int64),
                np.array([x for r in rows for x in r], dtype=np.int64),
                np.array([by_name[n].weight for n in names], dtype=np.int64),
            ),
            closure,
        )

    def carry(self, demands: Sequence[Sequence[Demand]]) -> Carriage:
        """Return what statements with these demands carry, one row a statement."""
        flat = [d for row in demands for d in row]
        return carry(
            Demands(
                np.concatenate([[0], np.cumsum([len(row) for row in demands])]).astype(np.int64),
                np.array([self.index[d.element] for d in flat], dtype=np.int64),
                level_mask([d.complexity for d in flat], [d.autonomy for d in flat])
                if flat
                else np.zeros(0, dtype=np.uint32),
                np.array([d.is_essential for d in flat], dtype=np.bool_),
            ),
            self.hierarchy,
        )


def find_cycle(elements: Mapping[str, Element]) -> list[str]:
    """Return elements that imply each other in a circle, or nothing.

    >>> loop = {n: Element(n, {}, "", (b,), "Skill", 1) for n, b in [("a", "b"), ("b", "a")]}
    >>> sorted(find_cycle(loop))
    ['a', 'b']
    """
    graph = nx.DiGraph((e.name, b) for e in elements.values() for b in e.implies)
    try:
        return [edge[0] for edge in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return []


def _closures(elements: Mapping[str, Element]) -> dict[str, frozenset[str]]:
    if cycle := find_cycle(elements):
        raise InvalidDataError([f"the elements {' → '.join([*cycle, cycle[0]])} imply each other in a circle"])
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(elements)
    graph.add_edges_from((e.name, b) for e in elements.values() for b in e.implies if b in elements)
    full: dict[str, frozenset[str]] = {}
    for name in reversed(list(nx.topological_sort(graph))):
        full[name] = frozenset({name}).union(*(full[b] for b in graph.successors(name)))
    real = {name for name, e in elements.items() if not e.is_grouping}
    return {name: (own & real) | ({name} & real) for name, own in full.items()}
