"""Bridging plans: small worlds by hand and at random, compared with trying everything; then the shipped ones."""

import csv
import io
import itertools
import json
import random
from decimal import Decimal

import pytest

from competency_graph.bridge_answer import read_budget
from competency_graph.errors import InputError, UnknownNameError
from competency_graph.learning import (
    Conversion,
    Development,
    Effort,
    Money,
    Offers,
    Opportunity,
    OpportunityKind,
    Prerequisite,
)
from competency_graph.model import Catalogue, Demand, Element, Kind, ParameterValues, Profile, Span, Statement, Status
from competency_graph.recognition import Arrays, Conditions, Participant, compare, find_bridging, find_gaps, find_needs
from competency_graph.recognition.bridging import Bar, Hurdle, find_bars
from competency_graph.vocabulary import LANGUAGES, Curie, Iri
from tests.test_cli import run

ON = "2026-06-15"
#: a implies b and c; d, e and f stand alone.
IMPLIES = {"a": ("b", "c"), "b": (), "c": (), "d": (), "e": (), "f": ()}
ELEMENTS = {n: Element(n, {"en": n}, "", broader, "Skill", 1) for n, broader in IMPLIES.items()}
ARRAYS = Arrays.of(ELEMENTS.values())
ECTS = {"ECTS": Conversion("ECTS", Decimal(25), Decimal(30), Status.SEEN)}


def statement(code, *demands):
    nothing = {}
    found = tuple(Demand(e, c, a) for e, c, a in demands)
    return Statement(
        Curie(code), Iri(code), code.split(":")[0], code.split(":")[1], Kind.LEARNING_OUTCOME, nothing, nothing, nothing,
        "", (), Status.SEEN, "", "", found,
    )  # fmt: skip


def world(source, target):
    """A comparison of two profiles with these statements, and its catalogue."""
    statements = {s.id: s for s in (*source, *target)}
    nothing = {}
    catalogue = Catalogue(
        nothing, nothing, statements, ELEMENTS, nothing, nothing, nothing, (), ParameterValues(60, 20, ON)
    )
    sides = [
        Participant(
            name, Profile(name, Iri(name), name, nothing, "", "", "", "", (), "", "", "", "", tuple(s.id for s in rows)),
            name, "", None, "", len(rows), len(rows),
        )
        for name, rows in (("x", source), ("y", target))
    ]  # fmt: skip
    return compare(catalogue, ARRAYS, sides[0], sides[1], ON), catalogue


def learn(name, *develops, hours=None, needs=(), **more):
    """An opportunity; *develops* are elements at 3/2, or triples, or pairs with None."""
    found = tuple(
        Development(d, (3, 2)) if isinstance(d, str) else Development(d[0], d[1] if d[1] is None else d[1:])
        for d in develops
    )
    effort = None if hours is None else Effort(Decimal(hours), Decimal(hours), "hours")
    return Opportunity(name, {"en": name}, OpportunityKind.COURSE, found, tuple(needs), **{"effort": effort, **more})


def bridge(target, *opportunities, source=(("x:1", ("f", 3, 2)),), plans=9, **conditions):
    comparison, catalogue = world([statement(c, *d) for c, *d in source], [statement(c, *d) for c, *d in target])
    offers = Offers({o.name: o for o in opportunities}, ECTS)
    return find_bridging(comparison, catalogue, ARRAYS, offers, Conditions(**conditions), plans)


def names(answer):
    return [[s.opportunity for s in p.steps] for p in answer.plans]


def left(answer):
    return [(o.need.element, o.why, o.nearest) for o in answer.open]


WANTS_AD = [("y:1", ("a", 3, 2)), ("y:2", ("d", 3, 2))]


