"""A document of one language on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from competency_graph.presentation.document import Block, Cell, Document, Heading, Paragraph, Table

_STYLES = {"strong": "bold", "warning": "yellow", "note": "dim", "small": "dim"}


def document_table(document: Document) -> RenderableType:
    """Return *document* as a rich renderable; of two languages the first."""
    title = Text(document.title[0].text, style="bold")
    return Group(title, *(part for p in document.parts for block in p.blocks for part in _parts(block)))


def _parts(block: Block) -> Iterator[RenderableType]:
    match block:
        case Heading():
            yield Text(f"\n{block.text[0].text}", style="bold")
        case Paragraph():
            mark = "- " if block.style == "item" else ""
            yield Text(f"{mark}{block.text[0].text}", style=_STYLES.get(block.style, ""))
        case Table():
            yield _grid(block)


def _grid(table: Table) -> Grid:
    grid = Grid(expand=True, pad_edge=False, show_lines=True)
    for column in table.columns:
        grid.add_column(column.head[0].text, ratio=round(column.width), overflow="fold")
    for row in table.rows:
        grid.add_row(*map(_cell, row))
    return grid


def _cell(cell: Cell) -> Text:
    text = Text()
    for i, line in enumerate(cell.lines):
        text.append(("\n" if i else "") + line.text[0].text, style=_STYLES.get(line.style, ""))
    return text
