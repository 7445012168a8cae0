"""Draws the picture of the README again: ``python notebooks/pictures/draw.py``."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

from competency_graph import CompetencyGraph
from competency_graph.presentation.plots import draw_pairs

PICTURE = Path(__file__).parent / "china-kazakhstan.svg"


def draw(path: Path) -> None:
    """Leave the matrix of verdicts of China and Kazakhstan at *path*, its words kept as text."""
    graph = CompetencyGraph.open()
    answer = graph.compare("CN", "KZ")
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "competency-graph"}):
        figure = draw_pairs(answer.value, graph.catalogue, answer.words)
        figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    draw(PICTURE)