def test_the_plan_of_least_effort_comes_first_and_the_others_hold_no_better_one():
    answer = bridge(
        WANTS_AD, learn("both", "a", "d", hours=50), learn("one", "a", hours=20), learn("two", "d", hours=25)
    )
    assert names(answer) == [["one", "two"], ["both"]]
    assert [(p.least, p.most) for p in answer.plans] == [(45, 45), (50, 50)]
    assert answer.open == ()


def test_an_opportunity_closes_what_its_element_implies_at_no_less_than_the_level():
    wants = [("y:1", ("b", 3, 2)), ("y:2", ("c", 4, 3))]
    answer = bridge(wants, learn("stronger", "a", hours=9), learn("higher", ("a", 4, 3), hours=99))
    assert names(answer) == [["higher"]]
    answer = bridge(wants, learn("stronger", "a", hours=9), learn("uneven", ("a", 4, 2), hours=9))
    assert left(answer) == [("c", Hurdle.LEVEL, ("stronger", "uneven"))]


def test_a_weaker_rung_closes_nothing_and_is_not_said_to_come_near():
    answer = bridge([("y:1", ("a", 3, 2))], learn("weaker", "b", hours=9))
    assert left(answer) == [("a", Hurdle.NOBODY, ())]
    assert answer.plans == answer.apart == ()


def test_an_unknown_effort_is_never_nothing_and_stands_apart():
    answer = bridge(WANTS_AD, learn("known", "a", hours=70), learn("unknown", "a", "d"))
    assert names(answer) == [["known"]]
    assert left(answer) == [("d", Hurdle.BARRED, ("unknown",))]
    assert [(a.opportunity, a.bars, [n.element for n in a.would_close]) for a in answer.apart] == [
        ("unknown", (Bar.EFFORT,), ["a", "d"])
    ]


def test_an_unknown_level_closes_nothing():
    answer = bridge([("y:1", ("d", 1, 1))], learn("vague", ("d", None), hours=10))
    assert left(answer) == [("d", Hurdle.LEVEL, ("vague",))]
    assert [(a.opportunity, a.bars, [n.element for n in a.bears_on]) for a in answer.apart] == [("vague", (), ["d"])]


def test_credits_count_at_their_upper_bound_and_show_both():
    credits_ = Effort(Decimal("1.5"), Decimal(2), "ECTS")
    answer = bridge(WANTS_AD[:1], learn("credits", "a", effort=credits_), learn("hours", "a", hours=55))
    assert names(answer) == [["hours"], ["credits"]]
    assert (answer.plans[1].least, answer.plans[1].most, answer.units) == (Decimal("37.5"), 60, ("ECTS",))


def test_a_unit_without_a_sourced_conversion_is_not_converted():
    odd = learn("odd", "a", effort=Effort(Decimal(1), Decimal(1), "modules"))
    assert find_bars(odd, Conditions(), Offers({}, ECTS), ON) == (Bar.CONVERSION,)


def test_what_must_come_first_is_part_of_the_plan_and_comes_first():
    after = learn("advanced", "a", hours=10, needs=[Prerequisite("basics")])
    answer = bridge(WANTS_AD[:1], after, learn("basics", "e", hours=5), learn("alone", "a", hours=16))
    assert names(answer) == [["basics", "advanced"], ["alone"]]
    assert answer.plans[0].steps[0].serves == ("advanced",)
    assert answer.plans[0].steps[0].closes == ()


def test_an_element_that_the_source_has_meets_a_prerequisite_only_at_its_level():
    for level, expected in (((3, 2), [["advanced"]]), ((3, 3), [["basics", "advanced"]])):
        after = learn("advanced", "a", hours=10, needs=[Prerequisite(element="f", level=level)])
        answer = bridge(WANTS_AD[:1], after, learn("basics", ("f", 3, 3), hours=5))
        assert names(answer) == expected


