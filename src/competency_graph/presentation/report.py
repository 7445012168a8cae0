"""A comparison as a document that goes on a table between two delegations: what stands in it, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from competency_graph.model import Body, Catalogue, Framework
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
from competency_graph.presentation.report_rows import (
    Subject,
    cell,
    code_line,
    context_table,
    counts_table,
    difference_table,
    number_sources,
    parameter_table,
    source_table,
    statement_table,
    status_table,
    table,
)
from competency_graph.presentation.tables import name_of
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Comparison, Participant, coded_once
from competency_graph.recognition.comparison import MARGIN


def build_report(answer: Comparison, catalogue: Catalogue, words: Sequence[Words]) -> Document:
    """Return the report of a comparison in the languages of *words*, one or two."""
    subject = Subject(answer, catalogue, Voices(tuple(words)))
    say = subject.voices.say
    return Document(
        languages=tuple(w.language for w in words),
        kind=say("kind"),
        title=say("title", source=subject.name("source"), target=subject.name("target")),
        running=_running(subject),
        date=answer.on,
        release=answer.release,
        parts=_numbered(
            Part((*_title_block(subject), *_scope(subject), *_method(subject), *_counts(subject))),
            Part((*_statements(subject), *_differences(subject)), is_wide=True),
            Part((*_beside(subject), *_sources(subject), *_statuses(subject), *_parameters(subject), *_end(subject))),
        ),
    )


def _numbered(*parts: Part) -> tuple[Part, ...]:
    """Return *parts* with their first-level headings numbered through."""
    n, numbered = 0, []
    for part in parts:
        blocks: list[Block] = []
        for block in part.blocks:
            if isinstance(block, Heading) and block.level == 1:
                n += 1
                first, *others = block.text
                blocks.append(Heading(1, (*prefixed(f"{n}. ", (first,)), *others)))
            else:
                blocks.append(block)
        numbered.append(replace(part, blocks=tuple(blocks)))
    return tuple(numbered)


def _running(subject: Subject) -> Text:
    running = subject.voices.say("running")
    if not subject.answer.status.is_provisional:
        return running
    marks = subject.voices.say("provisional")
    return tuple(replace(p, text=f"{m.text} · {p.text}") for m, p in zip(marks, running, strict=True))


def _title_block(subject: Subject) -> Iterator[Block]:
    say, tell = subject.voices.say, subject.voices.tell
    for name in ("source", "target"):
        whole = [name_of(subject.side(name), subject.catalogue, w) for w in subject.voices.words]
        yield Paragraph(subject.voices.each(whole), "subtitle")
    for name in ("source", "target"):
        side = subject.side(name)
        yield Paragraph(tell("verified", asked=subject.name(name), verified=side.verified, total=side.total), "strong")
    if subject.answer.status.is_provisional:
        yield Paragraph(tell("provisional"), "warning")
    yield table([say("item"), *subject.both()], (34, 68, 68), _title_rows(subject))
    yield Paragraph(tell("disclaimer", authority=tell("authority")), "note")


def _title_rows(subject: Subject) -> Iterator[tuple[Cell, ...]]:
    say, catalogue, label = subject.voices.say, subject.catalogue, subject.voices.label
    sides = (subject.answer.source, subject.answer.target)
    own = [catalogue.frameworks[side.edition] for side in sides]
    read = [catalogue.frameworks[side.profile.framework] for side in sides]
    yield _row(say("asked"), [[code_line(side.asked)] for side in sides])
    yield _row(say("standard"), [[Line(label(f.labels)), code_line(f.slug)] for f in own])
    if any(side.adopts for side in sides):
        yield _row(say("read_through"), [_read_through(subject, side) for side in sides])
    yield _row(say("profile"), [[Line(label(s.profile.labels)), code_line(s.profile.id)] for s in sides])
    yield _row(say("body"), [_body(subject, f.issuer) for f in own])
    yield _row(say("in_force"), [[Line(_in_force(subject, f))] for f in read])
    yield _row(say("verified"), [[Line(say("share", verified=s.verified, total=s.total))] for s in sides])
    yield _row(say("date"), [[Line(plain(subject.answer.on))]] * 2)
    yield _row(say("release"), [[Line(plain(subject.answer.release))]] * 2)


def _row(head: Text, sides: Sequence[Sequence[Line]]) -> tuple[Cell, ...]:
    return (cell(head, "strong"), *(Cell(tuple(lines)) for lines in sides))


def _read_through(subject: Subject, side: Participant) -> list[Line]:
    if not side.adopts:
        return [Line(subject.voices.say("none"))]
    adopted = subject.catalogue.frameworks[side.adopts]
    status = Line(subject.voices.of("status_word", str(side.adoption_status)), "strong")
    label = Line(subject.voices.label(adopted.labels))
    return [label, code_line(side.adopts), *_body(subject, adopted.issuer), status]


def _body(subject: Subject, body: Body) -> list[Line]:
    label = subject.voices.label(body.labels)
    return [Line(label), *([] if body.short in {p.text for p in label} else [code_line(body.short)])]


def _in_force(subject: Subject, framework: Framework) -> Text:
    start, end = framework.in_force_from, framework.in_force_until
    key = {(True, True): "between", (True, False): "from", (False, True): "until"}.get((bool(start), bool(end)))
    return subject.voices.say(key, start=start, end=end) if key else subject.voices.say("not_known")


def _scope(subject: Subject) -> Iterator[Block]:
    say, (source, target) = subject.voices.say, (subject.answer.source, subject.answer.target)
    left, right = subject.both()
    yield Heading(1, say("scope"))
    yield Paragraph(say("scope_sides", n=source.total, source=left, m=target.total, target=right))
    is_programme = source.profile.stage == "ProgrammeStage"
    yield Paragraph(say("scope_programmes" if is_programme else "scope_persons"))
    for name in ("source", "target"):
        yield from _scope_of(name, subject)


def _scope_of(name: str, subject: Subject) -> Iterator[Block]:
    say, side = subject.voices.say, subject.side(name)
    if side.adopts:
        status = subject.voices.of("status_word", str(side.adoption_status))
        body = subject.catalogue.frameworks[side.edition].issuer.short
        profile = side.profile.id
        yield Paragraph(say("scope_through", name=subject.name(name), profile=profile, body=body, status=status))
        if side.adoption_reason:
            yield Paragraph(say("reasons"))
            yield Paragraph(plain(side.adoption_reason, "en"), "note")
    everything = len(side.profile.statements)
    if left := everything - side.total:
        key = "scope_unverified" if subject.answer.verified_only else "scope_uncoded"
        yield Paragraph(say(key, name=subject.name(name), left=left, all=everything))


def _method(subject: Subject) -> Iterator[Block]:
    say = subject.voices.say
    yield Heading(1, say("method"))
    for key in ("elements", "levels", "strict", "substantial", "verdicts", "coding"):
        yield Paragraph(say(f"method_{key}", theta=subject.answer.parameters.theta), "item")
    for profile, n, total in coded_once(subject.answer, subject.catalogue):
        yield Paragraph(subject.voices.tell("coded_once", profile=profile, n=n, total=total), "item")


def _counts(subject: Subject) -> Iterator[Block]:
    say, tell, answer = subject.voices.say, subject.voices.tell, subject.answer
    yield Heading(1, say("counts"))
    yield counts_table(subject)
    pairs = {key.replace("-", "_"): n for key, n in answer.counts["pairs"].items()}
    yield Paragraph(say("pair_counts", source=subject.name("source"), **pairs))
    robust = sum(s.robust for s in answer.statements)
    yield Paragraph(tell("robustness", robust=robust, total=len(answer.statements), margin=MARGIN))


def _statements(subject: Subject) -> Iterator[Block]:
    say, tell = subject.voices.say, subject.voices.tell
    yield Heading(1, say("table"))
    for note in (say("legend"), say("label_marks"), tell("fragile", margin=MARGIN)):
        yield Paragraph(note, "note")
    numbers = number_sources(subject.answer, subject.catalogue)
    for mine, other in (("source", "target"), ("target", "source")):
        yield Heading(2, say("asks", asked=subject.name(mine), other=subject.name(other)))
        yield statement_table(mine, subject, numbers)


def _differences(subject: Subject) -> Iterator[Block]:
    say = subject.voices.say
    yield Heading(1, say("differences"))
    yield Paragraph(say("differences_note"))
    for mine, other in (("source", "target"), ("target", "source")):
        yield Heading(2, say("lacks", asked=subject.name(mine), other=subject.name(other)))
        found = difference_table(mine, subject)
        yield found if found.rows else Paragraph(subject.voices.tell("no_gaps"))


def _beside(subject: Subject) -> Iterator[Block]:
    yield Heading(1, subject.voices.tell("context_title"))
    yield context_table(subject)


def _sources(subject: Subject) -> Iterator[Block]:
    say, answer = subject.voices.say, subject.answer
    yield Heading(1, say("sources"))
    yield Paragraph(say("sources_note"), "note")
    yield source_table(subject, number_sources(answer, subject.catalogue))
    bare = [s.id for s in answer.statements if not subject.catalogue.statements[s.id].sources]
    if bare:
        yield Paragraph(say("no_source", ids=", ".join(bare)))


def _statuses(subject: Subject) -> Iterator[Block]:
    say = subject.voices.say
    yield Heading(1, say("statuses"))
    yield Paragraph(say("statuses_note"))
    yield status_table(subject)
    reasons: dict[str, list[str]] = {}
    for row in subject.answer.statements:
        reasons.setdefault(subject.catalogue.statements[row.id].status_reason, []).append(row.id)
    reasons.pop("", None)
    if reasons:
        yield Paragraph(say("reasons"))
    for reason, ids in reasons.items():
        yield Paragraph(plain(f"{reason} ({', '.join(ids)})", "en"), "item")


def _parameters(subject: Subject) -> Iterator[Block]:
    yield Heading(1, subject.voices.say("parameters"))
    yield parameter_table(subject)


def _end(subject: Subject) -> Iterator[Block]:
    say, tell = subject.voices.say, subject.voices.tell
    yield Heading(1, say("disclaimer"))
    yield Paragraph(tell("disclaimer", authority=tell("authority")), "warning")
    yield Paragraph(say("binding"))
    if len(subject.voices.words) > 1:
        yield Paragraph(say("language_note"))
