"""One query in a process that can be killed.

pyoxigraph cannot cancel a query, and its results belong to the thread that ran the query; so a worker process
queries and serializes in one function, and is killed when the time is up. Before its first query it gives up the
means to do harm: memory beyond a limit, and new files and connections.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from competency_graph.errors import QueryError, StoreError
from competency_graph.server import guard
from competency_graph.store import EmbeddedStore

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_GRACE = 5
_WORTH_ZIPPING = 1_000


@dataclass(frozen=True, eq=False)
class Task:
    """What a worker is asked to do, each a task of its own.

    *results* and *graphs* are media types, None where the caller takes none.
    """

    folder: Path
    query: str
    results: str | None
    graphs: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    zipped: bool = False
    max_bytes: int = 50_000_000
    memory: int = 1024
    timeout: float = 30.0


@dataclass(frozen=True)
class Outcome:
    """What a worker found: an HTTP status, and the body in a media type, gzipped or not."""

    status: int
    media: str
    body: bytes
    zipped: bool = False

    @classmethod
    def message(cls, status: int, text: str) -> Outcome:
        """Return the outcome that says *text* to the caller."""
        return cls(status, "text/plain", f"{text}\n".encode())


class _FullError(Exception):
    """The answer is larger than allowed."""


class _Sink(io.BytesIO):
    """Bytes in memory up to a size; more raises, which stops pyoxigraph."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._left = max_bytes

    def write(self, data: ReadableBuffer) -> int:
        written = super().write(data)
        self._left -= written
        if self._left < 0:
            raise _FullError
        return written


def run(task: Task) -> Outcome:
    """Return the outcome of *task*; the process that runs this is confined from then on and good for nothing else."""
    try:
        store = _open_confined(task.folder, task.memory)
    except StoreError as error:
        return Outcome.message(500, str(error))
    # Should the server die or hang, the system ends a runaway query.
    with _alarm(task.timeout + _GRACE):
        return answer(store, task)


def answer(store: EmbeddedStore, task: Task) -> Outcome:
    """Return what *store* answers to *task*; whatever goes wrong becomes a status and a message."""
    try:
        return _answer(store, task)
    except QueryError as error:
        return Outcome.message(400, str(error))
    except _FullError:
        text = f"the answer has more than {task.max_bytes:,} bytes; add LIMIT, or ask for less at a time"
        return Outcome.message(413, text)
    except MemoryError:
        return Outcome.message(503, too_large(task))
    except BaseException as error:  # a panic in Rust is no Exception
        return Outcome.message(500, f"the query failed while it ran: {error}")


def _answer(store: EmbeddedStore, task: Task) -> Outcome:
    guard.check(task.query)
    sink = _Sink(task.max_bytes)
    media = store.write_answer(task.query, sink, task.results, task.graphs, task.default_graphs, task.named_graphs)
    if media is None:
        return Outcome.message(406, "the answer to this form of query has none of the media types in Accept")
    body = sink.getvalue()
    if task.zipped and len(body) >= _WORTH_ZIPPING:
        return Outcome(200, media, gzip.compress(body, 5, mtime=0), zipped=True)
    return Outcome(200, media, body)


def too_large(task: Task) -> str:
    """Return the message for a query that broke its worker."""
    return f"the query was stopped: it needed more than {task.memory} MB of memory, or is nested too deeply"


@lru_cache(maxsize=1)
def _open_confined(folder: Path, memory: int) -> EmbeddedStore:
    # What Rust prints when it runs out of memory would fill a pipe that nobody reads.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # Ctrl-C in a terminal reaches all processes; the server ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = EmbeddedStore.open(folder)
    _limit(memory)
    return store


def _limit(memory: int) -> None:
    """Let this process take *memory* more megabytes, and open no file or connection any more."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses this limit
        limit = _address_space() + memory * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # The limit is compared with the number of a descriptor, so the lowest free one must not be had.
    lowest = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, lowest))


def _address_space() -> int:
    """Return how many bytes of addresses this process has in use."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 1_000_000_000
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Let the system end this process unless the block ends within *seconds*."""
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
