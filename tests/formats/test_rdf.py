"""Every RDF format says the same, whatever reads it, and says it in the same bytes."""

import random
import warnings

import pyoxigraph as ox
import pytest
import rdflib

from competency_graph.formats.rdf import WRITERS, blocks
from competency_graph.vocabulary import PREFIXES

OX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}


def read_by_pyoxigraph(text, form):
    """Return quads as sets of text; those of Turtle have no graph."""
    return {
        (str(q.subject), str(q.predicate), str(q.object), "" if form == "turtle" else q.graph_name.value)
        for q in ox.parse(text, format=OX[form])
    }


def read_by_rdflib(text, form):
    """Return the same as `read_by_pyoxigraph`, read by rdflib, whose own values of literals are left aside."""
    dataset = rdflib.Dataset()
    normalise, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with warnings.catch_warnings():
            # The parsers of rdflib 7.6 call what rdflib 7.6 warns of.
            warnings.simplefilter("ignore", DeprecationWarning)
            dataset.parse(data=text, format=RDFLIB[form])
    finally:
        rdflib.NORMALIZE_LITERALS = normalise
    quads = ((*(str(_ox(t)) for t in (s, p, o)), g) for s, p, o, g in dataset.quads())
    return {(s, p, o, "" if form == "turtle" else str(g)) for s, p, o, g in quads}


def _ox(term):
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))


def triple(s, p, o):
    return ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o if isinstance(o, ox.Literal) else ox.NamedNode(o))


XSD = PREFIXES["xsd"]
ODD = [
    ox.Literal('a "quoted" \\ back\tslash\nline\rend'),
    ox.Literal("工程知识", language="zh"),
    ox.Literal("Қазақша", language="kk"),
    ox.Literal("007", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("7", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("7", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("0.5000", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean")),
    ox.Literal("2026-11-25", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal(""),
    ox.Literal("@id"),
]
TRIPLES = [
    *(triple("http://e.example/a", "http://e.example/p", o) for o in ODD),
    triple("http://e.example/a", f"{PREFIXES['rdf']}type", "http://e.example/%E5%9F%BA"),
    triple("http://e.example/a/b", "http://e.example/p.", "http://e.example/"),
    triple("http://other.example/x#", "http://e.example/基準", "http://e.example/a.b-c"),
]
GRAPHS = ("http://g.example/1", "http://e.example/g")


def graphs(seed=0):
    shuffled = random.Random(seed).sample(TRIPLES, len(TRIPLES))
    return {GRAPHS[0]: blocks(shuffled), GRAPHS[1]: blocks(shuffled[:3] * 2 + shuffled)}


def expected(form):
    names = [""] if form == "turtle" else GRAPHS
    return {(str(t.subject), str(t.predicate), str(t.object), g) for t in TRIPLES for g in names}


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_is_what_both_readers_read(form):
    text = "".join(WRITERS[form](graphs(), {"e": "http://e.example/", **PREFIXES}))
    assert read_by_pyoxigraph(text, form) == expected(form)
    assert read_by_rdflib(text, form) == expected(form)


@pytest.mark.parametrize("form", WRITERS)
def test_the_order_of_triples_does_not_show(form):
    texts = {"".join(WRITERS[form](graphs(seed), {"e": "http://e.example/"})) for seed in range(5)}
    assert len(texts) == 1


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_at_all_is_valid_too(form):
    text = "".join(WRITERS[form]({}, {"e": "http://e.example/"}))
    assert read_by_pyoxigraph(text, form) == set() == read_by_rdflib(text, form)


@pytest.mark.parametrize("form", WRITERS)
def test_a_graph_is_written_as_it_is_gone_through(form):
    seen = []

    def described():
        for n in range(3):
            seen.append(n)
            yield ox.NamedNode(f"http://e.example/{n}"), [triple(f"http://e.example/{n}", "http://e.example/p", ODD[0])]

    chunks = WRITERS[form]({GRAPHS[0]: described()}, {})
    while not seen:
        next(chunks)
    assert len(seen) < 3
