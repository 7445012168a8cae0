"""Sheets to fill in: a table for people who use a spreadsheet or a word processor, and what comes back of it.

What comes back is hostile until it is read: sizes are bounded before anything is unpacked, no document type
definition is parsed, formulas are refused, and every cell keeps the address by which a person finds it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from competency_graph.errors import FileError
from competency_graph.inputs import refuse_large

#: The largest file that is read, the most that it may unpack to, and the most parts that it may have.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5_000_000, 30_000_000, 400
#: The most rows and columns that a sheet may have, and the longest text: what a cell of a spreadsheet can hold.
MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 3000, 40, 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*['\"]([^'\"]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """A column, or a line above the table: its head, and whether a person fills it in, from *choices* if any."""

    key: str
    head: str
    width: int = 20
    is_open: bool = False
    choices: tuple[str, ...] = ()
    is_date: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: *mark* tells the program what it is, *top* are lines above the table."""

    title: str
    mark: str
    notes: tuple[str, ...]
    top: tuple[tuple[Field, str], ...]
    columns: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]
    language: str = "en"


@dataclass(frozen=True)
class Found:
    """A text that came back, and where it stands."""

    text: str
    address: str
    is_formula: bool = False


@dataclass(frozen=True)
class FoundSheet:
    """What came back: the mark, and pairs of head and text for the lines above and for every row."""

    path: Path
    mark: Found
    top: tuple[tuple[Found, Found], ...]
    rows: tuple[tuple[tuple[Found, Found], ...], ...] = field(default=())

    def error(self, found: Found, what: str, hint: str = "") -> FileError:
        """Return the error that something is wrong with a cell."""
        return FileError(f"{self.path}: {found.address}", None, what, hint)


def neutral(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula.

    >>> neutral("=1+1"), neutral("agreed"), neutral(" @SUM(A1)")
    ("'=1+1", 'agreed', "' @SUM(A1)")
    """
    return f"'{text}" if len(text) > 1 and text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def check_package(path: Path) -> None:
    """Raise FileError unless *path* is a ZIP of bounded size without macros or document type definitions."""
    try:
        refuse_large(path, path.stat().st_size, MOST_BYTES, "send back the sheet alone")
        with zipfile.ZipFile(path) as package:
            _check_parts(path, package)
    except zipfile.BadZipFile as error:
        raise FileError(path, None, "no .xlsx or .docx file, or a damaged one", "save it as such again") from error
    except OSError as error:
        raise FileError(path, None, f"cannot be read: {error.strerror or error}") from error
    except (RuntimeError, NotImplementedError, EOFError, ValueError) as error:  # encrypted, or packed in a rare way
        raise FileError(path, None, f"cannot be unpacked: {error}", "save it without a password") from error


def _check_parts(path: Path, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [p.filename for p in parts]
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED or len(set(names)) < len(names):
        raise FileError(path, None, "unpacks to more than a sheet can hold", "send back the sheet alone")
    left = MOST_UNPACKED
    for part in parts:
        name = part.filename.casefold()
        if "vbaproject" in name or name.endswith((".exe", ".js", ".vbs")):
            raise FileError(path, None, "holds macros", "save it without them")
        with package.open(part) as stream:
            content = stream.read(left + 1)  # the sizes in the directory are only what the file claims
        left -= len(content)
        if left < 0:
            raise FileError(path, None, "unpacks to more than a sheet can hold", "send back the sheet alone")
        _check_xml(path, part.filename, content)


def _check_xml(path: Path, name: str, content: bytes) -> None:
    """Refuse what a parser could unfold or what hides it in another encoding, whatever the part is called."""
    start = content[:300].removeprefix(b"\xef\xbb\xbf")
    encoding = _ENCODING.match(start)
    is_utf8 = encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0")
    if not is_utf8 or is_wide or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileError(path, None, f"{name} in it is no plain XML in UTF-8", "save the sheet again")


def checked(found: FoundSheet) -> FoundSheet:
    """Return *found* if every text in it is plain and short enough; raises FileError with the address otherwise."""
    if len(found.rows) > MOST_ROWS:
        raise FileError(found.path, None, f"more than {MOST_ROWS:,} rows", "send back the sheet alone")
    for head, cell in [*found.top, *(pair for row in found.rows for pair in row)]:
        for part in (head, cell):
            if part.is_formula:
                raise found.error(part, "a formula", "write the text itself")
            if len(part.text) > LONGEST_TEXT:
                raise found.error(part, f"more than {LONGEST_TEXT} signs", "shorten it")
    return found


def writers() -> Mapping[str, Callable[[Sheet], bytes]]:
    """Return who writes a sheet, by the ending of the file."""
    from competency_graph.formats.sheet_docx import docx_sheet
    from competency_graph.formats.sheet_xlsx import xlsx_sheet

    return {".xlsx": xlsx_sheet, ".docx": docx_sheet}


def read_sheet(path: Path, mark: str, tops: int) -> FoundSheet:
    """Return what came back in *path*, a sheet whose mark begins with *mark* and that has *tops* lines above."""
    from competency_graph.formats.sheet_docx import read_docx_sheet
    from competency_graph.formats.sheet_xlsx import read_xlsx_sheet

    readers = {".xlsx": read_xlsx_sheet, ".docx": read_docx_sheet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileError(path, None, f"unknown ending {path.suffix!r}", f"a sheet ends in {' or '.join(readers)}")
    check_package(path)
    found = checked(reader(path, tops))
    if not found.mark.text.startswith(mark):
        raise found.error(found.mark, "this is no review sheet, or its second line was changed", "ask for a new sheet")
    return found
