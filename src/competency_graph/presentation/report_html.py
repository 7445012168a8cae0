"""A document as one HTML file: no script, no outside file, every text marked with its language.

The page is built as a tree and written by ElementTree, which escapes every text and attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from competency_graph.presentation.document import (
    NO_LANGUAGE,
    Block,
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
    spread,
)

#: Full language tags; the script of Chinese decides which glyphs a browser takes.
TAGS = {"zh": "zh-Hans"}
#: Whatever a text may hold, the browser loads nothing and runs nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { --ink: #1b2733; --soft: #5b6875; --rule: #c9d1d9; --head: #e8eef4; --accent: #1f4e79; }
* { box-sizing: border-box; }
body { color: var(--ink); background: #fff; margin: 0 auto; padding: 1.5rem; max-width: 82rem; line-height: 1.5;
  font-family: "Segoe UI", "Noto Sans", Arial, sans-serif; font-size: 15px; }
:lang(zh) { font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "SimSun", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.3; margin: .3rem 0 1rem; color: var(--accent); }
h1 span, .subtitle span { display: block; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--accent);
  color: var(--accent); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
h2, h3 { break-after: avoid; }
p { margin: .5rem 0; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
li { margin: .5rem 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; margin: .5rem 0; }
.pair > * { margin: 0; }
.kind { color: var(--soft); margin: 0; }
.subtitle { margin: .2rem 0; }
.strong { font-weight: 600; }
.note, .small { color: var(--soft); font-size: .88em; }
.warning { background: #fff4d6; border-left: 4px solid #c98a00; padding: .5rem .8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.2rem; font-size: .92em; }
th, td { border: 1px solid var(--rule); padding: .35rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
thead th { background: var(--head); }
tbody th { font-weight: inherit; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
td > span, th > span, td > a { display: block; }
td > .item { display: list-item; margin-left: 1em; }
a { color: var(--accent); overflow-wrap: anywhere; }
.full { background: #e3f2e6; } .partial { background: #fff4d6; } .none { background: #fbe3e1; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: .5rem; color: var(--soft);
  font-size: .85em; }
@page { size: A4; margin: 16mm 14mm; }
@page wide { size: A4 landscape; margin: 14mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; }
  .wide { page: wide; }
  h1 { font-size: 16pt; margin: 0 0 .4rem; }
  h3 { margin: .6rem 0 .3rem; }
  p, li { margin: .2rem 0; }
  ul { margin: .2rem 0; }
  .warning { padding: .15rem .5rem; }
  table { font-size: 8pt; line-height: 1.3; margin: .3rem 0 .5rem; }
  th, td { padding: .2rem .4rem; }
  footer { margin-top: .8rem; }
  .scroll { overflow: visible; }
  .full, .partial, .none, .warning, thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (max-width: 45rem) { body { padding: .8rem; } .pair { grid-template-columns: 1fr; } table { min-width: 44rem; } }
"""


def html_bytes(document: Document) -> bytes:
    """Return *document* as one HTML page in UTF-8."""
    first = tag_of(document.languages[0])
    html = Element("html", lang=first)
    html.append(_head(document))
    body = SubElement(html, "body")
    header = SubElement(body, "header")
    _fill(SubElement(header, "p", {"class": "kind"}), document.kind, " / ")
    _fill(SubElement(header, "h1"), document.title, "")
    main = SubElement(body, "main")
    for part in document.parts:
        main.append(_part(part, document.languages))
    footer = SubElement(body, "footer")
    for phrase in distinct(document.running):
        _say(SubElement(footer, "p"), phrase)
    content: str = tostring(html, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{content}\n".encode()


def tag_of(language: str) -> str:
    """Return the language tag that a page carries.

    >>> tag_of("zh"), tag_of("kk")
    ('zh-Hans', 'kk')
    """
    return TAGS.get(language, language)


def _head(document: Document) -> Element:
    head = Element("head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", name="date", content=document.date)
    SubElement(head, "title").text = " / ".join(p.text for p in distinct(document.title))
    SubElement(head, "style").text = _STYLE
    return head


def _part(part: Part, languages: Sequence[str]) -> Element:
    section = Element("section", {"class": "wide"} if part.is_wide else {})
    # Items that follow each other are one list.
    for is_item, run in groupby(part.blocks, lambda b: isinstance(b, Paragraph) and b.style == "item"):
        if is_item:
            items = SubElement(section, "ul")
            for block in run:
                SubElement(items, "li").extend(_paragraph(block.text, "div", ""))  # type: ignore[union-attr]
        else:
            for block in run:
                section.extend(_block(block, languages))
    return section


def _block(block: Block, languages: Sequence[str]) -> Iterator[Element]:
    if isinstance(block, Heading):
        heading = Element(f"h{block.level + 1}")
        _fill(heading, block.text, " / ")
        yield heading
    elif isinstance(block, Table):
        yield _table(spread(block, languages))
    else:
        yield from _paragraph(block.text, "p", block.style)


def _paragraph(text: Text, tag: str, style: str) -> Iterator[Element]:
    """Yield one paragraph, or two side by side."""
    phrases = list(distinct(text))
    elements = [_say(Element(tag, {"class": style} if style else {}), phrase) for phrase in phrases]
    if len(elements) == 1:
        yield elements[0]
        return
    pair = Element("div", {"class": "pair"})
    pair.extend(elements)
    yield pair


def _table(table: Table) -> Element:
    box = Element("div", {"class": "scroll"})
    element = SubElement(box, "table")
    widths = SubElement(element, "colgroup")
    total = sum(c.width for c in table.columns)
    for column in table.columns:
        SubElement(widths, "col", style=f"width: {100 * column.width / total:.1f}%")
    row = SubElement(SubElement(element, "thead"), "tr")
    for column in table.columns:
        _lines(SubElement(row, "th", scope="col"), [Line(column.head)])
    body = SubElement(element, "tbody")
    for cells in table.rows:
        body.append(_row(cells))
    return box


def _row(cells: Iterable[Cell]) -> Element:
    row = Element("tr")
    for i, cell in enumerate(cells):
        attributes = {"class": cell.tone} if cell.tone else {}
        element = SubElement(row, "td", attributes) if i else SubElement(row, "th", attributes, scope="row")
        _lines(element, cell.lines)
    return row


def _lines(element: Element, lines: Iterable[Line]) -> None:
    for line in lines:
        for phrase in distinct(line.text):
            style = {"class": line.style} if line.style != "normal" else {}
            if line.address.startswith(("https://", "http://")):
                _say(SubElement(element, "a", style, href=line.address, rel="noreferrer"), phrase)
            else:
                _say(SubElement(element, "span", style), phrase)


def _fill(element: Element, text: Text, separator: str) -> None:
    """Put the phrases of *text* into *element*, each in its language."""
    for i, phrase in enumerate(distinct(text)):
        if i and separator:
            _say(SubElement(element, "span"), Phrase(separator, NO_LANGUAGE))
        _say(SubElement(element, "span"), phrase)


def _say(element: Element, phrase: Phrase) -> Element:
    element.text = phrase.text
    element.set("lang", tag_of(phrase.language))
    return element
