"""Two profiles held against each other: verdicts of pairs, coverage of statements, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from competency_graph.errors import InputError
from competency_graph.kernel import (
    COVERED,
    EQUIVALENT,
    EXCEEDS,
    FALLS_SHORT,
    Carriage,
    Parameters,
    compare_pairs,
    cover,
)
from competency_graph.model import Catalogue, Demand, Kind, Profile, Statement, Status, weakest
from competency_graph.recognition.arrays import Arrays
from competency_graph.vocabulary import Curie

VERDICTS = ("unrelated", "overlaps", "falls-short", "exceeds", "equivalent")
COVERAGES = ("none", "partial", "full")
#: A verdict is robust if it stays the same while each parameter moves this many points either way.
MARGIN = 5

_FAMILY = {
    Kind.LEARNING_OUTCOME: "outcomes of persons",
    Kind.KNOWLEDGE_PROFILE: "outcomes of persons",
    Kind.COMPETENCY: "outcomes of persons",
    Kind.CRITERION: "accreditation criteria",
    Kind.LEVEL_DESCRIPTOR: "outcomes of persons",
}


@dataclass(frozen=True)
class Missing:
    """One element that a statement demands and the other side does not give.

    *reason*: ``element`` (nothing of it is there), ``rung`` (only something weaker that it implies), or
    ``level`` (it is there, below the level demanded). *present* and *required* say what is there and what
    is asked, as element names or as ``complexity/autonomy`` ranks.
    """

    element: str
    reason: str
    present: str
    required: str
    is_essential: bool = False


@dataclass(frozen=True)
class Pair:
    """Two statements that are related in at least one reading."""

    source: Curie
    target: Curie
    strict: str
    substantial: str
    forward: Fraction
    backward: Fraction
    similarity: Fraction
    status: Status
    robust: bool
    theta_range: tuple[int, int]
    overlap_range: tuple[int, int]


@dataclass(frozen=True)
class StatementAnswer:
    """One statement held against the whole other profile."""

    id: Curie
    side: str
    strict: str
    substantial: str
    coverage: Fraction
    by: tuple[Curie, ...]
    missing: tuple[Missing, ...]
    status: Status
    robust: bool
    theta_range: tuple[int, int]


@dataclass(frozen=True)
class Participant:
    """One side as it entered the comparison."""

    asked: str
    profile: Profile
    edition: str
    adopts: str
    adoption_status: Status | None
    adoption_reason: str
    verified: int
    total: int


@dataclass(frozen=True)
class Comparison:
    """The answer to ``compare A B``."""

    source: Participant
    target: Participant
    parameters: Parameters
    fitted_on: str
    release: str
    on: str
    verified_only: bool
    pairs: tuple[Pair, ...]
    statements: tuple[StatementAnswer, ...]

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many statements of each side are covered, partly covered or without counterpart, and how many
        pairs have which verdict, both in the substantial reading."""
        sides = {
            side: dict.fromkeys(reversed(COVERAGES), 0)
            | dict(Counter(s.substantial for s in self.statements if s.side == side))
            for side in ("source", "target")
        }
        return {**sides, "pairs": dict.fromkeys(reversed(VERDICTS[1:]), 0) | dict(_pair_counts(self.pairs))}

    @property
    def status(self) -> Status:
        """The weakest status among the premises of the whole answer."""
        return weakest([s.status for s in self.statements])


def _pair_counts(pairs: Sequence[Pair]) -> Counter[str]:
    return Counter(p.substantial for p in pairs if p.substantial != "unrelated")


def compare(
    catalogue: Catalogue,
    arrays: Arrays,
    source: Participant,
    target: Participant,
    on: str,
    parameters: Parameters | None = None,
    verified_only: bool = False,
) -> Comparison:
    """Return *source* and *target* held against each other, in both readings."""
    p = parameters or Parameters(catalogue.parameters.theta, catalogue.parameters.overlap)
    left, right = (_statements(catalogue, side.profile, verified_only) for side in (source, target))
    _check_kinds(source, left, target, right)
    a, b = (arrays.carry([s.demands for s in side]) for side in (left, right))
    pairs = _pairs(left, right, a, b, arrays, p, (source, target))
    answers = [
        *_answers("source", left, right, a, b, arrays, p, (source, target)),
        *_answers("target", right, left, b, a, arrays, p, (source, target)),
    ]
    return Comparison(
        source,
        target,
        p,
        catalogue.parameters.fitted_on,
        catalogue.release,
        on,
        verified_only,
        tuple(pairs),
        tuple(answers),
    )


