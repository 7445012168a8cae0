"""The notebooks run from a clean kernel, and their plots have the letters they need."""

import json

import pytest

from tests.conftest import ROOT, need

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_five_notebooks():
    assert len(NOTEBOOKS) >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_from_a_clean_kernel(path, graph):
    nbclient = pytest.importorskip("nbclient")
    import nbformat

    from competency_graph.presentation.plots import has_chinese_font

    need(has_chinese_font(), "plots with Chinese labels need a font: install fonts-noto-cjk")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    code = [c for c in notebook.cells if c.cell_type == "code"]
    shown = [o for c in code for o in c.outputs]
    assert all(c.execution_count for c in code)
    assert any("image/png" in o.get("data", {}) for o in shown)
    text = json.dumps(shown, ensure_ascii=False)
    assert "missing from font" not in text
    assert "Warning" not in text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_kept_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(not c.get("outputs") and c.get("execution_count") is None for c in cells)
