"""What links two jurisdictions on a date; small catalogues by hand for what the data do not have."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from competency_graph.errors import InputError, UnknownNameError
from competency_graph.model import (
    Agreement,
    Catalogue,
    Coverage,
    Force,
    InForce,
    ParameterValues,
    Participation,
    ParticipationKind,
    Purpose,
    Search,
    Span,
    Status,
)
from competency_graph.presentation.tables import show
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Finding, Why, find_pathways, find_timeline
from competency_graph.recognition.standing import find_standing
from competency_graph.vocabulary import LANGUAGES
from tests.test_cli import run

FULL, SIGNED, PROVISIONAL, SUSPENDED, AUTHORISED = (
    ParticipationKind.FULL,
    ParticipationKind.SIGNED,
    ParticipationKind.PROVISIONAL,
    ParticipationKind.SUSPENDED,
    ParticipationKind.AUTHORISED,
)
ALWAYS = Span()
NOT_RECOGNITION = {"en": "not recognition", "zh": "不是认可", "ru": "не признание", "kk": "тану емес"}


def part(party, start="", end="", kind=FULL, status=Status.SEEN):
    return Participation(party, f"body-{party}", kind, Span(start, end), status)


def accord(name, *parts, force=Force.MUTUAL, purposes=(Purpose.DEGREE,), span=ALWAYS, **more):
    return Agreement(name, {"en": name}, force, purposes, "", span, Status.SEEN, participations=parts, **more)


def catalogue(*agreements, searches=()):
    nothing = {}
    return Catalogue(
        *[nothing] * 7, (), ParameterValues(60, 20, "2026-01-01"), agreements=agreements, searches=searches
    )


def answer(agreements, on="2020-06-15", source="A", target="B", purpose=Purpose.DEGREE, searches=(), **more):
    world = catalogue(*agreements, searches=searches)
    return find_pathways(world, source, target, on, [purpose], **more).answers[0]


# Dates


@pytest.mark.parametrize(
    ("start", "end", "on", "state"),
    [
        ("2018-02-05", "", "2018-02-05", InForce.YES),
        ("2018-02-05", "", "2018-02-04", InForce.NO),
        ("2018-02", "", "2018-02-28", InForce.UNKNOWN),
        ("2018-02", "", "2018-03-01", InForce.YES),
        ("2018", "", "2018-07-01", InForce.UNKNOWN),
        ("2018", "", "2017-12-31", InForce.NO),
        ("2018", "", "2019-01-01", InForce.YES),
        ("", "", "2019-01-01", InForce.UNKNOWN),
        ("", "2018", "2019-01-01", InForce.NO),
        ("", "2018", "2017-01-01", InForce.UNKNOWN),
        ("2010", "2018", "2018-06-01", InForce.UNKNOWN),
        ("2010", "2018-06-30", "2018-06-30", InForce.YES),
        ("2010", "2018-06-30", "2018-07-01", InForce.NO),
    ],
)
def test_a_bound_that_is_not_known_to_the_day_leaves_the_answer_open(start, end, on, state):
    assert Span(start, end).state(on) is state


def test_an_agreement_links_only_while_both_take_part_in_it():
    wa = accord("wa", part("A", "2000-01-01"), part("B", "2010-01-01", "2019-12-31"))
    assert answer([wa], "2015-01-01").finding is Finding.RECOGNITION
    for on, why in (("2005-01-01", Why.NOT_YET), ("2020-01-01", Why.ENDED)):
        found = answer([wa], on)
        assert found.finding is Finding.NONE
        assert [(s.party, s.why) for s in found.bridges[0].missing] == [("B", why)]


def test_an_unknown_bound_makes_recognition_not_known_instead_of_none():
    wa = accord("wa", part("A"), part("B", "2010"))
    assert answer([wa]).finding is Finding.RECOGNITION_UNKNOWN
    assert answer([wa], "2009-12-31").finding is Finding.NONE


def test_what_was_seen_in_force_began_on_that_day_at_the_latest():
    wa = accord("wa", part("A", "2000-01-01"), Participation("B", "b", FULL, Span(seen="2014-02"), Status.SECONDARY))
    assert answer([wa], "2013-12-31").finding is Finding.RECOGNITION_UNKNOWN
    assert answer([wa], "2014-02-15").finding is Finding.RECOGNITION_UNKNOWN
    assert answer([wa], "2014-03-01").finding is Finding.RECOGNITION
    turns = find_timeline(catalogue(wa), "A", "B", [Purpose.DEGREE]).turns
    assert [(t.date, t.findings[Purpose.DEGREE]) for t in turns][-1] == ("2014-03-01", Finding.RECOGNITION)


def test_what_was_only_signed_is_not_known_to_be_in_force():
    wa = accord("wa", part("A", "2010-01-01"), part("B", "2012-01-01", kind=SIGNED))
    assert answer([wa]).finding is Finding.RECOGNITION_UNKNOWN
    assert answer([wa], "2011-01-01").finding is Finding.NONE
    # Once the beginning of the full part is known, the signature says no more.
    wa = accord("wa", part("A", "2010-01-01"), part("B", "2012-01-01", kind=SIGNED), part("B", "2014-01-01"))
    assert answer([wa], "2013-01-01").finding is Finding.NONE
    assert answer([wa], "2015-01-01").finding is Finding.RECOGNITION


def test_a_provisional_part_gives_no_recognition_and_is_named_as_what_is_missing():
    found = answer([accord("wa", part("A", "2010-01-01"), part("B", "2012-01-01", kind=PROVISIONAL))])
    assert found.finding is Finding.NONE
    assert found.bridges[0].missing[0].why is Why.PROVISIONAL


def test_a_suspension_outweighs_membership_and_ends():
    wa = accord(
        "wa", part("A", "2010-01-01"), part("B", "2012-01-01"), part("B", "2016-01-01", "2017-06-30", SUSPENDED)
    )
    assert answer([wa], "2015-12-31").finding is Finding.RECOGNITION
    suspended = answer([wa], "2016-06-01")
    assert suspended.finding is Finding.NONE
    assert suspended.bridges[0].missing[0].why is Why.SUSPENDED
    assert answer([wa], "2017-07-01").finding is Finding.RECOGNITION
    turns = find_timeline(catalogue(wa), "A", "B", [Purpose.DEGREE]).turns
    assert [(t.date, t.findings[Purpose.DEGREE]) for t in turns] == [
        ("2012-01-01", Finding.RECOGNITION),
        ("2016-01-01", Finding.NONE),
        ("2017-07-01", Finding.RECOGNITION),
    ]
    assert [(s.party, s.before, s.after) for s in turns[1].steps] == [("B", InForce.YES, InForce.NO)]


def test_a_suspension_of_unknown_days_leaves_the_answer_open():
    wa = accord("wa", part("A", "2010-01-01"), part("B", "2012-01-01"), part("B", "2016", "2017", SUSPENDED))
    assert answer([wa], "2016-06-01").finding is Finding.RECOGNITION_UNKNOWN


def test_parts_in_an_agreement_that_is_itself_not_in_force_link_nobody():
    wa = accord("wa", part("A", "2010-01-01"), part("B", "2010-01-01"), span=Span("2012-01-01", "2018-12-31"))
    assert answer([wa], "2015-01-01").finding is Finding.RECOGNITION
    for on in ("2011-01-01", "2019-01-01"):
        assert {s.why for s in answer([wa], on).bridges[0].missing} == {Why.AGREEMENT}


# Chains


def test_two_agreements_make_a_chain_of_facts_and_never_recognition():
    world = [accord("ac", part("A", "2010"), part("C", "2010")), accord("cb", part("C", "2010"), part("B", "2010"))]
    found = answer(world)
    assert found.finding is Finding.CHAIN
    assert [(c.parties, c.is_direct) for c in found.chains] == [(("A", "C", "B"), False)]
    assert found.bridges  # for a chain of facts recognises nothing, the missing links are named all the same


def test_a_chain_through_binding_treaties_is_not_recognition_either():
    world = [
        accord("ac", part("A", "2010"), part("C", "2010"), force=Force.TREATY),
        accord("cb", part("C"), part("B", "2010"), force=Force.TREATY),
    ]
    assert answer(world).finding is Finding.CHAIN_UNKNOWN


def test_an_agreement_for_another_purpose_is_no_step_of_a_chain():
    world = [
        accord("ac", part("A", "2010"), part("C", "2010")),
        accord("cb", part("C", "2010"), part("B", "2010"), purposes=(Purpose.COOPERATION,)),
    ]
    assert answer(world).chains == ()
    assert answer(world, purpose=Purpose.REGISTRATION).without == ("A", "B")
    assert answer(world, purpose=Purpose.REGISTRATION).bridges == ()


def test_a_chain_takes_no_detour_that_one_of_its_own_agreements_spares():
    all_three = accord("abc", part("A", "2010"), part("B", "2010"), part("C", "2010"))
    found = answer([all_three, accord("cb", part("C", "2010"), part("B", "2010"))])
    assert [c.parties for c in found.chains] == [("A", "B")]


def test_no_chain_is_longer_than_asked_for():
    world = [accord(x + y, part(x, "2010"), part(y, "2010")) for x, y in ("AC", "CD", "DE", "EB")]
    assert answer(world).finding is Finding.NONE
    assert answer(world, longest=4).chains[0].parties == ("A", "C", "D", "E", "B")


@pytest.mark.parametrize("force", [Force.LABEL, Force.MEMORANDUM, Force.DECLARATION])
def test_what_obliges_nobody_to_recognise_is_a_link_and_not_recognition(force):
    assert answer([accord("x", part("A", "2010"), part("B", "2010"), force=force)]).finding is Finding.LINK


def test_cooperation_is_never_recognition_whatever_its_force():
    treaty = accord("x", part("A", "2010"), part("B", "2010"), force=Force.TREATY, purposes=(Purpose.COOPERATION,))
    assert answer([treaty], purpose=Purpose.COOPERATION).finding is Finding.LINK


def test_an_answer_is_no_surer_than_the_weakest_fact_of_its_best_chain():
    wa = accord("wa", part("A", "2010"), part("B", "2010", status=Status.UNVERIFIED))
    assert answer([wa]).status is Status.UNVERIFIED
    other = accord("other", part("A", "2010"), part("B", "2010", status=Status.SECONDARY))
    assert answer([wa, other]).status is Status.SECONDARY
    assert answer([]).status is Status.NOT_FOUND


def test_the_order_of_the_two_sides_changes_nothing_but_the_direction():
    world = [accord("ac", part("A", "2010"), part("C", "2010")), accord("cb", part("C", "2010"), part("B", "2010"))]
    there, back = answer(world), answer(world, source="B", target="A")
    assert there.finding is back.finding
    assert [c.parties[::-1] for c in there.chains] == [c.parties for c in back.chains]


# Bridges


def test_where_recognition_is_in_force_a_bridge_is_named_only_if_it_would_add_something():
    def about(*stages):
        return Coverage(stages=stages)

    treaty = accord("treaty", part("A", "2010"), part("B", "2010"), coverage=about("GraduateStage"))
    other = accord("other", part("A", "2010"), part("C", "2010"), coverage=about("GraduateStage"))
    programmes = accord("programmes", part("A", "2010"), part("C", "2010"), coverage=about("ProgrammeStage"))
    coming = accord("coming", part("A", "2010"), part("B", "2030"), coverage=about("GraduateStage"))
    assert [b.agreement for b in answer([treaty, other, programmes, coming]).bridges] == ["coming", "programmes"]
    assert [b.agreement for b in answer([other, programmes, coming]).bridges] == ["coming", "other", "programmes"]


def test_the_nearest_bridges_lack_the_fewest_sides_and_the_strongest_comes_first():
    world = [
        accord("a-label", part("A", "2010"), part("C", "2010"), force=Force.LABEL),
        accord("treaty", part("B", "2010"), part("C", "2010"), force=Force.TREATY),
        accord("far", part("D", "2010"), part("C", "2010")),
    ]
    found = answer(world, longest=1)
    assert [(b.agreement, [s.party for s in b.missing]) for b in found.bridges] == [
        ("treaty", ["A"]),
        ("a-label", ["B"]),
    ]


def test_a_bridge_names_the_search_for_its_missing_link_and_other_contacts_with_its_issuer():
    label = accord("label", part("C", "2010", kind=AUTHORISED), force=Force.LABEL, issuer="net", contacts=("net",))
    talks = accord("talks", part("A", "2010"), purposes=(Purpose.COOPERATION,), contacts=("net",))
    record = Search({"en": "B"}, ("B",), "", (), (), "2026-01-01", "b-in-label", ("net",))
    other = Search({"en": "C"}, ("C",), "", (), (), "2026-01-01", "elsewhere", ("net",))
    (bridge,) = answer([label, talks], searches=(record, other)).bridges
    assert [s.party for s in bridge.missing] == ["A", "B"]
    assert (bridge.searches, bridge.contacts) == (("b-in-label",), ("talks",))


# Time


def test_a_timeline_tells_accession_and_expiry_and_keeps_what_is_not_known_apart():
    wa = accord("wa", part("A", "2000-01-01"), part("B", "2010", "2019-12-31"))
    line = find_timeline(catalogue(wa), "A", "B", [Purpose.DEGREE])
    assert line.first == {Purpose.DEGREE: Finding.NONE}
    assert [(t.date, str(t.findings[Purpose.DEGREE])) for t in line.turns] == [
        ("2010-01-01", "recognition-not-known"),
        ("2010-12-31", "recognition"),
        ("2020-01-01", "none"),
    ]


def test_the_timeline_agrees_with_the_answer_on_every_day_of_change(graph):
    line = find_timeline(graph.catalogue, "CN", "KG")
    assert line.turns
    for turn in line.turns:
        found = find_pathways(graph.catalogue, "CN", "KG", turn.date).answers
        assert {a.purpose: a.finding for a in found} == turn.findings


def test_a_timeline_counts_a_month_to_its_real_end():
    wa = accord("wa", part("A", "2000-01-01"), part("B", "2018-02", "2020-02"))
    dates = [t.date for t in find_timeline(catalogue(wa), "A", "B", [Purpose.DEGREE]).turns]
    assert dates == ["2018-02-01", "2018-03-01", "2020-02-02", "2020-03-01"]


# The shipped data


def by_purpose(graph, a, b, on):
    return {x.purpose: x for x in graph.pathways(a, b, on).value.answers}


def test_between_china_and_kazakhstan_there_are_conventions_on_degrees_and_nothing_for_registered_engineers(graph):
    found = by_purpose(graph, "CN", "KZ", "2026-01-01")
    for purpose in (Purpose.FURTHER_STUDY, Purpose.DEGREE):
        direct = {c.hops[0].agreement: c.finding for c in found[purpose].chains if c.is_direct}
        # Both stood on the list of parties of the Bangkok convention of February 2014.
        assert direct["bangkok-1983"] is Finding.RECOGNITION
        # Signed and approved; that it entered into force was not seen, and the answer does not pretend it was.
        assert direct["cn-kz-2006"] is Finding.RECOGNITION_UNKNOWN
    assert by_purpose(graph, "CN", "KZ", "2014-02-02")[Purpose.DEGREE].finding is Finding.RECOGNITION_UNKNOWN
    engineers = found[Purpose.REGISTRATION]
    assert (engineers.finding, engineers.chains, engineers.without) == (Finding.NONE, (), ("KZ",))
    bridges = {b.agreement: {s.party for s in b.missing} for b in engineers.bridges}
    assert bridges["cse-pec-2025"] == {"KZ"}
    assert all("KZ" in missing for missing in bridges.values())
    assert {"kz-engineer-register", "cse-iea-membership"} <= set(engineers.searches)
    assert found[Purpose.REGULATED_PROFESSION].finding is Finding.NONE


def test_kazakhstan_is_missing_in_the_washington_accord_and_in_tokyo_until_it_signed(graph):
    found = by_purpose(graph, "CN", "KZ", "2026-01-01")
    bridges = {b.agreement: b for b in found[Purpose.DEGREE].bridges}
    (accord_,) = found[Purpose.ACADEMIC_REQUIREMENT].bridges
    assert accord_.agreement == "washington-accord"
    assert [(s.party, s.why) for s in accord_.missing] == [("KZ", Why.ABSENT)]
    assert accord_.searches == ("kz-washington-accord",)
    assert bridges["tokyo-2011"].missing[0].why is Why.NOT_YET
    assert "caaae-enaee-authorisation" in bridges["eur-ace"].searches
    assert bridges["eur-ace"].contacts == ("ceeaa-enaee-2025",)
    later = by_purpose(graph, "CN", "KZ", "2026-02-01")[Purpose.DEGREE]
    assert "tokyo-2011" in {c.hops[0].agreement for c in later.chains if c.is_direct}


def test_china_became_a_full_signatory_of_the_washington_accord_on_2_june_2016(graph):
    before = by_purpose(graph, "CN", "US", "2016-06-01")[Purpose.ACADEMIC_REQUIREMENT]
    assert not any(c.is_direct for c in before.chains)
    bridges = {b.agreement: b for b in before.bridges}
    assert [(s.party, s.why) for s in bridges["washington-accord"].missing] == [("CN", Why.PROVISIONAL)]
    assert by_purpose(graph, "CN", "US", "2016-06-02")[Purpose.ACADEMIC_REQUIREMENT].finding is Finding.RECOGNITION


@pytest.mark.parametrize(
    ("name", "both"), [("washington-accord", "CN GB"), ("sydney-accord", "AU GB"), ("dublin-accord", "AU GB")]
)
def test_an_accord_meets_the_academic_requirement_and_recognises_no_degree_and_no_register(graph, name, both):
    found = by_purpose(graph, *both.split(), "2026-01-01")
    links = {p: {c.hops[0].agreement: c for c in a.chains if c.is_direct} for p, a in found.items()}
    assert [p for p in Purpose if name in links[p]] == [Purpose.ACADEMIC_REQUIREMENT]
    assert links[Purpose.ACADEMIC_REQUIREMENT][name].finding is Finding.RECOGNITION


def test_a_part_without_a_beginning_is_in_force_for_certain_only_from_the_day_on_which_it_was_seen(graph):
    parts = [(a, m) for a in graph.catalogue.agreements for m in a.participations if not m.span.start]
    full = [(a, m) for a, m in parts if m.kind in (ParticipationKind.FULL, AUTHORISED)]
    assert {(a.name, m.party) for a, m in full} >= {
        ("ipea", "AU"), ("ieta", "AU"), ("lisbon-1997", "CA"), ("lisbon-1997", "IE"), ("lisbon-1997", "AU"),
    }  # fmt: skip
    for agreement, m in full:
        others = replace(agreement, participations=(m,))
        for day in ("1960-01-01", "1999-02-01", "2005-01-01", "2024-03-01", "2026-01-01"):
            state = find_standing(others, m.party, day).state
            seen = m.span.seen and m.span.start_range[1] <= day
            assert state is InForce.YES if seen else state in (InForce.UNKNOWN, InForce.NO), (agreement.name, m.party)
            if not seen and agreement.span.state(day) is InForce.YES:
                assert state is InForce.UNKNOWN, (agreement.name, m.party, day)


@pytest.mark.parametrize(
    ("agreement", "a", "b", "purpose", "open_on", "holds_on"),
    [
        ("ipea", "AU", "CA", Purpose.REGISTRATION, "2005-01-01", "2009-06-17"),
        ("ieta", "AU", "CA", Purpose.REGISTRATION, "2026-01-01", None),
        ("lisbon-1997", "CA", "AM", Purpose.DEGREE, "2010-01-01", "2024-03-01"),
        ("lisbon-1997", "AU", "DE", Purpose.DEGREE, "2024-01-31", "2024-03-01"),
    ],
)
def test_a_membership_of_unknown_beginning_is_not_known_before_it_was_seen(
    graph, agreement, a, b, purpose, open_on, holds_on
):
    def finding(day):
        chains = by_purpose(graph, a, b, day)[purpose].chains
        return next(c.finding for c in chains if c.is_direct and c.hops[0].agreement == agreement)

    assert finding(open_on) is Finding.RECOGNITION_UNKNOWN
    assert holds_on is None or finding(holds_on) is Finding.RECOGNITION


def test_a_part_of_unknown_beginning_is_never_shown_as_if_it_held_on_the_date(graph):
    answer = graph.pathways("BD", "AU", "2002-01-01", "professional-registration")
    bridges = {b.agreement: b for b in answer.value.answers[0].bridges}
    assert [s.why for s in bridges["ipea"].missing] == [Why.PROVISIONAL_UNKNOWN]
    assert [s.state for s in bridges["ipea"].present] == [InForce.UNKNOWN]
    shown = " ".join(str(answer.whole()).replace("│", " ").split())
    assert "whether BD took part on the date" in " ".join(
        w for b in answer.to_json()["purposes"][0]["bridges"] for m in b["missing"] for w in [m["sentence"]]
    )
    assert "not known)" in shown
    later = graph.pathways("BD", "AU", "2010-01-01", "professional-registration").value.answers[0].bridges
    assert [s.state for b in later if b.agreement == "ipea" for s in b.present] == [InForce.YES]


def test_any_two_jurisdictions_are_answered_for_every_purpose(graph):
    codes = list(graph.catalogue.jurisdictions)
    for a, b in zip(codes, codes[1:] + codes[:1], strict=True):
        value = graph.pathways(a, b, "2026-01-01").value
        assert [x.purpose for x in value.answers] == list(Purpose)
        for x in value.answers:
            assert all(c.is_direct for c in x.chains if c.finding in (Finding.RECOGNITION, Finding.RECOGNITION_UNKNOWN))
            assert x.finding is not Finding.NONE or not x.chains


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chain_of_more_than_one_hop_is_worded_as_a_chain_of_facts_and_not_as_recognition(graph, language):
    shown = graph.pathways("CN", "KZ", "2026-01-01", language=language).to_json()
    long = [c for p in shown["purposes"] for c in p["chains"] if len(c["hops"]) > 1]
    assert len(long) > 5
    for chain in long:
        assert NOT_RECOGNITION[language] in chain["sentence"]
        assert chain["finding"] in ("chain", "chain-not-known")
    (employment,) = [p for p in shown["purposes"] if p["purpose"] == "employment"]
    assert employment["finding"] == "chain-not-known"
    assert NOT_RECOGNITION[language].split()[-1] in employment["sentence"]
    assert NOT_RECOGNITION[language] in shown["rule"]
    assert shown["disclaimer"]


def test_no_word_about_chains_claims_recognition(graph):
    text = str(graph.pathways("CN", "KZ", "2026-01-01", "employment").whole())
    assert "Chain of facts, not recognition: CN - KG - KZ" in text
    head = text.split("The agreements named above", maxsplit=1)[0].replace("\n", " ").replace("not recognition", "")
    for claim in ("recognised", "recognises", "is recognition", "obliges to recognise", "equivalent"):
        assert claim not in head.split("Nearest bridges")[0].split("\u2501")[0], claim


def test_the_table_names_bodies_dates_force_scope_sources_and_what_was_not_found(graph):
    text = " ".join(str(graph.pathways("cn", "Kazakhstan", "2026-01-01").whole()).split())
    for words in (
        "professional registration: nothing found",
        "KZ takes part in no agreement for this purpose",
        "from 2018-02",
        "binding treaty",
        "name no right to work or to practise engineering",
        "Decree No. 1040 of 6 November 2007",
        "Agreement or memorandum of CSE, CAST, CIESC or CEEAA with CAAAE",
        "not a recognition decision",
    ):
        assert words in text, words


def test_the_whole_table_shows_every_chain_and_puts_last_where_neither_side_takes_part(graph):
    answer = graph.pathways("CN", "KZ", "2026-01-01", "professional-registration").whole()
    text = show(answer.to_table(), 200)
    (found,) = answer.value.answers
    near, far = text.split("Nearest bridges")[1].split("Agreements in which neither side takes part")
    labels = {a.name: a.labels["en"] for a in graph.catalogue.agreements}
    far = far.split("The agreements named above")[0]
    for bridge in found.bridges:
        first = labels[bridge.agreement].split()[0]
        assert first in (near if bridge.present else far), bridge.agreement
    assert "│ -" in far
    degree = graph.pathways("CN", "KZ", "2026-01-01", "degree").whole()
    shown = show(degree.to_table(), 300)
    long = [c for c in degree.value.answers[0].chains if not c.is_direct]
    assert len(long) > 15
    for chain in long:
        assert f"- {' - '.join(chain.parties)}: " in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_of_any_two_fits_a_screen_and_names_every_purpose_and_finding(graph, language):
    words = Words(language)
    for place in ("CN", "MN", "PK", "TR", "RU", "DE", "US"):
        answer = graph.pathways("KZ", place, "2026-01-01", language=language)
        shown = show(answer.to_table(), 80)
        lines = shown.splitlines()
        assert len(lines) <= 60, (place, len(lines))
        assert max(map(cell_len, lines)) <= 80
        flat = flatten(shown)
        for a in answer.value.answers:
            assert flatten(words.term(graph.catalogue, a.purpose.term)) in flat
            if not (a.without and a.finding is Finding.NONE):
                assert flatten(words.of("pathway", f"brief_{a.finding}")) in flat
        assert flatten(words.of("pathway", "rule")) in flat
        assert "--all" in shown


def flatten(text):
    """Return the letters of a table, column after column, so that what wraps in a cell is in one piece."""
    rows = [line.split("│") for line in text.splitlines() if line.startswith("│")]
    columns = ["".join(row[k] for row in rows) for k in range(1, 4)] if rows else []
    rest = [line for line in text.splitlines() if not line.startswith("│")]
    return re.sub(r"\s", "", "".join([*rest, *columns]))


def test_the_summary_calls_only_an_agreement_of_both_existing_recognition(graph):
    answer = graph.pathways("KZ", "MN", "2026-01-01")
    chain = next(c for a in answer.value.answers for c in a.chains)
    text = show(answer.to_table(), 80)
    assert len(chain.parties) == 3
    assert " - ".join(chain.parties) in text
    assert "exists" not in text
    assert flatten("no agreement of both; only chains of facts, not recognition") in flatten(text)
    both = show(graph.pathways("CN", "KZ", "2026-01-01").to_table(), 80)
    assert "[1] Regional Convention on the Recognition of Studies" in both
    missing = "- Washington Accord (academic requirement for practice): KZ takes no part that is in the graph"
    assert flatten(missing) in flatten(both)
    assert "Agreement or memorandum of CSE, CAST, CIESC or CEEAA with CAAAE" in both
    assert "women" not in both


def test_json_and_rows_are_the_same_whether_a_screen_or_the_whole_is_shown(graph):
    answer = graph.pathways("CN", "KZ", "2026-01-01")
    assert answer.to_json() == answer.whole().to_json()
    assert answer.to_rows() == answer.whole().to_rows()
    assert len(str(answer.whole())) > 5 * len(str(answer))


def test_unknown_names_and_two_equal_sides_are_refused(graph):
    with pytest.raises(UnknownNameError, match="unknown jurisdiction 'KX'; did you mean"):
        graph.pathways("CN", "KX")
    with pytest.raises(UnknownNameError, match="unknown purpose 'work'; did you mean further-study"):
        graph.pathways("CN", "KZ", purpose="work")
    with pytest.raises(InputError, match="CN is on both sides"):
        graph.pathways("CN", "China")
    with pytest.raises(InputError, match="not a date"):
        graph.pathways("CN", "KZ", on="2026-02-30")


# The command


def test_the_command_answers_in_every_format(graph):
    asked = ("pathways", "CN", "KZ", "--on", "2026-01-01")
    table = run(*asked)
    assert table.returncode == 0
    assert all(len(line) <= 120 for line in table.stdout.splitlines())
    assert len(run(*asked, "--all").stdout) > 5 * len(table.stdout)
    value = json.loads(run(*asked, "--format", "json").stdout)
    assert [p["finding"] for p in value["purposes"]] == [
        str(a.finding) for a in graph.pathways(*asked[1:3], asked[4]).value.answers
    ]
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv", "--purpose", "degree").stdout)))
    assert {r["purpose"] for r in rows} == {"degree"}
    assert {r["kind"] for r in rows} == {"agreement", "chain of facts", "bridge"}


def test_the_command_tells_the_timeline_and_refuses_an_unknown_purpose(graph):
    purpose = "academic-requirement"
    shown = run("pathways", "CN", "US", "--purpose", purpose, "--timeline", "--format", "json")
    turns = json.loads(shown.stdout)["turns"]
    full = next(t for t in turns if t["findings"] == {purpose: "recognition"})
    assert (full["date"], full["changed"]) == ("2016-06-02", [purpose])
    assert {t["findings"][purpose] for t in turns[turns.index(full) :]} == {"recognition"}
    assert run("pathways", "CN", "US", "--purpose", "work").returncode == 2


def test_a_timeline_takes_a_last_day_that_no_day_follows():
    from competency_graph.recognition.timeline import _days

    spans = (Span("2020", "9999"), Span("2021-05-01", "9999-12-31"))
    assert _days([replace(accord("x"), span=s) for s in spans]) == [
        "2020-01-01",
        "2020-12-31",
        "2021-05-01",
        "9999-01-02",
    ]
