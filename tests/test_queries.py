"""The query library: every query is run and its result held against values computed another way."""

import json
import re
from collections import Counter

import pytest

from competency_graph.errors import QueryError, UnknownNameError
from competency_graph.exports.skills import skills_by_element
from competency_graph.queries import bind, find_queries, get_query
from competency_graph.vocabulary import expand, local_name
from tests.conftest import ROOT
from tests.test_cli import run

LIBRARY = {q.name: q for q in find_queries("answers")}
FILES = sorted(ROOT.glob("queries/*/*.rq"))


def rows(graph, name, **parameters):
    return graph.run(name, **parameters).to_rows()


def statements(graph, profile):
    return [graph.catalogue.statements[s] for s in graph.catalogue.profiles[profile].statements]


def carried(graph, things):
    return {x for s in things for d in s.demands for x in graph.arrays.closure[d.element]}


# One check a query; a query without one fails test_every_query_has_a_tested_result.
CHECKS = {}


def checks(name):
    def keep(function):
        CHECKS[name] = function
        return function

    return keep


@checks("counterparts")
def _(graph):
    found = {r["counterpart"] for r in rows(graph, "counterparts", statement="gapc-4:WA1")}
    for profile in ("ceeaa-2024/bachelor", "eafsg-2015/bachelor", "ca-ceab/undergraduate"):
        value = graph.compare("gapc-4/washington", profile).value
        pairs = {p.target for p in value.pairs if p.source == "gapc-4:WA1" and p.substantial != "unrelated"}
        assert pairs == {f for f in found if f in graph.catalogue.profiles[profile].statements}
    assert found


@checks("equivalent-everywhere")
def _(graph):
    found = rows(graph, "equivalent-everywhere", least=3)
    assert found
    for row in found:
        near = rows(graph, "counterparts", statement=row["statement"])
        twins = {r["counterpart"].split(":")[0] for r in near if "exactMatch" in r["predicate"]}
        assert len(twins - {row["statement"].split(":")[0]}) == int(row["standards"]) >= 3


@checks("missing-elements")
def _(graph):
    found = {
        r["element"] for r in rows(graph, "missing-elements", has="ceeaa-2024/bachelor", wants="eafsg-2015/bachelor")
    }
    have = carried(graph, statements(graph, "ceeaa-2024/bachelor"))
    wanted = {d.element for s in statements(graph, "eafsg-2015/bachelor") for d in s.demands}
    assert found == wanted - have


@checks("covered-only-together")
def _(graph):
    found = {
        r["statement"]
        for r in rows(graph, "covered-only-together", profile="gapc-4/washington", of="eafsg-2015/bachelor")
    }
    value = graph.compare("gapc-4/washington", "eafsg-2015/bachelor").value
    met = {s.id for s in value.statements if s.side == "target" and s.strict == "full"}
    alone = {p.target for p in value.pairs if p.strict in ("equivalent", "exceeds")}
    assert found == met - alone
    assert found


@checks("coverage-table")
def _(graph):
    table = {(r["asks"], r["gives"]): r for r in rows(graph, "coverage-table")}
    for asks, gives in (("ceeaa-2024/bachelor", "eafsg-2015/bachelor"), ("gapc-4/washington", "ca-ceab/undergraduate")):
        counts = graph.compare(gives, asks).value.counts["target"]
        row = table[asks, gives]
        assert [int(row[k]) for k in ("covered", "partly", "none")] == [counts[k] for k in ("full", "partial", "none")]


@checks("edition-changes")
def _(graph):
    found = rows(graph, "edition-changes", old="ca-ceab", new="abet-eac-2025")
    old, new = (
        {d.element for s in graph.catalogue.statements.values() if s.framework == f for d in s.demands}
        for f in ("ca-ceab", "abet-eac-2025")
    )
    assert {r["element"] for r in found if r["change"] == "added"} == new - old
    assert {r["element"] for r in found if r["change"] == "dropped"} == old - new


@checks("source-of-statement")
def _(graph):
    found = rows(graph, "source-of-statement", statement="ceeaa-2024:4.5.4")
    statement = graph.catalogue.statements["ceeaa-2024:4.5.4"]
    assert {r["page"] for r in found} == set(statement.sources[0].pages)
    assert found[0]["file"] == "data/frameworks/ceeaa-2024.ttl"
    assert found[0]["reason"] == statement.status_reason


