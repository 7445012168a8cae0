"""A standard that is brought in, as frozen values: what a filled-in template says."""

from __future__ import annotations

from dataclasses import dataclass

from competency_graph.model import Kind, Labels


@dataclass(frozen=True)
class Named:
    """A name of something: in English, and as it is in its own language where that is another."""

    english: str
    original: str = ""
    language: str = ""

    @property
    def texts(self) -> list[tuple[str, str, bool]]:
        """Text, language, and whether it is official: the original is, and the English where there is none other."""
        own = [(self.original, self.language, True)] if self.original else []
        return [(self.english, "en", not own), *own]


@dataclass(frozen=True)
class NewBody:
    """A body that the graph does not hold yet."""

    name: str
    named: Named
    jurisdiction: str = ""
    homepage: str = ""


@dataclass(frozen=True)
class NewJurisdiction:
    """A country that the graph does not hold yet."""

    code: str
    labels: Labels


@dataclass(frozen=True)
class NewStatement:
    """A clause; *complexity* and *autonomy* are names of levels, empty for a criterion."""

    code: str
    kind: Kind
    label: str
    label_language: str
    label_is_official: bool
    paraphrase: str
    complexity: str
    autonomy: str
    clause: str
    address: str
    status: str
    reason: str


@dataclass(frozen=True)
class NewDemand:
    """A row that a person ticked; *score* is that of the program which suggested it, empty where none did."""

    code: str
    element: str
    is_essential: bool
    certainty: str
    note: str
    score: str


@dataclass(frozen=True)
class NewStandard:
    """Everything that is written into the data."""

    slug: str
    title: Named
    issuer: str
    body: NewBody | None
    jurisdiction: str
    new_jurisdiction: NewJurisdiction | None
    in_force_from: str
    profile: str
    stage: str
    track: str
    complexity: str
    autonomy: str
    source_title: str
    source_language: str
    source_address: str
    licence_note: str
    paraphrase_language: str
    checked_on: str
    guide: str
    accepted_by: str
    statements: tuple[NewStatement, ...]
    demands: tuple[NewDemand, ...]
