"""Exports: what is in them, that every reader finds it there, and that they are the same to the byte."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import yaml

from competency_graph import CompetencyGraph
from competency_graph.errors import ExportError, UnknownNameError
from competency_graph.exports import ENDINGS, Export
from competency_graph.exports.skills import SKILLS, skills_by_element
from competency_graph.formats import slots
from competency_graph.formats.sssom import MappingSet, read_sssom
from competency_graph.recognition.mappings import MappingRecord
from competency_graph.vocabulary import BASE, PREFIXES, Curie, Iri, expand, framework_iri, term
from tests.conftest import ROOT
from tests.formats.test_rdf import RDFLIB, read_by_pyoxigraph, read_by_rdflib
from tests.formats.test_sssom import optional, validate
from tests.test_cli import run

RDF = tuple(RDFLIB)
WHAT = {
    "graph": ((), False),
    "graph, inferred": ((), True),
    "framework": (("eafsg-2015",), False),
    "framework, inferred": (("ceeaa-2024",), True),
    "framework read through another": (("kz-caaae",), False),
    "comparison": (("CN", "KZ"), False),
    "comparison, inferred": (("ceeaa-2024", "gapc-4/washington"), True),
}
INFERRED = f"{PREFIXES['graph']}inferred/"


@pytest.fixture(scope="module")
def exported(graph):
    made = {}

    def export(name, form):
        if (name, form) not in made:
            what, inferred = WHAT[name]
            made[name, form] = graph.export(*what, with_inferred=inferred, on="2026-12-01").text(form)
        return made[name, form]

    return export


@pytest.fixture
def mappings(graph, tmp_path):
    """Return the rows of an SSSOM export, read back."""

    def export(*what, **options) -> MappingSet:
        options.setdefault("on", "2026-12-01")
        return read_sssom(graph.export(*what, **options).write(tmp_path / "x.sssom.tsv"))

    return export


def quads(exported, name):
    return read_by_pyoxigraph(exported(name, "nquads"), "nquads")


def triples(exported, name):
    return {quad[:3] for quad in quads(exported, name)}


def iri(text):
    return f"<{text}>"


@pytest.mark.parametrize("name", WHAT)
def test_all_graph_formats_say_the_same_to_both_readers(exported, name):
    expected = quads(exported, name)
    assert expected
    for form in RDF:
        said = {(*quad[:3], "") for quad in expected} if form == "turtle" else expected
        assert read_by_pyoxigraph(exported(name, form), form) == said, form
        # rdflib takes half a minute for each format of all that was inferred, so it reads one.
        if name != "graph, inferred" or form == "nquads":
            assert read_by_rdflib(exported(name, form), form) == said, form


ANOTHER_PROCESS = """
import hashlib, json, sys
from competency_graph import CompetencyGraph
graph = CompetencyGraph.open()
for name, (what, inferred) in json.load(sys.stdin).items():
    for form in ("turtle", "trig", "nquads", "jsonld", "sssom"):
        if form != "sssom" or inferred or len(what) == 2:
            export = graph.export(*what, with_inferred=inferred, on="2026-12-01")
            print(name, form, hashlib.sha256(export.text(form).encode()).hexdigest(), sep="|")
