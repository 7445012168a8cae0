"""Cases held against targets: the edition, the grounds, the coverage, and differences weighed for a purpose."""

from dataclasses import replace
from decimal import Decimal

import pytest

from competency_graph.case import (
    Activity,
    Authenticity,
    Award,
    Case,
    CaseKind,
    Check,
    Evidence,
    ProgrammeAccreditation,
    Registration,
    Volume,
)
from competency_graph.errors import InputError, UnknownNameError
from competency_graph.model import InForce, Purpose, Span
from competency_graph.recognition import Doubt, Finding, Ground, Result, Role
from competency_graph.recognition.readings import read_award
from tests.conftest import ROOT

CASES = ROOT / "data/examples/cases"
ON = "2026-01-01"
AWARD = Award("B", "CN", "2021-06-30", cycle="first")


def accredited(start="2019-01", end="2024-12", standard="", by="ceeaa"):
    return ProgrammeAccreditation(by, standard, Span(start, end))


def case(*awards, kind=CaseKind.ENGINEER, **values):
    return Case("x", kind, "yaml", "0" * 64, awards=awards, **values)


def assess(graph, *awards, target="KZ", purpose="degree", on=ON, **values):
    return graph.assess(case(*awards, **values), target, purpose, on).value


def reading(graph, award, **values):
    return assess(graph, award, **values).readings[0]


def difference(value, kind):
    return next(d for d in value.differences if d.kind == kind)


# The edition


def test_the_edition_of_the_accreditation_outweighs_that_of_the_year(graph):
    # In 2021 ceeaa-2015 was in force; an accreditation under an earlier paper is what the case says.
    award = replace(AWARD, awarded="2023-06-30", accreditations=(accredited(standard="ceeaa-2015"),))
    found = reading(graph, award)
    assert (found.ground, found.standard.profile.id) == (Ground.ACCREDITATION, "ceeaa-2015/bachelor")
    assert reading(graph, replace(award, accreditations=None)).standard.profile.id == "ceeaa-2022/bachelor"


def test_an_accreditation_that_names_no_edition_is_read_by_what_its_agency_used_then(graph):
    award = replace(AWARD, awarded="2023-06-30", accreditations=(accredited(),))
    found = reading(graph, award)
    assert (found.ground, found.standard.profile.id) == (Ground.AGENCY, "ceeaa-2015/bachelor")


@pytest.mark.parametrize(
    ("awarded", "profile"),
    [
        ("2016-06-30", "ceeaa-2015/bachelor"), ("2023-06", "ceeaa-2022/bachelor"), ("2025", "ceeaa-2024/bachelor"),
        ("2010-06-30", None), ("2024", None), ("2022-06-30", None),
    ],
)  # fmt: skip
def test_without_accreditation_the_edition_is_that_of_the_date_if_it_is_known(graph, awarded, profile):
    # In 2024 two editions were in force one after the other; so they were in 2022, on a day that is not known; and in
    # 2010 none was that is in the graph.
    found = reading(graph, replace(AWARD, awarded=awarded))
    assert getattr(found.standard, "profile", None) is None if profile is None else found.standard.profile.id == profile
    assert found.ground is (Ground.AWARD_DATE if profile else Ground.NOT_KNOWN)


def test_an_award_before_its_accreditation_is_read_by_its_date_and_counts_as_not_accredited(graph):
    award = replace(AWARD, awarded="2018-06-30", accreditations=(accredited("2020-01", "2025-12"),))
    value = assess(graph, award)
    assert (value.readings[0].ground, value.readings[0].accredited) == (Ground.AWARD_DATE, InForce.NO)
    assert difference(value, "quality").result is Result.SHORT
    assert value.accords == ()


def test_a_bachelor_standard_is_no_edition_of_a_master(graph):
    assert reading(graph, replace(AWARD, cycle="second")).standard is None


KAZAKH = Award("B", "KZ", "2024-06", cycle="first")


