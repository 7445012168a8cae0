"""What the asserted layer says of one pair, as an entry of the contract and as a sentence."""

from __future__ import annotations

from typing import Any

from competency_graph.presentation.wording import Words
from competency_graph.recognition import Conclusion, Judged


def proof_of(conclusion: Conclusion) -> list[str]:
    """Return the IRIs of the assertions that a conclusion rests on."""
    return [a.iri for a in conclusion.proof]


def evidence_json(judged: Judged) -> dict[str, Any]:
    """Return what the asserted layer says of a pair, as one entry of the contract."""
    c = judged.conclusion
    return {
        "layer": "asserted",
        "kind": c.predicate,
        "confidence": c.confidence,
        "proof": {"rule": c.rule, "assertions": proof_of(c), "authors": list(c.authors), "status": str(c.status)},
        "agreement": str(judged.agreement),
    }


def evidence_text(judged: Judged, words: Words) -> str:
    """Return what the asserted layer says of a pair, as one sentence."""
    c = judged.conclusion
    return words.of("crosswalk", "sentence").format(
        authors=", ".join(c.authors),
        source=judged.source.id,
        match=words.of("match_word", c.predicate),
        target=judged.target.id,
        status=words.of("status_word", c.status),
        finding=words.of("layer_word", judged.agreement),
    )
