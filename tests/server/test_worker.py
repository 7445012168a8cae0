"""What a worker answers, without a process around it."""

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from competency_graph.server.worker import Task, answer
from competency_graph.store import EmbeddedStore

CSV, TURTLE = "text/csv", "text/turtle"
ALL = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"
IN_GRAPHS = "SELECT ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s"


def node(name):
    return ox.NamedNode(f"http://e/{name}")


@pytest.fixture(scope="module")
def store():
    quads = [ox.Quad(node(f"s{g}"), node("p"), node("o"), node(g)) for g in "abc"]
    return EmbeddedStore.in_memory(quads)


def ask(store, query, results=CSV, graphs=TURTLE, **more):
    return answer(store, Task(Path(), query, results, graphs, **more))


def subjects(outcome):
    assert outcome.status == 200
    return [line.removeprefix("http://e/s") for line in outcome.body.decode().split()[1:]]


@pytest.mark.parametrize(
    ("query", "dataset", "expected"),
    [
        (ALL, {}, "abc"),
        (IN_GRAPHS, {}, "abc"),
        (ALL, {"default_graphs": ("http://e/a", "http://e/b")}, "ab"),
        (IN_GRAPHS, {"default_graphs": ("http://e/a",)}, ""),
        (ALL, {"named_graphs": ("http://e/a",)}, ""),
        (IN_GRAPHS, {"named_graphs": ("http://e/a",)}, "a"),
        ("SELECT ?s FROM <http://e/c> { ?s ?p ?o }", {}, "c"),
        ("SELECT ?s FROM <http://e/c> { ?s ?p ?o }", {"default_graphs": ("http://e/a",)}, "a"),
        ("SELECT ?s FROM NAMED <http://e/c> { ?s ?p ?o }", {}, ""),
        ("SELECT ?s FROM NAMED <http://e/c> { GRAPH ?g { ?s ?p ?o } }", {}, "c"),
    ],
)
def test_all_graphs_are_seen_together_unless_some_are_named(store, query, dataset, expected):
    assert subjects(ask(store, query, **dataset)) == list(expected)


@pytest.mark.parametrize(
    ("query", "more", "status", "message"),
    [
        ("SELECT * {", {}, 400, "not valid SPARQL: error at 1:11: expected"),
        ("CLEAR ALL", {}, 400, "not valid SPARQL"),
        ("ASK { SERVICE <http://e/> {} }", {}, 400, "SERVICE is refused"),
        (ALL, {"default_graphs": ("nowhere",)}, 400, "not the IRI of a graph"),
        (ALL, {"results": None}, 406, "none of the media types"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"graphs": None}, 406, "none of the media types"),
        (ALL, {"max_bytes": 20}, 413, "more than 20 bytes; add LIMIT"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"max_bytes": 20}, 413, "more than 20 bytes"),
    ],
)
def test_what_cannot_be_answered_has_a_status_and_says_why(store, query, more, status, message):
    outcome = ask(store, query, **more)
    assert (outcome.status, outcome.media) == (status, "text/plain")
    assert message in outcome.body.decode()


def test_a_fault_of_the_engine_is_a_message(store, monkeypatch):
    class PanicError(BaseException):
        pass

    def panic(*_):
        raise PanicError("index out of bounds")

    monkeypatch.setattr(store, "write_answer", panic)
    outcome = ask(store, ALL)
    assert (outcome.status, outcome.body) == (500, b"the query failed while it ran: index out of bounds\n")


def test_long_answers_are_zipped_where_the_caller_takes_it(store):
    long = "SELECT (REPLACE('x', 'x', '" + "y" * 2000 + "') AS ?s) {}"
    plain, zipped = ask(store, long), ask(store, long, zipped=True)
    assert (plain.zipped, zipped.zipped) == (False, True)
    assert gzip.decompress(zipped.body) == plain.body
    assert not ask(store, ALL, zipped=True).zipped
