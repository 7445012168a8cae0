"""The judged sets of pairs and coverages, read and compared with what the graph infers."""

import csv
from functools import cache

from sklearn.metrics import cohen_kappa_score

from competency_graph.recognition import compare
from tests.conftest import ROOT
from tests.development import Judged
from tests.development import verdicts as development_verdicts

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


def verdicts(graph, folder, parameters=None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return adjudicated and inferred verdicts, of pairs and of coverage."""
    profile_of = {s: p.id for p in graph.catalogue.profiles.values() for s in p.statements}

    @cache
    def between(source: str, target: str):
        sides = [graph.compare(p, p).value.source for p in (source, target)]
        value = compare(graph.catalogue, graph.arrays, *sides, on="2026-11-25", parameters=parameters)
        pairs = {(p.source, p.target): p.substantial for p in value.pairs}
        return pairs, {(s.id, s.side): s.substantial for s in value.statements}

    pairs = []
    for j in read(folder / "pairs.tsv")[1]:
        found, _ = between(profile_of[j.left], profile_of[j.right])
        pairs.append((j.adjudicated, found.get((j.left, j.right), "unrelated")))
    coverage = []
    for path in coverage_files(folder):
        head, rows = read(path)
        _, found = between(head["source"], head["target"])
        coverage += [(j.adjudicated, found[j.left, j.right]) for j in rows]
    return pairs, coverage


def fitted(graph, parameters=None) -> tuple[float, float]:
    """Return the agreement on the two sets on which the parameters were fitted, taken as one."""
    development, evaluation = development_verdicts(graph, parameters), verdicts(graph, EVALUATION, parameters)
    return tuple(cohen_kappa_score(*zip(*a, *b, strict=True)) for a, b in zip(development, evaluation, strict=True))


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
