"""The answer to a text that nobody has annotated; every form of it says that it is suggested."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.presentation.answer import Answer
from competency_graph.presentation.frames import Rows, frame
from competency_graph.suggestion import Suggestion, write_draft

if TYPE_CHECKING:
    import pandas as pd

#: The status of every suggestion, in JSON and CSV.
STATUS = "suggested"
_COLUMNS = ("code", "element", "label", "score", "proposed", "like", "complexity", "autonomy", "status")


@dataclass(frozen=True, repr=False)
class SuggestionAnswer(Answer):
    """Suggestions that can show themselves, and stand in a draft that nobody has accepted yet."""

    value: tuple[Suggestion, ...]

    def to_rows(self) -> Rows:
        """Return one row for every suggested element."""
        return [
            {
                "code": s.code,
                "element": e.element,
                "label": self.words.element(self.catalogue, e.element),
                "score": round(e.score, 4),
                "proposed": e.proposed,
                "like": e.like or "",
                "complexity": s.complexity,
                "autonomy": s.autonomy,
                "status": STATUS,
            }
            for s in self.value
            for e in s.elements
        ]

    def frame(self) -> pd.DataFrame:
        """Return one row for every suggested element."""
        return frame(self.to_rows(), _COLUMNS)

    def to_json(self) -> dict[str, Any]:
        """Return the suggestions as a dictionary."""
        return {
            "status": STATUS,
            "note": self.words.of("suggest", "note"),
            "texts": [
                {
                    "code": s.code or None,
                    "text": s.text,
                    "complexity": s.complexity or None,
                    "autonomy": s.autonomy or None,
                    "elements": [
                        {
                            "element": e.element,
                            "label": self.words.element(self.catalogue, e.element),
                            "score": round(e.score, 4),
                            "proposed": e.proposed,
                            "like": e.like,
                            "status": STATUS,
                        }
                        for e in s.elements
                    ],
                }
                for s in self.value
            ],
        }

    def to_table(self) -> RenderableType:
        """Return a rich renderable."""
        parts: list[RenderableType] = []
        for s in self.value:
            parts += [Text(f"{s.code}: {s.text}" if s.code else s.text, style="bold"), self._table(s), Text("")]
        return Group(*parts, Text(self.words.of("suggest", "note"), style="yellow"))

    def _table(self, suggestion: Suggestion) -> RenderableType:
        if not suggestion.elements:
            return Text(self.words.of("suggest", "nothing"))
        table = Table(expand=True, pad_edge=False)
        for key, ratio in (("element", 5), ("name", 4), ("score", 1), ("draft", 2), ("like", 3)):
            table.add_column(self.words.of("suggest", key), ratio=ratio, overflow="fold")
        table.add_column(self.words.say("status"), ratio=2, overflow="fold")
        for e in suggestion.elements:
            label = self.words.element(self.catalogue, e.element)
            mark, status = "+" if e.proposed else "", self.words.of("suggest", "status")
            table.add_row(label, e.element, f"{e.score:.2f}", mark, e.like or "-", status)
        if not suggestion.complexity:
            return table
        level = self.words.level(self.catalogue, f"{suggestion.complexity}/{suggestion.autonomy}")
        return Group(table, Text(self.words.of("suggest", "level").format(level=level)))

    def write_draft(self, path: Path | str) -> Path:
        """Leave what is proposed at *path*, ``<framework>--suggestion.tsv``, as a draft that nobody has accepted.

        Raises ExportError where the name is another, or a file is there already.
        """
        return write_draft(Path(path), self.value, self.catalogue)
