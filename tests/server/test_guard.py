"""The guard against SERVICE, held against what Oxigraph does."""

import subprocess
import sys
import time

import pyoxigraph as ox
import pytest

from competency_graph.errors import QueryError
from competency_graph.server.guard import calls_service, check
from competency_graph.store import Builds, default_root

# U is an address, x: a prefix of it, ex: and empty another. Each of these makes Oxigraph call U.
CALLS = {
    "plainly": "SELECT * { SERVICE <U> { ?a ?b ?c } }",
    "in lower case": "SELECT * { service <U> { ?a ?b ?c } }",
    "silently": "SELECT * { SERVICE SILENT <U> { ?a ?b ?c } }",
    "touching its address": "SELECT * { SERVICE<U>{ ?a ?b ?c } }",
    "touching a name": "SELECT * { SERVICEx:y { ?a ?b ?c } }",
    "touching a name without prefix": "PREFIX : <U> SELECT * { SERVICE:y { ?a ?b ?c } }",
    "touching silent and a name": "SELECT * { SERVICESILENTx:y{ ?a ?b ?c } }",
    "touching a name, then a comment": "SELECT * { SERVICEx:y # {\n { ?a ?b ?c } }",
    "touching a number": "SELECT * { ?s ?p 1SERVICE <U> { ?a ?b ?c } }",
    "touching a decimal": "SELECT * { ?s ?p 1.SERVICE <U> { ?a ?b ?c } }",
    "touching a number and a name": "SELECT * { ?s ?p 1SERVICEx:y { ?a ?b ?c } }",
    "after a name that ends in its colon": "SELECT * { OPTIONAL { ?s ?p ex: } ?s ?p ex:.SERVICE <U> { ?a ?b ?c } }",
    "after an escape in a local name": r"SELECT * { OPTIONAL { ?s ex:a\' ?o } SERVICE <U> { ?a ?b 'c' } }",
    "after a quote in less-than": "SELECT * { ?s ?p ?o FILTER(?o<'>') SERVICE <U> { ?a ?b 'x' } }",
    "after a comment in less-than": "SELECT * { ?s ?p ?o FILTER(?o<3#>'''\n) SERVICE <U> { ?a ?b ?c } #'''\n}",
    "after an escape in an IRI": r"SELECT * { OPTIONAL { <http://e/\u0062#> ?p ?o } SERVICE <U> { ?a ?b ?c } }",
    "after a quote in an IRI": "SELECT * { OPTIONAL { <http://e/it's> ?p ?o } SERVICE <U> { ?a ?b 'c' } }",
    "after a blank in an IRI": "SELECT * { OPTIONAL { <http://e/\u00a0'#> ?p ?o } SERVICE <U> { ?a ?b 'c' } }",
    "after an escaped quote in a string": r"SELECT * { OPTIONAL { ?s ?p 'a\'b' } SERVICE <U> { ?a ?b ?c } }",
    "after a long string": 'SELECT * { OPTIONAL { ?s ?p """a"b\\"""" } SERVICE <U> { ?a ?b ?c } }',
    "after a comment": "SELECT * { # it's\rSERVICE <U> { ?a ?b ?c } }",
    "through a comment": "SELECT * { SERVICE# '\n<U> { ?a ?b ?c } }",
    "in EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <U> { ?a ?b ?c } } }",
    "in LATERAL": "SELECT * { ?s ?p ?o LATERAL { SERVICE <U> { ?a ?b ?c } } }",
    "by a variable": "SELECT * { BIND(<U> AS ?u) LATERAL { SERVICE ?u { ?a ?b ?c } } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <U> { ?a ?b ?c } } } }",
}
CALLS_NOT = {
    "a string": "SELECT * { ?s ?p 'community service' }",
    "a long string": "SELECT * { ?s ?p '''it's a SERVICE <U> {''' }",
    "a long string of the other kind": 'SELECT * { ?s ?p """a "SERVICE <U> {" """ }',
    "an escaped quote": r"SELECT * { ?s ?p 'it\'s SERVICE <U> {' }",
    "a comment": "SELECT * { ?s ?p ?o } # SERVICE <U> {",
    "an IRI": "SELECT * { ?s <http://e/SERVICE> ?o }",
    "an IRI with a fragment": "SELECT * { ?s <http://e/service#SERVICE> ?o }",
    "an IRI after a variable": "SELECT * { ?s<http://e/it's/service#x>'y' }",
    "a variable": "SELECT ?service { ?service ?p $SERVICE }",
    "a local name": "SELECT * { ?s ex:service ex:a.service, ex:a-service, ex:1SERVICE }",
    "a prefix": "PREFIX service: <http://e/service#> SELECT * { ?s service:p service:o }",
    "a blank node": "SELECT * { _:service ?p ?o }",
    "a language": "SELECT * { ?s ?p 'a'@en FILTER(?s < ?p && ?p > 3) }",
    "a longer word": "SELECT (COUNT(*) AS ?services) { ?s ?p ?o } GROUP BY ?selfservice",
}


