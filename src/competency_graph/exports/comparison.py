"""One comparison: its pairs as mapping records, with what they rest on."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from competency_graph.exports.crosswalk import mapping_set
from competency_graph.exports.export import Export
from competency_graph.exports.selection import INFERRED, LINKS, TYPE, Selection, links, node, prefixes_of
from competency_graph.formats.sssom import MappingSet
from competency_graph.formats.turtle import Node
from competency_graph.loading.inference import activity_quads, mapping_quads
from competency_graph.model import Catalogue
from competency_graph.recognition import Comparison, MappingRecord, Participant, mappings_of
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import BASE, expand, framework_iri, profile_iri, term

_BOOLEAN = node(expand("xsd:boolean"))


def export_comparison(
    store: EmbeddedStore, catalogue: Catalogue, comparison: Comparison, language: str, *, with_inferred: bool
) -> Export:
    """Return the pairs of a comparison as mapping records, with parameters, origin and labels.

    A record says skos:exactMatch, and mappings stand as triples of their own, only *with_inferred*; without it a
    strictly equivalent pair is the weaker skos:closeMatch, and its rule and verdict still say how it was found.
    """
    prefixes = prefixes_of(catalogue)
    found = list(mappings_of(comparison, catalogue))
    records = found if with_inferred else [r.without_merging() for r in found]

    def mappings() -> MappingSet:
        title = f"{_named(comparison.source)} compared with {_named(comparison.target)}"
        return mapping_set(records, catalogue, prefixes, language, title, _note(comparison))

    selection = Selection(store)
    selection.add(_record_quads(comparison, records))
    used = {q.object for q in _origin(store, comparison) if q.predicate.value == expand("prov:used")}
    selection.add(_origin(store, comparison))
    selection.add_described(n for n in used if isinstance(n, ox.NamedNode) and "/profile/" not in n.value)
    if with_inferred:
        own, others = (_nodes(catalogue, side) for side in (comparison.source, comparison.target))
        selection.add_inferred(own, others)
        selection.add([ox.Quad(t.subject, t.predicate, t.object, LINKS) for t in links(selection.quads)])
    selection.add_labels_of_all_named()
    selection.add_labels_of_all_named()  # the frameworks of the profiles and statements just named
    selection.add_provenance()
    selection.add_header(_name(comparison), catalogue.release)
    return Export(selection.graphs(), prefixes, mappings)


def _name(comparison: Comparison) -> str:
    return f"{_side(comparison.source)}--{_side(comparison.target)}"


def _side(side: Participant) -> str:
    profile = side.profile.id.replace("/", "-")
    return f"{side.edition}-via-{profile}" if side.adopts else profile


def _named(side: Participant) -> str:
    return f"{side.edition}, read through {side.profile.id}" if side.adopts else side.profile.id


def _note(comparison: Comparison) -> str:
    """Return what every row must say: which side is read through a standard that it adopts, and how surely."""
    sides = (("The subject", comparison.source), ("The object", comparison.target))
    return " ".join(
        f"{word} stands for {side.edition}, read through {side.profile.id} (adoption: {side.adoption_status})."
        for word, side in sides
        if side.adopts
    )


def _graph(comparison: Comparison) -> ox.NamedNode:
    return node(f"{INFERRED}comparison/{_name(comparison)}")


def _activity(comparison: Comparison) -> ox.NamedNode:
    return node(f"{BASE}activity/comparison/{_name(comparison)}")


def _record_quads(comparison: Comparison, records: list[MappingRecord]) -> Iterator[ox.Quad]:
    graph = _graph(comparison)
    note = _note(comparison)
    for record in records:
        yield from mapping_quads(record, graph, _activity(comparison))
        about = node(record.iri)
        robust = ox.Literal(str(record.robust).lower(), datatype=_BOOLEAN)
        yield ox.Quad(about, node(term("isRobust")), robust, graph)
        said = f"{record.reading} reading: {record.verdict.replace('-', ' ')}. {note}".strip()
        yield ox.Quad(about, node(expand("rdfs:comment")), ox.Literal(said, language="en"), graph)


def _origin(store: EmbeddedStore, comparison: Comparison) -> Iterator[ox.Quad]:
    """Yield what compared, and what it used: both profiles, the parameters, the adoptions."""
    graph, activity = _graph(comparison), _activity(comparison)
    yield from activity_quads(graph, activity)
    parameters = {q.subject for q in store.quads(None, TYPE, node(term("ParameterSet")))}
    profiles = {node(side.profile.iri) for side in (comparison.source, comparison.target)}
    adoptions = {a for side in (comparison.source, comparison.target) for a in _adoptions(store, side)}
    for used in parameters | profiles | adoptions:
        yield ox.Quad(activity, node(expand("prov:used")), used, graph)


def _adoptions(store: EmbeddedStore, side: Participant) -> set[Node]:
    if not side.adopts:
        return set()
    into = {q.subject for q in store.quads(None, node(term("isAdoptedInto")), node(framework_iri(side.edition)))}
    profile = node(profile_iri(*side.profile.id.split("/", 1)))
    found = {q.subject for q in store.quads(None, node(term("adoptsProfile")), profile)}
    return into & found  # type: ignore[return-value]


def _nodes(catalogue: Catalogue, side: Participant) -> set[ox.NamedNode]:
    return {node(side.profile.iri), *(node(catalogue.statements[s].iri) for s in side.profile.statements)}
