"""How the parties of agreements stand in them on one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations

import networkx as nx

from competency_graph.model import Agreement, InForce, Participation, ParticipationKind, Purpose

_ORDER = (InForce.YES, InForce.UNKNOWN, InForce.NO)


class Why(StrEnum):
    """Why an agreement does not hold for a party on a date."""

    ABSENT = "absent"
    NOT_YET = "not-yet"
    ENDED = "ended"
    SUSPENDED = "suspended"
    PROVISIONAL = "provisional"
    PROVISIONAL_UNKNOWN = "provisional-not-known"
    AGREEMENT = "agreement-not-in-force"


@dataclass(frozen=True)
class Standing:
    """How a party stands in an agreement on a date, with the *participations* that say so."""

    party: str
    state: InForce
    participations: tuple[Participation, ...]
    why: Why | None = None


@dataclass(frozen=True)
class Day:
    """The agreements as they stand on one day."""

    agreements: tuple[Agreement, ...]
    on: str

    @cached_property
    def by_name(self) -> dict[str, Agreement]:
        """The agreements by name."""
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
        """Return how *party* stands in *agreement*; absent where nothing is recorded of it."""
        found = self.standings.get((agreement, party))
        return found or Standing(party, InForce.NO, (), Why.ABSENT)

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """Those for whom each agreement is in force or may be."""
        found: dict[str, set[str]] = {a.name: set() for a in self.agreements}
        for (name, party), standing in self.standings.items():
            if standing.state is not InForce.NO:
                found[name].add(party)
        return {name: frozenset(parties) for name, parties in found.items()}

    def graph(self, purpose: Purpose) -> nx.MultiGraph[str]:
        """Return the jurisdictions with an edge, keyed by the agreement, where one links two of them."""
        graph: nx.MultiGraph[str] = nx.MultiGraph()
        for a in self.agreements:
            if purpose in a.purposes:
                parties = sorted(self.members[a.name])
                for x, y in combinations(parties, 2):
                    graph.add_edge(x, y, key=a.name)
        return graph


def find_standing(agreement: Agreement, party: str, on: str) -> Standing:
    """Return how the jurisdiction *party* stands in *agreement* on the day *on*; absent where nothing is recorded."""
    if not any(m.party == party for m in agreement.participations):
        return Standing(party, InForce.NO, (), Why.ABSENT)
    return _standing(agreement, party, on)


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
    signed = [] if any(m.span.start or m.span.seen for m in full) else kinds[ParticipationKind.SIGNED]
    states = [(m.span.state(on), m) for m in full]
    states += [(worst([m.span.state(on), InForce.UNKNOWN]), m) for m in signed]
    state = _best_state(s for s, _ in states)
    suspended = [m for m in kinds[ParticipationKind.SUSPENDED] if m.span.state(on) is not InForce.NO]
    if suspended and state is not InForce.NO:
        if any(m.span.state(on) is InForce.YES for m in suspended):
            return Standing(party, InForce.NO, tuple(suspended), Why.SUSPENDED)
        return Standing(party, InForce.UNKNOWN, (*(m for s, m in states if s is not InForce.NO), *suspended))
    # An agreement that does not say since when it holds is held to begin with those who take part in it.
    dated = agreement.span.start or agreement.span.seen or on > agreement.span.end_range[0]
    whole = agreement.span.state(on) if dated else InForce.YES
    if state is not InForce.NO and whole is InForce.NO:
        return Standing(party, InForce.NO, tuple(mine), Why.AGREEMENT)
    if state is not InForce.NO:
        return Standing(party, worst([state, whole]), tuple(m for s, m in states if s is state))
    return Standing(party, InForce.NO, *_why_not(mine, on))


def _why_not(mine: Sequence[Participation], on: str) -> tuple[tuple[Participation, ...], Why]:
    provisional = [m for m in mine if m.kind is ParticipationKind.PROVISIONAL and m.span.state(on) is not InForce.NO]
    if provisional:
        known = any(m.span.state(on) is InForce.YES for m in provisional)
        return tuple(provisional), Why.PROVISIONAL if known else Why.PROVISIONAL_UNKNOWN
    coming = [m for m in mine if on < m.span.start_range[0]]
    if coming:
        return tuple(coming), Why.NOT_YET
    return tuple(mine), Why.ENDED


def worst(states: Iterable[InForce]) -> InForce:
    """Return the least sure of *states*."""
    return max(states, key=_ORDER.index)


def _best_state(states: Iterable[InForce]) -> InForce:
    return min(states, key=_ORDER.index, default=InForce.NO)
