"""Who demands an element, at which rung, in which clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from competency_graph.model import Catalogue, Demand, Element, Status
from competency_graph.recognition.arrays import Arrays
from competency_graph.vocabulary import Curie

RELATIONS = ("same", "more", "less")


@dataclass(frozen=True)
class Cell:
    """One statement's answer to one element: it demands the element itself (*same*), something that
    implies it (*more*), or only a weaker rung that it implies (*less*)."""

    element: str
    framework: str
    edition: str
    profile: str
    statement: Curie
    clause: str
    relation: str
    demanded: str
    complexity: int
    autonomy: int
    status: Status


def build_matrix(catalogue: Catalogue, arrays: Arrays, elements: Sequence[Element]) -> tuple[Cell, ...]:
    """Return, for each of *elements*, every statement of every framework that demands it or a rung of it."""
    return tuple(
        cell
        for element in elements
        for profile in catalogue.profiles.values()
        for statement in (catalogue.statements[s] for s in profile.statements)
        if (best := _best(element, statement.demands, arrays))
        for cell in [
            Cell(
                element.name,
                profile.framework,
                catalogue.frameworks[profile.framework].in_force_from,
                profile.id,
                statement.id,
                statement.clause,
                best[0],
                best[1].element,
                best[1].complexity,
                best[1].autonomy,
                statement.status,
            )
        ]
    )


def _best(element: Element, demands: Sequence[Demand], arrays: Arrays) -> tuple[str, Demand] | None:
    found = []
    for demand in demands:
        if demand.element == element.name:
            found.append(("same", demand))
        elif element.name in arrays.closure[demand.element]:
            found.append(("more", demand))
        elif demand.element in arrays.closure[element.name]:
            found.append(("less", demand))
    return min(found, key=lambda f: (RELATIONS.index(f[0]), -len(arrays.closure[f[1].element])), default=None)
