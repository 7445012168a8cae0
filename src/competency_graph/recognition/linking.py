"""What an agreement between two jurisdictions would link: profiles, degrees and registrations, and what they lack."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from competency_graph.model import Agreement, Catalogue, Coverage, Profile, Purpose, Status, weakest
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import Comparison, Participant, compare
from competency_graph.recognition.gaps import Gap, find_gaps

#: The career stages that an agreement concerns which does not say so, by its purposes.
_STAGES: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.FURTHER_STUDY: ("GraduateStage",),
    Purpose.DEGREE: ("GraduateStage",),
    Purpose.EMPLOYMENT: ("GraduateStage",),
    Purpose.ACADEMIC_REQUIREMENT: ("GraduateStage",),
    Purpose.REGULATED_PROFESSION: ("EngineerStage",),
    Purpose.REGISTRATION: ("EngineerStage",),
    Purpose.COOPERATION: (),
}


@dataclass(frozen=True)
class Covered:
    """What of one *party* an agreement covers on a date.

    *profiles* are those in force, by career stage; *awards* the degrees and registrations that would be linked,
    *untouched* the registrations of bodies that take no part; *without* names the stages for which the party has
    no profile, *searches* what was looked for there in vain, and *instead* the profiles of its graduates, which
    are held against the engineers of the other side where it has no profile for engineers.
    """

    party: str
    bodies: tuple[str, ...]
    profiles: Mapping[str, tuple[Participant, ...]]
    awards: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    instead: tuple[Participant, ...] = ()


@dataclass(frozen=True)
class Lack:
    """What *comparison*'s source lacks of its target: how its statements are covered, and the *gaps*."""

    comparison: Comparison
    gaps: tuple[Gap, ...]

    def counts(self, reading: str) -> dict[str, int]:
        """Return how many statements of the target are covered in the *reading* ``strict`` or ``substantial``."""
        found = Counter(getattr(s, reading) for s in self.comparison.statements if s.side == "target")
        return {key: found[key] for key in ("full", "partial", "none")}

    @property
    def status(self) -> Status:
        """The weakest status among the statements that it judges."""
        return weakest(s.status for s in self.comparison.statements if s.side == "target")


@dataclass(frozen=True)
class LinkedPair:
    """Two profiles that would be linked at one career *stage*, and what each lacks of the other.

    *instead* names the party whose graduates stand in, as it has no profile for engineers.
    """

    stage: str
    there: Lack
    back: Lack
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Linked:
    """What *agreement* would link between two parties, pair by pair."""

    agreement: str
    stages: tuple[str, ...]
    sides: tuple[Covered, Covered]
    pairs: tuple[LinkedPair, ...]


def stages_of(agreement: Agreement) -> tuple[str, ...]:
    """Return the career stages that *agreement* covers, else those that its purposes concern.

    >>> from competency_graph.model import Force, Span, Status
    >>> stages_of(Agreement("x", {}, Force.MUTUAL, (Purpose.REGISTRATION,), "", Span(), Status.SEEN))
    ('EngineerStage',)
    """
    return agreement.coverage.stages or tuple(dict.fromkeys(s for p in agreement.purposes for s in _STAGES[p]))


def is_covered(profile: Profile, coverage: Coverage) -> bool:
    """Tell whether *profile* lies within *coverage* by track, cycle and field; what is not stated restricts nothing."""
    track = not coverage.tracks or not profile.track or profile.track in coverage.tracks
    cycle = not coverage.cycles or not profile.cycle or any(c in profile.cycle.split() for c in coverage.cycles)
    return track and cycle and are_fields_compatible(profile.field, coverage.field)


def are_fields_compatible(a: str, b: str) -> bool:
    """Tell whether two fields, ISCED-F codes or marked as neutral, may be the same.

    >>> are_fields_compatible("0711", "field-neutral (ISCED-F 07)"), are_fields_compatible("0711", "0732")
    (True, False)
    """
    codes = [re.findall(r"\d{2,4}", text) for text in (a, b)]
    return not all(codes) or any(x.startswith(y) or y.startswith(x) for x in codes[0] for y in codes[1])


def find_linked(
    catalogue: Catalogue, arrays: Arrays, agreement: Agreement, source: Covered, target: Covered, on: str
) -> Linked:
    """Return what *agreement* would link between *source* and *target*, with what each profile lacks of the other."""
    pairs = []
    for stage in stages_of(agreement):
        sides = [s.profiles.get(stage, ()) for s in (source, target)]
        instead = [s.party for s, found in zip((source, target), sides, strict=True) if not found]
        if len(instead) == 1:
            sides = [
                f or s.instead if stage == "EngineerStage" else f for s, f in zip((source, target), sides, strict=True)
            ]
        for a in sides[0]:
            for b in sides[1]:
                if _are_alike(a.profile, b.profile):
                    there, back = (find_lack(catalogue, arrays, *p, on) for p in ((a, b), (b, a)))
                    pairs.append(LinkedPair(stage, there, back, tuple(instead)))
    return Linked(agreement.name, stages_of(agreement), (source, target), tuple(pairs))


def _are_alike(a: Profile, b: Profile) -> bool:
    """Tell whether track, cycle and field of two profiles allow to hold one against the other."""
    same_track = not a.track or not b.track or a.track == b.track
    cycles = [set(p.cycle.split()) - {"or", "and"} for p in (a, b)]
    return same_track and (not all(cycles) or bool(cycles[0] & cycles[1])) and are_fields_compatible(a.field, b.field)


def find_lack(catalogue: Catalogue, arrays: Arrays, source: Participant, target: Participant, on: str) -> Lack:
    """Return what *source* lacks of *target* on the day *on*."""
    comparison = compare(catalogue, arrays, source, target, on)
    return Lack(comparison, find_gaps(comparison))