def test_what_could_only_support_each_other_is_not_planned():
    one = learn("one", "a", hours=1, needs=[Prerequisite(element="d", level=(3, 2))])
    two = learn("two", "d", hours=1, needs=[Prerequisite(element="a", level=(3, 2))])
    answer = bridge(WANTS_AD, one, two)
    assert answer.plans == ()
    assert left(answer) == [("a", Hurdle.PREREQUISITE, ("one",)), ("d", Hurdle.PREREQUISITE, ("two",))]


def test_equal_efforts_are_ordered_by_length_then_by_name():
    answer = bridge(
        WANTS_AD, learn("z", "a", "d", hours=4), learn("y", "a", "d", hours=4), learn("b", "a", hours=2),
        learn("c", "d", hours=2), learn("a", "d", hours=2),
    )  # fmt: skip
    assert names(answer) == [["y"], ["z"], ["a", "b"], ["b", "c"]]


def test_conditions_leave_out_what_does_not_meet_them_and_say_why():
    offered = {
        "languages": ("ru",), "hosts": ("h",), "capacity": 5, "cost": Money(Decimal(10), "USD"), "hours": 1,
    }  # fmt: skip
    ask = {"languages": ("en",), "hosts": ("g",), "places": 6, "budget": Money(Decimal(50), "EUR")}
    stated, silent = learn("stated", "a", **offered), learn("silent", "a", hours=1)
    answer = bridge(WANTS_AD[:1], stated, silent, **ask)
    assert {a.opportunity: a.bars for a in answer.apart} == {
        "stated": (Bar.LANGUAGE, Bar.HOST, Bar.PLACES, Bar.CURRENCY),
        "silent": (Bar.NO_LANGUAGE, Bar.HOST, Bar.NO_PLACES, Bar.COST),
    }
    assert left(answer) == [("a", Hurdle.BARRED, ("silent", "stated"))]


def test_a_budget_closes_as_many_needs_as_it_allows_and_names_what_is_too_dear():
    cost = lambda n: Money(Decimal(n), "EUR")  # noqa: E731
    wants = [*WANTS_AD, ("y:3", ("e", 3, 2))]
    offered = [
        learn("dear", "a", hours=1, cost=cost(60)), learn("cheap", "d", hours=9, cost=cost(20)),
        learn("free", "e", hours=9, cost=Money(Decimal(0), "CNY")),
    ]  # fmt: skip
    answer = bridge(wants, *offered, budget=cost("59.99"))
    assert names(answer) == [["cheap", "free"]]
    assert left(answer) == [("a", Hurdle.BUDGET, ("dear",))]
    assert answer.plans[0].costs == {"CNY": 0, "EUR": 20}


def test_what_has_ended_teaches_nobody_and_what_may_still_run_does():
    ended, running = (
        learn(n, "a", hours=5, span=Span("2025", end)) for n, end in (("ended", "2025"), ("running", "2026"))
    )
    answer = bridge(WANTS_AD[:1], ended, running)
    assert names(answer) == [["running"]]
    assert left(bridge(WANTS_AD[:1], ended)) == [("a", Hurdle.NOBODY, ())]


def test_a_plan_is_no_surer_than_what_it_rests_on_and_says_what_is_invented():
    answer = bridge(
        WANTS_AD, learn("fact", "a", hours=1, status=Status.INFERRED), learn("fancy", "d", hours=1, is_invented=True)
    )
    assert (answer.plans[0].status, answer.plans[0].is_invented) == (Status.INFERRED, True)


