"""Tables of texts in, drafts of codings out."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Sequence
from pathlib import Path

from competency_graph.errors import ExportError, FileError
from competency_graph.formats.codings import COLUMNS, NOBODY, PROGRAM
from competency_graph.inputs import read_text
from competency_graph.model import Catalogue
from competency_graph.suggestion.model import Suggestion
from competency_graph.vocabulary import VERSION


def read_texts(path: Path) -> list[tuple[str, str]]:
    """Return the rows of *path*, a code, a tab and a text each; empty lines and a head ``code`` ``text`` are skipped.

    Raises FileError with the line of the first row that is not so.
    """
    lines = read_text(path).splitlines()
    found: dict[str, str] = {}
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not row or row == ["code", "text"]:
            continue
        if len(row) != 2 or not all(cell.strip() for cell in row):
            raise FileError(path, number, "not a code, a tab and a text", "write one statement a line")
        code, text = (cell.strip() for cell in row)
        if code in found:
            raise FileError(path, number, f"{code} is there twice", "give each statement its own code")
        found[code] = text
    if not found:
        raise FileError(path, None, "no statement in it", "write a code, a tab and a text a line")
    return list(found.items())


def write_draft(path: Path, suggestions: Sequence[Suggestion], catalogue: Catalogue) -> Path:
    """Leave what is proposed in *suggestions* at *path* as a draft of a coding, and return *path*.

    The name is ``<framework>--<anything>.tsv``. The head says that a program made it and nobody accepted it; the
    loader refuses it as adjudicated until it names who did. A file that is there already is never overwritten.
    """
    framework, found, _ = path.name.partition("--")
    if not framework or not found or path.suffix != ".tsv":
        raise ExportError(f"{path}: name a draft <framework>--suggestion.tsv, such as xy-board-2026--suggestion.tsv")
    levels = {(lv.scale, lv.rank): lv.name for lv in catalogue.levels.values()}
    head = {
        "framework": framework,
        "coder": "suggestion",
        "made by": f"{PROGRAM} {VERSION}, a program; suggested, not annotated",
        "date": datetime.date.today().isoformat(),
        "guide": "none; the program has not read it",
        "accepted by": NOBODY,
    }
    rows = [
        (s.code, e.element, *_level(levels, s), "no", "low", f"suggested, score {e.score:.2f}")
        for s in suggestions
        for e in s.elements
        if e.proposed
    ]
    lines = [*(f"# {name}: {value}" for name, value in head.items()), *("\t".join(r) for r in [COLUMNS, *rows])]
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError as error:
        raise ExportError(f"{path}: is there already and may hold somebody's work; name another file") from error
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror})") from error
    return path


def _level(levels: dict[tuple[str, int], str], suggestion: Suggestion) -> tuple[str, str]:
    complexity = levels.get(("complexity", suggestion.complexity), "-")
    autonomy = levels.get(("autonomy", suggestion.autonomy), "-")
    return complexity, autonomy
