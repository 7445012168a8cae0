"""From files to a built store."""

from competency_graph.loading.build import BuildSummary, build, check, inputs_digest
from competency_graph.loading.files import read_files

__all__ = ["BuildSummary", "build", "check", "inputs_digest", "read_files"]
