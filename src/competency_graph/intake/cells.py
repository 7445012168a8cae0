"""Cells of a filled-in template, each checked for what it may hold; every fault is kept with its address."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from competency_graph.errors import FileError
from competency_graph.formats.register import clean
from competency_graph.formats.workbook import Cell
from competency_graph.intake.layout import TICKS

#: Signs that one cell may hold: several times the longest clause in the data.
LONGEST_CELL = 4000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
#: What each kind of cell that is no plain text needs.
_REMEDY = {
    "a formula": "write the text itself",
    "an error of the spreadsheet": "write the text itself",
    "a date": "format the cell as text and write it again",
    "a number, which a spreadsheet shortens": "format the cell as text and write it again (1.10 becomes 1.1)",
}


def fault(path: Path, cell: Cell, what: str, hint: str) -> FileError:
    """Return the error that something is wrong with a cell."""
    return FileError(f"{path}: {cell.address}", None, what, hint)


def plain_text(path: Path, cell: Cell, *allowed: str) -> str:
    """Return the text of *cell* as one line; raises FileError where it is of a kind other than text and *allowed*."""
    if cell.fault and cell.fault not in allowed:
        raise fault(path, cell, f"{cell.fault}: {cell.text[:60]!r}", _REMEDY[cell.fault])
    if len(cell.text) > LONGEST_CELL:
        raise fault(path, cell, f"more than {LONGEST_CELL} signs", "shorten it")
    return clean(cell.text)


class CellReader:
    """Reads cells of one file; what is wrong is added to *faults*, and the cell then reads as empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []

    def add(self, cell: Cell, what: str, hint: str) -> str:
        """Keep a fault, and return what the cell reads as."""
        return self._keep(fault(self.path, cell, what, hint))

    def text(self, cell: Cell, *allowed: str) -> str:
        """Return the text of a cell that may be empty."""
        try:
            return plain_text(self.path, cell, *allowed)
        except FileError as error:
            return self._keep(error)

    def _keep(self, error: FileError) -> str:
        """Keep a fault once, however often its cell is read, and return what the cell reads as."""
        if str(error) not in self.faults:
            self.faults.append(str(error))
        return ""

    def is_empty(self, cell: Cell) -> bool:
        """Tell whether nothing stands in a cell."""
        return not cell.text

    def needed(self, cell: Cell, hint: str) -> str:
        """Return the text of a cell that must not be empty."""
        return self.add(cell, "empty", hint) if self.is_empty(cell) else self.text(cell)

    def matching(self, cell: Cell, pattern: re.Pattern[str], what: str, hint: str) -> str:
        """Return the text of a cell that must have a form, or be empty."""
        text = self.text(cell)
        return text if not text or pattern.fullmatch(text) else self.add(cell, f"{text!r} is {what}", hint)

    def language(self, cell: Cell, hint: str = "write one such as en, zh, ru, kk, de") -> str:
        """Return the code of a language, or nothing."""
        return self.matching(cell, _LANGUAGE, "no code of a language", hint)

    def address(self, cell: Cell) -> str:
        """Return a web address, or nothing."""
        text, hint = self.text(cell), "write it in full, beginning with https://"
        if text and not (_ADDRESS.fullmatch(text) and _host(text)):
            return self.add(cell, f"{text[:80]!r} is no web address", hint)
        return text

    def date(self, cell: Cell, *, whole: bool = False) -> str:
        """Return a date, or where not *whole* a year or month; or nothing."""
        text = self.text(cell, "a date")
        form = "YYYY-MM-DD" if whole else "YYYY, YYYY-MM or YYYY-MM-DD"
        if text and not (_is_date(text) and (not whole or len(text) == 10)):
            return self.add(cell, f"{text!r} is no date", f"write it as {form}")
        return text

    def tick(self, cell: Cell) -> bool:
        """Tell whether a person has ticked a cell."""
        text = self.text(cell).casefold()
        if text and text not in TICKS:
            self.add(cell, f"{text!r} is no tick", "write x, or leave it empty")
        return text in TICKS

    def choice(self, cell: Cell, what: str, known: Mapping[str, str]) -> str:
        """Return the name that a cell means, in whatever language it is written, or nothing."""
        text = self.text(cell)
        if not text or text.casefold() in known:
            return known.get(text.casefold(), "")
        return self.add(cell, f"unknown {what} {text!r}", nearest(text, known))


def nearest(text: str, known: Mapping[str, str] | Collection[str]) -> str:
    """Return what the writer of *text* may have meant.

    >>> nearest("lead-teem", ["lead-team", "lead"])
    'did you mean lead-team'
    >>> nearest("q", ["lead-team"])
    'choose one from the list'
    """
    found = difflib.get_close_matches(text.casefold(), list(known), 1)
    if not found:
        return "choose one from the list"
    return f"did you mean {known[found[0]] if isinstance(known, Mapping) else found[0]}"


def _host(text: str) -> str:
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    except ValueError:
        return False
    return True
