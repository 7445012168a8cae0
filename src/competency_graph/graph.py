"""The one object that a notebook needs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from competency_graph.catalogue import Names, NoneFound, Side, read_catalogue
from competency_graph.errors import InputError, StoreError
from competency_graph.loading.build import BuildSummary, build, inputs_digest, store_folder
from competency_graph.model import Catalogue
from competency_graph.presentation import contract, frames, prose, tables
from competency_graph.presentation.report import build_report
from competency_graph.presentation.report_files import check_path, write_report
from competency_graph.presentation.wording import Words, read_languages
from competency_graph.recognition import (
    Arrays,
    Cell,
    Comparison,
    Explanation,
    Gap,
    Participant,
    build_matrix,
    compare,
    explain,
    find_gaps,
)
from competency_graph.resources import folders
from competency_graph.store import Builds, EmbeddedStore, default_root

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CompetencyGraph:
    """The graph of standards, opened; everything can be asked here.

    >>> graph = CompetencyGraph.open()
    >>> answer = graph.compare("CN", "KZ")
    >>> answer.value.source.profile.id, answer.value.target.profile.id
    ('ceeaa-2024/bachelor', 'eafsg-2015/bachelor')
    """

    store: EmbeddedStore
    catalogue: Catalogue

    @classmethod
    def open(
        cls,
        data: Path | str | None = None,
        store: Path | str | None = None,
        advance: Callable[[str], None] = lambda _: None,
    ) -> CompetencyGraph:
        """Return the graph of the data beside this package, or in *data*; the store is built where it is
        missing or older than the files. *store* names the folder of builds (default: the user's cache)."""
        places = folders(Path(data) if data else None)
        builds = Builds(Path(store) if store else default_root())
        manifest = builds.manifest()
        if manifest is None or manifest.get("inputs") != inputs_digest(places):
            build(places, builds, advance)
        return cls.open_current(builds)

    @classmethod
    def open_current(cls, builds: Builds) -> CompetencyGraph:
        """Return the graph of the current build, whatever the files say."""
        folder, manifest = builds.current(), builds.manifest()
        if folder is None or manifest is None:
            raise StoreError(f"{builds.root}: no store has been built there; run 'competency-graph build'")
        opened = EmbeddedStore.open(store_folder(folder))
        return cls(opened, read_catalogue(opened, release=str(manifest["content"])[:12]))

    @staticmethod
    def build(
        data: Path | str | None = None,
        store: Path | str | None = None,
        advance: Callable[[str], None] = lambda _: None,
    ) -> BuildSummary:
        """Build the store anew and return what was loaded, found and inferred."""
        return build(folders(Path(data) if data else None), Builds(Path(store) if store else default_root()), advance)

    @cached_property
    def arrays(self) -> Arrays:
        """The element hierarchy as the kernel reads it."""
        return Arrays.of(self.catalogue.elements.values())

    @cached_property
    def names(self) -> Names:
        """Finds frameworks, profiles, jurisdictions, statements and elements by name."""
        return Names(self.catalogue)

    def compare(
        self,
        source: str,
        target: str,
        on: str | None = None,
        verified_only: bool = False,
        language: str = "en",
    ) -> ComparisonAnswer | NoneFound:
        """Return two profiles, frameworks or jurisdictions held against each other.

        *on* is a date, YYYY-MM-DD, today if left out. Where a jurisdiction has no standard for the career
        stage the answer is NoneFound, with the reason. Raises UnknownNameError for a name not in the graph.
        """
        day = parse_date(on)
        sides = []
        for name in (source, target):
            side = self.names.resolve(name, day)
            if isinstance(side, NoneFound):
                return side
            sides.append(self._participant(side, verified_only))
        value = compare(self.catalogue, self.arrays, sides[0], sides[1], day, verified_only=verified_only)
        return ComparisonAnswer(self, value, Words(language))

    def _participant(self, side: Side, verified_only: bool) -> Participant:
        statements = [self.catalogue.statements[s] for s in side.profile.statements]
        answered = [s for s in statements if s.demands]
        if not answered:
            raise InputError(f"{side.profile.id} has no statement that demands anything, so it cannot be compared")
        verified = sum(s.status.is_verified for s in answered)
        adoption = side.adoption
        return Participant(
            asked=side.asked,
            profile=side.profile,
            edition=side.framework.slug,
            adopts=side.profile.framework if adoption else "",
            adoption_status=adoption.status if adoption else None,
            adoption_reason=adoption.reason if adoption else "",
            verified=verified,
            total=verified if verified_only else len(answered),
        )

    def gaps(
        self,
        source: str,
        target: str,
        on: str | None = None,
        verified_only: bool = False,
        language: str = "en",
    ) -> GapsAnswer | NoneFound:
        """Return what *source* lacks of *target*, element by element."""
        answer = self.compare(source, target, on, verified_only, language)
        if isinstance(answer, NoneFound):
            return answer
        return GapsAnswer(self, answer.value, find_gaps(answer.value), answer.words)

    def explain(self, source: str, target: str, on: str | None = None, language: str = "en") -> ExplanationAnswer:
        """Return why two statements, named by CURIE, compare as they do."""
        a, b = self.names.get_statement(source), self.names.get_statement(target)
        for statement in (a, b):
            if not statement.demands:
                raise InputError(f"{statement.id} demands nothing in the adjudicated coding, so it is not compared")
        return ExplanationAnswer(self, explain(self.catalogue, self.arrays, a, b, parse_date(on)), Words(language))

    def matrix(self, *elements: str, language: str = "en") -> MatrixAnswer:
        """Return who demands *elements*, at which rung, in which clause."""
        found = [self.names.get_element(e) for e in elements]
        return MatrixAnswer(self, elements, build_matrix(self.catalogue, self.arrays, found), Words(language))

    def query(self, sparql: str) -> pd.DataFrame:
        """Return the solutions of a SPARQL SELECT over all named graphs together."""
        return frames.frame([dict(row) for row in self.store.select(sparql)])


def parse_date(text: str | None) -> str:
    """Return a date as YYYY-MM-DD, today where none is given; raises InputError otherwise.

    >>> parse_date("2026-01-01")
    '2026-01-01'
    """
    if text is None:
        return datetime.date.today().isoformat()
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(f"{text!r} is not a date; write it as YYYY-MM-DD") from error


@dataclass(frozen=True)
class ComparisonAnswer:
    """A comparison that can show itself."""

    graph: CompetencyGraph
    value: Comparison
    words: Words

    def statements_frame(self) -> pd.DataFrame:
        """Return one row for every statement of both sides."""
        return frames.frame(frames.statement_rows(self.value, self.graph.catalogue, self.words))

    def pairs_frame(self) -> pd.DataFrame:
        """Return one row for every related pair."""
        return frames.frame(frames.pair_rows(self.value))

    def to_json(self) -> dict[str, Any]:
        """Return the contract as a dictionary."""
        return contract.comparison_json(self.value, self.graph.catalogue, self.graph.arrays, self.words)

    def to_rows(self) -> frames.Rows:
        """Return the statements of both sides as flat rows."""
        return frames.statement_rows(self.value, self.graph.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.comparison_table(self.value, self.graph.catalogue, self.words)

    def report(self, path: Path | str, languages: Sequence[str] = ()) -> Path:
        """Leave the comparison as a document at *path* (.docx or .html) and return where it is.

        *languages* are one or two of en, zh, ru, kk, set side by side; left out, that of the answer.
        Raises ReportPathError where no report can be written.
        """
        place = Path(path)
        check_path(place)
        names = read_languages(",".join(languages) or self.words.language)
        document = build_report(self.value, self.graph.catalogue, [Words(name) for name in names])
        write_report(document, place)
        return place

    def __str__(self) -> str:
        return tables.show(self.to_table())


@dataclass(frozen=True)
class GapsAnswer:
    """Gaps that can show themselves."""

    graph: CompetencyGraph
    comparison: Comparison
    value: tuple[Gap, ...]
    words: Words

    def frame(self) -> pd.DataFrame:
        """Return one row for every gap."""
        return frames.frame(
            self.to_rows(), ("element", "label", "reason", "present", "required", "demanded_by", "status")
        )

    def to_rows(self) -> frames.Rows:
        """Return the gaps as flat rows."""
        return frames.gap_rows(self.value, self.graph.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the gaps as a dictionary."""
        return contract.gaps_json(self.value, self.comparison, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.gaps_table(self.value, self.comparison, self.graph.catalogue, self.words)

    def __str__(self) -> str:
        return tables.show(self.to_table())


@dataclass(frozen=True)
class ExplanationAnswer:
    """An explanation that can show itself."""

    graph: CompetencyGraph
    value: Explanation
    words: Words

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as a dictionary."""
        return contract.explanation_json(self.value, self.graph.catalogue, self.graph.arrays, self.words, str(self))

    def to_rows(self) -> frames.Rows:
        """Return one row for every demand of both sides."""
        demands = self.to_json()["demands"]
        return [{"side": side, **row, "met_by": " ".join(row["met_by"])} for side in demands for row in demands[side]]

    def frame(self) -> pd.DataFrame:
        """Return one row for every demand of both sides."""
        return frames.frame(self.to_rows())

    def to_table(self) -> Any:
        """Return the text; it needs no table."""
        return str(self)

    def __str__(self) -> str:
        return prose.explanation_text(self.value, self.graph.catalogue, self.words)


@dataclass(frozen=True)
class MatrixAnswer:
    """A matrix that can show itself."""

    graph: CompetencyGraph
    elements: tuple[str, ...]
    value: tuple[Cell, ...]
    words: Words

    def frame(self) -> pd.DataFrame:
        """Return one row for every cell."""
        return frames.frame(self.to_rows())

    def to_rows(self) -> frames.Rows:
        """Return the cells as flat rows."""
        return frames.matrix_rows(self.value)

    def to_json(self) -> dict[str, Any]:
        """Return the cells as a dictionary."""
        return contract.matrix_json(self.value)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return tables.matrix_table(self.value, self.elements, self.graph.catalogue, self.words)

    def __str__(self) -> str:
        return tables.show(self.to_table())
