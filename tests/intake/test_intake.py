"""A standard brought in with a spreadsheet: template, suggestions, ticks, files."""

import datetime
import hashlib
import shutil
import zipfile

import openpyxl
import pytest

from competency_graph.errors import ExportError, FileError, IntakeError, InvalidDataError
from competency_graph.intake import add_suggestions, read_standard, take_in, taking_in, write_template
from competency_graph.loading import canonical, check
from competency_graph.model import Kind, Status
from competency_graph.presentation.wording import Words
from competency_graph.resources import folders
from competency_graph.vocabulary import LANGUAGES
from tests.intake.filling import DEMAND, DEMANDS, FRAMEWORK, SLUG, STATEMENTS, fill, put, rows
from tests.test_cli import run

NAME = "A. Reader (invented)"
DAY = datetime.date(2026, 5, 2)


@pytest.fixture(scope="module")
def empty(graph, tmp_path_factory):
    return write_template(tmp_path_factory.mktemp("templates") / "empty.xlsx", graph.catalogue)


@pytest.fixture
def path(empty, tmp_path):
    """Return the path of an empty template that a test may fill in."""
    return shutil.copyfile(empty, tmp_path / "xx.xlsx")


def state(folder):
    """Return the digest of every file below *folder*."""
    return {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


# The template


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_explains_every_key_and_column_in_its_language(graph, tmp_path, language):
    book = openpyxl.load_workbook(write_template(tmp_path / "t.xlsx", graph.catalogue, language))
    assert book.sheetnames == ["framework", "statements", "demands", "lists"]
    words = Words(language)
    shown = {key: meaning for key, _, meaning in book["framework"].iter_rows(min_row=3, values_only=True)}
    assert len(shown) == 31
    assert shown == {key: words.of("intake_key", key) for key in shown}
    assert [c.value for c in book["demands"][1]][:4] == ["code", "statement", "element", "element-label"]
    assert book["demands"]["F2"].value == words.of("intake_column", "accept")
    assert rows(book["statements"]) == rows(book["demands"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_offers_kinds_statuses_levels_and_elements(graph, tmp_path, language):
    book = openpyxl.load_workbook(write_template(tmp_path / "t.xlsx", graph.catalogue, language))
    offers = {
        (page.title, str(rule.sqref).split(":")[0]): rule.formula1
        for page in book
        for rule in page.data_validations.dataValidation
    }
    assert offers["statements", "B3"] == "kinds"
    assert offers["statements", "K3"] == "statuses"
    assert offers["demands", "C3"] == "elements"
    assert {"complexities", "autonomies", "stages", "tracks", "bodies"} <= set(offers.values())
    lists = {n: [c[0].value for c in book["lists"][d.attr_text.split("!")[1]]] for n, d in book.defined_names.items()}
    assert set(lists) == set(offers.values())
    assert lists["elements"] == sorted(e.name for e in graph.catalogue.elements.values() if not e.is_grouping)
    assert lists["kinds"] == [Words(language).of("intake_kind", kind) for kind in Kind]
    assert len(lists["kinds"]) == len(lists["statuses"]) == 5


def test_codes_stay_texts_in_a_template(empty):
    book = openpyxl.load_workbook(empty)
    assert book["statements"].column_dimensions["A"].number_format == "@"


def test_a_template_never_takes_the_place_of_a_file(graph, tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_text("work", encoding="utf-8")
    with pytest.raises(ExportError, match="is there already"):
        write_template(path, graph.catalogue)
    assert path.read_text(encoding="utf-8") == "work"
    with pytest.raises(ExportError, match="end its name in .xlsx"):
        write_template(tmp_path / "t.ods", graph.catalogue)


# Reading


def offered(book, name):
    return [c[0].value for c in book["lists"][book.defined_names[name].attr_text.split("!")[1]]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_from_the_lists_of_any_language_means_the_same(graph, tmp_path, language, path):
    expected = read_standard(fill(path), graph.catalogue, NAME)
    other = write_template(tmp_path / "other.xlsx", graph.catalogue, language)
    book = openpyxl.load_workbook(other)
    chosen = {
        "stage": offered(book, "stages")[0],
        "track": offered(book, "tracks")[0],
        "complexity": offered(book, "complexities")[2],
        "autonomy": offered(book, "autonomies")[1],
    }
    kind, status = offered(book, "kinds")[0], offered(book, "statuses")[2]
    label = Words(language).element(graph.catalogue, "lead-team")
    statements = [{**s, "kind": kind, "status": status} for s in STATEMENTS]
    fill(other, {**FRAMEWORK, **chosen}, statements, [{**DEMANDS[0], "element": label}, *DEMANDS[1:]])
    assert read_standard(other, graph.catalogue, NAME) == expected


def test_a_filled_in_template_is_read_as_it_was_written(graph, path):
    new = read_standard(fill(path), graph.catalogue, NAME)
    assert (new.slug, new.issuer, new.jurisdiction, new.in_force_from) == (SLUG, "xx-example-board", "XX", "2026")
    assert [s.code for s in new.statements] == ["1.1", "1.2", "1.10"]
    assert {(s.complexity, s.autonomy, s.status) for s in new.statements} == {("complex", "graduate", "Inferred")}
    assert [(d.code, d.element, d.is_essential) for d in new.demands] == [
        ("1.1", "lead-team", False),
        ("1.2", "act-ethically", False),
        ("1.10", "design-solution", True),
    ]
    assert new.demands[1].note == "the text says it"
    assert new.accepted_by == NAME


def test_a_level_of_the_statement_itself_outweighs_the_default(graph, path):
    statements = [{**STATEMENTS[0], "complexity": "broadly-defined"}, *STATEMENTS[1:]]
    new = read_standard(fill(path, statements=statements), graph.catalogue, NAME)
    assert [s.complexity for s in new.statements] == ["broadly-defined", "complex", "complex"]


@pytest.mark.parametrize("tick", ["x", "X", "х", "✓", "да", "是", "иә"])
def test_people_tick_in_several_scripts(graph, path, tick):
    demands = [{**DEMANDS[0], "accept": tick}, *DEMANDS[1:]]
    assert len(read_standard(fill(path, demands=demands), graph.catalogue, NAME).demands) == 3


def test_criteria_have_no_level(graph, path):
    page = {**FRAMEWORK, "stage": "programme", "track": None, "complexity": None, "autonomy": None}
    criteria = [e.name for e in graph.catalogue.elements.values() if e.type == "CriterionElement" and not e.is_grouping]
    statements = [{**STATEMENTS[0], "kind": "accreditation criterion"}]
    fill(path, page, statements, [{**DEMANDS[0], "element": criteria[0]}])
    new = read_standard(path, graph.catalogue, NAME)
    assert (new.stage, new.track, new.statements[0].complexity) == ("ProgrammeStage", "", "")


# Faults: what is changed, where it is found, and what is said


def first(changes):
    return {"statements": [{**STATEMENTS[0], **changes}, *STATEMENTS[1:]]}


def demand(changes):
    return {"demands": [{**DEMANDS[0], **changes}, *DEMANDS[1:]]}


def top(**changes):
    return {"framework": {**FRAMEWORK, **{k.replace("_", "-"): v for k, v in changes.items()}}}


FAULTS = [
    (top(slug=None), "framework!B5: empty; write one such as xy-board-2026"),
    (top(slug="XX 2026"), "framework!B5: 'XX 2026' cannot name a framework; write lower-case letters"),
    (top(slug="source"), "framework!B5: 'source' cannot name a framework"),
    (top(slug="gapc-4"), "framework!B5: the framework gapc-4 is in the data already; a new edition needs another slug"),
    (top(title_en=None), "framework!B6: empty; write it in English"),
    (top(title_original="标准"), "framework!B8: empty; say in which language the line above is"),
    (top(title_original="标准", title_original_language="Chinese"), "framework!B8: 'Chinese' is no code of a language"),
    (top(issuer="gapk", issuer_label_en=None), "framework!B9: unknown body 'gapk'"),
    (top(issuer="cse"), "framework!B10: the body cse is known already; leave it empty"),
    (top(issuer_jurisdiction="ZZ"), "framework!B13: unknown jurisdiction 'ZZ'"),
    (top(issuer_homepage="example.org"), "framework!B14: 'example.org' is no web address; write it in full"),
    (top(jurisdiction="Examplia"), "framework!B15: 'Examplia' is no code of a country; write two capitals"),
    (top(jurisdiction_label_ru=None), "framework!B18: empty; XX is not in the list; give its name in four languages"),
    (top(in_force_from="May 2026"), "framework!B20: 'May 2026' is no date; write it as YYYY, YYYY-MM or YYYY-MM-DD"),
    (top(in_force_from="2026-13"), "framework!B20: '2026-13' is no date"),
    (top(stage=None), "framework!B22: no stage; choose one from the list"),
    (top(track="enginer"), "framework!B23: unknown track 'enginer'; did you mean EngineerTrack"),
    (top(complexity=None), "framework!B24: no complexity; choose one from the list"),
    (top(source_address=None), "framework!B28: empty; say where the document can be read"),
    (top(source_address="https://"), "framework!B28: 'https://' is no web address"),
    (top(paraphrase_language="de"), "framework!B30: 'de' is none of the four; write en, zh, ru or kk"),
    (top(checked_on="2026-05"), "framework!B31: '2026-05' is no date; write it as YYYY-MM-DD"),
    (top(guide=None), "framework!B32: empty; name the version of the annotation guide that you followed, or none"),
    (top(template="other"), "framework!B3: this is no template of this program, or of another version"),
    (top(accepted_by="B. Other"), f"framework!B33: 'B. Other' here, {NAME!r} with --accepted-by"),
    (first({"code": "1.2"}), "statements!A4: the code 1.2 is there twice; it is in statements!A3 too"),
    (first({"code": "1 1"}), "statements!A3: '1 1' cannot be a code; use letters, digits"),
    (first({"code": 1.1}), "statements!A3: a number, which a spreadsheet shortens: '1.1'; format the cell as text"),
    (first({"code": datetime.date(2026, 1, 1)}), "statements!A3: a date: '2026-01-01'; format the cell as text"),
    (first({"kind": "skill"}), "statements!B3: unknown kind 'skill'; choose one from the list"),
    (first({"kind": "accreditation criterion"}), "does not go with the stage on the first sheet; criteria go with"),
    (first({"label": None}), "statements!C3: empty; give it a short heading"),
    (first({"label-language": None}), "statements!D3: no language"),
    (first({"label-official": "perhaps"}), "statements!E3: 'perhaps' is no tick; write x, or leave it empty"),
    (first({"paraphrase": None}), "statements!F3: empty; say in your own words what it demands"),
    (first({"paraphrase": "x" * 4001}), "statements!F3: more than 4000 signs; shorten it"),
    (first({"clause": None}), "statements!I3: empty; say where in the document it stands"),
    (first({"source-address": "see file"}), "statements!J3: 'see file' is no web address"),
    (first({"status": None}), "statements!K3: no status; choose one from the list"),
    (first({"status": "unverified", "reason": None}), "statements!L3: no reason for the status 'unverified'; say why"),
    (
        first({"status": "SeenInSecondaryCopy"}),
        "statements!J3: empty, though it was seen in a copy; say where the copy is",
    ),
    (demand({"accept": None}), "statements!A3: 1.1 has no ticked demand; tick what it demands on the sheet demands"),
    (demand({"accept": "?"}), "demands!F3: '?' is no tick; write x, or leave it empty"),
    (demand({"code": "1.3"}), "demands!A3: no sound statement '1.3' on the sheet statements"),
    (demand({"element": "lead-teem"}), "demands!C3: unknown element 'lead-teem'; did you mean lead-team"),
    (demand({"element": None}), "demands!C3: no element; choose one from the list"),
    (demand({"certainty": None}), "demands!H3: no certainty; choose one from the list"),
    (demand({"certainty": "sure"}), "demands!H3: unknown certainty 'sure'"),
    (demand({"note": "=1+1"}), "demands!I3: a formula: '=1+1'; write the text itself"),
    (demand({"accept": "=TRUE"}), "demands!F3: a formula"),
    ({"demands": [*DEMANDS, DEMANDS[0]]}, "demands!C6: 1.1 demands lead-team twice; keep one of the ticks"),
    ({"statements": [], "demands": []}, "statements: no statement; fill in one row for each clause"),
]


@pytest.mark.parametrize(("changes", "message"), FAULTS, ids=[m[:40] for _, m in FAULTS])
def test_a_fault_is_one_message_with_its_sheet_and_cell(graph, path, changes, message):
    with pytest.raises(IntakeError) as error:
        read_standard(fill(path, **changes), graph.catalogue, NAME)
    found = [f for f in error.value.faults if message in f]
    assert len(found) == 1
    assert found[0].startswith(f"{path}: ")


def test_an_element_that_groups_or_that_asks_something_of_a_programme_is_refused(graph, path):
    elements = graph.catalogue.elements.values()
    grouping = next(e.name for e in elements if e.is_grouping)
    criterion = next(e.name for e in elements if e.type == "CriterionElement" and not e.is_grouping)
    more = [{**DEMAND, "code": "1.1", "element": name} for name in (grouping, criterion)]
    with pytest.raises(IntakeError) as error:
        read_standard(fill(path, demands=[*DEMANDS, *more]), graph.catalogue, NAME)
    assert [f.removeprefix(f"{path}: ") for f in error.value.faults] == [
        f"demands!C6: {grouping} only groups other elements; take one that the list offers",
        f"demands!C7: {criterion} asks something of a programme, the statement does not; take another element",
    ]


def test_all_faults_are_said_at_once_in_the_order_of_the_sheets(graph, path):
    demands = [{**DEMANDS[0], "element": "lead-teem"}, *DEMANDS[1:]]
    statements = [{**STATEMENTS[0], "clause": None}, *STATEMENTS[1:]]
    fill(path, {**FRAMEWORK, "guide": None}, statements, demands)
    with pytest.raises(IntakeError, match="3 faults; nothing was written") as error:
        read_standard(path, graph.catalogue, NAME)
    assert [f.split(": ")[1].split("!")[0] for f in error.value.faults] == ["framework", "statements", "demands"]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda book: book.remove(book["demands"]), "no sheet 'demands' in it; it has: framework, statements, lists"),
        (lambda book: put(book["demands"], 1, {"code": "Code"}), "demands!A1: the head was changed; it was: code"),
        (lambda book: book["demands"].cell(4, 12, "a thought"), "demands!L4: a text beside the table"),
        (lambda book: book["statements"].cell(3001, 1, "9"), "statements: 3,001 rows and 12 columns; at most 3,000"),
    ],
)
def test_a_changed_template_is_refused(graph, path, edit, message):
    with pytest.raises(FileError) as error:
        read_standard(fill(path, edit=edit), graph.catalogue, NAME)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda page: page.delete_rows(5), "framework: the row 'slug' is missing; begin with a new template"),
        (lambda page: page.cell(40, 1, "slug"), "framework!A40: unexpected row 'slug'"),
        (lambda page: page.cell(40, 1, "remark"), "framework!A40: unexpected row 'remark'; remove it"),
    ],
)
def test_rows_of_the_first_sheet_are_neither_lost_nor_added(graph, path, edit, message):
    with pytest.raises(IntakeError) as error:
        read_standard(fill(path, edit=lambda book: edit(book["framework"])), graph.catalogue, NAME)
    assert message in str(error.value)


