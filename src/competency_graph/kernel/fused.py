"""The same verdicts by one compiled loop; needs numba, gives identical results.

For each row of the first side one pass over the inverted index of the second side adds up all counts of
the row at once, packed into one integer a pair; a second pass turns them into verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from competency_graph.kernel.carriage import Carriage, Hierarchy
from competency_graph.kernel.verdicts import Parameters, Verdicts

# Six counts of at most 255 own elements and the weight of what is shared fit into 64 bits:
# 16 bits of weight, then implied, met and essential forward (8 bits each), the same backward.
_IMPLIED, _MET, _ESSENTIAL = (np.uint64(1) << np.uint64(k) for k in (16, 24, 32))
_BACK = np.uint64(24)
_AT_16, _AT_24, _AT_32, _AT_40, _AT_48, _AT_56 = (np.uint64(k) for k in (16, 24, 32, 40, 48, 56))
_WEIGHT, _BYTE = np.uint64(0xFFFF), np.uint64(255)


@dataclass(frozen=True)
class _Inverted:
    """The rows that carry each element, those that demand it themselves last, in order of rows.

    Key ``2 e`` holds the rows that only carry element e, key ``2 e + 1`` those that demand it.
    """

    place: npt.NDArray[np.int64]
    row: npt.NDArray[np.int32]
    mask: npt.NDArray[np.uint32]
    own: npt.NDArray[np.uint32]
    demanded: npt.NDArray[np.uint64]
    size: int
    keys: int

    @classmethod
    def of(cls, b: Carriage, hierarchy: Hierarchy) -> _Inverted:
        row = np.repeat(np.arange(b.size, dtype=np.int64), np.diff(b.indptr))
        place = (2 * b.element + (b.own > 0)) * b.size + row
        order = np.argsort(place)
        demanded = _IMPLIED + b.essential[order] * _ESSENTIAL
        rows = row[order].astype(np.int32)
        return cls(place[order], rows, b.mask[order], b.own[order], demanded, b.size, 2 * hierarchy.size)

    def bounds(self, low: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where the entries of each key begin, from row *low* on, and where they end."""
        keys = np.arange(self.keys, dtype=np.int64)
        return np.searchsorted(self.place, keys * self.size + low), np.searchsorted(self.place, (keys + 1) * self.size)


def compare_fused(
    a: Carriage, b: Carriage, hierarchy: Hierarchy, parameters: Parameters, step: int
) -> Iterator[Verdicts]:
    """Yield the verdicts of consecutive blocks of *step* rows of *a* against all of *b*."""
    _check_ranges(a, b)
    inverted, limits = _Inverted.of(b, hierarchy), _limits(b, parameters)
    for low in range(0, max(1, a.size), step):
        yield _block(a.rows(low, min(low + step, a.size)), inverted, limits, hierarchy, parameters, 0)


def among_fused(a: Carriage, hierarchy: Hierarchy, parameters: Parameters, step: int) -> Iterator[Verdicts]:
    """Yield the verdicts of consecutive blocks of *step* rows of *a* against the rows of *a* from the block on."""
    _check_ranges(a, a)
    inverted, limits = _Inverted.of(a, hierarchy), _limits(a, parameters)
    for low in range(0, max(1, a.size), step):
        yield _block(a.rows(low, min(low + step, a.size)), inverted, limits, hierarchy, parameters, low)


def _block(
    block: Carriage,
    inverted: _Inverted,
    limits: tuple[npt.NDArray[np.uint64], ...],
    hierarchy: Hierarchy,
    parameters: Parameters,
    low: int,
) -> Verdicts:
    shape = (block.size, inverted.size - low)
    strict, substantial = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
    shared = np.zeros(shape, dtype=np.uint16)
    _loop(
        (block.indptr, block.element, block.mask, block.own, block.essential),
        _limits(block, parameters),
        (*inverted.bounds(low), inverted.row, inverted.mask, inverted.own, inverted.demanded),
        tuple(values[low:] for values in limits),
        low,
        hierarchy.weight.astype(np.uint64),
        strict,
        substantial,
        shared,
    )
    return Verdicts(strict, substantial, shared)


