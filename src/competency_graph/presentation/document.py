"""A document as a plain value: parts, headings, paragraphs, tables, each text in one or two languages.

Writers turn it into files. A text has one phrase for each language of the document, in the same order, so
that they can be set side by side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from competency_graph.model import Labels
from competency_graph.presentation.wording import Words

#: Language tag of codes, numbers and addresses, which are the same in every language (BCP 47).
NO_LANGUAGE = "zxx"

#: Room that a language needs for the same content, where it is not that of English.
_ROOM = {"zh": 0.65}


@dataclass(frozen=True)
class Phrase:
    """Words in one language, named by its BCP 47 tag."""

    text: str
    language: str


Text = tuple[Phrase, ...]


def plain(text: str, language: str = NO_LANGUAGE) -> Text:
    """Return a text that is the same in every language of a document.

    >>> plain("4.3.1")
    (Phrase(text='4.3.1', language='zxx'),)
    """
    return (Phrase(_clean(text), language),)


def _clean(text: str) -> str:
    """Return *text* without control characters, which no document format can hold."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


@dataclass(frozen=True)
class Line:
    """One line of a cell: *style* is ``normal``, ``strong`` or ``small``; *address* makes it a link."""

    text: Text
    style: str = "normal"
    address: str = ""


@dataclass(frozen=True)
class Cell:
    """The lines of one cell; *tone* names the coverage that colours it."""

    lines: tuple[Line, ...]
    tone: str = ""


@dataclass(frozen=True)
class Column:
    """The head of a column and its width as a share of the others; a split one has a column a language."""

    head: Text
    width: float
    is_split: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under heads; the first column names what a row is about."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Heading:
    """A heading of a level, 1 or 2."""

    level: int
    text: Text


@dataclass(frozen=True)
class Paragraph:
    """Running text: *style* is ``normal``, ``item`` (of a list), ``warning`` or ``note``."""

    text: Text
    style: str = "normal"


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Part:
    """Blocks on pages of one orientation."""

    blocks: tuple[Block, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document; *running* is repeated on every page, *date* (YYYY-MM-DD) is that of its content."""

    languages: tuple[str, ...]
    kind: Text
    title: Text
    running: Text
    date: str
    release: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Voices:
    """The words of all languages of a document, speaking together.

    >>> [p.text for p in Voices((Words("zh"), Words("ru"))).of("coverage", "full")]
    ['已覆盖', 'покрыто']
    """

    words: tuple[Words, ...]

    def say(self, key: str, **values: object) -> Text:
        """Return the sentence *key* of reports; a value that is a text speaks each language in turn."""
        return self._fill([w.of("report", key) for w in self.words], values)

    def tell(self, key: str, **values: object) -> Text:
        """Return the sentence *key* that reports share with the other answers."""
        return self._fill([w.sentence(key) for w in self.words], values)

    def of(self, table: str, key: str) -> Text:
        """Return the word for *key* of a *table*."""
        return tuple(Phrase(w.of(table, key), w.language) for w in self.words)

    def label(self, labels: Labels) -> Text:
        """Return the labels, each marked with the language that it is really in."""
        return tuple(Phrase(_clean(w.label(labels)), w.language_of(labels)) for w in self.words)

    def each(self, texts: Iterable[str]) -> Text:
        """Return texts that were made one for each language."""
        return tuple(Phrase(_clean(t), w.language) for t, w in zip(texts, self.words, strict=True))

    def _fill(self, templates: list[str], values: dict[str, object]) -> Text:
        return self.each(
            template.format(**{k: _at(v, i) for k, v in values.items()}) for i, template in enumerate(templates)
        )


def _at(value: object, i: int) -> object:
    return phrase_at(value, i).text if isinstance(value, tuple) else value


def phrase_at(text: Text, i: int) -> Phrase:
    """Return the phrase of the *i*-th language, the only one where all languages share it."""
    return text[i] if i < len(text) else text[-1]


def distinct(text: Text) -> Iterator[Phrase]:
    """Yield the phrases of *text*, leaving out repetitions.

    >>> [p.text for p in distinct((Phrase("ABET", "en"), Phrase("ABET", "en")))]
    ['ABET']
    """
    yield from {p.text: p for p in text}.values()


def prefixed(mark: str, text: Text, suffix: str = "") -> Text:
    """Return *text* with *mark* before and *suffix* behind each phrase."""
    return tuple(replace(p, text=f"{mark}{p.text}{suffix}") for p in text)


def spread(table: Table, languages: Sequence[str]) -> Table:
    """Return *table* with one column a language instead of each split column, where there are two."""
    if len(languages) < 2:
        return table
    places = [(c, k, i) for k, c in enumerate(table.columns) for i in (range(len(languages)) if c.is_split else [None])]
    shares = [_ROOM.get(x, 1) for x in languages]
    room = [len(languages) * share / sum(shares) for share in shares]
    return Table(
        tuple(Column(_pick(c.head, i), c.width if i is None else round(c.width * room[i], 1)) for c, _, i in places),
        tuple(tuple(_pick_cell(row[k], i) for _, k, i in places) for row in table.rows),
    )


def _pick(text: Text, i: int | None) -> Text:
    return text if i is None else (phrase_at(text, i),)


def _pick_cell(cell: Cell, i: int | None) -> Cell:
    return replace(cell, lines=tuple(replace(line, text=_pick(line.text, i)) for line in cell.lines))
