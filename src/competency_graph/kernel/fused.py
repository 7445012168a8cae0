"""The same verdicts by one compiled loop; needs numba, gives identical results.

For each row of the first side one pass over the inverted index of the second side adds up all counts of
the row at once, packed into one integer a pair; a second pass turns them into verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator

import numba
import numpy as np

from competency_graph.kernel.carriage import Carriage, Hierarchy
from competency_graph.kernel.subsumption import (
    EQUIVALENT,
    EXCEEDS,
    FALLS_SHORT,
    OVERLAPS,
    Parameters,
    Verdicts,
)

# Six counts of at most 255 own elements and the weight of what is shared fit into 64 bits:
# 16 bits of weight, then implied, met and essential forward (8 bits each), the same backward.
_FIELD = 8
_WEIGHT_BITS = 16


def compare_fused(
    a: Carriage, b: Carriage, hierarchy: Hierarchy, parameters: Parameters, step: int
) -> Iterator[Verdicts]:
    """Yield the verdicts of consecutive blocks of *step* rows of *a* against all of *b*."""
    order = np.argsort(b.element, kind="stable")
    row = np.repeat(np.arange(b.size, dtype=np.int32), np.diff(b.indptr))[order]
    start = np.searchsorted(b.element[order], np.arange(hierarchy.size + 1))
    inverted = (start, row, b.mask[order], b.own[order], b.essential[order])
    _check_ranges(a, b)
    for low in range(0, max(1, a.size), step):
        block = a.rows(low, min(low + step, a.size))
        shape = (block.size, b.size)
        strict, substantial = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
        shared = np.zeros(shape, dtype=np.int64)
        _loop(
            (block.indptr, block.element, block.mask, block.own, block.essential),
            (block.demand, block.owned, block.essentials),
            inverted,
            (b.demand, b.owned, b.essentials),
            hierarchy.weight,
            parameters.theta,
            parameters.overlap,
            strict,
            substantial,
            shared,
        )
        yield Verdicts(strict, substantial, shared)


def _check_ranges(a: Carriage, b: Carriage) -> None:
    largest = max(int(c.owned.max(initial=0)) for c in (a, b))
    heaviest = max(int(c.demand.max(initial=0)) for c in (a, b))
    if largest >= 1 << _FIELD or heaviest >= 1 << _WEIGHT_BITS:
        raise OverflowError("a statement with over 255 demands or a weight over 65535: use compiled=False")


@numba.njit(cache=True)
def _loop(left, left_sums, inverted, right_sums, weight, theta, overlap, strict, substantial, shared):  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop on purpose
    indptr, element, mask, own, essential = left
    demand_a, owned_a, essentials_a = left_sums
    start, row, mask_b, own_b, essential_b = inverted
    demand_b, owned_b, essentials_b = right_sums
    n, m = strict.shape
    packed = np.zeros(m, dtype=np.uint64)
    one = np.uint64(1)
    forward_implied, forward_met, forward_essential = (
        one << np.uint64(16),
        one << np.uint64(24),
        one << np.uint64(32),
    )
    backward_implied, backward_met, backward_essential = (
        one << np.uint64(40),
        one << np.uint64(48),
        one << np.uint64(56),
    )
    byte = np.uint64(255)
    for i in range(n):
        packed[:] = 0
        for k in range(indptr[i], indptr[i + 1]):
            x, mine, mine_own = element[k], mask[k], own[k]
            base = np.uint64(weight[x])
            if mine_own != 0:
                base += backward_implied
                if essential[k]:
                    base += backward_essential
            for t in range(start[x], start[x + 1]):
                add = base
                wanted = own_b[t]
                if wanted != 0:
                    add += forward_implied
                    if mine & wanted == wanted:
                        add += forward_met
                    if essential_b[t]:
                        add += forward_essential
                if mine_own != 0 and mask_b[t] & mine_own == mine_own:
                    add += backward_met
                packed[row[t]] += add
        for j in range(m):
            value = packed[j]
            if value == 0:
                continue
            both = np.int64(value & np.uint64(0xFFFF))
            implied = np.int64((value >> np.uint64(16)) & byte)
            met = np.int64((value >> np.uint64(24)) & byte)
            ess = np.int64((value >> np.uint64(32)) & byte)
            implied_r = np.int64((value >> np.uint64(40)) & byte)
            met_r = np.int64((value >> np.uint64(48)) & byte)
            ess_r = np.int64((value >> np.uint64(56)) & byte)
            shared[i, j] = both
            forward, backward = met == owned_b[j] and owned_b[j] > 0, met_r == owned_a[i] and owned_a[i] > 0
            strict[i, j] = (
                EQUIVALENT if forward and backward else EXCEEDS if forward else FALLS_SHORT if backward else OVERLAPS
            )
            covers = (
                100 * both >= theta * demand_b[j]
                and met == implied
                and 2 * implied >= owned_b[j]
                and ess == essentials_b[j]
            )
            covered = (
                100 * both >= theta * demand_a[i]
                and met_r == implied_r
                and 2 * implied_r >= owned_a[i]
                and ess_r == essentials_a[i]
            )
            if covers and covered:
                substantial[i, j] = EQUIVALENT
            elif covers:
                substantial[i, j] = EXCEEDS
            elif covered:
                substantial[i, j] = FALLS_SHORT
            elif 100 * both >= overlap * min(demand_a[i], demand_b[j]):
                substantial[i, j] = OVERLAPS
