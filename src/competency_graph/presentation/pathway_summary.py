"""Pathways on one screen: what was found for each purpose and by what, the nearest bridges, the missing link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from competency_graph.model import InForce, Purpose, Search
from competency_graph.presentation.pathway_tables import COLOUR, columns_table, head_parts
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.recognition import Bridge, Finding, Hop, Pathways, PurposeAnswer, Why

#: How many agreements the row of a purpose names, and how many bridges a purpose brings in.
_MOST_NAMED, _MOST_BRIDGES = 2, 2


def summary_parts(answer: Pathways, w: PathwayWords) -> Iterator[RenderableType]:
    """Yield the answer on one screen, the disclaimer last; what it leaves out is counted."""
    yield from head_parts(answer, w)
    hops = {h.agreement: h for a in answer.answers for h in _direct(a)}
    marks = {name: f"[{n}]" for n, name in enumerate(hops, 1)}
    table = columns_table("", [(w.say(key), ratio) for key, ratio in (("for", 6), ("found", 12), ("by", 4))])
    for a in answer.answers:
        style = COLOUR.get(a.finding, "yellow")
        table.add_row(w.purpose(a.purpose), Text(_found(a, w), style), _by(a, marks, w))
    yield table
    for name, hop in hops.items():
        status = w.words.of("status_word", hop.status)
        state = w.say("brief_unsure" if hop.state is InForce.UNKNOWN else hop.state)
        yield Text(f"{marks[name]} {w.agreement(name)}: {state} [{status}]")
    if lines := list(_bridges(answer.answers, w)):
        yield Text(w.say("bridges_title"), style="bold")
        yield from (Text(f"- {line}") for line in lines)
    if links := [s for s in map(w.searches.__getitem__, answer.searches) if _is_for_a_link(s, answer, w)]:
        yield Text(w.say("both_title"), style="bold")
        yield from (Text(f"- {w.words.label(s.labels)}") for s in links)
    yield Text(w.say("whole", chains=sum(len(a.chains) for a in answer.answers), bridges=len(_by_agreement(answer))))
    yield Text(w.disclaimer(), style="dim")


def _direct(answer: PurposeAnswer) -> list[Hop]:
    """Return the agreements of both that a row names: those that oblige to recognise, else the others; best first."""
    hops = [c.hops[0] for c in answer.chains if c.is_direct]
    return ([h for h in hops if h.obliges] or hops)[:_MOST_NAMED]


def _found(answer: PurposeAnswer, w: PathwayWords) -> str:
    status = w.words.of("status_word", answer.status)
    if answer.finding is Finding.NONE and answer.without:
        return f"{w.say('brief_without', parties=', '.join(answer.without))} [{status}]"
    return f"{w.say(f'brief_{answer.finding}')} [{status}]"


def _by(answer: PurposeAnswer, marks: Mapping[str, str], w: PathwayWords) -> str:
    """Return by which numbered agreements of both, else through whom the first chain of facts goes."""
    if hops := _direct(answer):
        return " ".join(marks[h.agreement] for h in hops)
    paths = list(dict.fromkeys(" - ".join(c.parties) for c in answer.chains))
    return "\n".join([*paths[:1], *([w.say("and_more", n=len(paths) - 1)] if len(paths) > 1 else [])]) or "-"


def _by_agreement(answer: Pathways) -> dict[str, Bridge]:
    return {b.agreement: b for a in answer.answers for b in a.bridges}


def _bridges(answers: Sequence[PurposeAnswer], w: PathwayWords) -> Iterator[str]:
    """Yield the nearest bridges, each once with all its purposes; then where neither side takes part in any.

    Nearest is where the missing side has taken something up: a signature, a provisional or a suspended part.
    """
    near: dict[str, Bridge] = {}
    for answer in answers:
        begun_first = sorted(one_sided(answer.bridges), key=lambda b: all(s.why is Why.ABSENT for s in b.missing))
        near |= {b.agreement: b for b in begun_first[:_MOST_BRIDGES]}
    for name, bridge in near.items():
        purposes = [a.purpose for a in answers if name in (b.agreement for b in a.bridges)]
        missing = "; ".join(map(w.why, bridge.missing))
        yield w.say("brief_bridge", agreement=w.agreement(name), purposes=_purposes(purposes, w), missing=missing)
    for answer in answers:
        if answer.bridges and not one_sided(answer.bridges):
            names = [w.agreement(b.agreement) for b in answer.bridges]
            more = [w.say("and_more", n=len(names) - _MOST_NAMED)] if len(names) > _MOST_NAMED else []
            agreements = "; ".join([*names[:_MOST_NAMED], *more])
            yield w.say("brief_neither", purpose=w.purpose(answer.purpose), agreements=agreements)


def one_sided(bridges: Iterable[Bridge]) -> list[Bridge]:
    """Return the bridges on which one side stands already."""
    return [b for b in bridges if b.present]


def _purposes(purposes: Iterable[Purpose], w: PathwayWords) -> str:
    return ", ".join(map(w.purpose, purposes))


def _is_for_a_link(search: Search, answer: Pathways, w: PathwayWords) -> bool:
    """Tell whether something was searched for that would bind bodies of both sides."""
    bodies = [w.catalogue.bodies[b] for b in search.bodies if b in w.catalogue.bodies]
    sides = [any(side in b.jurisdictions for b in bodies) for side in (answer.source, answer.target)]
    return all(sides) and not search.themes and not search.events
