"""SSSOM TSV: sets of mappings, read with file and line in every error, and written in one form.

#curie_map:
#  gapc-4: https://w3id.org/competency-graph/id/gapc-4/
#mapping_set_id: https://example.org/sets/1
#license: https://creativecommons.org/licenses/by/4.0/
subject_id    predicate_id    object_id    mapping_justification

In memory a mapping has all its slots: what the head says of every mapping stands in each of them, and goes back
into the head when written.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from competency_graph.errors import FileError
from competency_graph.formats import slots
from competency_graph.formats.nodes import check_events
from competency_graph.inputs import read_text
from competency_graph.vocabulary import PREFIXES, Iri

Value = str | float | tuple[str, ...]
Row = Mapping[str, Value]

_KNOWN = tuple(PREFIXES[p] for p in ("skos", "cg", "owl", "rdfs", "semapv"))
_PREDICATES = {PREFIXES[p.split(":")[0]] + p.split(":")[1]: p for p in slots.PREDICATES}
#: What YAML reads as text without quotes: an address, a CURIE, a plain name that is no word of YAML.
_PLAIN = re.compile(r"[A-Za-z][\w.\-]*:(?://)?[\w./#\-%~=&?+]+|[A-Za-z_][\w.\-]*", re.ASCII)
#: The columns of a set without a mapping.
_LEAST = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_YAML_WORDS = frozenset(("y", "yes", "n", "no", "on", "off", "true", "false", "null", "none"))


class RowError(FileError):
    """A row of a mapping set cannot be used; *row* keeps it."""

    def __init__(self, path: Path, line: int, what: str, hint: str, row: Mapping[str, str]) -> None:
        self.row = dict(row)
        super().__init__(path, line, what, hint)


@dataclass(frozen=True)
class MappingSet:
    """What is said of a set of mappings, and its mappings, slot by slot."""

    head: Mapping[str, Any]
    rows: tuple[Row, ...]
    #: The lines on which the rows stand in the file that was read.
    lines: tuple[int, ...] = field(default=(), compare=False)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the set may use."""
        return {**slots.BUILTIN, **self.head.get("curie_map", {})}

    def expand(self, curie: str) -> Iri:
        """Return the IRI that a CURIE of the set stands for.

        >>> MappingSet({"curie_map": {"e": "http://e/"}}, ()).expand("e:a:b")
        'http://e/a:b'
        """
        prefix, _, local = curie.partition(":")
        return Iri(self.prefixes[prefix] + local)


def write_sssom(mappings: MappingSet) -> Iterator[str]:
    """Yield a mapping set as SSSOM TSV, line by line; columns stand in the order of the schema.

    >>> row = {"subject_id": "e:1", "predicate_id": "skos:exactMatch", "object_id": "e:2", "author_label": ("a|b", "c")}
    >>> print("".join(write_sssom(MappingSet({"license": "https://e.org/l"}, (row,)))).expandtabs(17), end="")
    #license: https://e.org/l
    subject_id       predicate_id     object_id        author_label
    e:1              skos:exactMatch  e:2              a\\|b|c
    """
    shared = _shared(mappings.rows)
    head = {**mappings.head, **shared}
    yield from _head_lines(head)
    used = {slot for row in mappings.rows for slot in row} - shared.keys()
    declared = [d["slot_name"] for d in head.get("extension_definitions", ())]
    extensions = sorted(used - set(slots.MAPPING), key=lambda s: (declared.index(s) if s in declared else 1000, s))
    columns = [*(s for s in slots.MAPPING if s in used), *extensions]
    yield from _table_lines(mappings.rows, columns or _LEAST)


def write_sssom_records(mappings: MappingSet, columns: Sequence[str]) -> Iterator[str]:
    """Yield a mapping set whose every row says all of itself under fixed *columns*, so that a new row is one new line.

    >>> row = {"subject_id": "e:1", "predicate_id": "skos:exactMatch", "object_id": "e:2", "mapping_date": "2026-01-01"}
    >>> lines = write_sssom_records(MappingSet({}, (row,)), [*row])
    >>> print("".join(lines).expandtabs(17), end="")
    subject_id       predicate_id     object_id        mapping_date
    e:1              skos:exactMatch  e:2              2026-01-01
    """
    yield from _head_lines(mappings.head)
    yield from _table_lines(mappings.rows, columns)


