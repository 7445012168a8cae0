"""A knowledge graph of engineering standards and competency equivalences.

>>> from competency_graph import CompetencyGraph
>>> graph = CompetencyGraph.open()                                     # doctest: +SKIP
>>> graph.compare("CN", "KZ").statements_frame()                       # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from competency_graph.vocabulary import VERSION as __version__  # noqa: N811 - the name every package has

if TYPE_CHECKING:
    from competency_graph.graph import CompetencyGraph

__all__ = ["CompetencyGraph", "__version__"]


def __getattr__(name: str) -> Any:
    """Import the one door on first use, so that importing the package costs nothing."""
    if name == "CompetencyGraph":
        from competency_graph.graph import CompetencyGraph

        return CompetencyGraph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
