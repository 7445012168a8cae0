"""Answers as tables that fit a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.model import Catalogue, Statement
from competency_graph.presentation.prose import per_cent
from competency_graph.presentation.terminal import Terminal
from competency_graph.presentation.wording import Words
from competency_graph.recognition import (
    Cell,
    Comparison,
    EditionDiff,
    Gap,
    Missing,
    Pair,
    Participant,
    StatementAnswer,
    coded_once,
    compare_context,
)
from competency_graph.recognition.comparison import MARGIN

#: The sign of each verdict, seen from the source.
SIGN = {"equivalent": "=", "exceeds": ">", "falls-short": "<", "overlaps": "~"}
_REVERSED = {"exceeds": "falls-short", "falls-short": "exceeds"}
_COLOUR = {"full": "green", "partial": "yellow", "none": "red"}


def name_of(side: Participant, catalogue: Catalogue, words: Words) -> str:
    """Return how a side is named in titles: what was asked for, and what it was read through."""
    profile = f"{words.label(side.profile.labels)} ({side.profile.id})"
    if side.adopts:
        body = catalogue.frameworks[side.edition].issuer.short
        return f"{side.asked}: {words.say('through', body=body, profile=profile)}"
    return f"{side.asked}: {profile}" if side.asked != side.profile.id else profile


def comparison_table(answer: Comparison, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return a whole comparison: verified shares first, then both sides, counts and parameters."""
    source, target = (name_of(side, catalogue, words) for side in (answer.source, answer.target))
    parts: list[RenderableType] = [
        Text(words.say("title", source=source, target=target), style="bold"),
        *(
            Text(words.say("verified", asked=side.asked, verified=side.verified, total=side.total))
            for side in (answer.source, answer.target)
        ),
        *([Text(words.say("provisional"), style="yellow")] if answer.status.is_provisional else []),
        *(
            Text(f"{side.asked}: {words.told(side.adoption_reason)}", style="dim")
            for side in (answer.source, answer.target)
            if side.adopts
        ),
        *_once(answer, catalogue, words),
        Text(""),
        _side("source", answer, catalogue, words),
        *_legend(words),
        Text(""),
        _side("target", answer, catalogue, words),
        *_legend(words),
        Text(""),
        *_counts(answer, words),
        Text(""),
        _context(answer, catalogue, words),
        Text(""),
        *_foot(answer, words),
    ]
    return Group(*parts)


def _once(answer: Comparison, catalogue: Catalogue, words: Words) -> Iterable[Text]:
    for profile, n, total in coded_once(answer, catalogue):
        yield Text(words.say("coded_once", profile=profile, n=n, total=total), style="yellow")


def _legend(words: Words) -> Iterable[Text]:
    yield Text(words.say("legend"), style="dim")
    yield Text(words.say("fragile", margin=MARGIN), style="dim")


def _side(side: str, answer: Comparison, catalogue: Catalogue, words: Words) -> Table:
    mine, other = (answer.source, answer.target) if side == "source" else (answer.target, answer.source)
    table = Table(
        title=words.say("asks", asked=mine.asked, other=other.asked),
        title_justify="left",
        title_style="bold",
        expand=True,
        pad_edge=False,
    )
    table.add_column(words.say("code"), no_wrap=True)
    table.add_column(words.say("label"), ratio=5, overflow="fold")
    table.add_column(words.say("covered"), ratio=3, overflow="fold")
    table.add_column(words.say("counterparts"), ratio=4, overflow="fold")
    table.add_column(words.say("missing"), ratio=6, overflow="fold")
    table.add_column(words.say("status"), ratio=3, overflow="fold")
    labels = Counter(words.label(catalogue.statements[r.id].labels) for r in answer.statements if r.side == side)
    repeated = {label for label, n in labels.items() if n > 1}
    for row in answer.statements:
        if row.side == side:
            status = words.of("status_word", row.status)
            if mine.adopts:
                status = f"{status}, {words.say('via', profile=mine.profile.framework)}"
            table.add_row(
                row.id.split(":", 1)[1],
                _name(catalogue.statements[row.id], repeated, words),
                Text(
                    f"{words.of('coverage', row.substantial)} {per_cent(row.coverage)} %{'' if row.robust else ' *'}",
                    style=_COLOUR[row.substantial],
                ),
                ", ".join(counterparts(row, answer.pairs)) or "-",
                missing_text(row.missing, catalogue, words),
                status,
            )
    return table


def _name(statement: Statement, repeated: set[str], words: Words) -> Text:
    """Return the label, with the paraphrase where other statements bear the same label."""
    label = words.label(statement.labels)
    if label not in repeated:
        return Text(label)
    return Text.assemble(f"{label}: ", (words.label(statement.paraphrases), "dim"))


