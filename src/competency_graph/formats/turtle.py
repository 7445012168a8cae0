"""Turtle, read with file and line in every error, and written in one canonical form.

The canonical form makes ``git diff`` show what a reviewer must see: one subject after the other in
natural order, ``a`` and labels first, languages in a fixed order, only the prefixes that are used.
Data of this project hold no blank nodes, so the form needs none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from competency_graph.errors import FileError
from competency_graph.inputs import read_bytes, read_text
from competency_graph.vocabulary import LANGUAGES, PREFIXES, expand

_FIRST = [expand(c) for c in ("skos:prefLabel", "skos:altLabel", "skos:definition", "skos:scopeNote")]
_XSD = PREFIXES["xsd"]
_RDF_TYPE = expand("rdf:type")
_LOCAL = re.compile(r"[\w](?:[\w.\-]*[\w\-])?")
#: What can open in Turtle: strings, IRIs and escapes, in which no mark means anything; a comment; a blank node.
_MARK = re.compile(
    r"""
      "{3} (?: "{0,2} (?: [^"\\] | \\. ) )* "{3}  |  " (?: [^"\\\n] | \\. )* "
    | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}  |  ' (?: [^'\\\n] | \\. )* '
    | < [^<>\s]* >  |  \\.
    | (?P<comment> \# [^\n]* )
    | (?P<blank> (?<! [\w.\-] ) _: | [\[(] )
    """,
    re.DOTALL | re.VERBOSE,
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal


def read_turtle(path: Path, base: str | None = None) -> tuple[list[ox.Triple], dict[str, str]]:
    """Return the triples of a Turtle file and the prefixes that it declares.

    Raises FileError with the line of the first fault.
    """
    try:
        parser = ox.parse(read_bytes(path), format=ox.RdfFormat.TURTLE, base_iri=base)
        triples = [quad.triple for quad in parser]
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        message = getattr(error, "msg", None) or str(error)
        raise FileError(
            path, line, f"not valid Turtle: {message}", "mend the file and give the command again"
        ) from error
    return triples, dict(parser.prefixes)


def find_mark(text: str, kind: str) -> int | None:
    """Return the line of the first ``comment`` or ``blank`` node in Turtle, or None.

    >>> find_mark('<http://e/#a> <http://e/b> "# no" .\\n# yes', "comment")
    2
    """
    found = (m.start() for m in _MARK.finditer(text) if m.lastgroup == kind)
    start = next(found, None)
    return None if start is None else text.count("\n", 0, start) + 1


def refuse_blank_nodes(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Raise FileError where *triples*, read from *path*, have a blank node."""
    if any(isinstance(node, ox.BlankNode) for t in triples for node in (t.subject, t.object)):
        line = find_mark(read_text(path), "blank")
        raise FileError(path, line, "a blank node, which nothing else can name", "give the node an IRI of its own")


def refuse_comments(path: Path) -> None:
    """Raise FileError where the Turtle file *path* has a comment, which canonical form would lose."""
    line = find_mark(read_text(path), "comment")
    if line is not None:
        hint = "move them to skos:editorialNote; the file is as it was"
        raise FileError(path, line, "comments are not kept in canonical form", hint)


def line_of(path: Path, iri: str) -> int | None:
    """Return the line on which a canonical Turtle file begins to describe *iri*, if it does."""
    text = read_text(path)
    declared = re.findall(r"^@prefix\s+([^\s:]*):\s*<([^>]*)>", text, re.MULTILINE)
    names = {f"<{iri}>"} | {f"{p}:{iri.removeprefix(ns)}" for p, ns in declared if iri.startswith(ns)}
    for number, line in enumerate(text.splitlines(), 1):
        if line.split(" ", 1)[0] in names:
            return number
    return None


def serialise(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] | None = None) -> str:
    """Return *triples* as canonical Turtle.

    >>> a, b = ox.NamedNode("http://e/a10"), ox.NamedNode("http://e/a9")
    >>> label = ox.NamedNode(expand("skos:prefLabel"))
    >>> print(serialise([ox.Triple(a, label, ox.Literal("x", language="zh")),
    ...                  ox.Triple(b, label, ox.Literal("y"))], {"e": "http://e/"}), end="")
    @prefix e: <http://e/> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <BLANKLINE>
    e:a9 skos:prefLabel "y" .
    <BLANKLINE>
    e:a10 skos:prefLabel "x"@zh .
    """
    names = Shortener({**PREFIXES, **(prefixes or {})})
    grouped: dict[Node, dict[ox.NamedNode, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise ValueError("canonical Turtle of this project has no blank nodes")
        grouped[triple.subject][triple.predicate].add(triple.object)  # type: ignore[index,arg-type]
    blocks = [block(subject, grouped[subject], names) for subject in sorted(grouped, key=subject_key)]
    head = [f"@prefix {prefix}: <{names.prefixes[prefix]}> ." for prefix in sorted(names.used)]
    return "\n".join([*head, "", "\n\n".join(blocks), ""]) if blocks else ""


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key under which WA2 comes before WA10.

    >>> sorted(["WA10", "WA2"], key=natural)
    ['WA2', 'WA10']
    """
    return [
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part)
        for part in re.split(r"(\d+)", text)
        if part
    ]


class Shortener:
    """Shortens IRIs and remembers which prefixes were needed."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)
        self.used: set[str] = set()
        self._longest_first = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))

    def name(self, node: Node) -> str:
        """Return a node as Turtle names it, short where a prefix fits."""
        return str(node) if isinstance(node, ox.BlankNode) else self._shorten(node.value) or f"<{node.value}>"

    def short(self, node: Node) -> str:
        """Return a node as JSON-LD names it, short where a prefix fits."""
        return str(node) if isinstance(node, ox.BlankNode) else self._shorten(node.value) or node.value

    def _shorten(self, iri: str) -> str:
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return ""

    def object(self, node: Term) -> str:
        """Return what stands in the place of the object, as Turtle."""
        if not isinstance(node, ox.Literal):
            return self.name(node)
        quoted = '"' + "".join(_ESCAPES.get(c, c) for c in node.value) + '"'
        if node.language:
            return f"{quoted}@{node.language}"
        datatype = node.datatype.value
        if datatype == f"{_XSD}string":
            return quoted
        if datatype in (f"{_XSD}integer", f"{_XSD}boolean") and re.fullmatch(r"0|-?[1-9]\d*|true|false", node.value):
            return node.value
        return f"{quoted}^^{self.name(node.datatype)}"


def block(subject: Node, predicates: Mapping[ox.NamedNode, set[Term]], names: Shortener) -> str:
    """Return all that is said of one subject, as one sentence of canonical Turtle."""
    lines = []
    for predicate in sorted(predicates, key=predicate_key):
        verb = "a" if predicate.value == _RDF_TYPE else names.name(predicate)
        values = [names.object(o) for o in sorted(predicates[predicate], key=object_key)]
        lines.append(f"{verb} " + " ,\n        ".join(values))
    return f"{names.name(subject)} " + " ;\n    ".join(lines) + " ."


def subject_key(node: Node) -> tuple[list[tuple[int, int, str]], str]:
    """Return a key that sorts subjects in natural order, no two of them alike."""
    return natural(node.value), node.value


def predicate_key(predicate: ox.NamedNode) -> tuple[int, str]:
    """Return a key that sorts the type first, then labels and definitions."""
    if predicate.value == _RDF_TYPE:
        return (0, "")
    if predicate.value in _FIRST:
        return (1 + _FIRST.index(predicate.value), "")  # type: ignore[arg-type]
    return (9, predicate.value)


def object_key(node: Term) -> tuple[bool, int, str, list[tuple[int, int, str]], str]:
    """Return a key that sorts objects by language and in natural order, no two of them alike."""
    language = getattr(node, "language", None) or ""
    rank = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return (isinstance(node, ox.Literal), rank, language, natural(node.value), str(node))


def iter_subjects(triples: Iterable[ox.Triple], type_iri: str) -> Iterator[str]:
    """Yield the subjects that *triples* declare to be of *type_iri*."""
    for triple in triples:
        if triple.predicate.value == _RDF_TYPE and getattr(triple.object, "value", "") == type_iri:
            yield triple.subject.value  # type: ignore[union-attr]
