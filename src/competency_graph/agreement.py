"""How far two coders, blind to each other, chose the same elements for the same statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from competency_graph.errors import InputError, MissingDependencyError
from competency_graph.formats.codings import Coding, read_coding

CODERS = ("coder-1", "coder-2")

Choice = frozenset[str]
Choices = Mapping[str, tuple[Choice, Choice]]


@dataclass(frozen=True)
class FrameworkAgreement:
    """The agreement on one framework, or on all, whose name is empty.

    *kappa* is Cohen's, over the decisions whether a statement demands an element; *alpha* is Krippendorff's, over the
    sets of elements with MASI distance; *f1* is the share of choices in common.
    """

    framework: str
    statements: int
    kappa: float
    alpha: float
    f1: float


@dataclass(frozen=True)
class ElementAgreement:
    """The agreement on one element over all statements, and how many chose it; no kappa where it is undefined."""

    element: str
    coder_1: int
    coder_2: int
    both: int
    kappa: float | None


@dataclass(frozen=True)
class Agreement:
    """The agreement of two coders: by framework, over all, and by element, the least agreed first.

    *essential* is Cohen's kappa on whether a demand that both chose is essential; None where it is undefined.
    """

    frameworks: tuple[FrameworkAgreement, ...]
    overall: FrameworkAgreement
    elements: tuple[ElementAgreement, ...]
    made_by: tuple[str, ...]
    essential: float | None = None


def read_pairs(folder: Path, elements: Collection[str], levels: Mapping[str, int]) -> list[tuple[Coding, Coding]]:
    """Return the codings of both coders for every framework in *folder* that has both."""
    found = []
    for first in sorted(folder.glob(f"*--{CODERS[0]}.tsv")):
        second = first.with_name(first.name.replace(f"--{CODERS[0]}.", f"--{CODERS[1]}."))
        if second.is_file():
            found.append((read_coding(first, elements, levels), read_coding(second, elements, levels)))
    return found


def measure(pairs: Sequence[tuple[Coding, Coding]], elements: Collection[str]) -> Agreement:
    """Return the agreement of the two codings of each of *pairs*, made with the vocabulary *elements*.

    Statements count that at least one of the two coders coded. Raises MissingDependencyError without scikit-learn.
    """
    if not pairs:
        raise InputError(f"no framework has codings by both {' and '.join(CODERS)}, so nothing can be compared")
    by_framework = {a.framework: _choices(a, b) for a, b in pairs}
    everything = {f"{name}:{code}": c for name, choices in by_framework.items() for code, c in choices.items()}
    used = sorted({e for a, b in everything.values() for e in a | b})
    by_element = [_element(e, everything) for e in used]
    return Agreement(
        frameworks=tuple(_framework(name, choices, elements) for name, choices in by_framework.items()),
        overall=_framework("", everything, elements),
        elements=tuple(sorted(by_element, key=lambda e: (1.0 if e.kappa is None else e.kappa, e.element))),
        essential=_kappa([flags for a, b in pairs for flags in _essential(a, b)]),
        made_by=tuple(dict.fromkeys(c.head["made by"] for pair in zip(*pairs, strict=True) for c in pair)),
    )


def masi_distance(a: Choice, b: Choice) -> float:
    """Return how far two sets differ: 0 if equal, 1 if nothing is in common (Passonneau 2006, LREC).

    One minus Jaccard's index times monotonicity: 1 for equal sets, 2/3 for one inside the other, 1/3 for an overlap.

    >>> round(masi_distance(frozenset("ab"), frozenset("abc")), 4)
    0.5556
    """
    if a == b:
        return 0.0
    common = len(a & b)
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - common / len(a | b) * monotonicity


def krippendorff_alpha(units: Collection[tuple[Choice, Choice]]) -> float:
    """Return Krippendorff's alpha of two coders with MASI distance: 1 - observed / expected disagreement.

    Observed is the mean distance within units, expected that of all pairs of values whoever gave them
    (Krippendorff, Content Analysis, 2nd edition 2004, chapter 11). Where all values are equal, alpha is 1.
    """
    observed = sum(masi_distance(a, b) for a, b in units) / len(units)
    values = Counter(v for unit in units for v in unit)
    n = values.total()
    expected = sum(2 * values[a] * values[b] * masi_distance(a, b) for a, b in combinations(values, 2)) / (n * (n - 1))
    return 1 - observed / expected if expected else 1.0


def _choices(first: Coding, second: Coding) -> dict[str, tuple[Choice, Choice]]:
    codes = dict.fromkeys(row.code for coding in (first, second) for row in coding.rows)

    def chosen(coding: Coding, code: str) -> Choice:
        return frozenset(row.demand.element for row in coding.rows if row.code == code)

    return {code: (chosen(first, code), chosen(second, code)) for code in codes}


def _essential(first: Coding, second: Coding) -> Iterator[tuple[bool, bool]]:
    """Yield whether the first and whether the second coder holds a demand that both chose to be essential."""
    flags = [{(r.code, r.demand.element): r.demand.is_essential for r in coding.rows} for coding in (first, second)]
    yield from ((flags[0][key], flags[1][key]) for key in flags[0] if key in flags[1])


def _framework(name: str, choices: Choices, elements: Collection[str]) -> FrameworkAgreement:
    units = list(choices.values())
    decisions = [(e in a, e in b) for a, b in units for e in elements]
    common, total = sum(len(a & b) for a, b in units), sum(len(a) + len(b) for a, b in units)
    kappa = _kappa(decisions)
    return FrameworkAgreement(
        name, len(units), 1.0 if kappa is None else kappa, krippendorff_alpha(units), 2 * common / total
    )


def _element(name: str, choices: Choices) -> ElementAgreement:
    decisions = [(name in a, name in b) for a, b in choices.values()]
    counts = Counter(decisions)
    both = counts[True, True]
    return ElementAgreement(name, both + counts[True, False], both + counts[False, True], both, _kappa(decisions))


def _kappa(decisions: Sequence[tuple[bool, bool]]) -> float | None:
    """Return Cohen's kappa, or None where both coders decided always the same, which leaves it undefined."""
    try:
        from sklearn.metrics import cohen_kappa_score
    except ImportError as error:
        raise MissingDependencyError(
            "agreement needs scikit-learn; install it with: pip install 'competency-graph[suggest]'"
        ) from error
    if len({x for pair in decisions for x in pair}) < 2:
        return None
    return float(cohen_kappa_score(*zip(*decisions, strict=True)))
