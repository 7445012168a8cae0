"""What follows from a register: whether each proposed equivalence is open, agreed, disputed or reopened.

A body speaks for a side of a proposal if it issues the framework of that side or adopts it, else if it acts in a
jurisdiction where the framework applies or is adopted. Each body's latest verdict counts; earlier ones stay as history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from competency_graph.formats.register import Proposal, Register, Review, Verdict
from competency_graph.model import Agreement, Catalogue, Framework, InForce, Span, Status, weakest
from competency_graph.recognition.standing import find_standing_of_body

SIDES = ("subject", "object")


class State(StrEnum):
    """How far a proposed equivalence has come, in the order in which a report shows it."""

    RECOGNISED = "mutually-recognised"
    AGREED = "agreed"
    CONDITIONAL = "agreed-with-condition"
    DISPUTED = "disputed"
    REOPENED = "reopened"
    UNSURE = "reopened-not-known"
    OPEN = "open"

    @property
    def is_agreed(self) -> bool:
        """True where both sides agree and no condition is open."""
        return self in (State.RECOGNISED, State.AGREED)


@dataclass(frozen=True)
class Opinion:
    """The latest verdict of a body, on which side it speaks, and whether the text it is about still stood then.

    *counts* is NO where a new edition came after it, YES where none did, and UNKNOWN where the first day of the new
    edition is not known, or not to the day.
    """

    side: str
    review: Review
    counts: InForce = InForce.YES

    @property
    def is_stale(self) -> bool:
        """True where the verdict surely counts no longer."""
        return self.counts is InForce.NO

    @property
    def is_sure(self) -> bool:
        """True where the verdict surely counts."""
        return self.counts is InForce.YES


@dataclass(frozen=True)
class NewEdition:
    """An edition that replaced a framework of a proposal; *since* is '' where no day is known."""

    framework: str
    by: str
    since: str


@dataclass(frozen=True)
class Instrument:
    """A signed instrument that bodies of both sides cite: in force for both on the date, or not, or not known."""

    name: str
    bodies: tuple[str, str]
    state: InForce
    obliges: bool
    status: Status


@dataclass(frozen=True)
class Entry:
    """One proposal with all that was said of it until the day *on*, and what follows."""

    proposal: Proposal
    on: str
    state: State
    opinions: tuple[Opinion, ...]
    history: tuple[Review, ...]
    editions: tuple[NewEdition, ...] = ()
    instrument: Instrument | None = None
    waiting: tuple[Review, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides of which no body has given a verdict that still counts."""
        heard = {o.side for o in self.opinions if not o.is_stale}
        return tuple(side for side in SIDES if side not in heard)

    @property
    def overdue(self) -> tuple[Review, ...]:
        """What should have been answered before the day and was not."""
        return tuple(r for r in self.waiting if r.due < self.on)

    @property
    def conditions(self) -> tuple[Review, ...]:
        """The latest verdicts that set a condition."""
        return tuple(o.review for o in self.opinions if o.review.verdict is Verdict.CONDITION and not o.is_stale)


def decide(verdicts: Iterable[tuple[str, Verdict]]) -> State:
    """Return what follows from the latest verdict of every body, each with its side.

    >>> decide([("subject", Verdict.AGREE), ("object", Verdict.AGREE)]).value
    'agreed'
    >>> decide([("subject", Verdict.AGREE)]).value
    'open'
    """
    found = list(verdicts)
    if any(v is Verdict.DISAGREE for _, v in found):
        return State.DISPUTED
    if {side for side, _ in found} < set(SIDES):
        return State.OPEN
    return State.CONDITIONAL if any(v is Verdict.CONDITION for _, v in found) else State.AGREED


def find_entries(register: Register, catalogue: Catalogue, on: str) -> tuple[Entry, ...]:
    """Return every proposal made until the day *on* with its state on that day; the register was checked before."""
    parties = Parties(catalogue, register)
    by_proposal: dict[str, list[Review]] = {}
    for review in sorted((r for r in register.reviews if r.date <= on), key=lambda r: r.date):
        by_proposal.setdefault(review.proposal, []).append(review)
    agreements = {a.name: a for a in catalogue.agreements}
    return tuple(
        _entry(p, by_proposal.get(p.id, []), parties, agreements, on) for p in register.proposals if p.date <= on
    )


def _entry(
    proposal: Proposal, history: Sequence[Review], parties: Parties, agreements: Mapping[str, Agreement], on: str
) -> Entry:
    editions = tuple(_new_editions(parties.catalogue, proposal, on))
    latest = {r.body: r for r in history if r.verdict is not None}
    opinions = tuple(Opinion(parties.side(proposal, b), r, _counts(r, editions)) for b, r in latest.items())
    state = _state(opinions)
    instrument = _instrument([o for o in opinions if o.is_sure], agreements, on)
    if state is State.AGREED and instrument and instrument.obliges and instrument.state is InForce.YES:
        state = State.RECOGNISED
    waiting = tuple(r for r in history if r.due and not _is_answered(r, history, latest))
    return Entry(proposal, on, state, opinions, tuple(history), editions, instrument, waiting)


