"""The register of agreed equivalences: a folder with proposals as SSSOM, and reviews and bodies as tables.

proposals.sssom.tsv    one proposed equivalence a line
reviews.tsv            who said what of it, for which body, when; nothing is overwritten
bodies.tsv             bodies that are not in the graph (may be missing)

Identifiers are digests of what they name: a proposal or a review that is changed afterwards is found out, a review
that is taken in twice is there once, and two branches never give one number to two things.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from competency_graph.errors import FileError
from competency_graph.formats.sssom import MappingSet, Row, Value, read_sssom
from competency_graph.inputs import read_text
from competency_graph.vocabulary import BASE, DATA_LICENCE, PREFIXES, Curie, local_name, short_name, statement_iri

PROPOSALS, REVIEWS, BODIES = "proposals.sssom.tsv", "reviews.tsv", "bodies.tsv"
REGISTER = f"{BASE}register/"
#: The prefixes of a register: its proposals, its reviews, its own bodies.
NAMES = {"eq": f"{REGISTER}proposal/", "rv": f"{REGISTER}review/", "rb": f"{REGISTER}body/"}
REVIEW_COLUMNS = (
    "id", "proposal", "body", "reviewer", "mandate", "date", "verdict", "condition", "comment", "instrument",
    "reply_to", "due",
)  # fmt: skip
BODY_COLUMNS = ("body", "label", "jurisdictions", "frameworks", "invented")
PROPOSAL_COLUMNS = (
    "record_id", "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "author_id", "author_label", "subject_source", "subject_source_version", "object_source", "object_source_version",
    "mapping_date", "confidence", "comment",
)  # fmt: skip
#: The most signs that one text of a register may have.
LONGEST = 4000


class Verdict(StrEnum):
    """What a body says of a proposal."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CONDITION = "condition"


@dataclass(frozen=True)
class Proposal:
    """An equivalence that someone proposed; a person, for a body, on a day."""

    subject: Curie
    predicate: Curie
    object: Curie
    author: str
    body: str
    date: str
    comment: str = ""
    confidence: float | None = None
    line: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """The identifier, which follows from what is proposed.

        >>> Proposal(Curie("a:1"), Curie("skos:exactMatch"), Curie("b:2"), "A", "x", "2026-01-01").id
        'eq:7f0c04e7a6'
        """
        return f"eq:{_digest(self.subject, self.predicate, self.object)}"


@dataclass(frozen=True)
class Review:
    """What one person said of a proposal for a body on a day: a verdict, or a reply to another review."""

    proposal: str
    body: str
    reviewer: str
    mandate: str
    date: str
    verdict: Verdict | None = None
    condition: str = ""
    comment: str = ""
    instrument: str = ""
    reply_to: str = ""
    due: str = ""
    line: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """The identifier, which follows from all that the review says."""
        return f"rv:{_digest(*self.cells)}"

    @property
    def cells(self) -> tuple[str, ...]:
        """What the review says, in the order of the columns after the identifier."""
        return tuple(str(getattr(self, name) or "") for name in REVIEW_COLUMNS[1:])

    @property
    def is_reply(self) -> bool:
        """True of an answer to another review, which gives no verdict."""
        return bool(self.reply_to)


@dataclass(frozen=True)
class RegisterBody:
    """A body that the graph does not hold: where it acts, or for which frameworks it speaks."""

    name: str
    label: str
    jurisdictions: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    is_invented: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Register:
    """All that a register holds, as it stands in its folder."""

    folder: Path
    proposals: tuple[Proposal, ...] = ()
    reviews: tuple[Review, ...] = ()
    bodies: tuple[RegisterBody, ...] = ()

    @property
    def is_invented(self) -> bool:
        """True of an example: its bodies do not exist, and nobody has said anything in it."""
        return any(b.is_invented for b in self.bodies)

    def find_body(self, name: str) -> RegisterBody | None:
        """Return the body of the register called *name*."""
        return next((b for b in self.bodies if b.name == name), None)

    def error(self, file: str, line: int, what: str, hint: str = "") -> FileError:
        """Return the error that something is wrong on a line of a file of the register."""
        return FileError(self.folder / file, line or None, what, hint)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\t".join(parts).encode()).hexdigest()[:10]


