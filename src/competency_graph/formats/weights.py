"""What an assessment weighs, and how: kinds of difference by purpose, units, and who accredits for whom, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from competency_graph.errors import FileError
from competency_graph.inputs import read_text
from competency_graph.model import Labels, Purpose

KINDS = ("outcome", "level", "volume", "duration", "quality", "track", "field", "edition", "document")
WEIGHTS = ("major", "minor", "none")


@dataclass(frozen=True)
class Conversion:
    """How many of one unit another is, with where that was read."""

    source: str
    target: str
    factor: Decimal
    status: str
    reason: str


@dataclass(frozen=True)
class Delegation:
    """The fact that *agency* accredits for the *signatory* of an agreement."""

    agency: str
    signatory: str
    reason: str


@dataclass(frozen=True)
class Weighing:
    """How much each kind of difference weighs for each purpose, with reasons in every language."""

    weights: Mapping[Purpose, Mapping[str, str]]
    purpose_reasons: Mapping[Purpose, Labels]
    kind_reasons: Mapping[str, Labels]
    same_units: Mapping[str, str]
    conversions: tuple[Conversion, ...]
    delegations: tuple[Delegation, ...]
    credential_units: Mapping[str, str]
    countries: Mapping[str, str]

    def in_unit(self, amount: Decimal, unit: str, target: str) -> tuple[Decimal, Conversion | None] | None:
        """Return *amount* counted in the unit *target*, with the conversion where one was needed, or None."""
        a, b = self.same_units.get(unit, unit), self.same_units.get(target, target)
        if a == b:
            return amount, None
        for c in self.conversions:
            ends = self.same_units.get(c.source, c.source), self.same_units.get(c.target, c.target)
            if ends == (a, b):
                return amount * c.factor, c
            if ends == (b, a):
                return amount / c.factor, c
        return None


def read_weighing(path: Path) -> Weighing:
    """Return the weighing in a TOML file; raises FileError where a purpose does not weigh every kind once."""
    try:
        data = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise FileError(path, None, f"not valid TOML: {error}") from error
    except RecursionError as error:
        raise FileError(path, None, "nested too deeply", "compare it with the shipped file") from error
    try:
        return _weighing(path, data)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise FileError(path, None, f"no weighing: {error}", "compare it with the shipped file") from error


def _weighing(path: Path, data: dict[str, Any]) -> Weighing:
    purposes = {Purpose(name): values for name, values in data["purpose"].items()}
    if missing := [p for p in Purpose if p is not Purpose.COOPERATION and p not in purposes]:
        raise FileError(path, None, f"nothing is weighed for {', '.join(missing)}", "compare it with the shipped file")
    return Weighing(
        weights={p: _weights(path, p, v) for p, v in purposes.items()},
        purpose_reasons={p: dict(v["reason"]) for p, v in purposes.items()},
        kind_reasons={k: dict(data["kind"][k]["reason"]) for k in KINDS},
        same_units=dict(data["same_unit"]),
        conversions=tuple(
            Conversion(c["source"], c["target"], _factor(c["factor"]), c["status"], c["reason"])
            for c in data["conversion"]
        ),
        delegations=tuple(Delegation(d["agency"], d["signatory"], d["reason"]) for d in data["delegation"]),
        credential_units=dict(data["credential_unit"]),
        countries=dict(data["country"]),
    )


def _factor(text: str) -> Decimal:
    factor = Decimal(text)
    if not factor.is_finite() or factor <= 0:
        raise ValueError(f"the factor {text} is no number above 0")
    return factor


def _weights(path: Path, purpose: str, values: Mapping[str, Any]) -> dict[str, str]:
    found = [(kind, weight) for weight in WEIGHTS for kind in values[weight]]
    if sorted(k for k, _ in found) != sorted(KINDS):
        raise FileError(path, None, f"{purpose} does not weigh each of {', '.join(KINDS)} once")
    return dict(found)
