"""The judged development set, read and compared with what the graph infers."""

import csv
from dataclasses import dataclass, replace
from functools import cache

from sklearn.metrics import cohen_kappa_score

from competency_graph.kernel import Parameters
from competency_graph.recognition import compare
from tests.conftest import ROOT

FOLDER = ROOT / "data/development"
SETS = ("ie-engineers-ireland--uk-ahep4", "jp-jabee--kr-kec2015", "uk-ahep4--tr-mudek")


@dataclass(frozen=True)
class Judged:
    """One judged pair, or one judged statement against the other profile."""

    left: str
    right: str
    rater_1: str
    rater_2: str
    adjudicated: str


@cache
def read(name: str, kind: str) -> tuple[dict[str, str], tuple[Judged, ...]]:
    """Return the head and the rows of one table of the development set."""
    lines = (FOLDER / f"{name}--{kind}.tsv").read_text(encoding="utf-8").splitlines()
    head = dict(line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("#"))
    rows = list(csv.reader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    return head, tuple(Judged(*row[:5]) for row in rows[1:])


def inferred(graph, name: str, parameters: Parameters | None = None):
    """Return the substantial verdicts of pairs and statements of one set, absent pairs being unrelated."""
    head, _ = read(name, "pairs")
    sides = [graph.compare(p, p).value.source for p in (head["source"], head["target"])]
    value = compare(graph.catalogue, graph.arrays, *sides, on="2026-11-25", parameters=parameters)
    pairs = {(p.source, p.target): p.substantial for p in value.pairs}
    return pairs, {(s.id, s.side): s.substantial for s in value.statements}


def verdicts(graph, parameters: Parameters | None = None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return adjudicated and inferred verdicts, of pairs and of coverage."""
    pairs, coverage = [], []
    for name in SETS:
        found, covered = inferred(graph, name, parameters)
        pairs += [(j.adjudicated, found.get((j.left, j.right), "unrelated")) for j in read(name, "pairs")[1]]
        coverage += [(j.adjudicated, covered[j.left, j.right]) for j in read(name, "coverage")[1]]
    return pairs, coverage


def agreement(graph, parameters: Parameters | None = None) -> tuple[float, float]:
    """Return Cohen's kappa of inferred and adjudicated verdicts: of pairs, and of coverage."""
    return tuple(cohen_kappa_score(*zip(*rows, strict=True)) for rows in verdicts(graph, parameters))


def raters_agreement() -> tuple[float, float]:
    """Return Cohen's kappa of the two raters with each other: of pairs, and of coverage."""
    return tuple(
        cohen_kappa_score(*zip(*((j.rater_1, j.rater_2) for n in SETS for j in read(n, kind)[1]), strict=True))
        for kind in ("pairs", "coverage")
    )


def with_parameters(graph, theta: int, overlap: int):
    """Return the graph with other parameters."""
    c = graph.catalogue
    return replace(graph, catalogue=replace(c, parameters=replace(c.parameters, theta=theta, overlap=overlap)))
