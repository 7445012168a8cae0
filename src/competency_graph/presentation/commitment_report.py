"""What became of promises as a document: on a screen, in a browser or on paper it says the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from competency_graph.model import Award, Catalogue, Event, Labels, Source
from competency_graph.presentation.document import (
    Block,
    Cell,
    Document,
    Heading,
    Line,
    Paragraph,
    Part,
    Text,
    Voices,
    plain,
    prefixed,
)
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.presentation.report_rows import cell, table
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Kept, Lack, Ledger, Promise

#: The colour of a state in a document, by the coverage that has it.
_TONES = {Kept.DONE: "full", Kept.PROMISED: "partial", Kept.NOT_FOUND: "none"}
#: How many missing elements a page names for one rung of the ladder.
_MOST = 8


class Pages:
    """The words of a page on commitments, in all its languages at once."""

    def __init__(self, ledger: Ledger, catalogue: Catalogue, words: Sequence[Words]) -> None:
        self.ledger, self.catalogue, self.voices = ledger, catalogue, Voices(tuple(words))
        self.pathways = [PathwayWords(catalogue, w) for w in words]

    def say(self, key: str, **values: object) -> Text:
        """Return the sentence *key*; a value that is a text speaks each language in turn."""
        texts = []
        for i, w in enumerate(self.voices.words):
            spoken = {k: v[i if i < len(v) else -1].text if isinstance(v, tuple) else v for k, v in values.items()}
            texts.append(w.of("promise", key).format(**spoken))
        return self.voices.each(texts)

    def each(self, texts: Iterable[str]) -> Text:
        """Return texts made one for each language."""
        return self.voices.each(texts)

    def body(self, name: str) -> Text:
        """Return the short name of a body."""
        return self.each(p.body(name) for p in self.pathways)

    def place(self, code: str) -> Text:
        """Return a jurisdiction with its code, or a dash where none is known."""
        return self.each(p.place(code) for p in self.pathways) if code else plain("-")

    def told(self, text: str) -> Text:
        """Return a text that the data hold in English only, behind its mark where a language of the page is another."""
        spoken = [w.told(text) for w in self.voices.words]
        return plain(max(spoken, key=len, default=text), "en")

    def sources(self, sources: Iterable[Source]) -> Text:
        """Return the titles of documents, each marked where it is in another language."""
        found = list(sources)
        return self.each(w.sources(found) for w in self.voices.words)

    def beside(self, texts: Iterable[str]) -> Text:
        """Return texts of the data in one line, marked as English within a sentence of another language."""
        line = "; ".join(texts)
        return self.each(w.told(line) for w in self.voices.words)

    def term(self, name: str) -> Text:
        """Return the label of a term of the ontology."""
        return self.each(w.term(self.catalogue, name) for w in self.voices.words)

    def status(self, status: str) -> Text:
        """Return the word for a verification status."""
        return self.voices.of("status_word", status)

    def join(self, texts: Sequence[Text], separator: str = ", ") -> Text:
        """Return *texts* in one."""
        return self.each(
            separator.join(t[i if i < len(t) else -1].text for t in texts) for i in range(len(self.voices.words))
        )


def build_page(ledger: Ledger, catalogue: Catalogue, words: Sequence[Words], title: Labels | None) -> Document:
    """Return the page on the commitments of *ledger* in the languages of *words*, one or two."""
    pages = Pages(ledger, catalogue, words)
    event = pages.voices.label(title) if title else pages.say("every_event")
    blocks = [
        *_states(pages),
        *_treatments(pages),
        *_memberships(pages),
        *_offers(pages),
        *_ladder(pages),
        *_grades(pages),
        *_events(pages),
        *_indicators(pages),
        *_end(pages),
    ]
    return Document(
        languages=tuple(w.language for w in words),
        kind=pages.say("kind"),
        title=pages.say("title", event=event),
        running=pages.say("running"),
        date=ledger.as_of,
        release=catalogue.release,
        parts=(Part(tuple(blocks), is_wide=True),),
    )


def _states(p: Pages) -> Iterator[Block]:
    counts = {key: p.ledger.count(state) for key, state in zip(("done", "promised", "none"), Kept, strict=True)}
    items = p.ledger.items
    if p.ledger.event and items and items[0].event:
        yield Paragraph(_when(items[0].event, p))
    yield Paragraph(p.say("counts", **counts), "strong")
    yield Paragraph(p.say("rule"), "warning")
    yield Paragraph(p.say("as_of", as_of=p.ledger.as_of), "note")
    yield Heading(1, p.say("states"))
    heads = [p.say(key) for key in ("commitment", "promised_by", "state", "evidence")]
    notes = {text: n for n, text in enumerate(dict.fromkeys(x for item in items for x in _notes(item, p)), 1)}
    yield table(heads, (60, 50, 40, 50), [_state_row(item, notes, p) for item in items])
    for text, n in notes.items():
        yield Paragraph(prefixed(f"[{n}] ", text), "note")


def _state_row(item: Promise, notes: Mapping[Text, int], p: Pages) -> tuple[Cell, ...]:
    c = item.commitment
    themes = p.join([p.term(t) for t in c.themes])
    where = [Line(p.join([p.body(m) for m in c.makers]))]
    if item.event and not p.ledger.event:
        where += [Line(p.voices.label(item.event.labels), "small"), Line(_when(item.event, p), "small")]
    if c.agreement:
        where.append(Line(p.each(w.agreement(c.agreement) for w in p.pathways), "small"))
    done = [Line(p.say("done_by", what=p.voices.label(e.labels), date=e.date)) for e in item.evidence]
    marks = " ".join(f"[{notes[text]}]" for text in _notes(item, p))
    return (
        Cell((Line(p.voices.label(c.labels), "strong"), Line(themes, "small"))),
        Cell(tuple(where)),
        Cell(
            (Line(p.say(item.state), "strong"), Line(p.say("promise_status", status=p.status(c.status)), "small")),
            _TONES[item.state],
        ),
        Cell((*(done or [Line(p.say("no_evidence"))]), Line(plain(marks), "small"), *_related(item, p))),
    )


def _related(item: Promise, p: Pages) -> Iterator[Line]:
    if item.related:
        yield Line(p.say("related", parts=p.join([p.say(part) for part in item.related], "; ")), "small")


def _when(event: Event, p: Pages) -> Text:
    day = (
        p.say("no_year", day=event.held.removeprefix("--")) if event.held.startswith("--") else plain(event.held or "-")
    )
    return p.say("held", place=p.place(event.jurisdiction), day=day)


def _notes(item: Promise, p: Pages) -> Iterator[Text]:
    """Yield why the promise has its status, what was searched where not even it was found, and where it was read."""
    if item.commitment.reason:
        yield p.told(item.commitment.reason)
    for s in item.searches if item.state is Kept.NOT_FOUND else ():
        yield p.say("searched", what=p.voices.label(s.labels), where=p.beside(s.searched_in))
    yield p.say("read_in", titles=p.sources(item.commitment.sources))


def _treatments(p: Pages) -> Iterator[Block]:
    themes = list(dict.fromkeys(t.theme for t in p.ledger.treatments))
    yield Heading(1, p.say("treatments"))
    yield Paragraph(p.say("treatments_note"), "note")
    rows = []
    for slug in dict.fromkeys(t.framework for t in p.ledger.treatments):
        found = {t.theme: t for t in p.ledger.treatments if t.framework == slug}
        cells = [_treatment(found[theme].elements, p) for theme in themes]
        rows.append((cell(plain(slug), "strong"), *cells))
    yield table([p.say("standard"), *map(p.term, themes)], (34, *[55] * len(themes)), rows)


def _treatment(elements: object, p: Pages) -> Cell:
    lines = []
    for name, ids in dict(elements).items():  # type: ignore[call-overload]
        codes = ", ".join(i.partition(":")[2] for i in ids)
        label = [w.element(p.catalogue, name) for w in p.voices.words]
        lines.append(Line(p.each(f"{x} ({codes})" for x in label)))
    return Cell(tuple(lines)) if lines else cell(p.say("not_named"), "small", "none")


def _memberships(p: Pages) -> Iterator[Block]:
    yield Heading(1, p.say("memberships"))
    yield Paragraph(p.say("memberships_note"), "note")
    rows = [
        (
            cell(p.each(w.agreement(m.agreement) for w in p.pathways), "strong"),
            cell(p.each(f"{m.part.party}: {w.part(m.part)}" for w in p.pathways)),
            cell(p.status(m.part.status)),
        )
        for m in p.ledger.memberships
    ]
    heads = [p.say(key) for key in ("agreement", "member", "status")]
    yield table(heads, (70, 90, 30), rows) if rows else Paragraph(p.say("none"))


def _offers(p: Pages) -> Iterator[Block]:
    yield Heading(1, p.say("offers"))
    if not p.ledger.offers:
        yield Paragraph(p.say("no_offers"))
        return
    rows = [
        (
            cell(p.voices.label(o.labels), "strong"),
            cell(p.join([p.body(h) for h in o.hosts]) if o.hosts else plain("-")),
            cell(p.status(o.status)),
        )
        for o in p.ledger.offers
    ]
    yield table([p.say(key) for key in ("offer", "host", "status")], (100, 60, 30), rows)


def _ladder(p: Pages) -> Iterator[Block]:
    yield Heading(1, p.say("ladder"))
    yield Paragraph(p.say("ladder_note"), "note")
    yield from (Paragraph(text, "item") for lack in p.ledger.ladder for text in _rung(lack, p))
    held = {lack.comparison.source.asked for lack in p.ledger.ladder}
    yield from (Paragraph(p.say("no_ladder", place=p.place(j))) for j in p.ledger.jurisdictions if j not in held)


def _rung(lack: Lack, p: Pages) -> Iterator[Text]:
    c = lack.comparison
    through = f" ({c.source.edition})" if c.source.adopts else ""
    counts = lack.counts("substantial")
    names = list(dict.fromkeys(g.missing.element for g in lack.gaps))
    shown = p.join([p.each(w.element(p.catalogue, n) for w in p.voices.words) for n in names[:_MOST]], "; ")
    yield p.say(
        "rung",
        place=p.place(c.source.asked),
        source=f"{c.source.profile.id}{through}",
        target=c.target.profile.id,
        full=counts["full"],
        total=sum(counts.values()),
        status=p.status(lack.status),
        n=len(names),
        elements=shown,
    )


def _grades(p: Pages) -> Iterator[Block]:
    yield Heading(1, p.say("grades"))
    yield Paragraph(p.say("grades_note"), "note")
    heads = [p.say(key) for key in ("grade", "issuer", "requires", "protection", "status")]
    rows = [_grade(a, p) for a in p.ledger.grades]
    yield table(heads, (45, 35, 60, 55, 24), rows) if rows else Paragraph(p.say("none"))


def _grade(award: Award, p: Pages) -> tuple[Cell, ...]:
    below = {a.name: a for a in p.ledger.grades}.get(award.grade_above)
    name = [Line(p.voices.label(award.labels), "strong")]
    if below:
        name.append(Line(p.say("above", grade=p.voices.label(below.labels)), "small"))
    required = [Line(p.told(text), "small") for text in award.requirements.values()]
    issuer = p.body(award.issuer) if award.issuer else p.say("no_issuer")
    return (
        Cell(tuple(name)),
        Cell((Line(issuer), Line(plain(award.jurisdiction), "small"))),
        Cell(tuple(required)) if required else cell(p.say("not_seen"), "small"),
        cell(p.told(award.protection), "small") if award.protection else cell(p.say("not_seen"), "small"),
        cell(p.status(award.status)),
    )


def _events(p: Pages) -> Iterator[Block]:
    if p.ledger.events:
        yield Heading(1, p.say("events"))
        yield Paragraph(p.say("events_note"), "note")
    for e in p.ledger.events:
        bodies = p.join([p.body(b) for b in e.bodies])
        yield Paragraph(p.say("event", held=e.held, what=p.voices.label(e.labels), bodies=bodies), "item")


def _indicators(p: Pages) -> Iterator[Block]:
    yield Heading(1, p.say("indicators"))
    yield Paragraph(p.say("indicators_note"), "note")
    for s in p.ledger.indicators:
        where, supply = p.beside(s.searched_in), p.beside(s.would_supply)
        values = {"what": p.voices.label(s.labels), "where": where, "as_of": s.as_of, "supply": supply}
        yield Paragraph(p.say("indicator", **values), "item")


def _end(p: Pages) -> Iterator[Block]:
    yield Paragraph(p.voices.tell("disclaimer", authority=p.voices.tell("authority")), "note")
