import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_graph.errors import FileError
from competency_graph.formats.turtle import find_mark, line_of, read_turtle, refuse_comments, serialise
from tests.conftest import ROOT

FILES = sorted([*ROOT.glob("data/**/*.ttl"), *ROOT.glob("ontology/*.ttl")])


def test_there_are_as_many_files_as_this_list_says():
    # A collector that finds nothing passes everything.
    assert len(list(ROOT.glob("data/frameworks/*.ttl"))) >= 16
    assert len(FILES) == len(list(ROOT.glob("data/frameworks/*.ttl"))) + 13 + 1 + 4


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_files_stand_in_canonical_form(path):
    triples, prefixes = read_turtle(path)
    assert path.read_text(encoding="utf-8") == serialise(triples, prefixes)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_rdflib_reads_the_same_triples(path):
    import rdflib

    triples, _ = read_turtle(path)
    assert len(rdflib.Graph().parse(path)) == len(set(triples))


names = st.from_regex(r"[A-Za-z0-9一-龥ғқ][A-Za-z0-9.\-_]{0,8}", fullmatch=True).map(
    lambda s: ox.NamedNode(f"https://w3id.org/competency-graph/element/{s}")
)
literals = st.one_of(
    st.builds(ox.Literal, st.text(max_size=20)),
    st.builds(
        lambda t, la: ox.Literal(t, language=la), st.text(max_size=20), st.sampled_from(["en", "zh", "ru", "kk"])
    ),
    st.integers().map(lambda i: ox.Literal(str(i), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
)
triples_strategy = st.lists(st.builds(ox.Triple, names, names, st.one_of(names, literals)), max_size=8)


@given(triples_strategy)
def test_what_is_written_reads_back_equal_and_writes_again_the_same(triples):
    text = serialise(triples)
    again = [q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    assert set(again) == set(triples)
    assert serialise(again) == text


def test_a_fault_is_reported_with_file_and_line(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix a: <http://a/> .\n\na:x a:y .\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"broken\.ttl:3: not valid Turtle: .*; mend the file"):
        read_turtle(path)


def test_a_missing_file_is_reported_without_traceback(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        read_turtle(tmp_path / "none.ttl")


def test_the_line_of_a_subject_is_found():
    path = ROOT / "data/frameworks/ceeaa-2024.ttl"
    line = line_of(path, "https://w3id.org/competency-graph/id/ceeaa-2024/4.3.1")
    assert path.read_text(encoding="utf-8").splitlines()[line - 1].startswith("ceeaa-2024:4.3.1 ")


def test_blank_nodes_are_refused():
    with pytest.raises(ValueError, match="no blank nodes"):
        serialise([ox.Triple(ox.BlankNode(), ox.NamedNode("http://p"), ox.Literal("x"))])


def test_what_a_file_only_mentions_has_no_line_in_it():
    path = ROOT / "data/frameworks/ceeaa-2024.ttl"
    mentioned = "https://w3id.org/competency-graph/ontology/LearningOutcome"
    assert " cg:LearningOutcome " in path.read_text(encoding="utf-8")
    assert [line_of(path, iri) for iri in (mentioned, "https://example.org/nothing")] == [None, None]


@pytest.mark.parametrize(
    ("text", "comment", "blank"),
    [
        ('a:x a:y "# no [] _:b" .', None, None),
        ('a:x a:y """\n# no " "" []\n""" .\n# yes', 4, None),
        ("a:x a:y '#' , '''\n''#' ''' ; a:z \"\\\"#\" .", None, None),
        ("<http://e/#_:b> a:\\#y a:x_:b .", None, None),
        ("a:x a:y a:z . # yes", 1, None),
        ("a:x\na:y# [ yes\n[] .", 2, 3),
        ("a:x a:y\n_:b .", None, 2),
        ("a:x a:y\n\n( 1 2 ) .", None, 3),
    ],
)
def test_comments_and_blank_nodes_are_found_where_they_are_not_text(text, comment, blank):
    assert (find_mark(text, "comment"), find_mark(text, "blank")) == (comment, blank)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_no_file_has_comments_that_canonical_form_would_lose(path):
    refuse_comments(path)
