"""What a hypothetical agreement would change and link, as table, flat rows and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from competency_graph.model import Award, Catalogue
from competency_graph.presentation.pathway_words import PathwayWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Covered, Lack, Linked, LinkedPair, Participant, Pathways

#: How many missing elements a table names for one pair.
_MOST = 6
_READINGS = ("strict", "substantial")


class SupposedWords:
    """The words of a supposition in one language, with the labels of the catalogue."""

    def __init__(self, catalogue: Catalogue, words: Words) -> None:
        self.catalogue, self.words = catalogue, words
        self.pathways = PathwayWords(catalogue, words)
        self.awards: dict[str, Award] = {a.name: a for a in catalogue.awards}

    def say(self, key: str, **values: object) -> str:
        """Return the sentence *key* with *values* filled in."""
        return self.words.of("suppose", key).format(**values)

    def name(self, p: Participant) -> str:
        """Return a profile by its name, with the standard that adopts it."""
        return self.words.say("through", body=p.edition, profile=p.profile.id) if p.adopts else p.profile.id

    def side(self, p: Participant) -> str:
        """Return a profile by its name, with the jurisdiction in which it is in force."""
        return f"{p.asked}: {self.name(p)}"

    def stage(self, stage: str) -> str:
        """Return the label of a career stage."""
        return self.words.term(self.catalogue, stage)

    def award_names(self, names: Iterable[str]) -> str:
        """Return degrees and titles by their labels."""
        return "; ".join(self.words.label(self.awards[n].labels) for n in names)

    def counts(self, lack: Lack) -> str:
        """Return how the statements of the target are covered, in both readings."""
        return self.say("counts", **{r: self.say("count", **lack.counts(r)) for r in _READINGS})

    def missing(self, lack: Lack) -> str:
        """Return the main elements that are missing, the most demanded first."""
        names = list(dict.fromkeys(g.missing.element for g in lack.gaps))
        if not names:
            return self.say("nothing_missing")
        shown = [self.words.element(self.catalogue, n) for n in names[:_MOST]]
        more = [self.say("more", n=len(names) - _MOST)] if len(names) > _MOST else []
        return self.say("missing", n=len(names), elements="; ".join([*shown, *more]))


def supposed_head(file: str, value: Pathways, facts: Pathways, w: SupposedWords) -> Iterable[RenderableType]:
    """Yield that the answer rests on a supposition, and what that changes for each purpose."""
    yield Text(w.say("title", file=file), style="bold magenta")
    yield Text(w.say("rule"), style="magenta")
    yield Text(w.say("changes", on=value.on), style="bold")
    changes = [c for c in changes_of(value, facts) if c["changed"]]
    for change in changes:
        yield Text(f"- {_change_text(change, value, facts, w)}")
    if not changes:
        yield Text(w.say("same"))
    yield Text("")


def changes_of(value: Pathways, facts: Pathways) -> list[dict[str, Any]]:
    """Return what was found for each purpose with and without the supposition."""
    return [
        {
            "purpose": str(now.purpose),
            "without": str(before.finding),
            "finding": str(now.finding),
            "changed": now.finding is not before.finding,
            "hypothetical": now.is_hypothetical,
        }
        for now, before in zip(value.answers, facts.answers, strict=True)
    ]


def _change_text(change: dict[str, Any], value: Pathways, facts: Pathways, w: SupposedWords) -> str:
    now = next(a for a in value.answers if a.purpose == change["purpose"])
    before = next(a for a in facts.answers if a.purpose == change["purpose"])
    p = w.pathways
    found = p.mark(p.say(now.finding), now.status)
    return w.say("changed", purpose=p.purpose(now.purpose), without=p.say(before.finding), finding=found)


def linked_parts(linked: Sequence[Linked], w: SupposedWords) -> Iterable[RenderableType]:
    """Yield what each supposed agreement of both would link, and what the two sides would still lack."""
    if not linked:
        yield Text(w.say("nothing"), style="bold")
    for one in linked:
        yield Text(w.say("linked", agreement=w.pathways.agreement(one.agreement)), style="bold")
        yield Text(w.say("stages", covers=w.pathways.coverage(one.agreement)))
        for side in one.sides:
            yield from (Text(line) for line in _side_lines(side, w))
        yield Text("")
        yield Text(w.say("derived"), style="bold")
        yield Text(w.say("derived_note"), style="dim")
        if not one.pairs:
            yield Text(w.say("no_pair"))
        for party in dict.fromkeys(x for pair in one.pairs for x in pair.instead):
            yield Text(w.say("instead", party=party))
        for pair in one.pairs:
            yield from _pair_parts(pair, w)
    yield Text("")


def _side_lines(side: Covered, w: SupposedWords) -> Iterable[str]:
    bodies = ", ".join(w.pathways.body(b) for b in side.bodies) or w.pathways.body("")
    yield f"- {w.say('bodies', party=w.pathways.place(side.party), bodies=bodies)}"
    for stage, found in side.profiles.items():
        if found:
            yield f"  {w.stage(stage)}. {w.say('profiles', names='; '.join(map(w.name, found)))}"
    yield from (f"  {w.say('without', party=side.party, stage=w.stage(stage))}" for stage in side.without)
    yield from (f"  {w.say('searched', what=w.pathways.search(s))}" for s in side.searches)
    names = w.award_names(side.awards)
    yield f"  {w.say('awards', names=names) if names else w.say('no_awards')}"
    if side.untouched:
        yield f"  {w.say('untouched', names=w.award_names(side.untouched))}"


def _pair_parts(pair: LinkedPair, w: SupposedWords) -> Iterable[Text]:
    for lack in (pair.there, pair.back):
        c = lack.comparison
        status = w.words.of("status_word", lack.status)
        names = {"source": w.side(c.source), "target": w.side(c.target)}
        yield Text(f"- {w.say('pair', **names, stage=w.stage(pair.stage), status=status)}", style="bold")
        yield Text(f"  {w.counts(lack)}")
        yield Text(f"  {w.missing(lack)}")


def supposed_json(
    file: str, value: Pathways, facts: Pathways, linked: Sequence[Linked], w: SupposedWords
) -> dict[str, Any]:
    """Return what is supposed, what it changes and what it would link, as a dictionary."""
    return {
        "file": file,
        "hypothetical": True,
        "rule": w.say("rule"),
        "changes": changes_of(value, facts),
        "linked": [_linked_json(one, w) for one in linked],
    }


def _linked_json(linked: Linked, w: SupposedWords) -> dict[str, Any]:
    return {
        "agreement": linked.agreement,
        "label": w.pathways.agreement(linked.agreement),
        "stages": list(linked.stages),
        "covers": w.pathways.coverage(linked.agreement),
        "sides": [_side_json(s, w) for s in linked.sides],
        "pairs": [_pair_json(p, w) for p in linked.pairs],
    }


def _side_json(side: Covered, w: SupposedWords) -> dict[str, Any]:
    return {
        "party": side.party,
        "bodies": list(side.bodies),
        "profiles": [
            {"stage": stage, "profile": p.profile.id, "edition": p.edition, "through_adoption": bool(p.adopts)}
            for stage, found in side.profiles.items()
            for p in found
        ],
        "awards": [_award_json(n, w) for n in side.awards],
        "untouched": [_award_json(n, w) for n in side.untouched],
        "without": list(side.without),
        "searched": list(side.searches),
    }


def _award_json(name: str, w: SupposedWords) -> dict[str, Any]:
    award = w.awards[name]
    label = w.words.label(award.labels)
    return {"award": name, "kind": award.kind, "label": label, "issuer": award.issuer, "status": str(award.status)}


def _pair_json(pair: LinkedPair, w: SupposedWords) -> dict[str, Any]:
    return {
        "stage": pair.stage,
        "instead": list(pair.instead),
        "source_lacks": _lack_json(pair.there, w),
        "target_lacks": _lack_json(pair.back, w),
    }


def _lack_json(lack: Lack, w: SupposedWords) -> dict[str, Any]:
    c = lack.comparison
    return {
        "holder": c.source.profile.id,
        "demanded": c.target.profile.id,
        **{reading: lack.counts(reading) for reading in _READINGS},
        "missing": [
            {
                "element": g.missing.element,
                "label": w.words.element(w.catalogue, g.missing.element),
                "reason": g.missing.reason,
                "demanded_by": list(g.demanded_by),
                "status": str(g.status),
            }
            for g in lack.gaps
        ],
        "status": str(lack.status),
    }


def linked_rows(linked: Sequence[Linked], columns: Sequence[str], w: SupposedWords) -> list[dict[str, Any]]:
    """Return one row in *columns* for each profile held against another: what its holders would still lack."""
    rows = []
    for one in linked:
        agreement = w.pathways.agreements[one.agreement]
        for lack in (x for pair in one.pairs for x in (pair.there, pair.back)):
            values = {
                "kind": "still lacking",
                "source": w.side(lack.comparison.source),
                "target": w.side(lack.comparison.target),
                "agreement": one.agreement,
                "label": w.pathways.agreement(one.agreement),
                "force": str(agreement.force),
                "parts": w.counts(lack),
                "missing": " | ".join(dict.fromkeys(g.missing.element for g in lack.gaps)),
                "covers": w.pathways.coverage(one.agreement),
                "status": str(lack.status),
                "hypothetical": True,
            }
            rows.append({c: values.get(c, "") for c in columns})
    return rows