def by_brute_force(wants, have, opportunities, how_many):
    """All plans that hold no better one, from the values alone: hours, length, names."""

    def gives(o, element, level):
        return any(
            d.level
            and element in {d.element, *IMPLIES[d.element]}
            and d.level[0] >= level[0]
            and d.level[1] >= level[1]
            for d in o.develops
        )

    def has(element, level):
        return any(element in {e, *IMPLIES[e]} and c >= level[0] and a >= level[1] for e, c, a in have)

    needs = {(e, (c, a)) for _, *demands in wants for e, c, a in demands if not has(e, (c, a))}
    usable = [o for o in opportunities if o.effort]
    valid = []
    for size in range(1, len(usable) + 1):
        for group in itertools.combinations(usable, size):
            taken = []
            while more := [
                o for o in group if o not in taken and all(
                    p.opportunity in {t.name for t in taken} if p.opportunity
                    else has(p.element, p.level) or any(gives(t, p.element, p.level) for t in taken)
                    for p in o.requires
                )
            ]:  # fmt: skip
                taken += more
            if len(taken) == size:
                valid.append((group, sum(any(gives(o, *n) for o in group) for n in needs)))
    most = max((n for _, n in valid), default=0)
    best = [{o.name for o in group} for group, n in valid if n == most and n]
    hours = {o.name: o.effort.most for o in usable}
    ranked = sorted((sum(hours[n] for n in b), len(b), sorted(b)) for b in best if not any(other < b for other in best))
    return [b for _, _, b in ranked[:how_many]], most, len(needs)


def random_case(seed):
    rnd = random.Random(seed)
    letters = list(IMPLIES)
    level = lambda: (rnd.randint(2, 4), rnd.randint(1, 3))  # noqa: E731
    wants = [(f"y:{k}", *((e, *level()) for e in rnd.sample(letters, 2))) for k in range(3)]
    have = [(e, *level()) for e in rnd.sample(letters, 2)]
    count, found = rnd.randint(1, 7), []
    for k in range(count):
        develops = [(e, None) if rnd.random() < 0.1 else (e, *level()) for e in rnd.sample(letters, rnd.randint(1, 3))]
        needs = []
        if rnd.random() < 0.3 and k:
            needs.append(Prerequisite(f"o{rnd.randrange(k)}"))
        if rnd.random() < 0.3:
            needs.append(Prerequisite(element=rnd.choice(letters), level=level()))
        hours = None if rnd.random() < 0.15 else rnd.choice(("4", "7.5", "8", "12"))
        found.append(learn(f"o{k}", *develops, hours=hours, needs=needs))
    return wants, have, found


@pytest.mark.parametrize("block", range(4))
def test_plans_of_random_worlds_are_those_that_trying_everything_finds(block):
    partly = planned = 0
    for seed in range(block * 50, block * 50 + 50):
        wants, have, found = random_case(seed)
        answer = bridge(wants, *found, source=[("x:1", *have)], plans=3)
        expected, most, needed = by_brute_force(wants, have, found, 3)
        assert [sorted(p) for p in names(answer)] == expected, seed
        assert len(answer.needs) == needed
        assert len(answer.needs) - len(answer.open) == most
        planned += bool(expected)
        partly += 0 < most < needed
    assert planned >= 20
    assert partly >= 10


def test_no_opportunity_is_needed_where_nothing_is_missing():
    answer = bridge([("y:1", ("f", 3, 2))], learn("idle", "f", hours=1))
    assert (answer.needs, answer.plans, answer.open, answer.apart) == ((), (), (), ())


# The shipped data


@pytest.fixture(scope="module")
def engineer(graph):
    return graph.bridge("ceeaa-2024", "gapc-4/engineer", catalogues=["example"])


@pytest.mark.parametrize(("source", "target"), [("CN", "KZ"), ("KZ", "CN"), ("ceeaa-2024", "gapc-4/engineer")])
def test_the_needs_are_the_gaps_with_the_levels_of_the_clauses(graph, source, target):
    comparison = graph.compare(source, target).value
    needs, gaps = find_needs(comparison, graph.catalogue), find_gaps(comparison)
    assert {n.element for n in needs} == {g.missing.element for g in gaps}
    demanded = {(n.element, i) for n in needs for i in n.demanded_by}
    assert demanded == {(g.missing.element, i) for g in gaps for i in g.demanded_by}
    assert len(needs) >= 15


