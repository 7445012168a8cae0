"""Pathways and timelines as tables, flat rows and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.model import Agreement, Catalogue, Participation, ParticipationKind, Purpose, Source
from competency_graph.presentation.wording import Words
from competency_graph.recognition.pathways import (
    Bridge,
    Chain,
    Finding,
    Hop,
    Pathways,
    PurposeAnswer,
    Standing,
    Step,
    Timeline,
)

#: How many paths through others a table shows for one purpose.
_MOST = 3
_COLOUR = {Finding.RECOGNITION: "green", Finding.NONE: "red"}


class PathwayWords:
    """The words of pathways in one language, with the labels of the catalogue."""

    def __init__(self, catalogue: Catalogue, words: Words) -> None:
        self.catalogue, self.words = catalogue, words
        self.agreements: Mapping[str, Agreement] = {a.name: a for a in catalogue.agreements}
        self.searches = {s.name: s for s in catalogue.searches}

    def say(self, key: str, **values: object) -> str:
        """Return the sentence *key* with *values* filled in."""
        return self.words.of("pathway", key).format(**values)

    def agreement(self, name: str) -> str:
        """Return the label of an agreement."""
        return self.words.label(self.agreements[name].labels)

    def purpose(self, purpose: Purpose) -> str:
        """Return the label of a purpose."""
        return self.words.term(self.catalogue, purpose.term)

    def force(self, name: str) -> str:
        """Return the label of the legal force of an agreement."""
        return self.words.term(self.catalogue, self.agreements[name].force)

    def search(self, name: str) -> str:
        """Return what a search was for."""
        return self.words.label(self.searches[name].labels)

    def place(self, code: str) -> str:
        """Return the name of a jurisdiction with its code."""
        return f"{self.words.label(self.catalogue.jurisdictions[code].labels)} ({code})"

    def body(self, name: str) -> str:
        """Return the short name of a body, else its label."""
        body = self.catalogue.bodies.get(name)
        if body is None:
            return self.say("no_body")
        return self.words.label(body.labels) if body.short == body.labels.get("en") else body.short

    def part(self, p: Participation) -> str:
        """Return a participation in words: body, dates, and its kind unless it is full."""
        body = self.body(p.body)
        kind = {
            ParticipationKind.FULL: "",
            ParticipationKind.AUTHORISED: self.say("authorised"),
        }.get(p.kind, self.words.term(self.catalogue, p.kind))
        return ", ".join(x for x in (body, self.dates(p), kind) if x)

    def dates(self, p: Participation) -> str:
        """Return the dates of a participation, as far as they are known."""
        start, end = p.span.start, p.span.end
        if start and end:
            return self.say("between", start=start, end=end)
        if end:
            return self.say("until", end=end)
        return self.say("from", start=start) if start else self.say("no_date")

    def standing(self, s: Standing) -> str:
        """Return how a party stands in an agreement, with the facts that say so."""
        return f"{s.party}: {'; '.join(self.part(p) for p in s.participations)}"

    def why(self, s: Standing) -> str:
        """Return why an agreement does not hold for a party."""
        facts = "; ".join(self.part(p) for p in s.participations)
        return self.say(str(s.why), party=s.party, facts=facts)

    def chain_title(self, chain: Chain) -> str:
        """Return what a chain is: an agreement of both, or a chain of facts, which is not recognition."""
        return self.say("direct_title") if chain.is_direct else self.say("chain_title", path=" - ".join(chain.parties))

    def finding(self, purpose: Purpose, finding: Finding) -> str:
        """Return what was found for a purpose."""
        return f"{self.purpose(purpose)}: {self.say(finding)}"

    def sentence(self, answer: PurposeAnswer) -> str:
        """Return the answer for one purpose, with the agreements of both that it rests on."""
        text = self.finding(answer.purpose, answer.finding)
        best = [c.hops[0].agreement for c in answer.chains if c.is_direct and c.finding is answer.finding]
        return self.say("best", sentence=text, agreements="; ".join(map(self.agreement, best))) if best else text

    def step(self, step: Step) -> str:
        """Return a fact that changed."""
        return self.say(
            "turned",
            agreement=self.agreement(step.agreement),
            party=step.party,
            before=self.say(step.before),
            after=self.say(step.after),
            facts="; ".join(self.part(p) for p in step.participations),
        )

    def disclaimer(self) -> str:
        """Return that this is no decision on recognition."""
        return self.words.say("disclaimer", authority=self.words.say("authority"))


def pathways_table(answer: Pathways, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return the answer for every purpose, then what the agreements named in it cover and who says so."""
    w = PathwayWords(catalogue, words)
    title = w.say("title", source=w.place(answer.source), target=w.place(answer.target), on=answer.on)
    parts: list[RenderableType] = [Text(title, style="bold"), Text(w.say("rule")), *_as_of(answer, w), Text("")]
    if len(answer.answers) > 1:
        parts += [*(Text(f"- {w.finding(a.purpose, a.finding)}") for a in answer.answers), Text("")]
    for purpose in answer.answers:
        parts += [*_purpose(purpose, w), Text("")]
    if named := _standings(answer):
        parts += [Text(w.say("details"), style="bold"), *(_detail(n, r, w) for n, r in named.items()), Text("")]
    if answer.searches:
        parts += [Text(w.say("both_title"), style="bold"), *(Text(f"- {w.search(s)}") for s in answer.searches)]
    return Group(*parts, Text(w.disclaimer(), style="dim"))


