"""Options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FORMATS = click.Choice(["table", "json", "csv"])
LANGUAGES = click.Choice(["en", "zh", "ru", "kk"])


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options of data and store."""
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


def answering(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options of every answer: format, language, date, data, store."""
    language = click.option(
        "--lang",
        type=LANGUAGES,
        default="en",
        show_default=True,
        help="Language of labels and words.",
    )
    return _answering_in(language, function)


def reporting(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options of an answer that can be a report."""
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
            click.option("--format", "form", type=FORMATS, default="table", show_default=True),
            language,
            click.option("--on", metavar="DATE", help="Date of the question, YYYY-MM-DD; default: today."),
        ]
    ):
        function = option(function)
    return shared(function)