def test_no_known_opportunity_enters_a_plan_as_none_states_hours_and_a_level(graph):
    known = graph.offers.opportunities
    assert len(known) == 11
    assert all(o.sources and o.hosts and o.status is not Status.UNVERIFIED for o in known.values())
    assert all(bool(o.reason) == (o.status is Status.INFERRED) for o in known.values())
    assert all(set(o.labels) == set(LANGUAGES) for o in known.values())
    assert not any(d.level for o in known.values() for d in o.develops)
    assert graph.bridge("CN", "KZ").value.plans == ()


def test_invented_opportunities_are_in_an_answer_only_when_asked_for(graph, engineer):
    assert not any(o.is_invented for o in graph.offers.opportunities.values())
    plain = run("bridge", "ceeaa-2024", "gapc-4/engineer").stdout
    assert "INVENTED" not in plain
    shown = str(engineer)
    assert "INVENTED, for illustration only" in shown
    assert shown.count("*") > len(engineer.value.plans[0].steps) >= 8
    assert all(o["invented"] for p in engineer.to_json()["plans"] for o in p["steps"])


def test_the_conversion_of_credits_names_its_source(engineer):
    assert "1 ECTS counts as 25 to 30 h; source: " in str(engineer)
    assert "ECTS Users' Guide" in engineer.to_json()["conversions"][0]


def test_what_no_known_opportunity_teaches_is_named_with_element_and_clause(engineer):
    found = [o for o in engineer.to_json()["open"] if o["why"] == "nobody"]
    assert [(o["element"], o["demanded_by"]) for o in found] == [
        ("apply-advanced-principles-of-practice", ["gapc-4:EC1"])
    ]


