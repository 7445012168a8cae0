"""What stands beside the outcomes: level, duration, volume, track, field, quality assurance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from competency_graph.model import CreditRule, Profile

SAME, DIFFERENT, NOT_COMPARABLE, NOT_KNOWN = "same", "different", "not comparable", "not known"


@dataclass(frozen=True)
class Aspect:
    """One aspect of two profiles, each side's value, and what the comparison of both gives."""

    name: str
    source: str
    target: str
    result: str


def compare_context(source: Profile, target: Profile) -> tuple[Aspect, ...]:
    """Return every aspect of two profiles, compared, not comparable or not known."""
    rows = [
        ("track", source.track, target.track),
        ("stage", source.stage, target.stage),
        ("level", _level(source), _level(target)),
        ("cycle", source.cycle, target.cycle),
        ("eqf", source.eqf_level, target.eqf_level),
        ("duration", source.duration, target.duration),
        ("field", source.field, target.field),
    ]
    aspects = [Aspect(name, a, b, _result(a, b)) for name, a, b in rows]
    # No accreditation of a programme is in the data of this release, so nothing is known of a date.
    return (*aspects, _volume(source, target), Aspect("quality", "", "", NOT_KNOWN))


def _level(profile: Profile) -> str:
    return f"{profile.complexity}, {profile.autonomy}" if profile.complexity else ""


def _result(a: str, b: str) -> str:
    if not a or not b:
        return NOT_KNOWN
    return SAME if a == b else DIFFERENT


def _volume(source: Profile, target: Profile) -> Aspect:
    return compare_rules(source.credit_rules, target.credit_rules)


def compare_rules(source: Sequence[CreditRule], target: Sequence[CreditRule]) -> Aspect:
    """Return the numbers that two sides prescribe, compared where both count in one unit."""
    left, right = ({r.unit: r for r in rules} for rules in (source, target))
    a, b = ("; ".join(f"≥ {r.amount} {r.unit} ({r.status})" for r in side.values()) for side in (left, right))
    common = set(left) & set(right)
    if not left or not right:
        return Aspect("volume", a, b, NOT_KNOWN)
    if not common:
        return Aspect("volume", a, b, NOT_COMPARABLE)
    unit = sorted(common)[0]
    return Aspect("volume", a, b, SAME if left[unit].amount == right[unit].amount else DIFFERENT)
