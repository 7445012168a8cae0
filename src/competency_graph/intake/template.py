"""The empty template, in one of the four languages."""

from __future__ import annotations

from pathlib import Path

from competency_graph.errors import ExportError
from competency_graph.formats.workbook import Column, Page, Workbook, workbook_bytes
from competency_graph.intake.layout import COLUMNS, DEMANDS, FRAMEWORK, KEYS, MARK, STATEMENTS, offered
from competency_graph.model import Catalogue
from competency_graph.presentation.wording import Words

#: The columns of the demands that have another meaning than one of the statements with the same key.
_OWN_MEANING = {(DEMANDS, "code"): "demand-code"}


def write_template(path: Path, catalogue: Catalogue, language: str = "en") -> Path:
    """Leave an empty template at *path*, explained in *language*, and return *path*.

    A file that is there already is never overwritten.

    >>> import tempfile
    >>> from competency_graph import CompetencyGraph
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(Path(folder) / "mine.xlsx", CompetencyGraph.open().catalogue, "kk").name
    'mine.xlsx'
    """
    if path.suffix.lower() != ".xlsx":
        raise ExportError(f"{path}: a template is a spreadsheet; end its name in .xlsx")
    content = workbook_bytes(template(catalogue, Words(language)))
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise ExportError(f"{path}: is there already and may hold somebody's work; name another file") from error
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror or error})") from error
    return path


def template(catalogue: Catalogue, words: Words) -> Workbook:
    """Return the template with the elements, levels and bodies of *catalogue*."""
    given = {"template": MARK, "language": words.language, "paraphrase-language": words.language}
    rows = tuple((key, given.get(key, ""), words.of("intake_key", key)) for key in KEYS)
    cells = {k: name for k, name in enumerate(KEYS.values()) if name}
    pages = (
        Page(FRAMEWORK, _columns(FRAMEWORK, words), rows, cells),
        Page(STATEMENTS, _columns(STATEMENTS, words)),
        Page(DEMANDS, _columns(DEMANDS, words)),
    )
    return Workbook(words.of("intake", "title"), words.language, pages, offered(catalogue, words))


def _columns(page: str, words: Words) -> tuple[Column, ...]:
    table = "intake" if page == FRAMEWORK else "intake_column"
    return tuple(
        Column(key, words.of(table, _OWN_MEANING.get((page, key), key)), width, choices)
        for key, (width, choices) in COLUMNS[page].items()
    )
