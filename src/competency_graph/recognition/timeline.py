"""How the answer to ``pathways`` changed over time: accessions, suspensions, expiry."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from competency_graph.model import Agreement, Catalogue, InForce, Participation, Purpose, Status
from competency_graph.recognition.pathways import LONGEST, Finding, best_finding, best_status, find_chains
from competency_graph.recognition.standing import Day


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
    """A day on which something changed between two jurisdictions; *findings* hold from it on, by purpose.

    *hypothetical* names the purposes whose finding rests on what is only supposed.
    """

    date: str
    steps: tuple[Step, ...]
    findings: Mapping[Purpose, Finding]
    changed: tuple[Purpose, ...]
    hypothetical: tuple[Purpose, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """How the answer between two jurisdictions changed; *first* held before the first turn."""

    source: str
    target: str
    as_of: str
    first: Mapping[Purpose, Finding]
    turns: tuple[Turn, ...]


def find_timeline(
    catalogue: Catalogue,
    source: str,
    target: str,
    purposes: Sequence[Purpose] = tuple(Purpose),
    longest: int = LONGEST,
) -> Timeline:
    """Return every day on which what links *source* and *target* changed, or a fact on which it rests."""
    agreements = catalogue.agreements
    day = Day(agreements, "0000-01-01")
    chains = {p: find_chains(day, source, target, p, longest) for p in purposes}
    first = {p: best_finding(chains[p]) for p in purposes}
    turns: list[Turn] = []
    found = first
    for date in _days(agreements):
        later = Day(agreements, date)
        after = {p: find_chains(later, source, target, p, longest) for p in purposes}
        findings = {p: best_finding(after[p]) for p in purposes}
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
            supposed = tuple(p for p in purposes if best_status(after[p]) is Status.HYPOTHETICAL)
            turns.append(Turn(date, steps, findings, changed, supposed))
        day, chains, found = later, after, findings
    return Timeline(source, target, max((a.as_of for a in agreements), default=""), first, tuple(turns))


def _days(agreements: Iterable[Agreement]) -> list[str]:
    """Return every day on which the state of a span of *agreements* may change, in order."""
    days: set[str] = set()
    spans = [span for a in agreements for span in (a.span, *(m.span for m in a.participations))]
    for span in spans:
        # The last day of a month or year is written as the 31st at most, so the next day is computed from it.
        if span.start or span.seen:
            days |= {span.start_range[0] if span.start else "", _real(span.start_range[1])}
        if span.end:
            days |= {_next(day) for day in span.end_range if day < "9999-12-31"}  # no day comes after that one
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
