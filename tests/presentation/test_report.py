"""Reports as the people who receive them open them: in Word and in a browser."""

import io
import re
import tomllib
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from competency_graph.errors import LanguagesError, ReportPathError, UnknownNameError
from competency_graph.presentation.document import Document, Heading, Paragraph, Table, distinct, plain
from competency_graph.presentation.report import build_report
from competency_graph.presentation.report_docx import docx_bytes
from competency_graph.presentation.report_files import WRITERS, write_report
from competency_graph.presentation.report_html import html_bytes
from competency_graph.presentation.wording import Words, read_languages
from competency_graph.recognition.comparison import MARGIN
from competency_graph.vocabulary import LANGUAGES
from tests.conftest import ROOT
from tests.presentation.test_words import fields
from tests.test_cli import run

HOSTILE = "<script>alert('x')</script> & \"quoted\" \x00\x1b"


@pytest.fixture(scope="session")
def comparison(graph):
    return graph.compare("CN", "KZ", on="2026-11-25")


@pytest.fixture(scope="session")
def document(graph, comparison):
    return build_report(comparison.value, graph.catalogue, [Words("zh"), Words("ru")])


def blocks(document: Document, kind: type):
    return [b for part in document.parts for b in part.blocks if isinstance(b, kind)]


def texts(document: Document) -> str:
    """Return everything that a document says, one phrase a line."""
    found = [document.title, document.kind, document.running]
    found += [b.text for b in (*blocks(document, Heading), *blocks(document, Paragraph))]
    for table in blocks(document, Table):
        found += [c.head for c in table.columns]
        found += [line.text for row in table.rows for cell in row for line in cell.lines]
    return "\n".join(p.text for text in found for p in distinct(text))


def word_text(content: bytes) -> str:
    docx = pytest.importorskip("docx")
    word = docx.Document(io.BytesIO(content))
    xml = word.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    return "\n".join(t.text or "" for t in xml)


