"""The words of pathways in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from competency_graph.model import (
    Agreement,
    Catalogue,
    InForce,
    Participation,
    ParticipationKind,
    Purpose,
    Source,
    Status,
)
from competency_graph.presentation.wording import Words
from competency_graph.recognition import (
    Chain,
    Finding,
    PurposeAnswer,
    Standing,
    Step,
)


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
        """Return the label of an agreement, marked where it is only supposed."""
        agreement = self.agreements[name]
        return self.mark(self.words.label(agreement.labels), agreement.status)

    def mark(self, text: str, status: Status) -> str:
        """Return *text*, marked where *status* is that of what is only supposed."""
        return f"{text} [{self.words.of('status_word', status)}]" if status is Status.HYPOTHETICAL else text

    def scope(self, name: str) -> str:
        """Return what an agreement covers, in its own words."""
        agreement = self.agreements[name]
        return self.words.label(agreement.scopes) or agreement.scope

    def coverage(self, name: str) -> str:
        """Return whom an agreement covers: career stages, tracks, cycles, field."""
        c = self.agreements[name].coverage
        terms = [self.words.term(self.catalogue, t) for t in (*c.stages, *c.tracks)]
        cycles = [self.say(f"cycle_{cycle}") for cycle in c.cycles]
        parts = [", ".join(terms), self.say("cycles", cycles=", ".join(cycles)) if cycles else "", self.field(c.field)]
        return "; ".join(p for p in parts if p) or self.say("covers_unknown")

    def field(self, field: str) -> str:
        """Return a field of study in words; '' where none is stated."""
        code = field.removeprefix("field-neutral (").removesuffix(")")
        code = self.say("all_fields") if code == "all fields" else code
        return self.words.of("report", "field_neutral").format(field=code) if code != field else self.words.told(field)

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
        return self.mark(", ".join(x for x in (body, self.dates(p), kind) if x), p.status)

    def dates(self, p: Participation) -> str:
        """Return the dates of a participation, as far as they are known."""
        start, end, seen = p.span.start, p.span.end, p.span.seen
        if start and end:
            return self.say("between", start=start, end=end)
        if end:
            return self.say("until", end=end)
        if start:
            return self.say("from", start=start)
        return self.say("seen_on", seen=seen) if seen else self.say("no_date")

    def standing(self, s: Standing) -> str:
        """Return how a party stands in an agreement, with the facts that say so, and whether they leave it open."""
        text = f"{s.party}: {'; '.join(self.part(p) for p in s.participations)}"
        return self.say("standing_open", standing=text) if s.state is InForce.UNKNOWN else text

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

    def found(self, answer: PurposeAnswer) -> str:
        """Return what was found for a purpose, marked where it rests on what is only supposed."""
        return self.mark(self.finding(answer.purpose, answer.finding), answer.status)

    def sentence(self, answer: PurposeAnswer) -> str:
        """Return the answer for one purpose, with the agreements of both that it rests on."""
        text = self.found(answer)
        best = [c.hops[0].agreement for c in answer.chains if c.is_direct and c.finding is answer.finding]
        return self.say("best", sentence=text, agreements="; ".join(map(self.agreement, best))) if best else text

    def step(self, step: Step) -> str:
        """Return a fact that changed, with the agreement in which it did."""
        return self.say("turned", agreement=self.agreement(step.agreement), change=self.change(step))

    def change(self, step: Step) -> str:
        """Return what changed for a party."""
        return self.say(
            "change",
            party=step.party,
            before=self.say(step.before),
            after=self.say(step.after),
            facts="; ".join(self.part(p) for p in step.participations),
        )

    def disclaimer(self) -> str:
        """Return that this is no decision on recognition."""
        return self.words.say("disclaimer", authority=self.words.say("authority"))


def sources_of(agreement: Agreement, parts: Iterable[Participation] = ()) -> list[Source]:
    """Return the documents in which an agreement, and *parts* in it, were read."""
    return list(dict.fromkeys([*agreement.sources, *(s for p in parts for s in p.sources)]))
