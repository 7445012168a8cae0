"""Suggestions put into the page of demands, for a person to tick; nothing is ticked here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import FileError
from competency_graph.formats.workbook import Row, append_rows, read_workbook
from competency_graph.intake.cells import fault, plain_text
from competency_graph.intake.layout import COLUMNS, DEMANDS, FRAMEWORK, STATEMENTS, known_names
from competency_graph.model import Catalogue, Kind
from competency_graph.presentation.wording import Words
from competency_graph.suggestion import KINDS, Suggester
from competency_graph.vocabulary import LANGUAGES


@dataclass(frozen=True)
class _Text:
    """What is read of a statement to suggest for it."""

    code: str
    kind: str
    paraphrase: str
    text: str


def add_suggestions(path: Path, catalogue: Catalogue, suggester: Suggester) -> int:
    """Add to the demands in *path* a row for each element suggested for a statement, and return how many were added.

    No row is ticked. Rows that are there stay as and where they are, and what they name is not suggested again.
    """
    pages = read_workbook(path, {name: tuple(columns) for name, columns in COLUMNS.items()})
    names = known_names(catalogue)
    statements = list(_texts(path, pages[STATEMENTS], names["kind"]))
    there = {(r["code"].text, names["element"].get(r["element"].text.casefold(), "")) for r in pages[DEMANDS]}
    words = Words(_language(pages[FRAMEWORK]))
    rows = [r for r in _rows(statements, catalogue, suggester, words) if (r[0], r[2]) not in there]
    if rows:
        append_rows(path, DEMANDS, rows)
    return len(rows)


def _texts(path: Path, rows: Sequence[Row], kinds: Mapping[str, str]) -> Iterator[_Text]:
    if not rows:
        hint = "fill in a code, a kind and a paraphrase for each clause"
        raise FileError(f"{path}: {STATEMENTS}", None, "no statement to suggest for", hint)
    seen: dict[str, str] = {}
    for row in rows:
        code, label, paraphrase = (plain_text(path, row[key]) for key in ("code", "label", "paraphrase"))
        for key, text in (("code", code), ("paraphrase", paraphrase)):
            if not text:
                raise fault(path, row[key], "empty", "each statement needs a code and a paraphrase")
        if code in seen:
            raise fault(path, row["code"], f"the code {code} is there twice", f"it is in {seen[code]} too")
        kind = kinds.get(plain_text(path, row["kind"]).casefold())
        if kind is None:
            raise fault(path, row["kind"], f"unknown kind {row['kind'].text!r}", "choose one from the list")
        seen[code] = row["code"].address
        what = "criterion" if kind == Kind.CRITERION else "outcome"
        yield _Text(code, what, paraphrase, ". ".join(x for x in (label, paraphrase) if x))


def _rows(
    statements: Sequence[_Text], catalogue: Catalogue, suggester: Suggester, words: Words
) -> list[tuple[str, ...]]:
    """Return a row for each element proposed, in the order of the statements."""
    by_code = {}
    for kind in KINDS:
        texts = [(s.code, s.text) for s in statements if s.kind == kind]
        by_code.update({s.code: s for s in suggester.suggest(texts, kind)} if texts else {})
    return [
        (s.code, s.paraphrase, e.element, words.element(catalogue, e.element), f"{e.score:.2f}", "", "", "", "")
        for s in statements
        for e in by_code[s.code].elements
        if e.proposed
    ]


def _language(rows: Sequence[Row]) -> str:
    """Return the language that the template is explained in."""
    found = next((r["value"].text for r in rows if r["key"].text == "language"), "")
    return found if found in LANGUAGES else "en"
