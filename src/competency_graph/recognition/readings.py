"""By which edition of which standard an award is read: that of its accreditation, else that of its date.

The accreditation is the one that held on the date of the award. Without one, the standard that the law made compulsory
then and there, else the one that the jurisdiction has of its own. What only an agency asks of the programmes that it
accredits, or takes from another body for them, is no standard of a programme that it did not accredit. Where no edition
is known, none is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from competency_graph.case import Award, ProgrammeAccreditation
from competency_graph.errors import InputError
from competency_graph.formats.weights import Delegation
from competency_graph.model import Adoption, Catalogue, Framework, InForce, Kind, Profile, Span


class Ground(StrEnum):
    """Why an edition is the one by which an award is read."""

    ACCREDITATION = "accreditation"
    AGENCY = "agency"
    LAW = "law"
    AWARD_DATE = "award-date"
    NOT_KNOWN = "not-known"


class Role(StrEnum):
    """Why a standard counts in a jurisdiction: by law, as its own, beside that, or where an agency adopts it."""

    LAW = "law"
    DEFAULT = "default"
    APPLIES = "applies"
    ADOPTED = "adopted"


class Doubt(StrEnum):
    """What is odd about the edition that a case names: its agency is not known to use it, or it had ended before."""

    AGENCY = "agency-not-known-to-use-it"
    ENDED = "edition-had-ended"


@dataclass(frozen=True)
class Standard:
    """A profile, the framework through which it is used, and the adoption where it is another body's."""

    profile: Profile
    edition: str
    adoption: Adoption | None = None


@dataclass(frozen=True)
class Applied:
    """A standard that counted, or may have, where and when something was awarded."""

    standard: Standard
    role: Role
    state: InForce


@dataclass(frozen=True)
class Reading:
    """The edition by which an award is read, and the accreditation of its programme on the date of the award.

    *accredited* is about the date of the award: an accreditation that began later or had ended does not count.
    *applied* is all that counted there on that date, used or not; *doubt* is about an edition that the case names.
    """

    award: Award
    ground: Ground
    standard: Standard | None
    accredited: InForce | None
    accreditation: ProgrammeAccreditation | None
    applied: tuple[Applied, ...] = ()
    doubt: Doubt | None = None

    @property
    def instead(self) -> tuple[Applied, ...]:
        """What counted and was not used."""
        return tuple(a for a in self.applied if a.standard != self.standard)


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


def read_award(catalogue: Catalogue, award: Award, stage: str, delegations: Sequence[Delegation] = ()) -> Reading:
    """Return the edition by which an award is read: by accreditation on its date, else by its date.

    *delegations* say which agency accredits for which body.
    """
    stated = award.accreditations
    states = [(state_on(a.span, award.awarded), a) for a in stated or ()]
    order = [InForce.YES, InForce.UNKNOWN, InForce.NO]
    state, accreditation = min(states, key=lambda s: order.index(s[0]), default=(None, None))
    held = [a for s, a in states if s is state and s is not InForce.NO]
    applied = find_applied(catalogue, award.jurisdiction, stage, award.awarded, award.cycle)
    for a in held:
        if a.standard:
            standard = _named(catalogue, a.standard, stage, award.cycle)
            doubt = _doubt(catalogue, a, standard, delegations)
            return Reading(award, Ground.ACCREDITATION, standard, state, a, applied, doubt)
    for a in held:
        if found := _of_agency(catalogue, a, award, stage):
            return Reading(award, Ground.AGENCY, found, state, a, applied)
    if stated == ():
        state = InForce.NO
    return Reading(award, *_of_date(catalogue, award, stage, applied), state, accreditation, applied)


def find_applied(catalogue: Catalogue, code: str, stage: str, date: str, cycle: str = "") -> tuple[Applied, ...]:
    """Return every standard of outcomes or criteria that counted in a jurisdiction, or may have, on a date.

    The date may be known to the month or year only, or not at all; then nothing is returned.
    """
    if not date:
        return ()
    found = [
        (Standard(p, p.framework), role)
        for p in catalogue.profiles.values()
        if (role := _role(catalogue.frameworks[p.framework], p, code))
    ]
    found += [
        (Standard(catalogue.profiles[a.profile], a.framework, a), Role.ADOPTED)
        for a in _adoptions(catalogue)
        if code in a.jurisdictions
    ]
    applied = [
        Applied(s, role, state)
        for s, role in found
        if s.profile.stage == stage
        and _fits(s.profile, cycle)
        and _is_standard(catalogue, s.profile)
        and (state := _state_at(catalogue, s.profile.framework, date)) is not InForce.NO
    ]
    return tuple(sorted(applied, key=lambda a: (list(Role).index(a.role), a.standard.profile.id)))