def test_an_unknown_effort_of_the_example_would_close_more_and_is_offered_apart(engineer):
    apart = {a["opportunity"]: a for a in engineer.to_json()["apart"]}["local-practice"]
    assert (apart["why"], apart["hours"]) == (["effort-not-known"], None)
    assert {n["element"] for n in apart["would_close"]} == {
        "adapt-to-changing-work", "apply-jurisdiction-specific-knowledge"
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_terminal_in_every_language(graph, language, width):
    from rich.cells import cell_len

    shown = run("bridge", "CN", "KZ", "--catalogue", "example", "--lang", language, columns=width)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "{" not in shown.stdout
    assert max(cell_len(line) for line in shown.stdout.splitlines()) <= width


def test_the_answer_keeps_adoption_and_status_in_view(graph):
    shown = json.loads(run("bridge", "ceeaa-2015", "KZ", "--format", "json").stdout)
    assert (shown["provisional"], shown["target"]["adopts"]) == (True, "eafsg-2015")
    assert shown["coded_once"] == []
    table = run("bridge", "ceeaa-2015", "KZ").stdout
    for part in ("Provisional", "not of CAAAE", "via", "not a recognition decision"):
        assert part in table, part


def test_what_is_known_of_real_opportunities_names_source_and_note(graph):
    shown = " ".join(str(graph.bridge("ceeaa-2024", "gapc-4/engineer")).split())
    assert "how long a credit hour is, is not stated, so no hours are given" in shown
    assert "Chinese Society of Engineers, continuing professional development [inferred]" in shown
    assert "no source says which elements they develop: Train-the-trainer workshop" in shown
    assert "Karaganda" not in shown  # held in 2014, so nobody can take it


def test_a_thousand_opportunities_of_a_file_are_weighed(graph, tmp_path):
    rnd = random.Random(3)
    needed = [n.element for n in find_needs(graph.compare("KZ", "CN").value, graph.catalogue)]
    rows = [
        f"o{k}\tcourse\tO\t"
        + "; ".join(f"{e}@complex/graduate" for e in rnd.sample(needed, 3))
        + f"\t{rnd.randint(9, 99)}\thours"
        for k in range(1000)
    ]
    head = "# catalogue: many\n# made by: a test\n# date: 2026-01-01\n# invented: yes\nname\tkind\tlabel_en\tdevelops\teffort\tunit\n"
    (tmp_path / "many.tsv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    value = graph.bridge("KZ", "CN", catalogues=[tmp_path / "many.tsv"]).value
    assert len(value.plans) == 3  # SolverError where one is not proved optimal
    assert value.open == ()
    assert value.plans[0].most <= value.plans[1].most <= value.plans[2].most


def test_rows_hold_steps_open_needs_and_what_stands_apart(graph):
    text = run("bridge", "ceeaa-2024", "gapc-4/engineer", "--catalogue", "example", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {r["part"] for r in rows} == {"plan", "open", "apart"}
    assert all(r["hours_most"] and r["invented"] == "True" for r in rows if r["part"] == "plan")


def test_conditions_of_the_command_line_reach_the_plan(graph):
    arguments = ("bridge", "CN", "KZ", "--catalogue", "example", "--format", "json")
    free, bound = (
        json.loads(run(*arguments, *more).stdout)
        for more in ((), ("--language-of-instruction", "zh", "--budget", "400 EUR", "--plans", "1"))
    )
    assert len(free["plans"]) == 3
    assert len(bound["plans"]) == 1
    assert float(bound["plans"][0]["costs"]["EUR"]) <= 400
    assert all("zh" in s["languages"] for s in bound["plans"][0]["steps"])
    assert bound["counts"]["open"] > free["counts"]["open"]


@pytest.mark.parametrize("text", ["500", "EUR 500", "-5 EUR", "5 eur", "1.234 EUR"])
def test_a_budget_without_amount_and_currency_is_refused(text):
    with pytest.raises(InputError, match="write it as 500 EUR"):
        read_budget(text)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (("--host", "nosuch"), "unknown host 'nosuch'; known are csae, cse, "),
        (("--host", "shihezi-univ"), "unknown host 'shihezi-univ'; did you mean shihezi-university"),
        (("--language-of-instruction", "xx"), "unknown language 'xx'; known are en, kk, ru, zh"),
        (("--budget", "500 XXX"), "unknown currency 'XXX'; known are CNY"),
    ],
    ids=lambda c: c[0].strip("-") if isinstance(c, tuple) else "",
)
def test_a_condition_that_names_nothing_known_is_refused_with_what_is(graph, condition, message):
    shown = run("bridge", "CN", "KZ", *condition)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert message in shown.stderr
    assert len(shown.stderr.splitlines()) == 1


def test_a_catalogue_makes_its_hosts_languages_and_currencies_known(graph):
    with pytest.raises(UnknownNameError, match="unknown currency 'EUR'"):
        graph.bridge("CN", "KZ", budget="500 EUR")
    more = {"hosts": ["Example University"], "budget": "500 EUR"}
    answer = graph.bridge("CN", "KZ", catalogues=["example"], **more)
    assert answer.value.plans
    # A body of the graph that offers nothing is no unknown name: the answer is that nothing of it closes anything.
    assert not graph.bridge("CN", "KZ", catalogues=["example"], hosts=["caaae"]).value.plans


@pytest.mark.parametrize("language", ["zh", "ru", "kk"])
def test_english_notes_and_titles_of_opportunities_are_marked_in_other_languages(graph, language):
    text = " ".join(str(graph.bridge("CN", "KZ", language=language)).split())
    assert "[EN] ENTER Network, purpose and structure" in text
    assert "[EN] The project from which the agency grew asked" in text
    assert "[EN] Leads to the title International Engineering Educator" in text
    assert "[EN]" not in str(graph.bridge("CN", "KZ"))


def test_criteria_of_programmes_are_not_met_by_learning(graph):
    shown = run("bridge", "ceeaa-2024/programme", "eafsg-2015/programme")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "holds accreditation criteria, which are not met by learning; ask for 'gaps'" in shown.stderr


def test_none_found_is_an_answer(graph):
    assert run("bridge", "CN", "KZ/engineer").stdout.startswith("None found")
