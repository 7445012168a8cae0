"""Which agreements link two jurisdictions on a date, for which purpose, and where the chain breaks.

Recognition is not transitive: an agreement obliges those who take part in it and nobody else. So only a
*direct* link can be recognition; a chain of several hops is a chain of facts, and never more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations, pairwise
from typing import cast

import networkx as nx

from competency_graph.model import (
    Agreement,
    Catalogue,
    Force,
    InForce,
    Participation,
    ParticipationKind,
    Purpose,
    Search,
    Status,
    weakest,
)

#: The most hops that a chain may have.
LONGEST = 3

_ORDER = (InForce.YES, InForce.UNKNOWN, InForce.NO)
#: The career stage whose searches bear on a purpose, beside those that concern the issuer of an agreement.
_STAGE = {Purpose.REGISTRATION: "EngineerStage", Purpose.REGULATED_PROFESSION: "EngineerStage"}


class Finding(StrEnum):
    """The best that links two jurisdictions for one purpose on a date, best first.

    RECOGNITION: one agreement of both obliges to recognise. LINK: one agreement of both, a label, memorandum,
    declaration or one of cooperation, obliges to nothing of the kind. CHAIN: no agreement of both, only
    agreements with others between. The UNKNOWN ones: whether it is in force on the date is not known.
    """

    RECOGNITION = "recognition"
    RECOGNITION_UNKNOWN = "recognition-not-known"
    LINK = "link"
    LINK_UNKNOWN = "link-not-known"
    CHAIN = "chain"
    CHAIN_UNKNOWN = "chain-not-known"
    NONE = "none"


class Why(StrEnum):
    """Why an agreement does not hold for a party on a date."""

    ABSENT = "absent"
    NOT_YET = "not-yet"
    ENDED = "ended"
    SUSPENDED = "suspended"
    PROVISIONAL = "provisional"
    AGREEMENT = "agreement-not-in-force"


@dataclass(frozen=True)
class Standing:
    """How a party stands in an agreement on a date, with the *participations* that say so."""

    party: str
    state: InForce
    participations: tuple[Participation, ...]
    why: Why | None = None


@dataclass(frozen=True)
class Hop:
    """One agreement in which both *source* and *target* take part on the date."""

    agreement: str
    source: Standing
    target: Standing
    state: InForce
    obliges: bool
    status: Status


@dataclass(frozen=True)
class Chain:
    """Hops from one jurisdiction to the other; with more than one it is a chain of facts, not recognition."""

    hops: tuple[Hop, ...]

    @property
    def is_direct(self) -> bool:
        """True of a single hop."""
        return len(self.hops) == 1

    @property
    def state(self) -> InForce:
        """The state of the weakest hop."""
        return _worst(h.state for h in self.hops)

    @property
    def status(self) -> Status:
        """The weakest status among the hops."""
        return weakest(h.status for h in self.hops)

    @property
    def parties(self) -> tuple[str, ...]:
        """The jurisdictions that the chain passes, in order."""
        return (self.hops[0].source.party, *(h.target.party for h in self.hops))

    @property
    def finding(self) -> Finding:
        """What the chain amounts to; recognition only where it is direct and the agreement obliges."""
        known = self.state is InForce.YES
        if not self.is_direct:
            return Finding.CHAIN if known else Finding.CHAIN_UNKNOWN
        if self.hops[0].obliges:
            return Finding.RECOGNITION if known else Finding.RECOGNITION_UNKNOWN
        return Finding.LINK if known else Finding.LINK_UNKNOWN


@dataclass(frozen=True)
class Bridge:
    """An agreement that would link the two sides if the *missing* ones took part in it.

    *contacts* names other agreements that link a missing side with the body that issues this one; *searches*
    those records of a search for the missing link.
    """

    agreement: str
    missing: tuple[Standing, ...]
    present: tuple[Standing, ...]
    contacts: tuple[str, ...]
    searches: tuple[str, ...]
    status: Status


@dataclass(frozen=True)
class PurposeAnswer:
    """What links two jurisdictions for one purpose: the direct agreements first, then the chains of facts.

    *bridges* are the nearest ones, given unless recognition is in force; *without* names the sides that take
    part in no agreement for the purpose, and *searches* what was looked for in vain.
    """

    purpose: Purpose
    finding: Finding
    chains: tuple[Chain, ...]
    bridges: tuple[Bridge, ...]
    without: tuple[str, ...]
    searches: tuple[str, ...]

    @property
    def status(self) -> Status:
        """The status of the best chain; where there is none, that of a search in vain."""
        best = [c.status for c in self.chains if c.finding is self.finding]
        return min(best, key=list(Status).index) if best else Status.NOT_FOUND


@dataclass(frozen=True)
class Pathways:
    """The answer to ``pathways X Y --on DATE``; the facts were collected as of *as_of*."""

    source: str
    target: str
    on: str
    as_of: str
    longest: int
    answers: tuple[PurposeAnswer, ...]
    searches: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One fact that changed on a day: how *party* stands in *agreement*."""

    agreement: str
    party: str
    before: InForce
    after: InForce
    participations: tuple[Participation, ...]


