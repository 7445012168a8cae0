"""Catalogues of learning opportunities: tables, one opportunity a row.

# catalogue: ...
# made by: ...
# date: 2026-11-25
# invented: no                      (yes: every answer marks what it takes from the table as invented)
# machine translation: zh, ru, kk   (only where labels of the table are)
name    kind    label_en    develops    ...

*develops* and *requires* hold entries divided by semicolons. ``apply-codes-and-standards@complex/graduate`` is an
element at a level; in *develops* ``...@?`` is one at a level that nobody states, in *requires* ``...@-`` one at any
level, and an entry without ``@`` is the name of another opportunity. Cells that are not known are left empty, and
columns that are not needed may be left out.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import networkx as nx

from competency_graph.errors import FileError
from competency_graph.inputs import read_text
from competency_graph.learning import (
    Development,
    Effort,
    Money,
    Opportunity,
    OpportunityKind,
    Prerequisite,
    Ranks,
)
from competency_graph.model import Source, Span, Status
from competency_graph.vocabulary import LANGUAGES, Iri

HEAD = ("catalogue", "made by", "date", "invented")
NEEDED = ("name", "kind", "label_en", "develops")
COLUMNS = (
    *NEEDED, "label_zh", "label_ru", "label_kk", "effort", "unit", "cost", "currency", "host", "language", "requires",
    "capacity", "from", "until", "source", "status", "reason", "note",
)  # fmt: skip
UNITS = ("hours", "ECTS")
_STATUSES = tuple(s for s in Status if s is not Status.NOT_FOUND)
_NAME, _NUMBER, _DATE = r"[a-z0-9]+(-[a-z0-9]+)*", r"[0-9]+(\.[0-9]{1,2})?", r"[0-9]{4}(-[0-9]{2}){0,2}"


@dataclass(frozen=True)
class Vocabulary:
    """The names that a catalogue may use: elements, those that only group others, and levels by scale."""

    elements: Collection[str]
    groupings: Collection[str]
    complexities: Mapping[str, int]
    autonomies: Mapping[str, int]


@dataclass(frozen=True)
class OpportunityTable:
    """A catalogue as it was read: its head, its opportunities, and on which line each stands."""

    path: Path
    head: Mapping[str, str]
    opportunities: tuple[Opportunity, ...]
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def machine_translated(self) -> tuple[str, ...]:
        """The languages in which the labels are machine translations."""
        return tuple(x.strip() for x in self.head.get("machine translation", "").split(",") if x.strip())


def read_opportunities(path: Path, vocabulary: Vocabulary, others: Collection[str] = ()) -> OpportunityTable:
    """Return the catalogue in *path*, every cell checked; rows may require *others* beside those of the table.

    Raises FileError with the line of the first fault.
    """
    lines = read_text(path).split("\n")
    head, first = _head(path, lines)
    columns = _columns(path, lines, first)
    found: dict[str, Opportunity] = {}
    places: dict[str, int] = {}
    for number, cells in enumerate((line.split("\t") for line in lines[first + 1 :]), first + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            raise FileError(path, number, f"{len(cells)} columns instead of {len(columns)}", "separate them by tabs")
        row = _Row(path, number, dict(zip(columns, (c.strip() for c in cells), strict=True)), vocabulary)
        opportunity = row.read(head)
        if opportunity.name in places or opportunity.name in others:
            where = f"see line {places[opportunity.name]}" if opportunity.name in places else "the graph has it already"
            raise row.fault(f"the name {opportunity.name!r} is taken", where)
        found[opportunity.name], places[opportunity.name] = opportunity, number
    _check_requirements(path, found, places, others)
    return OpportunityTable(path, head, tuple(found.values()), places)


def _head(path: Path, lines: list[str]) -> tuple[dict[str, str], int]:
    head, first = {}, 0
    while first < len(lines) and lines[first].startswith("#"):
        name, _, value = lines[first].lstrip("# ").partition(":")
        head[name.strip()] = value.strip()
        first += 1
    for name in HEAD:
        if not head.get(name):
            raise FileError(path, 1, f"the head lacks '# {name}: ...'", f"give all of: {', '.join(HEAD)}")
    if head["invented"] not in ("yes", "no"):
        raise FileError(path, 1, f"'# invented: {head['invented']}' is neither yes nor no", "say which it is")
    if not re.fullmatch(_DATE, head["date"]) or _date_fault(head["date"]):
        raise FileError(path, 1, f"'# date: {head['date']}' is no date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    return head, first


def _columns(path: Path, lines: list[str], first: int) -> list[str]:
    columns = [c.strip() for c in lines[first].split("\t")] if first < len(lines) else []
    for name in columns:
        if name not in COLUMNS:
            raise FileError(path, first + 1, f"unknown column {name!r}", _nearest(name, COLUMNS))
        if columns.count(name) > 1:
            raise FileError(path, first + 1, f"the column {name!r} is there twice", "keep one")
    for name in NEEDED:
        if name not in columns:
            raise FileError(path, first + 1, f"the column {name!r} is missing", f"give all of: {', '.join(NEEDED)}")
    return columns


def _nearest(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    nearest = difflib.get_close_matches(name, names, 1)
    return f"did you mean {nearest[0]}?" if nearest else f"known: {', '.join(names[:8])}" + " ..." * (len(names) > 8)


@dataclass(frozen=True)
class _Row:
    """One row, read cell by cell."""

    path: Path
    line: int
    cells: Mapping[str, str]
    vocabulary: Vocabulary

    def fault(self, what: str, hint: str) -> FileError:
        return FileError(self.path, self.line, what, hint)

    def read(self, head: Mapping[str, str]) -> Opportunity:
        status, reason = self._status()
        return Opportunity(
            name=self._matching("name", _NAME, "use small letters, digits and hyphens") or self._missing("name"),
            labels=self._labels(),
            kind=OpportunityKind(self._one_of("kind", list(OpportunityKind)) or self._missing("kind")),
            develops=tuple(self._developments()),
            requires=tuple(self._prerequisites()),
            effort=self._effort(),
            cost=self._cost(),
            hosts=tuple(self._list("host")),
            languages=tuple(self._languages()),
            capacity=self._capacity(),
            span=self._span(),
            status=status,
            reason=reason,
            note=self._text("note"),
            sources=tuple(Source(Iri(s), s, (s,) if "://" in s else ()) for s in self._list("source")),
            is_invented=head["invented"] == "yes",
            catalogue=head["catalogue"],
        )

    def _text(self, column: str) -> str:
        return self.cells.get(column, "")

    def _list(self, column: str) -> list[str]:
        return [part.strip() for part in self._text(column).split(";") if part.strip()]

    def _missing(self, column: str) -> str:
        raise self.fault(f"the cell of {column!r} is empty", "it is needed in every row")

    def _matching(self, column: str, pattern: str, hint: str) -> str:
        text = self._text(column)
        if text and not re.fullmatch(pattern, text):
            raise self.fault(f"{column} is {text!r}", hint)
        return text

    def _one_of(self, column: str, known: Collection[str]) -> str:
        text = self._text(column)
        if text and text not in known:
            raise self.fault(f"unknown {column} {text!r}", _nearest(text, known))
        return text

    def _labels(self) -> dict[str, str]:
        labels = {x: self._text(f"label_{x}") for x in LANGUAGES if self._text(f"label_{x}")}
        return labels if "en" in labels else {"en": self._missing("label_en")}

    def _status(self) -> tuple[Status, str]:
        status = Status(self._one_of("status", _STATUSES) or Status.UNVERIFIED)
        reason = self._text("reason")
        if self._text("status") and not status.is_verified and not reason:
            raise self.fault(f"the status {status} has no reason", "say in the column 'reason' why it is so")
        return status, reason

    def _developments(self) -> Iterator[Development]:
        seen: set[str] = set()
        for part in self._list("develops"):
            element, level = self._element(part, "develops")
            if element in seen:
                raise self.fault(f"it develops {element} twice", "keep the higher level")
            seen.add(element)
            unknown = self._is_mark(element, level, "?", "where nobody states it")
            yield Development(element, None if unknown else self._level(level))

    def _prerequisites(self) -> Iterator[Prerequisite]:
        seen: set[str] = set()
        for part in self._list("requires"):
            if "@" not in part:
                yield Prerequisite(opportunity=part)
                continue
            element, level = self._element(part, "requires")
            if element in seen:
                raise self.fault(f"it requires {element} twice", "keep the higher level")
            seen.add(element)
            anyhow = self._is_mark(element, level, "-", "for any level")
            yield Prerequisite(element=element, level=(0, 0) if anyhow else self._level(level))

    def _is_mark(self, element: str, level: str, mark: str, meaning: str) -> bool:
        """Tell whether *level* is the mark that the column knows; raises FileError where it is another or none."""
        if level in ("", "?", "-") and level != mark:
            raise self.fault(f"{element} has no level", f"write @complexity/autonomy, or @{mark} {meaning}")
        return level == mark

    def _element(self, text: str, column: str) -> tuple[str, str]:
        element, _, level = (x.strip() for x in text.partition("@"))
        known = self.vocabulary
        if element not in known.elements:
            raise self.fault(f"unknown element {element!r} in {column}", _nearest(element, known.elements))
        if element in known.groupings:
            raise self.fault(f"{element!r} only groups elements", "name one below it")
        return element, level

    def _level(self, text: str) -> Ranks:
        complexity, _, autonomy = (x.strip() for x in text.partition("/"))
        for name, known, scale in (
            (complexity, self.vocabulary.complexities, "complexity"),
            (autonomy, self.vocabulary.autonomies, "autonomy"),
        ):
            if name not in known:
                raise self.fault(f"unknown {scale} {name!r} in the level {text!r}", _nearest(name, known))
        return self.vocabulary.complexities[complexity], self.vocabulary.autonomies[autonomy]

    def _effort(self) -> Effort | None:
        hint = "write a number or two, such as 40 or 20-30, and leave the cell empty where it is not known"
        text, unit = self._matching("effort", rf"{_NUMBER}(-{_NUMBER})?", hint), self._one_of("unit", UNITS)
        self._both("effort", text, "unit", unit)
        if not text:
            return None
        least, most = (Decimal(text.split("-")[i]) for i in (0, -1))
        if not 0 < least <= most:
            what = "an effort of nothing" if least == 0 else f"the effort {text} ends below its beginning"
            raise self.fault(what, hint)
        return Effort(least, most, unit)

    def _cost(self) -> Money | None:
        amount = self._matching("cost", _NUMBER, "write a number, 0 where it is free, nothing where it is not known")
        currency = self._matching("currency", "[A-Z]{3}", "write its code, such as EUR")
        self._both("cost", amount, "currency", currency)
        return Money(Decimal(amount), currency) if amount else None

    def _both(self, one: str, first: str, other: str, second: str) -> None:
        if bool(first) != bool(second):
            given, lacking = (one, other) if first else (other, one)
            raise self.fault(f"{given} is given without {lacking}", "give both or neither")

    def _languages(self) -> Iterator[str]:
        for code in self._list("language"):
            if not re.fullmatch("[a-z]{2}", code):
                raise self.fault(f"language is {code!r}", "write codes such as en; zh")
            yield code

    def _capacity(self) -> int | None:
        text = self._matching("capacity", "[1-9][0-9]{0,8}", "write a whole number from 1")
        return int(text) if text else None

    def _span(self) -> Span:
        start, end = (self._date(column) for column in ("from", "until"))
        if start and end and end[: len(start)] < start[: len(end)]:
            raise self.fault(f"it ends on {end}, before it begins on {start}", "mend one of the two")
        return Span(start, end)

    def _date(self, column: str) -> str:
        text = self._matching(column, _DATE, "write YYYY-MM-DD, YYYY-MM or YYYY")
        if text and (fault := _date_fault(text)):
            raise self.fault(f"{column} is {text!r}, which is no date", fault)
        return text


def _date_fault(text: str) -> str:
    """Return why no calendar has a date to the day, month or year, or ''."""
    try:
        datetime.date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError as error:
        return str(error)
    return ""


def _check_requirements(
    path: Path, found: Mapping[str, Opportunity], lines: Mapping[str, int], others: Collection[str]
) -> None:
    needs: nx.DiGraph[str] = nx.DiGraph()
    for name, opportunity in found.items():
        for required in (p.opportunity for p in opportunity.requires if p.opportunity):
            if required not in found and required not in others:
                what = f"{name} requires the unknown opportunity {required!r}"
                raise FileError(path, lines[name], what, _nearest(required, [*found, *others]))
            needs.add_edge(name, required)
    try:
        circle = [edge[0] for edge in nx.find_cycle(needs)] if needs else []
    except nx.NetworkXNoCycle:
        return
    if circle:
        what = f"{' → '.join([*circle, circle[0]])} require each other in a circle"
        raise FileError(path, lines[circle[0]], what, "nobody could begin; drop one of the requirements")
