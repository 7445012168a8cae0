"""What every answer can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from competency_graph.model import Catalogue
from competency_graph.presentation import frames, tables
from competency_graph.presentation.wording import Words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Answer(ABC):
    """What every answer can do; it is one line as a value, and shows itself in a notebook or by print()."""

    catalogue: Catalogue = field(repr=False)
    words: Words

    @abstractmethod
    def to_rows(self) -> frames.Rows:
        """Return the answer as flat rows."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary: the contract."""

    @abstractmethod
    def to_table(self) -> Any:
        """Return a rich renderable."""

    def frame(self) -> pd.DataFrame:
        """Return the rows as a data frame."""
        return frames.frame(self.to_rows())

    def __str__(self) -> str:
        return tables.show(self.to_table())

    def __repr__(self) -> str:
        return f"<{type(self).__name__}; print() shows it>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/plain": str(self)}
