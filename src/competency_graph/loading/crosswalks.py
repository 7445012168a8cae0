"""Crosswalks that somebody made: mapping sets in SSSOM turned into triples, in a class apart from what is inferred."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

import pyoxigraph as ox

from competency_graph.errors import FileError, InvalidDataError
from competency_graph.formats.sssom import MappingSet, Row, read_sssom
from competency_graph.vocabulary import BASE, PREFIXES, expand, term

#: The extension slot of our sets that says how a mapping was seen; the same words as everywhere.
VERIFICATION = "verification"
STATUS_WORDS = {
    "seen": "Seen",
    "secondary-copy": "SeenInSecondaryCopy",
    "inferred": "Inferred",
    "conflicting": "Conflicting",
    "unverified": "Unverified",
}
#: Where the things of our own graph live that a mapping may be about.
_OURS = (PREFIXES["id"], PREFIXES["element"], PREFIXES["body"])
_KEPT = (
    "author_label",
    "reviewer_label",
    "mapping_source",
    "mapping_date",
    "object_label",
    "comment",
    "confidence",
    "predicate_modifier",
)


def read_crosswalk(path: Path, known: Collection[str]) -> list[ox.Triple]:
    """Return the triples of a mapping set in SSSOM TSV.

    Raises FileError where it cannot be read, and InvalidDataError with every mapping whose ends are not among
    *known*, the IRIs described in the graph, or that says nothing of how it was seen.
    """
    mappings = read_sssom(path)
    if "mapping_set_id" not in mappings.head:
        raise FileError(path, 1, "the head gives no mapping_set_id", "write '#mapping_set_id: https://...'")
    if not _is_iri(str(mappings.head["mapping_set_id"])):
        raise FileError(path, 1, f"mapping_set_id {mappings.head['mapping_set_id']} is no IRI", "write https://...")
    findings = [
        f"{path}: mapping {n}: {fault}"
        for n, row in enumerate(mappings.rows, 1)
        for fault in _faults(mappings, row, known)
    ]
    findings += [f"{path}: {fault}" for fault in _repeated(mappings)]
    if findings:
        raise InvalidDataError(findings)
    return list(_triples(mappings, path))


def _faults(mappings: MappingSet, row: Row, known: Collection[str]) -> Iterator[str]:
    for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
        if slot not in row:
            yield f"{slot} is missing; the graph holds no mappings of literals"
            continue
        iri = mappings.expand(str(row[slot]))
        if not _is_iri(iri):
            yield f"{slot} {row[slot]} stands for {iri}, which is no IRI"
        elif iri.startswith(_OURS) and iri not in known:
            yield f"{slot} {row[slot]} is not in the graph; see data/frameworks and data/elements.ttl"
    if row.get(VERIFICATION) not in STATUS_WORDS:
        yield f"{VERIFICATION} is {row.get(VERIFICATION, '')!r}; write one of {', '.join(STATUS_WORDS)}"
    if not row.get("author_label"):
        yield "author_label is missing; say who made the mapping"


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _repeated(mappings: MappingSet) -> Iterator[str]:
    """Yield what is wrong with mappings that stand in the set twice: they would be taken for one of two authors."""
    first: dict[tuple[str, ...], int] = {}
    for n, row in enumerate(mappings.rows, 1):
        slots = ("subject_id", "predicate_id", "object_id", "predicate_modifier")
        earlier = first.setdefault(tuple(str(row.get(slot, "")) for slot in slots), n)
        if earlier != n:
            yield f"mapping {n}: it is mapping {earlier} again; keep one, or put those of another author in a set apart"


def _triples(mappings: MappingSet, path: Path) -> Iterator[ox.Triple]:
    name = path.name.removesuffix(".sssom.tsv")
    for row in mappings.rows:
        subject, predicate, object_ = (mappings.expand(str(row[f"{s}_id"])) for s in ("subject", "predicate", "object"))
        negative = "~" if row.get("predicate_modifier") == "Not" else ""
        digest = hashlib.sha256(f"{subject} {predicate} {object_}".encode()).hexdigest()
        node = ox.NamedNode(f"{BASE}assertion/{name}/{digest}{negative}")
        facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (expand("rdf:type"), ox.NamedNode(term("AssertedMapping"))),
            (expand("owl:annotatedSource"), ox.NamedNode(subject)),
            (expand("owl:annotatedProperty"), ox.NamedNode(predicate)),
            (expand("owl:annotatedTarget"), ox.NamedNode(object_)),
            (expand("sssom:mapping_justification"), ox.NamedNode(mappings.expand(str(row["mapping_justification"])))),
            (term("isMappingOf"), ox.NamedNode(str(mappings.head["mapping_set_id"]))),
            (term("hasStatus"), ox.NamedNode(term(STATUS_WORDS[str(row[VERIFICATION])]))),
        ]
        reason = mappings.head.get("mapping_set_description", "")
        if reason and row[VERIFICATION] not in ("seen", "secondary-copy"):
            facts.append((term("statusReason"), ox.Literal(reason, language="en")))
        for slot in _KEPT:
            values = row.get(slot, ())
            for value in values if isinstance(values, tuple) else (values,):
                facts.append((expand(f"sssom:{slot}"), ox.Literal(str(value))))
        yield from (ox.Triple(node, ox.NamedNode(p), o) for p, o in facts)
