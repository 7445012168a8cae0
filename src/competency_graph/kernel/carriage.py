"""What statements demand, and what they carry with it.

A demand is an element at a level (complexity, autonomy), each ranked 1 to 4. A statement *carries* an
element at a level when it demands, at that level or above, an element that implies it. Levels are kept
as bit masks of 17 bits: bit 0 means "demanded at all", bit ``1 + 4 (c - 1) + (a - 1)`` means "at
complexity c and autonomy a or above". A mask is closed downwards, so the union of two statements is the
bitwise *or* of their masks, and "at level" is "is a subset of": exactly the role hierarchy of the class
view (``involves_c_a ⊑ involves_c'_a'``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Masks: TypeAlias = npt.NDArray[np.uint32]
Flags: TypeAlias = npt.NDArray[np.bool_]

RANKS = 4
NO_LEVEL = np.uint32(1)


def level_mask(complexity: npt.ArrayLike, autonomy: npt.ArrayLike) -> Masks:
    """Return the mask of each level; rank 0 on both scales is a demand without level, as criteria make.

    >>> [int(m).bit_count() for m in level_mask([0, 1, 3], [0, 1, 2])]
    [1, 2, 7]
    """
    c, a = np.atleast_1d(np.asarray(complexity)), np.atleast_1d(np.asarray(autonomy))
    if c.shape != a.shape or np.any((c < 0) | (c > RANKS) | (a < 0) | (a > RANKS) | ((c == 0) != (a == 0))):
        raise ValueError("ranks are 1 to 4 on both scales, or 0 on both")
    table = np.full((RANKS + 1, RANKS + 1), NO_LEVEL, dtype=np.uint32)
    for x in range(1, RANKS + 1):
        for y in range(1, RANKS + 1):
            bits = [1 + RANKS * (p - 1) + (q - 1) for p in range(1, x + 1) for q in range(1, y + 1)]
            table[x, y] |= np.uint32(sum(1 << bit for bit in bits))
    mask: Masks = table[c, a]
    return mask


@dataclass(frozen=True)
class Hierarchy:
    """The elements: what each implies, and how much it weighs.

    *indptr*, *implied*: compressed rows; row e holds e itself and every element that e implies, directly
    or not, groupings left out. *weight*: one positive integer an element.
    """

    indptr: Ints
    implied: Ints
    weight: Ints

    @property
    def size(self) -> int:
        """The number of elements."""
        return len(self.weight)


@dataclass(frozen=True)
class Demands:
    """What n statements demand: row i of the compressed rows lists the elements, masks and flags of i."""

    indptr: Ints
    element: Ints
    mask: Masks
    essential: Flags

    @property
    def size(self) -> int:
        """The number of statements."""
        return len(self.indptr) - 1


@dataclass(frozen=True)
class Carriage:
    """What n statements carry, sorted by element within each row, with what they themselves demand.

    *indptr*, *element*, *mask*: compressed rows of carried elements. *own*: the mask under which the
    statement itself demands the element, or 0 where it only follows. *essential*: True where the
    statement itself calls the element essential. *demand*: the summed weight of each row; *owned* and
    *essentials*: how many elements each row demands, and how many of them are essential.
    """

    indptr: Ints
    element: Ints
    mask: Masks
    own: Masks
    essential: Flags
    demand: Ints
    owned: Ints
    essentials: Ints

    @property
    def size(self) -> int:
        """The number of statements."""
        return len(self.indptr) - 1

    def rows(self, start: int, stop: int) -> Carriage:
        """Return the carriage of statements *start* to *stop* alone."""
        low, high = self.indptr[start], self.indptr[stop]
        return Carriage(
            self.indptr[start : stop + 1] - low,
            self.element[low:high],
            self.mask[low:high],
            self.own[low:high],
            self.essential[low:high],
            self.demand[start:stop],
            self.owned[start:stop],
            self.essentials[start:stop],
        )


def carry(demands: Demands, hierarchy: Hierarchy) -> Carriage:
    """Return all that *demands* carry: each demanded element and what it implies, at the demanded level.

    >>> h = Hierarchy(np.array([0, 1, 3]), np.array([0, 1, 0]), np.array([1, 1]))  # 1 implies 0
    >>> d = Demands(np.array([0, 1]), np.array([1]), level_mask([3], [2]), np.array([False]))
    >>> carry(d, h).element.tolist(), carry(d, h).demand.tolist()
    ([0, 1], [2])
    """
    statement = np.repeat(np.arange(demands.size), np.diff(demands.indptr))
    length = np.diff(hierarchy.indptr)[demands.element]
    start = hierarchy.indptr[demands.element]
    within = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    element = hierarchy.implied[np.repeat(start, length) + within]
    key = np.repeat(statement, length) * hierarchy.size + element
    order = np.argsort(key, kind="stable")
    unique, first = np.unique(key[order], return_index=True)
    mask = np.bitwise_or.reduceat(np.repeat(demands.mask, length)[order], first) if len(unique) else _none(np.uint32)
    own = np.zeros(len(unique), dtype=np.uint32)
    essential = np.zeros(len(unique), dtype=np.bool_)
    place = np.searchsorted(unique, statement * hierarchy.size + demands.element)
    own[place] = demands.mask
    essential[place] = demands.essential
    row = unique // hierarchy.size
    carried = unique % hierarchy.size
    n = demands.size
    return Carriage(
        indptr=np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n))]).astype(np.int64),
        element=carried,
        mask=mask.astype(np.uint32),
        own=own,
        essential=essential,
        demand=np.bincount(row, weights=hierarchy.weight[carried], minlength=n).astype(np.int64),
        owned=np.diff(demands.indptr).astype(np.int64),
        essentials=np.bincount(statement[demands.essential], minlength=n).astype(np.int64),
    )


def _none(dtype: type[np.generic]) -> npt.NDArray[np.uint32]:
    return np.zeros(0, dtype=dtype)
