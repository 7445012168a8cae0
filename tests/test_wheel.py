"""The built wheel carries ontology, data and queries, and opens the graph without make and without Java."""

import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_every_file_that_a_build_reads(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "data", "queries"):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file()]
        assert len(files) >= 4
        for path in files:
            assert f"competency_graph/packaged/{path.relative_to(ROOT).as_posix()}" in names
    assert "competency_graph/presentation/words/kk.toml" in names
    assert "competency_graph/py.typed" in names


def test_five_lines_open_the_graph_from_the_wheel_alone(wheel, tmp_path):
    # The unpacked wheel stands first on the path, no checkout is near, and PATH has neither make nor Java.
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = """
import competency_graph, pathlib
from competency_graph import CompetencyGraph
graph = CompetencyGraph.open()
frame = graph.compare("CN", "KZ").statements_frame()
print(len(frame), "site" in pathlib.Path(competency_graph.__file__).parts, "status" in frame.columns)
"""
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PYTHONPATH": str(tmp_path / "site"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "PATH": "/nowhere",
            "HOME": str(tmp_path),
        },
    )
    assert shown.stdout.split() == ["33", "True", "True"], shown.stderr
