"""Reading learning opportunities, and how units of effort become hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from competency_graph.catalogue.nodes import Node, read_nodes, status_of
from competency_graph.errors import InputError
from competency_graph.learning import (
    Conversion,
    Development,
    Effort,
    Money,
    Offers,
    Opportunity,
    OpportunityKind,
    Prerequisite,
    Ranks,
)
from competency_graph.model import Level, Source, Span
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import Iri, local_name

_KINDS = {kind.term: kind for kind in OpportunityKind}


def read_offers(store: QueryStore, levels: Mapping[str, Level]) -> Offers:
    """Return every learning opportunity in *store*, by name, and the conversions of units of effort.

    A development without a level is one whose level nobody states.

    Raises InputError where one has a kind that the program does not know.
    """
    sources = {n.iri: _source(n) for n in read_nodes(store, "SourceDocument").values()}
    develops: dict[str, list[Development]] = defaultdict(list)
    for node in _sorted(read_nodes(store, "Development")):
        level = _ranks(node, levels)
        development = Development(node.local("developsElement"), level if all(level) else None)
        develops[node.one("isDevelopmentOf")].append(development)
    requires: dict[str, list[Prerequisite]] = defaultdict(list)
    for node in _sorted(read_nodes(store, "Prerequisite")):
        first = Prerequisite(node.local("requiresOpportunity"), node.local("requiresElement"), _ranks(node, levels))
        requires[node.one("isPrerequisiteOf")].append(first)
    found = [
        _opportunity(n, tuple(develops[n.iri]), tuple(requires[n.iri]), sources)
        for n in _sorted(read_nodes(store, "LearningOpportunity"))
    ]
    conversions = [_conversion(n, sources) for n in _sorted(read_nodes(store, "UnitConversion"))]
    return Offers({o.name: o for o in found}, {c.unit: c for c in conversions})


def _sorted(nodes: Mapping[str, Node]) -> list[Node]:
    return sorted(nodes.values(), key=lambda n: n.iri)


def _source(node: Node) -> Source:
    titles = node.texts("dcterms:title")
    return Source(
        Iri(node.iri), next(iter(titles.values()), ""), tuple(node.all("foaf:page")), language=next(iter(titles), "und")
    )


def _ranks(node: Node, levels: Mapping[str, Level]) -> Ranks:
    complexity, autonomy = (levels.get(node.local(name)) for name in ("hasComplexity", "hasAutonomy"))
    return (complexity.rank, autonomy.rank) if complexity and autonomy else (0, 0)


def _opportunity(
    node: Node,
    develops: tuple[Development, ...],
    requires: tuple[Prerequisite, ...],
    sources: Mapping[str, Source],
) -> Opportunity:
    name, kind = local_name(node.iri), node.local("hasOpportunityKind")
    if kind not in _KINDS:
        raise InputError(f"{name}: cg:hasOpportunityKind is {kind or 'missing'}")
    least, most, cost = (node.one(x) for x in ("leastEffort", "mostEffort", "costAmount"))
    return Opportunity(
        name=name,
        labels=node.texts("skos:prefLabel"),
        kind=_KINDS[kind],
        develops=develops,
        requires=requires,
        effort=Effort(Decimal(least), Decimal(most), node.one("effortUnit")) if least and most else None,
        cost=Money(Decimal(cost), node.one("costCurrency")) if cost else None,
        hosts=tuple(local_name(h) for h in node.all("isHostedBy")),
        languages=tuple(node.all("instructionLanguage")),
        capacity=int(node.one("capacity")) if node.one("capacity") else None,
        span=Span(node.one("offeredFrom"), node.one("offeredUntil")),
        status=status_of(node),
        reason=node.text("statusReason"),
        note=node.text("skos:editorialNote"),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
    )


def _conversion(node: Node, sources: Mapping[str, Source]) -> Conversion:
    return Conversion(
        unit=node.one("convertedUnit"),
        least=Decimal(node.one("leastHours")),
        most=Decimal(node.one("mostHours")),
        status=status_of(node),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
    )
