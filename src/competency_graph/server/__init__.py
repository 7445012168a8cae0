"""The SPARQL endpoint: read-only, its queries in processes that can be killed."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from competency_graph.errors import InputError, MissingDependencyError

if TYPE_CHECKING:
    import uvicorn

    from competency_graph.server.app import Options


def serve(options: Options, port: int, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; the address is announced once clients can connect. Port 0 takes a free one."""
    server = _build_server(options)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with listen(options.host, port) as listener:
            host = f"[{options.host}]" if ":" in options.host else options.host
            announce(f"http://{host}:{listener.getsockname()[1]}/sparql")
            server.run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn stops, then raises again what it caught
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def _build_server(options: Options) -> uvicorn.Server:
    """Return a server that stops the running queries before it waits for its clients to go."""
    try:
        import anyio  # noqa: F401
        import uvicorn

        from competency_graph.server.app import build_app

        app = build_app(options)
    except ImportError as error:
        raise MissingDependencyError(
            f"serving needs starlette, uvicorn and anyio, and {error.name} is missing; "
            "install it with: pip install 'competency-graph[server]'"
        ) from error

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.endpoint.stop()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app, log_level="warning", timeout_graceful_shutdown=2, server_header=False, lifespan="off", ws="none"
    )
    return Server(config)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that clients can connect to; raises InputError where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off; else short answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(100)
    except (OSError, OverflowError) as error:
        listener.close()
        raise InputError(f"{host}:{port}: cannot listen there ({error}); choose another --port or --host") from error
    return listener