def coded_once(answer: Comparison, catalogue: Catalogue) -> Iterator[tuple[str, int, int]]:
    """Yield each profile with statements that one coder alone coded: how many of how many that were compared."""
    for name, side in (("source", answer.source), ("target", answer.target)):
        mine = [catalogue.statements[s.id] for s in answer.statements if s.side == name]
        if once := sum(not s.is_coded_twice for s in mine):
            yield side.profile.id, once, len(mine)


def _check_kinds(
    source: Participant, left: Sequence[Statement], target: Participant, right: Sequence[Statement]
) -> None:
    if left and right and not any(comparable(a.kind, b.kind) for a in left for b in right):
        raise InputError(
            f"{source.profile.id} holds {_FAMILY[left[0].kind]} and {target.profile.id} {_FAMILY[right[0].kind]}; "
            "only statements of one kind are compared"
        )


def _statements(catalogue: Catalogue, profile: Profile, verified_only: bool) -> list[Statement]:
    found = [catalogue.statements[s] for s in profile.statements]
    return [s for s in found if s.demands and (s.status.is_verified or not verified_only)]


def comparable(a: Kind, b: Kind) -> bool:
    """Tell whether statements of these kinds are compared: persons with persons, criteria with criteria.

    >>> comparable(Kind.LEARNING_OUTCOME, Kind.COMPETENCY), comparable(Kind.CRITERION, Kind.COMPETENCY)
    (True, False)
    """
    return _FAMILY[a] == _FAMILY[b]


def _pairs(
    left: Sequence[Statement],
    right: Sequence[Statement],
    a: Carriage,
    b: Carriage,
    arrays: Arrays,
    p: Parameters,
    participants: tuple[Participant, Participant],
) -> list[Pair]:
    verdicts = compare_pairs(a, b, arrays.hierarchy, p)
    possible = compare_pairs(a, b, arrays.hierarchy, Parameters(1, p.overlap)).substantial
    related = np.argwhere((verdicts.strict > 0) | (verdicts.substantial > 0))
    adopted = _adopted(participants)
    found = []
    for i, j in related.tolist():
        if not comparable(left[i].kind, right[j].kind):
            continue
        shared, mine, yours = int(verdicts.shared[i, j]), int(a.demand[i]), int(b.demand[j])
        forward, backward = Fraction(shared, yours), Fraction(shared, mine)
        verdict = VERDICTS[verdicts.substantial[i, j]]
        turns = [
            int(100 * share)
            for share, codes in ((forward, (EXCEEDS, EQUIVALENT)), (backward, (FALLS_SHORT, EQUIVALENT)))
            if possible[i, j] in codes
        ]
        thetas, overlaps = _theta_range(turns, p.theta), _overlap_range(verdict, max(forward, backward))
        found.append(
            Pair(
                left[i].id,
                right[j].id,
                VERDICTS[verdicts.strict[i, j]],
                verdict,
                forward,
                backward,
                Fraction(shared, mine + yours - shared),
                weakest([left[i].status, right[j].status, *adopted]),
                _is_wide(thetas, p.theta) and _is_wide(overlaps, p.overlap),
                thetas,
                overlaps,
            )
        )
    return found


def _adopted(participants: tuple[Participant, Participant]) -> list[Status]:
    return [side.adoption_status for side in participants if side.adoption_status is not None]


def _is_wide(span: tuple[int, int], value: int) -> bool:
    low, high = span
    return low <= max(1, value - MARGIN) and high >= min(100, value + MARGIN)


def _theta_range(turns: Sequence[int], theta: int) -> tuple[int, int]:
    """Return between which values theta may lie without passing a turn; a test holds up to its turn.

    >>> _theta_range([50, 80], 65), _theta_range([], 65)
    ((51, 80), (1, 100))
    """
    return 1 + max((t for t in turns if t < theta), default=0), min((t for t in turns if t >= theta), default=100)