def _state(opinions: Sequence[Opinion]) -> State:
    """Return what follows from *opinions*; UNSURE where it depends on those of which it is not known if they count."""
    sure, possible = (
        decide((o.side, o.review.verdict) for o in opinions if o.review.verdict and keep(o))
        for keep in (lambda o: o.is_sure, lambda o: not o.is_stale)
    )
    if sure is not possible:
        return State.UNSURE
    return State.REOPENED if sure is State.OPEN and any(o.is_stale for o in opinions) else sure


def _is_answered(review: Review, history: Iterable[Review], latest: Mapping[str, Review]) -> bool:
    """Tell whether another body replied, or the body itself has given another verdict since."""
    is_replaced = review.verdict is not None and latest[review.body] is not review
    return is_replaced or any(r.reply_to == review.id and r.body != review.body for r in history)


def _new_editions(catalogue: Catalogue, proposal: Proposal, on: str) -> Iterator[NewEdition]:
    """Yield the editions that replaced a framework of the proposal, the nearest one each."""
    for slug in (framework_of(proposal.subject), framework_of(proposal.object)):
        for later in catalogue.frameworks.values():
            if slug in later.replaces and Span(later.in_force_from).state(on) is not InForce.NO:
                yield NewEdition(slug, later.slug, later.in_force_from)


def was_in_force(edition: NewEdition, review: Review) -> InForce:
    """Tell whether a new edition was in force when a review was given; not known where its first day is not."""
    return Span(edition.since).state(review.date)


def _counts(review: Review, editions: Iterable[NewEdition]) -> InForce:
    """Tell whether a verdict still counts: it does where every new edition was in force when it was given."""
    return max((was_in_force(e, review) for e in editions), key=list(InForce).index, default=InForce.YES)


def _instrument(opinions: Sequence[Opinion], agreements: Mapping[str, Agreement], on: str) -> Instrument | None:
    """Return the instrument that bodies of both sides cite, the one that carries furthest."""
    agreeing = [o for o in opinions if o.review.verdict is not Verdict.DISAGREE and o.review.instrument in agreements]
    subject, target = ([o.review for o in agreeing if o.side == side] for side in SIDES)
    found = [
        _cited(agreements[a.instrument], (a.body, b.body), on)
        for a in subject
        for b in target
        if a.instrument == b.instrument
    ]
    return min(found, key=lambda i: (not i.obliges, list(InForce).index(i.state), i.name), default=None)


def _cited(agreement: Agreement, bodies: tuple[str, str], on: str) -> Instrument:
    standings = [find_standing_of_body(agreement, b, on) for b in bodies]
    states = [s.state if s else InForce.NO for s in standings]
    statuses = [m.status for s in standings if s for m in s.participations]
    worst = max(states, key=list(InForce).index)
    return Instrument(agreement.name, bodies, worst, agreement.force.obliges, weakest([agreement.status, *statuses]))


@dataclass(frozen=True)
class Docket:
    """A register as it stands on the day *on*: every proposal with its state."""

    register: Register
    entries: tuple[Entry, ...]
    on: str

    def find(self, subject: str, target: str) -> tuple[Entry, ...]:
        """Return what is proposed between two statements, in either direction."""
        return tuple(e for e in self.entries if {e.proposal.subject, e.proposal.object} == {subject, target})

    @property
    def counts(self) -> Mapping[State, int]:
        """How many proposals there are in each state."""
        return {state: sum(e.state is state for e in self.entries) for state in State}


def framework_of(statement: str) -> str:
    """Return the slug of the framework of a statement.

    >>> framework_of("gapc-4:WA1")
    'gapc-4'
    """
    return statement.partition(":")[0]


class Parties:
    """Which bodies speak for which side."""

    def __init__(self, catalogue: Catalogue, register: Register) -> None:
        self.catalogue, self.register = catalogue, register

    def is_known(self, body: str) -> bool:
        """Tell whether the graph or the register holds *body*."""
        return body in self.catalogue.bodies or self.register.find_body(body) is not None

    def sides(self, proposal: Proposal, body: str) -> tuple[str, ...]:
        """Return the sides for which *body* speaks: none, one, or both where it has as good a claim to each."""
        ranks = {
            side: self._rank(self.catalogue.frameworks[framework_of(statement)], body)
            for side, statement in zip(SIDES, (proposal.subject, proposal.object), strict=True)
        }
        best = max(ranks.values())
        return tuple(side for side, rank in ranks.items() if rank == best) if best else ()

    def side(self, proposal: Proposal, body: str) -> str:
        """Return the one side for which *body* speaks, '' where that is none or both."""
        found = self.sides(proposal, body)
        return found[0] if len(found) == 1 else ""

    def _rank(self, framework: Framework, body: str) -> int:
        """Return 2 for who issues, adopts or speaks for a framework, 1 for who acts where it applies, else 0."""
        adoptions = [a for a in self.catalogue.adoptions if a.profile in framework.profiles]
        if body == framework.issuer.name or body in {a.body for a in adoptions}:
            return 2
        own = self.register.find_body(body)
        if own and framework.slug in own.frameworks:
            return 2
        places = {*framework.issuer.jurisdictions}
        places |= {j for p in framework.profiles for j in self.catalogue.profiles[p].jurisdictions}
        places |= {j for a in adoptions for j in a.jurisdictions}
        found = self.catalogue.bodies.get(body) or own
        return int(bool(found and places & set(found.jurisdictions)))
