"""Catalogues of learning opportunities as triples, one named graph a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

import pyoxigraph as ox

from competency_graph.errors import FileError
from competency_graph.formats.opportunities import OpportunityTable, Vocabulary
from competency_graph.learning import Opportunity, Ranks
from competency_graph.model import Status
from competency_graph.vocabulary import BASE, LANGUAGES, PREFIXES, expand, term

Value = ox.NamedNode | ox.Literal

_STATUS = {
    Status.SEEN: "Seen",
    Status.SECONDARY: "SeenInSecondaryCopy",
    Status.INFERRED: "Inferred",
    Status.CONFLICTING: "Conflicting",
    Status.UNVERIFIED: "Unverified",
}
_DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def refuse_invented(table: OpportunityTable) -> None:
    """Raise FileError where a table that a build reads as fact says that it is invented."""
    if table.head["invented"] == "yes":
        hint = "keep it outside data/opportunities and name it with --catalogue"
        raise FileError(table.path, 1, "an invented catalogue is not loaded as fact", hint)


def opportunity_triples(table: OpportunityTable, vocabulary: Vocabulary) -> Iterator[ox.Triple]:
    """Yield the triples of a catalogue: opportunities, what each develops, and what each requires."""
    names = _names(vocabulary)
    for opportunity in table.opportunities:
        node = ox.NamedNode(f"{BASE}opportunity/{opportunity.name}")
        _refuse_names(opportunity, table)
        yield from _triples(node, "LearningOpportunity", _facts(opportunity, table))
        for d in opportunity.develops:
            facts = [("isDevelopmentOf", node), ("developsElement", _element(d.element)), *_level(d.level, names)]
            yield from _triples(_part("development", opportunity, d.element), "Development", facts)
        for p in opportunity.requires:
            first = (
                ("requiresOpportunity", ox.NamedNode(f"{BASE}opportunity/{p.opportunity}"))
                if p.opportunity
                else ("requiresElement", _element(p.element))
            )
            facts = [("isPrerequisiteOf", node), first, *_level(p.level, names)]
            yield from _triples(_part("prerequisite", opportunity, p.opportunity or p.element), "Prerequisite", facts)


def _refuse_names(o: Opportunity, table: OpportunityTable) -> None:
    """Raise FileError for a host or source that is no name of the graph, which a build needs."""
    for column, name in [*(("host", h) for h in o.hosts), *(("source", str(s.iri)) for s in o.sources)]:
        if not re.fullmatch(r"[\w.-]+", name):
            what = f"{column} {name!r} is no name of the graph"
            raise FileError(table.path, table.lines[o.name], what, "write the last part of its IRI")


def _triples(node: ox.NamedNode, kind: str, facts: Iterable[tuple[str, Value]]) -> Iterator[ox.Triple]:
    yield ox.Triple(node, ox.NamedNode(expand("rdf:type")), ox.NamedNode(term(kind)))
    for name, value in facts:
        yield ox.Triple(node, ox.NamedNode(expand(name) if ":" in name else term(name)), value)


def _names(vocabulary: Vocabulary) -> tuple[Mapping[int, str], Mapping[int, str]]:
    scales = (vocabulary.complexities, vocabulary.autonomies)
    return tuple({rank: name for name, rank in scale.items()} for scale in scales)  # type: ignore[return-value]


def _part(kind: str, opportunity: Opportunity, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}{kind}/{opportunity.name}/{name}")


def _element(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["element"] + name)


def _level(level: Ranks | None, names: tuple[Mapping[int, str], Mapping[int, str]]) -> Iterator[tuple[str, Value]]:
    if level and all(level):
        for name, rank, scale in zip(("hasComplexity", "hasAutonomy"), level, names, strict=True):
            yield name, ox.NamedNode(PREFIXES["level"] + scale[rank])


def _facts(o: Opportunity, table: OpportunityTable) -> Iterator[tuple[str, Value]]:
    yield from _labels(o.labels, table.machine_translated)
    yield "hasOpportunityKind", ox.NamedNode(term(o.kind.term))
    for host in o.hosts:
        yield "isHostedBy", ox.NamedNode(PREFIXES["body"] + host)
    for source in o.sources:
        yield "isReadFrom", ox.NamedNode(PREFIXES["source"] + source.iri)
    yield "hasStatus", ox.NamedNode(term(_STATUS[o.status]))
    yield "statusAsOf", _date(table.head["date"])
    if o.reason:
        yield "statusReason", ox.Literal(o.reason, language="en")
    if o.note:
        yield "skos:editorialNote", ox.Literal(o.note, language="en")
    if o.effort:
        yield "leastEffort", _decimal(o.effort.least)
        yield "mostEffort", _decimal(o.effort.most)
        yield "effortUnit", ox.Literal(o.effort.unit)
    if o.cost:
        yield "costAmount", _decimal(o.cost.amount)
        yield "costCurrency", ox.Literal(o.cost.currency)
    for code in o.languages:
        yield "instructionLanguage", ox.Literal(code)
    if o.capacity:
        yield "capacity", ox.Literal(str(o.capacity), datatype=ox.NamedNode(expand("xsd:positiveInteger")))
    for name, date in (("offeredFrom", o.span.start), ("offeredUntil", o.span.end)):
        if date:
            yield name, _date(date)


def _labels(labels: Mapping[str, str], machine: Collection[str]) -> Iterator[tuple[str, Value]]:
    for language in LANGUAGES:
        if language in labels:
            yield "skos:prefLabel", ox.Literal(labels[language], language=language)
            mark = "machineTranslationIn" if language in machine else "workingTranslationIn"
            yield mark, ox.Literal(language)


def _date(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(expand(_DATE_TYPES[len(text)])))


def _decimal(number: Decimal) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(expand("xsd:decimal")))
