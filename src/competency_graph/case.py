"""One person's or programme's case, as it was read from a file: frozen values that name nobody unless the file does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from competency_graph.model import Purpose, Span


class CaseKind(StrEnum):
    """What a case is about."""

    ENGINEER = "engineer"
    PROGRAMME = "programme"


class Check(StrEnum):
    """Whether the body that is said to have issued a document confirmed it."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True)
class Volume:
    """How much learning an award stands for, in the unit of the document."""

    amount: Decimal
    unit: str


@dataclass(frozen=True)
class ProgrammeAccreditation:
    """An agency's dated decision on the programme; *standard* names a framework or profile, '' where not stated."""

    by: str
    standard: str
    span: Span


@dataclass(frozen=True)
class Authenticity:
    """How a document was checked."""

    result: Check
    by: str = ""
    on: str = ""
    how: str = ""


@dataclass(frozen=True)
class Award:
    """A qualification that was awarded; *accreditations* is None where the case says nothing about them.

    Dates are to the day, month or year; '' and None stand for what the case does not say.
    """

    title: str
    jurisdiction: str
    awarded: str = ""
    started: str = ""
    cycle: str = ""
    institution: str = ""
    language: str = ""
    years: Decimal | None = None
    volume: Volume | None = None
    eqf: int | None = None
    field: str = ""
    accreditations: tuple[ProgrammeAccreditation, ...] | None = None
    authenticity: Authenticity | None = None


@dataclass(frozen=True)
class Registration:
    """An entry in a register; *standard* names the profile that the entry shows, '' where not stated."""

    body: str
    title: str
    span: Span
    standard: str = ""


@dataclass(frozen=True)
class Evidence:
    """One statement or element that the person is said to meet; without *proof* it is only claimed."""

    name: str
    source: str
    is_statement: bool = False
    complexity: str = ""
    autonomy: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Activity:
    """A stretch of practice or a training, with what it is said to show."""

    title: str
    span: Span
    evidence: tuple[Evidence, ...] = ()
    hours: Decimal | None = None
    provider: str = ""


@dataclass(frozen=True)
class Case:
    """Everything that a case file says, and which parts of the file were read and which were not.

    >>> Case("x", CaseKind.ENGINEER, "yaml", "0" * 64).awards
    ()
    """

    name: str
    kind: CaseKind
    form: str
    digest: str
    is_invented: bool = False
    purpose: Purpose | None = None
    awards: tuple[Award, ...] = ()
    registrations: tuple[Registration, ...] = ()
    experience: tuple[Activity, ...] = ()
    training: tuple[Activity, ...] = ()
    read: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What practice and training are said to show, in the order of the file."""
        return tuple(e for activity in (*self.experience, *self.training) for e in activity.evidence)
