"""An endpoint of our own in a thread, and a neighbour that no query may reach."""

import importlib.util
import socket
import threading
from contextlib import contextmanager

from competency_graph.store import Builds, default_root
from tests.conftest import need


def need_packages(*names):
    for name in names:
        need(importlib.util.find_spec(name), f"this test needs the package {name}")


@contextmanager
def running(**limits):
    """Give the address of an endpoint over the current build; it ends with the block."""
    need_packages("anyio", "starlette", "uvicorn")
    import uvicorn

    from competency_graph.loading.build import store_folder
    from competency_graph.server import listen
    from competency_graph.server.app import Options, build_app

    app = build_app(Options(store_folder(Builds(default_root()).current()), **limits))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    )
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        finally:
            server.should_exit = True
            thread.join()


class Neighbour:
    """A listener on this machine that counts who connects and says nothing."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self):
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self):
        # Closing alone does not wake a thread that waits in accept.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
