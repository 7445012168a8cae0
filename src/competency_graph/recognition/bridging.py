"""What closes a gap: the learning opportunities of least total effort, what they leave open, and why.

Pure: a comparison and the opportunities go in, values come out. A need is closed by an opportunity that develops
an element which implies the demanded one, at least at the level demanded on both scales. Plans are weighed by the
upper bound of their hours; an opportunity whose hours are not known is in no plan and is offered apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from competency_graph.kernel.covering import Choice, Covering, find_choices, find_coverable, put_in_order
from competency_graph.learning import Development, Money, Offers, Opportunity, Prerequisite, Ranks
from competency_graph.model import Catalogue, Demand, Status, weakest
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import Comparison, Missing
from competency_graph.vocabulary import Curie

#: Hours and costs enter the solver as whole numbers of these parts, which hold every amount that a table can.
_PARTS = 10_000


class Bar(StrEnum):
    """Why an opportunity is weighed in no plan."""

    ENDED = "ended"
    EFFORT = "effort-not-known"
    CONVERSION = "effort-not-convertible"
    LANGUAGE = "other-language"
    NO_LANGUAGE = "language-not-known"
    HOST = "other-host"
    PLACES = "too-few-places"
    NO_PLACES = "places-not-known"
    CURRENCY = "other-currency"
    COST = "cost-not-known"


class Hurdle(StrEnum):
    """Why a need stays open, the nearest reason first."""

    BUDGET = "budget"
    PREREQUISITE = "prerequisite"
    BARRED = "barred"
    LEVEL = "level"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Conditions:
    """What an opportunity must meet to be weighed, and how much a plan may cost."""

    languages: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    places: int | None = None
    budget: Money | None = None


@dataclass(frozen=True)
class Need:
    """One element that is missing at one level, with the clauses that demand it so."""

    element: str
    level: Ranks
    missing: Missing
    demanded_by: tuple[Curie, ...]
    status: Status


@dataclass(frozen=True)
class Step:
    """One opportunity of a plan: what it closes that no step before it does, and which later steps need it."""

    opportunity: str
    closes: tuple[Need, ...]
    serves: tuple[str, ...]
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Plan:
    """Opportunities in an order in which they can be taken, and the hours of all together.

    *costs* sums what is known by currency; *without_cost* names the opportunities of which no cost is known.
    """

    steps: tuple[Step, ...]
    least: Decimal
    most: Decimal
    costs: Mapping[str, Decimal]
    without_cost: tuple[str, ...]
    status: Status
    is_invented: bool

    @property
    def closes(self) -> tuple[Need, ...]:
        """All needs that the plan closes."""
        return tuple(n for s in self.steps for n in s.closes)


@dataclass(frozen=True)
class Open:
    """A need that the best plan does not close, why, and the opportunities that come nearest."""

    need: Need
    why: Hurdle
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class Apart:
    """An opportunity that is in no plan: why, what it would close, and what it bears on below the level or at an
    unknown one."""

    opportunity: str
    bars: tuple[Bar, ...]
    would_close: tuple[Need, ...]
    bears_on: tuple[Need, ...]


@dataclass(frozen=True)
class Bridging:
    """The answer to ``bridge A B``."""

    comparison: Comparison
    offers: Offers
    conditions: Conditions
    asked: int
    needs: tuple[Need, ...]
    plans: tuple[Plan, ...]
    open: tuple[Open, ...]
    apart: tuple[Apart, ...]
    unread: tuple[str, ...] = field(default=())

    @property
    def status(self) -> Status:
        """The weakest status among the needs and the best plan."""
        return weakest([*(n.status for n in self.needs), *(p.status for p in self.plans[:1])])

    @property
    def units(self) -> tuple[str, ...]:
        """The units of effort, other than hours, in the opportunities that the answer names."""
        named = [s.opportunity for p in self.plans for s in p.steps] + [a.opportunity for a in self.apart]
        efforts = [self.offers.opportunities[n].effort for n in named]
        return tuple(sorted({e.unit for e in efforts if e and e.unit in self.offers.conversions}))


def find_needs(comparison: Comparison, catalogue: Catalogue) -> tuple[Need, ...]:
    """Return what the source of *comparison* leaves unmet of the target, by element and level, most demanded first."""
    found: dict[tuple[str, Ranks], list[tuple[Missing, Curie, Status]]] = {}
    for answer in comparison.statements:
        if answer.side == "target":
            demands = {d.element: d for d in catalogue.statements[answer.id].demands}
            for missing in answer.missing:
                d = demands[missing.element]
                key = (d.element, (d.complexity, d.autonomy))
                found.setdefault(key, []).append((missing, answer.id, answer.status))
    needs = [
        Need(element, level, rows[0][0], tuple(i for _, i, _ in rows), weakest([s for _, _, s in rows]))
        for (element, level), rows in found.items()
    ]
    return tuple(sorted(needs, key=lambda n: (-len(n.demanded_by), n.element, n.level)))


def find_bars(o: Opportunity, conditions: Conditions, offers: Offers, on: str) -> tuple[Bar, ...]:
    """Return why *o* is weighed in no plan, or nothing; what a condition asks for and nobody states is not met."""
    return tuple(_bars(o, conditions, offers, on))


def _bars(o: Opportunity, c: Conditions, offers: Offers, on: str) -> Iterator[Bar]:
    if o.span.end_range[1] < on:
        yield Bar.ENDED
    if offers.hours(o.effort) is None:
        yield Bar.CONVERSION if o.effort else Bar.EFFORT
    if c.languages and not set(c.languages) & set(o.languages):
        yield Bar.LANGUAGE if o.languages else Bar.NO_LANGUAGE
    if c.hosts and not set(c.hosts) & set(o.hosts):
        yield Bar.HOST
    if c.places is not None and (o.capacity is None or o.capacity < c.places):
        yield Bar.NO_PLACES if o.capacity is None else Bar.PLACES
    if c.budget is not None and (o.cost is None or (o.cost.currency != c.budget.currency and o.cost.amount)):
        yield Bar.COST if o.cost is None else Bar.CURRENCY


def find_bridging(
    comparison: Comparison,
    catalogue: Catalogue,
    arrays: Arrays,
    offers: Offers,
    conditions: Conditions | None = None,
    how_many: int = 1,
) -> Bridging:
    """Return the *how_many* plans of least effort that close what *comparison* leaves unmet, and what stays open.

    Plans that close everything that can be closed are proved optimal. Of two equal ones the shorter comes first,
    then the one whose names come first in the alphabet. A plan that holds all of an earlier one is left out.
    """
    conditions = conditions or Conditions()
    needs = find_needs(comparison, catalogue)
    bars = {name: find_bars(o, conditions, offers, comparison.on) for name, o in sorted(offers.opportunities.items())}
    have = [d for s in comparison.statements if s.side == "source" for d in catalogue.statements[s.id].demands]
    weighing = _Weighing(arrays, offers, needs, have, [name for name, found in bars.items() if not found])
    problem = weighing.problem(conditions)
    choices = find_choices(problem, how_many)
    plans = tuple(weighing.plan(c, problem) for c in choices)
    left = tuple(weighing.open(plans[0].closes if plans else (), problem, bars))
    planned = {s.opportunity for p in plans for s in p.steps}
    others = {name: found for name, found in bars.items() if name not in planned}
    return Bridging(
        comparison,
        offers,
        conditions,
        how_many,
        needs,
        plans,
        left,
        tuple(weighing.apart(others, [o.need for o in left])),
        tuple(name for name in bars if not offers.opportunities[name].develops and Bar.ENDED not in bars[name]),
    )


@dataclass(frozen=True)
class _Weighing:
    """The opportunities that are weighed, in the order of their names, beside what is needed and already there."""

    arrays: Arrays
    offers: Offers
    needs: Sequence[Need]
    have: Sequence[Demand]
    weighed: Sequence[str]

    def gives(self, name: str, element: str, level: Ranks) -> bool:
        """Tell whether the opportunity *name* develops *element* at *level* or above."""
        developments = self.offers.opportunities[name].develops
        return any(d.level and self._is_of(d, element) and _reaches(d.level, level) for d in developments)

    def bears_on(self, name: str, element: str) -> bool:
        """Tell whether the opportunity *name* develops *element* at any level, known or not."""
        return any(self._is_of(d, element) for d in self.offers.opportunities[name].develops)

    def _is_of(self, development: Development, element: str) -> bool:
        return element in self.arrays.closure[development.element]

    def problem(self, conditions: Conditions) -> Covering:
        """Return what is to be solved, all in numbers."""
        found = [self.offers.opportunities[name] for name in self.weighed]
        budget = conditions.budget
        return Covering(
            effort=tuple(_whole(self._hours(o.name)[1]) for o in found),
            closers=tuple(tuple(self._givers(n.element, n.level)) for n in self.needs),
            requires=tuple(tuple(self._required(o)) for o in found),
            cost=tuple(_whole(o.cost.amount) if o.cost else 0 for o in found),
            budget=_whole(budget.amount) if budget else None,
        )

    def _hours(self, name: str) -> tuple[Decimal, Decimal]:
        hours = self.offers.hours(self.offers.opportunities[name].effort)
        assert hours is not None  # what has none is not weighed
        return hours

    def _givers(self, element: str, level: Ranks) -> Iterator[int]:
        return (k for k, name in enumerate(self.weighed) if self.gives(name, element, level))

    def _required(self, o: Opportunity) -> Iterator[tuple[int, ...]]:
        for p in o.requires:
            if p.opportunity:
                yield tuple(k for k, name in enumerate(self.weighed) if name == p.opportunity)
            elif not self._is_there(p):
                yield tuple(self._givers(p.element, p.level))

    def _is_there(self, p: Prerequisite) -> bool:
        """Tell whether the source already has the element that *p* requires, at its level."""
        closure = self.arrays.closure
        return any(p.element in closure[d.element] and _reaches((d.complexity, d.autonomy), p.level) for d in self.have)

    def plan(self, choice: Choice, problem: Covering) -> Plan:
        """Return a choice as a plan."""
        names = [self.weighed[m] for m in choice.members]
        found = [self.offers.opportunities[n] for n in names]
        steps = tuple(self._steps(choice, problem))
        costs: dict[str, Decimal] = {}
        for cost in (o.cost for o in found if o.cost):
            costs[cost.currency] = costs.get(cost.currency, Decimal(0)) + cost.amount
        closed = [n.status for s in steps for n in s.closes]
        return Plan(
            steps,
            sum((s.least for s in steps), Decimal(0)),
            sum((s.most for s in steps), Decimal(0)),
            dict(sorted(costs.items())),
            tuple(o.name for o in found if o.cost is None),
            weakest([*closed, *(o.status for o in found if not o.is_invented)]),
            any(o.is_invented for o in found),
        )

    def _steps(self, choice: Choice, problem: Covering) -> Iterator[Step]:
        left = set(choice.covers)
        for k, m in enumerate(choice.members):
            now = [n for n in sorted(left) if m in problem.closers[n]]
            left -= set(now)
            later = choice.members[k + 1 :]
            serves = tuple(self.weighed[x] for x in later if any(m in r for r in problem.requires[x]))
            least, most = self._hours(self.weighed[m])
            yield Step(self.weighed[m], tuple(self.needs[n] for n in now), serves, least, most)

    def open(self, closed: Iterable[Need], problem: Covering, bars: Mapping[str, tuple[Bar, ...]]) -> Iterator[Open]:
        """Yield each need that is not among *closed*, with the nearest reason."""
        done, coverable = set(closed), set(find_coverable(problem))
        usable = set(put_in_order(problem, range(len(self.weighed))))
        for k, need in enumerate(self.needs):
            if need in done:
                continue
            if k in coverable:
                yield Open(need, Hurdle.BUDGET, tuple(self.weighed[m] for m in problem.closers[k] if m in usable))
            elif problem.closers[k]:
                yield Open(need, Hurdle.PREREQUISITE, tuple(self.weighed[m] for m in problem.closers[k]))
            else:
                yield self._untaught(need, bars)

    def _untaught(self, need: Need, bars: Mapping[str, tuple[Bar, ...]]) -> Open:
        """Return a need that no weighed opportunity closes; what has ended no longer teaches anybody."""
        on_offer = [name for name, found in bars.items() if Bar.ENDED not in found]
        if barred := tuple(n for n in on_offer if self.gives(n, need.element, need.level)):
            return Open(need, Hurdle.BARRED, barred)
        if below := tuple(n for n in on_offer if self.bears_on(n, need.element)):
            return Open(need, Hurdle.LEVEL, below)
        return Open(need, Hurdle.NOBODY, ())

    def apart(self, bars: Mapping[str, tuple[Bar, ...]], left: Sequence[Need]) -> Iterator[Apart]:
        """Yield the opportunities on offer that are barred from closing a need, or that bear on one of *left* only
        below its level."""
        for name, found in bars.items():
            if Bar.ENDED in found:
                continue
            close = tuple(n for n in self.needs if found and self.gives(name, n.element, n.level))
            bear = tuple(n for n in left if self.bears_on(name, n.element) and not self.gives(name, n.element, n.level))
            if close or bear:
                yield Apart(name, found, close, bear)


def _reaches(level: Ranks, asked: Ranks) -> bool:
    return level[0] >= asked[0] and level[1] >= asked[1]


def _whole(amount: Decimal) -> int:
    return int(amount * _PARTS)
