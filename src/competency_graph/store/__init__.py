"""The only place that talks to an RDF store."""

from competency_graph.store.builds import Builds, default_root
from competency_graph.store.embedded import EmbeddedStore
from competency_graph.store.protocol import QueryStore, Row

__all__ = ["Builds", "EmbeddedStore", "QueryStore", "Row", "default_root"]
