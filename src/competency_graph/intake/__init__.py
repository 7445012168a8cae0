"""A standard brought in with a spreadsheet: an empty template, suggestions for a person to tick, and the files."""

from competency_graph.intake.reading import read_standard
from competency_graph.intake.standard import NewDemand, NewStandard, NewStatement
from competency_graph.intake.suggesting import add_suggestions
from competency_graph.intake.taking_in import TakenIn, take_in
from competency_graph.intake.template import write_template

__all__ = [
    "NewDemand",
    "NewStandard",
    "NewStatement",
    "TakenIn",
    "add_suggestions",
    "read_standard",
    "take_in",
    "write_template",
]