def test_a_standard_of_another_body_is_named_with_the_adoption(graph):
    found = reading(graph, replace(KAZAKH, accreditations=(accredited("2022", "2027", by="caaae"),)), target="CN")
    assert (found.standard.edition, found.standard.profile.id) == ("kz-caaae", "eafsg-2015/bachelor")
    assert found.standard.adoption.status == "inferred"


@pytest.mark.parametrize("accreditations", [None, (), (accredited("2022", "2027", by="iaar"),)])
def test_without_the_agency_that_adopts_a_standard_the_one_by_law_is_read_and_the_other_named(graph, accreditations):
    found = reading(graph, replace(KAZAKH, accreditations=accreditations), target="CN")
    assert (found.ground, found.standard.profile.id) == (Ground.LAW, "kz-goso-2022/bachelor")
    assert [(a.standard.edition, a.role, a.state) for a in found.instead] == [("kz-caaae", Role.ADOPTED, InForce.YES)]
    assert [(a.standard, a.role) for a in found.applied if a not in found.instead] == [(found.standard, Role.LAW)]


@pytest.mark.parametrize(
    ("awarded", "profile"),
    [("2017-06", "kz-goso-2012/bachelor"), ("2020-06", None), ("2022-06-30", None), ("2023", "kz-goso-2022/bachelor")],
)
def test_where_no_edition_by_law_is_known_for_the_date_none_is_taken_and_what_counted_is_named(graph, awarded, profile):
    # The state standard of 2018 is not in the graph, and since which day of 2022 the next one held is not known.
    found = reading(graph, replace(KAZAKH, awarded=awarded), target="CN")
    assert (found.standard and found.standard.profile.id) == profile
    assert found.ground is (Ground.LAW if profile else Ground.NOT_KNOWN)
    assert "eafsg-2015/bachelor" in {a.standard.profile.id for a in found.instead}


def test_of_several_profiles_by_law_that_fit_none_is_taken_without_saying_so(graph):
    answer = graph.assess(case(replace(KAZAKH, cycle="second")), "CN", "degree", ON)
    found = answer.value.readings[0]
    assert (found.ground, found.standard) == (Ground.NOT_KNOWN, None)
    laws = {a.standard.profile.id for a in found.instead if a.role is Role.LAW}
    assert laws == {"kz-goso-2022/master-professional", "kz-goso-2022/master-research"}
    shown = answer.to_json()["awards"][0]["sentence"]
    assert "Not known which" in shown
    assert all(name in shown for name in laws)


def test_a_law_of_any_jurisdiction_outweighs_what_only_agencies_ask(graph):
    c = graph.catalogue
    law = replace(c.frameworks["cn-eep-2013"], compulsory_in=("CN",))
    world = replace(c, frameworks={**c.frameworks, law.slug: law})
    assert read_award(c, AWARD, "GraduateStage").standard.profile.id == "ceeaa-2015/bachelor"
    found = read_award(world, AWARD, "GraduateStage")
    assert (found.ground, found.standard.profile.id) == (Ground.LAW, "cn-eep-2013/bachelor")
    accredited_award = replace(AWARD, accreditations=(accredited(),))
    assert read_award(world, accredited_award, "GraduateStage").standard.profile.id == "ceeaa-2015/bachelor"


def test_descriptions_of_levels_are_no_standard_by_which_an_award_is_read(graph):
    found = reading(graph, replace(KAZAKH, awarded="2017-06"), target="CN")
    assert "kz-nqf-2016" in {f.slug for f in graph.catalogue.frameworks.values() if "KZ" in f.applies_in}
    assert "kz-nqf-2016" not in {a.standard.edition for a in found.applied}


def test_the_answer_says_which_edition_was_used_which_others_counted_and_why(graph):
    answer = graph.assess(CASES / "kz-engineer.yaml", "CN", on=ON)
    shown = answer.to_json()["awards"][0]
    assert "by the one that the law of Kazakhstan (KZ) made compulsory" in shown["sentence"]
    assert "kz-caaae, read through eafsg-2015/bachelor (inferred), only for programmes that CAAAE" in shown["sentence"]
    assert [(a["profile"], a["role"], a["used"]) for a in shown["applied"]] == [
        ("kz-goso-2012/bachelor", "law", True), ("eafsg-2015/bachelor", "adopted", False)
    ]  # fmt: skip
    assert shown["sentence"] in " ".join(str(w) for r in answer.to_rows() for w in r.values())


