"""Codings: tables of the demands that one coder read out of one framework.

# framework: ceeaa-2024
# coder: adjudicated
# made by: ...
# date: 2026-11-25
# guide: 1.0
# accepted by: ...      (only where a program made the table: who has gone through it)
code    element    complexity    autonomy    essential    certainty    note
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import FileError
from competency_graph.inputs import read_text
from competency_graph.model import Demand

COLUMNS = ("code", "element", "complexity", "autonomy", "essential", "certainty", "note")
HEAD = ("framework", "coder", "made by", "date", "guide")
#: How ``made by`` begins in a table of suggestions, and who has accepted one that nobody has.
PROGRAM = "competency-graph suggest"
NOBODY = "nobody"
_CERTAINTIES = ("high", "medium", "low")
ADJUDICATED = "adjudicated"
_YES = {"yes": True, "no": False}


@dataclass(frozen=True)
class CodedDemand:
    """One row of a coding, with the line on which it stands."""

    code: str
    demand: Demand
    complexity: str
    autonomy: str
    line: int


@dataclass(frozen=True)
class Coding:
    """The demands of one framework as one coder read them."""

    path: Path
    head: Mapping[str, str]
    rows: tuple[CodedDemand, ...]

    @property
    def framework(self) -> str:
        """The slug of the coded framework."""
        return self.head["framework"]

    @property
    def coder(self) -> str:
        """The name of the coder; ``adjudicated`` is the one that inference reads."""
        return self.head["coder"]


def read_coding(path: Path, elements: Collection[str], levels: Mapping[str, int]) -> Coding:
    """Return the coding in *path*, every row checked against the known *elements* and *levels*.

    Raises FileError with the line of the first fault.
    """
    lines = read_text(path).splitlines()
    head, first = _head(path, lines)
    rows = tuple(_rows(path, lines, first, elements, levels))
    return Coding(path, head, rows)


def _head(path: Path, lines: list[str]) -> tuple[dict[str, str], int]:
    head = {}
    first = 0
    for first, line in enumerate(lines):  # noqa: B007 - the first line that is no comment is needed below
        if not line.startswith("#"):
            break
        name, _, value = line.lstrip("# ").partition(":")
        head[name.strip()] = value.strip()
    for name in HEAD:
        if not head.get(name):
            raise FileError(path, 1, f"the head lacks '# {name}: ...'", f"give all of: {', '.join(HEAD)}")
    _refuse_unaccepted(path, head)
    if not lines or tuple(lines[first].split("\t")) != COLUMNS:
        raise FileError(path, first + 1, "the columns are not as expected", "write: " + " ".join(COLUMNS))
    return head, first


def _refuse_unaccepted(path: Path, head: Mapping[str, str]) -> None:
    """Raise FileError if the head calls adjudicated what a program suggested and no person has accepted."""
    accepted = head.get("accepted by", NOBODY if head["made by"].startswith(PROGRAM) else "-")
    if head["coder"] == ADJUDICATED and (accepted or NOBODY).casefold() == NOBODY:
        hint = "go through its rows, then name in '# accepted by: ...' who did"
        raise FileError(path, 1, "a suggestion that nobody has accepted is not adjudicated", hint)


def _rows(
    path: Path, lines: list[str], first: int, elements: Collection[str], levels: Mapping[str, int]
) -> Iterator[CodedDemand]:
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(csv.reader(lines[first + 1 :], delimiter="\t", quoting=csv.QUOTE_NONE), first + 2):
        if not row:
            continue
        if len(row) != len(COLUMNS):
            raise FileError(path, number, f"{len(row)} columns instead of {len(COLUMNS)}", "separate them by tabs")
        code, element, complexity, autonomy, essential, certainty, note = (cell.strip() for cell in row)
        _known(path, number, "element", element, elements)
        for value in (complexity, autonomy):
            _known(path, number, "level", value, levels)
        _known(path, number, "certainty", certainty, _CERTAINTIES)
        _known(path, number, "value of essential", essential, _YES)
        if (complexity == "-") != (autonomy == "-"):
            raise FileError(path, number, "one level is '-' and the other is not", "give both or neither")
        if (code, element) in seen:
            raise FileError(path, number, f"{code} demands {element} twice", f"see line {seen[code, element]}")
        seen[code, element] = number
        demand = Demand(element, levels[complexity], levels[autonomy], _YES[essential], certainty, note)
        yield CodedDemand(code, demand, complexity, autonomy, number)


def _known(path: Path, line: int, what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        nearest = difflib.get_close_matches(name, list(known), 1)
        hint = f"did you mean {nearest[0]}?" if nearest else f"known: {', '.join(sorted(known)[:8])} ..."
        raise FileError(path, line, f"unknown {what} {name!r}", hint)
