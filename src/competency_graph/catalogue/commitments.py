"""Reading what bodies promised each other, where, and what in the graph bears on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from competency_graph.catalogue.nodes import Node, read_nodes, status_of
from competency_graph.catalogue.reading import read_sources
from competency_graph.model import Commitment, Event, Evidence, Offer, Source
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import ONTOLOGY, local_name


@dataclass(frozen=True)
class Promises:
    """Events, what was promised at them, the elements that bear on a theme, and learning opportunities."""

    events: Mapping[str, Event]
    commitments: tuple[Commitment, ...]
    themes: Mapping[str, tuple[str, ...]]
    offers: tuple[Offer, ...]


def read_promises(store: QueryStore) -> Promises:
    """Return all events, commitments and learning opportunities in *store*, and which elements bear on a theme."""
    sources = read_sources(store)
    codes = {n.iri: n.one("jurisdictionCode") for n in read_nodes(store, "Jurisdiction").values()}
    nodes = {n.iri: n for n in read_nodes(store, "Event", "Agreement").values()}
    events = [_event(n, codes, sources) for n in read_nodes(store, "Event").values()]
    commitments = [_commitment(n, nodes, sources) for n in read_nodes(store, "Commitment").values()]
    return Promises(
        events={e.name: e for e in sorted(events, key=lambda e: e.name)},
        commitments=tuple(sorted(commitments, key=lambda c: c.name)),
        themes=_themes(store),
        offers=tuple(sorted(map(_offer, read_nodes(store, "LearningOpportunity").values()), key=lambda o: o.name)),
    )


def _themes(store: QueryStore) -> dict[str, tuple[str, ...]]:
    rows = store.select(
        f"SELECT ?element ?theme WHERE {{ ?element <{ONTOLOGY}concernsTheme> ?theme ; a <{ONTOLOGY}Element> }}"
    )
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[local_name(row["theme"])].add(local_name(row["element"]))
    return {theme: tuple(sorted(elements)) for theme, elements in sorted(found.items())}


def _event(node: Node, codes: Mapping[str, str], sources: Mapping[str, Source]) -> Event:
    bodies = {local_name(b) for name in ("hasOrganiser", "hasAttendingBody") for b in node.all(name)}
    return Event(
        name=local_name(node.iri),
        labels=node.texts("skos:prefLabel"),
        held=node.one("heldOn"),
        jurisdiction=codes.get(node.one("isHeldIn"), ""),
        place=node.local("isHeldAt"),
        bodies=tuple(sorted(bodies)),
        status=status_of(node),
        notes=tuple(node.all("skos:editorialNote")),
        sources=_read_from(node, sources),
    )


def _commitment(node: Node, nodes: Mapping[str, Node], sources: Mapping[str, Source]) -> Commitment:
    return Commitment(
        name=local_name(node.iri),
        labels=node.texts("skos:prefLabel"),
        themes=tuple(local_name(t) for t in node.all("hasTheme")),
        makers=tuple(local_name(b) for b in node.all("isMadeBy")),
        event=node.local("isMadeAt"),
        agreement=node.local("isMadeUnder"),
        status=status_of(node),
        as_of=node.one("statusAsOf"),
        reason=node.text("statusReason"),
        notes=tuple(node.all("skos:editorialNote")),
        evidence=tuple(_evidence(nodes[iri] for iri in node.all("isFulfilledBy") if iri in nodes)),
        sources=_read_from(node, sources),
    )


def _evidence(nodes: Iterable[Node]) -> Iterable[Evidence]:
    for node in nodes:
        date = node.one("heldOn") or node.one("inForceFrom")
        yield Evidence(local_name(node.iri), node.texts("skos:prefLabel"), date)


def _offer(node: Node) -> Offer:
    hosts = tuple(local_name(h) for h in node.all("isHostedBy"))
    return Offer(
        local_name(node.iri), node.texts("skos:prefLabel"), node.local("hasOpportunityKind"), hosts, status_of(node)
    )


def _read_from(node: Node, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    return tuple(sources[s] for s in node.all("isReadFrom") if s in sources)
