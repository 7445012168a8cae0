"""A new standard as the files of the data: a framework in Turtle, a coding as a table, a body and a country."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from competency_graph.formats.codings import ADJUDICATED, COLUMNS, PROGRAM
from competency_graph.formats.turtle import read_turtle, refuse_comments, serialise
from competency_graph.intake.standard import Named, NewStandard, NewStatement
from competency_graph.vocabulary import (
    BASE,
    PREFIXES,
    VERSION,
    Iri,
    expand,
    framework_iri,
    profile_iri,
    statement_iri,
    term,
)

#: The names of the profile by the career stage that it is for.
_PROFILES = {"GraduateStage": "graduate", "EngineerStage": "engineer", "ProgrammeStage": "programme"}
_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
_ISCED = f"{BASE}isced-f/"

Value = ox.NamedNode | ox.Literal


def framework_text(new: NewStandard) -> str:
    """Return the framework, its profile, its statements and its sources as canonical Turtle."""
    prefixes = {new.slug: f"{framework_iri(new.slug)}/", "profile": _profile(new).rpartition("/")[0] + "/"}
    return serialise(_framework(new), {**prefixes, "isced-f": _ISCED})


def coding_text(new: NewStandard, day: datetime.date) -> str:
    """Return the ticked demands as the adjudicated coding; its head says who accepted them and what suggested them."""
    levels = {s.code: (s.complexity or "-", s.autonomy or "-") for s in new.statements}
    order = {s.code: k for k, s in enumerate(new.statements)}
    head = {
        "framework": new.slug,
        "coder": ADJUDICATED,
        "made by": _made_by(new),
        "date": day.isoformat(),
        "guide": new.guide,
        "accepted by": new.accepted_by,
    }
    rows = [
        (d.code, d.element, *levels[d.code], "yes" if d.is_essential else "no", d.certainty, _note(d.note, d.score))
        for d in sorted(new.demands, key=lambda d: order[d.code])
    ]
    return "".join(
        [*(f"# {name}: {value}\n" for name, value in head.items()), *("\t".join(r) + "\n" for r in [COLUMNS, *rows])]
    )


def _made_by(new: NewStandard) -> str:
    suggested = sum(bool(d.score) for d in new.demands)
    if not suggested:
        return f"{new.accepted_by}, a person, with the spreadsheet template"
    what = f"{suggested} of {len(new.demands)} demands suggested by it, the others added by who accepted them"
    return f"{PROGRAM} {VERSION}, a program; {what}"


def _note(note: str, score: str) -> str:
    return "; ".join(x for x in (note, f"suggested, score {score}, and accepted" if score else "") if x)


def bodies_text(new: NewStandard, path: Path) -> str:
    """Return the file of bodies in *path* with the new body and country in it, as canonical Turtle."""
    triples, prefixes = read_turtle(path)
    refuse_comments(path)
    return serialise([*triples, *_body(new), *_jurisdiction(new)], prefixes)


def _framework(new: NewStandard) -> Iterator[ox.Triple]:
    framework = framework_iri(new.slug)
    notes = ["Brought in from a spreadsheet template."]
    notes += [f"Licence of the document: {new.licence_note}"] if new.licence_note else []
    yield from _triples(
        framework,
        ("rdf:type", _node(term("Framework"))),
        ("dcterms:identifier", ox.Literal(new.slug)),
        ("cg:isIssuedBy", _node(PREFIXES["body"] + new.issuer)),
        *_names(new.title),
        *(("skos:editorialNote", ox.Literal(note, language="en")) for note in notes),
        *([("cg:inForceFrom", _date(new.in_force_from))] if new.in_force_from else []),
    )
    yield from _profile_triples(new)
    sources = _sources(new)
    for position, statement in enumerate(new.statements, 1):
        yield from _statement(new, statement, position, sources)
    yield from _source_triples(new, sources)


def _profile(new: NewStandard) -> Iri:
    return profile_iri(new.slug, _PROFILES[new.stage])


def _profile_triples(new: NewStandard) -> Iterator[ox.Triple]:
    framework = _node(framework_iri(new.slug))
    facts = {
        "cg:hasTrack": term(new.track) if new.track else "",
        "cg:hasComplexity": PREFIXES["level"] + new.complexity if new.complexity else "",
        "cg:hasAutonomy": PREFIXES["level"] + new.autonomy if new.autonomy else "",
        "cg:appliesIn": PREFIXES["jurisdiction"] + new.jurisdiction if new.jurisdiction else "",
    }
    yield from _triples(
        _profile(new),
        ("rdf:type", _node(term("Profile"))),
        ("dcterms:identifier", ox.Literal(f"{new.slug}/{_PROFILES[new.stage]}")),
        ("skos:prefLabel", ox.Literal(new.profile, language="en")),
        ("cg:workingTranslationIn", ox.Literal("en")),
        ("cg:hasCareerStage", _node(term(new.stage))),
        ("cg:hasFieldOfStudy", _node(f"{_ISCED}07")),
        ("cg:isProfileOf", framework),
        ("cg:isDefaultProfileOf", framework),
        *((name, _node(iri)) for name, iri in facts.items() if iri),
    )


def _statement(
    new: NewStandard, s: NewStatement, position: int, sources: Mapping[tuple[str, bool], Iri]
) -> Iterator[ox.Triple]:
    how = "cg:officialLabelIn" if s.label_is_official else "cg:workingTranslationIn"
    yield from _triples(
        statement_iri(new.slug, s.code),
        ("rdf:type", _node(term(s.kind))),
        ("skos:prefLabel", ox.Literal(s.label, language=s.label_language)),
        (how, ox.Literal(s.label_language)),
        ("cg:code", ox.Literal(s.code)),
        ("cg:clause", ox.Literal(s.clause)),
        ("cg:paraphrase", ox.Literal(s.paraphrase, language=new.paraphrase_language)),
        ("cg:position", ox.Literal(position)),
        ("cg:isStatementOf", _node(framework_iri(new.slug))),
        ("cg:isMemberOf", _node(_profile(new))),
        ("cg:isReadFrom", _node(sources[_place(new, s)])),
        ("cg:hasStatus", _node(term(s.status))),
        ("cg:statusAsOf", _date(new.checked_on)),
        *([("cg:statusReason", ox.Literal(s.reason, language=new.paraphrase_language))] if s.reason else []),
    )


def _place(new: NewStandard, s: NewStatement) -> tuple[str, bool]:
    """Return where a statement was read, and whether that is a copy."""
    return s.address or new.source_address, s.status == "SeenInSecondaryCopy"


def _sources(new: NewStandard) -> dict[tuple[str, bool], Iri]:
    """Return the source of each place in which a statement was read; the document is the first of them."""
    places = dict.fromkeys([(new.source_address, False), *(_place(new, s) for s in new.statements)])
    names = [f"{new.slug}-document", *(f"{new.slug}-{'copy' if c else 'page'}-{k}" for k, (_, c) in enumerate(places))]
    del names[1]  # the first place is the document itself
    return {place: Iri(PREFIXES["source"] + name) for place, name in zip(places, names, strict=True)}


def _source_triples(new: NewStandard, sources: Mapping[tuple[str, bool], Iri]) -> Iterator[ox.Triple]:
    document = next(iter(sources.values()))
    title = ox.Literal(new.source_title, language=new.source_language)
    for (address, is_copy), iri in sources.items():
        yield from _triples(
            iri,
            ("rdf:type", _node(term("SourceDocument"))),
            ("dcterms:title", title),
            ("foaf:page", _node(address)),
            *([("cg:isCopyOf", _node(document))] if is_copy else []),
        )


def _body(new: NewStandard) -> Iterator[ox.Triple]:
    body = new.body
    if body is None:
        return
    yield from _triples(
        PREFIXES["body"] + body.name,
        ("rdf:type", _node(term("Body"))),
        *_names(body.named),
        *([("foaf:homepage", _node(body.homepage))] if body.homepage else []),
        *([("cg:actsIn", _node(PREFIXES["jurisdiction"] + body.jurisdiction))] if body.jurisdiction else []),
    )


def _jurisdiction(new: NewStandard) -> Iterator[ox.Triple]:
    country = new.new_jurisdiction
    if country is None:
        return
    yield from _triples(
        PREFIXES["jurisdiction"] + country.code,
        ("rdf:type", _node(term("Jurisdiction"))),
        ("cg:jurisdictionCode", ox.Literal(country.code)),
        *(("skos:prefLabel", ox.Literal(text, language=lang)) for lang, text in country.labels.items()),
        *(("cg:workingTranslationIn", ox.Literal(lang)) for lang in country.labels),
    )


def _names(named: Named) -> Iterator[tuple[str, Value]]:
    for text, language, is_official in named.texts:
        yield "skos:prefLabel", ox.Literal(text, language=language)
        yield "cg:officialLabelIn" if is_official else "cg:workingTranslationIn", ox.Literal(language)


def _triples(subject: str, *facts: tuple[str, Value]) -> Iterator[ox.Triple]:
    for predicate, value in facts:
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(expand(predicate)), value)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _date(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(expand(_DATES[len(text)])))
