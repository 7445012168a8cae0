"""What stands on a terminal of 80 columns: nothing wider, and no date or word cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.table import Table

from competency_graph.presentation.tables import show
from competency_graph.presentation.terminal import break_line
from competency_graph.vocabulary import LANGUAGES
from tests.test_cli import run

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@given(st.text(alphabet="ab -:/，。（）自二жә2", max_size=80), st.integers(10, 60), st.integers(0, 6))
def test_breaking_loses_nothing_and_no_piece_is_too_wide(line, width, margin):
    ends = break_line(line, width, margin)
    pieces = [line[i:j] for i, j in zip([0, *ends], [*ends, len(line)], strict=True)]
    assert "".join(pieces) == line
    assert all(cell_len(p.rstrip()) <= width - (margin if k else 0) for k, p in enumerate(pieces))


@pytest.mark.parametrize("before", ["", "自", "（自", "from ", "с "])
def test_a_date_stays_in_one_line_wherever_it_falls(before):
    for n in range(30):
        line = "字" * n + before + "2006-12-20" + "起生效"
        ends = break_line(line, 24)
        pieces = [line[i:j] for i, j in zip([0, *ends], [*ends, None], strict=True)]
        assert sum("2006-12-20" in p for p in pieces) == 1, pieces


def test_a_column_is_as_wide_as_its_longest_word_where_there_is_room():
    table = Table(expand=True, pad_edge=False)
    for head, ratio in (("day", 1), ("what", 9)):
        table.add_column(head, ratio=ratio, overflow="fold")
    table.add_row("2006-12-20", "тексерілмеген " * 8)
    shown = show(table, 44)
    assert "2006-12-20" in shown
    assert shown.count("тексерілмеген") == 8
    assert {cell_len(line) for line in shown.splitlines()} == {44}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_timeline_breaks_no_date_at_eighty_columns(graph, language):
    timeline = graph.pathways("CN", "KZ", "2026-01-01", language=language).timeline()
    shown = show(timeline.to_table(), 80)
    firsts = [line.split("│")[1].strip() for line in shown.splitlines() if line.startswith("│")]
    assert [f for f in firsts if f[:1].isdigit()] == [t.date for t in timeline.value.turns]
    told = [d for t in timeline.to_json()["turns"] for s in t["steps"] for d in DATE.findall(s["sentence"])]
    # Each date of a fact stands whole in the table, beside the dates of the turns.
    assert len(DATE.findall(shown)) >= len(told) + len(DATE.findall(" ".join(firsts)))
    assert max(cell_len(line) for line in shown.splitlines()) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "call",
    [
        ("explain", "ceeaa-2024:4.3.9", "gapc-4:WA9"),
        ("compare", "CN/engineer", "KZ/engineer"),
        ("bridge", "CN", "KZ"),
        ("query", "who-demands", "--param", "element=consider-net-zero-carbon"),
    ],
    ids=lambda c: " ".join(c[:2]),
)
def test_every_line_fits_eighty_columns(graph, call, language):
    shown = run(*call, "--lang", language, columns=80)
    assert shown.returncode == 0
    assert max(cell_len(line) for line in shown.stdout.splitlines()) <= 80


def test_findings_of_quality_fit_eighty_columns_with_each_item_hanging():
    shown = run("validate", "--quality", columns=80)
    lines = shown.stdout.splitlines()
    assert shown.returncode == 0
    assert max(map(cell_len, lines)) <= 80
    assert any(line.startswith("  - ") for line in lines)
    assert any(line.startswith("    ") for line in lines)
