"""The judged set to which no parameter was fitted: whole, and the graph is not far from it."""

from tests.evaluation import COVERAGE, FOLDER, agreement, judges_agreement, read


def test_the_set_has_two_hundred_pairs_and_the_coverage_of_four_profiles(graph):
    pairs = read(FOLDER / "pairs.tsv")[1]
    assert len({(j.left, j.right) for j in pairs}) == 200
    assert {j.left for j in pairs} | {j.right for j in pairs} <= graph.catalogue.statements.keys()
    for path in COVERAGE:
        head, rows = read(path)
        members = {s for k in ("source", "target") for s in graph.catalogue.profiles[head[k]].statements}
        assert {j.left for j in rows} <= members
        assert {j.right for j in rows} == {"source", "target"}


def test_an_adjudicated_judgement_is_one_of_the_judges():
    for path in (FOLDER / "pairs.tsv", *COVERAGE):
        for j in read(path)[1]:
            assert j.adjudicated in (j.rater_1, j.rater_2), j


def test_the_graph_is_better_than_chance_by_far_and_no_worse_than_it_was(graph, capsys):
    judges, found = judges_agreement(), agreement(graph)
    with capsys.disabled():
        print(f"\n  judges with each other: kappa {judges[0]:.3f} on pairs, {judges[1]:.3f} on coverage", end="")
        print(f"\n  graph with judged set: kappa {found[0]:.3f} on pairs, {found[1]:.3f} on coverage", end="")
    assert found[0] >= 0.55
    assert found[1] >= 0.25
