"""Bridging plans as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.learning import Opportunity, Ranks
from competency_graph.model import Catalogue
from competency_graph.presentation.tables import name_of
from competency_graph.presentation.wording import Words
from competency_graph.recognition import coded_once
from competency_graph.recognition.bridging import Apart, Bridging, Need, Open, Plan, Step


class BridgeWords:
    """The words of bridging plans in one language, with the labels of the catalogue."""

    def __init__(self, answer: Bridging, catalogue: Catalogue, words: Words) -> None:
        self.answer, self.catalogue, self.words = answer, catalogue, words

    def say(self, key: str, **values: object) -> str:
        """Return the sentence *key* with *values* filled in."""
        return self.words.of("bridge", key).format(**values)

    def opportunity(self, name: str) -> Opportunity:
        """Return the opportunity *name*."""
        return self.answer.offers.opportunities[name]

    def label(self, name: str) -> str:
        """Return the label of an opportunity, marked where it is invented."""
        found = self.opportunity(name)
        label = self.words.label(found.labels)
        return self.say("marked", label=label) if found.is_invented else label

    def labels(self, names: Iterable[str]) -> str:
        """Return the labels of opportunities in one line."""
        return "; ".join(map(self.label, names))

    def host(self, name: str) -> str:
        """Return the short name of a body of the graph; another host is named as its catalogue does."""
        body = self.catalogue.bodies.get(name)
        if body is None:
            return name
        return self.words.label(body.labels) if body.short == body.labels.get("en") else body.short

    def need(self, need: Need) -> str:
        """Return what is missing, with its level."""
        return self.at_level(need.element, need.level)

    def at_level(self, name: str, ranks: Ranks) -> str:
        """Return the label of an element, with its level where there is one."""
        element = self.words.element(self.catalogue, name)
        level = self.words.level(self.catalogue, f"{ranks[0]}/{ranks[1]}")
        return self.say("at_level", element=element, level=level) if level else element

    def needs(self, needs: Iterable[Need]) -> str:
        """Return needs in one line."""
        return "; ".join(map(self.need, needs))

    def status(self, name: str) -> str:
        """Return the status of an opportunity, or that it is invented."""
        found = self.opportunity(name)
        return self.say("invented_status") if found.is_invented else self.words.of("status_word", found.status)

    def hours(self, least: Decimal, most: Decimal) -> str:
        """Return hours, as one number or two."""
        a, b = plain(least), plain(most)
        return self.say("hours", least=a) if a == b else self.say("hours_between", least=a, most=b)

    def effort(self, name: str) -> str:
        """Return the effort of an opportunity in hours, and in its own unit where that is another."""
        effort = self.opportunity(name).effort
        hours = self.answer.offers.hours(effort)
        if effort is None or hours is None:
            return self.say("no_hours")
        text = self.hours(*hours)
        amounts = dict.fromkeys((plain(effort.least), plain(effort.most)))
        return (
            text
            if effort.unit == "hours"
            else self.say("in_unit", hours=text, amount="-".join(amounts), unit=effort.unit)
        )

    def cost(self, plan: Plan) -> str:
        """Return what a plan costs, as far as it is known."""
        sums = [f"{plain(amount)} {currency}" for currency, amount in plan.costs.items() if amount]
        text = " + ".join(sums) or (self.say("free") if plan.costs else self.say("no_cost"))
        return (
            self.say("cost_beside", cost=text, n=len(plan.without_cost)) if plan.costs and plan.without_cost else text
        )

    def details(self, name: str) -> str:
        """Return label, kind, host and whatever else is known of an opportunity, one a line."""
        o = self.opportunity(name)
        kind = self.words.term(self.catalogue, o.kind.term)
        after = [self.label(p.opportunity) for p in o.requires if p.opportunity]
        after += [self.at_level(p.element, p.level) for p in o.requires if p.element]
        facts = [
            self.say("host", host="; ".join(map(self.host, o.hosts))) if o.hosts else "",
            self.say("language", languages=", ".join(o.languages)) if o.languages else "",
            self.say("places", n=o.capacity) if o.capacity else "",
            self.money(o),
            self.say("from", start=o.span.start) if o.span.start else "",
            self.say("until", end=o.span.end) if o.span.end else "",
            self.say("requires", names="; ".join(after)) if after else "",
        ]
        return f"{self.label(name)}\n{'; '.join([kind, *(f for f in facts if f)])}"

    def money(self, o: Opportunity) -> str:
        """Return the cost of an opportunity, or '' where it is not known."""
        if o.cost is None:
            return ""
        return f"{plain(o.cost.amount)} {o.cost.currency}" if o.cost.amount else self.say("free")

    def hurdle(self, found: Open) -> str:
        """Return why a need stays open."""
        return self.say(found.why, names=self.labels(found.nearest))

    def bars(self, apart: Apart) -> str:
        """Return why an opportunity is in no plan."""
        return "; ".join(self.say(b) for b in apart.bars) or self.say("level_only")

    def invented(self) -> str:
        """Return the warning that part of the answer is invented, or ''."""
        names = {o.catalogue for o in self.answer.offers.opportunities.values() if o.is_invented}
        return self.say("invented", catalogue="; ".join(sorted(names))) if names else ""

    def conditions(self) -> str:
        """Return the conditions that were asked for, or ''."""
        c = self.answer.conditions
        found = [
            self.say("language", languages=", ".join(c.languages)) if c.languages else "",
            self.say("host", host="; ".join(map(self.host, c.hosts))) if c.hosts else "",
            self.say("places", n=c.places) if c.places else "",
            self.say("budget_of", amount=plain(c.budget.amount), currency=c.budget.currency) if c.budget else "",
        ]
        text = "; ".join(f for f in found if f)
        return self.say("conditions", conditions=text) if text else ""

    def converted(self) -> Iterator[str]:
        """Yield how each unit of the answer became hours, with the source."""
        for unit in self.answer.units:
            c = self.answer.offers.conversions[unit]
            titles = self.words.sources(c.sources)
            text = self.say("converted", unit=unit, least=plain(c.least), most=plain(c.most), source=titles)
            yield f"{text} [{self.words.of('status_word', c.status)}]"

    def disclaimer(self) -> str:
        """Return that this is no decision on recognition."""
        return self.words.say("disclaimer", authority=self.words.say("authority"))


def plain(number: Decimal) -> str:
    """Return a number without zeros that say nothing.

    >>> plain(Decimal("40.0")), plain(Decimal("2.50")), plain(Decimal("100"))
    ('40', '2.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bridge_table(answer: Bridging, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return the best plan, the next ones, what stays open, and what stands apart."""
    w = BridgeWords(answer, catalogue, words)
    sides = (answer.comparison.source, answer.comparison.target)
    source, target = (name_of(side, catalogue, words) for side in sides)
    parts: list[RenderableType] = [Text(w.say("title", source=source, target=target), style="bold"), *_notes(w)]
    if not answer.needs:
        return Group(*parts, Text(words.say("no_gaps")), *_foot(w))
    closed = len(answer.needs) - len(answer.open)
    counts = w.say("counts", needs=len(answer.needs), closed=closed, open=len(answer.open))
    parts += [Text(counts, style="bold"), Text("")]
    parts += [*_plans(w), Text("")] if answer.plans else [Text(w.say("no_plan"), style="yellow"), Text("")]
    parts += [_open(w), Text("")] if answer.open else []
    parts += [_apart(w), Text("")] if answer.apart else []
    parts += [Text(w.say("unread", names=w.labels(answer.unread)), style="dim")] if answer.unread else []
    parts += [Text(line) for line in _sources(w)]
    return Group(*parts, *_foot(w))


def _sources(w: BridgeWords) -> Iterator[str]:
    """Yield where each opportunity that the answer names, and that is not invented, was read, and what is noted."""
    named = [s.opportunity for p in w.answer.plans for s in p.steps]
    named += [*(a.opportunity for a in w.answer.apart), *w.answer.unread]
    real = [o for o in map(w.opportunity, dict.fromkeys(named)) if not o.is_invented]
    if real:
        yield w.say("sources_title")
    for o in real:
        sources = w.words.sources(o.sources) or w.say("no_source")
        status = w.words.of("status_word", o.status)
        said = w.words.told(" ".join(x for x in (o.reason, o.note) if x))
        yield f"- {w.label(o.name)}: {sources} [{status}]. {said}".rstrip()


def _notes(w: BridgeWords) -> Iterator[Text]:
    comparison = w.answer.comparison
    if invented := w.invented():
        yield Text(invented, style="bold red")
    if w.answer.status.is_provisional:
        yield Text(w.words.say("provisional"), style="yellow")
    for side in (comparison.source, comparison.target):
        if side.adopts:
            yield Text(f"{side.asked}: {w.words.told(side.adoption_reason)}", style="dim")
    for profile, n, total in coded_once(comparison, w.catalogue):
        yield Text(w.words.say("coded_once", profile=profile, n=n, total=total), style="yellow")
    if conditions := w.conditions():
        yield Text(conditions)


def _foot(w: BridgeWords) -> Iterator[Text]:
    comparison = w.answer.comparison
    lines = [w.say("rule"), *w.converted(), w.say("promise")]
    lines += [w.say("basis", on=comparison.on, release=comparison.release), w.disclaimer()]
    return (Text(line, style="dim") for line in lines)


def _table(title: str, columns: Sequence[tuple[str, int]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=True, pad_edge=False)
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold")
    return table


def _plans(w: BridgeWords) -> Iterator[RenderableType]:
    best, *others = w.answer.plans
    heads = [("step", 2), ("opportunity", 9), ("effort", 4), ("closes", 8), ("status", 4)]
    title = w.say("plan", hours=w.hours(best.least, best.most), cost=w.cost(best))
    table = _table(title, [(w.say(key), ratio) for key, ratio in heads])
    for k, step in enumerate(best.steps, 1):
        table.add_row(
            str(k), w.details(step.opportunity), w.effort(step.opportunity), _gain(step, w), w.status(step.opportunity)
        )
    yield table
    yield Text(w.say("optimal"), style="dim")
    if others:
        yield Text("")
        yield Text(w.say("runners"), style="bold")
        yield from (Text(_runner(k, plan, w)) for k, plan in enumerate(others, 2))
    elif w.answer.asked > 1:
        yield Text(w.say("only_plan"), style="dim")


def _gain(step: Step, w: BridgeWords) -> str:
    lines = [w.need(n) for n in step.closes]
    if step.serves:
        lines.append(w.say("serves", names=w.labels(step.serves)))
    return "\n".join(lines)


def _runner(k: int, plan: Plan, w: BridgeWords) -> str:
    names = w.labels(s.opportunity for s in plan.steps)
    return w.say("runner", n=k, hours=w.hours(plan.least, plan.most), cost=w.cost(plan), names=names)


def _open(w: BridgeWords) -> Table:
    heads = [("need", 6), ("demanded_by", 5), ("why", 7), ("status", 4)]
    table = _table(w.say("open_title"), [(w.say(key), ratio) for key, ratio in heads])
    target = w.answer.comparison.target
    via = f", {w.words.say('via', profile=target.profile.framework)}" if target.adopts else ""
    for found in w.answer.open:
        status = f"{w.words.of('status_word', found.need.status)}{via}"
        table.add_row(w.need(found.need), ", ".join(found.need.demanded_by), w.hurdle(found), status)
    return table


def _apart(w: BridgeWords) -> Table:
    heads = [("opportunity", 8), ("why", 4), ("bears", 7), ("status", 4)]
    table = _table(w.say("apart_title"), [(w.say(key), ratio) for key, ratio in heads])
    for apart in w.answer.apart:
        lines = [
            w.say(key, elements=w.needs(needs))
            for key, needs in (("would_close", apart.would_close), ("bears_on", apart.bears_on))
            if needs
        ]
        table.add_row(w.details(apart.opportunity), w.bars(apart), "\n".join(lines), w.status(apart.opportunity))
    return table
