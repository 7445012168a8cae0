"""The agreement of two coders, against examples computed by hand."""

import csv
import io
import json
import re
import sys
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_graph.agreement import krippendorff_alpha, masi_distance, measure, read_pairs
from competency_graph.errors import InputError, MissingDependencyError
from competency_graph.presentation.agreements import AgreementAnswer
from competency_graph.presentation.wording import Words
from tests.test_cli import run

A, B, AB = frozenset("a"), frozenset("b"), frozenset("ab")
sets = st.frozensets(st.sampled_from("abcd"))
units = st.lists(st.tuples(sets, sets), min_size=1, max_size=8)


def write(tmp_path, coder, rows, essential=()):
    head = f"# framework: x-1\n# coder: {coder}\n# made by: {coder}\n# date: 2026-01-01\n# guide: 1.0\n"
    lines = ["code\telement\tcomplexity\tautonomy\tessential\tcertainty\tnote"]
    yes = {True: "yes", False: "no"}
    lines += [f"{code}\t{element}\t-\t-\t{yes[(code, element) in essential]}\thigh\t" for code, element in rows]
    (tmp_path / f"x-1--{coder}.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def agreement(tmp_path, first, second, elements="wxyz"):
    write(tmp_path, "coder-1", first)
    write(tmp_path, "coder-2", second)
    return measure(read_pairs(tmp_path, elements, {"-": 0}), elements)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [(A, A, 0), (A, B, 1), (A, AB, 2 / 3), (frozenset("abc"), frozenset("bcd"), 5 / 6), (frozenset(), A, 1)],
)
def test_masi_distance_is_jaccard_times_monotonicity_taken_from_one(a, b, distance):
    assert masi_distance(a, b) == masi_distance(b, a) == pytest.approx(distance)


def test_alpha_of_three_units_is_nine_fourteenths_as_computed_by_hand():
    # observed (0 + 2/3 + 0) / 3 = 2/9; values A thrice, B twice, AB once:
    # expected 2 (6 * 1 + 3 * 2/3 + 2 * 2/3) / 30 = 28/45; 1 - (2/9) / (28/45) = 9/14
    assert krippendorff_alpha([(A, A), (AB, A), (B, B)]) == pytest.approx(9 / 14)


@given(units)
def test_alpha_is_what_the_definition_says_value_by_value(found):
    # Krippendorff, Content Analysis, 2nd edition 2004, chapter 11: observed is the mean distance within units,
    # expected that of all pairs of values, whoever gave them
    values = [v for unit in found for v in unit]
    expected = sum(masi_distance(a, b) for a, b in permutations(values, 2)) / (len(values) * (len(values) - 1))
    observed = sum(masi_distance(a, b) for a, b in found) / len(found)
    assert krippendorff_alpha(found) == (pytest.approx(1 - observed / expected) if expected else None)


@pytest.mark.parametrize(
    ("found", "alpha"),
    [
        ([(A, A)], None),  # one unit, one value: nothing to disagree on
        ([(A, A), (A, A), (A, A)], None),  # the same value everywhere: the same
        ([(A, B)], 0.0),  # one unit: what is observed is all there is to expect
        ([(A, A), (B, B)], 1.0),  # no disagreement, where there could be one
        # observed (0 + 1) / 2; values A thrice, none once: expected 2 * 3 / 12; 1 - (1/2) / (1/2) = 0
        ([(A, A), (A, frozenset())], 0.0),
        # observed (1 + 1) / 2; values A and B twice: expected 2 * 4 / 12; 1 - 1 / (2/3) = -1/2
        ([(A, B), (B, A)], -0.5),
        ([], None),
    ],
)
def test_alpha_at_the_edges_is_as_computed_by_hand_or_undefined(found, alpha):
    assert krippendorff_alpha(found) == (alpha if alpha is None else pytest.approx(alpha))


def test_kappa_and_f1_are_as_computed_by_hand(tmp_path):
    # of 8 decisions 2 both, 1 and 1 one only, 4 neither: (6/8 - 34/64) / (1 - 34/64) = 7/15
    found = agreement(tmp_path, [("1", "x"), ("1", "y"), ("2", "x")], [("1", "x"), ("2", "x"), ("2", "z")])
    assert found.frameworks[0].kappa == found.overall.kappa == pytest.approx(7 / 15)
    assert found.overall.f1 == pytest.approx(2 / 3)
    assert (found.overall.statements, found.made_by) == (2, ("coder-1", "coder-2"))


