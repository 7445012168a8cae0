"""Pictures say what the answers say."""

import importlib.util
import re

import pytest

from tests.conftest import ROOT, in_ci


def texts(path) -> list[str]:
    return sorted(re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8")))


def test_the_picture_of_the_readme_shows_what_the_program_answers(graph, tmp_path):
    if not in_ci():
        pytest.importorskip("matplotlib")
    spec = importlib.util.spec_from_file_location("draw", ROOT / "notebooks/pictures/draw.py")
    draw = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(draw)
    draw.draw(tmp_path / "again.svg")
    shown = texts(draw.PICTURE)
    assert shown == texts(tmp_path / "again.svg")
    pairs = graph.compare("CN", "KZ").value.counts["pairs"]
    for sign, verdict in (("=", "equivalent"), ("&gt;", "exceeds"), ("&lt;", "falls-short"), ("~", "overlaps")):
        assert shown.count(sign) == pairs[verdict]
    assert any("not a recognition decision" in text for text in shown)
