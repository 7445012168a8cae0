"""The values of the graph: frozen, comparable, without any store behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from competency_graph.vocabulary import Curie, Iri

Labels = Mapping[str, str]


class Status(StrEnum):
    """How far a fact was seen in a source, strongest first; what is only supposed is no fact and comes last.

    >>> weakest([Status.SEEN, Status.UNVERIFIED, Status.INFERRED])
    <Status.UNVERIFIED: 'unverified'>
    """

    SEEN = "seen"
    SECONDARY = "secondary-copy"
    INFERRED = "inferred"
    CONFLICTING = "conflicting"
    UNVERIFIED = "unverified"
    NOT_FOUND = "searched-not-found"
    HYPOTHETICAL = "hypothetical"

    @property
    def is_verified(self) -> bool:
        """True of what was read in the source or in a copy of it."""
        return self in (Status.SEEN, Status.SECONDARY)

    @property
    def is_provisional(self) -> bool:
        """True of what nobody has seen in any source, or of what sources contradict each other on."""
        return self in (Status.CONFLICTING, Status.UNVERIFIED, Status.NOT_FOUND)


def weakest(statuses: object) -> Status:
    """Return the weakest of *statuses*; an answer is no surer than its weakest premise."""
    order = list(Status)
    return max(statuses, key=order.index, default=Status.SEEN)  # type: ignore[call-overload,no-any-return]


class Kind(StrEnum):
    """What a statement is; only statements of comparable kinds are compared."""

    LEARNING_OUTCOME = "LearningOutcome"
    COMPETENCY = "Competency"
    CRITERION = "AccreditationCriterion"
    KNOWLEDGE_PROFILE = "KnowledgeProfile"
    LEVEL_DESCRIPTOR = "LevelDescriptor"


@dataclass(frozen=True)
class Level:
    """One value of an ordered scale."""

    name: str
    scale: str
    rank: int
    labels: Labels


@dataclass(frozen=True)
class Element:
    """One atomic thing that statements demand; *implies* names the broader elements."""

    name: str
    labels: Labels
    definition: str
    implies: tuple[str, ...]
    type: str
    weight: int
    is_grouping: bool = False


@dataclass(frozen=True)
class Demand:
    """One element that a statement demands, at ranks 1 to 4 of both scales, or 0 without level."""

    element: str
    complexity: int
    autonomy: int
    is_essential: bool = False
    certainty: str = "high"
    note: str = ""


@dataclass(frozen=True)
class Source:
    """A document in which a fact was read; *copy_of* is the document that it repeats, *language* that of the title."""

    iri: Iri
    title: str
    pages: tuple[str, ...] = ()
    copy_of: str = ""
    note: str = ""
    language: str = "und"


@dataclass(frozen=True)
class Search:
    """What was looked for and not found: where, until when, and which documents a body would have to supply."""

    labels: Labels
    jurisdictions: tuple[str, ...]
    stage: str
    searched_in: tuple[str, ...]
    would_supply: tuple[str, ...]
    as_of: str
    name: str = ""
    bodies: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True)
class CreditRule:
    """A number that a profile or statement prescribes: at least *amount*, counted in *unit*."""

    label: str
    amount: str
    unit: str
    status: Status


@dataclass(frozen=True)
class Statement:
    """One clause of a framework."""

    id: Curie
    iri: Iri
    framework: str
    code: str
    kind: Kind
    labels: Labels
    label_status: Mapping[str, str]
    paraphrases: Labels
    clause: str
    sources: tuple[Source, ...]
    status: Status
    status_as_of: str
    status_reason: str
    demands: tuple[Demand, ...] = ()
    credit_rules: tuple[CreditRule, ...] = ()
    coders: tuple[str, ...] = ()

    @property
    def is_coded_twice(self) -> bool:
        """True where two coders worked independently before the adjudication."""
        return len([c for c in self.coders if c != "adjudicated"]) >= 2


@dataclass(frozen=True)
class Profile:
    """The statements of one framework that one kind of person or programme must meet together."""

    id: str
    iri: Iri
    framework: str
    labels: Labels
    stage: str
    track: str
    complexity: str
    autonomy: str
    jurisdictions: tuple[str, ...]
    cycle: str
    eqf_level: str
    duration: str
    field: str
    statements: tuple[Curie, ...]
    credit_rules: tuple[CreditRule, ...] = ()


@dataclass(frozen=True)
class Body:
    """An organisation that issues standards, accredits, registers or signs."""

    name: str
    labels: Labels
    short: str
    jurisdictions: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """One edition of a published standard; *replaces* names the editions before it.

    It counts in the jurisdictions *applies_in* without being what their names stand for; *status* says how surely. In
    those of *compulsory_in* programmes follow it by law, accredited or not.
    """

    slug: str
    labels: Labels
    issuer: Body
    in_force_from: str
    in_force_until: str
    default_profile: str
    notes: tuple[str, ...]
    profiles: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    applies_in: tuple[str, ...] = ()
    compulsory_in: tuple[str, ...] = ()
    status: Status | None = None
    reason: str = ""

    def is_in_force(self, on: str) -> bool:
        """Tell whether the edition is in force on *on* (YYYY-MM-DD), unknown bounds read as open.

        A bound known to the month or year only is compared to that precision.
        """
        begun = not self.in_force_from or self.in_force_from <= on[: len(self.in_force_from)]
        ended = bool(self.in_force_until) and self.in_force_until < on[: len(self.in_force_until)]
        return begun and not ended


@dataclass(frozen=True)
class Adoption:
    """The fact that *framework* (of *body*) uses *profile* of another body."""

    framework: str
    body: str
    profile: str
    jurisdictions: tuple[str, ...]
    status: Status
    reason: str
    labels: Labels
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Jurisdiction:
    """A country or territory, by its ISO 3166-1 code."""

    code: str
    labels: Labels


class InForce(StrEnum):
    """Whether something holds on a date; what the sources leave open is not known."""

    YES = "in-force"
    UNKNOWN = "not-known"
    NO = "not-in-force"


@dataclass(frozen=True)
class Span:
    """The first and last date of something, each to the day, month or year that is known, '' where none is.

    A missing beginning may lie anywhere, but no later than the date on which it was *seen* in force; a missing end
    means that no end is known of.
    """

    start: str = ""
    end: str = ""
    seen: str = ""

    @property
    def start_range(self) -> tuple[str, str]:
        """The earliest and latest day on which it may have begun.

        >>> Span("2018-02").start_range, Span(seen="2014-02-03").start_range
        (('2018-02-01', '2018-02-31'), ('0000-01-01', '2014-02-03'))
        """
        latest = self.start or self.seen
        return _first(self.start), _last(latest) if latest else "9999-12-31"

    @property
    def end_range(self) -> tuple[str, str]:
        """The earliest and latest day that may be its last."""
        return (_first(self.end), _last(self.end)) if self.end else ("9999-12-31", "9999-12-31")

    def state(self, on: str) -> InForce:
        """Tell whether it holds on the day *on*, YYYY-MM-DD.

        >>> str(Span("2018-02").state("2018-02-10")), str(Span("2018-02").state("2018-03-01"))
        ('not-known', 'in-force')
        >>> str(Span(end="2020").state("2021-01-01")), str(Span(end="2020").state("2019-12-31"))
        ('not-in-force', 'not-known')
        """
        if on < self.start_range[0] or on > self.end_range[1]:
            return InForce.NO
        return InForce.YES if self.start_range[1] <= on <= self.end_range[0] else InForce.UNKNOWN


def _first(date: str) -> str:
    return date + "0000-01-01"[len(date) :]


def _last(date: str) -> str:
    return date + "9999-12-31"[len(date) :]


class Purpose(StrEnum):
    """What a holder may use a recognised award for."""

    FURTHER_STUDY = "further-study"
    DEGREE = "degree"
    EMPLOYMENT = "employment"
    ACADEMIC_REQUIREMENT = "academic-requirement"
    REGULATED_PROFESSION = "regulated-profession"
    REGISTRATION = "professional-registration"
    COOPERATION = "cooperation"

    @property
    def term(self) -> str:
        """The name of the purpose in the ontology.

        >>> Purpose.FURTHER_STUDY.term
        'FurtherStudyPurpose'
        """
        return "".join(word.capitalize() for word in self.split("-")) + "Purpose"


class Force(StrEnum):
    """How far an agreement binds those who take part in it, strongest first."""

    TREATY = "BindingTreaty"
    MUTUAL = "MutualRecognition"
    LABEL = "QualityLabel"
    MEMORANDUM = "MemorandumForce"
    DECLARATION = "DeclarationForce"

    @property
    def obliges(self) -> bool:
        """True of what obliges one side to recognise what the other did."""
        return self in (Force.TREATY, Force.MUTUAL)


class ParticipationKind(StrEnum):
    """How fully a party takes part in an agreement during one span of time."""

    FULL = "FullParticipation"
    AUTHORISED = "Authorisation"
    SIGNED = "SignedParticipation"
    PROVISIONAL = "ProvisionalParticipation"
    SUSPENDED = "SuspendedParticipation"


@dataclass(frozen=True)
class Participation:
    """The part that one jurisdiction takes in an agreement, through *body* where one is named."""

    party: str
    body: str
    kind: ParticipationKind
    span: Span
    status: Status
    reason: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Whom an agreement covers: career stages, tracks, cycles and a field; what is empty is not restricted there."""

    stages: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()
    field: str = ""


