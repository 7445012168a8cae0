"""Finding what people name: frameworks, profiles, jurisdictions, statements, elements."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from competency_graph.errors import InputError, UnknownNameError
from competency_graph.model import Adoption, Catalogue, Element, Framework, Labels, Profile, Search, Statement
from competency_graph.vocabulary import Curie

#: Career stage named in ``CN/engineer`` and the like.
STAGES = {"graduate": "GraduateStage", "engineer": "EngineerStage", "programme": "ProgrammeStage"}


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what was asked for, and what it resolved to."""

    asked: str
    profile: Profile
    framework: Framework
    adoption: Adoption | None = None


@dataclass(frozen=True)
class NoneFound:
    """The answer where there is nothing to compare: *why* is ``stage`` (a jurisdiction has no standard in the
    graph for the career stage on the date) or ``unverified`` (none of the *total* statements of the profile
    was verified). *place* holds the labels of the jurisdiction or profile,
    *searches* what was looked for there for the stage and not found."""

    asked: str
    why: str
    place: Labels = field(default_factory=dict)
    stage: str = ""
    on: str = ""
    total: int = 0
    searches: tuple[Search, ...] = ()


@dataclass(frozen=True)
class Names:
    """Finds what people name: frameworks, profiles, jurisdictions, statements, elements."""

    catalogue: Catalogue

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        c = self.catalogue
        places = [f"{j}/{stage}" for j in c.jurisdictions for stage in STAGES]
        return {
            "framework, profile or jurisdiction": [*c.frameworks, *c.profiles, *c.jurisdictions, *places],
            "statement": list(c.statements),
            "element": list(c.elements),
        }

    def unknown(self, kind: str, name: str) -> UnknownNameError:
        """Return the error that *name* is not known, with the nearest names that are."""
        folded = {k.casefold(): k for k in self._known[kind]}
        near = _nearest(name.casefold(), folded)
        return UnknownNameError(kind, name, [folded[n] for n in near])

    def get_statement(self, name: str) -> Statement:
        """Return the statement with the CURIE *name*, such as ``gapc-4:WA1``."""
        found = self.catalogue.statements.get(Curie(name))
        if found is None:
            raise self.unknown("statement", name)
        return found

    def get_element(self, name: str) -> Element:
        """Return the element called *name*."""
        if name not in self.catalogue.elements:
            raise self.unknown("element", name)
        return self.catalogue.elements[name]

    def get_jurisdiction(self, name: str) -> str:
        """Return the code of the jurisdiction called *name*: its code, or its name in any language."""
        if code := self._jurisdiction(name):
            return code
        near = _nearest(name.upper(), self.catalogue.jurisdictions)
        raise UnknownNameError("jurisdiction", name, near)

    def find_jurisdiction(self, name: str) -> str:
        """Return the code of the jurisdiction called *name*, or '' where it is the name of none."""
        return self._jurisdiction(name)

    def check(self, kind: str, name: str) -> None:
        """Raise UnknownNameError unless a thing of *kind* is called *name*; other kinds pass."""
        c = self.catalogue
        names: dict[str, list[str]] = {
            "framework": list(c.frameworks),
            "profile": list(c.profiles),
            "jurisdiction": list(c.jurisdictions),
            "statement": list(c.statements),
            "element": list(c.elements),
        }
        wanted = name.upper() if kind == "jurisdiction" else name
        if kind in names and wanted not in names[kind]:
            if kind == "framework":
                self._refuse_other_kind(name)
            raise UnknownNameError(kind, name, difflib.get_close_matches(wanted, names[kind], 3, 0.5), names[kind])

    def _refuse_other_kind(self, name: str) -> None:
        """Raise InputError where a framework is asked for and *name* is a jurisdiction or a profile."""
        c = self.catalogue
        if name in c.profiles:
            raise InputError(f"{name} is a profile, and a framework is asked for; name {c.profiles[name].framework}")
        if code := self._jurisdiction(name):
            own = {p.framework for p in c.profiles.values() if code in p.jurisdictions}
            own |= {a.framework for a in c.adoptions if code in a.jurisdictions}
            there = f"name one of its frameworks: {', '.join(sorted(own))}" if own else "no framework of it is known"
            raise InputError(f"{name} is a jurisdiction, and a framework is asked for; {there}")

    def resolve(self, name: str, on: str) -> Side | NoneFound:
        """Return what *name* stands for on the date *on*: a profile, a framework's default profile, or the
        profile that a jurisdiction uses, through a stated adoption where it has none of its own."""
        c = self.catalogue
        place, _, role = name.partition("/")
        if code := self._jurisdiction(place):
            return self._resolve_jurisdiction(name, code, role or "graduate", on)
        if name in c.profiles:
            profile = c.profiles[name]
            return Side(name, profile, c.frameworks[profile.framework])
        if name in c.frameworks:
            return self._resolve_framework(name)
        raise self.unknown("framework, profile or jurisdiction", name)

    def in_force(self, code: str, stage: str, on: str, asked: str = "") -> list[Side]:
        """Return the profiles for the career stage *stage* in force in a jurisdiction on *on*: its own, then those
        that it uses by a stated adoption."""
        c = self.catalogue
        own = [
            Side(asked or code, p, c.frameworks[p.framework]) for p in c.profiles.values() if code in p.jurisdictions
        ]
        adopted = [
            Side(asked or code, c.profiles[a.profile], c.frameworks[a.framework], a)
            for a in self._adoptions()
            if code in a.jurisdictions
        ]
        return [
            s
            for s in (*own, *adopted)
            if s.profile.stage == stage and c.frameworks[s.profile.framework].is_in_force(on)
        ]

    def _jurisdiction(self, name: str) -> str:
        """Return the code of the jurisdiction called *name*, by code or by its name in any language, or ''."""
        for code, jurisdiction in self.catalogue.jurisdictions.items():
            if name.casefold() in {code.casefold(), *(label.casefold() for label in jurisdiction.labels.values())}:
                return code
        return ""

    def _resolve_framework(self, name: str) -> Side:
        c = self.catalogue
        framework = c.frameworks[name]
        if framework.default_profile:
            return Side(name, c.profiles[framework.default_profile], framework)
        for adoption in self._adoptions():
            if adoption.framework == name:
                return Side(name, c.profiles[adoption.profile], framework, adoption)
        raise InputError(f"{name} has no default profile; name one of: {', '.join(framework.profiles)}")

    def _resolve_jurisdiction(self, asked: str, code: str, role: str, on: str) -> Side | NoneFound:
        c = self.catalogue
        if role not in STAGES:
            raise UnknownNameError("role", role, list(STAGES))
        stage = STAGES[role]
        sides = self.in_force(code, stage, on, asked)
        own = [s for s in sides if s.adoption is None]
        if own:
            return max(own, key=lambda s: (s.framework.in_force_from, s.profile.id == s.framework.default_profile))
        if sides:
            return sides[0]
        searches = tuple(s for s in c.searches if s.stage == stage and code in s.jurisdictions)
        return NoneFound(asked, "stage", c.jurisdictions[code].labels, role, on, searches=searches)

    def _adoptions(self) -> list[Adoption]:
        """Return the adoptions, those of a framework's default profile first."""
        defaults = {f.default_profile for f in self.catalogue.frameworks.values()}
        return sorted(self.catalogue.adoptions, key=lambda a: (a.profile not in defaults, a.profile))


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the three of *known* most like *name*; of those equally like it the ones with its first letter first.

    >>> _nearest("KX", ["LK", "KZ", "PK", "MX", "KG"])
    ['KZ', 'KG', 'PK']
    """
    names = list(known)
    close = difflib.get_close_matches(name, names, max(len(names), 1), 0.5)
    likeness = {k: difflib.SequenceMatcher(None, k, name).ratio() for k in close}
    return sorted(close, key=lambda k: (-likeness[k], not k.startswith(name[:1])))[:3]
