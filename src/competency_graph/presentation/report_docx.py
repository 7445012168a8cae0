"""A document as a Word file: real headings, table styles, repeated header rows, marked languages.

The bytes depend on the document alone: the file names no machine and no person, and its times are fixed.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from itertools import groupby
from typing import TYPE_CHECKING, Any

from competency_graph.errors import MissingDependencyError
from competency_graph.presentation.document import (
    Cell,
    Document,
    Heading,
    Line,
    Paragraph,
    Part,
    Phrase,
    Table,
    Text,
    distinct,
    phrase_at,
    spread,
)
from competency_graph.presentation.report_styles import (
    ACCENT,
    EAST_ASIAN,
    MAIN,
    SOFT,
    TABLE_STYLE,
    TAGS,
    set_language,
    set_styles,
)

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.section import Section
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

_SHADES = {"full": "E3F2E6", "partial": "FFF4D6", "none": "FBE3E1"}
_PAPER_MM, _MARGIN_MM = (210, 297), 16
#: The oldest time that a ZIP entry can have.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx_bytes(document: Document) -> bytes:
    """Return *document* as a Word file; raises MissingDependencyError without python-docx."""
    try:
        import docx
    except ImportError as error:
        raise MissingDependencyError(
            "a .docx report needs python-docx: install it with: pip install 'competency-graph[report]'"
        ) from error
    word = docx.Document()
    set_styles(word, document.languages)
    _set_properties(word, document)
    _write_title(word, document)
    for i, part in enumerate(document.parts):
        _write_part(word, part, document, is_first=i == 0)
    _drop_thumbnail(word)
    out = io.BytesIO()
    word.save(out)
    return _repacked(out.getvalue())


def _repacked(content: bytes) -> bytes:
    """Return the same ZIP with the time of every entry fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _drop_thumbnail(word: Word) -> None:
    """Remove the picture of an empty page that the template brings along."""
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _set_properties(word: Word, document: Document) -> None:
    day = datetime.datetime.fromisoformat(document.date).replace(tzinfo=datetime.UTC)
    properties = word.core_properties
    properties.title = " / ".join(p.text for p in distinct(document.title))
    properties.subject = " / ".join(p.text for p in distinct(document.kind))
    properties.author = properties.last_modified_by = "competency_graph"
    properties.comments = " / ".join(p.text for p in distinct(document.running))
    properties.keywords = document.release
    properties.language = ", ".join(TAGS.get(x, x) for x in document.languages)
    properties.created = properties.modified = day
    properties.revision = 1


# Pages


def _write_title(word: Word, document: Document) -> None:
    _lay_out(word.sections[0], is_wide=False)
    _write_running(word.sections[0], document)
    kind = word.add_paragraph(style="Report Note")
    _speak(kind, document.kind, " / ")
    for phrase in distinct(document.title):
        _speak(word.add_paragraph(style="Title"), (phrase,))