@dataclass(frozen=True)
class Turn:
    """A day on which something changed between two jurisdictions; *findings* hold from it on, by purpose."""

    date: str
    steps: tuple[Step, ...]
    findings: Mapping[Purpose, Finding]
    changed: tuple[Purpose, ...]


@dataclass(frozen=True)
class Timeline:
    """How the answer between two jurisdictions changed; *first* held before the first turn."""

    source: str
    target: str
    as_of: str
    first: Mapping[Purpose, Finding]
    turns: tuple[Turn, ...]


def find_pathways(
    catalogue: Catalogue,
    source: str,
    target: str,
    on: str,
    purposes: Sequence[Purpose] = tuple(Purpose),
    longest: int = LONGEST,
) -> Pathways:
    """Return what links the jurisdictions *source* and *target* on the day *on*, for each of *purposes*."""
    day = _Day(catalogue.agreements, on)
    answers = tuple(_answer(catalogue, day, source, target, p, longest) for p in purposes)
    both = tuple(s.name for s in catalogue.searches if {source, target} <= set(s.jurisdictions))
    as_of = max((a.as_of for a in catalogue.agreements), default="")
    return Pathways(source, target, on, as_of, longest, answers, both)


def find_timeline(
    catalogue: Catalogue,
    source: str,
    target: str,
    purposes: Sequence[Purpose] = tuple(Purpose),
    longest: int = LONGEST,
) -> Timeline:
    """Return every day on which what links *source* and *target* changed, or a fact on which it rests."""
    agreements = catalogue.agreements
    day = _Day(agreements, "0000-01-01")
    chains = {p: _chains(day, source, target, p, longest) for p in purposes}
    first = {p: _best(chains[p]) for p in purposes}
    turns: list[Turn] = []
    found = first
    for date in _days(agreements):
        later = _Day(agreements, date)
        after = {p: _chains(later, source, target, p, longest) for p in purposes}
        findings = {p: _best(after[p]) for p in purposes}
        used = {
            (h.agreement, s.party)
            for side in (chains, after)
            for found_chains in side.values()
            for c in found_chains
            for h in c.hops
            for s in (h.source, h.target)
        }
        steps = tuple(
            Step(name, party, day.standing(name, party).state, now.state, now.participations)
            for name, party in sorted(used)
            if (now := later.standing(name, party)).state is not day.standing(name, party).state
        )
        changed = tuple(p for p in purposes if findings[p] is not found[p])
        if steps or changed:
            turns.append(Turn(date, steps, findings, changed))
        day, chains, found = later, after, findings
    return Timeline(source, target, max((a.as_of for a in agreements), default=""), first, tuple(turns))


def _days(agreements: Iterable[Agreement]) -> list[str]:
    """Return every day on which the state of a span of *agreements* may change, in order."""
    days = set()
    spans = [span for a in agreements for span in (a.span, *(m.span for m in a.participations))]
    for span in spans:
        # The last day of a month or year is written as the 31st at most, so the next day is computed from it.
        if span.start:
            days |= {span.start_range[0], _real(span.start_range[1])}
        if span.end:
            days |= {_next(span.end_range[0]), _next(span.end_range[1])}
    return sorted(days - {""})


def _real(day: str) -> str:
    """Return the first existing day that is not before *day*, which may be a 31st that its month lacks."""
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except ValueError:
        return _next(day)


def _next(day: str) -> str:
    year, month, number = (int(x) for x in day.split("-"))
    try:
        return (datetime.date(year, month, number) + datetime.timedelta(1)).isoformat()
    except ValueError:
        return datetime.date(year, month + 1, 1).isoformat()


