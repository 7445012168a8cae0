"""The sparse kernel: verdicts from arrays to arrays, without RDF, input or output."""

from competency_graph.kernel.carriage import Carriage, Demands, Hierarchy, carry
from competency_graph.kernel.subsumption import compare_among, compare_blocks, compare_pairs, cover
from competency_graph.kernel.verdicts import (
    COVERED,
    EQUIVALENT,
    EXCEEDS,
    FALLS_SHORT,
    NO_COUNTERPART,
    OVERLAPS,
    PARTLY,
    UNRELATED,
    Coverages,
    Parameters,
    Verdicts,
)

__all__ = [
    "COVERED",
    "EQUIVALENT",
    "EXCEEDS",
    "FALLS_SHORT",
    "NO_COUNTERPART",
    "OVERLAPS",
    "PARTLY",
    "UNRELATED",
    "Carriage",
    "Coverages",
    "Demands",
    "Hierarchy",
    "Parameters",
    "Verdicts",
    "carry",
    "compare_among",
    "compare_blocks",
    "compare_pairs",
    "cover",
]
