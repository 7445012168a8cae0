"""A case held against what a target asks, for a purpose: grounds, coverage, differences, and what would compensate.

The edition by which an award is read is the one under which its programme was accredited, else the one that the law
made compulsory, or that was in force, in the awarding jurisdiction on the date of the award. Where none is known, the
answer says so and takes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from competency_graph.case import Award, Case, Check, Evidence, ProgrammeAccreditation, Registration
from competency_graph.errors import InputError
from competency_graph.formats.weights import KINDS, Weighing
from competency_graph.model import (
    Agreement,
    Catalogue,
    Demand,
    Force,
    InForce,
    Kind,
    Profile,
    Purpose,
    Search,
    Statement,
    Status,
    weakest,
)
from competency_graph.recognition.arrays import Arrays
from competency_graph.recognition.comparison import Comparison, Participant, compare
from competency_graph.recognition.gaps import Gap, find_gaps
from competency_graph.recognition.measures import Result, Said, measure
from competency_graph.recognition.pathways import Chain, Pathways, find_pathways
from competency_graph.recognition.readings import (
    Doubt,
    Ground,
    Reading,
    Standard,
    days_of,
    edition_state,
    read_award,
    standard_of_date,
    state_on,
)
from competency_graph.recognition.standing import Standing, find_standing, worst
from competency_graph.vocabulary import Curie, Iri

#: How evidence of a case is named beside the statements of standards.
EVIDENCE = "case"
_ENGINEERS = (Purpose.REGISTRATION, Purpose.REGULATED_PROFESSION)
#: The purposes of academic recognition, which is told whatever the purpose is.
_ACADEMIC = (Purpose.FURTHER_STUDY, Purpose.DEGREE)


@dataclass(frozen=True)
class Accord:
    """An agreement on accredited programmes on the date of an award; a ground only where both sides take part.

    *speaks* says whether the agency that accredited is, or accredits for, the body that takes part; *provides*
    whether the agreement is for the purpose of the assessment, without which it is no ground either; *is_part* whether
    it is for the academic requirement, which is a part of what registration and a regulated profession ask for.
    """

    agreement: str
    award: Award
    accreditation: ProgrammeAccreditation
    source: Standing
    target: Standing
    speaks: InForce
    state: InForce
    provides: bool
    status: Status
    is_part: bool = False


@dataclass(frozen=True)
class Difference:
    """One kind of difference between the leading award and the target, and how much it weighs for the purpose."""

    kind: str
    result: Result
    source: Said
    target: Said
    weight: str

    @property
    def counts(self) -> bool:
        """True of what differs, or is open, and weighs something for the purpose."""
        return self.result is not Result.MET and self.weight != "none"


@dataclass(frozen=True)
class Assessment:
    """The answer to ``assess CASE --target NAME``; *documented* leaves out what is only claimed.

    The first answer of each of *pathways* is for the purpose; others, for purposes of academic recognition, follow it.
    *target* is None where no standard of the target was found for the career stage; *searches* are what was looked
    for there. *place* is the jurisdiction of the target, '' where the target is a standard of no jurisdiction.
    """

    case: Case
    asked: str
    target: Participant | None
    place: str
    purpose: Purpose
    on: str
    release: str
    readings: tuple[Reading, ...]
    registrations: tuple[tuple[Registration, InForce], ...]
    pathways: tuple[Pathways, ...]
    accords: tuple[Accord, ...]
    documented: Comparison | None
    claimed: Comparison | None
    gaps: tuple[Gap, ...]
    differences: tuple[Difference, ...]
    leading: Award | None
    searches: tuple[Search, ...]
    evidence: Mapping[str, Evidence]

    @property
    def status(self) -> Status:
        """The weakest status among the premises; an answer without a comparison rests on none that was verified."""
        if self.documented is None:
            return Status.UNVERIFIED
        return weakest([self.documented.status, *(p.answers[0].status for p in self.pathways if p.answers[0].chains)])

    def only_claimed(self, statement: Curie) -> bool:
        """Tell whether a statement of the target is better met with what is claimed than with what is documented."""

        def verdict(c: Comparison | None) -> str:
            found = [s.substantial for s in c.statements if s.side == "target" and s.id == statement] if c else []
            return found[0] if found else "none"

        return verdict(self.claimed) != verdict(self.documented)


@dataclass(frozen=True)
class Target:
    """What a case is held against."""

    asked: str
    participant: Participant | None
    place: str
    searches: tuple[Search, ...] = ()


def assess(
    catalogue: Catalogue,
    arrays: Arrays,
    weighing: Weighing,
    case: Case,
    target: Target,
    purpose: Purpose,
    on: str,
) -> Assessment:
    """Return *case* held against *target* for *purpose* on the day *on*."""
    check_case(catalogue, case, on)
    stage = _stage(target)
    readings = tuple(read_award(catalogue, award, stage, weighing.delegations) for award in case.awards)
    registrations = tuple((r, r.span.state(on)) for r in case.registrations)
    evidence = {f"{EVIDENCE}:{i}": e for i, e in enumerate(case.evidence, 1)}
    documented, claimed = (
        _compare(catalogue, arrays, case, readings, registrations, evidence, target, on, claims)
        for claims in (False, True)
    )
    leading = leading_award(case)
    accords = tuple(_accords(catalogue, weighing, case.awards, target.place, purpose))
    found = Assessment(
        case, target.asked, target.participant, target.place, purpose, on, catalogue.release, readings, registrations,
        tuple(_pathways(catalogue, case, target.place, purpose, on)), accords, documented, claimed,
        _merged(find_gaps(documented)) if documented else (), (), leading, target.searches, evidence,
    )  # fmt: skip
    return replace(found, differences=tuple(_differences(found, catalogue, weighing)))


def _merged(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return *gaps* with one entry for what is missing in the same way, essential to some statements or not."""
    found: dict[tuple[str, str, str, str], Gap] = {}
    for gap in gaps:
        m = gap.missing
        key = (m.element, m.reason, m.present, m.required)
        if key not in found:
            found[key] = gap
            continue
        other = found[key]
        found[key] = Gap(
            replace(m, is_essential=m.is_essential or other.missing.is_essential),
            (*other.demanded_by, *gap.demanded_by),
            weakest([other.status, gap.status]),
            (*other.verdicts, *gap.verdicts),
        )
    return tuple(sorted(found.values(), key=lambda g: (-len(g.demanded_by), g.missing.reason, g.missing.element)))


