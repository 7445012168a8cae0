"""The query library: files ``queries/GROUP/NAME.rq``, and the one binder that fills their parameters.

The head of a file is ``#+`` comments: a summary, also in other languages (``#+ summary-kk: ...``), a description,
the question of the design that it answers, and its parameters, each as
``#+ param: NAME TYPE required|any|DEFAULT - what it is``. In the text a parameter stands as
``VALUES ?name { UNDEF }``; the binder puts serialised terms there and has the result parsed, so no value can
become anything but a term.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from competency_graph.errors import FileError, QueryError, UnknownNameError
from competency_graph.inputs import read_text
from competency_graph.resources import folders
from competency_graph.vocabulary import PREFIXES, expand, framework_iri, profile_iri, statement_iri

Term = ox.NamedNode | ox.Literal

_PARAMETER = re.compile(r"(?P<name>[a-z][a-z-]*) (?P<type>[a-z]+) (?P<default>\S+) - (?P<what>.+)")


@dataclass(frozen=True)
class QueryParameter:
    """One parameter of a query; *default* is None where a value is required and '' where any will do."""

    name: str
    type: str
    default: str | None
    what: str

    @property
    def variable(self) -> str:
        """The variable that the parameter fills."""
        return self.name.replace("-", "_")


@dataclass(frozen=True)
class NamedQuery:
    """One query of the library; *summaries* says in each language there is what it answers."""

    group: str
    name: str
    summary: str
    description: str
    question: str
    parameters: tuple[QueryParameter, ...]
    text: str
    summaries: Mapping[str, str]


def read_query(path: Path) -> NamedQuery:
    """Return the query in *path*; its head must give a summary."""
    text = read_text(path)
    fields: dict[str, list[str]] = {}
    current = ""
    for line in re.findall(r"^#\+\s?(.*)$", text, re.MULTILINE):
        if match := re.match(r"(summary(?:-[a-z]{2})?|description|question|param):\s*(.*)$", line):
            current = match[1]
            fields.setdefault(current, []).append(match[2].strip())
        elif current:
            fields[current][-1] += f" {line.strip()}"
    if not fields.get("summary"):
        raise FileError(path, 1, "the query has no summary", "begin the file with '#+ summary: ...'")
    return NamedQuery(
        path.parent.name,
        path.stem,
        fields["summary"][0],
        " ".join(fields.get("description", [])),
        " ".join(fields.get("question", [])),
        tuple(_parameter(path, text, p) for p in fields.get("param", [])),
        text,
        {
            "en": fields["summary"][0],
            **{k.removeprefix("summary-"): v[0] for k, v in fields.items() if "summary-" in k},
        },
    )


def _parameter(path: Path, text: str, line: str) -> QueryParameter:
    match = _PARAMETER.fullmatch(line)
    if not match or match["type"] not in TYPES:
        known = ", ".join(TYPES)
        raise FileError(path, None, f"cannot read the parameter {line!r}", f"NAME TYPE DEFAULT - what; types: {known}")
    default = {"required": None, "any": ""}.get(match["default"], match["default"])
    parameter = QueryParameter(match["name"], match["type"], default, match["what"])
    if not _place(parameter).search(text):
        raise FileError(path, None, f"VALUES ?{parameter.variable} {{ UNDEF }} does not stand in the query")
    return parameter


def _place(parameter: QueryParameter) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{parameter.variable} \{{ UNDEF \}}")


def find_queries(group: str, folder: Path | None = None) -> list[NamedQuery]:
    """Return the queries of *group*, by name.

    >>> [q.name for q in find_queries("construct")][:2]
    ['strict-coverage', 'strict-overlap']
    """
    base = folder or folders().queries
    return [read_query(path) for path in sorted((base / group).glob("*.rq"))]


def get_query(name: str, folder: Path | None = None) -> NamedQuery:
    """Return the query called *name* among those that answer questions.

    >>> get_query("counterparts").parameters[0].type
    'statement'
    """
    known = {q.name: q for q in find_queries("answers", folder)}
    if name not in known:
        raise UnknownNameError("query", name, difflib.get_close_matches(name, known, 3, 0.4))
    return known[name]


def _integer(text: str) -> Term:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError("a whole number is needed")
    return ox.Literal(text, datatype=ox.NamedNode(expand("xsd:integer")))


def _date(text: str) -> Term:
    return ox.Literal(datetime.date.fromisoformat(text).isoformat(), datatype=ox.NamedNode(expand("xsd:date")))


def _split(text: str, sign: str) -> tuple[str, str]:
    first, found, second = text.partition(sign)
    if not found:
        raise ValueError(f"write it with a '{sign}'")
    return first, second


#: How the text of each type of parameter becomes a term.
TYPES: Mapping[str, Callable[[str], Term]] = {
    "framework": lambda text: ox.NamedNode(framework_iri(text)),
    "profile": lambda text: ox.NamedNode(profile_iri(*_split(text, "/"))),
    "statement": lambda text: ox.NamedNode(statement_iri(*_split(text, ":"))),
    "element": lambda text: ox.NamedNode(PREFIXES["element"] + text),
    "jurisdiction": lambda text: ox.NamedNode(PREFIXES["jurisdiction"] + text.upper()),
    "integer": _integer,
    "date": _date,
    "text": ox.Literal,
}


def bind(query: NamedQuery, values: Mapping[str, Sequence[str]]) -> str:
    """Return the text of *query* with *values* in place, parsed once more to be sure.

    >>> text = bind(get_query("find-text"), {"text": ['x" } DELETE { ?s ?p ?o']})
    >>> 'VALUES ?text { "x\\\\" } DELETE { ?s ?p ?o" }' in text
    True
    """
    known = {p.name: p for p in query.parameters}
    for name in values:
        if name not in known:
            raise UnknownNameError(f"parameter of {query.name}", name, list(known))
    text = query.text
    for parameter in query.parameters:
        given = list(values.get(parameter.name, ()))
        if not given and parameter.default is None:
            raise QueryError(f"{query.name} needs --param {parameter.name}=...: {parameter.what}")
        if terms := [_term(query, parameter, v) for v in given or [parameter.default or ""] if v]:
            inside = f"VALUES ?{parameter.variable} {{ {' '.join(terms)} }}"
            text = _place(parameter).sub(lambda _, inside=inside: inside, text)  # type: ignore[misc]
    _parse(query, text)
    return text


def _term(query: NamedQuery, parameter: QueryParameter, value: str) -> str:
    try:
        return str(TYPES[parameter.type](value))
    except ValueError as error:
        raise QueryError(
            f"{query.name}: {value!r} is no {parameter.type} for the parameter {parameter.name}; {error}"
        ) from error


def _parse(query: NamedQuery, text: str) -> None:
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except Exception as error:  # pyparsing raises several kinds; all mean that the text is no query
        raise QueryError(f"{query.name}: not valid SPARQL: {error}") from error
