"""Which agreements link two jurisdictions on a date, for which purpose, and where the chain breaks.

Recognition is not transitive: an agreement obliges those who take part in it and nobody else. So only a
*direct* link can be recognition; a chain of several hops is a chain of facts, and never more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

import networkx as nx

from competency_graph.model import Agreement, Catalogue, Force, InForce, Purpose, Search, Status, weakest
from competency_graph.recognition.linking import stages_of
from competency_graph.recognition.standing import Day, Standing, Why, worst

#: The most hops that a chain may have.
LONGEST = 3

#: The career stage whose searches bear on a purpose, beside those that concern the issuer of an agreement.
_STAGE = {Purpose.REGISTRATION: "EngineerStage", Purpose.REGULATED_PROFESSION: "EngineerStage"}

#: Why a side is missing that has begun to take part, or may have.
_BEGUN = (Why.NOT_YET, Why.PROVISIONAL, Why.PROVISIONAL_UNKNOWN, Why.SUSPENDED)


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


@dataclass(frozen=True)
class Hop:
    """One agreement in which both *source* and *target* take part on the date."""

    agreement: str
    source: Standing
    target: Standing
    state: InForce
    obliges: bool
    status: Status

    @property
    def is_hypothetical(self) -> bool:
        """True where the agreement, or a part in it, is only supposed."""
        return self.status is Status.HYPOTHETICAL


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
        return worst(h.state for h in self.hops)

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

    *bridges* are the nearest ones; where recognition is in force, only those that would cover another career stage,
    or that one side is on its way into. *without* names the sides that take part in no agreement for the purpose,
    and *searches* what was looked for in vain.
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
        return best_status(self.chains)

    @property
    def is_hypothetical(self) -> bool:
        """True where the finding rests on what is only supposed."""
        return self.status is Status.HYPOTHETICAL


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


def find_pathways(
    catalogue: Catalogue,
    source: str,
    target: str,
    on: str,
    purposes: Sequence[Purpose] = tuple(Purpose),
    longest: int = LONGEST,
) -> Pathways:
    """Return what links the jurisdictions *source* and *target* on the day *on*, for each of *purposes*."""
    day = Day(catalogue.agreements, on)
    answers = tuple(_answer(catalogue, day, source, target, p, longest) for p in purposes)
    both = tuple(s.name for s in catalogue.searches if {source, target} <= set(s.jurisdictions))
    as_of = max((a.as_of for a in catalogue.agreements), default="")
    return Pathways(source, target, on, as_of, longest, answers, both)


def _answer(catalogue: Catalogue, day: Day, source: str, target: str, purpose: Purpose, longest: int) -> PurposeAnswer:
    chains = find_chains(day, source, target, purpose, longest)
    finding = best_finding(chains)
    missing = finding is not Finding.RECOGNITION and purpose is not Purpose.COOPERATION
    bridges = _bridges(catalogue, day, source, target, purpose) if purpose is not Purpose.COOPERATION else ()
    if finding is Finding.RECOGNITION:
        bridges = tuple(b for b in bridges if _adds(b, chains, day))
    named = {m.party for a in day.agreements if purpose in a.purposes for m in a.participations}
    stage = _STAGE.get(purpose)
    searches = tuple(
        s.name for s in catalogue.searches if stage and s.stage == stage and {source, target} & set(s.jurisdictions)
    )
    without = tuple(p for p in (source, target) if p not in named)
    return PurposeAnswer(purpose, finding, chains, bridges, without, searches if missing else ())


def _adds(bridge: Bridge, chains: Sequence[Chain], day: Day) -> bool:
    """Tell whether a bridge would add anything where recognition is in force already: a career stage that no
    recognition in force covers, or a part that one side has taken up and that is not in effect on the day."""
    covered = {
        stage
        for c in chains
        if c.finding is Finding.RECOGNITION
        for stage in stages_of(day.by_name[c.hops[0].agreement])
    }
    begun = any(s.why in _BEGUN for s in bridge.missing)
    return begun or bool(set(stages_of(day.by_name[bridge.agreement])) - covered)


def find_chains(day: Day, source: str, target: str, purpose: Purpose, longest: int) -> tuple[Chain, ...]:
    """Return every chain of at most *longest* hops that has no detour, best first."""
    paths = _paths(day.graph(purpose), day.members, (source,), (), target, longest)
    hops = cache(lambda name, a, b: _hop(day, name, a, b, purpose))
    found = [Chain(tuple(hops(n, *p) for n, p in zip(names, pairwise(stops), strict=True))) for stops, names in paths]
    found.sort(key=lambda c: (list(Finding).index(c.finding), len(c.hops), c.parties, _narrowness(day, c)))
    return tuple(found)


def _paths(
    graph: nx.MultiGraph[str],
    members: Mapping[str, frozenset[str]],
    stops: tuple[str, ...],
    names: tuple[str, ...],
    target: str,
    longest: int,
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield stops and agreements of the paths that go on from *stops* to *target*.

    No path has a detour: no agreement of it reaches a stop that the path comes to by another.
    """
    here = stops[-1]
    if here not in graph or len(names) == longest:
        return
    passed = {stop for name in names for stop in members[name]}
    for there, edges in graph.adj[here].items():
        if there in stops or there in passed or (there != target and len(names) + 1 == longest):
            continue
        for name in edges:
            reached = members[name]
            if any(stop in reached for stop in stops[:-1]) or (there != target and target in reached):
                continue
            if there == target:
                yield (*stops, there), (*names, name)
            else:
                yield from _paths(graph, members, (*stops, there), (*names, name), target, longest)


