"""An assessment as a report of two pages that a recognition office can file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from competency_graph.case import Award
from competency_graph.presentation.case_tables import award_text
from competency_graph.presentation.case_words import CaseWords
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
    plain,
)
from competency_graph.recognition import Difference, Result

#: How many missing elements, and how many pieces of evidence, two pages have room for.
_ELEMENTS, _EVIDENCE, _AWARDS, _GROUNDS = 8, 3, 3, 7
#: How many characters of what a case says in its own words a report has room for in one place.
_LONG, _SHORT = 240, 70
_TONES = {Result.MET: "full", Result.SHORT: "none"}


def build_case_report(w: CaseWords) -> Document:
    """Return the report of an assessment in the language of *w*."""
    value = w.value
    return Document(
        languages=(w.words.language,),
        kind=_own(w, w.say("report_kind")),
        title=_own(w, w.say("heading", case=value.case.name, target=w.target)),
        running=_own(w, w.words.of("report", "running")),
        date=value.on,
        release=value.release,
        parts=(Part(tuple(_blocks(w))),),
    )


def _own(w: CaseWords, text: str) -> Text:
    return plain(text, w.words.language)


def _clip(text: str, most: int) -> str:
    """Return *text*, cut where it is longer than there is room for.

    >>> _clip("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _blocks(w: CaseWords) -> Iterator[Block]:
    value = w.value
    if value.case.is_invented:
        yield Paragraph(_own(w, w.say("invented")), "warning")
    if value.status.is_provisional:
        yield Paragraph(_own(w, w.words.say("provisional")), "warning")
    yield Paragraph(_own(w, w.disclaimer), "note")
    yield _facts(w)
    grounds = list(w.grounds())
    more = [w.say("more", n=len(grounds) - _GROUNDS)] if len(grounds) > _GROUNDS else []
    yield from _list(w, "recognised", [*grounds[:_GROUNDS], *more])
    yield Paragraph(_own(w, w.pathway.say("rule")), "note")
    if value.readings:
        yield Heading(2, _own(w, w.say("readings")))
        yield _readings(w)
        if (left := len(value.readings) - _AWARDS) > 0:
            yield Paragraph(_own(w, w.say("more", n=left)), "note")
    yield from _list(w, "covered", _shortened(w))
    yield Heading(2, _own(w, w.say("differences")))
    yield _differences(w)
    if value.leading:
        said = w.say("from_award", title=_clip(value.leading.title, _SHORT), date=value.leading.awarded or "-")
        yield Paragraph(_own(w, said), "note")
    reason = w.words.label(w.weighing.purpose_reasons[value.purpose])
    yield Paragraph(_own(w, f"{reason} {w.say('weighing')}"), "note")
    yield from _list(w, "compensate", w.remedies())
    if elements := w.elements(_ELEMENTS):
        yield Paragraph(_own(w, elements))
    if value.case.form == "elm":
        paths = _clip(", ".join(value.case.ignored) or "-", _LONG)
        yield Paragraph(_own(w, w.say("ignored", paths=paths)), "note")
    yield Paragraph(_own(w, w.say("privacy")), "note")


def _list(w: CaseWords, title: str, lines: Iterable[str]) -> Iterator[Block]:
    yield Heading(2, _own(w, w.say(title)))
    yield from (Paragraph(_own(w, line), "item") for line in lines)


def _shortened(w: CaseWords) -> Iterator[str]:
    """Yield what is covered, with no more evidence than there is room for."""
    lines = list(w.coverage())
    evidence = len(list(w.evidence()))
    yield from (_clip(line, _LONG) for line in lines[: len(lines) - max(0, evidence - _EVIDENCE)])
    if evidence > _EVIDENCE:
        yield w.say("more", n=evidence - _EVIDENCE)


def _clipped(award: Award) -> Award:
    """Return *award* with its own words cut to the room of a cell; place and date stay whole."""
    return replace(award, title=_clip(award.title, _SHORT), institution=_clip(award.institution, _SHORT))


def _cell(text: Text, style: str = "normal", tone: str = "") -> Cell:
    return Cell((Line(text, style),), tone)


def _facts(w: CaseWords) -> Table:
    value = w.value
    case = f"{value.case.name} ({w.say(f'kind_{value.case.kind}')}; {value.case.digest[:12]})"
    registrations = "; ".join(w.registration(r, state) for r, state in value.registrations)
    rows = [
        (w.say("purpose"), w.purpose),
        (w.say("target"), f"{w.target}: {w.standard}"),
        (w.words.of("report", "date"), f"{value.on} ({w.words.of('report', 'release')}: {value.release})"),
        *([(w.say("registrations"), _clip(registrations, _LONG))] if registrations else []),
    ]
    columns = (Column(_own(w, w.say("case")), 40), Column(_own(w, case), 138))
    return Table(columns, tuple((_cell(_own(w, k), "strong"), _cell(_own(w, v))) for k, v in rows))


def _readings(w: CaseWords) -> Table:
    columns = tuple(Column(_own(w, w.say(k)), n) for k, n in (("award", 55), ("edition", 45), ("why", 78)))
    # The leading award first, as the differences are read from it.
    shown = sorted(w.value.readings, key=lambda r: r.award is not w.value.leading)[:_AWARDS]
    rows = tuple(
        (
            _cell(plain(award_text(w, _clipped(r.award)), "und"), "strong"),
            _cell(plain(w.edition(r))),
            _cell(_own(w, w.why(r, is_whole=r.award is w.value.leading))),
        )
        for r in shown
    )
    return Table(columns, rows)


def _differences(w: CaseWords) -> Table:
    heads = (("difference", 32), ("case_side", 58), ("target_side", 42), ("result", 30), ("weight", 16))
    columns = tuple(Column(_own(w, w.say(k)), n) for k, n in heads)
    return Table(columns, tuple(_difference(d, w) for d in w.value.differences))


def _difference(d: Difference, w: CaseWords) -> tuple[Cell, ...]:
    tone = _TONES.get(d.result, "partial")
    return (
        _cell(_own(w, w.kind(d.kind)), "strong"),
        _cell(_own(w, _clip(w.said(d.source), _SHORT))),
        _cell(_own(w, _clip(w.said(d.target), _SHORT))),
        _cell(_own(w, w.result(d.result)), "strong", tone),
        _cell(_own(w, w.say(d.weight)), "strong" if d.weight == "major" else "normal"),
    )
