"""Agreement of raters, of coders and of the graph, and the grid on which the parameters were fitted.

python -m benchmarks.agreement [--grid]
"""

import argparse

from tests import evaluation
from tests.development import agreement, raters_agreement

from competency_graph import CompetencyGraph
from competency_graph.kernel import Parameters


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grid", action="store_true", help="print the agreement for other parameters too")
    options = parser.parse_args()
    graph = CompetencyGraph.open()
    print(graph.agreement())
    pairs, coverage = raters_agreement()
    print(f"development set, raters with each other: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage")
    pairs, coverage = agreement(graph)
    print(f"development set, graph with adjudicated: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage")
    for folder in (evaluation.EVALUATION, evaluation.HELD_OUT):
        pairs, coverage = evaluation.judges_agreement(folder)
        print(f"{folder.name} set, judges with each other: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage")
        pairs, coverage = evaluation.agreement(graph, folder)
        print(f"{folder.name} set, graph with adjudicated: kappa {pairs:.3f} on pairs, {coverage:.3f} on coverage")
    if options.grid:
        print("theta  overlap  pairs  coverage, on development and evaluation together")
        for theta in (*range(50, 70, 5), *range(70, 86), 90):
            for overlap in (10, 15, 20, 25, 27, 30, 35, 40, 50):
                pairs, coverage = evaluation.fitted(graph, Parameters(theta, overlap))
                print(f"{theta:5}  {overlap:7}  {pairs:.3f}  {coverage:.3f}")


if __name__ == "__main__":
    main()
