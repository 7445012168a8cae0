"""Every reader of a file from outside refuses one that is too large, before it is read, and says what to do."""

import re
import tracemalloc
from pathlib import Path

import pytest

from competency_graph.errors import CaseError, FileError
from competency_graph.formats import nodes, register, sheets
from competency_graph.formats.cases import read_case
from competency_graph.formats.codings import read_coding
from competency_graph.formats.opportunities import Vocabulary, read_opportunities
from competency_graph.formats.register import read_register
from competency_graph.formats.sssom import read_sssom
from competency_graph.formats.turtle import line_of, read_turtle, refuse_comments
from competency_graph.formats.weights import read_weighing
from competency_graph.inputs import MOST_BYTES, read_bytes, read_text
from competency_graph.loading.files import digest
from competency_graph.queries import read_query
from competency_graph.suggestion import read_texts
from tests.conftest import ROOT
from tests.test_cli import run


def large(path: Path, most: int) -> Path:
    """Return *path*, a file of one byte more than *most* that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(most + 1)
    return path


READERS = {
    "x.sssom.tsv": (read_sssom, MOST_BYTES),
    "x.ttl": (read_turtle, MOST_BYTES),
    "rewritten.ttl": (refuse_comments, MOST_BYTES),
    "faulty.ttl": (lambda path: line_of(path, "http://e/x"), MOST_BYTES),
    "x--coder-1.tsv": (lambda path: read_coding(path, (), {}), MOST_BYTES),
    "opportunities.tsv": (lambda path: read_opportunities(path, Vocabulary((), (), {}, {})), MOST_BYTES),
    "texts.tsv": (read_texts, MOST_BYTES),
    "x.rq": (read_query, MOST_BYTES),
    "weights.toml": (read_weighing, MOST_BYTES),
    "whatever": (digest, MOST_BYTES),
    register.PROPOSALS: (lambda path: read_register(path.parent), MOST_BYTES),
    register.REVIEWS: (lambda path: read_register(path.parent), MOST_BYTES),
    register.BODIES: (lambda path: read_register(path.parent), MOST_BYTES),
    "case.yaml": (lambda path: read_case(path, {}, {}, {}), nodes.MOST_BYTES),
    "case.json": (lambda path: read_case(path, {}, {}, {}), nodes.MOST_BYTES),
    "sheet.xlsx": (sheets.check_package, sheets.MOST_BYTES),
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_too_large_is_refused_unread_with_its_size_the_limit_and_what_to_do(tmp_path, name):
    read, most = READERS[name]
    path = large(tmp_path / name, most)
    tracemalloc.start()
    try:
        with pytest.raises(
            FileError, match=re.escape(f"{name}: has {most + 1:,} bytes, and at most {most:,} are read; ")
        ):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()


def test_a_file_as_large_as_may_be_is_read(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_bytes(b"abc")
    assert read_bytes(path, 3) == b"abc"
    with pytest.raises(CaseError, match=r"x\.tsv: has 3 bytes, and at most 2 are read; shorten it"):
        read_bytes(path, 2, "shorten it", CaseError)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="has no file without end")
def test_what_has_no_end_and_no_size_is_not_read_on():
    assert Path("/dev/zero").stat().st_size == 0
    with pytest.raises(FileError, match="zero: has more than 1,000 bytes, the most that are read; divide it"):
        read_bytes(Path("/dev/zero"), 1000)


def test_a_text_has_one_kind_of_line_end_and_no_mark_of_its_encoding(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_bytes("\ufeffa\r\nb\rж\n".encode())
    assert read_text(path) == "a\nb\nж\n"


def test_what_is_no_text_or_no_file_names_the_line_or_the_reason(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_bytes("a\nb\nж\n".encode("cp1251"))
    with pytest.raises(FileError, match=r"x\.tsv:3: not UTF-8 text; save the file as UTF-8"):
        read_text(path)
    with pytest.raises(FileError, match=r"none: cannot be read: No such file"):
        read_text(tmp_path / "none")
    with pytest.raises(CaseError, match="cannot be read"):
        read_bytes(tmp_path, error=CaseError)


def test_nothing_that_the_package_carries_is_near_the_limit():
    sizes = [p.stat().st_size for name in ("data", "ontology", "queries") for p in (ROOT / name).rglob("*.*")]
    assert max(sizes) * 20 < MOST_BYTES


def test_the_command_says_it_in_one_line(tmp_path):
    found = run("suggest", "--from", str(large(tmp_path / "texts.tsv", MOST_BYTES)))
    assert found.returncode == FileError.exit_code
    assert "20,000,001 bytes" in found.stderr
    assert "Traceback" not in found.stderr
