"""Reading agreements, who takes part in them, and what was searched for and not found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from competency_graph.catalogue.nodes import Node, read_nodes, status_of
from competency_graph.errors import InputError
from competency_graph.model import (
    Agreement,
    Body,
    Coverage,
    Force,
    Participation,
    ParticipationKind,
    Purpose,
    Search,
    Source,
    Span,
)
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import local_name

_Term = TypeVar("_Term", ParticipationKind, Force)
_PURPOSES = {p.term: p for p in Purpose}


def read_agreements(
    store: QueryStore, sources: Mapping[str, Source], bodies: Mapping[str, Body], codes: Mapping[str, str]
) -> tuple[Agreement, ...]:
    """Return the agreements in *store* by name, each with all that take part in it.

    Raises InputError where one has a force, purpose or kind of participation that the program does not know.
    """
    members: dict[str, list[Participation]] = defaultdict(list)
    for node in read_nodes(store, "Participation").values():
        kind = _member(ParticipationKind, node, "hasParticipationKind")
        party = codes.get(node.one("appliesIn"), "")
        part = _participation(node, party, node.local("isParticipationBy"), kind, sources)
        members[node.local("isParticipationIn")].append(part)
    for node in read_nodes(store, "Authorisation").values():
        agency = node.local("isAuthorisationOf")
        for party in bodies[agency].jurisdictions if agency in bodies else ():
            part = _participation(node, party, agency, ParticipationKind.AUTHORISED, sources)
            members[node.local("isAuthorisationUnder")].append(part)
    contacts = _contacts(store, bodies)
    nodes = sorted(read_nodes(store, "Agreement").values(), key=lambda n: n.iri)
    return tuple(_agreement(n, members[local_name(n.iri)], contacts, bodies, sources) for n in nodes)


def read_searches(store: QueryStore, codes: Mapping[str, str]) -> tuple[Search, ...]:
    """Return what was searched for and not found, by name."""
    nodes = sorted(read_nodes(store, "SearchRecord").values(), key=lambda n: n.iri)
    return tuple(
        Search(
            name=local_name(n.iri),
            labels=n.texts("skos:prefLabel"),
            jurisdictions=tuple(sorted(codes[j] for j in n.all("appliesIn") if j in codes)),
            bodies=tuple(local_name(b) for b in n.all("concernsBody")),
            stage=n.local("hasCareerStage"),
            themes=tuple(local_name(t) for t in n.all("concernsTheme")),
            agreements=tuple(local_name(a) for a in n.all("concernsAgreement")),
            events=tuple(local_name(e) for e in n.all("concernsEvent")),
            as_of=n.one("statusAsOf"),
            searched_in=tuple(n.all("searchedIn")),
            would_supply=tuple(n.all("wouldSupply")),
        )
        for n in nodes
    )


def _member(kind: type[_Term], node: Node, name: str) -> _Term:
    try:
        return kind(node.local(name))
    except ValueError as error:
        raise InputError(f"{local_name(node.iri)}: cg:{name} is {node.local(name) or 'missing'}") from error


def _participation(
    node: Node, party: str, body: str, kind: ParticipationKind, sources: Mapping[str, Source]
) -> Participation:
    return Participation(
        party=party,
        body=body,
        kind=kind,
        span=_span(node),
        status=status_of(node),
        reason=node.text("statusReason"),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
    )


def _coverage(node: Node) -> Coverage:
    return Coverage(
        stages=tuple(local_name(s) for s in node.all("hasCareerStage")),
        tracks=tuple(local_name(t) for t in node.all("appliesToTrack")),
        cycles=tuple(node.all("cycle")),
        field=node.one("field"),
    )


def _span(node: Node) -> Span:
    return Span(node.one("inForceFrom"), node.one("inForceUntil"), node.one("seenInForceOn"))


def _contacts(store: QueryStore, bodies: Mapping[str, Body]) -> dict[str, set[str]]:
    """Return, for every agreement, the bodies of no jurisdiction that made a commitment under it."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in read_nodes(store, "Commitment").values():
        makers = (local_name(b) for b in node.all("isMadeBy"))
        found[node.local("isMadeUnder")] |= _international(makers, bodies)
    return found


def _international(names: Iterable[str], bodies: Mapping[str, Body]) -> set[str]:
    return {n for n in names if n in bodies and not bodies[n].jurisdictions}


def _agreement(
    node: Node,
    members: Iterable[Participation],
    contacts: Mapping[str, set[str]],
    bodies: Mapping[str, Body],
    sources: Mapping[str, Source],
) -> Agreement:
    name = local_name(node.iri)
    unknown = [local_name(p) for p in node.all("hasPurpose") if local_name(p) not in _PURPOSES]
    if unknown:
        raise InputError(f"{name}: cg:hasPurpose is {', '.join(unknown)}")
    purposes = {_PURPOSES[local_name(p)] for p in node.all("hasPurpose")}
    issuer = node.local("isIssuedBy")
    return Agreement(
        name=name,
        labels=node.texts("skos:prefLabel"),
        force=_member(Force, node, "hasLegalForce"),
        purposes=tuple(p for p in Purpose if p in purposes),
        scope=node.text("scope"),
        span=_span(node),
        status=status_of(node),
        issuer=issuer,
        contacts=tuple(sorted(contacts.get(name, set()) | _international([issuer], bodies))),
        participations=tuple(sorted(members, key=lambda m: (m.party, m.span.start, m.body))),
        as_of=node.one("statusAsOf"),
        reason=node.text("statusReason"),
        notes=tuple(node.all("skos:editorialNote")),
        coverage=_coverage(node),
        scopes=node.texts("scope"),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
    )
