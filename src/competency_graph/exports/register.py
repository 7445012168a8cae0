"""The register for other programs: PROV for who said what, SSSOM for what is agreed, and its own file of proposals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from competency_graph.exports.export import Export
from competency_graph.exports.selection import node, prefixes_of
from competency_graph.formats.rdf import Graphs, blocks
from competency_graph.formats.register import (
    NAMES,
    PROPOSAL_COLUMNS,
    REGISTER,
    Proposal,
    Register,
    Review,
    head_of,
    row_of,
)
from competency_graph.formats.sssom import MappingSet, Row, Value, write_sssom_records
from competency_graph.model import Catalogue
from competency_graph.recognition.register import Docket, Entry, framework_of
from competency_graph.recognition.register_checks import person_key
from competency_graph.vocabulary import BASE, DATA_LICENCE, PREFIXES, expand, statement_iri, term

INVENTED = "INVENTED EXAMPLE: these bodies do not exist, and nobody has said any of this."
Facts = Iterator[tuple[str, ox.NamedNode | ox.Literal]]


def proposals_text(register: Register, catalogue: Catalogue) -> str:
    """Return the text of ``proposals.sssom.tsv``: every row says all of itself, so that a new one is one new line."""
    mappings = _mapping_set(register, register.proposals, catalogue, "en")
    return "".join(write_sssom_records(mappings, PROPOSAL_COLUMNS))


def _mapping_set(register: Register, proposals: Sequence[Proposal], catalogue: Catalogue, language: str) -> MappingSet:
    own = {b.name for b in register.bodies}
    statements = {s for p in proposals for s in (p.subject, p.object)}
    labels: dict[str, str] = {s: catalogue.label(catalogue.statements[s].labels, language) for s in statements}
    frameworks = {s: catalogue.frameworks[s] for s in map(framework_of, statements)}
    versions = {slug: f.in_force_from or slug for slug, f in frameworks.items()}
    known = {**prefixes_of(catalogue), **NAMES}
    used = {*frameworks, "cg", "id", "body", *NAMES}
    head = head_of(register.is_invented, {p: known[p] for p in used})
    return MappingSet(head, tuple(row_of(p, p.body in own, labels, versions) for p in proposals))


def export_register(docket: Docket, catalogue: Catalogue, language: str) -> Export:
    """Return all that was proposed and said as RDF, and what is agreed, and that alone, as SSSOM."""
    prefixes = {**prefixes_of(catalogue), **NAMES}
    return Export(_graphs(docket), prefixes, lambda: _agreed(docket, catalogue, language))


def _agreed(docket: Docket, catalogue: Catalogue, language: str) -> MappingSet:
    entries = [e for e in docket.entries if e.state.is_agreed]
    found = _mapping_set(docket.register, [e.proposal for e in entries], catalogue, language)
    rows = tuple(_reviewed(row, e, docket.register) for row, e in zip(found.rows, entries, strict=True))
    mark = f"{INVENTED} " if docket.register.is_invented else ""
    head = {
        **found.head,
        "mapping_set_id": f"{found.head['mapping_set_id']}/agreed/{docket.on}",
        "mapping_set_title": f"{mark}Equivalences agreed by bodies of both sides on {docket.on}",
        "mapping_set_description": f"{mark}Agreed at working level, unless a signed instrument is cited.",
    }
    return MappingSet(head, rows)


def _reviewed(row: Row, entry: Entry, register: Register) -> Row:
    own = {b.name for b in register.bodies}
    reviews = [o.review for o in entry.opinions if o.is_sure]
    cited = f"|instrument={entry.instrument.name}" if entry.instrument else ""
    found: dict[str, Value] = {
        "mapping_justification": "semapv:MappingReview",
        "reviewer_id": tuple(sorted(f"{'rb' if r.body in own else 'body'}:{r.body}" for r in reviews)),
        "reviewer_label": tuple(sorted({r.reviewer for r in reviews})),
        "review_date": max(r.date for r in reviews),
        "other": f"state={entry.state}{cited}",
    }
    return {**row, **found}


def _graphs(docket: Docket) -> Graphs:
    triples: list[ox.Triple] = []
    register = docket.register
    bodies = {b.name: f"{NAMES['rb']}{b.name}" for b in register.bodies}

    def body(name: str) -> ox.NamedNode:
        return node(bodies.get(name, f"{PREFIXES['body']}{name}"))

    def describe(iri: str, facts: Facts) -> None:
        triples.extend(ox.Triple(node(iri), node(expand(p) if ":" in p else term(p)), o) for p, o in facts)

    for b in register.bodies:
        describe(bodies[b.name], _body_facts(b.label, b.is_invented))
    for entry in docket.entries:
        p = entry.proposal
        describe(_iri(p.id), _proposal_facts(entry, body(p.body)))
        describe(_activity(p.id), _activity_facts(_person(p.author, p.body), body(p.body)))
        describe(_person(p.author, p.body), _person_facts(p.author, body(p.body)))
        for r in entry.history:
            describe(_iri(r.id), _review_facts(r, body(r.body)))
            describe(_activity(r.id), _activity_facts(_person(r.reviewer, r.body), body(r.body), r))
            describe(_person(r.reviewer, r.body), _person_facts(r.reviewer, body(r.body)))
    describe(f"{PREFIXES['graph']}register", _graph_facts(docket))
    return {f"{PREFIXES['graph']}register": blocks(set(triples))}


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return NAMES[prefix] + local


def _activity(name: str) -> str:
    return f"{REGISTER}activity/{name.replace(':', '-')}"


def _person(name: str, body: str) -> str:
    """Return an identifier of a person as one who speaks for a body; nothing else of them is known."""
    return f"{REGISTER}person/{hashlib.sha256(' '.join((person_key(name), body)).encode()).hexdigest()[:10]}"


def _day(date: str) -> ox.Literal:
    return ox.Literal(date, datatype=node(expand("xsd:date")))


def _graph_facts(docket: Docket) -> Facts:
    yield "rdf:type", node(expand("prov:Collection"))
    yield "dcterms:license", node(DATA_LICENCE)
    yield "statusAsOf", _day(docket.on)
    if docket.register.is_invented:
        yield "skos:editorialNote", ox.Literal(INVENTED, language="en")


def _body_facts(label: str, is_invented: bool) -> Facts:
    yield "rdf:type", node(expand("prov:Organization"))
    yield "skos:prefLabel", ox.Literal(label)
    if is_invented:
        yield "skos:editorialNote", ox.Literal("This body is invented.", language="en")


def _person_facts(name: str, body: ox.NamedNode) -> Facts:
    yield "rdf:type", node(expand("prov:Person"))
    yield "foaf:name", ox.Literal(name)
    yield "prov:actedOnBehalfOf", body


def _proposal_facts(entry: Entry, body: ox.NamedNode) -> Facts:
    p = entry.proposal
    yield "rdf:type", node(term("Mapping"))
    yield "rdf:type", node(expand("prov:Entity"))
    yield "owl:annotatedSource", node(_statement(p.subject))
    yield "owl:annotatedProperty", node(expand(p.predicate))
    yield "owl:annotatedTarget", node(_statement(p.object))
    yield "sssom:mapping_justification", node(expand("semapv:ManualMappingCuration"))
    yield "sssom:mapping_date", _day(p.date)
    if p.confidence is not None:
        yield "sssom:confidence", ox.Literal(str(p.confidence), datatype=node(expand("xsd:decimal")))
    if p.comment:
        yield "rdfs:comment", ox.Literal(p.comment)
    yield "registerState", ox.Literal(str(entry.state))
    yield "statusAsOf", _day(entry.on)
    yield "prov:wasGeneratedBy", node(_activity(p.id))
    yield "prov:wasAttributedTo", node(_person(p.author, p.body))
    yield "prov:wasAttributedTo", body


def _review_facts(r: Review, body: ox.NamedNode) -> Facts:
    yield "rdf:type", node(expand("prov:Entity"))
    yield "dcterms:date", _day(r.date)
    yield "dcterms:subject", node(_iri(r.proposal))
    yield "reviewMandate", ox.Literal(r.mandate)
    texts: Mapping[str, str] = {"reviewVerdict": str(r.verdict or ""), "reviewCondition": r.condition}
    yield from ((name, ox.Literal(text)) for name, text in texts.items() if text)
    if r.comment:
        yield "rdfs:comment", ox.Literal(r.comment)
    if r.due:
        yield "answerDue", _day(r.due)
    if r.instrument:
        yield "dcterms:references", node(f"{BASE}agreement/{r.instrument}")
    if r.reply_to:
        yield "prov:wasDerivedFrom", node(_iri(r.reply_to))
    yield "prov:wasGeneratedBy", node(_activity(r.id))
    yield "prov:wasAttributedTo", node(_person(r.reviewer, r.body))
    yield "prov:wasAttributedTo", body


def _activity_facts(person: str, body: ox.NamedNode, review: Review | None = None) -> Facts:
    yield "rdf:type", node(expand("prov:Activity"))
    yield "prov:wasAssociatedWith", body
    yield "prov:wasAssociatedWith", node(person)
    if review is None:
        return
    yield "prov:used", node(_iri(review.proposal))
    if review.reply_to:
        yield "prov:wasInformedBy", node(_activity(review.reply_to))


def _statement(name: str) -> str:
    slug, _, code = name.partition(":")
    return statement_iri(slug, code)
