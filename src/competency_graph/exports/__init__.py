"""The graph, one framework or one comparison, for other programs: what is in it, and into which file it goes."""

from competency_graph.exports.comparison import export_comparison
from competency_graph.exports.export import ENDINGS, FORMATS, Export, format_of
from competency_graph.exports.framework import export_framework
from competency_graph.exports.register import export_register
from competency_graph.exports.whole import export_whole

__all__ = [
    "ENDINGS",
    "FORMATS",
    "Export",
    "export_comparison",
    "export_framework",
    "export_register",
    "export_whole",
    "format_of",
]
