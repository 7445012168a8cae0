"""The command that holds a case against a target: assess."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from competency_graph.cli.options import LANGUAGES, shared
from competency_graph.cli.output import open_graph, show

_RDF = ("turtle", "jsonld")


@click.command("assess")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--target", required=True, metavar="NAME", help="Jurisdiction, with a role or without, or profile.")
@click.option("--purpose", help="further-study, degree, employment, ...; default: that of the case.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", *_RDF]), default="table", show_default=True
)
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@click.option("--on", metavar="DATE", help="Date of the question, YYYY-MM-DD; default: today.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a report of two pages instead: FILE.docx or FILE.html.",
)
@shared
def assess_command(
    case: Path,
    target: str,
    purpose: str | None,
    form: str,
    lang: str,
    on: str | None,
    report: Path | None,
    data: Path | None,
    store: Path | None,
) -> None:
    """Hold the CASE of an engineer or a programme against what a target asks, for a purpose.

    CASE is a YAML file (data/examples/cases describes it) or a European Digital Credential in JSON-LD. Nothing of it
    is stored or sent; only a report that is asked for is written.

    \b
    Examples:
      competency-graph assess data/examples/cases/cn-graduate.yaml --target KZ
      competency-graph assess data/examples/cases/kz-graduate.jsonld --target CN --purpose degree
      competency-graph assess case.yaml --target KZ --lang ru --report case.docx
    """
    if report is not None:
        from competency_graph.presentation.report_files import check_path

        if form != "table":
            raise click.UsageError("--report takes no --format; the ending of FILE says the format")
        check_path(report)
    answer = open_graph(data, store).assess(case, target, purpose, on, lang, data)
    if report is not None:
        click.echo(f"{answer.report(report)}: written", err=True)
    elif form in _RDF:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer.to_rdf().text(form).encode())
        sys.stdout.buffer.flush()
    else:
        show(answer, form, lang)
