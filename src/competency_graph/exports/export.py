"""An export: named graphs and mappings, which become text of a format and a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import ExportError
from competency_graph.formats.rdf import WRITERS, Graphs
from competency_graph.formats.sssom import MappingSet, write_sssom

FORMATS = (*WRITERS, "sssom")
#: Which ending of a file stands for which format; the first that fits counts.
ENDINGS: Mapping[str, str] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".sssom.tsv": "sssom",
    ".tsv": "sssom",
}


@dataclass(frozen=True)
class Export:
    """What was asked for, ready to be written in any format; the same content gives the same bytes."""

    graphs: Graphs
    prefixes: Mapping[str, str]
    mappings: Callable[[], MappingSet]

    def chunks(self, form: str) -> Iterator[str]:
        """Yield the text in the format *form*, piece by piece."""
        if form not in FORMATS:
            raise ExportError(f"unknown format {form!r}; known: {', '.join(FORMATS)}")
        return write_sssom(self.mappings()) if form == "sssom" else WRITERS[form](self.graphs, self.prefixes)

    def text(self, form: str) -> str:
        """Return the whole text in the format *form*."""
        return "".join(self.chunks(form))

    def write(self, path: Path | str, form: str | None = None) -> Path:
        """Write the file *path* in one step and return it; its ending gives the format where *form* does not.

        Raises ExportError where that cannot be done, and then leaves what was there.
        """
        place = Path(path)
        chunks = self.chunks(form or format_of(place))
        try:
            _write(place, chunks)
        except OSError as error:
            why = "no such folder" if isinstance(error, FileNotFoundError) else error.strerror or error
            raise ExportError(f"{place}: cannot be written ({why}); name another file with --to") from error
        return place


def format_of(path: Path) -> str:
    """Return the format that the ending of *path* stands for; raises ExportError for an unknown one.

    >>> format_of(Path("ceeaa-2024--gapc-4.sssom.tsv"))
    'sssom'
    """
    for ending, form in ENDINGS.items():
        if path.name.casefold().endswith(ending):
            return form
    known = ", ".join(ENDINGS)
    raise ExportError(f"{path}: the ending says no format; end it with one of {known}, or name one with --format")


def _write(path: Path, chunks: Iterator[str]) -> None:
    """Write beside *path* and rename; what is no ordinary file, such as a pipe, is written to as it is."""
    target = path.resolve()
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        with target.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(chunks)
        return
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(chunks)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
