"""What became of promises as JSON, the contract, and as flat rows."""

from __future__ import annotations

from typing import Any

from competency_graph.model import Award, Catalogue, Search
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Kept, Lack, Ledger, Promise


def ledger_json(ledger: Ledger, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """Return the whole answer as a dictionary."""
    w = PathwayWords(catalogue, words)
    return {
        "event": ledger.event,
        "as_of": ledger.as_of,
        "rule": words.of("promise", "rule"),
        "counts": {str(state): ledger.count(state) for state in Kept},
        "commitments": [_promise_json(item, w) for item in ledger.items],
        "related": {
            "treatments": [
                {
                    "theme": t.theme,
                    "framework": t.framework,
                    "elements": {e: list(ids) for e, ids in t.elements.items()},
                }
                for t in ledger.treatments
            ],
            "memberships": [
                {
                    "agreement": m.agreement,
                    "label": w.agreement(m.agreement),
                    "jurisdiction": m.part.party,
                    "body": m.part.body,
                    "kind": str(m.part.kind),
                    "from": m.part.span.start,
                    "until": m.part.span.end,
                    "seen_in_force_on": m.part.span.seen,
                    "status": str(m.part.status),
                }
                for m in ledger.memberships
            ],
            "offers": [
                {"opportunity": o.name, "label": words.label(o.labels), "hosts": list(o.hosts), "status": str(o.status)}
                for o in ledger.offers
            ],
            "ladder": [_rung_json(lack, catalogue, words) for lack in ledger.ladder],
            "grades": [_grade_json(a, words) for a in ledger.grades],
            "events": [
                {"event": e.name, "label": words.label(e.labels), "held": e.held, "status": str(e.status)}
                for e in ledger.events
            ],
            "indicators": [_search_json(s, words) for s in ledger.indicators],
        },
        "disclaimer": w.disclaimer(),
    }


def _promise_json(item: Promise, w: PathwayWords) -> dict[str, Any]:
    c, words = item.commitment, w.words
    return {
        "commitment": c.name,
        "label": words.label(c.labels),
        "themes": list(c.themes),
        "related": list(item.related),
        "state": str(item.state),
        "promised_by": list(c.makers),
        "event": c.event,
        "jurisdiction": item.event.jurisdiction if item.event else "",
        "held": item.event.held if item.event else "",
        "agreement": c.agreement,
        "status": str(c.status),
        "reason": c.reason,
        "evidence": [{"evidence": e.name, "label": words.label(e.labels), "date": e.date} for e in item.evidence],
        "searched": [_search_json(s, words) for s in item.searches],
        "sources": [{"title": s.title, "pages": list(s.pages)} for s in c.sources],
    }


def _rung_json(lack: Lack, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    c = lack.comparison
    return {
        "jurisdiction": c.source.asked,
        "source": c.source.profile.id,
        "target": c.target.profile.id,
        "strict": lack.counts("strict"),
        "substantial": lack.counts("substantial"),
        "missing": [
            {"element": n, "label": words.element(catalogue, n)}
            for n in dict.fromkeys(g.missing.element for g in lack.gaps)
        ],
        "status": str(lack.status),
    }


def _grade_json(award: Award, words: Words) -> dict[str, Any]:
    return {
        "title": award.name,
        "label": words.label(award.labels),
        "jurisdiction": award.jurisdiction,
        "issuer": award.issuer,
        "grade_above": award.grade_above,
        "requires": dict(award.requirements),
        "legal_protection": award.protection,
        "status": str(award.status),
    }


def _search_json(search: Search, words: Words) -> dict[str, Any]:
    return {
        "search": search.name,
        "label": words.label(search.labels),
        "searched_in": list(search.searched_in),
        "would_supply": list(search.would_supply),
        "as_of": search.as_of,
    }


def ledger_rows(ledger: Ledger, catalogue: Catalogue, words: Words) -> list[dict[str, Any]]:
    """Return one row for every commitment."""
    w = PathwayWords(catalogue, words)
    rows = []
    for item in ledger.items:
        value = _promise_json(item, w)
        rows.append(
            {
                **{k: value[k] for k in ("commitment", "label", "state", "event", "jurisdiction", "held", "agreement")},
                "promised_by": " ".join(value["promised_by"]),
                "themes": " ".join(value["themes"]),
                "evidence": " | ".join(f"{e['evidence']} {e['date']}" for e in value["evidence"]),
                "status": value["status"],
                "reason": value["reason"],
                "searched": " | ".join(s["label"] for s in value["searched"]),
                "sources": " | ".join(s["title"] for s in value["sources"]),
            }
        )
    return rows
