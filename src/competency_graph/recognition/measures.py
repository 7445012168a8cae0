"""Level, volume, duration, track and field of an award, each measured against a profile where both say enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from competency_graph.case import Award
from competency_graph.formats.weights import Weighing
from competency_graph.model import Profile

_CYCLES = ("short", "first", "second", "third")


class Result(StrEnum):
    """What holding one aspect of an award against the target gives; the first two were compared."""

    MET = "met"
    SHORT = "short"
    NOT_COMPARABLE = "not-comparable"
    NOT_KNOWN = "not-known"

    @property
    def is_compared(self) -> bool:
        """True where both sides said enough, in terms that can be held against each other."""
        return self in (Result.MET, Result.SHORT)


@dataclass(frozen=True)
class Said:
    """What one side says of an aspect: a sentence by its key, with values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


Measured = tuple[Result, Said, Said]
UNSAID = Said("unsaid")


def measure(kind: str, award: Award, own: Profile | None, target: Profile | None, weighing: Weighing) -> Measured:
    """Return what one aspect of an award, read by its own profile, says beside the target."""
    if target is None:
        return Result.NOT_KNOWN, UNSAID, UNSAID
    measures: Mapping[str, Callable[[], Measured]] = {
        "level": lambda: _level(award, target),
        "volume": lambda: _volume(award, target, weighing),
        "duration": lambda: _duration(award, target),
        "track": lambda: _track(own, target),
        "field": lambda: _field(award, target),
    }
    return measures[kind]()


def _level(award: Award, target: Profile) -> Measured:
    """Compare levels of the European framework where both have one, else cycles."""
    if award.eqf is not None and target.eqf_level.isdigit():
        result = Result.MET if award.eqf >= int(target.eqf_level) else Result.SHORT
        return result, Said("eqf", {"level": award.eqf}), Said("eqf", {"level": target.eqf_level})
    asked = [c for c in _CYCLES if c in target.cycle]
    mine = Said("cycle", {"cycle": award.cycle}) if award.cycle else UNSAID
    yours = Said("cycle", {"cycle": target.cycle}) if target.cycle else UNSAID
    if not award.cycle or not asked:
        return Result.NOT_KNOWN, mine, yours
    reached = _CYCLES.index(award.cycle) >= _CYCLES.index(asked[0])
    return Result.MET if reached else Result.SHORT, mine, yours


def _volume(award: Award, target: Profile, weighing: Weighing) -> Measured:
    """Compare with the largest amount that the target prescribes in a unit that the volume can be counted in."""
    mine = (
        Said("volume", {"amount": _shown(award.volume.amount), "unit": award.volume.unit}) if award.volume else UNSAID
    )
    rules = sorted(target.credit_rules, key=lambda r: -Decimal(r.amount))
    yours = Said("minimum", {"amount": rules[0].amount, "unit": rules[0].unit}) if rules else UNSAID
    if award.volume is None or not rules:
        return Result.NOT_KNOWN, mine, yours
    for rule in rules:
        found = weighing.in_unit(award.volume.amount, award.volume.unit, rule.unit)
        if found is None:
            continue
        amount, conversion = found
        result = Result.MET if amount >= Decimal(rule.amount) else Result.SHORT
        yours = Said("minimum", {"amount": rule.amount, "unit": rule.unit})
        if conversion is None:
            return result, mine, yours
        values = {**mine.values, "converted": _shown(amount), "target": rule.unit, "status": conversion.status}
        return result, Said("converted", values), yours
    return Result.NOT_COMPARABLE, mine, yours


def _shown(amount: Decimal) -> str:
    """Return a number without zeros that say nothing.

    >>> _shown(Decimal("240.00")), _shown(Decimal("7.5"))
    ('240', '7.5')
    """
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def _duration(award: Award, target: Profile) -> Measured:
    mine = Said("years", {"n": _shown(award.years)}) if award.years is not None else UNSAID
    yours = Said("years", {"n": target.duration}) if target.duration else UNSAID
    if award.years is None or not target.duration:
        return Result.NOT_KNOWN, mine, yours
    if not re.fullmatch(r"\d+(\.\d+)?", target.duration):
        return Result.NOT_COMPARABLE, mine, yours
    return Result.MET if award.years >= Decimal(target.duration) else Result.SHORT, mine, yours


def _track(own: Profile | None, target: Profile) -> Measured:
    """Compare the track of the standard by which the award is read; of two tracks none is the higher."""
    mine = Said("track", {"track": own.track}) if own and own.track else UNSAID
    yours = Said("track", {"track": target.track}) if target.track else UNSAID
    if not own or not own.track or not target.track:
        return Result.NOT_KNOWN, mine, yours
    return Result.MET if own.track == target.track else Result.SHORT, mine, yours


def _field(award: Award, target: Profile) -> Measured:
    """Compare by ISCED-F: a code lies within a broader one that begins it; whether that lies within it is open."""
    mine = Said("isced", {"code": award.field}) if award.field else UNSAID
    yours = Said("field", {"field": target.field}) if target.field else UNSAID
    if not award.field or not target.field:
        return Result.NOT_KNOWN, mine, yours
    if "all fields" in target.field:
        return Result.MET, mine, yours
    codes = re.findall(r"ISCED-F (\d+)", target.field)
    if not codes:
        return Result.NOT_COMPARABLE, mine, yours
    if any(award.field.startswith(c) for c in codes):
        return Result.MET, mine, yours
    return Result.NOT_KNOWN if any(c.startswith(award.field) for c in codes) else Result.SHORT, mine, yours