def clean(text: str) -> str:
    """Return *text* as one line without control characters, as a cell of a table can hold it.

    >>> clean(" one\\n two\\t")
    'one two'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def read_register(folder: Path) -> Register:
    """Return the register in *folder*, an empty one where there is none; raises FileError with the line of a fault.

    Whether names are known to the graph, and whether reviews fit together, is not looked at here.
    """
    if folder.exists() and not folder.is_dir():
        raise FileError(folder, None, "a register is a folder", "name the folder that holds proposals.sssom.tsv")
    bodies = tuple(_bodies(folder / BODIES)) if (folder / BODIES).exists() else ()
    proposals = tuple(_proposals(folder / PROPOSALS)) if (folder / PROPOSALS).exists() else ()
    reviews = tuple(_reviews(folder / REVIEWS)) if (folder / REVIEWS).exists() else ()
    return Register(folder, proposals, reviews, bodies)


def _proposals(path: Path) -> Iterator[Proposal]:
    mappings = read_sssom(path)
    for row, line in zip(mappings.rows, mappings.lines, strict=True):
        proposal = _proposal(path, mappings, row, line)
        given = str(row.get("record_id", ""))
        if given != proposal.id:
            what = f"the record is called {given or 'nothing'}, but what it says has the identifier {proposal.id}"
            raise FileError(path, line, what, "a changed proposal is a new one: propose it anew")
        yield proposal


def _proposal(path: Path, mappings: MappingSet, row: Row, line: int) -> Proposal:
    def name(slot: str) -> Curie:
        iri = mappings.expand(str(row[slot]))
        if not iri.startswith(PREFIXES["id"]):
            raise FileError(path, line, f"{slot} {row[slot]} is no statement of the graph", "see its prefix above")
        return Curie(short_name(iri))

    for slot in ("author_id", "author_label", "mapping_date"):
        if not row.get(slot):
            raise FileError(path, line, f"{slot} is missing", "say who proposed it, for which body, and when")
    bodies, authors = _all(row["author_id"]), _all(row["author_label"])
    if len(bodies) != 1 or len(authors) != 1:
        raise FileError(path, line, "a proposal has one author, for one body", "propose for one body")
    confidence = row.get("confidence")
    return Proposal(
        name("subject_id"),
        _predicate(mappings.expand(str(row["predicate_id"]))),
        name("object_id"),
        authors[0],
        local_name(mappings.expand(bodies[0])),
        str(row["mapping_date"]),
        str(row.get("comment", "")),
        confidence if isinstance(confidence, float) else None,
        line,
    )


def _all(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _predicate(iri: str) -> Curie:
    prefix = next((p for p in ("skos", "cg") if iri.startswith(PREFIXES[p])), "")
    return Curie(f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}") if prefix else Curie(iri)


def _reviews(path: Path) -> Iterator[Review]:
    for line, row in _table(path, REVIEW_COLUMNS):
        verdict = row["verdict"]
        if verdict and verdict not in set(Verdict):
            raise FileError(path, line, f"unknown verdict {verdict!r}", f"write one of {', '.join(Verdict)}")
        for column in ("date", "due"):
            if (row[column] or column == "date") and not is_date(row[column]):
                raise FileError(path, line, f"{column} {row[column]!r} is not a date", "write it as YYYY-MM-DD")
        texts = {k: v for k, v in row.items() if k not in ("id", "verdict")}
        review = Review(**texts, verdict=Verdict(verdict) if verdict else None, line=line)
        if review.id != row["id"]:
            what = f"the review is called {row['id'] or 'nothing'}, but what it says has the identifier {review.id}"
            raise FileError(path, line, what, "undo the change; what changed since is a new review on a later day")
        yield review


def _bodies(path: Path) -> Iterator[RegisterBody]:
    seen: set[str] = set()
    for line, row in _table(path, BODY_COLUMNS):
        if row["invented"] not in ("yes", "no"):
            raise FileError(path, line, f"invented is {row['invented']!r}", "write yes or no")
        if not row["body"] or not row["label"] or row["body"] in seen:
            raise FileError(path, line, "a body needs a name of its own and a label", "fill in body and label")
        seen.add(row["body"])
        places, frameworks = tuple(row["jurisdictions"].split()), tuple(row["frameworks"].split())
        yield RegisterBody(row["body"], row["label"], places, frameworks, row["invented"] == "yes", line)


def is_date(text: str) -> bool:
    """Tell whether *text* is a day written as YYYY-MM-DD.

    >>> is_date("2026-02-28"), is_date("2026-02-30"), is_date("20260228")
    (True, False, False)
    """
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table with their lines; lines that begin with # stand above the heads only."""
    lines = read_text(path).split("\n")
    first = next((n for n, text in enumerate(lines) if not text.startswith("#")), len(lines))
    if first == len(lines) or tuple(lines[first].rstrip("\r").split("\t")) != tuple(columns):
        raise FileError(path, first + 1, "the columns are not as expected", "write, between tabs: " + " ".join(columns))
    for number, text in enumerate(lines[first + 1 :], first + 2):
        if not text.strip():
            continue
        cells = text.rstrip("\r").split("\t")
        if len(cells) != len(columns):
            raise FileError(path, number, f"{len(cells)} columns instead of {len(columns)}", "separate them by tabs")
        for column, cell in zip(columns, cells, strict=True):
            if cell != clean(cell) or len(cell) > LONGEST:
                what = f"{column} has spaces around it, control characters or more than {LONGEST} signs"
                raise FileError(path, number, what, "write it as one plain line")
        yield number, dict(zip(columns, cells, strict=True))


