"""The terms that data use: each stands in our ontology, or it is a slip that nothing else would notice."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from competency_graph.errors import InvalidDataError
from competency_graph.formats.turtle import line_of
from competency_graph.vocabulary import ONTOLOGY, expand

_TYPE = expand("rdf:type")


def defined_terms(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the terms of our namespace to which *triples*, the ontology, give a type."""
    return {
        t.subject.value  # type: ignore[union-attr]
        for t in triples
        if t.predicate.value == _TYPE and _is_ours(t.subject)
    }


def check_terms(files: Iterable[tuple[Path, Iterable[ox.Triple]]], defined: Collection[str]) -> None:
    """Raise InvalidDataError with every term of our namespace that is used in *files* and is not *defined*."""
    findings = {
        f"{_place(path, subject)}: cg:{name} is no term of the ontology{_nearest(name, defined)}"
        for path, triples in files
        for subject, name in _unknown(triples, defined)
    }
    if findings:
        raise InvalidDataError(sorted(findings))


def _unknown(triples: Iterable[ox.Triple], defined: Collection[str]) -> Iterator[tuple[str, str]]:
    for triple in triples:
        for node in (triple.subject, triple.predicate, triple.object):
            if _is_ours(node) and node.value not in defined:  # type: ignore[union-attr]
                yield triple.subject.value, node.value.removeprefix(ONTOLOGY)  # type: ignore[union-attr]


def _is_ours(node: object) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith(ONTOLOGY)


def _place(path: Path, subject: str) -> str:
    line = line_of(path, subject)
    return f"{path}:{line}" if line else f"{path}"


def _nearest(name: str, defined: Collection[str]) -> str:
    near = difflib.get_close_matches(name, [d.removeprefix(ONTOLOGY) for d in defined], 1)
    return f"; did you mean cg:{near[0]}?" if near else "; see ontology/competency-graph.ttl"
