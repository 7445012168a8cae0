"""The command line as its users call it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

EXAMPLE = str(ROOT / "data/examples/register")


def run(*arguments, columns=120, **env):
    return subprocess.run(
        [sys.executable, "-m", "competency_graph.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "COLUMNS": str(columns), "PYTHONIOENCODING": "utf-8", **env},
    )


def test_every_command_shows_an_example_in_its_help():
    listed = run("--help").stdout.split("Commands:")[1].split("\n")
    commands = [line.split()[0] for line in listed if line.startswith("  ") and line.strip()]
    assert {"build", "compare", "explain", "gaps", "matrix", "validate"} <= set(commands)
    for command in commands:
        assert (
            "competency-graph "
            in run(command, "--help").stdout.split("Options:")[0].split("Usage:")[1].split("\n", 1)[1]
        )


def test_the_comparison_of_china_and_kazakhstan_says_first_how_much_is_verified(graph):
    shown = run("compare", "CN", "KZ")
    lines = shown.stdout.splitlines()
    assert shown.returncode == 0
    assert "CAAAE, read through EUR-ACE bachelor" in " ".join(lines[:2])
    assert lines[2] == "Verified share: CN: 11 of 11 statements seen in a source or a copy"
    assert lines[3].startswith("Verified share: KZ: ")
    assert "not a recognition decision" in shown.stdout
    assert all(len(line) <= 120 for line in lines)


def test_every_row_of_a_side_read_through_another_standard_says_so(graph):
    answer = json.loads(run("compare", "CN", "KZ", "--format", "json").stdout)
    assert answer["target"]["adopts"] == "eafsg-2015"
    assert {s["through"] for s in answer["statements"] if s["side"] == "target"} == {"eafsg-2015/bachelor"}
    assert {s["through"] for s in answer["statements"] if s["side"] == "source"} == {None}
    rows = list(csv.DictReader(io.StringIO(run("compare", "CN", "KZ", "--format", "csv").stdout)))
    assert {r["through"] for r in rows if r["side"] == "target"} == {"eafsg-2015/bachelor"}
    table = run("compare", "CN", "KZ").stdout
    assert table.count("via") >= 22


def test_the_json_keeps_its_contract(graph):
    answer = json.loads(run("compare", "ceeaa-2024", "gapc-4/washington", "--format", "json").stdout)
    assert {"source", "target", "parameters", "counts", "pairs", "statements"} <= answer.keys()
    assert {"asked", "profile", "edition", "adopts"} <= answer["source"].keys()
    verdicts = {"equivalent", "exceeds", "falls-short", "overlaps", "unrelated"}
    for pair in answer["pairs"]:
        assert {
            "source",
            "target",
            "strict",
            "substantial",
            "coverage",
            "similarity",
            "status",
            "robust",
            "evidence",
        } <= pair.keys()
        assert {pair["strict"], pair["substantial"]} <= verdicts
        assert pair["coverage"].keys() == {"forward", "backward"}
        assert all(e.keys() >= {"layer", "kind", "confidence", "proof"} for e in pair["evidence"])
    for s in answer["statements"]:
        assert {"id", "side", "strict", "substantial", "coverage", "by", "missing", "status", "robust"} <= s.keys()
        assert {s["strict"], s["substantial"]} <= {"full", "partial", "none"}
        assert all(m.keys() == {"element", "reason", "present", "required", "essential"} for m in s["missing"])
        assert {m["reason"] for m in s["missing"]} <= {"element", "rung", "level"}
    assert len(answer["statements"]) == 11 + 20


@pytest.mark.parametrize("language", ["en", "zh", "ru", "kk"])
@pytest.mark.parametrize(
    "call",
    [
        ("compare", "ceeaa-2024", "eafsg-2015/bachelor"),
        ("explain", "ceeaa-2024:4.3.9", "gapc-4:WA9"),
        ("gaps", "ceeaa-2024", "gapc-4/engineer"),
        ("matrix", "consider-net-zero-carbon", "lead-team"),
    ],
    ids=lambda c: c[0],
)
def test_every_answer_is_there_in_four_languages(graph, call, language):
    shown = run(*call, "--lang", language)
    assert (shown.returncode, shown.stderr) == (0, "")
    letters = {"en": "e", "zh": "一的求要", "ru": "ыэ", "kk": "қғә"}[language]
    assert any(letter in shown.stdout for letter in letters)
    assert "{" not in shown.stdout


@pytest.mark.parametrize("width", [80, 100, 160])
def test_tables_fit_the_terminal_in_chinese_too(graph, width):
    from rich.cells import cell_len

    shown = run("compare", "CN", "KZ", "--lang", "zh", columns=width)
    assert max(cell_len(line) for line in shown.stdout.splitlines()) <= width


def test_an_answer_says_that_a_standard_was_coded_once(project, tmp_path):
    for coder in ("coder-1", "coder-2"):
        (project / f"data/codings/ceeaa-2015--{coder}.tsv").unlink()
        (project / f"data/codings/ceeaa-2015--{coder}-first-round.tsv").unlink()
    places = ["--data", str(project / "data"), "--store", str(tmp_path / "store")]
    for verb in ("compare", "gaps", "diff", "bridge"):
        shown = json.loads(run(verb, "ceeaa-2015", "ceeaa-2024", "--format", "json", *places).stdout)
        assert shown["coded_once"] == [{"profile": "ceeaa-2015/bachelor", "statements": 12, "of": 12}], verb
        table = run(verb, "ceeaa-2015", "ceeaa-2024", *places).stdout
        assert "12 of 12 statements were coded once only" in " ".join(table.split()), verb


def test_none_is_an_answer_and_exits_well(graph):
    shown = run("compare", "CN/engineer", "KZ/engineer")
    assert shown.returncode == 0
    assert shown.stdout.startswith("None found: no standard for the stage engineer in Kazakhstan")
    answer = json.loads(run("gaps", "CN", "KZ/engineer", "--format", "json").stdout)
    assert answer["answer"] == "none found"
    assert all(s["in"] and s["would_supply"] for s in answer["searched"])
    assert len(answer["searched"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("compare", "CM", "KZ"), 2, "unknown framework, profile or jurisdiction 'CM'; did you mean"),
        (("compare", "CN"), 2, "Missing argument 'TARGET'"),
        (("compare", "CN", "KZ", "--lang", "de"), 2, "unknown language 'de'; did you mean en, zh, ru, kk?"),
        (("compare", "CN", "KZ", "--on", "tomorrow"), 2, "'tomorrow' is not a date"),
        (("explain", "gapc-4:WA1", "gapc-4:WA100"), 2, "unknown statement 'gapc-4:WA100'"),
        (("compare", "CN", "KZ", "--data", "no/such"), 3, "no such data folder"),
        (("matrix",), 2, "Missing argument"),
        (
            ("crosswalks", "CN", "KZ"),
            2,
            "CN is a jurisdiction, and a framework is asked for; name one of its frameworks: ",
        ),
        (("crosswalks", "gapc-4/washington"), 2, "is a profile, and a framework is asked for; name gapc-4"),
        (("export", "nosuch", "--format", "turtle"), 2, "query verification-share' lists what there is"),
        (("export", "MN", "--format", "turtle"), 2, "MN is a jurisdiction, and a framework is asked for"),
        (("commitments", "--event", "%%%"), 2, "unknown event '%%%'; known are beijing-conference-2025"),
        (("pathways", "CN", "KZ", "--suppose", str(ROOT / "README.md")), 3, "mend the file and give the command again"),
        (("review", "export", "--to", "x.foo", "--register", EXAMPLE), 2, "or name one with --format"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_misuse_gives_one_clear_message_and_its_exit_code(graph, arguments, code, message):
    shown = run(*arguments)
    assert (shown.returncode, shown.stdout) == (code, "")
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr


def test_validate_passes_on_the_shipped_data_and_fails_on_broken(project):
    assert run("validate", "--data", str(project / "data")).returncode == 0
    path = project / "data/levels.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "nonsense", encoding="utf-8")
    shown = run("validate", "--data", str(project / "data"))
    assert shown.returncode == 1
    assert "levels.ttl:" in shown.stderr


def test_validate_puts_files_into_canonical_form_when_asked(project):
    path = project / "data/levels.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" ;\n    ", " ; "), encoding="utf-8")
    assert run("validate", "--data", str(project / "data")).returncode == 1
    assert run("validate", "--data", str(project / "data"), "--write").returncode == 0
    assert path.read_text(encoding="utf-8") == text


def test_build_shows_what_was_loaded_found_and_inferred(project, tmp_path):
    shown = run("build", "--data", str(project / "data"), "--store", str(tmp_path / "s"))
    assert shown.returncode == 0
    for word in (
        "frameworks",
        "statements",
        "elements",
        "mappings",
        "statements: unverified",
        "pairs, strict: equivalent",
    ):
        assert word in shown.stdout
    assert str(tmp_path / "s") in shown.stderr


def test_pairs_are_rows_when_asked(graph):
    rows = list(
        csv.DictReader(io.StringIO(run("compare", "CN", "gapc-4", "--format", "csv", "--rows", "pairs").stdout))
    )
    assert {"source", "target", "strict", "substantial", "status"} <= rows[0].keys()


def test_verified_only_leaves_unverified_statements_out(graph):
    shown = json.loads(run("compare", "CN", "gapc-4/engineer", "--verified-only", "--format", "json").stdout)
    assert shown["target"]["verified"] < shown["target"]["statements"] == 13
    assert sum(s["side"] == "target" for s in shown["statements"]) == shown["target"]["verified"]
    empty = run("gaps", "ceeaa-2024", "sg-eab/graduate", "--verified-only", "--lang", "ru").stdout
    assert "ни один из 12 пунктов (sg-eab/graduate)" in empty
    assert {s["status"] for s in shown["statements"]} <= {"seen", "secondary-copy"}


def test_a_file_with_comments_is_left_alone_with_one_message(project):
    path = project / "data/levels.ttl"
    text = "# mine\n" + path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    shown = run("validate", "--data", str(project / "data"), "--write")
    assert shown.returncode == 1
    assert "levels.ttl:1: comments are not kept" in shown.stderr
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("columns", "width"), [("abc", 120), ("", 120), ("0", 40), ("90", 90)])
def test_any_value_of_columns_gives_a_table(columns, width):
    shown = run("queries", columns=columns)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert {len(line) for line in shown.stdout.splitlines()} == {width}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [("queries",), ("--help",), ("export", "kz-caaae", "--format", "turtle")])
def test_a_full_disk_behind_stdout_is_one_message(graph, arguments):
    command = [sys.executable, "-m", "competency_graph.cli", *arguments]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        shown = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (3, "Error: output: No space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="the shell is another there")
def test_a_closed_stdout_is_no_error():
    command = f"{sys.executable} -m competency_graph.cli queries >&-"
    shown = subprocess.run(["bash", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (0, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_labels_of_every_language_are_written_whatever_the_locale(graph, encoding):
    shown = run("matrix", "lead-team", "--lang", "zh", PYTHONIOENCODING=encoding)
    assert shown.returncode == 0
    assert "担任团队负责人" in shown.stdout


def test_a_closed_pipe_is_no_error(graph):
    command = f"{sys.executable} -m competency_graph.cli compare CN KZ | head -1"
    shown = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "Traceback" not in shown.stderr
    assert shown.stdout


def test_importing_the_package_takes_under_three_tenths_of_a_second():
    code = "import time; t = time.perf_counter(); import competency_graph; print(time.perf_counter() - t)"
    best = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    )
    assert best < 0.3
    heavy = (
        "import sys, competency_graph; print({'numpy', 'rdflib', 'pandas', 'scipy', 'pyoxigraph'} & set(sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout.strip()
        == "set()"
    )
