"""Commands that ask: compare, gaps, diff, explain, matrix, pathways, crosswalks, query, queries."""

from __future__ import annotations

from pathlib import Path

import click

from competency_graph.cli.options import FORMATS, LANGUAGES, answering, reporting, shared
from competency_graph.cli.output import open_graph, print_out, show, write_csv


@click.command("compare")
@click.argument("source")
@click.argument("target")
@reporting
@click.option("--verified-only", is_flag=True, help="Leave out statements that were not seen in a source or a copy.")
@click.option("--rows", type=click.Choice(["statements", "pairs"]), default="statements", help="Rows of the CSV.")
def compare_command(
    source: str,
    target: str,
    form: str,
    lang: str,
    on: str | None,
    data: Path | None,
    store: Path | None,
    verified_only: bool,
    rows: str,
    report: Path | None,
) -> None:
    """Hold two profiles, frameworks or jurisdictions against each other.

    \b
    Examples:
      competency-graph compare CN KZ
      competency-graph compare ceeaa-2024 eafsg-2015/bachelor --lang zh
      competency-graph compare gapc-4/washington CN --format json
      competency-graph compare CN KZ --lang zh,ru --report cn-kz.docx
    """
    languages = _languages(lang, form, report)
    answer = open_graph(data, store).compare(source, target, on, verified_only, languages[0])
    if report is not None:
        if hasattr(answer, "report"):
            click.echo(f"{answer.report(report, languages)}: written", err=True)
            return
        click.echo(f"{report}: not written, as there is nothing to compare", err=True)
    if form == "csv" and rows == "pairs" and hasattr(answer, "pairs_frame"):
        from competency_graph.presentation.frames import pair_rows

        write_csv(pair_rows(answer.value))
        return
    show(answer, form, languages[0])


def _languages(lang: str, form: str, report: Path | None) -> tuple[str, ...]:
    """Return the languages of a comparison, refusing before anything is computed what cannot be written."""
    from competency_graph.presentation.wording import read_languages

    languages = read_languages(lang)
    if report is None:
        if len(languages) > 1:
            raise click.UsageError("two languages stand side by side in a report only; add --report FILE")
        return languages
    from competency_graph.presentation.report_files import check_path

    if form != "table":
        raise click.UsageError("--report takes no --format; the ending of FILE says the format")
    check_path(report)
    return languages


@click.command("gaps")
@click.argument("source")
@click.argument("target")
@answering
@click.option("--verified-only", is_flag=True, help="Leave out statements that were not seen in a source or a copy.")
def gaps_command(
    source: str,
    target: str,
    form: str,
    lang: str,
    on: str | None,
    data: Path | None,
    store: Path | None,
    verified_only: bool,
) -> None:
    """Say what SOURCE lacks of TARGET, element by element.

    \b
    Example:
      competency-graph gaps ceeaa-2024 gapc-4/engineer
    """
    show(open_graph(data, store).gaps(source, target, on, verified_only, lang), form, lang)


@click.command("diff")
@click.argument("old")
@click.argument("new")
@answering
def diff_command(
    old: str, new: str, form: str, lang: str, on: str | None, data: Path | None, store: Path | None
) -> None:
    """Say what changed between two editions of a standard, and which verdicts turn with it.

    \b
    Example:
      competency-graph diff ceeaa-2015 ceeaa-2024
    """
    show(open_graph(data, store).diff(old, new, on, lang), form, lang)


@click.command("explain")
@click.argument("source")
@click.argument("target")
@answering
def explain_command(
    source: str, target: str, form: str, lang: str, on: str | None, data: Path | None, store: Path | None
) -> None:
    """Say why two statements compare as they do.

    \b
    Example:
      competency-graph explain ceeaa-2024:4.3.9 gapc-4:WA9
    """
    show(open_graph(data, store).explain(source, target, on, lang), form, lang)


@click.command("matrix")
@click.argument("elements", nargs=-1, required=True, metavar="ELEMENT...")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@shared
def matrix_command(elements: tuple[str, ...], form: str, lang: str, data: Path | None, store: Path | None) -> None:
    """Say who demands ELEMENT, at which rung, in which clause.

    \b
    Example:
      competency-graph matrix consider-net-zero-carbon know-diversity-and-inclusion
    """
    show(open_graph(data, store).matrix(*elements, language=lang), form, lang)


