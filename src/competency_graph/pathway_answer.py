"""The answers to ``pathways``: what links two jurisdictions on a date, and how that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from rich.console import Group

from competency_graph.catalogue import Names, find_covered
from competency_graph.errors import InputError, UnknownNameError
from competency_graph.loading.supposing import Supposition
from competency_graph.model import Catalogue, Purpose
from competency_graph.presentation import frames
from competency_graph.presentation import pathway_contract as contract
from competency_graph.presentation import timeline_tables as lines
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.pathway_summary import summary_parts
from competency_graph.presentation.pathway_tables import pathways_parts
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.presentation.supposed_tables import (
    SupposedWords,
    linked_parts,
    linked_rows,
    supposed_head,
    supposed_json,
)
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Arrays, Linked, Pathways, Timeline, find_linked, find_pathways, find_timeline


@dataclass(frozen=True, repr=False)
class PathwaysAnswer(Answer):
    """What links two jurisdictions on a date, for each purpose, which can show itself."""

    value: Pathways
    is_whole: bool = field(default=False, kw_only=True)

    @classmethod
    def of(
        cls, catalogue: Catalogue, source: str, target: str, on: str, purpose: str | None, words: Words
    ) -> PathwaysAnswer:
        """Return the answer for jurisdictions named by code; raises InputError where both are the same one."""
        if source == target:
            raise InputError(f"{source} is on both sides; name two jurisdictions")
        return cls(catalogue, words, find_pathways(catalogue, source, target, on, _purposes(purpose)))

    def whole(self) -> Self:
        """Return the same answer, whose table holds every chain, bridge, source and search, not a screen of them."""
        return replace(self, is_whole=True)

    def timeline(self) -> TimelineAnswer:
        """Return how the answer changed over time, for the same jurisdictions and purposes."""
        purposes = [a.purpose for a in self.value.answers]
        value = find_timeline(self.catalogue, self.value.source, self.value.target, purposes, self.value.longest)
        return TimelineAnswer(self.catalogue, self.words, value)

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every hop and bridge."""
        return contract.pathways_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary."""
        return contract.pathways_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable: one screen of it, unless the whole was asked for."""
        return Group(*self._parts(PathwayWords(self.catalogue, self.words)))

    def _parts(self, words: PathwayWords) -> Iterable[Any]:
        return pathways_parts(self.value, words) if self.is_whole else summary_parts(self.value, words)


@dataclass(frozen=True, repr=False)
class SupposedAnswer(PathwaysAnswer):
    """What would link two jurisdictions if what *file* supposes were so; *facts* is the answer without it.

    *linked* says, for each supposed agreement of both, which profiles, degrees and registrations it would link and
    what they would still lack.
    """

    file: str
    facts: Pathways
    linked: tuple[Linked, ...]

    @classmethod
    def supposing(
        cls,
        supposed: Supposition,
        facts: Catalogue,
        arrays: Arrays,
        sides: tuple[str, str],
        on: str,
        purpose: str | None,
        words: Words,
    ) -> SupposedAnswer:
        """Return the answer for two jurisdictions with *supposed* laid over *facts*."""
        world = supposed.catalogue
        value = PathwaysAnswer.of(world, *sides, on, purpose, words).value
        before = find_pathways(facts, *sides, on, _purposes(purpose))
        hops = (c.hops[0] for a in value.answers for c in a.chains if c.is_direct)
        direct = {h.agreement for h in hops if h.is_hypothetical}
        names = Names(world)
        linked = tuple(
            find_linked(
                world, arrays, a, find_covered(names, a, sides[0], on), find_covered(names, a, sides[1], on), on
            )
            for a in world.agreements
            if a.name in direct
        )
        return cls(world, words, value, supposed.file, before, linked)

    def to_rows(self) -> frames.Rows:
        """Return the rows of the pathways, then one for each profile held against another."""
        rows = super().to_rows()
        return [*rows, *linked_rows(self.linked, list(rows[0]), self._words)]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary, with what is supposed under ``suppose``."""
        supposed = supposed_json(self.file, self.value, self.facts, self.linked, self._words)
        return {"suppose": supposed, **super().to_json()}

    def to_table(self) -> Any:
        """Return a rich renderable."""
        *parts, disclaimer = self._parts(self._words.pathways)
        head = supposed_head(self.file, self.value, self.facts, self._words)
        return Group(*head, *linked_parts(self.linked, self._words), *parts, disclaimer)

    @property
    def _words(self) -> SupposedWords:
        return SupposedWords(self.catalogue, self.words)


@dataclass(frozen=True, repr=False)
class TimelineAnswer(Answer):
    """How what links two jurisdictions changed, which can show itself."""

    value: Timeline

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every day of change and every purpose."""
        return lines.timeline_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the timeline as a dictionary."""
        return lines.timeline_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return lines.timeline_table(self.value, self.catalogue, self.words)


def _purposes(purpose: str | None) -> Sequence[Purpose]:
    if purpose is None:
        return tuple(Purpose)
    try:
        return (Purpose(purpose),)
    except ValueError as error:
        raise UnknownNameError("purpose", purpose, list(Purpose)) from error
