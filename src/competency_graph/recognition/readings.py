"""By which edition of which standard an award is read: that of its accreditation, else that of its date.

The accreditation is the one that held on the date of the award. Where no edition is known, none is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from competency_graph.case import Award, ProgrammeAccreditation
from competency_graph.errors import InputError
from competency_graph.model import Adoption, Catalogue, InForce, Profile, Span


class Ground(StrEnum):
    """Why an edition is the one by which an award is read."""

    ACCREDITATION = "accreditation"
    AGENCY = "agency"
    AWARD_DATE = "award-date"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True)
class Standard:
    """A profile, the framework through which it is used, and the adoption where it is another body's."""

    profile: Profile
    edition: str
    adoption: Adoption | None = None


@dataclass(frozen=True)
class Reading:
    """The edition by which an award is read, and the accreditation of its programme on the date of the award.

    *accredited* is about the date of the award: an accreditation that began later or had ended does not count.
    """

    award: Award
    ground: Ground
    standard: Standard | None
    accredited: InForce | None
    accreditation: ProgrammeAccreditation | None


def find_standard(catalogue: Catalogue, code: str, stage: str, on: str, cycle: str = "") -> Standard | None:
    """Return the standard of a jurisdiction that is known to be in force on a day, for a cycle where one is named."""
    own = [
        Standard(p, p.framework)
        for p in catalogue.profiles.values()
        if code in p.jurisdictions and p.stage == stage and _fits(p, cycle) and _in_force(catalogue, p.framework, on)
    ]
    if own:
        return max(
            own, key=lambda s: (catalogue.frameworks[s.edition].in_force_from, _is_default(catalogue, s.profile))
        )
    return next(
        (
            Standard(p, a.framework, a)
            for a in _adoptions(catalogue)
            if code in a.jurisdictions
            and (p := catalogue.profiles[a.profile]).stage == stage
            and _fits(p, cycle)
            and _in_force(catalogue, p.framework, on)
        ),
        None,
    )


def _in_force(catalogue: Catalogue, slug: str, on: str) -> bool:
    """Tell whether an edition is known to be in force on a day, and no other edition of its issuer may be instead.

    Where one follows another on a date known to the year only, neither is known for a day of that year.
    """
    if edition_state(catalogue, slug, on) is not InForce.YES:
        return False
    own = catalogue.frameworks[slug]
    begins = own.in_force_from
    later = [f.slug for f in catalogue.frameworks.values() if f.issuer == own.issuer and f.in_force_from > begins]
    stages = {catalogue.profiles[p].stage for p in own.profiles}
    return not any(
        edition_state(catalogue, other, on) is InForce.UNKNOWN
        for other in later
        if stages & {catalogue.profiles[p].stage for p in catalogue.frameworks[other].profiles}
    )


def edition_state(catalogue: Catalogue, slug: str, on: str) -> InForce:
    """Return whether an edition is in force on a day; without a known beginning nothing is known."""
    framework = catalogue.frameworks[slug]
    return Span(framework.in_force_from, framework.in_force_until).state(on)


def _fits(profile: Profile, cycle: str) -> bool:
    return not cycle or not profile.cycle or cycle in profile.cycle


def _is_default(catalogue: Catalogue, profile: Profile) -> bool:
    return profile.id == catalogue.frameworks[profile.framework].default_profile


def _adoptions(catalogue: Catalogue) -> list[Adoption]:
    return sorted(
        catalogue.adoptions, key=lambda a: (not _is_default(catalogue, catalogue.profiles[a.profile]), a.profile)
    )


