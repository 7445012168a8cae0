"""The coverage table of the README: frameworks by how their statements were seen.

python -m benchmarks.coverage_table [--write]

Prints the table, or puts it in its place in README.md; a test compares the two.
"""

import argparse
import re
from collections import Counter
from pathlib import Path

from competency_graph import CompetencyGraph

README = Path(__file__).parents[1] / "README.md"
STATUSES = ("seen", "secondary-copy", "inferred", "unverified")


def rows(graph: CompetencyGraph) -> dict[str, list[int]]:
    """Return, by framework and for all, how many statements there are and how many of each status."""
    statements = list(graph.catalogue.statements.values())
    found = {f: [s for s in statements if s.framework == f] for f in graph.catalogue.frameworks}
    counted = {}
    for name, mine in [*found.items(), ("all", statements)]:
        if mine:
            n = Counter(str(s.status) for s in mine)
            counted[name] = [len(mine), *(n[status] for status in STATUSES)]
    return counted


def table(graph: CompetencyGraph) -> str:
    """Return the table as Markdown."""
    head = ["| framework | statements | seen | copy | inferred | unverified |", "|---|---|---|---|---|---|"]
    lines = [f"| {'**all**' if k == 'all' else k} | {' | '.join(map(str, v))} |" for k, v in rows(graph).items()]
    return "\n".join([*head, *lines]) + "\n"


def main() -> None:
    """Print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    text = table(CompetencyGraph.open())
    if not options.write:
        print(text, end="")
        return
    readme = README.read_text(encoding="utf-8")
    pattern = re.compile(r"(<!-- coverage table:[^\n]*-->\n)(?:\|[^\n]*\n)*")
    changed, n = pattern.subn(lambda m: m[1] + text, readme, count=1)
    if n != 1:
        raise SystemExit(f"{README}: no place for the table; write '<!-- coverage table: ... -->' above it")
    README.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    main()
