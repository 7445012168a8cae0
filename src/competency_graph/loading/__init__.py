"""From files to a built store."""

from competency_graph.loading.build import BuildSummary, build, check, inputs_digest
from competency_graph.loading.files import canonical, list_files, put_canonical, read_files

__all__ = ["BuildSummary", "build", "canonical", "check", "inputs_digest", "list_files", "put_canonical", "read_files"]
