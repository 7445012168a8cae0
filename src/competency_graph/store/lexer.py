"""The bare words of a SPARQL query: what is left without strings, comments, IRIs, variables and names.

Oxigraph's parser knows no word boundaries (``1SERVICE:x`` is a number, a keyword and a name) and reads
``<'>'`` after an operand as *less than* and a string. This scanner takes a superset of what the parser may take
for a keyword: where ``<`` can be both, both readings are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      (?P<string> '{3}(?s:[^\\]|\\.)*?'{3} | "{3}(?s:[^\\]|\\.)*?"{3} | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*" )
    | (?P<comment> \#[^\n\r]* )
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\.)*> )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?P<prefix>(?:[^\W\d][\w.\-]{0,255}+)?) : (?:(?:[\w:%]|\\.)(?:[\w.:%\-]|\\.)*)? )
    | (?P<word> \w+ )
    """,
    re.VERBOSE,
)
# Nowhere else does SPARQL allow two slashes in a row, so this cannot be less-than and an expression.
_SURELY_AN_IRI = re.compile(r"<[\w+.\-]*://")
_GROUP_FOLLOWS = re.compile(r"(?:[ \t\n\r]|#[^\n\r]*)*\{")
_FORMS = ("select", "ask", "construct", "describe", "insert", "delete", "load", "clear", "drop", "create")


def bare_words(query: str) -> Iterator[str]:
    """Yield the bare words of *query* in lower case, in order.

    The prefix of a name before ``{`` is one of them, since it may be a keyword that touches the name.

    >>> list(bare_words("ASK { ?s a ex:word, 'more' } # and more"))
    ['ask', 'a']
    """
    starts, seen = [0], set()
    while starts:
        position = starts.pop()
        while position < len(query) and position not in seen:
            seen.add(position)
            token = _TOKEN.match(query, position)
            if token is None:
                position += 1
                continue
            if token.lastgroup == "iri" and _may_be_less_than(token[0]):
                starts.append(position + 1)
            position = token.end()
            if token["word"]:
                yield token["word"].lower()
            elif token["prefix"] and _GROUP_FOLLOWS.match(query, position):
                yield token["prefix"].lower()


def _may_be_less_than(iri: str) -> bool:
    """Tell whether reading *iri* as less-than and more would change what is a string or a comment."""
    return ("'" in iri or "#" in iri) and not _SURELY_AN_IRI.match(iri)


def names_dataset(query: str) -> bool:
    """Tell whether *query* itself says which graphs it reads, with FROM.

    >>> names_dataset("SELECT * FROM <http://e/g> { ?s ?p ?o }"), names_dataset("SELECT * { ?s ?p 'from' }")
    (True, False)
    """
    return "from" in query.lower() and "from" in bare_words(query)


def find_form(query: str) -> str:
    """Return the form of *query*, such as ``SELECT``, or an empty string where none is seen.

    >>> find_form("PREFIX ask: <http://e/> # select\\nCONSTRUCT WHERE { ?s ?p ?o }")
    'CONSTRUCT'
    """
    return next((word.upper() for word in bare_words(query) if word in _FORMS), "")