@checks("verification-share")
def _(graph):
    words = {
        "Seen": "seen",
        "SeenInSecondaryCopy": "secondary-copy",
        "Inferred": "inferred",
        "Unverified": "unverified",
    }
    found = {
        (r["framework"], words.get(r["status"], r["status"])): int(r["statements"])
        for r in rows(graph, "verification-share")
    }
    assert found == Counter((s.framework, str(s.status)) for s in graph.catalogue.statements.values())


@checks("worth-checking")
def _(graph):
    found = rows(graph, "worth-checking", limit_to="eafsg-2015")
    assert found
    assert all(graph.catalogue.statements[r["statement"]].framework == "eafsg-2015" for r in found)
    assert all(not graph.catalogue.statements[r["statement"]].status.is_verified for r in found)
    first = found[0]
    assert int(first["mappings"]) == len(rows(graph, "counterparts", statement=first["statement"]))


@checks("who-demands")
def _(graph):
    found = {r["statement"] for r in rows(graph, "who-demands", element="consider-environmental-aspects")}
    cells = graph.matrix("consider-environmental-aspects").value
    assert found == {c.statement for c in cells if c.relation != "less"}


@checks("esco-skills")
def _(graph):
    wanted = {a.subject for a in graph.catalogue.assertions if "/esco/skill/" in a.object}
    of_profile = rows(graph, "esco-skills", profile="gapc-4/washington")
    skills = skills_by_element(graph.catalogue)
    assert len(skills) > 50 and {expand(f"element:{e}") for e in skills} <= wanted
    expected = {
        (s.id, d.element, skill)
        for s in statements(graph, "gapc-4/washington")
        for d in s.demands
        for skill in skills.get(d.element, ())
    }
    assert {(r["statement"], r["element"], r["skill"]) for r in of_profile} == expected
    strong = {expand("skos:exactMatch"), expand("skos:closeMatch")}
    assert all(r["label"] and r["predicate"] in strong for r in of_profile)
    of_statement = rows(graph, "esco-skills", statement="gapc-4:WA8")
    assert of_statement == [r for r in of_profile if r["statement"] == "gapc-4:WA8"] != []


@checks("only-here")
def _(graph):
    found = {r["element"] for r in rows(graph, "only-here", framework="ceeaa-2024")}
    everything = list(graph.catalogue.statements.values())
    others = carried(graph, [s for s in everything if s.framework != "ceeaa-2024"])
    own = {d.element for s in everything if s.framework == "ceeaa-2024" for d in s.demands}
    assert found == own - others


@checks("demanded-everywhere")
def _(graph):
    found = {r["element"]: int(r["standards"]) for r in rows(graph, "demanded-everywhere", least=5)}
    count = Counter()
    for slug in graph.catalogue.frameworks:
        count.update(carried(graph, [s for s in graph.catalogue.statements.values() if s.framework == slug]))
    assert found == {e: n for e, n in count.items() if n >= 5}


@checks("credit-rules")
def _(graph):
    found = {(r["what"], float(r["amount"])) for r in rows(graph, "credit-rules", framework="eafsg-2015")}
    rules = [r for p in ("eafsg-2015/bachelor", "eafsg-2015/master") for r in graph.catalogue.profiles[p].credit_rules]
    assert found == {(r.label, float(r.amount)) for r in rules}
    assert len(rows(graph, "credit-rules")) > len(found)


@checks("in-force")
def _(graph):
    for day in ("2012-06-01", "2024-11-28", "2026-01-01"):
        answered = rows(graph, "in-force", on=day)
        found = {(r["jurisdiction"], r["profile"], r["role"]) for r in answered}
        assert len(found) == len(answered)
        assert all(bool(r.get("through")) == (r["ground"] == "adoption") for r in answered)
        assert all(r["status"] for r in answered if r["role"] == "applies" or r["ground"] == "adoption")
        c = graph.catalogue
        in_force = {p.id for p in c.profiles.values() if c.frameworks[p.framework].is_in_force(day)}
        own = {(j, p.id, "default") for p in c.profiles.values() for j in p.jurisdictions if p.id in in_force}
        adopted = {(j, a.profile, "default") for a in c.adoptions for j in a.jurisdictions if a.profile in in_force}
        beside = {
            (j, p, "applies")
            for f in c.frameworks.values()
            for j in f.applies_in
            for p in f.profiles
            if p in in_force and j not in c.profiles[p].jurisdictions
        }
        assert beside
        assert found == own | adopted | beside
    kazakh = {
        r["profile"]: (r["role"], r["ground"]) for r in rows(graph, "in-force", jurisdiction="KZ", on="2026-01-01")
    }
    assert kazakh["kz-goso-2022/bachelor"] == ("applies", "law")
    assert kazakh["kz-iaar/programme"] == ("applies", "issuer")
    assert kazakh["eafsg-2015/bachelor"] == ("default", "adoption")