@dataclass(frozen=True)
class _Day:
    """The agreements as they stand on one day."""

    agreements: tuple[Agreement, ...]
    on: str

    @cached_property
    def by_name(self) -> dict[str, Agreement]:
        return {a.name: a for a in self.agreements}

    @cached_property
    def standings(self) -> dict[tuple[str, str], Standing]:
        """How every party stands in every agreement in which anything is recorded of it."""
        return {
            (a.name, party): _standing(a, party, self.on)
            for a in self.agreements
            for party in {m.party for m in a.participations if m.party}
        }

    def standing(self, agreement: str, party: str) -> Standing:
        found = self.standings.get((agreement, party))
        return found or Standing(party, InForce.NO, (), Why.ABSENT)

    def parties(self, agreement: str) -> list[str]:
        """Return those for whom *agreement* is in force or may be."""
        return sorted(p for (a, p), s in self.standings.items() if a == agreement and s.state is not InForce.NO)

    def graph(self, purpose: Purpose) -> nx.MultiGraph[str]:
        """Return the jurisdictions with an edge, keyed by the agreement, where one links two of them."""
        graph: nx.MultiGraph[str] = nx.MultiGraph()
        for a in self.agreements:
            if purpose in a.purposes:
                parties = self.parties(a.name)
                for x, y in combinations(parties, 2):
                    graph.add_edge(x, y, key=a.name)
        return graph


def find_standing_of_body(agreement: Agreement, body: str, on: str) -> Standing | None:
    """Return how *body* itself takes part in *agreement* on the day *on*, or None where it never did.

    A suspension of its jurisdiction is one of the body.
    """
    own = {m.party for m in agreement.participations if m.body == body}
    mine = [
        m
        for m in agreement.participations
        if m.party in own and (m.body == body or m.kind is ParticipationKind.SUSPENDED)
    ]
    found = [_standing(replace(agreement, participations=tuple(mine)), party, on) for party in sorted(own)]
    return min(found, key=lambda s: _ORDER.index(s.state), default=None)


def _standing(agreement: Agreement, party: str, on: str) -> Standing:
    """Return how *party* stands in *agreement*: in force only if a full part and the agreement itself are.

    A suspension outweighs all else. What was only signed has an effect that was not seen, unless a full part
    says since when; a provisional part has no rights of recognition yet.
    """
    mine = [m for m in agreement.participations if m.party == party]
    kinds = {kind: [m for m in mine if m.kind is kind] for kind in ParticipationKind}
    full = kinds[ParticipationKind.FULL] + kinds[ParticipationKind.AUTHORISED]
    signed = [] if any(m.span.start for m in full) else kinds[ParticipationKind.SIGNED]
    states = [(m.span.state(on), m) for m in full]
    states += [(_worst([m.span.state(on), InForce.UNKNOWN]), m) for m in signed]
    state = _best_state(s for s, _ in states)
    suspended = [m for m in kinds[ParticipationKind.SUSPENDED] if m.span.state(on) is not InForce.NO]
    if suspended and state is not InForce.NO:
        if any(m.span.state(on) is InForce.YES for m in suspended):
            return Standing(party, InForce.NO, tuple(suspended), Why.SUSPENDED)
        return Standing(party, InForce.UNKNOWN, (*(m for s, m in states if s is not InForce.NO), *suspended))
    # An agreement that does not say since when it holds is held to begin with those who take part in it.
    whole = agreement.span.state(on) if agreement.span.start or on > agreement.span.end_range[0] else InForce.YES
    if state is not InForce.NO and whole is InForce.NO:
        return Standing(party, InForce.NO, tuple(mine), Why.AGREEMENT)
    if state is not InForce.NO:
        return Standing(party, _worst([state, whole]), tuple(m for s, m in states if s is state))
    return Standing(party, InForce.NO, *_why_not(mine, on))


def _why_not(mine: Sequence[Participation], on: str) -> tuple[tuple[Participation, ...], Why]:
    provisional = [m for m in mine if m.kind is ParticipationKind.PROVISIONAL and m.span.state(on) is not InForce.NO]
    if provisional:
        return tuple(provisional), Why.PROVISIONAL
    coming = [m for m in mine if on < m.span.start_range[0]]
    if coming:
        return tuple(coming), Why.NOT_YET
    return tuple(mine), Why.ENDED


def _answer(catalogue: Catalogue, day: _Day, source: str, target: str, purpose: Purpose, longest: int) -> PurposeAnswer:
    chains = _chains(day, source, target, purpose, longest)
    finding = _best(chains)
    missing = finding is not Finding.RECOGNITION and purpose is not Purpose.COOPERATION
    bridges = _bridges(catalogue, day, source, target, purpose) if missing else ()
    named = {m.party for a in day.agreements if purpose in a.purposes for m in a.participations}
    stage = _STAGE.get(purpose)
    searches = tuple(
        s.name for s in catalogue.searches if stage and s.stage == stage and {source, target} & set(s.jurisdictions)
    )
    without = tuple(p for p in (source, target) if p not in named)
    return PurposeAnswer(purpose, finding, chains, bridges, without, searches if missing else ())


