"""The only place that talks to an RDF store."""

from competency_graph.store.builds import Builds, default_root, read_manifest
from competency_graph.store.embedded import EmbeddedStore
from competency_graph.store.protocol import QueryStore, Row
from competency_graph.store.remote import RemoteStore

__all__ = ["Builds", "EmbeddedStore", "QueryStore", "RemoteStore", "Row", "default_root", "read_manifest"]
