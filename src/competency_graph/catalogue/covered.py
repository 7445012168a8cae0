"""What an agreement covers in one jurisdiction: the profiles in force, its degrees, its registrations."""

from __future__ import annotations

from collections.abc import Iterable

from competency_graph.catalogue.names import Names, Side
from competency_graph.model import Agreement, Award, Catalogue, InForce
from competency_graph.recognition.comparison import Participant
from competency_graph.recognition.linking import Covered, is_covered, stages_of

_DEGREE_STAGES = {"GraduateStage", "ProgrammeStage"}


def to_participant(side: Side, catalogue: Catalogue) -> Participant:
    """Return *side* as a comparison takes it: counted over the statements that demand anything."""
    answered = [s for s in (catalogue.statements[x] for x in side.profile.statements) if s.demands]
    adoption = side.adoption
    return Participant(
        asked=side.asked,
        profile=side.profile,
        edition=side.framework.slug,
        adopts=side.profile.framework if adoption else "",
        adoption_status=adoption.status if adoption else None,
        adoption_reason=adoption.reason if adoption else "",
        verified=sum(s.status.is_verified for s in answered),
        total=len(answered),
    )


def find_covered(names: Names, agreement: Agreement, party: str, on: str) -> Covered:
    """Return what *agreement* covers of the jurisdiction *party* on the day *on*."""
    c, stages = names.catalogue, stages_of(agreement)
    profiles = {stage: _profiles(names, agreement, party, stage, on) for stage in stages}
    without = tuple(stage for stage, found in profiles.items() if not found)
    instead = _profiles(names, agreement, party, "GraduateStage", on) if "EngineerStage" in without else ()
    bodies = _bodies(agreement, party, on)
    awards = [a for a in c.awards if a.jurisdiction == party]
    titles = [a for a in awards if a.kind == "title" and "EngineerStage" in stages]
    linked = [a for a in titles if not bodies or a.issuer in bodies]
    degrees = [a for a in awards if a.kind == "qualification" and _is_degree_covered(a, agreement)]
    return Covered(
        party=party,
        bodies=bodies,
        profiles=profiles,
        awards=tuple(a.name for a in (*degrees, *linked)),
        untouched=tuple(a.name for a in titles if a not in linked),
        without=without,
        searches=tuple(s.name for s in c.searches if party in s.jurisdictions and s.stage in without),
        instead=instead,
    )


def _profiles(names: Names, agreement: Agreement, party: str, stage: str, on: str) -> tuple[Participant, ...]:
    sides = names.in_force(party, stage, on)
    found = [to_participant(s, names.catalogue) for s in sides if is_covered(s.profile, agreement.coverage)]
    return tuple(p for p in found if p.total)


def _bodies(agreement: Agreement, party: str, on: str) -> tuple[str, ...]:
    parts: Iterable[str] = (
        p.body for p in agreement.participations if p.party == party and p.span.state(on) is not InForce.NO
    )
    return tuple(sorted(set(parts) - {""}))


def _is_degree_covered(award: Award, agreement: Agreement) -> bool:
    cycles = agreement.coverage.cycles
    return bool(_DEGREE_STAGES & set(stages_of(agreement))) and (not cycles or award.cycle in cycles)
