"""The asserted layer: what follows from published mappings, and how it stands to the derived layer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency_graph.catalogue.crosswalks import read_assertions
from competency_graph.errors import CompetencyGraphError
from competency_graph.loading.build import check
from competency_graph.loading.crosswalks import read_crosswalk
from competency_graph.model import Assertion, Status
from competency_graph.recognition.crosswalks import (
    BROAD,
    CLOSE,
    EXACT,
    NARROW,
    RELATED,
    LayerAgreement,
    agreement_of,
    close,
)
from competency_graph.resources import folders
from competency_graph.store import EmbeddedStore
from competency_graph.vocabulary import Iri
from tests.conftest import ROOT

PREDICATES = (EXACT, CLOSE, BROAD, NARROW, RELATED)
NAMES = "abcde"


def said(subject, predicate, target, *, no=False, confidence=None, by="A", status=Status.SEEN):
    name = f"{subject}{predicate}{target}{no}{by}{confidence}"
    return Assertion(Iri(name), Iri(subject), predicate, Iri(target), by, "", status, no, confidence, (by,))


def triples(*assertions):
    return {(c.subject, c.predicate, c.object) for c in close(assertions).conclusions}


def test_exact_matches_compose_and_invert():
    assert triples(said("a", EXACT, "b"), said("b", BROAD, "c")) == {
        ("a", EXACT, "b"),
        ("b", EXACT, "a"),
        ("b", BROAD, "c"),
        ("c", NARROW, "b"),
        ("a", BROAD, "c"),
        ("c", NARROW, "a"),
    }


@pytest.mark.parametrize("weak", [CLOSE, RELATED])
def test_weak_matches_are_symmetric_and_never_chain(weak):
    found = triples(said("a", weak, "b"), said("b", weak, "c"), said("c", EXACT, "d"))
    assert ("b", weak, "a") in found
    assert not [t for t in found if {t[0], t[2]} == {"a", "c"} or {t[0], t[2]} == {"b", "d"}]


def test_broad_and_narrow_do_not_compose():
    assert not [t for t in triples(said("a", BROAD, "b"), said("b", NARROW, "c")) if {t[0], t[2]} == {"a", "c"}]


def test_a_denied_mapping_is_withdrawn_with_what_rests_on_it_alone():
    closure = close((said("a", EXACT, "b"), said("b", EXACT, "c"), said("a", EXACT, "b", no=True, by="B")))
    found = {(c.subject, c.object) for c in closure.conclusions}
    assert found == {("b", "c"), ("c", "b")}
    withdrawn = {(w.conclusion.subject, w.conclusion.object): w for w in closure.withdrawn}
    assert withdrawn["a", "b"].conclusion.authors == ("A",)
    assert withdrawn["a", "b"].denials[0].authors == ("B",)


def test_what_has_another_proof_survives_a_denial():
    direct, first, second = said("a", EXACT, "c"), said("a", EXACT, "b"), said("b", EXACT, "c")
    closure = close((direct, first, second, said("a", EXACT, "b", no=True)))
    assert ("a", "c") in {(c.subject, c.object) for c in closure.conclusions}


def test_a_derived_mapping_that_is_denied_is_withdrawn_and_its_premises_stay():
    closure = close((said("a", EXACT, "b"), said("b", EXACT, "c"), said("a", EXACT, "c", no=True)))
    found = {(c.subject, c.object) for c in closure.conclusions}
    assert {("a", "b"), ("b", "c")} <= found and ("a", "c") not in found and ("c", "a") not in found


def test_only_authors_of_the_same_mapping_add_up():
    twice = close((said("a", EXACT, "b", confidence=0.5), said("a", EXACT, "b", confidence=0.5, by="B")))
    chained = close((said("a", EXACT, "b", confidence=0.9), said("b", EXACT, "c", confidence=0.4)))
    confidence = {(c.subject, c.object): c.confidence for c in (*twice.conclusions, *chained.conclusions)}
    assert confidence["a", "c"] == 0.4
    assert next(c for c in twice.conclusions if c.subject == "a").confidence == 0.75


def test_exact_and_broad_of_one_pair_clash():
    closure = close((said("a", EXACT, "b"), said("a", BROAD, "b", by="B")))
    assert {c.predicate for pair in closure.clashes for c in pair} >= {EXACT, BROAD}


mappings = st.lists(
    st.builds(
        said,
        st.sampled_from(NAMES),
        st.sampled_from(PREDICATES),
        st.sampled_from(NAMES),
        no=st.booleans(),
        confidence=st.sampled_from([None, 0.25, 0.5, 1.0]),
        status=st.sampled_from([Status.SEEN, Status.INFERRED, Status.UNVERIFIED]),
    ),
    max_size=9,
).map(lambda xs: tuple(dict.fromkeys(xs)))


@given(mappings)
@settings(max_examples=150, deadline=None)
def test_a_conclusion_is_no_more_certain_than_its_weakest_premise(assertions):
    for c in close(assertions).conclusions:
        assert c.proof and set(c.proof) <= set(assertions)
        if c.rule == "chain" and c.confidence is not None:
            assert c.confidence <= min(a.confidence for a in c.proof)
        assert all(list(Status).index(c.status) >= list(Status).index(a.status) for a in c.proof)


@given(mappings)
@settings(max_examples=150, deadline=None)
def test_nothing_is_both_concluded_and_denied(assertions):
    denied = {(a.subject, a.predicate, a.object) for a in assertions if a.is_negative}
    assert not denied & triples(*assertions)


@given(mappings)
@settings(max_examples=150, deadline=None)
def test_the_conclusions_are_a_fixpoint(assertions):
    positive = tuple(a for a in assertions if not a.is_negative)
    found = triples(*positive)
    again = triples(*(said(s, p, o) for s, p, o in found))
    assert again == found


class TestLayers:
    def test_unrelated_contradicts_every_strong_word(self):
        assert {agreement_of(p, None) for p in (EXACT, CLOSE, BROAD, NARROW)} == {LayerAgreement.CONTRADICTS}
        assert agreement_of(RELATED, None) is LayerAgreement.DIFFERS

    def test_shipped_crosswalks_stand_beside_the_derived_verdicts(self, graph):
        answer = graph.crosswalks("gapc-3", "gapc-4")
        found = {(j.source.id, j.target.id): j for j in answer.value}
        merged = found["gapc-3:WA7", "gapc-4:WA6"]
        assert merged.conclusion.predicate == NARROW and merged.agreement is LayerAgreement.AGREES
        assert found["gapc-3:WP1", "gapc-4:WP1"].agreement is LayerAgreement.NOT_COMPARED

    def test_without_chains_only_what_somebody_asserted_is_shown(self, graph):
        direct = graph.crosswalks("ceeaa-2015")
        assert {j.target.framework for j in direct.value} == {"ceeaa-2024"}
        assert all(j.conclusion.rule == "asserted" for j in direct.value)

    def test_a_set_is_named_as_its_file_though_the_name_has_dots(self, graph):
        files = {p.name.removesuffix(".sssom.tsv") for p in (ROOT / "data/mappings").glob("*.sssom.tsv")}
        assert {a.mapping_set for a in graph.catalogue.assertions} == files

    def test_disagreements_are_only_those(self, graph):
        found = graph.crosswalks(disagreeing=True).value
        assert found and {j.agreement for j in found} <= {LayerAgreement.DIFFERS, LayerAgreement.CONTRADICTS}

    def test_they_change_no_verdict_and_stand_in_the_contract(self, graph):
        pairs = graph.compare("ceeaa-2024", "gapc-4/washington").to_json()["pairs"]
        by_ends = {(p["source"], p["target"]): p for p in pairs}
        layers = {e["layer"]: e for e in by_ends["ceeaa-2024:4.3.9", "gapc-4:WA9"]["evidence"]}
        assert layers["asserted"]["proof"]["status"] == "inferred"
        assert "Crosswalk by" in str(graph.explain("ceeaa-2024:4.3.9", "gapc-4:WA9"))

    @pytest.mark.parametrize("language", ["en", "zh", "ru", "kk"])
    def test_the_table_speaks_every_language(self, graph, language):
        text = str(graph.crosswalks("gapc-4", language=language))
        assert "gapc-4:WK5" in text and "{" not in text

    def test_an_unknown_framework_is_named(self, graph):
        with pytest.raises(CompetencyGraphError, match="gapc-5"):
            graph.crosswalks("gapc-5")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("gapc-3:WA7", "gapc-3:WA77", "gapc-3:WA77 is not in the graph"),
        ("inferred", "certain", "verification is 'certain'"),
        ("skos:closeMatch", "skos:clozeMatch", "did you mean skos:closeMatch"),
        ("#mapping_set_id: https://w3id.org/competency-graph/mappings/gapc-3--gapc-4\n", "", "gives no mapping_set_id"),
    ],
)
def test_a_broken_crosswalk_is_named_with_its_file(project, old, new, message):
    path = project / "data/mappings/gapc-3--gapc-4.sssom.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CompetencyGraphError, match=message) as caught:
        check(folders(project / "data"))
    assert path.name in str(caught.value)


def test_whoever_denies_a_mapping_from_either_end_is_named():
    found = close(
        (said("a", EXACT, "b"), said("a", EXACT, "b", no=True, by="X"), said("b", EXACT, "a", no=True, by="Y"))
    )
    assert [{d.authors for d in w.denials} for w in found.withdrawn] == [{("X",), ("Y",)}] * 2


HEAD = "#curie_map:\n#  e: https://example.org/\n#mapping_set_id: https://example.org/set\n"
COLUMNS = [
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "author_label",
    "verification",
    "subject_type",
    "subject_label",
]
LINE = ["e:a", "skos:exactMatch", "e:b", "semapv:ManualMappingCuration", "A", "seen", "", ""]


def crosswalk(tmp_path, *lines, head=HEAD):
    path = tmp_path / "x.sssom.tsv"
    path.write_text(head + "\n".join("\t".join(line) for line in (COLUMNS, *lines)) + "\n", encoding="utf-8")
    return read_crosswalk(path, ())


@pytest.mark.parametrize(
    ("lines", "head", "message"),
    [
        ([["", *LINE[1:6], "rdfs literal", "text"]], HEAD, "mapping 1: subject_id is missing; the graph holds no"),
        (
            [["e:a b", *LINE[1:]]],
            HEAD,
            "mapping 1: subject_id e:a b stands for https://example.org/a b, which is no IRI",
        ),
        ([LINE], HEAD.replace("org/set", "org/a set"), "mapping_set_id https://example.org/a set is no IRI"),
        ([LINE, [*LINE[:4], "B", "inferred", "", ""]], HEAD, "mapping 2: it is mapping 1 again"),
    ],
)
def test_a_crosswalk_that_no_graph_can_hold_is_refused(tmp_path, lines, head, message):
    with pytest.raises(CompetencyGraphError, match=message):
        crosswalk(tmp_path, *lines, head=head)


def test_a_predicate_of_another_vocabulary_is_kept_as_it_is(tmp_path):
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in crosswalk(tmp_path, [LINE[0], "e:like", *LINE[2:]])]
    assert [a.predicate for a in read_assertions(EmbeddedStore.in_memory(quads))] == ["https://example.org/like"]