def counterparts(row: StatementAnswer, pairs: Sequence[Pair]) -> list[str]:
    """Return the related statements of the other side, each behind the sign of its verdict, strongest first."""
    found = []
    for pair in pairs:
        me, other = (pair.source, pair.target) if row.side == "source" else (pair.target, pair.source)
        if me == row.id and pair.substantial != "unrelated":
            verdict = pair.substantial if row.side == "source" else _REVERSED.get(pair.substantial, pair.substantial)
            found.append((list(SIGN).index(verdict), f"{SIGN[verdict]} {other.split(':', 1)[1]}"))
    return [text for _, text in sorted(found, key=lambda f: f[0])]


def missing_text(missing: Iterable[Missing], catalogue: Catalogue, words: Words) -> str:
    """Return what is missing, in words."""
    return "; ".join(missing_words(m, catalogue, words) for m in missing) or words.say("nothing_missing")


def missing_words(m: Missing, catalogue: Catalogue, words: Words) -> str:
    """Return one missing element, with what is there instead."""
    name = words.element(catalogue, m.element)
    if m.is_essential:
        name = words.say("essential", element=name)
    if m.reason == "level":
        present, required = (words.level(catalogue, x) for x in (m.present, m.required))
        return words.say("level", element=name, present=present, required=required)
    if m.reason == "rung":
        return words.say("rung", element=name, present=words.element(catalogue, m.present))
    return name


def _counts(answer: Comparison, words: Words) -> Iterable[Text]:
    for name, side in (("source", answer.source), ("target", answer.target)):
        strict = sum(s.strict == "full" for s in answer.statements if s.side == name)
        yield Text(words.say("counts", asked=side.asked, strict_full=strict, **answer.counts[name]), style="bold")
    robust = sum(s.robust for s in answer.statements)
    yield Text(words.say("robustness", robust=robust, total=len(answer.statements), margin=MARGIN))
    pairs = answer.counts["pairs"]
    yield Text(
        words.say(
            "pair_counts",
            source=answer.source.asked,
            equivalent=pairs["equivalent"],
            exceeds=pairs["exceeds"],
            falls_short=pairs["falls-short"],
            overlaps=pairs["overlaps"],
        )
    )


def _context(answer: Comparison, catalogue: Catalogue, words: Words) -> Table:
    table = Table(title=words.say("context_title"), title_justify="left", title_style="bold", pad_edge=False)
    for head in (words.say("aspect"), answer.source.asked, answer.target.asked, words.say("result")):
        table.add_column(head, overflow="fold")
    for aspect in compare_context(answer.source.profile, answer.target.profile):
        values = [words.term(catalogue, v) or "-" for v in (aspect.source, aspect.target)]
        table.add_row(words.say(f"aspect_{aspect.name}"), *values, words.result(aspect.result))
    return table


def _foot(answer: Comparison, words: Words) -> Iterable[Text]:
    yield Text(
        words.say(
            "parameters",
            theta=answer.parameters.theta,
            overlap=answer.parameters.overlap,
            date=answer.fitted_on,
            on=answer.on,
            release=answer.release,
        ),
        style="dim",
    )
    yield Text(words.say("disclaimer", authority=words.say("authority")), style="dim")


