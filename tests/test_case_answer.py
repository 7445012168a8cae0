"""What an assessment can show: tables, JSON, CSV, RDF and reports; and what the command does with a case."""

import csv
import io
import json
import re
import subprocess
import zipfile
from shutil import which

import pyoxigraph as ox
import pytest

from competency_graph.formats.turtle import read_turtle
from competency_graph.validation import find_shape_violations
from competency_graph.vocabulary import LANGUAGES, expand, term
from tests.conftest import ROOT, need
from tests.test_cli import run

CASES = ROOT / "data/examples/cases"
ON = "2026-01-01"
ASKED = [
    ("cn-graduate.yaml", "KZ", None),
    ("kz-engineer.yaml", "CN", None),
    ("kz-programme.yaml", "CN", None),
    ("award-before-accreditation.yaml", "KZ", None),
    ("kz-graduate.jsonld", "CN", "degree"),
]


@pytest.fixture(scope="module", params=ASKED, ids=[name for name, _, _ in ASKED])
def answer(graph, request):
    name, target, purpose = request.param
    return graph.assess(CASES / name, target, purpose, ON)


@pytest.fixture(scope="module")
def graduate(graph):
    return graph.assess(CASES / "cn-graduate.yaml", "KZ", on=ON)


def test_the_table_says_grounds_coverage_differences_and_that_it_decides_nothing(answer):
    shown = " ".join(str(answer).split())
    for part in (
        "Example case, invented",
        "Nothing of the case is stored or sent",
        "What is recognised, and on what ground",
        "Recognition does not pass on",
        "statements of",
        "Differences, weighed for the purpose",
        "no legal finding",
        "What would compensate",
        "not a recognition decision",
    ):
        assert part in shown, part


def test_a_target_read_through_another_standard_says_so(graduate):
    assert "kz-caaae, read through eafsg-2015/bachelor (inferred)" in " ".join(str(graduate).split())


def test_no_purpose_sounds_as_if_recognition_passed_on(graph):
    for purpose in ("further-study", "degree", "employment", "academic-requirement", "regulated-profession"):
        value = graph.assess(CASES / "cn-graduate.yaml", "KZ", purpose, ON)
        for ground in value.to_json()["grounds"]:
            # Both are parties of the Bangkok convention, on degrees and study; of the treaty of 2006 it was not seen.
            is_of_both = ground["finding"] == "recognition" and "(Bangkok)" in ground["sentence"]
            assert is_of_both == (purpose in ("further-study", "degree")), purpose
            assert (
                is_of_both
                or "not known" in ground["sentence"]
                or "not recognition" in ground["sentence"]
                or ("nothing found" in ground["sentence"] or "obliges neither side" in ground["sentence"])
            )


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("academic-requirement", "on its own terms the agreement is a ground"),
        ("degree", "provides for academic requirement for practice and not for this purpose, so it is no ground here"),
        ("regulated-profession", "it is a ground for the academic requirement alone"),
        ("professional-registration", "it is a ground for the academic requirement alone"),
    ],
)
def test_an_accord_is_worded_as_a_ground_for_its_own_purposes_only(graph, purpose, said):
    shown = " ".join(str(graph.assess(CASES / "cn-graduate.yaml", "JP", purpose, ON)).split())
    assert said in shown
    assert shown.count("the agreement is a ground") == (purpose == "academic-requirement")


def test_where_an_accord_is_the_ground_nothing_says_that_none_was_found(graph):
    answer = graph.assess(CASES / "cn-graduate.yaml", "JP", "academic-requirement", ON)
    assert [g["finding"] for g in answer.to_json()["grounds"]] == ["none"]  # of agreements that are no such accord
    assert "nothing found" not in " ".join(str(answer).split())


def test_an_accord_for_one_award_hides_nothing_that_was_not_found_for_another(graph, tmp_path):
    text = (CASES / "cn-graduate.yaml").read_text(encoding="utf-8")
    second = text[text.index("  - title: 工学学士") : text.index("training:")]
    second = second.replace("jurisdiction: CN", "jurisdiction: RU").replace("title: 工学学士", "title: Бакалавр")
    second = second[: second.index("    accreditation:")] + second[second.index("    authenticity:") :]
    path = tmp_path / "two.yaml"
    path.write_text(text.replace("training:", f"{second}training:"), encoding="utf-8")
    answer = graph.assess(path, "JP", "academic-requirement", ON)
    shown = " ".join(str(answer).split())
    assert "Russia (RU) and Japan (JP): " in shown
    assert "China (CN) and Japan (JP): " not in shown