@dataclass(frozen=True)
class Agreement:
    """An accord, treaty, label or memorandum, with all that take part in it.

    *contacts* names bodies of no jurisdiction that issue it or made a commitment under it.
    """

    name: str
    labels: Labels
    force: Force
    purposes: tuple[Purpose, ...]
    scope: str
    span: Span
    status: Status
    issuer: str = ""
    contacts: tuple[str, ...] = ()
    participations: tuple[Participation, ...] = ()
    as_of: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    coverage: Coverage = Coverage()
    scopes: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Award:
    """A degree, title or grade, by *kind* ``qualification`` or ``title``; *grade_above* names the one below it."""

    name: str
    kind: str
    labels: Labels
    jurisdiction: str
    status: Status
    issuer: str = ""
    cycle: str = ""
    grade_above: str = ""
    protection: str = ""
    requirements: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Event:
    """A meeting, visit or talk; *held* is its date as far as it is known."""

    name: str
    labels: Labels
    held: str
    jurisdiction: str
    place: str
    bodies: tuple[str, ...]
    status: Status
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A dated event or agreement by which a source says that a commitment was kept."""

    name: str
    labels: Labels
    date: str


@dataclass(frozen=True)
class Commitment:
    """Something that *makers* promised at *event* or under *agreement*; undated *evidence* proves nothing."""

    name: str
    labels: Labels
    themes: tuple[str, ...]
    makers: tuple[str, ...]
    event: str
    agreement: str
    status: Status
    as_of: str
    reason: str = ""
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A learning opportunity as a commitment needs it: that it exists, who hosts it, and how surely."""

    name: str
    labels: Labels
    kind: str
    hosts: tuple[str, ...]
    status: Status


