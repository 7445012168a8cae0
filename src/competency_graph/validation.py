"""Checks of parsed data: SHACL shapes, and queries that must return nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from competency_graph.formats.turtle import line_of
from competency_graph.queries import NamedQuery
from competency_graph.store.embedded import EmbeddedStore
from competency_graph.vocabulary import local_name, statement_curie


@dataclass(frozen=True)
class Finding:
    """One broken rule: about which node, and what is wrong with it."""

    node: str
    what: str
    value: str = ""

    def render(self, place: Path | None) -> str:
        """Return the finding as one line, with file and line where they are known."""
        name = statement_curie(self.node) if "/id/" in self.node and "/" in self.node.split("/id/")[1] else self.node
        value = f" (found: {self.value})" if self.value and self.value != self.node else ""
        if place is None:
            return f"{name}: {self.what}{value}"
        line = line_of(place, self.node) if place.suffix == ".ttl" else None
        return f"{place}{f':{line}' if line else ''}: {name}: {self.what}{value}"


def find_shape_violations(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> list[Finding]:
    """Return what in *data* does not conform to *shapes*, in a fixed order."""
    from pyshacl import validate
    from rdflib.namespace import RDF, SH

    conforms, report, _ = validate(_rdflib(data), shacl_graph=_rdflib(shapes), inference="none")
    if conforms:
        return []
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = report.value(result, SH.resultMessage) or report.value(result, SH.sourceConstraintComponent)
        value = report.value(result, SH.value)
        found.append(Finding(str(report.value(result, SH.focusNode)), str(message), local_name(str(value or ""))))
    return sorted(set(found), key=lambda f: (f.node, f.what, f.value))


def find_query_violations(store: EmbeddedStore, checks: Sequence[NamedQuery]) -> list[Finding]:
    """Return what the queries of ``queries/check/*-violation.rq`` find in *store*: what is wrong."""
    return [f for check in checks if check.name.endswith("-violation") for f in _run(store, check)]


def find_quality_findings(store: EmbeddedStore, checks: Sequence[NamedQuery]) -> dict[str, list[Finding]]:
    """Return what the queries of ``queries/check/*-finding.rq`` find, by what each looks for: odd, not wrong."""
    return {check.summary: _run(store, check) for check in checks if check.name.endswith("-finding")}


def _run(store: EmbeddedStore, check: NamedQuery) -> list[Finding]:
    return [Finding(row["node"], row["what"]) for row in store.select(check.text)]


def _rdflib(triples: Iterable[ox.Triple]):  # type: ignore[no-untyped-def]
    import rdflib

    graph = rdflib.Graph()
    with _quiet("rdflib.term"):  # of "x"^^xsd:integer it would show a traceback; the shapes say it in one line
        graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Let the logger *name* say errors only."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
