"""The command that serves, as a process of its own."""

import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from competency_graph.errors import MissingDependencyError
from tests.endpoint import need_packages
from tests.test_cli import run


@contextmanager
def serving(*arguments):
    need_packages("anyio", "starlette", "uvicorn")
    command = [sys.executable, "-m", "competency_graph.cli", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert line.startswith("Serving http://127.0.0.1:"), line + process.stderr.read()
            yield process, line.split()[1].rstrip(";")
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_its_address_answers_and_stops_cleanly(graph, stop):
    with serving("--timeout", "20", "--memory", "300") as (process, address):
        with urllib.request.urlopen(f"{address}?query=ASK%7B%7D") as answer:
            assert answer.read() == b'{"head":{},"boolean":true}'
        process.send_signal(stop)
        assert process.wait(60) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("", "Stopped.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_serve_stops_while_a_query_runs_away(graph):
    with serving("--timeout", "600") as (process, address):
        with socket.create_connection(("127.0.0.1", int(address.split(":")[2].split("/")[0]))) as client:
            query = "SELECT+(COUNT(*)+AS+?n)+{?a+?b+?c.?d+?e+?f.?g+?h+?i}"
            client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D") as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            assert client.makefile("rb").read().endswith(b"the server stops\n")
            assert process.wait(60) == 0
        assert process.stderr.read() == "Stopped.\n"


def test_a_port_in_use_is_one_message(graph):
    need_packages("anyio", "starlette", "uvicorn")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        shown = run("serve", "--port", str(taken.getsockname()[1]))
    assert shown.returncode == 2
    assert "cannot listen there" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_missing_package_is_one_message(tmp_path, monkeypatch):
    from competency_graph.server import serve
    from competency_graph.server.app import Options

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingDependencyError, match=r"uvicorn is missing; install it with"):
        serve(Options(tmp_path), 0, print)
