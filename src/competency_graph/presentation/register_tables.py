"""The register as a table, flat rows and JSON; an invented one says so in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.formats.register import Proposal, Review
from competency_graph.model import Catalogue, InForce
from competency_graph.presentation.register_words import RegisterWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Pair
from competency_graph.recognition.register import Docket, Entry, Opinion, State

#: What the derived layer says of a proposal.
Derived = Callable[[Proposal], Pair | None]
_COLOUR = {State.RECOGNISED: "green", State.AGREED: "green", State.DISPUTED: "red", State.OPEN: "dim"}


def list_table(docket: Docket, entries: Sequence[Entry], catalogue: Catalogue, words: Words) -> RenderableType:
    """Return every entry with its state and the latest word of each body."""
    w = RegisterWords(docket, catalogue, words)
    table = Table(expand=True, pad_edge=False)
    for key, ratio in (("proposal", 3), ("equivalence", 4), ("state", 3), ("said_now", 6)):
        table.add_column(w.say(key), ratio=ratio, overflow="fold")
    for e in entries:
        said = [w.opinion(o) for o in e.opinions] + list(w.notes(e))
        state = Text(w.state(e.state), style=_COLOUR.get(e.state, "yellow"))
        table.add_row(e.proposal.id, w.sentence(e.proposal), state, "\n".join(f"- {s}" for s in said))
    return Group(*_head(w), table if entries else Text(_nothing(docket, w)), Text(""), *_foot(w))


def _nothing(docket: Docket, w: RegisterWords) -> str:
    return w.say("none" if docket.entries else "empty")


def _head(w: RegisterWords) -> Iterator[Text]:
    if w.docket.register.is_invented:
        yield Text(w.say("invented"), style="bold yellow")
    yield Text(w.say("title", on=w.docket.on), style="bold")


def _foot(w: RegisterWords) -> Iterator[Text]:
    yield Text(w.say("rule"), style="dim")
    yield Text(w.words.say("disclaimer", authority=w.words.say("authority")), style="dim")


def entry_table(docket: Docket, entry: Entry, derived: Derived, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return one entry in full: both clauses, what the derived layer says, and all that was ever said."""
    w = RegisterWords(docket, catalogue, words)
    p = entry.proposal
    lines = [w.clause(p.subject), w.clause(p.object), "", *_facts(entry, derived, w), ""]
    lines += [f"- {w.said(r)}\n  {w.speaker(r)} [{r.id}]" for r in entry.history] or [w.say("nothing_said")]
    lines += [w.say("note", text=n) for n in w.notes(entry)]
    title = Text(f"{p.id}: {w.sentence(p)}", style="bold")
    return Group(*_head(w), title, Text("\n".join(lines)), Text(""), *_foot(w))


def _facts(entry: Entry, derived: Derived, w: RegisterWords) -> Iterator[str]:
    p = entry.proposal
    yield f"{w.say('state')}: {w.state(entry.state)}"
    yield w.say("proposed", person=p.author, body=w.body(p.body), date=p.date) + (f" {p.comment}" if p.comment else "")
    yield w.derived(derived(p))


def report_table(docket: Docket, catalogue: Catalogue, words: Words) -> RenderableType:
    """Return how many proposals are in each state, then what waits for somebody."""
    w = RegisterWords(docket, catalogue, words)
    parts: list[RenderableType] = [*_head(w), Text("")]
    parts += [Text(w.say("count", state=w.state(s), n=n)) for s, n in docket.counts.items()]
    for key, lines in sections(docket, w):
        parts += [Text(""), Text(w.say(key), style="bold"), *(Text(f"- {line}") for line in lines)]
        if not lines:
            parts.append(Text(w.say("nothing"), style="dim"))
    return Group(*parts, Text(""), *_foot(w))


def sections(docket: Docket, w: RegisterWords) -> Iterator[tuple[str, list[str]]]:
    """Yield the parts of a report: the key of its heading, and its lines."""
    for state in State:
        yield f"part_{state}", [_line(e, w) for e in docket.entries if e.state is state]
    conditions = [(e, r) for e in docket.entries for r in e.conditions]
    yield "part_conditions", [f"{e.proposal.id}: {w.said(r)}" for e, r in conditions]
    late = [(e, r) for e in docket.entries for r in e.overdue]
    yield "part_overdue", [f"{e.proposal.id}: {w.said(r)}" for e, r in sorted(late, key=lambda x: x[1].due)]


def _line(entry: Entry, w: RegisterWords) -> str:
    notes = "; ".join(w.notes(entry))
    return f"{entry.proposal.id}: {w.sentence(entry.proposal)}" + (f" ({notes})" if notes else "")


