"""Reading the mappings of published crosswalks out of a store."""

from __future__ import annotations

from competency_graph.catalogue.nodes import Node, read_nodes, status_of
from competency_graph.formats.turtle import natural
from competency_graph.model import Assertion
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import PREFIXES, Curie, Iri, local_name


def read_assertions(store: QueryStore) -> tuple[Assertion, ...]:
    """Return every mapping that somebody published, by subject and object."""
    found = [_assertion(node) for node in read_nodes(store, "AssertedMapping").values()]
    return tuple(sorted(found, key=lambda a: (natural(a.subject), natural(a.object), a.predicate, a.iri)))


def _assertion(node: Node) -> Assertion:
    confidence = node.one("sssom:confidence")
    return Assertion(
        iri=Iri(node.iri),
        subject=Iri(node.one("owl:annotatedSource")),
        predicate=_curie(node.one("owl:annotatedProperty")),
        object=Iri(node.one("owl:annotatedTarget")),
        mapping_set=local_name(node.iri.rsplit("/", 1)[0]),
        justification=local_name(node.one("sssom:mapping_justification")),
        status=status_of(node),
        is_negative=node.one("sssom:predicate_modifier") == "Not",
        confidence=float(confidence) if confidence else None,
        authors=tuple(node.all("sssom:author_label")),
        source=node.one("sssom:mapping_source"),
        date=node.one("sssom:mapping_date"),
        comment=node.one("sssom:comment"),
        object_label=node.one("sssom:object_label"),
    )


def _curie(iri: str) -> Curie:
    """Return the short name of a predicate; one of a vocabulary that the graph does not know stays an IRI."""
    prefix = next((p for p in ("skos", "cg", "owl", "rdfs", "semapv") if iri.startswith(PREFIXES[p])), "")
    return Curie(f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}" if prefix else iri)
