"""The review sheet of one body: what stands in it, and the reviews that come back.

Every locked cell has a short digest in the last column, so that a changed one is named by its address; what does
not change with time, the clauses and what is proposed, is held against the register itself as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import FileError, InputError
from competency_graph.formats.register import Review, Verdict, clean, is_date
from competency_graph.formats.sheets import Field, Found, FoundSheet, Sheet, read_sheet
from competency_graph.model import Catalogue
from competency_graph.presentation.register_tables import Derived
from competency_graph.presentation.register_words import RegisterWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition.register import Docket, Entry, Parties
from competency_graph.vocabulary import LANGUAGES

MARK = "competency-graph review sheet 1"
_MARK = re.compile(re.escape(MARK) + r"; body=(\S+); lang=(\S+); on=(\S+)")
TOP = ("body", "reviewer", "mandate", "date")
LOCKED = ("id", "subject", "predicate", "object", "derived", "state", "said", "own", "question")
#: What no review changes: it must be what the register and the graph say.
_STABLE = ("id", "subject", "predicate", "object")
OPEN = ("verdict", "condition", "comment", "due", "reply")
_WIDTHS = {"id": 15, "subject": 38, "object": 38, "said": 34, "own": 24, "question": 34, "check": 12, "due": 12}


def build_sheet(docket: Docket, body: str, derived: Derived, catalogue: Catalogue, words: Words) -> Sheet:
    """Return the sheet in which *body* reviews the proposals of its sides, those that wait for it first.

    Raises InputError where it has none.
    """
    w = RegisterWords(docket, catalogue, words)
    entries = _entries_of(docket, body, catalogue)
    if not entries:
        raise InputError(f"{body} belongs to neither side of any proposal in the register, so it has nothing to review")
    return Sheet(
        title=f"{w.say('invented')} {_title(w, body)}" if docket.register.is_invented else _title(w, body),
        mark=f"{MARK}; body={body}; lang={words.language}; on={docket.on}",
        notes=tuple(w.say(key) for key in ("sheet_how", "sheet_locked", "rule")),
        top=tuple((f, w.body(body) if f.key == "body" else "") for f in _top(w)),
        columns=_columns(w),
        rows=tuple(_row(e, body, derived, w) for e in entries),
        language=words.language,
    )


def _title(w: RegisterWords, body: str) -> str:
    return w.say("sheet_title", body=w.body(body), on=w.docket.on)


def _entries_of(docket: Docket, body: str, catalogue: Catalogue) -> list[Entry]:
    parties = Parties(catalogue, docket.register)
    if not parties.is_known(body):
        raise InputError(f"unknown body {body!r}; see data/bodies.ttl, or bodies.tsv of the register")
    mine = [e for e in docket.entries if parties.side(e.proposal, body)]
    heard = {e.proposal.id for e in mine if any(o.review.body == body and o.is_sure for o in e.opinions)}
    return sorted(mine, key=lambda e: (e.proposal.id in heard and not _question(e, body), e.proposal.id))


def _top(w: RegisterWords) -> tuple[Field, ...]:
    return tuple(Field(k, w.say(f"sheet_{k}"), is_open=k != "body", is_date=k == "date") for k in TOP)


def _columns(w: RegisterWords) -> tuple[Field, ...]:
    def column(key: str) -> Field:
        choices = tuple(w.verdict(v) for v in Verdict) if key == "verdict" else ()
        return Field(key, w.say(f"sheet_{key}"), _WIDTHS.get(key, 22), key in OPEN, choices, key == "due")

    return tuple(column(key) for key in (*LOCKED, *OPEN, "check"))


def _row(entry: Entry, body: str, derived: Derived, w: RegisterWords) -> tuple[str, ...]:
    locked = tuple(_locked(entry, body, derived, w))
    return (*locked, *("" for _ in OPEN), _checks(entry.proposal.id, locked))


def _locked(entry: Entry, body: str, derived: Derived, w: RegisterWords) -> Iterator[str]:
    p = entry.proposal
    yield p.id
    yield w.clause(p.subject)
    yield w.predicate(p.predicate)
    yield w.clause(p.object)
    yield w.derived(derived(p))
    yield w.state(entry.state)
    yield "\n".join(w.opinion(o) for o in entry.opinions if o.review.body != body)
    yield "\n".join(w.opinion(o) for o in entry.opinions if o.review.body == body)
    question = _question(entry, body)
    yield f"{question.id} {w.said(question)}" if question else ""


def _question(entry: Entry, body: str) -> Review | None:
    """Return what another body waits for an answer to, the most urgent first."""
    return min((r for r in entry.waiting if r.body != body), key=lambda r: r.due, default=None)


def _checks(proposal: str, locked: Sequence[str]) -> str:
    return "-".join(_check(proposal, key, text) for key, text in zip(LOCKED, locked, strict=True))


def _check(proposal: str, key: str, text: str) -> str:
    return hashlib.sha256(f"{proposal}\t{key}\t{clean(text)}".encode()).hexdigest()[:4]


@dataclass(frozen=True)
class FilledIn:
    """A review that came back, and the address of its row."""

    review: Review
    address: str


def read_review_sheet(path: Path, docket: Docket, catalogue: Catalogue) -> list[FilledIn]:
    """Return the reviews that were filled in, each with the address of its row.

    Raises FileError with the address of the first cell that is not as it may be; whether the reviews fit into
    the register is not looked at here.
    """
    found = read_sheet(path, MARK, len(TOP))
    mark = _MARK.fullmatch(clean(found.mark.text))
    if mark is None or mark[2] not in LANGUAGES:
        raise found.error(found.mark, "the second line was changed", "ask for a new sheet")
    return list(_Reader(found, mark[1], RegisterWords(docket, catalogue, Words(mark[2]))).read())


class _Reader:
    """Reads the sheet that one body sent back."""

    def __init__(self, found: FoundSheet, body: str, w: RegisterWords) -> None:
        self.found, self.body, self.w = found, body, w
        self.columns = _columns(w)
        self.words = [RegisterWords(w.docket, w.catalogue, Words(language)) for language in LANGUAGES]

    def read(self) -> Iterator[FilledIn]:
        entries = {e.proposal.id: e for e in _entries_of(self.w.docket, self.body, self.w.catalogue)}
        top = self._top()
        seen: set[str] = set()
        for row in self.found.rows:
            cells = self._cells(row)
            if cells["id"].text not in entries:
                hint = "leave the rows as they were; propose a new equivalence with 'review propose'"
                raise self.found.error(cells["id"], f"unknown proposal {cells['id'].text!r}", hint)
            if cells["id"].text in seen:
                raise self.found.error(cells["id"], f"{cells['id'].text} is there twice", "keep one of the rows")
            seen.add(cells["id"].text)
            self._refuse_changes(cells, entries[cells["id"].text])
            yield from self._reviews(cells, top)

    def _top(self) -> Callable[[str], str]:
        """Return what gives a line above the table; those to fill in are demanded once a row is filled in."""
        for field, (head, _) in zip(_top(self.w), self.found.top, strict=True):
            if clean(head.text) != clean(field.head):
                raise self.found.error(head, "the head was changed", f"it was: {field.head}")
        cells = dict(zip(TOP, (cell for _, cell in self.found.top), strict=True))
        if clean(cells["body"].text) != clean(self.w.body(self.body)):
            raise self.found.error(cells["body"], "the body was changed", f"this is the sheet of {self.body}")

        def text(key: str) -> str:
            value = clean(cells[key].text)
            if not value:
                raise self.found.error(cells[key], f"{key} is missing", "who reviews, by what right, on which day")
            if key == "date":
                self._date(cells[key])
            return value

        return text

    def _cells(self, row: Sequence[tuple[Found, Found]]) -> dict[str, Found]:
        if len(row) != len(self.columns):
            where = row[0][1]
            raise self.found.error(where, f"{len(row)} cells instead of {len(self.columns)}", "ask for a new sheet")
        for field, (head, _) in zip(self.columns, row, strict=True):
            if clean(head.text) != clean(field.head):
                raise self.found.error(head, "the head was changed", f"it was: {field.head}")
        return {f.key: cell for f, (_, cell) in zip(self.columns, row, strict=True)}

    def _refuse_changes(self, cells: dict[str, Found], entry: Entry) -> None:
        proposal = entry.proposal
        checks = cells["check"].text.split("-")
        if len(checks) != len(LOCKED):
            raise self.found.error(cells["check"], "the check was changed", "ask for a new sheet")
        for key, check in zip(LOCKED, checks, strict=True):
            if _check(proposal.id, key, cells[key].text) != check:
                hint = "undo the change; what you have to say goes into the cells to fill in"
                raise self.found.error(cells[key], "a locked cell was changed", hint)
        now = dict(zip(LOCKED, _locked(entry, self.body, lambda _: None, self.w), strict=True))
        for key in _STABLE:
            if clean(cells[key].text) != clean(now[key]):
                what = "this is not what the graph says now"
                raise self.found.error(cells[key], what, "ask for a new sheet, and read the clause again")

    def _reviews(self, cells: dict[str, Found], top: Callable[[str], str]) -> Iterator[FilledIn]:
        texts = {key: clean(cells[key].text) for key in OPEN}
        if not any(texts.values()):
            return
        who = (cells["id"].text, self.body, top("reviewer"), top("mandate"), top("date"))
        if texts["reply"]:
            question = cells["question"].text.split(" ")[0]
            if not question:
                raise self.found.error(cells["reply"], "a reply where nothing was asked", "write it as a comment")
            yield FilledIn(Review(*who, comment=texts["reply"], reply_to=question), cells["reply"].address)
        if not (texts["verdict"] or texts["condition"] or texts["comment"] or texts["due"]):
            return
        verdict = self._verdict(cells["verdict"])
        if texts["due"]:
            self._date(cells["due"])
        review = Review(*who, verdict, texts["condition"], texts["comment"], due=texts["due"])
        yield FilledIn(review, cells["verdict"].address)

    def _verdict(self, cell: Found) -> Verdict:
        """Return the verdict that a cell names, in any language, since a sheet may be filled in by hand."""
        said = clean(cell.text).casefold()
        for verdict in Verdict:
            if said in {verdict.value, *(w.verdict(verdict).casefold() for w in self.words)}:
                return verdict
        choices = ", ".join(self.w.verdict(v) for v in Verdict)
        what = f"unknown verdict {cell.text!r}" if said else "a comment, condition or date without a verdict"
        raise self.found.error(cell, what, f"choose one of: {choices}")

    def _date(self, cell: Found) -> None:
        if not is_date(clean(cell.text)):
            raise self.found.error(cell, f"{cell.text!r} is not a date", "write it as YYYY-MM-DD")


def at(path: Path, address: str, error: FileError) -> FileError:
    """Return *error*, found in the register, as one at the address of the sheet that brought it in."""
    return FileError(f"{path}: {address}", None, error.what, error.hint)