@pytest.mark.parametrize("purpose", ["further-study", "degree", "employment", "academic-requirement"])
def test_every_agreement_on_academic_recognition_is_told_with_its_state_whatever_the_purpose(graph, purpose):
    answer = graph.assess(CASES / "cn-graduate.yaml", "KZ", purpose, ON)
    shown = " ".join(str(answer).split())
    treaty = "Agreement of Kazakhstan and China on mutual recognition of education documents and academic degrees"
    is_academic = purpose in ("further-study", "degree")
    found = "an agreement of both that provides for recognition, on its own terms, was found; whether it is in force is"
    assert f"{treaty}: {found if is_academic else 'whether it is in force is'} not known" in shown
    assert "(Bangkok)" in shown
    (ground,) = answer.to_json()["grounds"]
    beside = {b["agreement"]: (b["finding"], b["decisive"]) for b in ground["beside"]}
    assert beside["cn-kz-2006"] == ("recognition-not-known", is_academic)
    assert ("bangkok-1983" in beside) == (not is_academic)
    assert ("not decisive for this purpose" in shown) is (not is_academic)
    rows = [r["note"] for r in answer.to_rows() if r["section"] == "ground beside"]
    assert rows == [b["sentence"] for b in ground["beside"]]
    assert "agreement:cn-kz-2006" in answer.to_rdf().text("turtle")


def test_what_the_case_says_of_accreditation_is_never_said_as_a_fact(graduate):
    assert "By the case, the programme was accredited" in " ".join(str(graduate).split())


def test_the_json_keeps_its_contract(answer):
    found = json.loads(json.dumps(answer.to_json()))
    assert {
        "case", "invented", "purpose", "target", "on", "release", "status", "awards", "grounds", "accords", "coverage",
        "evidence", "differences", "compensate", "disclaimer",
    } <= set(found)  # fmt: skip
    assert [d["kind"] for d in found["differences"]] == [
        "outcome", "level", "volume", "duration", "quality", "track", "field", "edition", "document",
    ]  # fmt: skip
    assert {d["state"] for d in found["differences"]} <= {"compared", "not-comparable", "not-known"}
    assert {d["weight"] for d in found["differences"]} <= {"major", "minor", "none"}


def test_the_rows_have_one_line_for_each_finding(answer):
    rows = answer.to_rows()
    assert len({tuple(r) for r in rows}) == 1
    assert {"award", "ground", "statement", "difference", "missing"} <= {r["section"] for r in rows}


def test_what_is_only_claimed_is_marked_in_every_form(graph):
    answer = graph.assess(CASES / "kz-engineer.yaml", "CN", on=ON)
    assert "claimed only, without evidence" in " ".join(str(answer).split())
    assert [e["claimed_only"] for e in answer.to_json()["evidence"]] == [False, False, False, True, True]
    assert "claimed only" in {r["note"] for r in answer.to_rows()}


# RDF


