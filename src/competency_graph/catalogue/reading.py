"""Reading the values of the graph out of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from competency_graph.catalogue.agreements import read_agreements, read_searches
from competency_graph.catalogue.awards import read_awards
from competency_graph.catalogue.crosswalks import read_assertions
from competency_graph.catalogue.nodes import Node as _Node
from competency_graph.catalogue.nodes import read_nodes as _read
from competency_graph.catalogue.nodes import status_of as _status
from competency_graph.errors import InputError
from competency_graph.formats.turtle import natural
from competency_graph.model import (
    Adoption,
    Body,
    Catalogue,
    CreditRule,
    Demand,
    Element,
    Framework,
    Jurisdiction,
    Kind,
    Level,
    ParameterValues,
    Profile,
    Source,
    Statement,
)
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import BASE, ONTOLOGY, PREFIXES, Curie, Iri, local_name, statement_curie

_LABEL = PREFIXES["skos"] + "prefLabel"
_IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_LABEL_STATUS = {
    "officialLabelIn": "official",
    "workingTranslationIn": "working translation",
    "machineTranslationIn": "machine translation",
}


def read_catalogue(store: QueryStore, release: str = "") -> Catalogue:
    """Return everything that answers are computed from, as it stands in *store*."""
    sources = read_sources(store)
    levels = {n.iri: _level(n) for n in _read(store, "Complexity", "Autonomy").values()}
    jurisdictions = {n.one("jurisdictionCode"): n for n in _read(store, "Jurisdiction").values()}
    codes = {n.iri: code for code, n in jurisdictions.items()}
    bodies = {local_name(n.iri): _body(n, codes) for n in _read(store, "Body", "Institution").values()}
    demands = _demands(store, levels)
    rules = {n.iri: _rule(n) for n in _read(store, "CreditRule").values()}
    nodes = _sorted(_read(store, *Kind).values())
    statements = {s.id: s for s in (_statement(n, sources, demands, rules) for n in nodes)}
    members: dict[str, list[Curie]] = defaultdict(list)
    for node in nodes:
        for profile in node.all("isMemberOf"):
            members[profile].append(statement_curie(node.iri))
    profile_nodes = _read(store, "Profile")
    profiles = {p.id: p for p in (_profile(n, members, rules, codes, levels) for n in profile_nodes.values())}
    frameworks = {f.slug: f for f in _frameworks(store, bodies, profile_nodes, codes)}
    adoptions = tuple(_adoption(n, sources, codes) for n in _sorted(_read(store, "Adoption").values()))
    return Catalogue(
        frameworks=dict(sorted(frameworks.items())),
        profiles=dict(sorted(profiles.items())),
        statements=statements,
        elements={e.name: e for e in (_element(n) for n in _sorted(_read(store, "Element").values()))},
        levels={lv.name: lv for lv in levels.values()},
        bodies=bodies,
        jurisdictions={c: Jurisdiction(c, n.texts("skos:prefLabel")) for c, n in sorted(jurisdictions.items())},
        adoptions=adoptions,
        parameters=_parameters(store),
        release=release,
        terms=_terms(store),
        agreements=read_agreements(store, sources, bodies, codes),
        searches=read_searches(store, codes),
        awards=read_awards(store, sources, codes),
        assertions=read_assertions(store),
    )


def _sorted(nodes: Iterable[_Node]) -> list[_Node]:
    """Return *nodes* by framework and position where they have one, else in natural order."""
    return sorted(nodes, key=lambda n: (n.one("isStatementOf"), int(n.one("position") or 0), natural(n.iri)))


def read_sources(store: QueryStore) -> dict[str, Source]:
    """Return the documents in which facts were read, by IRI."""
    nodes = _read(store, "SourceDocument")

    def title(iri: str) -> str:
        return next(iter(nodes[iri].texts("dcterms:title").values()), "") if iri in nodes else ""

    return {
        iri: Source(
            Iri(iri),
            title(iri),
            tuple(n.all("foaf:page")),
            title(n.one("isCopyOf")),
            n.text("skos:editorialNote"),
            next(iter(n.texts("dcterms:title")), "und"),
        )
        for iri, n in nodes.items()
    }


def _level(node: _Node) -> Level:
    scale = "complexity" if ONTOLOGY + "Complexity" in node.all("rdf:type") else "autonomy"
    return Level(local_name(node.iri), scale, int(node.one("rank") or 0), node.texts("skos:prefLabel"))


def _body(node: _Node, codes: Mapping[str, str]) -> Body:
    places = tuple(codes[j] for j in node.all("actsIn") if j in codes)
    labels = node.texts("skos:prefLabel")
    short = next(iter(node.all("skos:altLabel")), "") or labels.get("en", local_name(node.iri))
    return Body(local_name(node.iri), labels, short, places)


def _demands(store: QueryStore, levels: Mapping[str, Level]) -> dict[str, list[Demand]]:
    found: dict[str, list[Demand]] = defaultdict(list)

    def rank(iri: str) -> int:
        return levels[iri].rank if iri in levels else 0

    for node in _sorted(_read(store, "Demand").values()):
        demand = Demand(
            local_name(node.one("demandsElement")),
            rank(node.one("hasComplexity")),
            rank(node.one("hasAutonomy")),
            node.one("isEssential") == "true",
            node.one("certainty"),
            node.text("skos:note"),
        )
        found[node.one("isDemandOf")].append(demand)
    return found


def _statement(
    node: _Node,
    sources: Mapping[str, Source],
    demands: Mapping[str, list[Demand]],
    rules: Mapping[str, CreditRule],
) -> Statement:
    kinds = [Kind(local_name(t)) for t in node.all("rdf:type") if local_name(t) in set(Kind)]
    marks = {lang: word for name, word in _LABEL_STATUS.items() for lang in node.all(name)}
    return Statement(
        id=statement_curie(node.iri),
        iri=Iri(node.iri),
        framework=local_name(node.one("isStatementOf")),
        code=node.one("code"),
        kind=kinds[0],
        labels=node.texts("skos:prefLabel"),
        label_status=marks,
        paraphrases=node.texts("paraphrase"),
        clause=node.one("clause"),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
        status=_status(node),
        status_as_of=node.one("statusAsOf"),
        status_reason=node.text("statusReason"),
        demands=tuple(demands.get(node.iri, ())),
        credit_rules=tuple(rules[r] for r in node.all("hasCreditRule") if r in rules),
        coders=tuple(c.rsplit("--", 1)[-1] for c in node.all("isCodedIn")),
    )


def _rule(node: _Node) -> CreditRule:
    return CreditRule(node.text("skos:prefLabel"), node.one("minimumAmount"), node.one("unit"), _status(node))


def _profile(
    node: _Node,
    members: Mapping[str, list[Curie]],
    rules: Mapping[str, CreditRule],
    codes: Mapping[str, str],
    levels: Mapping[str, Level],
) -> Profile:
    def level(name: str) -> str:
        found = levels.get(node.one(name))
        return found.name if found else ""

    return Profile(
        id=node.one("dcterms:identifier"),
        iri=Iri(node.iri),
        framework=local_name(node.one("isProfileOf")),
        labels=node.texts("skos:prefLabel"),
        stage=node.local("hasCareerStage"),
        track=node.local("hasTrack"),
        complexity=level("hasComplexity"),
        autonomy=level("hasAutonomy"),
        jurisdictions=tuple(codes[j] for j in node.all("appliesIn") if j in codes),
        cycle=node.one("cycle"),
        eqf_level=node.one("eqfLevel"),
        duration=node.one("nominalDuration"),
        field=node.one("field"),
        statements=tuple(members.get(node.iri, ())),
        credit_rules=tuple(rules[r] for r in node.all("hasCreditRule") if r in rules),
    )


def _frameworks(
    store: QueryStore, bodies: Mapping[str, Body], profiles: Mapping[str, _Node], codes: Mapping[str, str]
) -> Iterable[Framework]:
    for node in _read(store, "Framework").values():
        own = [p for p in profiles.values() if p.one("isProfileOf") == node.iri]
        default = [p.one("dcterms:identifier") for p in own if node.iri in p.all("isDefaultProfileOf")]
        yield Framework(
            slug=node.one("dcterms:identifier"),
            labels=node.texts("skos:prefLabel"),
            issuer=bodies[local_name(node.one("isIssuedBy"))],
            in_force_from=node.one("inForceFrom"),
            in_force_until=node.one("inForceUntil"),
            default_profile=default[0] if default else "",
            notes=tuple(node.all("skos:editorialNote")),
            profiles=tuple(sorted(p.one("dcterms:identifier") for p in own)),
            replaces=tuple(local_name(f) for f in node.all("dcterms:replaces")),
            applies_in=tuple(codes[j] for j in node.all("appliesIn") if j in codes),
            compulsory_in=tuple(codes[j] for j in node.all("isCompulsoryIn") if j in codes),
            status=_status(node) if node.one("hasStatus") else None,
            reason=node.text("statusReason"),
        )


def _adoption(node: _Node, sources: Mapping[str, Source], codes: Mapping[str, str]) -> Adoption:
    return Adoption(
        framework=local_name(node.one("isAdoptedInto")),
        body=local_name(node.one("isAdoptionBy")),
        profile=node.one("adoptsProfile").removeprefix(f"{BASE}profile/"),
        jurisdictions=tuple(codes[j] for j in node.all("appliesIn") if j in codes),
        status=_status(node),
        reason=node.text("statusReason"),
        labels=node.texts("skos:prefLabel"),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
    )


def _element(node: _Node) -> Element:
    return Element(
        name=local_name(node.iri),
        labels=node.texts("skos:prefLabel"),
        definition=node.text("skos:definition"),
        implies=tuple(local_name(b) for b in node.all("implies")),
        type=node.local("hasElementType"),
        weight=int(node.one("weight") or 1),
        is_grouping=node.one("isGrouping") == "true",
    )


def _parameters(store: QueryStore) -> ParameterValues:
    nodes = list(_read(store, "ParameterSet").values())
    if len(nodes) != 1:
        raise InputError(f"the data hold {len(nodes)} parameter sets instead of one; see data/parameters.ttl")
    node = nodes[0]
    return ParameterValues(int(node.one("coverageThreshold")), int(node.one("overlapLimit")), node.one("dcterms:date"))


def _terms(store: QueryStore) -> dict[str, Mapping[str, str]]:
    classes = ("Verdict", "CoverageVerdict", "VerificationStatus", "Track", "CareerStage")
    nodes = _read(store, *classes, "Purpose", "LegalForce", "ParticipationKind", "Theme", "OpportunityKind")
    return {local_name(n.iri): n.texts("skos:prefLabel") for n in nodes.values()}
