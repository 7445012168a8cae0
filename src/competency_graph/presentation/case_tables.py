"""Assessments as terminal tables, flat rows and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.case import Activity, Award
from competency_graph.presentation.case_words import CaseWords
from competency_graph.presentation.frames import Rows
from competency_graph.recognition import Applied, Difference, Gap, Reading, Result, Said

#: How many missing elements a table names; all of them are in the JSON and CSV.
MOST = 20
_COLOUR = {Result.MET: "green", Result.SHORT: "red"}


def case_table(w: CaseWords) -> RenderableType:
    """Return the whole answer, from what it is about to what it is not."""
    value = w.value
    parts: list[RenderableType] = [Text(w.title, style="bold")]
    if value.case.is_invented:
        parts.append(Text(w.say("invented"), style="yellow"))
    if value.status.is_provisional:
        parts.append(Text(w.words.say("provisional"), style="yellow"))
    parts += [Text(w.say("privacy"), style="dim"), Text("")]
    parts += _section(w.say("recognised"), w.grounds())
    parts += [Text(w.pathway.say("rule"), style="dim"), Text("")]
    if value.readings:
        parts += [_readings(w), Text("")]
    parts += [Text(w.registration(r, state)) for r, state in value.registrations]
    parts += [*_section(w.say("covered"), w.coverage()), Text("")]
    parts += [_differences(w)]
    if value.leading:
        parts.append(
            Text(w.say("from_award", title=value.leading.title, date=value.leading.awarded or "-"), style="dim")
        )
    parts += [Text(_weighed(w), style="dim"), Text("")]
    elements = [text for text in (w.elements(MOST, ";\n  "),) if text]
    parts += [*_section(w.say("compensate"), [*w.remedies(), *elements]), Text("")]
    parts += [*(Text(line, style="dim") for line in w.credential()), Text(w.disclaimer, style="dim")]
    return Group(*parts)


def _weighed(w: CaseWords) -> str:
    return f"{w.words.label(w.weighing.purpose_reasons[w.value.purpose])} {w.say('weighing')}"


def _section(title: str, lines: Iterable[str]) -> list[Text]:
    return [Text(title, style="bold"), *(Text(f"- {line}") for line in lines)]


def _grid(title: str, columns: Iterable[tuple[str, int]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=True, pad_edge=False)
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold")
    return table


def _readings(w: CaseWords) -> Table:
    table = _grid(w.say("readings"), [(w.say("award"), 4), (w.say("edition"), 4), (w.say("why"), 6)])
    for r in w.value.readings:
        table.add_row(award_text(w, r.award), w.edition(r), w.why(r))
    return table


def award_text(w: CaseWords, award: Award) -> str:
    """Return an award on one line: title, institution, jurisdiction, date."""
    parts = (award.title, award.institution, w.pathway.place(award.jurisdiction), award.awarded)
    return ", ".join(p for p in parts if p)


def _differences(w: CaseWords) -> Table:
    heads = [("difference", 3), ("case_side", 5), ("target_side", 4), ("result", 4), ("weight", 2)]
    table = _grid(w.say("differences"), [(w.say(key), ratio) for key, ratio in heads])
    for d in w.value.differences:
        result = Text(w.result(d.result), style=_COLOUR.get(d.result, "yellow"))
        table.add_row(w.kind(d.kind), w.said(d.source), w.said(d.target), result, w.say(d.weight))
    return table


def case_rows(w: CaseWords) -> Rows:
    """Return one row for every award, ground, statement of the target, difference and missing element."""
    rows = [_row("award", r.award.title, w.edition(r), "", str(r.ground), w.why(r)) for r in w.value.readings]
    for p in w.value.pathways:
        answer = p.answers[0]
        rows.append(_row("ground", p.source, p.target, "", str(answer.finding), w.pathway.sentence(answer)))
        for chain, note in w.beside(p):
            rows.append(_row("ground beside", p.source, p.target, "", str(chain.finding), note))
    rows += [
        _row("accord", a.agreement, a.source.party, a.target.party, str(a.state), w.accord(a)) for a in w.value.accords
    ]
    documented = w.value.documented
    for s in documented.statements if documented else ():
        if s.side == "target":
            mark = "claimed only" if w.value.only_claimed(s.id) else ""
            rows.append(_row("statement", s.id, " ".join(s.by), str(s.status), s.substantial, mark))
    for d in w.value.differences:
        rows.append(_row("difference", d.kind, w.said(d.source), w.said(d.target), str(d.result), d.weight))
    rows += [
        _row("missing", g.missing.element, " ".join(g.demanded_by), str(g.status), g.missing.reason, w.gap(g))
        for g in w.value.gaps
    ]
    return rows


def _row(section: str, item: str, source: str, target: str, result: str, note: str) -> dict[str, Any]:
    return {"section": section, "item": item, "source": source, "target": target, "result": result, "note": note}


def case_json(w: CaseWords) -> dict[str, Any]:
    """Return the whole answer as a dictionary."""
    value = w.value
    return {
        "case": value.case.name,
        "kind": str(value.case.kind),
        "invented": value.case.is_invented,
        "form": value.case.form,
        "digest": value.case.digest,
        "purpose": str(value.purpose),
        "target": {
            "asked": value.asked,
            "jurisdiction": value.place,
            "profile": value.target.profile.id if value.target else None,
            "adopts": value.target.adopts if value.target else "",
        },
        "on": value.on,
        "release": value.release,
        "status": str(value.status),
        "provisional": value.status.is_provisional,
        "awards": [_reading_json(r, w) for r in value.readings],
        "registrations": [
            {
                "body": r.body,
                "title": r.title,
                "from": r.span.start,
                "until": r.span.end,
                "standard": r.standard,
                "state": str(state),
            }
            for r, state in value.registrations
        ],
        "experience": [_activity_json(a) for a in value.case.experience],
        "training": [_activity_json(a) for a in value.case.training],
        "grounds": [_ground_json(p, w) for p in value.pathways],
        "accords": [
            {
                "agreement": a.agreement,
                "award": a.award.title,
                "agency": a.accreditation.by,
                "state": str(a.state),
                "source": {"party": a.source.party, "state": str(a.source.state)},
                "target": {"party": a.target.party, "state": str(a.target.state)},
                "speaks": str(a.speaks),
                "provides": a.provides,
                "part": a.is_part,
                "status": str(a.status),
                "sentence": w.accord(a),
            }
            for a in value.accords
        ],
        "rule": w.pathway.say("rule"),
        "coverage": _coverage_json(w),
        "evidence": [{"id": name, **asdict(e), "claimed_only": not e.proof} for name, e in value.evidence.items()],
        "differences": [_difference_json(d, w) for d in value.differences],
        "weighing": _weighed(w),
        "compensate": {"remedies": list(w.remedies()), "elements": [_gap_json(g, w) for g in value.gaps]},
        "read": list(value.case.read),
        "ignored": list(value.case.ignored),
        "disclaimer": w.disclaimer,
    }


def _activity_json(a: Activity) -> dict[str, Any]:
    hours = float(a.hours) if a.hours is not None else None
    return {"title": a.title, "from": a.span.start, "until": a.span.end, "hours": hours, "provider": a.provider}


def _reading_json(r: Reading, w: CaseWords) -> dict[str, Any]:
    a = r.accreditation
    return {
        "title": r.award.title,
        "jurisdiction": r.award.jurisdiction,
        "awarded": r.award.awarded,
        "profile": r.standard.profile.id if r.standard else None,
        "through": r.standard.edition if r.standard and r.standard.adoption else None,
        "ground": str(r.ground),
        "doubt": str(r.doubt) if r.doubt else None,
        "applied": [_applied_json(x, r, w) for x in r.applied],
        "sentence": w.why(r),
        "accredited_on_award": str(r.accredited) if r.accredited else None,
        "accreditation": {"by": a.by, "standard": a.standard, "from": a.span.start, "until": a.span.end} if a else None,
    }


def _applied_json(a: Applied, r: Reading, w: CaseWords) -> dict[str, Any]:
    """Return a standard that counted on the date of the award, and whether it is the one used."""
    adoption, framework = a.standard.adoption, w.catalogue.frameworks[a.standard.profile.framework]
    status = adoption.status if adoption else framework.status
    return {
        "profile": a.standard.profile.id,
        "through": a.standard.edition if a.standard.adoption else None,
        "role": str(a.role),
        "state": str(a.state),
        "status": str(status) if status else None,
        "reason": (adoption.reason if adoption else framework.reason) or None,
        "used": a.standard == r.standard,
    }


def _ground_json(p: Any, w: CaseWords) -> dict[str, Any]:
    answer = p.answers[0]
    return {
        "source": p.source,
        "target": p.target,
        "on": p.on,
        "finding": str(answer.finding),
        "sentence": w.pathway.sentence(answer),
        "agreements": sorted({h.agreement for c in answer.chains if c.is_direct for h in c.hops}),
        "status": str(answer.status),
        "beside": [
            {
                "agreement": c.hops[0].agreement,
                "finding": str(c.finding),
                "decisive": c in answer.chains,
                "status": str(c.status),
                "sentence": sentence,
            }
            for c, sentence in w.beside(p)
        ],
    }


def _coverage_json(w: CaseWords) -> dict[str, Any] | None:
    documented = w.value.documented
    if documented is None:
        return None
    return {
        "counts": dict(documented.counts["target"]),
        "statements": [
            {
                "id": s.id,
                "strict": s.strict,
                "substantial": s.substantial,
                "by": list(s.by),
                "claimed_only": w.value.only_claimed(s.id),
                "status": str(s.status),
            }
            for s in documented.statements
            if s.side == "target"
        ],
    }


def _difference_json(d: Difference, w: CaseWords) -> dict[str, Any]:
    return {
        "kind": d.kind,
        "state": "compared" if d.result.is_compared else d.result.value,
        "result": str(d.result),
        "case": _said_json(d.source, w),
        "target": _said_json(d.target, w),
        "weight": d.weight,
        "reason": w.words.label(w.weighing.kind_reasons[d.kind]),
    }


def _said_json(said: Said, w: CaseWords) -> dict[str, Any]:
    return {"sentence": w.said(said), **{k: v if isinstance(v, int) else str(v) for k, v in said.values.items()}}


def _gap_json(g: Gap, w: CaseWords) -> dict[str, Any]:
    return {
        "element": g.missing.element,
        "label": w.words.element(w.catalogue, g.missing.element),
        "reason": g.missing.reason,
        "present": g.missing.present,
        "required": g.missing.required,
        "demanded_by": list(g.demanded_by),
        "status": str(g.status),
    }