def check_case(catalogue: Catalogue, case: Case, on: str) -> None:
    """Raise InputError where facts of the case contradict the date of the question or the dates of a standard."""
    for award in case.awards:
        if award.awarded and award.awarded > on[: len(award.awarded)]:
            raise InputError(f"{case.name}: {award.title!r} was awarded {award.awarded}, after the date {on}")
        for a in award.accreditations or ():
            _check_edition(catalogue, case.name, award, a)


def _check_edition(catalogue: Catalogue, case: str, award: Award, a: ProgrammeAccreditation) -> None:
    """Raise InputError where the edition that an accreditation names did not exist while it held, or on the award."""
    slug = a.standard.partition("/")[0]
    begins = _begins(catalogue, slug)
    if _is_before(a.span.end, begins):
        raise InputError(
            f"{case}: an accreditation that ended {a.span.end} cannot be under {slug}, in force from {begins}"
        )
    if _is_before(award.awarded, begins) and state_on(a.span, award.awarded) is not InForce.NO:
        raise InputError(
            f"{case}: {award.title!r} was awarded {award.awarded}, when no programme was accredited under "
            f"{slug}, in force from {begins}; name the edition of that time, or leave 'standard' out"
        )


def _begins(catalogue: Catalogue, slug: str) -> str:
    """Return since when an edition has been in force; for one without profiles of its own, what it adopts."""
    framework = catalogue.frameworks.get(slug)
    if framework is None or framework.in_force_from or framework.profiles:
        return framework.in_force_from if framework else ""
    adopted = (catalogue.profiles[x.profile].framework for x in catalogue.adoptions if x.framework == slug)
    return min((catalogue.frameworks[f].in_force_from for f in adopted), default="")


def _is_before(date: str, other: str) -> bool:
    """Tell whether a date is before another for certain; they may be known to the month or year only."""
    length = min(len(date), len(other))
    return bool(date and other) and date[:length] < other[:length]


