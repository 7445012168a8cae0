"""Commands for the register of agreed equivalences: review and what one can do in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from competency_graph.cli.options import FORMATS, LANGUAGES, shared
from competency_graph.cli.output import open_graph, print_out, write_csv, write_json
from competency_graph.errors import FileError

_FILE = click.Path(path_type=Path)


@click.group("review")
def review_command() -> None:
    """The register of equivalences that bodies of both sides review; nothing in it is agreed unless both agree.

    \b
    Examples:
      competency-graph review list --register data/examples/register
      competency-graph review sheet --for cse --out cse.xlsx --lang zh
    """


def _register(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the options of the register, the language, data and store."""
    for option in reversed(
        [
            click.option(
                "--register",
                "folder",
                type=_FILE,
                metavar="DIR",
                help="The register; default: data/register.",
            ),
            click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of words."),
        ]
    ):
        function = option(function)
    return shared(function)


def _dated(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with the day of the question."""
    return click.option("--on", metavar="DATE", help="State on this day, YYYY-MM-DD; default: today.")(function)


def _speaking(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command with who speaks, for whom, by what right, on which day."""
    for option in reversed(
        [
            click.option("--by", required=True, metavar="NAME", help="The person who speaks."),
            click.option("--body", required=True, metavar="BODY", help="The body for which the person speaks."),
            click.option("--mandate", required=True, metavar="TEXT", help="By what right: office, decision, letter."),
            click.option("--date", metavar="DATE", help="The day on which it was said; default: today."),
            click.option("--due", default="", metavar="DATE", help="The day by which an answer is expected."),
        ]
    ):
        function = option(function)
    return function


def _open(
    folder: Path | None, on: str | None, lang: str, data: Path | None, store: Path | None, *, may_be_new: bool = False
) -> Any:
    if folder is not None and not may_be_new and not folder.is_dir():
        raise FileError(folder, None, "no such register", "name one that is there; 'review propose' begins a new one")
    return open_graph(data, store).register(folder, on, lang)


def _show(answer: Any, form: str, table: Callable[[], Any]) -> None:
    if form == "json":
        write_json(answer.to_json())
    elif form == "csv":
        write_csv(answer.to_rows())
    else:
        print_out(table())


@review_command.command("list")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--state", help="Only those that are open, agreed, agreed-with-condition, mutually-recognised, ...")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@_dated
@_register
def list_command(
    ids: tuple[str, ...],
    state: str | None,
    form: str,
    on: str | None,
    folder: Path | None,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """List the proposals with their state; one ID alone is shown in full.

    \b
    Examples:
      competency-graph review list --state disputed
      competency-graph review list --register data/examples/register --lang kk
    """
    answer = _open(folder, on, lang, data, store)
    chosen = answer.only(state, *ids)
    single = len(ids) == 1 and len(chosen.entries) == 1
    _show(chosen, form, lambda: answer.details(ids[0]) if single else chosen.to_table())


@review_command.command("propose")
@click.argument("subject")
@click.argument("target", metavar="OBJECT")
@click.option("--predicate", required=True, help="skos:exactMatch, skos:closeMatch, skos:broadMatch, ...")
@click.option("--by", required=True, metavar="NAME", help="The person who proposes it.")
@click.option("--body", required=True, metavar="BODY", help="The body for which the person speaks.")
@click.option("--comment", default="", help="Why.")
@click.option("--confidence", type=float, help="From 0 to 1.")
@click.option("--date", metavar="DATE", help="The day on which it was proposed; default: today.")
@_register
def propose_command(
    subject: str,
    target: str,
    predicate: str,
    by: str,
    body: str,
    comment: str,
    confidence: float | None,
    date: str | None,
    folder: Path | None,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Propose that two statements correspond, and show what the derived layer says of them; it proposes nothing itself.

    \b
    Example:
      competency-graph review propose ceeaa-2024:4.3.6 eafsg-2015:B-EP5 --predicate skos:closeMatch \\
        --by "A. Name" --body cse --register my-register
    """
    answer = _open(folder, None, lang, data, store, may_be_new=True)
    _tell(
        answer.propose(
            subject, predicate, target, by=by, body=body, comment=comment, confidence=confidence, date=_day(date)
        )
    )


@review_command.command("agree")
@click.argument("name", metavar="ID")
@_speaking
@click.option("--comment", default="", help="Why.")
@click.option("--condition", default="", help="Agree on this condition only.")
@click.option("--instrument", default="", metavar="NAME", help="A signed agreement of the graph that this rests on.")
@_register
def agree_command(
    name: str,
    by: str,
    body: str,
    mandate: str,
    date: str | None,
    due: str,
    comment: str,
    condition: str,
    instrument: str,
    folder: Path | None,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Agree to a proposal for a body, or agree on a condition.

    \b
    Example:
      competency-graph review agree eq:0123456789 --by "A. Name" --body cse --mandate "Secretary of the joint group"
    """
    answer = _open(folder, None, lang, data, store)
    verdict = "condition" if condition.strip() else "agree"
    who = {"by": by, "body": body, "mandate": mandate, "date": _day(date), "due": due}
    _tell(answer.review(name, verdict, comment=comment, condition=condition, instrument=instrument, **who))


@review_command.command("object")
@click.argument("name", metavar="ID")
@_speaking
@click.option("--comment", required=True, help="Why.")
@_register
def object_command(
    name: str,
    by: str,
    body: str,
    mandate: str,
    date: str | None,
    due: str,
    comment: str,
    folder: Path | None,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Object to a proposal for a body, and say why.

    \b
    Example:
      competency-graph review object eq:0123456789 --by "A. Name" --body caaae --mandate "Head of accreditation" \\
        --comment "The clause asks for awareness only."
    """
    answer = _open(folder, None, lang, data, store)
    who = {"by": by, "body": body, "mandate": mandate, "date": _day(date), "due": due}
    _tell(answer.review(name, "disagree", comment=comment, **who))


@review_command.command("reply")
@click.argument("name", metavar="REVIEW")
@_speaking
@click.option("--comment", required=True, help="The answer.")
@_register
def reply_command(
    name: str,
    by: str,
    body: str,
    mandate: str,
    date: str | None,
    due: str,
    comment: str,
    folder: Path | None,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Answer what a review says, without giving a verdict; REVIEW is its identifier, rv:...

    \b
    Example:
      competency-graph review reply rv:0123456789 --by "A. Name" --body cse --mandate "Secretary" --comment "Agreed."
    """
    answer = _open(folder, None, lang, data, store)
    who = {"by": by, "body": body, "mandate": mandate, "date": _day(date), "due": due}
    _tell(answer.reply(name, comment=comment, **who))


@review_command.command("sheet")
@click.option("--for", "body", required=True, metavar="BODY", help="The body that is to review.")
@click.option("--out", required=True, type=_FILE, metavar="FILE", help="FILE.xlsx or FILE.docx.")
@_register
def sheet_command(body: str, out: Path, folder: Path | None, lang: str, data: Path | None, store: Path | None) -> None:
    """Write the sheet in which a body reviews what concerns it, without git or terminal.

    \b
    Example:
      competency-graph review sheet --for caaae --out caaae.docx --lang ru
    """
    written = _open(folder, None, lang, data, store).sheet(body, out)
    click.echo(f"{written}: written", err=True)


@review_command.command("import")
@click.argument("file", type=_FILE)
@_register
def import_command(file: Path, folder: Path | None, lang: str, data: Path | None, store: Path | None) -> None:
    """Take a sheet back in: every review in it, or none; what is in the register already is not added again.

    \b
    Example:
      competency-graph review import caaae.docx
    """
    answer, new = _open(folder, None, lang, data, store).take_in(file)
    click.echo(f"{file}: {new} new in the register", err=True)
    if new:
        print_out(answer.to_table())


@review_command.command("report")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--report", type=_FILE, metavar="FILE", help="Write a document instead: FILE.docx or FILE.html.")
@click.option(
    "--lang", metavar="LANG[,LANG]", default="en", show_default=True, help="en, zh, ru, kk; two of them in a document."
)
@click.option("--register", "folder", type=_FILE, metavar="DIR", help="The register; default: data/register.")
@_dated
@shared
def report_command(
    form: str,
    report: Path | None,
    lang: str,
    folder: Path | None,
    on: str | None,
    data: Path | None,
    store: Path | None,
) -> None:
    """Say what is open, agreed, disputed, reopened by a new edition, and which replies are overdue.

    \b
    Examples:
      competency-graph review report --register data/examples/register
      competency-graph review report --lang zh,ru --report register.docx
    """
    from competency_graph.presentation.wording import read_languages

    languages = read_languages(lang)
    if report is None and len(languages) > 1:
        raise click.UsageError("two languages stand side by side in a document only; add --report FILE")
    answer = _open(folder, on, languages[0], data, store)
    if report is not None:
        click.echo(f"{answer.report(report, languages)}: written", err=True)
    else:
        _show(answer, form, answer.summary)


@review_command.command("export")
@click.option("--to", required=True, type=_FILE, metavar="FILE", help="FILE.ttl .trig .nq .jsonld or .sssom.tsv.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "sssom"]),
    help="Default: as the ending of FILE says.",
)
@_dated
@_register
def export_register_command(
    to: Path,
    form: str | None,
    on: str | None,
    folder: Path | None,
    lang: str,
    data: Path | None,
    store: Path | None,
) -> None:
    """Write the register as RDF, all that was said as PROV; or as SSSOM, what is agreed alone.

    \b
    Example:
      competency-graph review export --to agreed.sssom.tsv
    """
    written = _open(folder, on, lang, data, store).export().write(to, form)
    click.echo(f"{written}: written", err=True)


def _day(date: str | None) -> str | None:
    """Return a day as it was given; raises InputError where it is none."""
    from competency_graph.graph import parse_date

    return None if date is None else parse_date(date)


def _tell(answer: Any) -> None:
    """Show in full what was just added, and where the register stands."""
    click.echo(f"{answer.value.register.folder}: written", err=True)
    print_out(answer.details(answer.chosen[0]))
