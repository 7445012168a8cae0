"""Mappings: what a pair of verdicts says as one predicate, with the rule behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from competency_graph.kernel import EQUIVALENT, EXCEEDS, FALLS_SHORT, OVERLAPS
from competency_graph.model import Catalogue, Status
from competency_graph.recognition.comparison import VERDICTS, Comparison
from competency_graph.vocabulary import BASE, Curie, Iri, expand

STRICT_RULE, SUBSTANTIAL_RULE = "SUB1", "SUB2"
_STRICT = {EQUIVALENT: "skos:exactMatch", EXCEEDS: "skos:broadMatch", FALLS_SHORT: "skos:narrowMatch"}
_SUBSTANTIAL = {
    EQUIVALENT: "skos:closeMatch",
    EXCEEDS: "cg:substantiallyExceeds",
    FALLS_SHORT: "cg:substantiallyFallsShortOf",
    OVERLAPS: "skos:relatedMatch",
}
_VERDICT = {p: VERDICTS[code] for table in (_STRICT, _SUBSTANTIAL) for code, p in table.items()}


def predicate(strict: int, substantial: int) -> tuple[str, str] | None:
    """Return the one predicate of a pair and the rule behind it, strict reading first.

    >>> predicate(EXCEEDS, EXCEEDS)
    ('skos:broadMatch', 'SUB1')
    >>> predicate(OVERLAPS, EQUIVALENT)
    ('skos:closeMatch', 'SUB2')
    """
    if strict in _STRICT:
        return _STRICT[strict], STRICT_RULE
    return (_SUBSTANTIAL[substantial], SUBSTANTIAL_RULE) if substantial in _SUBSTANTIAL else None


@dataclass(frozen=True)
class MappingRecord:
    """Two statements, how the first relates to the second, by which rule, and how surely."""

    subject: Iri
    predicate: Curie
    object: Iri
    rule: str
    forward: Fraction
    backward: Fraction
    status: Status
    robust: bool | None = None

    @property
    def iri(self) -> Iri:
        """The identifier of the record, as `curies` and SSSOM's derived_from compute it.

        >>> ends = Iri("http://id.nlm.nih.gov/mesh/C000089"), Iri("http://purl.obolibrary.org/obo/CHEBI_28646")
        >>> record = MappingRecord(ends[0], "skos:exactMatch", ends[1], "", Fraction(1), Fraction(1), Status.SEEN)
        >>> record.iri
        'https://w3id.org/competency-graph/mapping/36a1f9244ea7641a90987c82f33c25c0c13712ee8f48207b2a0825f8a4e4e26a'
        """
        triple = f"{self.subject} {expand(self.predicate)} {self.object}"
        return Iri(f"{BASE}mapping/{hashlib.sha256(triple.encode()).hexdigest()}")

    @property
    def reading(self) -> str:
        """The reading in which the verdict holds."""
        return "strict" if self.rule == STRICT_RULE else "substantial"

    @property
    def verdict(self) -> str:
        """The verdict that the predicate stands for."""
        return _VERDICT[self.predicate]

    def without_merging(self) -> MappingRecord:
        """Return the record with nothing in it on which a portal would merge two statements.

        SKOS: exactMatch is a kind of closeMatch, so the weaker record is true where the stronger one is.

        >>> a, b = Iri("http://e/a"), Iri("http://e/b")
        >>> record = MappingRecord(a, "skos:exactMatch", b, "SUB1", Fraction(1), Fraction(1), Status.SEEN)
        >>> weak = record.without_merging()
        >>> weak.predicate, weak.reading, weak.verdict
        ('skos:closeMatch', 'strict', 'equivalent')
        """
        return replace(self, predicate=Curie("skos:closeMatch")) if self.predicate == "skos:exactMatch" else self


def mappings_of(comparison: Comparison, catalogue: Catalogue) -> Iterator[MappingRecord]:
    """Yield one record for every related pair of a comparison."""
    for pair in comparison.pairs:
        found = predicate(VERDICTS.index(pair.strict), VERDICTS.index(pair.substantial))
        if found:
            subject, target = (catalogue.statements[s].iri for s in (pair.source, pair.target))
            yield MappingRecord(
                subject, Curie(found[0]), target, found[1], pair.forward, pair.backward, pair.status, pair.robust
            )
