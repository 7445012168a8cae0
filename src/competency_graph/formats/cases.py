"""Case files in YAML: strict, with file and line in every error. data/examples/cases/README.md describes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from competency_graph.case import (
    Activity,
    Authenticity,
    Award,
    Case,
    CaseKind,
    Check,
    Evidence,
    ProgrammeAccreditation,
    Registration,
    Volume,
)
from competency_graph.formats.elm import read_elm
from competency_graph.formats.nodes import Fields, Known, digest_of, read_mapping, read_text
from competency_graph.model import Purpose, Span

CYCLES = ("short", "first", "second", "third")
#: The purposes that a case can have; cooperation between bodies is none of a person's.
PURPOSES = tuple(p for p in Purpose if p is not Purpose.COOPERATION)


def read_case(path: Path, known: Known, units: Mapping[str, str], countries: Mapping[str, str]) -> Case:
    """Return the case in a YAML file, or in a credential of the European Learning Model where it is JSON.

    *known* has the names of the graph by kind; *units* and *countries* say what the identifiers of a credential
    stand for. Raises CaseError with the line of the first fault.
    """
    text = read_text(path)
    if path.suffix.lower() in (".json", ".jsonld") or text.lstrip().startswith("{"):
        return read_elm(path, text, known, units, countries)
    return _case(read_mapping(path, text, known), text)


def _case(f: Fields, text: str) -> Case:
    f.check("case", "invented", "kind", "purpose", "qualifications", "registrations", "experience", "training")
    name = f.text("case", required=True)
    if not re.fullmatch(r"[\w.-]{1,60}", name):
        hint = "write letters, digits, dots and hyphens; no name of a person is needed"
        raise f.wrong(f"'case' cannot be {name!r}", hint, f.values["case"])
    purpose = f.choice("purpose", PURPOSES)
    case = Case(
        name=name,
        kind=CaseKind(f.choice("kind", tuple(CaseKind), required=True)),
        form="yaml",
        digest=digest_of(text),
        is_invented=f.flag("invented"),
        purpose=Purpose(purpose) if purpose else None,
        awards=tuple(_award(q) for q in f.many("qualifications")),
        registrations=_registrations(list(f.many("registrations"))),
        experience=tuple(_activity(e, "role") for e in f.many("experience")),
        training=tuple(_activity(e, "title") for e in f.many("training")),
    )
    if not (case.awards or case.registrations or case.evidence):
        hint = "add qualifications, registrations, or experience with competencies"
        raise f.wrong("the case has nothing that could be assessed", hint)
    return case


def _award(f: Fields) -> Award:
    f.check(
        "title", "cycle", "institution", "jurisdiction", "language", "started", "awarded", "duration",
        "volume", "eqf", "isced_f", "accreditation", "authenticity",
    )  # fmt: skip
    started, awarded = f.date("started"), f.date("awarded", required=True)
    if _is_before(awarded, started):
        raise f.wrong(f"awarded {awarded}, before it was started in {started}", "", f.values["awarded"])
    eqf, authenticity = f.number("eqf", 1, 8), _authenticity(f.one("authenticity"))
    if authenticity and _is_before(authenticity.on, awarded):
        raise f.wrong(f"checked on {authenticity.on}, before it was awarded {awarded}", "", f.values["authenticity"])
    return Award(
        title=f.text("title", required=True),
        jurisdiction=f.code("jurisdiction", "jurisdiction", required=True),
        awarded=awarded,
        started=started,
        cycle=f.choice("cycle", CYCLES),
        institution=f.text("institution"),
        language=_pattern(f, "language", r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "a language tag such as zh or en"),
        years=f.number("duration", 0, 20),
        volume=_volume(f),
        eqf=int(eqf) if eqf is not None else None,
        field=_pattern(f, "isced_f", r"\d{2,4}", "a code of ISCED-F in quotes, such as '0711'"),
        accreditations=tuple(map(_accreditation, f.many("accreditation"))) if "accreditation" in f.values else None,
        authenticity=authenticity,
    )


def _pattern(f: Fields, field: str, pattern: str, meant: str) -> str:
    value = f.text(field)
    if value and not re.fullmatch(pattern, value):
        raise f.wrong(f"{field!r} of {f.name} is {value!r}", f"write {meant}", f.values[field])
    return value


def _volume(f: Fields) -> Volume | None:
    volume = f.one("volume")
    if volume is None:
        return None
    volume.check("amount", "unit")
    amount = volume.number("amount", required=True)
    assert amount is not None  # it is required
    return Volume(amount, volume.text("unit", required=True))


def _accreditation(f: Fields) -> ProgrammeAccreditation:
    f.check("by", "standard", "from", "until")
    return ProgrammeAccreditation(
        f.code("by", "body", required=True), f.code("standard", "framework or profile"), _span(f)
    )


def _span(f: Fields) -> Span:
    start, end = f.date("from"), f.date("until")
    if _is_before(end, start):
        raise f.wrong(f"{f.name} ends on {end}, before it begins on {start}", "", f.values["until"])
    return Span(start, end)


def _authenticity(f: Fields | None) -> Authenticity | None:
    if f is None:
        return None
    f.check("result", "by", "on", "how")
    result = Check(f.choice("result", tuple(Check), required=True))
    return Authenticity(result, f.text("by"), f.date("on"), f.text("how"))


def _registrations(entries: Sequence[Fields]) -> tuple[Registration, ...]:
    found = [_registration(f) for f in entries]
    for (f, a), (g, b) in combinations(zip(entries, found, strict=True), 2):
        if (a.body, a.title) == (b.body, b.title) and _overlap(a.span, b.span):
            hint = f"it overlaps that of line {f.line}; give one entry, or dates that do not contradict each other"
            raise g.wrong(f"a second registration as {b.title} with {b.body}", hint)
    return tuple(found)


def _registration(f: Fields) -> Registration:
    f.check("body", "title", "from", "until", "standard")
    return Registration(
        f.code("body", "body", required=True), f.text("title", required=True), _span(f), f.code("standard", "profile")
    )


def _overlap(a: Span, b: Span) -> bool:
    """Tell whether two spans overlap for certain, or say nothing of when they are."""
    starts, ends = (a.start_range[1], b.start_range[1]), (a.end_range[0], b.end_range[0])
    return a == b or (bool(a.start and b.start) and max(starts) <= min(ends))


def _activity(f: Fields, title: str) -> Activity:
    f.check(title, "from", "until", "competencies", *(("hours", "provider") if title == "title" else ()))
    name = f.text(title, required=True)
    return Activity(
        name,
        _span(f),
        tuple(_evidence(e, name) for e in f.many("competencies")),
        f.number("hours") if title == "title" else None,
        f.text("provider") if title == "title" else "",
    )


def _evidence(f: Fields, source: str) -> Evidence:
    f.check("statement", "element", "complexity", "autonomy", "evidence")
    if ("statement" in f.values) == ("element" in f.values):
        raise f.wrong(f"{f.name} needs either a 'statement' or an 'element'")
    proof = f.text("evidence")
    if "statement" in f.values:
        for level in {"complexity", "autonomy"} & f.values.keys():
            raise f.wrong(f"{level!r} beside a statement, which has levels of its own", "leave it out", f.values[level])
        return Evidence(f.code("statement", "statement"), source, True, proof=proof)
    return Evidence(
        f.code("element", "element"),
        source,
        False,
        f.code("complexity", "complexity", required=True),
        f.code("autonomy", "autonomy", required=True),
        proof,
    )


def _is_before(a: str, b: str) -> bool:
    """Tell whether the date *a* is before *b* for certain; they may be known to the month or year only.

    >>> _is_before("2020", "2020-05"), _is_before("2019-12", "2020"), _is_before("", "2020")
    (False, True, False)
    """
    length = min(len(a), len(b))
    return bool(a and b) and a[:length] < b[:length]


def names_of(kinds: dict[str, Iterable[str]]) -> Known:
    """Return the names of the graph by kind, ready to be looked up."""
    return {kind: frozenset(names) for kind, names in kinds.items()}
