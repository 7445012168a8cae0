"""The judged sets of pairs and coverages, read and compared with what the graph infers."""

import csv

from sklearn.metrics import cohen_kappa_score

from tests.conftest import ROOT
from tests.development import Judged

EVALUATION, HELD_OUT = ROOT / "data/evaluation", ROOT / "data/held-out"


def read(path) -> tuple[dict[str, str], tuple[Judged, ...]]:
    """Return the head and the rows of one table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("#"))
    rows = list(csv.reader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    return head, tuple(Judged(*row[:5]) for row in rows[1:])


def coverage_files(folder) -> list:
    """Return the tables of coverage in a folder."""
    return sorted(folder.glob("*--coverage.tsv"))


def verdicts(graph, folder) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return adjudicated and inferred verdicts, of pairs and of coverage."""
    pairs = []
    for j in read(folder / "pairs.tsv")[1]:
        pair = graph.explain(j.left, j.right).value.pair
        pairs.append((j.adjudicated, pair.substantial if pair else "unrelated"))
    coverage = []
    for path in coverage_files(folder):
        head, rows = read(path)
        found = {(s.id, s.side): s.substantial for s in graph.compare(head["source"], head["target"]).value.statements}
        coverage += [(j.adjudicated, found[j.left, j.right]) for j in rows]
    return pairs, coverage


def agreement(graph, folder) -> tuple[float, float]:
    """Return Cohen's kappa of inferred and adjudicated verdicts: of pairs, and of coverage."""
    return tuple(cohen_kappa_score(*zip(*rows, strict=True)) for rows in verdicts(graph, folder))


def judges_agreement(folder) -> tuple[float, float]:
    """Return Cohen's kappa of the two judges with each other: of pairs, and of coverage."""
    pairs = read(folder / "pairs.tsv")[1]
    coverage = [j for path in coverage_files(folder) for j in read(path)[1]]
    return tuple(
        cohen_kappa_score(*zip(*((j.rater_1, j.rater_2) for j in rows), strict=True)) for rows in (pairs, coverage)
    )