def text(query, address="http://e/"):
    head = "PREFIX x: <U> PREFIX ex: <http://e/> PREFIX e: <http://e/> "
    return (head + query).replace("<U>", f"<{address}>")


@pytest.fixture
def store():
    found = ox.Store()
    for number in "12":
        literal = ox.Literal(number, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
        found.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), literal))
    found.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.NamedNode("http://e/")))
    found.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("1")))
    return found


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_what_makes_oxigraph_call_is_seen(query, store, neighbour):
    query = text(query, neighbour.address)
    # Without the guard the neighbour is called: the case is a real one.
    try:
        results = store.query(query)
        sum(1 for _ in results)
    except (OSError, RuntimeError):
        pass
    assert neighbour.calls > 0 or _was_called(neighbour)
    assert calls_service(query)
    with pytest.raises(QueryError, match="SERVICE is refused"):
        check(query)


def _was_called(neighbour):
    """Tell whether the call has been counted shortly after."""
    for _ in range(50):
        if neighbour.calls:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("query", CALLS_NOT.values(), ids=CALLS_NOT)
def test_the_word_alone_is_no_call(query, store):
    store.query(text(query))
    assert not calls_service(text(query))


@pytest.mark.parametrize("query", [r"ASK { \u0053ERVICE <U> {} }", "ASK { \u017fERVICE <U> {} }"])
def test_other_spellings_of_the_keyword_are_not_sparql_to_oxigraph(query, store):
    with pytest.raises(SyntaxError):
        store.query(text(query))


def test_the_scan_takes_time_in_proportion_to_the_query():
    # Tens of milliseconds each; a scan in quadratic time would take many minutes.
    start = time.monotonic()
    for filler in ("a.", "<", "'", "<'", "<a:'>", "'''", "x:", "\\", "<#>\n"):
        calls_service("service " + filler * (200_000 // len(filler)))
    assert time.monotonic() - start < 60


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_confined_process_reaches_no_neighbour_even_without_the_guard(graph, neighbour):
    from competency_graph.loading.build import store_folder

    code = f"""
import io, pathlib
from competency_graph.server import worker
store = worker._open_confined(pathlib.Path({str(store_folder(Builds(default_root()).current()))!r}), 500)
out = io.BytesIO()
for address in ({neighbour.address!r}, "http://localhost:{neighbour.address.split(":")[2]}"):
    try:
        store.write_answer(f"SELECT * {{{{ SERVICE <{{address}}> {{{{ ?a ?b ?c }}}} }}}}", out, "text/csv", None)
    except Exception as error:
        print(type(error).__name__)
store.write_answer("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(STRLEN(STR(?o)) >= 0) }}", out, "text/csv", None)
print(int(out.getvalue().split()[-1]) > 10_000)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["StoreError", "StoreError", "True"]
    assert neighbour.calls == 0