@dataclass(frozen=True)
class Assertion:
    """One mapping of a published crosswalk: who says that two things correspond, how, and where that was read.

    *subject* and *object* are IRIs, of statements, elements or concepts of other vocabularies; *confidence* is None
    where the crosswalk states none; *is_negative* is true where it says that the predicate does not hold.
    """

    iri: Iri
    subject: Iri
    predicate: Curie
    object: Iri
    mapping_set: str
    justification: str
    status: Status
    is_negative: bool = False
    confidence: float | None = None
    authors: tuple[str, ...] = ()
    source: str = ""
    date: str = ""
    comment: str = ""
    object_label: str = ""


@dataclass(frozen=True)
class ParameterValues:
    """The numbers of the substantial reading, with the date on which they were fitted."""

    theta: int
    overlap: int
    fitted_on: str


@dataclass(frozen=True)
class Catalogue:
    """Everything that answers are computed from, by name."""

    frameworks: Mapping[str, Framework]
    profiles: Mapping[str, Profile]
    statements: Mapping[Curie, Statement]
    elements: Mapping[str, Element]
    levels: Mapping[str, Level]
    bodies: Mapping[str, Body]
    jurisdictions: Mapping[str, Jurisdiction]
    adoptions: tuple[Adoption, ...]
    parameters: ParameterValues
    release: str = ""
    terms: Mapping[str, Labels] = field(default_factory=dict)
    searches: tuple[Search, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    awards: tuple[Award, ...] = ()
    assertions: tuple[Assertion, ...] = ()

    def __repr__(self) -> str:
        return f"<Catalogue of {len(self.frameworks)} frameworks and {len(self.statements)} statements>"

    def label(self, labels: Labels, language: str) -> str:
        """Return the label in *language*, else in English, else any."""
        return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")
