"""The words of the program, in four languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from competency_graph.errors import LanguagesError, UnknownNameError
from competency_graph.model import Catalogue, Labels, Source
from competency_graph.vocabulary import LANGUAGES


@cache
def _table(language: str) -> dict[str, Any]:
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    text = (files(__package__) / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_languages(text: str) -> tuple[str, ...]:
    """Return the one or two languages of *text*; raises InputError where it names others or more.

    >>> read_languages("zh,ru")
    ('zh', 'ru')
    """
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        _table(name)
    if len(names) > 2 or len(set(names)) < len(names):
        raise LanguagesError(f"{text!r}: a report is in one language or in two different ones, such as zh,ru")
    return names


@dataclass(frozen=True)
class Words:
    """The words of one language, and the labels of the graph in it.

    >>> from competency_graph.presentation.wording import Words
    >>> Words("zh").of("verdict", "equivalent")
    '等效'
    """

    language: str = "en"

    def __post_init__(self) -> None:
        _table(self.language)

    def say(self, key: str, **values: object) -> str:
        """Return the sentence *key* with *values* filled in."""
        return self.sentence(key).format(**values)

    def sentence(self, key: str) -> str:
        """Return the sentence *key* as it stands, with its fields open."""
        return str(_table(self.language)[key])

    def result(self, result: str) -> str:
        """Return the word for what comparing an aspect or a number gave."""
        return self.of("result_word", result)

    def of(self, table: str, key: str) -> str:
        """Return the word for *key* of a *table*: a verdict, a coverage, a status."""
        return str(_table(self.language)[table][key])

    def head(self, column: str) -> str:
        """Return the head of a column of a query, the name of its variable where there is no word for it.

        >>> Words("kk").head("as_of"), Words("kk").head("my_own")
        ('қай күнгі', 'my_own')
        """
        return str(_table(self.language)["column"].get(column, column))

    def label(self, labels: Labels) -> str:
        """Return the label in this language, else in English, else the first there is."""
        return labels.get(self.language) or labels.get("en") or next(iter(labels.values()), "")

    def told(self, text: str, language: str = "en") -> str:
        """Return a text that the data hold in one *language* only, behind its mark where that is another than this.

        >>> Words("kk").told("Not seen."), Words("en").told("Not seen.")
        ('[EN] Not seen.', 'Not seen.')
        """
        is_own = language in (self.language, "und") or not text
        return text if is_own else f"[{language.upper()}] {text}"

    def sources(self, sources: Iterable[Source]) -> str:
        """Return the titles of documents in one line, each marked where it is in another language."""
        return "; ".join(dict.fromkeys(self.told(s.title, s.language) for s in sources))

    def language_of(self, labels: Labels) -> str:
        """Return the language in which *label* speaks, ``und`` where none is known."""
        return next((x for x in (self.language, "en", *labels) if labels.get(x)), "und")

    def element(self, catalogue: Catalogue, name: str) -> str:
        """Return the label of an element."""
        return self.label(catalogue.elements[name].labels) if name in catalogue.elements else name

    def level(self, catalogue: Catalogue, ranks: str) -> str:
        """Return the labels of the levels of ``complexity/autonomy`` ranks, such as ``3/2``."""
        words = []
        for scale, rank in zip(("complexity", "autonomy"), ranks.split("/"), strict=True):
            words += [
                self.label(lv.labels) for lv in catalogue.levels.values() if lv.scale == scale and str(lv.rank) == rank
            ]
        return ", ".join(words)

    def term(self, catalogue: Catalogue, name: str) -> str:
        """Return the label of a term of the ontology, such as a track."""
        return self.label(catalogue.terms[name]) if name in catalogue.terms else name
