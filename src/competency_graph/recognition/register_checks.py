"""What a register may not say: each fault with its file and line."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection

from competency_graph.errors import FileError
from competency_graph.formats.register import (
    BODIES,
    LONGEST,
    PROPOSALS,
    REVIEW_COLUMNS,
    REVIEWS,
    Proposal,
    Register,
    Review,
    Verdict,
    is_date,
)
from competency_graph.model import Catalogue
from competency_graph.recognition.comparison import comparable
from competency_graph.recognition.register import Parties, framework_of
from competency_graph.recognition.standing import find_standing_of_body

#: The predicates that may be proposed, each with the one that says the same from the other end.
INVERSES = {
    "skos:exactMatch": "skos:exactMatch",
    "skos:closeMatch": "skos:closeMatch",
    "skos:broadMatch": "skos:narrowMatch",
    "skos:narrowMatch": "skos:broadMatch",
    "skos:relatedMatch": "skos:relatedMatch",
    "cg:substantiallyExceeds": "cg:substantiallyFallsShortOf",
    "cg:substantiallyFallsShortOf": "cg:substantiallyExceeds",
}


def check_register(register: Register, catalogue: Catalogue, today: str) -> None:
    """Raise FileError with file and line of the first thing in *register* that cannot be."""
    Checks(register, catalogue, today).run()


class Checks:
    """The checks of one register on one day."""

    def __init__(self, register: Register, catalogue: Catalogue, today: str) -> None:
        self.register, self.catalogue, self.today = register, catalogue, today
        self.parties = Parties(catalogue, register)
        self.proposals = {p.id: p for p in register.proposals}
        self.reviews = {r.id: r for r in register.reviews}

    def run(self) -> None:
        """Raise FileError at the first fault."""
        self._bodies()
        seen: dict[tuple[str, str, str], int] = {}
        for p in self.register.proposals:
            self._proposal(p)
            for key in ((p.subject, p.predicate, p.object), (p.object, INVERSES[p.predicate], p.subject)):
                if key in seen:
                    what = f"{p.subject} {p.predicate} {p.object} is proposed already, on line {seen[key]}"
                    raise self._at(p, what, "review that proposal instead")
            seen[p.subject, p.predicate, p.object] = p.line
        ids: dict[str, int] = {}
        for r in self.register.reviews:
            if r.id in ids:
                raise self._at(r, f"the review {r.id} is there already, on line {ids[r.id]}", "remove one of the two")
            ids[r.id] = r.line
            self._review(r)
        self._together()

    def _at(self, record: Proposal | Review, what: str, hint: str = "") -> FileError:
        file = PROPOSALS if isinstance(record, Proposal) else REVIEWS
        return self.register.error(file, record.line, what, hint)

    def _bodies(self) -> None:
        for b in self.register.bodies:
            if b.name in self.catalogue.bodies:
                hint = "give it another name, or leave it out"
                raise self.register.error(BODIES, b.line, f"the graph has a body {b.name} already", hint)
            for kind, names, known in (
                ("jurisdiction", b.jurisdictions, self.catalogue.jurisdictions),
                ("framework", b.frameworks, self.catalogue.frameworks),
            ):
                for name in names:
                    if name not in known:
                        raise self.register.error(BODIES, b.line, f"unknown {kind} {name!r}", _nearest(name, known))

    def _day(self, record: Proposal | Review) -> None:
        for day in (record.date, getattr(record, "due", "")):
            if day and not is_date(day):
                raise self._at(record, f"{day!r} is not a date", "write it as YYYY-MM-DD")
        if record.date > self.today:
            raise self._at(record, f"the date {record.date} lies in the future", "give the day on which it was said")

    def _body(self, record: Proposal | Review) -> None:
        """Refuse a body that nobody knows, and a real one in an invented register: nobody spoke there."""
        own = self.register.find_body(record.body)
        if own is None and record.body not in self.catalogue.bodies:
            known = [*self.catalogue.bodies, *(b.name for b in self.register.bodies)]
            hint = _nearest(record.body, known) or f"describe it in {BODIES}"
            raise self._at(record, f"unknown body {record.body!r}", hint)
        if self.register.is_invented and not (own and own.is_invented):
            what = f"{record.body} is no invented body, and in an invented register it has said nothing"
            raise self._at(record, what, "use another register for what bodies really say")

    def _proposal(self, p: Proposal) -> None:
        statements = self.catalogue.statements
        for name in (p.subject, p.object):
            if name not in statements:
                raise self._at(p, f"unknown statement {name!r}", _nearest(name, statements))
        if p.predicate not in INVERSES:
            raise self._at(p, f"{p.predicate} cannot be proposed", f"known: {', '.join(INVERSES)}")
        if framework_of(p.subject) == framework_of(p.object):
            raise self._at(p, "both statements are of one framework", "an equivalence is between two")
        if not comparable(statements[p.subject].kind, statements[p.object].kind):
            what = f"{p.subject} and {p.object} are not of a kind: one is about persons, the other is not"
            raise self._at(p, what, "outcomes are held against outcomes, criteria against criteria")
        self._day(p)
        self._body(p)

    def _review(self, r: Review) -> None:
        if r.proposal not in self.proposals:
            raise self._at(r, f"unknown proposal {r.proposal!r}", _nearest(r.proposal, self.proposals) or "see its id")
        proposal = self.proposals[r.proposal]
        self._day(r)
        if r.date < proposal.date:
            raise self._at(r, f"the review of {r.date} is older than the proposal of {proposal.date}")
        if not r.reviewer or not r.mandate:
            raise self._at(r, "reviewer or mandate is missing", "say who speaks, and by what right for the body")
        self._body(r)
        for column, text in zip(REVIEW_COLUMNS[1:], r.cells, strict=True):
            if len(text) > LONGEST:
                raise self._at(r, f"{column} has more than {LONGEST} signs", "shorten it")
        if r.due and r.due < r.date:
            raise self._at(r, f"an answer is due on {r.due}, before the review itself of {r.date}")
        if r.is_reply:
            self._reply(r)
        else:
            self._verdict(r, proposal)

    def _reply(self, r: Review) -> None:
        answered = self.reviews.get(r.reply_to)
        if answered is None or answered.proposal != r.proposal or answered is r:
            raise self._at(r, f"reply to {r.reply_to!r}, which is no review of {r.proposal}", "give the id of one")
        if answered.date > r.date:
            raise self._at(r, f"the reply of {r.date} is older than what it answers, of {answered.date}")
        if r.verdict or r.condition or r.instrument:
            raise self._at(r, "a reply gives no verdict, condition or instrument", "give them in a review")
        if not r.comment:
            raise self._at(r, "the reply says nothing", "give a comment")

    def _verdict(self, r: Review, proposal: Proposal) -> None:
        if r.verdict is None:
            raise self._at(r, "the review gives no verdict", f"write one of {', '.join(Verdict)}, or reply_to")
        if (r.verdict is Verdict.CONDITION) != bool(r.condition):
            raise self._at(r, "verdict and condition do not fit", "a condition needs its text, and no other has one")
        if r.verdict is Verdict.DISAGREE and not r.comment:
            raise self._at(r, "an objection without a reason", "say why in the comment")
        self._side(r, proposal)
        if r.instrument:
            self._instrument(r)

    def _side(self, r: Review, proposal: Proposal) -> None:
        sides = self.parties.sides(proposal, r.body)
        frameworks = [framework_of(s) for s in (proposal.subject, proposal.object)]
        if not sides:
            what = f"{r.body} neither issues nor adopts {' or '.join(frameworks)}, and acts nowhere where they apply"
            raise self._at(r, what, "a verdict is for bodies of both sides; others may reply")
        if len(sides) > 1:
            what = f"{r.body} belongs to both sides, {' and '.join(frameworks)}, and cannot agree with itself"
            raise self._at(r, what, "let a body of one side speak")

    def _instrument(self, r: Review) -> None:
        known = {a.name: a for a in self.catalogue.agreements}
        if r.verdict is Verdict.DISAGREE:
            raise self._at(r, "an objection cites no instrument", "name it in the comment")
        if r.instrument not in known:
            raise self._at(r, f"unknown instrument {r.instrument!r}", _nearest(r.instrument, known))
        if find_standing_of_body(known[r.instrument], r.body, r.date) is None:
            what = f"{r.body} takes no part in {r.instrument} that is in the graph"
            raise self._at(r, what, "cite an instrument that the body signed, or add the fact with its source")

    def _together(self) -> None:
        """Refuse one person who speaks for both sides, and two verdicts of one body on one day."""
        spoke: dict[tuple[str, str], Review] = {}
        said: dict[tuple[str, str, str], Review] = {}
        for r in self.register.reviews:
            if r.verdict is None:
                continue
            person = (r.proposal, person_key(r.reviewer))
            first = spoke.setdefault(person, r)
            proposal = self.proposals[r.proposal]
            if self.parties.side(proposal, first.body) != self.parties.side(proposal, r.body):
                what = f"{r.reviewer} spoke for {first.body} of the other side, on line {first.line}"
                raise self._at(r, what, "one person cannot speak for both sides")
            earlier = said.setdefault((r.proposal, r.body, r.date), r)
            what_was_said = (earlier.verdict, earlier.condition, earlier.instrument)
            if what_was_said != (r.verdict, r.condition, r.instrument):
                what = f"{r.body} said otherwise on the same day, on line {earlier.line}"
                raise self._at(r, what, "remove one of the two, or give the later day")


def person_key(name: str) -> str:
    """Return what tells one person from another, however a name is spaced or capitalised.

    >>> person_key("A.  Example") == person_key("a. example")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _nearest(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]}?" if near else ""
