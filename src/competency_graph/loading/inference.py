"""Inferred graphs: satisfaction, coverage, and mappings with SSSOM metadata and provenance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyoxigraph as ox

from competency_graph.kernel import (
    COVERED,
    EQUIVALENT,
    EXCEEDS,
    FALLS_SHORT,
    Parameters,
    compare_among,
    cover,
)
from competency_graph.model import Catalogue, Statement, Status, weakest
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import VERDICTS, comparable
from competency_graph.recognition.mappings import MappingRecord, predicate
from competency_graph.vocabulary import BASE, PREFIXES, VERSION, Curie, expand, term

SATISFACTION = ox.NamedNode(f"{PREFIXES['graph']}inferred/satisfaction")
COVERAGE = ox.NamedNode(f"{PREFIXES['graph']}inferred/coverage")
MAPPINGS = ox.NamedNode(f"{PREFIXES['graph']}inferred/mappings")
ACTIVITY = ox.NamedNode(f"{BASE}activity/inference-{VERSION}")

_TYPE = ox.NamedNode(expand("rdf:type"))
_DECIMAL = ox.NamedNode(expand("xsd:decimal"))
STATUS_TERM = {
    Status.SEEN: "Seen",
    Status.SECONDARY: "SeenInSecondaryCopy",
    Status.INFERRED: "Inferred",
    Status.CONFLICTING: "Conflicting",
    Status.UNVERIFIED: "Unverified",
    Status.NOT_FOUND: "SearchedNotFound",
}


@dataclass(frozen=True)
class Inferred:
    """What inference added: the quads, and how many pairs have which verdict."""

    quads: tuple[ox.Quad, ...]
    strict: Counter[str]
    substantial: Counter[str]
    mappings: int


def infer(catalogue: Catalogue, arrays: Arrays) -> Inferred:
    """Return all verdicts between comparable statements, and the coverage of each by each profile."""
    p = Parameters(catalogue.parameters.theta, catalogue.parameters.overlap)
    statements = [s for s in catalogue.statements.values() if s.demands]
    carried = arrays.carry([s.demands for s in statements])
    quads: list[ox.Quad] = []
    strict: Counter[str] = Counter()
    substantial: Counter[str] = Counter()
    mappings = 0
    for low, verdicts in compare_among(carried, arrays.hierarchy, p):
        for row, column in np.argwhere((verdicts.strict > 0) | (verdicts.substantial > 0)).tolist():
            i, j = low + row, low + column
            a, b = statements[i], statements[j]
            if i >= j or not comparable(a.kind, b.kind):
                continue
            codes = int(verdicts.strict[row, column]), int(verdicts.substantial[row, column])
            strict[VERDICTS[codes[0]]] += 1
            substantial[VERDICTS[codes[1]]] += 1
            shared = int(verdicts.shared[row, column])
            shares = Fraction(shared, int(carried.demand[j])), Fraction(shared, int(carried.demand[i]))
            found = list(_mapping(a, b, codes, shares))
            mappings += bool(found)
            quads += [*_satisfaction(a, b, *codes), *found]
    quads += _coverage(catalogue, arrays, statements, p)
    quads += activity_quads()
    return Inferred(tuple(quads), strict, substantial, mappings)


def _quad(graph: ox.NamedNode, s: str, p: str, o: ox.NamedNode | ox.Literal | str) -> ox.Quad:
    value = ox.NamedNode(o) if isinstance(o, str) else o
    return ox.Quad(ox.NamedNode(s), ox.NamedNode(p), value, graph)


def _satisfaction(a: Statement, b: Statement, strict: int, substantial: int) -> Iterator[ox.Quad]:
    """Yield what one pair says of satisfaction and overlap, in both directions."""
    for code, name in ((strict, "strictlySatisfies"), (substantial, "substantiallySatisfies")):
        if code in (EXCEEDS, EQUIVALENT):
            yield _quad(SATISFACTION, a.iri, term(name), b.iri)
        if code in (FALLS_SHORT, EQUIVALENT):
            yield _quad(SATISFACTION, b.iri, term(name), a.iri)
    if substantial:
        yield _quad(SATISFACTION, a.iri, term("substantiallyOverlaps"), b.iri)
        yield _quad(SATISFACTION, b.iri, term("substantiallyOverlaps"), a.iri)


def _mapping(
    a: Statement, b: Statement, codes: tuple[int, int], shares: tuple[Fraction, Fraction]
) -> Iterator[ox.Quad]:
    found = predicate(*codes)
    if found is not None:
        status = weakest([a.status, b.status])
        yield from mapping_quads(MappingRecord(a.iri, Curie(found[0]), b.iri, found[1], *shares, status))


def mapping_quads(
    record: MappingRecord, graph: ox.NamedNode = MAPPINGS, activity: ox.NamedNode = ACTIVITY
) -> Iterator[ox.Quad]:
    """Yield what is said of one mapping: SSSOM's reading of OWL annotations, coverage, status and origin."""
    facts: list[tuple[str, ox.NamedNode | ox.Literal | str]] = [
        (_TYPE.value, term("Mapping")),
        (expand("owl:annotatedSource"), record.subject),
        (expand("owl:annotatedProperty"), expand(record.predicate)),
        (expand("owl:annotatedTarget"), record.object),
        (expand("sssom:mapping_justification"), expand("semapv:BackgroundKnowledgeBasedMatching")),
        (term("ruleIdentifier"), ox.Literal(record.rule)),
        (term("forwardCoverage"), _decimal(record.forward)),
        (term("backwardCoverage"), _decimal(record.backward)),
        (term("hasStatus"), term(STATUS_TERM[record.status])),
        (expand("prov:wasGeneratedBy"), activity),
    ]
    for fact in facts:
        yield _quad(graph, record.iri, *fact)


def _decimal(share: Fraction) -> ox.Literal:
    return ox.Literal(f"{float(share):.4f}", datatype=_DECIMAL)


def _coverage(
    catalogue: Catalogue, arrays: Arrays, statements: Sequence[Statement], p: Parameters
) -> Iterator[ox.Quad]:
    rows = arrays.carry([s.demands for s in statements])
    for profile in catalogue.profiles.values():
        members = [catalogue.statements[s] for s in profile.statements if catalogue.statements[s].demands]
        if not members:
            continue
        result = cover(arrays.carry([m.demands for m in members]), rows, arrays.hierarchy, p)
        for k, statement in enumerate(statements):
            if not comparable(statement.kind, members[0].kind):
                continue
            if result.strict[k] == COVERED:
                yield _quad(COVERAGE, statement.iri, term("isStrictlyMetBy"), profile.iri)
            if result.substantial[k] == COVERED:
                yield _quad(COVERAGE, statement.iri, term("isSubstantiallyMetBy"), profile.iri)
            elif result.met[k]:
                yield _quad(COVERAGE, statement.iri, term("isPartlyMetBy"), profile.iri)


def activity_quads(graph: ox.NamedNode = MAPPINGS, activity: ox.NamedNode = ACTIVITY) -> Iterator[ox.Quad]:
    """Yield that this software carried out an activity."""
    agent = ox.NamedNode(f"{BASE}software/competency-graph-{VERSION}")
    yield ox.Quad(activity, _TYPE, ox.NamedNode(expand("prov:Activity")), graph)
    yield ox.Quad(activity, ox.NamedNode(expand("prov:wasAssociatedWith")), agent, graph)
    yield ox.Quad(agent, _TYPE, ox.NamedNode(expand("prov:SoftwareAgent")), graph)
