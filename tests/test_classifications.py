"""Classifications: what sorts profiles and titles, and is demanded by nobody."""

import re

import pytest

from competency_graph.errors import InvalidDataError
from competency_graph.loading import check
from competency_graph.resources import folders
from competency_graph.vocabulary import local_name
from tests.loading.test_build import edit

QUERY = """
    PREFIX cg: <https://w3id.org/competency-graph/ontology/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?class ?code ?above ?match WHERE {{
      ?class a cg:{kind} ; skos:notation ?code ; skos:inScheme <https://w3id.org/competency-graph/classification/{scheme}> .
      OPTIONAL {{ ?class skos:broader/skos:notation ?above }}
      OPTIONAL {{ ?class skos:exactMatch ?match }}
    }}"""
FIELDS = ("FieldOfStudy", "isced-f-2013", 27, "07")
OCCUPATIONS = ("Occupation", "isco-08", 14, "2")


def classes(graph, kind, scheme):
    return graph.store.select(QUERY.format(kind=kind, scheme=scheme))


@pytest.mark.parametrize(("kind", "scheme", "count", "top"), [FIELDS, OCCUPATIONS])
def test_every_class_but_the_top_one_lies_in_a_broader_one(graph, kind, scheme, count, top):
    found = classes(graph, kind, scheme)
    assert len({r["code"] for r in found}) == count
    assert {r["code"] for r in found if not r.get("above")} == {top}


@pytest.mark.parametrize(("kind", "scheme", "namespaces"), [
    (*FIELDS[:2], {"http://data.europa.eu/snb/isced-f/", "http://data.europa.eu/esco/isced-f/"}),
    (*OCCUPATIONS[:2], {"http://data.europa.eu/esco/isco/"}),
])  # fmt: skip
def test_every_class_is_matched_with_the_same_code_of_the_european_vocabularies(graph, kind, scheme, namespaces):
    found = classes(graph, kind, scheme)
    assert all(local_name(r["match"]).lstrip("C") == r["code"] for r in found)
    assert {r["match"].rsplit("/", 1)[0] + "/" for r in found} == namespaces
    assert len(found) == len(namespaces) * len({r["code"] for r in found})


def test_no_class_is_demanded_or_belongs_to_a_framework(graph):
    rows = graph.store.select("""
        PREFIX cg: <https://w3id.org/competency-graph/ontology/>
        SELECT ?class WHERE {
          { ?class a cg:FieldOfStudy } UNION { ?class a cg:Occupation }
          { ?demand cg:demandsElement ?class } UNION { ?class cg:isStatementOf ?framework } UNION { ?class cg:implies ?element }
        }""")
    assert rows == []


def test_the_licence_of_chemical_engineers_is_given_to_chemical_engineers(graph):
    rows = graph.store.select("""
        PREFIX cg: <https://w3id.org/competency-graph/ontology/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?title ?code WHERE { ?title cg:hasOccupation/skos:notation ?code }""")
    assert [(local_name(r["title"]), r["code"]) for r in rows] == [("cn-registered-chemical-engineer", "2145")]


def test_links_to_classes_that_do_not_exist_and_codes_that_are_none_are_findings(project):
    data = project / "data"
    edit(data / "classifications.ttl", 'skos:notation "2"', 'skos:notation "two"')
    edit(data / "frameworks/abet-chem-2012.ttl", "hasFieldOfStudy isced-f:0711", "hasFieldOfStudy isced-f:0717")
    edit(data / "awards.ttl", "isco-08/2145", "isco-08/2147")
    with pytest.raises(InvalidDataError) as caught:
        check(folders(data))
    expected = [
        r"awards\.ttl:\d+: .*: cg:hasOccupation names an occupation that exists \(found: 2147\)",
        r"classifications\.ttl:\d+: .*/isco-08/2: a class of a classification has exactly one code",
        r"abet-chem-2012\.ttl:\d+: .*: cg:hasFieldOfStudy names a field of study that exists \(found: 0717\)",
    ]
    assert len(caught.value.findings) == len(expected)
    for message in expected:
        assert [f for f in caught.value.findings if re.search(message, f)], (message, caught.value.findings)
