"""The words of the register in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from competency_graph.formats.register import Proposal, Review, Verdict
from competency_graph.model import Catalogue, InForce
from competency_graph.presentation.prose import per_cent
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Pair
from competency_graph.recognition.comparison import VERDICTS
from competency_graph.recognition.mappings import predicate as predicate_of
from competency_graph.recognition.register import (
    SIDES,
    Docket,
    Entry,
    Instrument,
    NewEdition,
    Opinion,
    State,
    framework_of,
    was_in_force,
)


class RegisterWords:
    """The words of the register in one language, with the labels of graph and register."""

    def __init__(self, docket: Docket, catalogue: Catalogue, words: Words) -> None:
        self.docket, self.catalogue, self.words = docket, catalogue, words

    def say(self, key: str, **values: object) -> str:
        """Return the sentence *key* with *values* filled in."""
        return self.words.of("register", key).format(**values)

    def state(self, state: State) -> str:
        """Return the name of a state."""
        return self.say(state)

    def body(self, name: str) -> str:
        """Return the short name of a body of the graph, or the label of one of the register."""
        if own := self.docket.register.find_body(name):
            return own.label
        body = self.catalogue.bodies.get(name)
        return body.short if body else name

    def predicate(self, name: str) -> str:
        """Return what a predicate says, as the words between two clauses."""
        return self.say(name.partition(":")[2])

    def sentence(self, proposal: Proposal) -> str:
        """Return what is proposed."""
        return f"{proposal.subject} {self.predicate(proposal.predicate)} {proposal.object}"

    def clause(self, name: str) -> str:
        """Return a clause with its label and our paraphrase of it."""
        s = self.catalogue.statements[name]  # type: ignore[index]
        return f"{s.id} {self.words.label(s.labels)}\n{self.words.label(s.paraphrases)}"

    def derived(self, pair: Pair | None) -> str:
        """Return what the derived layer says of the pair, as the same words as a proposal uses."""
        if pair is None:
            return self.say("derived_none")
        found = predicate_of(VERDICTS.index(pair.strict), VERDICTS.index(pair.substantial))
        if found is None:
            return self.say("derived_none")
        return self.say(
            "derived",
            predicate=self.predicate(found[0]),
            reading=self.say(f"rule_{found[1]}"),
            forward=per_cent(pair.forward),
            backward=per_cent(pair.backward),
            status=self.words.of("status_word", pair.status),
        )

    def speaker(self, review: Review) -> str:
        """Return who said something, for which body, by which mandate, when."""
        body = self.body(review.body)
        return self.say("speaker", person=review.reviewer, body=body, mandate=review.mandate, date=review.date)

    def opinion(self, opinion: Opinion) -> str:
        """Return what a body says now, in one line."""
        return self.said(opinion.review, self.say(opinion.side))

    def said(self, review: Review, side: str = "") -> str:
        """Return what a review says, in one line."""
        who = f"{self.body(review.body)} ({side})" if side else self.body(review.body)
        what = self.say(review.verdict) if review.verdict else self.say("replies")
        texts = [review.condition, review.comment]
        if review.instrument:
            texts.append(self.say("cites", instrument=review.instrument))
        if review.due:
            texts.append(self.say("due_by", due=review.due))
        return f"{review.date} {who}: {what}" + "".join(f"; {t}" for t in texts if t)

    def notes(self, entry: Entry) -> Iterable[str]:
        """Yield why the state is what it is: which side is silent, what a new edition left behind, what is cited."""
        if entry.state in (State.OPEN, State.REOPENED) and entry.missing:
            sides = ", ".join(self.side(entry.proposal, side) for side in entry.missing)
            yield self.say("missing", sides=sides)
        yield from (self.say(key, old=e.framework, new=e.by, since=e.since) for e, key in _editions(entry))
        if entry.instrument:
            yield self.instrument(entry.instrument)
        for r in entry.overdue:
            yield self.say("overdue", id=r.id, body=self.body(r.body), due=r.due)

    def side(self, proposal: Proposal, side: str) -> str:
        """Return which side is meant, with its framework."""
        statement = proposal.subject if side == SIDES[0] else proposal.object
        return f"{self.say(side)} ({framework_of(statement)})"

    def instrument(self, instrument: Instrument) -> str:
        """Return which instrument both sides cite, and whether it carries recognition."""
        label = next(self.words.label(a.labels) for a in self.catalogue.agreements if a.name == instrument.name)
        key = f"instrument_{instrument.state}" if instrument.obliges else "instrument_no_duty"
        return self.say(key, name=label, status=self.words.of("status_word", instrument.status))

    def verdict(self, verdict: Verdict) -> str:
        """Return the word for a verdict that a person picks in a sheet."""
        return self.say(f"choose_{verdict}")


def _editions(entry: Entry) -> Iterator[tuple[NewEdition, str]]:
    """Yield the new editions that make a verdict count no longer, or leave open whether it does, each with its key."""
    for edition in entry.editions:
        found = {was_in_force(edition, o.review) for o in entry.opinions}
        if InForce.NO in found:
            yield edition, "new_edition"
        elif InForce.UNKNOWN in found:
            yield edition, "new_edition_month" if edition.since else "new_edition_no_day"
