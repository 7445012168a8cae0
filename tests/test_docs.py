"""What the documents show is run or compared."""

import re
import shlex
import tomllib

import pytest
from benchmarks import coverage_table

from competency_graph import __version__
from tests.conftest import ROOT
from tests.test_cli import run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_of_the_readme_runs(graph, capsys):
    code = "\n".join(blocks("python"))
    assert code.count("\n") >= 8
    exec(compile(code, "README.md", "exec"), {})
    assert "correspond in substance" in capsys.readouterr().out


COMMANDS = [
    line.split("#")[0].strip() for line in "\n".join(blocks("sh")).splitlines() if line.startswith("competency-graph")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_answers(command, graph):
    shown = run(*shlex.split(command)[1:])
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout


def test_the_readme_shows_the_two_commands_that_the_makefile_has():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(COMMANDS) >= 7
    for target in re.findall(r"^make (\w+)", "\n".join(blocks("sh")), re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_the_coverage_table_of_the_readme_is_that_of_the_data(graph):
    assert f"-->\n{coverage_table.table(graph)}" in README, "run: python -m benchmarks.coverage_table --write"
    statements = graph.catalogue.statements.values()
    assert sum(row[0] for name, row in coverage_table.rows(graph).items() if name != "all") == len(statements)


def test_the_architecture_names_every_module_of_the_package():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "src/competency_graph"
    modules = {p.stem for p in package.glob("*.py")} | {p.parent.name for p in package.glob("*/__init__.py")}
    for module in modules - {"__init__"}:
        assert f"`{module}`" in text, module


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert project == __version__
    assert f"\nversion: {__version__}\n" in citation
    assert f"\n## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_element_named_in_the_guide_exists(graph):
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Annotation guide")[1]
    named = {n for n in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", guide) if not n.startswith("complex-")}
    assert len(named) >= 6
    assert named <= set(graph.catalogue.elements)


def test_locks_pin_every_dependency_without_addresses():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert all(re.fullmatch(r"[\w.\-]+==[\w.]+", line) for line in lines), name
    direct = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    locked = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()}
    assert {re.split(r"[><=]", d)[0] for d in direct} <= locked