# The edition that a case names


def test_an_edition_that_came_after_the_award_is_refused(graph):
    award = Award("B", "US", "2020-06-30", cycle="first")
    late = accredited("2018", "2027", "abet-eac-2025", "abet")
    with pytest.raises(
        InputError, match="awarded 2020-06-30, when no programme was accredited under abet-eac-2025, in"
    ):
        assess(graph, replace(award, accreditations=(late,)))
    # Through an adoption the date is that of the standard that is adopted.
    early = replace(KAZAKH, awarded="2014-06", accreditations=(accredited("2013", "2018", "kz-caaae", "caaae"),))
    with pytest.raises(InputError, match="under kz-caaae, in force from 2015-03-31"):
        assess(graph, early, target="CN")
    # What began only after the award does not count for it, and so contradicts nothing.
    after = accredited("2025-10", "2031", "abet-eac-2025", "abet")
    assert reading(graph, replace(award, accreditations=(after,))).accredited is InForce.NO


def test_an_edition_that_the_agency_is_not_known_to_use_is_a_difference_and_said(graph):
    award = replace(AWARD, awarded="2025-09", accreditations=(accredited("2025-06", "2031", "abet-eac-2025"),))
    answer = graph.assess(case(award), "KZ", "degree", ON)
    value = answer.value
    assert (value.readings[0].doubt, value.readings[0].standard.edition) == (Doubt.AGENCY, "abet-eac-2025")
    edition = difference(value, "edition")
    assert (edition.result, edition.source.key, edition.counts) == (Result.NOT_KNOWN, "edition-of-agency", True)
    shown = answer.to_json()
    assert "That CEEAA uses this edition is not known; only the case says so." in shown["awards"][0]["sentence"]
    (row,) = [d for d in shown["differences"] if d["kind"] == "edition"]
    assert row["case"]["sentence"] == "abet-eac-2025; that CEEAA uses it is not known"


@pytest.mark.parametrize(
    ("by", "standard"),
    [
        ("ceeaa", "ceeaa-2015"), ("caaae", "kz-caaae"), ("caaae", "eafsg-2015"), ("asiin", "eafsg-2015"),
        ("ceeaa", "gapc-3"), ("iaar", "kz-goso-2012"),
    ],
)  # fmt: skip
def test_an_agency_uses_what_it_issues_adopts_has_agreed_to_or_must_follow(graph, by, standard):
    award = replace(AWARD, awarded="2018-06-30", accreditations=(accredited("2017", "2022", standard, by),))
    assert reading(graph, award).doubt is None


def test_an_edition_that_had_ended_before_the_accreditation_began_is_a_difference(graph):
    award = replace(AWARD, awarded="2025-06", accreditations=(accredited("2024-01", "2029", "ceeaa-2015"),))
    value = assess(graph, award)
    assert value.readings[0].doubt is Doubt.ENDED
    edition = difference(value, "edition")
    assert (edition.result, edition.source.key) == (Result.SHORT, "edition-had-ended")


def test_the_row_on_editions_names_the_one_used_and_its_successor_beside_the_one_of_the_target(graph):
    edition = difference(assess(graph, AWARD), "edition")
    assert edition.source.values == {"slug": "ceeaa-2015", "now": "ceeaa-2024", "on": ON}
    assert edition.target.values == {"slug": "eafsg-2015 (kz-caaae)"}
    law = difference(assess(graph, replace(KAZAKH, awarded="2017-06"), target="CN"), "edition")
    assert (law.result, law.source.values["now"], law.target.values["slug"]) == (
        Result.SHORT, "kz-goso-2022", "ceeaa-2024"
    )  # fmt: skip
    same = difference(assess(graph, KAZAKH, target="CN"), "edition")
    assert (same.result, same.source.values) == (Result.MET, {"slug": "kz-goso-2022"})


