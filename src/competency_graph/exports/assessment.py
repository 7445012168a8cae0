"""One assessment as RDF: what was found, from which premises, by what. It has no blank node and names no person.

The assessment and its parts are named by UUIDs made from the case file, the question and the release, so that the same
question gives the same names, and nothing in them can be read back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox

from competency_graph.case import Award
from competency_graph.catalogue.nodes import STATUS_OF_TERM
from competency_graph.errors import ExportError
from competency_graph.exports.crosswalk import DISCLAIMER
from competency_graph.exports.export import Export
from competency_graph.exports.selection import TYPE, Selection, node, prefixes_of
from competency_graph.formats.sssom import MappingSet
from competency_graph.loading.inference import activity_quads
from competency_graph.model import Catalogue
from competency_graph.recognition import Assessment, not_decisive
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import BASE, PREFIXES, Iri, expand, term

_TERM_OF_STATUS = {status: name for name, status in STATUS_OF_TERM.items()}
_COVERED = {"full": "isCoveredIn", "partial": "isPartlyCoveredIn"}


def export_assessment(store: EmbeddedStore, catalogue: Catalogue, value: Assessment) -> Export:
    """Return an assessment as RDF, with the labels of all that it names."""
    selection = Selection(store)
    selection.add(_quads(store, catalogue, value))
    selection.add_labels(node(f"{PREFIXES['element']}{g.missing.element}") for g in value.gaps)
    selection.add_labels(
        node(catalogue.statements[s].iri) for s in (value.target.profile.statements if value.target else ())
    )
    selection.add_labels_of_all_named()
    selection.add_labels_of_all_named()  # the frameworks of the profiles and statements just named
    prefixes = {**prefixes_of(catalogue), "agreement": f"{BASE}agreement/"}
    return Export(selection.graphs(), prefixes, _no_mappings)


def assessment_iri(value: Assessment) -> Iri:
    """Return the name of an assessment: the same for the same file, question and release of the data."""
    asked = (value.case.digest, value.asked, value.purpose, value.on, value.release)
    return Iri(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(asked))}")


def _part(value: Assessment, name: str) -> ox.NamedNode:
    return node(f"urn:uuid:{uuid.uuid5(uuid.UUID(assessment_iri(value)[9:]), name)}")


def _no_mappings() -> MappingSet:
    raise ExportError("an assessment maps no statements, so it has no SSSOM; take turtle or jsonld")


def _quads(store: EmbeddedStore, catalogue: Catalogue, value: Assessment) -> Iterator[ox.Quad]:
    about = node(assessment_iri(value))
    activity, case = _part(value, "activity"), _part(value, "case")
    yield from activity_quads(about, activity)
    facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("rdf:type", node(term("Assessment"))),
        ("rdf:type", node(expand("prov:Entity"))),
        ("prov:wasGeneratedBy", activity),
        ("prov:wasDerivedFrom", case),
        ("cg:isAssessedFor", node(term(value.purpose.term))),
        ("cg:hasStatus", node(term(_TERM_OF_STATUS[value.status]))),
        ("dcterms:date", ox.Literal(value.on, datatype=node(expand("xsd:date")))),
        ("owl:versionInfo", ox.Literal(value.release)),
    ]
    notes = [
        DISCLAIMER,
        *(["An invented example: no real person, programme or decision is meant."] * value.case.is_invented),
    ]
    facts += [("rdfs:comment", ox.Literal(note, language="en")) for note in notes]
    if value.target:
        facts.append(("cg:isAssessedAgainst", node(value.target.profile.iri)))
    for predicate, found in facts:
        yield ox.Quad(about, node(expand(predicate)), found, about)
    yield from _case(value, case, about)
    yield from _found(catalogue, value, about)
    for used in sorted({case.value, *_used(store, catalogue, value)}):
        yield ox.Quad(activity, node(expand("prov:used")), node(used), about)
    for i, (used, note) in enumerate(_roles(value), 1):
        usage = _part(value, f"usage {i}")
        yield ox.Quad(activity, node(expand("prov:qualifiedUsage")), usage, about)
        yield ox.Quad(usage, TYPE, node(expand("prov:Usage")), about)
        yield ox.Quad(usage, node(expand("prov:entity")), node(used), about)
        yield ox.Quad(usage, node(expand("rdfs:comment")), ox.Literal(note, language="en"), about)


def _case(value: Assessment, case: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the file by its digest and the awards in it: titles, jurisdictions and dates, and no person."""
    yield ox.Quad(case, TYPE, node(expand("prov:Entity")), graph)
    yield ox.Quad(case, node(term("fileHash")), ox.Literal(value.case.digest), graph)
    yield ox.Quad(case, node(expand("dcterms:identifier")), ox.Literal(value.case.name), graph)
    for i, award in enumerate(value.case.awards, 1):
        about = _part(value, f"award {i}")
        yield ox.Quad(case, node(expand("prov:hadMember")), about, graph)
        for predicate, found in _award(award):
            yield ox.Quad(about, node(expand(predicate)), found, graph)


