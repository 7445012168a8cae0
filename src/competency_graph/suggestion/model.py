"""Ranking elements for a text, learnt from the adjudicated codings and the labels of the elements.

One model serves all languages: texts are vectors of weighted n-grams of characters, and a ridge regression, one output
an element, is fitted to every annotated statement in each language that it has and to every label of every element.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from competency_graph.errors import InputError, MissingDependencyError
from competency_graph.model import Catalogue, Element, Kind, Labels, Statement
from competency_graph.vocabulary import LANGUAGES, Curie

Scores = npt.NDArray[np.float64]

#: What a text may be: something asked of a person, or of a programme.
KINDS = ("outcome", "criterion")
#: The score from which an element is proposed for a draft.
THRESHOLD = 0.22

_PENALTY = 0.3
_LABEL_WEIGHT = 3.0
_CRITERION = "CriterionElement"


@dataclass(frozen=True)
class SuggestedElement:
    """One element for a text: *proposed* if it would stand in a draft; *like* is the nearest statement demanding it."""

    element: str
    score: float
    proposed: bool
    like: Curie | None


@dataclass(frozen=True)
class Suggestion:
    """The elements suggested for one text, best first, and the ranks of its level, 0 where none can be said."""

    code: str
    text: str
    elements: tuple[SuggestedElement, ...]
    complexity: int
    autonomy: int


def phrases(labels: Labels, texts: Labels) -> Iterator[tuple[str, str]]:
    """Yield each language of *texts* with its label and text as one phrase.

    >>> list(phrases({"en": "Teams", "zh": "团队"}, {"en": "Works in teams."}))
    [('en', 'Teams. Works in teams.')]
    """
    for language in LANGUAGES:
        if language in texts:
            yield language, ". ".join(x for x in (labels.get(language, ""), texts[language]) if x)


@dataclass(frozen=True)
class Suggester:
    """Suggests elements for texts; made by ``fit``."""

    names: tuple[str, ...]
    levels: tuple[tuple[int, int], ...]
    closure: Mapping[str, frozenset[str]]
    is_criterion: npt.NDArray[np.bool_]
    owners: tuple[Curie, ...]
    demanded: npt.NDArray[np.bool_]
    vectors: Any
    vectoriser: Any
    regression: Any

    @classmethod
    def fit(
        cls, catalogue: Catalogue, closure: Mapping[str, frozenset[str]], without: Collection[str] = ()
    ) -> Suggester:
        """Return a suggester that has learnt from *catalogue*, frameworks in *without* left out.

        *closure* names, for every element, what it implies. Raises MissingDependencyError without scikit-learn.
        """
        try:
            from sklearn.feature_extraction.text import TfidfVectorizer
            from sklearn.kernel_ridge import KernelRidge
        except ImportError as error:
            raise MissingDependencyError(
                "suggestions need scikit-learn; install it with: pip install 'competency-graph[suggest]'"
            ) from error
        statements = [s for s in catalogue.statements.values() if s.demands and s.framework not in without]
        elements = [e for e in catalogue.elements.values() if not e.is_grouping]
        if not statements:
            raise InputError("no statement is annotated, so there is nothing to learn suggestions from")
        levels = tuple(sorted({level for s in statements if (level := _level(s))}))
        annotated = [(s, text) for s in statements for _, text in phrases(s.labels, s.paraphrases)]
        named = [(e, text) for e in elements for text in _labels(e)]
        vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        vectors = vectoriser.fit_transform([text for _, text in [*annotated, *named]])
        outputs = np.zeros((len(annotated) + len(named), len(elements) + len(levels)))
        index = {e.name: i for i, e in enumerate(elements)}
        for row, (statement, _) in enumerate(annotated):
            outputs[row, [index[d.element] for d in statement.demands if d.element in index]] = 1
            if level := _level(statement):
                outputs[row, len(elements) + levels.index(level)] = 1
        for row, (element, _) in enumerate(named, len(annotated)):
            outputs[row, index[element.name]] = 1
        weights = np.array([1.0] * len(annotated) + [_LABEL_WEIGHT] * len(named))
        regression = KernelRidge(alpha=_PENALTY, kernel="linear").fit(vectors, outputs, sample_weight=weights)
        return cls(
            names=tuple(index),
            levels=levels,
            closure=closure,
            is_criterion=np.array([e.type == _CRITERION for e in elements]),
            owners=tuple(s.id for s, _ in annotated),
            demanded=outputs[: len(annotated), : len(elements)].astype(np.bool_),
            vectors=vectors[: len(annotated)],
            vectoriser=vectoriser,
            regression=regression,
        )

    def suggest(self, texts: Sequence[tuple[str, str]], kind: str = "outcome", top: int = 10) -> list[Suggestion]:
        """Return a suggestion of at most *top* elements for each of *texts*, pairs of code and text.

        A *kind* of ``outcome`` leaves out elements that ask something of a programme, ``criterion`` all others.
        """
        if kind not in KINDS:
            raise InputError(f"{kind!r} is no kind of text; it is one of: {', '.join(KINDS)}")
        if top < 1:
            raise InputError(f"{top} elements cannot be suggested; ask for 1 or more")
        for code, text in texts:
            if not text.strip():
                raise InputError(f"{code}: there is no text to suggest for" if code else "there is no text")
        vectors = self.vectoriser.transform([text for _, text in texts])
        outputs = self.regression.predict(vectors)
        near = (vectors @ self.vectors.T).toarray()
        allowed = self.is_criterion == (kind == "criterion")
        return [
            self._suggestion(code, text, outputs[row], near[row], allowed, top)
            for row, (code, text) in enumerate(texts)
        ]

    def _suggestion(
        self, code: str, text: str, outputs: Scores, near: Scores, allowed: npt.NDArray[np.bool_], top: int
    ) -> Suggestion:
        n = len(self.names)
        scores = np.where(allowed, outputs[:n], -np.inf)
        best = [i for i in np.argsort(-scores, kind="stable")[:top] if scores[i] > 0]
        chosen = {self.names[i] for rank, i in enumerate(best) if not rank or scores[i] >= THRESHOLD}
        implied = {b for name in chosen for b in self.closure[name] if b != name}
        elements = tuple(
            SuggestedElement(
                self.names[i], float(scores[i]), self.names[i] in chosen - implied, self._like(int(i), near)
            )
            for i in best
        )
        with_level = best and not self.is_criterion[best[0]] and self.levels
        complexity, autonomy = self.levels[int(np.argmax(outputs[n:]))] if with_level else (0, 0)
        return Suggestion(code, text, elements, complexity, autonomy)

    def _like(self, element: int, near: Scores) -> Curie | None:
        """Return the statement nearest in wording among those that demand *element*."""
        found = np.where(self.demanded[:, element], near, 0.0)
        row = int(np.argmax(found))
        return self.owners[row] if found[row] > 0 else None


def _level(statement: Statement) -> tuple[int, int] | None:
    """Return the level of a statement, that of its first demand; criteria have none."""
    first = statement.demands[0]
    if statement.kind is Kind.CRITERION or not first.complexity:
        return None
    return first.complexity, first.autonomy


def _labels(element: Element) -> Iterator[str]:
    for language, label in element.labels.items():
        yield f"{label}. {element.definition}" if language == "en" else label
