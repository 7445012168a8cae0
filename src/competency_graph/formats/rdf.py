"""Turtle, TriG, N-Quads and JSON-LD, written subject by subject, so that a large graph needs little memory.

A writer takes the named graphs in order, each as blocks: a subject and all its triples, subjects in the order of
`subject_key`. What comes out depends on the triples alone, to the byte.
"""

from __future__ import annotations

import heapq
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from competency_graph.formats.turtle import Node, Shortener, Term, block, object_key, predicate_key, subject_key
from competency_graph.vocabulary import PREFIXES

#: One subject with all its triples.
Block = tuple[Node, Iterable[ox.Triple]]
#: Named graphs by IRI.
Graphs = Mapping[str, Iterable[Block]]
Writer = Callable[[Graphs, Mapping[str, str]], Iterator[str]]

_RDF_TYPE = f"{PREFIXES['rdf']}type"
_XSD_STRING = f"{PREFIXES['xsd']}string"


def blocks(triples: Iterable[ox.Triple]) -> list[Block]:
    """Return *triples* subject by subject, in order.

    >>> a10, a9, p = (ox.NamedNode(f"http://e/{x}") for x in ("a10", "a9", "p"))
    >>> [subject.value for subject, _ in blocks([ox.Triple(a10, p, p), ox.Triple(a9, p, p)])]
    ['http://e/a9', 'http://e/a10']
    """
    grouped: dict[Node, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        grouped[triple.subject].append(triple)  # type: ignore[index]
    return [(s, grouped[s]) for s in sorted(grouped, key=subject_key)]


def write_turtle(graphs: Graphs, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield all graphs as one, in Turtle.

    >>> a, p = ox.NamedNode("http://e/a"), ox.NamedNode("http://e/p")
    >>> twice = {g: blocks([ox.Triple(a, p, ox.Literal("x"))]) for g in ("http://g/1", "http://g/2")}
    >>> print("".join(write_turtle(twice, {"e": "http://e/"})), end="")
    @prefix e: <http://e/> .
    <BLANKLINE>
    e:a e:p "x" .
    """
    names = Shortener(prefixes)
    yield _head(prefixes)
    for subject, triples in _merged(graphs.values()):
        yield f"\n{block(subject, _predicates(triples), names)}\n"


def write_trig(graphs: Graphs, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the named graphs as TriG."""
    names = Shortener(prefixes)
    yield _head(prefixes)
    for graph, described in graphs.items():
        yield f"\n{names.name(ox.NamedNode(graph))} {{\n"
        for number, (subject, triples) in enumerate(described):
            yield ("\n" if number else "") + f"{block(subject, _predicates(triples), names)}\n"
        yield "}\n"


def write_nquads(graphs: Graphs, prefixes: Mapping[str, str]) -> Iterator[str]:  # noqa: ARG001 - all writers take both
    """Yield the named graphs as N-Quads."""
    for graph, described in graphs.items():
        for _, triples in described:
            yield from sorted({f"{t.subject} {t.predicate} {t.object} <{graph}> .\n" for t in triples})


def write_jsonld(graphs: Graphs, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the named graphs as JSON-LD: a context of prefixes, then one node object a line."""
    names = Shortener(prefixes)
    yield f'{{"@context": {_json(dict(sorted(prefixes.items())))},\n "@graph": ['
    for number, (graph, described) in enumerate(graphs.items()):
        yield ("," if number else "") + f'\n {{"@id": {_json(graph)}, "@graph": ['
        for k, (subject, triples) in enumerate(described):
            yield ("," if k else "") + f"\n  {_json(_node(subject, triples, names))}"
        yield "\n ]}"
    yield "\n]}\n"


#: The writers of RDF by the name of their format.
WRITERS: Mapping[str, Writer] = {
    "turtle": write_turtle,
    "trig": write_trig,
    "nquads": write_nquads,
    "jsonld": write_jsonld,
}


def _head(prefixes: Mapping[str, str]) -> str:
    return "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes))


def _merged(graphs: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """Yield every subject once, with its triples from all graphs."""
    merged = heapq.merge(*graphs, key=lambda b: subject_key(b[0]))
    for _, same in groupby(merged, key=lambda b: b[0]):
        parts = list(same)
        yield parts[0][0], [t for _, triples in parts for t in triples]


def _predicates(triples: Iterable[ox.Triple]) -> dict[ox.NamedNode, set[Term]]:
    found: dict[ox.NamedNode, set[Term]] = defaultdict(set)
    for triple in triples:
        found[triple.predicate].add(triple.object)  # type: ignore[arg-type]
    return found


def _node(subject: Node, triples: Iterable[ox.Triple], names: Shortener) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": names.short(subject)}
    predicates = _predicates(triples)
    for predicate in sorted(predicates, key=predicate_key):
        objects = sorted(predicates[predicate], key=object_key)
        if predicate.value == _RDF_TYPE and not any(isinstance(o, ox.Literal) for o in objects):
            node["@type"] = [names.short(o) for o in objects]  # type: ignore[arg-type]
        else:
            node[names.short(predicate)] = [_value(o, names) for o in objects]
    return node


def _value(node: Term, names: Shortener) -> dict[str, str]:
    if not isinstance(node, ox.Literal):
        return {"@id": names.short(node)}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    if node.datatype.value == _XSD_STRING:
        return {"@value": node.value}
    return {"@value": node.value, "@type": names.short(node.datatype)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
