"""The judged set to which no parameter was fitted, read and compared with what the graph infers."""

import csv

from sklearn.metrics import cohen_kappa_score

from tests.conftest import ROOT
from tests.development import Judged

FOLDER = ROOT / "data/evaluation"
COVERAGE = sorted(FOLDER.glob("*--coverage.tsv"))


def read(path) -> tuple[dict[str, str], tuple[Judged, ...]]:
    """Return the head and the rows of one table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("#"))
    rows = list(csv.reader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    return head, tuple(Judged(*row[:5]) for row in rows[1:])


def verdicts(graph) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return adjudicated and inferred verdicts, of pairs and of coverage."""
    pairs = []
    for j in read(FOLDER / "pairs.tsv")[1]:
        pair = graph.explain(j.left, j.right).value.pair
        pairs.append((j.adjudicated, pair.substantial if pair else "unrelated"))
    coverage = []
    for path in COVERAGE:
        head, rows = read(path)
        found = {(s.id, s.side): s.substantial for s in graph.compare(head["source"], head["target"]).value.statements}
        coverage += [(j.adjudicated, found[j.left, j.right]) for j in rows]
    return pairs, coverage


def agreement(graph) -> tuple[float, float]:
    """Return Cohen's kappa of inferred and adjudicated verdicts: of pairs, and of coverage."""
    return tuple(cohen_kappa_score(*zip(*rows, strict=True)) for rows in verdicts(graph))


def judges_agreement() -> tuple[float, float]:
    """Return Cohen's kappa of the two judges with each other: of pairs, and of coverage."""
    pairs = read(FOLDER / "pairs.tsv")[1]
    coverage = [j for path in COVERAGE for j in read(path)[1]]
    return tuple(
        cohen_kappa_score(*zip(*((j.rater_1, j.rater_2) for j in rows), strict=True)) for rows in (pairs, coverage)
    )
