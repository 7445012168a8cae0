"""The quality queries find what is odd, each on data where it is planted, and nothing on data where it is not."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from competency_graph.queries import find_queries
from competency_graph.store import EmbeddedStore
from competency_graph.validation import find_quality_findings
from tests.test_cli import run

PREFIXES = """
@prefix cg: <https://w3id.org/competency-graph/ontology/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix element: <https://w3id.org/competency-graph/element/> .
@prefix id: <https://w3id.org/competency-graph/id/> .
@prefix profile: <https://w3id.org/competency-graph/profile/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://w3id.org/competency-graph/demand/> .
profile:p cg:hasCareerStage cg:GraduateStage ; cg:hasTrack cg:EngineerTrack .
profile:q cg:hasCareerStage cg:GraduateStage ; cg:hasTrack cg:EngineerTrack .
"""


def statement(iri, *elements, framework="f", profile="p", title=""):
    """Return a statement with its demands, as Turtle."""
    text = f"<{BASE}{iri}> cg:isStatementOf id:{framework} ; cg:isMemberOf profile:{profile} "
    if title:
        text += f'; cg:officialLabelIn "en" ; skos:prefLabel "{title}"@en '
    text += ".\n"
    for e in elements:
        text += f":{iri.replace('/', '-')}-{e} cg:isDemandOf <{BASE}{iri}> ; cg:demandsElement element:{e} .\n"
    return text


BASE = "https://w3id.org/competency-graph/id/"


def element(name, *implied, grouping=False):
    text = f"element:{name} a cg:Element "
    text += "".join(f"; cg:implies element:{i} " for i in implied)
    return text + ("; cg:isGrouping true" if grouping else "") + " .\n"


def find(name, *texts):
    query = next(q for q in find_queries("check") if q.name == f"{name}-finding")
    triples = ox.parse(PREFIXES + "".join(texts), format=ox.RdfFormat.TURTLE)
    store = EmbeddedStore.in_memory(ox.Quad(q.subject, q.predicate, q.object) for q in triples)
    (findings,) = find_quality_findings(store, [query]).values()
    return [(f.node.rsplit("/", 1)[1], f.what) for f in findings]


def test_an_element_demanded_once_or_never_is_found():
    texts = [element("once"), element("twice"), element("never"), element("group", grouping=True)]
    found = find("element-seldom-used", *texts, statement("f/1", "once", "twice"), statement("f/2", "twice"))
    assert [n for n, _ in found] == ["never", "once"]


def test_an_element_that_joins_two_demanded_ones_is_used():
    texts = [element("a", "top"), element("b", "top"), element("top")]
    demands = [statement(f"f/{n}", "a", "b") for n in (1, 2)]
    assert find("element-seldom-used", *texts, *demands) == []
    assert [n for n, _ in find("element-seldom-used", element("a", "top"), element("top"), *demands)] == ["top"]


def test_elements_only_ever_demanded_together_are_found():
    three = [statement(f"f/{n}", "x", "y") for n in (1, 2, 3)]
    assert find("elements-always-together", *three) == [("x", "is demanded only together with y, 3 times")]
    assert find("elements-always-together", *three, statement("f/4", "x")) == []
    assert find("elements-always-together", *three[:2]) == []


def test_identical_demands_in_one_profile_are_found():
    assert find("identical-demands", statement("f/1", "x", "y"), statement("f/2", "x", "y")) == [
        ("1", "demands exactly what f/2 demands")
    ]
    assert find("identical-demands", statement("f/1", "x", "y"), statement("f/2", "x")) == []
    assert find("identical-demands", statement("f/1", "x"), statement("f/2", "x", profile="q")) == []


def test_one_title_over_different_matter_is_found():
    ethics = statement("f/1", "act-ethically", title="Ethics")
    other = statement("g/1", "use-tools", framework="g", title="ethics")
    assert [n for n, _ in find("label-conflict", ethics, other)] == ["1"]
    implied = element("use-tools", "act-ethically")
    assert find("label-conflict", ethics, other, implied) == []
    assert find("label-conflict", ethics, other, statement("g/2", "x", framework="g", title="Ethics")) == []


def test_a_title_kept_over_other_elements_is_found():
    edition = "id:g dcterms:replaces id:f .\n"
    old = statement("f/1", "a", "b", "c", title="Ethics")
    new = statement("g/1", "a", "x", framework="g", profile="q", title="Ethics")
    assert find("edition-jump", edition, old, new) == [("1", "keeps the title of f/1 and 1 of its 3 elements")]
    assert find("edition-jump", edition, old, new, element("x", "b")) == []
    none = statement("g/1", "x", "y", framework="g", profile="q", title="Ethics")
    assert find("edition-jump", edition, old, none) == [("1", "keeps the title of f/1 and 0 of its 3 elements")]
    assert find("edition-jump", edition, old, new, f'<{BASE}g/1> skos:editorialNote "Rewritten."@en .') == []


def test_validate_says_what_is_worth_a_look_and_does_not_fail():
    result = run("validate", "--quality")
    assert result.returncode == 0, result.stderr
    findings = [q.summary for q in find_queries("check") if q.name.endswith("-finding")]
    assert len(findings) == 5
    for summary in findings:
        assert summary in result.stdout


@pytest.mark.parametrize(
    "query", [q for q in find_queries("check") if q.name.endswith("-finding")], ids=lambda q: q.name
)
def test_every_finding_of_the_shipped_data_names_a_node_of_the_graph(graph, query):
    for row in graph.store.select(query.text):
        assert row["node"].startswith("https://w3id.org/competency-graph/") and row["what"]
