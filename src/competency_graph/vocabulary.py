"""Namespaces, terms and identifiers of the graph."""

from __future__ import annotations

import re
from typing import Final, NewType
from urllib.parse import quote, unquote

Iri = NewType("Iri", str)
Curie = NewType("Curie", str)

#: The version of this package; written into every graph that it makes.
VERSION: Final = "0.1.0"

BASE: Final = "https://w3id.org/competency-graph/"
ONTOLOGY: Final = f"{BASE}ontology/"
LANGUAGES: Final = ("en", "zh", "ru", "kk")

PREFIXES: Final[dict[str, str]] = {
    "cg": ONTOLOGY,
    "element": f"{BASE}element/",
    "level": f"{BASE}level/",
    "body": f"{BASE}body/",
    "jurisdiction": f"{BASE}jurisdiction/",
    "glossary": f"{BASE}glossary/",
    "parameters": f"{BASE}parameters/",
    "id": f"{BASE}id/",
    "source": f"{BASE}source/",
    "adoption": f"{BASE}adoption/",
    "graph": f"{BASE}graph/",
    "dcterms": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: The licence of the data, and so of every graph and table made from them.
DATA_LICENCE: Final = Iri("https://creativecommons.org/licenses/by/4.0/")

#: What a code may look like inside an IRI: letters of any script, digits, dot, hyphen, underscore.
_CODE = re.compile(r"[\w.\-]+")


def term(name: str) -> Iri:
    """Return the IRI of a term of our ontology.

    >>> term("Framework")
    'https://w3id.org/competency-graph/ontology/Framework'
    """
    return Iri(ONTOLOGY + name)


def expand(curie: str) -> Iri:
    """Return the IRI that a CURIE of the fixed prefixes stands for.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = curie.partition(":")
    return Iri(PREFIXES[prefix] + local)


def framework_iri(slug: str) -> Iri:
    """Return the IRI of a framework.

    >>> framework_iri("ceeaa-2024")
    'https://w3id.org/competency-graph/id/ceeaa-2024'
    """
    return Iri(f"{PREFIXES['id']}{slug}")


def statement_iri(slug: str, code: str) -> Iri:
    """Return the IRI of a statement.

    >>> statement_iri("ceeaa-2024", "4.3.1")
    'https://w3id.org/competency-graph/id/ceeaa-2024/4.3.1'
    """
    return Iri(f"{PREFIXES['id']}{slug}/{quote(code, safe='')}")


def profile_iri(slug: str, name: str) -> Iri:
    """Return the IRI of a profile.

    >>> profile_iri("eafsg-2015", "bachelor")
    'https://w3id.org/competency-graph/profile/eafsg-2015/bachelor'
    """
    return Iri(f"{BASE}profile/{slug}/{name}")


def statement_curie(iri: str) -> Curie:
    """Return the CURIE by which people name a statement.

    >>> statement_curie("https://w3id.org/competency-graph/id/gapc-4/WA1")
    'gapc-4:WA1'
    """
    slug, _, code = iri.removeprefix(PREFIXES["id"]).partition("/")
    return Curie(f"{slug}:{unquote(code)}")


def local_name(iri: str) -> str:
    """Return what follows the last slash or hash.

    >>> local_name("https://w3id.org/competency-graph/element/lead-team")
    'lead-team'
    """
    return re.split(r"[/#]", iri)[-1]


def short_name(text: str) -> str:
    """Return the name by which people know an IRI of the graph; any other text stays as it is.

    >>> short_name("https://w3id.org/competency-graph/id/gapc-4/WA1"), short_name("https://w3id.org/competency-graph/id/gapc-4")
    ('gapc-4:WA1', 'gapc-4')
    >>> short_name("https://w3id.org/competency-graph/profile/gapc-4/washington"), short_name("2026")
    ('gapc-4/washington', '2026')
    """
    if not text.startswith(BASE):
        return text
    if text.startswith(PREFIXES["id"]):
        return statement_curie(text).rstrip(":")
    profiles = f"{BASE}profile/"
    return text.removeprefix(profiles) if text.startswith(profiles) else local_name(text)


def is_code(text: str) -> bool:
    """Tell whether *text* can serve as a statement's code inside an IRI.

    >>> is_code("4.3.1"), is_code("基準1"), is_code("CEng A1")
    (True, True, False)
    """
    return bool(_CODE.fullmatch(text))
