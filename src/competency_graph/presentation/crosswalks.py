"""The answer to what published crosswalks say, beside what is derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.presentation.answer import Answer
from competency_graph.presentation.evidence import proof_of
from competency_graph.presentation.frames import Rows
from competency_graph.recognition import Closure, Conclusion, Judged, LayerAgreement

_COLOUR = {
    LayerAgreement.AGREES: "green",
    LayerAgreement.DIFFERS: "yellow",
    LayerAgreement.CONTRADICTS: "red",
    LayerAgreement.NOT_COMPARED: "dim",
}


@dataclass(frozen=True, repr=False)
class CrosswalkAnswer(Answer):
    """Published mappings beside the derived verdicts, which can show themselves."""

    value: tuple[Judged, ...]
    closure: Closure

    def to_rows(self) -> Rows:
        """Return one flat row for every mapping."""
        return [_row(j) for j in self.value]

    def to_json(self) -> dict[str, Any]:
        """Return the mappings, and what was withdrawn or clashes, as a dictionary."""
        counts = Counter(str(j.agreement) for j in self.value)
        return {
            "counts": {str(a): counts[str(a)] for a in LayerAgreement},
            "mappings": [{**_row(j), "authors": list(j.conclusion.authors)} for j in self.value],
            "withdrawn": [
                {**_triple(w.conclusion), "proof": proof_of(w.conclusion), "denied_by": [d.iri for d in w.denials]}
                for w in self.closure.withdrawn
            ],
            "clashes": [[{**_triple(c), "proof": proof_of(c)} for c in pair] for pair in self.closure.clashes],
        }

    def to_table(self) -> RenderableType:
        """Return a rich renderable: where the layers disagree comes first."""
        say = self._say
        if not self.value:
            return Text(say("none"))
        table = Table(title=say("title"), title_justify="left", title_style="bold", pad_edge=False)
        for key in ("subject", "says", "object", "derived", "finding"):
            table.add_column(say(key), overflow="fold")
        order = [*list(reversed(LayerAgreement))[1:], LayerAgreement.NOT_COMPARED]
        for j in sorted(self.value, key=lambda j: order.index(j.agreement)):
            derived = self.words.of("verdict", j.derived) if j.derived else "-"
            table.add_row(
                j.source.id,
                self.words.of("match_word", j.conclusion.predicate),
                j.target.id,
                derived,
                Text(self.words.of("layer_word", j.agreement), style=_COLOUR[j.agreement]),
            )
        return Group(table, *self._notes())

    def _notes(self) -> Iterator[Text]:
        counts = Counter(j.agreement for j in self.value)
        parts = [f"{self.words.of('layer_word', a)} {counts[a]}" for a in LayerAgreement if counts[a]]
        yield Text(", ".join(parts))
        for name in sorted({a.mapping_set for j in self.value for a in j.conclusion.proof}):
            proofs = [a for j in self.value for a in j.conclusion.proof if a.mapping_set == name]
            authors = ", ".join(dict.fromkeys(x for a in proofs for x in a.authors))
            statuses = ", ".join(dict.fromkeys(self.words.of("status_word", a.status) for a in proofs))
            yield Text(self.words.of("crosswalk", "by").format(set=name, authors=authors, status=statuses), style="dim")
        if self.closure.withdrawn or self.closure.clashes:
            numbers = {"withdrawn": len(self.closure.withdrawn), "clashes": len(self.closure.clashes)}
            yield Text(self._say("trouble").format(**numbers), style="yellow")
        yield Text(self._say("evidence"), style="dim")

    def _say(self, key: str) -> str:
        return self.words.of("crosswalk", key)


def _row(judged: Judged) -> dict[str, Any]:
    c = judged.conclusion
    return {
        "subject": judged.source.id,
        "predicate": c.predicate,
        "object": judged.target.id,
        "rule": c.rule,
        "confidence": c.confidence,
        "status": str(c.status),
        "authors": "; ".join(c.authors),
        "proof": " ".join(proof_of(c)),
        "comment": "; ".join(dict.fromkeys(a.comment for a in c.proof if a.comment)),
        "strict": judged.pair.strict if judged.pair else judged.derived or None,
        "substantial": judged.pair.substantial if judged.pair else judged.derived or None,
        "agreement": str(judged.agreement),
    }


def _triple(conclusion: Conclusion) -> dict[str, str]:
    return {"subject": conclusion.subject, "predicate": conclusion.predicate, "object": conclusion.object}
