"""Explanations in sentences that can be pasted into a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from competency_graph.catalogue import NoneFound
from competency_graph.model import Catalogue, Statement
from competency_graph.presentation.evidence import evidence_text
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Explanation, Point, close, coded_once, compare_rules, judge_pair


def per_cent(value: Fraction) -> int:
    """Return a share in per cent, cut and never rounded up, so that 100 means all.

    >>> per_cent(Fraction(199, 200))
    99
    """
    return int(100 * value)


def none_found_text(answer: NoneFound, words: Words) -> str:
    """Return why there is nothing to compare.

    >>> none_found_text(NoneFound("KZ/engineer", "stage", {"en": "Kazakhstan"}, "engineer", "2026-01-01"), Words())
    'no standard for the stage engineer in Kazakhstan is in the graph and in force on 2026-01-01'
    """
    place = words.label(answer.place)
    return words.of("none_reason", answer.why).format(place=place, stage=answer.stage, on=answer.on, total=answer.total)


def none_found_lines(answer: NoneFound, words: Words) -> Iterator[str]:
    """Yield why there is nothing to compare, what was searched for where, and which documents would settle it."""
    yield words.say("none_found", reason=none_found_text(answer, words))
    for search in answer.searches:
        yield f"{words.say('searched_for')}: {words.label(search.labels)} ({search.as_of})"
        for key, values in (("searched_in", search.searched_in), ("would_supply", search.would_supply)):
            yield f"  {words.say(key)}: {words.told('; '.join(values))}"


def explanation_text(answer: Explanation, catalogue: Catalogue, words: Words) -> str:
    """Return the whole explanation as plain text."""
    return "\n".join(_lines(answer, catalogue, words))


def _lines(answer: Explanation, catalogue: Catalogue, words: Words) -> Iterator[str]:
    a, b = answer.source, answer.target
    pair = answer.pair
    names = {"source": a.id, "target": b.id}
    for statement in (a, b):
        yield f"{statement.id}  {words.label(statement.labels)} [{_label_status(statement, words)}]"
        yield f"  {words.label(statement.paraphrases)}"
    yield ""
    verdict = pair.substantial if pair else "unrelated"
    strict = pair.strict if pair else "unrelated"
    yield words.say(_sentence(verdict, strict, bool(a.credit_rules or b.credit_rules)), **names)
    readings = {"strict": words.of("verdict", strict), "substantial": words.of("verdict", verdict)}
    yield words.say("readings", **readings)
    if pair:
        shares = {"forward": per_cent(pair.forward), "backward": per_cent(pair.backward)}
        yield words.say("coverage_sentence", **names, **shares)
        (low, high), (olow, ohigh) = pair.theta_range, pair.overlap_range
        yield words.say("robust", low=low, high=high, olow=olow, ohigh=ohigh)
    yield ""
    for owner, other, points in ((b.id, a.id, answer.of_target), (a.id, b.id, answer.of_source)):
        for key, here in (("gives", [p for p in points if p.by]), ("lacks", [p for p in points if not p.by])):
            yield from _block(words.say(key, owner=owner, other=other), here, other, catalogue, words)
    if a.credit_rules or b.credit_rules:
        yield from _numbers(answer, words)
    for statement in (a, b):
        yield f"{words.say('level_of', statement=statement.id)}: {_levels(statement, catalogue, words)}"
    yield ""
    for statement in (a, b):
        yield from _source(statement, words)
    yield words.say("layers", rule="SUB1, SUB2")
    for conclusion in close(catalogue.assertions).between(a.iri, b.iri):
        yield evidence_text(judge_pair(conclusion, a, b, pair), words)
    yield words.say(
        "parameters",
        theta=answer.parameters.theta,
        overlap=answer.parameters.overlap,
        date=answer.comparison.fitted_on,
        on=answer.comparison.on,
        release=answer.comparison.release,
    )
    for profile, n, total in coded_once(answer.comparison, catalogue):
        yield words.say("coded_once", profile=profile, n=n, total=total)
    if answer.comparison.status.is_provisional:
        yield words.say("provisional")
    yield words.say("disclaimer", authority=words.say("authority"))


def _sentence(verdict: str, strict: str, has_numbers: bool) -> str:
    """Return the key of the sentence that says the verdict; only the strict reading proves that whoever meets
    one meets the other, and numbers that a statement prescribes are no demands."""
    if verdict == "unrelated":
        return "sentence_unrelated" if strict == "unrelated" else "sentence_little"
    if verdict == "overlaps" or (verdict == strict and not has_numbers):
        return f"sentence_{verdict}"
    return f"apart_{verdict}"


def _numbers(answer: Explanation, words: Words) -> Iterator[str]:
    volume = compare_rules(answer.source.credit_rules, answer.target.credit_rules)
    yield f"{words.say('numbers')}:"
    for statement, value in ((answer.source, volume.source), (answer.target, volume.target)):
        yield f"  - {statement.id}: {value or words.say('no_number')}"
    yield f"  {words.result(volume.result)}"
    yield ""


def _label_status(statement: Statement, words: Words) -> str:
    language = words.language if words.language in statement.labels else "en"
    return words.say(statement.label_status.get(language, "working translation"))


def _block(head: str, points: Sequence[Point], other: str, catalogue: Catalogue, words: Words) -> Iterator[str]:
    if not points:
        return
    yield f"{head}:"
    for point in points:
        text = words.element(catalogue, point.demand.element)
        if point.demand.is_essential:
            text = words.say("essential", element=text)
        if point.by and point.demand.element not in point.by:
            names = ", ".join(words.element(catalogue, x) for x in point.by)
            text += f" ({words.say('implied', by=names)})"
        elif point.reason == "rung":
            text += f" ({words.say('weaker', other=other, present=words.element(catalogue, point.weaker))})"
        elif point.reason == "level":
            required = f"{point.demand.complexity}/{point.demand.autonomy}"
            present, needed = words.level(catalogue, point.weaker), words.level(catalogue, required)
            text += f" ({words.say('reason_level', present=present, required=needed)})"
        yield f"  - {text}"
    yield ""


def _levels(statement: Statement, catalogue: Catalogue, words: Words) -> str:
    ranks = sorted({f"{d.complexity}/{d.autonomy}" for d in statement.demands if d.complexity}, reverse=True)
    return "; ".join(words.level(catalogue, r) for r in ranks) or "-"


def _source(statement: Statement, words: Words) -> Iterator[str]:
    status = words.of("status_word", statement.status)
    clause = words.say("clause_of", clause=statement.clause)
    yield f"{words.say('source_of', statement=statement.id)}: {clause}; {status}, {statement.status_as_of}"
    for source in statement.sources:
        original = f" ({words.say('copy_of', title=source.copy_of)})" if source.copy_of else ""
        yield f"  {words.told(source.title, source.language)}{original} {' '.join(source.pages)}".rstrip()
        if source.note:
            yield f"    {words.told(source.note)}"
    if statement.status_reason:
        yield f"  {words.say('because', reason=words.told(statement.status_reason))}"
