"""The endpoint as an ASGI application.

Every query runs in a worker process (worker.py); the server itself only reads requests, waits and sends answers,
so no query can hold up another client for longer than it takes to find a free worker.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from competency_graph.errors import RequestError
from competency_graph.server import protocol
from competency_graph.server.description import describe
from competency_graph.server.worker import Outcome, Task, run, too_large

if TYPE_CHECKING:
    from anyio import CancelScope, CapacityLimiter
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import Receive, Scope, Send

_LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Options:
    """What an endpoint serves, and its limits: seconds, megabytes, bytes, and queries at a time."""

    folder: Path
    host: str = "127.0.0.1"
    timeout: float = 30.0
    memory: int = 1024
    max_bytes: int = 50_000_000
    max_query: int = 1_000_000
    workers: int = 8

    @property
    def hosts(self) -> list[str]:
        """The names a request may call this server by; any, where it listens on all addresses."""
        return ["*"] if self.host in _EVERYWHERE else [*_LOCAL, self.host]

    def __str__(self) -> str:
        return f"{self.timeout:g} s and {self.memory} MB a query, {self.max_bytes:,} bytes an answer"


def build_app(options: Options) -> Starlette:
    """Return the application that serves the store in *options.folder* at ``/sparql``; the endpoint is its state."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    # A page elsewhere must not reach this server by a host name of its own that points to 127.0.0.1.
    trusted = Middleware(TrustedHostMiddleware, allowed_hosts=options.hosts, www_redirect=False)
    endpoint = Endpoint(options)
    app = Starlette(routes=build_routes(endpoint), middleware=[trusted])
    app.state.endpoint = endpoint
    return app


def build_routes(endpoint: Endpoint) -> list[BaseRoute]:
    """Return the routes of *endpoint*, for an application that may have more; any page may ask it."""
    from starlette.middleware.cors import CORSMiddleware
    from starlette.responses import RedirectResponse
    from starlette.routing import Route

    async def home(request: Request) -> Response:
        return RedirectResponse(request.scope.get("root_path", "") + "/sparql")

    shared = CORSMiddleware(endpoint, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
    return [Route("/sparql", shared), Route("/", home)]


class Endpoint:
    """The ASGI application that answers queries."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._running: set[CancelScope] = set()

    def stop(self) -> None:
        """Stop all queries that run or wait; their clients are told."""
        for scope in self._running:
            scope.cancel()

    @cached_property
    def _free(self) -> CapacityLimiter:
        from anyio import CapacityLimiter

        return CapacityLimiter(self._options.workers)

    @cached_property
    def _unlimited(self) -> CapacityLimiter:
        from anyio import CapacityLimiter

        return CapacityLimiter(math.inf)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import ClientDisconnect, Request

        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except RequestError as error:
            response = _response(Outcome.message(error.status, str(error)), {})
        except ClientDisconnect:
            return
        if response is not None:
            await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response | None:
        """Return the response, or None where the client has left."""
        body = await self._read(request)
        query_string = request.scope["query_string"]
        question = protocol.find_question(request.method, query_string, request.headers.get("content-type", ""), body)
        accept = ",".join(request.headers.getlist("accept"))
        if question is None:
            return self._describe(request, accept)
        task = self._task(question, accept, request.headers.get("accept-encoding", ""))
        outcome = await self._unless_left(request.receive, task)
        return None if outcome is None else _response(outcome, {"Vary": "Accept, Accept-Encoding"})

    async def _read(self, request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._options.max_query:
                raise RequestError(413, f"the request has more than {self._options.max_query:,} bytes")
        return bytes(body)

    def _describe(self, request: Request, accept: str) -> Response:
        media = protocol.choose(accept, protocol.DESCRIPTIONS)
        if media is None:
            raise RequestError(406, f"the description of this endpoint comes as {', '.join(protocol.DESCRIPTIONS)}")
        address = str(request.url.replace(query="", fragment=""))
        return _response(Outcome(200, media, describe(address, media, str(self._options))), {"Vary": "Accept"})

    def _task(self, question: protocol.Question, accept: str, accept_encoding: str) -> Task:
        results, graphs = protocol.choose(accept, protocol.RESULTS), protocol.choose(accept, protocol.GRAPHS)
        if results is None and graphs is None:
            raise RequestError(406, f"answers come as {', '.join((*protocol.RESULTS, *protocol.GRAPHS))}")
        return Task(
            folder=self._options.folder,
            query=question.query,
            results=results,
            graphs=graphs,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
            zipped=protocol.accepts_gzip(accept_encoding),
            max_bytes=self._options.max_bytes,
            memory=self._options.memory,
            timeout=self._options.timeout,
        )

    async def _unless_left(self, receive: Receive, task: Task) -> Outcome | None:
        """Return the outcome of *task*; when the client leaves, its worker is stopped and there is none."""
        import anyio

        outcome = None
        async with anyio.create_task_group() as group:
            group.start_soon(_cancel_when_left, receive, group.cancel_scope)
            outcome = await self._work(task)
            group.cancel_scope.cancel()
        return outcome

    async def _work(self, task: Task) -> Outcome:
        """Return the outcome of *task*, unless the server stops before."""
        import anyio

        with anyio.CancelScope() as scope:
            self._running.add(scope)
            try:
                return await self._wait_and_run(task)
            finally:
                self._running.discard(scope)
        return Outcome.message(503, "the server stops")

    async def _wait_and_run(self, task: Task) -> Outcome:
        """Return the outcome of *task*, which waits for a worker and then runs, each for the timeout at most."""
        import anyio

        with anyio.move_on_after(task.timeout) as waiting:
            await self._free.acquire_on_behalf_of(task)
        if waiting.cancelled_caught:
            return Outcome.message(503, "all workers are busy; try again later")
        try:
            return await self._run(task)
        finally:
            self._free.release_on_behalf_of(task)

    async def _run(self, task: Task) -> Outcome:
        import anyio
        from anyio import BrokenWorkerProcess, to_process

        try:
            with anyio.move_on_after(task.timeout):
                return await to_process.run_sync(run, task, cancellable=True, limiter=self._unlimited)
        except BrokenWorkerProcess:
            return Outcome.message(503, too_large(task))
        return Outcome.message(503, f"the query was stopped after {task.timeout:g} s; ask for less at a time")


async def _cancel_when_left(receive: Receive, scope: CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def _response(outcome: Outcome, headers: dict[str, str]) -> Response:
    from starlette.responses import Response

    extra: dict[str, Any] = {"X-Content-Type-Options": "nosniff", **headers}
    if outcome.zipped:
        extra["Content-Encoding"] = "gzip"
    if outcome.status == 405:
        extra["Allow"] = "GET, HEAD, POST"
    if outcome.media == "text/html":
        extra["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
    return Response(outcome.body, outcome.status, extra, outcome.media)
