"""Mapping records as a set of SSSOM: labels, sources and versions beside each, and where all of it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from competency_graph.catalogue.nodes import STATUS_OF_TERM
from competency_graph.formats.sssom import MappingSet, Row, Value
from competency_graph.formats.turtle import natural
from competency_graph.loading.inference import MAPPINGS
from competency_graph.model import Catalogue, Framework, Statement
from competency_graph.recognition import MappingRecord
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import BASE, DATA_LICENCE, PREFIXES, VERSION, Curie, Iri, local_name

DISCLAIMER = "Information computed from published sources, not a recognition decision."
_VOCABULARIES = ("cg", "semapv", "skos")


def mapping_set(
    records: Iterable[MappingRecord],
    catalogue: Catalogue,
    prefixes: dict[str, str],
    language: str,
    title: str,
    note: str = "",
) -> MappingSet:
    """Return *records* as a mapping set whose identifier is a digest of its content.

    *note* stands in every row, as the condition under which all of them hold.
    """
    statements = {s.iri: s for s in catalogue.statements.values()}
    rows = tuple(
        _row(r, statements[r.subject], statements[r.object], catalogue, language, note)
        for r in sorted(records, key=lambda r: (natural(r.subject), natural(r.object), r.predicate))
    )
    p = catalogue.parameters
    head = {
        "mapping_set_version": catalogue.release,
        "mapping_set_title": title,
        "mapping_set_description": f"{DISCLAIMER} {note}".strip(),
        "license": DATA_LICENCE,
        # Not in `other`, which sssom-pydantic 0.6 does not read in a head.
        "comment": f"Parameters: theta {p.theta}, overlap limit {p.overlap}, fitted on {p.fitted_on}.",
        "curie_map": _used(rows, prefixes),
    }
    digest = hashlib.sha256(json.dumps([head, rows], sort_keys=True).encode()).hexdigest()
    return MappingSet({"mapping_set_id": f"{BASE}mapping-set/{digest}", **head}, rows)


def _row(
    record: MappingRecord, subject: Statement, target: Statement, catalogue: Catalogue, language: str, note: str
) -> Row:
    forward, backward = (f"{float(share):.4f}" for share in (record.forward, record.backward))
    other = {
        "forward_coverage": forward,
        "backward_coverage": backward,
        "reading": record.reading,
        "verdict": record.verdict,
        "rule": record.rule,
        "status": str(record.status),
        **({} if record.robust is None else {"robust": "yes" if record.robust else "no"}),
    }
    row: dict[str, Value] = {
        "predicate_id": record.predicate,
        "mapping_justification": "semapv:BackgroundKnowledgeBasedMatching",
        "mapping_tool": "competency-graph",
        "mapping_tool_version": VERSION,
        "mapping_date": catalogue.parameters.fitted_on,
        "other": "|".join(f"{k}={v}" for k, v in other.items()),
        "comment": _comment(record, note),
    }
    for side, statement in (("subject", subject), ("object", target)):
        framework = catalogue.frameworks[statement.framework]
        row[f"{side}_id"] = _curie(statement)
        row[f"{side}_label"] = catalogue.label(statement.labels, language)
        row[f"{side}_source"] = f"id:{framework.slug}"
        row[f"{side}_source_version"] = _edition(framework)
    return {slot: value for slot, value in row.items() if value}


def _comment(record: MappingRecord, note: str) -> str:
    forward, backward = (
        f"{100 * share.numerator // share.denominator} %" for share in (record.forward, record.backward)
    )
    said = (
        f"{record.reading} reading: {record.verdict.replace('-', ' ')}; the subject covers {forward} of the object "
        f"and the object {backward} of the subject; status: {record.status}"
    )
    return f"{said}. {note}" if note else said


def _edition(framework: Framework) -> str:
    """Return which edition a framework is: the day it came into force, else its slug, which names the edition."""
    return framework.in_force_from or framework.slug


def _curie(statement: Statement) -> str:
    """Return the CURIE of a statement, as it expands to its IRI with the prefix of its framework."""
    return f"{statement.framework}:{statement.iri.removeprefix(PREFIXES['id'] + statement.framework + '/')}"


def _used(rows: Sequence[Row], prefixes: dict[str, str]) -> dict[str, str]:
    """Return the prefixes that stand in *rows*, and those of the vocabularies."""
    curies = (str(row[slot]) for row in rows for slot in ("subject_id", "object_id", "subject_source") if slot in row)
    used = {*(c.partition(":")[0] for c in curies), *_VOCABULARIES}
    return {p: prefixes[p] for p in sorted(used)}


def stored_records(store: EmbeddedStore) -> list[MappingRecord]:
    """Return the inferred mappings of a store."""
    rows = store.select(
        f"""PREFIX cg: <{PREFIXES["cg"]}> PREFIX owl: <{PREFIXES["owl"]}>
        SELECT ?s ?p ?o ?rule ?forward ?backward ?status WHERE {{ GRAPH <{MAPPINGS.value}> {{
          ?m owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; cg:hasStatus ?status ;
            cg:ruleIdentifier ?rule ; cg:forwardCoverage ?forward ; cg:backwardCoverage ?backward .
        }} }}"""
    )
    return [
        MappingRecord(
            Iri(row["s"]),
            _predicate(row["p"]),
            Iri(row["o"]),
            row["rule"],
            Fraction(row["forward"]),
            Fraction(row["backward"]),
            STATUS_OF_TERM[local_name(row["status"])],
        )
        for row in rows
    ]


def _predicate(iri: str) -> Curie:
    prefix = "skos" if iri.startswith(PREFIXES["skos"]) else "cg"
    return Curie(f"{prefix}:{local_name(iri)}")
