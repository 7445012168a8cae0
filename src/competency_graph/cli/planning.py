"""The command that plans: bridge."""

from __future__ import annotations

from pathlib import Path

import click

from competency_graph.cli.options import answering
from competency_graph.cli.output import open_graph, show


@click.command("bridge")
@click.argument("source")
@click.argument("target")
@answering
@click.option(
    "--catalogue",
    "catalogues",
    multiple=True,
    metavar="FILE",
    help="A table of opportunities to weigh as well; 'example' is the invented one that is shipped. May be repeated.",
)
@click.option("--plans", type=click.IntRange(1, 100), default=3, show_default=True, help="How many plans at most.")
@click.option(
    "--language-of-instruction",
    "languages",
    multiple=True,
    metavar="CODE",
    help="Only what is taught in it, such as en.",
)
@click.option("--host", "hosts", multiple=True, metavar="NAME", help="Only what this body offers. May be repeated.")
@click.option("--places", type=click.IntRange(min=1), help="Only what has so many places.")
@click.option("--budget", metavar="AMOUNT", help="What a plan may cost, such as '500 EUR'.")
@click.option("--verified-only", is_flag=True, help="Leave out statements that were not seen in a source or a copy.")
def bridge_command(
    source: str,
    target: str,
    form: str,
    lang: str,
    on: str | None,
    data: Path | None,
    store: Path | None,
    catalogues: tuple[str, ...],
    plans: int,
    languages: tuple[str, ...],
    hosts: tuple[str, ...],
    places: int | None,
    budget: str | None,
    verified_only: bool,
) -> None:
    """Say which learning opportunities would close what SOURCE lacks of TARGET, at the least total effort.

    The table data/examples/opportunities.tsv shows how a catalogue is written.

    \b
    Examples:
      competency-graph bridge CN KZ
      competency-graph bridge ceeaa-2024 gapc-4/engineer --catalogue example
      competency-graph bridge ceeaa-2024 gapc-4/engineer --catalogue mine.tsv --budget "500 EUR"
    """
    graph = open_graph(data, store)
    answer = graph.bridge(
        source, target, on, catalogues, plans, languages, hosts, places, budget, verified_only, language=lang
    )
    show(answer, form, lang)
