"""The inferred verdicts agree with the judged development set, on which the parameters were fitted."""

import pytest

from competency_graph.kernel import Parameters
from tests.development import SETS, agreement, raters_agreement, read
from tests.evaluation import fitted


def test_the_set_is_complete_and_disjoint_from_the_frameworks_it_must_not_know(graph):
    pairs = [j for n in SETS for j in read(n, "pairs")[1]]
    coverage = [j for n in SETS for j in read(n, "coverage")[1]]
    assert (len(pairs), len(coverage)) == (432, 74)
    used = {j.left.split(":")[0] for j in pairs} | {j.right.split(":")[0] for j in pairs}
    assert not used & {"ceeaa-2024", "eafsg-2015", "gapc-4", "abet-eac-2025", "ea-stage1-pe", "ca-ceab"}
    for name in SETS:
        head, rows = read(name, "pairs")
        source, target = (graph.catalogue.profiles[head[k]].statements for k in ("source", "target"))
        assert {(j.left, j.right) for j in rows} == {(a, b) for a in source for b in target}


def test_an_adjudicated_judgement_is_one_of_the_raters_or_has_a_reason():
    for name in SETS:
        for kind in ("pairs", "coverage"):
            for j in read(name, kind)[1]:
                assert j.adjudicated in (j.rater_1, j.rater_2), j


def test_the_raters_agree_with_each_other(capsys):
    pairs, coverage = raters_agreement()
    with capsys.disabled():
        print(f"\n  raters with each other: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage", end="")
    assert min(pairs, coverage) >= 0.85


def test_inferred_verdicts_agree_with_the_judgements(graph, capsys):
    pairs, coverage = agreement(graph)
    with capsys.disabled():
        print(f"\n  graph with adjudicated: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage", end="")
    assert pairs >= 0.83
    assert coverage >= 0.72


@pytest.mark.parametrize(("theta", "overlap"), [(50, 27), (65, 27), (95, 27), (78, 10), (78, 55)])
def test_no_distant_parameters_agree_better_on_the_sets_of_the_fit(graph, theta, overlap):
    assert sum(fitted(graph, Parameters(theta, overlap))) <= sum(fitted(graph)) + 1e-9
