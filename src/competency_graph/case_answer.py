"""The answer to ``assess``: a case held against what a target asks, for a purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from competency_graph.case import Case
from competency_graph.errors import InputError, UnknownNameError
from competency_graph.exports import Export
from competency_graph.exports.assessment import export_assessment
from competency_graph.formats.cases import PURPOSES, names_of
from competency_graph.formats.nodes import Known
from competency_graph.formats.weights import Weighing
from competency_graph.model import Catalogue, Purpose
from competency_graph.presentation import case_tables, frames
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.case_report import build_case_report
from competency_graph.presentation.case_words import CaseWords
from competency_graph.presentation.report_files import check_path, write_report
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Assessment
from competency_graph.store import EmbeddedStore


@dataclass(frozen=True, repr=False)
class CaseAnswer(Answer):
    """An assessment, which can show itself, become a report, and become RDF."""

    store: EmbeddedStore = field(repr=False)
    weighing: Weighing = field(repr=False)
    value: Assessment

    def _words(self, language: str = "") -> CaseWords:
        words = Words(language) if language else self.words
        return CaseWords(self.value, self.catalogue, self.weighing, words)

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every award, ground, statement, difference and missing element."""
        return case_tables.case_rows(self._words())

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary."""
        return case_tables.case_json(self._words())

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return case_tables.case_table(self._words())

    def to_rdf(self) -> Export:
        """Return the answer as RDF with its provenance; it names no person."""
        return export_assessment(self.store, self.catalogue, self.value)

    def report(self, path: Path | str, language: str = "") -> Path:
        """Leave a report of two pages at *path* (.docx or .html) and return where it is.

        *language* is en, zh, ru or kk; left out, that of the answer. Nothing else is written.
        Raises ReportPathError where no report can be written.
        """
        place = Path(path)
        check_path(place)
        write_report(build_case_report(self._words(language)), place)
        return place


def known_names(catalogue: Catalogue) -> Known:
    """Return the names that a case may use, by kind."""
    c = catalogue
    scales: Mapping[str, list[str]] = {
        scale: [n for n, level in c.levels.items() if level.scale == scale] for scale in ("complexity", "autonomy")
    }
    return names_of(
        {
            "body": c.bodies,
            "framework or profile": [*c.frameworks, *c.profiles],
            "profile": c.profiles,
            "jurisdiction": c.jurisdictions,
            "statement": map(str, c.statements),
            "element": c.elements,
            **scales,
        }
    )


def find_purpose(asked: str | None, case: Case) -> Purpose:
    """Return the purpose asked for, else that of the case; raises InputError where neither names one.

    >>> from competency_graph.case import CaseKind
    >>> str(find_purpose("degree", Case("x", CaseKind.ENGINEER, "yaml", "")))
    'degree'
    """
    if asked is None and case.purpose is None:
        raise InputError(f"{case.name} states no purpose; name one of {', '.join(PURPOSES)} with --purpose")
    name = asked or str(case.purpose)
    if name not in PURPOSES:
        raise UnknownNameError("purpose", name, PURPOSES)
    return Purpose(name)
