"""What follows from the values of the graph: pure, values in and values out."""

from competency_graph.recognition.arrays import Arrays, find_cycle
from competency_graph.recognition.assessment import (
    Accord,
    Assessment,
    Difference,
    Target,
    assess,
    leading_award,
)
from competency_graph.recognition.bridging import Bridging, Conditions, find_bridging, find_needs
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
from competency_graph.recognition.crosswalks import (
    Closure,
    Conclusion,
    Judged,
    LayerAgreement,
    close,
    judge,
    judge_pair,
)
from competency_graph.recognition.editions import CHANGES, Change, EditionDiff, Turned, diff_editions
from competency_graph.recognition.explanation import Explanation, Point, explain
from competency_graph.recognition.gaps import Gap, find_gaps
from competency_graph.recognition.linking import Covered, Lack, Linked, LinkedPair, find_lack, find_linked
from competency_graph.recognition.mappings import MappingRecord, mappings_of
from competency_graph.recognition.matrix import Cell, build_matrix
from competency_graph.recognition.measures import Result, Said
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
from competency_graph.recognition.readings import Applied, Doubt, Ground, Reading, Role, Standard, find_standard
from competency_graph.recognition.standing import Standing, Why
from competency_graph.recognition.timeline import Step, Timeline, Turn, find_timeline

__all__ = [
    "CHANGES",
    "Accord",
    "Applied",
    "Arrays",
    "Aspect",
    "Assessment",
    "Bridge",
    "Bridging",
    "Cell",
    "Chain",
    "Change",
    "Closure",
    "Comparison",
    "Conclusion",
    "Conditions",
    "Covered",
    "Difference",
    "Doubt",
    "EditionDiff",
    "Explanation",
    "Finding",
    "Gap",
    "Ground",
    "Hop",
    "Judged",
    "Kept",
    "Lack",
    "LayerAgreement",
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
    "Reading",
    "Result",
    "Role",
    "Said",
    "Standard",
    "Standing",
    "StatementAnswer",
    "Step",
    "Target",
    "Timeline",
    "Treatment",
    "Turn",
    "Turned",
    "Why",
    "assess",
    "build_matrix",
    "close",
    "coded_once",
    "compare",
    "compare_context",
    "compare_rules",
    "diff_editions",
    "explain",
    "find_bridging",
    "find_cycle",
    "find_gaps",
    "find_lack",
    "find_linked",
    "find_memberships",
    "find_needs",
    "find_pathways",
    "find_promises",
    "find_standard",
    "find_timeline",
    "find_treatments",
    "judge",
    "judge_pair",
    "leading_award",
    "mappings_of",
]
