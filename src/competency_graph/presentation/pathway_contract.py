"""Pathways as JSON, the contract, and as flat rows."""

from __future__ import annotations

from typing import Any

from competency_graph.model import Catalogue, Source, Status
from competency_graph.presentation.pathway_words import PathwayWords, sources_of
from competency_graph.presentation.wording import Words
from competency_graph.recognition import (
    Bridge,
    Chain,
    Hop,
    Pathways,
    PurposeAnswer,
    Standing,
)


def pathways_json(answer: Pathways, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """Return the whole answer as a dictionary."""
    w = PathwayWords(catalogue, words)
    return {
        "source": answer.source,
        "target": answer.target,
        "on": answer.on,
        "as_of": answer.as_of,
        "longest": answer.longest,
        "rule": w.say("rule"),
        "purposes": [_purpose_json(p, w) for p in answer.answers],
        "searched": [_search_json(s, w) for s in answer.searches],
        "disclaimer": w.disclaimer(),
    }


def _purpose_json(answer: PurposeAnswer, w: PathwayWords) -> dict[str, Any]:
    return {
        "purpose": str(answer.purpose),
        "label": w.purpose(answer.purpose),
        "finding": str(answer.finding),
        "sentence": w.sentence(answer),
        "status": str(answer.status),
        "hypothetical": answer.is_hypothetical,
        "chains": [_chain_json(c, w) for c in answer.chains],
        "bridges": [_bridge_json(b, w) for b in answer.bridges],
        "without": list(answer.without),
        "searched": [_search_json(s, w) for s in answer.searches],
    }


def _chain_json(chain: Chain, w: PathwayWords) -> dict[str, Any]:
    return {
        "finding": str(chain.finding),
        "sentence": w.chain_title(chain),
        "parties": list(chain.parties),
        "state": str(chain.state),
        "status": str(chain.status),
        "hops": [_hop_json(h, w) for h in chain.hops],
    }


def _hop_json(hop: Hop, w: PathwayWords) -> dict[str, Any]:
    return {
        **_agreement_json(hop.agreement, w),
        "obliges": hop.obliges,
        "hypothetical": hop.is_hypothetical,
        "source": _standing_json(hop.source),
        "target": _standing_json(hop.target),
        "state": str(hop.state),
        "status": str(hop.status),
    }


def _bridge_json(bridge: Bridge, w: PathwayWords) -> dict[str, Any]:
    return {
        **_agreement_json(bridge.agreement, w),
        "missing": [{**_standing_json(s), "why": str(s.why), "sentence": w.why(s)} for s in bridge.missing],
        "present": [_standing_json(s) for s in bridge.present],
        "contacts": list(bridge.contacts),
        "searched": [_search_json(s, w) for s in bridge.searches],
        "status": str(bridge.status),
    }


def _agreement_json(name: str, w: PathwayWords) -> dict[str, Any]:
    a = w.agreements[name]
    return {
        "agreement": name,
        "label": w.agreement(name),
        "force": str(a.force),
        "purposes": [str(p) for p in a.purposes],
        "scope": w.scope(name),
        "covers": {
            "stages": list(a.coverage.stages),
            "tracks": list(a.coverage.tracks),
            "cycles": list(a.coverage.cycles),
            "field": a.coverage.field,
        },
        "hypothetical": a.status is Status.HYPOTHETICAL,
        "from": a.span.start,
        "until": a.span.end,
        "issuer": a.issuer,
        "reason": a.reason,
        "sources": [_source_json(s) for s in sources_of(a)],
    }


def _source_json(source: Source) -> dict[str, Any]:
    return {"title": source.title, "pages": list(source.pages)}


def _standing_json(s: Standing) -> dict[str, Any]:
    return {
        "party": s.party,
        "state": str(s.state),
        "participations": [
            {
                "body": p.body,
                "kind": str(p.kind),
                "from": p.span.start,
                "until": p.span.end,
                "seen_in_force_on": p.span.seen,
                "status": str(p.status),
                "reason": p.reason,
                "sources": [_source_json(s) for s in p.sources],
            }
            for p in s.participations
        ],
    }


def _search_json(name: str, w: PathwayWords) -> dict[str, Any]:
    s = w.searches[name]
    return {"search": name, "label": w.search(name), "as_of": s.as_of, "would_supply": list(s.would_supply)}


def pathways_rows(answer: Pathways, catalogue: Catalogue, words: Words) -> list[dict[str, Any]]:
    """Return one row for every hop of every chain and every nearest bridge; a purpose with neither has one row."""
    w = PathwayWords(catalogue, words)
    rows = []
    for p in answer.answers:
        found = [
            _row(p, w, "agreement" if c.is_direct else "chain of facts", k, hop=h)
            for k, c in enumerate(p.chains, 1)
            for h in c.hops
        ]
        found += [_row(p, w, "bridge", bridge=b) for b in p.bridges]
        rows += found or [_row(p, w, "none")]
    return rows


def _row(
    answer: PurposeAnswer,
    w: PathwayWords,
    kind: str,
    chain: int | None = None,
    hop: Hop | None = None,
    bridge: Bridge | None = None,
) -> dict[str, Any]:
    found = hop or bridge
    a = w.agreements[found.agreement] if found else None
    sides = (hop.source, hop.target) if hop else bridge.present if bridge else ()
    parts = [p for s in (*sides, *(bridge.missing if bridge else ())) for p in s.participations]
    return {
        "purpose": str(answer.purpose),
        "finding": str(answer.finding),
        "kind": kind,
        "chain": chain or "",
        "source": hop.source.party if hop else "",
        "target": hop.target.party if hop else "",
        "agreement": a.name if a else "",
        "label": w.agreement(a.name) if a else "",
        "force": str(a.force) if a else "",
        "state": str(hop.state) if hop else "",
        "parts": " | ".join(w.standing(s) for s in sides),
        "missing": " | ".join(w.why(s) for s in bridge.missing) if bridge else "",
        "scope": w.scope(a.name) if a else "",
        "covers": w.coverage(a.name) if a else "",
        "sources": " | ".join(s.title for s in sources_of(a, parts)) if a else "",
        "status": str(found.status if found else answer.status),
        "hypothetical": (found.status if found else answer.status) is Status.HYPOTHETICAL,
    }
