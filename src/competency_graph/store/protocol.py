"""What the package asks of any store that speaks SPARQL 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

#: One solution: variable to text of the term; unbound variables are absent.
Row = Mapping[str, str]


class QueryStore(Protocol):
    """A store to be read; named graphs are seen together as the default graph."""

    def select(self, query: str) -> list[Row]:
        """Return all solutions of a SELECT query."""
        ...

    def construct(self, query: str) -> list[tuple[str, str, str]]:
        """Return the triples of a CONSTRUCT query, as text of their terms, sorted."""
        ...
