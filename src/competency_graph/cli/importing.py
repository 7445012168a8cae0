"""The command for those who bring in a standard: import."""

from __future__ import annotations

from pathlib import Path

import click

from competency_graph.cli.options import LANGUAGES, shared
from competency_graph.cli.output import open_graph, show_progress


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--template", type=click.Path(path_type=Path), metavar="FILE.xlsx", help="Write an empty template to fill in."
)
@click.option("--suggest", is_flag=True, help="Add the elements that a program suggests to FILE, for you to tick.")
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DATA", help="Write what is ticked in FILE into this folder."
)
@click.option("--accepted-by", metavar="NAME", default="", help="Who has gone through the demands and ticked them.")
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language in which a template explains.")
@shared
def import_command(
    file: Path | None,
    template: Path | None,
    suggest: bool,
    into: Path | None,
    accepted_by: str,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Bring in a standard with a spreadsheet: template, suggestions, your ticks, files.

    \b
    Examples:
      competency-graph import --template xy.xlsx --lang ru
      competency-graph import xy.xlsx --suggest
      cp -r data my-data
      competency-graph import xy.xlsx --into my-data --accepted-by "A. Reader"
      competency-graph compare xy-board-2026 gapc-4/washington --data my-data
    """
    if (template is not None) + suggest + (into is not None) != 1:
        raise click.UsageError("give one of --template FILE.xlsx, --suggest and --into DATA")
    if (file is None) != (template is not None):
        raise click.UsageError("name the filled-in FILE with --suggest and --into, and none with --template")
    if accepted_by and into is None:
        raise click.UsageError("--accepted-by goes with --into: demands are accepted when they are taken in")
    if template is not None:
        _write(template, lang, data, store)
    elif into is None:
        _suggest(file or Path(), data, store)
    elif data is not None:
        raise click.UsageError("--into names the data already; leave --data out")
    else:
        _take_in(file or Path(), into, accepted_by)


def _write(path: Path, lang: str, data: Path | None, store: Path | None) -> None:
    from competency_graph.intake import write_template

    catalogue = open_graph(data, store).catalogue
    click.echo(f"{write_template(path, catalogue, lang)}: written; fill it in, then import it with --suggest", err=True)


def _suggest(path: Path, data: Path | None, store: Path | None) -> None:
    from competency_graph.intake import add_suggestions

    graph = open_graph(data, store)
    added = add_suggestions(path, graph.catalogue, graph.suggester)
    click.echo(f"{path}: {added} demands suggested, none of them accepted; tick those that hold", err=True)


def _take_in(path: Path, into: Path, accepted_by: str) -> None:
    from competency_graph.intake import take_in

    with show_progress(into if into.is_dir() else None) as advance:
        taken = take_in(path, into, accepted_by, advance=advance)
    for file in taken.files:
        click.echo(file)
    click.echo(
        f"{taken.slug}: {taken.statements} statements, {taken.demands} demands accepted by {taken.accepted_by}, "
        f"{taken.suggested} of them suggested by a program",
        err=True,
    )