def docket_json(
    docket: Docket, entries: Iterable[Entry], derived: Derived, catalogue: Catalogue, words: Words
) -> dict[str, Any]:
    """Return the register as a dictionary."""
    w = RegisterWords(docket, catalogue, words)
    return {
        "on": docket.on,
        "invented": docket.register.is_invented,
        "note": w.say("invented") if docket.register.is_invented else None,
        "counts": {str(state): n for state, n in docket.counts.items()},
        "entries": [entry_json(e, derived, w) for e in entries],
        "rule": w.say("rule"),
        "disclaimer": words.say("disclaimer", authority=words.say("authority")),
    }


def entry_json(entry: Entry, derived: Derived, w: RegisterWords) -> dict[str, Any]:
    """Return one entry as a dictionary."""
    p, i = entry.proposal, entry.instrument
    pair = derived(p)
    return {
        "id": p.id,
        "subject": p.subject,
        "predicate": p.predicate,
        "object": p.object,
        "sentence": w.sentence(p),
        "proposed": {"by": p.author, "body": p.body, "date": p.date, "comment": p.comment, "confidence": p.confidence},
        "state": str(entry.state),
        "label": w.state(entry.state),
        "notes": list(w.notes(entry)),
        "missing": list(entry.missing),
        "derived": {"strict": pair.strict, "substantial": pair.substantial} if pair else None,
        "new_editions": [{"framework": e.framework, "by": e.by, "since": e.since} for e in entry.editions],
        "instrument": {
            "agreement": i.name, "bodies": list(i.bodies), "state": str(i.state), "obliges": i.obliges,
            "status": str(i.status),
        } if i else None,
        "reviews": [_review_json(r, entry) for r in entry.history],
        "overdue": [r.id for r in entry.overdue],
    }  # fmt: skip


def _review_json(review: Review, entry: Entry) -> dict[str, Any]:
    found = next((o for o in entry.opinions if o.review is review), None)
    return {
        "id": review.id,
        "body": review.body,
        "side": found.side if found else None,
        "reviewer": review.reviewer,
        "mandate": review.mandate,
        "date": review.date,
        "verdict": str(review.verdict) if review.verdict else None,
        "condition": review.condition,
        "comment": review.comment,
        "instrument": review.instrument or None,
        "reply_to": review.reply_to or None,
        "due": review.due or None,
        "counts": _known(found, found is not None and found.is_sure),
        "stale": _known(found, found is not None and found.is_stale),
    }


def _known(opinion: Opinion | None, value: bool) -> bool | None:
    """Return *value*, or None where it is not known whether a new edition came after the verdict."""
    return None if opinion and opinion.counts is InForce.UNKNOWN else value


def docket_rows(docket: Docket, entries: Iterable[Entry], catalogue: Catalogue, words: Words) -> list[dict[str, Any]]:
    """Return one flat row for every entry."""
    w = RegisterWords(docket, catalogue, words)
    return [
        {
            "id": e.proposal.id,
            "subject": e.proposal.subject,
            "predicate": e.proposal.predicate,
            "object": e.proposal.object,
            "state": str(e.state),
            "label": w.state(e.state),
            "said": " | ".join(w.opinion(o) for o in e.opinions),
            "notes": " | ".join(w.notes(e)),
            "instrument": e.instrument.name if e.instrument else "",
            "overdue": " ".join(r.id for r in e.overdue),
            "proposed_by": e.proposal.author,
            "proposed_for": e.proposal.body,
            "proposed_on": e.proposal.date,
            "on": docket.on,
            "invented": docket.register.is_invented,
        }
        for e in entries
    ]


def pair_lines(docket: Docket | None, source: str, target: str, catalogue: Catalogue, words: Words) -> Iterator[str]:
    """Yield what the register holds of a pair of statements; nothing where nothing was ever proposed."""
    if docket is None or not docket.entries:
        return
    w = RegisterWords(docket, catalogue, words)
    found = docket.find(source, target)
    if not found:
        yield w.say("pair_none")
    for e in found:
        yield w.say("pair", id=e.proposal.id, sentence=w.sentence(e.proposal), state=w.state(e.state), on=e.on)
        yield from (f"  - {x}" for x in [*(w.opinion(o) for o in e.opinions), *w.notes(e)])


def pair_json(docket: Docket | None, source: str, target: str) -> list[dict[str, str]]:
    """Return what the register holds of a pair of statements."""
    return [
        {"id": e.proposal.id, "predicate": e.proposal.predicate, "state": str(e.state), "on": e.on}
        for e in (docket.find(source, target) if docket else ())
    ]