def reviews_text(reviews: Sequence[Review], before: str = "") -> str:
    """Return the text of ``reviews.tsv`` with *reviews* added behind what stood there *before*."""
    text = before or "\t".join(REVIEW_COLUMNS) + "\n"
    if not text.endswith("\n"):
        text += "\n"
    return text + "".join("\t".join((r.id, *r.cells)) + "\n" for r in reviews)


def bodies_text(bodies: Sequence[RegisterBody]) -> str:
    """Return the text of ``bodies.tsv``."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(BODY_COLUMNS)
    for b in bodies:
        invented = "yes" if b.is_invented else "no"
        writer.writerow((b.name, b.label, " ".join(b.jurisdictions), " ".join(b.frameworks), invented))
    return out.getvalue()


def head_of(is_invented: bool, prefixes: Mapping[str, str]) -> dict[str, Any]:
    """Return what is said of all proposals of a register that uses *prefixes*."""
    title = "Register of proposed and agreed equivalences"
    said = "Proposals only: whether one is agreed follows from the reviews beside this file."
    mark = "INVENTED EXAMPLE, no body has said any of this. "
    return {
        "sssom_version": "1.1",
        "mapping_set_id": REGISTER + ("example" if is_invented else "proposals"),
        "mapping_set_title": f"{mark if is_invented else ''}{title}",
        "mapping_set_description": f"{mark if is_invented else ''}{said}",
        "license": DATA_LICENCE,
        "curie_map": dict(sorted(prefixes.items())),
    }


def row_of(proposal: Proposal, is_own_body: bool, labels: Mapping[str, str], versions: Mapping[str, str]) -> Row:
    """Return a proposal as a row of SSSOM; *labels* and *versions* are those of its statements and frameworks."""
    row: dict[str, Value] = {
        "record_id": proposal.id,
        "predicate_id": proposal.predicate,
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_id": (f"{'rb' if is_own_body else 'body'}:{proposal.body}",),
        "author_label": (proposal.author,),
        "mapping_date": proposal.date,
        "comment": proposal.comment,
    }
    if proposal.confidence is not None:
        row["confidence"] = proposal.confidence
    for side, statement in (("subject", proposal.subject), ("object", proposal.object)):
        slug, _, code = statement.partition(":")
        row[f"{side}_id"] = f"{slug}:{local_name(statement_iri(slug, code))}"
        row[f"{side}_label"] = labels[statement]
        row[f"{side}_source"] = f"id:{slug}"
        row[f"{side}_source_version"] = versions[slug]
    return {slot: value for slot, value in row.items() if value != ""}