def test_an_element_has_its_counts_and_no_kappa_where_both_always_chose_it(tmp_path):
    found = agreement(tmp_path, [("1", "x"), ("1", "y"), ("2", "x")], [("1", "x"), ("2", "x"), ("2", "y")])
    by_name = {e.element: e for e in found.elements}
    assert by_name.keys() == {"x", "y"}
    assert (by_name["x"].coder_1, by_name["x"].coder_2, by_name["x"].both, by_name["x"].kappa) == (2, 2, 2, None)
    assert (by_name["y"].both, by_name["y"].kappa) == (0, -1)


def test_a_framework_with_one_coder_is_left_out_and_none_left_is_refused(tmp_path):
    write(tmp_path, "coder-1", [("1", "x")])
    assert read_pairs(tmp_path, "x", {"-": 0}) == []
    with pytest.raises(InputError, match="no framework has codings by both coder-1 and coder-2"):
        measure([], "x")


@pytest.mark.parametrize(("module", "name"), [("sklearn.metrics", "scikit-learn"), ("nltk.metrics.agreement", "NLTK")])
def test_without_a_library_the_error_says_what_to_install(graph, monkeypatch, module, name):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingDependencyError, match=rf"needs {name}; .*pip install 'competency-graph\[suggest\]'"):
        graph.agreement()


def test_one_statement_on_which_both_agree_says_that_nothing_can_be_measured(tmp_path, graph):
    found = agreement(tmp_path, [("1", "x")], [("1", "x")], "x")
    assert (found.overall.kappa, found.overall.alpha, found.overall.f1) == (None, None, 1)
    answer = AgreementAnswer(graph.catalogue, Words("en"), found)
    assert answer.to_json()["overall"] == {"framework": "all", "statements": 1, "kappa": None, "alpha": None, "f1": 1}
    row = next(line for line in str(answer).splitlines() if "x-1" in line)
    assert re.findall(r"[\w.-]+", row) == ["x-1", "1", "-", "-", "1.000"]


def test_a_statement_coded_by_one_only_counts_as_no_element_in_common(tmp_path):
    found = agreement(tmp_path, [("1", "x"), ("2", "y")], [("1", "x")])
    # values {x} twice, {y} and {} once: observed 1/2, expected (12 - 2) / 12; 1 - (1/2) / (5/6) = 2/5
    assert (found.overall.statements, found.overall.alpha) == (2, pytest.approx(0.4))
    assert found.overall.f1 == pytest.approx(2 / 3)


def test_two_tables_without_a_row_have_no_agreement_to_measure(tmp_path):
    found = agreement(tmp_path, [], [])
    assert (found.overall.statements, found.overall.kappa, found.overall.alpha, found.overall.f1) == (
        0,
        None,
        None,
        None,
    )


def test_the_shipped_codings_agree_as_well_as_was_aimed_for(graph, capsys):
    value = graph.agreement().value
    with capsys.disabled():
        print(f"\n  coders: kappa {value.overall.kappa:.3f}, alpha {value.overall.alpha:.3f}", end="")
    assert value.overall.alpha >= 0.80
    assert value.overall.statements == sum(f.statements for f in value.frameworks)


def test_the_command_answers_in_every_format(graph):
    value = graph.agreement().value
    answer = json.loads(run("agreement", "--format", "json").stdout)
    assert answer["overall"]["alpha"] == round(value.overall.alpha, 4)
    assert [f["framework"] for f in answer["frameworks"]] == [f.framework for f in value.frameworks]
    rows = list(csv.DictReader(io.StringIO(run("agreement", "--format", "csv", "--rows", "elements").stdout)))
    assert [r["element"] for r in rows] == [e.element for e in value.elements]
    assert f"{value.overall.alpha:.3f}" in run("agreement", "--lang", "kk").stdout


def test_kappa_on_essential_demands_is_of_what_both_chose_as_computed_by_hand(tmp_path):
    rows = [("1", "w"), ("1", "x"), ("2", "w"), ("2", "y")]
    write(tmp_path, "coder-1", [*rows, ("2", "z")], essential=[("1", "w"), ("2", "w"), ("2", "z")])
    write(tmp_path, "coder-2", rows, essential=[("1", "w")])
    found = measure(read_pairs(tmp_path, "wxyz", {"-": 0}), "wxyz")
    # of 4: one both, one the first only, two neither: (3/4 - 1/2) / (1 - 1/2) = 1/2
    assert found.essential == pytest.approx(0.5)


def test_nothing_essential_leaves_that_kappa_open(tmp_path):
    assert agreement(tmp_path, [("1", "w")], [("1", "w")]).essential is None
