"""Reports as files: the ending says the format, and a file is there whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from competency_graph.errors import ReportPathError
from competency_graph.presentation.document import Document
from competency_graph.presentation.report_docx import docx_bytes
from competency_graph.presentation.report_html import html_bytes

WRITERS: dict[str, Callable[[Document], bytes]] = {".docx": docx_bytes, ".html": html_bytes}


def check_path(path: Path) -> None:
    """Raise ReportPathError unless a report can be written to *path*."""
    if path.suffix.lower() not in WRITERS:
        ending = f"unknown ending {path.suffix!r}" if path.suffix else "the name has no ending"
        raise ReportPathError(path, None, ending, f"write a report as {' or '.join(WRITERS)}")
    if path.is_dir():
        raise ReportPathError(path, None, "is a folder", "name a file")
    if not path.parent.is_dir():
        raise ReportPathError(path, None, "its folder does not exist", "make the folder first")


def write_report(document: Document, path: Path) -> None:
    """Leave *document* at *path*, in the format of its ending; a failure leaves what was there before."""
    check_path(path)
    content = WRITERS[path.suffix.lower()](document)
    try:
        _replace(path, content)
    except OSError as error:
        raise ReportPathError(path, None, f"cannot be written ({error.strerror})", "name another folder") from error


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
