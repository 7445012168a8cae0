"""A hypothetical agreement: read from a file, checked as the data are, laid over them for one question; not stored."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from competency_graph.catalogue.agreements import read_agreements
from competency_graph.catalogue.reading import read_sources
from competency_graph.errors import FileError, InvalidDataError, UnsoundSuppositionError
from competency_graph.formats.turtle import line_of, read_turtle, refuse_blank_nodes
from competency_graph.loading.terms import check_terms
from competency_graph.model import Agreement, Catalogue, Status
from competency_graph.queries import find_queries
from competency_graph.resources import Folders
from competency_graph.store import EmbeddedStore
from competency_graph.validation import find_query_violations, find_shape_violations
from competency_graph.vocabulary import BASE, ONTOLOGY, PREFIXES, expand, local_name, term

_TYPE = ox.NamedNode(expand("rdf:type"))
_GRAPH = ox.NamedNode(f"{PREFIXES['graph']}supposed")
#: What a file may describe: an agreement, who takes part in it, and where it was read.
_KINDS = ("Agreement", "Participation", "Authorisation", "SourceDocument")
#: What a supposition is checked against: the graphs of the store that describe one of these.
_CONTEXT = ("Agreement", "Participation", "Authorisation", "Body", "Jurisdiction", "Commitment")
#: A supposition is no fact, so this check is not for it.
_FOR_FACTS = "hypothetical-fact-violation"


@dataclass(frozen=True)
class Supposition:
    """A *catalogue* in which what *file* supposes stands beside the facts, marked as hypothetical.

    *described* names the agreements and participations of the file.
    """

    file: str
    catalogue: Catalogue
    described: tuple[str, ...]


def read_supposition(path: Path, store: EmbeddedStore, catalogue: Catalogue, folders: Folders) -> Supposition:
    """Return *catalogue* with what *path* supposes laid over it; *store* and the files stay as they are.

    Raises FileError or UnsoundSuppositionError with what is wrong, where, and what to do.
    """
    triples, _ = read_turtle(path)
    refuse_blank_nodes(path, triples)
    defined = {s.value for s in store.subjects(f"{PREFIXES['graph']}ontology/competency-graph")}
    try:
        check_terms([(path, triples)], {d for d in defined if d.startswith(ONTOLOGY)})
    except InvalidDataError as error:
        raise UnsoundSuppositionError(error.findings) from error
    _check_kinds(path, triples, store)
    _check_names(path, triples, store)
    quads = [ox.Quad(t.subject, t.predicate, t.object, _GRAPH) for t in triples]
    described = {t.subject.value for t in triples if t.predicate == _TYPE}  # type: ignore[union-attr]
    world = EmbeddedStore.in_memory([*_context(store), *quads])
    findings = [
        f for f in find_shape_violations(_with_types(triples, store), _shapes(folders)) if f.node in described
    ] or find_query_violations(world, [q for q in find_queries("check", folders.queries) if q.name != _FOR_FACTS])
    if findings:
        raise UnsoundSuppositionError([f.render(path) for f in findings])
    codes = {f"{PREFIXES['jurisdiction']}{code}": code for code in catalogue.jurisdictions}
    agreements = read_agreements(world, read_sources(store) | read_sources(world), catalogue.bodies, codes)
    facts = {a.name: a for a in catalogue.agreements}
    marked = tuple(_marked(a, facts.get(a.name)) for a in agreements)
    names = tuple(sorted(local_name(d) for d in described if f"{BASE}source/" not in d))
    return Supposition(path.name, replace(catalogue, agreements=marked), names)


def _check_kinds(path: Path, triples: Iterable[ox.Triple], store: EmbeddedStore) -> None:
    """Raise FileError unless every subject is of a kind that may be supposed, and is not described already."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for t in triples:
        kinds[t.subject.value] |= {local_name(t.object.value)} if t.predicate == _TYPE else set()  # type: ignore[union-attr]
    if not any(k & {"Agreement", "Participation", "Authorisation"} for k in kinds.values()):
        what = "supposes no agreement and nobody's part in one"
        raise FileError(path, None, what, "describe a cg:Agreement, cg:Participation or cg:Authorisation")
    for subject, found in sorted(kinds.items()):
        if len(found) != 1 or not found <= set(_KINDS):
            what = f"{subject} is {' and '.join(f'cg:{f}' for f in sorted(found)) or 'of no kind'}"
            allowed = ", ".join(f"cg:{k}" for k in _KINDS)
            raise FileError(path, line_of(path, subject), what, f"what is supposed is one of {allowed}")
        if store.quads(ox.NamedNode(subject)):
            what = f"{subject} is described in the data already"
            raise FileError(path, line_of(path, subject), what, "give what is supposed an IRI of its own")


