"""Parts of the graph: what describes a thing, by what label it is known, and what was inferred of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from competency_graph.formats.rdf import Block, Graphs, blocks
from competency_graph.formats.turtle import Node, subject_key
from competency_graph.loading.build import PROVENANCE
from competency_graph.loading.inference import COVERAGE, MAPPINGS, SATISFACTION
from competency_graph.model import Catalogue
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import BASE, DATA_LICENCE, ONTOLOGY, PREFIXES, VERSION, expand, term

INFERRED = f"{PREFIXES['graph']}inferred/"
#: Mappings said as one triple each, on which others may merge.
LINKS = ox.NamedNode(f"{INFERRED}links")
TYPE = ox.NamedNode(expand("rdf:type"))
_SOURCE, _PROPERTY, _TARGET = (ox.NamedNode(expand(f"owl:annotated{x}")) for x in ("Source", "Property", "Target"))
#: What is said of a thing that an export only names: its labels with their origin, its names, how far it was seen.
_LABELS = frozenset(
    [
        *map(expand, ("rdf:type", "skos:prefLabel", "dcterms:identifier")),
        *map(term, ("officialLabelIn", "workingTranslationIn", "machineTranslationIn", "code", "hasStatus")),
        *map(term, ("isStatementOf", "isProfileOf", "rank", "jurisdictionCode")),
    ]
)


def node(iri: str) -> ox.NamedNode:
    """Return the node of an IRI."""
    return ox.NamedNode(iri)


def prefixes_of(catalogue: Catalogue) -> dict[str, str]:
    """Return the fixed prefixes and one for the statements of each framework, such as ``gapc-4:WA1``."""
    own = {f: f"{PREFIXES['id']}{f}/" for f in catalogue.frameworks if f[0].isalpha() and f.isascii()}
    return {**own, **PREFIXES}


class Selection:
    """A part of the graph that grows by what is asked of it."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self.quads: set[ox.Quad] = set()

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Take *quads* in."""
        self.quads.update(quads)

    def add_described(self, nodes: Iterable[Node]) -> None:
        """Take in all that the files say of *nodes*."""
        self.add(q for n in nodes for q in asserted(self.store.quads(subject=n)))

    def add_labels(self, nodes: Iterable[Node]) -> None:
        """Take in the labels of *nodes*; the terms of the ontology are in the ontology."""
        wanted = (n for n in nodes if n.value.startswith(BASE) and not n.value.startswith(ONTOLOGY))
        self.add(q for n in wanted for q in asserted(self.store.quads(subject=n)) if q.predicate.value in _LABELS)

    def add_labels_of_all_named(self) -> None:
        """Take in the labels of everything that the selection names without describing it."""
        described = {q.subject for q in asserted(self.quads)}
        named = {n for q in self.quads for n in (q.subject, q.object) if isinstance(n, ox.NamedNode)}
        self.add_labels(named - described)

    def add_provenance(self) -> None:
        """Take in the origin of every graph in the selection."""
        graphs = {q.graph_name for q in self.quads}
        self.add(q for g in graphs for q in self.store.quads(subject=g, graph=PROVENANCE.value))  # type: ignore[arg-type]

    def add_inferred(self, nodes: Iterable[Node], others: Collection[Node] | None = None) -> None:
        """Take in which of *nodes* and *others* satisfy, overlap or meet each other; None stands for anything."""
        for n in nodes:
            for graph in (SATISFACTION.value, COVERAGE.value):
                forth, back = self.store.quads(subject=n, graph=graph), self.store.quads(object=n, graph=graph)  # type: ignore[arg-type]
                self.add(q for q in forth if others is None or q.object in others)
                self.add(q for q in back if others is None or q.subject in others)

    def add_mappings(self, nodes: Iterable[Node]) -> None:
        """Take in the inferred mappings of *nodes*, each as a record and as one triple, and what made them."""
        ends = ((n, p) for n in nodes for p in (_SOURCE, _TARGET))
        records = {q.subject for n, p in ends for q in self.store.quads(None, p, n, MAPPINGS.value)}  # type: ignore[arg-type]
        found = {q for r in records for q in self.store.quads(subject=r, graph=MAPPINGS.value)}  # type: ignore[arg-type]
        self.add(found)
        self.add(ox.Quad(t.subject, t.predicate, t.object, LINKS) for t in links(found))
        for activity in {q.object for q in found if q.predicate.value == expand("prov:wasGeneratedBy")}:
            made = self.store.quads(subject=activity, graph=MAPPINGS.value)  # type: ignore[arg-type]
            self.add(made)
            agents = {q.object for q in made if isinstance(q.object, ox.NamedNode)}
            self.add(q for a in agents for q in self.store.quads(subject=a, graph=MAPPINGS.value))

    def add_header(self, name: str, release: str) -> None:
        """Say which ontology and version, which release of the data and which licence an export has."""
        graph = node(f"{PREFIXES['graph']}export/{name}")
        version = [q.object for q in self.store.quads(node(ONTOLOGY), node(expand("owl:versionIRI")))]
        facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            ("rdf:type", node(expand("owl:Ontology"))),
            ("dcterms:license", node(DATA_LICENCE)),
            ("owl:versionInfo", ox.Literal(release)),
            ("cg:toolVersion", ox.Literal(VERSION)),
            *((p, node(v.value)) for v in version for p in ("owl:imports", "dcterms:conformsTo")),  # type: ignore[union-attr]
        ]
        self.add(ox.Quad(graph, node(expand(p)), o, graph) for p, o in facts)

    def graphs(self) -> Graphs:
        """Return the selection as named graphs."""
        found: dict[str, list[ox.Triple]] = defaultdict(list)
        for quad in self.quads:
            found[quad.graph_name.value].append(quad.triple)  # type: ignore[union-attr]
        return {graph: blocks(found[graph]) for graph in sorted(found)}


def asserted(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads that stand in a file, not those that were inferred."""
    return (q for q in quads if not q.graph_name.value.startswith(INFERRED))  # type: ignore[union-attr]


def links(records: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield each mapping record as one triple."""
    parts: dict[Node, dict[ox.NamedNode, ox.NamedNode]] = defaultdict(dict)
    for quad in records:
        if quad.predicate in (_SOURCE, _PROPERTY, _TARGET):
            parts[quad.subject][quad.predicate] = quad.object  # type: ignore[index,assignment]
    return (ox.Triple(p[_SOURCE], p[_PROPERTY], p[_TARGET]) for p in parts.values())


class StoredGraph:
    """A named graph of a store, read subject by subject each time it is gone through."""

    def __init__(self, store: EmbeddedStore, graph: str) -> None:
        self.store, self.graph = store, graph

    def __iter__(self) -> Iterator[Block]:
        for subject in sorted(self.store.subjects(self.graph), key=subject_key):
            yield subject, [q.triple for q in self.store.quads(subject=subject, graph=self.graph)]


class StoredLinks:
    """The inferred mappings of a store as one triple each."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store

    def __iter__(self) -> Iterator[Block]:
        parts = (q for p in (_SOURCE, _PROPERTY, _TARGET) for q in self.store.quads(predicate=p, graph=MAPPINGS.value))
        yield from blocks(links(parts))
