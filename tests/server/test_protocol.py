import pytest

from competency_graph.errors import RequestError
from competency_graph.server.protocol import DESCRIPTIONS, FORM, GRAPHS, RESULTS, Question, choose, find_question

ASK = Question("ASK {}")
SET = Question("ASK {}", ("http://e/d", "http://e/e"), ("http://e/n",))
DATASET = b"default-graph-uri=http%3A%2F%2Fe%2Fd&default-graph-uri=http://e/e&named-graph-uri=http://e/n"


@pytest.mark.parametrize(
    ("method", "url", "media", "body", "expected"),
    [
        ("GET", b"query=ASK%20%7B%7D", "", b"", ASK),
        ("GET", b"query=ASK+{}&format=json", "", b"", ASK),
        ("GET", b"query=ASK+{}&" + DATASET, "", b"", SET),
        ("GET", b"", "", b"", None),
        ("POST", b"", FORM, b"query=ASK+{}", ASK),
        ("POST", b"", f"{FORM}; charset=UTF-8", b"query=ASK+{}&" + DATASET, SET),
        ("POST", b"", "Application/SPARQL-Query", b"ASK {}", ASK),
        ("POST", DATASET, "application/sparql-query; charset=utf-8", b"ASK {}", SET),
    ],
)
def test_the_three_ways_to_ask(method, url, media, body, expected):
    assert find_question(method, url, media, body) == expected


@pytest.mark.parametrize(
    ("method", "url", "media", "body", "status"),
    [
        ("GET", b"default-graph-uri=http://e/d", "", b"", 400),
        ("GET", b"query=ASK+{}&query=ASK+{}", "", b"", 400),
        ("GET", b"query=%ff", "", b"", 400),
        ("GET", b"update=CLEAR+ALL", "", b"", 400),
        ("POST", b"", FORM, b"", 400),
        ("POST", b"", FORM, b"query=ASK+{}&update=CLEAR+ALL", 400),
        ("POST", b"", FORM, b"&" * 10_000 + b"=" * 10 + b"&a=1" * 2000, 400),
        ("POST", b"", "application/sparql-query", b"\xff", 400),
        ("PUT", b"", "application/sparql-query", b"ASK {}", 405),
        ("DELETE", b"", "", b"", 405),
        ("POST", b"", "", b"query=ASK+{}", 415),
        ("POST", b"", "application/json", b"{}", 415),
        ("POST", b"", "application/sparql-update", b"CLEAR ALL", 415),
    ],
)
def test_what_is_no_question_has_a_status(method, url, media, body, status):
    with pytest.raises(RequestError) as caught:
        find_question(method, url, media, body)
    assert caught.value.status == status


JSON, XML, TURTLE = RESULTS[0], RESULTS[1], GRAPHS[0]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offered", "expected"),
    [
        ("", RESULTS, JSON),
        ("*/*", RESULTS, JSON),
        (XML, RESULTS, XML),
        ("text/csv;q=0.5,application/sparql-results+xml;q=0.6", RESULTS, XML),
        ("text/*", RESULTS, "text/csv"),
        ("*/*, application/sparql-results+json;q=0", RESULTS, XML),
        ("application/json", RESULTS, "application/json"),
        ("application/json", GRAPHS, None),
        ("application/turtle,text/turtle", GRAPHS, TURTLE),
        ("text/turtle;q=nonsense", GRAPHS, None),
        ("text/turtle;q=0", GRAPHS, None),
        ("text/turtle", RESULTS, None),
        (",;,", GRAPHS, TURTLE),
        (BROWSER, DESCRIPTIONS, "text/html"),
        (BROWSER, RESULTS, "application/xml"),
        ("*/*", DESCRIPTIONS, TURTLE),
    ],
)
def test_the_media_type_is_the_one_wanted_most(accept, offered, expected):
    assert choose(accept, offered) == expected
