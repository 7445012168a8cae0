"""The files of a register: read with file and line, written so that a new record is one new line."""

import json
import shutil

import pytest

from competency_graph.errors import FileError
from competency_graph.formats.register import PROPOSALS, REVIEWS, Review, Verdict, read_register, reviews_text
from competency_graph.formats.sssom import read_sssom
from tests.conftest import ROOT
from tests.formats.test_sssom import optional, validate

EXAMPLE = ROOT / "data/examples/register"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(EXAMPLE, tmp_path / "register")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_proposals_are_valid_sssom():
    found = read_sssom(EXAMPLE / PROPOSALS)
    assert len(found.rows) == 6
    assert found.head["sssom_version"] == "1.1"
    validate(found)


def test_sssom_pydantic_reads_the_proposals():
    theirs = optional("sssom_pydantic").read(EXAMPLE / PROPOSALS).mappings
    assert [(m.subject.curie, m.predicate.curie, m.object.curie) for m in theirs] == [
        (p.subject, p.predicate, p.object) for p in read_register(EXAMPLE).proposals
    ]


def test_the_example_is_invented_and_says_so_in_every_file():
    found = read_register(EXAMPLE)
    assert found.is_invented
    assert all(b.is_invented and "invented" in b.label for b in found.bodies)
    assert all("invented" in r.reviewer for r in found.reviews)
    assert "INVENTED" in str(read_sssom(EXAMPLE / PROPOSALS).head["mapping_set_title"])
    assert len(found.reviews) == 10


def test_nothing_is_agreed_or_invented_among_the_data():
    assert not (ROOT / "data/register").exists() or not read_register(ROOT / "data/register").is_invented


def test_no_folder_is_an_empty_register(tmp_path):
    assert read_register(tmp_path / "none").proposals == ()


def test_reviews_are_appended_and_nothing_above_them_changes(folder):
    before = (folder / REVIEWS).read_text(encoding="utf-8")
    new = Review("eq:1", "b", "R", "m", "2026-01-01", Verdict.AGREE, comment="=1+1")
    text = reviews_text([new], before)
    assert text.startswith(before)
    assert text.count("\n") == before.count("\n") + 1
    (folder / REVIEWS).write_text(text, encoding="utf-8")
    assert read_register(folder).reviews[-1] == new


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (PROPOSALS, "skos:broadMatch", "skos:exactMatch", "proposals.sssom.tsv:18: the record is called eq:7d5489cd38, but"),
        (PROPOSALS, "\t2025-02-10\t", "\t2025-02-30\t", "proposals.sssom.tsv:18: mapping_date '2025-02-30' is not a date"),
        (PROPOSALS, "\tPerson A1 (invented)\t", "\t\t", "proposals.sssom.tsv:18: author_label is missing"),
        (REVIEWS, "\tagree\t", "\tdisagree\t", "reviews.tsv:2: the review is called rv:733c687663, but"),
        (REVIEWS, "\tagree\t", "\tyes\t", "reviews.tsv:2: unknown verdict 'yes'; write one of agree, disagree, condition"),
        (REVIEWS, "2025-03-03", "3 March", "reviews.tsv:3: date '3 March' is not a date"),
        (REVIEWS, "\tagree\t", "\tagree", "reviews.tsv:2: 11 columns instead of 12"),
        (REVIEWS, "reviewer", "name", "reviews.tsv:1: the columns are not as expected"),
        ("bodies.tsv", "\tyes", "\tsure", "bodies.tsv:2: invented is 'sure'; write yes or no"),
        ("bodies.tsv", "example-agency-b", "example-society-a", "bodies.tsv:3: a body needs a name of its own"),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_file_and_line(folder, file, old, new, message):
    edit(folder / file, old, new)
    with pytest.raises(FileError) as error:
        read_register(folder)
    assert str(error.value).startswith(f"{folder}/{message}")


def test_a_table_that_is_no_text_is_refused(folder):
    (folder / REVIEWS).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="not UTF-8 text"):
        read_register(folder)


def test_what_is_agreed_is_valid_sssom_and_nothing_else_is_in_it(graph, tmp_path):
    answer = graph.register(EXAMPLE)
    found = read_sssom(answer.export().write(tmp_path / "agreed.sssom.tsv"))
    assert [r["subject_id"] for r in found.rows] == ["ceeaa-2024:4.3.4"]
    assert found.rows[0]["mapping_justification"] == "semapv:MappingReview"
    assert len(found.rows[0]["reviewer_id"]) == 2
    validate(found)


def test_the_rdf_has_no_blank_node_and_says_who_said_what_for_whom(graph):
    import pyoxigraph as ox

    store = ox.Store()
    store.load(graph.register(EXAMPLE).export().text("nquads").encode(), format=ox.RdfFormat.N_QUADS)
    assert not [q for q in store if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    rows = store.query(
        """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX cg: <https://w3id.org/competency-graph/ontology/>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT ?name ?body ?verdict WHERE { GRAPH ?g {
          ?review cg:reviewVerdict ?verdict ; dcterms:subject ?mapping ; prov:wasGeneratedBy ?activity ;
            prov:wasAttributedTo ?person .
          ?activity prov:used ?mapping ; prov:wasAssociatedWith ?person .
          ?person a prov:Person ; foaf:name ?name ; prov:actedOnBehalfOf ?body .
          ?mapping a cg:Mapping ; cg:registerState "disputed" } } ORDER BY ?verdict"""
    )
    found = [(r["name"].value, r["body"].value.rsplit("/", 1)[-1], r["verdict"].value) for r in rows]
    assert found == [
        ("Person A1 (invented)", "example-society-a", "agree"),
        ("Person B1 (invented)", "example-agency-b", "disagree"),
    ]


def test_every_term_of_ours_in_the_rdf_is_in_the_ontology(graph):
    import re

    text = graph.register(EXAMPLE).export().text("nquads")
    used = set(re.findall(r"<https://w3id.org/competency-graph/ontology/(\w+)>", text))
    ontology = (ROOT / "ontology/competency-graph.ttl").read_text(encoding="utf-8")
    assert {"reviewVerdict", "reviewCondition", "reviewMandate", "answerDue", "registerState"} <= used
    assert all(f"\ncg:{name} a " in ontology for name in used)


def test_an_example_that_is_no_example_stays_out_of_the_data(graph, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(EXAMPLE, data / "register")
    from dataclasses import replace

    with pytest.raises(FileError, match="invented bodies are no facts"):
        replace(graph, data=data).register()


def test_json_of_the_example_says_that_it_is_invented(graph):
    found = json.loads(json.dumps(graph.register(EXAMPLE).to_json()))
    assert found["invented"] is True
    assert "INVENTED" in found["note"]
