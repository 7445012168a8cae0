"""What all tests share: one built graph, in a cache of its own."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Before anything opens the graph: tests, doctests included, never touch the user's cache.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="competency-graph-test-")


def in_ci() -> bool:
    """Tell whether what is missing must fail instead of skip."""
    return bool(os.environ.get("CI"))


def need(condition: object, reason: str) -> None:
    """Skip with *reason* on a user's machine, fail with it in CI, unless *condition* holds."""
    if condition:
        return
    if in_ci():
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def graph():
    from competency_graph import CompetencyGraph

    return CompetencyGraph.open()


@pytest.fixture(scope="session")
def java() -> str:
    """Return the path of Java; owlready2 must be installed too."""
    path = shutil.which("java")
    need(path, "the OWL reasoner needs Java: install default-jdk-headless")
    pytest.importorskip("owlready2") if not in_ci() else __import__("owlready2")
    return str(path)


@pytest.fixture(scope="session")
def jdk(java) -> str:
    """Return the path of a Java that can run source files, as the profile checker needs."""
    modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False).stdout
    need("jdk.compiler" in modules, "the profile checker needs a full JDK: install default-jdk-headless")
    return java


@pytest.fixture
def project(tmp_path):
    """Return a copy of data, ontology and queries that a test may break."""
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path
