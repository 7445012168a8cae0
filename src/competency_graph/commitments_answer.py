"""The answer to ``commitments``: what became of promises, and the facts that are related to them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from competency_graph.catalogue import Names, NoneFound, to_participant
from competency_graph.catalogue.commitments import Promises
from competency_graph.errors import UnknownNameError
from competency_graph.model import Catalogue, Event, Labels
from competency_graph.presentation import frames
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.commitment_contract import ledger_json, ledger_rows
from competency_graph.presentation.commitment_report import build_page
from competency_graph.presentation.document_table import document_table
from competency_graph.presentation.report_files import check_path, write_report
from competency_graph.presentation.wording import Words, read_languages
from competency_graph.recognition import (
    Arrays,
    Lack,
    Ledger,
    Participant,
    find_lack,
    find_memberships,
    find_promises,
    find_treatments,
)


@dataclass(frozen=True, repr=False)
class CommitmentsAnswer(Answer):
    """What became of what bodies promised at one event, or at all of them, which can show itself."""

    value: Ledger
    title: Labels | None = field(repr=False)

    @classmethod
    def of(
        cls, catalogue: Catalogue, arrays: Arrays, promises: Promises, event: str | None, on: str, words: Words
    ) -> CommitmentsAnswer:
        """Return the state of the commitments made at *event*, else of all; raises UnknownNameError for another."""
        known = sorted({c.event for c in promises.commitments if c.event})
        if event is not None and event not in known:
            raise UnknownNameError("event", event, difflib.get_close_matches(event, known, 3, 0.4), known)
        chosen = [c for c in promises.commitments if event in (None, c.event)]
        makers = {m for c in chosen for m in c.makers}
        places = sorted({j for m in makers if m in catalogue.bodies for j in catalogue.bodies[m].jurisdictions})
        themes = {t for c in chosen for t in c.themes}
        value = Ledger(
            event=event or "",
            items=find_promises(chosen, promises.events, catalogue.searches),
            jurisdictions=tuple(places),
            treatments=find_treatments(catalogue, promises.themes),
            memberships=find_memberships(catalogue, places),
            ladder=_ladder(catalogue, arrays, places, on),
            grades=tuple(a for a in catalogue.awards if a.kind == "title" and a.jurisdiction in places),
            offers=promises.offers,
            events=tuple(e for e in promises.events.values() if _is_beside(e, makers, event)),
            indicators=tuple(s for s in catalogue.searches if set(s.themes) & themes),
            as_of=max((c.as_of for c in chosen), default=""),
        )
        return cls(catalogue, words, value, promises.events[event].labels if event else None)

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every commitment."""
        return ledger_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary."""
        return ledger_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return document_table(build_page(self.value, self.catalogue, [self.words], self.title))

    def report(self, path: Path | str, languages: Sequence[str] = ()) -> Path:
        """Leave the page at *path* (.docx or .html) and return where it is; two languages stand side by side.

        Raises ReportPathError where no report can be written.
        """
        place = Path(path)
        check_path(place)
        names = read_languages(",".join(languages) or self.words.language)
        page = build_page(self.value, self.catalogue, [Words(name) for name in names], self.title)
        write_report(page, place)
        return place


def _is_beside(event: Event, makers: set[str], chosen: str | None) -> bool:
    """Tell whether *event* is another dated meeting of bodies that promised something."""
    return event.name != chosen and bool(event.held) and bool(makers & set(event.bodies))


def _ladder(catalogue: Catalogue, arrays: Arrays, places: Sequence[str], on: str) -> tuple[Lack, ...]:
    """Return what graduates of each of *places* lack of the profile of engineers that belongs to no jurisdiction."""
    benchmark = _benchmark(catalogue, on)
    found = []
    for place in places:
        side = Names(catalogue).resolve(place, on)
        if not isinstance(side, NoneFound) and benchmark:
            source = to_participant(side, catalogue)
            if source.total:
                found.append(find_lack(catalogue, arrays, source, benchmark, on))
    return tuple(found)


def _benchmark(catalogue: Catalogue, on: str) -> Participant | None:
    """Return the international profile of practising engineers in force on the day, of the latest edition."""
    names = Names(catalogue)
    profiles = [
        p
        for p in catalogue.profiles.values()
        if (p.stage, p.track) == ("EngineerStage", "EngineerTrack") and not p.jurisdictions
        if catalogue.frameworks[p.framework].is_in_force(on)
    ]
    adopted = {a.profile for a in catalogue.adoptions}
    free = [p for p in profiles if p.id not in adopted and not catalogue.frameworks[p.framework].issuer.jurisdictions]
    best = max(free, key=lambda p: (catalogue.frameworks[p.framework].in_force_from, p.id), default=None)
    side = names.resolve(best.id, on) if best else None
    return to_participant(side, catalogue) if side and not isinstance(side, NoneFound) else None
