"""The command ``competency-graph``: its verbs are the questions.

Results go to stdout and talk to stderr. Exit codes: 0 answered, 1 a check failed, 2 misuse, 3 broken data
or store.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click

from competency_graph import __version__
from competency_graph.cli.asking import (
    compare_command,
    crosswalks_command,
    diff_command,
    explain_command,
    gaps_command,
    matrix_command,
    pathways_command,
    queries_command,
    query_command,
)
from competency_graph.cli.assessing import assess_command
from competency_graph.cli.building import build_command, validate_command
from competency_graph.cli.coding import agreement_command, suggest_command
from competency_graph.cli.importing import import_command
from competency_graph.cli.planning import bridge_command
from competency_graph.cli.promising import commitments_command
from competency_graph.cli.reviewing import review_command
from competency_graph.cli.sharing import export_command, serve_command
from competency_graph.errors import CompetencyGraphError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="competency-graph")
def cli() -> None:
    """Which engineering competencies of one country are matched in another, how surely, and why.

    Name frameworks by slug (ceeaa-2024), profiles by framework and name (eafsg-2015/bachelor), jurisdictions
    by ISO code and role (CN, CN/engineer), statements by CURIE (gapc-4:WA1).
    """


for command in (
    build_command,
    validate_command,
    compare_command,
    gaps_command,
    bridge_command,
    diff_command,
    explain_command,
    matrix_command,
    pathways_command,
    commitments_command,
    crosswalks_command,
    assess_command,
    query_command,
    queries_command,
    suggest_command,
    agreement_command,
    import_command,
    review_command,
    export_command,
    serve_command,
):
    cli.add_command(command)


def main() -> None:
    """Run the command; every error becomes one clear message and an exit code."""
    try:
        _prepare_streams()
        cli(standalone_mode=False)
        sys.stdout.flush()
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
        _drop_output()
        sys.exit(0)
    except OSError as error:
        _drop_output()
        click.echo(f"Error: {error.filename or 'output'}: {error.strerror or error}", err=True)
        sys.exit(3)


def _prepare_streams() -> None:
    """Make both streams UTF-8, whatever the locale, so that labels of every language can be written."""
    if sys.stdout is None:  # closed by the shell
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")


def _drop_output() -> None:
    """Send what stdout still holds nowhere, so that it does not fail once more at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