def test_an_accreditation_that_may_not_have_held_on_the_date_leaves_it_open(graph):
    award = replace(AWARD, awarded="2020-06", accreditations=(accredited("2020", ""),))
    assert reading(graph, award).accredited is InForce.UNKNOWN


# The grounds


@pytest.mark.parametrize(
    ("purpose", "finding"),
    [
        ("further-study", Finding.RECOGNITION), ("degree", Finding.RECOGNITION),
        ("employment", Finding.CHAIN_UNKNOWN),
        ("professional-registration", Finding.NONE),
    ],
)  # fmt: skip
def test_the_ground_is_what_pathways_find_for_the_purpose(graph, purpose, finding):
    value = assess(graph, AWARD, purpose=purpose)
    assert [p.answers[0].finding for p in value.pathways] == [finding]
    assert [a.finding for a in graph.pathways("CN", "KZ", ON, purpose).value.answers] == [finding]


def test_an_accord_on_programmes_is_no_ground_for_an_award_that_it_does_not_cover(graph):
    # China and the United Kingdom take part today; in 2015 China did not, and this award names no accreditation.
    assert "washington-accord" in hops(graph.pathways("CN", "GB", ON, "academic-requirement").value)
    value = assess(graph, replace(AWARD, awarded="2015-06-30"), target="GB", purpose="academic-requirement")
    assert [p.target for p in value.pathways] == ["GB"] and value.accords == ()
    assert "washington-accord" not in hops(value.pathways[0])


def hops(pathways):
    return {h.agreement for a in pathways.answers for c in a.chains for h in c.hops}


def test_an_accord_is_a_ground_only_where_both_sides_took_part_on_the_date_of_the_award(graph):
    award = replace(AWARD, accreditations=(accredited(),))
    assert [a.state for a in assess(graph, award, target="AU").accords] == [InForce.YES]
    assert [a.state for a in assess(graph, award, target="KZ").accords] == [InForce.NO]
    # China was a provisional member until June 2016, without rights of recognition.
    early = replace(AWARD, awarded="2015-06-30", accreditations=(accredited("2014", "2017"),))
    assert assess(graph, early, target="AU").accords == ()


def test_an_agency_of_which_nobody_says_for_whom_it_accredits_leaves_the_accord_open(graph):
    award = replace(AWARD, accreditations=(accredited(by="cse"),))
    assert [(a.speaks, a.state) for a in assess(graph, award, target="AU").accords] == [(InForce.UNKNOWN,) * 2]


def test_each_of_several_accreditations_is_held_against_the_accords(graph):
    both = (accredited(by="cse"), accredited())
    found = assess(graph, replace(AWARD, accreditations=both), target="AU").accords
    assert [(a.accreditation.by, a.state) for a in found] == [("cse", InForce.UNKNOWN), ("ceeaa", InForce.YES)]


def test_an_award_of_the_month_in_which_a_side_joined_leaves_the_accord_open(graph):
    award = replace(AWARD, awarded="2016-06", accreditations=(accredited("2015", "2020"),))
    assert [a.state for a in assess(graph, award, target="AU").accords] == [InForce.UNKNOWN]


def test_an_accord_on_programmes_is_a_ground_for_the_academic_requirement_and_a_part_of_registration(graph):
    award = replace(AWARD, accreditations=(accredited(),))
    purposes = ("degree", "academic-requirement", "regulated-profession", "professional-registration", "employment")
    found = {p: assess(graph, award, target="JP", purpose=p).accords[0] for p in purposes}
    assert {a.state for a in found.values()} == {InForce.YES}
    assert {p: (a.provides, a.is_part) for p, a in found.items()} == {
        "degree": (False, False),
        "academic-requirement": (True, False),
        "regulated-profession": (False, True),
        "professional-registration": (False, True),
        "employment": (False, False),
    }


def test_no_agreement_is_asked_for_within_one_jurisdiction(graph):
    assert assess(graph, AWARD, target="CN").pathways == ()