def _award(award: Award) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield "rdf:type", node(expand("prov:Entity"))
    yield "dcterms:title", ox.Literal(award.title)
    yield "cg:isAwardedIn", node(f"{PREFIXES['jurisdiction']}{award.jurisdiction}")
    if award.awarded:
        kind = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(award.awarded)]
        yield "dcterms:date", ox.Literal(award.awarded, datatype=node(expand(kind)))


def _found(catalogue: Catalogue, value: Assessment, about: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the differences, which statements are covered, and which elements are missing."""
    for d in value.differences:
        difference = _part(value, f"difference {d.kind}")
        yield ox.Quad(difference, TYPE, node(term("Difference")), about)
        yield ox.Quad(difference, node(term("isDifferenceIn")), about, about)
        for name, text in (("Kind", d.kind), ("Result", str(d.result)), ("Weight", d.weight)):
            yield ox.Quad(difference, node(term(f"difference{name}")), ox.Literal(text), about)
    for s in value.documented.statements if value.documented else ():
        if s.side == "target" and s.substantial in _COVERED:
            yield ox.Quad(node(catalogue.statements[s.id].iri), node(term(_COVERED[s.substantial])), about, about)
    for gap in value.gaps:
        yield ox.Quad(node(f"{PREFIXES['element']}{gap.missing.element}"), node(term("isMissingIn")), about, about)


def _used(store: EmbeddedStore, catalogue: Catalogue, value: Assessment) -> Iterator[str]:
    """Yield the premises: profiles, adoptions, parameters, agreements, and evidence that is a statement or element."""
    standards = [r.standard for r in value.readings if r.standard]
    yield from (s.profile.iri for s in standards)
    if value.target:
        yield value.target.profile.iri
    yield from (catalogue.profiles[r.standard].iri for r, _ in value.registrations if r.standard)
    yield from (cast("ox.NamedNode", q.subject).value for q in store.quads(None, TYPE, node(term("ParameterSet"))))
    adopted = {(s.edition, s.profile.id) for s in standards if s.adoption}
    if value.target and value.target.adopts:
        adopted.add((value.target.edition, value.target.profile.id))
    for edition, profile in sorted(adopted):
        yield from _adoptions(store, edition, catalogue.profiles[profile].iri)
    names = {h.agreement for p in value.pathways for c in p.answers[0].chains if c.is_direct for h in c.hops}
    names |= {c.hops[0].agreement for p in value.pathways for c in not_decisive(p)}
    yield from (f"{BASE}agreement/{name}" for name in sorted(names | {a.agreement for a in value.accords}))
    for e in value.evidence.values():
        if e.proof:
            own = {str(s): statement.iri for s, statement in catalogue.statements.items()}
            yield own[e.name] if e.is_statement else f"{PREFIXES['element']}{e.name}"


def _roles(value: Assessment) -> Iterator[tuple[str, str]]:
    """Yield what premises were used for: editions by which awards are read, and agreements as grounds."""
    for i, r in enumerate(value.readings, 1):
        if r.standard:
            yield r.standard.profile.iri, f"Edition by which award {i} is read; ground: {r.ground}."
    for p in value.pathways:
        direct = [c for c in p.answers[0].chains if c.is_direct]
        for chain in direct:
            found = f"{p.source} to {p.target}, {value.purpose}, on {value.on}: {chain.finding}."
            yield f"{BASE}agreement/{chain.hops[0].agreement}", found
        for chain in not_decisive(p):
            found = f"{p.source} to {p.target}, academic recognition, not decisive for {value.purpose}, on {value.on}"
            yield f"{BASE}agreement/{chain.hops[0].agreement}", f"{found}: {chain.finding}."
    for a in value.accords:
        part = "for the academic requirement of this purpose" if a.is_part else "not for this purpose"
        use = "for this purpose" if a.provides else part
        note = f"Accredited programmes, {a.source.party} to {a.target.party}, on {a.award.awarded}, {use}: {a.state}."
        yield f"{BASE}agreement/{a.agreement}", note


def _adoptions(store: EmbeddedStore, edition: str, profile: Iri) -> Iterator[str]:
    into = {q.subject for q in store.quads(None, node(term("isAdoptedInto")), node(f"{PREFIXES['id']}{edition}"))}
    found = {q.subject for q in store.quads(None, node(term("adoptsProfile")), node(profile))}
    yield from sorted(cast("ox.NamedNode", n).value for n in into & found)
