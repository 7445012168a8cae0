"""Why two statements compare as they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from competency_graph.kernel import Parameters
from competency_graph.model import Catalogue, Demand, Profile, Statement
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import Comparison, Pair, Participant, compare, find_missing


@dataclass(frozen=True)
class Point:
    """One demand of one side: *by* names the elements of the other side that imply it, or is empty;
    *weaker* names the nearest thing that the other side has of it, where it does not meet it."""

    demand: Demand
    by: tuple[str, ...]
    weaker: str
    reason: str


@dataclass(frozen=True)
class Explanation:
    """Two statements, their verdict, and every demand of both with what answers it."""

    source: Statement
    target: Statement
    pair: Pair | None
    parameters: Parameters
    comparison: Comparison
    of_source: tuple[Point, ...]
    of_target: tuple[Point, ...]


def explain(catalogue: Catalogue, arrays: Arrays, source: Statement, target: Statement, on: str) -> Explanation:
    """Return why *source* and *target* compare as they do."""
    sides = [_alone(s) for s in (source, target)]
    comparison = compare(catalogue, arrays, sides[0], sides[1], on)
    pair = comparison.pairs[0] if comparison.pairs else None
    return Explanation(
        source,
        target,
        pair,
        comparison.parameters,
        comparison,
        tuple(_points(source.demands, target.demands, arrays)),
        tuple(_points(target.demands, source.demands, arrays)),
    )


def _alone(statement: Statement) -> Participant:
    profile = Profile(
        statement.id,
        statement.iri,
        statement.framework,
        statement.labels,
        "",
        "",
        "",
        "",
        (),
        "",
        "",
        "",
        "",
        (statement.id,),
    )
    verified = int(statement.status.is_verified)
    return Participant(statement.id, profile, statement.framework, "", None, "", verified, 1)


def _points(own: Sequence[Demand], others: Sequence[Demand], arrays: Arrays) -> list[Point]:
    have: dict[str, set[tuple[int, int]]] = {}
    for other in others:
        for name in arrays.closure[other.element]:
            have.setdefault(name, set()).add((other.complexity, other.autonomy))
    frozen = {name: frozenset(levels) for name, levels in have.items()}
    points = []
    for demand in own:
        by = tuple(o.element for o in others if demand.element in arrays.closure[o.element])
        missing = find_missing([demand], frozen, arrays)
        points.append(
            Point(
                demand,
                by if not missing else (),
                missing[0].present if missing else "",
                missing[0].reason if missing else "",
            )
        )
    return points
