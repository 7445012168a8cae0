"""What a profile lacks of another, element by element."""

from __future__ import annotations

from dataclasses import dataclass

from competency_graph.model import Status, weakest
from competency_graph.recognition.comparison import Comparison, Missing
from competency_graph.vocabulary import Curie


@dataclass(frozen=True)
class Gap:
    """One element that the target demands and the union of the source's statements does not give."""

    missing: Missing
    demanded_by: tuple[Curie, ...]
    status: Status
    verdicts: tuple[str, ...]


def find_gaps(comparison: Comparison) -> tuple[Gap, ...]:
    """Return what the source of *comparison* leaves unmet of the target, most demanded first.

    *verdicts* says, in the order of *demanded_by*, whether the demanding statement is nevertheless
    covered in the substantial reading.
    """
    found: dict[Missing, list[tuple[Curie, Status, str]]] = {}
    for answer in comparison.statements:
        if answer.side == "target":
            for missing in answer.missing:
                found.setdefault(missing, []).append((answer.id, answer.status, answer.substantial))
    gaps = [
        Gap(m, tuple(i for i, _, _ in rows), weakest([s for _, s, _ in rows]), tuple(v for _, _, v in rows))
        for m, rows in found.items()
    ]
    return tuple(sorted(gaps, key=lambda g: (-len(g.demanded_by), g.missing.reason, g.missing.element)))
