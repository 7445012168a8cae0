"""Elements suggested for a text that nobody has annotated; a suggestion is never an annotation."""

from competency_graph.suggestion.draft import read_texts, write_draft
from competency_graph.suggestion.model import KINDS, THRESHOLD, SuggestedElement, Suggester, Suggestion

__all__ = ["KINDS", "THRESHOLD", "SuggestedElement", "Suggester", "Suggestion", "read_texts", "write_draft"]
