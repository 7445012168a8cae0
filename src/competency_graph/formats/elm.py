"""Credentials of the European Learning Model (Europass) in JSON-LD, read as cases; no remote context is fetched.

The names of the application profile of European Digital Credentials are read as they stand. What is read and what is
not is listed in the case. Names, birth dates and other facts about the holder are never read.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from competency_graph.case import (
    Activity,
    Authenticity,
    Award,
    Case,
    CaseKind,
    Check,
    Evidence,
    ProgrammeAccreditation,
    Volume,
)
from competency_graph.errors import CaseError
from competency_graph.formats.nodes import LONGEST, Known, digest_of, printable
from competency_graph.model import Span
from competency_graph.vocabulary import PREFIXES, statement_curie

#: The cycle of the European Higher Education Area that a level of the European framework stands for.
_CYCLES = {5: "short", 6: "first", 7: "second", 8: "third"}
_DEEPEST = 40
_MOST_DIGITS = 30
_ACHIEVEMENT = "LearningAchievement"
#: What stands in a case for a proof that was not verified, and for what the credential itself states.
PROOF, STATED = "elm:proof", "elm:stated"
#: Names that are reserved for examples (RFC 2606, RFC 6963), so a credential called by one is invented.
_EXAMPLE = re.compile(r"https?://([\w-]+\.)*example\.(org|com|net)/|urn:example:")


@dataclass
class _Reader:
    """Goes through a credential and notes which parts it has read."""

    path: Path
    text: str
    known: Known
    read: dict[str, None] = field(default_factory=dict)

    def wrong(self, what: str, value: object = None, hint: str = "") -> CaseError:
        """Return an error at the line of *value*, without one where it stands in several places."""
        printed = json.dumps(value, ensure_ascii=False)
        place = self.text.find(printed) if value is not None and self.text.count(printed) == 1 else -1
        return CaseError(self.path, self.text.count("\n", 0, place) + 1 if place >= 0 else None, what, hint)

    def all(self, node: Any, name: str, place: str) -> list[Any]:
        """Return the values of a property as a list, noting that it was read."""
        if not isinstance(node, dict) or node.get(name) is None:
            return []
        self.read[f"{place}.{name}".lstrip(".")] = None
        value = node[name]
        return value if isinstance(value, list) else [value]

    def one(self, node: Any, name: str, place: str) -> Any:
        """Return the first value of a property, or None."""
        return next(iter(self.all(node, name, place)), None)

    def label(self, node: Any, name: str, place: str) -> str:
        """Return one text of a property, English first, or ''."""
        return _text(self.one(node, name, place))

    def iri(self, node: Any, name: str, place: str) -> str:
        """Return the identifier in a property, or ''."""
        return _iri(self.one(node, name, place))

    def date(self, node: Any, name: str, place: str) -> str:
        """Return the day of a date and time, or ''; raises CaseError for a day that no calendar has."""
        value = self.one(node, name, place)
        if value is None:
            return ""
        try:
            return datetime.date.fromisoformat(str(value)[:10]).isoformat()
        except ValueError as error:
            raise self.wrong(f"{place}.{name} is no date: {value}", value) from error


def read_elm(path: Path, text: str, known: Known, units: Mapping[str, str], countries: Mapping[str, str]) -> Case:
    """Return the case that a European Digital Credential makes; raises CaseError where it is none."""
    credential = _json(path, text)
    r = _Reader(path, text, known)
    if not {"EuropeanDigitalCredential", "VerifiableCredential"} & set(map(str, r.all(credential, "type", ""))):
        raise r.wrong("no EuropeanDigitalCredential", hint="a case in JSON is a credential of the ELM; see the README")
    subject = r.one(credential, "credentialSubject", "")
    found = r.all(subject, "hasClaim", "credentialSubject")
    claims = [
        ("credentialSubject.hasClaim" + (f"[{i}]" if len(found) > 1 else ""), c)
        for i, c in enumerate(found)
        if isinstance(c, dict) and _ACHIEVEMENT in _types(c)
    ]
    if not claims:
        raise r.wrong(
            "the credential claims no LearningAchievement", hint="only achievements are read as qualifications"
        )
    checked = _check(r, credential)
    awards, trainings = [], []
    for place, claim in claims:
        awards.append(_award(r, claim, place, units, countries, checked))
        if evidence := tuple(_outcomes(r, claim, place)):
            trainings.append(Activity(awards[-1].title, Span(), evidence))
    inner = {path[: mark.start()] for path in r.read for mark in re.finditer(r"[.\[]", path)}
    ignored = tuple(dict.fromkeys(_left(credential, r.read, inner, "")))
    name = re.sub(r"[^\w.-]", "-", path.stem)[:60] or "credential"
    digest = digest_of(text)
    invented = bool(_EXAMPLE.match(_iri(credential)))
    return Case(
        name, CaseKind.ENGINEER, "elm", digest, invented, None, tuple(awards), (), (), tuple(trainings),
        tuple(path for path in r.read if path not in inner), ignored,
    )  # fmt: skip


def _json(path: Path, text: str) -> dict[str, Any]:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            twice = next(k for k, times in Counter(k for k, _ in items).items() if times > 1)
            raise CaseError(path, None, f"{twice!r} stands twice in one object", "keep one of them")
        return found

    try:
        value = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise CaseError(path, error.lineno, f"not valid JSON: {error.msg}") from error
    except RecursionError as error:
        raise CaseError(path, None, f"nested more than {_DEEPEST} deep") from error
    except ValueError as error:
        raise CaseError(path, None, f"not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise CaseError(path, 1, "no JSON object", "a case in JSON is a credential of the ELM")
    if _depth(value) > _DEEPEST:
        raise CaseError(path, None, f"nested more than {_DEEPEST} deep")
    return value


def _depth(value: Any) -> int:
    deepest, stack = 0, [(value, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        stack += [(c, depth + 1) for c in children]
    return deepest


def _check(r: _Reader, credential: dict[str, Any]) -> Authenticity:
    """Return that nobody has checked it: a proof is noted and not verified, as that would need the net."""
    proof = bool(r.all(credential, "proof", ""))
    return Authenticity(Check.NOT_CHECKED, how=PROOF if proof else "")


def _award(
    r: _Reader,
    claim: dict[str, Any],
    place: str,
    units: Mapping[str, str],
    countries: Mapping[str, str],
    checked: Authenticity,
) -> Award:
    process, by = r.one(claim, "awardedBy", place), f"{place}.awardedBy"
    body, at = r.one(process, "awardingBody", by), f"{by}.awardingBody"
    spec, of = r.one(claim, "specifiedBy", place), f"{place}.specifiedBy"
    eqf = _number(r.iri(spec, "eqfLevel", of).rsplit("/", 1)[-1])
    level = int(eqf) if eqf is not None and 1 <= eqf <= 8 else None
    isced = r.iri(spec, "thematicArea", of).rsplit("/", 1)[-1]
    language = r.iri(spec, "language", of).rsplit("/", 1)[-1].lower()
    return Award(
        title=r.label(claim, "title", place) or r.label(spec, "title", of) or "-",
        jurisdiction=_jurisdiction(r, body, at, countries),
        awarded=r.date(process, "awardingDate", by),
        cycle=_CYCLES.get(level or 0, ""),
        institution=r.label(body, "legalName", at),
        language=language if re.fullmatch(r"[a-z]{2,3}", language) else "",
        volume=_volume(r, claim, place, spec, of, units),
        eqf=level,
        field=isced if re.fullmatch(r"\d{2,4}", isced) else "",
        accreditations=tuple(_accreditations(r, spec, of)) or None,
        authenticity=checked,
    )


def _jurisdiction(r: _Reader, body: Any, place: str, countries: Mapping[str, str]) -> str:
    location = r.one(body, "location", place)
    address = r.one(location, "address", f"{place}.location")
    country = r.iri(address, "countryCode", f"{place}.location.address")
    if not country:
        raise r.wrong(f"{place} has no country", hint="location, address and countryCode say where it was awarded")
    code = countries.get(country.rsplit("/", 1)[-1], "")
    if code not in r.known["jurisdiction"]:
        known = ", ".join(sorted(r.known["jurisdiction"]))
        raise r.wrong(f"unknown jurisdiction {country} in {place}", country, f"the graph knows {known}")
    return code


def _volume(r: _Reader, claim: Any, place: str, spec: Any, of: str, units: Mapping[str, str]) -> Volume | None:
    point, at = r.one(claim, "creditReceived", place), f"{place}.creditReceived"
    if point is None:
        point, at = r.one(spec, "creditPoint", of), f"{of}.creditPoint"
    amount, framework = _number(r.one(point, "point", at)), r.iri(point, "framework", at)
    return Volume(amount, units.get(framework, framework)) if amount is not None and framework else None


def _accreditations(r: _Reader, spec: Any, of: str) -> Iterator[ProgrammeAccreditation]:
    for accreditation in r.all(spec, "accreditation", of):
        place = f"{of}.accreditation"
        agent = r.one(accreditation, "accreditingAgent", place)
        iri, name = _iri(agent), r.label(agent, "legalName", f"{place}.accreditingAgent")
        body = iri.removeprefix(PREFIXES["body"])
        if body not in r.known["body"]:
            hint = f"write its identifier in the graph, such as {PREFIXES['body']}ceeaa, as the id of the agent"
            raise r.wrong(f"unknown body {name or iri!r} in {place}", iri or None, hint)
        start, end = (r.date(accreditation, name, place) for name in ("dateIssued", "expiryDate"))
        if start and end and end < start:
            raise r.wrong(f"{place} ends on {end}, before it begins on {start}")
        yield ProgrammeAccreditation(body, "", Span(start, end))


def _outcomes(r: _Reader, claim: Any, place: str) -> Iterator[Evidence]:
    """Yield the statements of the graph that learning outcomes name as related skills; ESCO skills are only listed."""
    spec, of = r.one(claim, "specifiedBy", place), f"{place}.specifiedBy"
    for outcome in r.all(spec, "learningOutcome", of):
        title = r.label(outcome, "title", f"{of}.learningOutcome")
        for skill in map(_iri, r.all(outcome, "relatedSkill", f"{of}.learningOutcome")):
            if skill.startswith(PREFIXES["id"]):
                name = statement_curie(skill)
                if name not in r.known["statement"]:
                    raise r.wrong(f"unknown statement {name} in {of}.learningOutcome", skill)
                yield Evidence(name, title, True, proof=STATED)


def _left(node: Any, read: Mapping[str, None], inner: Collection[str], place: str) -> Iterator[str]:
    """Yield the properties of a credential that were not read; whatever else is beneath one goes with it.

    *inner* are the paths that lead to one that was read.
    """
    if isinstance(node, list):
        for i, item in enumerate(node):
            numbered = f"{place}[{i}]"
            yield from _left(item, read, inner, numbered if numbered in inner else place)
        return
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        path = f"{place}.{name}".lstrip(".")
        if path in inner:
            yield from _left(value, read, inner, path)
        elif path not in read and name not in ("id", "type", "@context", "inScheme", "prefLabel"):
            yield path


def _types(node: dict[str, Any]) -> list[str]:
    value = node.get("type", [])
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _iri(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id", "")
    return value if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """Return one text of a language map, English first; its values may be lists."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = next(iter(value), "")
    return printable(" ".join(value.split()))[:LONGEST] if isinstance(value, str) else ""


def _number(value: Any) -> Decimal | None:
    """Return a number from 0 to a million, written with no more than 30 signs and no exponent, or None."""
    text = str(value)
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) or len(text) > _MOST_DIGITS:
        return None
    return number if (number := Decimal(text)) <= 1_000_000 else None