@checks("find-text")
def _(graph):
    for text in ("team", "团队", "КОМАНД", "топ"):
        found = {r["thing"] for r in rows(graph, "find-text", text=text)}
        expected = {
            s.id
            for s in graph.catalogue.statements.values()
            if any(text.casefold() in t.casefold() for t in (*s.labels.values(), *s.paraphrases.values()))
        }
        assert expected
        assert expected <= found


@checks("term-in-four-languages")
def _(graph):
    for text in ("substantial difference", "实质性差异", "Существенное различие", "елеулі айырмашылық"):
        found = rows(graph, "term-in-four-languages", text=text)
        assert found[0]["term"] == "substantial-difference"


@checks("level-profile")
def _(graph):
    found = {(r["profile"], r["complexity"], r["autonomy"]): int(r["demands"]) for r in rows(graph, "level-profile")}
    levels = {(lv.scale, lv.rank): lv.name for lv in graph.catalogue.levels.values()}
    expected = Counter(
        (p, levels["complexity", d.complexity], levels["autonomy", d.autonomy])
        for p in graph.catalogue.profiles
        for s in statements(graph, p)
        for d in s.demands
        if d.complexity
    )
    assert found == expected


@checks("profiles-in-field")
def _(graph):
    # The field is also said in words, with its code; both must agree.
    for code in ("07", "071", "0711"):
        said = {p.id for p in graph.catalogue.profiles.values() if f"ISCED-F {code}" in p.field}
        assert {r["profile"] for r in rows(graph, "profiles-in-field", code=code)} == said
    assert {r["framework"] for r in rows(graph, "profiles-in-field", code="0711")} >= {
        "abet-chem-2025",
        "ceeaa-chem-2017",
    }
    assert rows(graph, "profiles-in-field", code="0732") == []


@checks("coder-agreement")
def _(graph):
    f1 = {a.framework: a.f1 for a in graph.agreement().value.frameworks}
    found = {r["framework"]: float(r["f1"]) for r in rows(graph, "coder-agreement")}
    assert found == {name: pytest.approx(value, abs=1e-4) for name, value in f1.items()}


@checks("not-found")
def _(graph):
    places = Counter(r["jurisdiction"] for r in rows(graph, "not-found"))
    recorded = """PREFIX cg: <https://w3id.org/competency-graph/ontology/>
        SELECT ?record ?place WHERE { ?record a cg:SearchRecord ; cg:appliesIn ?place }"""
    asked = {(r["record"], local_name(r["place"])) for r in graph.store.select(recorded)}
    assert places.keys() == {place for _, place in asked}
    for place in ("CN", "KZ"):
        found = rows(graph, "not-found", jurisdiction=place)
        assert {r["jurisdiction"] for r in found} == {place}
        assert len(found) == places[place]
        assert len({r["sought"] for r in found}) == sum(where == place for _, where in asked)


@checks("commitments-state")
def _(graph):
    found = {r["commitment"]: r for r in rows(graph, "commitments-state")}
    # Of the ten things said of the seminar only one was read in a source, and none has dated evidence.
    assert len(found) == 10
    assert {c for c, r in found.items() if r["state"] == "promised"} == {"seminar-cooperation"}
    assert {r["state"] for c, r in found.items() if c != "seminar-cooperation"} == {"not found"}
    assert {r["promise"] for r in found.values() if r["state"] == "not found"} == {"Unverified"}
    assert {(r["by"], r["held"], r["place"]) for r in found.values()} == {("caaae, cse", "--06-24", "CN")}
    assert {r["searched"] for c, r in found.items() if c != "seminar-cooperation"} == {
        "seminar-commitments, seminar-year"
    }
    assert not found["seminar-cooperation"].get("searched")
    assert {r["state"] for r in rows(graph, "commitments-state", at="chengdu-forum-2025")} == {"promised"}
    assert rows(graph, "commitments-state", at="seminar") == []


