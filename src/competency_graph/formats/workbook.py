"""Workbooks to fill in: several pages of one spreadsheet, each with lists to choose from, and what comes back of them.

The first row of a page holds the keys of its columns, the second says in the reader's language what they mean, the
others are content. What comes back is as hostile as any sheet: it is bounded before it is unpacked, and each cell
keeps its address and says what it is, so that a formula, a date or a shortened number is never taken for a text.
"""

from __future__ import annotations

import datetime
import io
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from competency_graph.errors import FileError
from competency_graph.formats.sheet_xlsx import book_bytes, column_letter, openpyxl_library, put_text
from competency_graph.formats.sheets import MOST_ROWS, check_package

#: The page on which the lists of choices stand.
LISTS = "lists"
_HEAD, _MEANING, _FIRST = 1, 2, 3
_HEAD_FILL, _MEANING_FILL, _OPEN_FILL = "FFE8EEF4", "FFF3F4F6", "FFFDF3CF"
_MOST_COLUMNS = 40
#: A list of choices: what can be chosen, and beside it what helps to choose.
Choices = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Column:
    """A column of a page: its key, what it means, and the name of the list to choose from, if any."""

    key: str
    meaning: str
    width: int = 20
    choices: str = ""


@dataclass(frozen=True)
class Page:
    """A page: *cells* names the list for the second cell of a row, counted from 0."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    cells: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workbook:
    """Pages to fill in, and the lists to choose from, by name."""

    title: str
    language: str
    pages: tuple[Page, ...]
    lists: Mapping[str, Choices]


@dataclass(frozen=True)
class Cell:
    """A cell that came back: its text, its address with the page, and what is wrong with its kind, if anything."""

    text: str
    address: str
    fault: str = ""


#: A row that came back, by the keys of the columns.
Row = Mapping[str, Cell]


def workbook_bytes(book: Workbook) -> bytes:
    """Return *book* as a spreadsheet, the same bytes for the same content."""
    made = openpyxl_library().Workbook()
    made.remove(made.active)
    for page in book.pages:
        _put_page(made.create_sheet(page.name), page)
    _put_lists(made, book.lists)
    return book_bytes(made, book.title, book.language)


def _put_page(sheet: Any, page: Page) -> None:
    for k, column in enumerate(page.columns, 1):
        put_text(sheet, _HEAD, k, column.key, bold=True, fill=_HEAD_FILL)
        put_text(sheet, _MEANING, k, column.meaning, size=8, wrap=True, fill=_MEANING_FILL)
        letter = column_letter(k)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "@"  # so that a code typed as 4.10 stays 4.10
        if column.choices:
            _offer(sheet, f"{letter}{_FIRST}:{letter}{MOST_ROWS}", column.choices)
    sheet.row_dimensions[_MEANING].height = 110
    for r, row in enumerate(page.rows, _FIRST):
        _put_row(sheet, r, row)
    for index, name in page.cells.items():
        _offer(sheet, f"B{_FIRST + index}", name)
    sheet.freeze_panes = sheet.cell(_FIRST, 2)


def _put_row(sheet: Any, number: int, row: Sequence[str]) -> None:
    for k, text in enumerate(row, 1):
        cell = put_text(sheet, number, k, text, wrap=True)
        cell.number_format, cell.quotePrefix = "@", bool(text)
        if not text:
            cell.value = None


def _offer(sheet: Any, cells: str, name: str) -> None:
    """Offer the list *name* in *cells*; other texts stay possible and are judged when the workbook is read."""
    from openpyxl.worksheet.datavalidation import DataValidation

    # A defined name, since a reference to another page is kept by Excel in an extension that openpyxl drops.
    rule = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=False)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _put_lists(made: Any, lists: Mapping[str, Choices]) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    sheet = made.create_sheet(LISTS)
    first = 1
    for name, choices in lists.items():
        put_text(sheet, _HEAD, first, name, bold=True, fill=_HEAD_FILL)
        for r, row in enumerate(choices, _HEAD + 1):
            for k, text in enumerate(row):
                put_text(sheet, r, first + k, text)
        letter = column_letter(first)
        sheet.column_dimensions[letter].width = 28
        place = f"'{LISTS}'!${letter}${_HEAD + 1}:${letter}${_HEAD + len(choices)}"
        made.defined_names[name] = DefinedName(name, attr_text=place)
        first += max(len(row) for row in choices) + 1
    sheet.freeze_panes = sheet.cell(_HEAD + 1, 1)


def read_workbook(path: Path, pages: Mapping[str, Sequence[str]]) -> dict[str, list[Row]]:
    """Return the rows of *pages* that hold a text, by name of the page; *pages* gives the keys of their columns.

    Raises FileError, with the address where it stands, for what is no such workbook.
    """
    book = _load(path)
    return {name: _rows(path, _page(path, book, name), name, keys) for name, keys in pages.items()}


def _load(path: Path) -> Any:
    if path.suffix.lower() != ".xlsx":
        raise FileError(path, None, f"unknown ending {path.suffix!r}", "a filled-in template ends in .xlsx")
    check_package(path)
    openpyxl = openpyxl_library()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl does not keep
            return openpyxl.load_workbook(path, keep_links=False)
    except Exception as error:  # whatever a hostile file does to the library
        raise FileError(path, None, f"no spreadsheet that can be read: {error}", "save it as .xlsx again") from error


def _page(path: Path, book: Any, name: str) -> Any:
    page = book[name] if name in book.sheetnames else None
    if page is None or not hasattr(page, "max_row"):  # a sheet may be nothing but a chart
        found = ", ".join(book.sheetnames) or "none"
        hint = f"it has: {found[:200]}; begin with a new template"
        raise FileError(path, None, f"no sheet {name!r} in it", hint)
    return page


def _rows(path: Path, page: Any, name: str, keys: Sequence[str]) -> list[Row]:
    rows, columns = page.max_row, page.max_column
    if rows > MOST_ROWS or columns > _MOST_COLUMNS:
        what = f"{rows:,} rows and {columns:,} columns"
        raise FileError(f"{path}: {name}", None, what, f"at most {MOST_ROWS:,} and {_MOST_COLUMNS}; remove the rest")
    heads = [_cell(page, name, _HEAD, k) for k in range(1, max(columns, len(keys)) + 1)]
    for key, head in zip(keys, heads, strict=False):
        if head.text != key:
            raise FileError(f"{path}: {head.address}", None, "the head was changed", f"it was: {key}")
    found: list[Row] = []
    for r in range(_FIRST, rows + 1):
        cells = [_cell(page, name, r, k) for k in range(1, len(heads) + 1)]
        if stray := next((c for c in cells[len(keys) :] if c.text), None):
            hint = "move it to another sheet, or into the note"
            raise FileError(f"{path}: {stray.address}", None, "a text beside the table", hint)
        if any(c.text for c in cells):
            found.append(dict(zip(keys, cells, strict=False)))
    return found


def _cell(page: Any, name: str, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    value, address = cell.value, f"{name}!{cell.coordinate}"
    if isinstance(value, datetime.datetime | datetime.date):
        return Cell(value.isoformat()[:10], address, "a date")
    if isinstance(value, float):
        return Cell(str(value), address, "a number, which a spreadsheet shortens")
    if cell.data_type == "f" or not isinstance(value, str | int | None):
        return Cell(str(value), address, "a formula")
    if cell.data_type == "e":
        return Cell(str(value), address, "an error of the spreadsheet")
    return Cell("" if value is None else str(value).strip(), address)


def append_rows(path: Path, name: str, rows: Sequence[Sequence[str]]) -> None:
    """Add *rows* below the last one of the page *name* in the workbook *path*; nothing that is there is touched.

    The file is replaced in one step, or stays as it is.
    """
    book = _load(path)
    page = _page(path, book, name)
    filled = [r for r in range(1, page.max_row + 1) if any(c.value is not None for c in page[r])]
    first = max([_MEANING, *filled]) + 1
    if first + len(rows) > MOST_ROWS:
        raise FileError(f"{path}: {name}", None, f"more than {MOST_ROWS:,} rows", "remove rows that nobody needs")
    for r, row in enumerate(rows, first):
        _put_row(page, r, row)
    out = io.BytesIO()
    book.save(out)
    replace_file(path, out.getvalue())


def replace_file(path: Path, content: bytes) -> None:
    """Put *content* in the place of the file *path* in one step; on a fault what was there stays."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        hint = "close it in the program that has it open"
        raise FileError(path, None, f"cannot be written: {error.strerror or error}", hint) from error
