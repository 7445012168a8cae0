"""Any SPARQL 1.1 endpoint, asked through SPARQLWrapper."""

from __future__ import annotations

import ast
import http.client
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError

import pyoxigraph as ox

from competency_graph.errors import MissingDependencyError, QueryError, StoreError
from competency_graph.store.embedded import solution_rows, triple_rows
from competency_graph.store.lexer import find_form
from competency_graph.store.protocol import Row

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

# What the endpoint says of the query, not of itself.
_ABOUT_THE_QUERY = {400, 406, 413, 414, 415}


@dataclass(frozen=True)
class RemoteStore:
    """A store behind a SPARQL endpoint; which graphs it sees together is the endpoint's choice.

    *timeout* bounds the wait for each piece of an answer, in seconds.
    """

    endpoint: str
    timeout: float = 60.0

    def select(self, query: str) -> list[Row]:
        """Return all solutions of a SELECT query."""
        solutions = self._parse(self._ask(query, "SELECT", "json"), ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise StoreError(f"{self.endpoint}: a truth value came back instead of solutions")
        return solution_rows(solutions)

    def construct(self, query: str) -> list[tuple[str, str, str]]:
        """Return the triples of a CONSTRUCT query, as text of their terms, sorted."""
        try:
            quads = list(ox.parse(self._ask(query, "CONSTRUCT", "turtle"), ox.RdfFormat.TURTLE, base_iri=self.endpoint))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error
        return triple_rows(quad.triple for quad in quads)

    def _parse(self, body: bytes, form: ox.QueryResultsFormat) -> ox.QuerySolutions | ox.QueryBoolean:
        try:
            return ox.parse_query_results(body, form)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def _ask(self, query: str, form: str, returned: str) -> bytes:
        """Return the bytes that answer *query*, which must be of *form*."""
        if find_form(query) not in (form, ""):
            raise QueryError(f"a {form} query is needed here")
        wrapper = self._wrapper(returned)
        # Set by hand: setQuery would guess the form, warn where it cannot, and ask for another media type.
        wrapper.queryString, wrapper.queryType = query, form
        return self._fetch(wrapper)

    def _wrapper(self, returned: str) -> SPARQLWrapper:
        try:
            from SPARQLWrapper import POST, SPARQLWrapper
        except ImportError as error:
            raise MissingDependencyError(
                "asking an endpoint needs SPARQLWrapper; install it with: pip install 'competency-graph[remote]'"
            ) from error
        wrapper = SPARQLWrapper(self.endpoint, returnFormat=returned, agent="competency_graph")
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(math.ceil(self.timeout))
        return wrapper

    def _fetch(self, wrapper: SPARQLWrapper) -> bytes:
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        try:
            with wrapper.query().response as response:
                body: bytes = response.read()
                return body
        except SPARQLWrapperException as error:
            status = error.__context__.code if isinstance(error.__context__, HTTPError) else 500
            raise self._refused(status, _said(error)) from error
        except HTTPError as error:
            with error:
                said = error.read().decode("utf-8", "replace").strip()
            raise self._refused(error.code, said or error.reason) from error
        except (URLError, OSError, http.client.HTTPException, ValueError) as error:
            reason: Any = getattr(error, "reason", error)
            raise StoreError(f"{self.endpoint}: no answer ({reason or type(error).__name__})") from error

    def _refused(self, status: int, said: str) -> QueryError | StoreError:
        kind = QueryError if status in _ABOUT_THE_QUERY else StoreError
        return kind(f"{self.endpoint} answers {status}: {said}")

    def _unreadable(self, error: Exception) -> StoreError:
        return StoreError(f"{self.endpoint}: the answer cannot be read ({error}); is this a SPARQL endpoint?")


def _said(error: Exception) -> str:
    """Return what the endpoint said; SPARQLWrapper has read it and keeps only a text with the repr of the bytes."""
    head, _, raw = str(error).partition("Response:\n")
    try:
        return ast.literal_eval(raw).decode("utf-8", "replace").strip()  # type: ignore[no-any-return]
    except (ValueError, SyntaxError, AttributeError):
        return head.strip()
