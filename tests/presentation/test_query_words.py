"""Queries of the library speak four languages: what each answers, and the heads of its columns."""

import re

import pytest

from competency_graph.presentation.tables import show
from competency_graph.presentation.wording import Words
from competency_graph.queries import find_queries
from competency_graph.vocabulary import LANGUAGES

QUERIES = find_queries("answers")


def columns(text):
    """Return the variables that a query gives: in its SELECT, expressions stand for their names."""
    head = text.split("SELECT", 1)[1].split("WHERE", 1)[0]
    while (shorter := re.sub(r"\((?:[^()]*AS (\?\w+)|[^()]*)\)", r"\1", head)) != head:
        head = shorter
    return re.findall(r"\?(\w+)", head)


def test_the_columns_of_a_query_are_found():
    assert columns("SELECT ?a (SUM(?b) AS ?c) (?d - COUNT(DISTINCT ?e) AS ?f) WHERE { ?x ?y ?z }") == ["a", "c", "f"]
    assert len(QUERIES) >= 25


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_every_column_has_a_head_in_every_language(query):
    for language in LANGUAGES:
        words = Words(language)
        for column in columns(query.text):
            assert words.head(column) != column or language == "en", (language, column)


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_every_query_says_in_its_languages_what_it_answers(query):
    assert query.summaries["en"] == query.summary
    assert set(query.summaries) == set(LANGUAGES)
    assert len(set(query.summaries.values())) == len(query.summaries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_its_title_and_heads_in_the_language_and_the_rows_keep_the_names(graph, language):
    answer = graph.run("who-demands", language, element="consider-net-zero-carbon")
    text = show(answer.to_table(), 240)
    words = Words(language)
    assert answer.query.summaries[language] in " ".join(text.split())
    for column in answer.columns:
        assert words.head(column) in text
    levels = {r["complexity"] for r in answer.to_rows()}
    assert all(words.label(graph.catalogue.levels[name].labels) in text for name in levels)
    assert list(answer.to_rows()[0]) == list(answer.columns)
    assert "statement" in answer.columns
