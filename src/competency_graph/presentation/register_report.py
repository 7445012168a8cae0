"""The state of the register as a document that two bodies lay on the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from competency_graph.model import Catalogue
from competency_graph.presentation.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Paragraph,
    Part,
    Table,
    Text,
    Voices,
    plain,
)
from competency_graph.presentation.register_tables import sections
from competency_graph.presentation.register_words import RegisterWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition.register import Docket, Entry


def build_register_report(docket: Docket, catalogue: Catalogue, words: Sequence[Words]) -> Document:
    """Return the report of a register in the languages of *words*, one or two."""
    report = _Report(docket, catalogue, words)
    return Document(
        languages=tuple(x.language for x in words),
        kind=report.say("kind"),
        title=report.say("title", on=docket.on),
        running=report.say("invented" if docket.register.is_invented else "running"),
        date=docket.on,
        release=catalogue.release,
        parts=(Part(tuple(report.summary())), Part(tuple(report.table()), is_wide=True)),
    )


class _Report:
    def __init__(self, docket: Docket, catalogue: Catalogue, words: Sequence[Words]) -> None:
        self.docket = docket
        self.voices = Voices(tuple(words))
        self.each = [RegisterWords(docket, catalogue, x) for x in words]

    def say(self, key: str, **values: object) -> Text:
        return self.voices.each(w.say(key, **values) for w in self.each)

    def summary(self) -> Iterator[Block]:
        tell = self.voices.tell
        if self.docket.register.is_invented:
            yield Paragraph(self.say("invented"), "warning")
        yield Paragraph(self.say("rule"))
        yield Paragraph(tell("disclaimer", authority=tell("authority")), "note")
        yield Heading(1, self.say("part_counts"))
        for state, n in self.docket.counts.items():
            yield Paragraph(self.voices.each(w.say("count", state=w.state(state), n=n) for w in self.each), "item")
        parts = zip(*(sections(self.docket, w) for w in self.each), strict=True)
        for part in parts:
            yield Heading(1, self.say(part[0][0]))
            yield from (Paragraph(self.voices.each(lines), "item") for lines in zip(*(p[1] for p in part), strict=True))
            if not part[0][1]:
                yield Paragraph(self.say("nothing"), "note")

    def table(self) -> Iterator[Block]:
        yield Heading(1, self.say("part_all"))
        if not self.docket.entries:
            yield Paragraph(self.say("empty"))
            return
        heads = (("proposal", 34, False), ("equivalence", 60, True), ("state", 30, True), ("said", 110, True))
        columns = tuple(Column(self.say(key), width, split) for key, width, split in heads)
        yield Table(columns, tuple(self._row(e) for e in self.docket.entries))

    def _row(self, entry: Entry) -> tuple[Cell, ...]:
        p = entry.proposal
        said = [Line(self.voices.each(w.said(r) for w in self.each), "item") for r in entry.history]
        clauses = [Line(self.voices.each(w.clause(x) for w in self.each), "small") for x in (p.subject, p.object)]
        return (
            Cell((Line(plain(p.id)),)),
            Cell((Line(self.voices.each(w.sentence(p) for w in self.each), "strong"), *clauses)),
            Cell((Line(self.voices.each(w.state(entry.state) for w in self.each)),)),
            Cell(tuple(said) or (Line(self.say("nothing_said")),)),
        )
