"""The ontology: labels, style, profiles, consistency, and axioms that catch what they should."""

import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from competency_graph.formats.turtle import read_turtle
from competency_graph.reasoning import class_view, find_unsatisfiable, load_world, run_hermit
from competency_graph.validation import find_shape_violations
from competency_graph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, expand
from tests.conftest import ROOT

TERMS, _ = read_turtle(ROOT / "ontology/competency-graph.ttl")
ALIGNMENT, _ = read_turtle(ROOT / "ontology/alignment.ttl")
LABEL, DEFINITION = expand("skos:prefLabel"), expand("skos:definition")
RDF_TYPE = expand("rdf:type")
OURS = sorted({t.subject.value for t in TERMS if t.predicate.value == PREFIXES["rdfs"] + "isDefinedBy"})


def objects(triples, subject, predicate):
    return [t.object for t in triples if t.subject.value == subject and t.predicate.value == predicate]


def of_type(kind):
    return {t.subject.value for t in TERMS if t.predicate.value == RDF_TYPE and t.object.value == expand(f"owl:{kind}")}


def ntriples(triples):
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()


def test_the_ontology_has_a_version_iri_and_as_many_terms_as_said():
    assert objects(TERMS, ONTOLOGY, expand("owl:versionIRI"))[0].value == f"{ONTOLOGY}0.1.0/"
    assert len(OURS) >= 125


@pytest.mark.parametrize("predicate", [LABEL, DEFINITION], ids=["label", "definition"])
def test_every_term_has_one_text_in_each_of_four_languages_with_its_status(predicate):
    for term in OURS:
        languages = sorted(o.language for o in objects(TERMS, term, predicate))
        assert languages == sorted(LANGUAGES), term
        marked = {o.value for o in objects(TERMS, term, ONTOLOGY + "machineTranslationIn")}
        assert marked == {"zh", "ru", "kk"}, term


def test_no_two_terms_share_a_label():
    seen = {}
    for term in OURS:
        for label in objects(TERMS, term, LABEL):
            assert seen.setdefault((label.value, label.language), term) == term


def test_the_model_of_the_design_is_there():
    classes = {c.removeprefix(ONTOLOGY) for c in of_type("Class")}
    assert {
        "Framework", "Statement", "LearningOutcome", "Competency", "AccreditationCriterion", "KnowledgeProfile",
        "LevelDescriptor", "Profile", "Demand", "Coding", "Element", "Complexity", "Autonomy", "Mapping", "Agreement",
        "Participation", "Authorisation", "Accreditation", "Qualification", "Title", "Institution", "Commitment",
        "Event", "LearningOpportunity",
    } <= classes  # fmt: skip


def test_the_ontology_keeps_its_own_style():
    shapes, _ = read_turtle(ROOT / "ontology/style-shapes.ttl")
    assert find_shape_violations(TERMS, shapes) == []


def test_the_style_shapes_find_a_planted_fault():
    shapes, _ = read_turtle(ROOT / "ontology/style-shapes.ttl")
    bad = ox.Triple(ox.NamedNode(ONTOLOGY + "frameworks"), ox.NamedNode(RDF_TYPE), ox.NamedNode(expand("owl:Class")))
    found = find_shape_violations([*TERMS, bad], shapes)
    assert [f.what for f in found] == ["a class is named in singular UpperCamelCase"]


def test_every_alignment_says_why_it_holds():
    structural = {"rdfs:subClassOf", "rdfs:subPropertyOf", "skos:relatedMatch", "skos:closeMatch"}
    axioms = [
        t
        for t in ALIGNMENT
        if t.subject.value.startswith(ONTOLOGY) and t.predicate.value in {expand(s) for s in structural}
    ]
    reasons = [t for t in ALIGNMENT if t.predicate.value == ONTOLOGY + "alignmentReason"]
    assert len(axioms) == len(reasons) >= 25


def test_the_vocabularies_of_the_field_are_aligned():
    targets = " ".join(t.object.value for t in ALIGNMENT if isinstance(t.object, ox.NamedNode))
    for namespace in ("skos/core#", "ns/prov#", "ns/org#", "sssom/", "snb/model/elm/", "esco/model#", "ctdlasn/terms/"):
        assert namespace in targets


def test_aligned_terms_of_elm_exist_in_elm():
    path = ROOT.parent / "shared/real/elm/ELM.ttl"
    from tests.conftest import need

    need(path.is_file(), "the published ELM ontology is not beside the project")
    elm = {t.subject.value for t in read_turtle(path)[0] if isinstance(t.subject, ox.NamedNode)}
    used = {t.object.value for t in ALIGNMENT if isinstance(t.object, ox.NamedNode) and "/elm/" in t.object.value}
    assert used
    assert used <= elm


