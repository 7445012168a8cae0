"""What a filled-in template says, read whole: either a standard, or every fault with its sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from competency_graph.errors import IntakeError
from competency_graph.formats.codings import NOBODY, PROGRAM
from competency_graph.formats.workbook import Cell, Row, read_workbook
from competency_graph.intake.cells import CellReader, nearest
from competency_graph.intake.layout import COLUMNS, DEMANDS, FRAMEWORK, KEYS, MARK, STATEMENTS, known_names
from competency_graph.intake.standard import (
    Named,
    NewBody,
    NewDemand,
    NewJurisdiction,
    NewStandard,
    NewStatement,
)
from competency_graph.model import Catalogue, Kind
from competency_graph.vocabulary import LANGUAGES, PREFIXES, is_code

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_GUIDE = re.compile(r"\d+(\.\d+)*|none")
_PROGRAMME = "ProgrammeStage"
#: Names that a prefix in Turtle has already.
_TAKEN = frozenset({*PREFIXES, "profile", "isced-f"})
#: The kinds that must demand something, and the statuses that need a reason.
_DEMANDING = (Kind.LEARNING_OUTCOME, Kind.COMPETENCY, Kind.KNOWLEDGE_PROFILE)
_UNSURE = ("Inferred", "Conflicting", "Unverified")
_CRITERION_ELEMENT = "CriterionElement"


def read_standard(path: Path, catalogue: Catalogue, accepted_by: str = "") -> NewStandard:
    """Return the standard in the filled-in template *path*, only ticked demands in it.

    *accepted_by* says who has gone through the demands, where the template does not. Raises IntakeError with every
    fault, and FileError where the file is no filled-in template at all.
    """
    pages = read_workbook(path, {name: tuple(columns) for name, columns in COLUMNS.items()})
    reading = _Reading(path, catalogue)
    standard = reading.standard(pages, accepted_by)
    if reading.faults:
        raise IntakeError(path, sorted(reading.faults, key=lambda f: _page_of(path, f)))
    return standard


def _page_of(path: Path, fault: str) -> int:
    """Return the place of the page that a fault is on."""
    return next(k for k, page in enumerate(COLUMNS) if fault.startswith(f"{path}: {page}"))


class _Reading(CellReader):
    """Reads one file against the names of a catalogue."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        super().__init__(path)
        self.catalogue, self.names = catalogue, known_names(catalogue)

    def standard(self, pages: Mapping[str, Sequence[Row]], accepted_by: str) -> NewStandard:
        f = self._framework(pages[FRAMEWORK])
        stage = self._chosen(f["stage"], "stage")
        is_programme = stage == _PROGRAMME
        complexity, autonomy = self._level(f, "complexity", is_programme), self._level(f, "autonomy", is_programme)
        statements = self._statements(pages[STATEMENTS], is_programme, complexity, autonomy)
        demands = self._demands(pages[DEMANDS], pages[STATEMENTS], statements)
        country = self._jurisdiction(f)
        codes = {*self.catalogue.jurisdictions, *([country.code] if country else [])}
        return NewStandard(
            slug=self._slug(f["slug"]),
            title=self._named(f, "title"),
            issuer=self.needed(f["issuer"], "choose a body from the list, or name a new one"),
            body=self._body(f, codes),
            jurisdiction=self.text(f["jurisdiction"]),
            new_jurisdiction=country,
            in_force_from=self.date(f["in-force-from"]),
            profile=self.needed(f["profile-en"], "say who must meet the statements"),
            stage=stage,
            track="" if is_programme and not f["track"].text else self._chosen(f["track"], "track"),
            complexity=complexity,
            autonomy=autonomy,
            source_title=self.needed(f["source-title"], "name the document in which the statements stand"),
            source_language=self._needed_language(f["source-title-language"]),
            source_address=self._needed_address(f["source-address"]),
            licence_note=self.text(f["licence-note"]),
            paraphrase_language=self._paraphrase_language(f["paraphrase-language"]),
            checked_on=self._checked_on(f["checked-on"]),
            guide=self._guide(f["guide"]),
            accepted_by=self._accepted_by(f["accepted-by"], accepted_by),
            statements=tuple(statements.values()),
            demands=demands,
        )

    def _framework(self, rows: Sequence[Row]) -> dict[str, Cell]:
        """Return the values of the first page by key, an empty cell where a row is missing."""
        found: dict[str, Cell] = {}
        for row in rows:
            key = row["key"].text
            if key not in KEYS or key in found:
                self.add(row["key"], f"unexpected row {key!r}", "remove it, or begin with a new template")
            found.setdefault(key, row["value"])
        for key in KEYS:
            if key not in found:
                self.add(Cell("", FRAMEWORK), f"the row {key!r} is missing", "begin with a new template")
        cells = {key: found.get(key, Cell("", FRAMEWORK)) for key in KEYS}
        if cells["template"].text != MARK:
            hint = f"it was: {MARK}; begin with a new template"
            self.add(cells["template"], "this is no template of this program, or of another version", hint)
        return cells

    def _chosen(self, cell: Cell, what: str) -> str:
        if self.is_empty(cell):
            return self.add(cell, f"no {what}", "choose one from the list")
        return self.choice(cell, what, self.names[what])

    def _slug(self, cell: Cell) -> str:
        slug = self.needed(cell, "write one such as xy-board-2026")
        if slug and (not _SLUG.fullmatch(slug) or len(slug) > 60 or slug in _TAKEN):
            hint = "write lower-case letters, digits and single hyphens, such as xy-board-2026"
            return self.add(cell, f"{slug!r} cannot name a framework", hint)
        if slug in self.catalogue.frameworks:
            hint = "a new edition needs another slug; mend an old one in its own files"
            return self.add(cell, f"the framework {slug} is in the data already", hint)
        return slug

    def _named(self, f: Mapping[str, Cell], key: str) -> Named:
        """Return a name in English and the original language."""
        original, language = self.text(f[f"{key}-original"]), self.language(f[f"{key}-original-language"])
        if original and self.is_empty(f[f"{key}-original-language"]):
            self.add(f[f"{key}-original-language"], "empty", "say in which language the line above is")
        if language == "en":
            self.add(f[f"{key}-original-language"], "English, which has its own line", "leave both lines empty")
        english = f"{key}-en"
        return Named(self.needed(f[english], "write it in English"), original, language if original else "")

    def _body(self, f: Mapping[str, Cell], codes: Collection[str]) -> NewBody | None:
        """Return the new body, or None where the issuer is known."""
        own = [k for k in KEYS if k.startswith("issuer-")]
        name = f["issuer"].text
        if name in self.catalogue.bodies or not name:
            for key in own:
                if name and f[key].text:
                    self.add(f[key], f"the body {name} is known already", "leave it empty")
            return None
        if not _SLUG.fullmatch(name) or self.is_empty(f["issuer-label-en"]):
            hint = (
                f"{nearest(name, self.catalogue.bodies)}, or name a new one in lower case and fill in issuer-label-en"
            )
            self.add(f["issuer"], f"unknown body {name!r}", hint)
            return None
        home = self.address(f["issuer-homepage"])
        return NewBody(name, self._named(f, "issuer-label"), self._place(f["issuer-jurisdiction"], codes), home)

    def _place(self, cell: Cell, codes: Collection[str]) -> str:
        return self.choice(cell, "jurisdiction", {c.casefold(): c for c in codes})

    def _jurisdiction(self, f: Mapping[str, Cell]) -> NewJurisdiction | None:
        """Return the new jurisdiction, or None where it is known or none is given."""
        code = self.matching(f["jurisdiction"], _COUNTRY, "no code of a country", "write two capitals, such as KZ")
        labels = {lang: f[f"jurisdiction-label-{lang}"] for lang in LANGUAGES}
        if not code or code in self.catalogue.jurisdictions:
            for cell in labels.values():
                if cell.text:
                    self.add(cell, f"the jurisdiction {code} is known already" if code else "no code", "leave it empty")
            return None
        hint = f"{code} is not in the list; give its name in four languages"
        return NewJurisdiction(code, {lang: self.needed(cell, hint) for lang, cell in labels.items()})

    def _level(self, cells: Mapping[str, Cell], scale: str, is_programme: bool) -> str:
        cell = cells[scale]
        if is_programme:
            return self.add(cell, "a level", "leave it empty: criteria have none") if cell.text else ""
        return self._chosen(cell, scale)

    def _needed_language(self, cell: Cell) -> str:
        return self.language(cell) if cell.text else self.add(cell, "no language", "write one such as en, zh, ru, kk")

    def _needed_address(self, cell: Cell) -> str:
        return self.address(cell) if cell.text else self.add(cell, "empty", "say where the document can be read")

    def _paraphrase_language(self, cell: Cell) -> str:
        text = self.text(cell)
        return text if text in LANGUAGES else self.add(cell, f"{text!r} is none of the four", "write en, zh, ru or kk")

    def _checked_on(self, cell: Cell) -> str:
        if cell.text:
            return self.date(cell, whole=True)
        return self.add(cell, "empty", "say on which day you looked: YYYY-MM-DD")

    def _guide(self, cell: Cell) -> str:
        if self.is_empty(cell):
            return self.add(cell, "empty", "name the version of the annotation guide that you followed, or none")
        number = "a number, which a spreadsheet shortens"  # 1.3 is typed as a number, and no version ends in 0
        text = self.text(cell, number)
        what = f"{text!r} is no version of the guide"
        return text if _GUIDE.fullmatch(text) else self.add(cell, what, "write one such as 1.4, or none")

    def _accepted_by(self, cell: Cell, given: str) -> str:
        written = self.text(cell)
        if given and written and given != written:
            return self.add(cell, f"{written!r} here, {given!r} with --accepted-by", "let one person answer for it")
        name = given or written
        if not name or name.casefold() == NOBODY or name.casefold().startswith(PROGRAM.split(maxsplit=1)[0]):
            hint = "go through the demands, then write your name here or give it with --accepted-by"
            return self.add(cell, "nobody has accepted the demands", hint)
        return name

    def _statements(
        self, rows: Sequence[Row], is_programme: bool, complexity: str, autonomy: str
    ) -> dict[str, NewStatement]:
        found: dict[str, NewStatement] = {}
        places: dict[str, str] = {}
        for row in rows:
            statement = self._statement(row, is_programme, {"complexity": complexity, "autonomy": autonomy})
            if statement.code in places:
                hint = f"it is in {places[statement.code]} too; give each its own"
                self.add(row["code"], f"the code {statement.code} is there twice", hint)
            elif statement.code:
                places[statement.code], found[statement.code] = row["code"].address, statement
        if not rows:
            self.add(Cell("", STATEMENTS), "no statement", "fill in one row for each clause")
        return found

    def _statement(self, row: Row, is_programme: bool, defaults: Mapping[str, str]) -> NewStatement:
        code = self.needed(row["code"], "give the clause the code that is printed")
        if code and not is_code(code):
            hint = "use letters, digits, dot, hyphen and underscore, without spaces"
            self.add(row["code"], f"{code!r} cannot be a code", hint)
        kind = self._kind(row["kind"], is_programme)
        own = {s: self._own_level(row[s], s, is_programme) or level for s, level in defaults.items()}
        status = self._chosen(row["status"], "status")
        reason = self.text(row["reason"])
        if status in _UNSURE and not reason:
            self.add(row["reason"], f"no reason for the status {row['status'].text!r}", "say why")
        address = self.address(row["source-address"])
        if status == "SeenInSecondaryCopy" and not row["source-address"].text:
            self.add(row["source-address"], "empty, though it was seen in a copy", "say where the copy is")
        return NewStatement(
            code=code,
            kind=kind,
            label=self.needed(row["label"], "give it a short heading"),
            label_language=self._needed_language(row["label-language"]),
            label_is_official=self.tick(row["label-official"]),
            paraphrase=self.needed(row["paraphrase"], "say in your own words what it demands"),
            **own,
            clause=self.needed(row["clause"], "say where in the document it stands"),
            address=address,
            status=status,
            reason=reason,
        )

    def _kind(self, cell: Cell, is_programme: bool) -> Kind:
        kind = Kind(self._chosen(cell, "kind") or Kind.LEARNING_OUTCOME)
        if cell.text and (kind is Kind.CRITERION) != is_programme and cell.text.casefold() in self.names["kind"]:
            hint = "criteria go with the stage 'programme', all others with another; use one template for each"
            self.add(cell, f"{cell.text!r} does not go with the stage on the first sheet", hint)
        return kind

    def _own_level(self, cell: Cell, scale: str, is_programme: bool) -> str:
        if is_programme and cell.text:
            return self.add(cell, "a level", "leave it empty: criteria have none")
        return self.choice(cell, scale, self.names[scale])

    def _demands(
        self, rows: Sequence[Row], places: Sequence[Row], statements: Mapping[str, NewStatement]
    ) -> tuple[NewDemand, ...]:
        found: dict[tuple[str, str], NewDemand] = {}
        for row in rows:
            demand = self._demand(row, statements)
            if demand is None:
                continue
            if demand.element and (demand.code, demand.element) in found:
                self.add(row["element"], f"{demand.code} demands {demand.element} twice", "keep one of the ticks")
            found[demand.code, demand.element] = demand
        ticked = {code for code, _ in found}
        for place in places:
            statement = statements.get(place["code"].text)
            if statement and statement.kind in _DEMANDING and statement.code not in ticked:
                hint = (
                    f"tick what it demands on the sheet {DEMANDS}; without a demand it would count as met by anything"
                )
                self.add(place["code"], f"{statement.code} has no ticked demand", hint)
        return tuple(found.values())

    def _demand(self, row: Row, statements: Mapping[str, NewStatement]) -> NewDemand | None:
        """Return a ticked row, or None; what stands in rows without a tick is read by nobody, but for formulas."""
        for cell in row.values():
            if cell.fault == "a formula":
                self.text(cell)
        if not self.tick(row["accept"]):
            return None
        code = self.needed(row["code"], "give the code of the statement")
        if code and code not in statements:
            known = {c.casefold(): c for c in statements}
            self.add(row["code"], f"no sound statement {code!r} on the sheet {STATEMENTS}", nearest(code, known))
        element = self._element(row["element"], statements.get(code))
        certainty = self._chosen(row["certainty"], "certainty")
        score = self.text(row["score"], "a number, which a spreadsheet shortens")
        return NewDemand(code, element, self.tick(row["essential"]), certainty, self.text(row["note"]), score)

    def _element(self, cell: Cell, statement: NewStatement | None) -> str:
        name = self._chosen(cell, "element")
        element = self.catalogue.elements.get(name)
        if element is None:
            return ""
        if element.is_grouping:
            return self.add(cell, f"{name} only groups other elements", "take one that the list offers")
        if statement and (element.type == _CRITERION_ELEMENT) != (statement.kind is Kind.CRITERION):
            asks = "a programme" if element.type == _CRITERION_ELEMENT else "a person"
            return self.add(cell, f"{name} asks something of {asks}, the statement does not", "take another element")
        return name