def _chains(day: _Day, source: str, target: str, purpose: Purpose, longest: int) -> tuple[Chain, ...]:
    """Return every chain of at most *longest* hops that has no detour, best first."""
    graph = day.graph(purpose)
    if source not in graph or target not in graph:
        return ()
    found = []
    # The types of networkx know paths of plain graphs only; those of a multigraph have the key as well.
    paths = nx.all_simple_edge_paths(graph, source, target, cutoff=longest)
    for path in cast("Iterable[list[tuple[str, str, str]]]", paths):
        names = [name for _, _, name in path]
        stops = [source, *(y for _, y, _ in path)]
        if not _has_detour(day, names, stops):
            found.append(Chain(tuple(_hop(day, n, *p, purpose) for n, p in zip(names, pairwise(stops), strict=True))))
    found.sort(key=lambda c: (list(Finding).index(c.finding), len(c.hops), c.parties, _narrowness(day, c)))
    return tuple(found)


def _narrowness(day: _Day, chain: Chain) -> list[tuple[int, str]]:
    """Return what puts the agreements of fewest parties first."""
    return [(len(day.parties(h.agreement)), h.agreement) for h in chain.hops]


def _has_detour(day: _Day, names: Sequence[str], stops: Sequence[str]) -> bool:
    """Tell whether an agreement of the chain itself reaches a stop that the chain comes to by another."""
    for i, name in enumerate(names):
        parties = set(day.parties(name))
        if any(stop in parties for k, stop in enumerate(stops) if k not in (i, i + 1)):
            return True
    return False


def _hop(day: _Day, name: str, source: str, target: str, purpose: Purpose) -> Hop:
    agreement = day.by_name[name]
    sides = day.standing(name, source), day.standing(name, target)
    return Hop(
        name,
        *sides,
        _worst(s.state for s in sides),
        agreement.force.obliges and purpose is not Purpose.COOPERATION,
        weakest([agreement.status, *(m.status for s in sides for m in s.participations)]),
    )


def _bridges(catalogue: Catalogue, day: _Day, source: str, target: str, purpose: Purpose) -> tuple[Bridge, ...]:
    """Return the agreements for *purpose* that lack the fewest sides, and those whose missing link was looked
    for or has another contact; fewest missing first, then the strongest force."""
    found = []
    for a in day.agreements:
        sides = [day.standing(a.name, p) for p in (source, target)]
        missing = tuple(s for s in sides if s.state is InForce.NO)
        if purpose not in a.purposes or not missing:
            continue
        bridge = Bridge(
            a.name,
            missing,
            tuple(s for s in sides if s.state is not InForce.NO),
            tuple(_contacts(day, a, [s.party for s in missing])),
            tuple(s.name for s in catalogue.searches if _bears_on(s, a, missing)),
            weakest([a.status, *(m.status for s in sides for m in s.participations)]),
        )
        found.append(((len(missing), list(Force).index(a.force), a.name), bridge))
    least = min((len(b.missing) for _, b in found), default=0)
    found.sort(key=lambda f: f[0])
    return tuple(b for _, b in found if len(b.missing) == least or b.contacts or b.searches)


def _contacts(day: _Day, agreement: Agreement, parties: Sequence[str]) -> Iterable[str]:
    for other in day.agreements:
        with_issuer = agreement.issuer and other.name != agreement.name and agreement.issuer in other.contacts
        if with_issuer and any(day.standing(other.name, p).state is not InForce.NO for p in parties):
            yield other.name


def _bears_on(search: Search, agreement: Agreement, missing: Sequence[Standing]) -> bool:
    return (
        bool(agreement.issuer)
        and agreement.issuer in search.bodies
        and any(s.party in search.jurisdictions for s in missing)
    )


def _best(chains: Sequence[Chain]) -> Finding:
    return min((c.finding for c in chains), key=list(Finding).index, default=Finding.NONE)


def _worst(states: Iterable[InForce]) -> InForce:
    return max(states, key=_ORDER.index)


def _best_state(states: Iterable[InForce]) -> InForce:
    return min(states, key=_ORDER.index, default=InForce.NO)


def find_standing(agreement: Agreement, party: str, on: str) -> Standing:
    """Return how the jurisdiction *party* stands in *agreement* on the day *on*; absent where nothing is recorded."""
    if not any(m.party == party for m in agreement.participations):
        return Standing(party, InForce.NO, (), Why.ABSENT)
    return _standing(agreement, party, on)