def test_the_rdf_conforms_to_the_shapes_and_has_no_blank_node(answer):
    shapes, _ = read_turtle(ROOT / "ontology/shapes.ttl")
    own = [t for t in shapes if re.search("assess|Assess|difference|Difference|/status$", t.subject.value)]
    triples = [q.triple for q in ox.parse(answer.to_rdf().text("turtle"), format=ox.RdfFormat.TURTLE)]
    assert len(triples) > 100
    assert not [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
    terms, _ = read_turtle(ROOT / "ontology/competency-graph.ttl")
    assert find_shape_violations([*triples, *terms], own) == []


def test_the_shapes_find_a_planted_fault(graduate):
    shapes, _ = read_turtle(ROOT / "ontology/shapes.ttl")
    own = [t for t in shapes if re.search("difference|Difference", t.subject.value)]
    text = graduate.to_rdf().text("turtle").replace('differenceWeight "minor"', 'differenceWeight "heavy"')
    triples = [q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    assert {f.what for f in find_shape_violations(triples, own)} == {"a difference weighs major, minor or none"}


def test_the_rdf_says_the_same_in_turtle_and_json_ld_and_each_time(graph, graduate):
    rdf = graduate.to_rdf()
    turtle, jsonld = (
        {q.triple for q in ox.parse(rdf.text(form), format=kind)}
        for form, kind in (("turtle", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD))
    )
    assert turtle == jsonld
    assert graph.assess(CASES / "cn-graduate.yaml", "KZ", on=ON).to_rdf().text("turtle") == rdf.text("turtle")
    assert graph.assess(CASES / "cn-graduate.yaml", "KZ", on="2026-02-01").to_rdf().text("turtle") != rdf.text("turtle")


def test_the_rdf_names_its_premises_and_its_maker(graduate):
    triples = [q.triple for q in ox.parse(graduate.to_rdf().text("turtle"), format=ox.RdfFormat.TURTLE)]
    used = {
        t.object.value.rsplit("/competency-graph/", 1)[-1] for t in triples if t.predicate.value == expand("prov:used")
    }
    assert {
        "profile/ceeaa-2015/bachelor", "profile/eafsg-2015/bachelor", "parameters/default", "agreement/cn-kz-2006",
        "adoption/kz-caaae--eafsg-2015-bachelor", "element/manage-projects",
    } <= used  # fmt: skip
    assert "element/lead-team" not in used  # it is only claimed
    kinds = [t for t in triples if t.object == ox.NamedNode(term("Difference"))]
    assert len(kinds) == 9


def test_every_term_of_the_rdf_is_in_the_ontology(graduate):
    ours, _ = read_turtle(ROOT / "ontology/competency-graph.ttl")
    known = {t.subject.value for t in ours}
    triples = [q.triple for q in ox.parse(graduate.to_rdf().text("turtle"), format=ox.RdfFormat.TURTLE)]
    named = {n.value for t in triples for n in (t.predicate, t.object) if isinstance(n, ox.NamedNode)}
    assert {n for n in named if n.startswith(term(""))} <= known


def test_nothing_names_the_holder_of_a_credential(graph):
    answer = graph.assess(CASES / "kz-graduate.jsonld", "CN", "degree", ON)
    everything = json.dumps(answer.to_json()) + answer.to_rdf().text("turtle") + str(answer)
    assert "Invented Holder" not in everything
    assert "credentialSubject.fullName" in answer.to_json()["ignored"]


# Reports


def words_of(path):
    if path.suffix == ".html":
        return re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    xml = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8")
    return re.sub(r"<[^>]+>", "", xml)


DISCLAIMERS = {
    "en": "not a recognition decision. The competent authority decides: the body that decides for Kazakhstan (KZ)",
    "zh": "为哈萨克斯坦（KZ）就承认或注册作出决定的机构",
    "ru": "орган, который решает о признании или регистрации для юрисдикции Казахстан (KZ)",
    "kk": "Қазақстан (KZ) үшін тану немесе тіркеу туралы шешетін орган",
}


@pytest.mark.parametrize("ending", [".docx", ".html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_in_each_language_has_the_disclaimer_and_nothing_else_is_written(graduate, tmp_path, language, ending):
    pytest.importorskip("docx")
    path = graduate.report(tmp_path / f"case{ending}", language)
    assert DISCLAIMERS[language].replace("（KZ）", " (KZ) ").replace(" ", "") in words_of(path).replace(" ", "")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_report_says_what_the_answer_says(graduate, tmp_path):
    text = " ".join(words_of(graduate.report(tmp_path / "case.html")).split())
    for part in (
        "kz-caaae, read through eafsg-2015/bachelor (inferred)",
        "Washington Accord",
        "no legal finding",
        "invented",
    ):
        assert part in text, part


def test_the_same_question_gives_the_same_bytes(graduate, tmp_path):
    pytest.importorskip("docx")
    first, second = (graduate.report(tmp_path / f"{n}.docx").read_bytes() for n in "ab")
    assert first == second


def big_case(tmp_path):
    """Return a case with more of everything than two pages have room for."""
    long = "long words of a document that goes on " * 12
    award = f'  - title: "{long}"\n    institution: "{long}"\n    jurisdiction: KZ\n    awarded: 201{{n}}-06\n    cycle: first\n'
    award += f'    authenticity: {{{{result: confirmed, by: "{long}", how: "{long}"}}}}\n'
    shown = '      - {{element: {e}, complexity: complex, autonomy: graduate, evidence: "{p}"}}\n'
    text = "case: big\nkind: engineer\npurpose: regulated-profession\nqualifications:\n"
    text += "".join(award.format(n=n) for n in range(5, 10)) + "registrations:\n"
    text += "".join(f'  - {{body: kib, title: "{n} {long}", from: 2020}}\n' for n in range(6)) + "experience:\n"
    for n in range(12):
        text += f'  - role: "{n} {long}"\n    competencies:\n' + shown.format(e="lead-team", p=long)
    path = tmp_path / "big.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_report_has_two_pages_at_most_however_much_a_case_says(graph, tmp_path, language):
    pytest.importorskip("docx")
    need(which("soffice"), "counting pages needs LibreOffice")
    pages = []
    for case, target in ((big_case(tmp_path), "CN"), (CASES / "kz-programme.yaml", "CN")):
        path = graph.assess(case, target, on=ON, language=language).report(tmp_path / f"{case.stem}.docx")
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", str(tmp_path), str(path)], capture_output=True, check=True, timeout=120)
        content = path.with_suffix(".pdf").read_bytes()
        pages.append(len(re.findall(rb"/Type\s*/Page\b", content)))
    assert all(1 <= n <= 2 for n in pages), pages


# The command


def test_the_command_shows_a_table_that_fits_80_columns(graph):
    shown = run("assess", str(CASES / "cn-graduate.yaml"), "--target", "KZ", "--on", ON, columns=80)
    assert (shown.returncode, shown.stderr) == (0, "")
    # A wide character takes two columns, so that lines hold at most 80 characters in any case.
    assert max(map(len, shown.stdout.splitlines())) <= 80


@pytest.mark.parametrize("form", ["json", "csv", "turtle", "jsonld"])
def test_the_command_writes_every_format(graph, form):
    shown = run(
        "assess",
        str(CASES / "kz-graduate.jsonld"),
        "--target",
        "CN",
        "--purpose",
        "degree",
        "--on",
        ON,
        "--format",
        form,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(shown.stdout)))) > 20
    elif form in ("json", "jsonld"):
        assert json.loads(shown.stdout)
    else:
        assert len(list(ox.parse(shown.stdout, format=ox.RdfFormat.TURTLE))) > 100


def test_the_command_writes_the_report_and_nothing_beside_it(graph, tmp_path):
    path = tmp_path / "case.html"
    shown = run("assess", str(CASES / "cn-graduate.yaml"), "--target", "KZ", "--lang", "kk", "--report", str(path))
    assert (shown.returncode, shown.stdout) == (0, "")
    assert shown.stderr == f"{path}: written\n"
    assert [p.name for p in tmp_path.iterdir()] == ["case.html"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.yaml", "--target", "KZ"], "none.yaml: cannot be read"),
        ([str(CASES / "cn-graduate.yaml"), "--target", "KY"], "unknown framework, profile or jurisdiction 'KY'"),
        ([str(CASES / "cn-graduate.yaml"), "--target", "KZ", "--on", "2020-01-01"], "after the date 2020-01-01"),
        ([str(CASES / "cn-graduate.yaml"), "--target", "KZ", "--report", "x.pdf"], "unknown ending '.pdf'"),
        ([str(CASES / "cn-graduate.yaml"), "--target", "KZ", "--report", "x.html", "--format", "json"], "--report takes no --format"),
        ([str(CASES / "kz-graduate.jsonld"), "--target", "CN"], "states no purpose"),
    ],
)  # fmt: skip
def test_misuse_is_one_clear_message(graph, arguments, message):
    shown = run("assess", *arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr


def test_no_text_of_a_case_is_a_formula_in_csv(tmp_path):
    case = "case: x\nkind: engineer\nqualifications:\n  - title: '=HYPERLINK(1)'\n    jurisdiction: CN\n    awarded: 2021\n"
    path = tmp_path / "case.yaml"
    path.write_text(case, encoding="utf-8")
    out = run("assess", str(path), "--target", "KZ", "--purpose", "degree", "--format", "csv").stdout
    cells = [v for row in csv.DictReader(io.StringIO(out)) for v in row.values()]
    assert any("HYPERLINK" in v for v in cells)
    assert not [v for v in cells if v.startswith("=")]


def test_how_surely_a_standard_counts_in_a_jurisdiction_is_said_where_an_award_is_read_by_it(graph):
    answer = graph.assess(CASES / "kz-engineer.yaml", "CN", on=ON)
    award = answer.to_json()["awards"][0]
    used = next(a for a in award["applied"] if a["used"])
    assert (award["ground"], used["profile"], used["status"]) == ("law", "kz-goso-2012/bachelor", "secondary-copy")
    assert "presumed, not shown. [copy]" in award["sentence"]
    other = next(a for a in award["applied"] if a["through"])
    assert (other["status"], bool(other["reason"])) == ("inferred", True)
