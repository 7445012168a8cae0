"""Exact bridging plans against a greedy one and against the linear relaxation: ratios of one run.

Generated opportunities over the shipped element vocabulary, some with prerequisites, are to close the real gap
from one profile to another. The exact plans are checked to be no dearer than the greedy one and no cheaper than
the relaxation before any time is believed.

    python -m benchmarks.bridging [--opportunities 1000] [--plans 3] [--source KZ] [--target CN]
"""

import argparse
import random
import time
from decimal import Decimal

import numpy as np

from competency_graph import CompetencyGraph
from competency_graph.learning import Development, Effort, Offers, Opportunity, OpportunityKind, Prerequisite
from competency_graph.recognition import Arrays, find_bridging, find_needs
from competency_graph.recognition.bridging import Need


def generate(needs: tuple[Need, ...], names: list[str], how_many: int, seed: int) -> Offers:
    """Return invented opportunities: each develops a few elements, half of them needed ones, and a third comes after
    another or after an element."""
    rnd = random.Random(seed)
    found = {}
    for k in range(how_many):
        wanted = rnd.sample(needs, min(len(needs), rnd.randint(1, 3)))
        develops = {n.element: n.level if rnd.random() < 0.8 else (1, 1) for n in wanted}
        develops |= {e: (3, 3) for e in rnd.sample(names, rnd.randint(0, 3)) if e not in develops}
        requires = [Prerequisite(f"o{rnd.randrange(k):05}")] if k and rnd.random() < 0.2 else []
        if rnd.random() < 0.15:
            requires.append(Prerequisite(element=rnd.choice(names), level=(3, 2)))
        hours = Decimal(rnd.randint(8, 240))
        found[f"o{k:05}"] = Opportunity(
            f"o{k:05}",
            {"en": f"o{k:05}"},
            OpportunityKind.COURSE,
            tuple(Development(e, level) for e, level in develops.items()),
            tuple(requires),
            Effort(hours, hours, "hours"),
            is_invented=True,
        )
    return Offers(found)


def plan_greedily(needs: tuple[Need, ...], offers: Offers, arrays: Arrays) -> Decimal | None:
    """Return the hours of a plan that always takes what closes most an hour, prerequisites left out; None where it
    gets stuck."""
    gives = {
        o.name: {
            n
            for n in needs
            for d in o.develops
            if d.level and n.element in arrays.closure[d.element] and all(np.greater_equal(d.level, n.level))
        }
        for o in offers.opportunities.values()
        if not o.requires
    }
    hours = {name: offers.opportunities[name].effort.most for name in gives}
    left, total = set(needs), Decimal(0)
    while left:
        best = max(gives, key=lambda name: (len(gives[name] & left) / hours[name], name))
        if not gives[best] & left:
            return None
        left -= gives[best]
        total += hours[best]
    return total


def relax(needs: tuple[Need, ...], offers: Offers, arrays: Arrays) -> float:
    """Return the least hours when opportunities could be taken in part, prerequisites left out: a lower bound."""
    from scipy.optimize import linprog

    every = list(offers.opportunities.values())
    rows = [
        [
            -float(
                any(
                    d.level and n.element in arrays.closure[d.element] and all(np.greater_equal(d.level, n.level))
                    for d in o.develops
                )
            )
            for o in every
        ]
        for n in needs
    ]
    solved = linprog([float(o.effort.most) for o in every], A_ub=rows, b_ub=[-1.0] * len(needs), bounds=(0, 1))
    return float(solved.fun)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opportunities", type=int, default=1_000)
    parser.add_argument("--plans", type=int, default=3)
    parser.add_argument("--source", default="KZ")
    parser.add_argument("--target", default="CN")
    options = parser.parse_args()

    graph = CompetencyGraph.open()
    comparison = graph.compare(options.source, options.target).value
    needs = find_needs(comparison, graph.catalogue)
    names = [n for n, e in graph.catalogue.elements.items() if not e.is_grouping and e.type != "CriterionElement"]
    offers = generate(needs, names, options.opportunities, 1)

    start = time.perf_counter()
    answer = find_bridging(comparison, graph.catalogue, graph.arrays, offers, None, options.plans)
    exact = time.perf_counter() - start
    start = time.perf_counter()
    greedy = plan_greedily(needs, offers, graph.arrays)
    by_greed = time.perf_counter() - start
    start = time.perf_counter()
    bound = relax(needs, offers, graph.arrays)
    relaxed = time.perf_counter() - start

    best = answer.plans[0]
    assert not answer.open, "some need cannot be closed; take more opportunities"
    assert greedy is None or best.most <= greedy
    assert float(best.most) >= bound - 1e-6
    assert [p.most for p in answer.plans] == sorted(p.most for p in answer.plans)
    print(f"{len(needs)} needs, {len(offers.opportunities):,} opportunities, {len(answer.plans)} plans proved optimal")
    print(f"  exact, all plans     {exact:8.3f} s   hours {', '.join(str(p.most) for p in answer.plans)}")
    print(f"  greedy, one plan     {by_greed:8.3f} s   hours {greedy}")
    print(f"  linear relaxation    {relaxed:8.3f} s   hours at least {bound:.1f}")
    print(f"  exact / relaxation in time = {exact / relaxed:.1f}")
    if greedy:
        print(f"  greedy / exact in hours    = {float(greedy / best.most):.2f}")


if __name__ == "__main__":
    main()
