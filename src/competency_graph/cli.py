"""The command ``competency-graph``: its verbs are the questions.

Results go to stdout and talk to stderr. Exit codes: 0 answered, 1 a check failed, 2 misuse, 3 broken data
or store.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from competency_graph import __version__
from competency_graph.errors import CompetencyGraphError, StoreError

_FORMATS = click.Choice(["table", "json", "csv"])
_LANGUAGES = click.Choice(["en", "zh", "ru", "kk"])


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        [
            click.option(
                "--data",
                type=click.Path(path_type=Path),
                help="Folder of data to read instead of the packaged one.",
            ),
            click.option(
                "--store",
                type=click.Path(path_type=Path),
                help="Folder of built stores; default: the user's cache.",
            ),
        ]
    ):
        function = option(function)
    return function


def _answering(function: Callable[..., Any]) -> Callable[..., Any]:
    language = click.option(
        "--lang",
        type=_LANGUAGES,
        default="en",
        show_default=True,
        help="Language of labels and words.",
    )
    return _answering_in(language, function)


def _reporting(function: Callable[..., Any]) -> Callable[..., Any]:
    language = click.option(
        "--lang",
        metavar="LANG[,LANG]",
        default="en",
        show_default=True,
        help="Language of labels and words: en, zh, ru, kk; two of them, such as zh,ru, in a report.",
    )
    report = click.option(
        "--report",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write a document instead: FILE.docx or FILE.html.",
    )
    return _answering_in(language, report(function))


def _answering_in(language: Callable[..., Any], function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        [
            click.option("--format", "form", type=_FORMATS, default="table", show_default=True),
            language,
            click.option("--on", metavar="DATE", help="Date of the question, YYYY-MM-DD; default: today."),
        ]
    ):
        function = option(function)
    return _shared(function)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="competency-graph")
def cli() -> None:
    """Which engineering competencies of one country are matched in another, how surely, and why.

    Name frameworks by slug (ceeaa-2024), profiles by framework and name (eafsg-2015/bachelor), jurisdictions
    by ISO code and role (CN, CN/engineer), statements by CURIE (gapc-4:WA1).
    """


@cli.command("build")
@_shared
def build_command(data: Path | None, store: Path | None) -> None:
    """Read all files, check them, infer, and put the new store in place.

    \b
    Example:
      competency-graph build
    """
    from competency_graph.graph import CompetencyGraph

    with _progress(data) as advance:
        summary = CompetencyGraph.build(data, store, advance)
    _print_summary(summary)


@cli.command("validate")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of data to check instead of the packaged one.")
@click.option("--write", is_flag=True, help="Put Turtle files into canonical form.")
def validate_command(data: Path | None, write: bool) -> None:
    """Check all files without building; exit 1 when something is wrong.

    \b
    Example:
      competency-graph validate --data my-data
    """
    from competency_graph.errors import InputError
    from competency_graph.loading import check
    from competency_graph.resources import folders

    try:
        with _progress(data) as advance:
            parsed, _, catalogue = check(folders(data), advance)
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


def _canonicalise(data: Path, write: bool) -> list[Path]:
    """Return the Turtle files below *data* that are not in canonical form, rewritten if *write*."""
    from competency_graph.loading import canonical

    found = []
    for path in sorted(data.rglob("*.ttl")):
        text = canonical(path)
        if text != path.read_text(encoding="utf-8"):
            found.append(path)
            if write:
                path.write_text(text, encoding="utf-8")
    return found


@cli.command("compare")
@click.argument("source")
@click.argument("target")
@_reporting
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
    answer = _open(data, store).compare(source, target, on, verified_only, languages[0])
    if report is not None:
        if hasattr(answer, "report"):
            click.echo(f"{answer.report(report, languages)}: written", err=True)
            return
        click.echo(f"{report}: not written, as there is nothing to compare", err=True)
    if form == "csv" and rows == "pairs" and hasattr(answer, "pairs_frame"):
        from competency_graph.presentation.frames import pair_rows

        _write_csv(pair_rows(answer.value))
        return
    _show(answer, form, languages[0])


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


@cli.command("gaps")
@click.argument("source")
@click.argument("target")
@_answering
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
    _show(_open(data, store).gaps(source, target, on, verified_only, lang), form, lang)


@cli.command("diff")
@click.argument("old")
@click.argument("new")
@_answering
def diff_command(
    old: str, new: str, form: str, lang: str, on: str | None, data: Path | None, store: Path | None
) -> None:
    """Say what changed between two editions of a standard, and which verdicts turn with it.

    \b
    Example:
      competency-graph diff ceeaa-2015 ceeaa-2024
    """
    _show(_open(data, store).diff(old, new, on, lang), form, lang)


@cli.command("explain")
@click.argument("source")
@click.argument("target")
@_answering
def explain_command(
    source: str, target: str, form: str, lang: str, on: str | None, data: Path | None, store: Path | None
) -> None:
    """Say why two statements compare as they do.

    \b
    Example:
      competency-graph explain ceeaa-2024:4.3.9 gapc-4:WA9
    """
    _show(_open(data, store).explain(source, target, on, lang), form, lang)


@cli.command("matrix")
@click.argument("elements", nargs=-1, required=True, metavar="ELEMENT...")
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@click.option("--lang", type=_LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@_shared
def matrix_command(elements: tuple[str, ...], form: str, lang: str, data: Path | None, store: Path | None) -> None:
    """Say who demands ELEMENT, at which rung, in which clause.

    \b
    Example:
      competency-graph matrix consider-net-zero-carbon know-diversity-and-inclusion
    """
    _show(_open(data, store).matrix(*elements, language=lang), form, lang)


@cli.command("pathways")
@click.argument("source")
@click.argument("target")
@_answering
@click.option("--purpose", help="Only for this purpose: further-study, degree, employment, ...; default: each.")
@click.option("--timeline", is_flag=True, help="Say instead how the answer changed over time.")
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
) -> None:
    """Say which agreements link two jurisdictions on a date, for which purpose, and which link is missing.

    \b
    Examples:
      competency-graph pathways CN KZ --on 2026-01-01
      competency-graph pathways CN KZ --purpose professional-registration --lang zh
      competency-graph pathways CN TR --timeline
    """
    answer = _open(data, store).pathways(source, target, on, purpose, lang)
    _show(answer.timeline() if timeline else answer, form, lang)


@cli.command("query")
@click.argument("name")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@click.option("--lang", type=_LANGUAGES, default="en", show_default=True, help="Language of labels and words.")
@_shared
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
    _show(_open(data, store).run(name, lang, **values), form, lang)


@cli.command("export")
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@click.option("--to", "to", default="-", metavar="FILE", help="File to write; '-', the default, is stdout.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "sssom"]),
    help="Default: as the ending of FILE says (.ttl .trig .nq .jsonld .sssom.tsv).",
)
@click.option("--with-inferred", is_flag=True, help="Add what was inferred, computed skos:exactMatch among it.")
@click.option("--lang", type=_LANGUAGES, default="en", show_default=True, help="Language of SSSOM labels; RDF has all.")
@click.option("--on", metavar="DATE", help="Date of a comparison, YYYY-MM-DD; default: today.")
@click.option("--verified-only", is_flag=True, help="Compare only statements that were seen in a source or a copy.")
@_shared
def export_command(
    what: tuple[str, ...],
    to: str,
    form: str | None,
    with_inferred: bool,
    lang: str,
    on: str | None,
    verified_only: bool,
    data: Path | None,
    store: Path | None,
) -> None:
    """Write the whole graph, one framework, or two names compared, for other programs.

    \b
    Examples:
      competency-graph export --to graph.trig
      competency-graph export ceeaa-2024 --format jsonld
      competency-graph export CN KZ --to cn--kz.sssom.tsv --lang zh
    """
    if len(what) > 2:
        raise click.UsageError("WHAT is nothing, one framework or two names")
    if to == "-" and not form:
        raise click.UsageError("stdout has no ending that says the format; name one with --format")
    if to != "-" and not form:
        from competency_graph.exports import format_of

        form = format_of(Path(to))
    found = _open(data, store).export(
        *what, with_inferred=with_inferred, language=lang, on=on, verified_only=verified_only
    )
    if to != "-":
        click.echo(f"written: {found.write(to, form)}", err=True)
        return
    sys.stdout.flush()
    for chunk in found.chunks(form):
        sys.stdout.buffer.write(chunk.encode())
    sys.stdout.buffer.flush()


@cli.command("queries")
def queries_command() -> None:
    """List the query library: what each query answers and which parameters it takes.

    \b
    Example:
      competency-graph queries
    """
    from rich.table import Table

    from competency_graph.queries import find_queries

    table = Table(pad_edge=False, expand=True)
    for head, ratio in (("query", 3), ("question", 1), ("answers", 6), ("parameters", 5)):
        table.add_column(head, ratio=ratio, overflow="fold")
    for q in find_queries("answers"):
        needs = [
            f"{p.name}: {p.type}{'' if p.default is None else ' (' + (p.default or 'any') + ')'}" for p in q.parameters
        ]
        table.add_row(q.name, q.question, q.summary, "\n".join(needs))
    _print(table)


@cli.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is all of them.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds after which a query is stopped.",
)
@click.option(
    "--memory", default=1024, show_default=True, type=click.IntRange(min=16), help="Megabytes that a query may take."
)
@_shared
def serve_command(host: str, port: int, timeout: float, memory: int, data: Path | None, store: Path | None) -> None:
    """Answer SPARQL queries over HTTP, read-only, until Ctrl-C.

    The build that is current at the start is served until the end.

    \b
    Example:
      competency-graph serve --port 8000 --timeout 10
    """
    from competency_graph.loading.build import store_folder
    from competency_graph.server import serve
    from competency_graph.server.app import Options
    from competency_graph.store import Builds, default_root

    _open(data, store)
    folder = Builds(store or default_root()).current()
    if folder is None:
        raise StoreError("the build was removed meanwhile; start again")
    options = Options(store_folder(folder).resolve(), host, timeout, memory)
    serve(options, port, lambda address: click.echo(f"Serving {address}; Ctrl-C stops it.", err=True))
    click.echo("Stopped.", err=True)


def _open(data: Path | None, store: Path | None) -> Any:
    from competency_graph.graph import CompetencyGraph

    with _progress(data) as advance:
        return CompetencyGraph.open(data, store, advance)


@contextmanager
def _progress(data: Path | None) -> Any:
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


def _show(answer: Any, form: str, lang: str) -> None:
    from competency_graph.catalogue import NoneFound
    from competency_graph.presentation.contract import none_found_json
    from competency_graph.presentation.wording import Words

    if isinstance(answer, NoneFound):
        found = none_found_json(answer, Words(lang))
        if form == "json":
            _write_json(found)
        elif form == "csv":
            _write_csv([found])
        else:
            click.echo(Words(lang).say("none_found", reason=found["reason"]))
    elif form == "json":
        _write_json(answer.to_json())
    elif form == "csv":
        _write_csv(answer.to_rows())
    else:
        _print(answer.to_table())


def _print(renderable: Any) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or 120)
    Console(width=width, highlight=False, soft_wrap=isinstance(renderable, str), markup=False).print(renderable)


def _write_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _write_csv(rows: list[dict[str, Any]]) -> None:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    click.echo(out.getvalue(), nl=False)


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
    _print(table)
    click.echo(f"store: {summary.folder}", err=True)


def main() -> None:
    """Run the command; every error becomes one clear message and an exit code."""
    try:
        cli(standalone_mode=False)
    except CompetencyGraphError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; the last build is as it was.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
