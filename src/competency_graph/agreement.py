"""How far two coders, blind to each other, chose the same elements for the same statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    sets of elements with MASI distance; *f1* is the share of choices in common. Each is None where it is undefined.
    """

    framework: str
    statements: int
    kappa: float | None
    alpha: float | None
    f1: float | None


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

    Statements count that at least one of the two coders coded. Raises MissingDependencyError without scikit-learn
    and NLTK.
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


def krippendorff_alpha(units: Collection[tuple[Choice, Choice]]) -> float | None:
    """Return Krippendorff's alpha of two coders with MASI distance, as NLTK computes it (Natural Language Toolkit).

    None where all values are equal: no disagreement can be expected then, which leaves alpha undefined. Raises
    MissingDependencyError without NLTK.

    >>> units = [(frozenset("a"), frozenset("a")), (frozenset("ab"), frozenset("a")), (frozenset("b"), frozenset("b"))]
    >>> round(krippendorff_alpha(units), 4)
    0.6429
    """
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as error:
        raise _missing("NLTK") from error
    if len({value for unit in units for value in unit}) < 2:
        return None
    coded = [(coder, item, v) for item, unit in enumerate(units) for coder, v in zip(CODERS, unit, strict=True)]
    return float(AnnotationTask(coded, masi_distance).alpha())


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
    f1 = 2 * common / total if total else None
    return FrameworkAgreement(name, len(units), _kappa(decisions), krippendorff_alpha(units), f1)


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
        raise _missing("scikit-learn") from error
    if len({x for pair in decisions for x in pair}) < 2:
        return None
    return float(cohen_kappa_score(*zip(*decisions, strict=True)))


def _missing(library: str) -> MissingDependencyError:
    return MissingDependencyError(
        f"agreement needs {library}; install it with: pip install 'competency-graph[suggest]'"
    )
