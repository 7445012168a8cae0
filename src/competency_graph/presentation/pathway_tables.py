"""Pathways as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.model import Participation, Purpose
from competency_graph.presentation.pathway_words import PathwayWords, sources_of
from competency_graph.recognition import (
    Bridge,
    Chain,
    Finding,
    Pathways,
    PurposeAnswer,
)

#: How many paths through others a table shows for one purpose.
_MOST = 3
#: The colour of what was found; all else is doubtful.
COLOUR = {Finding.RECOGNITION: "green", Finding.NONE: "red"}


def pathways_parts(answer: Pathways, w: PathwayWords) -> Iterable[RenderableType]:
    """Yield the parts of the table of pathways, the disclaimer last."""
    parts: list[RenderableType] = [*head_parts(answer, w), Text("")]
    if len(answer.answers) > 1:
        parts += [*(Text(f"- {w.found(a)}") for a in answer.answers), Text("")]
    for purpose in answer.answers:
        parts += [*_purpose(purpose, w), Text("")]
    if named := _standings(answer):
        parts += [Text(w.say("details"), style="bold"), *(_detail(n, r, w) for n, r in named.items()), Text("")]
    if answer.searches:
        parts += [Text(w.say("both_title"), style="bold"), *(Text(f"- {w.search(s)}") for s in answer.searches)]
    yield from parts
    yield Text(w.disclaimer(), style="dim")


def head_parts(answer: Pathways, w: PathwayWords) -> Iterator[Text]:
    """Yield between whom and on which day, that recognition is not transitive, and how far the facts go."""
    title = w.say("title", source=w.place(answer.source), target=w.place(answer.target), on=answer.on)
    yield Text(title, style="bold")
    yield Text(w.say("rule"))
    yield Text(w.say("as_of", as_of=answer.as_of, longest=answer.longest), style="dim")


def _purpose(answer: PurposeAnswer, w: PathwayWords) -> Iterable[RenderableType]:
    style = f"bold {COLOUR.get(answer.finding, 'yellow')}"
    yield Text(f"{w.sentence(answer)} [{w.words.of('status_word', answer.status)}]", style=style)
    if answer.chains and answer.status.is_provisional:
        yield Text(w.words.say("provisional"), style="yellow")
    shown = _shown(answer)
    for chains in shown:
        yield _hops(chains, w)
    known = {id(c) for chains in shown for c in chains}
    if left := [c for c in answer.chains if id(c) not in known]:
        yield Text(w.say("more", n=len(left)))
        yield from (Text(f"- {_one_line(c, w)}") for c in left)
    yield from (Text(w.say("without", party=p)) for p in answer.without)
    if near := [b for b in answer.bridges if b.present]:
        yield _bridges(w.say("bridges_title"), near, w)
    if far := [b for b in answer.bridges if not b.present]:
        yield _bridges(w.say("neither_title"), far, w)
    if not answer.bridges and answer.finding is Finding.NONE and answer.purpose is not Purpose.COOPERATION:
        yield Text(w.say("no_bridge"))
    yield from (Text(w.say("searched", what=w.search(s)), style="dim") for s in answer.searches)


def _shown(answer: PurposeAnswer) -> list[list[Chain]]:
    """Return the chains that a table shows, by the parties they pass: the agreements of both, else a few through
    others, which add nothing where both have one."""
    groups: dict[tuple[str, ...], list[Chain]] = {}
    for chain in answer.chains:
        groups.setdefault(chain.parties, []).append(chain)
    direct = [chains for chains in groups.values() if chains[0].is_direct]
    return direct or list(groups.values())[:_MOST]


def columns_table(title: str, columns: Sequence[tuple[str, int]]) -> Table:
    """Return an empty table with *columns*, each a name and a share of the width."""
    table = Table(title=title or None, title_justify="left", title_style="", expand=True, pad_edge=False)
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold")
    return table


def _hops(chains: Sequence[Chain], w: PathwayWords) -> Table:
    """Return the hops of chains that pass the same parties, each hop once, step by step."""
    heads = [("agreement", 6), ("who", 7), ("force", 5), ("in_force", 5)]
    table = columns_table(
        w.chain_title(chains[0]), [(w.say("step"), 2), *((w.say(key), ratio) for key, ratio in heads)]
    )
    for k in range(len(chains[0].hops)):
        for hop in dict.fromkeys(c.hops[k] for c in chains):
            table.add_row(
                f"{hop.source.party} - {hop.target.party}",
                w.agreement(hop.agreement),
                "\n".join(w.standing(s) for s in (hop.source, hop.target)),
                w.force(hop.agreement),
                f"{w.say(hop.state)} [{w.words.of('status_word', hop.status)}]",
            )
    return table


def _one_line(chain: Chain, w: PathwayWords) -> str:
    """Return a chain in one line: whom it passes, by which agreements, and how sure it is."""
    agreements = " → ".join(w.agreement(h.agreement) for h in chain.hops)
    sure = f"{w.say(chain.state)}; {w.words.of('status_word', chain.status)}"
    return f"{' - '.join(chain.parties)}: {agreements} [{sure}]"


def _bridges(title: str, bridges: Iterable[Bridge], w: PathwayWords) -> Table:
    heads = [("agreement", 5), ("missing", 6), ("who", 5), ("force", 4)]
    table = columns_table(title, [(w.say(key), ratio) for key, ratio in heads])
    for b in bridges:
        table.add_row(
            w.agreement(b.agreement),
            "\n".join(_missing(b, w)),
            "\n".join(w.standing(s) for s in b.present) or "-",
            w.force(b.agreement),
        )
    return table


def _missing(bridge: Bridge, w: PathwayWords) -> Iterable[str]:
    yield from (w.why(s) for s in bridge.missing)
    yield from (w.say("searched", what=w.search(s)) for s in bridge.searches)
    if bridge.contacts:
        yield w.say("contact", agreements="; ".join(w.agreement(c) for c in bridge.contacts))


def _standings(answer: Pathways) -> dict[str, dict[Participation, None]]:
    """Return, for every agreement that the tables name, the parts in it that they rest on."""
    found: dict[str, dict[Participation, None]] = {}
    for p in answer.answers:
        hops = (h for chains in _shown(p) for c in chains for h in c.hops)
        sides = [(h.agreement, s) for h in hops for s in (h.source, h.target)]
        sides += [(b.agreement, s) for b in p.bridges for s in (*b.present, *b.missing)]
        for name, standing in sides:
            found.setdefault(name, {}).update(dict.fromkeys(standing.participations))
    return dict(sorted(found.items()))


def _detail(name: str, parts: Iterable[Participation], w: PathwayWords) -> Text:
    parts = list(parts)
    a = w.agreements[name]
    purposes = ", ".join(w.purpose(p) for p in a.purposes)
    lines = [
        f"- {w.agreement(name)}: {w.words.told(w.scope(name), w.words.language_of(a.scopes or {'en': a.scope}))}",
        f"  {w.say('covers', covers=w.coverage(name), purposes=purposes)}",
        f"  {w.say('sources', titles=w.words.sources(sources_of(a, parts)))}",
    ]
    reasons = [w.words.told(a.reason), *(f"{p.party}: {w.words.told(p.reason)}" for p in parts if p.reason)]
    lines += [f"  {w.say('status_note', reason=r)}" for r in dict.fromkeys(reasons) if r]
    return Text("\n".join(lines))
