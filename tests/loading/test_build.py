"""A build puts a sound store in place in one step, and leaves the last one alone when anything is wrong."""

import errno
import json
import os
import re
import signal
import subprocess
import sys

import pytest

from competency_graph.errors import CompetencyGraphError, FileError, InvalidDataError, StoreError
from competency_graph.graph import CompetencyGraph
from competency_graph.loading.build import build, content_digest, steps
from competency_graph.resources import folders
from competency_graph.store import Builds, EmbeddedStore
from competency_graph.vocabulary import VERSION


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def builds(tmp_path):
    return Builds(tmp_path / "stores")


def test_unchanged_inputs_give_identical_content(project, tmp_path):
    first = build(folders(project / "data"), Builds(tmp_path / "a"))
    second = build(folders(project / "data"), Builds(tmp_path / "b"))
    assert first.content == second.content
    assert first.quads == second.quads > 50_000


def test_building_twice_says_that_nothing_changed(project, builds):
    assert build(folders(project / "data"), builds).is_new
    assert not build(folders(project / "data"), builds).is_new


def test_the_order_of_quads_does_not_enter_the_digest():
    import pyoxigraph as ox

    quads = [ox.Quad(*(ox.NamedNode(f"http://e/{x}") for x in t), ox.DefaultGraph()) for t in ("abc", "abd")]
    assert content_digest(quads) == content_digest([*reversed(quads), quads[0]])


def test_every_step_is_announced(project, builds):
    seen = []
    build(folders(project / "data"), builds, seen.append)
    assert len(seen) == steps(folders(project / "data"))


def test_each_file_has_a_named_graph_with_provenance(graph):
    rows = graph.store.select(
        """PREFIX cg: <https://w3id.org/competency-graph/ontology/> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?g ?file ?hash ?licence ?version (COUNT(*) AS ?n) WHERE {
          GRAPH <https://w3id.org/competency-graph/graph/provenance> {
            ?g dcterms:source ?file ; cg:fileHash ?hash ; dcterms:license ?licence ; cg:toolVersion ?version }
          GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ?file ?hash ?licence ?version"""
    )
    names = {r["file"] for r in rows}
    assert {"data/frameworks/ceeaa-2024.ttl", "data/codings/gapc-4--adjudicated.tsv", "data/elements.ttl"} <= names
    assert all(re.fullmatch("[0-9a-f]{64}", r["hash"]) for r in rows)


def test_data_have_no_blank_nodes(graph):
    assert graph.store.select("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } FILTER (isBlank(?s) || isBlank(?o)) }") == []


