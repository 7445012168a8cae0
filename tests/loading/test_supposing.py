"""A hypothetical agreement is checked as the data are, answered for, marked everywhere, and leaves no trace."""

import csv
import io
import json
import re

import pytest

from competency_graph.errors import CompetencyGraphError, FileError, UnsoundSuppositionError
from competency_graph.loading import canonical
from competency_graph.model import Purpose, Status
from competency_graph.recognition import Finding
from competency_graph.vocabulary import LANGUAGES
from tests.conftest import ROOT
from tests.loading.test_build import edit
from tests.test_cli import run

EXAMPLE = ROOT / "data/examples/cse-caaae-agreement.ttl"
MARK = {"en": "hypothetical", "zh": "假设", "ru": "гипотетически", "kk": "болжамды"}
HEAD = """@prefix agreement: <https://w3id.org/competency-graph/agreement/> .
@prefix authorisation: <https://w3id.org/competency-graph/authorisation/> .
@prefix body: <https://w3id.org/competency-graph/body/> .
@prefix cg: <https://w3id.org/competency-graph/ontology/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix jurisdiction: <https://w3id.org/competency-graph/jurisdiction/> .
@prefix participation: <https://w3id.org/competency-graph/participation/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/competency-graph/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
SOURCE = '\nsource:if a cg:SourceDocument ; dcterms:title "Invented"@en ; skos:editorialNote "Invented."@en .\n'


def part(name, agreement, place, body, more='cg:inForceFrom "2020-01-01"^^xsd:date', kind="Full"):
    return (
        f"participation:{name} a cg:Participation ;\n    cg:isParticipationIn agreement:{agreement} ;\n"
        f"    cg:appliesIn jurisdiction:{place} ;\n    cg:isParticipationBy body:{body} ;\n"
        f"    cg:hasParticipationKind cg:{kind}Participation ;\n    cg:hasStatus cg:Hypothetical ; {more} ;\n"
        f'    cg:isReadFrom source:if ; cg:statusAsOf "2026-11-25"^^xsd:date .\n'
    )


@pytest.fixture
def spoiled(tmp_path):
    """Return a function that copies the example with one text replaced."""

    def spoil(old, new):
        path = tmp_path / "agreement.ttl"
        path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
        edit(path, old, new)
        return path

    return spoil


@pytest.fixture
def written(tmp_path):
    def write(*parts):
        path = tmp_path / "supposed.ttl"
        path.write_text(HEAD + "\n".join(parts) + SOURCE, encoding="utf-8")
        return path

    return write


# The shipped example


def test_the_example_is_in_canonical_form_invented_in_four_languages_and_no_part_of_the_graph(graph):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert canonical(EXAMPLE) == text
    for word in ("INVENTED", "虚构", "ВЫМЫШЛЕННЫЙ", "ОЙДАН ШЫҒАРЫЛҒАН"):
        assert word in text
    assert not [a for a in graph.catalogue.agreements if a.name.startswith("example")]
    assert graph.store.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } FILTER (CONTAINS(STR(?s), 'example-cse')) }") == []


def test_the_example_links_registered_engineers_and_only_as_a_supposition(graph):
    answer = graph.pathways("CN", "KZ", "2026-01-01", suppose=EXAMPLE)
    now, before = ({a.purpose: a for a in x.answers} for x in (answer.value, answer.facts))
    assert (now[Purpose.REGISTRATION].finding, now[Purpose.REGISTRATION].status) == (
        Finding.RECOGNITION,
        Status.HYPOTHETICAL,
    )
    assert before[Purpose.REGISTRATION].finding is Finding.NONE
    for purpose in set(Purpose) - {Purpose.REGISTRATION}:
        assert (now[purpose].finding, now[purpose].status) == (before[purpose].finding, before[purpose].status)
        assert not any(h.is_hypothetical for c in now[purpose].chains for h in c.hops)
    assert answer.facts == graph.pathways("CN", "KZ", "2026-01-01").value


def test_what_is_linked_are_the_grades_of_the_bodies_that_take_part_and_not_those_of_others(graph):
    (linked,) = graph.pathways("CN", "KZ", "2026-01-01", suppose=EXAMPLE).linked
    china, kazakhstan = linked.sides
    assert (china.bodies, kazakhstan.bodies) == (("cse",), ("caaae",))
    assert [p.profile.id for p in china.profiles["EngineerStage"]] == ["cn-cse-2021/professional-engineer"]
    assert set(china.awards) == {"cse-ae", "cse-pe", "cse-spe"}
    assert "cn-registered-chemical-engineer" in china.untouched
    assert kazakhstan.awards == ()
    assert "kz-attested-construction" in kazakhstan.untouched


def test_where_a_side_has_no_standard_for_engineers_its_graduates_are_held_against_the_other(graph):
    (linked,) = graph.pathways("CN", "KZ", "2026-01-01", suppose=EXAMPLE).linked
    assert linked.sides[1].without == ("EngineerStage",)
    assert "kz-engineer-competence-standard" in linked.sides[1].searches
    assert {p.instead for p in linked.pairs} == {("KZ",)}
    held = {(p.there.comparison.source.profile.id, p.there.comparison.target.profile.id) for p in linked.pairs}
    assert ("cn-cse-2021/professional-engineer", "eafsg-2015/bachelor") in held


def test_what_is_lacking_is_what_the_gaps_say_both_ways(graph):
    (linked,) = graph.pathways("CN", "KZ", "2026-01-01", suppose=EXAMPLE).linked
    pair = next(p for p in linked.pairs if p.there.comparison.target.profile.id == "eafsg-2015/bachelor")
    for lack, sides in ((pair.there, ("CN/engineer", "KZ")), (pair.back, ("KZ", "CN/engineer"))):
        gaps = graph.gaps(*sides, "2026-01-01")
        assert lack.gaps == gaps.value
        assert gaps.value
        targets = [s for s in gaps.comparison.statements if s.side == "target"]
        for reading in ("strict", "substantial"):
            assert lack.counts(reading) == {
                k: sum(getattr(s, reading) == k for s in targets) for k in ("full", "partial", "none")
            }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hypothetical_hop_is_marked_in_table_json_and_rows(graph, language):
    answer = graph.pathways("CN", "KZ", "2026-01-01", language=language, suppose=EXAMPLE)
    text = " ".join(str(answer).split())
    assert text.count(f"[{MARK[language]}]") >= 5
    value = answer.to_json()
    assert value["suppose"]["hypothetical"] is True
    hops = [h for p in value["purposes"] for c in p["chains"] for h in c["hops"]]
    supposed = [h for h in hops if h["agreement"] == "example-cse-caaae"]
    assert supposed
    for hop in hops:
        is_supposed = hop in supposed
        assert (hop["hypothetical"], hop["status"] == "hypothetical") == (is_supposed, is_supposed)
    assert all(MARK[language] in h["label"] for h in supposed)
    rows = answer.to_rows()
    assert all(r["hypothetical"] == (r["agreement"] == "example-cse-caaae") for r in rows)
    assert len({tuple(r) for r in rows}) == 1
    assert [r for r in rows if r["kind"] == "still lacking" and r["missing"]]


def test_nothing_is_stored_and_the_next_answer_knows_nothing_of_it(graph):
    before = len(graph.store), graph.pathways("CN", "KZ", "2026-01-01").to_json()
    graph.pathways("CN", "KZ", "2026-01-01", suppose=EXAMPLE)
    assert (len(graph.store), graph.pathways("CN", "KZ", "2026-01-01").to_json()) == before


def test_before_its_first_day_it_links_nothing_and_the_timeline_marks_the_turn(graph):
    early = graph.pathways("CN", "KZ", "2025-12-31", suppose=EXAMPLE)
    assert early.linked == ()
    assert "links the two sides directly in nothing" in str(early)
    line = graph.pathways("CN", "KZ", "2025-12-31", "professional-registration", suppose=EXAMPLE).timeline()
    assert [(t.date, t.hypothetical) for t in line.value.turns] == [("2026-01-01", (Purpose.REGISTRATION,))]
    assert "[hypothetical]" in str(line)
    assert line.to_json()["turns"][0]["hypothetical"] == ["professional-registration"]


def test_between_two_others_it_links_nothing(graph):
    answer = graph.pathways("JP", "GB", "2026-01-01", suppose=EXAMPLE)
    assert answer.linked == ()
    assert [a.chains for a in answer.value.answers] == [a.chains for a in answer.facts.answers]


# Any two jurisdictions, by any of the three shapes


def test_a_supposed_part_in_an_agreement_of_the_data_links_graduates_at_once(graph, written):
    path = written(part("if-kz", "washington-accord", "KZ", "caaae"))
    answer = graph.pathways("KZ", "GB", "2026-01-01", "academic-requirement", suppose=path)
    (education,) = answer.value.answers
    assert education.finding is Finding.RECOGNITION
    (linked,) = answer.linked
    assert linked.agreement == "washington-accord"
    agreement = next(a for a in answer.catalogue.agreements if a.name == "washington-accord")
    assert [p.party for p in agreement.participations if p.status is Status.HYPOTHETICAL] == ["KZ"]
    assert agreement.status is not Status.HYPOTHETICAL
    targets = {p.there.comparison.target.profile.id for p in linked.pairs}
    assert "uk-ahep4/ceng-partial" in targets
    assert "uk-ahep4/ieng" not in targets  # the accord covers the track of engineers
    assert not any(p.instead for p in linked.pairs)


def test_a_supposed_authorisation_is_a_label_and_no_recognition(graph, written):
    path = written(
        "authorisation:if a cg:Authorisation ; cg:isAuthorisationOf body:caaae ; cg:isAuthorisationUnder agreement:eur-ace ;",
        '  cg:inForceFrom "2015-01-01"^^xsd:date ; cg:hasStatus cg:Hypothetical ; cg:isReadFrom source:if ;',
        '  cg:statusAsOf "2026-11-25"^^xsd:date .',
    )
    (degree,) = graph.pathways("KZ", "TR", "2017-01-01", "degree", suppose=path).value.answers
    direct = [c for c in degree.chains if c.is_direct and c.hops[0].agreement == "eur-ace"]
    assert [(c.finding, c.status) for c in direct] == [(Finding.LINK, Status.HYPOTHETICAL)]


def test_a_supposed_agreement_without_coverage_is_read_by_its_purposes(graph, spoiled):
    path = spoiled("cg:hasCareerStage cg:EngineerStage ;\n", "")
    (linked,) = graph.pathways("CN", "KZ", "2026-01-01", suppose=path).linked
    assert linked.stages == ("EngineerStage",)


# What is wrong is said with file, line and remedy


WRONG = {
    "an unknown body": (
        ("isParticipationBy body:cse", "isParticipationBy body:csee"),
        r"agreement\.ttl:\d+: \S+cse-caaae--cn: unknown body 'csee'; did you mean cse",
    ),
    "an unknown jurisdiction": (
        ("appliesIn jurisdiction:KZ", "appliesIn jurisdiction:QZ"),
        r"unknown jurisdiction 'QZ'; did you mean [A-Z]{2}",
    ),
    "an unknown agreement": (
        ("isParticipationIn agreement:example-cse-caaae", "isParticipationIn agreement:example-cse-caaa"),
        r"unknown agreement 'example-cse-caaa'; did you mean example-cse-caaae",
    ),
    "a body where an agreement must stand": (
        ("isParticipationIn agreement:example-cse-caaae", "isParticipationIn body:cse"),
        r"a participation is in exactly one agreement",
    ),
    "an unknown term": (
        ("hasLegalForce cg:MutualRecognition", "hasLegalForce cg:MutualRecognitions"),
        r"agreement\.ttl:\d+: cg:MutualRecognitions is no term of the ontology; did you mean cg:MutualRecognition\?",
    ),
    "no legal force": (
        ("    cg:hasLegalForce cg:MutualRecognition ;\n", ""),
        r"agreement\.ttl:\d+: \S+: an agreement has exactly one legal force",
    ),
    "an end before the beginning": (
        ('cg:inForceFrom "2026-01-01"^^xsd:date', 'cg:inForceFrom "2026-01-01"^^xsd:date ; cg:inForceUntil "2025"^^xsd:gYear'),
        r"agreement\.ttl:\d+: \S+: ends before it begins",
    ),
    "a day that no calendar has": (
        ('cg:inForceFrom "2026-01-01"^^xsd:date', 'cg:inForceFrom "2026-02-30"^^xsd:date'),
        r"has the date '2026-02-30', which no calendar has",
    ),
    "a date that is text": (
        ('cg:inForceFrom "2026-01-01"^^xsd:date', 'cg:inForceFrom "soon"'),
        r"has a date that is no date, month or year",
    ),
    "no label": (
        ('a cg:Participation ;\n    cg:appliesIn jurisdiction:CN ;', "a cg:Participation ;"),
        r"a participation names exactly one jurisdiction",
    ),
    "something that may not be supposed": (
        ("source:example-cse-caaae a cg:SourceDocument", "source:example-cse-caaae a cg:Body"),
        r"agreement\.ttl:\d+: \S+example-cse-caaae is cg:Body; what is supposed is one of cg:Agreement",
    ),
    "a name that the data have": (
        ("agreement:example-cse-caaae a cg:Agreement", "agreement:cse-pec-2025 a cg:Agreement"),
        r"agreement\.ttl:\d+: \S+cse-pec-2025 is described in the data already; give what is supposed an IRI of its own",
    ),
    "no Turtle": (("@prefix body:", "@prefix body"), r"agreement\.ttl:\d+: not valid Turtle"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_fault_gives_one_clear_message(name, graph, spoiled):
    (old, new), message = WRONG[name]
    with pytest.raises(CompetencyGraphError) as caught:
        graph.pathways("CN", "KZ", suppose=spoiled(old, new))
    assert re.search(message, str(caught.value)), str(caught.value)
    assert "nothing was built" not in str(caught.value)


def test_a_part_that_contradicts_one_in_the_data_is_refused(graph, written):
    path = written(part("if-cn", "washington-accord", "CN", "cast", kind="Provisional"))
    with pytest.raises(
        UnsoundSuppositionError,
        match="contradicts .*FullParticipation and ProvisionalParticipation|contradicts .*ProvisionalParticipation and FullParticipation",
    ):
        graph.pathways("CN", "KZ", suppose=path)


def test_a_supposed_suspension_of_a_member_is_no_contradiction_and_ends_the_link(graph, written):
    path = written(
        part("if-cn", "washington-accord", "CN", "cast", 'cg:inForceFrom "2025-01-01"^^xsd:date', kind="Suspended")
    )
    answer = graph.pathways("CN", "US", "2026-01-01", "academic-requirement", suppose=path)
    assert answer.facts.answers[0].finding is Finding.RECOGNITION
    (education,) = answer.value.answers
    assert education.finding is not Finding.RECOGNITION
    assert "Washington Accord" in str(answer)
    assert "suspended" in str(answer)


def test_a_file_without_any_agreement_or_part_is_refused(graph, tmp_path):
    path = tmp_path / "empty.ttl"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(FileError, match=r"empty\.ttl: supposes no agreement and nobody's part in one; describe a cg:"):
        graph.pathways("CN", "KZ", suppose=path)
    with pytest.raises(FileError, match=r"none\.ttl: cannot be read"):
        graph.pathways("CN", "KZ", suppose=tmp_path / "none.ttl")


# The command


def test_the_command_shows_the_supposition_in_every_format_within_eighty_columns(graph):
    asked = ("pathways", "CN", "KZ", "--on", "2026-01-01", "--suppose", str(EXAMPLE))
    shown = run(*asked, columns=80)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    assert shown.stdout.startswith("HYPOTHETICAL")
    value = json.loads(run(*asked, "--format", "json").stdout)
    assert [c["purpose"] for c in value["suppose"]["changes"] if c["changed"]] == ["professional-registration"]
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert {r["hypothetical"] for r in rows} == {"True", "False"}


def test_the_command_refuses_an_unsound_file(graph, spoiled):
    shown = run("pathways", "CN", "KZ", "--suppose", str(spoiled("body:caaae", "body:caaaee")))
    assert (shown.returncode, shown.stdout) == (3, "")
    assert "unknown body 'caaaee'; did you mean caaae" in shown.stderr
    assert "Traceback" not in shown.stderr