def _limits(c: Carriage, p: Parameters) -> tuple[npt.NDArray[np.uint64], ...]:
    """Return, a row, the least shared weight that covers it and that overlaps it, and its own counts."""
    enough, near = (-(-share * c.demand // 100) for share in (p.theta, p.overlap))
    # A row without demands is met by nothing and meets nothing: 256 is more than any count reaches.
    limits = (enough, np.maximum(near, 1), np.where(c.owned > 0, c.owned, 256), c.essentials)
    return tuple(values.astype(np.uint64) for values in limits)


def _check_ranges(a: Carriage, b: Carriage) -> None:
    largest = max(int(c.owned.max(initial=0)) for c in (a, b))
    heaviest = max(int(c.demand.max(initial=0)) for c in (a, b))
    if largest >= 1 << 8 or heaviest >= 1 << 16:
        raise OverflowError("a statement with over 255 demands or a weight over 65535: use compiled=False")


@numba.njit(cache=True)
def _loop(left, left_limits, inverted, right_limits, low, weight, strict, substantial, shared):  # type: ignore[no-untyped-def]
    indptr, element, mask, own, essential = left
    begin, end, row, mask_b, own_b, demanded = inverted
    packed = np.zeros(low + strict.shape[1], dtype=np.uint64)
    none = np.uint64(0)
    for i in range(strict.shape[0]):
        packed[:] = 0
        for k in range(indptr[i], indptr[i + 1]):
            x, mine, mine_own = element[k], mask[k], own[k]
            carried, demands = (begin[2 * x], end[2 * x]), (begin[2 * x + 1], end[2 * x + 1])
            base = weight[x]
            if mine_own == 0:
                for t in range(carried[0], carried[1]):
                    packed[row[t]] += base
                for t in range(demands[0], demands[1]):
                    packed[row[t]] += base + demanded[t] + (_MET if mine & own_b[t] == own_b[t] else none)
                continue
            base += _IMPLIED << _BACK
            if essential[k]:
                base += _ESSENTIAL << _BACK
            with_met = base + (_MET << _BACK)
            for t in range(carried[0], carried[1]):
                packed[row[t]] += with_met if mask_b[t] & mine_own == mine_own else base
            for t in range(demands[0], demands[1]):
                both = with_met if mask_b[t] & mine_own == mine_own else base
                packed[row[t]] += both + demanded[t] + (_MET if mine & own_b[t] == own_b[t] else none)
        _decide(i, packed[low:], left_limits, right_limits, strict, substantial, shared)


@numba.njit(cache=True)
def _decide(i, packed, left_limits, right_limits, strict, substantial, shared):  # type: ignore[no-untyped-def]
    """Turn the counts of one row into verdicts; arithmetic without branches, so that it runs in vectors."""
    enough_a, near_a = left_limits[0][i], left_limits[1][i]
    owned_a, essentials_a = left_limits[2][i], left_limits[3][i]
    enough_b, near_b, owned_b, essentials_b = right_limits
    for j in range(len(packed)):
        value = packed[j]
        both = value & _WEIGHT
        implied, met, essential = (value >> _AT_16) & _BYTE, (value >> _AT_24) & _BYTE, (value >> _AT_32) & _BYTE
        implied_r, met_r, essential_r = (value >> _AT_40) & _BYTE, (value >> _AT_48) & _BYTE, value >> _AT_56
        forward, backward = met == owned_b[j], met_r == owned_a
        covers = (both >= enough_b[j]) & (met == implied) & (2 * implied > owned_b[j]) & (essential == essentials_b[j])
        covered = (both >= enough_a) & (met_r == implied_r) & (2 * implied_r > owned_a) & (essential_r == essentials_a)
        shared[i, j] = both
        strict[i, j] = max(both > 0, 2 * backward, 3 * forward) + (forward & backward)
        substantial[i, j] = max(both >= min(near_a, near_b[j]), 2 * covered, 3 * covers) + (covers & covered)
