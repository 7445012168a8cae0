"""Answers that can show themselves: as a table, JSON, rows, a data frame or text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from competency_graph.presentation import contract, frames, prose, register_tables, tables
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.report import build_report
from competency_graph.presentation.report_files import check_path, write_report
from competency_graph.presentation.wording import Words, read_languages
from competency_graph.queries import NamedQuery
from competency_graph.recognition import Arrays, Cell, Comparison, EditionDiff, Explanation, Gap
from competency_graph.recognition.register import Docket
from competency_graph.store import Row
from competency_graph.vocabulary import short_name

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class ComparisonAnswer(Answer):
    """A comparison."""

    arrays: Arrays = field(repr=False)
    value: Comparison

    def statements_frame(self) -> pd.DataFrame:
        """Return one row for every statement of both sides."""
        return self.frame()

    def pairs_frame(self) -> pd.DataFrame:
        """Return one row for every related pair."""
        return frames.frame(frames.pair_rows(self.value))

    def to_json(self) -> dict[str, Any]:
        """Return the contract as a dictionary."""
        return contract.comparison_json(self.value, self.catalogue, self.arrays, self.words)

    def to_rows(self) -> frames.Rows:
        """Return the statements of both sides as flat rows."""
        return frames.statement_rows(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.comparison_table(self.value, self.catalogue, self.words)

    def report(self, path: Path | str, languages: Sequence[str] = ()) -> Path:
        """Leave the comparison as a document at *path* (.docx or .html) and return where it is.

        *languages* are one or two of en, zh, ru, kk, set side by side; left out, that of the answer.
        Raises ReportPathError where no report can be written.
        """
        place = Path(path)
        check_path(place)
        names = read_languages(",".join(languages) or self.words.language)
        document = build_report(self.value, self.catalogue, [Words(name) for name in names])
        write_report(document, place)
        return place


@dataclass(frozen=True, repr=False)
class GapsAnswer(Answer):
    """What one side lacks of the other."""

    comparison: Comparison
    value: tuple[Gap, ...]

    def frame(self) -> pd.DataFrame:
        """Return one row for every gap."""
        columns = ("element", "label", "reason", "present", "required", "demanded_by", "status")
        return frames.frame(self.to_rows(), columns)

    def to_rows(self) -> frames.Rows:
        """Return one row for every gap."""
        return frames.gap_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the gaps as a dictionary."""
        return contract.gaps_json(self.value, self.comparison, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.gaps_table(self.value, self.comparison, self.catalogue, self.words)


@dataclass(frozen=True, repr=False)
class DiffAnswer(Answer):
    """What changed between two editions."""

    value: EditionDiff

    def to_rows(self) -> frames.Rows:
        """Return one row for every change."""
        return frames.change_rows(self.value)

    def to_json(self) -> dict[str, Any]:
        """Return the changes as a dictionary."""
        return contract.diff_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.diff_table(self.value, self.catalogue, self.words)


@dataclass(frozen=True, repr=False)
class ExplanationAnswer(Answer):
    """Why two statements compare as they do."""

    arrays: Arrays = field(repr=False)
    value: Explanation
    docket: Docket | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as a dictionary, with what the register holds of the pair."""
        found = contract.explanation_json(self.value, self.catalogue, self.arrays, self.words, str(self))
        return {**found, "register": register_tables.pair_json(self.docket, *self._pair)}

    @property
    def _pair(self) -> tuple[str, str]:
        return self.value.source.id, self.value.target.id

    def to_rows(self) -> frames.Rows:
        """Return one row for every demand of both sides."""
        demands = self.to_json()["demands"]
        return [{"side": side, **row, "met_by": " ".join(row["met_by"])} for side in demands for row in demands[side]]

    def to_table(self) -> Any:
        """Return the text; it needs no table."""
        return str(self)

    def __str__(self) -> str:
        text = prose.explanation_text(self.value, self.catalogue, self.words)
        lines = register_tables.pair_lines(self.docket, *self._pair, self.catalogue, self.words)
        return "\n".join([text, *lines])


@dataclass(frozen=True, repr=False)
class MatrixAnswer(Answer):
    """Who demands some elements."""

    elements: tuple[str, ...]
    value: tuple[Cell, ...]

    def to_rows(self) -> frames.Rows:
        """Return one row for every cell."""
        return frames.matrix_rows(self.value)

    def to_json(self) -> dict[str, Any]:
        """Return the cells as a dictionary."""
        return contract.matrix_json(self.value)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.matrix_table(self.value, self.elements, self.catalogue, self.words)


@dataclass(frozen=True, repr=False)
class QueryAnswer(Answer):
    """The solutions of a query of the library."""

    query: NamedQuery
    value: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables that are bound in some solution, in order."""
        return tuple(dict.fromkeys(name for row in self.value for name in row))

    def to_rows(self) -> frames.Rows:
        """Return the solutions as flat rows, IRIs of the graph shortened to the names people use."""
        return [{c: short_name(row.get(c, "")) for c in self.columns} for row in self.value]

    def to_json(self) -> dict[str, Any]:
        """Return the solutions as a dictionary."""
        return {"query": self.query.name, "summary": self.query.summary, "rows": self.to_rows()}

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.rows_table(self.words.label(self.query.summaries), self.to_rows(), self.catalogue, self.words)