@checks("procedures")
def _(graph):
    both = rows(graph, "procedures", body=["ceeaa", "caaae"])
    assert {r["agency"] for r in both} == {"ceeaa", "caaae"}
    # Side by side: within an aspect the kinds of step come in one order, whoever takes them.
    kinds = [r["kind"] for r in both if r["aspect"] == "1 step"]
    order = [k for k, before in zip(kinds, [None, *kinds], strict=False) if k != before]
    assert len(order) == len(set(order))
    assert order[0] == "ApplicationStep" and order[-1] == "FollowUpStep"
    # Every step of the data is there, at the place that it has in its file.
    asked = """PREFIX cg: <https://w3id.org/competency-graph/ontology/>
        SELECT ?step ?body ?position WHERE { ?step cg:isStepOf/cg:isProcedureOf ?body ; cg:position ?position }"""
    known = Counter((local_name(r["body"]), int(r["position"])) for r in graph.store.select(asked))
    found = [r for r in rows(graph, "procedures") if r["aspect"] == "1 step"]
    assert Counter((r["agency"], int(r["position"])) for r in found) == known
    for agency in {a for a, _ in known}:
        assert sorted(p for a, p in known if a == agency) == list(range(1, sum(a == agency for a, _ in known) + 1))
    years = [float(r["years"]) for r in both if r["aspect"] == "3 decision" and r["years"]]
    assert years == [6, 6, 3]
    assert rows(graph, "procedures", body="ceea") == []


@checks("accreditations")
def _(graph):
    found = {r["accreditation"]: r for r in rows(graph, "accreditations", body="ceeaa")}
    shihezi = found["shihezi-chemical-engineering-2020"]
    assert (shihezi["institution"], shihezi["from"], shihezi["until"]) == ("shihezi-university", "2020-01", "2025-12")
    assert float(shihezi["years"]) == 6
    assert found["shihezi-chemical-engineering-earlier"]["status"] == "Inferred"
    assert {r["agency"] for r in found.values()} == {"ceeaa"}
    assert len(rows(graph, "accreditations")) > len(found)


@checks("awards")
def _(graph):
    found = rows(graph, "awards")
    asked = """PREFIX cg: <https://w3id.org/competency-graph/ontology/>
        SELECT ?award WHERE { VALUES ?kind { cg:Title cg:Qualification } ?award a ?kind }"""
    assert {r["award"] for r in found} == {local_name(r["award"]) for r in graph.store.select(asked)}
    kazakh = rows(graph, "awards", jurisdiction="KZ")
    assert {r["place"] for r in kazakh} == {"KZ"}
    assert {(r["award"], r["years"], float(r["amount"]), r["unit"]) for r in kazakh if r["unit"]} >= {
        ("kz-bachelor-engineering", "4", 240.0, "ECTS credits")
    }
    british = {r["award"]: r["protection"] for r in rows(graph, "awards", jurisdiction="GB")}
    assert british.keys() == {"uk-ceng", "uk-ieng", "uk-engtech"}
    assert all("Royal Charter" in text for text in british.values())
    assert {r["issuer"] for r in found if not r["place"]} == {"acpecc", "apec-engineer-committee", "engineers-europe"}


def test_a_commitment_is_done_only_by_what_has_a_date():
    import pyoxigraph as ox

    text = """
        @prefix cg: <https://w3id.org/competency-graph/ontology/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix : <https://w3id.org/competency-graph/event/> .
        :kept a cg:Commitment ; skos:prefLabel "kept"@en ; cg:isMadeAt :talks ; cg:hasTheme cg:DialoguePlatform ;
          cg:hasStatus cg:Seen ; cg:statusAsOf "2026-11-25" ; cg:isFulfilledBy :visit .
        :said a cg:Commitment ; skos:prefLabel "said"@en ; cg:isMadeAt :talks ; cg:hasTheme cg:DialoguePlatform ;
          cg:hasStatus cg:Seen ; cg:statusAsOf "2026-11-25" ; cg:isFulfilledBy :undated .
        :visit cg:heldOn "2026-05" .
        :undated a cg:Event ; cg:hasTheme cg:DialoguePlatform .
    """
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    solutions = store.query(bind(LIBRARY["commitments-state"], {"at": ["talks"]}))
    found = {s["what"].value: (s["state"].value, s["date"] and s["date"].value) for s in solutions}
    assert found == {"kept": ("done", "2026-05"), "said": ("promised", None)}


