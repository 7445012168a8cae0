"""The answers to ``pathways``: what links two jurisdictions on a date, and how that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from competency_graph.errors import InputError, UnknownNameError
from competency_graph.model import Catalogue, Purpose
from competency_graph.presentation import frames, tables
from competency_graph.presentation import pathway_tables as shown
from competency_graph.presentation.wording import Words
from competency_graph.recognition.pathways import Pathways, Timeline, find_pathways, find_timeline

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PathwaysAnswer:
    """What links two jurisdictions on a date, for each purpose, which can show itself."""

    catalogue: Catalogue = field(repr=False)
    value: Pathways
    words: Words

    @classmethod
    def of(
        cls, catalogue: Catalogue, source: str, target: str, on: str, purpose: str | None, words: Words
    ) -> PathwaysAnswer:
        """Return the answer for jurisdictions named by code; raises InputError where both are the same one."""
        if source == target:
            raise InputError(f"{source} is on both sides; name two jurisdictions")
        return cls(catalogue, find_pathways(catalogue, source, target, on, _purposes(purpose)), words)

    def timeline(self) -> TimelineAnswer:
        """Return how the answer changed over time, for the same jurisdictions and purposes."""
        purposes = [a.purpose for a in self.value.answers]
        value = find_timeline(self.catalogue, self.value.source, self.value.target, purposes, self.value.longest)
        return TimelineAnswer(self.catalogue, value, self.words)

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every hop and bridge."""
        return shown.pathways_rows(self.value, self.catalogue, self.words)

    def frame(self) -> pd.DataFrame:
        """Return one row for every hop and bridge."""
        return frames.frame(self.to_rows())

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary."""
        return shown.pathways_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return shown.pathways_table(self.value, self.catalogue, self.words)

    def __str__(self) -> str:
        return tables.show(self.to_table())


@dataclass(frozen=True)
class TimelineAnswer:
    """How what links two jurisdictions changed, which can show itself."""

    catalogue: Catalogue = field(repr=False)
    value: Timeline
    words: Words

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every day of change and every purpose."""
        return shown.timeline_rows(self.value, self.catalogue, self.words)

    def frame(self) -> pd.DataFrame:
        """Return one row for every day of change and every purpose."""
        return frames.frame(self.to_rows())

    def to_json(self) -> dict[str, Any]:
        """Return the timeline as a dictionary."""
        return shown.timeline_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return shown.timeline_table(self.value, self.catalogue, self.words)

    def __str__(self) -> str:
        return tables.show(self.to_table())


def _purposes(purpose: str | None) -> Sequence[Purpose]:
    if purpose is None:
        return tuple(Purpose)
    try:
        return (Purpose(purpose),)
    except ValueError as error:
        raise UnknownNameError("purpose", purpose, list(Purpose)) from error
