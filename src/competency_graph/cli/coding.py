"""Commands for those who code: suggest and agreement."""

from __future__ import annotations

from pathlib import Path

import click

from competency_graph.cli.options import FORMATS, LANGUAGES, shared
from competency_graph.cli.output import open_graph, show, write_csv


@click.command("suggest")
@click.argument("text", required=False)
@click.option(
    "--from", "table", type=click.Path(path_type=Path), metavar="FILE", help="Many texts: a code, a tab, a text a line."
)
@click.option("--kind", type=click.Choice(["outcome", "criterion"]), default="outcome", show_default=True)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many elements at most.")
@click.option(
    "--draft",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a draft of a coding, SLUG--suggestion.tsv, that nobody has accepted.",
)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of labels; TEXT may be in any.")
@shared
def suggest_command(
    text: str | None,
    table: Path | None,
    kind: str,
    top: int,
    draft: Path | None,
    form: str,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Suggest elements and a level for a statement never seen; a person decides.

    \b
    Examples:
      competency-graph suggest "Leads a multidisciplinary team" --top 5
      competency-graph suggest "能够与公众有效沟通" --lang zh
      competency-graph suggest --from xy.tsv --draft xy-board-2026--suggestion.tsv
    """
    if (text is None) == (table is None):
        raise click.UsageError("give either TEXT or --from FILE")
    if draft is not None and table is None:
        raise click.UsageError("a draft needs the codes of its statements; give them with --from FILE")
    from competency_graph.suggestion import read_texts

    texts = [("", text)] if text is not None else read_texts(table or Path())
    answer = open_graph(data, store).suggest(*texts, kind=kind, top=top, language=lang)
    if draft is None:
        show(answer, form, lang)
    else:
        click.echo(f"{answer.write_draft(draft)}: written; suggested, not annotated", err=True)


@click.command("agreement")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@click.option("--rows", type=click.Choice(["frameworks", "elements"]), default="frameworks", help="Rows of the CSV.")
@shared
def agreement_command(form: str, lang: str, rows: str, data: Path | None, store: Path | None) -> None:
    """Say how far two coders, blind to each other, chose the same elements.

    \b
    Example:
      competency-graph agreement
    """
    answer = open_graph(data, store).agreement(data, lang)
    if form == "csv" and rows == "elements":
        write_csv(answer.element_rows())
    else:
        show(answer, form, lang)