def _context(store: EmbeddedStore) -> list[ox.Quad]:
    """Return the quads of every graph of *store* that a supposition may be checked against."""
    kinds = [ox.NamedNode(term(k)) for k in _CONTEXT]
    graphs = {q.graph_name.value for k in kinds for q in store.quads(predicate=_TYPE, object=k)}  # type: ignore[union-attr]
    return [q for g in sorted(graphs) for q in store.quads(graph=g)]


def _check_names(path: Path, triples: Iterable[ox.Triple], store: EmbeddedStore) -> None:
    """Raise UnsoundSuppositionError with every name of ours that nothing describes, and the nearest that are."""
    triples = list(triples)
    own = {t.subject.value for t in triples}  # type: ignore[union-attr]
    findings = {
        f"{_place(path, t.subject.value)}: unknown {_space(t.object.value)} {_name(t.object.value)!r}; "  # type: ignore[union-attr]
        f"{_nearest(t.object.value, own, store)}"
        for t in triples
        if isinstance(t.object, ox.NamedNode) and _is_named_by_us(t.object.value)
        if t.object.value not in own and not store.quads(t.object, _TYPE)
    }
    if findings:
        raise UnsoundSuppositionError(sorted(findings))


def _is_named_by_us(iri: str) -> bool:
    return iri.startswith(BASE) and not iri.startswith(ONTOLOGY)


def _place(path: Path, subject: str) -> str:
    line = line_of(path, subject)
    return f"{path}{f':{line}' if line else ''}: {subject}"


def _nearest(iri: str, own: set[str], store: EmbeddedStore) -> str:
    """Return the nearest names that the file, by *own*, or the store describes beside *iri*."""
    beside = f"{BASE}{_space(iri)}/"
    subjects = own | {q.subject.value for q in store.quads(predicate=_TYPE)}  # type: ignore[union-attr]
    known = sorted(_name(s) for s in subjects if s.startswith(beside))
    near = difflib.get_close_matches(_name(iri), known, 3, 0.5)
    return f"did you mean {', '.join(near)}?" if near else "nothing in the graph has a name like it"


def _name(iri: str) -> str:
    return iri.removeprefix(f"{BASE}{_space(iri)}/")


def _space(iri: str) -> str:
    """Return what kind of thing an IRI of ours names: body, jurisdiction, agreement."""
    return iri.removeprefix(BASE).split("/", 1)[0]


def _with_types(triples: Iterable[ox.Triple], store: EmbeddedStore) -> list[ox.Triple]:
    """Return *triples* with the types of what they name, so that shapes find what is of a wrong class."""
    triples = list(triples)
    named = {t.object for t in triples if isinstance(t.object, ox.NamedNode)}
    return [*triples, *(q.triple for node in named for q in store.quads(node, _TYPE))]


def _shapes(folders: Folders) -> list[ox.Triple]:
    return read_turtle(folders.ontology / "shapes.ttl")[0]


def _marked(agreement: Agreement, fact: Agreement | None) -> Agreement:
    """Return *agreement* with whatever of it is not in the *fact* of that name marked as hypothetical."""
    known = set(map(repr, fact.participations)) if fact else set()
    parts = tuple(p if repr(p) in known else replace(p, status=Status.HYPOTHETICAL) for p in agreement.participations)
    return replace(fact or replace(agreement, status=Status.HYPOTHETICAL), participations=parts)
