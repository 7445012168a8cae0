"""The tables of a report, row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from competency_graph.model import Catalogue, CreditRule, Profile, Source, Statement, Status
from competency_graph.presentation.document import (
    Cell,
    Column,
    Line,
    Table,
    Text,
    Voices,
    phrase_at,
    plain,
    prefixed,
)
from competency_graph.presentation.prose import per_cent
from competency_graph.presentation.tables import counterparts, missing_words, reason_text
from competency_graph.recognition import Comparison, Gap, Participant, StatementAnswer, compare_context, find_gaps
from competency_graph.recognition.comparison import MARGIN
from competency_graph.vocabulary import Curie, Iri

SIDES = ("source", "target")
_LABEL_MARK = {"working translation": " †", "machine translation": " ‡"}
_CYCLES = {
    "first": "cycle_first",
    "second": "cycle_second",
    "short": "cycle_short",
    "first or integrated": "cycle_integrated",
}
_UNITS = {
    "ECTS": "unit_ects",
    "per cent of total credits": "unit_share",
    "CEAB accreditation units": "unit_ceab",
    "semester credit hours": "unit_semester",
}


@dataclass(frozen=True)
class Subject:
    """What a report is about, and the languages in which it speaks."""

    answer: Comparison
    catalogue: Catalogue
    voices: Voices

    def side(self, name: str) -> Participant:
        """Return the side called ``source`` or ``target``."""
        return self.answer.source if name == "source" else self.answer.target

    def name(self, side: str) -> Text:
        """Return the short name of a side; one read through an adopted standard always says so."""
        participant = self.side(side)
        name = self._place(participant.asked)
        if not participant.adopts:
            return name
        return self.voices.say("through", name=name, profile=participant.adopts)

    def _place(self, asked: str) -> Text:
        code, _, role = asked.partition("/")
        place = self.catalogue.jurisdictions.get(code.upper())
        if place is None or code in self.catalogue.frameworks:
            return plain(asked)
        label = self.voices.label(place.labels)
        return prefixed("", label, f" ({asked})") if role else label

    def both(self) -> tuple[Text, Text]:
        """Return the short names of both sides."""
        return self.name("source"), self.name("target")

    def rows(self, side: str) -> list[StatementAnswer]:
        """Return the answers about the statements of a side."""
        return [s for s in self.answer.statements if s.side == side]


def cell(text: Text, style: str = "normal", tone: str = "") -> Cell:
    """Return a cell of one line."""
    return Cell((Line(text, style),), tone)


def code_line(text: str) -> Line:
    """Return a line with an identifier."""
    return Line(plain(text), "small")


def table(heads: Sequence[Text], widths: Sequence[int], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """Return a table without split columns."""
    return Table(tuple(Column(h, w) for h, w in zip(heads, widths, strict=True)), tuple(rows))


def counts_table(subject: Subject) -> Table:
    """Return how many statements of each side are covered, partly covered, without counterpart."""
    voices, counts = subject.voices, subject.answer.counts
    verdicts = ("full", "partial", "none")
    heads = [voices.say("counts_side"), voices.say("counts_total"), *(voices.of("coverage", v) for v in verdicts)]

    def row(side: str) -> tuple[Cell, ...]:
        numbers = [(len(subject.rows(side)), ""), *((counts[side][v], v if counts[side][v] else "") for v in verdicts)]
        strict = sum(s.strict == "full" for s in subject.rows(side))
        cells = [cell(plain(str(n)), "strong", tone) for n, tone in (*numbers, (strict, ""))]
        return (cell(subject.name(side), "strong"), *cells)

    return table([*heads, voices.say("counts_strict")], (50, 24, 24, 24, 24, 30), map(row, SIDES))


def statement_table(side: str, subject: Subject, numbers: Mapping[Iri, int]) -> Table:
    """Return every statement of *side* held against the whole other side."""
    say, tell = subject.voices.say, subject.voices.tell
    columns = (
        Column(tell("code"), 15),
        Column(say("statement"), 48, is_split=True),
        Column(tell("covered"), 23),
        Column(tell("counterparts"), 28),
        Column(tell("missing"), 44, is_split=True),
        Column(tell("status"), 36),
    )
    return Table(columns, tuple(_statement_row(row, subject, numbers) for row in subject.rows(side)))


def _statement_row(row: StatementAnswer, subject: Subject, numbers: Mapping[Iri, int]) -> tuple[Cell, ...]:
    statement, voices = subject.catalogue.statements[row.id], subject.voices
    share = f"{per_cent(row.coverage)} %{'' if row.robust else ' *'}"
    return (
        _code_cell(statement, numbers),
        Cell((Line(_marked_label(statement, voices), "strong"), Line(voices.label(statement.paraphrases)))),
        Cell((Line(voices.of("coverage", row.substantial), "strong"), Line(plain(share))), row.substantial),
        Cell(tuple(Line(plain(c)) for c in counterparts(row, subject.answer.pairs)) or (Line(voices.say("none")),)),
        _missing_cell(row, subject),
        _status_cell(row, statement, subject),
    )


def _code_cell(statement: Statement, numbers: Mapping[Iri, int]) -> Cell:
    marks = " ".join(f"[{numbers[s.iri]}]" for s in statement.sources)
    return Cell((Line(plain(statement.id.split(":", 1)[1]), "strong"), *([code_line(marks)] if marks else [])))


def _marked_label(statement: Statement, voices: Voices) -> Text:
    """Return the label, each phrase marked where it is no official wording."""
    label = voices.label(statement.labels)
    marks = (_LABEL_MARK.get(statement.label_status.get(p.language, "working translation"), "") for p in label)
    return tuple(replace(p, text=p.text + mark) for p, mark in zip(label, marks, strict=True))


def _missing_cell(row: StatementAnswer, subject: Subject) -> Cell:
    voices = subject.voices
    found = [voices.each(missing_words(m, subject.catalogue, w) for w in voices.words) for m in row.missing]
    return Cell(tuple(Line(text, "item") for text in found) or (Line(voices.say("none")),))


def _status_cell(row: StatementAnswer, statement: Statement, subject: Subject) -> Cell:
    voices = subject.voices
    own, answer = (voices.of("status_word", str(s)) for s in (statement.status, row.status))
    lines = [Line(voices.say("own_status", status=own)), Line(voices.say("answer_status", status=answer))]
    if subject.side(row.side).adopts:
        lines.append(Line(voices.tell("via", profile=subject.side(row.side).adopts), "small"))
    return Cell(tuple(lines))


def difference_table(side: str, subject: Subject) -> Table:
    """Return what *side* asks and the other side does not give, element by element."""
    say, tell = subject.voices.say, subject.voices.tell
    heads = [say("element"), say("why"), tell("demanded_by"), tell("status")]
    answer = subject.answer if side == "target" else _turned(subject.answer)
    rows = (_difference_row(gap, answer.target, subject) for gap in find_gaps(answer))
    return table(heads, (70, 80, 75, 40), rows)


def _turned(answer: Comparison) -> Comparison:
    """Return *answer* with its sides exchanged, for what is asked of one side only."""
    turned = (replace(s, side="target" if s.side == "source" else "source") for s in answer.statements)
    return replace(answer, source=answer.target, target=answer.source, statements=tuple(turned), pairs=())


def _difference_row(gap: Gap, asking: Participant, subject: Subject) -> tuple[Cell, ...]:
    voices, words = subject.voices, subject.voices.words
    demanded = [
        Line(prefixed(f"{i.split(':', 1)[1]} (", voices.of("coverage", v), ")"))
        for i, v in zip(gap.demanded_by, gap.verdicts, strict=True)
    ]
    status = [Line(voices.of("status_word", str(gap.status)))]
    if asking.adopts:
        status.append(Line(voices.tell("via", profile=asking.adopts), "small"))
    return (
        cell(voices.each(w.element(subject.catalogue, gap.missing.element) for w in words), "strong"),
        cell(voices.each(reason_text(gap.missing, subject.catalogue, w) for w in words)),
        Cell(tuple(demanded)),
        Cell(tuple(status)),
    )


def context_table(subject: Subject) -> Table:
    """Return what is compared beside the outcomes, every value in words."""
    voices, profiles = subject.voices, (subject.answer.source.profile, subject.answer.target.profile)

    def row(name: str, result: str) -> tuple[Cell, ...]:
        values = (cell(_value(name, p, subject)) for p in profiles)
        return (
            cell(voices.tell(f"aspect_{name}"), "strong"),
            *values,
            cell(voices.of("result_word", result)),
        )

    rows = (row(a.name, a.result) for a in compare_context(*profiles))
    return table([voices.tell("aspect"), *subject.both(), voices.tell("result")], (40, 50, 50, 32), rows)


def _value(aspect: str, profile: Profile, subject: Subject) -> Text:
    voices, catalogue = subject.voices, subject.catalogue
    values: dict[str, Callable[[], Text]] = {
        "track": lambda: voices.each(w.term(catalogue, profile.track) for w in voices.words),
        "stage": lambda: voices.each(w.term(catalogue, profile.stage) for w in voices.words),
        "level": lambda: _levels(profile, subject),
        "cycle": lambda: voices.say(_CYCLES[profile.cycle]) if profile.cycle in _CYCLES else _raw(profile.cycle),
        "eqf": lambda: plain(profile.eqf_level),
        "duration": lambda: plain(profile.duration),
        "field": lambda: _field(profile.field, voices),
        "volume": lambda: _volume(profile.credit_rules, voices),
        "quality": lambda: (),
    }
    value = values[aspect]()
    return value if any(p.text for p in value) else voices.say("none")


def _raw(text: str) -> Text:
    """Return a value of the data for which there are no words in other languages."""
    return plain(text, "en")


def _levels(profile: Profile, subject: Subject) -> Text:
    names = [n for n in (profile.complexity, profile.autonomy) if n in subject.catalogue.levels]
    labels = [subject.catalogue.levels[n].labels for n in names]
    return subject.voices.each(", ".join(w.label(x) for x in labels) for w in subject.voices.words)


def _field(text: str, voices: Voices) -> Text:
    found = re.fullmatch(r"field-neutral \((.+)\)", text)
    return voices.say("field_neutral", field=found[1]) if found else _raw(text)


def _volume(rules: Sequence[CreditRule], voices: Voices) -> Text:
    texts = [
        voices.say(
            "volume",
            amount=r.amount,
            unit=voices.say(_UNITS[r.unit]) if r.unit in _UNITS else r.unit,
            status=voices.of("status_word", str(r.status)),
        )
        for r in {r.unit: r for r in rules}.values()
    ]
    return voices.each("; ".join(phrase_at(t, i).text for t in texts) for i in range(len(voices.words)))


def _sources(answer: Comparison, catalogue: Catalogue) -> Iterator[Source]:
    for row in answer.statements:
        yield from catalogue.statements[row.id].sources
    for side in (answer.source, answer.target):
        yield from adoption_sources(side, catalogue)


def adoption_sources(side: Participant, catalogue: Catalogue) -> tuple[Source, ...]:
    """Return where it was read that *side* uses the standard of another body."""
    if not side.adopts:
        return ()
    return next(
        (a.sources for a in catalogue.adoptions if (a.framework, a.profile) == (side.edition, side.profile.id)), ()
    )


def number_sources(answer: Comparison, catalogue: Catalogue) -> dict[Iri, int]:
    """Return the numbers by which a report cites its sources, in the order of their first use."""
    return {iri: n for n, iri in enumerate(dict.fromkeys(s.iri for s in _sources(answer, catalogue)), 1)}


def source_table(subject: Subject, numbers: Mapping[Iri, int]) -> Table:
    """Return every source with its addresses, and for which facts of which status it was read."""
    say = subject.voices.say
    sources = {s.iri: s for s in _sources(subject.answer, subject.catalogue)}
    rows = ((cell(plain(f"[{n}]"), "strong"), *_source_row(sources[iri], subject)) for iri, n in numbers.items())
    return table([plain("#"), say("source"), say("read_for")], (12, 100, 60), rows)


def _source_row(source: Source, subject: Subject) -> tuple[Cell, Cell]:
    voices = subject.voices
    lines = [Line(plain(source.title or source.iri, source.language), "strong")]
    if source.copy_of:
        lines.append(Line(voices.tell("copy_of", title=source.copy_of)))
    lines += [Line(plain(page), "small", page) for page in source.pages] or [Line(voices.say("no_address"), "small")]
    return Cell(tuple(lines)), Cell(tuple(_read_for(source, subject)))


def _read_for(source: Source, subject: Subject) -> Iterator[Line]:
    voices = subject.voices
    for side in SIDES:
        counts = _own_statuses(subject, side, lambda s: source in s.sources)
        for status in (s for s in Status if counts[s]):
            word = voices.of("status_word", str(status))
            yield Line(voices.say("read_by_status", side=subject.name(side), n=counts[status], status=word))
        if source in adoption_sources(subject.side(side), subject.catalogue):
            word = voices.of("status_word", str(subject.side(side).adoption_status))
            yield Line(voices.say("adoption", side=subject.name(side), status=word))


def _own_statuses(subject: Subject, side: str, keep: Callable[[Statement], bool] = lambda _: True) -> Counter[Status]:
    ids: list[Curie] = [row.id for row in subject.rows(side)]
    return Counter(s.status for s in map(subject.catalogue.statements.__getitem__, ids) if keep(s))


def status_table(subject: Subject) -> Table:
    """Return what each status means, and how many statements and answers of each side have it."""
    voices, say = subject.voices, subject.voices.say
    own = [_own_statuses(subject, side) for side in SIDES]
    answers = [Counter(row.status for row in subject.rows(side)) for side in SIDES]
    heads = [say(key, name=subject.name(side)) for key in ("statements_of", "answers_of") for side in SIDES]
    rows = (
        (
            cell(voices.of("status_word", str(status)), "strong"),
            cell(say(f"meaning_{status}")),
            *(cell(plain(str(n[status]))) for n in (*own, *answers)),
        )
        for status in Status
        if status is not Status.HYPOTHETICAL  # of no statement
    )
    return table([voices.tell("status"), say("meaning"), *heads], (26, 60, 22, 22, 22, 22), rows)


def parameter_table(subject: Subject) -> Table:
    """Return every parameter of the answer, and how far it is robust."""
    say, answer = subject.voices.say, subject.answer
    fragile = [s.id for s in answer.statements if not s.robust]
    rows = [
        (say("theta"), plain(f"{answer.parameters.theta} %")),
        (say("overlap"), plain(f"{answer.parameters.overlap} %")),
        (say("fitted"), plain(answer.fitted_on)),
        (say("date"), plain(answer.on)),
        (say("release"), plain(answer.release)),
        (say("verified_only"), say("yes" if answer.verified_only else "no")),
        (say("robust", margin=MARGIN), _share(len(answer.statements) - len(fragile), len(answer.statements), say)),
        (say("fragile"), plain(", ".join(fragile)) if fragile else say("none")),
    ]
    return table([say("parameter"), say("value")], (90, 80), ((cell(k, "strong"), cell(v)) for k, v in rows))


def _share(part: int, total: int, say: Callable[..., Text]) -> Text:
    return say("share", verified=part, total=total)