def gaps_table(gaps: Sequence[Gap], answer: Comparison, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return what the source lacks of the target."""
    source, target = (name_of(side, catalogue, words) for side in (answer.source, answer.target))
    title = words.say("gaps_title", source=source, target=target)
    if not gaps:
        once = _once(answer, catalogue, words)
        return Group(Text(title, style="bold"), Text(words.say("no_gaps")), *once, *_foot(answer, words))
    table = Table(title=title, title_justify="left", title_style="bold", expand=True, pad_edge=False)
    table.add_column(words.say("gap"), ratio=4, overflow="fold")
    table.add_column(words.say("missing"), ratio=5, overflow="fold")
    table.add_column(words.say("demanded_by"), ratio=5, overflow="fold")
    table.add_column(words.say("status"), ratio=3, overflow="fold")
    for gap in gaps:
        via = f", {words.say('via', profile=answer.target.profile.framework)}" if answer.target.adopts else ""
        table.add_row(
            words.element(catalogue, gap.missing.element),
            reason_text(gap.missing, catalogue, words),
            ", ".join(f"{i} ({words.of('coverage', v)})" for i, v in zip(gap.demanded_by, gap.verdicts, strict=True)),
            f"{words.of('status_word', gap.status)}{via}",
        )
    return Group(table, *_once(answer, catalogue, words), *_foot(answer, words))


def reason_text(m: Missing, catalogue: Catalogue, words: Words) -> str:
    """Return why an element counts as missing."""
    if m.reason == "element":
        return words.say("reason_element")
    if m.reason == "rung":
        return words.say("reason_rung", present=words.element(catalogue, m.present))
    present, required = (words.level(catalogue, x) for x in (m.present, m.required))
    return words.say("reason_level", present=present, required=required)


def matrix_table(cells: Sequence[Cell], elements: Sequence[str], catalogue: Catalogue, words: Words) -> RenderableType:
    """Return elements across, profiles down, and in each cell the clause and how it answers."""
    table = Table(
        title=words.say("matrix_title"), title_justify="left", title_style="bold", expand=True, pad_edge=False
    )
    table.add_column(words.say("framework"), ratio=2, overflow="fold")
    for name in elements:
        table.add_column(words.element(catalogue, name), ratio=3, overflow="fold")
    for profile in sorted({c.profile for c in cells}):
        row = []
        for name in elements:
            here = [c for c in cells if c.profile == profile and c.element == name]
            row.append("\n".join(_cell(c, catalogue, words) for c in here) or words.say("nobody"))
        table.add_row(profile, *row)
    return table


def _cell(cell: Cell, catalogue: Catalogue, words: Words) -> str:
    how = words.say(cell.relation, element=words.element(catalogue, cell.demanded))
    return f"{cell.statement.split(':', 1)[1]}: {how} [{words.of('status_word', cell.status)}]"


def diff_table(answer: EditionDiff, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return what changed between two editions, and which coverage of other standards turned with it."""
    names = [name_of(side, catalogue, words) for side in (answer.comparison.source, answer.comparison.target)]
    table = Table(expand=True, pad_edge=False)
    table.add_column(words.say("old"), ratio=2, overflow="fold")
    table.add_column(words.say("new"), ratio=3, overflow="fold")
    table.add_column(words.say("change"), ratio=2, overflow="fold")
    table.add_column(words.say("gained"), ratio=4, overflow="fold")
    table.add_column(words.say("lost"), ratio=4, overflow="fold")
    table.add_column(words.say("status"), ratio=2, overflow="fold")
    for c in answer.changes:
        elements = ["; ".join(words.element(catalogue, e) for e in side) or "-" for side in (c.gained, c.lost)]
        label = words.label(catalogue.statements[(c.new or c.old)[0]].labels)
        codes = [", ".join(x.split(":", 1)[1] for x in side) or "-" for side in (c.old, c.new)]
        status = words.of("status_word", c.status)
        table.add_row(codes[0], f"{codes[1]} {label}", words.of("change_word", c.kind), *elements, status)
    counts = ", ".join(f"{words.of('change_word', k)} {n}" for k, n in answer.counts.items() if n)
    return Group(
        Text(words.say("diff_title", old=names[0], new=names[1]), style="bold"),
        table,
        Text(counts, style="bold"),
        Text(""),
        _turned_table(answer, words),
        *_once(answer.comparison, catalogue, words),
        *_foot(answer.comparison, words),
    )


def _turned_table(answer: EditionDiff, words: Words) -> RenderableType:
    if not answer.turned:
        return Text(words.say("nothing_turned"))
    table = Table(title=words.say("turned_title"), title_justify="left", title_style="bold", pad_edge=False)
    for head in (words.say("framework"), words.say("code"), words.say("old"), words.say("new")):
        table.add_column(head, overflow="fold")
    for t in answer.turned:
        table.add_row(t.profile, t.statement, words.of("coverage", t.before), words.of("coverage", t.after))
    return table


def rows_table(title: str, rows: Sequence[Mapping[str, Any]], catalogue: Catalogue, words: Words) -> RenderableType:
    """Return rows of a query as a table; heads, elements and terms are shown in the language."""
    if not rows:
        return Group(Text(title, style="bold"), Text(words.say("no_rows")))
    table = Table(pad_edge=False)
    for name in rows[0]:
        table.add_column(words.head(name), overflow="fold")
    for row in rows:
        table.add_row(*(_value(column, str(v), catalogue, words) for column, v in row.items()))
    return Group(Text(title, style="bold"), table)


def _value(column: str, value: str, catalogue: Catalogue, words: Words) -> str:
    """Return a value of a query in the language: an element, a term or, in the column of its scale, a level."""
    level = catalogue.levels.get(value)
    if level and level.scale == column:
        return words.label(level.labels)
    return words.term(catalogue, words.element(catalogue, value))


def show(renderable: RenderableType, width: int | None = None) -> str:
    """Return *renderable* as plain text, as wide as asked for."""
    console = Terminal(width or 120, no_color=True)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()
