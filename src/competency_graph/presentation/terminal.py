"""A console that breaks lines between words, or between characters of 中文, and gives columns room for their words.

A date or an identifier is cut only where it is wider than a whole column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text

_OPENING, _CLOSING = "（［《“「『", "，。；：、？！）］》”」』"
#: What stays in one line: a word, or a wide character with the punctuation that must not part from it.
_UNIT = re.compile(rf"[{_OPENING}]*(?:[^\s\u2e80-\uffef]+|[^\s{_OPENING}])[{_CLOSING}]*\s*|[{_OPENING}]+\s*|\s+")
#: After what an identifier that is wider than a line is cut, a date never.
_JOINT = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|[-:/]")
#: What a line begins with that its continuation is set in below.
_MARGIN = re.compile(r"\s*(?:- |\[\d+\] )?")
#: The widest margin that a continuation keeps, so that narrow columns do not become narrower still.
_DEEPEST = 6


class Terminal(Console):
    """A console without markup and colour of words, on which dates stay whole and items hang."""

    def __init__(self, width: int | None, **settings: Any) -> None:
        super().__init__(width=width, highlight=False, markup=False, emoji=False, **settings)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Yield the segments of *renderable*, the texts in it broken as this module says."""
        if isinstance(renderable, str):
            renderable = self.render_str(renderable)
        if isinstance(renderable, Table):
            renderable = _fitted(renderable, (options or self.options).max_width)
        if type(renderable) is Text and not (options and options.no_wrap):
            width = (options or self.options).max_width
            renderable = Text("\n", end=renderable.end).join(_broken(renderable, width))
        return super().render(renderable, options)  # type: ignore[return-value]


def _broken(text: Text, width: int) -> Iterator[Text]:
    """Yield the lines of *text*, none of them wider than *width*; continuations hang below the first word."""
    for line in text.split(allow_blank=True):
        found = _MARGIN.match(line.plain)
        margin = min(found.end() if found else 0, _DEEPEST if width > 4 * _DEEPEST else 0)
        first, *others = line.divide(break_line(line.plain, width, margin))
        first.rstrip()
        yield first
        for other in others:
            other.rstrip()
            other.pad_left(margin)
            yield other


def break_line(line: str, width: int, margin: int = 0) -> list[int]:
    """Return where *line* breaks so that no piece is wider than *width*, those after the first by *margin* less.

    >>> line = "自2006-12-20起生效"
    >>> line[: break_line(line, 12)[0]]
    '自2006-12-20'
    """
    offsets: list[int] = []
    used, least = 0, 0
    for start, piece in _pieces(line, width - margin):
        size = cell_len(piece.rstrip())
        if used > least and used + size > width:
            offsets.append(start)
            used = least = margin
        used += cell_len(piece)
    return offsets


def _pieces(line: str, width: int) -> Iterator[tuple[int, str]]:
    """Yield the pieces of *line* between which it may break, each with its place; none is wider than *width*."""
    for unit in _UNIT.finditer(line):
        start, text = unit.start(), unit.group()
        if cell_len(text.rstrip()) <= width:
            yield start, text
            continue
        for part in _parts(text):
            if cell_len(part) <= width:
                yield start, part
            else:
                yield from ((start + k, character) for k, character in enumerate(part))
            start += len(part)


def _parts(word: str) -> list[str]:
    """Return *word* in the parts in which an identifier is read.

    >>> _parts("eafsg-2015:B-EA2"), _parts("2006-12-20")
    (['eafsg-', '2015:', 'B-', 'EA2'], ['2006-12-20'])
    """
    ends = [m.end() for m in _JOINT.finditer(word)]
    return [word[i:j] for i, j in zip([0, *ends], [*ends, len(word)], strict=True) if i < j]


def _fitted(table: Table, width: int) -> Table:
    """Return *table* with columns in which no word is cut, as far as *width* allows.

    A table with shares is as wide as there is room; one without is so only where its lines do not fit, and then
    each column has a share by its longest line.
    """
    columns = table.columns
    if not table.box or not columns:
        return table
    room = width - 3 * len(columns) - 1 + (0 if table.pad_edge else 2)
    whole = [_longest_line(c) for c in columns]
    shares = [c.ratio or 0 for c in columns]
    if not any(shares):
        if sum(whole) <= room:
            return table
        shares = whole
    least = [
        n if c.no_wrap or not share else _longest_part(c) for c, n, share in zip(columns, whole, shares, strict=True)
    ]
    found = copy(table)
    widths = _widths(least, shares, room)
    found.columns = [replace(c, width=w, ratio=None) for c, w in zip(columns, widths, strict=True)]
    return found


def _widths(least: Sequence[int], shares: Sequence[int], room: int) -> list[int]:
    """Return a width for every column, *room* in all: by the *shares*, and none below its *least* if that fits.

    >>> _widths([10, 4, 4], [2, 7, 7], 50), _widths([30, 4], [1, 1], 20)
    ([10, 20, 20], [16, 4])
    """
    widths = list(least)
    while sum(widths) > max(room, len(widths)):
        widths[widths.index(max(widths))] -= 1
    for _ in range(room - sum(widths)):
        # The next cell goes to the column that is furthest below its share.
        widths[max(range(len(widths)), key=lambda i: shares[i] / widths[i])] += 1
    return widths


def _texts(column: Column) -> list[str]:
    return [t.plain if isinstance(t, Text) else str(t) for t in (column.header, *column.cells)]


def _longest_line(column: Column) -> int:
    return max((cell_len(line) for t in _texts(column) for line in t.splitlines()), default=1) or 1


def _longest_part(column: Column) -> int:
    """Return the width of the longest part of a word that must stay in one line."""
    words = (unit.rstrip() for t in _texts(column) for unit in _UNIT.findall(t))
    return max((cell_len(p) for word in words for p in _parts(word)), default=1) or 1
