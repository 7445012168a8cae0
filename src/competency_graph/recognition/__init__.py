"""What follows from the values of the graph: pure, values in and values out."""

from competency_graph.recognition.arrays import Arrays, find_cycle
from competency_graph.recognition.comparison import (
    Comparison,
    Missing,
    Pair,
    Participant,
    StatementAnswer,
    coded_once,
    compare,
)
from competency_graph.recognition.context import Aspect, compare_context, compare_rules
from competency_graph.recognition.editions import CHANGES, Change, EditionDiff, Turned, diff_editions
from competency_graph.recognition.explanation import Explanation, Point, explain
from competency_graph.recognition.gaps import Gap, find_gaps
from competency_graph.recognition.linking import Covered, Lack, Linked, LinkedPair, find_lack, find_linked
from competency_graph.recognition.mappings import MappingRecord, mappings_of
from competency_graph.recognition.matrix import Cell, build_matrix
from competency_graph.recognition.pathways import (
    Bridge,
    Chain,
    Finding,
    Hop,
    Pathways,
    PurposeAnswer,
    find_pathways,
)
from competency_graph.recognition.promises import (
    Kept,
    Ledger,
    Membership,
    Promise,
    Treatment,
    find_memberships,
    find_promises,
    find_treatments,
)
from competency_graph.recognition.standing import Standing, Why
from competency_graph.recognition.timeline import Step, Timeline, Turn, find_timeline

__all__ = [
    "CHANGES",
    "Arrays",
    "Aspect",
    "Bridge",
    "Cell",
    "Chain",
    "Change",
    "Comparison",
    "Covered",
    "EditionDiff",
    "Explanation",
    "Finding",
    "Gap",
    "Hop",
    "Kept",
    "Lack",
    "Ledger",
    "Linked",
    "LinkedPair",
    "MappingRecord",
    "Membership",
    "Missing",
    "Pair",
    "Participant",
    "Pathways",
    "Point",
    "Promise",
    "PurposeAnswer",
    "Standing",
    "StatementAnswer",
    "Step",
    "Timeline",
    "Treatment",
    "Turn",
    "Turned",
    "Why",
    "build_matrix",
    "coded_once",
    "compare",
    "compare_context",
    "compare_rules",
    "diff_editions",
    "explain",
    "find_cycle",
    "find_gaps",
    "find_lack",
    "find_linked",
    "find_memberships",
    "find_pathways",
    "find_promises",
    "find_timeline",
    "find_treatments",
    "mappings_of",
]