BREAKS = {
    "broken Turtle": (
        lambda d: edit(d / "frameworks/ca-ceab.ttl", "a cg:Framework ;", "a cg:Framework"),
        r"ca-ceab\.ttl:\d+: not valid Turtle",
    ),
    "unknown element in a coding": (
        lambda d: edit(d / "codings/ca-ceab--adjudicated.tsv", "lead-team", "lead-teem"),
        r"ca-ceab--adjudicated\.tsv:\d+: unknown element 'lead-teem'; did you mean lead-team\?",
    ),
    "coding of an unknown statement": (
        lambda d: edit(d / "codings/ca-ceab--adjudicated.tsv", "\n3.1.6\t", "\n3.1.66\t"),
        r"ca-ceab--adjudicated\.tsv:\d+: unknown statement ca-ceab:3\.1\.66; see data/frameworks/ca-ceab\.ttl",
    ),
    "two frameworks with one slug": (
        lambda d: (d / "frameworks/copy.ttl").write_bytes((d / "frameworks/ca-ceab.ttl").read_bytes()),
        r"copy\.ttl: https://w3id\.org/competency-graph/id/ca-ceab.* is described in .*ca-ceab\.ttl already",
    ),
    "a circle of elements": (
        lambda d: (
            edit(
                d / "elements.ttl",
                "cg:implies element:practice-and-standards ;\n    cg:machineTranslationIn",
                "cg:implies element:practice-and-standards , element:know-materials ;\n    cg:machineTranslationIn",
            )
            or edit(
                d / "elements.ttl",
                "element:know-materials a cg:Element ;",
                "element:know-materials cg:implies element:select-materials .\nelement:know-materials a cg:Element ;",
            )
        ),
        r"imply each other in a circle",
    ),
    "a statement without source": (
        lambda d: edit(
            d / "frameworks/ca-ceab.ttl",
            "    cg:isReadFrom source:ca-ceab-copy ;\n    cg:isStatementOf",
            "    cg:isStatementOf",
        ),
        r"ca-ceab\.ttl:\d+: ca-ceab:3\.1\.\d+: say in which document it was read",
    ),
    "a demand for a grouping": (
        lambda d: edit(d / "codings/ca-ceab--adjudicated.tsv", "\tlead-team\t", "\tteamwork-and-leadership\t"),
        r"demands the grouping teamwork-and-leadership",
    ),
    "an implied element that does not exist": (
        lambda d: edit(
            d / "elements.ttl", "cg:implies element:know-materials", "cg:implies element:know-nothing-at-all"
        ),
        r"cg:implies names an element that exists \(found: know-nothing-at-all\)",
    ),
    "a missing file": (lambda d: (d / "levels.ttl").unlink(), r"levels\.ttl: missing file; restore it"),
    "an inferred fact without reason": (
        lambda d: edit(d / "frameworks/kz-caaae.ttl", "cg:statusReason", "cg:clause"),
        r"kz-caaae\.ttl:\d+: .*gives no reason for its status",
    ),
    "a label without status": (
        lambda d: edit(d / "frameworks/jp-jabee.ttl", '    cg:officialLabelIn "ja" ;\n', ""),
        r"how its label in 'ja' came about",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_wrong_data_give_one_clear_message_and_keep_the_last_store(name, project, builds):
    build(folders(project / "data"), builds)
    before = builds.current()
    spoil, message = BREAKS[name]
    spoil(project / "data")
    with pytest.raises((FileError, InvalidDataError)) as caught:
        build(folders(project / "data"), builds)
    assert re.search(message, str(caught.value)), str(caught.value)
    assert builds.current() == before
    assert CompetencyGraph.open_current(builds).compare("CN", "KZ")
    assert [p.name for p in (builds.root / "builds").iterdir()] == [before.name]


def test_a_full_disk_is_one_message_and_keeps_the_last_store(project, builds, monkeypatch):
    build(folders(project / "data"), builds)
    before = builds.current()
    edit(project / "data/levels.ttl", "Does it under guidance", "Does this under guidance")

    def no_space(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(EmbeddedStore, "write", staticmethod(no_space))
    with pytest.raises(StoreError, match="No space left on device.*the last build stays"):
        build(folders(project / "data"), builds)
    assert builds.current() == before
    assert not list((builds.root / "builds").glob(".*"))


def test_a_folder_that_cannot_be_written_is_one_message(project, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot write there .*choose another folder with --store"):
        build(folders(project / "data"), Builds(blocked))


def test_an_interrupt_in_the_middle_keeps_the_last_store(project, builds, monkeypatch):
    build(folders(project / "data"), builds)
    before = builds.current()
    edit(project / "data/levels.ttl", "Does it under guidance", "Does this under guidance")
    write = EmbeddedStore.write

    def interrupted(folder, quads):
        write(folder, list(quads)[:100])
        raise KeyboardInterrupt

    monkeypatch.setattr(EmbeddedStore, "write", staticmethod(interrupted))
    with pytest.raises(KeyboardInterrupt):
        build(folders(project / "data"), builds)
    assert builds.current() == before
    assert not list((builds.root / "builds").glob(".*"))


KILLED = """
import os, pathlib, signal, sys
from competency_graph.graph import CompetencyGraph
from competency_graph.store import EmbeddedStore

write = EmbeddedStore.write

def killed(folder, quads):
    write(folder, list(quads)[:100])
    os.kill(os.getpid(), signal.SIGKILL)

EmbeddedStore.write = staticmethod(killed)
CompetencyGraph.build(*sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_a_killed_build_leaves_the_last_store_current_and_usable(project, tmp_path):
    store = tmp_path / "stores"
    build(folders(project / "data"), Builds(store))
    before = Builds(store).current()
    edit(project / "data/levels.ttl", "Does it under guidance", "Does this under guidance")
    command = [sys.executable, "-c", KILLED, str(project / "data"), str(store)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert [p.name[0] for p in sorted((store / "builds").iterdir())] == [".", before.name[0]]
    assert Builds(store).current() == before
    assert CompetencyGraph.open_current(Builds(store)).compare("CN", "KZ")


def test_changed_files_are_built_when_the_graph_is_opened(project, tmp_path):
    store = tmp_path / "stores"
    CompetencyGraph.open(project / "data", store)
    first = Builds(store).current()
    CompetencyGraph.open(project / "data", store)
    assert Builds(store).current() == first
    edit(project / "data/levels.ttl", "Does it under guidance", "Does this under guidance")
    CompetencyGraph.open(project / "data", store)
    assert Builds(store).current() != first


def test_opening_answers_from_the_files_asked_for_whatever_another_process_built_meanwhile(
    project, tmp_path, monkeypatch
):
    store = tmp_path / "stores"
    builds = Builds(store)
    other = build(folders(project / "data"), builds).folder
    edit(project / "data/levels.ttl", "Does it under guidance", "Does this under guidance")
    point_to = Builds.point_to

    def raced(self, name):
        point_to(self, name)
        point_to(self, other.rsplit("/", 1)[1])

    monkeypatch.setattr(Builds, "point_to", raced)
    opened = CompetencyGraph.open(project / "data", store)
    assert str(builds.current()) == other
    assert opened.folder != builds.current()
    assert opened.store.select('SELECT ?s { ?s ?p ?o FILTER (STRSTARTS(?o, "Does this under guidance")) }')


def test_two_states_of_the_files_are_each_built_once(project, tmp_path, monkeypatch):
    store = tmp_path / "stores"
    path = project / "data/levels.ttl"
    text = path.read_text(encoding="utf-8")
    first = CompetencyGraph.open(project / "data", store).folder
    edit(path, "Does it under guidance", "Does this under guidance")
    second = CompetencyGraph.open(project / "data", store).folder
    monkeypatch.setattr("competency_graph.graph.build", None)
    assert CompetencyGraph.open(project / "data", store).folder == second
    path.write_text(text, encoding="utf-8")
    assert CompetencyGraph.open(project / "data", store).folder == first != second


def test_a_changed_check_is_a_build_of_its_own_though_the_content_is_the_same(project, tmp_path, monkeypatch):
    store = tmp_path / "stores"
    first = CompetencyGraph.open(project / "data", store)
    edit(project / "queries/check/level-mixed-up-violation.rq", "#+ summary: ", "#+ summary: Here are ")
    second = CompetencyGraph.open(project / "data", store)
    assert first.catalogue.release == second.catalogue.release
    monkeypatch.setattr("competency_graph.graph.build", None)
    assert CompetencyGraph.open(project / "data", store).folder == second.folder


def test_opening_without_a_build_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="run 'competency-graph build'"):
        CompetencyGraph.open_current(Builds(tmp_path))


def test_a_damaged_store_is_one_message(project, tmp_path):
    builds = Builds(tmp_path / "stores")
    build(folders(project / "data"), builds)
    for path in (builds.current() / "store").iterdir():
        path.unlink()
    with pytest.raises(StoreError, match="cannot be opened .*build it again"):
        CompetencyGraph.open_current(builds)
    build(folders(project / "data"), builds)
    assert CompetencyGraph.open_current(builds).compare("CN", "KZ")


def test_a_damaged_manifest_is_one_message(tmp_path):
    folder = tmp_path / "builds/a"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("[", encoding="utf-8")
    Builds(tmp_path).point_to("a")
    assert Builds(tmp_path).find("x") is None
    with pytest.raises(StoreError, match="removed or is damaged; run 'competency-graph build'"):
        CompetencyGraph.open_current(Builds(tmp_path))


def test_old_builds_are_dropped_and_the_current_one_never(project, tmp_path):
    builds = Builds(tmp_path / "stores")
    for k in range(5):
        edit(project / "data/levels.ttl", "Does it under guidance" if k == 0 else f"Try {k - 1}", f"Try {k}")
        build(folders(project / "data"), builds)
    names = {p.name for p in (builds.root / "builds").iterdir()}
    assert builds.current().name in names
    assert len(names) == 3


def test_the_manifest_repeats_the_summary(project, builds):
    summary = build(folders(project / "data"), builds)
    manifest = json.loads((builds.current() / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["content"], manifest["statements"]) == (summary.content, summary.statements)
    assert manifest["version"] == VERSION


def test_errors_of_this_package_have_one_root():
    assert issubclass(StoreError, CompetencyGraphError)
    assert issubclass(FileError, CompetencyGraphError)
