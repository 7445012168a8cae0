"""Subjects of a store with all their properties, which every reader of values starts from."""

from __future__ import annotations

from collections import defaultdict

from competency_graph.model import Status
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import ONTOLOGY, PREFIXES, local_name

STATUS_OF_TERM = {
    "Seen": Status.SEEN,
    "SeenInSecondaryCopy": Status.SECONDARY,
    "Inferred": Status.INFERRED,
    "Conflicting": Status.CONFLICTING,
    "Unverified": Status.UNVERIFIED,
    "SearchedNotFound": Status.NOT_FOUND,
}


class Node:
    """The properties of one subject, as read from the store."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.values: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def all(self, name: str) -> list[str]:
        """Return every value of the property *name*, sorted."""
        return sorted(v for v, _ in self.values.get(_property(name), []))

    def one(self, name: str) -> str:
        """Return the first value of the property *name*, or ''."""
        return next(iter(self.all(name)), "")

    def texts(self, name: str) -> dict[str, str]:
        """Return the texts of the property *name* by language."""
        return {language or "und": value for value, language in sorted(self.values.get(_property(name), []))}

    def text(self, name: str) -> str:
        """Return one text of the property *name*, English first, or ''."""
        texts = self.texts(name)
        return texts.get("en") or next(iter(texts.values()), "")

    def local(self, name: str) -> str:
        """Return the local name of the IRI in the property *name*, or ''."""
        return local_name(self.one(name)) if self.one(name) else ""


def _property(name: str) -> str:
    if ":" in name:
        prefix, _, local = name.partition(":")
        return PREFIXES[prefix] + local
    return ONTOLOGY + name


def read_nodes(store: QueryStore, *types: str) -> dict[str, Node]:
    """Return every subject of one of *types* with all its properties."""
    values = " ".join(f"<{_property(t)}>" for t in types)
    rows = store.select(
        f"SELECT ?s ?p ?o (LANG(?o) AS ?language) WHERE {{ VALUES ?type {{ {values} }} ?s a ?type ; ?p ?o }}"
    )
    nodes: dict[str, Node] = {}
    for row in rows:
        node = nodes.setdefault(row["s"], Node(row["s"]))
        pair = (row["o"], row.get("language", ""))
        if pair not in node.values[row["p"]]:
            node.values[row["p"]].append(pair)
    return nodes


def status_of(node: Node) -> Status:
    """Return the verification status of *node*; what has none is unverified."""
    return STATUS_OF_TERM.get(node.local("hasStatus"), Status.UNVERIFIED)
