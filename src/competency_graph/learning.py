"""The values of learning opportunities: what can be learnt where, at which effort, and after what.

What is not known has no value: never zero, and never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from competency_graph.model import Labels, Source, Span, Status


class OpportunityKind(StrEnum):
    """The form in which something is learnt."""

    COURSE = "course"
    TRAINING = "training"
    SITE_VISIT = "site-visit"
    EXCHANGE = "exchange"
    PRACTICE = "supervised-practice"

    @property
    def term(self) -> str:
        """The name of the kind in the ontology.

        >>> OpportunityKind.SITE_VISIT.term
        'SiteVisit'
        """
        return "".join(word.capitalize() for word in self.split("-"))


#: Ranks of complexity and autonomy, each 1 to 4, or both 0 where there is no level.
Ranks = tuple[int, int]


@dataclass(frozen=True)
class Development:
    """One element that an opportunity develops; *level* is None where no source states it."""

    element: str
    level: Ranks | None


@dataclass(frozen=True)
class Prerequisite:
    """What must come first: another opportunity, or else an element at a level."""

    opportunity: str = ""
    element: str = ""
    level: Ranks = (0, 0)


@dataclass(frozen=True)
class Effort:
    """The work that an opportunity takes, between two bounds, in hours or ECTS."""

    least: Decimal
    most: Decimal
    unit: str


@dataclass(frozen=True)
class Money:
    """An amount in one currency, by its ISO 4217 code."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Conversion:
    """How many hours of work one unit of effort stands for, and in which document that is written."""

    unit: str
    least: Decimal
    most: Decimal
    status: Status
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Opportunity:
    """One learning opportunity; *hosts* are names of bodies of the graph, or names as a catalogue gives them."""

    name: str
    labels: Labels
    kind: OpportunityKind
    develops: tuple[Development, ...] = ()
    requires: tuple[Prerequisite, ...] = ()
    effort: Effort | None = None
    cost: Money | None = None
    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    span: Span = field(default_factory=Span)
    status: Status = Status.UNVERIFIED
    reason: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    is_invented: bool = False
    catalogue: str = ""


@dataclass(frozen=True)
class Offers:
    """All learning opportunities that are known of, by name, and how units of effort become hours."""

    opportunities: Mapping[str, Opportunity] = field(default_factory=dict)
    conversions: Mapping[str, Conversion] = field(default_factory=dict)

    def hours(self, effort: Effort | None) -> tuple[Decimal, Decimal] | None:
        """Return between how many hours *effort* lies, or None where it or the conversion of its unit is not known.

        >>> ects = Conversion("ECTS", Decimal(25), Decimal(30), Status.SEEN)
        >>> [str(h) for h in Offers(conversions={"ECTS": ects}).hours(Effort(Decimal(2), Decimal(3), "ECTS"))]
        ['50', '90']
        >>> Offers().hours(Effort(Decimal(2), Decimal(3), "ECTS"))
        """
        if effort is None:
            return None
        if effort.unit == "hours":
            return effort.least, effort.most
        conversion = self.conversions.get(effort.unit)
        return (effort.least * conversion.least, effort.most * conversion.most) if conversion else None