def _narrowness(day: Day, chain: Chain) -> list[tuple[int, str]]:
    """Return what puts the agreements of fewest parties first."""
    return [(len(day.members[h.agreement]), h.agreement) for h in chain.hops]


def _hop(day: Day, name: str, source: str, target: str, purpose: Purpose) -> Hop:
    agreement = day.by_name[name]
    sides = day.standing(name, source), day.standing(name, target)
    return Hop(
        name,
        *sides,
        worst(s.state for s in sides),
        agreement.force.obliges and purpose is not Purpose.COOPERATION,
        weakest([agreement.status, *(m.status for s in sides for m in s.participations)]),
    )


def _bridges(catalogue: Catalogue, day: Day, source: str, target: str, purpose: Purpose) -> tuple[Bridge, ...]:
    """Return the agreements for *purpose* that lack the fewest sides, and those whose missing link was looked
    for; fewest missing first, then the strongest force."""
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
    return tuple(b for _, b in found if len(b.missing) == least or b.searches)


def _contacts(day: Day, agreement: Agreement, parties: Sequence[str]) -> Iterable[str]:
    for other in day.agreements:
        with_issuer = agreement.issuer and other.name != agreement.name and agreement.issuer in other.contacts
        if with_issuer and any(day.standing(other.name, p).state is not InForce.NO for p in parties):
            yield other.name


def _bears_on(search: Search, agreement: Agreement, missing: Sequence[Standing]) -> bool:
    """Tell whether a search was for the part of a missing side: in this agreement where it names any, else in one
    of the same issuer and career stage."""
    if not any(s.party in search.jurisdictions for s in missing):
        return False
    if search.agreements:
        return agreement.name in search.agreements
    of_issuer = bool(agreement.issuer) and agreement.issuer in search.bodies
    return of_issuer and (not search.stage or search.stage in stages_of(agreement))


def best_status(chains: Sequence[Chain]) -> Status:
    """Return the strongest status among the best of *chains*; that of a search in vain where there is none."""
    finding = best_finding(chains)
    best = [c.status for c in chains if c.finding is finding]
    return min(best, key=list(Status).index) if best else Status.NOT_FOUND


def best_finding(chains: Sequence[Chain]) -> Finding:
    """Return the best that *chains* amount to."""
    return min((c.finding for c in chains), key=list(Finding).index, default=Finding.NONE)