@click.command("pathways")
@click.argument("source")
@click.argument("target")
@answering
@click.option("--purpose", help="Only for this purpose: further-study, degree, employment, ...; default: each.")
@click.option("--timeline", is_flag=True, help="Say instead how the answer changed over time.")
@click.option("--all", "whole", is_flag=True, help="Show every chain, bridge, source and search, not a screen of them.")
@click.option(
    "--suppose",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Lay a hypothetical agreement in FILE (Turtle, as data/agreements.ttl) over the facts; nothing is stored.",
)
def pathways_command(
    source: str,
    target: str,
    form: str,
    lang: str,
    on: str | None,
    data: Path | None,
    store: Path | None,
    purpose: str | None,
    timeline: bool,
    whole: bool,
    suppose: Path | None,
) -> None:
    """Say which agreements link two jurisdictions on a date, for which purpose, and which link is missing.

    \b
    Examples:
      competency-graph pathways CN KZ --on 2026-01-01
      competency-graph pathways CN KZ --purpose professional-registration --lang zh
      competency-graph pathways CN KZ --on 2026-01-01 --all
      competency-graph pathways CN TR --timeline
      competency-graph pathways CN KZ --on 2026-01-01 --suppose data/examples/cse-caaae-agreement.ttl
    """
    answer = open_graph(data, store).pathways(source, target, on, purpose, lang, suppose)
    show(answer.timeline() if timeline else answer.whole() if whole else answer, form, lang)


@click.command("crosswalks")
@click.argument("names", nargs=-1, metavar="[A [B]]")
@answering
@click.option("--chained", is_flag=True, help="Also what follows from several mappings.")
@click.option("--disagreements", is_flag=True, help="Only where crosswalk and derived verdict disagree.")
def crosswalks_command(
    names: tuple[str, ...],
    form: str,
    lang: str,
    on: str | None,
    data: Path | None,
    store: Path | None,
    chained: bool,
    disagreements: bool,
) -> None:
    """Say what published crosswalks of A, or of A and B, say, beside the derived verdicts.

    \b
    Examples:
      competency-graph crosswalks gapc-3 gapc-4
      competency-graph crosswalks --disagreements --lang ru
    """
    if len(names) > 2:
        raise click.UsageError("name at most two frameworks")
    graph = open_graph(data, store)
    show(graph.crosswalks(*names, on=on, chained=chained, disagreeing=disagreements, language=lang), form, lang)


@click.command("query")
@click.argument("name")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@shared
def query_command(
    name: str, params: tuple[str, ...], form: str, lang: str, data: Path | None, store: Path | None
) -> None:
    """Run a query of the library; `queries` lists them.

    \b
    Examples:
      competency-graph query who-demands --param element=consider-net-zero-carbon
      competency-graph query edition-changes --param old=ceeaa-2015 --param new=ceeaa-2024
    """
    values: dict[str, list[str]] = {}
    for pair in params:
        key, found, value = pair.partition("=")
        if not found:
            raise click.UsageError(f"--param {pair!r}: write it as NAME=VALUE")
        values.setdefault(key, []).append(value)
    show(open_graph(data, store).run(name, lang, **values), form, lang)


@click.command("queries")
def queries_command() -> None:
    """List the query library: what each query answers and which parameters it takes.

    \b
    Example:
      competency-graph queries
    """
    from rich.table import Table

    from competency_graph.queries import find_queries

    table = Table(pad_edge=False, expand=True)
    table.add_column("query", no_wrap=True)
    for head, ratio in (("answers", 6), ("parameters", 5)):
        table.add_column(head, ratio=ratio, overflow="fold")
    for q in find_queries("answers"):
        needs = [
            f"{p.name}: {p.type}{'' if p.default is None else ' (' + (p.default or 'any') + ')'}" for p in q.parameters
        ]
        table.add_row(q.name, q.summary, "\n".join(needs))
    print_out(table)
