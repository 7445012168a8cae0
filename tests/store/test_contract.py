"""What every store promises, asked of the embedded one and of a remote one over the same build."""

import socket

import pytest

from competency_graph.catalogue import read_catalogue
from competency_graph.errors import QueryError, StoreError
from competency_graph.store import RemoteStore
from tests.endpoint import need_packages, running


@pytest.fixture(scope="module")
def remote(graph):
    need_packages("SPARQLWrapper")
    with running() as address:
        yield RemoteStore(address)


@pytest.fixture(params=["embedded", "remote"])
def store(request, graph):
    return graph.store if request.param == "embedded" else request.getfixturevalue("remote")


def test_solutions_are_rows_of_text(store):
    rows = store.select("SELECT ?a ?b ?c { VALUES (?a ?b) { ('中文'@zh 1) (<http://e/x> UNDEF) } } ORDER BY ?b")
    assert rows == [{"a": "http://e/x"}, {"a": "中文", "b": "1"}]


def test_no_solution_is_an_empty_list(store):
    assert store.select("SELECT * { ?s <http://e/nothing> ?o }") == []


def test_named_graphs_are_seen_together(store):
    both = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { %s } } }"
    assert store.select(both % "?s ?p ?o") == store.select(both % "GRAPH ?g { ?s ?p ?o }")


def test_from_names_the_graphs_that_are_seen(store):
    one = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?n LIMIT 1")[0]
    assert store.select(f"SELECT (COUNT(*) AS ?n) FROM <{one['g']}> {{ ?s ?p ?o }}") == [{"n": one["n"]}]


def test_triples_are_text_of_their_terms_in_order(store):
    template = "<http://e/b> <http://e/p> '中文'@zh, 1 . <http://e/a> <http://e/p> <http://e/o>"
    assert store.construct(f"CONSTRUCT {{ {template} }} WHERE {{}}") == [
        ("http://e/a", "http://e/p", "http://e/o"),
        ("http://e/b", "http://e/p", "1"),
        ("http://e/b", "http://e/p", "中文"),
    ]


def test_triples_of_the_graph_are_the_same_everywhere(store, graph):
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a ?type ; ?p ?o } LIMIT 100000"
    assert set(store.construct(query)) == set(graph.store.construct(query))


def test_what_is_not_sparql_is_one_message(store):
    with pytest.raises(QueryError, match="not valid SPARQL: error at 1:1"):
        store.select("SELEKT * WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "CLEAR ALL"])
def test_another_form_is_no_select(store, query):
    with pytest.raises(QueryError, match="a SELECT query is needed here|not valid SPARQL"):
        store.select(query)


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "PREFIX construct: <http://e/> ASK { ?s ?p ?o }"])
def test_another_form_is_no_construct(store, query):
    with pytest.raises(QueryError, match="a CONSTRUCT query is needed here"):
        store.construct(query)


def test_a_comment_after_a_prefix_does_not_hide_the_form(store):
    # SPARQLWrapper alone takes this for a SELECT, with a warning.
    query = "PREFIX e: <http://e/> # select\nCONSTRUCT { e:a e:b e:c } WHERE {}"
    assert store.construct(query) == [("http://e/a", "http://e/b", "http://e/c")]


def test_the_catalogue_is_the_same_from_every_store(store, graph):
    assert read_catalogue(store, graph.catalogue.release) == graph.catalogue


# What only a remote store can meet.


def test_a_refused_query_says_who_refuses_and_why(remote):
    with pytest.raises(QueryError, match="/sparql answers 400: SERVICE is refused here"):
        remote.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_query_that_was_stopped_is_an_error_of_the_store(graph):
    need_packages("SPARQLWrapper")
    with running(timeout=1) as address, pytest.raises(StoreError, match="answers 503: the query was stopped after 1 s"):
        RemoteStore(address).select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }")


def test_an_address_without_an_endpoint_is_one_message(remote):
    with pytest.raises(StoreError, match="answers 404: Not Found"):
        RemoteStore(remote.endpoint + "/none").select("SELECT * { ?s ?p ?o }")


def test_nobody_there_is_one_message(remote):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/sparql"
    with pytest.raises(StoreError, match="no answer"):
        RemoteStore(address).select("SELECT * { ?s ?p ?o }")


def test_a_server_that_says_nothing_is_given_up(remote):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = RemoteStore(f"http://127.0.0.1:{silent.getsockname()[1]}/sparql", timeout=1)
        with pytest.raises(StoreError, match="no answer"):
            store.construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_an_address_that_is_none_is_one_message(remote):
    with pytest.raises(StoreError, match="no answer"):
        RemoteStore("nowhere").select("SELECT * { ?s ?p ?o }")
