"""Reading degrees, titles and grades."""

from __future__ import annotations

from collections.abc import Mapping

from competency_graph.catalogue.nodes import Node, read_nodes, status_of
from competency_graph.model import Award, Source
from competency_graph.store.protocol import QueryStore
from competency_graph.vocabulary import local_name

#: What a title or grade requires, by the property that says so.
_REQUIREMENTS = {
    "education": "requiredEducation",
    "practice": "requiredPractice",
    "examination": "requiredExamination",
    "development": "requiredDevelopment",
}


def read_awards(store: QueryStore, sources: Mapping[str, Source], codes: Mapping[str, str]) -> tuple[Award, ...]:
    """Return the degrees, titles and grades in *store*, by name."""
    found = [
        _award(node, kind.lower(), sources, codes)
        for kind in ("Qualification", "Title")
        for node in read_nodes(store, kind).values()
    ]
    return tuple(sorted(found, key=lambda a: a.name))


def _award(node: Node, kind: str, sources: Mapping[str, Source], codes: Mapping[str, str]) -> Award:
    required = {key: " ".join(node.all(name)) for key, name in _REQUIREMENTS.items()}
    return Award(
        name=local_name(node.iri),
        kind=kind,
        labels=node.texts("skos:prefLabel"),
        jurisdiction=codes.get(node.one("isAwardedIn"), ""),
        status=status_of(node),
        issuer=node.local("isIssuedBy"),
        cycle=node.one("cycle"),
        grade_above=node.local("isGradeAbove"),
        protection=" ".join(node.all("legalProtection")),
        requirements={key: text for key, text in required.items() if text},
        reason=node.text("statusReason"),
        sources=tuple(sources[s] for s in node.all("isReadFrom") if s in sources),
    )