def test_a_registration_brings_its_jurisdiction_for_registration_only(graph):
    registered = (Registration("kib", "M", Span("2020")),)
    found = {
        purpose: [
            p.source for p in assess(graph, AWARD, target="TR", purpose=purpose, registrations=registered).pathways
        ]
        for purpose in ("degree", "professional-registration")
    }
    assert found == {"degree": ["CN"], "professional-registration": ["CN", "KZ"]}


# The target


def test_registration_is_held_against_engineers_and_all_else_against_graduates(graph):
    for purpose in set(Purpose) - {Purpose.COOPERATION}:
        profile = assess(graph, AWARD, target="GB", purpose=str(purpose)).target.profile
        assert (profile.stage == "EngineerStage") is (purpose is Purpose.REGISTRATION), purpose


def test_a_role_that_is_named_outweighs_the_purpose(graph):
    assert assess(graph, AWARD, target="GB/engineer").target.profile.id == "uk-spec4/ceng"


def test_a_master_is_held_against_the_standard_of_masters(graph):
    assert assess(graph, replace(AWARD, cycle="second")).target.profile.id == "eafsg-2015/master"


def test_where_the_target_has_no_standard_nothing_is_compared_and_the_searches_are_named(graph):
    value = assess(graph, AWARD, purpose="professional-registration")
    assert value.target is None
    assert value.documented is None
    assert value.searches
    assert difference(value, "outcome").result is Result.NOT_KNOWN


def test_a_programme_is_held_against_criteria_where_those_are_asked_for(graph):
    value = assess(graph, AWARD, kind=CaseKind.PROGRAMME, target="eafsg-2015/programme", on="2025-12-31")
    assert value.readings[0].standard is None  # the criteria of 2024 were not in force in 2021
    later = assess(graph, replace(AWARD, awarded="2025-06-30"), kind=CaseKind.PROGRAMME, target="eafsg-2015/programme")
    assert later.readings[0].standard.profile.id == "ceeaa-2024/programme"
    assert later.documented.counts["target"]["full"] + later.documented.counts["target"]["partial"] > 0


def test_every_two_jurisdictions_can_be_asked_about(graph):
    places = list(graph.catalogue.jurisdictions)
    for source, target in zip(places, places[1:] + places[:1], strict=True):
        value = assess(graph, Award("B", source, "2025-06-30", cycle="first"), target=target)
        assert len(value.differences) == 9, (source, target)


# The coverage


def evidence(*items):
    return {"experience": (Activity("work", Span("2021"), items),)}


def covered(comparison, statement):
    return next(s.substantial for s in comparison.statements if s.side == "target" and s.id == statement)


def test_without_edition_and_evidence_nothing_is_compared(graph):
    value = assess(graph, replace(AWARD, awarded="2010-06-30"))
    assert value.documented is None
    assert value.gaps == ()


def test_evidence_covers_what_the_edition_does_not(graph):
    bare = assess(graph, AWARD)
    shown = assess(graph, AWARD, **evidence(Evidence("eafsg-2015:B-EP3", "work", True, proof="paper")))
    assert covered(bare.documented, "eafsg-2015:B-EP3") == "partial"
    assert covered(shown.documented, "eafsg-2015:B-EP3") == "full"


def test_what_is_only_claimed_covers_nothing_and_is_marked(graph):
    value = assess(graph, AWARD, **evidence(Evidence("eafsg-2015:B-EP3", "work", True)))
    assert covered(value.documented, "eafsg-2015:B-EP3") == "partial"
    assert covered(value.claimed, "eafsg-2015:B-EP3") == "full"
    assert [s.id for s in value.documented.statements if s.side == "target" and value.only_claimed(s.id)] == [
        "eafsg-2015:B-EP3"
    ]


def test_evidence_below_the_level_asked_for_does_not_cover(graph):
    def missing(complexity, autonomy):
        shown = Evidence("analyse-engineering-problem", "work", False, complexity, autonomy, "paper")
        return {g.missing.element for g in assess(graph, target="gapc-4/engineer", **evidence(shown)).gaps}

    assert "analyse-engineering-problem" in missing("well-defined", "independent-practice")
    assert "analyse-engineering-problem" in missing("complex", "graduate")
    assert "analyse-engineering-problem" not in missing("complex", "independent-practice")


