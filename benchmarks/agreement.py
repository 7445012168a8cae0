"""Agreement of raters, of coders and of the graph, and the grid on which the parameters were fitted.

python -m benchmarks.agreement [--grid]
"""

import argparse
from pathlib import Path

from sklearn.metrics import cohen_kappa_score
from tests.development import agreement, raters_agreement

from competency_graph import CompetencyGraph
from competency_graph.formats.codings import read_coding
from competency_graph.kernel import Parameters
from competency_graph.resources import folders


def coders(graph: CompetencyGraph) -> None:
    """Print, for each framework and overall, how far the two coders chose the same elements."""
    elements, levels = graph.catalogue.elements, {n: lv.rank for n, lv in graph.catalogue.levels.items()} | {"-": 0}
    totals: list[tuple[bool, bool]] = []
    print("coders with each other (element chosen or not, for every statement)")
    for path in sorted(Path(folders().data, "codings").glob("*--coder-1.tsv")):
        pair = [read_coding(Path(str(path).replace("coder-1", c)), elements, levels) for c in ("coder-1", "coder-2")]
        chosen = [{(r.code, r.demand.element) for r in coding.rows} for coding in pair]
        codes = {code for code, _ in chosen[0] | chosen[1]}
        rows = [((c, e) in chosen[0], (c, e) in chosen[1]) for c in codes for e in elements]
        totals += rows
        print(f"  {pair[0].framework:24} kappa {cohen_kappa_score(*zip(*rows, strict=True)):.3f}")
    print(f"  {'all':24} kappa {cohen_kappa_score(*zip(*totals, strict=True)):.3f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grid", action="store_true", help="print the agreement for other parameters too")
    options = parser.parse_args()
    graph = CompetencyGraph.open()
    coders(graph)
    pairs, coverage = raters_agreement()
    print(f"development set, raters with each other: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage")
    pairs, coverage = agreement(graph)
    print(f"development set, graph with adjudicated: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage")
    if options.grid:
        print("theta  overlap  pairs  coverage")
        for theta in range(50, 91, 5):
            for overlap in (10, 15, 20, 25, 27, 30, 35, 40, 50):
                pairs, coverage = agreement(graph, Parameters(theta, overlap))
                print(f"{theta:5}  {overlap:7}  {pairs:.3f}  {coverage:.3f}")


if __name__ == "__main__":
    main()
