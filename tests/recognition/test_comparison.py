from fractions import Fraction

import pytest

from competency_graph.errors import InputError
from competency_graph.kernel import Parameters
from competency_graph.recognition import compare
from competency_graph.recognition.comparison import COVERAGES, MARGIN, VERDICTS


@pytest.fixture(scope="module")
def answer(graph):
    return graph.compare("ceeaa-2024", "eafsg-2015/bachelor").value


def again(graph, value, theta=None, overlap=None):
    p = Parameters(theta or value.parameters.theta, overlap or value.parameters.overlap)
    return compare(graph.catalogue, graph.arrays, value.source, value.target, value.on, p)


def test_a_pair_holds_within_its_ranges_and_turns_outside(graph, answer):
    # The published range is checked against the kernel itself, at its ends and one step beyond.
    def verdict(pair, **p):
        found = {(x.source, x.target): x.substantial for x in again(graph, answer, **p).pairs}
        return found.get((pair.source, pair.target), "unrelated")

    for pair in answer.pairs:
        for name, (low, high) in (("theta", pair.theta_range), ("overlap", pair.overlap_range)):
            assert verdict(pair, **{name: low}) == verdict(pair, **{name: high}) == pair.substantial
            if low > 1:
                assert verdict(pair, **{name: low - 1}) != pair.substantial
            if high < 100:
                assert verdict(pair, **{name: high + 1}) != pair.substantial


def test_a_statement_holds_within_its_range_and_turns_outside(graph, answer):
    def verdict(s, theta):
        return next(
            x.substantial for x in again(graph, answer, theta=theta).statements if (x.id, x.side) == (s.id, s.side)
        )

    for s in answer.statements:
        low, high = s.theta_range
        assert verdict(s, low) == verdict(s, high) == s.substantial
        assert low == 1 or verdict(s, low - 1) != s.substantial
        assert high == 100 or verdict(s, high + 1) != s.substantial


def test_robust_means_that_the_margin_changes_nothing(answer):
    theta = answer.parameters.theta
    for s in answer.statements:
        assert s.robust == (s.theta_range[0] <= theta - MARGIN and s.theta_range[1] >= theta + MARGIN)


def test_counts_add_up_to_the_statements(answer):
    for side in ("source", "target"):
        assert sum(answer.counts[side].values()) == sum(s.side == side for s in answer.statements)
    assert set(answer.counts["pairs"]) == set(VERDICTS[1:])


def test_what_is_missing_is_empty_exactly_where_the_strict_reading_is_full(answer):
    for s in answer.statements:
        assert (s.strict == "full") == (not s.missing)
        assert COVERAGES.index(s.substantial) >= COVERAGES.index(s.strict)


def test_no_counterpart_names_none(answer):
    for s in answer.statements:
        if s.substantial == "none":
            assert s.coverage == 0
            assert s.by == ()


def test_a_lower_level_is_reported_as_level(graph):
    gaps = graph.gaps("gapc-4/dublin", "gapc-4/washington").value
    levels = [g for g in gaps if g.missing.reason == "level"]
    assert any(g.missing.element == "apply-mathematics" and g.missing.present == "1/2" for g in levels)
    assert all(g.missing.required.split("/")[0] == "3" for g in levels)


def test_a_graduate_lacks_independent_practice_as_an_engineer(graph):
    gaps = graph.gaps("ceeaa-2024", "gapc-4/engineer").value
    assert {g.missing.reason for g in gaps} == {"element", "rung", "level"}
    ethics = next(g for g in gaps if g.missing.element == "act-ethically")
    assert (ethics.missing.reason, ethics.missing.required) == ("level", "3/3")


def test_a_profile_against_itself_lacks_nothing(graph):
    for name in ("ceeaa-2024", "eafsg-2015/master", "gapc-4/washington", "abet-eac-2025/programme"):
        answer = graph.compare(name, name).value
        assert {s.strict for s in answer.statements} == {"full"}
        assert graph.gaps(name, name).value == ()


def test_criteria_are_not_compared_with_outcomes(graph):
    with pytest.raises(InputError, match="ceeaa-2024/programme holds accreditation criteria"):
        graph.compare("ceeaa-2024/programme", "gapc-4/washington")


def test_an_answer_has_the_weakest_status_of_its_premises(graph):
    value = graph.compare("CN", "KZ").value
    assert value.status == "unverified"
    through = [s for s in value.statements if s.side == "target" and s.id == "eafsg-2015:B-KU1"]
    assert through[0].status == "inferred"


def test_similarity_is_shared_weight_over_joint_weight(graph):
    pair = next(
        p
        for p in graph.compare("ceeaa-2024", "gapc-4").value.pairs
        if (p.source, p.target) == ("ceeaa-2024:4.3.1", "gapc-4:WA1")
    )
    assert (pair.forward, pair.backward, pair.similarity) == (Fraction(1), Fraction(1), Fraction(1))


def test_the_context_says_same_different_not_comparable_or_not_known(graph):
    def context(a, b):
        return {x["aspect"]: x["result"] for x in graph.compare(a, b).to_json()["context"]}

    assert context("eafsg-2015/bachelor", "eafsg-2015/master")["volume"] == "different"
    assert context("gapc-4/washington", "gapc-4/dublin")["track"] == "different"
    cn_kz = context("CN", "KZ")
    assert (cn_kz["track"], cn_kz["duration"], cn_kz["quality"]) == ("same", "not known", "not known")


def test_matrix_tells_rung_and_clause(graph):
    cells = graph.matrix("evaluate-environmental-impact").value
    by = {c.statement: (c.relation, c.demanded) for c in cells}
    assert by["gapc-4:WA6"] == ("same", "evaluate-environmental-impact")
    assert by["eafsg-2015:B-EP5"] == ("less", "aware-of-environmental-aspects")
    more = {c.statement: c.relation for c in graph.matrix("aware-of-environmental-aspects").value}
    assert more["gapc-4:WA6"] == "more"


def test_frames_have_a_status_column(graph):
    answer = graph.compare("CN", "KZ")
    for frame in (
        answer.statements_frame(),
        answer.pairs_frame(),
        graph.gaps("CN", "KZ").frame(),
        graph.matrix("lead-team").frame(),
    ):
        assert "status" in frame.columns
        assert len(frame)


def test_sparql_gives_a_frame(graph):
    frame = graph.query(
        "PREFIX cg: <https://w3id.org/competency-graph/ontology/> SELECT ?f WHERE { ?f a cg:Framework }"
    )
    assert len(frame) == len(graph.catalogue.frameworks)
