"""How a Word report looks: fonts for every script, heights of lines, colours, and the style of its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Word

#: The four languages as Word names them.
TAGS = {"en": "en-GB", "zh": "zh-CN", "ru": "ru-RU", "kk": "kk-KZ", "ja": "ja-JP", "ko": "ko-KR"}
EAST_ASIAN = ("zh", "ja", "ko")
_LATIN_FONT, _HAN_FONT = "Arial", "Microsoft YaHei"
TABLE_STYLE = "Report Table"
ACCENT, SOFT, _RULE, _HEAD = "1F4E79", "5B6875", "C9D1D9", "E8EEF4"
#: Points of letters, of lines, and of the space before.
_SIZES = {
    "Normal": (10, 13.5, 0),
    "Title": (18, 24, 0),
    "Heading 1": (14, 18, 12),
    "Heading 2": (11, 15, 9),
    "List Bullet": (10, 13.5, 0),
}
#: Declares the prefix of WordprocessingML in a snippet of XML.
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def set_styles(word: Word, languages: Iterable[str]) -> None:
    """Give *word* the styles of a report, its default language the first of *languages*."""
    from docx.shared import Pt, RGBColor

    styles = word.styles
    main = next(iter(languages))
    _set_defaults(word, main)
    for name, (size, line, before) in _SIZES.items():
        style = styles[name]
        _set_fonts(style.element.get_or_add_rPr())
        style.font.size = Pt(size)
        style.font.italic = False
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb = RGBColor.from_string(ACCENT)
        _drop_spacing(style.element)
        _space(style, line, before, 4)
    _drop_rule(styles["Title"].element)
    _space(_add_paragraph_style(word, "Report Note", 8.5, SOFT), 11, 0, 4)
    _space(_add_paragraph_style(word, "Report Warning", 10, "6B4A00", shade="FFF4D6"), 13.5, 0, 4)
    _space(_add_paragraph_style(word, "Report Cell", 8, "000000"), 10.5, 0, 1)
    styles.element.append(_table_style())


def _set_defaults(word: Word, language: str) -> None:
    """Let every text without a mark of its own be in *language* and in the fonts of the report."""
    from docx.oxml.ns import qn

    rpr = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_fonts(rpr)
    mark = rpr.find(qn("w:lang"))
    set_language(mark, language)


def set_language(mark: Any, language: str) -> None:
    """Let *mark*, a ``w:lang``, name *language* for the script that it is written in."""
    from docx.oxml.ns import qn

    tag = TAGS.get(language, language)
    is_east = language in EAST_ASIAN
    mark.set(qn("w:val"), "en-GB" if is_east else tag)
    mark.set(qn("w:eastAsia"), tag if is_east else "zh-CN")


def _set_fonts(rpr: Any) -> None:
    """Name a font for every script, instead of the theme's, which has none for Chinese."""
    from docx.oxml.ns import qn

    fonts = rpr.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, font in (("ascii", _LATIN_FONT), ("hAnsi", _LATIN_FONT), ("cs", _LATIN_FONT), ("eastAsia", _HAN_FONT)):
        fonts.set(qn(f"w:{script}"), font)


def _drop_spacing(style: Any) -> None:
    """Remove the letter spacing and kerning of the template's headings; they pull Chinese apart."""
    from docx.oxml.ns import qn

    for name in ("w:spacing", "w:kern"):
        for found in style.rPr.findall(qn(name)):
            style.rPr.remove(found)


def _space(style: Any, line: float, before: float, after: float) -> None:
    """Fix the height of lines; Chinese fonts come with tall ones, which would double the pages."""
    from docx.shared import Pt

    spacing = style.paragraph_format
    spacing.line_spacing, spacing.space_before, spacing.space_after = Pt(line), Pt(before), Pt(after)


def _drop_rule(style: Any) -> None:
    from docx.oxml.ns import qn

    for found in style.pPr.findall(qn("w:pBdr")):
        style.pPr.remove(found)


def _add_paragraph_style(word: Word, name: str, size: float, colour: str, shade: str = "") -> Any:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.shared import Pt, RGBColor

    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    if shade:
        properties = style.element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:shd {MAIN} w:val="clear" w:color="auto" w:fill="{shade}"/>'))
    return style


def _table_style() -> Any:
    from docx.oxml import parse_xml

    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>' for s in sides)
    margins = "".join(f'<w:{s} w:w="{w}" w:type="dxa"/>' for s, w in zip(sides, (40, 80, 40, 80), strict=False))
    return parse_xml(
        f'<w:style {MAIN} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="{TABLE_STYLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD}"/></w:tcPr></w:tblStylePr></w:style>'
    )
