"""Answers as JSON: the contract for other tools. Keys are stable; new ones may be added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from competency_graph.catalogue import NoneFound
from competency_graph.model import Catalogue, Statement
from competency_graph.presentation.evidence import evidence_json
from competency_graph.presentation.prose import none_found_text
from competency_graph.presentation.wording import Words
from competency_graph.recognition import (
    Arrays,
    Cell,
    Comparison,
    EditionDiff,
    Explanation,
    Gap,
    Judged,
    Missing,
    Pair,
    Participant,
    Point,
    StatementAnswer,
    close,
    coded_once,
    compare_context,
    judge_pair,
)

Json = dict[str, Any]


def share(value: Fraction) -> float:
    """Return a share as JSON shows it, four digits.

    >>> share(Fraction(2, 3))
    0.6667
    """
    return round(float(value), 4)


def none_found_json(answer: NoneFound, words: Words) -> Json:
    """Return the answer that there is none."""
    return {
        "asked": answer.asked,
        "answer": "none found",
        "why": answer.why,
        "reason": none_found_text(answer, words),
        "searched": [
            {
                "for": words.label(s.labels),
                "in": list(s.searched_in),
                "would_supply": list(s.would_supply),
                "as_of": s.as_of,
            }
            for s in answer.searches
        ],
    }


def comparison_json(answer: Comparison, catalogue: Catalogue, arrays: Arrays, words: Words) -> Json:
    """Return a comparison as the contract says."""
    return {
        "source": _participant(answer.source),
        "target": _participant(answer.target),
        "parameters": _parameters(answer),
        "status": str(answer.status),
        "provisional": answer.status.is_provisional,
        "coded_once": _coded_once(answer, catalogue),
        "counts": answer.counts,
        "context": [
            {"aspect": a.name, "source": a.source, "target": a.target, "result": a.result}
            for a in compare_context(answer.source.profile, answer.target.profile)
        ],
        "pairs": [_pair(p, catalogue, arrays) for p in answer.pairs],
        "statements": [_answer(s, answer, catalogue, words) for s in answer.statements],
        "disclaimer": words.say("disclaimer", authority=words.say("authority")),
    }


def _parameters(answer: Comparison) -> Json:
    return {
        "theta": answer.parameters.theta,
        "overlap": answer.parameters.overlap,
        "fitted_on": answer.fitted_on,
        "on": answer.on,
        "release": answer.release,
        "verified_only": answer.verified_only,
    }


def _coded_once(answer: Comparison, catalogue: Catalogue) -> list[Json]:
    """Return the profiles with statements that one coder alone coded, and how many of those compared."""
    return [{"profile": profile, "statements": n, "of": total} for profile, n, total in coded_once(answer, catalogue)]


def _participant(side: Participant) -> Json:
    return {
        "asked": side.asked,
        "profile": side.profile.id,
        "edition": side.edition,
        "adopts": side.adopts or None,
        "adoption": {"status": str(side.adoption_status), "reason": side.adoption_reason} if side.adopts else None,
        "verified": side.verified,
        "statements": side.total,
    }


def _pair(pair: Pair, catalogue: Catalogue, arrays: Arrays) -> Json:
    return {
        "source": pair.source,
        "target": pair.target,
        "strict": pair.strict,
        "substantial": pair.substantial,
        "coverage": {"forward": share(pair.forward), "backward": share(pair.backward)},
        "similarity": share(pair.similarity),
        "status": str(pair.status),
        "robust": pair.robust,
        "holds_for": {"theta": list(pair.theta_range), "overlap": list(pair.overlap_range)},
        "evidence": [
            _evidence(pair, catalogue, arrays),
            *(evidence_json(j) for j in _asserted(pair, catalogue)),
        ],
    }


def _evidence(pair: Pair, catalogue: Catalogue, arrays: Arrays) -> Json:
    """Return the derived layer: the rule, what both carry, and the least certain of the demands involved."""
    a, b = (catalogue.statements[s] for s in (pair.source, pair.target))
    left, right = ({x for d in s.demands for x in arrays.closure[d.element]} for s in (a, b))
    order = ("high", "medium", "low")
    certainty = max((d.certainty for s in (a, b) for d in s.demands), key=order.index, default="high")
    rule = "SUB1" if pair.strict in ("equivalent", "exceeds", "falls-short") else "SUB2"
    return {
        "layer": "derived",
        "kind": "subsumption",
        "confidence": certainty,
        "proof": {"rule": rule, "shared": sorted(left & right)},
    }


def _asserted(pair: Pair, catalogue: Catalogue) -> Iterator[Judged]:
    """Yield what published crosswalks say of a pair, directly or by chains, beside what is derived."""
    a, b = (catalogue.statements[s] for s in (pair.source, pair.target))
    for conclusion in close(catalogue.assertions).between(a.iri, b.iri):
        yield judge_pair(conclusion, a, b, pair)


def _missing(missing: Missing) -> Json:
    return {
        "element": missing.element,
        "reason": missing.reason,
        "present": missing.present or None,
        "required": missing.required,
        "essential": missing.is_essential,
    }


def _answer(answer: StatementAnswer, comparison: Comparison, catalogue: Catalogue, words: Words) -> Json:
    statement = catalogue.statements[answer.id]
    side = comparison.source if answer.side == "source" else comparison.target
    return {
        "id": answer.id,
        "side": answer.side,
        "label": words.label(statement.labels),
        "through": side.profile.id if side.adopts else None,
        "strict": answer.strict,
        "substantial": answer.substantial,
        "coverage": share(answer.coverage),
        "by": list(answer.by),
        "missing": [_missing(m) for m in answer.missing],
        "status": str(answer.status),
        "robust": answer.robust,
        "holds_for": {"theta": list(answer.theta_range)},
    }


def gaps_json(gaps: Iterable[Gap], comparison: Comparison, catalogue: Catalogue, words: Words) -> Json:
    """Return the gaps of a comparison."""
    return {
        "source": _participant(comparison.source),
        "target": _participant(comparison.target),
        "parameters": _parameters(comparison),
        "status": str(comparison.status),
        "provisional": comparison.status.is_provisional,
        "coded_once": _coded_once(comparison, catalogue),
        "gaps": [
            {
                **_missing(g.missing),
                "demanded_by": [{"id": i, "substantial": v} for i, v in zip(g.demanded_by, g.verdicts, strict=True)],
                "status": str(g.status),
            }
            for g in gaps
        ],
        "disclaimer": words.say("disclaimer", authority=words.say("authority")),
    }


def diff_json(answer: EditionDiff, catalogue: Catalogue, words: Words) -> Json:
    """Return the changes of an edition, and the coverage that turned with it."""
    return {
        "old": _participant(answer.comparison.source),
        "new": _participant(answer.comparison.target),
        "parameters": _parameters(answer.comparison),
        "status": str(answer.comparison.status),
        "provisional": answer.comparison.status.is_provisional,
        "coded_once": _coded_once(answer.comparison, catalogue),
        "counts": answer.counts,
        "changes": [
            {
                "change": c.kind,
                "old": list(c.old),
                "new": list(c.new),
                "gained": list(c.gained),
                "lost": list(c.lost),
                "status": str(c.status),
            }
            for c in answer.changes
        ],
        "turned": [
            {"profile": t.profile, "statement": t.statement, "before": t.before, "after": t.after}
            for t in answer.turned
        ],
        "disclaimer": words.say("disclaimer", authority=words.say("authority")),
    }


def matrix_json(cells: Iterable[Cell]) -> Json:
    """Return the cells of a matrix."""
    return {"cells": [matrix_row(c) for c in cells]}


def matrix_row(cell: Cell) -> Json:
    """Return one cell of a matrix as a flat row."""
    return {
        "element": cell.element,
        "framework": cell.framework,
        "edition": cell.edition,
        "profile": cell.profile,
        "statement": cell.statement,
        "clause": cell.clause,
        "relation": cell.relation,
        "demanded": cell.demanded,
        "complexity": cell.complexity,
        "autonomy": cell.autonomy,
        "status": str(cell.status),
    }


def explanation_json(answer: Explanation, catalogue: Catalogue, arrays: Arrays, words: Words, text: str) -> Json:
    """Return an explanation, with the text that a person can paste into a report."""
    return {
        "source": statement_json(answer.source, words),
        "target": statement_json(answer.target, words),
        "parameters": _parameters(answer.comparison),
        "status": str(answer.comparison.status),
        "provisional": answer.comparison.status.is_provisional,
        "coded_once": _coded_once(answer.comparison, catalogue),
        "pair": _pair(answer.pair, catalogue, arrays) if answer.pair else None,
        "demands": {
            "source": [_point(p) for p in answer.of_source],
            "target": [_point(p) for p in answer.of_target],
        },
        "text": text,
        "disclaimer": words.say("disclaimer", authority=words.say("authority")),
    }


def _point(point: Point) -> Mapping[str, Any]:
    d = point.demand
    return {
        "element": d.element,
        "complexity": d.complexity,
        "autonomy": d.autonomy,
        "essential": d.is_essential,
        "certainty": d.certainty,
        "met_by": list(point.by),
        "reason": point.reason or None,
        "present": point.weaker or None,
    }


def statement_json(statement: Statement, words: Words) -> Json:
    """Return one statement with its source and status."""
    return {
        "id": statement.id,
        "iri": statement.iri,
        "kind": str(statement.kind),
        "label": words.label(statement.labels),
        "labels": dict(statement.labels),
        "label_status": dict(statement.label_status),
        "paraphrase": words.label(statement.paraphrases),
        "clause": statement.clause,
        "status": str(statement.status),
        "status_as_of": statement.status_as_of,
        "status_reason": statement.status_reason or None,
        "sources": [
            {"title": s.title, "pages": list(s.pages), "copy_of": s.copy_of or None, "note": s.note or None}
            for s in statement.sources
        ],
    }