def test_what_is_no_spreadsheet_is_refused_before_it_is_unpacked(graph, tmp_path):
    text, large, bomb, doctype = (tmp_path / f"{n}.xlsx" for n in ("text", "large", "bomb", "doctype"))
    text.write_text("code\tkind", encoding="utf-8")
    large.write_bytes(b"x" * 5_000_001)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 31_000_000)
    with zipfile.ZipFile(doctype, "w") as package:
        package.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    for path, message in [
        (text, "no .xlsx"), (large, "has 5,000,001 bytes, and at most 5,000,000 are read"), (bomb, "unpacks to more"),
        (doctype, "no plain XML"), (tmp_path / "x.ods", "unknown ending"), (tmp_path / "gone.xlsx", "cannot be read"),
    ]:  # fmt: skip
        for act in (lambda p: read_standard(p, graph.catalogue), lambda p: add_suggestions(p, graph.catalogue, None)):
            with pytest.raises(FileError, match=message):
                act(path)


# Suggestions


def test_suggestions_are_added_below_without_a_tick_and_only_once(graph, path):
    fill(path, demands=[])
    added = add_suggestions(path, graph.catalogue, graph.suggester)
    book = openpyxl.load_workbook(path)
    found = rows(book["demands"])
    texts = [(s["code"], f"{s['label']}. {s['paraphrase']}") for s in STATEMENTS]
    proposed = [(s.code, e.element) for s in graph.suggest(*texts).value for e in s.elements if e.proposed]
    assert [(r["code"], r["element"]) for r in found] == proposed
    assert len(proposed) == added >= 3
    assert {(r["accept"], r["essential"], r["certainty"]) for r in found} == {(None, None, None)}
    assert all(float(r["score"]) > 0 and r["statement"] and r["element-label"] for r in found)
    assert add_suggestions(path, graph.catalogue, graph.suggester) == 0
    assert rows(openpyxl.load_workbook(path)["demands"]) == found


