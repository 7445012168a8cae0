"""The asserted layer: published mappings, what follows from them, and where it disagrees with the derived layer.

Rules, after SSSOM's chaining rules (mapping-commons, chaining-rules): inversion, transitivity of exact, broad and
narrow, and exact composed with broad or narrow. Close and related matches are symmetric and never chain. A mapping
that holds is not derived again, so no proof runs in a circle.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain as join
from math import prod

from competency_graph.errors import InputError
from competency_graph.model import Assertion, Catalogue, Statement, Status, weakest
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import Pair, comparable
from competency_graph.recognition.explanation import explain
from competency_graph.vocabulary import Curie, Iri

Triple = tuple[Iri, Curie, Iri]

EXACT, CLOSE, BROAD, NARROW, RELATED = (
    Curie(f"skos:{p}Match") for p in ("exact", "close", "broad", "narrow", "related")
)
_INVERSE = {EXACT: EXACT, CLOSE: CLOSE, RELATED: RELATED, BROAD: NARROW, NARROW: BROAD}
_COMPOSED = {
    (EXACT, EXACT): EXACT,
    (EXACT, BROAD): BROAD,
    (BROAD, EXACT): BROAD,
    (BROAD, BROAD): BROAD,
    (EXACT, NARROW): NARROW,
    (NARROW, EXACT): NARROW,
    (NARROW, NARROW): NARROW,
}
_DISJOINT = ((EXACT, BROAD), (EXACT, NARROW), (EXACT, RELATED), (BROAD, NARROW))
#: More conclusions than this are refused: exact matches within one group grow with its square.
LIMIT = 1_000_000


@dataclass(frozen=True)
class Conclusion:
    """A mapping that is asserted or follows, with the assertions it rests on.

    *confidence* is that of the least certain premise, or, where several authors assert the same, 1 - prod(1 - c)
    (noisy-or); None where a premise states none. *rule* is ``asserted``, ``inversion`` or ``chain``.
    """

    subject: Iri
    predicate: Curie
    object: Iri
    rule: str
    proof: tuple[Assertion, ...]
    confidence: float | None

    @property
    def status(self) -> Status:
        """The weakest status among the premises."""
        return weakest(a.status for a in self.proof)

    @property
    def authors(self) -> tuple[str, ...]:
        """Everyone on whose word the mapping rests."""
        return tuple(dict.fromkeys(join.from_iterable(a.authors for a in self.proof)))


@dataclass(frozen=True)
class Withdrawn:
    """A mapping both concluded and denied: neither holds; both proofs are kept."""

    conclusion: Conclusion
    denials: tuple[Assertion, ...]


@dataclass(frozen=True)
class Closure:
    """All that follows from a set of assertions, and what was withdrawn because somebody denies it."""

    conclusions: tuple[Conclusion, ...]
    withdrawn: tuple[Withdrawn, ...] = ()

    @property
    def clashes(self) -> tuple[tuple[Conclusion, Conclusion], ...]:
        """The conclusions on one pair that cannot both be true: SKOS holds exact apart from broad, narrow and
        related matches (S46), and broad apart from narrow."""
        by_pair: dict[tuple[Iri, Iri], dict[Curie, Conclusion]] = defaultdict(dict)
        for c in self.conclusions:
            by_pair[c.subject, c.object][c.predicate] = c
        return tuple((found[a], found[b]) for found in by_pair.values() for a, b in _DISJOINT if {a, b} <= found.keys())

    def between(self, a: Iri, b: Iri) -> tuple[Conclusion, ...]:
        """Return what is concluded of *a* against *b*, in that direction."""
        return tuple(c for c in self.conclusions if (c.subject, c.object) == (a, b))


@lru_cache(maxsize=4)
def close(assertions: tuple[Assertion, ...]) -> Closure:
    """Return all that follows from *assertions*; raises InputError where that is too much to hold."""
    positive: dict[Triple, list[Assertion]] = defaultdict(list)
    negative: dict[Triple, list[Assertion]] = defaultdict(list)
    for a in assertions:
        (negative if a.is_negative else positive)[a.subject, a.predicate, a.object].append(a)
    denied: dict[Triple, list[Assertion]] = defaultdict(list)
    for triple, who in negative.items():
        for same in dict.fromkeys((triple, _inverted(triple))):
            denied[same] += who
    found = _fixpoint(positive, frozenset())
    withdrawn: dict[Triple, Withdrawn] = {}
    while clash := [t for t in found if t in denied and t not in withdrawn]:
        for triple in clash:
            withdrawn[triple] = Withdrawn(found[triple], tuple(denied[triple]))
        # What rests on a withdrawn mapping alone goes with it; what has another proof is found again.
        found = _fixpoint(positive, frozenset(withdrawn) | frozenset(map(_inverted, withdrawn)))
    return Closure(tuple(found.values()), tuple(withdrawn.values()))


def _inverted(triple: Triple) -> Triple:
    """Return the same mapping seen from its object; one whose predicate has no inverse stays as it is."""
    subject, predicate, object_ = triple
    return (object_, _INVERSE[predicate], subject) if predicate in _INVERSE else triple


def _fixpoint(asserted: Mapping[Triple, Sequence[Assertion]], barred: frozenset[Triple]) -> dict[Triple, Conclusion]:
    """Return every mapping that follows, with its first proof; a proof cites only what was found before it."""
    found: dict[Triple, Conclusion] = {}
    queue: deque[Triple] = deque()
    outgoing: dict[Iri, list[Triple]] = defaultdict(list)
    incoming: dict[Iri, list[Triple]] = defaultdict(list)

    def add(triple: Triple, rule: str, proof: Iterable[Assertion]) -> None:
        if triple in found or triple in barred or triple[0] == triple[2]:
            return
        if len(found) == LIMIT:
            raise InputError(f"more than {LIMIT} mappings follow from the crosswalks; leave the largest one out")
        premises = tuple(dict.fromkeys(proof))
        found[triple] = Conclusion(*triple, rule, premises, _confidence(premises, several=rule == "asserted"))
        queue.append(triple)

    for triple, who in asserted.items():
        add(triple, "asserted", who)
    while queue:
        triple = queue.popleft()
        subject, predicate, object_ = triple
        here = found[triple].proof
        add(_inverted(triple), "inversion", here)
        for other in outgoing[object_]:
            if composed := _COMPOSED.get((predicate, other[1])):
                add((subject, composed, other[2]), "chain", (*here, *found[other].proof))
        for other in incoming[subject]:
            if composed := _COMPOSED.get((other[1], predicate)):
                add((other[0], composed, object_), "chain", (*found[other].proof, *here))
        outgoing[subject].append(triple)
        incoming[object_].append(triple)
    return found


def _confidence(premises: Sequence[Assertion], *, several: bool) -> float | None:
    stated = [a.confidence for a in premises if a.confidence is not None]
    if len(stated) < len(premises) or not stated:
        return None
    return 1 - prod(1 - c for c in stated) if several else min(stated)


class LayerAgreement(StrEnum):
    """How a crosswalk's mapping and the derived layer stand to each other."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CONTRADICTS = "contradicts"
    NOT_COMPARED = "not-compared"


