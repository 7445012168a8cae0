"""What became of promises: done with dated evidence, promised, or not found; and the facts that are related.

A related fact, such as a clause about the same theme, fulfils no promise: only evidence of which a source says
that the promise was kept does, and only with a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from competency_graph.model import (
    Award,
    Catalogue,
    Commitment,
    Event,
    Evidence,
    Offer,
    Participation,
    Search,
)
from competency_graph.recognition.linking import Lack, stages_of
from competency_graph.vocabulary import Curie

#: The related facts of each theme, by the name of the part of the answer that holds them.
RELATED: Mapping[str, tuple[str, ...]] = {
    "AccreditationTheme": ("memberships",),
    "CompetenceRecognitionTheme": ("ladder", "grades"),
    "DialoguePlatform": ("events",),
    "EngineeringCooperation": ("events", "memberships"),
    "ExchangeProgrammes": ("offers",),
    "InclusionTheme": ("treatments",),
    "ProfessionalEthicsTheme": ("treatments",),
    "SocialStatusOfEngineers": ("grades",),
    "SustainableDevelopmentTheme": ("treatments",),
    "TeacherTraining": ("offers",),
    "TrainingAndSiteVisits": ("offers", "events"),
    "WomenEngineers": ("treatments", "indicators"),
    "YoungProfessionals": ("ladder", "grades"),
}


class Kept(StrEnum):
    """The state of a commitment.

    DONE: dated evidence of which a source says that the promise was kept. PROMISED: the promise was read in a
    source or a copy, and no such evidence is in the graph. NOT_FOUND: not even the promise was read in any.
    """

    DONE = "done"
    PROMISED = "promised"
    NOT_FOUND = "not-found"


@dataclass(frozen=True)
class Promise:
    """A commitment with its state, the *event* at which it was made, its dated *evidence*, and what was searched."""

    commitment: Commitment
    state: Kept
    event: Event | None
    evidence: tuple[Evidence, ...]
    searches: tuple[Search, ...]

    @property
    def related(self) -> tuple[str, ...]:
        """The parts of the answer with facts related to its themes, none of which fulfils it."""
        return tuple(dict.fromkeys(x for theme in self.commitment.themes for x in RELATED.get(theme, ())))


@dataclass(frozen=True)
class Treatment:
    """How one *framework* treats a *theme*: the elements that it demands, each with the statements that do."""

    theme: str
    framework: str
    elements: Mapping[str, tuple[Curie, ...]]


@dataclass(frozen=True)
class Membership:
    """A part that a body of one of the jurisdictions takes in an agreement on programmes."""

    agreement: str
    part: Participation


@dataclass(frozen=True)
class Ledger:
    """The state of every commitment of one event or of all, and the related facts beside it.

    *ladder* says what graduates of each jurisdiction still lack of the international profile of engineers, *grades*
    are the titles and grades there, *events* other dated meetings of the same bodies, *offers* the learning
    opportunities, *indicators* the searches about the themes that found nothing.
    """

    event: str
    items: tuple[Promise, ...]
    jurisdictions: tuple[str, ...]
    treatments: tuple[Treatment, ...]
    memberships: tuple[Membership, ...]
    ladder: tuple[Lack, ...]
    grades: tuple[Award, ...]
    offers: tuple[Offer, ...]
    events: tuple[Event, ...]
    indicators: tuple[Search, ...]
    as_of: str

    def count(self, state: Kept) -> int:
        """Return how many commitments have *state*."""
        return sum(item.state is state for item in self.items)


def state_of(commitment: Commitment) -> Kept:
    """Return the state of *commitment*.

    >>> from competency_graph.model import Status
    >>> said = Commitment("c", {}, (), (), "", "", Status.SEEN, "")
    >>> str(state_of(said))
    'promised'
    """
    if any(e.date for e in commitment.evidence):
        return Kept.DONE
    return Kept.PROMISED if commitment.status.is_verified else Kept.NOT_FOUND


def find_promises(
    commitments: Sequence[Commitment], events: Mapping[str, Event], searches: Sequence[Search]
) -> tuple[Promise, ...]:
    """Return *commitments* with their states; the searches are those that concern the event of each."""
    return tuple(
        Promise(
            c,
            state_of(c),
            events.get(c.event),
            tuple(e for e in c.evidence if e.date),
            tuple(s for s in searches if c.event and c.event in s.events),
        )
        for c in commitments
    )


def find_treatments(catalogue: Catalogue, themes: Mapping[str, Sequence[str]]) -> tuple[Treatment, ...]:
    """Return, for each theme and framework, the elements of the theme that its statements demand themselves.

    A framework whose statements demand nothing in any coding is left out, as nothing can be said of it.
    """
    found = []
    for slug, framework in catalogue.frameworks.items():
        names = {s for p in framework.profiles for s in catalogue.profiles[p].statements}
        demanding = [s for s in catalogue.statements.values() if s.id in names and s.demands]
        for theme, elements in themes.items() if demanding else ():
            demanded = {e: tuple(s.id for s in demanding if any(d.element == e for d in s.demands)) for e in elements}
            found.append(Treatment(theme, slug, {e: ids for e, ids in demanded.items() if ids}))
    return tuple(found)


def find_memberships(catalogue: Catalogue, jurisdictions: Sequence[str]) -> tuple[Membership, ...]:
    """Return who of *jurisdictions* takes part in agreements on accredited programmes, or is authorised under one."""
    return tuple(
        Membership(a.name, p)
        for a in catalogue.agreements
        if "ProgrammeStage" in stages_of(a)
        for p in a.participations
        if p.party in jurisdictions
    )