def test_rows_that_a_person_wrote_stay_as_and_where_they_are(graph, path):
    own = [*DEMANDS, {"code": "9", "element": "of my own", "note": "to think about"}]
    fill(path, demands=own)
    before = rows(openpyxl.load_workbook(path)["demands"])
    added = add_suggestions(path, graph.catalogue, graph.suggester)
    book = openpyxl.load_workbook(path)
    after = rows(book["demands"])
    assert after[: len(before)] == before
    assert len(after) == len(before) + added
    assert not {(r["code"], r["element"]) for r in after[len(before) :]} & {
        ("1.1", "lead-team"),
        ("1.2", "act-ethically"),
    }
    offers = {r.formula1 for page in book for r in page.data_validations.dataValidation}
    assert {"elements", "kinds", "statuses"} <= offers


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_suggested_elements_are_in_the_language_of_the_template(graph, tmp_path, language):
    path = fill(write_template(tmp_path / "t.xlsx", graph.catalogue, language), demands=[])
    add_suggestions(path, graph.catalogue, graph.suggester)
    words = Words(language)
    for row in rows(openpyxl.load_workbook(path)["demands"]):
        assert row["element-label"] == words.element(graph.catalogue, row["element"])


def test_a_suggestion_is_never_accepted_by_itself(graph, path):
    fill(path, demands=[])
    add_suggestions(path, graph.catalogue, graph.suggester)
    with pytest.raises(IntakeError) as error:
        read_standard(path, graph.catalogue, NAME)
    assert [f.split("; ")[0] for f in error.value.faults] == [
        f"{path}: statements!A{k}: {s['code']} has no ticked demand" for k, s in enumerate(STATEMENTS, 3)
    ]