def test_a_registration_that_has_ended_shows_nothing(graph):
    def counts(span):
        registered = (Registration("engineering-council", "CEng", span, "uk-spec4/ceng"),)
        value = assess(graph, target="gapc-4/engineer", registrations=registered)
        return value.documented and value.documented.counts["target"]["full"]

    assert counts(Span("2018", "2020")) is None
    assert counts(Span("2018")) > 0


def test_an_element_missing_from_several_statements_is_named_once(graph):
    gaps = assess(graph, AWARD).gaps
    keys = [(g.missing.element, g.missing.reason, g.missing.present) for g in gaps]
    assert len(keys) == len(set(keys)) > 10


# The differences


def result(graph, kind, award, target="KZ", **values):
    return difference(assess(graph, award, target=target, **values), kind).result


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        (None, Result.NOT_KNOWN), (Volume(Decimal(180), "ECTS"), Result.MET), (Volume(Decimal(179), "ECTS"), Result.SHORT),
        (Volume(Decimal(165), "credits of the university (China)"), Result.NOT_COMPARABLE),
        (Volume(Decimal(240), "academic credits of Kazakhstan (30 hours each)"), Result.MET),
    ],
)  # fmt: skip
def test_volumes_are_compared_in_a_common_unit_only(graph, volume, expected):
    assert result(graph, "volume", replace(AWARD, volume=volume)) is expected


def test_a_conversion_says_how_sure_its_factor_is(graph):
    award = replace(AWARD, volume=Volume(Decimal(240), "academic credits of Kazakhstan (30 hours each)"))
    said = difference(assess(graph, award), "volume").source
    assert (said.key, said.values["converted"], said.values["status"]) == ("converted", "240", "inferred")


@pytest.mark.parametrize(
    ("values", "expected"),
    [({}, Result.NOT_KNOWN), ({"years": Decimal(4)}, Result.MET), ({"years": Decimal(3)}, Result.SHORT)],
)
def test_durations_are_compared_in_years(graph, values, expected):
    assert result(graph, "duration", replace(AWARD, **values), target="CN") is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"cycle": ""}, Result.NOT_KNOWN), ({}, Result.MET), ({"cycle": "short"}, Result.SHORT),
        ({"eqf": 6}, Result.MET), ({"eqf": 5}, Result.SHORT),
    ],
)  # fmt: skip
def test_levels_are_compared_by_the_european_framework_else_by_cycle(graph, values, expected):
    assert result(graph, "level", replace(AWARD, **values), target="eafsg-2015/bachelor") is expected


@pytest.mark.parametrize(
    ("field", "expected"), [("", Result.NOT_KNOWN), ("0711", Result.MET), ("07", Result.MET), ("0311", Result.SHORT)]
)
def test_fields_are_compared_by_isced(graph, field, expected):
    assert result(graph, "field", replace(AWARD, field=field)) is expected


def test_a_track_is_compared_with_another(graph):
    assert result(graph, "track", AWARD, target="gapc-4/washington") is Result.MET
    assert result(graph, "track", AWARD, target="gapc-4/dublin") is Result.SHORT
    assert result(graph, "track", replace(AWARD, awarded="2010"), target="gapc-4/dublin") is Result.NOT_KNOWN


def test_an_edition_that_was_replaced_is_a_difference(graph):
    assert result(graph, "edition", AWARD) is Result.SHORT
    assert result(graph, "edition", AWARD, on="2021-07-01") is Result.MET
    assert result(graph, "edition", replace(AWARD, awarded="2010")) is Result.NOT_KNOWN


@pytest.mark.parametrize(
    ("check", "expected"),
    [(None, Result.NOT_KNOWN), (Check.CONFIRMED, Result.MET), (Check.NOT_CONFIRMED, Result.SHORT), (Check.NOT_CHECKED, Result.SHORT)],
)  # fmt: skip
def test_a_document_counts_as_genuine_only_once_it_was_confirmed(graph, check, expected):
    award = replace(AWARD, authenticity=Authenticity(check) if check else None)
    assert result(graph, "document", award) is expected