def _overlap_range(verdict: str, larger: Fraction) -> tuple[int, int]:
    turn = int(100 * larger)
    if verdict == "overlaps":
        return 1, turn
    return (turn + 1, 100) if verdict == "unrelated" else (1, 100)


def _answers(
    side: str,
    own: Sequence[Statement],
    others: Sequence[Statement],
    own_rows: Carriage,
    other_rows: Carriage,
    arrays: Arrays,
    p: Parameters,
    participants: tuple[Participant, Participant],
) -> list[StatementAnswer]:
    coverages = cover(other_rows, own_rows, arrays.hierarchy, p)
    possible = cover(other_rows, own_rows, arrays.hierarchy, Parameters(1, p.overlap)).substantial
    have = _union(others, arrays)
    status = {s.id: s.status for s in (*own, *others)}
    answers = []
    for k, statement in enumerate(own):
        share = Fraction(int(coverages.met[k]), int(own_rows.demand[k]))
        verdict = COVERAGES[coverages.substantial[k]]
        by = _givers(statement, others, arrays)
        span = _theta_range([int(100 * share)] if possible[k] == COVERED else [], p.theta)
        answers.append(
            StatementAnswer(
                statement.id,
                side,
                COVERAGES[coverages.strict[k]],
                verdict,
                share,
                by,
                tuple(find_missing(statement.demands, have, arrays)),
                weakest([statement.status, *(status[x] for x in by), *_adopted(participants)]),
                _is_wide(span, p.theta),
                span,
            )
        )
    return answers


def _givers(statement: Statement, others: Sequence[Statement], arrays: Arrays) -> tuple[Curie, ...]:
    """Return statements of the other side that together give all that is met of *statement*, largest share
    first: each adds something at level that those before it do not give."""
    wanted = [(x, d.complexity, d.autonomy) for d in statement.demands for x in arrays.closure[d.element]]
    gives = {o.id: _met(wanted, o, arrays) for o in others}
    chosen: list[Curie] = []
    left = set().union(*gives.values()) if gives else set()
    while left:
        best = max(gives, key=lambda o: sum(arrays.weight(x) for x, _, _ in gives[o] & left))
        chosen.append(best)
        left -= gives[best]
    return tuple(chosen)


def _met(wanted: Sequence[tuple[str, int, int]], other: Statement, arrays: Arrays) -> set[tuple[str, int, int]]:
    return {
        (x, c, a)
        for x, c, a in wanted
        if any(x in arrays.closure[d.element] and d.complexity >= c and d.autonomy >= a for d in other.demands)
    }


Union = Mapping[str, frozenset[tuple[int, int]]]


def _union(statements: Sequence[Statement], arrays: Arrays) -> Union:
    """Return at which levels the union of *statements* carries each element."""
    have: dict[str, set[tuple[int, int]]] = {}
    for statement in statements:
        for demand in statement.demands:
            for name in arrays.closure[demand.element]:
                have.setdefault(name, set()).add((demand.complexity, demand.autonomy))
    return {name: frozenset(levels) for name, levels in have.items()}


def find_missing(demands: Sequence[Demand], have: Union, arrays: Arrays) -> list[Missing]:
    """Return which of *demands* the union *have* does not meet, and why."""
    found = []
    for demand in demands:
        levels = have.get(demand.element, frozenset())
        asked = (demand.complexity, demand.autonomy)
        if any(c >= asked[0] and a >= asked[1] for c, a in levels):
            continue
        if levels:
            best = max(levels)
            levels_of = (f"{best[0]}/{best[1]}", f"{asked[0]}/{asked[1]}")
            found.append(Missing(demand.element, "level", *levels_of, demand.is_essential))
            continue
        weaker = sorted(
            (x for x in arrays.closure[demand.element] if x in have and x != demand.element),
            key=lambda x: (-len(arrays.closure[x]), -_likeness(x, demand.element), x),
        )
        reason, present = ("rung", weaker[0]) if weaker else ("element", "")
        found.append(Missing(demand.element, reason, present, demand.element, demand.is_essential))
    return found


def _likeness(a: str, b: str) -> int:
    """Return how many words two element names share: of two weaker things the one of the same ladder is named."""
    return len(set(a.split("-")) & set(b.split("-")))
