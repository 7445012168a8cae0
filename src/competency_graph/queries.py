"""The query library: files ``queries/GROUP/NAME.rq`` with ``#+`` comments at their head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import FileError
from competency_graph.resources import folders


@dataclass(frozen=True)
class NamedQuery:
    """One query of the library."""

    group: str
    name: str
    summary: str
    description: str
    text: str


def read_query(path: Path) -> NamedQuery:
    """Return the query in *path*; its head must give a summary."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(path, None, f"cannot be read: {error}") from error
    head = re.findall(r"^#\+\s?(.*)$", text, re.MULTILINE)
    fields: dict[str, str] = {}
    current = ""
    for line in head:
        if match := re.match(r"(\w+):\s*(.*)$", line):
            current = match[1]
            fields[current] = match[2].strip()
        elif current:
            fields[current] += f" {line.strip()}"
    if not fields.get("summary"):
        raise FileError(path, 1, "the query has no summary", "begin the file with '#+ summary: ...'")
    return NamedQuery(path.parent.name, path.stem, fields["summary"], fields.get("description", ""), text)


def find_queries(group: str, folder: Path | None = None) -> list[NamedQuery]:
    """Return the queries of *group*, by name.

    >>> [q.name for q in find_queries("construct")][:2]
    ['strict-coverage', 'strict-overlap']
    """
    base = folder or folders().queries
    return [read_query(path) for path in sorted((base / group).glob("*.rq"))]
