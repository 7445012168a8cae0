"""Two editions of one standard: what was kept, reworded, split, merged, added, dropped, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from competency_graph.kernel import Parameters, cover
from competency_graph.model import Catalogue, Profile, Statement, Status, weakest
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import COVERAGES, Comparison, Pair, comparable
from competency_graph.vocabulary import Curie

CHANGES = (
    "kept",
    "reworded",
    "demands-more",
    "demands-less",
    "changed",
    "split",
    "merged",
    "recast",
    "added",
    "dropped",
)


@dataclass(frozen=True)
class Change:
    """What became of some statements: the *old* ones correspond to the *new* ones.

    *gained* and *lost* name the elements that the new ones demand or imply and the old ones did not, and the
    reverse, without those that follow from others in the same list.
    """

    kind: str
    old: tuple[Curie, ...]
    new: tuple[Curie, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    status: Status


@dataclass(frozen=True)
class Turned:
    """A statement of another standard whose coverage by the standard changed with the edition."""

    profile: str
    statement: Curie
    before: str
    after: str


@dataclass(frozen=True)
class EditionDiff:
    """The answer to ``diff A1 A2``."""

    comparison: Comparison
    changes: tuple[Change, ...]
    turned: tuple[Turned, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes there are of each kind."""
        return {kind: sum(c.kind == kind for c in self.changes) for kind in CHANGES}


def diff_editions(catalogue: Catalogue, arrays: Arrays, comparison: Comparison) -> EditionDiff:
    """Return what changed between the source (old) and the target (new) of *comparison*."""
    statements = catalogue.statements
    old = [statements[s.id] for s in comparison.statements if s.side == "source"]
    new = [statements[s.id] for s in comparison.statements if s.side == "target"]
    changes = [_change(a, b, comparison.pairs, arrays) for a, b in _groups(old, new, comparison.pairs)]
    order = {s.id: k for k, s in enumerate([*new, *old])}
    changes.sort(key=lambda c: min(order[x] for x in (*c.new, *c.old)) if c.new else len(order) + order[c.old[0]])
    return EditionDiff(comparison, tuple(changes), tuple(_turned(catalogue, arrays, comparison, old, new)))


def _groups(
    old: Sequence[Statement], new: Sequence[Statement], pairs: Iterable[Pair]
) -> list[tuple[list[Statement], list[Statement]]]:
    """Return the statements that belong together: each with its most similar one of the other edition."""
    nodes = {("old", s.id): s for s in old} | {("new", s.id): s for s in new}
    best: dict[tuple[str, Curie], Pair] = {}
    for pair in pairs:
        if pair.substantial == "unrelated":
            continue
        for node in (("old", pair.source), ("new", pair.target)):
            if node not in best or pair.similarity > best[node].similarity:
                best[node] = pair
    graph: nx.Graph[tuple[str, Curie]] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((("old", p.source), ("new", p.target)) for p in best.values())
    found = []
    for component in nx.connected_components(graph):
        sides = {
            side: [s for (where, i), s in nodes.items() if where == side and (where, i) in component]
            for side in ("old", "new")
        }
        found.append((sides["old"], sides["new"]))
    return found


def _change(old: Sequence[Statement], new: Sequence[Statement], pairs: Iterable[Pair], arrays: Arrays) -> Change:
    before, after = (_carried(side, arrays) for side in (old, new))
    ids = tuple(s.id for s in old), tuple(s.id for s in new)
    return Change(
        _kind(*ids, pairs),
        *ids,
        _top(after - before, arrays),
        _top(before - after, arrays),
        weakest([s.status for s in (*old, *new)]),
    )


def _carried(statements: Iterable[Statement], arrays: Arrays) -> set[str]:
    return {x for s in statements for d in s.demands for x in arrays.closure[d.element]}


def _top(elements: set[str], arrays: Arrays) -> tuple[str, ...]:
    """Return those of *elements* that no other of them implies."""
    return tuple(sorted(e for e in elements if not any(e in arrays.closure[x] for x in elements - {e})))


def _kind(old: tuple[Curie, ...], new: tuple[Curie, ...], pairs: Iterable[Pair]) -> str:
    if not old or not new:
        return "dropped" if old else "added"
    if len(old) > 1 or len(new) > 1:
        return "recast" if len(old) > 1 and len(new) > 1 else "merged" if len(old) > 1 else "split"
    pair = next(p for p in pairs if (p.source, p.target) == (old[0], new[0]))
    if pair.strict == "equivalent":
        return "kept"
    # Read from the old to the new: where the old falls short, the new demands more.
    reading = pair.strict if pair.strict in ("exceeds", "falls-short") else pair.substantial
    return {"equivalent": "reworded", "falls-short": "demands-more", "exceeds": "demands-less"}.get(reading, "changed")


def _turned(
    catalogue: Catalogue, arrays: Arrays, comparison: Comparison, old: Sequence[Statement], new: Sequence[Statement]
) -> Iterable[Turned]:
    """Yield every statement of other profiles that the new edition covers otherwise than the old one."""
    before, after = (arrays.carry([s.demands for s in side]) for side in (old, new))
    own = {comparison.source.profile.framework, comparison.target.profile.framework}
    p = Parameters(comparison.parameters.theta, comparison.parameters.overlap)
    for profile in _others(catalogue, own, comparison.target.profile):
        statements = [catalogue.statements[s] for s in profile.statements if catalogue.statements[s].demands]
        rows = arrays.carry([s.demands for s in statements])
        codes = [cover(side, rows, arrays.hierarchy, p).substantial for side in (before, after)]
        for k, statement in enumerate(statements):
            if codes[0][k] != codes[1][k] and comparable(statement.kind, new[0].kind):
                yield Turned(profile.id, statement.id, COVERAGES[codes[0][k]], COVERAGES[codes[1][k]])


def _others(catalogue: Catalogue, own: set[str], like: Profile) -> Iterable[Profile]:
    return (p for p in catalogue.profiles.values() if p.framework not in own and p.stage == like.stage and p.statements)