def leading_award(case: Case) -> Award | None:
    """Return the award that differences are read from: the highest cycle, then the latest."""
    cycles = ("", "short", "first", "second", "third")
    return max(case.awards, key=lambda a: (cycles.index(a.cycle), a.awarded), default=None)


def _stage(target: Target) -> str:
    """Return the stage by which awards are read: that of programmes where the target is one, else of graduates."""
    stage = target.participant.profile.stage if target.participant else ""
    return "ProgrammeStage" if stage == "ProgrammeStage" else "GraduateStage"


# The grounds


def _pathways(catalogue: Catalogue, case: Case, place: str, purpose: Purpose, on: str) -> Iterator[Pathways]:
    """Yield what links each jurisdiction of the case to that of the target on the day: for the purpose first, then for
    the purposes of academic recognition, which decide nothing for another purpose and are told all the same."""
    sources = [a.jurisdiction for a in case.awards]
    if purpose in _ENGINEERS:
        sources += [j for r in case.registrations for j in catalogue.bodies[r.body].jurisdictions]
    # What covers accredited programmes is a ground only by the date of the award; _accords says it.
    others = replace(catalogue, agreements=tuple(a for a in catalogue.agreements if not _is_of_programmes(a)))
    purposes = tuple(dict.fromkeys((purpose, *_ACADEMIC)))
    for source in dict.fromkeys(sources):
        if place and source != place:
            yield find_pathways(others, source, place, on, purposes)


def _accords(
    catalogue: Catalogue, weighing: Weighing, awards: Iterable[Award], place: str, purpose: Purpose
) -> Iterator[Accord]:
    """Yield the agreements on accredited programmes in which the awarding side may have taken part on the date."""
    for award in awards:
        for accreditation in award.accreditations or ():
            held = state_on(accreditation.span, award.awarded)
            if not place or not award.awarded or held is InForce.NO:
                continue
            for agreement in catalogue.agreements:
                source = _standing_at(agreement, award.jurisdiction, award.awarded)
                if _is_of_programmes(agreement) and source.state is not InForce.NO:
                    target = _standing_at(agreement, place, award.awarded)
                    speaks = _speaks(weighing, accreditation.by, source)
                    yield Accord(
                        agreement.name, award, accreditation, source, target, speaks,
                        worst([source.state, target.state, speaks, held]),
                        purpose in agreement.purposes,
                        weakest([agreement.status, *(m.status for s in (source, target) for m in s.participations)]),
                        purpose in _ENGINEERS and Purpose.ACADEMIC_REQUIREMENT in agreement.purposes,
                    )  # fmt: skip


def also_direct(pathways: Pathways) -> tuple[Chain, ...]:
    """Return the other agreements of both sides for the purpose, beside those that the answer for it rests on."""
    answer = pathways.answers[0]
    return tuple(c for c in answer.chains if c.is_direct and c.finding is not answer.finding)


def not_decisive(pathways: Pathways) -> tuple[Chain, ...]:
    """Return the agreements of both sides that provide for academic recognition and not for the purpose."""
    told = {c.hops[0].agreement for c in pathways.answers[0].chains if c.is_direct}
    found = {
        c.hops[0].agreement: c
        for answer in pathways.answers[1:]
        for c in answer.chains
        if c.is_direct and c.hops[0].obliges and c.hops[0].agreement not in told
    }
    return tuple(found.values())


def _is_of_programmes(agreement: Agreement) -> bool:
    return agreement.force in (Force.MUTUAL, Force.LABEL) and "ProgrammeStage" in agreement.coverage.stages


def _standing_at(agreement: Agreement, party: str, date: str) -> Standing:
    """Return how a party stood on a date that may be known to the month or year only; not known where it changed."""
    first, last = (find_standing(agreement, party, day) for day in days_of(date))
    return last if first.state is last.state else replace(last, state=InForce.UNKNOWN)


def _speaks(weighing: Weighing, agency: str, standing: Standing) -> InForce:
    """Return whether an agency takes part itself, or accredits for the body that does, as far as is recorded."""
    bodies = {m.body for m in standing.participations}
    known = {agency, *(d.signatory for d in weighing.delegations if d.agency == agency)}
    return InForce.YES if bodies & known else InForce.UNKNOWN


# The coverage