def _lay_out(section: Section, is_wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = reversed(_PAPER_MM) if is_wide else _PAPER_MM
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    section.header_distance = section.footer_distance = Mm(8)


def _width_mm(is_wide: bool) -> int:
    return _PAPER_MM[1 if is_wide else 0] - 2 * _MARGIN_MM


def _write_running(section: Section, document: Document) -> None:
    """Put what the document is not, its date, release and page number on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style = "Report Note"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _speak(head, document.running, " / ")
    foot.add_run(f"{document.date} · {document.release} · ")
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: WordParagraph, instruction: str) -> None:
    from docx.oxml import parse_xml

    field = f'<w:fldSimple {MAIN} w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def _write_part(word: Word, part: Part, document: Document, is_first: bool) -> None:
    from docx.enum.section import WD_SECTION

    if not is_first:
        _lay_out(word.add_section(WD_SECTION.NEW_PAGE), part.is_wide)
    # Paragraphs that follow each other are one pair of columns.
    for kind, run in groupby(part.blocks, type):
        if kind is Paragraph and len(document.languages) > 1:
            _write_pairs(word, [b for b in run if isinstance(b, Paragraph)], part.is_wide)
            continue
        for block in run:
            if isinstance(block, Heading):
                _speak(word.add_heading(level=block.level), block.text, " / ")
            elif isinstance(block, Table):
                _write_table(word, spread(block, document.languages), part.is_wide)
            else:
                _write_paragraph(word.add_paragraph(), block, block.text)


_STYLES = {"item": "List Bullet", "note": "Report Note", "warning": "Report Warning", "subtitle": "Normal"}


def _write_paragraph(paragraph: WordParagraph, block: Paragraph, text: Text) -> None:
    _set_style(paragraph, _STYLES.get(block.style, "Normal"))
    for run in _speak(paragraph, text):
        run.bold = True if block.style == "strong" else None


def _write_pairs(word: Word, blocks: list[Paragraph], is_wide: bool) -> None:
    """Set paragraphs side by side, one language a column; what is the same in both runs across."""
    table = word.add_table(rows=0, cols=2)
    table.autofit = False
    half = _width_mm(is_wide) / 2
    for block in blocks:
        row = table.add_row()
        _set_row(row, is_head=False)
        cells = list(row.cells)
        if len(list(distinct(block.text))) == 1:
            _write_paragraph(cells[0].merge(cells[1]).paragraphs[0], block, block.text[:1])
            continue
        for i, cell in enumerate(cells):
            _write_paragraph(cell.paragraphs[0], block, (phrase_at(block.text, i),))
    _set_widths(table, [half, half])
    _close_table(word)


def _write_table(word: Word, table: Table, is_wide: bool) -> None:
    made = word.add_table(rows=1, cols=len(table.columns))
    made.style = TABLE_STYLE
    made.autofit = False
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        _write_cell(cell, Cell((Line(column.head, "strong"),)))
    for row in table.rows:
        # Row by row: python-docx counts all cells again for each `table.cell`.
        for target, cell in zip(made.add_row().cells, row, strict=True):
            _write_cell(target, cell)
    for i, made_row in enumerate(made.rows):
        _set_row(made_row, is_head=i == 0)
    _keep_together(made)
    total = sum(c.width for c in table.columns)
    _set_widths(made, [_width_mm(is_wide) * c.width / total for c in table.columns])
    _close_table(word)


def _set_row(row: Any, is_head: bool) -> None:
    """Keep a row on one page, and repeat the header row on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _keep_together(table: Any) -> None:
    """Leave no header row alone at the foot of a page."""
    for row in list(table.rows)[:2]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _set_widths(table: Any, widths: list[float]) -> None:
    from docx.shared import Mm

    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=False):
            cell.width = Mm(width if cell.grid_span == 1 else sum(widths))


def _close_table(word: Word) -> None:
    """Put a thin paragraph behind a table, so that the next one does not grow into it."""
    from docx.shared import Pt

    gap = word.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(6)


def _write_cell(target: _Cell, cell: Cell) -> None:
    paragraph: WordParagraph | None = target.paragraphs[0]
    for line in cell.lines:
        for phrase in distinct(line.text):
            paragraph = paragraph or target.add_paragraph()
            _write_line(paragraph, line, phrase)
            paragraph = None
    if cell.tone:
        _shade(target, _SHADES[cell.tone])


def _write_line(paragraph: WordParagraph, line: Line, phrase: Phrase) -> None:
    from docx.shared import Mm, Pt, RGBColor

    _set_style(paragraph, "Report Cell")
    if line.style == "item":
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(2.5), Mm(-2.5)
        _mark(paragraph.add_run("• "), Phrase("", "zxx"))
    run = _add_link(paragraph, phrase, line.address) if line.address else _add_run(paragraph, phrase)
    run.bold = True if line.style == "strong" else None
    if line.style == "small":
        run.font.size = Pt(7)
        run.font.color.rgb = RGBColor.from_string(ACCENT if line.address else SOFT)


def _set_style(paragraph: WordParagraph, name: str) -> None:
    """Give *paragraph* a style by its identifier; python-docx searches all styles for a name, each time."""
    paragraph._p.style = name.replace(" ", "")


def _shade(cell: _Cell, colour: str) -> None:
    from docx.oxml import parse_xml

    shade = parse_xml(f'<w:shd {MAIN} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().append(shade)


# Texts


def _speak(paragraph: WordParagraph, text: Text, separator: str = "") -> list[Run]:
    """Add the phrases of *text*, each run marked with its language."""
    runs: list[Run] = []
    for phrase in distinct(text):
        if runs:
            paragraph.add_run(separator)
        runs.append(_add_run(paragraph, phrase))
    return runs


def _add_run(paragraph: WordParagraph, phrase: Phrase) -> Run:
    return _mark(paragraph.add_run(phrase.text), phrase)


def _mark(run: Run, phrase: Phrase) -> Run:
    """Mark *run* with its language; in Chinese, quotes and signs come from the Chinese font too."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()
    if phrase.language in ("zxx", "und"):
        run.font.no_proof = True
        return run
    if phrase.language in EAST_ASIAN:
        properties.get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    mark = OxmlElement("w:lang")
    set_language(mark, phrase.language)
    properties.append(mark)
    return run


def _add_link(paragraph: WordParagraph, phrase: Phrase, address: str) -> Run:
    """Add *phrase* as a link where *address* is one that leads to the web."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = _add_run(paragraph, phrase)
    if address.startswith(("https://", "http://")):
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run._r.addprevious(link)
        link.append(run._r)
    return run
