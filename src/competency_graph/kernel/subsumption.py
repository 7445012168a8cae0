"""Verdicts between statements, and coverage of statements by profiles.

Strict reading: a satisfies b when every demand of b is carried by a at its level. Substantial reading:
a covers b when ``100 * shared >= theta * demand(b)``, when whatever b itself demands and a carries is
carried at b's level, and when a carries more than half of what b itself demands, everything essential
among it. All tests compare integers, so every engine agrees to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from competency_graph.kernel.carriage import Carriage, Hierarchy, Ints
from competency_graph.kernel.verdicts import (
    COVERED,
    EQUIVALENT,
    EXCEEDS,
    FALLS_SHORT,
    NO_COUNTERPART,
    OVERLAPS,
    PARTLY,
    UNRELATED,
    Codes,
    Coverages,
    Parameters,
    Verdicts,
)

#: From this many pairs on the compiled loop pays for its compilation.
_COMPILE_FROM = 2_000_000


@dataclass(frozen=True)
class Counts:
    """The five counts from which all verdicts of a block follow, each of shape (n, m).

    *shared*: weight carried by both. *implied*, *met*, *essential*: how many of the elements that the
    second itself demands the first carries, carries at level, and carries among the essential ones.
    *reverse*: the last three with the roles exchanged.
    """

    shared: Ints
    implied: Ints
    met: Ints
    essential: Ints
    reverse: tuple[Ints, Ints, Ints]


def compare_pairs(a: Carriage, b: Carriage, hierarchy: Hierarchy, parameters: Parameters) -> Verdicts:
    """Return the verdict of every statement of *a* against every statement of *b*.

    Holds ``a.size * b.size`` results in memory; use compare_blocks for large ones.
    """
    blocks = list(compare_blocks(a, b, hierarchy, parameters))
    return Verdicts(
        np.concatenate([v.strict for v in blocks]),
        np.concatenate([v.substantial for v in blocks]),
        np.concatenate([v.shared for v in blocks]),
    )


def compare_blocks(
    a: Carriage,
    b: Carriage,
    hierarchy: Hierarchy,
    parameters: Parameters,
    cells: int = 1_000_000,
    compiled: bool | None = None,
) -> Iterator[Verdicts]:
    """Yield the verdicts of consecutive rows of *a* against all of *b*, about *cells* pairs at a time.

    *compiled* asks for the numba loop (True), for SciPy products (False), or leaves the choice (None):
    the loop where numba is installed and the work is large. Both give identical results.
    """
    step = max(1, cells // max(1, b.size))
    if _is_compiled(a.size * b.size, compiled):
        from competency_graph.kernel.fused import compare_fused

        yield from compare_fused(a, b, hierarchy, parameters, step)
        return
    for start in range(0, max(1, a.size), step):
        block = a.rows(start, min(start + step, a.size))
        yield _decide(_count(block, b, hierarchy), block, b, parameters)


def compare_among(
    a: Carriage, hierarchy: Hierarchy, parameters: Parameters, cells: int = 1_000_000, compiled: bool | None = None
) -> Iterator[tuple[int, Verdicts]]:
    """Yield, block by block, the first row of the block and its verdicts against the rows of *a* from there on.

    Each pair is met once, read from the earlier to the later statement; its reverse follows, since
    verdicts read backwards are mirrored.
    """
    step = max(1, cells // max(1, a.size))
    starts = range(0, max(1, a.size), step)
    if _is_compiled(a.size * a.size, compiled):
        from competency_graph.kernel.fused import among_fused

        yield from zip(starts, among_fused(a, hierarchy, parameters, step), strict=True)
        return
    for low in starts:
        block, rest = a.rows(low, min(low + step, a.size)), a.rows(low, a.size)
        yield low, _decide(_count(block, rest, hierarchy), block, rest, parameters)


def cover(profile: Carriage, b: Carriage, hierarchy: Hierarchy, parameters: Parameters) -> Coverages:
    """Return how far the union of the statements of *profile* meets each statement of *b*.

    Only what is carried at sufficient level counts.
    """
    union = np.zeros(hierarchy.size, dtype=np.uint32)
    np.bitwise_or.at(union, profile.element, profile.mask)
    have = union[b.element]
    met = (have & b.mask) == b.mask
    own = b.own > 0
    own_met = own & ((have & b.own) == b.own)
    met_weight = _sum(hierarchy.weight[b.element] * met, b)
    own_count = _sum(own_met, b)
    essential = _sum(own_met & b.essential, b)
    full = (own_count == b.owned) & (b.owned > 0)
    enough = (
        (100 * met_weight >= parameters.theta * b.demand)
        & (2 * own_count > b.owned)
        & (essential == b.essentials)
        & (b.owned > 0)
    )
    some = met_weight > 0

    def code(test: npt.NDArray[np.bool_]) -> Codes:
        return np.where(test, COVERED, np.where(some, PARTLY, NO_COUNTERPART)).astype(np.uint8)

    return Coverages(code(full), code(enough), met_weight)


def _sum(values: npt.NDArray[Any], b: Carriage) -> Ints:
    total = np.concatenate([[0], np.cumsum(values.astype(np.int64))])
    result: Ints = total[b.indptr[1:]] - total[b.indptr[:-1]]
    return result


def _count(a: Carriage, b: Carriage, hierarchy: Hierarchy) -> Counts:
    """Count by sparse products; one column per element, or per element and role for the levels."""
    width = hierarchy.size
    weights, ones = hierarchy.weight[a.element], np.ones(len(b.element), dtype=np.int64)
    shared = _product(_matrix(a, weights, width), _matrix(b, ones, width))
    implied, met, essential = _one_way(b, a, width)
    return Counts(shared, *_one_way(a, b, width), reverse=(implied.T, met.T, essential.T))


def _one_way(a: Carriage, b: Carriage, width: int) -> tuple[Ints, Ints, Ints]:
    has = _matrix(a, np.ones(len(a.element), dtype=np.int64), width)
    met = np.zeros((a.size, b.size), dtype=np.int64)
    for mask in np.unique(b.own[b.own > 0]):  # a few levels only
        met += _product(_matrix(a, (a.mask & mask) == mask, width), _matrix(b, b.own == mask, width))
    return _product(has, _matrix(b, b.own > 0, width)), met, _product(has, _matrix(b, b.essential, width))


def _matrix(c: Carriage, values: npt.NDArray[Any], width: int) -> sparse.csr_array:
    return sparse.csr_array((values.astype(np.int64), c.element, c.indptr), shape=(c.size, width))


def _product(a: sparse.csr_array, b: sparse.csr_array) -> Ints:
    result: Ints = (a @ b.T).toarray()
    return result


def _decide(n: Counts, a: Carriage, b: Carriage, p: Parameters) -> Verdicts:
    shares = n.shared > 0
    forward, backward = n.met == b.owned, n.reverse[1] == a.owned[:, None]
    forward &= b.owned > 0
    backward &= (a.owned > 0)[:, None]
    strict = _code(forward, backward, shares)
    demand_a, demand_b = a.demand[:, None], b.demand[None, :]
    covers = _covers(n.shared, demand_b, (n.implied, n.met, n.essential), b.owned[None, :], b.essentials[None, :], p)
    covered = _covers(n.shared, demand_a, n.reverse, a.owned[:, None], a.essentials[:, None], p)
    near = shares & (100 * n.shared >= p.overlap * np.minimum(demand_a, demand_b))
    return Verdicts(strict, _code(covers, covered, near), n.shared)


def _covers(
    shared: Ints, demand: Ints, own: tuple[Ints, Ints, Ints], owned: Ints, essentials: Ints, p: Parameters
) -> npt.NDArray[np.bool_]:
    implied, met, essential = own
    result: npt.NDArray[np.bool_] = (
        (100 * shared >= p.theta * demand)
        & (met == implied)
        & (2 * implied > owned)
        & (essential == essentials)
        & (owned > 0)
    )
    return result


def _code(forward: npt.NDArray[np.bool_], backward: npt.NDArray[np.bool_], related: npt.NDArray[np.bool_]) -> Codes:
    code = np.where(related, OVERLAPS, UNRELATED)
    code = np.where(backward, FALLS_SHORT, code)
    code = np.where(forward, EXCEEDS, code)
    return np.where(forward & backward, EQUIVALENT, code).astype(np.uint8)


def _is_compiled(pairs: int, asked: bool | None) -> bool:
    """Tell whether to use the compiled loop: as *asked*, else where numba is installed and it pays."""
    return find_spec("numba") is not None and pairs >= _COMPILE_FROM if asked is None else asked
