"""The values of the graph: read from a store, and found by the names people use."""

from competency_graph.catalogue.covered import find_covered, to_participant
from competency_graph.catalogue.names import STAGES, Names, NoneFound, Side
from competency_graph.catalogue.opportunities import read_offers
from competency_graph.catalogue.reading import read_catalogue

__all__ = [
    "STAGES",
    "Names",
    "NoneFound",
    "Side",
    "find_covered",
    "read_catalogue",
    "read_offers",
    "to_participant",
]
