"""Sheets as Word documents: one small table a row, locked but for the cells to fill in, with lists of choices."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from competency_graph.errors import FileError, MissingDependencyError
from competency_graph.formats.sheets import Field, Found, FoundSheet, Sheet

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHADES = {True: "FDF3CF", False: "F3F4F6"}


def _docx() -> Any:
    try:
        import docx
    except ImportError as error:
        raise MissingDependencyError(
            "a .docx sheet needs python-docx: install it with: pip install 'competency-graph[report]'"
        ) from error
    return docx


def docx_sheet(sheet: Sheet) -> bytes:
    """Return *sheet* as a Word document, locked but for the cells to fill in."""
    word = _docx().Document()
    _set_page(word, sheet)
    word.add_heading(_clean(sheet.title), 1)
    _small(word.add_paragraph(_clean(sheet.mark)))
    for note in sheet.notes:
        word.add_paragraph(_clean(note))
    numbers = iter(range(1, 1_000_000))
    _table(word, sheet.top, numbers)
    for row in sheet.rows:
        word.add_paragraph()
        _table(word, tuple(zip(sheet.columns, row, strict=True)), numbers)
    _protect(word)
    out = io.BytesIO()
    word.save(out)
    return _repacked(out.getvalue())


def _clean(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or c.isprintable())


def _set_page(word: Any, sheet: Sheet) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section, style, properties = word.sections[0], word.styles["Normal"], word.core_properties
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    style.font.size = Pt(9.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Sans CJK SC")
    properties.author = properties.last_modified_by = "competency_graph"
    properties.title, properties.language = sheet.title, sheet.language
    properties.created = properties.modified = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


def _small(paragraph: Any) -> None:
    from docx.shared import Pt

    for run in paragraph.runs:
        run.font.size = Pt(7)


def _table(word: Any, lines: tuple[tuple[Field, str], ...], numbers: Iterator[int]) -> None:
    from docx.shared import Mm

    table = word.add_table(len(lines), 2, style="Table Grid")
    table.autofit = False
    table.columns[0].width, table.columns[1].width = Mm(48), Mm(126)
    for row, (field, text) in zip(table.rows, lines, strict=True):
        head, cell = row.cells
        head.width, cell.width = Mm(48), Mm(126)
        head.paragraphs[0].add_run(_clean(field.head)).bold = True
        _shade(cell, _SHADES[field.is_open])
        if field.is_open:
            _open(cell, field, text, numbers)
        else:
            cell.paragraphs[0].add_run(_clean(text))


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _open(cell: Any, field: Field, text: str, numbers: Iterator[int]) -> None:
    """Let everybody write in *cell* though the document is locked."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph, number = cell.paragraphs[0], str(next(numbers))
    start, end = OxmlElement("w:permStart"), OxmlElement("w:permEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), number)
    start.set(qn("w:edGrp"), "everyone")
    paragraph._p.append(start)
    if field.choices:
        paragraph._p.append(_choices(field, text))
    else:
        paragraph.add_run(_clean(text))
    paragraph._p.append(end)


def _choices(field: Field, text: str) -> Any:
    """Return a list to choose from, which shows *text*, or asks to choose where that is empty."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    parts = "<w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent><w:r><w:t/></w:r></w:sdtContent>"
    box = parse_xml(f"<w:sdt {nsdecls('w')}>{parts}</w:sdt>")
    properties, content = box[0], box[1]
    listed = properties[0]
    for choice in ("-", *field.choices):
        item = parse_xml(f"<w:listItem {nsdecls('w')}/>")
        for key in ("displayText", "value"):
            item.set(item.nsmap["w"].join(("{", "}")) + key, choice)
        listed.append(item)
    content[0][0].text = _clean(text) or "-"
    return box


def _protect(word: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lock = OxmlElement("w:documentProtection")
    lock.set(qn("w:edit"), "readOnly")
    lock.set(qn("w:enforcement"), "1")
    settings = word.settings.element
    # The schema wants it before these.
    later = {qn(f"w:{n}") for n in ("autoFormatOverride", "styleLockTheme", "styleLockQFSet", "defaultTabStop")}
    place = next((k for k, child in enumerate(settings) if child.tag in later), len(settings))
    settings.insert(place, lock)


def _repacked(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return out.getvalue()


def read_docx_sheet(path: Path, tops: int) -> FoundSheet:
    """Return what came back in a Word document whose package was checked."""
    docx = _docx()
    try:
        word = docx.Document(str(path))
        paragraphs = [_text(p) for p in word.element.body.iterchildren(_tag("p"))]
        tables = [_lines(t, n) for n, t in enumerate(word.element.body.iterchildren(_tag("tbl")), 1)]
    except Exception as error:  # whatever a hostile file does to the library
        raise FileError(path, None, f"no document that can be read: {error}", "save it as .docx again") from error
    written = [text for text in paragraphs if text]
    mark = Found(written[1] if len(written) > 1 else "", "the second line")
    if not tables or len(tables[0]) != tops:
        raise FileError(path, None, f"its first table has not {tops} lines", "ask for a new sheet")
    return FoundSheet(path, mark, tuple(tables[0]), tuple(tuple(t) for t in tables[1:]))


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _lines(table: Any, number: int) -> list[tuple[Found, Found]]:
    lines = []
    for r, row in enumerate(table.iterchildren(_tag("tr")), 1):
        cells = list(row.iter(_tag("tc")))
        texts = [_text(c) for c in cells]
        if len(texts) != 2:
            raise ValueError(f"table {number}, line {r} has {len(texts)} cells instead of 2")
        address = f"table {number}, line {r}"
        lines.append((Found(texts[0], f"{address}, left"), Found(texts[1], address)))
    return lines


def _text(node: Any) -> str:
    """Return the text of *node* as a reader sees it: with what was inserted, without what was deleted."""
    parts: list[str] = []
    is_first = True
    for part in node.iter():
        if part.tag == _tag("t") and next(part.iterancestors(_tag("moveFrom")), None) is not None:
            continue  # what was moved stands where it was moved to
        if part.tag == _tag("p"):
            parts.append("" if is_first else "\n")
            is_first = False
        elif part.tag == _tag("t"):
            parts.append(part.text or "")
        elif part.tag in (_tag("tab"), _tag("br"), _tag("cr")) and part.getparent().tag == _tag("r"):
            parts.append(" ")
        elif part.tag in (_tag("instrText"), _tag("fldSimple"), _tag("altChunk")):
            raise ValueError("a field that computes its text; write the text itself")
    text = "".join(parts).strip()
    return "" if text == "-" else text
