"""The command on what bodies promised each other."""

from __future__ import annotations

from pathlib import Path

import click

from competency_graph.cli.options import reporting
from competency_graph.cli.output import open_graph, show


@click.command("commitments")
@click.option("--event", metavar="NAME", help="Only what was promised at this event, such as shihezi-seminar.")
@reporting
def commitments_command(
    event: str | None,
    form: str,
    lang: str,
    on: str | None,
    data: Path | None,
    store: Path | None,
    report: Path | None,
) -> None:
    """Say what became of each promise: done with dated evidence, promised, or not found; and what is related.

    \b
    Examples:
      competency-graph commitments --event shihezi-seminar
      competency-graph commitments --event shihezi-seminar --lang zh,ru --report promises.html
    """
    from competency_graph.presentation.wording import read_languages

    languages = read_languages(lang)
    if report is None and len(languages) > 1:
        raise click.UsageError("two languages stand side by side in a report only; add --report FILE")
    if report is not None:
        from competency_graph.presentation.report_files import check_path

        if form != "table":
            raise click.UsageError("--report takes no --format; the ending of FILE says the format")
        check_path(report)
    answer = open_graph(data, store).commitments(event, on, languages[0])
    if report is None:
        show(answer, form, languages[0])
    else:
        click.echo(f"{answer.report(report, languages)}: written", err=True)
