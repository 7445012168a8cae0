"""What a query from outside may not do.

Oxigraph fetches what SERVICE names and has no switch for it. The worker can open no connection (worker.py), but
only where the system has such limits; this guard refuses everywhere, and with a clear message.
"""

from __future__ import annotations

from competency_graph.errors import QueryError
from competency_graph.store.lexer import bare_words


def calls_service(query: str) -> bool:
    """Tell whether *query* may contain a SERVICE clause; a prefix ``service:`` right before ``{`` counts as one.

    >>> calls_service("ASK { service <http://e/> {} }"), calls_service("ASK { ?s ?service 'SERVICE' }")
    (True, False)
    """
    return "service" in query.lower() and any("service" in word for word in bare_words(query))


def check(query: str) -> None:
    """Raise QueryError where *query* would ask another endpoint."""
    if calls_service(query):
        raise QueryError(
            "SERVICE is refused here: this endpoint asks no other endpoint; query the other one from your side "
            "(a prefix called 'service:' before a group needs another name)"
        )
