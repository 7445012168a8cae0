"""The SPARQL 1.1 protocol: from a request to a question, and which media type its answer gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from competency_graph.errors import RequestError

#: Media types of solutions and truth values; the first of equally wanted ones is taken.
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
#: Media types of graphs, likewise.
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
#: Media types of the answer to a GET without a query.
DESCRIPTIONS = (*GRAPHS, "text/html")

FORM = "application/x-www-form-urlencoded"
SPARQL_QUERY = "application/sparql-query"
_READ_ONLY = "this endpoint is read-only: send a query, not an update"


@dataclass(frozen=True)
class Question:
    """A query and the graphs that the request itself names."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def find_question(method: str, query_string: bytes, content_type: str, body: bytes) -> Question | None:
    """Return what is asked, or None where a GET asks nothing; raises RequestError with the status otherwise.

    >>> find_question("GET", b"query=ASK+%7B%7D", "", b"")
    Question(query='ASK {}', default_graphs=(), named_graphs=())
    """
    url = _decode(query_string, "the URL")
    if method in ("GET", "HEAD"):
        pairs = _parameters(url)
        return _question(pairs) if pairs else None
    if method != "POST":
        raise RequestError(405, "use GET or POST")
    media = content_type.partition(";")[0].strip().lower()
    if media == FORM:
        return _question(_parameters(_decode(body, "the form")))
    if media == SPARQL_QUERY:
        return _question([*_parameters(url), ("query", _decode(body, "the query"))])
    if media == "application/sparql-update":
        raise RequestError(415, _READ_ONLY)
    raise RequestError(415, f"{media or 'no media type'} is not understood: POST {FORM} or {SPARQL_QUERY}")


def _decode(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"{what} is not UTF-8") from error


def _parameters(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RequestError(400, f"the parameters cannot be read: {error}") from error


def _question(pairs: list[tuple[str, str]]) -> Question:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if values("update"):
        raise RequestError(400, _READ_ONLY)
    queries = values("query")
    if len(queries) != 1:
        raise RequestError(400, f"exactly one parameter 'query' is needed, {len(queries)} were sent")
    return Question(queries[0], values("default-graph-uri"), values("named-graph-uri"))


def choose(accept: str, offered: Iterable[str]) -> str | None:
    """Return the one of *offered* that the Accept header wants most, or None where it wants none of them.

    >>> choose("text/csv;q=0.5, application/*;q=0.9", RESULTS), choose("text/html", RESULTS)
    ('application/sparql-results+json', None)
    """
    ranges = _ranges(accept) or {"*/*": 1.0}
    best, wanted = None, 0.0
    for media in offered:
        quality = _quality(media, ranges)
        if quality > wanted:
            best, wanted = media, quality
    return best


def _quality(media: str, ranges: dict[str, float]) -> float:
    """Return the quality of the most specific range that *media* falls into."""
    for candidate in (media, media.partition("/")[0] + "/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (p.strip().lower() for p in part.split(";"))
        if media:
            found[media] = max(found.get(media, 0.0), _weight(parameters))
    return found


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether the caller takes gzip.

    >>> accepts_gzip("gzip, deflate"), accepts_gzip("gzip;q=0"), accepts_gzip("")
    (True, False, False)
    """
    ranges = _ranges(accept_encoding)
    return ranges.get("gzip", ranges.get("*", 0.0)) > 0