@pytest.mark.parametrize("name", LIBRARY)
def test_every_query_has_a_tested_result(name, graph):
    CHECKS[name](graph)


def test_there_are_at_least_fifteen_queries_and_each_says_which_question_it_answers():
    assert len(LIBRARY) >= 15
    assert all(q.question in "1234567" and q.question for q in LIBRARY.values())
    assert len({q.question for q in LIBRARY.values()}) >= 6
    assert len(FILES) >= 15 + 6 + 6


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_rdflib_parses_every_query_file(path):
    from rdflib.plugins.sparql.parser import parseQuery

    assert parseQuery(path.read_text(encoding="utf-8"))


def test_no_two_queries_share_a_pattern():
    # The same triple patterns under other names of variables would be one query told twice.
    seen = {}
    for q in LIBRARY.values():
        where = q.text.split("WHERE", 1)[1]
        shape = re.sub(r"\?\w+", "?", re.sub(r"\s+", " ", where))
        assert seen.setdefault(shape, q.name) == q.name


HOSTILE = [
    'x" } } ; DROP ALL #',
    'x\\" . ?s ?p ?o',
    "'; DELETE WHERE { ?s ?p ?o }",
    "> . ?s ?p ?o . <",
    "{ UNDEF }",
    "\\1",
    '中文\n"""',
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_stays_a_text(value, graph):
    # Whatever is given, the query has one more literal and nothing else.
    from rdflib.plugins.sparql.parser import parseQuery

    query = LIBRARY["find-text"]
    bound = bind(query, {"text": [value]})
    assert repr(parseQuery(bound)).count("triples") == repr(parseQuery(query.text)).count("triples")
    assert graph.run("find-text", text=value).to_rows() == []


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("who-demands", {}, "needs --param element=...: the element, such as"),
        ("who-demands", {"element": ["a b> <x"]}, "is no element for the parameter element"),
        ("in-force", {"on": ["2026-02-30"]}, "is no date for the parameter on"),
        (
            "demanded-everywhere",
            {"least": ["three"]},
            "is no integer for the parameter least; a whole number is needed",
        ),
        ("counterparts", {"statement": ["gapc-4"]}, "write it with a ':'"),
    ],
)
def test_a_value_that_is_no_term_of_its_type_is_refused(name, values, message):
    with pytest.raises(QueryError, match=re.escape(message)):
        bind(LIBRARY[name], values)


def test_unknown_queries_parameters_and_names_get_the_nearest_known_ones(graph):
    with pytest.raises(UnknownNameError, match="did you mean who-demands"):
        get_query("who-demand")
    with pytest.raises(UnknownNameError, match="did you mean element"):
        bind(LIBRARY["who-demands"], {"elment": ["x"]})
    with pytest.raises(UnknownNameError, match="did you mean lead-team"):
        graph.run("who-demands", element="lead-teem")


def test_a_parameter_may_be_given_several_times(graph):
    both = rows(graph, "who-demands", element=["lead-team", "manage-risk"])
    each = [rows(graph, "who-demands", element=e) for e in ("lead-team", "manage-risk")]
    assert len(both) == sum(map(len, each))


def test_the_command_lists_and_runs_queries(graph):
    listed = run("queries").stdout
    assert all(name in listed.replace("\n", "") or name.split("-")[0] in listed for name in LIBRARY)
    shown = run("query", "who-demands", "--param", "element=consider-net-zero-carbon", "--format", "json")
    assert json.loads(shown.stdout)["rows"][0]["statement"]
    assert run("query", "who-demands").returncode == 2
    assert run("query", "who-demands", "--param", "element").returncode == 2
    assert "No row answers the question" in run("query", "find-text", "--param", "text=zzzzzz").stdout
