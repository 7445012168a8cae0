"""How good suggestions are for a framework that was left out, beside a baseline and the annotators themselves.

python -m benchmarks.suggest [--keep-sisters]

One framework at a time is left out, and with it every other of the same issuer, whose editions share sentences; with
--keep-sisters those stay in. Its statements are then suggested for, label and paraphrase as the coders read them, and
compared with the adjudicated coding. The baseline ranks elements by the nearest of their labels, TF-IDF of the same
n-grams, and is given the threshold that suits it best. Coverage is what each profile of graduates left out and GAPC 4's
Washington engineer cover of each other, inferred from accepted suggestions and from the coding, as Cohen's kappa.
Penalty, weight of labels and threshold of the suggester were chosen once, by few trials of this measurement.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score

from competency_graph import CompetencyGraph
from competency_graph.model import Demand, Kind, Statement
from competency_graph.recognition import compare
from competency_graph.suggestion import Suggester
from competency_graph.suggestion.model import phrases

Ranked = list[tuple[str, float]]


@dataclass
class Tally:
    """What was hit, proposed and demanded, at the threshold and among the first five."""

    hits: int = 0
    proposed: int = 0
    demanded: int = 0
    first_five: int = 0
    texts: int = 0
    levels: list[bool] = field(default_factory=list)

    def add(self, ranked: list[str], proposed: set[str], wanted: set[str]) -> None:
        """Count one text."""
        self.hits += len(proposed & wanted)
        self.proposed += len(proposed)
        self.demanded += len(wanted)
        self.first_five += len(set(ranked[:5]) & wanted)
        self.texts += 1

    @property
    def f1(self) -> float:
        """Return micro-F1."""
        return 2 * self.hits / (self.proposed + self.demanded)

    @property
    def precision_at_5(self) -> float:
        """Return the share of the first five that the coding has."""
        return self.first_five / (5 * self.texts)


def baseline(graph: CompetencyGraph) -> Callable[[str, str], Ranked]:
    """Return a function that ranks the elements of a kind by the nearest of their labels."""
    labels = [(e, t) for e in graph.catalogue.elements.values() if not e.is_grouping for t in e.labels.values()]
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    vectors = vectoriser.fit_transform([t for _, t in labels])

    def rank(text: str, kind: str) -> Ranked:
        near = (vectoriser.transform([text]) @ vectors.T).toarray()[0]
        best: dict[str, float] = defaultdict(float)
        for (element, _), score in zip(labels, near, strict=True):
            if (element.type == "CriterionElement") == (kind == "criterion"):
                best[element.name] = max(best[element.name], float(score))
        return sorted(best.items(), key=lambda item: -item[1])

    return rank


def level_of(statement: Statement) -> tuple[int, int]:
    """Return the ranks of the level of a statement."""
    return statement.demands[0].complexity, statement.demands[0].autonomy


REFERENCE = "gapc-4/washington"


def coverage(graph: CompetencyGraph, demands: dict[str, tuple[Demand, ...]]) -> dict[str, list[tuple[str, str]]]:
    """Return, by profile, the substantial verdicts with the adjudicated demands and with *demands* in their place."""
    as_coded, changed = graph.catalogue, dict(graph.catalogue.statements)
    for name, found in demands.items():
        changed[name] = replace(changed[name], demands=found)
    as_suggested = replace(as_coded, statements=changed)
    verdicts = {}
    for profile in as_coded.profiles.values():
        graduates = profile.stage == "GraduateStage" and profile.framework != REFERENCE.partition("/")[0]
        if graduates and any(s in demands for s in profile.statements):
            sides = [graph.compare(name, name).value.source for name in (profile.id, REFERENCE)]
            answers = [compare(c, graph.arrays, *sides, "2026-11-25").statements for c in (as_coded, as_suggested)]
            verdicts[profile.id] = [(a.substantial, b.substantial) for a, b in zip(*answers, strict=True)]
    return verdicts


def demanded(statement: Statement, elements: Iterable[str]) -> tuple[Demand, ...]:
    """Return *elements* as demands at the level that the statement has, as a person would say it."""
    complexity, autonomy = level_of(statement)
    return tuple(Demand(e, complexity, autonomy, False, "low", "") for e in elements)


def show(name: str, cells: Iterable[float | None]) -> None:
    """Print one row."""
    print(f"{name:24}" + "".join("       -" if c is None else f"{c:8.3f}" for c in cells))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep-sisters", action="store_true", help="leave out one framework only, not its issuer's")
    options = parser.parse_args()
    graph = CompetencyGraph.open()
    catalogue, nearest = graph.catalogue, baseline(graph)
    issuer = {f.slug: f.slug if options.keep_sisters else f.issuer.name for f in catalogue.frameworks.values()}
    statements = [s for s in catalogue.statements.values() if s.demands]
    suggested: dict[str, Tally] = defaultdict(Tally)
    plain: list[tuple[str, Ranked, set[str]]] = []
    verdicts: list[tuple[str, str]] = []
    levels = Counter(level_of(s) for s in statements if s.kind is not Kind.CRITERION)
    for left_out in sorted({issuer[s.framework] for s in statements}):
        suggester = Suggester.fit(catalogue, graph.arrays.closure, [f for f, i in issuer.items() if i == left_out])
        accepted = {}
        for s in (s for s in statements if issuer[s.framework] == left_out):
            kind = "criterion" if s.kind is Kind.CRITERION else "outcome"
            wanted = {d.element for d in s.demands}
            for language, text in phrases(s.labels, s.paraphrases):
                [found] = suggester.suggest([(s.id, text)], kind, 20)
                proposed = {e.element for e in found.elements if e.proposed}
                if language == "en":
                    accepted[s.id] = demanded(s, sorted(proposed))
                keys = ["language " + language, *([s.framework, "all"] if language == "en" else [])]
                for key in keys:
                    suggested[key].add([e.element for e in found.elements], proposed, wanted)
                    if kind == "outcome":
                        suggested[key].levels.append((found.complexity, found.autonomy) == level_of(s))
                    plain.append((key, nearest(text, kind), wanted))
        verdicts += [v for found in coverage(graph, accepted).values() for v in found]

    def at(threshold: float) -> dict[str, Tally]:
        tallies: dict[str, Tally] = defaultdict(Tally)
        for key, ranked, wanted in plain:
            proposed = {e for e, score in ranked if score >= threshold} | {ranked[0][0]}
            tallies[key].add([e for e, _ in ranked], proposed, wanted)
        return tallies

    base = max((at(t) for t in np.arange(0.1, 0.6, 0.05)), key=lambda t: t["all"].f1)
    coders = {a.framework: a.f1 for a in graph.agreement().value.frameworks}
    coders["all"] = graph.agreement().value.overall.f1
    print("English label and paraphrase; last rows: statements with texts in each language")
    print(f"{'left out':24}   F1     F1      P@5     P@5    level    F1")
    print(f"{'':24} label  suggest  label  suggest  suggest  coders")
    last = ["all", *(k for k in suggested if k.startswith("language"))]
    for name in [*sorted(set(suggested) - set(last)), *last]:
        mine, theirs = suggested[name], base[name]
        level = float(np.mean(mine.levels)) if mine.levels else None
        cells = [theirs.f1, mine.f1, theirs.precision_at_5, mine.precision_at_5, level, coders.get(name)]
        show(name, cells)
    both = [suggested[name] for name in coders if name != "all"]
    hits, total = sum(t.hits for t in both), sum(t.proposed + t.demanded for t in both)
    print(f"suggest, micro-F1 on the {len(both)} frameworks that two coders coded: {2 * hits / total:.3f}")
    kappa = cohen_kappa_score(*zip(*verdicts, strict=True))
    print(f"coverage against {REFERENCE}, suggestions and coding: kappa {kappa:.3f} of {len(verdicts)} verdicts")
    perfect = sum(min(5, len(s.demands)) for s in statements) / (5 * len(statements))
    print(f"best possible P@5, as many statements demand fewer than five: {perfect:.3f}")
    print(f"most frequent level, always guessed: {max(levels.values()) / levels.total():.3f}")


if __name__ == "__main__":
    main()