def _role(framework: Framework, profile: Profile, code: str) -> Role | None:
    if code in framework.compulsory_in:
        return Role.LAW
    if code in profile.jurisdictions:
        return Role.DEFAULT
    return Role.APPLIES if code in framework.applies_in else None


def _is_standard(catalogue: Catalogue, profile: Profile) -> bool:
    """Tell whether programmes can be held against a profile; descriptions of levels alone ask nothing of them."""
    return any(catalogue.statements[s].kind is not Kind.LEVEL_DESCRIPTOR for s in profile.statements)


def _state_at(catalogue: Catalogue, slug: str, date: str) -> InForce:
    first, last = (edition_state(catalogue, slug, day) for day in days_of(date))
    return first if first is last else InForce.UNKNOWN


def _doubt(
    catalogue: Catalogue, a: ProgrammeAccreditation, standard: Standard, delegations: Iterable[Delegation]
) -> Doubt | None:
    """Return what is odd about the edition that a case names for an accreditation, or None."""
    if not _is_used_by(catalogue, a.by, standard, delegations):
        return Doubt.AGENCY
    framework = catalogue.frameworks[standard.profile.framework]
    ended, begins = framework.in_force_until, a.span.start
    length = min(len(ended), len(begins))
    return Doubt.ENDED if ended and begins and ended[:length] < begins[:length] else None


def _is_used_by(catalogue: Catalogue, agency: str, standard: Standard, delegations: Iterable[Delegation]) -> bool:
    """Tell whether an agency, or a body for which it accredits, issues a standard, adopts it, takes part in an
    agreement of its issuer, or has to follow it by the law of its jurisdiction."""
    agencies = {agency, *(d.signatory for d in delegations if d.agency == agency)}
    framework, names = catalogue.frameworks[standard.profile.framework], {standard.edition, standard.profile.framework}
    issuers = {catalogue.frameworks[n].issuer.name for n in names}
    if agencies & (
        issuers | {a.body for a in catalogue.adoptions if a.framework in names or a.profile == standard.profile.id}
    ):
        return True
    body = catalogue.bodies.get(agency)
    if body and set(body.jurisdictions) & set(framework.compulsory_in):
        return True
    return any(
        agencies & {m.body for m in g.participations} for g in catalogue.agreements if g.issuer and g.issuer in issuers
    )


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


def standard_of_date(catalogue: Catalogue, code: str, stage: str, date: str, cycle: str = "") -> Standard | None:
    """Return the standard by which something awarded on a date is read where no accreditation counts, else None."""
    applied = find_applied(catalogue, code, stage, date, cycle)
    laws = [a for a in applied if a.role is Role.LAW]
    return _by_law(catalogue, laws) if laws else _own(catalogue, code, stage, date, cycle)


def _of_date(
    catalogue: Catalogue, award: Award, stage: str, applied: Iterable[Applied]
) -> tuple[Ground, Standard | None]:
    """Return the standard in force where and when it was awarded and why; none where the known date leaves two open."""
    found = standard_of_date(catalogue, award.jurisdiction, stage, award.awarded, award.cycle)
    if found is None:
        return Ground.NOT_KNOWN, None
    is_law = any(a.role is Role.LAW and a.standard == found for a in applied)
    return Ground.LAW if is_law else Ground.AWARD_DATE, found


def _by_law(catalogue: Catalogue, laws: Sequence[Applied]) -> Standard | None:
    """Return the one compulsory standard that is known to have been in force; of several, the default profile."""
    if any(a.state is InForce.UNKNOWN for a in laws):
        return None
    found = [a.standard for a in laws]
    if len(found) > 1:
        found = [s for s in found if _is_default(catalogue, s.profile)]
    return found[0] if len(found) == 1 else None


def _own(catalogue: Catalogue, code: str, stage: str, date: str, cycle: str) -> Standard | None:
    if not date:
        return None
    first, last = (find_standard(catalogue, code, stage, day, cycle) for day in days_of(date))
    return first if first == last and first is not None and first.adoption is None else None