def _as_of(answer: Pathways, w: PathwayWords) -> Iterable[Text]:
    yield Text(w.say("as_of", as_of=answer.as_of, longest=answer.longest), style="dim")


def _purpose(answer: PurposeAnswer, w: PathwayWords) -> Iterable[RenderableType]:
    style = f"bold {_COLOUR.get(answer.finding, 'yellow')}"
    yield Text(f"{w.sentence(answer)} [{w.words.of('status_word', answer.status)}]", style=style)
    if answer.chains and answer.status.is_provisional:
        yield Text(w.words.say("provisional"), style="yellow")
    groups: dict[tuple[str, ...], list[Chain]] = {}
    for chain in answer.chains:
        groups.setdefault(chain.parties, []).append(chain)
    shown = [chains for chains in groups.values() if chains[0].is_direct]
    shown += [chains for chains in groups.values() if not chains[0].is_direct][:_MOST]
    for chains in shown:
        yield _hops(chains, w)
    if left := len(answer.chains) - sum(map(len, shown)):
        yield Text(w.say("more", n=left))
    yield from (Text(w.say("without", party=p)) for p in answer.without)
    if answer.bridges:
        yield _bridges(answer.bridges, w)
    elif answer.finding is Finding.NONE and answer.purpose is not Purpose.COOPERATION:
        yield Text(w.say("no_bridge"))
    yield from (Text(w.say("searched", what=w.search(s)), style="dim") for s in answer.searches)