def _compare(
    catalogue: Catalogue,
    arrays: Arrays,
    case: Case,
    readings: Sequence[Reading],
    registrations: Sequence[tuple[Registration, InForce]],
    evidence: Mapping[str, Evidence],
    target: Target,
    on: str,
    claims: bool,
) -> Comparison | None:
    """Return the union of what the case shows against the target, *claims* among it or not."""
    if target.participant is None:
        return None
    standards = [r.standard for r in readings if r.standard]
    accepted = (InForce.YES, InForce.UNKNOWN) if claims else (InForce.YES,)
    profiles = [s.profile for s in standards]
    profiles += [catalogue.profiles[r.standard] for r, state in registrations if r.standard and state in accepted]
    extra = {Curie(name): _statement(catalogue, name, e) for name, e in evidence.items() if e.proof or claims}
    statements = tuple(dict.fromkeys([*(s for p in profiles for s in p.statements), *extra]))
    whole = replace(catalogue, statements={**catalogue.statements, **extra})
    if not any(whole.statements[s].demands for s in statements):
        return None
    adoptions = [s.adoption for s in standards if s.adoption]
    source = Participant(
        asked=case.name,
        profile=_profile(case, profiles, statements),
        edition=standards[0].edition if standards else "",
        adopts=adoptions[0].profile.partition("/")[0] if adoptions else "",
        adoption_status=weakest(a.status for a in adoptions) if adoptions else None,
        adoption_reason=" ".join(dict.fromkeys(a.reason for a in adoptions)),
        verified=sum(whole.statements[s].status.is_verified for s in statements),
        total=len(statements),
    )
    return compare(whole, arrays, source, target.participant, on)


def _profile(case: Case, profiles: Sequence[Profile], statements: tuple[Curie, ...]) -> Profile:
    """Return the union of all that a case shows as a profile of its own."""
    if profiles:
        return replace(profiles[0], id=case.name, labels={}, statements=statements)
    return Profile(case.name, Iri(""), "", {}, "", "", "", "", (), "", "", "", "", statements)


def _statement(catalogue: Catalogue, name: str, e: Evidence) -> Statement:
    """Return evidence as a statement that demands what is shown: never surer than inferred, as nobody checked it."""
    ranks = {n: level.rank for n, level in catalogue.levels.items()}
    shown = catalogue.statements[Curie(e.name)] if e.is_statement else None
    demands = shown.demands if shown else (Demand(e.name, ranks[e.complexity], ranks[e.autonomy]),)
    return Statement(
        Curie(name), Iri(""), "", name, shown.kind if shown else Kind.COMPETENCY, {}, {}, {}, "", (),
        Status.INFERRED if e.proof else Status.UNVERIFIED, "", e.source, demands,
    )  # fmt: skip


# The differences


def _differences(found: Assessment, catalogue: Catalogue, weighing: Weighing) -> Iterator[Difference]:
    reading = next((r for r in found.readings if r.award is found.leading), None)
    profile = found.target.profile if found.target else None
    weights = weighing.weights[found.purpose]
    for kind in KINDS:
        yield Difference(kind, *_measured(kind, found, reading, profile, catalogue, weighing), weights[kind])


def _measured(
    kind: str,
    found: Assessment,
    reading: Reading | None,
    profile: Profile | None,
    catalogue: Catalogue,
    weighing: Weighing,
) -> tuple[Result, Said, Said]:
    if kind == "outcome":
        return _outcome(found.documented)
    if reading is None:
        return Result.NOT_KNOWN, Said("unsaid"), Said("unsaid")
    if kind == "quality":
        return _quality(reading, found)
    if kind == "edition":
        return _edition(reading, catalogue, found)
    if kind == "document":
        return _document(reading.award)
    own = reading.standard.profile if reading.standard else None
    return measure(kind, reading.award, own, profile, weighing)


def _outcome(documented: Comparison | None) -> tuple[Result, Said, Said]:
    if documented is None:
        return Result.NOT_KNOWN, Said("unsaid"), Said("unsaid")
    counts = documented.counts["target"]
    total = sum(counts.values())
    met = Result.MET if counts["full"] == total else Result.SHORT
    values = {"full": counts["full"], "partial": counts["partial"], "none": counts["none"]}
    return met, Said("covered", values), Said("statements", {"n": total})