"""


def test_two_processes_write_the_same_bytes(exported):
    shown = subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS],
        input=json.dumps(WHAT),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    digests = [line.split("|") for line in shown.stdout.splitlines()]
    assert len(digests) == 5 * len(WHAT) - 3
    for name, form, digest in digests:
        assert hashlib.sha256(exported(name, form).encode()).hexdigest() == digest, (name, form)


def test_the_whole_graph_is_the_store_without_what_was_inferred(graph, exported):
    stored = {(str(q.subject), str(q.predicate), str(q.object), q.graph_name.value) for q in graph.store.quads()}
    asserted = {q for q in stored if not q[3].startswith(INFERRED)}
    assert quads(exported, "graph") == asserted
    links = {q for q in quads(exported, "graph, inferred") if q[3] == f"{INFERRED}links"}
    skills = {q for q in quads(exported, "graph, inferred") if q[3] == SKILLS.value}
    assert quads(exported, "graph, inferred") - links - skills == stored
    assert len(links) > 2_000
    assert len(skills) > 200


@pytest.mark.parametrize("name", ["graph", "framework", "framework read through another", "comparison"])
def test_nothing_to_merge_on_is_exported_unless_asked_for(exported, name):
    matches = {iri(expand(f"skos:{m}Match")) for m in ("exact", "broad", "narrow", "close", "related")}
    merging = {q for q in quads(exported, name) if q[1] in matches and q[0].startswith(f"<{PREFIXES['id']}")}
    assert merging == set()
    # A published crosswalk is a file and is exported as it stands: a record, which merges nothing.
    published = {q[0] for q in quads(exported, name) if q[2] == iri(term("AssertedMapping"))}
    own = {q for q in quads(exported, name) if q[0] not in published}
    assert not any(q[2] == iri(expand("skos:exactMatch")) for q in own)


def test_mappings_are_triples_and_exact_ones_exact_when_asked_for(exported):
    by = {"<" + expand(f"skos:{m}Match") + ">" for m in ("exact", "broad", "narrow", "close", "related")}
    for name in ("graph, inferred", "framework, inferred", "comparison, inferred"):
        links = {q[1] for q in quads(exported, name) if q[3] == f"{INFERRED}links"}
        assert links & by, name
    assert iri(expand("skos:exactMatch")) in {q[1] for q in quads(exported, "graph, inferred")}


def test_a_framework_comes_with_all_its_files_say(graph, exported):
    found = quads(exported, "framework")
    own = {f"{PREFIXES['graph']}data/{f}" for f in ("frameworks/eafsg-2015", "codings/eafsg-2015--adjudicated")}
    stored = {(str(q.subject), str(q.predicate), str(q.object), g) for g in own for q in graph.store.quads(graph=g)}
    assert {q for q in found if q[3] in own} == stored
    types = {q[2] for q in found if q[1] == iri(expand("rdf:type"))}
    wanted = ("Framework", "Profile", "LearningOutcome", "Demand", "SourceDocument", "CreditRule", "Coding")
    assert {iri(term(t)) for t in wanted} <= types


def test_an_adoption_is_exported_with_the_framework_that_adopts(exported):
    found = triples(exported, "framework read through another")
    assert len({t for t in found if t[1] == iri(term("adoptsProfile"))}) == 3
    assert any("queeca-book" in t[0] for t in found), "a source from which nothing was read"


@pytest.mark.parametrize(("name", "slug"), [("framework", "eafsg-2015"), ("framework, inferred", "ceeaa-2024")])
def test_a_framework_names_the_esco_skills_behind_its_statements(graph, exported, name, slug):
    found = triples(exported, name)
    said = {(t[0], t[2]) for t in found if t[1] == iri(expand("elm:relatedESCOSkill"))}
    crosswalk = read_sssom(ROOT / "data/mappings/elements--esco-1.2.sssom.tsv")
    strong = {"skos:exactMatch", "skos:closeMatch"}
    rows = [r for r in crosswalk.rows if r["predicate_id"] in strong]
    wanted = {
        (iri(s.iri), iri(crosswalk.expand(str(r["object_id"]))))
        for s in graph.catalogue.statements.values()
        if s.framework == slug
        for d in s.demands
        for r in rows
        if r["subject_id"] == f"element:{d.element}"
    }
    assert said == wanted != set()
    labelled = {t[0] for t in found if t[1] == iri(expand("skos:prefLabel"))}
    assert {skill for _, skill in said} <= labelled


def test_a_denied_or_weak_skill_is_not_exported(graph):
    catalogue = graph.catalogue
    a = next(a for a in catalogue.assertions if a.subject.endswith("/element/think-critically"))
    for other in (
        replace(a, iri=Iri("x"), is_negative=True),
        replace(a, iri=Iri("x"), predicate=Curie("skos:closeMatch")),
    ):
        both = replace(catalogue, assertions=(a, other))
        assert bool(skills_by_element(both)) is not other.is_negative
    weak = replace(a, predicate=Curie("skos:broadMatch"))
    assert skills_by_element(replace(catalogue, assertions=(weak,))) == {}


@pytest.mark.parametrize("name", [n for n in WHAT if n not in ("graph", "graph, inferred")])
def test_whatever_an_export_names_has_a_label(exported, name):
    found = triples(exported, name)
    labelled = {t[0] for t in found if t[1] == iri(expand("skos:prefLabel"))}
    used = {
        t[2]
        for t in found
        if t[1] in {iri(term(p)) for p in ("demandsElement", "hasComplexity", "hasAutonomy", "isIssuedBy", "appliesIn")}
        or (t[1] == iri(term("isMemberOf")))
        or t[1] in {iri(expand("owl:annotatedSource")), iri(expand("owl:annotatedTarget"))}
        or t[1] in {iri(term("substantiallySatisfies")), iri(term("isSubstantiallyMetBy"))}
    }
    assert used
    assert used <= labelled


@pytest.mark.parametrize("name", [n for n in WHAT if n not in ("graph", "graph, inferred")])
def test_an_export_names_the_version_of_the_ontology_and_of_the_data(graph, exported, name):
    version = iri(f"{BASE}ontology/0.1.0/")
    found = triples(exported, name)
    (about,) = {t[0] for t in found if t[1] == iri(expand("dcterms:conformsTo")) and t[2] == version}
    assert (about, iri(expand("owl:imports")), version) in found
    assert (about, iri(expand("owl:versionInfo")), f'"{graph.catalogue.release}"') in found


def test_a_comparison_says_what_each_pair_rests_on(graph, exported):
    value = graph.compare("CN", "KZ", on="2026-12-01").value
    found = triples(exported, "comparison")
    records = {t[0] for t in found if t[2] == iri(term("Mapping"))}
    related = [p for p in value.pairs if p.substantial != "unrelated"]
    assert len(records) == len(related) > 30
    needed = {
        *(iri(expand(f"owl:annotated{p}")) for p in ("Source", "Property", "Target")),
        *(iri(term(p)) for p in ("ruleIdentifier", "forwardCoverage", "backwardCoverage", "hasStatus", "isRobust")),
        iri(expand("prov:wasGeneratedBy")),
        iri(expand("rdfs:comment")),
        iri(expand("sssom:mapping_justification")),
    }
    for record in records:
        assert needed <= {t[1] for t in found if t[0] == record}
    (activity,) = {t[2] for t in found if t[1] == iri(expand("prov:wasGeneratedBy"))}
    used = {t[2] for t in found if t[0] == activity and t[1] == iri(expand("prov:used"))}
    assert used == {
        iri(f"{BASE}parameters/default"),
        iri(f"{BASE}profile/ceeaa-2024/bachelor"),
        iri(f"{BASE}profile/eafsg-2015/bachelor"),
        iri(f"{BASE}adoption/kz-caaae--eafsg-2015-bachelor"),
    }
    assert any(t[1] == iri(term("coverageThreshold")) for t in found)
    comments = [t[2] for t in found if t[1] == iri(expand("rdfs:comment"))]
    assert all("read through eafsg-2015/bachelor (adoption: inferred)" in c for c in comments)


def test_no_status_in_a_comparison_is_surer_than_the_adoption_behind_it(mappings):
    rows = mappings("CN", "KZ").rows
    assert {dict(p.split("=") for p in r["other"].split("|"))["status"] for r in rows} <= {"inferred", "unverified"}


@pytest.mark.parametrize("inferred", [False, True])
def test_sssom_holds_the_pairs_of_the_comparison(graph, mappings, inferred):
    value = graph.compare("ceeaa-2024", "gapc-4/washington").value
    found = mappings("ceeaa-2024", "gapc-4/washington", with_inferred=inferred)
    pairs = {(p.source, p.target) for p in value.pairs if p.substantial != "unrelated"}
    assert {(r["subject_id"], r["object_id"]) for r in found.rows} == pairs
    others = [dict(p.split("=") for p in r["other"].split("|")) for r in found.rows]
    verdicts = {(p.source, p.target): p for p in value.pairs}
    for row, other in zip(found.rows, others, strict=True):
        pair = verdicts[row["subject_id"], row["object_id"]]
        assert other["verdict"] == getattr(pair, other["reading"])
        assert other["forward_coverage"] == f"{float(pair.forward):.4f}"
        assert other["status"] == str(pair.status)
    strict = {(p.source, p.target) for p in value.pairs if p.strict == "equivalent"}
    exact = {(r["subject_id"], r["object_id"]) for r in found.rows if r["predicate_id"] == "skos:exactMatch"}
    assert exact == (strict if inferred else set())


SSSOM = [
    (("CN", "KZ"), {}),
    (("ceeaa-2024", "gapc-4"), {"with_inferred": True, "language": "zh"}),
    (("uk-ahep4",), {"with_inferred": True, "language": "kk"}),
    ((), {"with_inferred": True}),
]


@pytest.mark.parametrize(("what", "options"), SSSOM, ids=lambda v: " ".join(v) or "all")
def test_sssom_is_valid_by_the_published_schema(mappings, what, options):
    found = mappings(*what, **options)
    assert found.rows
    validate(found)


@pytest.mark.parametrize(("what", "options"), SSSOM, ids=lambda v: " ".join(v) or "all")
def test_sssom_pydantic_reads_every_row(graph, tmp_path, what, options):
    peer = optional("sssom_pydantic")
    path = graph.export(*what, **options).write(tmp_path / "x.sssom.tsv")
    rows = read_sssom(path).rows
    theirs, _, about, errors = peer.read(path, return_errors=True)
    assert errors == []
    assert [(m.subject.curie, m.subject.name, m.object.curie, m.comment) for m in theirs] == [
        (r["subject_id"], r["subject_label"], r["object_id"], r["comment"]) for r in rows
    ]
    assert all(m.other["rule"] in ("SUB1", "SUB2") and m.mapping_tool.version == "0.1.0" for m in theirs)
    assert str(about.license) == "https://creativecommons.org/licenses/by/4.0/"


def test_the_identifier_of_a_record_is_the_one_that_sssom_gives_it(graph, mappings):
    found = mappings("CN", "KZ")
    curies = optional("curies")
    converter = curies.Converter.from_prefix_map(dict(found.prefixes))
    for row in found.rows[:5]:
        ends = [found.expand(row[s]) for s in ("subject_id", "predicate_id", "object_id")]
        record = MappingRecord(ends[0], row["predicate_id"], ends[2], "", 0, 0, "")
        named = curies.Triple(
            subject=converter.parse(row["subject_id"]).to_pydantic(),
            predicate=converter.parse(row["predicate_id"]).to_pydantic(),
            object=converter.parse(row["object_id"]).to_pydantic(),
        )
        assert record.iri.rsplit("/", 1)[1] == converter.hash_triple(named)


def test_the_head_of_sssom_says_which_editions_tool_and_date(graph):
    text = graph.export("CN", "KZ", on="2026-12-01").text("sssom")
    head = text.split("subject_id\t")[0]
    for line in (
        "#subject_source: id:ceeaa-2024",
        '#subject_source_version: "2024-11-29"',
        "#object_source: id:eafsg-2015",
        '#object_source_version: "2015-03-31"',
        "#mapping_tool: competency-graph",
        '#mapping_tool_version: "0.1.0"',
        f'#mapping_date: "{graph.catalogue.parameters.fitted_on}"',
        "#license: https://creativecommons.org/licenses/by/4.0/",
    ):
        assert f"{line}\n" in head
    # A digest reads as a number where it has no letter, and is quoted then: what counts is how it reads back.
    assert (
        yaml.safe_load("\n".join(line.removeprefix("#") for line in head.splitlines()))["mapping_set_version"]
        == graph.catalogue.release
    )
    assert "not a recognition decision" in head
    assert not text.startswith("\ufeff")


def test_columns_stand_in_the_order_of_the_schema(graph):
    columns = next(
        line for line in graph.export(with_inferred=True).text("sssom").splitlines() if not line.startswith("#")
    ).split("\t")
    assert columns == sorted(columns, key=slots.MAPPING.index)


def test_another_content_is_another_mapping_set(mappings):
    names = {mappings("CN", to).head["mapping_set_id"] for to in ("KZ", "gapc-4", "KZ")}
    assert len(names) == 2
    assert all(n.startswith(f"{BASE}mapping-set/") for n in names)


@pytest.mark.parametrize(
    ("language", "label"), [("zh", "工程知识"), ("kk", "Инженерлік білім"), ("en", "Engineering knowledge")]
)
def test_labels_stand_in_the_language_asked_for(mappings, language, label):
    assert mappings("CN", "KZ", language=language).rows[0]["subject_label"] == label


@pytest.mark.parametrize("form", RDF)
def test_labels_of_all_languages_are_in_every_graph_format(exported, form):
    text = exported("framework", form)
    assert "学习成果清晰地由目标导出" in text
    assert "оқу нәтижелері мақсаттардан" in text


def test_statement_iris_come_back_from_curies(graph, mappings):
    found = mappings(with_inferred=True)
    iris = {s.iri for s in graph.catalogue.statements.values()}
    assert {found.expand(r[s]) for r in found.rows for s in ("subject_id", "object_id")} <= iris


def test_one_framework_as_sssom_holds_what_touches_it(mappings):
    rows = mappings("uk-ahep4", with_inferred=True).rows
    assert len(rows) > 100
    assert all("id:uk-ahep4" in (r["subject_source"], r["object_source"]) for r in rows)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_says_the_format(graph, tmp_path, ending):
    path = graph.export("CN", "KZ", on="2026-12-01").write(tmp_path / f"x{ending.upper()}")
    assert path.read_text(encoding="utf-8") == graph.export("CN", "KZ", on="2026-12-01").text(ENDINGS[ending])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("eafsg-2015", "--to", "x.rdf"), 2, "x.rdf: the ending says no format; end it with one of .ttl, .trig"),
        (("eafsg-2015",), 2, "stdout has no ending that says the format; name one with --format"),
        (("eafsg-2016", "--format", "turtle"), 2, "unknown framework 'eafsg-2016'; did you mean eafsg-2015"),
        (("CN", "KX", "--format", "turtle"), 2, "unknown framework, profile or jurisdiction 'KX'; did you mean"),
        (("a", "b", "c", "--format", "turtle"), 2, "WHAT is nothing, one framework or two names"),
        (("--format", "sssom"), 2, "export them as SSSOM with --with-inferred"),
        (("eafsg-2015", "--format", "sssom"), 2, "export them as SSSOM with --with-inferred"),
        (
            ("CN", "KZ", "--format", "sssom", "--on", "1900-01-01"),
            2,
            "CN: no standard for the stage graduate in China",
        ),
        (("eafsg-2015", "--to", "no/such/x.ttl"), 2, "x.ttl: cannot be written (no such folder); name another file"),
        (("eafsg-2015", "--to", "/dev/null/x.ttl"), 2, "x.ttl: cannot be written (Not a directory)"),
        (("eafsg-2015", "--to", ".", "--format", "turtle"), 2, ".: cannot be written (Is a directory)"),
        (("--format", "xml"), 2, "'xml' is not one of"),
    ],
)
def test_misuse_gives_one_clear_message(graph, arguments, code, message):
    shown = run("export", *arguments)
    assert (shown.returncode, shown.stdout) == (code, "")
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr


def test_the_object_refuses_what_the_command_refuses(graph):
    with pytest.raises(ExportError, match="not of 3"):
        graph.export("a", "b", "c")
    with pytest.raises(ExportError, match="unknown format 'xml'; known: turtle, trig"):
        graph.export().text("xml")
    with pytest.raises(UnknownNameError, match="unknown language 'de'"):
        graph.export(language="de")


def test_stdout_holds_the_export_alone(graph, exported):
    shown = run("export", "kz-caaae", "--format", "trig")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == exported("framework read through another", "trig")


def test_a_failure_leaves_the_file_as_it_was(tmp_path):
    def broken():
        yield from ()
        raise OSError(28, "No space left on device")

    path = tmp_path / "x.trig"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(ExportError, match="No space left on device"):
        Export({"http://g.example/1": broken()}, {}, lambda: MappingSet({}, ())).write(path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["x.trig"]


def test_a_link_stays_a_link(graph, tmp_path):
    (tmp_path / "real.ttl").write_text("before", encoding="utf-8")
    (tmp_path / "x.ttl").symlink_to("real.ttl")
    graph.export("kz-caaae").write(tmp_path / "x.ttl")
    assert (tmp_path / "x.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_text(encoding="utf-8") != "before"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_to_and_stays_a_pipe(graph, tmp_path):
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    graph.export("kz-caaae").write(pipe)
    reader.join(timeout=10)
    assert read == [graph.export("kz-caaae").text("turtle")]
    assert pipe.is_fifo()


def test_a_framework_with_awkward_names_is_exported(project, tmp_path):
    path = project / "data/frameworks/tr-mudek.ttl"
    old = path.read_text(encoding="utf-8")
    code = next(line for line in old.splitlines() if line.strip().startswith("cg:code ")).split('"')[1]
    text = old.replace(f"tr-mudek:{code} a", "<https://w3id.org/competency-graph/id/tr-mudek/%E5%9F%BA1> a")
    text = text.replace(f'cg:code "{code}"', 'cg:code "基1"')
    assert text != old
    path.write_text(text, encoding="utf-8")
    coding = project / "data/codings/tr-mudek--adjudicated.tsv"
    for table in coding.parent.glob("tr-mudek--*.tsv"):
        rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
        moved = [f"基1\t{r.split(chr(9), 1)[1]}" if r.split("\t")[0] == code else r for r in rows]
        table.write_text("".join(moved), encoding="utf-8")
    graph = CompetencyGraph.open(project / "data", tmp_path / "store")
    found = read_sssom(graph.export("tr-mudek", "uk-ahep4").write(tmp_path / "x.sssom.tsv"))
    assert "tr-mudek:%E5%9F%BA1" in {r["subject_id"] for r in found.rows}
    assert framework_iri("tr-mudek") + "/%E5%9F%BA1" in {found.expand(r["subject_id"]) for r in found.rows}
    for form in RDF:
        said = graph.export("tr-mudek").text(form)
        assert read_by_pyoxigraph(said, form) == read_by_rdflib(said, form)


def test_memory_does_not_hold_the_whole_text(graph):
    import tracemalloc

    export = graph.export(with_inferred=True)
    size = 0
    digest = hashlib.sha256()
    tracemalloc.start()
    for chunk in export.chunks("nquads"):
        size += len(chunk)
        digest.update(chunk.encode())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size