@pytest.mark.parametrize("name", ["", "nobody", "Nobody", "competency-graph suggest", "Competency-Graph"])
def test_ticks_need_a_person_who_answers_for_them(graph, path, name):
    with pytest.raises(
        IntakeError, match="nobody has accepted the demands; go through the demands, then write your name"
    ):
        read_standard(fill(path), graph.catalogue, name)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"statements": []}, "statements: no statement to suggest for"),
        (first({"paraphrase": None}), "statements!F3: empty; each statement needs a code and a paraphrase"),
        (first({"kind": None}), "statements!B3: unknown kind ''; choose one from the list"),
        (first({"code": "1.2"}), "statements!A4: the code 1.2 is there twice; it is in statements!A3 too"),
        (first({"paraphrase": "=A1"}), "statements!F3: a formula"),
    ],
)
def test_what_cannot_be_suggested_for_leaves_the_file_as_it_was(graph, path, changes, message):
    fill(path, **changes)
    before = path.read_bytes()
    with pytest.raises(FileError) as error:
        add_suggestions(path, graph.catalogue, graph.suggester)
    assert message in str(error.value)
    assert path.read_bytes() == before


# Taking in


def test_what_is_ticked_and_nothing_else_is_written_and_sound(graph, path, project):
    suggested = {"code": "1.2", "element": "know-professional-ethics", "score": "0.30"}
    statements = [{**STATEMENTS[0], "status": "seen in a secondary copy", "source-address": "https://example.org/copy"}]
    fill(path, statements=[*statements, *STATEMENTS[1:]], demands=[*DEMANDS, suggested])
    before = state(project)
    taken = take_in(path, project / "data", NAME, DAY)
    after = state(project)
    framework, coding = project / f"data/frameworks/{SLUG}.ttl", project / f"data/codings/{SLUG}--adjudicated.tsv"
    bodies = project / "data/bodies.ttl"
    assert set(after) - set(before) == {framework, coding}
    assert {p for p in before if before[p] != after[p]} == {bodies}
    assert taken.files == (framework, coding, bodies)
    assert (taken.statements, taken.demands, taken.suggested) == (3, 3, 1)
    for file in (framework, bodies):
        assert canonical(file) == file.read_text(encoding="utf-8")
    lines = coding.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == [f"# framework: {SLUG}", "# coder: adjudicated"]
    assert lines[2].startswith("# made by: competency-graph suggest ")
    assert "1 of 3 demands suggested by it" in lines[2]
    assert lines[3:6] == ["# date: 2026-05-02", "# guide: 1.3", f"# accepted by: {NAME}"]
    assert lines[7:] == [
        "1.1\tlead-team\tcomplex\tgraduate\tno\thigh\t",
        "1.2\tact-ethically\tcomplex\tgraduate\tno\thigh\tthe text says it",
        "1.10\tdesign-solution\tcomplex\tgraduate\tyes\thigh\tsuggested, score 0.61, and accepted",
    ]
    _, _, catalogue = check(folders(project / "data"))
    statements = [catalogue.statements[f"{SLUG}:{s['code']}"] for s in STATEMENTS]
    assert [[d.element for d in s.demands] for s in statements] == [
        ["lead-team"],
        ["act-ethically"],
        ["design-solution"],
    ]
    assert [s.status for s in statements] == [Status.SECONDARY, Status.INFERRED, Status.INFERRED]
    assert statements[0].sources[0].copy_of == "Example standard, first edition (invented)"
    profile = catalogue.profiles[f"{SLUG}/graduate"]
    assert (profile.complexity, profile.autonomy, profile.jurisdictions) == ("complex", "graduate", ("XX",))
    assert profile.statements == tuple(s.id for s in statements)
    assert catalogue.frameworks[SLUG].issuer.jurisdictions == ("XX",)
    with pytest.raises(IntakeError, match=f"the framework {SLUG} is in the data already"):
        take_in(path, project / "data", NAME, DAY)
    assert state(project) == after


