"""What an assessment says, in the words of one language; tables, JSON and reports all take their sentences here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from competency_graph.case import Activity, Registration
from competency_graph.formats.elm import PROOF, STATED
from competency_graph.formats.weights import Weighing
from competency_graph.model import Catalogue, InForce
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.presentation.tables import reason_text
from competency_graph.presentation.wording import Words
from competency_graph.recognition import (
    Accord,
    Applied,
    Assessment,
    Chain,
    Difference,
    Finding,
    Gap,
    Ground,
    Pathways,
    PurposeAnswer,
    Reading,
    Result,
    Role,
    Said,
    Standard,
    also_direct,
    not_decisive,
)
from competency_graph.vocabulary import Curie

#: Sentences of sides whose keys are also those of headings.
_SAYS = {"covered": "says_covered", "edition": "says_edition", "edition-had-ended": "says_edition_had_ended"}
_CYCLES = {
    "first": "cycle_first",
    "second": "cycle_second",
    "short": "cycle_short",
    "first or integrated": "cycle_integrated",
}
#: How many of the nearest bridges are named; `pathways` shows all.
_BRIDGES = 2
#: The roles in which a standard counts for programmes whether an agency accredited them or not.
_FOR_ALL = (Role.LAW, Role.DEFAULT)
_UNITS = {"ECTS": "unit_ects", "ECTS credits": "unit_ects"}


class CaseWords:
    """The words of assessments in one language, about one of them."""

    def __init__(self, value: Assessment, catalogue: Catalogue, weighing: Weighing, words: Words) -> None:
        self.value, self.catalogue, self.weighing, self.words = value, catalogue, weighing, words
        self.pathway = PathwayWords(catalogue, words)

    def say(self, key: str, **values: object) -> str:
        """Return the sentence *key* with *values* filled in."""
        return self.words.of("assess", key).format(**values)

    @property
    def purpose(self) -> str:
        """The label of the purpose."""
        return self.pathway.purpose(self.value.purpose)

    @property
    def target(self) -> str:
        """What the case is held against, as people name it."""
        asked, place = self.value.asked, self.value.place
        if not place or asked.partition("/")[0] in self.catalogue.frameworks:
            return asked
        role = asked.partition("/")[2]
        return f"{self.pathway.place(place)}/{role}" if role else self.pathway.place(place)

    @property
    def standard(self) -> str:
        """The standard that outcomes are held against; one of another body says through whom it is read."""
        target = self.value.target
        if target is None or target.adoption_status is None:
            return target.profile.id if target else "-"
        status = self.words.of("status_word", str(target.adoption_status))
        return self.say("through", edition=target.edition, profile=target.profile.id, status=status)

    @property
    def title(self) -> str:
        """The line above everything else."""
        return self.say("title", case=self.value.case.name, purpose=self.purpose, target=self.target, on=self.value.on)

    @property
    def disclaimer(self) -> str:
        """That this decides nothing, and who does."""
        place = self.value.place
        who = self.say("authority", place=self.pathway.place(place)) if place else self.say("unknown_authority")
        return self.words.say("disclaimer", authority=who)

    # Readings and grounds

    def edition(self, r: Reading) -> str:
        """Return the edition by which an award is read; one of another body says through whom."""
        return self.standard_of(r.standard) if r.standard else "-"

    def standard_of(self, s: Standard) -> str:
        """Return a standard by name; one of another body says through whom and how surely that is known."""
        if s.adoption is None:
            return s.profile.id
        status = self.words.of("status_word", str(s.adoption.status))
        return self.say("through", edition=s.edition, profile=s.profile.id, status=status)

    def _counts_as(self, s: Standard) -> str:
        """Return, in brackets, how surely it is known that a standard counts where it does; nothing where none says."""
        status = self.catalogue.frameworks[s.profile.framework].status
        return f" [{self.words.of('status_word', str(status))}]" if status else ""

    def why(self, r: Reading, is_whole: bool = True) -> str:
        """Return why an award is read by its edition, what does not count, and, where it is told whole, what else
        counted on the date."""
        body = self.pathway.body(r.accreditation.by) if r.accreditation else ""
        place = self.pathway.place(r.award.jurisdiction)
        is_unsure = r.ground is Ground.ACCREDITATION and r.accredited is InForce.UNKNOWN
        key = "accreditation_unsure" if is_unsure else str(r.ground)
        if r.ground is Ground.NOT_KNOWN and any(a.role in _FOR_ALL for a in r.applied):
            key = "not-known-which"
        parts = [self.say(key, body=body, place=place)]
        if r.ground is Ground.LAW and r.standard:
            parts[0] += self._counts_as(r.standard)
        if r.doubt:
            parts.append(self.say(r.doubt, body=body))
        if r.accreditation and r.accredited is InForce.NO:
            start, end = r.accreditation.span.start or "…", r.accreditation.span.end or "…"
            parts.append(self.say("not_counted", body=body, start=start, end=end))
        elif r.accreditation and r.accredited is InForce.UNKNOWN and not is_unsure:
            parts.append(self.say("unsure"))
        if r.instead and is_whole:
            parts.append(self.say("applied", editions="; ".join(map(self.applied, r.instead))))
        return " ".join(parts)

    def applied(self, a: Applied) -> str:
        """Return a standard that counted on the date of an award, for whom, and whether it was in force for certain."""
        body = self.pathway.body(a.standard.adoption.body) if a.standard.adoption else ""
        text = self.say(f"applied_{a.role}", edition=self.standard_of(a.standard), body=body)
        text += "" if a.standard.adoption else self._counts_as(a.standard)
        return text if a.state is InForce.YES else self.say("applied_open", text=text)

    def registration(self, r: Registration, state: InForce) -> str:
        """Return an entry in a register, and whether it stands on the date."""
        start, end = r.span.start or "…", r.span.end or "…"
        dates = f"{start} – {end}"
        return self.say(
            "registered", title=r.title, body=self.pathway.body(r.body), dates=dates, state=self.pathway.say(state)
        )

    def grounds(self) -> Iterator[str]:
        """Yield what is recognised and on what ground: agreements on the date, then accords on that of the award."""
        if not self.value.place:
            yield self.say("no_place")
        elif not self.value.pathways:
            yield self.say("same_place")
        for p in self.value.pathways:
            source, target = self.pathway.place(p.source), self.pathway.place(p.target)
            sentence = self.pathway.sentence(p.answers[0])
            status = self.words.of("status_word", p.answers[0].status)
            # Where an accord on programmes may be the ground, that nothing else was found would hide it.
            is_other = p.answers[0].finding is not Finding.NONE or not self._may_be_ground(p.source)
            if is_other:
                yield f"{self.say('between', source=source, target=target, sentence=sentence)} [{status}]"
            yield from (self.also(c) for c in also_direct(p))
            if found := not_decisive(p):
                yield self.not_decisive(found)
            yield from self._missing_links(p.answers[0]) if is_other else ()
        if self.value.place and self.value.readings and not self.value.accords:
            yield self.say("no_accord")
        yield from (self.accord(a) for a in self.value.accords)

    def _may_be_ground(self, source: str) -> bool:
        ours = (a for a in self.value.accords if a.source.party == source)
        return any(a.provides and a.state is not InForce.NO for a in ours)

    def also(self, chain: Chain) -> str:
        """Return another agreement of both sides for the purpose, beside the best ones."""
        hop = chain.hops[0]
        source, target = self.pathway.place(hop.source.party), self.pathway.place(hop.target.party)
        agreement, finding = self.pathway.agreement(hop.agreement), self.pathway.say(chain.finding)
        text = self.say("also_direct", source=source, target=target, agreement=agreement, finding=finding)
        return f"{text} [{self.words.of('status_word', chain.status)}]"

    def not_decisive(self, chains: Sequence[Chain]) -> str:
        """Return the agreements of both sides on academic recognition that are not for the purpose, with state."""
        hops = [c.hops[0] for c in chains]
        source, target = self.pathway.place(hops[0].source.party), self.pathway.place(hops[0].target.party)
        purposes = dict.fromkeys(p for h in hops for p in self.pathway.agreements[h.agreement].purposes)
        parts = (
            self.say("also_state", agreement=self.pathway.agreement(h.agreement), state=self._state(h.state))
            + f" [{self.words.of('status_word', h.status)}]"
            for h in hops
        )
        named = ", ".join(map(self.pathway.purpose, purposes))
        return self.say("also_other", source=source, target=target, purposes=named, agreements="; ".join(parts))

    def _state(self, state: InForce) -> str:
        return self.say("also_open") if state is InForce.UNKNOWN else self.pathway.say(state)

    def beside(self, p: Pathways) -> Iterator[tuple[Chain, str]]:
        """Yield the agreements of both sides beside the best ones, each in words."""
        yield from ((c, self.also(c)) for c in also_direct(p))
        yield from ((c, self.not_decisive([c])) for c in not_decisive(p))

    def _missing_links(self, answer: PurposeAnswer) -> Iterator[str]:
        """Yield the nearest bridges where no agreement of both is known, and what was searched for in vain."""
        known = answer.finding in (Finding.RECOGNITION, Finding.RECOGNITION_UNKNOWN)
        for bridge in () if known else answer.bridges[:_BRIDGES]:
            why = "; ".join(map(self.pathway.why, bridge.missing))
            yield self.say("bridge", agreement=self.pathway.agreement(bridge.agreement), why=why)
        if answer.searches:
            yield self.pathway.say("searched", what="; ".join(map(self.pathway.search, answer.searches)))

    def accord(self, a: Accord) -> str:
        """Return what an agreement on accredited programmes gives for an award on its date."""
        source, target = self.pathway.place(a.source.party), self.pathway.place(a.target.party)
        purposes = ", ".join(map(self.pathway.purpose, self.pathway.agreements[a.agreement].purposes))
        key = f"accord_{a.state}"
        if not a.provides and a.state is not InForce.NO:
            is_part = a.is_part and a.state is InForce.YES
            key = "accord_part" if is_part else key if a.is_part else "accord_other"
        text = self.say(key, source=source, target=target, purposes=purposes)
        status = self.words.of("status_word", a.status)
        return f"{self.say('accord', agreement=self.pathway.agreement(a.agreement), text=text)} [{status}]"

    # Coverage

    def coverage(self) -> Iterator[str]:
        """Yield how much of the target is covered, and what rests on claims alone."""
        value = self.value
        if value.target is None:
            yield self.say("no_target", target=self.target)
        elif value.documented is None:
            yield self.say("no_source")
        else:
            yield self.say("covered_counts", profile=self.standard, total=value.target.total, **self._counts())
            if ids := ", ".join(self.local(s) for s in self.uncovered()):
                yield self.say("uncovered", ids=ids)
            if ids := ", ".join(self.local(s) for s in self.only_claimed()):
                yield self.say("claimed", ids=ids)
            for key, n, total in self.coded_once():
                yield self.words.say("coded_once", profile=key, n=n, total=total)
        # What a credential states is a part of the award itself, not a training beside it.
        training = () if value.case.form == "elm" else value.case.training
        if found := "; ".join(map(self.activity, (*value.case.experience, *training))):
            yield self.say("activities", activities=found)
        yield from self.evidence()

    def activity(self, a: Activity) -> str:
        """Return a stretch of practice or a training with its dates, hours and provider, as far as they are stated."""
        dates = f"{a.span.start or '…'} – {a.span.end or '…'}" if a.span.start or a.span.end else ""
        hours = self.say("hours", n=a.hours) if a.hours is not None else ""
        facts = ", ".join(x for x in (dates, hours, a.provider) if x)
        return f"{a.title} ({facts})" if facts else a.title

    def _counts(self) -> dict[str, int]:
        assert self.value.documented is not None
        return dict(self.value.documented.counts["target"])

    def coded_once(self) -> Iterator[tuple[str, int, int]]:
        """Yield the target where one coder alone coded statements of it."""
        target = self.value.target
        if target and (once := sum(not self.catalogue.statements[s].is_coded_twice for s in target.profile.statements)):
            yield target.profile.id, once, len(target.profile.statements)

    def uncovered(self) -> list[Curie]:
        """Return the statements of the target that are not or partly covered by what is documented."""
        documented = self.value.documented
        rows = documented.statements if documented else ()
        return [s.id for s in rows if s.side == "target" and s.substantial != "full"]

    def only_claimed(self) -> list[Curie]:
        """Return the statements of the target that claims without evidence would cover better."""
        claimed = self.value.claimed
        rows = claimed.statements if claimed else ()
        return [s.id for s in rows if s.side == "target" and self.value.only_claimed(s.id)]

    def local(self, statement: Curie) -> str:
        """Return the code of a statement of the target, whose framework the sentence names."""
        return statement.partition(":")[2]

    def evidence(self) -> Iterator[str]:
        """Yield the statements and elements that the case gives evidence of, or only claims, by what shows them."""
        shown: dict[tuple[str, str], list[str]] = {}
        for e in self.value.evidence.values():
            name = e.name if e.is_statement else self.words.element(self.catalogue, e.name)
            proof = self.say("stated") if e.proof == STATED else e.proof or self.say("only_claimed")
            shown.setdefault((e.source, proof), []).append(name)
        for (source, proof), names in shown.items():
            yield self.say("shown", name=", ".join(names), source=source, proof=proof)

    # Differences

    def kind(self, kind: str) -> str:
        """Return the word for a kind of difference."""
        return self.say(f"kind_{kind}")

    def result(self, result: Result) -> str:
        """Return the word for what comparing gave."""
        return self.say("result_not-known" if result is Result.NOT_KNOWN else str(result))

    def said(self, said: Said) -> str:
        """Return what one side says of an aspect."""
        values = {k: self._value(k, v) for k, v in said.values.items()}
        text = self.say(_SAYS.get(said.key, said.key), **values)
        known = [str(values[k]) for k in ("by", "on", "how") if values.get(k)]
        return f"{text} ({', '.join(known)})" if known and said.key.endswith(("confirmed", "checked")) else text

    def _value(self, name: str, value: object) -> object:
        text, words = str(value), self.words
        values: dict[tuple[str, bool], Callable[[], str]] = {
            ("how", text == PROOF): lambda: self.say("proof"),
            ("track", True): lambda: words.term(self.catalogue, text),
            ("body", True): lambda: self.pathway.body(text),
            ("status", True): lambda: words.of("status_word", text),
            ("cycle", text in _CYCLES): lambda: words.of("report", _CYCLES[text]),
            ("unit", text in _UNITS): lambda: words.of("report", _UNITS[text]),
            ("target", text in _UNITS): lambda: words.of("report", _UNITS[text]),
            ("field", text.startswith("field-neutral")): lambda: words.of("report", "field_neutral").format(
                field=text.partition("(")[2].rstrip(")")
            ),
        }
        found = values.get((name, True))
        return found() if found else value

    def counting(self) -> list[Difference]:
        """Return the differences that weigh something for the purpose, those that weigh much first."""
        return sorted((d for d in self.value.differences if d.counts), key=lambda d: d.weight != "major")

    # What would compensate

    def remedies(self) -> Iterator[str]:
        """Yield what would make up for each difference that counts."""
        for d in self.counting():
            is_open = d.kind == "edition" and d.result is Result.NOT_KNOWN
            yield self.say("remedy_edition_open" if is_open else f"remedy_{d.kind}")
        if not self.counting():
            yield self.say("nothing")

    def elements(self, most: int, separator: str = "; ") -> str:
        """Return the elements to make up, at most *most* of them named; '' where there are none."""
        gaps = self.value.gaps
        if not gaps:
            return ""
        named = [self.gap(g) for g in gaps[:most]]
        if left := len(gaps) - len(named):
            named.append(self.say("more", n=left))
        return self.say("elements", n=len(gaps), elements=separator.join(named))

    def gap(self, g: Gap) -> str:
        """Return one missing element, why it is missing, and which clauses demand it."""
        element = self.words.element(self.catalogue, g.missing.element)
        reason = reason_text(g.missing, self.catalogue, self.words)
        return f"{element} ({reason}; {', '.join(map(self.local, g.demanded_by))})"

    def credential(self) -> Iterator[str]:
        """Yield which parts of a credential were read and which were not."""
        case = self.value.case
        if case.form == "elm":
            yield self.say("read", paths=", ".join(case.read))
            yield self.say("ignored", paths=", ".join(case.ignored) or "-")
