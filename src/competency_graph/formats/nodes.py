"""YAML as nodes that know their line: no tags, no aliases, no depth or size that a case would ever need."""

from __future__ import annotations

import datetime
import difflib
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from competency_graph.errors import CaseError, FileError
from competency_graph.inputs import decoded, read_bytes

MOST_BYTES = 256 * 1024
#: The most characters that a text of a case may have.
LONGEST = 500
_DEEPEST = 16
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?")

#: The names of the graph by kind: bodies, frameworks and so on.
Known = Mapping[str, Collection[str]]


def read_text(path: Path) -> str:
    """Return the text of a small UTF-8 file; raises CaseError where it is none."""
    return decoded(path, read_bytes(path, MOST_BYTES, "a case is a few pages at most", CaseError), CaseError)


def printable(text: str) -> str:
    """Return *text* without control characters and halves of characters, which no terminal or document can show.

    >>> printable("a\\x1b[31mb")
    'a[31mb'
    """
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


def digest_of(text: str) -> str:
    """Return the digest by which an answer names the file that it is about."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_mapping(path: Path, text: str, known: Known) -> Fields:
    """Return the one mapping that a YAML file holds; raises CaseError with the line of the first fault."""
    try:
        check_events(path, yaml.parse(text, Loader=yaml.SafeLoader))
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CaseError(path, mark.line + 1 if mark else None, f"not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise CaseError(path, None, f"not valid YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(node, yaml.MappingNode):
        raise CaseError(path, 1, "holds no fields", "write a case as in data/examples/cases")
    return Fields(path, node, "the case", known)


def check_events(path: Path, events: Iterable[Any], error: type[FileError] = CaseError) -> None:
    """Refuse what makes YAML run code, grow without bound, or nest without end, before anything is composed."""
    depth = documents = 0
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise error(path, line, "an anchor or alias", "write the value out where it is meant")
        if getattr(event, "tag", None) is not None:
            raise error(path, line, f"a tag: {event.tag}", "write plain values")
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise error(path, line, f"nested more than {_DEEPEST} deep")
        if documents > 1:
            raise error(path, line, "a second document", "write one a file")


@dataclass(frozen=True)
class Fields:
    """The fields of one mapping, each read as a type; *name* says in messages what the mapping is."""

    path: Path
    node: Any
    name: str
    known: Known

    @cached_property
    def values(self) -> dict[str, Any]:
        """The nodes of the values by field."""
        found: dict[str, Any] = {}
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.wrong("the name of a field is no text", "", key)
            if key.value in found:
                raise self.wrong(f"{key.value!r} stands twice in {self.name}", "keep one of them", key)
            found[key.value] = value
        return found

    @property
    def line(self) -> int:
        """The line on which the mapping begins."""
        return int(self.node.start_mark.line) + 1

    def line_of(self, field: str) -> int:
        """Return the line of a field, that of the mapping where it is missing."""
        return int(self.values[field].start_mark.line) + 1 if field in self.values else self.line

    def wrong(self, what: str, hint: str = "", node: Any = None) -> CaseError:
        """Return the error that *what* is wrong at *node*, else at the mapping."""
        line = int(node.start_mark.line) + 1 if node is not None else self.line
        return CaseError(self.path, line, printable(what), printable(hint))

    def check(self, *fields: str) -> Fields:
        """Return these fields; raises CaseError for one that is none of *fields*."""
        for key, _ in self.node.value:
            if getattr(key, "value", None) not in fields:
                near = difflib.get_close_matches(str(key.value), fields, 3, 0.5)
                hint = f"did you mean {', '.join(near)}?" if near else f"known are {', '.join(fields)}"
                raise self.wrong(f"unknown field {key.value!r} in {self.name}", hint, key)
        return self

    def text(self, field: str, required: bool = False) -> str:
        """Return a text, or '' where the field is missing."""
        node = self._scalar(field, required)
        if node is None:
            return ""
        if not node.tag.endswith(":str"):
            raise self.wrong(f"{field!r} of {self.name} is no text: {node.value}", "put it in quotes", node)
        value = " ".join(node.value.split())
        if required and not value:
            raise self.wrong(f"{field!r} of {self.name} is empty", "", node)
        if len(value) > LONGEST:
            raise self.wrong(f"{field!r} of {self.name} is longer than {LONGEST} characters", "shorten it", node)
        if value != printable(value):
            raise self.wrong(f"{field!r} of {self.name} has a control character", "leave it out", node)
        return str(value)

    def code(self, field: str, kind: str, required: bool = False) -> str:
        """Return a name that the graph knows as a *kind*, or ''; codes such as NO need no quotes."""
        node = self._scalar(field, required)
        if node is None:
            return ""
        names = {str(n): str(n) for n in self.known[kind]}
        value = str(node.value).strip()
        if value not in names:
            near = difflib.get_close_matches(value.casefold(), {n.casefold(): n for n in names}, 3, 0.5)
            hint = f"did you mean {', '.join(near)}?" if near else "nothing in the graph has a name like it"
            raise self.wrong(f"unknown {kind} {value!r} in {field!r} of {self.name}", hint, node)
        return names[value]

    def choice(self, field: str, options: Collection[str], required: bool = False) -> str:
        """Return one of *options*, or ''."""
        node = self._scalar(field, required)
        if node is None:
            return ""
        if node.value not in options:
            known = ", ".join(str(o) for o in options)
            raise self.wrong(f"{field!r} of {self.name} is {node.value!r}", f"it may be {known}", node)
        return str(node.value)

    def flag(self, field: str) -> bool:
        """Return yes or no, no where the field is missing."""
        return self.choice(field, ("true", "false")) == "true"

    def date(self, field: str, required: bool = False) -> str:
        """Return a date to the day, month or year, or ''; raises CaseError for a day that no calendar has."""
        node = self._scalar(field, required)
        if node is None:
            return ""
        value = str(node.value)
        try:
            if not _DATE.fullmatch(value):
                raise ValueError
            datetime.date.fromisoformat(value + "0001-01-01"[len(value) :])
        except ValueError as error:
            hint = "write it as YYYY-MM-DD, YYYY-MM or YYYY"
            raise self.wrong(f"{field!r} of {self.name} is no date: {value}", hint, node) from error
        return value

    def number(self, field: str, low: int = 0, high: int = 1_000_000, required: bool = False) -> Decimal | None:
        """Return a number from *low* to *high*, or None."""
        node = self._scalar(field, required)
        if node is None:
            return None
        value = str(node.value)
        if not _NUMBER.fullmatch(value) or not low <= Decimal(value) <= high:
            raise self.wrong(f"{field!r} of {self.name} is no number from {low} to {high}: {value}", "", node)
        return Decimal(value)

    def one(self, field: str) -> Fields | None:
        """Return the mapping in a field, or None."""
        node = self.values.get(field)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(f"{field!r} of {self.name} holds no fields", "", node)
        return Fields(self.path, node, field, self.known)

    def many(self, field: str) -> Iterator[Fields]:
        """Yield the mappings of a list, none where the field is missing."""
        node = self.values.get(field)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(f"{field!r} of {self.name} is no list", "begin each entry with a hyphen", node)
        for number, item in enumerate(node.value, 1):
            if not isinstance(item, yaml.MappingNode):
                raise self.wrong(f"entry {number} of {field!r} holds no fields", "", item)
            yield Fields(self.path, item, f"{field} {number}", self.known)

    def _scalar(self, field: str, required: bool) -> Any:
        node = self.values.get(field)
        if node is None or (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null") and not node.value):
            if required:
                raise self.wrong(f"{self.name} lacks {field!r}", "", node)
            return None
        if not isinstance(node, yaml.ScalarNode):
            raise self.wrong(f"{field!r} of {self.name} is no single value", "", node)
        return node
