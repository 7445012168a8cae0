"""What the engines of the kernel take and give: parameters, codes of verdicts, arrays of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from competency_graph.kernel.carriage import Ints

UNRELATED: Final = 0
OVERLAPS: Final = 1
FALLS_SHORT: Final = 2
EXCEEDS: Final = 3
EQUIVALENT: Final = 4

NO_COUNTERPART: Final = 0
PARTLY: Final = 1
COVERED: Final = 2

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Parameters:
    """The numbers of the substantial reading, both in per cent.

    >>> Parameters(65, 25).theta
    65
    """

    theta: int
    overlap: int

    def __post_init__(self) -> None:
        if not (0 < self.theta <= 100 and 0 < self.overlap <= 100):
            raise ValueError("theta and overlap are per cent, 1 to 100")


@dataclass(frozen=True)
class Verdicts:
    """Verdicts between n and m statements, read from the first to the second.

    *strict*, *substantial*: codes, shape (n, m). *shared*: the weight of what both carry, shape (n, m),
    of whatever integer type the engine counts in.
    """

    strict: Codes
    substantial: Codes
    shared: npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Coverages:
    """How far one union meets m statements.

    *strict*, *substantial*: codes, shape (m,). *met*: the weight of what is met at level, shape (m,).
    """

    strict: Codes
    substantial: Codes
    met: Ints
