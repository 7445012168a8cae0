"""What commands print: answers to stdout, progress to stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click


def open_graph(data: Path | None, store: Path | None) -> Any:
    from competency_graph.graph import CompetencyGraph

    with show_progress(data) as advance:
        return CompetencyGraph.open(data, store, advance)


@contextmanager
def show_progress(data: Path | None) -> Any:
    """Give a function that moves a progress bar on stderr; the bar appears once there is work."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from competency_graph.loading.build import steps
    from competency_graph.resources import folders

    console = Console(stderr=True)
    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task("", total=None)
    started = False

    def advance(name: str) -> None:
        nonlocal started
        if not started:
            bar.update(task, total=steps(folders(data)))
            bar.start()
            started = True
        bar.update(task, advance=1, description=name)

    try:
        yield advance
    finally:
        bar.stop()


def show(answer: Any, form: str, lang: str) -> None:
    from competency_graph.catalogue import NoneFound
    from competency_graph.presentation.contract import none_found_json
    from competency_graph.presentation.prose import none_found_lines
    from competency_graph.presentation.wording import Words

    if isinstance(answer, NoneFound):
        words = Words(lang)
        found = none_found_json(answer, words)
        if form == "json":
            write_json(found)
        elif form == "csv":
            write_csv([{k: v for k, v in found.items() if k != "searched"}])
        else:
            print_out("\n".join(none_found_lines(answer, words)))
    elif form == "json":
        write_json(answer.to_json())
    elif form == "csv":
        write_csv(answer.to_rows())
    else:
        print_out(answer.to_table())


def print_out(renderable: Any) -> None:
    from competency_graph.presentation.terminal import Terminal

    Terminal(_width()).print(renderable)


def _width() -> int | None:
    """Return the width that COLUMNS asks for, from 40 to 1000; without one 120, or None in a terminal."""
    asked = os.environ.get("COLUMNS", "")
    if re.fullmatch("[0-9]{1,6}", asked):
        return min(max(int(asked), 40), 1000)
    return None if sys.stdout.isatty() else 120


def write_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_csv(rows: list[dict[str, Any]]) -> None:
    """Write *rows* as CSV in which a spreadsheet takes no text for a formula."""
    from competency_graph.formats.sheets import neutral

    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: neutral(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows)
    click.echo(out.getvalue(), nl=False)