def _head_lines(head: Mapping[str, Any]) -> Iterator[str]:
    order = [*slots.SET, *(s for s in head if s not in slots.SET)]
    for slot in order:
        if slot in head:
            yield from (f"#{line}\n" for line in _yaml(slot, head[slot]))


def _table_lines(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[str]:
    yield _line(columns)
    for row in rows:
        yield _line([_cell(slot, row[slot]) if slot in row else "" for slot in columns])


def _shared(rows: Sequence[Row]) -> dict[str, Value]:
    """Return what every mapping says alike in slots that the head may hold."""
    first = rows[0] if rows else {}
    return {s: first[s] for s in slots.SHARED if s in first and all(row.get(s) == first[s] for row in rows)}


def _cell(slot: str, value: Value) -> str:
    if isinstance(value, str) and slot in slots.MULTIVALUED:
        value = (value,)
    if isinstance(value, tuple):
        return "|".join(v.replace("\\", "\\\\").replace("|", "\\|") for v in value)
    return value if isinstance(value, str) else repr(value)


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerow(cells)
    return out.getvalue()


def _yaml(key: str, value: Any) -> Iterator[str]:
    """Yield one entry of the head as YAML."""
    if isinstance(value, Mapping):
        yield f"{key}:"
        yield from (f"  {_scalar(k)}: {_scalar(v)}" for k, v in sorted(value.items()))
    elif isinstance(value, list | tuple):
        yield f"{key}:"
        for item in value:
            entries = [f"{k}: {_scalar(v)}" for k, v in item.items()] if isinstance(item, Mapping) else [_scalar(item)]
            yield from (("  - " if n == 0 else "    ") + entry for n, entry in enumerate(entries))
    else:
        yield f"{_scalar(key)}: {_scalar(value)}"


def _scalar(value: str | float) -> str:
    if not isinstance(value, str):
        return repr(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _YAML_WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)


def read_sssom(path: Path) -> MappingSet:
    """Return the mapping set in *path*, every row checked.

    Raises FileError with the line of the first fault; a fault in a row is a RowError, which keeps the row.
    """
    lines = io.StringIO(read_text(path)).readlines()
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = _Head(path, lines[:first]).read()
    found = list(_Rows(path, head, lines, first).read())
    return _spread(head, [row for _, row in found], tuple(line for line, _ in found))


def _spread(head: dict[str, Any], rows: list[dict[str, Value]], lines: tuple[int, ...]) -> MappingSet:
    """Return the set with what its head says of every mapping put into each."""
    for slot in [s for s in slots.SHARED if s in head and rows]:
        having = sum(slot in row for row in rows)
        # SSSOM: a slot of the set speaks for the mappings only where no mapping speaks for itself.
        if having == 0:
            for row in rows:
                row[slot] = head[slot]
        if having in (0, len(rows)):
            del head[slot]
    return MappingSet(head, tuple(rows), lines)


class _Head:
    """Reads the YAML in the comments above the table."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.path, self.lines = path, lines

    def read(self) -> dict[str, Any]:
        import yaml

        text = "".join(line[1:] for line in self.lines)
        try:
            check_events(self.path, yaml.parse(text, Loader=yaml.BaseLoader), FileError)
            # BaseLoader keeps every scalar as text: dates and versions are not to be guessed at.
            found = yaml.load(text, Loader=yaml.BaseLoader) or {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise FileError(self.path, line, f"the head is not valid YAML: {error.problem}") from error
        if not isinstance(found, dict):
            raise FileError(self.path, 1, "the head is not a list of slots", "write '#license: ...' and so on")
        head = {slot: self._value(slot, value) for slot, value in found.items() if value not in ("", None)}
        self._check(head)
        return head

    def _check(self, head: Mapping[str, Any]) -> None:
        prefixes = MappingSet(head, ()).prefixes
        for slot, value in head.items():
            _check_name(self.path, self._line(slot), "slot", slot, slots.SET, head)
            for curie in value if isinstance(value, tuple) else (value,):
                if fault := _reference_fault(slot, curie, prefixes):
                    raise FileError(self.path, self._line(slot), *fault)
        for prefix, meaning in slots.BUILTIN.items():
            if prefixes[prefix] != meaning:
                what = f"prefix {prefix} is given another meaning"
                raise FileError(self.path, self._line(prefix), what, f"it always stands for {meaning}")

    def _line(self, key: str) -> int | None:
        begins = re.compile(rf"#\s*['\"]?{re.escape(key)}['\"]?\s*:")
        return next((n for n, line in enumerate(self.lines, 1) if begins.match(line)), None)

    def _value(self, slot: str, value: Any) -> Any:
        if slot == "curie_map":
            if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
                raise FileError(self.path, self._line(slot), "curie_map gives no prefixes", "write '#  prefix: IRI'")
            return value
        if fault := _shape_fault(slot, value):
            raise FileError(self.path, self._line(slot), *fault)
        if slot in slots.MULTIVALUED:
            return tuple(value) if isinstance(value, list) else (value,)
        if isinstance(value, str):
            if fault := _fault(slot, value):
                raise FileError(self.path, self._line(slot), *fault)
            return float(value) if slot in slots.NUMBERS else value
        return value


class _Rows:
    """Reads the table below the head."""

    def __init__(self, path: Path, head: Mapping[str, Any], lines: Sequence[str], first: int) -> None:
        self.path, self.head, self.lines, self.first = path, head, lines, first
        self.prefixes = MappingSet(head, ()).prefixes

    def read(self) -> Iterator[tuple[int, dict[str, Value]]]:
        """Yield every row with its line."""
        reader = csv.reader(self.lines[self.first :], delimiter="\t", strict=True)
        line = self.first + 1
        try:
            columns = next(reader, [])
            self._check_columns(columns, line)
            line = self.first + reader.line_num + 1
            for cells in reader:
                if any(cells):
                    yield line, self._row(columns, cells, line)
                line = self.first + reader.line_num + 1
        except csv.Error as error:
            raise FileError(self.path, line, f"not a row of a table: {error}", "close the quotes") from error

    def _check_columns(self, columns: Sequence[str], line: int) -> None:
        if "predicate_id" not in columns or "mapping_justification" not in columns:
            what = "the table lacks the columns predicate_id and mapping_justification"
            raise FileError(self.path, line, what, "name the columns, separated by tabs, below the head")
        for column in columns:
            _check_name(self.path, line, "column", column, slots.MAPPING, self.head)
            if columns.count(column) > 1:
                raise FileError(self.path, line, f"column {column} is there twice")

    def _row(self, columns: Sequence[str], cells: Sequence[str], line: int) -> dict[str, Value]:
        raw = dict(zip(columns, cells, strict=False))
        if len(cells) > len(columns):  # fewer are usual: spreadsheets drop empty cells at the end
            what = f"{len(cells)} cells for {len(columns)} columns"
            raise RowError(self.path, line, what, "separate them by tabs", raw)
        row: dict[str, Value] = {}
        for slot, cell in raw.items():
            if (text := cell.strip()) and (value := self._value(slot, text, line, raw)) != ():
                row[slot] = value
        for slot in ("subject", "predicate", "object", "mapping_justification"):
            if not _is_given(slot, row, self.head):
                name = slot if "_" in slot else f"{slot}_id"
                raise RowError(self.path, line, f"{name} is missing", "every mapping needs it", raw)
        return row

    def _value(self, slot: str, text: str, line: int, raw: Mapping[str, str]) -> Value:
        values = _split(text) if slot in slots.MULTIVALUED else (text,)
        for value in values:
            fault = _reference_fault(slot, value, self.prefixes) or _fault(slot, value)
            if fault:
                raise RowError(self.path, line, *fault, raw)
        if slot in slots.NUMBERS:
            return float(text)
        return values if slot in slots.MULTIVALUED else text


def _is_given(slot: str, row: Row, head: Mapping[str, Any]) -> bool:
    if slot == "mapping_justification":
        return slot in row
    # SSSOM: a literal has no identifier and is named by its label.
    is_literal = row.get(f"{slot}_type", head.get(f"{slot}_type")) == "rdfs literal"
    return f"{slot}_id" in row or (is_literal and f"{slot}_label" in row)


def _split(text: str) -> tuple[str, ...]:
    r"""Return the values of a cell, which stand between pipes; a backslash takes the next sign as it is.

    >>> _split(r"Alice\|Bob|Charlie\\")
    ('Alice|Bob', 'Charlie\\')
    """
    parts = re.findall(r"((?:[^\\|]|\\.|\\$)*)(?:\||$)", text, re.DOTALL)[:-1] or [text]
    return tuple(v for p in parts if (v := re.sub(r"\\([\\|])", r"\1", p).strip()))


def _reference_fault(slot: str, curie: str, prefixes: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with a CURIE and what to do: its prefix, or a predicate that is none."""
    if slot not in slots.REFERENCES:
        return None
    prefix, colon, local = curie.partition(":")
    if not colon or not local:
        return f"{slot} {curie!r} is not a CURIE", "write it as prefix:name"
    if prefix not in prefixes:
        return f"unknown prefix {prefix}: in {slot} {curie}", _hint(prefix, prefixes, "declare it in curie_map")
    iri = prefixes[prefix] + local
    if slot == "predicate_id" and iri.startswith(_KNOWN) and iri not in _PREDICATES:
        return f"unknown predicate {curie}", _hint(curie, slots.PREDICATES, f"known: {', '.join(slots.PREDICATES)}")
    return None


def _shape_fault(slot: str, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with how a value of the head is built and what to do: parts where a text is meant."""
    items = value if isinstance(value, list) else [value]
    if slot in slots.SET and slot != "extension_definitions":
        if slot not in slots.MULTIVALUED and isinstance(value, list):
            return f"{slot} is a list", "give it one text"
        return None if all(isinstance(i, str) for i in items) else (f"{slot} holds more than texts", "write texts only")
    parts = [part for i in items for part in (i.values() if isinstance(i, dict) else (i,))]
    if all(isinstance(part, str) for part in parts):
        return None
    return f"{slot} is nested too deeply", "give it a text, texts, or names with a text each"


def _fault(slot: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with a value and what to do, if anything is."""
    if slot in slots.WORDS and value not in slots.WORDS[slot]:
        return f"unknown {slot} {value}", _hint(value, slots.WORDS[slot], f"known: {', '.join(slots.WORDS[slot])}")
    if slot in slots.DATES and not _is_date(value):
        return f"{slot} {value!r} is not a date", "write it as YYYY-MM-DD"
    if slot in slots.NUMBERS:
        low, high = slots.NUMBERS[slot]
        if not _is_number(value) or not low <= float(value) <= high:
            return f"{slot} {value!r} is not a number from {low:g} to {high:g}", ""
    return None


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", text, re.ASCII))


def _hint(name: str, known: Collection[str], otherwise: str) -> str:
    folded = {k.casefold(): k for k in known}
    nearest = difflib.get_close_matches(name.casefold(), folded, 1)
    return f"did you mean {folded[nearest[0]]}?" if nearest else otherwise


def _check_name(
    path: Path, line: int | None, what: str, name: str, known: Sequence[str], head: Mapping[str, Any]
) -> None:
    """Raise FileError if *name* looks like a misspelt slot; other names are extensions and kept."""
    definitions = head.get("extension_definitions", ())
    declared = {d.get("slot_name") for d in definitions if isinstance(d, Mapping)}
    if name in known or name in declared:
        return
    nearest = difflib.get_close_matches(name.casefold(), known, 1, 0.85)
    if nearest or not name:
        hint = f"did you mean {nearest[0]}?" if nearest else "name every column"
        raise FileError(path, line, f"unknown {what} {name!r}", hint)