def test_a_person_who_adds_all_demands_by_hand_is_named_as_their_maker(path, project):
    known = {**FRAMEWORK, **dict.fromkeys(k for k in FRAMEWORK if k.startswith(("issuer-", "jurisdiction-")))}
    demands = [{**d, "score": None} for d in DEMANDS]
    fill(path, {**known, "issuer": "cse", "jurisdiction": "CN", "accepted-by": NAME}, demands=demands)
    taken = take_in(path, project / "data")
    coding = taken.files[1].read_text(encoding="utf-8")
    assert f"# made by: {NAME}, a person, with the spreadsheet template\n" in coding
    assert len(taken.files) == 2


def test_data_that_are_unsound_already_are_said_to_be_so_and_stay_as_they_were(path, project):
    element = project / "data/elements.ttl"
    text = element.read_text(encoding="utf-8").replace("cg:weight 2", 'cg:weight "two"', 1)
    element.write_text(text, encoding="utf-8")
    before = state(project / "data")
    with pytest.raises(InvalidDataError, match="elements.ttl"):
        take_in(fill(path), project / "data", NAME)
    assert state(project / "data") == before


def test_a_standard_with_which_the_data_would_be_unsound_is_not_written(path, project):
    rule = project / "queries/check/short-codes-violation.rq"
    rule.write_text(
        "#+ summary: Codes that are too short for this test.\n#+ description: None.\n"
        "PREFIX cg: <https://w3id.org/competency-graph/ontology/>\n"
        f'SELECT ?node ("is of a new standard" AS ?what) WHERE {{ ?node cg:isStatementOf ?f . FILTER(STRENDS(STR(?f), "{SLUG}")) }}\n',
        encoding="utf-8",
    )
    before = state(project / "data")
    with pytest.raises(IntakeError, match="3 faults; nothing was written") as error:
        take_in(fill(path), project / "data", NAME)
    place = project / "data/frameworks" / f"{SLUG}.ttl"
    assert all(f.startswith(f"{place}:") and "is of a new standard" in f for f in error.value.faults)
    assert state(project / "data") == before