class Page(HTMLParser):
    """The elements of a page, the texts in them, and the language that each text is in."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.open, self.tags, self.texts, self.links = [], [], [], []
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.links += [values["href"]] if "href" in values else []
        if tag not in ("meta", "col"):
            self.open.append((tag, values.get("lang")))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if data.strip() and self.open[-1][0] not in ("style", "title"):
            self.texts.append((data, self.open[-1][1]))

    @property
    def text(self):
        return "\n".join(t for t, _ in self.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_reports_have_the_same_fields_in_every_language(language):
    folder = ROOT / "src/competency_graph/presentation/words"
    english, other = (
        tomllib.loads((folder / f"{x}.toml").read_text(encoding="utf-8"))["report"] for x in ("en", language)
    )
    assert len(english) >= 90
    for key, text in english.items():
        assert fields(other[key]) == fields(text), key


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("languages", [("zh", "ru"), ("en", "kk"), ("ru",)], ids="-".join)
def test_a_report_opened_again_says_everything_in_its_languages(graph, comparison, tmp_path, languages, ending):
    path = comparison.report(tmp_path / f"report{ending}", languages)
    text = word_text(path.read_bytes()) if ending == ".docx" else Page(path.read_bytes()).text
    catalogue = graph.catalogue
    for row in comparison.value.statements:
        statement = catalogue.statements[row.id]
        assert f"\n{statement.code}\n" in text, row.id
        assert all(statement.paraphrases[x] in text for x in languages), row.id
        assert all(s.title in text and all(page in text for page in s.pages) for s in statement.sources), row.id
    for language in languages:
        words = Words(language)
        assert words.say("disclaimer", authority=words.say("authority")) in text
        for key in ("scope", "method", "counts", "table", "differences", "sources", "statuses", "parameters"):
            assert words.of("report", key) in text, key
    assert "{" not in text


@pytest.mark.parametrize("ending", WRITERS)
def test_the_bytes_of_a_report_depend_on_its_content_alone(document, ending):
    assert WRITERS[ending](document) == WRITERS[ending](document)


def test_the_verified_share_comes_first_and_doubt_is_marked(document, comparison):
    first = [p.text[0].text for p in document.parts[0].blocks if isinstance(p, Paragraph)]
    assert first[2] == "已核实比例：中国：11 条中有 11 条见于来源或其副本"
    assert first[4] == Words("zh").say("provisional")
    assert document.running[1].text.startswith("ПРЕДВАРИТЕЛЬНО")


def test_a_side_read_through_an_adopted_standard_says_so_in_title_scope_and_every_row(document, comparison):
    assert "eafsg-2015" in document.title[0].text
    assert any(
        "eafsg-2015/bachelor" in b.text[1].text and "CAAAE" in b.text[1].text for b in blocks(document, Paragraph)
    )
    theirs = [b for b in blocks(document, Table) if len(b.rows) == 22]
    assert theirs
    for row in theirs[0].rows:
        assert "через eafsg-2015" in [p.text for line in row[-1].lines for p in line.text]


def test_counts_stand_there_and_no_average(document, comparison):
    text = texts(document)
    counts = next(b for b in blocks(document, Table) if b.columns[0].head[1].text == "сторона")
    numbers = [[cell.lines[0].text[0].text for cell in row[1:5]] for row in counts.rows]
    sides = comparison.value.counts
    assert numbers == [
        [str(sum(sides[s].values())), *(str(sides[s][v]) for v in ("full", "partial", "none"))]
        for s in ("source", "target")
    ]
    for side in ("source", "target"):
        shares = [float(s.coverage) for s in comparison.value.statements if s.side == side]
        assert f"{100 * sum(shares) / len(shares):.1f}" not in text


def test_both_sides_are_told_what_the_other_does_not_give(graph, comparison, document):
    there = texts(document)
    back = graph.compare("KZ", "CN", on="2026-11-25")
    for answer in (comparison, back):
        for gap in graph.gaps(answer.value.source.asked, answer.value.target.asked, on="2026-11-25").value:
            assert graph.catalogue.elements[gap.missing.element].labels["zh"] in there


def test_answers_that_the_threshold_decides_are_named_under_the_parameters(document, comparison):
    fragile = [s.id for s in comparison.value.statements if not s.robust]
    assert fragile
    assert ", ".join(fragile) in texts(document).splitlines()
    assert f"{MARGIN} 个百分点" in texts(document)


def test_every_text_of_a_page_has_its_language_and_nothing_runs_or_loads(document):
    page = Page(html_bytes(document))
    assert page.open == []
    assert {language for _, language in page.texts if language is None} == set()
    assert {language for _, language in page.texts} >= {"zh-Hans", "ru", "zxx"}
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert page.links
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    assert all(re.search("[一-鿿]", text) for text, language in page.texts if language == "zh-Hans" and len(text) > 9)


def test_what_the_data_say_in_english_only_is_marked_as_english(document):
    marked = [t for t, language in Page(html_bytes(document)).texts if language == "en"]
    assert any("Taken from memory" in t for t in marked)


@pytest.fixture(scope="session")
def hostile(graph, comparison):
    """Return the report of a catalogue in which a label, a title and an address try to break out."""
    catalogue = graph.catalogue
    first = catalogue.statements[comparison.value.statements[0].id]
    source = replace(first.sources[0], title=HOSTILE, pages=("javascript:alert(1)",))
    label = dict.fromkeys(LANGUAGES, HOSTILE)
    bad = replace(first, labels=label, paraphrases=label, status_reason=HOSTILE, sources=(source,))
    catalogue = replace(catalogue, statements={**catalogue.statements, first.id: bad})
    return build_report(comparison.value, catalogue, [Words("zh"), Words("ru")])


def test_a_hostile_label_stays_text_in_a_page(hostile):
    content = html_bytes(hostile)
    page = Page(content)
    assert b"<script" not in content
    assert "script" not in page.tags
    assert "<script>alert('x')</script> & \"quoted\"" in page.text
    assert not [link for link in page.links if link.startswith("javascript")]


def test_a_hostile_label_stays_text_in_word(hostile):
    content = docx_bytes(hostile)
    assert "<script>alert('x')</script> & \"quoted\"" in word_text(content)
    relations = zipfile.ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels")
    assert b"javascript" not in relations


def test_the_word_file_has_headings_repeated_header_rows_and_a_landscape_table(document):
    docx = pytest.importorskip("docx")
    word = docx.Document(io.BytesIO(docx_bytes(document)))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert [h.split(".")[0] for h in headings] == [str(n) for n in range(1, 11)]
    assert [s.orientation for s in word.sections] == [0, 1, 0]
    tables = [t for t in word.tables if t.style.name == "Report Table"]
    assert len(tables) == len(blocks(document, Table))
    assert all(t.rows[0]._tr.xpath("w:trPr/w:tblHeader") for t in tables)
    assert all(len(t.columns) <= 8 for t in tables)
    assert word.sections[0].footer._element.xpath(".//w:fldSimple[contains(@w:instr, 'PAGE')]")


def test_the_word_file_names_fonts_and_languages_and_no_machine(document):
    docx = pytest.importorskip("docx")
    content = docx_bytes(document)
    word = docx.Document(io.BytesIO(content))
    (fonts,) = word.styles.element.xpath("w:docDefaults//w:rFonts")
    assert {k.rpartition("}")[2] for k in fonts.attrib} == {"ascii", "hAnsi", "cs", "eastAsia"}
    runs = word.element.body.xpath(".//w:r[w:rPr/w:lang[@w:eastAsia='zh-CN' and @w:val='en-GB']]")
    assert len(runs) > 100
    assert word.element.body.xpath(".//w:r[w:rPr/w:lang[@w:val='ru-RU']]")
    core = word.core_properties
    assert (core.author, core.language, core.created.date().isoformat()) == (
        "competency_graph",
        "zh-CN, ru-RU",
        "2026-11-25",
    )
    package = zipfile.ZipFile(io.BytesIO(content))
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in package.namelist() if "thumbnail" in name]
    everything = b"".join(package.read(name) for name in package.namelist())
    assert str(ROOT).encode() not in everything


def test_an_unknown_ending_is_refused_and_nothing_is_written(comparison, tmp_path):
    for name, message in (("report.odt", "unknown ending '.odt'"), ("report", "the name has no ending")):
        with pytest.raises(ReportPathError, match=rf"{name}: {message}; write a report as .docx or .html"):
            comparison.report(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_missing_folder_are_refused(comparison, tmp_path):
    (tmp_path / "there.html").mkdir()
    for name, message in (("there.html", "is a folder"), ("no/such.html", "its folder does not exist")):
        with pytest.raises(ReportPathError, match=message):
            comparison.report(tmp_path / name)


def test_a_failing_write_leaves_the_old_report_and_no_part(document, tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(ReportPathError, match=r"report.html: cannot be written \(No space left on device\)"):
        write_report(document, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_failing_writer_leaves_nothing(document, tmp_path, monkeypatch):
    broken = replace(document, parts=(replace(document.parts[0], blocks=(Paragraph(plain("x"), "no such"), None)),))
    with pytest.raises(AttributeError):
        write_report(broken, tmp_path / "report.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "error"), [("zh,ru,en", LanguagesError), ("zh,zh", LanguagesError), ("zh,", UnknownNameError)]
)
def test_languages_are_one_or_two_known_ones(text, error):
    with pytest.raises(error):
        read_languages(text)


def test_the_command_writes_a_report_in_two_languages(graph, tmp_path):
    path = tmp_path / "cn-kz.docx"
    shown = run("compare", "CN", "KZ", "--lang", "zh,ru", "--report", str(path))
    assert (shown.returncode, shown.stdout) == (0, "")
    assert shown.stderr == f"{path}: written\n"
    assert "中国" in word_text(path.read_bytes())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--lang", "zh,ru"), "two languages stand side by side in a report only; add --report FILE"),
        (("--lang", "de"), "unknown language 'de'"),
        (("--report", "x.pdf"), "x.pdf: unknown ending '.pdf'; write a report as .docx or .html"),
        (("--report", "x.html", "--format", "json"), "--report takes no --format"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, tuple) else "",
)
def test_misuse_of_the_options_gives_one_clear_message(graph, options, message):
    shown = run("compare", "CN", "KZ", *options)
    assert shown.returncode == 2
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr


def test_none_is_an_answer_and_writes_no_report(graph, tmp_path):
    path = tmp_path / "none.html"
    shown = run("compare", "CN/engineer", "KZ/engineer", "--report", str(path))
    assert (shown.returncode, path.exists()) == (0, False)
    assert shown.stdout.startswith("None found")
    assert "not written" in shown.stderr


@pytest.mark.parametrize(
    ("source", "target"), [("CN/programme", "eafsg-2015/programme"), ("uk-ahep4", "jp-jabee"), ("ca-ceab", "KZ")]
)
def test_every_kind_of_comparison_has_a_report_in_every_language(graph, source, target):
    answer = graph.compare(source, target, on="2026-11-25")
    for language in LANGUAGES:
        document = build_report(answer.value, graph.catalogue, [Words(language)])
        assert Page(html_bytes(document)).open == []
        assert docx_bytes(document).startswith(b"PK")
