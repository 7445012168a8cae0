"""Bridging plans as JSON and flat rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from competency_graph.model import Catalogue
from competency_graph.presentation.bridge_tables import BridgeWords, plain
from competency_graph.presentation.contract import gaps_json
from competency_graph.presentation.frames import Rows
from competency_graph.presentation.wording import Words
from competency_graph.recognition.bridging import Apart, Bridging, Need, Plan


def bridge_json(answer: Bridging, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """Return the whole answer as a dictionary."""
    w = BridgeWords(answer, catalogue, words)
    head = gaps_json((), answer.comparison, catalogue, words)
    del head["gaps"], head["disclaimer"]
    c = answer.conditions
    return {
        **head,
        "status": str(answer.status),
        "provisional": answer.status.is_provisional,
        "invented": w.invented() or None,
        "conditions": {
            "languages": list(c.languages),
            "hosts": list(c.hosts),
            "places": c.places,
            "budget": {"amount": plain(c.budget.amount), "currency": c.budget.currency} if c.budget else None,
        },
        "counts": {"needs": len(answer.needs), "open": len(answer.open)},
        "plans": [_plan_json(p, w) for p in answer.plans],
        "open": [
            {**_need_json(o.need), "why": str(o.why), "nearest": list(o.nearest), "sentence": w.hurdle(o)}
            for o in answer.open
        ],
        "apart": [_apart_json(a, w) for a in answer.apart],
        "unread": [_opportunity_json(name, w) for name in answer.unread],
        "rule": w.say("rule"),
        "conversions": list(w.converted()),
        "promise": w.say("promise"),
        "disclaimer": w.disclaimer(),
    }


def _need_json(need: Need) -> dict[str, Any]:
    return {
        "element": need.element,
        "complexity": need.level[0],
        "autonomy": need.level[1],
        "reason": need.missing.reason,
        "present": need.missing.present or None,
        "demanded_by": list(need.demanded_by),
        "status": str(need.status),
    }


def _plan_json(plan: Plan, w: BridgeWords) -> dict[str, Any]:
    return {
        "hours": {"least": plain(plan.least), "most": plain(plan.most)},
        "costs": {currency: plain(amount) for currency, amount in plan.costs.items()},
        "without_cost": list(plan.without_cost),
        "proof": w.say("optimal"),
        "invented": plan.is_invented,
        "status": str(plan.status),
        "steps": [
            {
                **_opportunity_json(s.opportunity, w),
                "closes": [_need_json(n) for n in s.closes],
                "needed_before": list(s.serves),
            }
            for s in plan.steps
        ],
    }


def _apart_json(apart: Apart, w: BridgeWords) -> dict[str, Any]:
    return {
        **_opportunity_json(apart.opportunity, w),
        "why": [str(b) for b in apart.bars] or ["level"],
        "would_close": [_need_json(n) for n in apart.would_close],
        "bears_on": [_need_json(n) for n in apart.bears_on],
    }


def _opportunity_json(name: str, w: BridgeWords) -> dict[str, Any]:
    o = w.opportunity(name)
    hours = w.answer.offers.hours(o.effort)
    return {
        "opportunity": name,
        "label": w.words.label(o.labels),
        "kind": str(o.kind),
        "effort": {"least": plain(o.effort.least), "most": plain(o.effort.most), "unit": o.effort.unit}
        if o.effort
        else None,
        "hours": {"least": plain(hours[0]), "most": plain(hours[1])} if hours else None,
        "cost": {"amount": plain(o.cost.amount), "currency": o.cost.currency} if o.cost else None,
        "hosts": list(o.hosts),
        "languages": list(o.languages),
        "capacity": o.capacity,
        "from": o.span.start or None,
        "until": o.span.end or None,
        "invented": o.is_invented,
        "catalogue": o.catalogue or None,
        "status": str(o.status),
        "status_reason": o.reason or None,
        "note": o.note or None,
        "sources": [{"title": s.title, "pages": list(s.pages)} for s in o.sources],
    }


def bridge_rows(answer: Bridging, catalogue: Catalogue, words: Words) -> Rows:
    """Return one row for every step of every plan, every need that stays open, and every opportunity apart."""
    w = BridgeWords(answer, catalogue, words)
    rows = [
        _row(w, "plan", plan=k, name=s.opportunity, needs=s.closes)
        for k, plan in enumerate(answer.plans, 1)
        for s in plan.steps
    ]
    rows += [_row(w, "open", needs=(o.need,), why=o.why, status=str(o.need.status)) for o in answer.open]
    rows += [
        _row(w, "apart", name=a.opportunity, needs=a.would_close, why=" ".join(a.bars) or "level") for a in answer.apart
    ]
    return rows


def _row(
    w: BridgeWords,
    part: str,
    plan: int | None = None,
    name: str = "",
    needs: Iterable[Need] = (),
    why: str = "",
    status: str = "",
) -> dict[str, Any]:
    o = w.opportunity(name) if name else None
    hours = w.answer.offers.hours(o.effort) if o else None
    found = tuple(needs)
    return {
        "part": part,
        "plan": plan or "",
        "opportunity": name,
        "label": w.words.label(o.labels) if o else "",
        "kind": str(o.kind) if o else "",
        "hours_least": plain(hours[0]) if hours else "",
        "hours_most": plain(hours[1]) if hours else "",
        "cost": plain(o.cost.amount) if o and o.cost else "",
        "currency": o.cost.currency if o and o.cost else "",
        "hosts": " ".join(o.hosts) if o else "",
        "needs": " ".join(f"{n.element}@{n.level[0]}/{n.level[1]}" for n in found),
        "demanded_by": " ".join(dict.fromkeys(i for n in found for i in n.demanded_by)),
        "why": str(why),
        "invented": bool(o and o.is_invented),
        "status": str(o.status) if o else status,
    }
