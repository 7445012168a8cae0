"""The register as its users meet it: added to, sent out as sheets, taken back in whole or not at all."""

import csv
import io
import json
import shutil
import zipfile

import pytest

from competency_graph.errors import FileError, InputError, UnknownNameError
from competency_graph.formats.sheets import neutral
from competency_graph.presentation.wording import Words
from competency_graph.recognition.register import State
from competency_graph.vocabulary import LANGUAGES
from tests.conftest import ROOT
from tests.test_cli import run

EXAMPLE = ROOT / "data/examples/register"
AGREED, CONDITION, DISPUTED, OPEN = "eq:7d5489cd38", "eq:b6d4a5ebab", "eq:5c7c39ecff", "eq:9426750e42"
B = {"by": "Person B1 (invented)", "body": "example-agency-b", "mandate": "letter"}
A = {"by": "Person A1 (invented)", "body": "example-society-a", "mandate": "letter"}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(EXAMPLE, tmp_path / "register")


@pytest.fixture
def answer(graph, folder):
    return graph.register(folder)


def content(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


# One record at a time


def test_a_proposal_goes_from_open_to_agreed_and_back_into_dispute(graph, tmp_path):
    fresh = graph.register(tmp_path / "new")
    args = ("ceeaa-2024:4.3.6", "skos:closeMatch", "eafsg-2015:B-EP5")
    one = fresh.propose(*args, by="A", body="cse", date="2025-01-01")
    name = one.chosen[0]
    assert one.get(name).state is State.OPEN
    two = one.review(name, "agree", by="A", body="cse", mandate="m", date="2025-01-01")
    three = two.review(name, "condition", by="B", body="caaae", mandate="m", condition="if", date="2025-01-02")
    assert three.get(name).state is State.CONDITIONAL
    four = three.review(name, "agree", by="B", body="caaae", mandate="m", date="2025-01-03")
    assert four.get(name).state is State.AGREED
    five = four.review(name, "disagree", by="C", body="enaee", mandate="m", comment="no", date="2025-01-04")
    assert five.get(name).state is State.DISPUTED
    assert len(five.get(name).history) == 4
    assert graph.register(tmp_path / "new").value == five.value


def test_a_proposal_shows_what_the_derived_layer_says_and_takes_nothing_from_it(graph, tmp_path):
    found = graph.register(tmp_path / "new").propose(
        "ceeaa-2024:4.3.6", "skos:closeMatch", "eafsg-2015:B-EP5", by="A", body="cse", date="2025-01-01"
    )
    entry = found.to_json()["entries"][0]
    assert (entry["predicate"], entry["derived"]["substantial"], entry["state"]) == (
        "skos:closeMatch",
        "exceeds",
        "open",
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda r: r.review(OPEN, "agree", **{**B, "by": "person a1 (INVENTED)"}), "one person cannot speak for both sides"),
        (lambda r: r.review(OPEN, "agree", **B, due="soon"), "'soon' is not a date"),
        (lambda r: r.review(OPEN, "agree", **B, comment="x" * 4001), "comment has more than 4000 signs"),
        (lambda r: r.review(OPEN, "agree", **B, date="2999-01-01"), "lies in the future"),
        (lambda r: r.review(OPEN, "disagree", **B), "an objection without a reason"),
        (lambda r: r.review(OPEN, "maybe", **B), "unknown verdict 'maybe'"),
        (lambda r: r.review(OPEN, "agree", **{**B, "body": "caaae"}), "caaae is no invented body"),
        (lambda r: r.review("eq:0", "agree", **B), "unknown proposal 'eq:0'"),
        (lambda r: r.review(OPEN, "agree", **{**B, "mandate": " "}), "reviewer or mandate is missing"),
        (lambda r: r.reply("rv:0", **B, comment="x"), "unknown review 'rv:0'"),
        (lambda r: r.propose("gapc-4:WA1", "skos:closeMatch", "gapc-4:WA99", by="A", body="x"), "unknown statement"),
        (
            lambda r: r.propose(
                "ceeaa-2024:4.3.4", "skos:broadMatch", "eafsg-2015:B-IN3", by="A", body="example-society-a"
            ),
            "is proposed already, on line 18",
        ),
        (
            lambda r: r.propose(
                "ceeaa-2024:4.3.1", "skos:exactmatch", "gapc-4:WA1", by="A", body="example-society-a"
            ),
            "skos:exactmatch cannot be proposed",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_and_leaves_every_file_as_it_was(answer, folder, change, error):
    before = content(folder)
    with pytest.raises(InputError, match=error.replace("(", r"\(").replace(")", r"\)")):
        change(answer)
    assert content(folder) == before


def test_a_failure_to_write_leaves_the_register_as_it_was(answer, folder, monkeypatch):
    from pathlib import Path

    before = content(folder)

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FileError, match="No space left on device"):
        answer.review(OPEN, "agree", **B)
    assert content(folder) == before


def test_what_somebody_else_added_meanwhile_is_not_overwritten(graph, answer, folder):
    graph.register(folder).review(OPEN, "agree", **B, date="2025-05-01")
    before = content(folder)
    with pytest.raises(InputError, match="has changed since it was read; open it again"):
        answer.propose("ceeaa-2024:4.3.1", "skos:closeMatch", "gapc-4:WA1", by="A", body="example-society-a")
    assert content(folder) == before


def test_unknown_states_are_named(answer):
    with pytest.raises(UnknownNameError, match="unknown state 'agrred'"):
        answer.only("agrred")


# Sheets


def leave(_):
    """Change nothing."""


def fill_xlsx(path, values, top=("Person B1 (invented)", "letter", "2025-05-01"), edit=leave):
    """Fill in a spreadsheet as a person would: *values* by proposal and column."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    page = book.active
    for row, text in zip((5, 6, 7), top, strict=True):
        page.cell(row, 2).value = text
    columns = {"verdict": 10, "condition": 11, "comment": 12, "due": 13, "reply": 14}
    for row in range(10, page.max_row + 1):
        for key, text in values.get(page.cell(row, 1).value, {}).items():
            cell = page.cell(row, columns[key])
            cell.value = text
            if isinstance(text, str) and text.startswith("="):
                cell.data_type = "s"
    edit(page)
    book.save(path)
    return path


def fill_docx(path, values, top=("Person B1 (invented)", "letter", "2025-05-01"), edit=leave):
    import docx
    from docx.oxml.ns import qn

    word = docx.Document(str(path))
    for row, text in zip((1, 2, 3), top, strict=True):
        word.tables[0].rows[row].cells[1].paragraphs[0].add_run(text)
    rows = {"verdict": 9, "condition": 10, "comment": 11, "due": 12, "reply": 13}
    for table in word.tables[1:]:
        for key, text in values.get(table.rows[0].cells[1].text, {}).items():
            cell = table.rows[rows[key]].cells[1]
            shown = list(cell._tc.iter(qn("w:t")))
            if key == "verdict":
                shown[0].text = text
            else:
                cell.paragraphs[0].add_run(text)
    edit(word)
    word.save(str(path))
    return path


FILLERS = {"xlsx": fill_xlsx, "docx": fill_docx}


@pytest.mark.parametrize("form", FILLERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_comes_back_in_every_format_and_language(graph, folder, tmp_path, form, language):
    answer = graph.register(folder, language=language)
    word = Words(language)
    path = answer.sheet("example-agency-b", tmp_path / f"b.{form}")
    FILLERS[form](
        path,
        {
            OPEN: {"verdict": word.of("register", "choose_agree"), "comment": "=HYPERLINK(\"http://x\") 是 да иә"},
            CONDITION: {"reply": "The guide is named."},
            AGREED: {
                "verdict": word.of("register", "choose_condition"), "condition": "if", "comment": "c", "due": "2025-06-01",
            },
        },
    )  # fmt: skip
    after, new = answer.take_in(path)
    assert new == 3
    assert {after.get(x).state for x in (AGREED,)} == {State.CONDITIONAL}
    assert after.get(OPEN).state is State.AGREED
    assert after.get(OPEN).opinions[-1].review.comment == '=HYPERLINK("http://x") 是 да иә'
    assert after.get(CONDITION).overdue == ()
    before = content(folder)
    again, twice = graph.register(folder, language="en").take_in(path)
    assert (twice, content(folder), again.value) == (0, before, after.value)


@pytest.mark.parametrize("form", FILLERS)
def test_one_sheet_gives_the_same_bytes(answer, tmp_path, form):
    one, two = (answer.sheet("example-agency-b", tmp_path / f"{n}.{form}").read_bytes() for n in "12")
    assert one == two


def test_a_date_cell_is_a_date_and_a_row_may_stay_empty(answer, tmp_path):
    import datetime

    path = answer.sheet("example-agency-b", tmp_path / "b.xlsx")
    day = datetime.datetime(2025, 5, 1)
    fill_xlsx(path, {OPEN: {"verdict": "AGREE"}}, top=("P", "letter", day))
    after, new = answer.take_in(path)
    assert (new, after.get(OPEN).opinions[-1].review.date) == (1, "2025-05-01")


def put(row, column, text, kind="s"):
    def edit(page):
        page.cell(row, column).value = text
        page.cell(row, column).data_type = kind

    return edit


HOSTILE_XLSX = {
    "changed clause": ({}, put(10, 2, "another clause"), "B10: a locked cell was changed"),
    "changed state": ({}, put(11, 6, "agreed"), "F11: a locked cell was changed"),
    "another predicate": ({}, put(10, 3, "says the same as"), "C10: a locked cell was changed"),
    "unknown row": ({}, put(10, 1, "eq:0000000000"), "A10: unknown proposal 'eq:0000000000'"),
    "no row": ({}, put(10, 1, ""), "A10: unknown proposal ''"),
    "changed check": ({}, put(10, 15, "0000"), "O10: the check was changed"),
    "changed head": ({}, put(9, 10, "AGREED"), "J9: the head was changed"),
    "changed body": ({}, put(4, 2, "Example Society A (invented)"), "B4: the body was changed"),
    "changed mark": ({}, put(2, 1, "x"), "A2: this is no review sheet"),
    "formula": ({}, put(10, 12, "=1+1", "f"), "L10: a formula"),
    "beside": ({}, put(10, 17, "x"), "Q10: a text beside the table"),
    "far away": ({}, put(900_000, 3, "x"), "more than 3,000 rows or 40 columns"),
    "long": ({OPEN: {"verdict": "agree", "comment": "x" * 5000}}, put(1, 1, "t"), "comment has more than 4000 signs"),
    "odd verdict": ({OPEN: {"verdict": "perhaps"}}, put(1, 1, "t"), "unknown verdict 'perhaps'"),
    "no verdict": ({OPEN: {"comment": "fine"}}, put(1, 1, "t"), "a comment, condition or date without a verdict"),
    "bad day": ({OPEN: {"verdict": "agree", "due": "1.6.2025"}}, put(1, 1, "t"), "'1.6.2025' is not a date"),
    "reply to nothing": ({OPEN: {"reply": "yes"}}, put(1, 1, "t"), "a reply where nothing was asked"),
    "objection without reason": ({OPEN: {"verdict": "disagree"}}, put(1, 1, "t"), "an objection without a reason"),
    "no mandate": ({OPEN: {"verdict": "agree"}}, put(6, 2, None, "n"), "B6: mandate is missing"),
    "future": ({OPEN: {"verdict": "agree"}}, put(7, 2, "2999-01-01"), "lies in the future"),
    "the other side's person": (
        {OPEN: {"verdict": "agree"}}, put(5, 2, "Person A1 (invented)"), "one person cannot speak for both sides",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_XLSX)
def test_a_sheet_that_is_not_as_it_may_be_is_refused_whole_with_the_cell(answer, folder, tmp_path, name):
    values, edit, message = HOSTILE_XLSX[name]
    path = answer.sheet("example-agency-b", tmp_path / "b.xlsx")
    fill_xlsx(path, {AGREED: {"verdict": "agree"}, **values}, edit=edit)
    before = content(folder)
    with pytest.raises(InputError) as error:
        answer.take_in(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)
    assert content(folder) == before


def test_changed_and_forged_documents_are_refused(answer, folder, tmp_path):
    from docx.oxml.ns import qn

    def change(row):
        def edit(word):
            next(iter(word.tables[1].rows[row].cells[1]._tc.iter(qn("w:t")))).text = "forged"

        return edit

    before = content(folder)
    for row, message in ((1, "table 2, line 2: a locked cell"), (0, "table 2, line 1: unknown proposal 'forged'")):
        path = answer.sheet("example-agency-b", tmp_path / "b.docx")
        fill_docx(path, {AGREED: {"verdict": "agree"}}, edit=change(row))
        with pytest.raises(FileError, match=message):
            answer.take_in(path)
    assert content(folder) == before


def test_two_rows_of_one_proposal_are_refused(answer, tmp_path):
    path = answer.sheet("example-agency-b", tmp_path / "b.xlsx")

    def double(page):
        for column in range(1, 16):
            page.cell(11, column).value = page.cell(10, column).value

    fill_xlsx(path, {}, edit=double)
    with pytest.raises(FileError, match="A11: eq:.* is there twice"):
        answer.take_in(path)


def test_a_clause_that_the_graph_words_otherwise_now_is_named(graph, folder, tmp_path):
    from dataclasses import replace

    answer = graph.register(folder)
    path = fill_xlsx(answer.sheet("example-agency-b", tmp_path / "b.xlsx"), {OPEN: {"verdict": "agree"}})
    statements = dict(graph.catalogue.statements)
    for name in ("eafsg-2015:B-EP5", "eafsg-2015:B-LL1"):
        statements[name] = replace(statements[name], paraphrases={"en": "Something else."})
    later = replace(answer, catalogue=replace(graph.catalogue, statements=statements))
    with pytest.raises(FileError, match="D10: this is not what the graph says now"):
        later.take_in(path)


def package(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return path


def test_files_that_are_no_sheets_are_refused_before_they_are_parsed(answer, tmp_path):
    bomb = package(tmp_path / "bomb.xlsx", {"xl/workbook.xml": b" " * 31_000_000})
    doctype = package(tmp_path / "laughs.xlsx", {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
    hidden = package(tmp_path / "wide.docx", {"word/document.xml": '<?xml version="1.0"?><x/>'.encode("utf-16")})
    foreign = package(tmp_path / "old.docx", {"word/document.xml": b'<?xml version="1.0" encoding="IBM037"?><x/>'})
    macros = package(tmp_path / "macros.xlsx", {"xl/vbaProject.bin": b"x"})
    empty = package(tmp_path / "empty.xlsx", {"a.xml": b"<x/>"})
    nothing, large = tmp_path / "nothing.docx", tmp_path / "large.xlsx"
    nothing.write_bytes(b"hello")
    large.write_bytes(b"PK" + b"0" * 5_000_001)
    for path, message in (
        (bomb, "unpacks to more than a sheet can hold"), (doctype, "no plain XML"), (hidden, "no plain XML"),
        (foreign, "no plain XML"), (macros, "holds macros"), (empty, "no spreadsheet that can be read"),
        (nothing, "no .xlsx or .docx file"), (large, "has 5,000,003 bytes, and at most 5,000,000 are read"), (tmp_path / "x.ods", "unknown ending"),
        (tmp_path / "gone.xlsx", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(FileError, match=message):
            answer.take_in(path)


def test_a_sheet_is_locked_but_for_what_is_to_be_filled_in(answer, tmp_path):
    import openpyxl

    page = openpyxl.load_workbook(answer.sheet("example-agency-b", tmp_path / "b.xlsx")).active
    assert page.protection.sheet
    assert [page.cell(10, k).protection.locked for k in range(1, 16)] == [True] * 9 + [False] * 5 + [True]
    assert page.data_validations.dataValidation[0].formula1 == '"agree,disagree,condition"'
    assert "INVENTED" in page["A1"].value
    with zipfile.ZipFile(answer.sheet("example-agency-b", tmp_path / "b.docx")) as found:
        assert b'w:edit="readOnly"' in found.read("word/settings.xml")
        assert found.read("word/document.xml").count(b"w:permStart") == 3 + 5 * 5


def test_texts_that_look_like_formulas_are_text_in_sheets_and_csv(answer, folder, tmp_path):
    import openpyxl

    later = answer.review(OPEN, "disagree", **B, comment="=cmd|' /C calc'!A0", date="2025-05-01")
    page = openpyxl.load_workbook(later.sheet("example-society-a", tmp_path / "a.xlsx")).active
    assert not [c.coordinate for row in page.iter_rows() for c in row if c.data_type == "f"]
    rows = list(csv.DictReader(io.StringIO(run("review", "list", "--register", str(folder), "--format", "csv").stdout)))
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "@", "-"))]
    assert neutral("=1") == "'=1"


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_a_sheet_that_shows_long_reviews_comes_back(answer, tmp_path, form):
    later = answer.review(OPEN, "condition", **B, comment="x" * 3000, condition="y" * 3000, date="2025-05-01")
    for body in ("example-agency-b", "example-society-a"):
        assert later.take_in(later.sheet(body, tmp_path / f"s.{form}"))[1] == 0


def test_ranges_that_span_a_whole_page_are_not_spread_out(answer, tmp_path):
    import openpyxl

    path = answer.sheet("example-agency-b", tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(path)
    book.active.merged_cells.add("A20:XFD1048576")  # spread out, it would fill the memory
    book.save(path)
    assert answer.take_in(path)[1] == 0


def test_text_that_was_moved_away_in_a_document_is_not_read(tmp_path):
    from competency_graph.formats.sheets import Field, Sheet, read_sheet, writers

    path, field = tmp_path / "s.docx", Field("a", "A", is_open=True)
    path.write_bytes(writers()[".docx"](Sheet("t", "MARK", (), ((field, "here"),), (field,), ())))
    with zipfile.ZipFile(path) as found:
        parts = {name: found.read(name) for name in found.namelist()}
    moved = b"here</w:t></w:r><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"here</w:t></w:r>", moved)
    assert b"gone" in parts["word/document.xml"]
    assert read_sheet(package(path, parts), "MARK", 1).top[0][1].text == "here"


def test_a_body_without_anything_to_review_is_told_so(answer, tmp_path):
    for body, message in (("engineers-australia", "belongs to neither side"), ("nobody", "unknown body 'nobody'")):
        with pytest.raises(InputError, match=message):
            answer.sheet(body, tmp_path / "x.xlsx")
    with pytest.raises(InputError, match="end it in .xlsx or .docx"):
        answer.sheet("example-agency-b", tmp_path / "x.pdf")


# What the other answers say of it


def test_an_explanation_names_the_state_of_the_pair(graph, tmp_path):
    from dataclasses import replace

    data = tmp_path / "data"
    own = replace(graph, data=data)
    assert "Register of equivalences" not in str(own.explain("ceeaa-2024:4.3.6", "eafsg-2015:B-EP5"))
    found = own.register().propose(
        "ceeaa-2024:4.3.6", "skos:closeMatch", "eafsg-2015:B-EP5", by="A", body="cse", date="2025-01-01"
    )
    found.review(found.chosen[0], "agree", by="A", body="cse", mandate="m", date="2025-01-01")
    answer = own.explain("eafsg-2015:B-EP5", "ceeaa-2024:4.3.6")
    assert "ceeaa-2024:4.3.6 corresponds in substance to eafsg-2015:B-EP5: open on" in str(answer)
    assert answer.to_json()["register"][0]["state"] == "open"
    assert "nothing is proposed between these two" in str(own.explain("ceeaa-2024:4.3.9", "gapc-4:WA9"))


# The command line


def test_list_and_report_fit_eighty_columns_in_every_language(graph):
    for command in (("list",), ("list", DISPUTED), ("report",)):
        for language in LANGUAGES:
            shown = run("review", *command, "--register", str(EXAMPLE), "--lang", language, columns=80)
            assert (shown.returncode, shown.stderr) == (0, ""), command
            assert Words(language).of("register", "invented")[:12] in shown.stdout
            assert all(len(line) <= 80 for line in shown.stdout.splitlines())


def test_the_example_has_every_state_but_recognition(graph):
    counts = json.loads(run("review", "report", "--register", str(EXAMPLE), "--format", "json").stdout)["counts"]
    assert counts == {
        "mutually-recognised": 0, "agreed": 1, "agreed-with-condition": 1, "disputed": 1, "reopened": 1,
        "reopened-not-known": 0, "open": 2,
    }  # fmt: skip


def test_only_what_is_asked_for_is_listed(graph):
    shown = json.loads(
        run("review", "list", "--state", "disputed", "--register", str(EXAMPLE), "--format", "json").stdout
    )
    assert [e["id"] for e in shown["entries"]] == [DISPUTED]
    early = run("review", "list", "--on", "2024-11-28", "--register", str(EXAMPLE), "--format", "json")
    assert [e["state"] for e in json.loads(early.stdout)["entries"]] == ["agreed"]


def test_a_whole_review_runs_at_the_command_line(graph, tmp_path):
    place = ("--register", str(tmp_path / "r"))
    proposed = run(
        "review", "propose", "ceeaa-2024:4.3.6", "eafsg-2015:B-EP5", "--predicate", "skos:closeMatch", "--by", "A. Name",
        "--body", "cse", *place,
    )  # fmt: skip
    assert proposed.returncode == 0, proposed.stderr
    assert "The derived layer says: the first demands in substance more than the second" in proposed.stdout
    who = ("--by", "B. Name", "--body", "caaae", "--mandate", "letter")
    name = DISPUTED  # the identifier follows from what is proposed
    agreed = run("review", "agree", name, "--by", "A. Name", "--body", "cse", "--mandate", "letter", *place)
    assert agreed.returncode == 0, agreed.stderr
    objected = run("review", "object", name, *who, "--comment", "weaker", "--due", "2999-01-01", *place)
    assert "disputed" in objected.stdout
    review = graph.register(tmp_path / "r").value.register.reviews[-1].id
    replied = run(
        "review", "reply", review, "--by", "A. Name", "--body", "cse", "--mandate", "m", "--comment", "see", *place
    )
    assert "replies; see" in replied.stdout
    twice = run("review", "agree", name, *who, *place)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "caaae said otherwise on the same day" in twice.stderr
    sheet = tmp_path / "s.xlsx"
    assert run("review", "sheet", "--for", "cse", "--out", str(sheet), *place).returncode == 0
    taken = run("review", "import", str(sheet), *place)
    assert (taken.returncode, taken.stderr) == (0, f"{sheet}: 0 new in the register\n")
    report = tmp_path / "r.html"
    assert run("review", "report", "--report", str(report), "--lang", "ru,kk", *place).returncode == 0
    assert "Оспорено" in report.read_text(encoding="utf-8")
    assert run("review", "export", "--to", str(tmp_path / "r.ttl"), *place).returncode == 0
    assert run("review", "export", "--to", str(tmp_path / "out"), "--format", "turtle", *place).returncode == 0
    assert (tmp_path / "out").read_bytes() == (tmp_path / "r.ttl").read_bytes()


def test_every_command_of_review_shows_an_example_in_its_help():
    listed = run("review", "--help").stdout.split("Commands:")[1].split("\n")
    commands = [line.split()[0] for line in listed if line.startswith("  ") and line.strip()]
    assert commands == ["agree", "export", "import", "list", "object", "propose", "reply", "report", "sheet"]
    for command in commands:
        assert f"competency-graph review {command}" in run("review", command, "--help").stdout.split("Options:")[0]


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_a_report_says_on_every_page_that_it_is_invented(graph, tmp_path, ending):
    path = graph.register(EXAMPLE).report(tmp_path / f"r.{ending}", ("zh", "ru"))
    if ending == "html":
        text = path.read_text(encoding="utf-8")
    else:
        with zipfile.ZipFile(path) as found:
            text = "".join(found.read(n).decode() for n in found.namelist() if "header" in n or "document" in n)
    for language in ("zh", "ru"):
        assert text.count(Words(language).of("register", "invented")) >= 2


@pytest.mark.parametrize("command", [["list"], ["report"], ["sheet", "--for", "cse", "--out", "x.xlsx"]])
def test_a_mistyped_register_is_not_taken_for_an_empty_one(graph, tmp_path, command):
    shown = run("review", *command, "--register", str(tmp_path / "nowhere"))
    assert shown.returncode != 0 and shown.stdout == ""
    assert "no such register" in shown.stderr and not (tmp_path / "nowhere").exists()
