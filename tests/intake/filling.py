"""An invented standard, written into the template as a person would."""

from pathlib import Path

import openpyxl

SLUG = "xx-example-2026"
FRAMEWORK = {
    "slug": SLUG,
    "title-en": "Example standard (invented)",
    "issuer": "xx-example-board",
    "issuer-label-en": "Example Board (invented)",
    "issuer-jurisdiction": "XX",
    "jurisdiction": "XX",
    "jurisdiction-label-en": "Examplia (invented)",
    "jurisdiction-label-zh": "示例国（虚构）",
    "jurisdiction-label-ru": "Примерия (вымышлена)",
    "jurisdiction-label-kk": "Мысалия (ойдан шығарылған)",
    "in-force-from": "2026",
    "profile-en": "Graduate of the example board (invented)",
    "stage": "graduate",
    "track": "engineer",
    "complexity": "complex",
    "autonomy": "graduate",
    "source-title": "Example standard, first edition (invented)",
    "source-title-language": "en",
    "source-address": "https://example.org/standard",
    "licence-note": "invented, so free to use",
    "paraphrase-language": "en",
    "checked-on": "2026-05-01",
    "guide": "1.3",
}
STATEMENT = {
    "kind": "learning outcome",
    "label-language": "en",
    "label-official": "x",
    "clause": "2",
    "status": "inferred",
    "reason": "invented",
}
STATEMENTS = [
    {
        **STATEMENT,
        "code": "1.1",
        "label": "Teams",
        "paraphrase": "Leads teams whose members come from several disciplines.",
    },
    {**STATEMENT, "code": "1.2", "label": "Ethics", "paraphrase": "Acts by the ethics of the profession."},
    {**STATEMENT, "code": "1.10", "label": "Design", "paraphrase": "Designs solutions and weighs safety and cost."},
]
DEMAND = {"accept": "x", "certainty": "high"}
DEMANDS = [
    {**DEMAND, "code": "1.1", "element": "lead-team"},
    {**DEMAND, "code": "1.2", "element": "Act ethically", "note": "the text\nsays it"},
    {**DEMAND, "code": "1.10", "element": "design-solution", "essential": "x", "score": "0.61"},
]


def keys(page):
    return [c.value for c in page[1]]


def put(page, row, values):
    """Write *values*, by the key of the column, into one row of *page*."""
    for key, value in values.items():
        page.cell(row, keys(page).index(key) + 1).value = value


def rows(page):
    """Return the rows of *page* that hold anything, by the keys of the columns."""
    return [
        r
        for v in page.iter_rows(min_row=3, values_only=True)
        if any(r := dict(zip(keys(page), v, strict=False))) and any(v)
    ]


def fill(path: Path, framework=FRAMEWORK, statements=STATEMENTS, demands=DEMANDS, edit=None) -> Path:
    """Fill in the template in *path*, and let *edit* change the workbook last."""
    book = openpyxl.load_workbook(path)
    page = book["framework"]
    for row in range(3, page.max_row + 1):
        if (key := page.cell(row, 1).value) in framework:
            page.cell(row, 2).value = framework[key]
    for name, content in (("statements", statements), ("demands", demands)):
        for row, values in enumerate(content, 3):
            put(book[name], row, values)
    if edit is not None:
        edit(book)
    book.save(path)
    return path
