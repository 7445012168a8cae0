"""Files from outside, read whole and of bounded size: whoever made one, it cannot fill the memory."""

from __future__ import annotations

import os
from pathlib import Path

from competency_graph.errors import FileError

#: The largest file of data that is read: eighty times the largest that the package carries.
MOST_BYTES = 20_000_000
_HINT = "divide it into several files, or leave out what is not needed"


def read_bytes(path: Path, most: int = MOST_BYTES, hint: str = _HINT, error: type[FileError] = FileError) -> bytes:
    """Return what a file holds.

    Raises *error* where it cannot be read or holds more than *most* bytes, of which no more are read.
    """
    try:
        with path.open("rb") as file:
            refuse_large(path, os.fstat(file.fileno()).st_size, most, hint, error)
            content = file.read(most + 1)
    except OSError as problem:
        raise error(path, None, f"cannot be read: {problem.strerror or problem}") from problem
    if len(content) > most:  # what is no plain file, or grows, does not tell its size
        raise error(path, None, f"has more than {most:,} bytes, the most that are read", hint)
    return content


def read_text(path: Path, most: int = MOST_BYTES, hint: str = _HINT, error: type[FileError] = FileError) -> str:
    r"""Return the text of a UTF-8 file, its lines ended by ``\n``; raises *error* where it is none or too large."""
    return decoded(path, read_bytes(path, most, hint, error), error).replace("\r\n", "\n").replace("\r", "\n")


def decoded(path: Path, content: bytes, error: type[FileError] = FileError) -> str:
    r"""Return *content*, read from *path*, as text; raises *error* with the line that is not UTF-8.

    >>> decoded(Path("x.tsv"), b"\xef\xbb\xbfcode")
    'code'
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise error(path, line, "not UTF-8 text", "save the file as UTF-8") from problem


def refuse_large(
    path: Path, size: int, most: int = MOST_BYTES, hint: str = _HINT, error: type[FileError] = FileError
) -> None:
    """Raise *error* where *size*, that of the file *path*, is more than *most* bytes.

    >>> refuse_large(Path("x.tsv"), 30_000_000)
    Traceback (most recent call last):
    competency_graph.errors.FileError: x.tsv: has 30,000,000 bytes, and at most 20,000,000 are read; divide it into \
several files, or leave out what is not needed
    """
    if size > most:
        raise error(path, None, f"has {size:,} bytes, and at most {most:,} are read", hint)