@pytest.fixture
def quick(graph, monkeypatch):
    """Let ``take_in`` skip what takes long and what other tests look at: checking all data."""
    monkeypatch.setattr(taking_in, "check", lambda *_: (None, None, graph.catalogue))


def test_a_standard_is_never_left_half_written(path, project, quick, monkeypatch):
    def fails(path, content):
        raise FileError(path, None, "cannot be written: no space left")

    monkeypatch.setattr(taking_in, "replace_file", fails)
    before = state(project / "data")
    with pytest.raises(FileError, match="no space left"):
        take_in(fill(path), project / "data", NAME)
    assert state(project / "data") == before


@pytest.mark.parametrize("name", [f"frameworks/{SLUG}.ttl", f"codings/{SLUG}--adjudicated.tsv"])
def test_a_file_that_is_there_is_never_written_over(path, project, quick, name):
    (project / "data" / name).write_text("somebody's work", encoding="utf-8")
    before = state(project / "data")
    with pytest.raises(FileError, match="is there already and may hold somebody's work; choose another slug"):
        take_in(fill(path), project / "data", NAME)
    assert state(project / "data") == before


def test_data_that_are_not_the_readers_own_are_refused(path, tmp_path, monkeypatch):
    with pytest.raises(FileError, match="no such data folder; begin with a copy: cp -r "):
        take_in(path, tmp_path / "none")
    monkeypatch.setattr(taking_in, "is_packaged", lambda _: True)
    with pytest.raises(FileError, match="is part of the installed package"):
        take_in(path, tmp_path)


