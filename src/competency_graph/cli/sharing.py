"""Commands for other programs: export and serve."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from competency_graph.cli.options import LANGUAGES, shared
from competency_graph.cli.output import open_graph


@click.command("export")
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@click.option("--to", "to", default="-", metavar="FILE", help="File to write; '-', the default, is stdout.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "sssom"]),
    help="Default: as the ending of FILE says (.ttl .trig .nq .jsonld .sssom.tsv).",
)
@click.option("--with-inferred", is_flag=True, help="Add what was inferred, computed skos:exactMatch among it.")
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of SSSOM labels; RDF has all.")
@click.option("--on", metavar="DATE", help="Date of a comparison, YYYY-MM-DD; default: today.")
@click.option("--verified-only", is_flag=True, help="Compare only statements that were seen in a source or a copy.")
@shared
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
    found = open_graph(data, store).export(
        *what, with_inferred=with_inferred, language=lang, on=on, verified_only=verified_only
    )
    if to != "-":
        click.echo(f"written: {found.write(to, form)}", err=True)
        return
    sys.stdout.flush()
    for chunk in found.chunks(form):
        sys.stdout.buffer.write(chunk.encode())
    sys.stdout.buffer.flush()


@click.command("serve")
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
@shared
def serve_command(host: str, port: int, timeout: float, memory: int, data: Path | None, store: Path | None) -> None:
    """Answer SPARQL queries over HTTP, read-only, until Ctrl-C.

    The build of the files as they are at the start is served until the end.

    \b
    Example:
      competency-graph serve --port 8000 --timeout 10
    """
    from competency_graph.loading.build import store_folder
    from competency_graph.server import serve
    from competency_graph.server.app import Options

    options = Options(store_folder(open_graph(data, store).folder).resolve(), host, timeout, memory)
    serve(options, port, lambda address: click.echo(f"Serving {address}; Ctrl-C stops it.", err=True))
    click.echo("Stopped.", err=True)
