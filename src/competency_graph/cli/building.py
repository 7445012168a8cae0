"""Commands that read files: build and validate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from competency_graph.cli.options import shared
from competency_graph.cli.output import print_out, show_progress
from competency_graph.inputs import read_text


@click.command("build")
@shared
def build_command(data: Path | None, store: Path | None) -> None:
    """Read all files, check them, infer, and put the new store in place.

    \b
    Example:
      competency-graph build
    """
    from competency_graph.graph import CompetencyGraph

    with show_progress(data) as advance:
        summary = CompetencyGraph.build(data, store, advance)
    _print_summary(summary)


@click.command("validate")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of data to check instead of the packaged one.")
@click.option("--write", is_flag=True, help="Put Turtle files into canonical form.")
@click.option("--quality", is_flag=True, help="Also say what is worth a look: odd, but not wrong.")
def validate_command(data: Path | None, write: bool, quality: bool) -> None:
    """Check all files without building; exit 1 when something is wrong.

    \b
    Example:
      competency-graph validate --data my-data
      competency-graph validate --quality
    """
    from competency_graph.errors import InputError
    from competency_graph.loading import check
    from competency_graph.resources import folders

    try:
        with show_progress(data) as advance:
            parsed, checked, catalogue = check(folders(data), advance)
        unordered = _canonicalise(folders(data).data, write)
    except InputError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    for path in unordered:
        click.echo(f"{path}: {'put into' if write else 'not in'} canonical form", err=True)
    if unordered and not write:
        click.echo("Error: run again with --write to put these files into canonical form", err=True)
        sys.exit(1)
    click.echo(f"{len(parsed.files)} files, {len(catalogue.statements)} statements: nothing to complain about")
    if quality:
        _print_quality(checked, folders(data))


def _print_quality(store: Any, places: Any) -> None:
    """Print what the quality queries find, under what each looks for."""
    from competency_graph.queries import find_queries
    from competency_graph.validation import find_quality_findings

    for summary, findings in find_quality_findings(store, find_queries("check", places.queries)).items():
        print_out(f"\n{summary} {len(findings)} found.")
        print_out("\n".join(f"  - {finding.render(None)}" for finding in findings) or "  -")


def _canonicalise(data: Path, write: bool) -> list[Path]:
    """Return the Turtle files below *data* that are not in canonical form, rewritten if *write*.

    Raises FileError, with all files as they were, where one of them has comments, which would be lost.
    """
    from competency_graph.loading import canonical, put_canonical

    texts = {path: canonical(path) for path in sorted(data.rglob("*.ttl"))}
    found = [path for path, text in texts.items() if text != read_text(path)]
    if write:
        put_canonical({path: texts[path] for path in found})
    return found


def _print_summary(summary: Any) -> None:
    from rich.table import Table

    table = Table(
        title=f"Built {summary.content[:12]} ({'new' if summary.is_new else 'unchanged'})",
        title_justify="left",
    )
    table.add_column("what")
    table.add_column("how many", justify="right")
    for name in ("frameworks", "statements", "elements", "demands", "mappings", "quads"):
        table.add_row(name, f"{getattr(summary, name):,}")
    for status, n in sorted(summary.by_status.items(), key=lambda item: -item[1]):
        table.add_row(f"statements: {status}", f"{n:,} ({100 * n // summary.statements} %)")
    for reading, counts in (("strict", summary.strict), ("substantial", summary.substantial)):
        for verdict in ("equivalent", "exceeds", "falls-short", "overlaps"):
            table.add_row(f"pairs, {reading}: {verdict}", f"{counts.get(verdict, 0):,}")
    print_out(table)
    click.echo(f"store: {summary.folder}", err=True)
