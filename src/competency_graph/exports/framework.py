"""One framework, with all that its files say and the labels of what it names."""

from __future__ import annotations

import pyoxigraph as ox

from competency_graph.exports.crosswalk import mapping_set, stored_records
from competency_graph.exports.export import Export
from competency_graph.exports.selection import TYPE, Selection, asserted, node, prefixes_of
from competency_graph.exports.skills import skill_quads
from competency_graph.exports.whole import need_inferred
from competency_graph.formats.sssom import MappingSet
from competency_graph.formats.turtle import Node
from competency_graph.model import Catalogue
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import framework_iri, term

_PARTS = tuple(node(term(p)) for p in ("isStatementOf", "isProfileOf", "isCodingOf", "isAdoptedInto", "isDemandOf"))
_DETAILS = frozenset(map(term, ("hasCreditRule", "isReadFrom", "isCopyOf")))


def export_framework(
    store: EmbeddedStore, catalogue: Catalogue, slug: str, language: str, *, with_inferred: bool
) -> Export:
    """Return a framework: its profiles, statements, demands, codings, sources, credit rules and adoptions, and
    the labels of the elements, levels, bodies and whatever else it names; and the ESCO skills behind its statements."""
    prefixes = prefixes_of(catalogue)
    statements = [s for s in catalogue.statements.values() if s.framework == slug]

    def mappings() -> MappingSet:
        need_inferred(with_inferred)
        title = f"Mappings of {catalogue.label(catalogue.frameworks[slug].labels, language)}"
        own = {s.iri for s in statements}
        records = (r for r in stored_records(store) if r.subject in own or r.object in own)
        return mapping_set(records, catalogue, prefixes, language, title)

    nodes = find_nodes(store, node(framework_iri(slug)))
    selection = Selection(store)
    selection.add_described(nodes)
    if with_inferred:
        selection.add_inferred(nodes)
        selection.add_mappings(nodes)
    selection.add(skill_quads(catalogue, statements))
    selection.add_labels_of_all_named()
    selection.add_provenance()
    selection.add_header(slug, catalogue.release)
    return Export(selection.graphs(), prefixes, mappings)


def find_nodes(store: EmbeddedStore, framework: ox.NamedNode) -> set[Node]:
    """Return everything that belongs to a framework: its parts, their parts, and the sources they were read from."""
    found: set[Node] = set()
    new: set[Node] = {framework, *_sources_beside(store, framework)}
    while new:
        found |= new
        parts = {q.subject for n in new for p in _PARTS for q in store.quads(None, p, n)}  # type: ignore[arg-type]
        details = {q.object for n in new for q in asserted(store.quads(n)) if q.predicate.value in _DETAILS}
        new = {n for n in parts | details if not isinstance(n, ox.Literal | ox.Triple)} - found
    return found


def _sources_beside(store: EmbeddedStore, framework: ox.NamedNode) -> set[Node]:
    """Return the sources that stand in the framework's own file, though no statement was read from them."""
    files = {q.graph_name.value for q in asserted(store.quads(framework, TYPE))}  # type: ignore[union-attr]
    source = node(term("SourceDocument"))
    return {q.subject for file in files for q in store.quads(None, TYPE, source, file)}  # type: ignore[misc]
