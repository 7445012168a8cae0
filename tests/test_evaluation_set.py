"""The judged sets: whole, and the graph is not far from them; nothing was fitted to the held-out one."""

import pytest

from tests.evaluation import EVALUATION, HELD_OUT, agreement, coverage_files, judges_agreement, read

#: Each set with its pairs, its coverages, and what the graph reached when this was written, rounded down.
SETS = pytest.mark.parametrize(
    ("folder", "pairs", "coverages", "floors"),
    [(EVALUATION, 200, 62, (0.68, 0.53)), (HELD_OUT, 144, 132, (0.63, 0.43))],
    ids=["evaluation", "held-out"],
)


@SETS
def test_the_set_is_whole(graph, folder, pairs, coverages, floors):
    judged = read(folder / "pairs.tsv")[1]
    assert len({(j.left, j.right) for j in judged}) == pairs
    assert {j.left for j in judged} | {j.right for j in judged} <= graph.catalogue.statements.keys()
    for path in coverage_files(folder):
        head, rows = read(path)
        members = {s for k in ("source", "target") for s in graph.catalogue.profiles[head[k]].statements}
        assert {j.left for j in rows} <= members
        assert {j.right for j in rows} == {"source", "target"}
    assert sum(len(read(path)[1]) for path in coverage_files(folder)) == coverages


@SETS
def test_an_adjudicated_judgement_is_one_of_the_judges(folder, pairs, coverages, floors):
    for path in (folder / "pairs.tsv", *coverage_files(folder)):
        for j in read(path)[1]:
            assert j.adjudicated in (j.rater_1, j.rater_2), j


@SETS
def test_the_graph_is_better_than_chance_by_far_and_no_worse_than_it_was(
    graph, capsys, folder, pairs, coverages, floors
):
    judges, found = judges_agreement(folder), agreement(graph, folder)
    with capsys.disabled():
        print(f"\n  {folder.name}: judges with each other: kappa {judges[0]:.3f}, {judges[1]:.3f} on coverage", end="")
        print(f"\n  {folder.name}: graph with judged set: kappa {found[0]:.3f}, {found[1]:.3f} on coverage", end="")
    assert found[0] >= floors[0]
    assert found[1] >= floors[1]
