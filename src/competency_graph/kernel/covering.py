"""The least effort that covers needs: exact choices, by mixed-integer programming (HiGHS through SciPy).

Choices are numbered; a smaller number comes first where efforts tie. Nothing here is approximate: each choice
found is proved optimal, or SolverError says that it was not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from competency_graph.errors import SolverError

Floats = NDArray[np.float64]
#: A row of the programme: coefficients by column, and between which bounds their sum lies.
Row = tuple[dict[int, int], float, float]

#: So many powers of two stand in one objective, small enough for the tolerances of the solver.
_BITS = 20
#: Efforts and costs below this, in their common unit, are told apart by the solver.
_LARGEST = 10**9


@dataclass(frozen=True)
class Covering:
    """What can be chosen, at which effort, to cover which needs.

    *effort* holds a positive integer for each choice. *closers* names for each need the choices of which one is
    enough. *requires* holds for each choice its requirements, each as the choices of which one must be taken
    before it; an empty requirement can never be met. *cost* and *budget* bound the sum of what is chosen.
    """

    effort: tuple[int, ...]
    closers: tuple[tuple[int, ...], ...]
    requires: tuple[tuple[tuple[int, ...], ...], ...]
    cost: tuple[int, ...] = ()
    budget: int | None = None


@dataclass(frozen=True)
class Choice:
    """What was chosen, in an order in which it can be taken, its effort, and the needs that it covers."""

    members: tuple[int, ...]
    effort: int
    covers: tuple[int, ...]


def put_in_order(problem: Covering, members: Iterable[int]) -> tuple[int, ...]:
    """Return those of *members* that can be taken, each after what it requires; what supports itself is left out.

    >>> put_in_order(Covering((1, 1, 1), (), (((1,),), (), ((2,),))), [0, 1, 2])
    (1, 0)
    """
    left, taken = sorted(set(members)), dict[int, None]()
    while ready := [m for m in left if all(taken.keys() & set(r) for r in problem.requires[m])]:
        taken.update(dict.fromkeys(ready))
        left = [m for m in left if m not in taken]
    return tuple(taken)


def find_coverable(problem: Covering) -> tuple[int, ...]:
    """Return the needs that can be covered when effort and budget do not matter."""
    usable = set(put_in_order(problem, range(len(problem.effort))))
    return tuple(k for k, closers in enumerate(problem.closers) if usable & set(closers))


def find_choices(problem: Covering, how_many: int) -> tuple[Choice, ...]:
    """Return the choices of least effort that cover as many needs as can be covered, best first.

    Without a budget these are all that can be covered at all; with one, the largest number that it allows. Of
    two equal efforts the one with fewer members comes first, then the one with the smaller numbers. A choice
    that contains an earlier one is no alternative to it and is left out.

    >>> two_needs = Covering((4, 3, 3), ((0, 1), (0, 2)), ((), (), ()))
    >>> [c.members for c in find_choices(two_needs, 5)]
    [(0,), (1, 2)]
    """
    needs = find_coverable(problem)
    if not needs:
        return ()
    program = _Program(problem, needs)
    if not program.demand_most():
        return ()
    found: list[Choice] = []
    while len(found) < how_many and (members := program.find_best()) is not None:
        found.append(_choice(problem, members))
        program.exclude(members)
    return tuple(found)


def _choice(problem: Covering, members: Sequence[int]) -> Choice:
    chosen = set(members)
    covers = tuple(k for k, closers in enumerate(problem.closers) if chosen & set(closers))
    return Choice(put_in_order(problem, members), sum(problem.effort[m] for m in members), covers)


def _refuse_large(numbers: Iterable[int]) -> None:
    """Raise SolverError for numbers that the tolerances of the solver do not tell apart."""
    if any(number >= _LARGEST for number in numbers):
        raise SolverError("efforts or costs are too large, or too finely divided, to be weighed exactly; round them")


def _exceeded(rows: Iterable[Row], solution: Floats) -> Iterator[Row]:
    """Yield a row against each excess over an upper bound that is too small for the solver to notice."""
    for row, _, high in rows:
        chosen = [j for j, value in row.items() if value > 0 and solution[j]]
        if sum(row[j] for j in chosen) > high:
            yield dict.fromkeys(chosen, 1), -np.inf, len(chosen) - 1


class _Program:
    """The mixed-integer programme: a column for each usable choice, then one for each need that can be covered.

    That no choices support only each other in a circle is not written out beforehand: each solution is
    checked, and a circle found in it is cut off for good (a loop formula, as in answer set programming).
    """

    def __init__(self, problem: Covering, needs: Sequence[int]) -> None:
        self.problem = problem
        self.usable = sorted(put_in_order(problem, range(len(problem.effort))))
        self.column = {m: j for j, m in enumerate(self.usable)}
        self.choices, self.needs = len(self.usable), len(needs)
        common = math.gcd(*(problem.effort[m] for m in self.usable))
        _refuse_large(problem.effort[m] // common for m in self.usable)
        self.effort = self._objective({j: problem.effort[m] // common for m, j in self.column.items()})
        self.rows: list[Row] = [self._any_of(problem.closers[k], self.choices + i) for i, k in enumerate(needs)]
        self.rows += [self._any_of(r, self.column[m]) for m in self.usable for r in problem.requires[m]]
        if problem.budget is not None:
            self.rows.append(self._within(problem.cost, problem.budget))

    def _within(self, cost: Sequence[int], budget: int) -> Row:
        """Return the row that keeps the sum of costs within *budget*, in the largest common unit."""
        within = [cost[m] for m in self.usable if cost[m] <= budget]
        unit = math.gcd(*within) or 1
        _refuse_large(c // unit for c in within)
        most = min(budget, sum(within)) // unit
        return {j: cost[m] // unit if cost[m] <= budget else most + 1 for m, j in self.column.items()}, -np.inf, most

    def _objective(self, values: dict[int, int]) -> Floats:
        objective = np.zeros(self.choices + self.needs)
        for column, value in values.items():
            objective[column] = value
        return objective

    def _any_of(self, members: Iterable[int], column: int) -> Row:
        """Return the row that says: *column* only with one of *members*."""
        row = {self.column[m]: 1 for m in members if m in self.column}
        row.pop(column, None)
        return {**row, column: -1}, 0, np.inf

    def demand_most(self) -> bool:
        """Demand from now on that as many needs are covered as can be; False where that is none."""
        most = self.needs
        each = {self.choices + i: 1 for i in range(self.needs)}
        if self.problem.budget is not None:
            best = self._solve(-self._objective(each), (), self._upper())
            most = 0 if best is None else round(float(best[self.choices :].sum()))
        self.rows.append((each, most, np.inf))
        return most > 0

    def find_best(self) -> tuple[int, ...] | None:
        """Return the best members that no exclusion forbids, or None where there are none left."""
        upper = self._upper()
        best = self._solve(self.effort, (), upper)
        if best is None:
            return None
        effort = float(self.effort @ best)
        upper = self._leave_out_costly(upper, effort)
        rows: list[Row] = [({j: int(v) for j, v in enumerate(self.effort) if v}, -np.inf, effort + 0.5)]
        ones = dict.fromkeys(range(self.choices), 1)
        fewest = self._solve_again(self._objective(ones), rows, upper)
        rows.append((ones, -np.inf, round(float(fewest[: self.choices].sum()))))
        return self._first_by_number(rows, upper)

    def exclude(self, members: Sequence[int]) -> None:
        """Forbid every choice that contains all of *members*."""
        self.rows.append(({self.column[m]: 1 for m in members}, -np.inf, len(members) - 1))

    def _first_by_number(self, rows: Sequence[Row], upper: Floats) -> tuple[int, ...]:
        """Return, of all solutions of *rows*, which have equally many members, the one with the smallest numbers."""
        lower, open_columns = np.zeros(len(upper)), [j for j in range(self.choices) if upper[j]]
        for start in range(0, len(open_columns), _BITS):
            part = open_columns[start : start + _BITS]
            weights = {j: -(2 ** (_BITS - 1 - i)) for i, j in enumerate(part)}
            solution = self._solve_again(self._objective(weights), rows, upper, lower)
            lower[part] = upper[part] = solution[part]
        return tuple(m for m, j in self.column.items() if lower[j])

    def _leave_out_costly(self, upper: Floats, effort: float) -> Floats:
        """Return *upper* with 0 for choices that no solution of *effort* can hold, by their reduced costs."""
        from scipy.optimize import linprog

        matrix, low, high = self._matrix(self.rows)
        below, above = np.isfinite(high), np.isfinite(low)
        from scipy.sparse import vstack

        solved = linprog(
            self.effort,
            A_ub=vstack([matrix[below], -matrix[above]]),
            b_ub=np.concatenate([high[below], -low[above]]),
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs",
        )
        if solved.status != 0:  # the bound only saves time
            return upper
        bounded = upper.copy()
        bounded[: self.choices][solved.fun + solved.lower.marginals[: self.choices] > effort + 0.5] = 0
        return bounded

    def _upper(self) -> Floats:
        return np.ones(self.choices + self.needs)

    def _matrix(self, rows: Sequence[Row]) -> tuple[Any, Floats, Floats]:
        from scipy.sparse import csr_array

        places = [(i, j, v) for i, (row, _, _) in enumerate(rows) for j, v in row.items()]
        at, columns, values = (np.array(x) for x in zip(*places, strict=True))
        matrix = csr_array((values.astype(float), (at, columns)), shape=(len(rows), self.choices + self.needs))
        return matrix, np.array([low for _, low, _ in rows], float), np.array([high for _, _, high in rows], float)

    def _solve_again(
        self, objective: Floats, rows: Sequence[Row], upper: Floats, lower: Floats | None = None
    ) -> Floats:
        """Return a solution where one is known to exist."""
        solution = self._solve(objective, rows, upper, lower)
        if solution is None:
            raise SolverError("a choice that was found turned out to be impossible; please report this")
        return solution

    def _solve(
        self, objective: Floats, rows: Sequence[Row], upper: Floats, lower: Floats | None = None
    ) -> Floats | None:
        """Return the best solution in which everything can be taken in some order, or None where there is none."""
        own = list(rows)
        while True:
            solution = self._solve_once(objective, [*self.rows, *own], upper, lower)
            if solution is None:
                return None
            over = [list(_exceeded(found, solution)) for found in (self.rows, own)]
            self.rows += over[0]
            own += over[1]
            if any(over):
                continue
            if not (circle := self._find_circle(solution)):
                return solution
            outside = {s for m in circle for s in self._unmet(m, circle, solution) if s not in circle}
            self.rows += [self._any_of(outside, self.column[m]) for m in circle]

    def _find_circle(self, solution: Floats) -> set[int]:
        """Return the members of *solution* that can never be taken, as they need each other."""
        members = [m for m, j in self.column.items() if solution[j]]
        return set(members) - set(put_in_order(self.problem, members))

    def _unmet(self, member: int, circle: Collection[int], solution: Floats) -> tuple[int, ...]:
        """Return the first requirement of *member* that nothing chosen outside *circle* meets."""
        taken = {m for m, j in self.column.items() if solution[j]} - set(circle)
        return next(r for r in self.problem.requires[member] if not taken & set(r))

    def _solve_once(self, objective: Floats, rows: Sequence[Row], upper: Floats, lower: Floats | None) -> Floats | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        matrix, low, high = self._matrix(rows)
        solved = milp(
            objective,
            integrality=np.ones(len(objective)),
            bounds=Bounds(np.zeros(len(objective)) if lower is None else lower, upper),
            constraints=LinearConstraint(matrix, low, high),
            options={"mip_rel_gap": 0},
        )
        if solved.status == 2:  # infeasible
            return None
        if solved.status != 0:
            raise SolverError(f"the solver proved no plan optimal: {solved.message}")
        solution: Floats = np.round(solved.x)
        return solution
