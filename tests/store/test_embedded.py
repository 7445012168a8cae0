import pyoxigraph as ox
import pytest

from competency_graph.errors import QueryError, StoreError
from competency_graph.store import EmbeddedStore


def node(name):
    return ox.NamedNode(f"http://e/{name}")


@pytest.fixture
def store():
    return EmbeddedStore.in_memory([ox.Quad(node("s"), node("p"), ox.Literal("中文", language="zh"), node("g"))])


def test_named_graphs_are_seen_together(store):
    assert store.select("SELECT ?o WHERE { ?s ?p ?o }") == [{"o": "中文"}]


def test_unbound_variables_are_absent(store):
    assert store.select("SELECT ?s ?x WHERE { ?s ?p ?o }") == [{"s": "http://e/s"}]


def test_what_is_not_sparql_is_one_message(store):
    with pytest.raises(QueryError, match="not valid SPARQL"):
        store.select("SELEKT * WHERE { ?s ?p ?o }")


def test_the_wrong_form_of_query_is_refused(store):
    with pytest.raises(QueryError, match="a SELECT query is needed"):
        store.select("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="a CONSTRUCT query is needed"):
        store.construct("SELECT * WHERE { ?s ?p ?o }")


def test_updates_are_no_queries(store):
    with pytest.raises(QueryError):
        store.select("INSERT DATA { <http://e/a> <http://e/b> <http://e/c> }")
    assert len(store) == 1


def test_results_do_not_leave_the_thread_that_made_them(store):
    # A pyoxigraph iterator read in another thread aborts the process; ours are plain lists.
    import threading

    rows = store.select("SELECT ?s WHERE { ?s ?p ?o }")
    seen = []
    thread = threading.Thread(target=lambda: seen.extend(rows))
    thread.start()
    thread.join()
    assert seen == [{"s": "http://e/s"}]


def test_a_store_that_is_not_there_is_one_message(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedStore.open(tmp_path / "none")
