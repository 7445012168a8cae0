"""Sheets as spreadsheets: locked but for the cells to fill in, with lists of choices."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

from competency_graph.errors import FileError, MissingDependencyError
from competency_graph.formats.sheets import MOST_COLUMNS, MOST_ROWS, Field, Found, FoundSheet, Sheet

#: A fixed time for every part, so that one sheet gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAY = datetime.datetime(1980, 1, 1)
_OPEN, _LOCKED, _HEAD = "FFFDF3CF", "FFF3F4F6", "FFE8EEF4"
_TITLE, _MARK, _NOTES, _TOP = 1, 2, 3, 4


def openpyxl_library() -> Any:
    """Return openpyxl; raises MissingDependencyError where it is not installed."""
    try:
        import openpyxl
    except ImportError as error:
        raise MissingDependencyError(
            "an .xlsx sheet needs openpyxl: install it with: pip install 'competency-graph[report]'"
        ) from error
    return openpyxl


def xlsx_sheet(sheet: Sheet) -> bytes:
    """Return *sheet* as a spreadsheet, locked but for the cells to fill in."""
    book = openpyxl_library().Workbook()
    page = book.active
    page.title = "review"
    put_text(page, _TITLE, 1, sheet.title, bold=True, size=14)
    put_text(page, _MARK, 1, sheet.mark, size=8)
    put_text(page, _NOTES, 1, "\n".join(sheet.notes), wrap=True)
    page.merge_cells(start_row=_NOTES, end_row=_NOTES, start_column=1, end_column=len(sheet.columns))
    page.row_dimensions[_NOTES].height = 16 * (len(sheet.notes) + 1)
    for k, (field, text) in enumerate(sheet.top):
        put_text(page, _TOP + k, 1, field.head, bold=True, fill=_HEAD)
        _fill_in(page, _TOP + k, 2, field, text)
    head = _TOP + len(sheet.top) + 1
    for k, field in enumerate(sheet.columns, 1):
        put_text(page, head, k, field.head, bold=True, wrap=True, fill=_HEAD)
        page.column_dimensions[column_letter(k)].width = field.width
    for r, row in enumerate(sheet.rows, head + 1):
        for k, (field, text) in enumerate(zip(sheet.columns, row, strict=True), 1):
            _fill_in(page, r, k, field, text)
    _offer(page, sheet, head)
    page.freeze_panes = page.cell(head + 1, 2)
    _protect(page, sheet)
    return book_bytes(book, sheet.title, sheet.language)


def column_letter(column: int) -> str:
    """Return the letter of a column, counted from 1."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def put_text(
    page: Any, row: int, column: int, text: str, *, bold: bool = False, size: int = 10, wrap: bool = False,
    fill: str = "",
) -> Any:  # fmt: skip
    """Write *text* as text, whatever it begins with."""
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = page.cell(row, column)
    cell.value, cell.data_type = text, "s"
    cell.quotePrefix = True  # so that a spreadsheet does not take it for a formula when somebody edits it
    cell.font = Font(bold=bold, size=size)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell


def _fill_in(page: Any, row: int, column: int, field: Field, text: str) -> None:
    from openpyxl.styles import PatternFill, Protection

    cell = put_text(page, row, column, text, wrap=True, fill=_OPEN if field.is_open else _LOCKED)
    if field.is_open:
        cell.protection = Protection(locked=False)
        cell.number_format = "yyyy-mm-dd" if field.is_date else "@"
        cell.quotePrefix = False
        if not text:
            cell.value = None
        cell.fill = PatternFill("solid", fgColor=_OPEN)


def _offer(page: Any, sheet: Sheet, head: int) -> None:
    """Offer the choices of a column as a list."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for k, field in enumerate(sheet.columns, 1):
        if field.choices and sheet.rows:
            choices = ",".join(field.choices)
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
            rule.add(f"{column_letter(k)}{head + 1}:{column_letter(k)}{head + len(sheet.rows)}")
            page.add_data_validation(rule)


def _protect(page: Any, sheet: Sheet) -> None:
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_TOP + len(sheet.top) + 1}:{_TOP + len(sheet.top) + 1}"


def book_bytes(book: Any, title: str, language: str) -> bytes:
    """Return the file of *book*, the same bytes for the same content."""
    properties = book.properties
    properties.title, properties.language, properties.creator = title, language, "competency_graph"
    properties.created = properties.modified = _DAY
    out, packed = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving
                content = _without_time(content)
            new.writestr(entry, content)
    return packed.getvalue()


def _without_time(content: bytes) -> bytes:
    import re

    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)


def read_xlsx_sheet(path: Path, tops: int) -> FoundSheet:
    """Return what came back in a spreadsheet whose package was checked."""
    openpyxl = openpyxl_library()
    head = _TOP + tops + 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl does not keep
            rows = _rows(openpyxl, path, head + MOST_ROWS + 101)
    except Exception as error:  # whatever a hostile file does to the library
        raise FileError(path, None, f"no spreadsheet that can be read: {error}", "save it as .xlsx again") from error
    columns = max(map(len, rows), default=0)
    if len(rows) > head + MOST_ROWS + 100 or columns > MOST_COLUMNS:
        what = f"more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
        raise FileError(path, None, what, "remove what is outside the table")

    def at(row: int, column: int) -> Found:
        line = rows[row - 1] if row <= len(rows) else []
        return line[column - 1] if column <= len(line) else Found("", f"{column_letter(column)}{row}")

    top = tuple((at(r, 1), at(r, 2)) for r in range(_TOP, _TOP + tops))
    heads = [at(head, k) for k in range(1, columns + 1)]
    width = max((k for k, h in enumerate(heads, 1) if h.text), default=0)
    found = []
    for r in range(head + 1, len(rows) + 1):
        cells = [at(r, k) for k in range(1, columns + 1)]
        if stray := next((c for c in cells[width:] if c.text), None):
            hint = "write it in a column to fill in"
            raise FileError(f"{path}: {stray.address}", None, "a text beside the table", hint)
        if any(c.text for c in cells):
            found.append(tuple(zip(heads[:width], cells[:width], strict=True)))
    return FoundSheet(path, at(_MARK, 1), top, tuple(found))


def _rows(openpyxl: Any, path: Path, most: int) -> list[list[Found]]:
    """Return the first rows, read as a stream: merged ranges and links over a whole page are never spread out."""
    book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    try:
        page = book.worksheets[0]
        page.reset_dimensions()  # what the file claims of its size may be wrong
        return [
            [_found(c, f"{column_letter(k)}{r}") for k, c in enumerate(row[: MOST_COLUMNS + 1], 1)]
            for r, row in enumerate(islice(page.iter_rows(), most), 1)
        ]
    finally:
        book.close()


def _found(cell: Any, address: str) -> Found:
    value = cell.value
    if isinstance(value, datetime.datetime | datetime.date):
        return Found(value.isoformat()[:10], address)
    is_formula = cell.data_type == "f" or not isinstance(value, str | int | float | bool | None)
    return Found("" if value is None else str(value), address, is_formula)