def test_every_external_term_is_declared():
    declared = {t.subject.value for t in [*TERMS, *ALIGNMENT] if t.predicate.value == RDF_TYPE}
    structural = {PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd")}
    for triple in [*TERMS, *ALIGNMENT]:
        used = [triple.predicate.value]
        if triple.predicate.value in (expand("rdfs:subClassOf"), expand("rdfs:subPropertyOf"), expand("rdfs:domain")):
            used.append(triple.object.value)
        for iri in used:
            if not any(iri.startswith(ns) for ns in structural):
                assert iri in declared, iri


@pytest.mark.reasoner
def test_hermit_finds_no_unsatisfiable_class(java):
    assert (
        find_unsatisfiable([ntriples(TERMS), ntriples(t for t in ALIGNMENT if "imports" not in t.predicate.value)])
        == []
    )


def disjoint_pairs():
    return sorted((t.subject.value, t.object.value) for t in TERMS if t.predicate.value == expand("owl:disjointWith"))


def domains_and_ranges():
    found = []
    properties = of_type("ObjectProperty")
    for p in sorted(properties):
        for kind in ("domain", "range"):
            found += [(p, kind, o.value) for o in objects(TERMS, p, expand(f"rdfs:{kind}"))]
    return found


def type_triple(subject, kind):
    return f"<{subject}> <{RDF_TYPE}> <{kind}> .\n"


def is_inconsistent(extra: str) -> bool:
    import owlready2

    world = load_world(ntriples(TERMS), extra)
    try:
        run_hermit(world)
    except owlready2.OwlReadyInconsistentOntologyError:
        return True
    return False


@pytest.mark.reasoner
def test_the_reasoner_finds_a_violation_planted_for_every_disjointness(java):
    pairs = disjoint_pairs()
    assert len(pairs) >= 40
    # One class under each disjoint pair: all of them must turn out empty.
    planted = ""
    for k, (a, b) in enumerate(pairs):
        planted += type_triple(f"{ONTOLOGY}Planted{k}", expand("owl:Class"))
        planted += "".join(f"<{ONTOLOGY}Planted{k}> <{expand('rdfs:subClassOf')}> <{c}> .\n" for c in (a, b))
    empty = find_unsatisfiable([ntriples(TERMS), planted])
    assert sorted(empty) == sorted(f"{ONTOLOGY}Planted{k}" for k in range(len(pairs)))


@pytest.mark.reasoner
def test_the_reasoner_finds_a_violation_planted_for_every_domain_and_range(java):
    rows = domains_and_ranges()
    assert len(rows) >= 50
    # A class whose members use the property, and are of a complementary kind, must be empty.
    owl, rdfs = PREFIXES["owl"], PREFIXES["rdfs"]
    planted = ""
    for k, (p, kind, c) in enumerate(rows):
        name, some, other = f"{ONTOLOGY}Planted{k}", f"_:s{k}", f"_:c{k}"
        planted += (
            type_triple(name, f"{owl}Class")
            + f"{other} <{RDF_TYPE}> <{owl}Class> .\n{other} <{owl}complementOf> <{c}> .\n"
        )
        planted += f"{some} <{RDF_TYPE}> <{owl}Restriction> .\n{some} <{owl}onProperty> <{p}> .\n"
        if kind == "domain":
            planted += f"{some} <{owl}someValuesFrom> <{owl}Thing> .\n<{name}> <{rdfs}subClassOf> {some} .\n<{name}> <{rdfs}subClassOf> {other} .\n"
        else:
            planted += f"{some} <{owl}someValuesFrom> {other} .\n<{name}> <{rdfs}subClassOf> {some} .\n"
    empty = find_unsatisfiable([ntriples(TERMS), planted])
    assert sorted(empty) == sorted(f"{ONTOLOGY}Planted{k}" for k in range(len(rows)))


@pytest.mark.reasoner
def test_an_outcome_that_is_also_a_criterion_makes_the_data_inconsistent(java):
    node = "https://example.org/x"
    assert is_inconsistent(
        type_triple(node, ONTOLOGY + "LearningOutcome") + type_triple(node, ONTOLOGY + "AccreditationCriterion")
    )
    assert not is_inconsistent(type_triple(node, ONTOLOGY + "LearningOutcome"))


def check_profile(jdk, profile: str, rdf_xml: Path) -> list[str]:
    import owlready2

    jar = Path(owlready2.__file__).parent / "hermit/HermiT.jar"
    source = ROOT / "tests/reasoning/CheckProfile.java"
    run = subprocess.run(
        [jdk, "-cp", str(jar), str(source), profile, str(rdf_xml)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def to_rdf_xml(path: Path, *texts: str) -> Path:
    import rdflib

    graph = rdflib.Graph()
    for text in texts:
        graph.parse(data=text, format="nt")
    graph.serialize(path, format="xml")
    return path


@pytest.mark.reasoner
def test_ontology_and_alignment_are_in_owl_2_dl(jdk, tmp_path):
    merged = [
        t
        for t in [*TERMS, *ALIGNMENT]
        if "imports" not in t.predicate.value and t.subject.value != ONTOLOGY + "alignment"
    ]
    assert check_profile(jdk, "DL", to_rdf_xml(tmp_path / "merged.owl", ntriples(merged))) == []


@pytest.mark.reasoner
def test_the_dl_checker_finds_a_planted_violation(jdk, tmp_path):
    # The same name as object and datatype property is punning that OWL 2 DL forbids.
    bad = type_triple(ONTOLOGY + "implies", expand("owl:DatatypeProperty"))
    assert check_profile(jdk, "DL", to_rdf_xml(tmp_path / "bad.owl", ntriples(TERMS), bad))


@pytest.mark.reasoner
def test_the_class_view_is_in_owl_2_el(graph, jdk, tmp_path):
    statements = {s.id: s.demands for s in graph.catalogue.statements.values() if s.demands}
    unions = {f"union/{p.id}": [s for s in p.statements if s in statements] for p in graph.catalogue.profiles.values()}
    view = class_view(graph.catalogue.elements, statements, {u: m for u, m in unions.items() if m})
    assert check_profile(jdk, "EL", to_rdf_xml(tmp_path / "view.owl", view)) == []


@pytest.mark.reasoner
def test_the_el_checker_finds_a_planted_violation(jdk, tmp_path):
    inverse = f"<http://e/p> <{RDF_TYPE}> <{expand('owl:ObjectProperty')}> .\n<http://e/q> <{RDF_TYPE}> <{expand('owl:ObjectProperty')}> .\n<http://e/p> <{expand('owl:inverseOf')}> <http://e/q> .\n"
    assert check_profile(jdk, "EL", to_rdf_xml(tmp_path / "bad.owl", inverse))