def _table(title: str, columns: Sequence[tuple[str, int]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="", expand=True, pad_edge=False)
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold")
    return table


def _hops(chains: Sequence[Chain], w: PathwayWords) -> Table:
    """Return the hops of chains that pass the same parties, each hop once, step by step."""
    heads = [("agreement", 6), ("who", 7), ("force", 4), ("in_force", 3), ("status", 3)]
    table = _table(w.chain_title(chains[0]), [(w.say("step"), 2), *((w.say(key), ratio) for key, ratio in heads)])
    for k in range(len(chains[0].hops)):
        for hop in dict.fromkeys(c.hops[k] for c in chains):
            table.add_row(
                f"{hop.source.party} - {hop.target.party}",
                w.agreement(hop.agreement),
                "\n".join(w.standing(s) for s in (hop.source, hop.target)),
                w.force(hop.agreement),
                w.say(hop.state),
                w.words.of("status_word", hop.status),
            )
    return table


def _bridges(bridges: Iterable[Bridge], w: PathwayWords) -> Table:
    heads = [("agreement", 5), ("missing", 6), ("who", 5), ("force", 3)]
    table = _table(w.say("bridges_title"), [(w.say(key), ratio) for key, ratio in heads])
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


def _standings(answer: Pathways) -> dict[str, dict[str, None]]:
    """Return, for every agreement that the answer names, the reasons of the facts that it rests on."""
    found: dict[str, dict[str, None]] = {}
    for p in answer.answers:
        sides = [(h.agreement, s) for c in p.chains for h in c.hops for s in (h.source, h.target)]
        sides += [(b.agreement, s) for b in p.bridges for s in (*b.present, *b.missing)]
        for name, standing in sides:
            reasons = found.setdefault(name, {})
            reasons.update({f"{m.party}: {m.reason}": None for m in standing.participations if m.reason})
    return dict(sorted(found.items()))


def _detail(name: str, reasons: Iterable[str], w: PathwayWords) -> Text:
    a = w.agreements[name]
    titles = dict.fromkeys(s.title for s in _sources(a))
    lines = [f"- {w.agreement(name)}: {a.scope}", f"  {w.say('sources', titles='; '.join(titles))}"]
    lines += [f"  {w.say('status_note', reason=r)}" for r in (a.reason, *reasons) if r]
    return Text("\n".join(lines))


def _sources(agreement: Agreement) -> list[Source]:
    every = [*agreement.sources, *(s for p in agreement.participations for s in p.sources)]
    return list(dict.fromkeys(every))


def pathways_json(answer: Pathways, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """Return the whole answer as a dictionary."""
    w = PathwayWords(catalogue, words)
    return {
        "source": answer.source,
        "target": answer.target,
        "on": answer.on,
        "as_of": answer.as_of,
        "longest": answer.longest,
        "rule": w.say("rule"),
        "purposes": [_purpose_json(p, w) for p in answer.answers],
        "searched": [_search_json(s, w) for s in answer.searches],
        "disclaimer": w.disclaimer(),
    }


def _purpose_json(answer: PurposeAnswer, w: PathwayWords) -> dict[str, Any]:
    return {
        "purpose": str(answer.purpose),
        "label": w.purpose(answer.purpose),
        "finding": str(answer.finding),
        "sentence": w.sentence(answer),
        "status": str(answer.status),
        "chains": [_chain_json(c, w) for c in answer.chains],
        "bridges": [_bridge_json(b, w) for b in answer.bridges],
        "without": list(answer.without),
        "searched": [_search_json(s, w) for s in answer.searches],
    }


def _chain_json(chain: Chain, w: PathwayWords) -> dict[str, Any]:
    return {
        "finding": str(chain.finding),
        "sentence": w.chain_title(chain),
        "parties": list(chain.parties),
        "state": str(chain.state),
        "status": str(chain.status),
        "hops": [_hop_json(h, w) for h in chain.hops],
    }


def _hop_json(hop: Hop, w: PathwayWords) -> dict[str, Any]:
    return {
        **_agreement_json(hop.agreement, w),
        "obliges": hop.obliges,
        "source": _standing_json(hop.source),
        "target": _standing_json(hop.target),
        "state": str(hop.state),
        "status": str(hop.status),
    }


def _bridge_json(bridge: Bridge, w: PathwayWords) -> dict[str, Any]:
    return {
        **_agreement_json(bridge.agreement, w),
        "missing": [{**_standing_json(s), "why": str(s.why), "sentence": w.why(s)} for s in bridge.missing],
        "present": [_standing_json(s) for s in bridge.present],
        "contacts": list(bridge.contacts),
        "searched": [_search_json(s, w) for s in bridge.searches],
        "status": str(bridge.status),
    }


def _agreement_json(name: str, w: PathwayWords) -> dict[str, Any]:
    a = w.agreements[name]
    return {
        "agreement": name,
        "label": w.agreement(name),
        "force": str(a.force),
        "purposes": [str(p) for p in a.purposes],
        "scope": a.scope,
        "from": a.span.start,
        "until": a.span.end,
        "issuer": a.issuer,
        "reason": a.reason,
        "sources": [{"title": s.title, "pages": list(s.pages)} for s in _sources(a)],
    }


def _standing_json(s: Standing) -> dict[str, Any]:
    return {
        "party": s.party,
        "state": str(s.state),
        "participations": [
            {
                "body": p.body,
                "kind": str(p.kind),
                "from": p.span.start,
                "until": p.span.end,
                "status": str(p.status),
                "reason": p.reason,
            }
            for p in s.participations
        ],
    }


def _search_json(name: str, w: PathwayWords) -> dict[str, Any]:
    s = w.searches[name]
    return {"search": name, "label": w.search(name), "as_of": s.as_of, "would_supply": list(s.would_supply)}


def pathways_rows(answer: Pathways, catalogue: Catalogue, words: Words) -> list[dict[str, Any]]:
    """Return one row for every hop of every chain and every nearest bridge; a purpose with neither has one row."""
    w = PathwayWords(catalogue, words)
    rows = []
    for p in answer.answers:
        found = [
            _row(p, w, "agreement" if c.is_direct else "chain of facts", k, hop=h)
            for k, c in enumerate(p.chains, 1)
            for h in c.hops
        ]
        found += [_row(p, w, "bridge", bridge=b) for b in p.bridges]
        rows += found or [_row(p, w, "none")]
    return rows


def _row(
    answer: PurposeAnswer,
    w: PathwayWords,
    kind: str,
    chain: int | None = None,
    hop: Hop | None = None,
    bridge: Bridge | None = None,
) -> dict[str, Any]:
    found = hop or bridge
    a = w.agreements[found.agreement] if found else None
    sides = (hop.source, hop.target) if hop else bridge.present if bridge else ()
    return {
        "purpose": str(answer.purpose),
        "finding": str(answer.finding),
        "kind": kind,
        "chain": chain or "",
        "source": hop.source.party if hop else "",
        "target": hop.target.party if hop else "",
        "agreement": a.name if a else "",
        "label": w.agreement(a.name) if a else "",
        "force": str(a.force) if a else "",
        "state": str(hop.state) if hop else "",
        "parts": " | ".join(w.standing(s) for s in sides),
        "missing": " | ".join(w.why(s) for s in bridge.missing) if bridge else "",
        "scope": a.scope if a else "",
        "sources": " | ".join(s.title for s in _sources(a)) if a else "",
        "status": str(found.status if found else answer.status),
    }


def timeline_table(answer: Timeline, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return one row for every day on which the answer, or a fact that it rests on, changed."""
    w = PathwayWords(catalogue, words)
    title = w.say("timeline_title", source=w.place(answer.source), target=w.place(answer.target))
    table = _table(title, [(w.say("date"), 2), (w.say("fact"), 7), (w.say("answer"), 7)])
    table.title_style = "bold"
    table.add_row(w.say("before"), "", "\n".join(w.finding(p, f) for p, f in answer.first.items()))
    for turn in answer.turns:
        table.add_row(
            turn.date,
            "\n".join(w.step(s) for s in turn.steps),
            "\n".join(w.finding(p, turn.findings[p]) for p in turn.changed) or w.say("same"),
        )
    parts: list[RenderableType] = [table] if answer.turns else [table, Text(w.say("no_turn"))]
    return Group(*parts, Text(w.say("rule")), Text(w.disclaimer(), style="dim"))


def timeline_rows(answer: Timeline, catalogue: Catalogue, words: Words) -> list[dict[str, Any]]:
    """Return one row for every day and purpose; the date of the first ones, before any change, is ''."""
    w = PathwayWords(catalogue, words)
    rows = [_turn_row("", p, f, False, "", w) for p, f in answer.first.items()]
    for turn in answer.turns:
        facts = " | ".join(w.step(s) for s in turn.steps)
        rows += [_turn_row(turn.date, p, f, p in turn.changed, facts, w) for p, f in turn.findings.items()]
    return rows


def _turn_row(
    date: str, purpose: Purpose, finding: Finding, changed: bool, facts: str, w: PathwayWords
) -> dict[str, Any]:
    return {
        "date": date,
        "purpose": str(purpose),
        "finding": str(finding),
        "changed": changed,
        "sentence": w.say(finding),
        "facts": facts,
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
            }
            for t in answer.turns
        ],
        "disclaimer": w.disclaimer(),
    }