# The command


def test_the_command_goes_the_whole_way(graph, tmp_path, project):
    path, data = tmp_path / "xx.xlsx", project / "data"
    written = run("import", "--template", str(path), "--lang", "ru")
    assert (written.returncode, written.stdout) == (0, "")
    again = run("import", "--template", str(path))
    assert again.returncode == 2
    assert "is there already" in again.stderr
    fill(path)
    suggested = run("import", str(path), "--suggest")
    assert suggested.returncode == 0
    assert "none of them accepted" in suggested.stderr
    refused = run("import", str(path), "--into", str(data))
    assert refused.returncode == 2
    assert "framework!B33: nobody has accepted the demands" in refused.stderr
    taken = run("import", str(path), "--into", str(data), "--accepted-by", NAME)
    assert taken.returncode == 0
    assert taken.stdout.splitlines() == [str(p) for p in (
        data / f"frameworks/{SLUG}.ttl", data / f"codings/{SLUG}--adjudicated.tsv", data / "bodies.ttl",
    )]  # fmt: skip
    assert f"3 demands accepted by {NAME}, 1 of them suggested by a program" in taken.stderr
    assert run("validate", "--data", str(data)).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give one of --template FILE.xlsx, --suggest and --into DATA"),
        (("x.xlsx",), "give one of --template"),
        (("x.xlsx", "--suggest", "--into", "d"), "give one of --template"),
        (("x.xlsx", "--template", "y.xlsx"), "and none with --template"),
        (("--suggest",), "name the filled-in FILE"),
        (("x.xlsx", "--suggest", "--accepted-by", "A"), "--accepted-by goes with --into"),
        (("x.xlsx", "--into", "d", "--data", "e"), "--into names the data already; leave --data out"),
    ],
)
def test_misuse_of_the_command_gives_one_clear_message(arguments, message):
    shown = run("import", *arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert message in shown.stderr
