"""Oxigraph inside this process.

A result of pyoxigraph belongs to the thread that ran the query and aborts the process elsewhere, so no
iterator ever leaves a function of this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from competency_graph.errors import QueryError, StoreError
from competency_graph.store.lexer import names_dataset
from competency_graph.store.protocol import Row


class EmbeddedStore:
    """A read-only view of an on-disk Oxigraph store, or a store in memory."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> EmbeddedStore:
        """Return the store in *folder*, opened read-only."""
        try:
            return cls(ox.Store.read_only(str(folder)))
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder}: the store cannot be opened ({error}); build it again") from error

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad]) -> EmbeddedStore:
        """Return a store in memory that holds *quads*."""
        store = ox.Store()
        store.extend(quads)
        return cls(store)

    @staticmethod
    def write(folder: Path, quads: Iterable[ox.Quad]) -> int:
        """Write *quads* into a new store in *folder* and return how many it holds."""
        try:
            store = ox.Store(str(folder))
            store.bulk_extend(quads)
            store.optimize()
            store.flush()
            return len(store)
        except OSError as error:
            raise StoreError(
                f"{folder}: the store cannot be written ({error}); free space or choose --store"
            ) from error

    def select(self, query: str) -> list[Row]:
        """Return all solutions of a SELECT query."""
        solutions = self._run(query)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("a SELECT query is needed here")
        return solution_rows(solutions)

    def construct(self, query: str) -> list[tuple[str, str, str]]:
        """Return the triples of a CONSTRUCT query, as text of their terms, sorted."""
        triples = self._run(query)
        if not isinstance(triples, ox.QueryTriples):
            raise QueryError("a CONSTRUCT query is needed here")
        return triple_rows(triples)

    def write_answer(
        self,
        query: str,
        out: IO[bytes],
        results: str | None,
        graphs: str | None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> str | None:
        """Write the answer to any form of query into *out* and return the media type it is in.

        *results* is the media type for solutions and truth values, *graphs* that for triples; where the one that
        is needed is None nothing is written and None returned. Graphs that are named make up the dataset.
        """
        answer = self._run(query, default_graphs, named_graphs)
        try:
            if isinstance(answer, ox.QueryTriples):
                if graphs is not None:
                    answer.serialize(out, ox.RdfFormat.from_media_type(graphs))
                return graphs
            if results is not None:
                answer.serialize(out, ox.QueryResultsFormat.from_media_type(results))
            return results
        except OSError as error:
            raise StoreError(f"the store cannot be read ({error}); build it again") from error

    def graphs(self) -> list[str]:
        """Return the IRIs of all named graphs, sorted."""
        return sorted(g.value for g in self._store.named_graphs())

    def subjects(self, graph: str) -> set[ox.NamedNode | ox.BlankNode]:
        """Return what a named graph describes."""
        found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        return {q.subject for q in found}  # type: ignore[misc]

    def quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | None = None,
        graph: str | None = None,
    ) -> list[ox.Quad]:
        """Return the quads of all named graphs, or of *graph*, that have the terms given."""
        place = ox.NamedNode(graph) if graph else None
        return list(self._store.quads_for_pattern(subject, predicate, object, place))

    def __len__(self) -> int:
        return len(self._store)

    def _run(
        self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        try:
            if default_graphs or named_graphs:
                return self._store.query(
                    query, default_graph=[*_nodes(default_graphs)], named_graphs=[*_nodes(named_graphs)]
                )
            # With the union switched on Oxigraph does not heed FROM.
            return self._store.query(query, use_default_graph_as_union=not names_dataset(query))
        except SyntaxError as error:
            raise QueryError(f"not valid SPARQL: {error.msg or error}") from error
        except OSError as error:
            raise StoreError(f"the store cannot be read ({error}); build it again") from error


def _nodes(graphs: Sequence[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(g) for g in graphs]
    except ValueError as error:
        raise QueryError(f"not the IRI of a graph in {', '.join(graphs)}: {error}") from error


def solution_rows(solutions: ox.QuerySolutions) -> list[Row]:
    """Return all of *solutions* as rows of text."""
    names = [v.value for v in solutions.variables]
    return [{n: _text(term) for n in names if (term := row[n]) is not None} for row in solutions]


def triple_rows(triples: Iterable[ox.Triple]) -> list[tuple[str, str, str]]:
    """Return *triples* as text of their terms, sorted."""
    return sorted((_text(t.subject), _text(t.predicate), _text(t.object)) for t in triples)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
