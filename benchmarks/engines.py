"""The kernel against a bare sparse product, SPARQL on Oxigraph, and HermiT: ratios of one run.

The same generated outcomes and statements over the shipped element vocabulary go through all engines, and
their verdicts are compared before any time is believed. SPARQL and HermiT get as much of the work as they
finish in reasonable time; the size that each really did is printed beside its time, and nothing is
extrapolated.

    python -m benchmarks.engines [--outcomes 20000] [--statements 1000] [--sparql 4000] [--classes 5000]
"""

import argparse
import random
import time
from collections.abc import Callable

import numpy as np
from scipy import sparse

from competency_graph import CompetencyGraph
from competency_graph.kernel import Parameters, compare_among, compare_blocks, compare_pairs
from competency_graph.model import Demand
from competency_graph.queries import find_queries
from competency_graph.recognition import Arrays

COVERS = (3, 4)  # exceeds, equivalent


def generate(names: list[str], how_many: int, seed: int) -> list[tuple[Demand, ...]]:
    """Return statements of 1 to 10 demands over *names*, with levels as they occur in the shipped data."""
    rnd = random.Random(seed)
    levels = [(3, 2)] * 6 + [(2, 2), (1, 2), (4, 2), (3, 3)]
    made = []
    for _ in range(how_many):
        complexity, autonomy = rnd.choice(levels)
        chosen = rnd.sample(names, rnd.randint(1, 10))
        made.append(tuple(Demand(e, complexity, autonomy, rnd.random() < 0.1) for e in chosen))
    return made


def seconds(action: Callable[[], object], repeat: int = 3) -> float:
    """Return the shortest of *repeat* runs, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def run_kernel(arrays: Arrays, a, b, p: Parameters) -> int:  # type: ignore[no-untyped-def]
    """Return how many pairs are satisfied in the substantial reading, block by block in bounded memory."""
    return sum(
        int(np.isin(v.substantial, COVERS).sum()) for v in compare_blocks(a, b, arrays.hierarchy, p, compiled=True)
    )


def bare_product(arrays: Arrays, a, b) -> tuple[sparse.csr_array, sparse.csr_array]:  # type: ignore[no-untyped-def]
    """Return the two matrices whose product is the shared weight, the least that any engine must compute."""
    width = arrays.hierarchy.size
    left = sparse.csr_array((arrays.hierarchy.weight[a.element], a.element, a.indptr), shape=(a.size, width))
    right = sparse.csr_array((np.ones(len(b.element), dtype=np.int64), b.element, b.indptr), shape=(b.size, width))
    return left, right.T.tocsr()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outcomes", type=int, default=20_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--sparql", type=int, default=4_000, help="outcomes that SPARQL compares with all statements")
    parser.add_argument("--classes", type=int, default=5_000, help="statements that HermiT classifies")
    options = parser.parse_args()

    catalogue = CompetencyGraph.open().catalogue
    arrays = Arrays.of(catalogue.elements.values())
    p = Parameters(catalogue.parameters.theta, catalogue.parameters.overlap)
    names = [n for n, e in catalogue.elements.items() if not e.is_grouping]
    outcomes, statements = generate(names, options.outcomes, 1), generate(names, options.statements, 2)
    a, b = arrays.carry(outcomes), arrays.carry(statements)

    print(f"kernel, {a.size:,} x {b.size:,} pairs, both readings, all verdicts")
    run_kernel(arrays, a.rows(0, 10), b, p)  # compile before the clock starts
    kernel = seconds(lambda: run_kernel(arrays, a, b, p))
    left, right = bare_product(arrays, a, b)
    product = seconds(lambda: left @ right)
    numpy = seconds(lambda: [None for _ in compare_blocks(a, b, arrays.hierarchy, p, compiled=False)], 1)
    print(f"  compiled kernel      {kernel:8.3f} s")
    print(f"  bare sparse product  {product:8.3f} s   kernel / product = {kernel / product:.2f}  (aim: at most 2)")
    print(f"  kernel without numba {numpy:8.3f} s   = {numpy / kernel:.1f} times the compiled one")

    measure_sparql(catalogue, arrays, outcomes[: options.sparql], statements, p, kernel, a.size)
    measure_hermit(catalogue, arrays, generate(names, options.classes, 3), p)


def measure_sparql(catalogue, arrays, outcomes, statements, p, kernel, whole) -> None:  # type: ignore[no-untyped-def]
    """Run the substantial rule of queries/construct on Oxigraph on part of the pairs, and compare."""
    from tests.engines.worlds import World

    rule = next(q.text for q in find_queries("construct") if q.name == "substantial-satisfaction")
    made = {f"o{i}": d for i, d in enumerate(outcomes)} | {f"s{i}": d for i, d in enumerate(statements)}
    store = World(dict(catalogue.elements), made, {}, p).store()
    only = 'FILTER (STRSTARTS(STR(?a), "https://example.org/statement/o") && STRSTARTS(STR(?b), "https://example.org/statement/s"))'
    start = time.perf_counter()
    found = store.construct(rule.replace("WHERE {", f"WHERE {{ {only}", 1))
    spent = time.perf_counter() - start
    a, b = arrays.carry(outcomes), arrays.carry(statements)
    expected = int(np.isin(compare_pairs(a, b, arrays.hierarchy, p).substantial, COVERS).sum())
    assert len(found) == expected, (len(found), expected)
    print(
        f"SPARQL on Oxigraph, {a.size:,} of {whole:,} outcomes x {b.size:,}: {expected:,} satisfied, as the kernel says"
    )
    print(f"  one of six rules     {spent:8.3f} s for 1/{whole / a.size:.0f} of the pairs")
    print(
        f"  this part alone takes {spent / kernel:,.0f} times as long as the kernel for all pairs  (aim: at least 200)"
    )


def measure_hermit(catalogue, arrays, statements, p) -> None:  # type: ignore[no-untyped-def]
    """Classify statements with HermiT, and compare."""
    from competency_graph.reasoning import classify

    made = {f"s{i}": d for i, d in enumerate(statements)}
    rows = arrays.carry(statements)
    list(compare_among(rows.rows(0, 10), arrays.hierarchy, p, compiled=True))  # compile before the clock starts
    kernel = seconds(lambda: [None for _ in compare_among(rows, arrays.hierarchy, p, compiled=True)], 5)
    start = time.perf_counter()
    proved = classify(catalogue.elements, made)
    spent = time.perf_counter() - start
    verdicts = compare_pairs(rows, rows, arrays.hierarchy, p).strict
    expected = int(np.isin(verdicts, COVERS).sum())
    found = sum(sum(n in made for n in above) for above in proved.above.values())
    assert found == expected, (found, expected)
    print(f"HermiT, {rows.size:,} statements: {expected:,} satisfied, the same as the kernel")
    print(f"  classification       {spent:8.3f} s   kernel {kernel:.3f} s   ratio {spent / kernel:,.0f}  (aim: 500)")


if __name__ == "__main__":
    main()
