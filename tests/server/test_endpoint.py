"""The endpoint over HTTP, asked by SPARQLWrapper and by clients of other manners."""

import gzip
import http.client
import json
import sys
import threading
import time
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest

from tests.endpoint import need_packages, running
from tests.server.test_guard import CALLS, text

LABELS = """
PREFIX cg: <https://w3id.org/competency-graph/ontology/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?framework ?label { ?framework a cg:Framework ; skos:prefLabel ?label } ORDER BY ?framework ?label
"""
GRAPH = LABELS.replace("SELECT ?framework ?label", "CONSTRUCT { ?framework skos:prefLabel ?label } WHERE")
GRAPH = GRAPH.replace(" ORDER BY ?framework ?label", "")
SMALL = "SELECT * { ?s ?p ?o } LIMIT 5"
# Joins that would take years, each side of them small: it runs out of time, not of memory.
RUNAWAY = (
    f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'{{ SELECT ?s{n} {{ ?s{n} a ?t{n} }} LIMIT 5000 }}' for n in range(6))} }}"
)
DEEP = f"ASK {{ FILTER({'(' * 100_000}1{')' * 100_000}) }}"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


def send(address, method="GET", query=None, body=None, **headers):
    """Return status, headers and body of one request; underscores in names of headers are hyphens."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    path = place.path if query is None else f"{place.path}?query={quote(query)}"
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.fixture
def wrapper(endpoint):
    need_packages("SPARQLWrapper")
    from SPARQLWrapper import SPARQLWrapper

    return SPARQLWrapper(endpoint)


@pytest.fixture(params=[("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")], ids="-".join)
def manner(request):
    return request.param


def fetch(wrapper, manner, returned, query):
    wrapper.setMethod(manner[0])
    wrapper.setRequestMethod(manner[1])
    wrapper.setReturnFormat(returned)
    wrapper.setQuery(query)
    result = wrapper.query()
    with result.response as response:
        return response.headers.get_content_type(), response.read()


@pytest.fixture
def expected(graph):
    return sorted((row["framework"], row["label"]) for row in graph.store.select(LABELS))


@pytest.mark.parametrize(
    ("returned", "media"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
    ],
)
def test_sparqlwrapper_gets_solutions(wrapper, manner, returned, media, expected):
    found, body = fetch(wrapper, manner, returned, LABELS)
    assert found == media
    assert len(expected) >= 12
    if returned == "csv":
        import csv

        assert sorted(map(tuple, list(csv.reader(body.decode().splitlines()))[1:])) == expected
    else:
        rows = ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(media))
        assert sorted((r["framework"].value, r["label"].value) for r in rows) == expected


@pytest.mark.parametrize(
    ("returned", "media"),
    [("turtle", "text/turtle"), ("json-ld", "application/ld+json"), ("rdf+xml", "application/rdf+xml")],
)
def test_sparqlwrapper_gets_a_graph(wrapper, manner, returned, media, expected):
    found, body = fetch(wrapper, manner, returned, GRAPH)
    assert found == media
    assert (
        sorted((q.subject.value, q.object.value) for q in ox.parse(body, ox.RdfFormat.from_media_type(media)))
        == expected
    )


def test_sparqlwrapper_converts_what_it_gets(wrapper, expected):
    wrapper.setReturnFormat("json")
    wrapper.setQuery(LABELS)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert sorted((r["framework"]["value"], r["label"]["value"]) for r in rows) == expected
    wrapper.setReturnFormat("turtle")
    wrapper.setQuery(GRAPH)
    assert wrapper.queryAndConvert().startswith(b"<")
    wrapper.setReturnFormat("json")
    wrapper.setQuery("ASK { ?s ?p ?o }")
    assert wrapper.queryAndConvert()["boolean"] is True


def test_sparqlwrapper_is_told_what_is_wrong(wrapper):
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="not valid SPARQL: error at 1:"):
        wrapper.query()


def test_sparqlwrapper_may_name_the_graphs(wrapper, graph):
    one = graph.store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?n LIMIT 1")[0]
    wrapper.addDefaultGraph(one["g"])
    found = fetch(wrapper, ("GET", "urlencoded"), "csv", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert found == ("text/csv", f"n\r\n{one['n']}\r\n".encode())


def test_a_request_without_a_query_is_told_what_this_is(endpoint):
    status, headers, body = send(endpoint)
    triples = {(t.predicate.value.split("#")[1], t.object) for t in ox.parse(body, ox.RdfFormat.TURTLE)}
    assert (status, headers.get_content_type()) == (200, "text/turtle")
    assert ("endpoint", ox.NamedNode(endpoint)) in triples
    status, headers, body = send(endpoint, Accept="text/html,*/*;q=0.8")
    assert (status, headers.get_content_type()) == (200, "text/html")
    assert "30 s and 1024 MB a query" in body.decode()
    assert "http" not in body.decode().replace("&lt;http", "")
    assert send(endpoint, Accept="image/png")[0] == 406


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("status", "request_", "message"),
    [
        (400, {"query": "SELECT *"}, "not valid SPARQL: error at 1:9"),
        (400, {"query": "INSERT DATA { <a:a> <a:b> 1 }"}, "not valid SPARQL"),
        (400, {"method": "POST", "body": urlencode({"update": "CLEAR ALL"}), "Content_Type": FORM}, "read-only"),
        (405, {"method": "PUT", "body": "ASK {}"}, "use GET or POST"),
        (405, {"method": "DELETE"}, "use GET or POST"),
        (406, {"query": SMALL, "Accept": "image/png"}, "answers come as application/sparql-results+json"),
        (406, {"query": SMALL, "Accept": "text/turtle"}, "none of the media types"),
        (
            413,
            {"method": "POST", "body": b"#" * 1_000_001, "Content_Type": "application/sparql-query"},
            "1,000,000 bytes",
        ),
        (415, {"method": "POST", "body": "{}", "Content_Type": "application/json"}, "not understood"),
        (415, {"method": "POST", "body": "CLEAR ALL", "Content_Type": "application/sparql-update"}, "read-only"),
        (
            503,
            {"method": "POST", "body": DEEP, "Content_Type": "application/sparql-query"},
            "nested too deeply",
        ),
    ],
)
def test_what_cannot_be_answered_has_its_status_and_the_next_query_is_answered(endpoint, status, request_, message):
    found, headers, body = send(endpoint, **request_)
    assert (found, headers.get_content_type()) == (status, "text/plain")
    assert message in body.decode()
    assert headers["Allow"] == ("GET, HEAD, POST" if status == 405 else None)
    assert send(endpoint, query=SMALL)[0] == 200


def test_pages_elsewhere_may_ask_but_not_by_another_name_of_this_host(endpoint):
    assert send(endpoint, query=SMALL, Origin="https://e.example")[1]["Access-Control-Allow-Origin"] == "*"
    preflight = {"Origin": "https://e.example", "Access_Control_Request_Method": "POST"}
    assert send(endpoint, "OPTIONS", **preflight)[0] == 200
    home = endpoint.removesuffix("sparql")
    status, headers, _ = send(home, Origin="https://e.example")
    assert (status, headers["Location"], headers["Access-Control-Allow-Origin"]) == (307, "/sparql", None)
    assert send(endpoint, query=SMALL, Host="evil.example")[0] == 400
    assert send(endpoint, query=SMALL, Host="localhost:1")[0] == 200


def test_answers_are_zipped_for_those_who_ask(endpoint):
    query = "SELECT * { ?s ?p ?o } LIMIT 1000"
    _, headers, zipped = send(endpoint, query=query, Accept_Encoding="gzip")
    plain = send(endpoint, query=query)
    assert (headers["Content-Encoding"], plain[1]["Content-Encoding"]) == ("gzip", None)
    assert len(zipped) < len(plain[2]) / 2
    assert len(json.loads(gzip.decompress(zipped))["results"]["bindings"]) == 1000


@pytest.mark.parametrize("name", ["plainly", "silently", "after a quote in less-than", "touching a number and a name"])
def test_no_query_makes_the_endpoint_call_a_neighbour(endpoint, neighbour, name):
    status, _, body = send(endpoint, query=text(CALLS[name], neighbour.address))
    assert (status, neighbour.calls) == (400, 0)
    assert "SERVICE is refused here" in body.decode()


def test_a_runaway_query_is_stopped_on_time_while_others_are_answered(graph):
    limit = 4
    with running(timeout=limit) as address:
        send(address, query=SMALL)
        stopped = []

        def run_away():
            start = time.monotonic()
            status, _, body = send(address, query=RUNAWAY)
            stopped.append((status, body.decode(), time.monotonic() - start))

        threads = [threading.Thread(target=run_away) for _ in range(3)]
        for thread in threads:
            thread.start()
        answered = 0
        while not stopped:
            assert send(address, query=SMALL)[0] == 200
            answered += not stopped
        for thread in threads:
            thread.join()
        assert answered >= 3
        assert len(stopped) == 3
        for status, body, seconds in stopped:
            assert (status, body) == (503, "the query was stopped after 4 s; ask for less at a time\n")
            assert limit <= seconds + 0.1
            assert seconds < limit + 10
        assert send(address, query=SMALL)[0] == 200


def test_with_all_workers_busy_a_query_waits_and_then_says_so(graph):
    with running(timeout=2, workers=1) as address:
        send(address, query=SMALL)
        found = []
        threads = [threading.Thread(target=lambda: found.append(send(address, query=RUNAWAY))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        said = sorted(body.decode().split(";")[0] for _, _, body in found)
        assert {status for status, _, _ in found} == {503}
        assert "all workers are busy" in said
        assert "the query was stopped after 2 s" in said
        assert send(address, query=SMALL)[0] == 200


def test_a_client_that_leaves_frees_its_worker(graph):
    with running(timeout=300, workers=1) as address:
        send(address, query=SMALL)
        place = urlsplit(address)
        connection = http.client.HTTPConnection(place.netloc)
        connection.request("GET", f"{place.path}?query={quote(RUNAWAY)}")
        time.sleep(0.5)
        connection.close()
        # The only worker would be busy for five minutes otherwise; the client of this request gives up after one.
        assert send(address, query=SMALL)[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of addresses")
def test_a_query_that_takes_too_much_memory_is_stopped_and_the_next_is_answered(graph):
    with running(timeout=120, memory=200) as address:
        status, _, body = send(address, query=BOMB)
        assert (status, body.decode().split(",")[0]) == (
            503,
            "the query was stopped: it needed more than 200 MB of memory",
        )
        assert send(address, query=SMALL)[0] == 200


def test_an_answer_that_is_too_long_is_refused(graph):
    with running(max_bytes=100_000) as address:
        status, _, body = send(address, query="SELECT * { ?s ?p ?o . ?a ?b ?c }")
        assert status == 413
        assert "more than 100,000 bytes; add LIMIT" in body.decode()
        assert send(address, query=SMALL)[0] == 200


def test_one_worker_answers_many_queries_within_little_memory(graph):
    with running(memory=100, workers=1) as address:
        query = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } LIMIT 2000"
        assert [send(address, query=query)[0] for _ in range(300)] == [200] * 300