def read_award(catalogue: Catalogue, award: Award, stage: str) -> Reading:
    """Return the edition by which an award is read: by accreditation on its date, else by its date."""
    stated = award.accreditations
    states = [(state_on(a.span, award.awarded), a) for a in stated or ()]
    order = [InForce.YES, InForce.UNKNOWN, InForce.NO]
    state, accreditation = min(states, key=lambda s: order.index(s[0]), default=(None, None))
    held = [a for s, a in states if s is state and s is not InForce.NO]
    for a in held:
        if a.standard:
            standard = _named(catalogue, a.standard, stage, award.cycle)
            return Reading(award, Ground.ACCREDITATION, standard, state, a)
    for a in held:
        if found := _of_agency(catalogue, a, award, stage):
            return Reading(award, Ground.AGENCY, found, state, a)
    if stated == ():
        state = InForce.NO
    of_date = _of_date(catalogue, award, stage)
    return Reading(award, Ground.AWARD_DATE if of_date else Ground.NOT_KNOWN, of_date, state, accreditation)


def days_of(date: str) -> tuple[str, str]:
    """Return the first and the last day that a date to the day, month or year may mean.

    >>> days_of("2021-06")
    ('2021-06-01', '2021-06-31')
    """
    return date + "0000-01-01"[len(date) :], date + "9999-12-31"[len(date) :]


def state_on(span: Span, date: str) -> InForce:
    """Return whether a span holds on a date that may be known to the month or year only, or not at all.

    >>> str(state_on(Span("2020-03", "2025"), "2020")), str(state_on(Span("2020-03", "2025"), "2021"))
    ('not-known', 'in-force')
    """
    if not date or not (span.start or span.end):
        return InForce.UNKNOWN
    first, last = (span.state(day) for day in days_of(date))
    return first if first is last else InForce.UNKNOWN


def _named(catalogue: Catalogue, name: str, stage: str, cycle: str) -> Standard:
    """Return the profile that a case names; of a framework, or of its other side, the one for the stage and cycle."""
    profile = catalogue.profiles.get(name)
    if profile and profile.stage == "EngineerStage":
        raise InputError(f"{name} is a standard of engineers; no programme is accredited under it")
    if profile and profile.stage == stage:
        return Standard(profile, profile.framework)
    slug = profile.framework if profile else name
    standard = _of_framework(catalogue, slug, stage, cycle)
    if standard is None:
        profiles = ", ".join(catalogue.frameworks[slug].profiles) or "none"
        raise InputError(f"{slug} has no profile for the stage and cycle of the award; its profiles are: {profiles}")
    return standard


def _of_framework(catalogue: Catalogue, slug: str, stage: str, cycle: str) -> Standard | None:
    profiles = [catalogue.profiles[p] for p in catalogue.frameworks[slug].profiles]
    fitting = [p for p in profiles if p.stage == stage and _fits(p, cycle)]
    if fitting:
        return Standard(max(fitting, key=lambda p: _is_default(catalogue, p)), slug)
    for a in _adoptions(catalogue):
        profile = catalogue.profiles[a.profile]
        if a.framework == slug and profile.stage == stage and _fits(profile, cycle):
            return Standard(profile, slug, a)
    return None


def _of_agency(
    catalogue: Catalogue, accreditation: ProgrammeAccreditation, award: Award, stage: str
) -> Standard | None:
    """Return the edition of the agency's own standard that was in force when it accredited, else none."""
    day = days_of(accreditation.span.start or award.awarded)[1]
    found = []
    for slug, framework in catalogue.frameworks.items():
        standard = (
            _of_framework(catalogue, slug, stage, award.cycle) if framework.issuer.name == accreditation.by else None
        )
        if standard and _in_force(catalogue, standard.profile.framework, day):
            found.append(standard)
    return max(found, key=lambda s: catalogue.frameworks[s.profile.framework].in_force_from, default=None)


def _of_date(catalogue: Catalogue, award: Award, stage: str) -> Standard | None:
    """Return the standard in force where and when it was awarded, none where the known date leaves two open."""
    if not award.awarded:
        return None
    first, last = (
        find_standard(catalogue, award.jurisdiction, stage, day, award.cycle) for day in days_of(award.awarded)
    )
    return first if first == last else None
