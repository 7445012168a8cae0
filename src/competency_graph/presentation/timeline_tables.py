"""Timelines as tables, flat rows and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from competency_graph.model import Catalogue, Purpose, Status
from competency_graph.presentation.pathway_tables import columns_table
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition import (
    Finding,
    Timeline,
    Turn,
)


def timeline_table(answer: Timeline, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return one row for every day on which the answer, or a fact that it rests on, changed."""
    w = PathwayWords(catalogue, words)
    title = w.say("timeline_title", source=w.place(answer.source), target=w.place(answer.target))
    table = columns_table(title, [(w.say("date"), 2), (w.say("fact"), 7), (w.say("answer"), 7)])
    table.title_style = "bold"
    table.add_row(w.say("before"), "", "\n".join(f"- {w.finding(p, f)}" for p, f in answer.first.items()))
    for turn in answer.turns:
        table.add_row(
            turn.date,
            "\n".join(_facts(turn, w)),
            "\n".join(f"- {_marked(turn, p, w)}" for p in turn.changed) or w.say("same"),
        )
    parts: list[RenderableType] = [table] if answer.turns else [table, Text(w.say("no_turn"))]
    return Group(*parts, Text(w.say("rule")), Text(w.disclaimer(), style="dim"))


def _facts(turn: Turn, w: PathwayWords) -> Iterator[str]:
    """Yield the agreements in which something changed, each once, with what changed for whom."""
    for name in dict.fromkeys(s.agreement for s in turn.steps):
        yield f"{w.agreement(name)}:"
        yield from (f"- {w.change(s)}" for s in turn.steps if s.agreement == name)


def _marked(turn: Turn, purpose: Purpose, w: PathwayWords) -> str:
    status = Status.HYPOTHETICAL if purpose in turn.hypothetical else Status.SEEN
    return w.mark(w.finding(purpose, turn.findings[purpose]), status)


def timeline_rows(answer: Timeline, catalogue: Catalogue, words: Words) -> list[dict[str, Any]]:
    """Return one row for every day and purpose; the date of the first ones, before any change, is ''."""
    w = PathwayWords(catalogue, words)
    rows = [_turn_row("", p, f, False, "", w) for p, f in answer.first.items()]
    for turn in answer.turns:
        facts = " | ".join(w.step(s) for s in turn.steps)
        rows += [
            _turn_row(turn.date, p, f, p in turn.changed, facts, w, p in turn.hypothetical)
            for p, f in turn.findings.items()
        ]
    return rows


def _turn_row(
    date: str,
    purpose: Purpose,
    finding: Finding,
    changed: bool,
    facts: str,
    w: PathwayWords,
    hypothetical: bool = False,
) -> dict[str, Any]:
    return {
        "date": date,
        "purpose": str(purpose),
        "finding": str(finding),
        "changed": changed,
        "sentence": w.say(finding),
        "facts": facts,
        "hypothetical": hypothetical,
    }


def timeline_json(answer: Timeline, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """Return the timeline as a dictionary."""
    w = PathwayWords(catalogue, words)
    return {
        "source": answer.source,
        "target": answer.target,
        "as_of": answer.as_of,
        "rule": w.say("rule"),
        "first": {str(p): str(f) for p, f in answer.first.items()},
        "turns": [
            {
                "date": t.date,
                "steps": [
                    {
                        "agreement": s.agreement,
                        "party": s.party,
                        "before": str(s.before),
                        "after": str(s.after),
                        "sentence": w.step(s),
                    }
                    for s in t.steps
                ],
                "findings": {str(p): str(f) for p, f in t.findings.items()},
                "changed": [str(p) for p in t.changed],
                "hypothetical": [str(p) for p in t.hypothetical],
            }
            for t in answer.turns
        ],
        "disclaimer": w.disclaimer(),
    }