@dataclass(frozen=True)
class Judged:
    """A published mapping of two statements beside the derived verdict; no pair where the kinds are not compared."""

    conclusion: Conclusion
    source: Statement
    target: Statement
    pair: Pair | None
    agreement: LayerAgreement

    @property
    def derived(self) -> str:
        """The derived verdict in the substantial reading, or in the strict one where only that relates the two."""
        if self.agreement is LayerAgreement.NOT_COMPARED:
            return ""
        if self.pair is None:
            return "unrelated"
        return self.pair.strict if self.pair.substantial == "unrelated" else self.pair.substantial


#: What the derived layer may say (substantial reading, or strict) where it agrees, and where it contradicts.
_AGREES = {
    EXACT: {"equivalent"},
    CLOSE: {"equivalent", "exceeds", "falls-short"},
    BROAD: {"exceeds"},
    NARROW: {"falls-short"},
    RELATED: {"equivalent", "exceeds", "falls-short", "overlaps"},
}
_CONTRADICTS = {
    EXACT: {"unrelated"},
    CLOSE: {"unrelated"},
    BROAD: {"unrelated", "falls-short"},
    NARROW: {"unrelated", "exceeds"},
    RELATED: set(),  # so weak a word that the derived layer may only differ from it
}


def judge(catalogue: Catalogue, arrays: Arrays, on: str, *, chained: bool = False) -> tuple[Judged, ...]:
    """Return every published mapping between two statements beside what is derived; with *chained* also what
    follows from several, but never the bare inverse of a mapping."""
    return tuple(_judged(catalogue, arrays, on, close(catalogue.assertions).conclusions, chained))


def _judged(
    catalogue: Catalogue, arrays: Arrays, on: str, conclusions: Iterable[Conclusion], chained: bool
) -> Iterator[Judged]:
    by_iri = {s.iri: s for s in catalogue.statements.values()}
    shown: set[Triple] = set()
    for c in conclusions:
        triple = (c.subject, c.predicate, c.object)
        is_wanted = c.rule == "asserted" or (chained and c.rule == "chain" and _inverted(triple) not in shown)
        if is_wanted and c.subject in by_iri and c.object in by_iri:
            shown.add(triple)
            a, b = by_iri[c.subject], by_iri[c.object]
            pair = explain(catalogue, arrays, a, b, on).pair if a.demands and b.demands else None
            yield judge_pair(c, a, b, pair)


def judge_pair(conclusion: Conclusion, a: Statement, b: Statement, pair: Pair | None) -> Judged:
    """Return one published mapping of *a* and *b* beside what is derived of them, *pair*, or None if unrelated."""
    if not (a.demands and b.demands and comparable(a.kind, b.kind) and conclusion.predicate in _AGREES):
        return Judged(conclusion, a, b, None, LayerAgreement.NOT_COMPARED)
    return Judged(conclusion, a, b, pair, agreement_of(conclusion.predicate, pair))


def agreement_of(predicate: Curie, pair: Pair | None) -> LayerAgreement:
    """Return how *predicate* stands to the verdicts of a *pair*, None being unrelated.

    >>> str(agreement_of(EXACT, None))
    'contradicts'
    """
    verdicts = {pair.strict, pair.substantial} if pair else {"unrelated"}
    if verdicts & _AGREES[predicate]:
        return LayerAgreement.AGREES
    # Strictly unrelated beside a substantial relation, or the other way round, is a relation.
    strongest = verdicts - {"unrelated"} or verdicts
    return LayerAgreement.CONTRADICTS if strongest <= _CONTRADICTS[predicate] else LayerAgreement.DIFFERS
