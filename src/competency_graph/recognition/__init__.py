"""What follows from the values of the graph: pure, values in and values out."""

from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import (
    Comparison,
    Missing,
    Pair,
    Participant,
    StatementAnswer,
    compare,
)

__all__ = ["Arrays", "Comparison", "Missing", "Pair", "Participant", "StatementAnswer", "compare"]