def _quality(reading: Reading, found: Assessment) -> tuple[Result, Said, Said]:
    """Return whether the programme was accredited on the date of the award, and whether the target knows the agency.

    An accreditation that no agreement in the graph links to the target cannot be compared: nobody says what it is
    worth there.
    """
    asked = Said("accredited-on", {"date": reading.award.awarded or "-"})
    a = reading.accreditation
    if reading.accredited is None:
        return Result.NOT_KNOWN, Said("unsaid"), asked
    if a is None:
        return Result.SHORT, Said("not-accredited"), asked
    values = {"body": a.by, "start": a.span.start or "…", "end": a.span.end or "…"}
    if reading.accredited is InForce.NO:
        return Result.SHORT, Said("accredited-otherwise", values), asked
    if reading.accredited is InForce.UNKNOWN:
        return Result.NOT_KNOWN, Said("accredited", values), asked
    shared = any(x.state is InForce.YES for x in found.accords if x.award is reading.award)
    known = shared or found.place == reading.award.jurisdiction
    return Result.MET if known else Result.NOT_COMPARABLE, Said("accredited", values), asked


def _edition(reading: Reading, catalogue: Catalogue, found: Assessment) -> tuple[Result, Said, Said]:
    """Return whether the edition by which the award is read is still in force, beside the one of the target."""
    target = _edition_of(found.target) if found.target else Said("unsaid")
    standard = reading.standard
    if standard is None:
        return Result.NOT_KNOWN, Said("unsaid"), target
    slug = standard.profile.framework
    used: dict[str, object] = {"slug": _shown_edition(slug, standard.edition)}
    if reading.doubt is Doubt.AGENCY and reading.accreditation:
        return Result.NOT_KNOWN, Said("edition-of-agency", {**used, "body": reading.accreditation.by}), target
    if reading.doubt is Doubt.ENDED and reading.accreditation:
        values = {**used, "start": reading.accreditation.span.start}
        return Result.SHORT, Said("edition-had-ended", values), target
    now = _in_its_place(catalogue, reading, standard, found.on)
    state = edition_state(catalogue, slug, found.on)
    if state is InForce.YES and (now is None or now.profile.framework == slug):
        return Result.MET, Said("edition", used), target
    if now is not None and now.profile.framework != slug:
        return Result.SHORT, Said("edition-followed", {**used, "now": now.profile.framework, "on": found.on}), target
    results = {InForce.YES: Result.MET, InForce.NO: Result.SHORT, InForce.UNKNOWN: Result.NOT_KNOWN}
    keys = {InForce.YES: "edition", InForce.NO: "edition-ended", InForce.UNKNOWN: "edition-open"}
    return results[state], Said(keys[state], {**used, "on": found.on}), target


def _edition_of(target: Participant) -> Said:
    return Said("edition", {"slug": _shown_edition(target.profile.framework, target.edition)})


def _shown_edition(slug: str, edition: str) -> str:
    """Return an edition by name, with the framework through which it is used where that is another.

    >>> _shown_edition("eafsg-2015", "kz-caaae"), _shown_edition("ceeaa-2015", "ceeaa-2015")
    ('eafsg-2015 (kz-caaae)', 'ceeaa-2015')
    """
    return slug if edition == slug else f"{slug} ({edition})"


def _in_its_place(catalogue: Catalogue, reading: Reading, standard: Standard, on: str) -> Standard | None:
    """Return what is in force on the day in the place of the edition used: for all there, else of the same issuer."""
    award, stage = reading.award, standard.profile.stage
    now = standard_of_date(catalogue, award.jurisdiction, stage, on, award.cycle)
    if now is None or reading.ground in (Ground.LAW, Ground.AWARD_DATE):
        return now
    issuers = {catalogue.frameworks[s.profile.framework].issuer.name for s in (now, standard)}
    return now if len(issuers) == 1 else None


def _document(award: Award) -> tuple[Result, Said, Said]:
    a = award.authenticity
    if a is None:
        return Result.NOT_KNOWN, Said("unsaid"), Said("confirmed")
    said = Said(str(a.result), {"by": a.by, "on": a.on, "how": a.how})
    return Result.MET if a.result is Check.CONFIRMED else Result.SHORT, said, Said("confirmed")