@pytest.mark.parametrize(
    ("accreditations", "target", "expected"),
    [
        (None, "KZ", Result.NOT_KNOWN), ((), "KZ", Result.SHORT), ((accredited(),), "KZ", Result.NOT_COMPARABLE),
        ((accredited(),), "AU", Result.MET), ((accredited(),), "CN", Result.MET),
    ],
)  # fmt: skip
def test_an_accreditation_is_worth_something_only_where_an_agreement_says_so(graph, accreditations, target, expected):
    assert result(graph, "quality", replace(AWARD, accreditations=accreditations), target=target) is expected


def test_the_same_differences_count_less_for_employment_than_for_registration(graph):
    def counting(purpose):
        return {d.kind for d in assess(graph, AWARD, target="GB", purpose=purpose).differences if d.counts}

    assert counting("employment") < counting("regulated-profession")


# What contradicts itself


def test_an_award_after_the_date_of_the_question_is_refused(graph):
    with pytest.raises(InputError, match="awarded 2021-06-30, after the date 2020-01-01"):
        assess(graph, AWARD, on="2020-01-01")


def test_an_accreditation_under_a_standard_that_came_after_it_is_refused(graph):
    award = replace(AWARD, accreditations=(accredited("2018", "2023", "ceeaa-2024"),))
    with pytest.raises(InputError, match="ended 2023 cannot be under ceeaa-2024, in force from 2024-11-29"):
        assess(graph, award)


def test_a_standard_without_a_profile_for_the_award_is_refused(graph):
    with pytest.raises(InputError, match="cn-eea-2025 has no profile for the stage and cycle"):
        assess(graph, replace(AWARD, awarded="2025-12", accreditations=(accredited("2025-12", "", "cn-eea-2025"),)))


def test_no_programme_is_accredited_under_a_standard_of_engineers(graph):
    with pytest.raises(InputError, match="gapc-4/engineer is a standard of engineers"):
        assess(graph, replace(AWARD, accreditations=(accredited("2019", "", "gapc-4/engineer"),)))


def test_an_accreditation_under_the_criteria_stands_for_the_outcomes_of_the_same_edition(graph):
    award = replace(AWARD, awarded="2025-06-30", accreditations=(accredited("2025", "", "ceeaa-2024/programme"),))
    assert reading(graph, award).standard.profile.id == "ceeaa-2024/bachelor"


@pytest.mark.parametrize(("purpose", "message"), [(None, "x states no purpose"), ("cooperation", "unknown purpose")])
def test_a_purpose_is_needed_and_known(graph, purpose, message):
    with pytest.raises(InputError, match=message):
        assess(graph, AWARD, purpose=purpose)


def test_an_unknown_target_is_refused_with_the_nearest_names(graph):
    with pytest.raises(UnknownNameError, match="did you mean eafsg-2015/bachelor"):
        assess(graph, AWARD, target="eafsg-2015/bachelr")


def test_an_award_without_a_date_is_answered_and_its_edition_not_known(graph):
    value = assess(graph, replace(AWARD, awarded="", accreditations=(accredited(),)))
    assert value.readings[0].accredited is InForce.UNKNOWN
    assert value.accords == ()


def test_of_several_accreditations_the_one_that_names_an_edition_is_read(graph):
    silent = accredited(by="abet")
    award = replace(AWARD, accreditations=(silent, accredited(standard="ceeaa-2015")))
    found = reading(graph, award)
    assert (found.ground, found.accreditation.standard) == (Ground.ACCREDITATION, "ceeaa-2015")
    assert (
        reading(graph, replace(award, accreditations=award.accreditations[::-1])).accreditation == found.accreditation
    )


@pytest.mark.parametrize(("code", "result"), [("0711", Result.MET), ("0732", Result.SHORT), ("07", Result.NOT_KNOWN)])
def test_a_field_broader_than_that_of_the_target_may_lie_within_it(graph, code, result):
    target = next(p.id for p in graph.catalogue.profiles.values() if "ISCED-F 0711" in p.field)
    assert difference(assess(graph, replace(AWARD, field=code), target=target), "field").result is result
