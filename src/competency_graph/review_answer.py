"""The register of agreed equivalences as an answer: shown, added to, sent out as sheets and taken back in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from competency_graph.catalogue import Names
from competency_graph.errors import FileError, InputError, ReportPathError, UnknownNameError
from competency_graph.exports import Export, export_register
from competency_graph.exports.register import proposals_text
from competency_graph.formats.register import (
    PROPOSALS,
    REVIEWS,
    Proposal,
    Register,
    Review,
    Verdict,
    clean,
    read_register,
    reviews_text,
)
from competency_graph.formats.sheets import writers
from competency_graph.inputs import read_text
from competency_graph.model import Catalogue
from competency_graph.presentation import register_tables as shown
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.frames import Rows
from competency_graph.presentation.register_report import build_register_report
from competency_graph.presentation.report_files import check_path, write_report
from competency_graph.presentation.review_sheet import FilledIn, at, build_sheet, read_review_sheet
from competency_graph.presentation.wording import Words, read_languages
from competency_graph.recognition import Arrays, Pair, explain
from competency_graph.recognition.register import Docket, Entry, State, find_entries
from competency_graph.recognition.register_checks import check_register
from competency_graph.resources import is_packaged
from competency_graph.vocabulary import Curie


@dataclass(frozen=True, repr=False)
class RegisterAnswer(Answer):
    """A register on a day; *chosen* are the identifiers of the entries that it shows, all of them where None."""

    arrays: Arrays = field(repr=False)
    value: Docket
    today: str
    chosen: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls, catalogue: Catalogue, arrays: Arrays, folder: Path, on: str, today: str, words: Words
    ) -> RegisterAnswer:
        """Return the register in *folder* on the day *on*; raises FileError where something in it cannot be."""
        register = read_register(folder)
        check_register(register, catalogue, today)
        docket = Docket(register, find_entries(register, catalogue, on), on)
        return cls(catalogue, words, arrays, docket, today)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are shown."""
        every = self.value.entries
        return every if self.chosen is None else tuple(e for e in every if e.proposal.id in self.chosen)

    def only(self, state: str | None = None, *ids: str) -> RegisterAnswer:
        """Return the answer that shows only entries in *state*, and of *ids* where some are given."""
        if state is not None and state not in set(State):
            raise UnknownNameError("state", state, list(State))
        for name in ids:
            self.get(name)
        wanted = [e.proposal.id for e in self.entries if state in (None, e.state)]
        return replace(self, chosen=tuple(name for name in wanted if not ids or name in ids))

    def get(self, name: str) -> Entry:
        """Return the entry with the identifier *name*; raises UnknownNameError where there is none."""
        for entry in self.value.entries:
            if entry.proposal.id == name:
                return entry
        raise UnknownNameError("proposal", name, [e.proposal.id for e in self.value.entries][:3])

    def derived(self, proposal: Proposal) -> Pair | None:
        """Return what the derived layer says of the pair, None where it says that they are unrelated."""
        a, b = (self.catalogue.statements[s] for s in (proposal.subject, proposal.object))
        if not a.demands or not b.demands:
            return None
        return explain(self.catalogue, self.arrays, a, b, self.value.on).pair

    # What is shown

    def to_rows(self) -> Rows:
        """Return one flat row for every entry."""
        return shown.docket_rows(self.value, self.entries, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the register as a dictionary."""
        return shown.docket_json(self.value, self.entries, self.derived, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return shown.list_table(self.value, self.entries, self.catalogue, self.words)

    def details(self, name: str) -> Any:
        """Return one entry in full, as a rich renderable."""
        return shown.entry_table(self.value, self.get(name), self.derived, self.catalogue, self.words)

    def summary(self) -> Any:
        """Return how many proposals are in each state and what waits for somebody, as a rich renderable."""
        return shown.report_table(self.value, self.catalogue, self.words)

    def report(self, path: Path | str, languages: Sequence[str] = ()) -> Path:
        """Leave the state of the register as a document at *path* (.docx or .html) and return where it is."""
        place = Path(path)
        check_path(place)
        names = read_languages(",".join(languages) or self.words.language)
        write_report(build_register_report(self.value, self.catalogue, [Words(n) for n in names]), place)
        return place

    def export(self) -> Export:
        """Return the register for other programs: RDF with all that was said, SSSOM with what is agreed alone."""
        return export_register(self.value, self.catalogue, self.words.language)

    # What is added; each leaves one file whole, or everything as it was

    def propose(
        self, subject: str, predicate: str, target: str, *, by: str, body: str, comment: str = "",
        confidence: float | None = None, date: str | None = None,
    ) -> RegisterAnswer:  # fmt: skip
        """Add a proposal and return the register with it, showing it alone."""
        names = Names(self.catalogue)
        a, b = names.get_statement(subject), names.get_statement(target)
        found = Proposal(a.id, Curie(predicate), b.id, clean(by), body, date or self.today, clean(comment), confidence)
        if not found.author:
            raise InputError("who proposes it is missing; name a person with --by")
        if confidence is not None and not 0 <= confidence <= 1:
            raise InputError(f"confidence {confidence} is not a number from 0 to 1")
        register = replace(self.value.register, proposals=(*self.value.register.proposals, found))
        self._check(register)
        return self._put(PROPOSALS, proposals_text(register, self.catalogue), (found.id,))

    def review(
        self, name: str, verdict: str, *, by: str, body: str, mandate: str, comment: str = "", condition: str = "",
        instrument: str = "", due: str = "", date: str | None = None,
    ) -> RegisterAnswer:  # fmt: skip
        """Add a verdict on the proposal *name* and return the register with it; history stays as it is."""
        if verdict not in set(Verdict):
            raise UnknownNameError("verdict", verdict, list(Verdict))
        texts = (clean(condition), clean(comment), instrument)
        return self._add([
            Review(name, body, clean(by), clean(mandate), date or self.today, Verdict(verdict), *texts, due=due)
        ])  # fmt: skip

    def reply(
        self, review: str, *, by: str, body: str, mandate: str, comment: str, due: str = "", date: str | None = None
    ) -> RegisterAnswer:
        """Add a reply to what the review called *review* says, and return the register with it."""
        known = {r.id: r for r in self.value.register.reviews}
        if review not in known:
            raise UnknownNameError("review", review, list(known)[:3])
        who = (known[review].proposal, body, clean(by), clean(mandate), date or self.today)
        return self._add([Review(*who, comment=clean(comment), reply_to=review, due=due)])

    def sheet(self, body: str, path: Path | str) -> Path:
        """Leave the sheet in which *body* reviews the proposals of its sides at *path* (.xlsx or .docx)."""
        place = Path(path)
        writer = writers().get(place.suffix.lower())
        if writer is None:
            raise ReportPathError(place, None, f"unknown ending {place.suffix!r}", "end it in .xlsx or .docx")
        sheet = build_sheet(self.value, body, self.derived, self.catalogue, self.words)
        _replace(place, writer(sheet))
        return place

    def take_in(self, path: Path | str) -> tuple[RegisterAnswer, int]:
        """Add all reviews of a sheet that came back, or none; return the register and how many were new.

        Raises FileError with the address of the cell at fault.
        """
        place = Path(path)
        found = read_review_sheet(place, self.value, self.catalogue)
        known = {r.id for r in self.value.register.reviews}
        new = [f for f in found if f.review.id not in known]
        try:
            self._check(self._with([f.review for f in new]))
        except InputError:
            self._find_fault(place, new)
            raise
        if not new:
            return replace(self, chosen=()), 0
        return self._add([f.review for f in new]), len(new)

    def _find_fault(self, path: Path, new: Sequence[FilledIn]) -> None:
        """Raise the fault of the first row that does not fit into the register, with its address."""
        for k, filled in enumerate(new, 1):
            try:
                check_register(self._with([f.review for f in new[:k]]), self.catalogue, self.today)
            except FileError as error:
                raise at(path, filled.address, error) from error

    def _with(self, reviews: Sequence[Review]) -> Register:
        register = self.value.register
        return replace(register, reviews=(*register.reviews, *reviews))

    def _check(self, register: Register) -> None:
        """Raise InputError where what is new in *register* cannot be: it stands on no line yet."""
        try:
            check_register(register, self.catalogue, self.today)
        except FileError as error:
            raise InputError(f"{error.what}; {error.hint}" if error.hint else error.what) from error

    def _add(self, reviews: Sequence[Review]) -> RegisterAnswer:
        self._check(self._with(reviews))
        path = self.value.register.folder / REVIEWS
        before = read_text(path) if path.exists() else ""
        return self._put(REVIEWS, reviews_text(reviews, before), tuple(r.proposal for r in reviews))

    def _put(self, name: str, text: str, chosen: tuple[str, ...]) -> RegisterAnswer:
        """Leave *text* as a file of the register and return the register as it is then."""
        folder = self.value.register.folder
        if is_packaged(folder):
            raise InputError("the register of the package is for reading; name a folder with --register")
        if read_register(folder) != self.value.register:
            raise InputError(f"{folder}: the register has changed since it was read; open it again")
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / name, text.encode())
        on = max(self.value.on, self.today)
        again = RegisterAnswer.of(self.catalogue, self.arrays, folder, on, self.today, self.words)
        return replace(again, chosen=chosen)


def _replace(path: Path, content: bytes) -> None:
    """Leave *content* at *path* whole; a failure leaves what was there before."""
    if path.is_dir() or not path.parent.is_dir():
        raise ReportPathError(path, None, "its folder does not exist, or it is a folder", "name a file in a folder")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportPathError(path, None, f"cannot be written ({error.strerror})", "name another folder") from error
