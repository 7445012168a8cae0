"""The whole graph."""

from __future__ import annotations

from competency_graph.errors import ExportError
from competency_graph.exports.crosswalk import mapping_set, stored_records
from competency_graph.exports.export import Export
from competency_graph.exports.selection import INFERRED, LINKS, StoredGraph, StoredLinks, prefixes_of
from competency_graph.exports.skills import SKILLS, skill_quads
from competency_graph.formats.rdf import Graphs, blocks
from competency_graph.formats.sssom import MappingSet
from competency_graph.model import Catalogue
from competency_graph.store import EmbeddedStore


def export_whole(store: EmbeddedStore, catalogue: Catalogue, language: str, *, with_inferred: bool) -> Export:
    """Return all named graphs of *store* that stand in files, and if asked for those that were inferred, with the
    mappings as triples and the ESCO skills behind the statements."""
    prefixes = prefixes_of(catalogue)

    def mappings() -> MappingSet:
        need_inferred(with_inferred)
        title = "Mappings of all statements of engineering standards"
        return mapping_set(stored_records(store), catalogue, prefixes, language, title)

    graphs: Graphs = {g: StoredGraph(store, g) for g in store.graphs() if with_inferred or not g.startswith(INFERRED)}
    if with_inferred:
        skills = {q.triple for q in skill_quads(catalogue, catalogue.statements.values())}
        graphs = {**graphs, LINKS.value: StoredLinks(store), SKILLS.value: blocks(skills)}
    found: Graphs = dict(sorted(graphs.items()))
    return Export(found, prefixes, mappings)


def need_inferred(with_inferred: bool) -> None:
    """Raise ExportError unless inferred mappings may be exported."""
    if not with_inferred:
        raise ExportError("all mappings of this graph are inferred; export them as SSSOM with --with-inferred")
