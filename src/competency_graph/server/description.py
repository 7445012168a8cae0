"""What the endpoint says of itself when it is asked nothing."""

from __future__ import annotations

from html import escape

import pyoxigraph as ox

from competency_graph.errors import RequestError
from competency_graph.server.protocol import GRAPHS, RESULTS
from competency_graph.vocabulary import PREFIXES, VERSION

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPH_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>competency_graph: SPARQL endpoint</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }}
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem }}
textarea {{ width: 100%; box-sizing: border-box; font: .9rem/1.4 ui-monospace, monospace }}
</style>
</head>
<body>
<h1>SPARQL endpoint of competency_graph {version}</h1>
<p>This address answers SPARQL 1.1 queries, read-only. Send <code>query</code> by GET or POST and say with
<code>Accept</code> what you want back. All named graphs are seen together unless <code>FROM</code>,
<code>default-graph-uri</code> or <code>named-graph-uri</code> says otherwise.</p>
<dl>
<dt>Solutions</dt><dd>{results}</dd>
<dt>Graphs</dt><dd>{graphs}</dd>
<dt>Limits</dt><dd>{limits}</dd>
</dl>
<form method="get" action="">
<p><label for="query">Query (a browser shows solutions as XML)</label></p>
<p><textarea id="query" name="query" rows="12" spellcheck="false">{example}</textarea></p>
<p><button>Ask</button></p>
</form>
</body>
</html>
"""
_EXAMPLE = """PREFIX cg: <{cg}>
PREFIX skos: <{skos}>

SELECT ?framework ?label WHERE {{
  ?framework a cg:Framework ; skos:prefLabel ?label .
  FILTER (LANG(?label) = "en")
}}
ORDER BY ?label"""


def describe(address: str, media: str, limits: str) -> bytes:
    """Return the description of the endpoint at *address* as *media*."""
    if media == "text/html":
        return _page(limits).encode()
    try:
        triples = _triples(ox.NamedNode(address))
    except ValueError as error:
        raise RequestError(400, f"the address of the request is no IRI: {error}") from error
    prefixes = {"sd": _SD, "formats": _FORMATS}
    written = ox.serialize(triples, format=ox.RdfFormat.from_media_type(media), prefixes=prefixes)
    return written or b""


def _page(limits: str) -> str:
    return _PAGE.format(
        version=escape(VERSION),
        results=", ".join(f"<code>{escape(m)}</code>" for m in RESULTS[:4]),
        graphs=", ".join(f"<code>{escape(m)}</code>" for m in GRAPHS),
        limits=escape(limits),
        example=escape(_EXAMPLE.format(cg=PREFIXES["cg"], skos=PREFIXES["skos"])),
    )


def _triples(endpoint: ox.NamedNode) -> list[ox.Triple]:
    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    service = ox.BlankNode("service")
    formats = [ox.NamedNode(_FORMATS + name) for name in (*_RESULT_FORMATS, *_GRAPH_FORMATS)]
    return [
        ox.Triple(service, ox.NamedNode(PREFIXES["rdf"] + "type"), sd("Service")),
        ox.Triple(service, sd("endpoint"), endpoint),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        *(ox.Triple(service, sd("resultFormat"), name) for name in formats),
    ]
