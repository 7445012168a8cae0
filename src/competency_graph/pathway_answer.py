"""The answers to ``pathways``: what links two jurisdictions on a date, and how that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from competency_graph.errors import InputError, UnknownNameError
from competency_graph.model import Catalogue, Purpose
from competency_graph.presentation import frames
from competency_graph.presentation import pathway_tables as shown
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.wording import Words
from competency_graph.recognition.pathways import Pathways, Timeline, find_pathways, find_timeline


@dataclass(frozen=True, repr=False)
class PathwaysAnswer(Answer):
    """What links two jurisdictions on a date, for each purpose, which can show itself."""

    value: Pathways

    @classmethod
    def of(
        cls, catalogue: Catalogue, source: str, target: str, on: str, purpose: str | None, words: Words
    ) -> PathwaysAnswer:
        """Return the answer for jurisdictions named by code; raises InputError where both are the same one."""
        if source == target:
            raise InputError(f"{source} is on both sides; name two jurisdictions")
        return cls(catalogue, words, find_pathways(catalogue, source, target, on, _purposes(purpose)))

    def timeline(self) -> TimelineAnswer:
        """Return how the answer changed over time, for the same jurisdictions and purposes."""
        purposes = [a.purpose for a in self.value.answers]
        value = find_timeline(self.catalogue, self.value.source, self.value.target, purposes, self.value.longest)
        return TimelineAnswer(self.catalogue, self.words, value)

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every hop and bridge."""
        return shown.pathways_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary."""
        return shown.pathways_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return shown.pathways_table(self.value, self.catalogue, self.words)


@dataclass(frozen=True, repr=False)
class TimelineAnswer(Answer):
    """How what links two jurisdictions changed, which can show itself."""

    value: Timeline

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every day of change and every purpose."""
        return shown.timeline_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the timeline as a dictionary."""
        return shown.timeline_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return shown.timeline_table(self.value, self.catalogue, self.words)


def _purposes(purpose: str | None) -> Sequence[Purpose]:
    if purpose is None:
        return tuple(Purpose)
    try:
        return (Purpose(purpose),)
    except ValueError as error:
        raise UnknownNameError("purpose", purpose, list(Purpose)) from error
